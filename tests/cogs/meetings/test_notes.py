"""Notes of a call, through the real bot."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests import odd
from tests.cogs.meetings.call_steps import managed, press, write_notes
from tests.world import World, labels, said, typed, updated

AFTER = datetime(2026, 12, 8, 21, 0, tzinfo=UTC)
ACTION = "Ring the trust about pay"


@pytest.mark.long
async def test_a_form_full_of_notes_stands_whole_in_the_thread(world: World) -> None:
    await world.announce_call(repeats="monthly on the same weekday")
    world.clock.at = AFTER
    await world.later()
    ria = world.people["ria"]
    await world.slash("carol", "action add", who=ria, what=ACTION, due="Tue 15 Dec")
    lines = [f"{n:03} {'word ' * 9}" for n in range(78)]
    text = "\n".join(line.strip() for line in lines)
    assert len(text) > 3700
    told = await write_notes(world, text, meeting="1")
    assert "The notes of" in updated(told)
    thread = world.texts(world.thread())
    start = next(n for n, each in enumerate(thread) if each.startswith("**Notes of"))
    notes = thread[start:]
    assert all(len(part) <= 2000 for part in notes)
    whole = "\n".join(notes)
    assert [line for line in text.split("\n") if line not in whole.replace("\n", "")] == [] or (
        text.replace("\n", "") in whole.replace("\n", "")
    )
    assert f"{ACTION} (by Tuesday 15 December)" in whole
    assert "**Next call:** Monthly call, Tuesday 12 January 2027, 19:30 London time" in whole
    async with world.bot.database.reading() as tx:
        [(sealed,)] = await tx.execute_fetchall("SELECT sealed FROM notes")
    assert world.bot.vault.unseal(sealed, b"notes.sealed:1") == "[]"


@pytest.mark.long
async def test_notes_survive_a_bot_that_stops_half_way(world: World) -> None:
    await world.announce_call()
    world.clock.at = AFTER
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=1)
    await write_notes(world, "a" * 1900 + "\n" + "b" * 1900)
    await world.restart()
    await world.later(minutes=5)
    await world.restart()
    await world.later(minutes=5)
    thread = "".join(world.texts(world.thread()))
    assert thread.count("a" * 1900) == thread.count("b" * 1900) == 1


@pytest.mark.long
async def test_notes_that_cannot_be_posted_are_handed_back(world: World) -> None:
    await world.announce_call()
    world.clock.at = AFTER
    world.env.inject_error("POST", "/channels/*/messages", status=404, code=10003, times=None)
    told = await write_notes(world, "We talked about pay.")
    assert "has been deleted" in updated(told)
    assert typed(told.response) == {"Notes": "We talked about pay."}
    assert labels(told.response) == ["Try again"]


async def test_the_forms_name_their_call_and_whether_it_is_over(world: World) -> None:
    await world.announce_call(title="Our monthly call about money and much else")
    early = (await press(world, "Write the notes")).modal
    change = (await press(world, "Change")).modal
    world.clock.at = AFTER
    late = (await press(world, "Write the notes")).modal
    assert early is not None
    assert change is not None
    assert late is not None
    assert early["title"] == "Notes: Our monthly call about money a…, 8 Dec"
    assert change["title"] == "Change: Our monthly call about money …, 8 Dec"
    assert "has not taken place yet; it is on Tuesday 8 December" in str(early)
    assert "has not taken place yet" not in str(late)


async def test_notes_need_a_call_with_a_thread(world: World) -> None:
    planned = await world.slash(
        "carol", "meeting schedule", title="Quiet", date="Tue 8 Dec", time="19:30"
    )
    await world.press("carol", planned.response, "Save without announcing")
    assert "Write the notes" not in labels((await managed(world)).response)
    refused = await odd.press(world, world.people["carol"], "meetings:1:write", "1")
    assert "no thread yet" in said(refused)
