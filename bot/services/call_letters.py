"""Every letter of a call, planned, moved and withdrawn together with it."""

from __future__ import annotations

from datetime import datetime

import db.agenda
import db.changes
import db.outbox
from bot.clock import Now
from bot.domain.meetings import Meeting
from bot.domain.times import days_before
from bot.services.reminders import DIRECT, REMINDER, Reminders
from db.database import Transaction

ANNOUNCEMENT = "meetings.announcement"
AGENDA = "meetings.agenda"
EVENT = "meetings.event"
COPY = "meetings.copy"
CARD = "meetings.card"
RENAME = "meetings.rename"
CHANGED = "meetings.changed"
NEXT = "meetings.next"
ASK = "meetings.ask"

AGENDA_DAYS_BEFORE = 1
ASK_DAYS_BEFORE = (5, 2)
OF_ITS_TIME = (REMINDER, DIRECT, AGENDA, NEXT, ASK)


class CallLetters:
    """Plans what a call needs in the state it is in. Always inside the caller's transaction."""

    def __init__(self, reminders: Reminders, now: Now) -> None:
        self._reminders = reminders
        self._now = now

    async def plan(self, tx: Transaction, meeting: Meeting) -> None:
        """Plan everything that still lies ahead; what is there already is left as it is."""
        if meeting.state == "announced":
            await self._reminders.plan(tx, meeting)
            await self.agenda(tx, meeting)
        if meeting.series_id and meeting.state == "saved":
            for days in ASK_DAYS_BEFORE:
                await self._days_before(tx, ASK, meeting, days)
        if meeting.series_id and meeting.state != "draft":
            await db.outbox.plan(tx, NEXT, meeting.id, int(meeting.ends_at.timestamp()))

    async def announce(self, tx: Transaction, meeting: Meeting) -> None:
        """Plan the announcement, Discord's event and all that follows."""
        await db.outbox.withdraw(tx, ASK, meeting.id)
        now = int(self._now().timestamp())
        if not await db.outbox.revive(tx, ANNOUNCEMENT, meeting.id, now):
            await db.outbox.plan(tx, ANNOUNCEMENT, meeting.id, now)
        await self.at_once(tx, EVENT, meeting)
        await self.plan(tx, meeting)

    async def bring_back(self, tx: Transaction, meeting: Meeting) -> None:
        """Plan again what went when the call was cancelled; coordinators are asked about a date."""
        now = int(self._now().timestamp())
        await self.plan(tx, meeting)
        if meeting.state == "announced":
            await db.outbox.revive(tx, ANNOUNCEMENT, meeting.id, now)
            await self.copy(tx, meeting)
        elif meeting.series_id:
            await db.outbox.plan(tx, ASK, meeting.id, now)

    async def move(self, tx: Transaction, meeting: Meeting) -> None:
        """Withdraw what waits for the old time, and plan for the new one."""
        for kind in OF_ITS_TIME:
            await db.outbox.take_back(tx, kind, meeting.id)
        await self.plan(tx, meeting)

    async def copy(self, tx: Transaction, meeting: Meeting) -> None:
        """Bring the announcement, the thread's name and Discord's event up to date."""
        for kind in (COPY, RENAME, EVENT):
            await self.at_once(tx, kind, meeting)

    async def card(self, tx: Transaction, was: Meeting) -> None:
        """Bring what coordinators were asked about a drafted date up to date."""
        if was.series_id and was.state == "saved":
            await self.at_once(tx, CARD, was)

    async def agenda(self, tx: Transaction, meeting: Meeting) -> None:
        """Plan to post the agenda the day before, once it has a topic."""
        if await db.agenda.count(tx, meeting.id):
            await self._days_before(tx, AGENDA, meeting, AGENDA_DAYS_BEFORE)

    async def at_once(self, tx: Transaction, kind: str, meeting: Meeting) -> None:
        """Plan a letter for now, even if one of its kind went out within this second."""
        await db.outbox.plan_again(tx, kind, meeting.id, int(self._now().timestamp()))

    async def _days_before(self, tx: Transaction, kind: str, meeting: Meeting, days: int) -> None:
        at: datetime = days_before(meeting.wall_start, meeting.zone, days)
        if at > self._now():
            await db.outbox.plan(tx, kind, meeting.id, int(at.timestamp()))
