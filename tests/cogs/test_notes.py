"""Notes and actions, through the real bot."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.world import World, answer, labels, said

AFTER = datetime(2026, 12, 8, 21, 0, tzinfo=UTC)
DURING_DAY = datetime(2026, 12, 14, 10, 0, tzinfo=UTC)


async def add(world: World, **options: Any) -> Any:
    given = {"who": world.people["ria"], "what": "Ring the trust about pay", "due": "Tue 15 Dec"}
    return await world.slash("carol", "action add", **(given | options))


async def test_notes_of_6000_characters_stand_whole_in_the_thread(world: World) -> None:
    await world.announce_call(repeats="monthly on the same weekday")
    world.clock.at = AFTER
    await world.later()
    await add(world)
    lines = [f"{n:03} {'word ' * 9}" for n in range(120)]
    text = "\n".join(line.strip() for line in lines)
    assert len(text) > 5500
    form = await world.slash("carol", "meeting notes")
    told = await world.fill("carol", form, notes=text[:3900], more=text[3900:])
    assert "The notes of" in said(told)
    thread = world.texts(world.thread())
    start = next(n for n, each in enumerate(thread) if each.startswith("**Notes of"))
    notes = thread[start:]
    assert all(len(part) <= 2000 for part in notes)
    whole = "\n".join(notes)
    assert [line for line in text.split("\n") if line not in whole.replace("\n", "")] == [] or (
        text.replace("\n", "") in whole.replace("\n", "")
    )
    assert "Ring the trust about pay (by Tuesday 15 December)" in whole
    assert "**Next call:** Tuesday 12 January, 19:30 London time" in whole
    async with world.bot.database.reading() as tx:
        assert list(await tx.execute_fetchall("SELECT * FROM notes")) == []


async def test_notes_survive_a_bot_that_stops_half_way(world: World) -> None:
    await world.announce_call()
    world.clock.at = AFTER
    form = await world.slash("carol", "meeting notes")
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=1)
    await world.fill("carol", form, notes="a" * 1900 + "\n" + "b" * 1900)
    await world.restart()
    await world.later(minutes=5)
    await world.restart()
    await world.later(minutes=5)
    thread = "".join(world.texts(world.thread()))
    assert thread.count("a" * 1900) == thread.count("b" * 1900) == 1


async def test_notes_that_cannot_be_posted_are_handed_back(world: World) -> None:
    await world.announce_call()
    world.clock.at = AFTER
    form = await world.slash("carol", "meeting notes")
    world.env.inject_error("POST", "/channels/*/messages", status=404, code=10003, times=None)
    told = await world.fill("carol", form, notes="We talked about pay.")
    assert "has been deleted" in said(told)
    assert "We talked about pay." in said(told)


async def test_the_forms_name_their_call_and_whether_it_is_over(world: World) -> None:
    await world.announce_call(title="Our monthly call about money and much else")
    early = (await world.slash("carol", "meeting notes")).modal
    change = (await world.slash("carol", "meeting edit")).modal
    world.clock.at = AFTER
    late = (await world.slash("carol", "meeting notes")).modal
    assert early is not None
    assert change is not None
    assert late is not None
    assert early["title"] == "Notes: Our monthly call about money a…, 8 Dec"
    assert change["title"] == "Change: Our monthly call about money …, 8 Dec"
    assert "has not taken place yet; it is on Tuesday 8 December" in str(early)
    assert "has not taken place yet" not in str(late)


async def test_notes_need_a_call_with_a_thread(world: World) -> None:
    assert "No call is planned" in said(await world.slash("carol", "meeting notes"))
    planned = await world.slash(
        "carol", "meeting schedule", title="Quiet", date="Tue 8 Dec", time="19:30"
    )
    await world.press("carol", planned.response, "Save without announcing")
    assert "has no thread yet" in said(await world.slash("carol", "meeting notes", meeting="1"))


async def test_an_action_is_reminded_of_in_the_thread_and_ticked_off_there(world: World) -> None:
    await world.announce_call()
    world.clock.at = AFTER
    told = await add(world)
    assert "Noted as action 1" in said(told)
    assert "Ring the trust" in said(await world.slash("rob", "action list"))
    world.clock.at = DURING_DAY
    await world.later()
    (reminder,) = [m for m in world.thread().history() if "A reminder of what" in m.content]
    assert world.people["ria"].mention in reminder.content
    assert labels(reminder) == ["Done"]
    assert "(by " in said(await world.slash("rob", "action list"))
    await world.later(days=10)
    assert "(was due " in said(await world.slash("rob", "action list"))
    assert "somebody else's" in said(await world.press("rob", reminder, "Done"))
    assert "Done: Ring the trust" in said(await world.press("ria", reminder, "Done"))
    assert "done already" in said(await world.press("ria", reminder, "Done"))
    assert "Nothing is left" in said(await world.slash("ria", "action list"))


async def test_an_action_that_is_done_is_not_reminded_of(world: World) -> None:
    await world.announce_call()
    await add(world)
    assert "Done:" in said(await world.slash("carol", "action done", action="1"))
    assert "done already" in said(await world.slash("carol", "action done", action="1"))
    assert "no such action" in said(await world.slash("carol", "action done", action="99"))
    world.clock.at = DURING_DAY
    await world.later()
    assert [t for t in world.texts(world.thread()) if "A reminder of what" in t] == []


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"due": "Tue 3 Nov 2026"}, "has already passed"),
        ({"due": "soonish"}, "could not read that date"),
        ({"what": "x" * 301}, "has 301 characters"),
        ({"what": "  "}, "Write what there is to do"),
    ],
)
async def test_an_action_that_cannot_be_hands_back_what_was_typed(
    world: World, typed: dict[str, str], sentence: str
) -> None:
    await world.announce_call()
    refused = await add(world, **typed)
    assert sentence in said(refused)
    shown = answer(refused).embeds[0].description or ""
    assert all(value.strip() in shown for value in typed.values())


async def test_an_action_for_somebody_who_left_is_refused_with_its_own_sentence(
    world: World,
) -> None:
    await world.announce_call()
    leaver = world.add_person("lea", "rep")
    assert "Noted" in said(await add(world, who=leaver))
    world.guild.remove_member(leaver)
    world.clock.at = DURING_DAY
    await world.later()
    (asked,) = [t for t in world.texts(world.thread()) if "Still to do" in t]
    assert leaver.mention not in asked


async def test_without_any_call_an_action_has_no_place(world: World) -> None:
    refused = await add(world)
    assert "no call with a thread yet" in said(refused)
    assert "Ring the trust" in (answer(refused).embeds[0].description or "")


async def test_what_is_to_do_is_sealed_at_rest(world: World) -> None:
    await world.announce_call()
    await add(world)
    async with world.bot.database.reading() as tx:
        rows = [tuple(row) for row in await tx.execute_fetchall("SELECT * FROM actions")]
    assert "Ring" not in str(rows)
