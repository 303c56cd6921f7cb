"""A thousand simulated networks over two years: repeats, vetoes, who is left over, and the cost.

Run it alone: `python -m bench.buddies [how many]`.
"""

from __future__ import annotations

import random
import sys
import time
from dataclasses import dataclass, field

from bot.domain.buddies import Pair, pair_up, repeats
from tests.domain.test_buddies import avoidable

NETWORKS = 1000
CHECKED_UP_TO = 16  # people; above that trying everything takes too long to say it was avoidable


@dataclass
class Seen:
    """What happened in all of them."""

    rounds: int = 0
    repeated: int = 0
    could_be_avoided: int = 0
    unchecked: int = 0
    left_over: int = 0
    vetoed: int = 0
    took: list[float] = field(default_factory=list)


def main(networks: int) -> None:
    seen = Seen()
    for seed in range(networks):
        dice = random.Random(seed)
        _live(dice, dice.randint(2, 60), seen)
    took = sorted(seen.took)
    print(f"{networks} networks, {seen.rounds} rounds")
    print(f"pairs against a veto: {seen.vetoed}")
    print(f"rounds with a repeat within six: {seen.repeated}, avoidable: {seen.could_be_avoided}")
    print(f"of these not checked, because many take part: {seen.unchecked}")
    print(f"left over: {seen.left_over}")
    print(
        f"a round: median {took[len(took) // 2]:.1f} ms, p99 {took[len(took) * 99 // 100]:.1f} ms,"
        f" worst {took[-1]:.0f} ms"
    )


def _live(dice: random.Random, size: int, seen: Seen) -> None:
    people, fresh = list(range(size)), size
    met: dict[Pair, int] = {}
    vetoed: set[Pair] = set()
    for number in range(1, 25):
        begun = time.perf_counter()
        way = pair_up(people, met, vetoed, number, dice)
        seen.took.append((time.perf_counter() - begun) * 1000)
        pairs = [Pair(two) for group in way for two in _pairs(group)]
        seen.rounds += 1
        seen.vetoed += len(vetoed & set(pairs))
        seen.left_over += sum(len(group) == 1 for group in way)
        if repeats(way, met, number):
            seen.repeated += 1
            if len(people) > CHECKED_UP_TO:
                seen.unchecked += 1
            else:
                seen.could_be_avoided += avoidable(people, met, vetoed, number)
        met |= dict.fromkeys(pairs, number)
        vetoed |= {pair for pair in pairs if dice.random() < 0.02}
        people = [each for each in people if dice.random() > 0.03]
        while dice.random() < 0.4 and len(people) < 60:
            people.append(fresh)
            fresh += 1


def _pairs(group: tuple[int, ...]) -> list[tuple[int, int]]:
    return [(one, two) for one in group for two in group if one < two]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else NETWORKS)
