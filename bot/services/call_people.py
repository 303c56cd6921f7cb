"""The people of a call: who stands on its card, who does what, what is arranged for whom."""

from __future__ import annotations

import json
from dataclasses import dataclass, field

import db.call_people as rows
import db.meetings
import db.outbox
from bot.clock import Now
from bot.domain.errors import UserError
from bot.domain.meetings import Counts, Job, Meeting, may_answer
from bot.domain.outbox import Delivery, Letter, Outcome
from bot.services.call_letters import COPY, JOB, LINK_CHECK, CallLetters
from bot.services.meetings import known
from bot.services.outbox import Outbox
from bot.services.reminders import CANCELLED, OVER, REPLACED
from bot.vault import Vault, of_one_length
from db.database import Database, Transaction
from db.privacy import Facts

MOST_NAMES = 20
THE_HOST_IS_ASKED = Outcome(Delivery.NOT_WANTED, "whoever hosts the call is asked")
WANTED = {
    "captions": "Captions",
    "bsl": "A BSL interpreter",
    "phone": "I join by phone",
    "camera": "My camera stays off",
    "ask": "Please ask me",
}


@dataclass(frozen=True)
class OnTheCard:
    """What a call's card shows. `named` are 20 people at most; `is_next`: no call comes earlier,
    nor one that is still to be confirmed."""

    meeting: Meeting
    counts: Counts = field(default_factory=Counts)
    named: tuple[int, ...] = ()
    host: int = 0
    notes: int = 0
    is_next: bool = True


