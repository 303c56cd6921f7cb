"""The agenda of a call: topics, with or without a name, as many as a call can hold."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from random import Random

import db.agenda as rows
import db.meetings
import db.outbox
from bot.clock import Now
from bot.domain.agenda import Sort, Topic, checked_topic, checked_words, may_add
from bot.domain.errors import UserError
from bot.domain.library import Entry
from bot.domain.meetings import Meeting
from bot.domain.outbox import Delivery, Letter, Outcome
from bot.services.call_letters import CallLetters
from bot.services.meetings import known
from bot.services.outbox import Outbox
from bot.services.reminders import CANCELLED, OVER, not_up
from bot.services.rep_year import of_month
from bot.vault import Vault
from db.database import Database, Transaction
from db.privacy import Facts

EMPTY = Outcome(Delivery.NOT_WANTED, "no topic is on the agenda")


@dataclass(frozen=True)
class Agenda:
    """`moment`: what comes in a rep's year in the month of the call, if anything."""

    meeting: Meeting
    topics: list[Topic]
    moment: Entry | None = None


class Agendas:
    def __init__(
        self, database: Database, outbox: Outbox, letters: CallLetters, vault: Vault, now: Now
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._letters = letters
        self._vault = vault
        self._now = now

    async def check(self, meeting_id: int, sort: Sort = Sort.TOPIC) -> Meeting:
        """Raises UserError unless another one fits."""
        async with self._database.reading() as tx:
            return await open_agenda(tx, meeting_id, self._now(), sort)

    async def leave(self, meeting_id: int, words: str, user_id: int) -> Meeting:
        """Words to be read out, with a name. Raises UserError unless they fit."""
        words, topic_id = checked_words(words), new_id(secrets.SystemRandom())
        async with self._database.transaction() as tx:
            meeting = await open_agenda(tx, meeting_id, self._now(), Sort.WORDS)
            sealed = self._vault.seal(words, context(topic_id))
            await rows.add(tx, topic_id, meeting_id, user_id, sealed, Sort.WORDS)
        return meeting

    async def words(self, meeting: Meeting) -> list[Topic]:
        """What is to be read out: for coordinators, and whoever hosts the call."""
        async with self._database.reading() as tx:
            return await self._topics(tx, meeting.id, Sort.WORDS)

    async def suggest(self, meeting_id: int, text: str, user_id: int) -> Agenda:
        """With a name. Raises UserError unless it fits."""
        text, topic_id = checked_topic(text), new_id(secrets.SystemRandom())
        async with self._database.transaction() as tx:
            meeting = await open_agenda(tx, meeting_id, self._now())
            sealed = self._vault.seal(text, context(topic_id))
            await rows.add(tx, topic_id, meeting_id, user_id, sealed, Sort.TOPIC)
            await self._letters.agenda(tx, meeting)
            await self._letters.numbers(tx, meeting)
            about = await self._about(tx, meeting)
        await self._outbox.wake()
        return about

    async def of(self, meeting: Meeting) -> Agenda:
        async with self._database.reading() as tx:
            return await self._about(tx, meeting)

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
            about = await self._about(tx, meeting)
            if about.topics and not meeting.thread_id:
                return await not_up(tx, meeting)
        return about if about.topics else EMPTY

    async def revealed(self, tx: Transaction, user_id: int) -> list[Facts]:
        return [
            (("id", topic_id), ("topic", self._vault.unseal(sealed, context(topic_id))))
            for topic_id, sealed in await rows.of_person(tx, user_id)
        ]

    async def _about(self, tx: Transaction, meeting: Meeting) -> Agenda:
        moment = await of_month(tx, meeting.wall_start.date())
        return Agenda(meeting, await self._topics(tx, meeting.id), moment)

    async def _topics(
        self, tx: Transaction, meeting_id: int, sort: Sort = Sort.TOPIC
    ) -> list[Topic]:
        return [
            Topic(topic_id, self._vault.unseal(sealed, context(topic_id)), user_id, sort)
            for topic_id, sealed, user_id in await rows.of_meeting(tx, meeting_id, sort)
        ]


async def open_agenda(
    tx: Transaction, meeting_id: int, now: datetime, sort: Sort = Sort.TOPIC
) -> Meeting:
    """Raises UserError unless another one fits."""
    meeting = await known(tx, meeting_id)
    may_add(meeting, await rows.count(tx, meeting_id, sort), now, sort)
    return meeting


def new_id(chance: Random) -> int:
    """Its order says nothing of when the topic was suggested."""
    return chance.randrange(1, 2**53)


def context(topic_id: int) -> bytes:
    return f"topics.sealed:{topic_id}".encode()
