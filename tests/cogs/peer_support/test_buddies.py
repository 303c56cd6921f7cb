"""The monthly pairing through the real bot, with restarts: who reads what, and what nobody does."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import discord
import pytest
from simcord import ChannelHandle

from tests import odd
from tests.cogs.peer_support.hello_steps import inside
from tests.cogs.peer_support.test_checkins import direct
from tests.test_bad_input import rows
from tests.world import World, answer, labels, said

MONDAY = datetime(2026, 12, 7, 9, 30, tzinfo=UTC)
JANUARY = datetime(2027, 1, 4, 9, 30, tzinfo=UTC)


async def join(world: World, *names: str) -> str:
    told = ""
    for name in names:
        if name not in world.people:
            world.add_person(name, "rep")
        card = await world.slash(name, "buddy")
        told = said(await world.press(name, card.response, "Take part"))
    return told


async def at(world: World, moment: datetime) -> None:
    world.clock.at = moment
    await world.later()
    await world.later(seconds=1)


def pairings(world: World) -> list[ChannelHandle]:
    support = world.channels["support"]
    return [each for each in support.threads if str(each.name).startswith("Buddies")]


def who_meets(world: World, thread: ChannelHandle) -> set[str]:
    return set(inside(world, thread, *world.people))


async def press_card(world: World, name: str, label: str) -> Any:
    card = await world.slash(name, "buddy")
    return await world.press(name, card.response, label)


async def never(world: World, name: str, other: str) -> str:
    """By the button with the other's name."""
    whom = await press_card(world, name, "Not again, please")
    assert labels(whom.response) == [other.title()]
    return said(await world.press(name, whom.response, other.title()))


@pytest.mark.long
async def test_two_who_said_yes_meet_in_a_private_thread_with_three_openings(
    world: World,
) -> None:
    assert "it can happen that somebody is left over" in said(await world.slash("ria", "buddy"))
    assert "The next pairing is on" not in said(await world.slash("ria", "buddy"))
    joined = await join(world, "ria", "rob")
    assert "You take part; the next pairing is on Monday 7 December, 09:30" in joined
    assert "it can happen that somebody is left over" in joined
    await world.restart()
    await at(world, MONDAY)
    [thread] = pairings(world)
    assert who_meets(world, thread) == {"ria", "rob"}
    place = world.bot.get_channel(thread.id)
    assert isinstance(place, discord.Thread)
    assert place.is_private()
    [start] = thread.history()
    assert start.content.startswith("You two can read this, and so can the people who run this")
    assert "\n3. " in start.content
    assert labels(start) == ["My buddies"]
    card = await world.press("ria", start, "My buddies")
    assert labels(card.response) == ["Rest", "Leave", "Not again, please"]
    assert f"<#{thread.id}>" in said(card)


async def test_three_meet_where_the_number_is_odd_and_it_says_so(world: World) -> None:
    await join(world, "ria", "rob", "una")
    await at(world, MONDAY)
    [thread] = pairings(world)
    assert who_meets(world, thread) == {"ria", "rob", "una"}
    assert thread.history()[0].content.startswith("You three can read this")


@pytest.mark.long
async def test_a_round_that_a_kill_cut_off_pairs_nobody_twice(world: World) -> None:
    await join(world, "ria", "rob")
    await at(world, MONDAY)
    async with world.bot.database.transaction() as tx:
        await tx.execute("UPDATE outbox SET state = 'sending' WHERE kind LIKE 'buddies.%'")
    await world.restart()
    await world.later(seconds=1)
    [thread] = pairings(world)
    assert len(thread.history()) == 1
    await at(world, JANUARY)
    assert len(pairings(world)) == 2


@pytest.mark.long
@pytest.mark.parametrize("why", ["alone", "vetoes"])
async def test_whoever_is_left_over_reads_the_same_words_whatever_the_reason(
    world: World, why: str
) -> None:
    await join(world, "ria")
    if why == "vetoes":
        await join(world, "rob")
        await at(world, MONDAY)
        assert "Nobody is told" in await never(world, "ria", "rob")
    await at(world, JANUARY)
    await world.restart()
    await at(world, JANUARY.replace(hour=20))
    told = direct(world, "ria")[-1].content
    assert told == (
        "We were not enough this month to pair you as well."
        " I will try again on Monday 1 February, 09:30 London time."
    )
    if why == "vetoes":
        assert direct(world, "rob")[-1].content == told
        assert len(pairings(world)) == 1


