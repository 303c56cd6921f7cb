"""Which place a person means: whole names only. A place is never mended into another; what is not
known is said to be unknown."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.domain.library import Entry, Kind, parts
from bot.domain.search import LONGEST_QUERY, STOP_WORDS, plain
from bot.domain.spelling import is_english

LONGEST_NAME_WORDS = 9
MOST_UNKNOWN_WORDS = 4
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`.]")
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
_LEFT_OUT = frozenset(("hospital", "hospitals", "the", "and"))
# With one of these beside it, whatever else was typed is meant as a place.
_ASKS_FOR_A_PLACE = """
    hospital hospitals infirmary trust trusts icb icbs board boards mnvp mvp mnvps mvps
"""
_OF_PLACES = frozenset(_ASKS_FOR_A_PLACE.split())
_AROUND = frozenset(
    f"""
    {STOP_WORDS} nhs foundation maternity unit units ward labour wards partnership voices lmns lms
    region area town city covers cover covering run runs pay pays belong belongs comes come under
    charge responsible near nearest closest local having baby birth births born live lives living
    give giving gives centre new
    """.split()
) | (_OF_PLACES - {"infirmary"})
_OF_THE_PAST = frozenset(("became", "become", "happened", "happens", "replaced", "former"))
# Words of names that also stand in other names.
_PARTS_OF_NAMES = """
    st saint north south east west upper lower great little old upon by royal general market bishop
    isle bay sea park
"""
_HALF_A_NAME = frozenset(_PARTS_OF_NAMES.split())


def compared(name: str) -> str:
    """A name without regard to case, apostrophes, dots and the word hospital."""
    words = plain(_APOSTROPHES.sub("", name)).split()
    kept = [word for word in words if word not in _LEFT_OUT] or words
    return " ".join("st" if word == "saint" else word for word in kept)


def names_of(entry: Entry) -> set[str]:
    """Every whole name by which a place is found; a unit's town is one of them."""
    if entry.kind is not Kind.PLACE:
        return set()
    towns = [town.removeprefix("near ") for town in parts(entry.full_name)]
    every = [*entry.names, *towns, entry.full_name]
    every += [_IN_BRACKETS.sub("", name) for name in every]
    return {name for name in map(compared, every) if name}


def names_in(query: str) -> list[str]:
    """What may be the name of a place, the longest first: all that was typed, but for words around
    it that ask for a place or say nothing."""
    words = _words(query)
    if not _OF_THE_PAST.isdisjoint(words):  # "what became of Frimley" is about a board
        return []
    runs = [
        (start, end)
        for start in range(len(words))
        for end in range(start + 1, min(start + LONGEST_NAME_WORDS, len(words)) + 1)
        if _AROUND.issuperset((*words[:start], *words[end:]))
    ]
    runs.sort(key=lambda run: run[0] - run[1])
    names = [compared(" ".join(words[start:end])) for start, end in runs]
    return list(dict.fromkeys(name for name in names if name))


def halves_of(name: str) -> list[tuple[str, str]]:
    """Each way to read two names in one ("jimmys in leeds")."""
    words = name.split()
    halves = [(words[:end], words[end:]) for end in range(1, len(words))]
    return [(" ".join(a), " ".join(b).removeprefix("in ")) for a, b in halves]


def unknown_in(
    query: str, left_out: Collection[str], searched: Collection[str], *, bare: bool = True
) -> str:
    """The place that was asked for, where the library knows none of that name; "" where no place
    was asked for. A name alone is taken for a place where `bare` ones are.

    `left_out` are the words that the library does not know, `searched` what it took them for.
    """
    words = _words(query)
    rest = list(words)
    while rest and rest[0] in _AROUND:
        rest.pop(0)
    while rest and rest[-1] in _AROUND:
        rest.pop()
    if not 0 < len(rest) <= MOST_UNKNOWN_WORDS or not all(map(str.isalpha, rest)):
        return ""
    cue = not _OF_PLACES.isdisjoint(words)
    mended = {word for word in rest if searched and word not in searched} if cue else set()
    unknown = {word for word in rest if word in left_out or word in mended}
    if not any(not is_english(word) for word in unknown):
        return ""
    known = set(rest) - unknown - _HALF_A_NAME - _OF_PLACES
    if known and mended.issuperset(unknown):  # a slip among other words that we know
        return ""
    return " ".join(rest).title() if cue or (bare and not known) else ""


def _words(query: str) -> list[str]:
    return plain(_APOSTROPHES.sub("", query[:LONGEST_QUERY])).split()


def shown_apart(places: Sequence[Entry]) -> list[Entry]:
    """Those worth showing: a trust goes without saying where a unit of its own is shown."""
    run_by = {place.publisher for place in places if place.publisher}
    return [place for place in places if place.title not in run_by]


def boards_of(place: Entry) -> list[str]:
    """Keys of boards."""
    return parts(place.see)
