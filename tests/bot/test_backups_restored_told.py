"""What somebody was told, asked or paired since a backup does not come to them a second time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.bot.test_backups_restored_standing import by_hand, restored
from tests.cogs.peer_support.hello_steps import ask, both_on_duty, go_on_duty
from tests.cogs.peer_support.test_buddies import MONDAY, at, join, pairings, who_meets
from tests.cogs.peer_support.test_checkins import direct
from tests.world import World, labels


def told(world: World, name: str, words: str) -> int:
    return sum(words in each.content for each in direct(world, name))


@pytest.mark.long
async def test_whoever_was_paired_since_is_not_paired_once_more(world: World) -> None:
    await join(world, "ria", "rob")
    copy = by_hand(world)
    await at(world, MONDAY)
    [thread] = pairings(world)
    await restored(world, copy)
    await world.later(hours=1)
    assert [each.id for each in pairings(world)] == [thread.id]
    await at(world, MONDAY + timedelta(days=7))
    [asked] = [each for each in thread.history() if "have you talked" in each.content]
    assert "Find me somebody else" in labels(asked)
    assert who_meets(world, thread) == {"ria", "rob"}


@pytest.mark.long
async def test_whoever_was_left_over_since_is_not_told_once_more(world: World) -> None:
    await join(world, "ria")
    copy = by_hand(world)
    await at(world, MONDAY)
    await restored(world, copy)
    await world.later(hours=10)
    await world.later(hours=10)
    assert told(world, "ria", "We were not enough this month") == 1


@pytest.mark.long
@pytest.mark.parametrize("answered", [False, True], ids=["no answer yet", "still there"])
async def test_a_listener_who_was_asked_since_is_not_asked_once_more(
    world: World, answered: bool
) -> None:
    await go_on_duty(world, "lou")
    await world.later(days=13)
    copy = by_hand(world)
    for _ in range(4):
        await world.later(hours=12)
    box = world.people["lou"].user.dm_channel
    if answered:
        await world.people["lou"].user.click(box.history()[-1], label="Still on duty")
    await restored(world, copy)
    for _ in range(10):
        await world.later(hours=12)
    assert told(world, "lou", "on duty as a listener for two weeks") == 1


@pytest.mark.long
async def test_whoever_waits_for_a_hello_is_told_once_that_nobody_has_come(world: World) -> None:
    await both_on_duty(world)
    await ask(world)
    copy = by_hand(world)
    await world.later(hours=4)
    await world.later(seconds=1)
    assert told(world, "ria", "Nobody has been able to come") == 1
    await restored(world, copy)
    await world.later(minutes=1)
    await world.later(minutes=1)
    assert told(world, "ria", "Nobody has been able to come") == 1
