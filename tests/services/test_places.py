"""A town, a hospital or a trust finds its board; no place is ever taken for another."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.content import load
from bot.domain.library import Entry, Kind, parts
from bot.domain.places import unknown_in
from bot.services.library import Library
from bot.services.places import Places
from db.database import Database
from tests import databases
from tests.fakes import Clock

PLACES = [entry for entry in load() if entry.kind is Kind.PLACE]
BOARDS = {entry.key for entry in load() if "icb" in parts(entry.tags)}
# Towns and hospitals that are in no list of ours, and of which some were taken for another.
STRANGERS = ("Buxton", "Oban", "Sleaford", "Newtown St Boswells", "Alnwick infirmary", "Brecon")


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with databases.opened(tmp_path, library=True) as made:
        yield made


@pytest.fixture
def places(database: Database) -> Places:
    return Places(database)


def tagged(tag: str) -> list[Entry]:
    return [place for place in PLACES if tag in parts(place.tags)]


async def boards(places: Places, query: str) -> set[str]:
    return {key for kept in await places.asked_for(query) for key in parts(kept.entry.see)}


def test_every_board_has_its_places_and_every_place_a_board() -> None:
    lying = {key for place in PLACES for key in parts(place.see)}
    assert lying == BOARDS
    assert [place.key for place in PLACES if not place.see] == []
    units = [*tagged("hospital"), *tagged("birth-centre")]
    counts = (len(units), len(tagged("town")), len(tagged("borough")), len(tagged("trust")))
    assert counts == (199, 128, 33, 119)
    assert [place.key for place in units if not place.publisher] == []


@pytest.mark.long
async def test_each_name_of_each_place_finds_its_board(places: Places) -> None:
    missed = []
    for place in PLACES:
        towns = [place.full_name] if place.full_name else []
        for name in (place.title, *parts(place.other_names), *towns):
            if not set(parts(place.see)) <= await boards(places, name):
                missed.append((place.key, name))
    assert missed == []


@pytest.mark.parametrize(
    ("typed", "board"),
    [
        ("homerton", "area-nel"),
        ("which board covers Harlow?", "area-essex"),
        ("Chichester hospital", "area-surrey-sussex"),
        ("crewe", "area-cheshire-mersey"),
        ("stoke mandeville", "area-thames-valley"),
        ("ST. GEORGES HOSPITAL", "area-swl"),
        ("who runs king’s mill", "area-notts"),
        ("mnvp in Leeds", "area-west-yorks"),
        ("who runs Jimmy's in Leeds", "area-west-yorks"),
        ("taunton musgrove park", "area-somerset"),
        ("st marys manchester", "area-greater-manchester"),
        ("who is in charge of maternity in Bath", "area-bsw"),
    ],
)
async def test_a_place_is_found_however_it_is_asked_for(
    places: Places, typed: str, board: str
) -> None:
    found = await boards(places, typed)
    assert board in found
    assert len(found) == 1


async def test_a_name_that_several_places_share_leads_to_all_of_them(places: Places) -> None:
    stoke = [kept.entry.title for kept in await places.asked_for("Stoke")]
    assert sorted(stoke) == ["Royal Stoke University Hospital", "Stoke Mandeville Hospital"]
    assert len(await places.asked_for("queen elizabeth hospital")) == 4
    assert len(await boards(places, "st marys")) > 1


async def test_a_trust_is_not_named_twice_where_its_unit_shows(places: Places) -> None:
    found = await places.asked_for("Barnsley")
    assert all("trust" not in parts(kept.entry.tags) for kept in found)


@pytest.mark.parametrize("typed", [*STRANGERS, *(f"{name} hospital" for name in STRANGERS)])
async def test_a_place_that_nobody_told_us_is_said_to_be_unknown(
    places: Places, database: Database, clock: Clock, typed: str
) -> None:
    assert await places.asked_for(typed) == []
    found = await Library(database, clock).find(typed)
    assert not found.sure
    unknown = unknown_in(typed, found.left_out, found.searched)
    assert not found.found or typed.split()[0] in unknown


@pytest.mark.parametrize(
    "typed",
    [
        *("what does a rep do", "as a rep", "hospital", "my hospital trust", "our icb", "who pays"),
        *("what became of Frimley", "reading a board paper", "expenses in Brighton", "", "🤱"),
        *("leaving hospital with my baby", "water birth", "home birth", "payment for reps"),
        "stilbirth prevention checklist hospitals use",
    ],
)
async def test_what_is_no_place_is_left_to_the_library(
    places: Places, database: Database, clock: Clock, typed: str
) -> None:
    assert await places.asked_for(typed) == []
    found = await Library(database, clock).find(typed)
    assert unknown_in(typed, found.left_out, found.searched) == ""


@pytest.mark.long
async def test_no_known_place_is_searched_as_another_word(database: Database, clock: Clock) -> None:
    library = Library(database, clock)
    mended = {}
    for place in tagged("town"):
        found = await library.find(place.title)
        if found.searched:
            mended[place.title] = found.searched
    assert mended == {}
