"""Typing errors: which known word was meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

SHORTEST = 4
LONG = 8


def may_be_mistyped(word: str) -> bool:
    """Say whether a word is worth mending: numbers and very short words are not."""
    return len(word) >= SHORTEST and word.isalpha()


def trigram_expression(word: str) -> str:
    """Return the question for a trigram index: words that share three letters in a row."""
    grams = dict.fromkeys(word[i : i + 3] for i in range(len(word) - 2))
    return " OR ".join(f'"{gram}"' for gram in grams)


def errors_allowed(word: str) -> int:
    """Return how many slips of the finger a word of this length may have."""
    return 2 if len(word) >= LONG else 1


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was most likely meant, or None if none is near enough: fewest
    slips first, then the same first letter, then the same letters in another order."""
    from rapidfuzz.distance import OSA  # needed only when somebody mistypes

    most = errors_allowed(word)
    near: list[tuple[int, bool, bool, str]] = []
    for other in known:
        distance = OSA.distance(word, other, score_cutoff=most)
        if distance <= most:
            swapped = sorted(other) == sorted(word)
            near.append((distance, other[:1] != word[:1], not swapped, other))
    return min(near)[3] if near else None


def unknown(words: Sequence[str], known: Iterable[str]) -> list[str]:
    """Return the words that are worth mending and are not known."""
    there = set(known)
    return [word for word in words if may_be_mistyped(word) and word not in there]
