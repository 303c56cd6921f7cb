"""Finding things in the library, and keeping it in line with what comes with the program."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import db.library as rows
import db.library_index as index
import db.library_upkeep as upkeep
from bot.clock import Now
from bot.domain import search, search_order, spelling
from bot.domain.danger import danger_in, speaks_up
from bot.domain.errors import UserError
from bot.domain.library import Beside, Entry, Kept, Kind, check_kept, is_key, successors
from bot.domain.search import Wanted
from bot.domain.search_order import Candidate
from bot.domain.support import FIRST
from db.database import Database, Transaction

MOST_FINDS = 12
BEST = 3
FAVOURITES = 15
CLOSE = 0.4
SUGGESTED = 25
EVERY_KIND = tuple(Kind)
GONE = "That entry is no longer in the library. `/resource find` shows what there is now."

REPORTED = (
    "Thank you. Somebody has reported a problem with this one, so coordinators look at it first."
)
RUNG_BY_COORDINATORS = (
    "Coordinators check the numbers of support lines, by ringing them. If something is wrong with"
    " this one, please tell them with `Something's wrong`."
)


@dataclass(frozen=True)
class Finds:
    """What was found, best first: a few entries, and the numbers of further ones.

    Where something was mistyped, `searched` is what was looked for instead, in words of the
    library; `left_out` are the words that it does not know, `unseen` those that stand nowhere as
    they were typed, even if another form of them does. `close` is False when the best find
    holds little of what was typed, and where it holds next to nothing, all are `more`; `whole` are
    those that hold all of it, the best first.
    """

    found: tuple[Kept, ...] = ()
    more: tuple[int, ...] = ()
    searched: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    close: bool = False
    whole: tuple[Kept, ...] = ()
    unseen: tuple[str, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether the best find holds everything as it was typed."""
        return bool(self.found) and not self.searched and self.found[0] in self.whole


@dataclass(frozen=True)
class Asked:
    """What is looked for; of the rest see `Finds`. `joined`: two words were taken for one."""

    wants: list[Wanted]
    searched: tuple[str, ...]
    left_out: tuple[str, ...]
    unseen: tuple[str, ...]
    joined: bool


@dataclass(frozen=True)
class Card:
    kept: Kept
    newer: tuple[str, ...] = ()
    older: tuple[str, ...] = ()
    related: tuple[Beside, ...] = ()
    see: tuple[Beside, ...] = ()


