"""Notes of a call: posted to its thread part by part, then forgotten here."""

from __future__ import annotations

import json

import db.meetings
import db.notes as rows
import db.outbox
from bot.clock import Now
from bot.domain.errors import UserError
from bot.domain.holdings import nothing_personal
from bot.domain.late import dataclass
from bot.domain.meetings import Meeting
from bot.domain.outbox import Delivery, Letter, Outcome
from bot.services.meetings import known
from bot.services.reminders import NO_THREAD
from bot.vault import Vault
from db.database import Database

NOTES = "meetings.notes"
POSTED = Outcome(Delivery.NOT_WANTED, "the notes stand in the thread already")
HOLDINGS = (nothing_personal("notes", "notes of a call, sealed, until they stand in its thread"),)


@dataclass(frozen=True)
class Part:
    """One message of the notes."""

    meeting: Meeting
    text: str


class Notes:
    """Use cases of notes."""

    def __init__(self, database: Database, vault: Vault, now: Now) -> None:
        self._database = database
        self._vault = vault
        self._now = now

    async def check(self, meeting_id: int) -> Meeting:
        """Return the call. Raises UserError unless it has a thread for notes."""
        async with self._database.reading() as tx:
            meeting = await known(tx, meeting_id)
        if not meeting.thread_id:
            raise UserError(
                "This call has no thread yet, so there is no place for notes. `/meeting announce`"
                " opens one."
            )
        return meeting

    async def keep(self, meeting: Meeting, parts: list[str]) -> int:
        """Keep the messages of the notes and plan the first; returns the notes' id."""
        async with self._database.transaction() as tx:
            notes_id = await rows.insert(tx, meeting.id)
            sealed = self._vault.seal(json.dumps(parts), _context(notes_id))
            await rows.write(tx, notes_id, sealed)
            await db.outbox.plan(tx, NOTES, notes_id, int(self._now().timestamp()))
        return notes_id

    async def to_post(self, letter: Letter) -> Part | Outcome:
        """Return one message of the notes (the letter's part), or why it is not posted."""
        async with self._database.reading() as tx:
            found = await rows.get(tx, letter.subject)
            meeting = await db.meetings.get(tx, found[0]) if found else None
        if found is None or meeting is None:
            return POSTED
        if not meeting.thread_id:
            return NO_THREAD
        parts = json.loads(self._vault.unseal(found[1], _context(letter.subject)))
        return Part(meeting, parts[letter.part]) if letter.part < len(parts) else POSTED

    async def posted(self, letter: Letter) -> None:
        """After a part stands in the thread: plan the next one, or forget the notes."""
        async with self._database.transaction() as tx:
            found = await rows.get(tx, letter.subject)
            if found is None:
                return
            parts = json.loads(self._vault.unseal(found[1], _context(letter.subject)))
            if letter.part + 1 < len(parts):
                await db.outbox.plan(tx, NOTES, letter.subject, letter.due_at, letter.part + 1)
            else:
                await rows.delete(tx, letter.subject)

    async def trouble(self, notes_id: int) -> str:
        """Return why the notes could not be posted and forget them; "" when all is well."""
        async with self._database.transaction() as tx:
            letters = await db.outbox.report(tx, (NOTES,), notes_id)
            failed = [reason for _, _, state, reason in letters if state == "failed"]
            if failed:
                await rows.delete(tx, notes_id)
        return failed[0] if failed else ""


def _context(notes_id: int) -> bytes:
    return f"notes.sealed:{notes_id}".encode()
