"""The library without Discord: the questions reps ask, seeding, importing, checking."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import db.library as rows
from bot.content import load
from bot.domain.errors import UserError
from bot.domain.library import Entry, Kind, Label
from bot.domain.library_files import rows_of, write_csv, write_json
from bot.domain.library_import import entries_of
from bot.domain.times import zone_named
from bot.services.library import Library
from bot.services.library_checks import Checks
from bot.services.library_editing import Editing
from bot.services.library_imports import Imports
from bot.services.outbox import Outbox
from db.database import Database
from tests import databases
from tests.fakes import START, Clock
from tests.services.library_services import brought_in

QUESTIONS = Path(__file__).with_name("questions.txt")
FEWEST_QUESTIONS = 60
SHARE_WANTED = 0.95


def questions() -> list[tuple[str, set[str]]]:
    lines = [line for line in QUESTIONS.read_text().splitlines() if line and line[0] != "#"]
    pairs = [line.split(" | ") for line in lines]
    return [(asked, {key.strip() for key in keys.split(",")}) for asked, keys in pairs]


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with databases.opened(tmp_path, library=True) as made:
        yield made


@pytest.fixture
def library(database: Database, clock: Clock) -> Library:
    return Library(database, clock)


@pytest.fixture
def editing(database: Database, clock: Clock) -> Editing:
    outbox = Outbox(database, clock, lambda _when: None)
    checks = Checks(database, outbox, clock, zone_named("Europe/London"))
    return Editing(database, outbox, clock, checks)


@pytest.fixture
def imports(database: Database, clock: Clock) -> Imports:
    outbox = Outbox(database, clock, lambda _when: None)
    return Imports(
        database, outbox, clock, Checks(database, outbox, clock, zone_named("Europe/London"))
    )


@pytest.mark.long
async def test_what_reps_ask_is_answered_within_the_first_three(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = questions()
    missed = []
    for question, wanted in asked:
        found = [kept.entry.key for kept in (await library.find(question)).found]
        if not wanted & set(found):
            missed.append(f"{question}: {', '.join(found) or 'nothing'}")
    share = 1 - len(missed) / len(asked)
    with capsys.disabled():
        sys.stdout.write(f"\nquestions answered within three: {share:.1%} of {len(asked)}\n")
    assert len(asked) >= FEWEST_QUESTIONS
    assert share >= SHARE_WANTED, missed


@pytest.mark.long
@pytest.mark.parametrize(
    ("typed", "first"),
    [("materntiy voices", "term-mnvp"), ("mvps", "term-mvp"), ("what are CCGs", "term-ccg")],
)
async def test_the_name_that_was_meant_comes_first(
    library: Library, typed: str, first: str
) -> None:
    assert (await library.find(typed)).found[0].entry.key == first


@pytest.mark.long
async def test_what_was_looked_for_instead_is_told_in_words_of_the_library(
    library: Library,
) -> None:
    found = await library.find("materntiy voices zzqqx")
    assert (await library.find("maternity voices")).searched == ()
    assert found.searched == ("maternity", "voices")


@pytest.mark.parametrize(
    "typed",
    ["kill", "love", "refugee", "hurting", "traveller and refugee women", "fever after section"],
)
async def test_no_english_word_is_searched_as_another(library: Library, typed: str) -> None:
    assert (await library.find(typed)).searched == ()
    assert (await library.find(f"{typed} guidance")).searched == ()


@pytest.mark.parametrize(
    "typed",
    ["Homerton", "Harlow", "Chichester", "Crewe", "Leighton", "Bromyard", "Barts", "Woking"],
)
async def test_no_place_is_mended_into_something_else(library: Library, typed: str) -> None:
    for asked in (typed, f"{typed} hospital"):
        assert (await library.find(asked)).searched == ()


async def test_a_place_whose_letters_are_in_another_order_is_known(library: Library) -> None:
    assert (await library.find("Basidlon")).searched == ("basildon",)


async def test_what_the_library_does_not_know_is_left_out_and_told(library: Library) -> None:
    found = await library.find("expenses zzqqx kill")
    assert found.left_out == ("zzqqx", "kill")
    assert not found.sure
    assert (await library.find("expenses")).sure


async def test_every_wanted_entry_exists() -> None:
    keys = {entry.key for entry in load()}
    assert [key for _, wanted in questions() for key in wanted if key not in keys] == []


@pytest.mark.long
async def test_seeding_twice_changes_nothing_and_never_overwrites_a_coordinator(
    library: Library, editing: Editing
) -> None:
    assert await library.seed(load()) == 0
    kept = await editing.named("mnvp-faqs")
    assert kept is not None
    await editing.edit(kept.id, {"note": "Ours now"})
    newer = [replace(entry, about=f"{entry.about} Newer.") for entry in load()]
    assert await library.seed(newer) == len(newer) - 1
    after = await editing.named("mnvp-faqs")
    assert after is not None
    assert after.entry.note == "Ours now"
    assert "Newer" not in after.entry.about


@pytest.mark.long
async def test_seeding_keeps_the_day_on_which_a_volunteer_looked(
    library: Library, editing: Editing
) -> None:
    kept = await editing.named("mis")
    assert kept is not None
    await library.still_right(kept.id)
    await library.seed([replace(entry, note="Newer") for entry in load()])
    after = await editing.named("mis")
    assert after is not None
    assert after.entry.checked_on == date(2026, 11, 21)
    assert after.entry.note == "Newer"


@pytest.mark.long
@pytest.mark.parametrize("form", ["csv", "json"])
async def test_an_export_taken_into_an_empty_database_exports_the_same_bytes(
    editing: Editing, imports: Imports, tmp_path: Path, clock: Clock, form: str
) -> None:
    kept = await editing.named("mis")
    assert kept is not None
    await editing.edit(kept.id, {"note": '=1+1 "quoted"; a, b\nsecond line é'})
    await editing.retire(kept.id)
    before = dict(zip(("csv", "json"), await imports.export(), strict=True))
    empty = await Database.open(tmp_path / "other.sqlite3")
    other_outbox = Outbox(empty, clock, lambda _when: None)
    checks = Checks(empty, other_outbox, clock, zone_named("Europe/London"))
    other = Imports(empty, other_outbox, clock, checks)
    told = await brought_in(other, before[form], f"library.{form}")
    after = dict(zip(("csv", "json"), await other.export(), strict=True))
    await empty.close()
    assert (told.new, told.changed) == (len(load()), 0)
    assert after == before


@pytest.mark.long
async def test_nothing_is_half_imported(imports: Imports) -> None:
    before = await imports.export()
    given = [Entry(f"new-{n}", Kind.RESOURCE, f"New {n}", label=Label.BACKGROUND) for n in "abc"]
    data = write_csv(given).replace(b"New b,,", b",,")
    with pytest.raises(UserError, match="line 3: the title is missing"):
        await brought_in(imports, data, "library.csv")
    assert await imports.export() == before


@pytest.mark.long
async def test_five_thousand_rows_are_imported_and_found(
    library: Library, imports: Imports
) -> None:
    many = [
        Entry(f"bulk-{n}", Kind.RESOURCE, f"Leaflet number{n}", label=Label.BACKGROUND)
        for n in range(5000)
    ]
    told = await brought_in(imports, write_csv(many), "library.csv")
    assert (told.new, told.changed) == (5000, 0)
    found = await library.find("number4711")
    assert found.found[0].entry.key == "bulk-4711"


@pytest.mark.long
async def test_a_term_is_found_among_thousands_of_documents_that_use_its_word(
    library: Library, imports: Imports
) -> None:
    many = [
        Entry(f"bulk-{n}", Kind.RESOURCE, "Atain atain", words="atain", label=Label.BACKGROUND)
        for n in range(200)
    ]
    await brought_in(imports, write_csv(many), "library.csv")
    found = await library.find("atain", (Kind.TERM, Kind.AREA))
    assert found.found[0].entry.key == "term-atain"
    assert (await library.suggest("atai", (Kind.TERM,)))[0].key == "term-atain"


async def test_a_stale_entry_sinks_below_a_fresh_one(library: Library, editing: Editing) -> None:
    about = {"about": "Quokka care", "label": "background"}
    old = await editing.add(Kind.RESOURCE, {"title": "Quokka handbook", **about})
    new = await editing.add(Kind.RESOURCE, {"title": "Quokka handbook", **about})
    for stale, fresh in ((old, new), (new, old)):
        for kept, day in ((stale, "2025-01-01"), (fresh, "2026-11-20")):
            await editing.edit(kept.id, {"checked_on": day})
        found = await library.find("quokka handbook")
        assert [kept.id for kept in found.found][:2] == [fresh.id, stale.id]


async def test_a_search_leaves_no_trace_in_the_files(
    library: Library, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "repbot")
    await library.find("xylophonist continuity")
    await library.suggest("xylophonist")
    await library.find("xylophonst")
    files = [path for path in database.path.parent.iterdir() if path.is_file()]
    assert [path.name for path in files if b"xylophon" in path.read_bytes()] == []
    assert "xylophon" not in caplog.text


async def test_suggestions_while_typing_fit_the_unfinished_word(library: Library) -> None:
    found = [one.key for one in await library.suggest("continuity of ca")]
    assert "mcoc-letter-2022" in found[:8]
    assert (await library.suggest("atai"))[0].key == "term-atain"
    assert await library.suggest("   ") == []


async def test_the_database_refuses_a_document_without_a_label(database: Database) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        async with database.transaction() as tx:
            await rows.put(tx, [Entry("x", Kind.RESOURCE, "X")], touched=True)


def test_a_line_added_to_the_export_by_hand_is_read_back() -> None:
    entry = Entry("line-x", Kind.LINE, "X", phone="+44 20 7946 0000", hours="@ night")
    assert entries_of(rows_of(write_csv([entry]), "x.csv"), {}, START.date()) == [entry]
    assert entries_of(rows_of(write_json([entry]), "x.json"), {}, START.date()) == [entry]
