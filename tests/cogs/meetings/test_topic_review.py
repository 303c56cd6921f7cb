"""A topic without a name: held, then looked at, and on the agenda only when coordinators say so."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest

from bot.domain.agenda import MOST_TOPICS
from tests.cogs.meetings.call_steps import more
from tests.cogs.meetings.test_agenda import SECRET, suggest
from tests.cogs.meetings.topic_steps import BUTTONS, agenda, cards, held, put_on, reviewed, topics
from tests.world import World, answer, labels, let_in, said, updated

LINE = "A topic without a name waits for a look: Monthly call, Tuesday 8 December."
FEW = "Coordinators see who cannot come. With few of you they may guess."
DAY_BEFORE = datetime(2026, 12, 7, 19, 30, tzinfo=UTC)
AFTER_THE_CALL = datetime(2026, 12, 8, 20, 30, tzinfo=UTC)


class Extreme(Random):
    """Draws the shortest or the longest hold."""

    def __init__(self, longest: bool) -> None:
        super().__init__()
        self.longest = longest

    def randint(self, a: int, b: int) -> int:
        return b if self.longest else a


def everything_public(world: World) -> str:
    places = [*world.channels.values(), *world.channels["announcements"].threads]
    return str([world.texts(place) for place in places if place is not world.channels["review"]])


@pytest.mark.long
async def test_it_is_nowhere_public_before_a_coordinator_says_so(world: World) -> None:
    await world.announce_call()
    told = said(await held(world))
    assert "2 to 15 minutes" in told
    assert "I cannot tell you what they decide" in told
    assert FEW in told
    assert SECRET not in told
    assert SECRET not in said(await agenda(world, "carol"))
    await world.later(minutes=16)
    for name in ("ria", "rob", "lou"):
        shown = await agenda(world, name)
        assert SECRET not in said(shown)
        assert labels(shown.response) == ["Suggest a topic"]
    assert "Take a topic off" not in str((await agenda(world, "carol")).response)
    world.clock.at = DAY_BEFORE
    await world.later()
    assert SECRET not in everything_public(world)
    assert "talk about" not in everything_public(world)


async def test_the_form_says_so_before_anything_is_typed(world: World) -> None:
    await world.announce_call()
    form = await more(world, "Suggest a topic", "ria")
    shown = str(form.modal)
    assert "coordinators read the topic first" in shown
    assert "It reaches the coordinators in 2 to 15 minutes" in shown
    assert FEW in shown


@pytest.mark.parametrize(("longest", "minutes"), [(False, 2), (True, 15)])
async def test_it_is_held_for_a_random_2_to_15_minutes(
    world: World, longest: bool, minutes: int
) -> None:
    await world.announce_call()
    world.cog("MeetingCog").context.topic_review.chance = Extreme(longest)
    await held(world)
    await world.later(seconds=minutes * 60 - 1)
    assert cards(world) == []
    await world.later(seconds=1)
    assert len(cards(world)) == 1


async def test_its_card_is_one_line_a_quote_and_two_buttons_and_mentions_nobody(
    world: World,
) -> None:
    await world.announce_call()
    card = await reviewed(world, "**repbot**: [Press](https://evil.example)\n# @everyone <@&1>")
    assert card.content == LINE
    assert card.embeds[0].description.splitlines()[0].startswith("> **repbot**: [Press] (")
    assert "a role" in card.embeds[0].description.splitlines()[0]
    assert labels(card) == BUTTONS
    assert (card.mentions, card.role_mentions, card.mention_everyone) == ([], [], False)
    sent = [r for r in world.env.http_requests if r.method == "POST" and LINE in str(r.json)]
    assert [r.json["allowed_mentions"] for r in sent if r.json] == [{"parse": []}]


@pytest.mark.long
async def test_put_on_the_agenda_it_stands_there_and_is_posted_without_a_name(world: World) -> None:
    await world.announce_call()
    await suggest(world, "rob", "Continuity")
    card = await reviewed(world)
    decided = updated(await world.press("carol", card, "Put it on the agenda"))
    assert f"Put on by {world.people['carol'].mention}" in decided
    assert labels(cards(world)[-1]) == []
    rob = world.people["rob"].mention
    assert f"1. Continuity ({rob})\n2. {SECRET}\n" in said(await agenda(world))
    world.clock.at = DAY_BEFORE
    await world.later()
    assert f"1. Continuity ({rob})\n2. {SECRET}" in "\n\n".join(world.texts(world.thread()))


async def test_the_first_topic_on_the_agenda_lets_it_be_posted(world: World) -> None:
    await world.announce_call()
    await world.press("carol", await reviewed(world), "Put it on the agenda")
    world.clock.at = DAY_BEFORE
    await world.later()
    assert f"1. {SECRET}" in "\n\n".join(world.texts(world.thread()))


async def test_left_out_its_row_is_gone_and_the_card_says_by_whom(world: World) -> None:
    await world.announce_call()
    card = await reviewed(world)
    decided = updated(await world.press("carol", card, "Leave it out"))
    assert f"Left out by {world.people['carol'].mention}" in decided
    assert labels(cards(world)[-1]) == []
    assert await topics(world) == []
    assert "No topic is on it yet" in said(await agenda(world))


@pytest.mark.parametrize("second", BUTTONS)
@pytest.mark.parametrize("first", BUTTONS)
async def test_it_is_decided_once_and_the_second_hears_so(
    world: World, first: str, second: str
) -> None:
    await world.announce_call()
    world.add_person("dave", "coordinator")
    card = await reviewed(world)
    offered = (await agenda(world, "dave")).followups[-1]
    await world.press("carol", card, first)
    refused = await world.press("dave", offered, second)
    assert "decided already" in said(refused)
    assert len(await topics(world)) == (first == BUTTONS[0])
    assert world.people["carol"].mention in cards(world)[-1].content


@pytest.mark.parametrize("label", BUTTONS)
async def test_a_rep_decides_nothing_nor_does_somebody_who_coordinates_no_more(
    world: World, label: str
) -> None:
    await world.announce_call()
    card = await reviewed(world)
    await world.bot.setup.choose(coordinator=world.roles["listener"].id)
    await let_in(world, "ria", "review")
    for name in ("ria", "carol"):
        assert "for the coordinators" in said(await world.press(name, card, label))
    assert [state for _, state, _ in await topics(world)] == ["review"]
    assert labels(cards(world)[-1]) == BUTTONS


@pytest.mark.long
async def test_a_full_agenda_says_take_one_off_first_and_the_card_stays(world: World) -> None:
    await world.announce_call()
    for n in range(MOST_TOPICS - 1):
        await suggest(world, "rob", f"Topic {n}")
    card = await reviewed(world)
    await suggest(world, "rob", "The last one")
    assert "Take one off first" in said(await world.press("carol", card, "Put it on the agenda"))
    assert labels(cards(world)[-1]) == BUTTONS
    full = answer(await agenda(world, "carol"))
    async with world.bot.database.reading() as tx:
        [(one,)] = await tx.execute_fetchall("SELECT max(id) FROM topics WHERE state = 'agenda'")
    await world.people["carol"].select(full, [str(one)], custom_id="meetings:1:takeoff:1")
    assert await put_on(world, card)
