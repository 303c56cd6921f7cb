"""Where a letter's message is found to stand, what it does besides that message is done as well.

After a restore the message is there and what was written with it is not, so that a letter that
only saw its message would end in silence whatever follows from it.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.bot.test_backups_restored_standing import by_hand, restored
from tests.cogs.library.test_curating import offers
from tests.cogs.meetings.test_series import MONTHLY, drafts, review
from tests.cogs.peer_support.hello_steps import ask, both_on_duty, is_closed, meet, of_two
from tests.fakes import losing
from tests.world import World, said


async def waiting(world: World, kind: str) -> int:
    async with world.bot.database.reading() as tx:
        found = await tx.execute_fetchall(
            "SELECT 1 FROM outbox WHERE kind = ? AND state = 'waiting'", (kind,)
        )
    return len(list(found))


@pytest.mark.long
async def test_a_restore_over_a_drafted_date_leaves_a_series_that_goes_on(world: World) -> None:
    await world.announce_call(**MONTHLY)
    await world.until(datetime(2026, 12, 8, 4, 0, tzinfo=UTC))
    copy = by_hand(world)
    await world.until(datetime(2026, 12, 8, 21, 0, tzinfo=UTC))
    await restored(world, copy)
    await world.later(minutes=1)
    (draft,) = drafts(world)
    assert "Tuesday 12 January 2027, 19:30" in draft.content
    preview = await world.press("carol", draft, "Announce now")
    await world.press("carol", preview.response, "Announce now")
    assert "Tuesday 12 January 2027, 19:30" in world.announcements()[-1].content
    await world.until(datetime(2027, 1, 12, 21, 0, tzinfo=UTC))
    assert "9 February" in drafts(world)[-1].content


@pytest.mark.long
async def test_a_restore_over_a_lapsed_date_lets_it_lapse(world: World) -> None:
    await world.announce_call(**MONTHLY)
    await world.until(datetime(2027, 1, 10, 4, 0, tzinfo=UTC))
    copy = by_hand(world)
    await world.until(datetime(2027, 1, 11, 12, 0, tzinfo=UTC))
    told = review(world)
    await restored(world, copy)
    await world.later(minutes=1)
    assert review(world) == told
    assert "to be confirmed: Tuesday 9 February" in said(await world.slash("ria", "meeting list"))
    await world.press("carol", drafts(world)[-1], "Bring it back")
    assert "12 January" in said(await world.slash("ria", "meeting list"))


async def test_a_lapsed_date_that_was_brought_back_before_the_answer_came_stays(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.plan_call("Save without announcing")
    with losing(monkeypatch):
        await world.until(datetime(2026, 12, 7, 12, 0, tzinfo=UTC))
        await world.press("carol", world.channels["review"].history()[-1], "Bring it back")
    await world.later(hours=1)
    assert "8 December" in said(await world.slash("ria", "meeting list"))


@pytest.mark.long
async def test_a_restore_over_an_offer_leaves_a_volunteer_who_is_asked_again(
    world: World,
) -> None:
    found = await world.slash("ria", "resource find", query="mnvp-faqs")
    thanks = await world.press("ria", found.response, "Still right")
    await world.press("ria", thanks.response, "Yes, ask me each month")
    copy = by_hand(world)
    await world.later(minutes=1)
    await restored(world, copy)
    await world.later(minutes=1)
    [offer] = offers(world)
    await world.people["ria"].user.click(offer, label="Still right")
    await world.later(minutes=1)
    assert "Library check 2 of 3" in offers(world)[-1].content
    await world.later(days=32)
    assert "Library check 1 of 3" in offers(world)[-1].content


@pytest.mark.long
async def test_a_restore_over_a_call_for_a_hello_leaves_the_later_call_planned(
    world: World,
) -> None:
    await both_on_duty(world)
    card = await world.slash("lee", "listener")
    await world.fill("lee", await world.press("lee", card.response, "My hours"), begins="20:00",
                     ends="22:00")  # fmt: skip
    await world.slash("ria", "hello")
    async with world.bot.database.transaction() as tx:
        await tx.execute("DELETE FROM outbox WHERE kind = 'hellos.call' AND attempts = 0 AND"
                         " due_at > (SELECT waiting_since FROM hellos)")  # fmt: skip
    copy = by_hand(world)
    await world.later(seconds=1)
    assert await waiting(world, "hellos.call") == 1
    await restored(world, copy)
    await world.later(seconds=1)
    assert await waiting(world, "hellos.call") == 1


async def test_a_thread_whose_goodbye_stands_is_closed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await both_on_duty(world)
    await ask(world)
    await meet(world)
    with losing(monkeypatch):
        sure = await world.privacy("ria", "Erase me")
        await world.press("ria", sure.response, "Erase everything")
        await world.later(seconds=1)
        assert not is_closed(world, of_two(world))
    await world.later(minutes=1)
    assert is_closed(world, of_two(world))
    assert len([e for e in of_two(world).history() if "closing the thread" in e.content]) == 1
