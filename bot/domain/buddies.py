"""Who is paired with whom in a month.

Vetoes hold always. Nobody is left over who need not be; then, nobody meets somebody of the last six
rounds where that can be; else those meet who met longest ago; three meet where the number is odd.

A search, most constrained first, that remembers what failed: for up to some fourteen people it
tries everything, and more have so many ways that the first few succeed (bench/buddies.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import combinations
from random import Random
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.domain.times import nearest_instant

ROUNDS_APART = 6
ENOUGH = 6  # with fewer it is likely that somebody is left over
ROUND_TIME = time(9, 30)
ASK_AFTER_SECONDS = 7 * 86_400
EVERYTHING_UP_TO, MANY, FEW = 14, 200_000, 2_000
BEST_OF = 12
Pair: TypeAlias = frozenset[int]


@dataclass(frozen=True)
class Group:
    """Two or three who meet in a round; `thread` is 0 until it is open."""

    id: int
    round: int
    made_at: int
    thread: int
    people: tuple[int, ...]


def next_round(after: datetime, zone: ZoneInfo) -> datetime:
    """The first Monday of a month, at half past nine on the wall clock (UTC)."""
    first = after.astimezone(zone).date().replace(day=1)
    while (at := nearest_instant(datetime.combine(_monday(first), ROUND_TIME), zone)) <= after:
        first = (first + timedelta(days=32)).replace(day=1)
    return at


def _monday(first: date) -> date:
    return first + timedelta(days=-first.weekday() % 7)


def pair_up(
    people: Sequence[int],
    met: Mapping[Pair, int],
    vetoed: Set[Pair],
    number: int,
    dice: Random,
) -> list[tuple[int, ...]]:
    """Return groups of two or three, and of one for whoever is left over.

    `met`: in which round two met last; `number` is that of this round.
    """
    people = dice.sample(people, len(people))
    alone = [one for one in people if not any(_may(one, two, vetoed) for two in people)]
    people = [one for one in people if one not in alone]
    return _pair_up(people, met, vetoed, number, dice) + [(one,) for one in alone]


def _may(one: int, two: int, vetoed: Set[Pair]) -> bool:
    return one != two and Pair((one, two)) not in vetoed


def _pair_up(
    people: Sequence[int],
    met: Mapping[Pair, int],
    vetoed: Set[Pair],
    number: int,
    dice: Random,
) -> list[tuple[int, ...]]:
    for left, triples in _shapes(len(people)):
        if not _ways(people, met, vetoed, number, 0, (triples, left), dice, 1):
            continue
        for apart in range(ROUNDS_APART, -1, -1):
            # The fewest repeats of some ways; where none is needed, the first has none.
            tries = 1 if apart == ROUNDS_APART else BEST_OF
            ways = _ways(people, met, vetoed, number, apart, (triples, left), dice, tries)
            if ways:
                return min(ways, key=lambda way: repeats(way, met, number))
    return [(person,) for person in people]


def repeats(way: Sequence[Sequence[int]], met: Mapping[Pair, int], number: int) -> int:
    """How many pairs have met within the last six rounds."""
    pairs = [Pair(two) for group in way for two in combinations(group, 2)]
    return sum(number - met[pair] <= ROUNDS_APART for pair in pairs if pair in met)


def rounds_since(pair: Pair, met: Mapping[Pair, int], number: int) -> int:
    """How many rounds ago two met; more than six are as good as never."""
    return min(number - met.get(pair, number - ROUNDS_APART - 1), ROUNDS_APART + 1)


def _shapes(count: int) -> Iterator[tuple[int, int]]:
    """How many are left over, and how many groups are of three: the fewest first."""
    for left in range(count + 1):
        for triples in range((count - left) % 2, (count - left) // 3 + 1, 2):
            yield left, triples


def _ways(
    people: Sequence[int],
    met: Mapping[Pair, int],
    vetoed: Set[Pair],
    number: int,
    apart: int,
    shape: tuple[int, int],
    dice: Random,
    tries: int,
) -> list[list[tuple[int, ...]]]:
    """Some ways to pair everybody up who met more than `apart` rounds ago, or none."""
    near = [0] * len(people)
    for a, b in combinations(range(len(people)), 2):
        pair = Pair((people[a], people[b]))
        if pair not in vetoed and rounds_since(pair, met, number) > apart:
            near[a] |= 1 << b
            near[b] |= 1 << a
    found = []
    for _ in range(tries):
        orders = []
        for one in people:
            mixed = dice.sample(range(len(people)), len(people))
            since = {q: rounds_since(Pair((one, people[q])), met, number) for q in mixed}
            orders.append(sorted(mixed, key=since.__getitem__, reverse=True))
        way = _Search(near, orders).run((1 << len(people)) - 1, *shape)
        if way is None:
            break
        found.append([tuple(people[index] for index in group) for group in way])
    return found


class _Search:
    """Sets of people are the bits of a number."""

    def __init__(self, near: Sequence[int], orders: Sequence[Sequence[int]]) -> None:
        self.near = near
        self.orders = orders
        self.steps = MANY if len(near) <= EVERYTHING_UP_TO else FEW
        self.failed: set[tuple[int, int, int]] = set()

    def run(self, free: int, triples: int, left: int) -> list[tuple[int, ...]] | None:
        if not free:
            return []
        if self.steps <= 0 or (free, triples, left) in self.failed:
            return None
        self.steps -= 1
        for group in self._groups(free, triples, left):
            rest = free
            for each in group:
                rest &= ~(1 << each)
            found = self.run(rest, triples - (len(group) == 3), left - (len(group) == 1))
            if found is not None:
                return [group, *found]
        self.failed.add((free, triples, left))
        return None

    def _groups(self, free: int, triples: int, left: int) -> Iterator[tuple[int, ...]]:
        """Those that whoever has the fewest to choose from can be in."""
        who = (index for index in range(len(self.near)) if free >> index & 1)
        one = min(who, key=lambda index: (self.near[index] & free).bit_count())
        could = self.near[one] & free
        others = [each for each in self.orders[one] if could >> each & 1]
        yield from ((one, other) for other in others)
        if triples:
            for two, three in combinations(others, 2):
                if self.near[two] >> three & 1:
                    yield (one, two, three)
        if left:
            yield (one,)
