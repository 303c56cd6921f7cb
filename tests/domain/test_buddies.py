"""Who is paired with whom: vetoes, repeats and those left over, against trying everything."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from itertools import combinations
from random import Random
from zoneinfo import ZoneInfo

import pytest

from bot.domain.buddies import ROUNDS_APART, Pair, next_round, pair_up, repeats


def avoidable(people: list[int], met: dict[Pair, int], vetoed: set[Pair], number: int) -> bool:
    """Whether all can be paired, three where odd, without anybody of the last six rounds."""

    def may(*group: int) -> bool:
        pairs = [Pair(two) for two in combinations(group, 2)]
        fresh = all(number - met.get(pair, number - 99) > ROUNDS_APART for pair in pairs)
        return fresh and not any(pair in vetoed for pair in pairs)

    @cache
    def can(free: frozenset[int], three: bool) -> bool:
        if not free:
            return not three
        one, *others = sorted(free)
        if any(may(one, two) and can(free - {one, two}, three) for two in others):
            return True
        return three and any(
            may(one, *two) and can(free - {one, *two}, False) for two in combinations(others, 2)
        )

    return can(frozenset(people), len(people) % 2 == 1)


def live(dice: Random, size: int, rounds: int = 24) -> list[bool]:
    """A network over months, with vetoes, leavers and newcomers. Returns whether each repeat could
    not be avoided."""
    people, fresh_id = list(range(1, size + 1)), size + 1
    met: dict[Pair, int] = {}
    vetoed: set[Pair] = set()
    unavoidable = []
    for number in range(1, rounds + 1):
        way = pair_up(people, met, vetoed, number, dice)
        assert sorted(each for group in way for each in group) == sorted(people)
        pairs = [Pair(two) for group in way for two in combinations(group, 2)]
        assert not vetoed & set(pairs)
        assert all(len(group) <= 3 for group in way)
        left = sum(len(group) == 1 for group in way)
        # With so few vetoes everybody could be paired, unless there are hardly any people.
        assert left == 0 or size < 8 or len(people) < 8
        if repeats(way, met, number):
            unavoidable.append(not avoidable(people, met, vetoed, number))
        met |= dict.fromkeys(pairs, number)
        if dice.random() < 0.1 and pairs:
            vetoed.add(dice.choice(pairs))
        if dice.random() < 0.2 and len(people) > 2:
            people.remove(dice.choice(people))
        if dice.random() < 0.2:
            people.append(fresh_id)
            fresh_id += 1
    return unavoidable


@pytest.mark.long
@pytest.mark.parametrize("size", [2, 3, 5, 7, 8, 9, 11, 12, 21, 40])
def test_over_two_years_nobody_meets_again_within_six_rounds_where_that_can_be(size: int) -> None:
    assert all(live(Random(size), size))


@pytest.mark.parametrize(
    ("count", "sizes"), [(0, []), (1, [1]), (2, [2]), (3, [3]), (4, [2, 2]), (5, [2, 3])]
)
def test_few_people_are_paired_and_three_meet_where_the_number_is_odd(
    count: int, sizes: list[int]
) -> None:
    way = pair_up(range(count), {}, set(), 1, Random(1))
    assert sorted(map(len, way)) == sizes


@pytest.mark.parametrize("count", [2, 3, 4, 60])
def test_where_all_veto_each_other_all_are_left_over(count: int) -> None:
    vetoed = {Pair(two) for two in combinations(range(count), 2)}
    assert sorted(pair_up(range(count), {}, vetoed, 1, Random(1))) == [(n,) for n in range(count)]


def test_a_veto_against_everybody_leaves_out_that_person_alone() -> None:
    vetoed = {Pair((0, other)) for other in range(1, 60)}
    way = pair_up(range(60), {}, vetoed, 1, Random(1))
    assert [group for group in way if len(group) == 1] == [(0,)]


def test_one_veto_among_three_leaves_one_over_and_never_joins_the_two() -> None:
    for seed in range(20):
        way = pair_up([1, 2, 3], {}, {Pair((1, 2))}, 1, Random(seed))
        assert sorted(map(len, way)) == [1, 2]
        assert Pair((1, 2)) not in map(Pair, way)


def test_two_camps_that_veto_each_other_meet_in_threes_and_nobody_is_left_over() -> None:
    vetoed = {Pair((one, two)) for one in range(3) for two in range(3, 6)}
    assert sorted(map(len, pair_up(range(6), {}, vetoed, 1, Random(1)))) == [3, 3]


def test_where_it_must_be_somebody_again_it_is_who_met_longest_ago() -> None:
    met = {Pair((1, 2)): 3, Pair((3, 4)): 3, Pair((1, 3)): 2, Pair((2, 4)): 2}
    met |= {Pair((1, 4)): 1, Pair((2, 3)): 1}
    way = pair_up([1, 2, 3, 4], met, set(), 4, Random(1))
    assert {Pair(group) for group in way} == {Pair((1, 4)), Pair((2, 3))}


@pytest.mark.parametrize(("ago", "again"), [(1, 1), (6, 1), (7, 0)])
def test_two_who_met_within_six_rounds_count_as_meeting_again(ago: int, again: int) -> None:
    assert repeats([(1, 2)], {Pair((1, 2)): 10 - ago}, 10) == again


def test_rounds_are_on_first_mondays_at_half_past_nine_on_the_wall_clock() -> None:
    zone, at = ZoneInfo("Europe/London"), datetime(2027, 2, 10, tzinfo=UTC)
    found = []
    for _ in range(3):
        at = next_round(at, zone)
        found.append(f"{at:%Y-%m-%d %H:%M}")
    assert found == ["2027-03-01 09:30", "2027-04-05 08:30", "2027-05-03 08:30"]
