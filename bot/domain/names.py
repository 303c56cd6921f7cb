"""Which of a few names was written: shortened, or with one slip of the finger."""

from __future__ import annotations

from collections.abc import Sequence

SHORTEST_START = 3
SHORTEST_MENDED = 4


def name_index(word: str, names: Sequence[str]) -> int | None:
    """Return which name a word begins, or else which single name is one slip away; or None.

    Both are in small letters. Where two names are equally near, neither is guessed.
    """
    if len(word) < SHORTEST_START:
        return None
    for index, name in enumerate(names):
        if name.startswith(word):
            return index
    near = _one_slip_away(word, names) if len(word) >= SHORTEST_MENDED else []
    return near[0] if len(near) == 1 else None


def _one_slip_away(word: str, names: Sequence[str]) -> list[int]:
    """Return the long enough names that differ by one letter, or by two that are swapped."""
    from rapidfuzz.distance import OSA  # needed only when somebody mistypes

    return [
        index
        for index, name in enumerate(names)
        if len(name) >= SHORTEST_MENDED and OSA.distance(word, name, score_cutoff=1) <= 1
    ]
