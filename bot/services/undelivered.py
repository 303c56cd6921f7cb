"""What was meant for many and did not go out: coordinators are told of it once, by a letter."""

from __future__ import annotations

from dataclasses import dataclass

import db.changes
import db.meetings
import db.outbox
from bot.clock import Now
from bot.domain.meetings import Meeting
from bot.domain.outbox import Delivery, Letter, Outcome
from bot.services.reminders import CHANGED, FOR_MANY, UNDELIVERED
from db.database import Database, Transaction

GONE_SINCE = Outcome(Delivery.NOT_WANTED, "it has gone out since")
TOLD = ("waiting", "sending", "sent")


@dataclass(frozen=True)
class Missing:
    """The reason is in words that coordinators can read."""

    meeting: Meeting
    kind: str
    reason: str


class Undelivered:
    def __init__(self, database: Database, now: Now) -> None:
        self._database = database
        self._now = now

    async def failed(self, tx: Transaction, letter: Letter) -> None:
        """Plan that coordinators are told, in the transaction that writes the failure down.

        Of each kind once a call, until it is announced anew.
        """
        change = await db.changes.get(tx, letter.subject) if letter.kind == CHANGED else None
        meeting_id = change.meeting_id if change else letter.subject
        part = FOR_MANY.index(letter.kind)
        told = await db.outbox.report(tx, (UNDELIVERED,), meeting_id)
        if not any(each == part and state in TOLD for _, each, state, _ in told):
            now = int(self._now().timestamp())
            await db.outbox.plan(tx, UNDELIVERED, meeting_id, now, part)

    async def to_tell(self, letter: Letter) -> Missing | Outcome:
        kind = FOR_MANY[letter.part]
        async with self._database.reading() as tx:
            meeting = await db.meetings.get(tx, letter.subject)
            if kind == CHANGED:
                letters = await db.changes.report(tx, CHANGED, letter.subject)
            else:
                letters = await db.outbox.report(tx, (kind,), letter.subject)
        ended = [(state, reason) for _, _, state, reason in letters if state in ("sent", "failed")]
        if meeting is None or not ended or ended[-1][0] == "sent":
            return GONE_SINCE
        return Missing(meeting, kind, ended[-1][1])