@pytest.mark.long
async def test_a_veto_holds_for_ever_and_is_told_to_nobody(world: World) -> None:
    await join(world, "ria", "rob")
    await at(world, MONDAY)
    await never(world, "ria", "rob")
    for name in ("ria", "rob"):
        assert "again" not in said(await world.privacy(name, "See everything"))
        asked = await world.privacy(name, "Erase me")
        assert "`Not again, please`" in said(asked)
        await world.press(name, asked.response, "Erase everything")
    await join(world, "ria", "rob")
    left = await press_card(world, "ria", "Leave")
    assert labels(left.response)[0] == "Take part"
    await join(world, "ria")
    await at(world, JANUARY)
    assert len(pairings(world)) == 1


async def test_a_veto_is_one_hash_of_the_two_that_says_neither_who_nor_whom(world: World) -> None:
    await join(world, "ria", "rob", "una")
    await at(world, MONDAY)
    people = {name: world.people[name].id for name in ("ria", "rob", "una")}
    buddies = world.cog("BuddyCog").buddies
    await buddies.veto(people["ria"], people["rob"])
    once = await vetoes(world)
    await buddies.veto(people["rob"], people["ria"])
    assert await vetoes(world) == once, "it is the same whoever of the two wishes it"
    await buddies.veto(people["una"], people["rob"])
    [(one,), (other,)] = await vetoes(world)
    assert one != other, "two vetoes of one person do not look alike"
    alone = {world.bot.erasures.hashed(person) for person in people.values()}
    assert not {one, other} & alone, "nor like what is remembered of an erasure"
    for name in people:
        taken = await world.privacy(name, "Take it with me")
        assert taken.response is not None
        export = (await taken.response.attachments[0].read()).decode()
        assert "veto" not in export
        assert one not in export
        assert other not in export


async def vetoes(world: World) -> list[tuple[Any, ...]]:
    async with world.bot.database.reading() as tx:
        return [tuple(row) for row in await tx.execute_fetchall("SELECT * FROM buddy_vetoes")]


@pytest.mark.parametrize("others", [0, 1, 6])
async def test_the_card_says_the_same_however_many_take_part(world: World, others: int) -> None:
    more = ["rob", "una", "vi", "wyn", "amy", "ben"][:others]
    for name in more:
        await join(world, name)
    assert await join(world, "ria") == (
        "## A buddy each month\nYou take part; the next pairing is on Monday 7 December, 09:30"
        " London time. With fewer than 6 people it can happen that somebody is left over in a"
        " month; then I will tell you."
    )


@pytest.mark.long
async def test_who_rests_left_or_is_no_member_any_more_is_not_paired(world: World) -> None:
    await join(world, "ria", "rob", "una", "vi", "wyn")
    rested = await press_card(world, "una", "Rest")
    assert "You are resting" in said(rested)
    await press_card(world, "vi", "Leave")
    world.guild.remove_member(world.people["wyn"])
    del world.people["wyn"]
    await at(world, MONDAY)
    [thread] = pairings(world)
    assert who_meets(world, thread) == {"ria", "rob"}
    assert thread.history()[0].content.startswith("You two")
    assert direct(world, "una") == direct(world, "vi") == []
    assert "take part" in said(await world.press("una", rested.response, "Take part"))
    await at(world, JANUARY)
    assert "una" in set().union(*(who_meets(world, each) for each in pairings(world)))


async def test_a_week_later_it_is_asked_silently_and_nothing_is_counted(world: World) -> None:
    await join(world, "ria", "rob")
    await at(world, MONDAY)
    await at(world, MONDAY.replace(day=14, minute=31))
    [thread] = pairings(world)
    question = thread.history()[-1]
    assert labels(question) == ["Yes", "Not yet", "Find me somebody else"]
    assert "<@" not in question.content
    before = rows(world)
    assert "Good to hear" in said(await world.press("ria", question, "Yes"))
    assert "\n- " in said(await world.press("rob", question, "Not yet"))
    assert rows(world) == before


