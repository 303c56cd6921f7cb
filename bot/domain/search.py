"""From what a person types to what the full-text index is asked (ordering: search_order.py).

What is typed is text and nothing else: every word is quoted, so `*`, `NEAR` or a quotation mark
mean nothing to the index. Nothing here is kept.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType

from bot.domain.library import Entry, Kind, successors
from bot.domain.spelling import is_everyday, may_mean, nearest

LONGEST_QUERY = 200
MOST_WORDS = 12
LONGEST_NAME_WORDS = 6
SHORTEST_PREFIX = 4
SHORTEST_PART = 3
SHORTEST_HALF = 4
SHORTEST_MISTYPED = 6
TELLING = 1.2
EVERYDAY_WORTH = 0.7
FIELD = "#"
# What people call an entry of that kind ("a question about racism").
CALLED = {Kind.QUESTION: "question to ask"}
STOP_WORDS = """
    a about am an and any are as at be became become been being by can could did do does
    each for from get give got had happened happens has have he her him his how i if im in into
    is isnt it its kind like me mean means meant meaning mine my need of off on or our please say
    she should so some stand stands still tell than that the their them there they thing things
    this to today up us use used want was we were what whats when where which who whom whose why
    will with would you your explain definition find show
    but cos id ill ok okay these those until versus vs while yet
    arent cant couldnt didnt hadnt hasnt havent hes shes shouldnt theyre theyve wasnt werent wont
    wouldnt weve youre youve
    monday tuesday wednesday thursday friday saturday sunday tomorrow tonight yesterday
    actually again also anything hello hi just maybe please really something thank thanks
    anyone doesnt dont im ive number people phone ring somebody someone supposed
"""
# Forms that the index's stemmer does not know.
IRREGULAR = """
    bring brought, build built, buy bought, child children, choose chose chosen, deal dealt,
    die dying dead, draw drew drawn, feel felt, fight fought, forget forgot forgotten,
    grow grew grown, hear heard, hide hid hidden, hold held, keep kept, know knew known, lead led,
    leave left, lose lost, make made, man men, meet met, pay paid, person people, send sent,
    shake shook, sit sat, sleep slept, speak spoke spoken, spend spent, steal stole stolen,
    take took taken, teach taught, tear tore torn, think thought, throw threw thrown,
    understand understood, wake woke, wear wore worn, win won, woman women, write wrote written
