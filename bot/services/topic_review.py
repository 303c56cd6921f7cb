"""Topics without a name: held, then looked at by coordinators, who alone put them on the agenda.

Words to be read out, where they have no name, take the same way.
"""

from __future__ import annotations

import secrets
from random import Random

import db.agenda as rows
import db.meetings
import db.outbox
from bot.clock import Now
from bot.domain.agenda import (
    UNSIGNED,
    Sort,
    TopicState,
    WaitingTopic,
    checked_topic,
    checked_words,
    may_hold,
    may_put_on,
)
from bot.domain.errors import UserError
from bot.domain.meetings import Meeting
from bot.domain.outbox import Letter
from bot.domain.questions import held_until
from bot.domain.relayed_text import clean
from bot.services.agenda import context, new_id, open_agenda
from bot.services.call_letters import CallLetters
from bot.services.meetings import known
from bot.services.outbox import Outbox
from bot.services.question_limits import RateLimiter
from bot.vault import Vault
from db.database import Database, Transaction

TOPIC = "meetings.topic"
DECIDED = (
    "That topic has been decided already, or its call is no longer on. Nothing is left to do here."
)
ON_ITS_WAY = "That topic is on its way here. Please press the button again in a minute."


class TopicReview:
    """No row says who suggested a topic, or when."""

    def __init__(
        self, database: Database, outbox: Outbox, letters: CallLetters, vault: Vault, now: Now
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._letters = letters
        self._vault = vault
        self._now = now
        self._allowances = {
            Sort.TOPIC: RateLimiter(UNSIGNED, "topics without a name"),
            Sort.WORDS: RateLimiter(UNSIGNED, "words without a name"),
        }
        self.chance: Random = secrets.SystemRandom()

    async def hold(self, meeting_id: int, text: str, person: int, sort: Sort = Sort.TOPIC) -> None:
        """Coordinators see it in 2 to 15 minutes. The person is counted, in memory only.

        Raises UserError.
        """
        checked = checked_words if sort is Sort.WORDS else checked_topic
        text, topic_id = checked(clean(text)), new_id(self.chance)
        due = int(held_until(self._now(), self.chance).timestamp())
        allowance = self._allowances[sort]
        allowance.take(person, self._now())
        try:
            async with self._database.transaction() as tx:
                may_hold(await open_agenda(tx, meeting_id, self._now(), sort), self._now())
                sealed = self._vault.seal(text, context(topic_id))
                await rows.hold(tx, topic_id, meeting_id, sealed, sort)
                await db.outbox.plan_hidden(tx, TOPIC, topic_id, due)
        except BaseException:
            allowance.give_back(person)
            raise
        await self._outbox.wake()

    async def to_review(self, letter: Letter) -> WaitingTopic | None:
        """A topic that is not wanted any more is deleted instead."""
        async with self._database.transaction() as tx:
            kept = await rows.find_waiting(tx, letter.subject)
            meeting = await db.meetings.get(tx, kept.meeting_id) if kept else None
            if kept and meeting and meeting.state == "announced" and not self._is_over(meeting):
                return self._opened(kept, meeting)
            await rows.leave_out(tx, letter.subject)
            await db.outbox.erase(tx, letter.kind, letter.subject)
        return None

    async def asked(self, letter: Letter, channel: int, message: int) -> bool:
        """Its card is up, so the letter goes; returns whether nobody has decided meanwhile."""
        async with self._database.transaction() as tx:
            await db.outbox.erase(tx, letter.kind, letter.subject)
            return await rows.place_card(tx, letter.subject, channel, message)

    async def without_card(self, letter: Letter) -> None:
        """Its card cannot be put up: let coordinators find the topic beside the agenda."""
        async with self._database.transaction() as tx:
            await rows.place_card(tx, letter.subject, 0, 0)

    async def waiting(self, meeting: Meeting) -> list[WaitingTopic]:
        """What is still held stays unseen."""
        async with self._database.reading() as tx:
            return [self._opened(kept, meeting) for kept in await rows.in_review(tx, meeting.id)]

    async def all_waiting(self) -> list[WaitingTopic]:
        """Those of every coming call."""
        async with self._database.reading() as tx:
            coming = await db.meetings.coming(tx, int(self._now().timestamp()), ("announced",))
            return [
                self._opened(kept, meeting)
                for meeting in coming
                for kept in await rows.in_review(tx, meeting.id)
            ]

    async def put_on(self, topic_id: int) -> tuple[WaitingTopic, bool]:
        """Put a topic on the agenda; once the call is over, delete it instead.

        Returns whether it is on. Raises UserError when somebody was quicker, or it has no room.
        """
        async with self._database.transaction() as tx:
            topic = await self._in_review(tx, topic_id)
            if over := self._is_over(topic.meeting):
                await rows.leave_out(tx, topic_id)
            else:
                meeting = topic.meeting
                count = await rows.count(tx, meeting.id, topic.sort)
                may_put_on(meeting, count, self._now(), topic.sort)
                await rows.put_on(tx, topic_id, meeting.id)
                if topic.sort is Sort.TOPIC:
                    await self._letters.agenda(tx, meeting)
                    await self._letters.numbers(tx, meeting)
        await self._outbox.wake()
        return topic, not over

    async def leave_out(self, topic_id: int) -> WaitingTopic:
        """Raises UserError when somebody was quicker."""
        async with self._database.transaction() as tx:
            topic = await self._in_review(tx, topic_id)
            await rows.leave_out(tx, topic_id)
        return topic

    async def _in_review(self, tx: Transaction, topic_id: int) -> WaitingTopic:
        kept = await rows.find_waiting(tx, topic_id)
        if kept is None:
            raise UserError(DECIDED)
        if kept.state is TopicState.HELD:
            raise UserError(ON_ITS_WAY)
        return self._opened(kept, await known(tx, kept.meeting_id))

    def _opened(self, kept: rows.KeptTopic, meeting: Meeting) -> WaitingTopic:
        text = self._vault.unseal(kept.sealed, context(kept.id))
        return WaitingTopic(
            kept.id, meeting, text, kept.state, kept.card_place, kept.card_id, kept.sort
        )

    def _is_over(self, meeting: Meeting) -> bool:
        return self._now() >= meeting.ends_at
