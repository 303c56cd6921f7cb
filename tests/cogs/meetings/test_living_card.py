"""The announcement of a call says at any time how the call stands, and who is coming."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.meetings import DISCORD_EPOCH, CallState, Meeting, shown_by, state_of
from bot.domain.times import zone_named
from tests.cogs.meetings.call_steps import cancel, edit, more, press, report, write_notes
from tests.world import CALL, World, labels, parts_of, said

START = datetime(2026, 12, 8, 19, 30, tzinfo=UTC)
ANSWERS = ["Going", "Maybe", "Can't make it", "Joining link", "More"]


def card(world: World, nth: int = -1) -> Any:
    return world.announcements()[nth]


def box(world: World, nth: int = -1) -> str:
    embed = card(world, nth).embeds[0]
    fields = [f"{each.name}: {each.value}" for each in embed.fields]
    return "\n".join([str(embed.description), *fields, str(embed.footer.text)])


@pytest.mark.long
async def test_the_card_goes_through_all_its_states_by_itself(world: World) -> None:
    await world.announce_call()
    assert "Our next call: **Monthly call**, Tuesday 8 December, 19:30" in card(world).content
    assert "Be the first." in box(world)
    assert labels(card(world)) == ANSWERS
    await world.press("ria", card(world), "Going")
    await world.until(datetime(2026, 12, 8, 0, 1, tzinfo=UTC))
    assert "Today: **Monthly call**" in card(world).content
    await world.restart()
    await world.until(START + timedelta(minutes=1))
    assert "is on now" in card(world).content
    assert world.people["ria"].mention in card(world).content
    assert labels(card(world)) == ["Joining link", "More"]
    await world.until(START + timedelta(minutes=61))
    assert "Tuesday 8 December, is over" in card(world).content
    assert "<@" not in card(world).content.replace("<@&", "")
    assert "1 going" in box(world)
    assert labels(card(world)) == ["Notes", "Next call"]


async def test_numbers_and_names_are_gathered_and_shown_in_one_edit(world: World) -> None:
    await world.announce_call()
    for name in ("ria", "rob", "lou"):
        await world.press(name, card(world), "Going")
    await world.press("carol", card(world), "Maybe")
    assert "Going" not in card(world).content
    await world.later(minutes=10)
    assert "3 going, 1 maybe" in box(world)
    assert all(world.people[each].mention in card(world).content for each in ("ria", "rob", "lou"))
    async with world.bot.database.reading() as tx:
        sent = await tx.execute_fetchall(
            "SELECT count(*) FROM outbox WHERE kind = 'meetings.numbers' AND state = 'sent'"
        )
    assert [tuple(row) for row in sent] == [(1,)]


@pytest.mark.long
async def test_of_many_twenty_are_named_and_nobody_who_answered_an_older_version(
    world: World,
) -> None:
    await world.announce_call()
    service = world.cog("MeetingCog").context.meetings
    for person in range(1000, 1500):
        await service.answer(1, person, "going")
    async with world.bot.database.transaction() as tx:
        await tx.execute("UPDATE answers SET named = 0 WHERE user_id < 1010")
    await world.later(minutes=10)
    assert "500 going" in box(world)
    assert card(world).content.count("<@1") == 20
    assert "and 480 more" in card(world).content
    assert "<@1009>" not in card(world).content
    assert len(card(world).content) < 2000


@pytest.mark.long
async def test_who_leaves_their_name_off_is_counted_and_not_named_on_any_card(
    world: World,
) -> None:
    await world.announce_call()
    answer = await world.press("ria", card(world), "Going")
    assert labels(answer.response) == [
        "Add to calendar", "Remind me", "Anything to arrange?", "Leave my name off",
    ]  # fmt: skip
    await world.later(minutes=10)
    assert world.people["ria"].mention in card(world).content
    told = await world.press("ria", answer.response, "Leave my name off")
    assert "Your name comes off" in said(told)
    assert labels(told.response) == ["Show my name", "Remind me"]
    assert world.people["ria"].mention not in card(world).content
    assert "1 going" in box(world)
    await world.restart()
    await world.announce_call(title="January call", date="12/1/2027")
    await world.press("ria", card(world), "Going")
    await world.later(minutes=10)
    assert world.people["ria"].mention not in card(world).content
    assert world.people["ria"].mention in said(await report(world))
    back = await world.press("ria", told.response, "Show my name")
    assert "Your name stands" in said(back)
    assert world.people["ria"].mention in card(world).content


async def test_an_erased_person_is_taken_off_the_card(world: World) -> None:
    await world.announce_call()
    await world.press("ria", card(world), "Going")
    await world.later(minutes=10)
    assert world.people["ria"].mention in card(world).content
    await world.bot.privacy.erase(world.people["ria"].id)
    await world.later(seconds=1)
    assert world.people["ria"].mention not in card(world).content


async def test_a_topic_and_who_hosts_stand_on_the_card(world: World) -> None:
    await world.announce_call()
    form = await more(world, "Suggest a topic", "rob")
    await world.fill("rob", form, topic="Pay", sign="with")
    managed = await world.slash("carol", "meeting manage")
    assert "You will host" in said(await world.press("carol", managed.response, "I'll host"))
    await world.press("carol", managed.response, "I'll take the notes")
    await world.later(minutes=10)
    carol = world.people["carol"].mention
    assert f"Host: {carol} · Notes: {carol}" in card(world).content
    assert "1. Pay" in box(world)
    assert "no longer" in said(await world.press("carol", managed.response, "I'll take the notes"))
    await world.until(datetime(2026, 12, 7, 19, 31, tzinfo=UTC))
    inbox = world.texts(world.people["carol"].user.dm_channel)
    assert inbox[0].startswith(
        "Tomorrow you will host **Monthly call**, Tuesday 8 December, 19:30 London time."
    )


async def test_only_the_next_call_is_our_next_call(world: World) -> None:
    await world.announce_call()
    await world.announce_call(title="January call", date="12/1/2027")
    await world.later(minutes=10)
    assert "A later call: **January call**" in card(world).content
    await world.until(START + timedelta(minutes=90))
    assert "Our next call: **January call**" in card(world).content


async def test_a_date_to_be_confirmed_comes_before_a_later_call_until_it_lapses(
    world: World,
) -> None:
    await world.announce_call()
    await world.plan_call("Save without announcing", title="Coffee", date="Thu 3 Dec")
    await world.later(minutes=10)
    assert "A later call: **Monthly call**" in card(world).content
    await world.until(datetime(2026, 12, 1, 20, 0, tzinfo=UTC))
    assert "Our next call: **Monthly call**" in card(world).content


@pytest.mark.long
async def test_a_call_that_was_put_before_another_is_the_next_one_until_it_is_cancelled(
    world: World,
) -> None:
    await world.announce_call()
    await world.announce_call(title="Coffee", date="Thu 3 Dec")
    await world.later(minutes=10)
    assert "A later call: **Monthly call**" in card(world, 0).content
    await cancel(world)
    await world.later(minutes=10)
    assert "Our next call: **Monthly call**" in card(world, 0).content


async def test_where_nobody_had_answered_the_card_says_only_that_it_is_over(world: World) -> None:
    await world.announce_call()
    await world.until(START + timedelta(minutes=61))
    assert card(world).embeds[0].description == "This call is over."
    assert card(world).embeds[0].fields == []


async def test_whoever_takes_the_job_of_another_reads_whose_it_was(world: World) -> None:
    await world.announce_call()
    await press(world, "I'll host")
    world.add_person("anna", "coordinator")
    told = said(await press(world, "I'll host", "anna"))
    assert f"You take the place of {world.people['carol'].mention}" in told
    assert "place of" not in said(await press(world, "I'll take the notes", "anna"))


@pytest.mark.long
async def test_a_new_state_goes_before_numbers_that_wait(world: World) -> None:
    await world.announce_call()
    await world.later(hours=2)
    await world.press("ria", card(world), "Going")
    await cancel(world)
    assert "Cancelled: **Monthly call**" in card(world).content
    assert labels(card(world)) == ["Add to calendar"]
    await world.later(minutes=10)
    assert "Cancelled: **Monthly call**" in card(world).content


async def test_what_is_to_be_arranged_is_for_coordinators_and_gone_with_the_call(
    world: World,
) -> None:
    await world.announce_call()
    answer = await world.press("ria", card(world), "Going")
    form = await world.press("ria", answer.response, "Anything to arrange?")
    told = await world.people["ria"].submit_modal(form, {"wanted": ["captions", "phone"]})
    assert "nobody else does" in said(told)
    seen = said(await report(world))
    assert f"Captions: {world.people['ria'].mention}" in seen
    assert "Captions" not in box(world) + card(world).content
    async with world.bot.database.reading() as tx:
        [(sealed,)] = await tx.execute_fetchall("SELECT sealed FROM arrangements")
    assert b"captions" not in sealed
    assert "Captions, I join by phone" in said(await world.privacy("ria", "See everything"))
    await world.until(START + timedelta(minutes=61))
    async with world.bot.database.reading() as tx:
        assert list(await tx.execute_fetchall("SELECT * FROM arrangements")) == []
    assert "Captions" not in said(await report(world))


async def test_who_cannot_make_it_needs_nothing_arranged(world: World) -> None:
    await world.announce_call()
    answer = await world.press("ria", card(world), "Going")
    form = await world.press("ria", answer.response, "Anything to arrange?")
    await world.people["ria"].submit_modal(form, {"wanted": ["bsl"]})
    await world.press("ria", card(world), "Can't make it")
    assert "To arrange" not in said(await report(world))


async def test_after_the_call_the_card_leads_to_the_notes(world: World) -> None:
    await world.announce_call()
    await world.until(START + timedelta(minutes=61))
    assert "no notes" in said(await world.press("ria", card(world), "Notes"))
    await write_notes(world, "We spoke about pay", meeting="1")
    assert f"<#{world.thread().id}>" in said(await world.press("ria", card(world), "Notes"))


async def test_the_preview_is_what_everybody_will_read(world: World) -> None:
    preview = said(await world.slash("carol", "meeting schedule", **CALL))
    await world.announce_call()
    assert card(world).content in preview
    assert str(card(world).embeds[0].description) in preview


async def test_a_moved_call_moves_the_hours_at_which_its_card_changes(world: World) -> None:
    await world.announce_call()
    await edit(world, date="Wed 9 Dec")
    await world.until(START + timedelta(minutes=61))
    assert "Our next call" in card(world).content
    await world.until(datetime(2026, 12, 9, 0, 1, tzinfo=UTC))
    assert "Today" in card(world).content


def call(**changes: Any) -> Meeting:
    zone = zone_named("Europe/London")
    given: dict[str, Any] = {
        "id": 1, "title": "Call", "zone": zone, "length_minutes": 60, "link": "",
        "starts_at": START, "wall_start": START.replace(tzinfo=None), "state": "announced",
    }  # fmt: skip
    return Meeting(**(given | changes))


@pytest.mark.parametrize(
    ("at", "state"),
    [
        (datetime(2026, 12, 7, 23, 59, 59, tzinfo=UTC), CallState.COMING),
        (datetime(2026, 12, 8, 0, 0, tzinfo=UTC), CallState.TODAY),
        (START - timedelta(seconds=1), CallState.TODAY),
        (START, CallState.NOW),
        (START + timedelta(minutes=60) - timedelta(seconds=1), CallState.NOW),
        (START + timedelta(minutes=60), CallState.OVER),
    ],
)
def test_the_state_of_a_call(at: datetime, state: CallState) -> None:
    assert state_of(call(), at) is state
    assert state_of(call(state="cancelled"), at) is CallState.CANCELLED


def test_the_day_begins_by_the_clock_of_the_call() -> None:
    summer = datetime(2026, 7, 7, 18, 30, tzinfo=UTC)
    meeting = call(starts_at=summer, wall_start=datetime(2026, 7, 7, 19, 30))
    assert state_of(meeting, datetime(2026, 7, 6, 22, 59, tzinfo=UTC)) is CallState.COMING
    assert state_of(meeting, datetime(2026, 7, 6, 23, 0, tzinfo=UTC)) is CallState.TODAY


@pytest.mark.parametrize(
    ("age_seconds", "longest"), [(0, 30), (3590, 30), (3600, 600), (86_400, 600)]
)
def test_an_old_message_is_edited_every_ten_minutes_at_most(age_seconds: int, longest: int) -> None:
    posted = int(START.timestamp()) - 10 * 86_400
    meeting = call(message_id=((posted - DISCORD_EPOCH) * 1000) << 22)
    now = datetime.fromtimestamp(posted + age_seconds, UTC)
    wait = shown_by(meeting, now) - now
    assert timedelta(0) < wait <= timedelta(seconds=longest)


@pytest.mark.long
async def test_one_button_at_most_stands_out_on_what_many_read(world: World) -> None:
    await world.announce_call()
    await world.press("ria", card(world), "Going")
    await world.until(START - timedelta(minutes=9))
    for message in (card(world), *world.thread().history()):
        styles = [part.get("style") for part in parts_of(message) if part.get("label")]
        assert sum(style in (1, 3) for style in styles) <= 1, message.content