async def test_two_who_ask_for_somebody_else_find_each_other(world: World) -> None:
    await join(world, "ria", "rob", "una", "vi")
    await at(world, MONDAY)
    await at(world, MONDAY.replace(day=14, minute=31))
    first, second = pairings(world)
    one, other = (sorted(who_meets(world, each))[0] for each in (first, second))
    label = "Find me somebody else"
    assert "I will look for somebody" in said(await world.press(one, first.history()[-1], label))
    assert "I have found somebody" in said(await world.press(other, second.history()[-1], label))
    await world.later(seconds=1)
    assert who_meets(world, pairings(world)[-1]) == {one, other}
    await at(world, JANUARY)
    late = await world.press(one, first.history()[-1], label)
    assert "That pairing is over" in said(late)


@pytest.mark.long
@pytest.mark.parametrize("why", ["met", "vetoed"])
async def test_somebody_else_is_nobody_who_was_met_or_vetoed(world: World, why: str) -> None:
    await join(world, "ria", "rob", "una", "vi")
    await at(world, MONDAY)
    first = pairings(world)[0]
    one, before = sorted(who_meets(world, first))
    if why == "vetoed":
        await never(world, one, before)
        async with world.bot.database.transaction() as tx:  # too long ago to matter by itself
            await tx.execute("UPDATE buddy_groups SET round = -9")
    await at(world, JANUARY)
    await at(world, JANUARY.replace(day=11, minute=31))
    label, told = "Find me somebody else", {}
    [own] = [each for each in pairings(world)[2:] if one in who_meets(world, each)]
    [other] = [each for each in pairings(world)[2:] if before in who_meets(world, each)]
    assert own.id != other.id
    [fresh] = who_meets(world, other) - {before}
    for name, thread in ((one, own), (before, other), (fresh, other)):
        told[name] = said(await world.press(name, thread.history()[-1], label))
    assert "I will look for somebody" in told[one]
    assert "I will look for somebody" in told[before]
    assert "I have found somebody" in told[fresh]
    await world.later(seconds=1)
    assert who_meets(world, pairings(world)[-1]) == {one, fresh}


async def test_that_somebody_else_was_asked_for_is_forgotten_with_the_next_round(
    world: World,
) -> None:
    asked = "You asked for somebody else"
    await join(world, "ria", "rob")
    await at(world, MONDAY)
    await world.cog("BuddyCog").buddies.somebody_else(1, world.people["ria"].id)
    assert asked in said(await world.privacy("ria", "See everything"))
    await at(world, JANUARY)
    assert asked not in said(await world.privacy("ria", "See everything"))


async def test_nobody_vetoes_or_swaps_for_others(world: World) -> None:
    await join(world, "ria", "rob")
    await at(world, MONDAY)
    for name, verb, arg in (
        ("una", "other", "1"),
        ("ria", "other", "99"),
        ("ria", "veto", str(world.people["lou"].id)),
        ("ria", "veto", str(world.people["ria"].id)),
        ("ria", "veto", "x"),
    ):
        if name not in world.people:
            world.add_person(name, "rep")
        pressed = await odd.press(world, world.people[name], f"buddies:1:{verb}", arg)
        assert "over" in said(pressed), (name, verb, arg)
    nobody = await odd.press(world, world.people["una"], "buddies:1:whom", "")
    assert "nobody to name" in said(nobody)


async def test_where_no_thread_can_be_opened_both_are_told(world: World) -> None:
    await join(world, "ria", "rob")
    await world.bot.setup.choose(support=0)
    await at(world, MONDAY)
    for name in ("ria", "rob"):
        assert "could not open a private thread" in said(await world.slash(name, "help"))


async def test_erasing_oneself_leaves_the_thread_and_the_other_is_asked_nothing(
    world: World,
) -> None:
    await join(world, "ria", "rob")
    await at(world, MONDAY)
    asked = await world.privacy("ria", "Erase me")
    await world.press("ria", asked.response, "Erase everything")
    [thread] = pairings(world)
    assert who_meets(world, thread) == {"rob"}
    await at(world, MONDAY.replace(day=14, minute=31))
    assert len(thread.history()) == 1
    assert answer(await world.slash("ria", "buddy")).ephemeral
