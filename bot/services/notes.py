"""The notes of a call: asked for, posted in parts, told to who asked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

import db.meetings
import db.notes as rows
import db.outbox
from bot.clock import Now
from bot.domain.errors import UserError
from bot.domain.meetings import Meeting
from bot.domain.outbox import Delivery, Letter, Outcome
from bot.services.call_letters import CARD
from bot.services.meetings import GONE, known
from bot.services.reminders import CANCELLED, NO_THREAD
from bot.vault import Vault
from db.database import Database, Transaction

NOTES = "meetings.notes"
NOTES_UP = "meetings.notes_up"
NOTES_WANTED = timedelta(days=14)
POSTED = Outcome(Delivery.NOT_WANTED, "the notes stand in the thread already")
TOO_LATE = Outcome(Delivery.NOT_WANTED, "the call was too long ago to ask for its notes")
WRITTEN = Outcome(Delivery.NOT_WANTED, "the notes are written")
NOTHING_TO_WAIT_FOR = "That call has been cancelled, so there will be no notes of it."


@dataclass(frozen=True)
class Part:
    meeting: Meeting
    text: str


class Notes:
    """Once they stand in the thread their words are gone; that they were written stays."""

    def __init__(self, database: Database, vault: Vault, now: Now) -> None:
        self._database = database
        self._vault = vault
        self._now = now

    async def check(self, meeting_id: int) -> Meeting:
        """Raises UserError unless the call has a thread for notes."""
        async with self._database.reading() as tx:
            meeting = await known(tx, meeting_id)
        if not meeting.thread_id:
            raise UserError(
                "This call has no thread yet, so there is no place for notes. `Announce` or `Post"
                " it again` under `/meeting manage` opens one."
            )
        return meeting

    async def to_write(self) -> list[Meeting]:
        """Calls of the last two weeks that are over and have no notes, the last first."""
        now = self._now()
        since = int((now - NOTES_WANTED).timestamp())
        async with self._database.reading() as tx:
            over = await db.meetings.over(tx, int(now.timestamp()), since)
            written = await rows.with_notes(tx)
        held = [each for each in over if each.state == "announced" and each.thread_id]
        return [each for each in held if each.id not in written]

    async def are_written(self, meeting_id: int) -> bool:
        async with self._database.reading() as tx:
            return meeting_id in await rows.with_notes(tx)

    async def to_ask(self, letter: Letter) -> Meeting | Outcome:
        """Whether coordinators are still to be asked for the notes of a call."""
        async with self._database.reading() as tx:
            meeting = await db.meetings.get(tx, letter.subject)
            written = letter.subject in await rows.with_notes(tx)
        if meeting is None or meeting.state != "announced":
            return CANCELLED
        if written:
            return WRITTEN
        if self._now() >= meeting.ends_at + NOTES_WANTED:
            return TOO_LATE
        return meeting if meeting.thread_id else NO_THREAD

    async def tell(self, meeting_id: int, user_id: int) -> tuple[Meeting, bool]:
        """Tell somebody when the notes are up, or no longer where they had asked.

        Returns whether they are told. Raises UserError for a call that has none to come.
        """
        async with self._database.transaction() as tx:
            meeting = await known(tx, meeting_id)
            if meeting.state == "cancelled":
                raise UserError(NOTHING_TO_WAIT_FOR)
            if meeting.state != "announced":
                raise UserError(GONE)
            if await rows.unwant(tx, meeting_id, user_id):
                return meeting, False
            await rows.want(tx, meeting_id, user_id)
        return meeting, True

    async def to_tell(self, letter: Letter) -> Meeting | Outcome:
        """That the notes are up; to whom is the letter's part."""
        async with self._database.reading() as tx:
            meeting = await db.meetings.get(tx, letter.subject)
        return CANCELLED if meeting is None or meeting.state != "announced" else meeting

    async def keep(self, meeting: Meeting, parts: list[str]) -> int:
        """Plan the first part only: `posted` plans the next. Returns the notes' id."""
        async with self._database.transaction() as tx:
            notes_id = await rows.insert_notes(tx, meeting.id)
            sealed = self._vault.seal(json.dumps(parts), _context(notes_id))
            await rows.write_notes(tx, notes_id, sealed)
            await db.outbox.plan(tx, NOTES, notes_id, int(self._now().timestamp()))
        return notes_id

    async def to_post(self, letter: Letter) -> Part | Outcome:
        async with self._database.reading() as tx:
            found = await rows.notes_of(tx, letter.subject)
            meeting = await db.meetings.get(tx, found[0]) if found else None
        if found is None or meeting is None:
            return POSTED
        if not meeting.thread_id:
            return NO_THREAD
        parts = json.loads(self._vault.unseal(found[1], _context(letter.subject)))
        return Part(meeting, parts[letter.part]) if letter.part < len(parts) else POSTED

    async def thread_of(self, letter: Letter) -> int:
        """0 where there is none."""
        async with self._database.reading() as tx:
            found = await rows.notes_of(tx, letter.subject)
            meeting = await db.meetings.get(tx, found[0]) if found else None
        return meeting.thread_id if meeting else 0

    async def posted(self, letter: Letter) -> None:
        """Plan the next part; after the last forget the notes, and tell who asked."""
        async with self._database.transaction() as tx:
            found = await rows.notes_of(tx, letter.subject)
            if found is None:
                return
            parts = json.loads(self._vault.unseal(found[1], _context(letter.subject)))
            if letter.part + 1 < len(parts):
                await db.outbox.plan(tx, NOTES, letter.subject, letter.due_at, letter.part + 1)
            else:
                nothing = self._vault.seal(json.dumps([]), _context(letter.subject))
                await rows.write_notes(tx, letter.subject, nothing)
                now = int(self._now().timestamp())
                await db.outbox.plan_again(tx, CARD, found[0], now)
                await self._tell_who_asked(tx, found[0], now)

    async def _tell_who_asked(self, tx: Transaction, meeting_id: int, now: int) -> None:
        for person in await rows.no_longer_wanted(tx, meeting_id):
            await db.outbox.plan(tx, NOTES_UP, meeting_id, now, person)

    async def trouble(self, notes_id: int) -> str:
        """Why the notes could not be posted, and forget them; "" when all is well."""
        async with self._database.transaction() as tx:
            letters = await db.outbox.report(tx, (NOTES,), notes_id)
            failed = [reason for _, _, state, reason in letters if state == "failed"]
            if failed:
                await rows.delete_notes(tx, notes_id)
        return failed[0] if failed else ""


def _context(notes_id: int) -> bytes:
    return f"notes.sealed:{notes_id}".encode()
