"""After a call: notes are asked for, what they say is to be done is offered, who asked is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests import odd
from tests.cogs.meetings.call_steps import cancel, edit, press, write_notes
from tests.world import World, answer, labels, let_in, said, text_of, updated

END = datetime(2026, 12, 8, 20, 30, tzinfo=UTC)
ASKED = END + timedelta(minutes=10)
NOTES = "We talked about pay.\nDana: ask the ICB, by 15 Dec\nRob: ring the trust by Friday"
LINE = "**Monthly call** is over"


def asked(world: World) -> list[Any]:
    return [m for m in world.channels["review"].history() if m.content.startswith(LINE)]


async def at(world: World, moment: datetime) -> None:
    world.clock.at = moment
    await world.later()


async def previewed(world: World, notes: str = NOTES) -> Any:
    form = await press(world, "Write the notes", meeting="1")
    return await world.fill("carol", form, notes=notes)


async def actions(world: World) -> list[tuple[int, int]]:
    async with world.bot.database.reading() as tx:
        rows = await tx.execute_fetchall("SELECT meeting_id, user_id FROM actions ORDER BY id")
        return [tuple(row) for row in rows]


@pytest.mark.long
async def test_ten_minutes_after_the_end_the_review_channel_is_asked_once_and_silently(
    world: World,
) -> None:
    await world.announce_call()
    await at(world, ASKED - timedelta(seconds=1))
    assert asked(world) == []
    await at(world, ASKED)
    await world.restart()
    await world.later(days=2)
    [card] = asked(world)
    assert labels(card) == ["Write the notes"]
    assert (card.mentions, card.role_mentions) == ([], [])
    assert (await world.press("carol", card, "Write the notes")).modal is not None
    await let_in(world, "ria", "review")
    assert "for the coordinators" in said(await world.press("ria", card, "Write the notes"))


@pytest.mark.parametrize(("before", "cards"), [(1, 1), (0, 0)])
async def test_after_two_weeks_without_a_machine_notes_are_asked_for_no_more(
    world: World, before: int, cards: int
) -> None:
    await world.announce_call()
    await at(world, END)
    await at(world, END + timedelta(days=14, seconds=-before))
    assert len(asked(world)) == cards


async def test_it_is_not_asked_where_notes_are_written_or_the_call_was_cancelled(
    world: World,
) -> None:
    await world.announce_call()
    await at(world, END)
    await write_notes(world, "We talked.", meeting="1")
    await at(world, ASKED)
    assert asked(world) == []


async def test_once_the_notes_stand_the_request_has_no_button_and_says_so(world: World) -> None:
    await world.announce_call()
    await at(world, ASKED)
    [card] = asked(world)
    form = await world.press("carol", card, "Write the notes")
    preview = await world.fill("carol", form, notes=NOTES)
    posted = await world.press("carol", preview.response, "Post the notes")
    await world.press("carol", posted.followups[-1], "Note it")
    await world.later()
    [card] = asked(world)
    assert labels(card) == []
    assert f"its notes are in {world.thread().mention}" in card.content


@pytest.mark.long
async def test_a_cancelled_call_has_no_notes_to_ask_for(world: World) -> None:
    await world.announce_call()
    await cancel(world)
    await at(world, ASKED)
    assert asked(world) == []


async def test_a_moved_call_is_asked_about_after_its_new_end(world: World) -> None:
    await world.announce_call()
    await edit(world, date="Thu 10 Dec")
    await at(world, ASKED)
    assert asked(world) == []
    await at(world, ASKED + timedelta(days=2))
    assert len(asked(world)) == 1


@pytest.mark.long
async def test_lines_that_say_who_does_what_are_offered_and_a_menu_asks_who_it_is(
    world: World,
) -> None:
    await world.announce_call()
    await at(world, END)
    preview = await previewed(world)
    offer = preview.followups[-1]
    assert "Dana: ask the ICB, by 15 Dec" in text_of(offer)
    assert labels(offer) == ["Who is it?", "Note it"]
    asks = await world.press("carol", offer, "Who is it?")
    ria = world.people["ria"]
    menu = "meetings:1:foundfor:1"
    told = await world.people["carol"].select(answer(asks), [ria], custom_id=menu)
    assert "ask the ICB (by Tuesday 15 December)" in updated(told)
    assert await actions(world) == [(1, ria.id)]
    await world.press("carol", preview.response, "Post the notes")
    assert "\n".join(world.texts(world.thread())).count("ask the ICB") == 1


async def test_what_was_noted_elsewhere_stands_under_the_notes(world: World) -> None:
    await world.announce_call()
    ria = world.people["ria"]
    await world.slash("carol", "action add", who=ria, what="Book a room", due="Tue 15 Dec")
    await world.slash("carol", "action add", who=ria, what="ask the ICB", due="Tue 15 Dec")
    await at(world, END)
    preview = await previewed(world)
    assert f"{ria.mention}: Book a room (by Tuesday 15 December)" in said(preview)
    assert "ask the ICB (by" not in said(preview)


@pytest.mark.long
async def test_a_name_that_one_person_alone_has_is_shown_before_it_is_noted(world: World) -> None:
    await world.announce_call()
    await at(world, END)
    offer = (await previewed(world)).followups[-1]
    rob = world.people["rob"]
    assert f"Rob ({rob.mention}): ring the trust, by Friday" in text_of(offer)
    await world.press("carol", offer, "Note it")
    assert await actions(world) == [(1, rob.id)]
    assert "ring the trust (by Friday 11 December)" in said(await world.slash("rob", "action list"))


async def test_of_two_with_a_name_neither_is_guessed(world: World) -> None:
    world.add_person("robin", "rep")
    await world.announce_call()
    await at(world, END)
    offer = (await previewed(world)).followups[-1]
    assert labels(offer) == ["Who is it?", "Who is it?"]


async def test_all_who_are_sure_are_noted_with_one_press_and_the_rest_stays(world: World) -> None:
    await world.announce_call()
    await at(world, END)
    preview = await previewed(world, f"{NOTES}\n<@{world.people['ria'].id}>: write, by 16 Dec")
    done = await world.press("carol", preview.followups[-1], "Note all")
    assert [who for _, who in await actions(world)] == [
        world.people["rob"].id,
        world.people["ria"].id,
    ]
    assert "Dana: ask the ICB" in updated(done)
    assert labels(done.response) == ["Who is it?"]


@pytest.mark.long
async def test_a_line_is_noted_once_and_not_offered_again(world: World) -> None:
    await world.announce_call()
    await at(world, END)
    offer = (await previewed(world)).followups[-1]
    await world.press("carol", offer, "Note it")
    rob = world.people["rob"].id
    refused = await odd.press(world, world.people["carol"], "meetings:1:foundnote", f"2.{rob}")
    assert "noted already" in said(refused)
    again = (await previewed(world)).followups[-1]
    assert "Rob" not in text_of(again)
    assert len(await actions(world)) == 1


async def test_what_is_left_is_offered_once_more_when_the_notes_are_up(world: World) -> None:
    await world.announce_call()
    await at(world, END)
    preview = await previewed(world)
    done = await world.press("carol", preview.response, "Post the notes")
    assert "Dana: ask the ICB, by 15 Dec" in text_of(done.followups[-1])


async def test_a_date_that_cannot_be_read_is_said_and_notes_without_lines_offer_nothing(
    world: World,
) -> None:
    await world.announce_call()
    await at(world, END)
    offer = (await previewed(world, "Dana: ask the ICB, by week 3")).followups[-1]
    assert "In 1 line I could not read the date" in text_of(offer)
    assert labels(offer) == ["Add an action"]
    assert (await previewed(world, "We talked about pay.")).followups == []


async def test_nobody_is_noted_who_has_left_or_is_a_bot(world: World) -> None:
    await world.announce_call()
    await at(world, END)
    await previewed(world)
    bot = world.bot.user
    assert bot is not None
    for person, why in ((bot.id, "bots keep no promises"), (12345, "not in this server")):
        told = await odd.press(world, world.people["carol"], "meetings:1:foundnote", f"1.{person}")
        assert why in said(told)
    assert await actions(world) == []


@pytest.mark.long
async def test_who_asked_is_told_once_at_a_good_time_and_nobody_else(world: World) -> None:
    call = await world.announce_call()
    for name in ("ria", "rob", "lou"):
        answer = await world.press(name, call, "Can't make it")
        assert labels(answer.response) == ["Tell me when the notes are up", "Leave words"]
        if name != "lou":
            await world.press(name, answer.response, "Tell me when the notes are up")
        if name == "rob":
            back = await world.press(name, answer.response, "Tell me when the notes are up")
            assert "will not tell you" in said(back)
    await at(world, ASKED)
    await write_notes(world, "We talked.", meeting="1")
    await world.later(minutes=5)
    assert mail(world, "ria") == []
    await at(world, datetime(2026, 12, 9, 9, 30, tzinfo=UTC))
    await write_notes(world, "And of this.", meeting="1")
    await world.later(days=1)
    [told] = mail(world, "ria")
    assert f"They are in <#{world.thread().id}>" in told
    assert mail(world, "rob") == mail(world, "lou") == []
    async with world.bot.database.reading() as tx:
        assert list(await tx.execute_fetchall("SELECT * FROM notes_wanted")) == []


def mail(world: World, name: str) -> list[str]:
    """Return what somebody read in direct messages about notes."""
    texts = [m.content for m in world.people[name].user.dm_channel.history()]
    return [text for text in texts if "the notes" in text]


async def test_under_notes_on_the_card_one_can_ask_as_well_and_reads_where_they_are(
    world: World,
) -> None:
    await world.announce_call()
    await at(world, END)
    card = world.announcements()[-1]
    none = await world.press("ria", card, "Notes")
    assert "no notes" in said(none)
    asks = await world.press("ria", none.response, "Tell me when the notes are up")
    assert "I will tell you by direct message" in said(asks)
    assert labels(asks.response) == ["Tell me when the notes are up"]  # to take it back
    await write_notes(world, "We talked.", meeting="1")
    there = await world.press("ria", card, "Notes")
    assert labels(there.response) == []
    late = await world.press("ria", none.response, "Tell me when the notes are up")
    assert f"<#{world.thread().id}>" in said(late)


async def test_closed_direct_messages_leave_a_notice_to_that_person_alone(world: World) -> None:
    call = await world.announce_call()
    answer = await world.press("ria", call, "Can't make it")
    await world.press("ria", answer.response, "Tell me when the notes are up")
    await at(world, END)
    await write_notes(world, "We talked.", meeting="1")
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)
    await at(world, datetime(2026, 12, 9, 9, 30, tzinfo=UTC))
    told = await world.slash("ria", "meeting list")
    assert "You asked me to tell you: the notes of" in "".join(map(text_of, told.followups))
    assert "You asked me" not in str((await world.slash("rob", "meeting list")).followups)


async def test_a_cancelled_call_has_no_notes_to_wait_for(world: World) -> None:
    call = await world.announce_call()
    answer = await world.press("ria", call, "Can't make it")
    await cancel(world)
    refused = await world.press("ria", answer.response, "Tell me when the notes are up")
    assert "has been cancelled" in said(refused)