class Library:
    """Use cases of readers. Nothing that is searched for is kept."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database = database
        self._now = now

    def today(self) -> date:
        """Checks are judged by the date in UTC."""
        return self._now().date()

    async def seed(self, entries: Iterable[Entry]) -> int:
        """Bring in what comes with the program; what a coordinator changed stays, but for the
        first three of the support lines. Returns how many entries were new or different."""
        async with self._database.transaction() as tx:
            there = {kept.entry.key: kept for kept in await rows.everything(tx)}
            news = [new for entry in entries if (new := _renewed(entry, there.get(entry.key)))]
            await rows.put(tx, news, touched=False)
            mended = [entry for entry in FIRST if await rows.put_right(tx, entry)]
            await index.reindex(tx)  # also where nothing is new: a migration may have emptied it
        return len({entry.key for entry in (*news, *mended)})

    async def three_stand(self) -> bool:
        """Whether 999, 111 option 2 and Samaritans are stored as they are shown; they are not
        where somebody wrote to the database past the forms and files."""
        async with self._database.reading() as tx:
            return not any([await rows.differs(tx, entry) for entry in FIRST])

    async def find(self, query: str, kinds: Sequence[Kind] = EVERY_KIND) -> Finds:
        """Best first. An entry's own key finds that entry alone."""
        words = search.words_of(query)
        if not words:
            return Finds()
        async with self._database.reading() as tx:
            if (named := await self._named(tx, query, kinds)) is not None:
                return Finds((named,), close=True, whole=(named,))
            asked = await self._wants(tx, query, typing=False)
            wants = asked.wants
            candidates = await index.look_up(tx, search.only(kinds, search.expression(wants)))
            ordered = search_order.in_order(candidates, wants, self.today())
            if Kind.TERM in kinds and Kind.RESOURCE not in kinds:
                ordered = search_order.named_first(ordered, wants)
            ids = [one.id for one in ordered[:MOST_FINDS]]
            holds = search_order.covered(ordered[0], wants) if ordered else 0.0
            lost = asked.left_out if Kind.RESOURCE in kinds else None
            best = search_order.best(ordered[:BEST], wants, lost, lines=speaks_up(query))
            holding = [one.id for one in ordered if search_order.covers_all(one, wants)]
            holding = holding[:MOST_FINDS]
            if search.is_cut(query) or (asked.joined and danger_in(query)):
                holding = []
            kept = await rows.by_ids(tx, list(dict.fromkeys([*best, *holding])))
        close = holds >= CLOSE
        found = _each_once([one for one in kept if one.id in best])
        whole = tuple(one for one in kept if one.id in holding)
        more = tuple(one for one in ids if one not in best)
        return Finds(found, more, asked.searched, asked.left_out, close, whole, asked.unseen)

    async def _named(self, tx: Transaction, query: str, kinds: Sequence[Kind]) -> Kept | None:
        key = query.strip()
        if not is_key(key) or "-" not in key:  # one word is a word: an entry may be called "help"
            return None
        kept = await rows.by_key(tx, key)
        hidden = kept is None or kept.entry.retired or kept.entry.kind not in kinds
        return None if hidden else kept

    async def suggest(self, typed: str, kinds: Sequence[Kind] = EVERY_KIND) -> list[Candidate]:
        """Nothing for nothing."""
        words = search.words_of(typed)
        if not words:
            return []
        async with self._database.reading() as tx:
            wants = (await self._wants(tx, typed, typing=True)).wants
            found = await index.look_up(
                tx, search.only(kinds, search.strict_expression(wants)), SUGGESTED
            )
            if not found:
                loose = search.expression(wants, typing=True)
                found = await index.look_up(tx, search.only(kinds, loose), SUGGESTED)
        return search_order.in_order(found, wants, self.today())

    async def _wants(self, tx: Transaction, text: str, *, typing: bool) -> Asked:
        words, pairs = search.words_of(text), search.pairs_of(text)
        begun, spans = search.both_forms(words), search.spans_of(text)
        known = await index.vocabulary(tx, [*words, *pairs], begun, spans, search.kin_of(words))
        there = {w: known.begun if typing or search.begins(w) else known.forms[w] for w in words}
        unseen = tuple(w for w in words if not any(f in there[w] for f in search.both_forms([w])))
        joined = [pair for pair in pairs if pair in known.forms[pair]]
        lost = [w for w in unseen if not known.forms[w]]
        mended = await self._mend(tx, lost)
        said = [word for w in words if w not in lost or w in mended for word in mended.get(w, [w])]
        left_out = tuple(w for w in lost if w not in mended)
        words = [new for word in words for new in mended.get(word, [word])] or words
        if mended:
            more = await index.vocabulary(tx, words, words, words, search.kin_of(words))
            known = replace(more, synonyms={**known.synonyms, **more.synonyms})
        also = known.synonyms | {pair: [" ".join(pairs[pair])] for pair in joined}
        words = search.join(words, {pair: pairs[pair] for pair in joined})
        wants = search.wanted(words, also, known.forms, known.entries, typing=typing)
        return Asked(
            wants, tuple(said if any(mended.values()) else ()), left_out, unseen, bool(joined)
        )

    async def favourites(self) -> list[tuple[str, str]]:
        async with self._database.reading() as tx:
            return await rows.favourites(tx, FAVOURITES)

    async def _mend(self, tx: Transaction, unknown: list[str]) -> dict[str, list[str]]:
        mended: dict[str, list[str]] = {}
        for word in unknown:
            if not spelling.may_be_mistyped(word):
                continue
            if search.says_nothing(word):
                mended[word] = []
            elif meant := await self._halves(tx, word) or await self._meant(tx, word):
                mended[word] = meant
        return mended

    async def _halves(self, tx: Transaction, word: str) -> list[str]:
        """Two words of the library that were typed as one."""
        pairs = search.halves_of(word)
        if not pairs or danger_in(word) is not None:
            return []
        halves = [half for pair in pairs for half in pair]
        known = (await index.vocabulary(tx, halves, halves, halves)).forms
        return next(([*pair] for pair in pairs if all(h in known[h] for h in pair)), [])

    async def _meant(self, tx: Transaction, word: str) -> list[str]:
        few = spelling.errors_allowed(word)
        near = await index.near_words(tx, word)
        near += await index.words_beginning(tx, word[0], len(word) - few, len(word) + few)
        likely = spelling.near(word, near)
        places = await index.places_among(tx, likely)
        return [w for w in likely if spelling.may_mean(word, w, place=w in places)][:1]

    async def get(self, entry_id: int, kinds: Sequence[Kind] = EVERY_KIND) -> Kept:
        """Raises UserError if it is gone, retired, or of a kind that does not belong here."""
        async with self._database.reading() as tx:
            return await self._there(tx, entry_id, kinds)

    async def _there(self, tx: Transaction, entry_id: int, kinds: Sequence[Kind]) -> Kept:
        kept = await rows.by_id(tx, entry_id)
        if kept is None or kept.entry.retired or kept.entry.kind not in kinds:
            raise UserError(GONE)
        return kept

    async def several(self, ids: Sequence[int]) -> list[Kept]:
        async with self._database.reading() as tx:
            return await rows.by_ids(tx, ids)

    async def of_kind(self, kind: Kind) -> list[Kept]:
        async with self._database.reading() as tx:
            return await rows.of_kind(tx, kind)

    async def card(self, kept: Kept) -> Card:
        return (await self.cards([kept]))[0]

    async def cards(self, found: Sequence[Kept]) -> list[Card]:
        async with self._database.reading() as tx:
            beside = await rows.beside(tx, found)
        return [_card(kept, [one for one in beside if one.of == kept.id]) for kept in found]

    async def still_right(self, entry_id: int) -> Kept:
        """Raises UserError if it is gone or a support line, or while a report about it waits."""
        async with self._database.transaction() as tx:
            kept = await self._there(tx, entry_id, EVERY_KIND)
            if kept.entry.kind is Kind.LINE:
                raise UserError(RUNG_BY_COORDINATORS)
            if any(one.entry == entry_id for one in await upkeep.waiting_suggestions(tx)):
                raise UserError(REPORTED)
            await rows.mark_checked(tx, kept.id, self.today())
        return replace(kept, entry=replace(kept.entry, checked_on=self.today()))


