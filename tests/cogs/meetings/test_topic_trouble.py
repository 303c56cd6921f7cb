"""Topics without a name when something is in the way: nothing is lost, and nobody is misled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import sending
from bot.domain.agenda import MOST_TOPICS
from tests.cogs.meetings.call_steps import cancel, more
from tests.cogs.meetings.test_agenda import SECRET, suggest
from tests.cogs.meetings.topic_steps import BUTTONS, agenda, cards, held, put_on, reviewed, topics
from tests.fakes import losing
from tests.world import World, handed_back, labels, said, text_of, updated

AFTER_THE_CALL = datetime(2026, 12, 8, 20, 30, tzinfo=UTC)
LAST_CHANCE = AFTER_THE_CALL - timedelta(minutes=15, seconds=1)


async def test_a_call_cancelled_during_the_hold_lets_the_topic_go(world: World) -> None:
    await world.announce_call()
    await held(world)
    await cancel(world)
    await world.later(minutes=16)
    assert cards(world) == []
    assert await topics(world) == []


async def test_a_cancelled_call_takes_no_topic_until_it_is_brought_back(world: World) -> None:
    await world.announce_call()
    card = await reviewed(world)
    cancelled = await cancel(world)
    refused = await world.press("carol", card, "Put it on the agenda")
    assert "has been cancelled" in said(refused)
    await world.press("carol", cancelled.response, "Bring it back")
    assert await put_on(world, card)


async def test_once_the_call_is_over_a_press_says_so_and_the_topic_goes(world: World) -> None:
    await world.announce_call()
    card = await reviewed(world)
    world.clock.at = AFTER_THE_CALL
    assert "came too late" in updated(await world.press("carol", card, "Put it on the agenda"))
    assert labels(cards(world)[-1]) == []
    assert await topics(world) == []


async def test_asleep_until_the_call_is_over_the_bot_lets_the_topic_go(world: World) -> None:
    await world.announce_call()
    world.clock.at = LAST_CHANCE
    await world.later()
    await held(world)
    await world.later(minutes=16)
    assert (cards(world), await topics(world)) == ([], [])


async def test_what_could_come_too_late_is_not_taken(world: World) -> None:
    await world.announce_call()
    world.clock.at = LAST_CHANCE + timedelta(seconds=1)
    refused = await held(world)
    assert "may be over before coordinators can look" in said(refused)
    assert handed_back(refused).startswith(SECRET)
    assert await topics(world) == []


async def test_what_never_got_onto_the_agenda_goes_the_night_after_the_call(world: World) -> None:
    await world.announce_call()
    await suggest(world, "rob", "Continuity")
    await reviewed(world)
    world.clock.at = datetime(2026, 12, 9, 3, 30, tzinfo=UTC)
    await world.later()
    assert [state for _, state, _ in await topics(world)] == ["agenda"]


@pytest.mark.long
async def test_a_restart_in_between_loses_and_doubles_nothing(world: World) -> None:
    await world.announce_call()
    await held(world)
    await world.restart()
    await world.later(minutes=16)
    await world.restart()
    await world.later(minutes=16)
    [card] = cards(world)
    assert await put_on(world, card)


@pytest.mark.long
async def test_a_deleted_card_is_found_beside_the_agenda_by_coordinators_alone(
    world: World,
) -> None:
    await world.announce_call()
    await (await reviewed(world)).delete()
    shown = await agenda(world, "carol")
    assert "1 topic without a name waits" in said(shown)
    offered = shown.followups[-1]
    assert SECRET in text_of(offered)
    assert labels(offered) == BUTTONS
    assert len((await agenda(world, "ria")).followups) == 0
    assert await put_on(world, offered)


async def test_decided_beside_the_agenda_the_card_says_so_too(world: World) -> None:
    await world.announce_call()
    await reviewed(world)
    offered = (await agenda(world, "carol")).followups[-1]
    await world.press("carol", offered, "Leave it out")
    assert "Left out by" in cards(world)[-1].content
    assert labels(cards(world)[-1]) == []


async def test_without_a_review_channel_the_words_come_back_to_be_sent_with_a_name(
    world: World,
) -> None:
    await world.announce_call()
    await world.bot.setup.choose(review=0)
    refused = await held(world)
    assert "You can send it with your name" in said(refused)
    assert handed_back(refused).startswith(SECRET)
    assert await topics(world) == []
    again = await world.press("ria", refused.response, "Try again")
    told = await world.fill("ria", again, sign="with")
    assert SECRET in said(told)


async def test_what_cannot_be_posted_waits_beside_the_agenda_and_goes_once_it_can(
    world: World,
) -> None:
    await world.announce_call()
    await held(world)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    await world.later(minutes=16)
    assert cards(world) == []
    assert SECRET in text_of((await agenda(world, "carol")).followups[-1])
    await world.later(minutes=1)
    [card] = cards(world)
    assert await put_on(world, card)


async def test_decided_before_its_card_could_be_posted_no_card_comes(world: World) -> None:
    await world.announce_call()
    await held(world)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    await world.later(minutes=16)
    offered = (await agenda(world, "carol")).followups[-1]
    await world.press("carol", offered, "Leave it out")
    await world.later(minutes=1)
    assert (cards(world), await topics(world)) == ([], [])


async def test_decided_while_its_card_is_being_posted_the_card_says_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.announce_call()
    await held(world)
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50013)
    await world.later(minutes=16)
    before = sending.send_once

    async def decided_meanwhile(*about: Any, **extras: Any) -> Any:
        [(topic_id, _, _)] = await topics(world)
        message = await before(*about, **extras)
        await world.cog("MeetingCog").context.topic_review.put_on(topic_id)
        return message

    monkeypatch.setattr(sending, "send_once", decided_meanwhile)
    await world.later(minutes=1)
    [card] = world.channels["review"].history()
    assert "decided already" in card.content
    assert (card.embeds, labels(card)) == ([], [])
    assert SECRET in said(await agenda(world))


async def test_a_lost_answer_makes_no_second_card_and_nothing_is_decided_before_it_is_found(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.announce_call()
    await held(world)
    with losing(monkeypatch):
        await world.later(minutes=16)
    [card] = cards(world)
    for label in BUTTONS:
        assert "on its way" in said(await world.press("carol", card, label))
    await world.later(minutes=1)
    assert len(cards(world)) == 1
    assert await put_on(world, card)


@pytest.mark.long
async def test_what_was_not_taken_does_not_count(world: World) -> None:
    await world.announce_call()
    forms = [await more(world, "Suggest a topic", "ria") for _ in range(4)]
    for n in range(MOST_TOPICS):
        await suggest(world, "rob", f"Topic {n}")
    for form in forms:
        refused = await world.fill("ria", form, topic=SECRET, sign="without")
        assert "as many as one call can hold" in said(refused)


async def test_three_an_hour_from_one_person_and_the_fourth_comes_back(world: World) -> None:
    await world.announce_call()
    for n in range(3):
        await held(world, f"Topic {n}")
    refused = await held(world)
    assert "That is 3 topics without a name in an hour" in said(refused)
    assert handed_back(refused).startswith(SECRET)
    await held(world, name="rob")
    assert len(await topics(world)) == 4
    world.clock.forward(hours=1)
    await held(world)
    assert len(await topics(world)) == 5
