"""The private cards of calls: everything that can be done is a press away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests import odd
from tests.cogs.meetings.call_steps import cancel, edit, ids, managed, press, remind, write_notes
from tests.cogs.meetings.topic_steps import reviewed
from tests.world import (
    CALL,
    IN_A_FORM,
    World,
    answer,
    filled,
    labels,
    parts_of,
    said,
    typed,
    updated,
)

AFTER = datetime(2026, 12, 8, 21, 0, tzinfo=UTC)
MONTHLY = "monthly on the same weekday"


async def of_id(world: World, name: str, prefix: str) -> Any:
    """Press a button of the panel or the desk."""
    return await odd.press(world, world.people[name], prefix, "")


async def waiting(world: World) -> dict[str, int]:
    """Return what waits for coordinators about calls, as the desk counts it."""
    about = [each for each in world.bot.desk.waiting if each.custom_id.startswith("meetings:")]
    return {each.many: number for each in about if (number := await each.count())}


async def test_from_the_panel_everything_about_the_next_call_is_three_presses_away(
    world: World,
) -> None:
    await world.announce_call()
    call = await of_id(world, "ria", "meetings:1:next")
    assert labels(call.response) == ["Going", "Maybe", "Can't make it", "Joining link", "More"]
    more = await world.press("ria", call.response, "More")
    assert labels(more.response) == [
        "Agenda", "Suggest a topic", "Remind me", "Add to calendar", "Share",
        "Leave words", "Anything to arrange?", "Leave my name off",
    ]  # fmt: skip
    assert "No topic is on it yet" in said(await world.press("ria", more.response, "Agenda"))
    for label in ("Suggest a topic", "Remind me", "Leave words"):
        assert (await world.press("ria", more.response, label)).modal is not None
    given = await world.press("ria", more.response, "Add to calendar")
    assert len(answer(given).attachments) == 1


async def test_from_the_desk_a_call_is_looked_after_in_three_presses(world: World) -> None:
    await world.announce_call()
    calls = await of_id(world, "carol", "meetings:1:calls")
    card = await world.press("carol", calls.response, "Open")
    assert labels(card.response) == [
        "Change", "Who is coming", "Agenda", "Write the notes",
        "I'll host", "I'll take the notes", "Cancel the call",
    ]  # fmt: skip
    for label in ("Change", "Write the notes", "Cancel the call"):
        assert (await world.press("carol", card.response, label)).modal is not None
    assert "Delivery report" in said(await world.press("carol", card.response, "Who is coming"))


def stand_out(message: Any) -> list[str]:
    return [part["label"] for part in parts_of(message) if part.get("style") == 1]


async def test_the_one_next_step_of_a_call_stands_out(world: World) -> None:
    await world.announce_call(link="")
    assert stand_out((await managed(world)).response) == ["Change"]
    await edit(world, link="https://a.org/1")
    assert stand_out((await managed(world)).response) == ["Who is coming"]
    for at in (AFTER - timedelta(hours=1), AFTER):
        world.clock.at = at
        shown = await managed(world, meeting="1")
        assert stand_out(shown.response) == ["Write the notes"]


async def test_to_who_cannot_come_nothing_stands_out(world: World) -> None:
    call = await world.announce_call()
    for answered, outstanding in (("Going", ["Joining link"]), ("Can't make it", [])):
        await world.press("ria", call, answered)
        shown = await world.slash("ria", "meeting next")
        assert stand_out(shown.response) == outstanding


async def test_of_a_date_to_be_confirmed_each_reads_who_decides(world: World) -> None:
    await world.plan_call("Save without announcing")
    assert "coordinators will decide soon" in said(await world.slash("ria", "meeting next"))
    told = said(await world.slash("carol", "meeting next"))
    assert "You can announce it under `Calls` on the desk." in told
    assert "decide soon" not in told


async def test_what_we_said_we_would_do_is_ticked_off_in_three_presses(world: World) -> None:
    await world.announce_call()
    ria = world.people["ria"]
    await world.slash("carol", "action add", who=ria, what="Ring the trust", due="15 Dec")
    call = await of_id(world, "ria", "meetings:1:next")
    assert "1 still to do" in said(call)
    listed = await world.press("ria", call.response, "Look")
    assert "Done: Ring" in updated(await world.press("ria", listed.response, "Done"))
    assert "still to do" not in said(await of_id(world, "ria", "meetings:1:next"))
    calls = await of_id(world, "carol", "meetings:1:calls")
    listed = await world.press("carol", calls.response, "Actions")
    assert "Who has taken it on" in said(await world.press("carol", listed.response, "Add"))


@pytest.mark.long
async def test_calls_of_the_last_90_days_are_listed_by_six(world: World) -> None:
    for week in range(7):
        day = datetime(2026, 12, 1, tzinfo=UTC) + timedelta(weeks=week)
        await world.announce_call(title=f"Call {week}", date=f"{day:%d/%m/%Y}")
    world.clock.at = datetime(2027, 1, 13, 9, 0, tzinfo=UTC)
    first = await of_id(world, "carol", "meetings:1:calls")
    assert [n for n in range(7) if f"Call {n}" in said(first)] == [1, 2, 3, 4, 5, 6]
    rest = await world.press("carol", first.response, "More")
    assert [n for n in range(7) if f"Call {n}" in said(rest)] == [0]
    world.clock.at = datetime(2027, 3, 5, 9, 0, tzinfo=UTC)
    assert "Call 0" not in said(await of_id(world, "carol", "meetings:1:calls"))


@pytest.mark.long
async def test_a_call_is_planned_from_the_desk_and_made_to_repeat(world: World) -> None:
    form = await of_id(world, "carol", "meetings:1:plan")
    preview = await world.people["carol"].submit_modal(form, filled(form, **IN_A_FORM))
    again = await world.press("carol", preview.response, "Change")
    assert filled(again) == IN_A_FORM | {"length": "60", "when": "Tue 8 Dec 2026, 19:30"}
    changed: Any = await world.people["carol"].submit_modal(again, filled(again, title="Our call"))
    assert "Our call" in updated(changed)
    [menu] = [each for each in ids(changed.response) if each == "meetings:1:repeats"]
    [(draft,)] = await rows(world, "SELECT id FROM meetings")
    chosen = await world.people["carol"].select(changed.response, [f"{draft}.3"], custom_id=menu)
    assert "It repeats on the second Tuesday of each month" in updated(chosen)
    await world.press("carol", chosen.response, "Announce now")
    assert "Our call" in world.announcements()[-1].content
    [(call,)] = await rows(world, "SELECT id FROM meetings")
    assert len(await rows(world, "SELECT id FROM series")) == 1
    refused = await odd.press(world, world.people["carol"], "meetings:1:redraft", str(call))
    assert "used already" in said(refused)


async def rows(world: World, query: str) -> list[tuple[Any, ...]]:
    async with world.bot.database.reading() as tx:
        return [tuple(row) for row in await tx.execute_fetchall(query)]


@pytest.mark.long
async def test_a_plan_that_cannot_be_comes_back_and_keeps_how_it_repeats(world: World) -> None:
    wrong = CALL | {"date": "soonish"}
    refused = await world.slash(
        "carol", "meeting schedule", **wrong, repeats=MONTHLY, zone="Europe/Dublin"
    )
    assert typed(answer(refused)) == {
        "Title": "Monthly call",
        "When?": "soonish, 19:30",
        "Joining link": "https://zoom.example.org/j/1",
    }
    await world.restart()
    form = await world.press("carol", refused.response, "Try again")
    once_more = await world.fill("carol", form, when="8 Dec, late")
    form = await world.press("carol", once_more.response, "Try again")
    told = said(await world.fill("carol", form, when="Tue 8 Dec 7.30pm"))
    assert "repeats on the second Tuesday" in told
    assert "Dublin time" in told


@pytest.mark.long
async def test_changing_shows_who_is_told_what_before_anything_happens(world: World) -> None:
    announcement = await world.announce_call()
    await world.press("ria", announcement, "Going")
    form = await press(world, "Change")
    shown = await world.fill("carol", form, when="Tue 8 Dec, 8pm")
    assert "One person has answered" in said(shown)
    assert "New time: **Tuesday 8 December, 20:00" in said(shown)
    assert "thread will say today at 19:00" in said(shown)
    assert labels(shown.response) == ["Yes, change it", "Edit"]
    assert world.texts(world.thread()) == []
    await world.restart()
    edited = await world.press("carol", shown.response, "Edit")
    assert filled(edited)["when"] == "Tue 8 Dec 2026, 20:00"
    assert "20:00" in updated(await world.press("carol", shown.response, "Yes, change it"))
    assert world.texts(world.thread()) == []
    await world.later(hours=7)
    assert "20:00 London time" in world.texts(world.thread())[-1]


async def test_a_change_overtaken_before_it_was_confirmed_is_kept(world: World) -> None:
    await world.announce_call()
    form = await press(world, "Change")
    mine = await world.fill("carol", form, title="Winter call")
    other = await world.fill("carol", await press(world, "Change"), when="8 Dec 8pm")
    await world.press("carol", other.response, "Yes, change it")
    both = updated(await world.press("carol", mine.response, "Yes, change it"))
    assert "**Winter call** is changed: Tuesday 8 December, 20:00 London time" in both


@pytest.mark.long
async def test_cancelling_shows_who_is_told_what_before_anything_happens(world: World) -> None:
    announcement = await world.announce_call()
    await world.press("ria", announcement, "Maybe")
    form = await press(world, "Cancel the call")
    shown = await world.fill("carol", form, reason="The hall is flooded")
    assert "> Why: The hall is flooded" in said(shown)
    assert labels(shown.response) == ["Yes, cancel it", "Edit"]
    assert len(world.events()) == 1
    await world.restart()
    await world.press("carol", shown.response, "Yes, cancel it")
    await world.later(hours=7)
    assert "The hall is flooded" in world.texts(world.thread())[-1]


async def test_a_call_that_nobody_knows_of_is_cancelled_without_a_reason(world: World) -> None:
    await world.plan_call("Save without announcing")
    shown = await press(world, "Cancel the call")
    assert "nobody will be told" in said(shown)
    assert labels((await managed(world)).response) == [
        "Announce", "Change", "I'll host", "I'll take the notes", "Cancel the call",
    ]  # fmt: skip
    await world.press("carol", shown.response, "Yes, cancel it")
    assert labels((await managed(world)).response) == ["Bring it back", "Who is coming"]


async def test_notes_are_shown_before_everybody_reads_them(world: World) -> None:
    await world.announce_call()
    world.clock.at = AFTER
    form = await press(world, "Write the notes")
    preview = await world.fill("carol", form, notes="We talked about pay.")
    assert "Everybody in the server can read it" in said(preview)
    assert world.texts(world.thread()) == []
    edited = await world.press("carol", preview.response, "Edit")
    assert filled(edited) == {"notes": "We talked about pay."}
    await world.press("carol", preview.response, "Post the notes")
    assert "We talked about pay." in world.texts(world.thread())[-1]


async def test_what_waits_about_calls_is_counted_and_opened(world: World) -> None:
    assert await waiting(world) == {}
    await world.announce_call(repeats=MONTHLY)
    await reviewed(world)
    assert await waiting(world) == {"topics or words without a name": 1}
    shown = await of_id(world, "carol", "meetings:1:topics")
    assert labels(shown.followups[-1]) == ["Put it on the agenda", "Leave it out"]
    world.clock.at = AFTER
    await world.later()
    assert await waiting(world) == {"calls to announce": 1, "calls without notes": 1}
    for prefix, label in (("drafts", "Announce"), ("unwritten", "Write the notes")):
        shown = await of_id(world, "carol", f"meetings:1:{prefix}")
        assert labels(shown.response)[0] == label
    await write_notes(world, "We talked.", meeting="1")
    assert await waiting(world) == {"calls to announce": 1}


async def test_several_coming_calls_go_into_ones_own_calendar_at_once(world: World) -> None:
    await world.announce_call()
    await world.announce_call(title="Second call", date="Wed 9 Dec")
    listed = await world.slash("ria", "meeting list")
    given = await world.press("ria", listed.response, "Add all to calendar")
    (attachment,) = answer(given).attachments
    assert (await attachment.read()).count(b"BEGIN:VEVENT") == 2


async def test_where_no_call_is_planned_one_can_choose_reminders_all_the_same(
    world: World,
) -> None:
    assert "will not remind you" in said(await remind(world, "ria", "none"))
    form = await world.press(
        "ria", (await world.slash("ria", "meeting next")).response, "Remind me"
    )
    assert filled(form)["how"] == "none"


async def test_once_the_call_is_on_the_card_has_the_link_and_no_answers(world: World) -> None:
    await world.announce_call()
    world.clock.at = datetime(2026, 12, 8, 19, 45, tzinfo=UTC)
    assert labels((await world.slash("ria", "meeting next")).response) == ["Joining link", "More"]


@pytest.mark.parametrize(
    ("prefix", "arg"), [("retry", ""), ("editretry", "1"), ("topicretry", "1"), ("change", "1")]
)
async def test_buttons_of_the_first_release_still_open_their_form(
    world: World, prefix: str, arg: str
) -> None:
    await world.announce_call()
    pressed = await odd.press(world, world.people["carol"], f"meetings:1:{prefix}", arg)
    assert pressed.modal is not None


async def test_a_call_that_only_coordinators_know_of_is_shown_to_nobody_else(world: World) -> None:
    await world.plan_call("Save without announcing")
    for prefix in ("open", "more"):
        shown = await odd.press(world, world.people["ria"], f"meetings:1:{prefix}", "1")
        assert "no longer there" in said(shown)


@pytest.mark.long
async def test_a_list_from_before_a_cancelling_opens_the_call_as_cancelled(world: World) -> None:
    await world.announce_call()
    await world.announce_call(title="Second call", date="Wed 9 Dec")
    listed = await world.slash("ria", "meeting list")
    await cancel(world, "The hall is flooded")
    ria = world.people["ria"]
    shown = await ria.click(answer(listed), custom_id="meetings:1:open:1")
    assert "Why: The hall is flooded" in said(shown)
    assert labels(shown.response) == ["Add to calendar"]


async def test_next_years_calls_are_told_with_their_year(world: World) -> None:
    announcement = await world.announce_call(date="Tue 12 Jan")
    when = "Tuesday 12 January 2027, 19:30 London time"
    assert when in announcement.content
    assert when in said(await world.press("ria", announcement, "Going"))
    assert when in said(await world.press("ria", announcement, "Joining link"))
    assert when in said(await managed(world))
    form = await press(world, "Cancel the call")
    assert form.modal is not None
    assert form.modal["title"] == "Call off: Monthly call, 12 Jan 2027"
    world.clock.at = datetime(2027, 1, 2, 12, tzinfo=UTC)
    assert "Tuesday 12 January, 19:30" in said(await managed(world))
