"""What coordinators do to the library, and what members propose."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

import db.library as rows
import db.library_index as index
import db.library_upkeep as upkeep
import db.outbox as letters
from bot.clock import Now
from bot.domain import library_texts as rules
from bot.domain.errors import UserError
from bot.domain.library import (
    COLUMNS,
    Entry,
    Kept,
    Kind,
    Label,
    check_kept,
    lacks_address,
    needs_check,
    numbers_mark,
    parts,
)
from bot.domain.library_files import as_text, text_mark
from bot.domain.library_rows import entry_of
from bot.domain.library_texts import Became, Suggestion
from bot.domain.line_numbers import can_be_rung
from bot.domain.outbox import Letter
from bot.domain.search import plain
from bot.domain.support import FIRST_KEYS, STAY_AS_THEY_ARE, always_shown, hides_number
from bot.services.library import GONE
from bot.services.library_checks import Checks
from bot.services.outbox import Outbox
from db.database import Database, Transaction

SUGGESTION = "library.suggestion"
OUTCOME = "library.outcome"
LONGEST_KEY = 60
NOTHING_SHOWN: Mapping[str, int] = MappingProxyType({})
DECIDED = "Another coordinator has dealt with that one already."
CHANGED_SINCE = (
    "The name or the number on this card has been changed since, so nothing was marked as checked."
    " Open the entry anew, ring or read what stands there now, and press `Checked today`."
)
NOT_TO_RING = (
    "What is kept for this line is no number that can be rung or texted, so nothing was marked as"
    " checked. Press `Change the number` and put the right one in."
)
TOO_MANY = (
    f"You have {rules.MOST_WAITING} suggestions waiting for a coordinator already. Thank you: more"
    " of them once those have been looked at."
)

NO_SUCH_KEY = (
    "No entry has that key. It stands at the end of an entry's card, like `term-lmns`; leave the"
    " field empty if nothing belongs to it."
)


@dataclass(frozen=True)
class Review:
    """`no_address` are core documents; `numbers` is how many lines have one to ring."""

    suggestions: tuple[Suggestion, ...]
    hidden_lines: tuple[Kept, ...]
    stale: tuple[Kept, ...]
    retired: tuple[Kept, ...]
    no_address: tuple[Kept, ...]
    numbers: int


@dataclass(frozen=True)
class Edited:
    """`overtaken`: what somebody else had written meanwhile, by field, where both changed one."""

    kept: Kept
    overtaken: Mapping[str, str]


class Editing:
    """Use cases of coordinators, and the way in for members' suggestions."""

    def __init__(self, database: Database, outbox: Outbox, now: Now, checks: Checks) -> None:
        self._database = database
        self._outbox = outbox
        self._now = now
        self._checks = checks

    async def get(self, entry_id: int) -> Kept:
        """Retired or not. Raises UserError if there is none."""
        async with self._database.reading() as tx:
            kept = await rows.by_id(tx, entry_id)
        if kept is None:
            raise UserError(GONE)
        return kept

    async def named(self, key: str) -> Kept | None:
        """Retired or not."""
        async with self._database.reading() as tx:
            return await rows.by_key(tx, key)

    async def add(self, kind: Kind, texts: Mapping[str, str]) -> Kept:
        """It counts as looked at today, but a line's number is yet to be rung. Raises UserError."""
        async with self._database.transaction() as tx:
            return await self._add(tx, kind, texts)

    async def accept(self, suggestion_id: int, texts: Mapping[str, str]) -> Kept:
        """Add what was suggested and settle the suggestion, both or neither. Raises UserError."""
        async with self._database.transaction() as tx:
            await self._decide(tx, suggestion_id, Became.ADDED)
            kept = await self._add(tx, Kind.RESOURCE, texts)
        await self._outbox.wake()
        return kept

    async def _add(self, tx: Transaction, kind: Kind, texts: Mapping[str, str]) -> Kept:
        today = self._checks.today()
        await self._check_keys(tx, texts.get("see", ""))
        key = await self._free_key(tx, kind, texts.get("title", ""))
        days = dict.fromkeys(("gathered_on", "checked_on"), today.isoformat())
        made = _made({"key": key, "kind": kind.value, **days, **texts}, today)
        return await self._write(tx, replace(made, checked_on=check_kept(made, None)))

    async def edit(
        self, entry_id: int, texts: Mapping[str, str], shown: Mapping[str, int] = NOTHING_SHOWN
    ) -> Edited:
        """`shown`: marks of what stood in the form; what was left as it stood there is not written,
        so that what somebody else changed meanwhile stays. Raises UserError with the reason."""
        async with self._database.transaction() as tx:
            kept = await self._there(tx, entry_id)
            before = {name: as_text(getattr(kept.entry, name)) for name in COLUMNS}
            mine = {n: text for n, text in texts.items() if text_mark(text) != shown.get(n)}
            entry = _made({**before, **mine}, self._checks.today())
            await self._check_keys(tx, mine.get("see", ""))
            checked_on = check_kept(entry, kept.entry)
            overtaken = {
                name: before[name]
                for name in mine
                if shown and text_mark(before[name]) != shown[name] and before[name] != mine[name]
            }
            return Edited(await self._write(tx, replace(entry, checked_on=checked_on)), overtaken)

    async def checked(self, entry_id: int, mark: int) -> Kept:
        """Write down that a coordinator looked today; a line's number shows again.

        `mark` is that of the numbers on the card that was looked at. Raises UserError where they
        are other ones now: nobody has rung those.
        """
        async with self._database.transaction() as tx:
            kept = await self._there(tx, entry_id)
            if numbers_mark(kept.entry) != mark:
                raise UserError(CHANGED_SINCE)
            if kept.entry.kind is Kind.LINE and not can_be_rung(kept.entry.phone, kept.entry.text):
                raise UserError(NOT_TO_RING)
            await rows.mark_checked(tx, entry_id, self._checks.today())
            entry = replace(kept.entry, checked_on=self._checks.today())
            await self._checks.plan_for(tx, entry)
        await self._outbox.wake()
        return replace(kept, entry=entry)

    async def retire(self, entry_id: int, *, retired: bool = True) -> Kept:
        """It is never deleted."""
        async with self._database.transaction() as tx:
            kept = await self._there(tx, entry_id)
            if kept.entry.key in FIRST_KEYS and retired:
                raise UserError(f"{STAY_AS_THEY_ARE}, so that nobody is sent to a wrong number.")
            entry = replace(kept.entry, retired=retired)
            checked_on = check_kept(entry, kept.entry)
            return await self._write(tx, replace(entry, checked_on=checked_on))

    async def review(self, kind: Kind | None = None) -> Review:
        """Of one `kind`, without its retired ones: no number that is rung reads all 900 entries."""
        today = self._checks.today()
        async with self._database.reading() as tx:
            kept = await (rows.of_kind(tx, kind) if kind else rows.everything(tx))
            waiting = await upkeep.waiting_suggestions(tx)
        shown = [one for one in kept if not one.entry.retired]
        lines = [one for one in shown if one.entry.kind is Kind.LINE]
        others = [one for one in shown if one.entry.kind is not Kind.LINE]
        stale = [one for one in others if needs_check(one.entry, today)]
        return Review(
            tuple(waiting),
            tuple(one for one in lines if hides_number(one.entry, today)),
            tuple(stale),
            tuple(one for one in kept if one.entry.retired),
            tuple(one for one in shown if lacks_address(one.entry)),
            sum(bool(e.entry.phone or e.entry.text) and not always_shown(e.entry) for e in lines),
        )

    async def count_waiting(self) -> int:
        """Suggestions and reports."""
        async with self._database.reading() as tx:
            return len(await upkeep.waiting_suggestions(tx))

    async def suggest(self, person: int, title: str, url: str, why: str) -> None:
        """Raises UserError if it cannot be passed on."""
        rules.check(title, url, why)
        await self._pass_on(person, None, title, url, why)

    async def report(self, person: int, entry_id: int, why: str) -> None:
        """Raises UserError if the entry is gone, or it cannot be passed on."""
        kept = await self.get(entry_id)
        rules.check(kept.entry.title, "", why)
        await self._pass_on(person, entry_id, kept.entry.title, "", why)

    async def _pass_on(
        self, person: int, entry: int | None, title: str, url: str, why: str
    ) -> None:
        async with self._database.transaction() as tx:
            if await upkeep.waiting_of(tx, person) >= rules.MOST_WAITING:
                raise UserError(TOO_MANY)
            number = await upkeep.add_suggestion(tx, person, entry, title, url, why)
            await letters.plan(tx, SUGGESTION, number, int(self._now().timestamp()))
        await self._outbox.wake()

    async def suggestion(self, suggestion_id: int) -> Suggestion | None:
        """None if somebody has decided it."""
        found = await self.decided(suggestion_id)
        return None if found is None or found.outcome else found

    async def decided(self, suggestion_id: int) -> Suggestion | None:
        """Decided or not; None if it is gone."""
        async with self._database.reading() as tx:
            return await upkeep.suggestion_of(tx, suggestion_id)

    async def suggester(self, letter: Letter) -> int | None:
        found = await self.decided(letter.subject)
        return None if found is None else found.person

    async def waiting(self, suggestion_id: int) -> Suggestion:
        """Raises UserError if somebody has decided it."""
        found = await self.suggestion(suggestion_id)
        if found is None:
            raise UserError(DECIDED)
        return found

    async def settle(self, suggestion_id: int, became: Became) -> None:
        """Raises UserError if somebody was faster."""
        async with self._database.transaction() as tx:
            await self._decide(tx, suggestion_id, became)
        await self._outbox.wake()

    async def _decide(self, tx: Transaction, suggestion_id: int, became: Became) -> None:
        if not await upkeep.decide(tx, suggestion_id, became, self._checks.today()):
            raise UserError(DECIDED)
        await letters.plan(tx, OUTCOME, suggestion_id, int(self._now().timestamp()))

    async def _there(self, tx: Transaction, entry_id: int) -> Kept:
        kept = await rows.by_id(tx, entry_id)
        if kept is None:
            raise UserError(GONE)
        return kept

    async def _write(self, tx: Transaction, entry: Entry) -> Kept:
        await rows.put(tx, [entry], touched=True)
        await index.reindex(tx, [entry.key])
        await self._checks.plan_for(tx, entry)
        kept = await rows.by_key(tx, entry.key)
        if kept is None:
            raise UserError(GONE)
        return kept

    async def _check_keys(self, tx: Transaction, keys: str) -> None:
        for key in parts(keys):
            if await rows.by_key(tx, key) is None:
                raise UserError(NO_SUCH_KEY)

    async def _free_key(self, tx: Transaction, kind: Kind, title: str) -> str:
        words = re.sub(r"[^a-z0-9]+", "-", plain(title)).strip("-") or "entry"
        start = words if kind is Kind.RESOURCE else f"{kind.value}-{words}"
        key, number = start[:LONGEST_KEY], 2
        while key in FIRST_KEYS or await rows.by_key(tx, key) is not None:
            key, number = f"{start[: LONGEST_KEY - 4]}-{number}", number + 1
        return key


def _made(texts: Mapping[str, str], today: date) -> Entry:
    defaults = {"label": Label.BACKGROUND.value} if texts["kind"] == Kind.RESOURCE else {}
    try:
        return entry_of({**defaults, **texts}, today)
    except ValueError as problem:
        raise UserError(f"That was not kept: {problem}.") from None
