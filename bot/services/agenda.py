"""The agenda of a call: topics, with or without a name, as many as a call can hold."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

import db.agenda as rows
import db.meetings
import db.outbox
from bot.clock import Now
from bot.domain.agenda import Topic, checked_topic, may_add
from bot.domain.errors import UserError
from bot.domain.meetings import Meeting
from bot.domain.outbox import Delivery, Letter, Outcome
from bot.services.meetings import known
from bot.services.outbox import Outbox
from bot.services.reminders import CANCELLED, NO_THREAD, OVER, CallLetters, not_up
from bot.vault import Vault
from db.database import Database, Transaction
from db.privacy import Facts

EMPTY = Outcome(Delivery.NOT_WANTED, "no topic is on the agenda")


@dataclass(frozen=True)
class Agenda:
    meeting: Meeting
    topics: list[Topic]


class Agendas:
    def __init__(
        self, database: Database, outbox: Outbox, letters: CallLetters, vault: Vault, now: Now
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._letters = letters
        self._vault = vault
        self._now = now

    async def check(self, meeting_id: int) -> Meeting:
        """Raises UserError unless another topic fits."""
        async with self._database.reading() as tx:
            return await open_agenda(tx, meeting_id, self._now())

    async def suggest(self, meeting_id: int, text: str, user_id: int) -> Agenda:
        """With a name. Raises UserError unless it fits."""
        text, topic_id = checked_topic(text), new_id(secrets.SystemRandom())
        async with self._database.transaction() as tx:
            meeting = await open_agenda(tx, meeting_id, self._now())
            sealed = self._vault.seal(text, context(topic_id))
            await rows.add(tx, topic_id, meeting_id, user_id, sealed)
            await self._letters.agenda(tx, meeting)
            await self._letters.numbers(tx, meeting)
            topics = await self._topics(tx, meeting_id)
        await self._outbox.wake()
        return Agenda(meeting, topics)

    async def of(self, meeting: Meeting) -> Agenda:
        async with self._database.reading() as tx:
            return Agenda(meeting, await self._topics(tx, meeting.id))

    async def take_off(self, topic_id: int) -> None:
        """Raises UserError if it is gone."""
        async with self._database.transaction() as tx:
            meeting_id = await rows.take_off(tx, topic_id)
            if meeting_id is None:
                raise UserError("That topic is off the agenda already.")
            await self._letters.numbers(tx, await known(tx, meeting_id))
        await self._outbox.wake()

    async def to_post(self, letter: Letter) -> Agenda | Outcome:
        async with self._database.reading() as tx:
            meeting = await db.meetings.get(tx, letter.subject)
            if meeting is None or meeting.state != "announced":
                return CANCELLED
            if self._now() >= meeting.starts_at:
                return OVER
            topics = await self._topics(tx, meeting.id)
            if topics and not meeting.thread_id:
                return await not_up(tx, meeting)
        return Agenda(meeting, topics) if topics else EMPTY

    async def revealed(self, tx: Transaction, user_id: int) -> list[Facts]:
        return [
            (("id", topic_id), ("topic", self._vault.unseal(sealed, context(topic_id))))
            for topic_id, sealed in await rows.of_person(tx, user_id)
        ]

    async def _topics(self, tx: Transaction, meeting_id: int) -> list[Topic]:
        return [
            Topic(topic_id, self._vault.unseal(sealed, context(topic_id)), user_id)
            for topic_id, sealed, user_id in await rows.of_meeting(tx, meeting_id)
        ]


async def open_agenda(tx: Transaction, meeting_id: int, now: datetime) -> Meeting:
    """Raises UserError unless another topic fits."""
    meeting = await known(tx, meeting_id)
    may_add(meeting, await rows.count(tx, meeting_id), now)
    return meeting


def new_id(chance: Random) -> int:
    """Its order says nothing of when the topic was suggested."""
    return chance.randrange(1, 2**53)


def context(topic_id: int) -> bytes:
    return f"topics.sealed:{topic_id}".encode()


NOTES = "meetings.notes"
NOTES_WANTED = timedelta(days=14)
POSTED = Outcome(Delivery.NOT_WANTED, "the notes stand in the thread already")


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

    async def are_written(self, meeting: Meeting) -> bool:
        async with self._database.reading() as tx:
            return meeting.id in await rows.with_notes(tx)

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
        """Plan the next part, or forget the notes."""
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
