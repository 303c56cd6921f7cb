"""Changing and cancelling a call, through the real bot."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import vobject

from tests.cogs.meetings.call_steps import (
    add_to_calendar,
    cancel,
    confirmed,
    edit,
    managed,
    more,
    press,
    remind,
)
from tests.cogs.meetings.test_agenda import suggest
from tests.world import World, labels, said, updated


async def entry(world: World, name: str = "ria") -> Any:
    given = await add_to_calendar(world, name)
    assert given.response is not None
    (attachment,) = given.response.attachments
    return vobject.readOne((await attachment.read()).decode()).vevent


@pytest.mark.long
async def test_moving_a_call_tells_those_who_answered_and_updates_every_copy(world: World) -> None:
    announcement = await world.announce_call()
    await world.press("ria", announcement, "Going")
    await world.press("rob", announcement, "Can't make it")
    before = await entry(world)
    told = await edit(world, date="Tue 15 Dec", link="https://zoom.example.org/j/2")
    assert "is changed: Tuesday 15 December" in updated(told)
    assert "will be told today at 19:00" in updated(told)
    await world.later(hours=7)
    (news,) = [text for text in world.texts(world.thread()) if "has changed" in text]
    assert "New time: **Tuesday 15 December" in news
    assert "Before: Tuesday 8 December" in news
    assert "joining link is a new one" in news
    for name in ("ria", "rob"):
        assert world.people[name].mention in news
    assert "zoom" not in news
    (copy,) = world.announcements()
    assert "Tuesday 15 December" in copy.content
    assert world.thread().name == "Monthly call, Tue 15 Dec 2026"
    (event,) = world.events()
    assert event.scheduled_start_time.startswith("2026-12-15T19:30")
    after = await entry(world)
    assert (before.sequence.value, after.sequence.value) == ("0", "1")
    assert before.uid.value == after.uid.value
    assert after.dtstart.value == datetime(2026, 12, 15, 19, 30, tzinfo=UTC)


@pytest.mark.long
async def test_a_call_moved_away_and_back_keeps_its_reminders(world: World) -> None:
    announcement = await world.announce_call()
    await world.press("ria", announcement, "Going")
    await edit(world, date="Tue 15 Dec")
    await edit(world, date="Tue 8 Dec")
    world.clock.at = datetime(2026, 12, 7, 19, 30, tzinfo=UTC)
    await world.later()
    world.clock.at = datetime(2026, 12, 14, 19, 30, tzinfo=UTC)
    await world.later()
    reminders = [text for text in world.texts(world.thread()) if "starts " in text]
    assert len(reminders) == 1
    assert "starts tomorrow" in reminders[0]


async def ahead(world: World, **later: int) -> set[tuple[str, int, datetime]]:
    """Everything that is to come in more than a day, taken so much later."""
    async with world.bot.database.reading() as tx:
        rows = await tx.execute_fetchall(
            "SELECT kind, part, due_at FROM outbox WHERE state = 'waiting' AND due_at > ?"
            " AND kind LIKE 'meetings.%'",
            (int(world.clock().timestamp()) + 86_400,),
        )
    after = timedelta(**later)
    return {(kind, part, datetime.fromtimestamp(due, UTC) + after) for kind, part, due in rows}


@pytest.mark.long
async def test_everything_of_a_call_moves_with_it(world: World) -> None:
    await world.announce_call(repeats="weekly")
    await press(world, "I'll host")
    await remind(world, "ria", "dm", "2 days, 1h")
    await suggest(world, "rob", "Parking")
    await world.later(minutes=1)
    before = await ahead(world, days=2)
    assert {kind for kind, *_ in before} > {"meetings.reminder", "meetings.turn", "meetings.job"}
    await edit(world, date="Thu 10 Dec")
    assert await ahead(world) == before


async def test_a_time_alone_moves_a_call_on_its_own_day(world: World) -> None:
    await world.announce_call()
    form = await press(world, "Change")
    await confirmed(world, await world.fill("carol", form, when="7pm"))
    (event,) = world.events()
    assert event.scheduled_start_time.startswith("2026-12-08T19:00")


async def test_two_coordinators_editing_at_once_lose_nothing(world: World) -> None:
    world.add_person("cleo", "coordinator")
    await world.announce_call()
    first = await press(world, "Change")
    second = await press(world, "Change", "cleo")
    await confirmed(world, await world.fill("carol", first, when="8 Dec, 20:00"))
    shown = await world.fill("cleo", second, title="Winter call")
    assert "I keep what they changed" in said(shown)
    await confirmed(world, shown, "cleo")
    (event,) = world.events()
    assert event.name == "Winter call"
    assert event.scheduled_start_time.startswith("2026-12-08T20:00")


@pytest.mark.long
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"link": "zoom dot us"}, "not a web address"),
        ({"title": "   "}, "write something under **Title**"),
    ],
)
async def test_a_change_that_cannot_be_keeps_what_was_typed(
    world: World, typed: dict[str, str], sentence: str
) -> None:
    await world.announce_call()
    refused = await edit(world, **typed)
    assert sentence in said(refused)
    form = await world.press("carol", refused.response, "Try again")
    assert form.modal is not None
    values = {
        p["component"]["custom_id"]: p["component"].get("value") for p in form.modal["components"]
    }
    assert {name: values[name] for name in typed if typed[name].strip()} == {
        name: value for name, value in typed.items() if value.strip()
    }
    assert [t for t in world.texts(world.thread()) if "changed" in t] == []


async def test_an_edit_without_a_difference_tells_nobody(world: World) -> None:
    await world.announce_call()
    assert "Nothing is different" in said(await edit(world))
    assert [t for t in world.texts(world.thread()) if "changed" in t] == []


async def test_cancelling_tells_everybody_once_and_takes_everything_down(world: World) -> None:
    announcement = await world.announce_call()
    await world.press("ria", announcement, "Going")
    told = await cancel(world, "The hall is flooded")
    assert labels(told.response) == ["Bring it back"]
    await world.later(hours=7)
    (news,) = [text for text in world.texts(world.thread()) if "will not take place" in text]
    assert world.people["ria"].mention in news
    assert "The hall is flooded" in news
    (copy,) = world.announcements()
    assert "Cancelled: **Monthly call**, Tuesday 8 December, 19:30" in copy.content
    assert "The hall is flooded" in str(copy.embeds[0].description)
    assert labels(copy) == ["Add to calendar"]
    assert world.events() == []
    gone = await entry(world)
    assert (gone.status.value, gone.sequence.value) == ("CANCELLED", "1")
    world.clock.at = datetime(2026, 12, 8, 19, 20, tzinfo=UTC)
    await world.later()
    assert [text for text in world.texts(world.thread()) if "starts " in text] == []


@pytest.mark.long
async def test_cancelling_twice_never_cancels_the_call_after_it(world: World) -> None:
    await world.announce_call()
    await world.announce_call(title="January call", date="12/1/2027")
    card = await managed(world)
    await cancel(world)
    again = await world.press("carol", card.response, "Cancel the call")
    assert "cancelled already" in said(again)
    assert labels(again.response) == ["Bring it back"]
    assert "January call" in said(await world.slash("ria", "meeting next"))
    named = await cancel(world, meeting="January call")
    assert "is cancelled" in updated(named)


async def test_more_than_40_people_are_told_in_two_messages(world: World) -> None:
    announcement = await world.announce_call()
    service = world.cog("MeetingCog").context.meetings
    for person in range(1000, 1050):
        await service.answer(1, person, "going")
    await world.press("ria", announcement, "Maybe")
    await edit(world, time="20:00")
    await world.later(hours=7)
    news = [text for text in world.texts(world.thread()) if "has changed" in text]
    assert sorted(text.count("<@") for text in news) == [11, 40]


async def test_where_discord_allows_no_more_edits_the_thread_says_what_holds(world: World) -> None:
    await world.announce_call()
    world.env.inject_error("PATCH", "/channels/*/messages/*", status=400, code=30046, times=None)
    await edit(world, time="20:00")
    await world.later(seconds=60)
    assert not [text for text in world.texts(world.thread()) if "does not let me change" in text]
    await world.later(seconds=61)
    stands = [text for text in world.texts(world.thread()) if "does not let me change" in text]
    assert len(stands) == 1
    assert "20:00 London time" in stands[0]


async def test_a_saved_call_is_changed_without_telling_anybody(world: World) -> None:
    planned = await world.slash(
        "carol", "meeting schedule", title="Quiet", date="Tue 8 Dec", time="19:30"
    )
    await world.press("carol", planned.response, "Save without announcing")
    assert "Nobody has been told" in said(await edit(world, time="20:00"))
    assert world.texts(world.channels["announcements"]) == []


@pytest.mark.long
async def test_while_a_call_is_on_its_link_can_be_changed_and_reaches_who_may_come(
    world: World,
) -> None:
    announcement = await world.announce_call()
    await world.press("ria", announcement, "Going")
    await world.press("lou", announcement, "Can't make it")
    world.clock.at = datetime(2026, 12, 8, 19, 45, tzinfo=UTC)
    assert labels((await managed(world)).response) == [
        "Change", "Running late", "Who is coming", "Agenda", "Write the notes", "Cancel the call",
    ]  # fmt: skip
    form = await press(world, "Change")
    asked = await world.fill("carol", form, link="https://zoom.example.org/j/2")
    assert "One person said Going or Maybe" in said(asked)
    told = said(await confirmed(world, asked))
    assert "Everybody who said Going or Maybe will be told now" in told
    news = world.texts(world.thread())[-1]
    assert world.people["ria"].mention in news
    assert world.people["lou"].mention not in news
    assert "19:30" not in news.replace("Tuesday 8 December, 19:30", "")
    shown = said(await world.press("ria", world.announcements()[-1], "Joining link"))
    assert "zoom.example.org/j/2" in shown
    assert "already passed" in said(await edit(world, time="19:40"))


@pytest.mark.long
async def test_a_call_can_be_cancelled_until_its_end_and_not_after_it(world: World) -> None:
    announcement = await world.announce_call()
    await world.press("ria", announcement, "Going")
    card = await managed(world)
    world.clock.at = datetime(2026, 12, 8, 20, 30, tzinfo=UTC)
    for label in ("Change", "Cancel the call"):
        assert "is over" in said(await world.press("carol", card.response, label))
    world.clock.at = datetime(2026, 12, 8, 20, 29, 59, tzinfo=UTC)
    await cancel(world)
    assert "will not take place" in world.texts(world.thread())[-1]


@pytest.mark.long
async def test_running_late_reaches_going_and_maybe_at_once_and_stands_on_the_card(
    world: World,
) -> None:
    announcement = await world.announce_call()
    for name, answer in (("ria", "Going"), ("rob", "Maybe"), ("lou", "Can't make it")):
        await world.press(name, announcement, answer)
    world.clock.at = datetime(2026, 12, 8, 19, 25, tzinfo=UTC)
    asked = await press(world, "Running late")
    assert "Two people said Going or Maybe" in said(asked)
    assert not [text for text in world.texts(world.thread()) if "Running late" in text]
    await world.press("carol", asked.response, "10 minutes")
    (told,) = [text for text in world.texts(world.thread()) if "Running late" in text]
    assert "10 minutes late, at 19:40" in told
    assert [world.people[name].mention in told for name in ("ria", "rob", "lou")] == [
        True, True, False,
    ]  # fmt: skip
    assert "10 minutes later" in str(world.announcements()[-1].embeds[0].description)
    again = await world.press("carol", (await press(world, "Running late")).response, "10 minutes")
    assert "told already" in said(again)


@pytest.mark.long
async def test_news_that_was_due_while_the_bot_was_away_is_one_message(world: World) -> None:
    announcement = await world.announce_call()
    await world.press("ria", announcement, "Going")
    world.env.inject_error("POST", "/channels/*/messages", status=503, times=1)
    await edit(world, time="20:00")
    await edit(world, time="20:30")
    await world.later(hours=7)
    await world.later(minutes=1)
    news = [text for text in world.texts(world.thread()) if "has changed" in text]
    assert len(news) == 1
    assert "20:30 London time" in news[0]
    assert "Before: Tuesday 8 December, 19:30" in news[0]


async def test_the_calendar_button_gives_one_call(world: World) -> None:
    announcement = await world.announce_call()
    assert labels(announcement) == ["Going", "Maybe", "Can't make it", "Joining link", "More"]
    given = await more(world, "Add to calendar", "rob")
    assert "as a calendar entry" in said(given)
    assert updated(given)
