"""Finding things in the library, and keeping it in line with what comes with the program."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import db.library as rows
from bot.clock import Now
from bot.domain import search, spelling
from bot.domain.errors import UserError
from bot.domain.holdings import nothing_personal
from bot.domain.library import Entry, Kept, Kind, successors
from bot.domain.search import Candidate
from db.database import Database, Transaction

MOST_FINDS = 12
BEST = 3
FAVOURITES = 15
RELATED = 4
EVERY_KIND = tuple(Kind)
GONE = "That entry is no longer in the library. `/resource find` shows what there is now."

HOLDINGS = (
    nothing_personal("entries", "the library: documents, terms, support lines and areas"),
    nothing_personal("entries_index", "the library's words, for searching"),
    nothing_personal("entries_terms", "the library's words, for mending typing errors"),
    nothing_personal("spellings", "the library's words, for mending typing errors"),
    nothing_personal("spellings_trigrams", "the library's words, for mending typing errors"),
    nothing_personal("synonyms", "names in the library that mean the same"),
)


@dataclass(frozen=True)
class Finds:
    """What was found, best first: a few entries, the numbers of further ones, and the words of
    the library that were put for mistyped ones."""

    found: tuple[Kept, ...] = ()
    more: tuple[int, ...] = ()
    mended: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    """An entry with what belongs to it, in words: its newer names, older names and relations."""

    kept: Kept
    newer: tuple[str, ...] = ()
    older: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    see: tuple[Kept, ...] = ()


class Library:
    """Use cases of readers. Nothing that is searched for is kept."""

    def __init__(self, database: Database, now: Now) -> None:
        self._database = database
        self._now = now

    def today(self) -> date:
        """Return the date by which checks are judged (UTC)."""
        return self._now().date()

    async def seed(self, entries: Iterable[Entry]) -> int:
        """Bring in what comes with the program; what a coordinator changed stays. Returns how
        many entries were new or different."""
        async with self._database.transaction() as tx:
            there = {kept.entry.key: kept for kept in await rows.everything(tx)}
            news = [new for entry in entries if (new := _renewed(entry, there.get(entry.key)))]
            if news:
                await rows.put(tx, news, touched=False)
                await rows.reindex(tx)
        return len(news)

    async def find(self, query: str, kinds: Sequence[Kind] = EVERY_KIND) -> Finds:
        """Return what fits the words best. An entry's own key finds that entry alone."""
        words = search.words_of(query)
        if not words:
            return Finds()
        async with self._database.reading() as tx:
            named = await rows.by_key(tx, query.strip())
            if named is not None and not named.entry.retired:
                return Finds((named,))
            mended = await self._mend(tx, words)
            words = [mended.get(word, word) for word in words]
            text = " ".join([query[: search.LONGEST_QUERY], *mended.values()])
            wants = await self._wants(tx, words, text, typing=False)
            candidates = await rows.look_up(tx, search.expression(wants), kinds)
            ordered = search.in_order(candidates, wants, self.today())
            ids = [one.id for one in ordered[:MOST_FINDS]]
            found = await rows.by_ids(tx, ids[:BEST])
        return Finds(tuple(found), tuple(ids[BEST:]), tuple(mended.values()))

    async def suggest(self, typed: str, kinds: Sequence[Kind] = EVERY_KIND) -> list[Candidate]:
        """Return what fits what has been typed so far; nothing for nothing."""
        words = search.words_of(typed)
        if not words:
            return []
        async with self._database.reading() as tx:
            if found := await self._strictly(tx, words, typed, kinds):
                return found
            mended = await self._mend(tx, words[:-1])
            words = [mended.get(word, word) for word in words]
            if mended and (found := await self._strictly(tx, words, " ".join(words), kinds)):
                return found
            wants = await self._wants(tx, words, typed, typing=True)
            loose = await rows.look_up(tx, search.expression(wants, typing=True), kinds)
            return search.in_order(loose, wants, self.today())

    async def _strictly(
        self, tx: Transaction, words: list[str], text: str, kinds: Sequence[Kind]
    ) -> list[Candidate]:
        wants = await self._wants(tx, words, text, typing=True)
        found = await rows.look_up(tx, search.strict_expression(wants), kinds)
        return search.in_order(found, wants, self.today())

    async def _wants(
        self, tx: Transaction, words: list[str], text: str, *, typing: bool
    ) -> list[search.Wanted]:
        also = await rows.synonyms_of(tx, search.spans_of(text))
        return search.wanted(words, also, typing=typing)

    async def favourites(self) -> list[tuple[str, str]]:
        """Return titles and keys to offer before anything is typed."""
        async with self._database.reading() as tx:
            return await rows.favourites(tx, FAVOURITES)

    async def _mend(self, tx: Transaction, words: list[str]) -> dict[str, str]:
        known = await rows.known_words(tx, words)
        mended = {}
        for word in spelling.unknown(words, known):
            meant = spelling.nearest(word, await rows.near_words(tx, word))
            if meant is None:
                few = spelling.errors_allowed(word)
                near = await rows.words_beginning(tx, word[0], len(word) - few, len(word) + few)
                meant = spelling.nearest(word, near)
            if meant is not None:
                mended[word] = meant
        return mended

    async def get(self, entry_id: int) -> Kept:
        """Return an entry by its number. Raises UserError if it is gone or retired."""
        async with self._database.reading() as tx:
            kept = await rows.by_id(tx, entry_id)
        if kept is None or kept.entry.retired:
            raise UserError(GONE)
        return kept

    async def several(self, ids: Sequence[int]) -> list[Kept]:
        """Return those of the entries that are still there."""
        async with self._database.reading() as tx:
            return await rows.by_ids(tx, ids)

    async def of_kind(self, kind: Kind) -> list[Kept]:
        """Return the entries of a kind by title."""
        async with self._database.reading() as tx:
            return await rows.of_kind(tx, kind)

    async def card(self, kept: Kept) -> Card:
        """Return the entry with its newer and older names and what belongs to it."""
        async with self._database.reading() as tx:
            newer = [await _title(tx, part) for part in successors(kept.entry)]
            if kept.entry.kind is Kind.RESOURCE:
                return Card(kept, tuple(newer))
            older = [one.entry.title for one in await rows.replaced_by(tx, kept.entry.key)]
            related: list[str] = []
            if kept.entry.kind is Kind.TERM:
                related = await rows.tagged_alike(tx, kept, RELATED)
            see = await rows.by_key(tx, kept.entry.see) if kept.entry.see else None
        shown = (see,) if see is not None and not see.entry.retired else ()
        return Card(kept, tuple(newer), tuple(older), tuple(related), shown)

    async def cards(self, found: Sequence[Kept]) -> list[Card]:
        """Return a card for each entry."""
        return [await self.card(kept) for kept in found]

    async def still_right(self, entry_id: int) -> Kept:
        """Write down that somebody looked today. Raises UserError if the entry is gone."""
        kept = await self.get(entry_id)
        async with self._database.transaction() as tx:
            await rows.mark_checked(tx, kept.id, self.today())
        return replace(kept, entry=replace(kept.entry, checked_on=self.today()))


async def _title(tx: Transaction, part: str) -> str:
    kept = await rows.by_key(tx, part)
    return part if kept is None else kept.entry.title


def _renewed(entry: Entry, there: Kept | None) -> Entry | None:
    """Return what to write for an entry of the program, or None to leave what is there."""
    if there is None:
        return entry
    if there.touched:
        return None
    days = [day for day in (entry.checked_on, there.entry.checked_on) if day is not None]
    new = replace(entry, checked_on=max(days, default=None))
    return None if new == there.entry else new