"""
_KIN = {word: group.split() for group in IRREGULAR.split(",") for word in group.split()}
_STOP = frozenset(STOP_WORDS.split())
_LONG_STOP = [word for word in _STOP if len(word) >= SHORTEST_MISTYPED]
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Wanted:
    """One word that was typed: its two forms, as typed and singular, its other forms (funding,
    funded), and what else it is called. What few entries have tells more: `weight`."""

    word: str
    exact: tuple[str, str]
    prefix: str
    synonyms: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    weight: float = 1.0


def same_names(entries: Iterable[Entry]) -> set[tuple[str, str]]:
    """Pairs of names that mean the same, both ways: short and long, old and new."""
    known = {entry.key: entry for entry in entries}
    pairs: set[tuple[str, str]] = set()
    for entry in known.values():
        names = [plain(name) for name in entry.names]
        for key in successors(entry):
            if key in known:
                names += [plain(name) for name in known[key].names]
        pairs |= {(one, other) for one in names for other in names if _tells_more(one, other)}
    return pairs


def _tells_more(name: str, other: str) -> bool:
    return bool(name) and bool(other) and f" {name} " not in f" {other} "


def plain(text: str) -> str:
    """Lower case, without accents, parted by one space."""
    if not text.isascii():  # most are, and there are thousands at the first start
        marks = unicodedata.normalize("NFKD", text)
        text = "".join(mark for mark in marks if not unicodedata.combining(mark))
    return " ".join(_WORD.findall(text.casefold()))


def index_texts(entry: Entry) -> tuple[str, ...]:
    """Title, other names, everyday words, tags, description, kind, and all their words in plain,
    the names first, between bars."""
    names = " ".join(entry.names[1:])
    tags = f"{entry.tags} {entry.publisher} {entry.year}"
    title, about = entry.title, f"{entry.about} {entry.note} {entry.question}"
    if entry.kind in (Kind.QUESTION, Kind.MOMENT):  # a sentence, in which each word says little
        title, about = "", f"{title} {about}"
    barred = "|".join(plain(name) for name in entry.names)
    texts = (title, names, f"{entry.words}, {CALLED.get(entry.kind, '')}", tags, about)
    fields = FIELD.join(f" {plain(text)} " for text in texts)
    return (*texts, _mark_of(entry.kind), f"|{barred}|{FIELD}{fields}")


def _mark_of(kind: Kind) -> str:
    return f"kind{kind.value}"


def only(kinds: Sequence[Kind], asked: str) -> str:
    if set(kinds) == set(Kind):
        return asked
    marks = " OR ".join(f'"{_mark_of(kind)}"' for kind in kinds)
    return f"({asked}) AND kind : ({marks})"


def words_of(query: str) -> list[str]:
    """The words worth looking for; all of them if none is left."""
    return _telling(query)[:MOST_WORDS]


def is_cut(query: str) -> bool:
    """Whether more was typed than is looked for."""
    return len(query) > LONGEST_QUERY or len(_telling(query)) > MOST_WORDS


def _telling(query: str) -> list[str]:
    whole = query[:LONGEST_QUERY]
    if len(query) > LONGEST_QUERY:  # not a word that is cut in two
        whole = whole.rpartition(" ")[0] or whole
    every = plain(whole).split()
    return list(dict.fromkeys([word for word in every if word not in _STOP] or every))


def says_nothing(mistyped: str) -> bool:
    """Whether it is one of the words that are not looked for, mistyped ("somthing", "tomorow")."""
    meant = nearest(mistyped, _LONG_STOP)
    return meant is not None and may_mean(mistyped, meant, place=False)


def spans_of(query: str) -> list[str]:
    """Every run of words in the query that could be a name with synonyms."""
    every = plain(query[:LONGEST_QUERY]).split()[: 2 * MOST_WORDS]
    runs = [
        " ".join(every[start:end])
        for start in range(len(every))
        for end in range(start + 1, min(start + LONGEST_NAME_WORDS, len(every)) + 1)
    ]
    return list(dict.fromkeys([*runs, *(_singular(word) for word in every)]))


def pairs_of(query: str) -> dict[str, tuple[str, str]]:
    """Two words beside each other that may be one in the library (still birth, job centre)."""
    every = plain(query[:LONGEST_QUERY]).split()[: 2 * MOST_WORDS]
    return {
        one + other: (one, other)
        for one, other in pairwise(every)
        if len(one) >= SHORTEST_PART and len(other) >= SHORTEST_PART
    }


def join(words: Sequence[str], pairs: Mapping[str, tuple[str, str]]) -> list[str]:
    """`words` with each pair written as the one word that it is."""
    joined = list(words)
    for one, parts in pairs.items():
        places = [place for place, word in enumerate(joined) if word in parts]
        if places:
            joined[places[0]] = one
            joined = [word for word in joined if word not in parts]
    return joined


def halves_of(word: str) -> list[tuple[str, str]]:
    """One word that may be two in the library (waterbirth)."""
    ends = range(SHORTEST_HALF, len(word) - SHORTEST_HALF + 1)
    return [(word[:end], word[end:]) for end in ends]


def wanted(
    words: Sequence[str],
    also: Mapping[str, Sequence[str]],
    forms: Mapping[str, Mapping[str, int]] = MappingProxyType({}),
    entries: int = 1,
    *,
    typing: bool,
) -> list[Wanted]:
    """`also` has other names for the query's runs of words, `forms` the forms of each word and how
    many of the `entries` have them.

    While somebody is `typing`, the last word may be unfinished.
    """
    found = []
    for place, word in enumerate(words):
        unfinished = typing and place == len(words) - 1
        stem = _singular(word)
        prefix = word if unfinished else stem if begins(word) else ""
        others = [
            other
            for run, names in also.items()
            if word in run.split() or stem == run
            for other in names
        ]
        known = forms.get(word, {})
        weight = math.log((entries + 1) / (min(entries, sum(known.values())) + 0.5))
        if is_everyday(word):  # rare here by chance ("many", "big")
            weight *= EVERYDAY_WORTH
        names = tuple(dict.fromkeys(others))
        found.append(Wanted(word, (word, stem), prefix, names, tuple(known), max(weight, 0.1)))
    return found


def begins(word: str) -> bool:
    """Whether it finds what begins with it, where nobody is typing any more."""
    return len(_singular(word)) >= SHORTEST_PREFIX


def kin_of(words: Iterable[str]) -> dict[str, list[str]]:
    """The irregular forms of each (paid, pay)."""
    kin = {word: _KIN.get(word) or _KIN.get(_singular(word)) or [] for word in words}
    return {word: [form for form in forms if form != word] for word, forms in kin.items()}


def both_forms(words: Iterable[str]) -> list[str]:
    """As typed and in the singular."""
    return list(dict.fromkeys(form for word in words for form in (word, _singular(word))))


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def expression(wants: Sequence[Wanted], *, typing: bool = False) -> str:
    """For the full-text index: any of the words, each one quoted; to be quick, none that a third
    of the entries have beside one that tells more. It counts when they are ordered.

    While somebody types, names alone are looked at, to be quick.
    """
    telling = [want for want in wants if want.weight >= TELLING]
    asked = telling if any(want.others for want in telling) else wants
    any_of_them = " OR ".join(dict.fromkeys(form for want in asked for form in _forms(want)))
    return f"{{title names}} : ({any_of_them})" if typing else any_of_them


def strict_expression(wants: Sequence[Wanted]) -> str:
    """While somebody types: every word, and not in the description."""
    every = " AND ".join(f"({' OR '.join(_forms(want))})" for want in wants)
    return f"{{title names words tags}} : ({every})"


def _forms(want: Wanted) -> list[str]:
    own = [f'"{want.prefix}" *'] if want.prefix else [f'"{form}"' for form in want.exact]
    others = [
        f'"{form}"'
        for form in want.others
        if not want.prefix or form[: len(want.prefix)] != want.prefix
    ]
    return list(dict.fromkeys([*own, *others, *(f'"{name}"' for name in want.synonyms)]))


def is_named(typed: str, entry: Entry) -> bool:
    """One of the entry's names (or its key), and nothing else."""
    asked = {plain(typed), " ".join(words_of(typed))}
    return typed.strip() == entry.key or any(plain(name) in asked for name in entry.names)


def means_exactly(typed: str, entry: Entry) -> bool:
    """Whether one of the entry's names (or its key) stands in what was typed."""
    if typed.strip() == entry.key:
        return True
    whole, telling = f" {plain(typed)} ", f" {' '.join(words_of(typed))} "
    names = (f" {plain(name)} " for name in entry.names)
    return any(name in whole or name in telling for name in names)
