"""The cards of a person's own meetings: wanted or not, at what hour, and when they go quiet."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import db.own_meetings as rows
import db.partnerships
from bot.clock import Now
from bot.domain.outbox import Delivery, Letter, Outcome, is_day
from bot.domain.own_meetings import (
    QUIET_AFTER,
    OwnMeeting,
    from_seconds,
    is_wanted_after,
    is_wanted_before,
)
from bot.services.own_meetings import BEFORE, opened
from bot.vault import Vault
from db.database import Database

OVER = Outcome(Delivery.NOT_WANTED, "it is no longer wanted")


class OwnMeetingCards:
    """What is sent names no meeting: title and points are read privately, behind a button."""

    def __init__(self, database: Database, vault: Vault, now: Now, zone: str) -> None:
        self._database = database
        self._vault = vault
        self._now = now
        self._zone = ZoneInfo(zone)

    async def to_send(self, letter: Letter) -> OwnMeeting | Outcome:
        """The meeting whose card is due; not once it is quiet, nor for one that was moved."""
        due, now = from_seconds(letter.due_at), self._now()
        async with self._database.reading() as tx:
            found = await rows.get(tx, letter.subject)
            quiet = await db.partnerships.unanswered(tx, letter.part) >= QUIET_AFTER
        if found is None or quiet:
            return OVER
        wanted = is_wanted_before if letter.kind == BEFORE else is_wanted_after
        return opened(self._vault, found) if wanted(found[0], due, now) else OVER

    async def is_last(self, person: int) -> bool:
        """Whether it goes quiet if this card finds no answer either."""
        async with self._database.reading() as tx:
            return await db.partnerships.unanswered(tx, person) >= QUIET_AFTER - 1

    async def arrived(self, letter: Letter) -> None:
        """A card after a meeting counts as unanswered until something answers it."""
        async with self._database.transaction() as tx:
            await db.partnerships.count_unanswered(tx, letter.part, letter.due_at)

    async def waits_before(self, _letter: Letter) -> int | None:
        """It goes at the hour that was chosen; missed, it wakes nobody at night."""
        return None if is_day(self._now(), self._zone) else 0

    async def waits_after(self, letter: Letter) -> int | None:
        return letter.part