def _each_once(found: Sequence[Kept]) -> tuple[Kept, ...]:
    """Without a word whose long form is the title of a document beside it: that says the same."""
    titles = {search.plain(one.entry.title) for one in found if one.entry.kind is Kind.RESOURCE}
    terms = (one for one in found if one.entry.kind is Kind.TERM)
    twice = {one.id for one in terms if search.plain(one.entry.full_name) in titles}
    return tuple(one for one in found if one.id not in twice)


def _card(kept: Kept, beside: list[Beside]) -> Card:
    newer = {one.key: one.named for one in beside if one.how == "newer"}
    older = {one.key: one.title for one in beside if one.how == "older"}
    rest = [one for one in beside if one.key not in newer and one.key not in older]
    return Card(
        kept,
        tuple(newer.get(part, part) for part in successors(kept.entry)),
        tuple(older.values()),
        tuple(one for one in rest if one.how == "related"),
        tuple(one for one in rest if one.how == "see"),
    )


def _renewed(entry: Entry, there: Kept | None) -> Entry | None:
    """None to leave what is there."""
    if there is None:
        return replace(entry, checked_on=check_kept(entry, None))
    if there.touched:
        return None
    new = replace(entry, checked_on=_looked_at(entry, there.entry))
    return None if new == there.entry else new


def _looked_at(entry: Entry, before: Entry) -> date | None:
    if entry.kind is Kind.LINE:
        return check_kept(replace(entry, checked_on=before.checked_on), before)
    days = [day for day in (entry.checked_on, before.checked_on) if day is not None]
    return max(days, default=None)
