"""What the notes of a call say is to be done: offered to coordinators, who note it as actions."""

from __future__ import annotations

import json
from dataclasses import astuple
from zoneinfo import ZoneInfo

import db.notes as rows
from bot.clock import Now
from bot.domain.actions import Action
from bot.domain.errors import UserError
from bot.domain.found_actions import Found, find
from bot.domain.meetings import Meeting
from bot.services.actions import Actions
from bot.services.meetings import known
from bot.services.outbox import Outbox
from bot.vault import Vault
from db.database import Database

NOTED_ALREADY = "That line has been noted already, or its notes were changed since."


class FoundActions:
    def __init__(
        self,
        database: Database,
        outbox: Outbox,
        vault: Vault,
        actions: Actions,
        now: Now,
        zone: ZoneInfo,
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._vault = vault
        self._actions = actions
        self._now = now
        self._zone = zone

    async def look(self, meeting: Meeting, notes: str) -> int:
        """Keep what these notes say is to be done, in the place of what others said.

        Returns in how many lines the date cannot be read. What is noted as an action is left out.
        """
        found = find(notes, self._now(), self._zone)
        noted = {each.what for each in await self._actions.of_meeting(meeting.id)}
        async with self._database.transaction() as tx:
            await rows.forget_found(tx, meeting.id)
            for each in found:
                if each.due and each.what not in noted:
                    number = await rows.insert_found(tx, meeting.id)
                    sealed = self._vault.seal(json.dumps(astuple(each)), _context(number))
                    await rows.write_found(tx, number, sealed)
        return sum(not each.due for each in found)

    async def of(self, meeting_id: int) -> list[tuple[int, Found]]:
        """Those not noted yet, with their numbers."""
        async with self._database.reading() as tx:
            kept = await rows.found(tx, meeting_id)
        return [(number, self._opened(number, sealed)) for number, sealed in kept]

    async def get(self, number: int) -> Found:
        """Raises UserError if it is noted already."""
        async with self._database.reading() as tx:
            sealed = await rows.one_found(tx, number)
        if sealed is None:
            raise UserError(NOTED_ALREADY)
        return self._opened(number, sealed)

    async def note(self, number: int, user_id: int) -> tuple[Meeting, Action]:
        """As `/action add` does. Raises UserError where somebody was quicker."""
        async with self._database.transaction() as tx:
            taken = await rows.take_found(tx, number)
            if taken is None:
                raise UserError(NOTED_ALREADY)
            found, meeting = self._opened(number, taken[1]), await known(tx, taken[0])
            action, _ = await self._actions.keep(tx, meeting.id, user_id, found.what, found.due)
        await self._outbox.wake()
        return meeting, action

    def _opened(self, number: int, sealed: bytes) -> Found:
        return Found(*json.loads(self._vault.unseal(sealed, _context(number))))


def _context(number: int) -> bytes:
    return f"found_actions.sealed:{number}".encode()
