"""Actions: noted, reminded of in the thread, ticked off; through the real bot."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.outbox import Letter
from tests import odd
from tests.world import World, answer, handed_back, labels, said, text_of, typed, updated

AFTER = datetime(2026, 12, 8, 21, 0, tzinfo=UTC)
DURING_DAY = datetime(2026, 12, 14, 10, 0, tzinfo=UTC)


async def add(world: World, **options: Any) -> Any:
    given = {"who": world.people["ria"], "what": "Ring the trust about pay", "due": "Tue 15 Dec"}
    return await world.slash("carol", "action add", **(given | options))


@pytest.mark.long
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
    done = await world.press("ria", reminder, "Done")
    assert "Thank you" in text_of(done.followups[-1])
    assert done.followups[-1].ephemeral
    stands = updated(done)
    assert stands == f"Done: Ring the trust about pay.\n{world.people['ria'].mention}"
    assert labels(done.response) == []
    assert "Nothing is left" in said(await world.slash("ria", "action list"))


async def test_a_reminder_of_what_the_list_ticked_off_says_so_at_a_press(world: World) -> None:
    await world.announce_call()
    await add(world)
    world.clock.at = DURING_DAY
    await world.later()
    (reminder,) = [m for m in world.thread().history() if "A reminder of what" in m.content]
    listed = await world.slash("carol", "action list")
    await world.press("carol", listed.response, "Done")
    pressed = await world.press("ria", reminder, "Done")
    assert "done already" in text_of(pressed.followups[-1])
    assert "Done: Ring the trust" in updated(pressed)
    assert labels(pressed.response) == []


async def test_from_the_day_it_is_due_on_a_reminder_waits_for_nobodys_turn(world: World) -> None:
    await world.announce_call()
    await add(world)
    actions, letter = world.cog("ActionCog").actions, Letter(1, "actions.due", 1, 0, 0, 0, 1)
    due = datetime(2026, 12, 15, tzinfo=UTC)
    world.clock.at = due - timedelta(seconds=1)
    assert await actions.waits_for(letter) == world.people["ria"].id
    world.clock.at = due
    assert await actions.waits_for(letter) == 0


async def test_an_action_that_is_done_is_not_reminded_of(world: World) -> None:
    await world.announce_call()
    await add(world)
    listed, other = [await world.slash("carol", "action list") for _ in range(2)]
    left = updated(await world.press("carol", listed.response, "Done"))
    assert f"Marked as done for {world.people['ria'].mention}: Ring the trust" in left
    assert "Nothing is left" in left
    assert "done already" in said(await world.press("carol", other.response, "Done"))
    gone = await odd.press(world, world.people["carol"], "actions:1:done", "99")
    assert "no such action" in said(gone)
    world.clock.at = DURING_DAY
    await world.later()
    assert [t for t in world.texts(world.thread()) if "A reminder of what" in t] == []


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"due": "Tue 3 Nov 2026"}, "has already passed"),
        ({"due": "soonish"}, "could not read that date"),
        ({"what": "x" * 301}, "has 301 characters"),
        ({"what": "  "}, "Write what there is to do"),
    ],
)
async def test_an_action_that_cannot_be_hands_back_what_was_typed(
    world: World, options: dict[str, str], sentence: str
) -> None:
    await world.announce_call()
    refused = await add(world, **options)
    assert sentence in said(refused)
    shown = str(typed(answer(refused)))
    assert all(value.strip() in shown for value in options.values())
    again = await world.press("carol", refused.response, "Try again")
    mended = {"what": "Ring the trust", "due": "15 Dec"}
    noted = await world.people["carol"].submit_modal(again, mended)
    assert f"{world.people['ria'].mention}: Ring the trust" in said(noted)


async def test_each_sees_done_beside_what_is_theirs_and_coordinators_beside_all(
    world: World,
) -> None:
    await world.announce_call()
    await add(world)
    for name, expected in {"ria": ["Done"], "rob": [], "carol": ["Done", "Add"]}.items():
        assert labels((await world.slash(name, "action list")).response) == expected


async def test_a_long_list_shows_six_and_then_more(world: World) -> None:
    await world.announce_call()
    for n in range(7):
        await add(world, what=f"Thing {n}")
    listed = await world.slash("ria", "action list")
    assert "Thing 5" in said(listed)
    assert "Thing 6" not in said(listed)
    assert "Thing 6" in said(await world.press("ria", listed.response, "More"))


async def test_coordinators_add_from_the_list_by_choosing_who(world: World) -> None:
    await world.announce_call()
    carol, ria = world.people["carol"], world.people["ria"]
    asked = await world.press("carol", await opened(world), "Add")
    form = await carol.select(answer(asked), [ria], custom_id="actions:1:who")
    refused = await carol.submit_modal(form, {"what": "Ring the trust", "due": "soonish"})
    assert "could not read that date" in said(refused)
    assert "Ring the trust" in handed_back(refused)
    again = await world.press("carol", refused.response, "Try again")
    assert f"{ria.mention}: Ring the trust" in said(await world.fill("carol", again, due="15 Dec"))


async def opened(world: World) -> Any:
    return (await world.slash("carol", "action list")).response


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
    assert "Ring the trust" in (str(typed(answer(refused))))


@pytest.mark.long
async def test_what_is_to_do_is_sealed_at_rest(world: World) -> None:
    await world.announce_call()
    await add(world)
    async with world.bot.database.reading() as tx:
        rows = [tuple(row) for row in await tx.execute_fetchall("SELECT * FROM actions")]
    assert "Ring" not in str(rows)
