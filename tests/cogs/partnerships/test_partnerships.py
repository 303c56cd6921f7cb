"""A partnership: found by place, mine and nobody else's, added, mended, looked at."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.partnerships import Partnership
from tests.cogs.partnerships.partnership_steps import (
    BEDS,
    ESSEX,
    SOUTH,
    choose,
    kept,
    look_for,
)
from tests.world import (
    World,
    answer,
    filled,
    handed_back,
    labels,
    links,
    parts_of,
    said,
    text_of,
    updated,
)

TABLES = ("partnerships", "partnership_proposals", "own_partnerships", "notices")


def stored(world: World) -> str:
    """Everything that stands in the database, in words."""
    with closing(sqlite3.connect(world.config.database_path)) as file:
        return "\n".join(file.iterdump())


async def test_a_newcomer_finds_their_partnership_by_the_town_and_it_is_known_to_them_alone(
    world: World,
) -> None:
    await kept(world, ESSEX, BEDS)
    steps = await world.press("ria", await world.panel(), "I'm new here")
    form = await world.press("ria", steps.response, "Find my partnership")
    found = await world.fill("ria", form, place="luton")
    assert "Bedfordshire MNVP" in said(found)
    mine = await world.press("ria", found.response, "This is mine")
    assert "independent lay chair" in said(mine)
    assert links(mine.response) == [BEDS.papers]
    assert "Bedfordshire MNVP" in said(await world.slash("ria", "mvp"))
    assert "Find mine" in labels((await world.slash("rob", "mvp")).response)
    row = next(line for line in stored(world).split("\n") if 'INTO "own_partnerships"' in line)
    assert row.count("NULL") == 2  # neither shown to others, nor how it is set up
    assert f"{world.people['ria'].id},X'" in row


@pytest.mark.parametrize(
    ("place", "found"),
    [
        *(("Bedford", ["Bedfordshire MNVP"]), ("bedfordshire", ["Bedfordshire MNVP"])),
        ("Bedfordshire Hospitals", ["Bedfordshire MNVP"]),
        *(("NHS Essex ICB", ["Mid Essex MNVP", "South Essex MNVP"]), ("Bedfort", [])),
        ("who pays", []),
        *(("MNVP", []), ("Milton Keynes", ["Bedfordshire MNVP"]), ("x" * 200, [])),
        ("Mid and South Essex ICB", ["Mid Essex MNVP", "South Essex MNVP"]),
        ("\u05dc\u05d5\u05e0\u05d3\u05d5\u05df", []),
    ],
)
async def test_a_place_is_found_whole_and_never_mended_into_another(
    world: World, place: str, found: list[str]
) -> None:
    await kept(world, ESSEX, BEDS, SOUTH)
    shown = await look_for(world, "ria", place)
    named = [
        each
        for each in ("Bedfordshire MNVP", "Mid Essex MNVP", "South Essex MNVP")
        if each in said(shown) or each in choices(shown)
    ]
    assert named == found
    assert ("This is mine" in labels(shown.response)) == (len(found) == 1)


def choices(shown: Any) -> list[str]:
    return [each["label"] for part in parts_of(shown.response) for each in part.get("options", [])]


async def test_sixty_of_one_board_are_a_choice_that_discord_takes(world: World) -> None:
    await kept(world, *(replace(ESSEX, name=f"MNVP {n} {'x' * 140}") for n in range(60)))
    shown = await look_for(world, "ria", "Essex")
    assert "Which one is yours" in said(shown)


async def test_none_at_all_is_said_and_the_place_is_told_apart_from_one_unknown(
    world: World,
) -> None:
    known = await look_for(world, "ria", "Luton")
    assert "no partnership there yet" in said(known)
    assert "never guess" in said(await look_for(world, "ria", "Xanadu"))
    assert "Add one" in labels(known.response)


@pytest.mark.parametrize(
    ("place", "begun"),
    [
        ("Luton", ("", "Luton", BEDS.trusts, BEDS.board)),
        (BEDS.trusts, ("", "", BEDS.trusts, BEDS.board)),
        (BEDS.board, ("", "", "", BEDS.board)),
        ("Xanadu", ("", "Xanadu", "", "")),
        ("Xanadu MNVP", ("Xanadu MNVP", "", "", "")),
    ],
)
async def test_what_is_known_of_a_place_is_said_and_stands_in_the_form_that_adds_it(
    world: World, place: str, begun: tuple[str, ...]
) -> None:
    card = await look_for(world, "ria", place)
    assert all(each in said(card) for each in begun[2:])
    form = await world.press("ria", card.response, "Add one")
    given = filled(form)
    assert tuple(given[each] for each in ("name", "area", "trusts", "board")) == begun


@pytest.mark.long
async def test_only_those_who_said_so_are_seen_by_others_from_there(world: World) -> None:
    await kept(world, BEDS)
    for name in ("ria", "rob", "lou"):
        await choose(world, name)
    nobody = await others(world, "ria")
    assert "Nobody else" in nobody
    more = await world.press("rob", (await world.slash("rob", "mvp")).response, "More")
    await world.press("rob", more.response, "Show others here that I am from there")
    assert world.people["rob"].mention in await others(world, "ria")
    assert "Nobody else" in await others(world, "rob")
    more = await world.press("rob", (await world.slash("rob", "mvp")).response, "More")
    await world.press("rob", more.response, "Stop showing others")
    assert "Nobody else" in await others(world, "ria")


async def others(world: World, name: str) -> str:
    more = await world.press(name, (await world.slash(name, "mvp")).response, "More")
    return said(await world.press(name, more.response, "Who else is from here?"))


@pytest.mark.long
async def test_whoever_left_is_not_named_to_others(world: World) -> None:
    await kept(world, BEDS)
    for name in ("ria", "rob"):
        await choose(world, name)
    more = await world.press("rob", (await world.slash("rob", "mvp")).response, "More")
    await world.press("rob", more.response, "Show others here that I am from there")
    world.guild.remove_member(world.people["rob"])
    assert world.people["rob"].mention not in await others(world, "ria")


@pytest.mark.long
async def test_what_is_added_comes_to_review_and_nothing_says_who_sent_it_in(
    world: World,
) -> None:
    form = await world.press("ria", (await world.slash("ria", "mvp")).response, "Add one")
    sent = await send(world, "ria", form, name="Beds MNVP", area="Luton", trusts="", board="")
    form = await world.press("ria", sent.response, "Add how to reach it")
    await world.fill("ria", form, led_by="an independent chair", papers="", joining="come along")
    assert str(world.people["ria"].id) not in proposals(world)
    desk = await world.slash("carol", "desk")
    waits = await world.press("carol", desk.response, "What waits")
    assert "1 partnership to look at" in text_of(waits.response).replace("*", "")
    card = await world.press("carol", waits.response, "Look")
    assert "an independent chair" in said(card)
    assert "ria" not in said(card).lower().replace("bria", "")
    assert "stands under" in updated(await world.press("carol", card.response, "Put it in"))
    assert proposals(world) == ""
    async with world.bot.database.reading() as tx:
        kept = [tuple(row) for row in await tx.execute_fetchall("SELECT user_id FROM notices")]
    assert kept == []  # one beside the entry, of the same moment, would say who
    assert "Beds MNVP" in said(await look_for(world, "ria", "Luton"))


def proposals(world: World) -> str:
    lines = stored(world).split("\n")
    return "\n".join(each for each in lines if 'INTO "partnership_proposals"' in each)


async def add(world: World, who: str, **typed: str) -> None:
    form = await world.press(who, (await world.slash(who, "mvp")).response, "Add one")
    await send(world, who, form, **({"area": "", "trusts": "", "board": ""} | typed))


async def send(world: World, who: str, form: Any, **typed: str) -> Any:
    return await world.people[who].submit_modal(form, typed)


async def test_two_who_add_the_same_one_make_one_entry(world: World) -> None:
    await add(world, "ria", name="Beds MNVP", area="Luton")
    await add(world, "rob", name="Beds Maternity & Neonatal Voices", trusts="Beds Trust")
    desk = await world.slash("carol", "desk")
    waits = await world.press("carol", desk.response, "What waits")
    card = await world.press("carol", waits.response, "Look")
    card = await world.press("carol", card.response, "Put it in")
    assert "is one called Beds MNVP already" in updated(card)
    await world.press("carol", card.response, "Put it in")
    async with world.bot.database.reading() as tx:
        rows = await tx.execute_fetchall("SELECT area, trusts FROM partnerships")
    assert [tuple(row) for row in rows] == [("Luton", "Beds Trust")]


@pytest.mark.long
@pytest.mark.parametrize(
    ("field", "words"),
    [
        *(("led_by", "our chair, Jane Smith"), ("joining", "write to jane.smith@example.org")),
        *(("led_by", "Mrs Smith"), ("papers", "on the trust's site"), ("joining", "x" * 601)),
    ],
)
async def test_no_private_person_and_nothing_too_long_gets_into_an_entry(
    world: World, field: str, words: str
) -> None:
    await kept(world, BEDS)
    assert "It is yours now." in said(await choose(world, "ria"))
    more = await world.press("ria", (await world.slash("ria", "mvp")).response, "More")
    which = await world.press("ria", more.response, "Mend it")
    form = await world.press("ria", which.response, "How to reach it")
    refused = await world.fill("ria", form, **{field: words})
    assert words in handed_back(refused)
    assert proposals(world) == ""


async def test_a_partnership_that_merged_leads_to_what_it_became(world: World) -> None:
    await kept(world, BEDS, ESSEX)
    await choose(world, "ria")
    found = await look_for(world, "carol", "Luton")
    form = await world.press("carol", found.response, "It merged or closed")
    refused = await world.fill("carol", form, into="Nowhere MNVP")
    assert "Nowhere MNVP" in handed_back(refused)
    form = await world.press("carol", found.response, "It merged or closed")
    await world.fill("carol", form, into="Mid Essex MNVP")
    mine = await world.slash("ria", "mvp")
    assert "has closed" in said(mine)
    became = await world.press("ria", mine.response, "What it became")
    await world.press("ria", became.response, "This is mine")
    assert "Mid Essex MNVP" in said(await world.slash("ria", "mvp"))
    assert "never guess" not in said(await look_for(world, "rob", "Luton"))


async def test_a_board_that_closed_is_named_with_the_one_of_today(world: World) -> None:
    old = replace(BEDS, board="Bedfordshire, Luton and Milton Keynes")
    await kept(world, old)
    assert "now NHS Central East ICB" in said(await choose(world, "ria"))


async def test_coordinators_take_partnerships_out_and_in_as_a_file(world: World) -> None:
    await kept(world, BEDS, Partnership("=Odd MNVP", joining="come, or write"))
    desk = await world.slash("carol", "desk")
    waits = await world.press("carol", desk.response, "What waits")
    card = await world.press("carol", waits.response, "Partnerships")
    file = (await world.press("carol", card.response, "Export")).response
    assert file is not None
    data = await file.attachments[0].read()
    same = await world.slash("carol", "resource import", file=("p.csv", data))
    assert "stands here already" in said(same)
    changed = data.replace(b"Bedford, Luton", b"Bedford, Luton, Dunstable")
    changed += b"New MNVP,Leeds,,,,,,\r\n"
    shown = await world.slash("carol", "resource import", file=("p.csv", changed))
    assert "1 new, 1 changed" in said(shown)
    assert "no partnership there yet" in said(await look_for(world, "ria", "Leeds"))
    taken = await world.press("carol", shown.response, "Import now")
    assert "They stand under `/mvp` now" in said(taken)
    assert labels(shown.response) == []
    assert shown.response is not None
    assert shown.response.attachments == []
    assert "New MNVP" in said(await look_for(world, "ria", "Leeds"))
    bad = await world.slash("carol", "resource import", file=("p.csv", data + b",x,,,,,,\r\n"))
    assert "row 4" in said(bad)


async def test_the_letter_begins_with_the_trust_of_my_partnership(world: World) -> None:
    await kept(world, BEDS)
    await choose(world, "ria")
    card = await world.slash("ria", "letter")
    form = await world.press("ria", answer(card), "Write it")
    assert form.modal is not None
    trust = next(
        part["component"]
        for part in form.modal["components"]
        if part.get("component", {}).get("custom_id") == "trust"
    )
    assert trust["value"] == BEDS.trusts


@pytest.mark.parametrize("place", ["Luton and Dunstable", "Bedford Hospital", "Bedford"])
async def test_a_hospital_or_town_leads_to_the_partnership_of_its_trust(
    world: World, place: str
) -> None:
    await kept(world, replace(BEDS, area=""), ESSEX)
    assert "Bedfordshire MNVP" in said(await look_for(world, "ria", place))
