"""Meetings of a rep's own: planned, with a card the evening before and a gentle one after."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import db.checkins
import db.library
import db.meetings
import db.outbox
import db.own_meetings as rows
import db.partnerships
from bot.clock import Now
from bot.domain.errors import UserError
from bot.domain.library import Entry, Kind
from bot.domain.own_meetings import (
    MOST_AHEAD,
    QUIET_AFTER,
    THEMES,
    USUAL_THEME,
    OwnMeeting,
    Question,
    checked_points,
    checked_start,
    checked_title,
    checked_words,
    fitting,
    terms_of,
    theme_of,
)
from bot.services.outbox import Outbox
from bot.vault import Vault, VaultError, of_one_length
from db.database import Database, Transaction
from db.privacy import Facts

BEFORE = "partnerships.before"
AFTER = "partnerships.after"
GONE = "I know no such meeting of yours. `/mvp` shows those to come."
LOST = "(sealed with a key that is no longer here)"
TOO_MANY = f"You have {MOST_AHEAD} meetings ahead of you. Delete one before you plan another."
KEPT = (
    "You have kept something of this meeting, and what is kept stands here beside your name. So it"
    " cannot be asked anonymously any more: whoever compared the two might tell that it was you."
    " `/ask` is there for another question."
)


@dataclass(frozen=True)
class Prepared:
    """What a card to prepare shows: questions, and words that may come up."""

    questions: list[Question]
    terms: list[Entry]


class OwnMeetings:
    def __init__(
        self,
        database: Database,
        outbox: Outbox,
        vault: Vault,
        now: Now,
        zone: str,
    ) -> None:
        self._database = database
        self._outbox = outbox
        self._vault = vault
        self._now = now
        self._zone = ZoneInfo(zone)

    async def plan(
        self, person: int, title: str, when: str, *, before: bool, after: bool, changes: int = 0
    ) -> OwnMeeting:
        """Plan one, or change it: what was planned to come for it is planned anew.

        Raises UserError, AskError.
        """
        title, now = checked_title(title), self._now()
        wall = checked_start(when, now, self._zone)
        async with self._database.transaction() as tx:
            if changes:
                old = await self._mine(tx, person, changes)
                theme = old.theme if old.title == title else theme_of(title)
                meeting = replace(
                    old,
                    title=title,
                    wall_start=wall,
                    zone=self._zone,
                    before=before,
                    after=after,
                    theme=theme,
                )
            else:
                ahead = [each for each, _ in await rows.of_person(tx, person)]
                if sum(each.starts_at > now for each in ahead) >= MOST_AHEAD:
                    raise UserError(TOO_MANY)
                new = OwnMeeting(0, person, wall, self._zone, before, after, theme_of(title), title)
                meeting = replace(new, id=await rows.insert(tx, new))
            await self._write(tx, meeting)
            await self._plan_cards(tx, meeting)
            await db.partnerships.answered(tx, person)
        await self._outbox.wake()
        return meeting

    async def _plan_cards(self, tx: Transaction, meeting: OwnMeeting) -> None:
        """Those that lie ahead; their letters name the person, and so go with them."""
        now = self._now()
        for kind, wanted, at in (
            (BEFORE, meeting.before, meeting.evening_before),
            (AFTER, meeting.after, meeting.evening_after),
        ):
            await db.outbox.withdraw(tx, kind, meeting.id)
            if wanted and at > now:
                await db.outbox.plan(tx, kind, meeting.id, int(at.timestamp()), meeting.person)

    async def ahead(self, person: int) -> list[OwnMeeting]:
        """Those to come, and those of the last month, the earliest first."""
        async with self._database.reading() as tx:
            return [self._opened(each) for each in await rows.of_person(tx, person)]

    async def get(self, person: int, number: int) -> OwnMeeting:
        """Raises UserError for somebody else's, as for one that is gone."""
        async with self._database.reading() as tx:
            return await self._mine(tx, person, number)

    async def delete(self, person: int, number: int) -> OwnMeeting:
        async with self._database.transaction() as tx:
            meeting = await self._mine(tx, person, number)
            await db.outbox.withdraw(tx, BEFORE, number)
            await db.outbox.withdraw(tx, AFTER, number)
            await rows.delete(tx, number)
        return meeting

    async def note(self, person: int, number: int, points: str) -> OwnMeeting:
        """Points of one's own. Raises UserError."""
        points = checked_points(points)
        async with self._database.transaction() as tx:
            meeting = replace(await self._mine(tx, person, number), points=points)
            await self._write(tx, meeting)
            await db.partnerships.answered(tx, person)
        return meeting

    async def about(self, person: int, number: int, theme: str) -> OwnMeeting:
        """What it will be about. Raises UserError."""
        async with self._database.transaction() as tx:
            meeting = replace(await self._mine(tx, person, number), theme=theme)
            await self._write(tx, meeting)
        return meeting

    async def prepared(self, theme: str, turn: int = 0) -> Prepared:
        async with self._database.reading() as tx:
            terms = [await db.library.by_key(tx, key) for key in terms_of(theme)]
            found = [each.entry for each in terms if each is not None and not each.entry.retired]
            return Prepared(fitting(await briefing(tx), theme, turn), found)

    async def is_quiet(self, person: int) -> bool:
        async with self._database.reading() as tx:
            return await db.partnerships.unanswered(tx, person) >= QUIET_AFTER

    async def answered(self, person: int) -> None:
        """Never called where somebody may go on to ask anonymously: it would date that."""
        async with self._database.transaction() as tx:
            await db.partnerships.answered(tx, person)

    async def keep(self, person: int, number: int, words: str) -> None:
        """Sealed. Raises UserError."""
        words = checked_words(words)
        async with self._database.transaction() as tx:
            await self._mine(tx, person, number)
            sealed = self._vault.seal(words, _of_words(number))
            await rows.keep_words(tx, number, sealed, int(self._now().timestamp()))
            await db.partnerships.answered(tx, person)

    async def kept(self, person: int, number: int) -> str:
        """What was kept of it, "" for nothing. Raises UserError."""
        async with self._database.reading() as tx:
            await self._mine(tx, person, number)
            found = await rows.words_of(tx, number)
        return self._unsealed(found[0], _of_words(number)) if found else ""

    async def may_ask(self, person: int, number: int) -> None:
        """Raises UserError where something of this meeting is kept. Writes nothing."""
        if await self.kept(person, number):
            raise UserError(KEPT)

    async def next_call(self) -> int:
        """The number of the next call that is announced, 0 for none."""
        now = int(self._now().timestamp())
        async with self._database.reading() as tx:
            coming = await db.meetings.coming(tx, now, ("announced",))
        return coming[0].id if coming else 0

    async def last_prompt(self, person: int) -> int:
        """Of their check-ins (UTC seconds), 0 for none: what the form of a check-in begins from."""
        async with self._database.reading() as tx:
            checkin = await db.checkins.of_person(tx, person)
        return checkin.last_prompt if checkin else 0

    async def revealed(self, tx: Transaction, person: int) -> list[Facts]:
        opened = [self._opened(each) for each in await rows.of_person(tx, person)]
        return [
            (
                ("id", m.id),
                ("title", m.title),
                ("theme", THEMES.get(m.theme, "")),
                ("points", m.points),
            )
            for m in opened
        ]

    async def revealed_words(self, tx: Transaction, person: int) -> list[Facts]:
        found: list[Facts] = []
        for meeting, _ in await rows.of_person(tx, person):
            if (kept := await rows.words_of(tx, meeting.id)) is not None:
                words = self._unsealed(kept[0], _of_words(meeting.id))
                found.append((("kept_at", kept[1]), ("words", words)))
        return found

    async def seal_themes(self) -> None:
        """Of an earlier version, and of a copy that it made; call it at the start."""
        async with self._database.transaction() as tx:
            for found, theme in await rows.with_a_clear_theme(tx):
                try:
                    meeting = replace(unsealed(self._vault, found), theme=theme)
                except VaultError:  # it stays as it is, and what it is about goes
                    await rows.write(tx, *found)
                else:
                    await self._write(tx, meeting)

    async def _mine(self, tx: Transaction, person: int, number: int) -> OwnMeeting:
        found = await rows.get(tx, number)
        if found is None or found[0].person != person:
            raise UserError(GONE)
        return self._opened(found)

    async def _write(self, tx: Transaction, meeting: OwnMeeting) -> None:
        words = json.dumps([meeting.title, meeting.points, meeting.theme], ensure_ascii=False)
        sealed = self._vault.seal(of_one_length(words), _of_meeting(meeting.id))
        await rows.write(tx, meeting, sealed)

    def _opened(self, found: rows.SealedMeeting) -> OwnMeeting:
        return opened(self._vault, found)

    def _unsealed(self, sealed: bytes, context: bytes) -> str:
        try:
            return self._vault.unseal(sealed, context)
        except VaultError:
            return LOST


def _of_meeting(number: int) -> bytes:
    return f"own_meetings.sealed:{number}".encode()


def _of_words(number: int) -> bytes:
    return f"own_meeting_words.sealed:{number}".encode()


def opened(vault: Vault, found: rows.SealedMeeting) -> OwnMeeting:
    try:
        return unsealed(vault, found)
    except VaultError:
        return replace(found[0], title=LOST, theme=USUAL_THEME)


def unsealed(vault: Vault, found: rows.SealedMeeting) -> OwnMeeting:
    """Raises VaultError."""
    meeting, sealed = found
    title, points, *theme = json.loads(vault.unseal(sealed, _of_meeting(meeting.id)))
    return replace(meeting, title=title, points=points, theme=theme[0] if theme else USUAL_THEME)


async def briefing(tx: Transaction) -> list[Question]:
    """Questions to read aloud: those of the library, as coordinators keep them."""
    kept = [each.entry for each in await db.library.of_kind(tx, Kind.QUESTION)]
    return [
        Question(each.title, each.about, each.tags, each.content_note)
        for each in kept
        if not each.retired
    ]
