"""Meetings of a person's own, and what they kept of how one was; the words are sealed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.own_meetings import OwnMeeting
from db.database import Transaction, fetchone

_MEETING = "id, person, wall_start, zone, before, after, sealed"
SealedMeeting = tuple[OwnMeeting, bytes]


async def insert(tx: Transaction, meeting: OwnMeeting) -> int:
    """Returns its number, which its words are sealed with: they come by `write`."""
    cursor = await tx.execute(
        "INSERT INTO own_meetings (person, wall_start, zone, starts_at, before, after, sealed)"
        " VALUES (?, ?, ?, ?, ?, ?, x'')",
        (meeting.person, *_when(meeting), meeting.before, meeting.after),
    )
    return cursor.lastrowid or 0


async def write(tx: Transaction, meeting: OwnMeeting, sealed: bytes) -> None:
    await tx.execute(
        "UPDATE own_meetings SET wall_start = ?, zone = ?, starts_at = ?, before = ?, after = ?,"
        " theme = '', sealed = ? WHERE id = ?",
        (*_when(meeting), meeting.before, meeting.after, sealed, meeting.id),
    )


async def with_a_clear_theme(tx: Transaction) -> list[tuple[SealedMeeting, str]]:
    """Those of an earlier version, which kept beside what is sealed what a meeting is about."""
    rows = await tx.execute_fetchall(
        f"SELECT {_MEETING}, theme FROM own_meetings WHERE theme <> ''"
    )
    return [(_meeting(tuple(row)[:-1]), row[-1]) for row in rows]


async def get(tx: Transaction, number: int) -> SealedMeeting | None:
    row = await fetchone(tx, f"SELECT {_MEETING} FROM own_meetings WHERE id = ?", (number,))
    return _meeting(tuple(row)) if row else None


async def of_person(tx: Transaction, person: int) -> list[SealedMeeting]:
    """The earliest first."""
    rows = await tx.execute_fetchall(
        f"SELECT {_MEETING} FROM own_meetings WHERE person = ? ORDER BY starts_at, id", (person,)
    )
    return [_meeting(tuple(row)) for row in rows]


async def delete(tx: Transaction, number: int) -> None:
    await tx.execute("DELETE FROM own_meetings WHERE id = ?", (number,))


async def keep_words(tx: Transaction, meeting: int, sealed: bytes, now: int) -> None:
    """In place of what was kept before."""
    await tx.execute(
        "INSERT INTO own_meeting_words (meeting, sealed, kept_at) VALUES (?, ?, ?)"
        " ON CONFLICT (meeting) DO UPDATE SET sealed = excluded.sealed, kept_at = excluded.kept_at",
        (meeting, sealed, now),
    )


async def words_of(tx: Transaction, meeting: int) -> tuple[bytes, int] | None:
    """With the second in which they were kept (UTC)."""
    row = await fetchone(
        tx, "SELECT sealed, kept_at FROM own_meeting_words WHERE meeting = ?", (meeting,)
    )
    return (bytes(row[0]), row[1]) if row else None


def _when(meeting: OwnMeeting) -> tuple[str, str, int]:
    starts_at = int(meeting.starts_at.timestamp())
    return meeting.wall_start.isoformat(timespec="minutes"), meeting.zone.key, starts_at


def _meeting(row: tuple[int, int, str, str, int, int, bytes]) -> SealedMeeting:
    number, person, wall, zone, before, after, sealed = row
    start = datetime.fromisoformat(wall)
    meeting = OwnMeeting(number, person, start, ZoneInfo(zone), bool(before), bool(after))
    return meeting, bytes(sealed)
