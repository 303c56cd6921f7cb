"""How finds are ordered, which of them are good, and whether one holds all that was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from bot.domain.library import Kind, Label, is_stale
from bot.domain.search import FIELD, Wanted
from bot.domain.spelling import is_english

CANDIDATES = 50
GOOD = 0.45
FITS = 0.37
MOSTLY = 5
SHORTEST_TELLING = 3
# Where a word stands: title, other names, everyday words, tags, description.
FIELD_WORTH = (1.0, 1.0, 0.95, 0.6, 0.5)
FORM_WORTH = 0.95
PREFIX_WORTH = 0.85
SYNONYM_WORTH = 0.8
TOGETHER_WORTH = 0.2
SCORE_WORTH = 0.02
NAMED_EXACTLY = 4.0
STALE_WORTH = 0.6
# A question to ask, or a moment of the year, comes after a paper that says as much.
TO_ASK_WORTH = 0.9
LABEL_WORTH = {Label.PAST_POLICY: 0.85, Label.AIMS_POSITION: 0.85, Label.BACKGROUND: 0.9}


@dataclass(frozen=True)
class Candidate:
    """`score` is bm25 (lower is better), `plain` all its words."""

    id: int
    key: str
    title: str
    kind: Kind
    label: Label | None
    core: bool
    looked_at: date | None
    recheck_days: int
    score: float
    plain: str


def in_order(
    candidates: Sequence[Candidate], wants: Sequence[Wanted], today: date
) -> list[Candidate]:
    """Best first: how much of what was typed is there, then how fresh it is."""
    typed = {" ".join(words) for words in zip(*(want.exact for want in wants), strict=True)}
    beside = [f" {one.word} {other.word} " for one, other in pairwise(wants)]
    worth = {one.id: _worth(one, wants, typed, beside, today) for one in candidates}
    return sorted(candidates, key=lambda found: -worth[found.id])


def named_first(ordered: Sequence[Candidate], wants: Sequence[Wanted]) -> list[Candidate]:
    """Whoever asks what a word means has typed its name, perhaps among others."""
    forms = [f"|{form}|" for want in wants for form in want.exact]
    return sorted(ordered, key=lambda one: not any(form in one.plain for form in forms))


def _worth(
    found: Candidate,
    wants: Sequence[Wanted],
    typed: set[str],
    beside: Sequence[str],
    today: date,
) -> float:
    share = covered(found, wants)
    together = sum(pair in found.plain for pair in beside) / max(1, len(beside))
    # What stands often or in a short text, by bm25, decides between those that hold as much.
    worth = share * share * (1 - SCORE_WORTH * found.score) * (1 + TOGETHER_WORTH * together)
    if any(f"|{name}|" in found.plain for name in typed):
        worth *= NAMED_EXACTLY
    # A line that is stale hides its number, and is as needed as ever.
    if found.kind is not Kind.LINE and is_stale(found.looked_at, found.recheck_days, today):
        worth *= STALE_WORTH
    if found.label is not None:
        worth *= LABEL_WORTH.get(found.label, 1.0)
    if found.kind in (Kind.QUESTION, Kind.MOMENT):
        worth *= TO_ASK_WORTH
    return worth * (1.1 if found.core else 1.0)


def covered(found: Candidate, wants: Sequence[Wanted]) -> float:
    """How much of what was typed the entry is about, from 0 to 1; what few entries have counts
    more, so that initials that stand everywhere do not hide the topic beside them."""
    every = sum(want.weight for want in wants)
    return sum(want.weight * _about(want, found.plain) for want in wants) / every if every else 0.0


def _about(want: Wanted, words: str) -> float:
    best = 0.0
    for form, worth in _forms(want):
        if worth <= best:
            break
        # The fields stand in the order of their worth, so where it stands first counts.
        place = words.find(form)
        if place >= 0:
            field = max(0, words.count(FIELD, 0, place) - 1)
            best = max(best, worth * FIELD_WORTH[field])
    return best


def _forms(want: Wanted) -> list[tuple[str, float]]:
    found = [(f" {form} ", 1.0) for form in want.exact]
    found += [(f" {form} ", FORM_WORTH) for form in want.others]
    found += [(f" {want.prefix}", PREFIX_WORTH)] if want.prefix else []
    return found + [(f" {name} ", SYNONYM_WORTH) for name in want.synonyms]


def good(ordered: Sequence[Candidate], wants: Sequence[Wanted]) -> int:
    """How many of them answer as well as the best, or nearly."""
    least = GOOD * covered(ordered[0], wants) if ordered else 0.0
    return next((n for n, one in enumerate(ordered) if covered(one, wants) < least), len(ordered))


def best(
    ordered: Sequence[Candidate],
    wants: Sequence[Wanted],
    left_out: Sequence[str] | None,
    *,
    lines: bool,
) -> list[int]:
    """The numbers of those worth showing. `left_out` are the words that are not known, None where
    something is shown in any case; with `lines` no line to ring is left away."""
    if left_out is not None and is_chance(ordered, wants, left_out):
        kept = [one for one in ordered if lines and one.kind is Kind.LINE]
    else:
        kept = list(ordered if lines else ordered[: good(ordered, wants)])
    return [one.id for one in kept]


def is_chance(
    ordered: Sequence[Candidate], wants: Sequence[Wanted], left_out: Sequence[str]
) -> bool:
    """Whether the best hold so little of what was typed, of which a part is not known, that they
    hold it by chance ("broadband outage")."""
    lost = [word for word in left_out if len(word) >= SHORTEST_TELLING and word.isalpha()]
    if not lost:  # to hide an answer is worse than to show filler
        return False
    known = [want for want in wants if want.word not in left_out]
    if len(known) >= MOSTLY * len(lost):
        return False
    unknown = [want for want in wants if want.word in lost]
    names = [f"|{form}|" for want in known for form in want.exact]
    if any(name in one.plain for one in ordered for name in names):
        return False
    told = [_doubted(want) if want.word in lost else want for want in (*known, *unknown)]
    holds = max((covered(one, told) for one in ordered), default=0.0)
    return holds <= FITS


def _doubted(want: Wanted) -> Wanted:
    """What is no English word may be a known one that was mistyped."""
    return want if is_english(want.word) else replace(want, weight=want.weight / 2)


def covers_all(found: Candidate, wants: Sequence[Wanted]) -> bool:
    """Whether each word stands there as it was typed, or by another name. Other forms do not count:
    who is sure is shown fewer urgent numbers ("cutting" is not about cuts)."""
    return all(_stands(want, found.plain) for want in wants)


def _stands(want: Wanted, words: str) -> bool:
    if want.prefix and f" {want.prefix}" in words:
        return True
    return any(f" {name} " in words for name in (*want.exact, *want.synonyms))
