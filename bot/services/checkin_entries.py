"""Entries of check-ins: kept, sealed, changed, shared and read; and the monthly line."""

from __future__ import annotations

from dataclasses import dataclass, replace

import db.checkins as rows
import db.outbox as outbox_rows
from bot.clock import Now
from bot.domain.checkins import (
    SILENT,
    Audience,
    Entry,
    Given,
    Line,
    Stage,
    is_old,
    line_of,
    may_change,
    still_the_same,
)
from bot.domain.rhythms import month_of, months_to_freeze
from bot.services.checkins import READ, SHARE, TAKE_DOWN, plan_prompts
from bot.services.outbox import Outbox
from bot.vault import Vault, VaultError
from db.database import Database, Transaction
from db.privacy import Facts


@dataclass(frozen=True)
class Form:
    """`since`: the prompt it belongs to, in UTC seconds, 0 for none."""

    since: int
    changes: Shown | None


class Entries:
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
            before = await rows.of_person(tx, person)
            await rows.settle(tx, person, form.since)
            if before is not None and before.stage in SILENT:
                await plan_prompts(tx, replace(before, stage=Stage.SETTLED), self._now())
        await self._outbox.wake()
        return entry

    async def own(self, person: int, entry_id: int) -> Shown | None:
        """None for somebody else's entry."""
        async with self._database.reading() as tx:
            entry = await rows.find_entry(tx, entry_id)
            if entry is None or entry.person != person:
                return None
            return await shown(tx, self._vault, entry)

    async def mine(self, person: int) -> list[Shown]:
        """Those still held, newest first."""
        async with self._database.reading() as tx:
            return [
                await shown(tx, self._vault, entry) for entry in await rows.entries_of(tx, person)
            ]

    async def revealed(self, tx: Transaction, person: int) -> list[Facts]:
        given = [await shown(tx, self._vault, each) for each in await rows.entries_of(tx, person)]
        return [
            (("answered_at", each.entry.answered_at), ("words", each.words))
            for each in given
            if each.words
        ]

    async def lines(self) -> list[tuple[str, Line]]:
        """Freeze the line of each month that is over; return all there are, newest first."""
        async with self._database.transaction() as tx:
            last, *missed = months_to_freeze(self._now(), self._zone)
            for month in (last, *missed):
                ticked = await rows.ticked(tx, month)
                if ticked or month == last:
                    await rows.publish(tx, month, line_of(ticked))
            return await rows.published(tx)

    async def share(self, person: int, entry_id: int, *, shown: bool) -> Entry | None:
        """Let the listeners read an entry, or nobody any more; None for one that is not theirs or
        is gone."""
        now = int(self._now().timestamp())
        async with self._database.transaction() as tx:
            entry = await rows.find_entry(tx, entry_id)
            if entry is None or entry.person != person or is_old(entry, now):
                return None
            audience = Audience.LISTENERS if shown else Audience.ME
            if entry.audience is not audience:
                entry = await rows.share(tx, entry_id, audience)
                kind = SHARE if shown else TAKE_DOWN
                await outbox_rows.plan(tx, kind, entry.id, now, entry.version)
        await self._outbox.wake()
        return entry

    async def delete(self, person: int, entry_id: int) -> bool:
        """One of their own, with its words. Returns whether it was there."""
        now = int(self._now().timestamp())
        async with self._database.transaction() as tx:
            entry = await rows.find_entry(tx, entry_id)
            if entry is None or entry.person != person:
                return False
            await rows.delete_entry(tx, entry_id)
            if await rows.post_of(tx, entry_id) is not None:
                await outbox_rows.plan(tx, TAKE_DOWN, entry_id, now, entry.version)
        await self._outbox.wake()
        return True

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


async def _last_prompt(tx: Transaction, person: int) -> int:
    checkin = await rows.of_person(tx, person)
    return 0 if checkin is None else checkin.last_prompt


LOST = "(words sealed with a key that is no longer here)"


@dataclass(frozen=True)
class Shown:
    """`readers`: the listeners who said that they have read it."""

    entry: Entry
    words: str
    readers: tuple[int, ...] = ()


async def seal(tx: Transaction, vault: Vault, entry: Entry, words: str) -> None:
    """In place of those before; blank words are none."""
    words = words.strip()
    sealed = vault.seal(words, _context(entry.id)) if words else None
    await rows.seal_words(tx, entry.id, sealed)


async def shown(tx: Transaction, vault: Vault, entry: Entry) -> Shown:
    sealed, readers = await rows.sealed_words(tx, entry.id), await rows.readers(tx, entry.id)
    try:
        words = vault.unseal(sealed, _context(entry.id)) if sealed is not None else ""
    except VaultError:
        words = LOST
    return Shown(entry, words, tuple(readers))


def _context(entry_id: int) -> bytes:
    return b"checkin_words.sealed:%d" % entry_id


class SharedEntries:
    def __init__(self, database: Database, outbox: Outbox, now: Now, vault: Vault) -> None:
        self._database = database
        self._outbox = outbox
        self._now = now
        self._vault = vault

    async def shared(self, entry_id: int) -> Shown | None:
        """None after 30 days, as for what was never shared."""
        now = int(self._now().timestamp())
        async with self._database.reading() as tx:
            entry = await rows.find_entry(tx, entry_id)
            if entry is None or entry.audience is not Audience.LISTENERS or is_old(entry, now):
                return None
            return await shown(tx, self._vault, entry)

    async def has_read(self, entry_id: int, listener: int) -> None:
        """Its sharer is told, once."""
        async with self._database.transaction() as tx:
            if await rows.note_read(tx, entry_id, listener):
                now = int(self._now().timestamp())
                await outbox_rows.plan(tx, READ, entry_id, now, listener)
        await self._outbox.wake()

    async def keep_to_oneself(self, entry_id: int) -> None:
        async with self._database.transaction() as tx:
            await rows.keep_to_oneself(tx, entry_id)

    async def where(self, entry_id: int) -> tuple[int, int] | None:
        async with self._database.reading() as tx:
            return await rows.post_of(tx, entry_id)

    async def stands_in(self, entry_id: int, thread: int, message: int) -> None:
        async with self._database.transaction() as tx:
            await rows.note_post(tx, entry_id, thread, message)

    async def taken_down(self, entry_id: int) -> None:
        async with self._database.transaction() as tx:
            await rows.forget_post(tx, entry_id)
