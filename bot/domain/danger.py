"""Words of danger in what a person types, so that help stands before anything else.

It only ever adds lines for that one person. Nothing is held back, kept, counted or told to anybody.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from bot.domain.spelling import is_english, nearest

WORDS = Path(__file__).parents[1] / "content" / "danger_words.toml"
LONGEST_READ = 4000
SHORTEST_SLIP = 4
# In a longer text a single word such as "fall" says nothing; phrases always count.
FEW_WORDS = 6
PEOPLE = """
    i im ive id me my myself he she hes shes him her his we us baby babys husband hubby wife
    partner boyfriend girlfriend ex mum dad sister friend mate somebody someone they nobody
"""
ASKING = """
    how what whats who whos where wheres when which why can could do does did is are was should
    shall will would may has have
"""
NOT = "not isnt arent aint wasnt werent dont doesnt didnt"
_NOT = frozenset({"not", "dont", "doesnt"})
_PEOPLE, _ASKING = frozenset(PEOPLE.split()), frozenset(ASKING.split())
_INSIDE = re.compile(r"['’‘`´]")
_WORD = re.compile(r"[^\W_]+")
_LONG_DRAWN = re.compile(r"([^\W\d_])\1{2,}")  # heeeelp
# What is written in several ways: the way in which content/danger_words.toml writes it.
_WRITTEN = {
    "my self": "myself",
    "her self": "herself",
    "him self": "himself",
    "i am": "im",
    "no one": "nobody",
    "any more": "anymore",
    "can not": "cant",
    "cannot": "cant",
    "could not": "cant",
    "couldnt": "cant",
    "do not": "dont",
    "did not": "didnt",
    "does not": "doesnt",
    "is not": "isnt",
    "are not": "arent",
    "was not": "wasnt",
    "has not": "hasnt",
    "have not": "havent",
    "will not": "wont",
    "want to": "wanna",
    "going to": "gonna",
    "bout": "about",
    "u": "you",
}


class Kind(StrEnum):
    """The most pressing first."""

    OVERDOSE = "overdose"
    BODY = "body"
    ABUSE = "abuse"
    CHILD = "child"
    MIND = "mind"
    MEDICINE = "medicine"
    NAMED = "named"  # one of the three is asked for by name or number


@dataclass(frozen=True)
class Danger:
    """`certain`: its words cannot be those of a paper's title."""

    kinds: tuple[Kind, ...]
    certain: bool


def danger_in(text: str) -> Danger | None:
    words = _words(text)
    said = _pattern("harmless", "said").sub(_allowed, f" {' '.join(words)} ")
    found = tuple(kind for kind in Kind if _pattern("phrases", kind).search(said))
    if found:
        return Danger(found, certain=True)
    if len(words) <= FEW_WORDS:
        found = tuple(kind for kind in Kind if _alone(kind) & set(words))
    return Danger(found, certain=False) if found else None


def _allowed(phrase: re.Match[str]) -> str:
    """Who may not sleep beside a baby is not sleepless, who gets no papers is not lost; whatever
    else is said still counts."""
    return re.sub(" (cant|help me)", "", phrase[0], count=1)


def danger_in_form(texts: Iterable[str]) -> tuple[Kind, ...]:
    """To name a number in a form is no danger, nor is the subject of a call ("Postnatal ward")."""
    found = [danger_in("" if _is_subject(text) else text) for text in texts]
    kinds = {kind for danger in found if danger for kind in danger.kinds} - {Kind.NAMED}
    return tuple(kind for kind in Kind if kind in kinds)


def _is_subject(text: str) -> bool:
    """Say whether only words that are subjects of meetings stand in it, and nobody is spoken of."""
    danger = danger_in(text)
    if danger is None or danger.certain or speaks_of_people(text):
        return False
    alone = frozenset(word for kind in Kind for word in _alone(kind))
    return frozenset(_book()["subjects"]["words"].split()).issuperset(alone & set(_words(text)))


def is_personal(text: str) -> bool:
    """Say whether somebody speaks of themselves or of somebody close to them, and does not ask."""
    words = _words(text)
    return bool(words) and words[0] not in _ASKING and not _PEOPLE.isdisjoint(words)


def speaks_of_people(text: str) -> bool:
    """Of themselves or of somebody close to them."""
    return not _PEOPLE.isdisjoint(_words(text))


def speaks_up(text: str) -> bool:
    """Whether who to ring may be what somebody needs: then no find is left away."""
    return danger_in(text) is not None or speaks_of_people(text)


def may_be_title(text: str, unknown: Iterable[str]) -> bool:
    """Say whether a text with a word of danger may be that of a paper ("cutting our funding"): it
    speaks of nobody, and `unknown`, what the library does not know of it, is that word alone."""
    alone = frozenset(word for kind in Kind for word in _alone(kind))
    two = len(text.split()) > 1
    return two and not speaks_of_people(text) and alone.issuperset(_words(" ".join(unknown)))


def _words(text: str) -> list[str]:
    """Without case, accents, apostrophes or slips of the finger."""
    # Cut once more: a single sign can become eighteen letters.
    bare = unicodedata.normalize("NFKD", text[:LONGEST_READ])[:LONGEST_READ]
    shown = "".join(mark for mark in bare if unicodedata.category(mark) not in ("Mn", "Cf"))
    found = _WORD.findall(_INSIDE.sub("", shown.casefold()))
    every = [_LONG_DRAWN.sub(r"\1", word) for word in found]
    said = f" {' '.join(every)} "
    for one_way, ours in _WRITTEN.items():
        said = said.replace(f" {one_way} ", f" {ours} ")
    return [_meant(word) for word in said.split()]


def _meant(word: str) -> str:
    """English words are left as they are."""
    if len(word) < SHORTEST_SLIP or word in _vocabulary() or is_english(word):
        return word
    return nearest(word, _vocabulary()) or word


@cache
def _book() -> dict[str, dict[str, str]]:
    """`sets`, `phrases`, `harmless` and `alone`, read when somebody first types something."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


@cache
def _vocabulary() -> frozenset[str]:
    book = _book()
    texts = " ".join(text for part in book.values() for text in part.values())
    words = (word.strip("*?") for word in re.split(r"[\s/]+", texts) if "{" not in word)
    return frozenset(word for word in words if len(word) >= SHORTEST_SLIP)


@cache
def _alone(kind: Kind) -> frozenset[str]:
    return frozenset(_book()["alone"].get(kind, "").split())


@cache
def _pattern(part: str, name: str) -> re.Pattern[str]:
    lines = _book()[part][name].format_map(_book()["sets"]).strip().splitlines()
    # A space stands before each word and after the last; what follows may begin with that one.
    patterns = ("".join(_part(part) for part in line.split()) for line in lines)
    return re.compile(f"(?:{'|'.join(patterns)})(?= )")


def _part(part: str) -> str:
    # The signs are explained at the head of content/danger_words.toml.
    if part == "~":
        return r"(?: \w+){0,5}?"
    listed = part.lstrip("?").split("/")
    if not _NOT.isdisjoint(listed):  # of whomever it is said: "is not safe" is written "isnt safe"
        listed += NOT.split()
    words = "|".join(word.replace("*", r"\w*") for word in listed)
    return f"(?: (?:{words}))" + ("?" if part[0] == "?" else "")
