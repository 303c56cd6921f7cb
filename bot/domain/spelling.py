"""Typing errors: which known word was meant; and the English words that are no errors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import groupby, islice
from pathlib import Path

SHORTEST = 5
SHORTEST_WRONG_VOWEL = 6
SHORTEST_WRONG_LETTER = 7
LONG = 8
_VOWELS = frozenset("aeiouy")


def may_be_mistyped(word: str) -> bool:
    """Numbers and very short words are not worth mending, and an English word is never taken for
    a typing error ("kill" is not "bill")."""
    return len(word) >= SHORTEST and word.isalpha() and not is_english(word)


def trigram_expression(word: str) -> str:
    """Words that share three letters in a row."""
    grams = dict.fromkeys(word[i : i + 3] for i in range(len(word) - 2))
    return " OR ".join(f'"{gram}"' for gram in grams)


def errors_allowed(word: str) -> int:
    return 2 if len(word) >= LONG else 1


def nearest(word: str, known: Iterable[str]) -> str | None:
    """None if none is near enough."""
    return next(iter(near(word, known)), None)


def near(word: str, known: Iterable[str]) -> list[str]:
    """Fewest slips first, then the same first letter, then the same letters in another order."""
    found = _within(errors_allowed(word), word, dict(enumerate(known)))
    letters = sorted(word)
    found.sort(key=lambda it: (it[1], it[0][:1] != word[:1], sorted(it[0]) != letters, it[0]))
    return [other for other, _, _ in found]


def swapped(word: str, other: str) -> bool:
    """Whether two words differ by the order of letters or by doubled ones alone."""
    return _undoubled(word) == _undoubled(other)


def may_mean(word: str, other: str, *, place: bool) -> bool:
    """A short word is as likely a name nobody told us ("Woking" is not "working", "Barts" not
    "parts"): there, nothing but the order and vowels may be wrong. A place is never another place:
    there, nothing but the order."""
    if swapped(word, other):
        return True
    if place or (word[0] != other[0] and not {word[0], other[0]} <= _VOWELS):
        return False
    if len(word) >= SHORTEST_WRONG_LETTER:
        return True
    left_out = len(other) == len(word) + 1  # "credt"
    replaced = len(other) == len(word) >= SHORTEST_WRONG_VOWEL  # "budgit"
    return (left_out or replaced) and _consonants(word) == _consonants(other)


def _consonants(word: str) -> list[str]:
    return [letter for letter in word if letter not in _VOWELS]


def _undoubled(word: str) -> list[str]:
    return sorted(letter for letter, _ in groupby(word))


def unknown(words: Sequence[str], known: Iterable[str]) -> list[str]:
    """The words that are worth mending and are not known."""
    there = set(known)
    return [word for word in words if may_be_mistyped(word) and word not in there]


SHORTEST_START = 3
SHORTEST_MENDED = 4


def name_index(word: str, names: Sequence[str]) -> int | None:
    """Which name a word begins, or else which single name is one slip away.

    Both are in small letters. Where two names are equally near, neither is guessed.
    """
    if len(word) < SHORTEST_START:
        return None
    for index, name in enumerate(names):
        if name.startswith(word):
            return index
    if len(word) < SHORTEST_MENDED:
        return None
    long = {index: name for index, name in enumerate(names) if len(name) >= SHORTEST_MENDED}
    near = _within(1, word, long)
    return near[0][2] if len(near) == 1 else None


def _within(slips: int, word: str, known: dict[int, str]) -> list[tuple[str, int, int]]:
    """Known words, how many slips they are away, and the key."""
    from rapidfuzz.distance import OSA  # 3 MB, and needed only when somebody mistypes
    from rapidfuzz.process import extract

    return extract(word, known, scorer=OSA.distance, score_cutoff=slips, limit=None)


# The word list of symspellpy: 82,765 words, British spellings and inflected forms among them.
# The package itself is not imported.
PACKAGE, WORDS = "symspellpy", "frequency_dictionary_en_82_765.txt"
MOST_FREQUENT = 1000
# What people type without the apostrophe, and words that are younger than the list.
ALSO = """
    adhd arent couldnt covid didnt doesnt dont hadnt hasnt havent isnt shouldnt theyre wasnt
    werent whats wouldnt youre
"""
_ALSO = frozenset(ALSO.split())
_SPEC = find_spec(PACKAGE)
if _SPEC is None or _SPEC.origin is None:  # at the start, not when somebody needs help
    raise ModuleNotFoundError(f"{PACKAGE} is not installed; `make setup` installs it")
WORD_LIST = Path(_SPEC.origin).parent / WORDS


@cache
def _listed() -> dict[str, str]:
    """By their first two letters, parted by line breaks: a set of them would take ten times the
    memory, a search through the whole file a hundred times as long."""
    text = WORD_LIST.read_text(encoding="utf-8-sig")
    found: dict[str, list[str]] = defaultdict(list)
    for line in text.splitlines():
        found[line[:2]].append(line.split(" ", 1)[0])
    return {start: "\n" + "\n".join(words) + "\n" for start, words in found.items()}


@cache
def _everyday() -> frozenset[str]:
    with WORD_LIST.open(encoding="utf-8-sig") as lines:  # the most frequent first
        return frozenset(line.split(" ", 1)[0] for line in islice(lines, MOST_FREQUENT))


def is_everyday(word: str) -> bool:
    """Whether it says little about what is meant (time, best, start)."""
    return word in _everyday()


def is_english(word: str) -> bool:
    """`word` is in small letters."""
    return word in _ALSO or f"\n{word}\n" in _listed().get(word[:2], "")
