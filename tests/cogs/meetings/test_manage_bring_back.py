"""A call cancelled by mistake takes place after all, through the real bot."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import vobject

from bot import sending
from bot.domain.outbox import Delivery, Outcome
from tests import odd
from tests.cogs.meetings.call_steps import add_to_calendar, announce, cancel, edit, managed
from tests.world import World, labels, said, updated

MONTHLY = {"repeats": "monthly on the same weekday"}
BACK = "Bring it back"


async def sequence_and_status(world: World) -> tuple[str, str]:
    given = await add_to_calendar(world, "ria")
    assert given.response is not None
    (attachment,) = given.response.attachments
    entry = vobject.readOne((await attachment.read()).decode()).vevent
    return entry.sequence.value, entry.status.value


def told(world: World, words: str) -> list[str]:
    return [text for text in world.texts(world.thread()) if words in text]


async def saved_call(world: World, **more: str) -> None:
    await world.plan_call("Save without announcing", **more)


@pytest.mark.long
async def test_a_call_cancelled_by_mistake_comes_back_with_every_copy(world: World) -> None:
    announcement = await world.announce_call()
    await world.press("ria", announcement, "Going")
    await world.press("rob", announcement, "Can't make it")
    cancelled = await cancel(world, "The hall is flooded")
    assert world.events() == []
    await world.later(hours=7)
    await world.restart()
    pressed = await world.press("carol", cancelled.response, BACK)
    assert "takes place after all" in updated(pressed)
    await world.later(hours=15)
    (news,) = told(world, "takes place after all")
    assert "Tuesday 8 December, 19:30" in news
    assert all(world.people[name].mention in news for name in ("ria", "rob"))
    posted = world.thread().history()[-1]
    assert labels(posted) == ["Going", "Maybe", "Can't make it", "Joining link", "Add to calendar"]
    (copy,) = world.announcements()
    assert "Our next call" in copy.content
    assert "flooded" not in copy.content
    assert labels(copy) == ["Going", "Maybe", "Can't make it", "Joining link", "More"]
    (event,) = world.events()
    assert event.scheduled_start_time.startswith("2026-12-08T19:30")
    assert await sequence_and_status(world) == ("2", "CONFIRMED")
    assert "2 going" in said(await world.press("rob", copy, "Going"))


@pytest.mark.long
async def test_a_call_brought_back_has_its_reminders_whole(world: World) -> None:
    announcement = await world.announce_call()
    await world.press("ria", announcement, "Going")
    cancelled = await cancel(world)
    await world.press("carol", cancelled.response, BACK)
    for day, hour, minute in ((7, 19, 30), (8, 18, 30), (8, 19, 20)):
        world.clock.at = datetime(2026, 12, day, hour, minute, tzinfo=UTC)
        await world.later()
    reminders = told(world, "starts ")
    assert len(reminders) == 3
    assert all(world.people["ria"].mention in text for text in reminders)


@pytest.mark.long
async def test_that_a_call_is_back_is_told_to_whom_its_cancelling_was_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.announce_call()
    world.clock.at = datetime(2026, 12, 7, 12, 0, tzinfo=UTC)
    await world.later()
    for person in range(1000, 1090):
        await world.cog("MeetingCog").context.meetings.answer(1, person, "going")
    sent, post = [], sending.post

    async def once(*args: Any, **extras: Any) -> Outcome:
        sent.append(args)
        return await post(*args, **extras) if len(sent) == 1 else Outcome(Delivery.TRY_LATER)

    with monkeypatch.context() as failing:
        failing.setattr(sending, "post", once)
        await cancel(world)
    (off,) = told(world, "will not take place")
    assert ("<@1039>" in off, "<@1040>" in off) == (True, False)
    card = await managed(world)
    await world.press("carol", card.response, BACK)
    await world.later(minutes=5)
    (back,) = told(world, "takes place after all")
    assert (back.count("<@"), "<@1039>" in back, "<@1040>" in back) == (40, True, False)
    assert len(told(world, "will not take place")) == 1


async def test_bringing_back_twice_changes_nothing_the_second_time(world: World) -> None:
    await world.announce_call()
    cancelled = await cancel(world)
    await world.later(hours=7)
    await world.press("carol", cancelled.response, BACK)
    await world.later(hours=15)
    again = await odd.press(world, world.people["carol"], "meetings:1:back", "1.1")
    assert "nothing to bring back" in said(again)
    assert len(told(world, "takes place after all")) == 1
    assert len(world.events()) == 1


async def test_the_button_of_an_earlier_cancelling_leaves_a_later_one_alone(world: World) -> None:
    await world.announce_call()
    first = await cancel(world)
    await world.press("carol", first.response, BACK)
    second = await cancel(world, "Now in earnest")
    refused = await odd.press(world, world.people["carol"], "meetings:1:back", "1.1")
    assert "cancelled once more" in said(refused)
    assert "`1` as `meeting`" in said(refused)
    assert world.events() == []
    await world.press("carol", second.response, BACK)
    assert len(world.events()) == 1


async def test_who_has_lost_the_answer_finds_the_way_back_on_the_calls_own_card(
    world: World,
) -> None:
    await world.announce_call()
    await cancel(world)
    again = await managed(world)
    assert labels(again.response) == [BACK, "Who is coming"]
    await world.press("carol", again.response, BACK)
    assert len(world.events()) == 1


async def test_only_coordinators_bring_a_call_back(world: World) -> None:
    await world.announce_call()
    await cancel(world)
    refused = await odd.press(world, world.people["ria"], "meetings:1:back", "1.1")
    assert "for the coordinators" in said(refused)
    assert world.events() == []


async def test_after_its_end_a_cancelled_call_stays_off(world: World) -> None:
    await world.announce_call()
    cancelled = await cancel(world)
    world.clock.at = datetime(2026, 12, 8, 20, 30, tzinfo=UTC)
    refused = await world.press("carol", cancelled.response, BACK)
    assert "would be over by now" in said(refused)
    assert world.events() == []


async def test_where_nobody_had_been_told_yet_nobody_is_told_of_anything(world: World) -> None:
    announcement = await world.announce_call()
    await world.press("ria", announcement, "Going")
    cancelled = await cancel(world)
    await world.press("carol", cancelled.response, BACK)
    await world.later(hours=7)
    assert told(world, "will not take place") == []
    assert told(world, "takes place after all") == []
    assert len(world.events()) == 1


@pytest.mark.long
async def test_a_call_off_and_on_and_off_again_unheard_is_off_once(world: World) -> None:
    await world.announce_call()
    cancelled = await cancel(world)
    await world.press("carol", cancelled.response, BACK)
    await edit(world, time="20:00")
    await cancel(world)
    await world.later(hours=7)
    assert len(told(world, "will not take place")) == 1
    assert told(world, "takes place after all") == []


async def test_a_saved_call_comes_back_saved_and_is_told_to_nobody(world: World) -> None:
    await saved_call(world)
    cancelled = await cancel(world)
    assert "had not been announced" in updated(cancelled)
    told_carol = updated(await world.press("carol", cancelled.response, BACK))
    assert "is saved again" in told_carol
    assert world.texts(world.channels["announcements"]) == []
    assert world.texts(world.channels["review"]) == []
    await announce(world)
    assert len(world.events()) == 1


@pytest.mark.long
async def test_a_drafted_date_comes_back_as_a_question_in_the_review_channel(
    world: World,
) -> None:
    await world.announce_call(**MONTHLY)
    await world.until(datetime(2026, 12, 9, 10, 0, tzinfo=UTC))
    cancelled = await cancel(world)
    assert labels(cancelled.response) == [BACK, "Stop repeating"]
    await world.press("carol", cancelled.response, BACK)
    asked = world.channels["review"].history()[-1]
    assert "Shall it take place" in asked.content
    assert labels(asked)[:3] == ["Announce now", "Change it", "Leave this one out"]
    await world.until(datetime(2027, 1, 9, 21, 0, tzinfo=UTC))
    review = world.texts(world.channels["review"])
    assert sum("in 10 days" in text or "in 5 days" in text for text in review) == 2
    await world.until(datetime(2027, 1, 12, 21, 0, tzinfo=UTC))
    assert "Tuesday 9 February" in world.texts(world.channels["review"])[-1]


async def test_a_call_whose_announcement_had_not_arrived_is_announced_once(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=1)
    await world.plan_call("Announce now")
    cancelled = await cancel(world)
    await world.later(hours=1)
    assert world.texts(world.channels["announcements"]) == []
    await world.press("carol", cancelled.response, BACK)
    await world.later(hours=1)
    (announced,) = world.announcements()
    assert "Our next call" in announced.content
    assert world.texts(world.thread()) == []
    assert len(world.events()) == 1


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ((), "Nobody had answered yet"),
        (("Going",), "One person had answered; I will tell them"),
        (("Going", "Can't make it", "Maybe"), "Three people had answered; I will tell them"),
    ],
)
async def test_the_answer_says_how_many_people_are_told(
    world: World, answers: tuple[str, ...], sentence: str
) -> None:
    announcement: Any = await world.announce_call()
    for name, answer in zip(("ria", "rob", "lou"), answers, strict=False):
        await world.press(name, announcement, answer)
    assert sentence in updated(await cancel(world))