class CallPeople:
    """Instants are UTC; people are Discord ids."""

    def __init__(
        self, database: Database, outbox: Outbox, letters: CallLetters, vault: Vault, now: Now
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._letters = letters
        self._vault = vault
        self._now = now

    async def on_the_card(self, meeting: Meeting) -> OnTheCard:
        """When the call is over or cancelled nobody is named any more."""
        async with self._database.reading() as tx:
            counts = await db.meetings.counts(tx, meeting.id)
            if meeting.state == "cancelled" or self._now() >= meeting.ends_at:
                return OnTheCard(meeting, counts)
            named = await db.meetings.named(tx, meeting.id, MOST_NAMES)
            jobs = await rows.jobs(tx, meeting.id)
            coming = await db.meetings.coming(tx, self._seconds(), ("announced", "saved"))
        is_next = not coming or meeting.starts_at <= coming[0].starts_at
        host, notes = jobs.get(Job.HOST, 0), jobs.get(Job.NOTES, 0)
        return OnTheCard(meeting, counts, tuple(named), host, notes, is_next)

    async def is_replaced(self, letter: Letter) -> bool:
        """Whether a later letter of its kind is due as well."""
        async with self._database.reading() as tx:
            return await db.outbox.has_later(tx, letter, int(self._now().timestamp()))

    async def ended(self, meeting: Meeting) -> None:
        """What was to be arranged goes; another call may be the next one now."""
        async with self._database.transaction() as tx:
            await rows.forget_arrangements(tx, meeting.id)
            await self._letters.all_numbers(tx)
        await self._outbox.wake()

    async def show_later(self, meeting: Meeting) -> None:
        """Discord allowed no edit now: try with the next numbers."""
        async with self._database.transaction() as tx:
            await self._letters.numbers(tx, meeting)

    async def is_named(self, user_id: int) -> bool:
        async with self._database.reading() as tx:
            return not await db.meetings.is_unnamed(tx, user_id)

    async def name(self, user_id: int, *, off: bool) -> None:
        """Leave the name off the cards of calls, or show it again: at once, on every card."""
        async with self._database.transaction() as tx:
            await db.meetings.leave_unnamed(tx, user_id, off=off)
            for meeting in await db.meetings.coming(tx, self._seconds(), ("announced",)):
                if await db.meetings.answer_of(tx, meeting.id, user_id) == "going":
                    await self._letters.at_once(tx, COPY, meeting)
        await self._outbox.wake()

    async def take(self, meeting_id: int, job: Job, user_id: int) -> tuple[Meeting, bool, int]:
        """Take a job in a call, or give it up where one has it.

        Returns whether it is theirs now, and whose it was before if that was somebody else, or 0.
        Raises UserError once the call is over or cancelled.
        """
        async with self._database.transaction() as tx:
            meeting = await known(tx, meeting_id)
            if meeting.state == "cancelled" or self._now() >= meeting.ends_at:
                raise UserError("That call is over or cancelled, so there is nothing to do for it.")
            before = (await rows.jobs(tx, meeting_id)).get(job, 0)
            given_up = await rows.give_up_job(tx, meeting_id, job, user_id)
            if given_up:
                await db.outbox.withdraw(tx, JOB, meeting_id, user_id)
            else:
                await rows.take_job(tx, meeting_id, job, user_id)
            await self._letters.jobs(tx, meeting)
            if meeting.message_id:
                await self._letters.at_once(tx, COPY, meeting)
            await self._letters.card(tx, meeting)
        await self._outbox.wake()
        return meeting, not given_up, 0 if before == user_id else before

    async def to_remind(self, letter: Letter) -> tuple[Meeting, list[Job]] | Outcome:
        """Of a job: the person is the letter's part."""
        async with self._database.reading() as tx:
            meeting = await db.meetings.get(tx, letter.subject)
            if meeting is None or meeting.state != "announced":
                return CANCELLED
            if self._now() >= meeting.ends_at:
                return OVER
            jobs = await rows.jobs(tx, meeting.id)
        theirs = [job for job, person in jobs.items() if person == letter.part]
        return (meeting, theirs) if theirs else REPLACED

    async def to_check(self, letter: Letter) -> Meeting | Outcome:
        """Whose joining link coordinators are asked about: nobody hosts, or there is none. A letter
        whose part is the host comes where that person could not be asked."""
        async with self._database.reading() as tx:
            meeting = await db.meetings.get(tx, letter.subject)
            if meeting is None or meeting.state != "announced":
                return CANCELLED
            if self._now() >= meeting.starts_at:
                return OVER
            host = (await rows.jobs(tx, meeting.id)).get(Job.HOST, 0)
        if letter.part:
            return meeting if host == letter.part and meeting.link else REPLACED
        return THE_HOST_IS_ASKED if host and meeting.link else meeting

    async def host_unasked(self, tx: Transaction, letter: Letter) -> None:
        """Who could not be told of a job: if it is to host, coordinators look at the link."""
        if (await rows.jobs(tx, letter.subject)).get(Job.HOST) == letter.part:
            now = int(self._now().timestamp())
            await db.outbox.plan(tx, LINK_CHECK, letter.subject, now, letter.part)

    async def may_arrange(self, meeting_id: int, user_id: int) -> tuple[Meeting, list[str]]:
        """Return the call, and what this person wants arranged. Raises UserError."""
        async with self._database.reading() as tx:
            meeting = await known(tx, meeting_id)
            may_answer(meeting, self._now())
            mine = [each for each in await rows.arrangements(tx, meeting_id) if each[1] == user_id]
        return meeting, self._opened(mine[0][0], mine[0][2]) if mine else []

    async def arrange(self, meeting_id: int, user_id: int, wanted: list[str]) -> None:
        """Nothing wanted: nothing is kept. Raises UserError."""
        wanted = [each for each in WANTED if each in wanted]
        async with self._database.transaction() as tx:
            may_answer(await known(tx, meeting_id), self._now())
            if not wanted:
                await rows.forget_arrangements(tx, meeting_id, user_id)
                return
            number = await rows.insert_arrangement(tx, meeting_id, user_id)
            sealed = self._vault.seal(of_one_length(json.dumps(wanted)), _context(number))
            await rows.write_arrangement(tx, number, sealed)

    async def arranged(self, meeting: Meeting) -> dict[str, list[int]]:
        """Who wants what, for coordinators; nothing once the call is over."""
        if self._now() >= meeting.ends_at:
            return {}
        async with self._database.reading() as tx:
            found = await rows.arrangements(tx, meeting.id)
        each_wants = [(person, self._opened(number, sealed)) for number, person, sealed in found]
        return {
            key: people
            for key in WANTED
            if (people := [person for person, wanted in each_wants if key in wanted])
        }

    async def revealed(self, tx: Transaction, user_id: int) -> list[Facts]:
        return [
            (("id", number), ("wanted", say_wanted(self._opened(number, sealed))))
            for number, _, sealed in await rows.arrangements_of(tx, user_id)
        ]

    def _opened(self, number: int, sealed: bytes) -> list[str]:
        found: list[str] = json.loads(self._vault.unseal(sealed, _context(number)))
        return found

    def _seconds(self) -> int:
        return int(self._now().timestamp())


def say_wanted(wanted: list[str]) -> str:
    return ", ".join(WANTED[each] for each in wanted)


def _context(number: int) -> bytes:
    return f"arrangements.sealed:{number}".encode()
