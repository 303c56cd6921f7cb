"""Entries of check-ins: kept, sealed, changed until the next prompt; and the monthly line."""

from __future__ import annotations

from dataclasses import dataclass, replace

import db.checkins as rows
import db.outbox as outbox_rows
from bot.clock import Now
from bot.domain.checkins import (
    DAY_SECONDS,
    SILENT,
    Audience,
    Entry,
    Given,
    Line,
    Stage,
    line_of,
    may_change,
    still_the_same,
)
from bot.domain.retention import CHECKIN_DAYS
from bot.domain.rhythms import month_before, month_of
from bot.services.checkins import SHARE, TAKE_DOWN, plan_prompts
from bot.services.outbox import Outbox
from bot.vault import Vault, VaultError
from db.database import Database, Transaction
from db.privacy import Facts


@dataclass(frozen=True)
class Form:
    """What the form starts from: the prompt it belongs to, and the answer it changes, if any."""

    since: int
    changes: Shown | None


class Entries:
    """What people said, and to whom."""

    def __init__(
        self, database: Database, outbox: Outbox, now: Now, vault: Vault, zone: str
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._now = now
        self._vault = vault
        self._zone = zone

    async def form(self, person: int, prompt: int = 0, *, change: bool = False) -> Form:
        """Return what the form starts from.

        With `prompt` (UTC seconds) it comes from that prompt's button. The latest answer is
        changed if that button, or `change`, asks for it, or if it was given today.
        """
        now = int(self._now().timestamp())
        async with self._database.reading() as tx:
            since = max(await _last_prompt(tx, person), prompt)
            latest = await rows.latest_entry(tx, person)
            if latest is None or not may_change(latest, since):
                return Form(since, None)
            wanted = change or prompt > 0 or still_the_same(latest, since, now)
            return Form(since, await shown(tx, self._vault, latest) if wanted else None)

    async def keep(self, person: int, form: Form, given: Given) -> Entry | None:
        """Keep an entry, or change the one the form began from.

        None when another prompt has come since the form was opened: nothing is kept then.
        """
        changes = form.changes.entry if form.changes else None
        async with self._database.transaction() as tx:
            if form.since < await _last_prompt(tx, person):
                return None
            entry = await self._write(tx, person, form.since, changes, given)
            await self._share(tx, entry, changes)
            before = await rows.of_person(tx, person)
            await rows.settle(tx, person, form.since)
            if before is not None and before.stage in SILENT:
                await plan_prompts(tx, replace(before, stage=Stage.SETTLED), self._now())
        await self._outbox.wake()
        return entry

    async def own(self, person: int, entry_id: int) -> Shown | None:
        """Return one of the person's own entries, or None: never somebody else's."""
        async with self._database.reading() as tx:
            entry = await rows.find_entry(tx, entry_id)
            if entry is None or entry.person != person:
                return None
            return await shown(tx, self._vault, entry)

    async def mine(self, person: int) -> list[Shown]:
        """Return the person's own entries that are still held, newest first."""
        async with self._database.reading() as tx:
            return [
                await shown(tx, self._vault, entry) for entry in await rows.entries_of(tx, person)
            ]

    async def revealed(self, tx: Transaction, person: int) -> list[Facts]:
        """Return somebody's own words, opened, for what the bot holds about them."""
        given = [await shown(tx, self._vault, each) for each in await rows.entries_of(tx, person)]
        return [
            (("answered_at", each.entry.answered_at), ("words", each.words))
            for each in given
            if each.words
        ]

    async def lines(self) -> list[tuple[str, Line]]:
        """Freeze the line of the month that is over; return all that were shown, newest first."""
        month = month_before(month_of(self._now(), self._zone))
        async with self._database.transaction() as tx:
            await rows.publish(tx, month, line_of(await rows.ticked(tx, month)))
            return await rows.published(tx)

    async def _write(
        self, tx: Transaction, person: int, since: int, changes: Entry | None, given: Given
    ) -> Entry:
        before = await rows.find_entry(tx, changes.id) if changes is not None else None
        if before is not None and before.person == person:
            entry = await rows.change_entry(tx, before, given)
        else:
            now = self._now()
            month = month_of(now, self._zone)
            entry = await rows.add_entry(tx, person, since, int(now.timestamp()), month, given)
        await seal(tx, self._vault, entry, given.words)
        return entry

    async def _share(self, tx: Transaction, entry: Entry, before: Entry | None) -> None:
        now = int(self._now().timestamp())
        if entry.audience is Audience.LISTENERS:
            await outbox_rows.plan(tx, SHARE, entry.id, now, entry.version)
        elif before is not None and before.audience is Audience.LISTENERS:
            await outbox_rows.plan(tx, TAKE_DOWN, entry.id, now, entry.version)


async def _last_prompt(tx: Transaction, person: int) -> int:
    checkin = await rows.of_person(tx, person)
    return 0 if checkin is None else checkin.last_prompt


LOST = "(words sealed with a key that is no longer here)"


@dataclass(frozen=True)
class Shown:
    """An entry with its words, for the person or for those they chose."""

    entry: Entry
    words: str


async def seal(tx: Transaction, vault: Vault, entry: Entry, words: str) -> None:
    """Keep the words of an entry sealed, in place of those before; blank ones are none."""
    words = words.strip()
    sealed = vault.seal(words, _context(entry.id)) if words else None
    await rows.seal_words(tx, entry.id, sealed)


async def shown(tx: Transaction, vault: Vault, entry: Entry) -> Shown:
    """Return an entry with its words opened, empty when there are none."""
    sealed = await rows.sealed_words(tx, entry.id)
    if sealed is None:
        return Shown(entry, "")
    try:
        return Shown(entry, vault.unseal(sealed, _context(entry.id)))
    except VaultError:
        return Shown(entry, LOST)


def _context(entry_id: int) -> bytes:
    return b"checkin_words.sealed:%d" % entry_id


class SharedEntries:
    """What the listeners may see."""

    def __init__(self, database: Database, now: Now, vault: Vault) -> None:
        self._database = database
        self._now = now
        self._vault = vault

    async def shared(self, entry_id: int) -> Shown | None:
        """Return an entry that the listeners may see, or None: not after 30 days."""
        oldest = int(self._now().timestamp()) - CHECKIN_DAYS * DAY_SECONDS
        async with self._database.reading() as tx:
            entry = await rows.find_entry(tx, entry_id)
            if entry is None or entry.audience is not Audience.LISTENERS:
                return None
            if entry.answered_at < oldest:
                return None
            return await shown(tx, self._vault, entry)

    async def keep_to_oneself(self, entry_id: int) -> None:
        """Make an entry `Only me`, as when it cannot be shown to the listeners."""
        async with self._database.transaction() as tx:
            await rows.keep_to_oneself(tx, entry_id)

    async def where(self, entry_id: int) -> tuple[int, int] | None:
        """Return thread and message of a shared entry, or None."""
        async with self._database.reading() as tx:
            return await rows.post_of(tx, entry_id)

    async def stands_in(self, entry_id: int, thread: int, message: int) -> None:
        """Note where a shared entry stands."""
        async with self._database.transaction() as tx:
            await rows.note_post(tx, entry_id, thread, message)

    async def taken_down(self, entry_id: int) -> None:
        """Note that a shared entry stands nowhere any more."""
        async with self._database.transaction() as tx:
            await rows.forget_post(tx, entry_id)
