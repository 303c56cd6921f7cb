"""Calls and the answers to them. Instants are UTC seconds; wall times are ISO text."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.meetings import Counts, Meeting, Plan, from_seconds
from bot.domain.reminders import Choice
from db.database import Transaction, fetchone

_COLUMNS = (
    "id, title, wall_start, zone, starts_at, length_minutes, link, state, channel_id, message_id,"
    " thread_id, series_id, occurrence, revision, event_id, reason, late_minutes"
)


async def insert(tx: Transaction, plan: Plan, state: str, series_id: int = 0) -> int:
    """Returns its id. A call of a series keeps which occurrence it is."""
    cursor = await tx.execute(
        "INSERT INTO meetings (title, wall_start, zone, starts_at, length_minutes, link, state,"
        " series_id, occurrence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            plan.title,
            plan.wall_start.isoformat(timespec="minutes"),
            plan.zone.key,
            int(plan.starts_at.timestamp()),
            plan.length_minutes,
            plan.link,
            state,
            series_id or None,
            plan.wall_start.isoformat(timespec="minutes") if series_id else None,
        ),
    )
    return cursor.lastrowid or 0


async def get(tx: Transaction, meeting_id: int) -> Meeting | None:
    rows = await tx.execute_fetchall(f"SELECT {_COLUMNS} FROM meetings WHERE id = ?", (meeting_id,))
    return next((_meeting(row) for row in rows), None)


async def coming(tx: Transaction, now: int, states: tuple[str, ...]) -> list[Meeting]:
    """Those that are not over, the next first."""
    holes = ", ".join("?" * len(states))
    rows = await tx.execute_fetchall(
        f"SELECT {_COLUMNS} FROM meetings WHERE starts_at + length_minutes * 60 > ?"
        f" AND state IN ({holes}) ORDER BY starts_at, id",
        (now, *states),
    )
    return [_meeting(row) for row in rows]


async def change_state(
    tx: Transaction, meeting_id: int, old: tuple[str, ...], new: str
) -> Meeting | None:
    """None if it was in none of the old states."""
    holes = ", ".join("?" * len(old))
    rows = await tx.execute_fetchall(
        f"UPDATE meetings SET state = ? WHERE id = ? AND state IN ({holes}) RETURNING {_COLUMNS}",
        (new, meeting_id, *old),
    )
    return next((_meeting(row) for row in rows), None)


async def place(tx: Transaction, meeting_id: int, channel: int, message: int, thread: int) -> None:
    """0 for what is not there."""
    await tx.execute(
        "UPDATE meetings SET channel_id = ?, message_id = ?, thread_id = ? WHERE id = ?",
        (channel, message, thread, meeting_id),
    )


async def delete_draft(tx: Transaction, meeting_id: int) -> bool:
    """Returns whether there was one."""
    cursor = await tx.execute(
        "DELETE FROM meetings WHERE id = ? AND state = 'draft'", (meeting_id,)
    )
    return cursor.rowcount > 0


async def set_answer(tx: Transaction, meeting_id: int, user_id: int, answer: str) -> bool:
    """One row per person and call; from now on it may be named on the card.

    Returns whether anything is different.
    """
    cursor = await tx.execute(
        "INSERT INTO answers (meeting_id, user_id, answer, named) VALUES (?, ?, ?, 1)"
        " ON CONFLICT (meeting_id, user_id) DO UPDATE SET answer = excluded.answer, named = 1"
        " WHERE answer <> excluded.answer OR named = 0",
        (meeting_id, user_id, answer),
    )
    return cursor.rowcount > 0


async def answer_of(tx: Transaction, meeting_id: int, user_id: int) -> str:
    """An empty string for no answer."""
    row = await fetchone(
        tx, "SELECT answer FROM answers WHERE meeting_id = ? AND user_id = ?", (meeting_id, user_id)
    )
    return "" if row is None else str(row[0])


async def counts(tx: Transaction, meeting_id: int) -> Counts:
    rows = await tx.execute_fetchall(
        "SELECT answer, count(*) FROM answers WHERE meeting_id = ? GROUP BY answer", (meeting_id,)
    )
    return Counts(**{row[0]: row[1] for row in rows})


async def standing(tx: Transaction, meeting_id: int, user_id: int) -> tuple[str, Counts]:
    """What a person answered ("" for nothing), and how many people gave each answer."""
    rows = await tx.execute_fetchall(
        "SELECT answer, count(*), max(user_id = ?) FROM answers WHERE meeting_id = ?"
        " GROUP BY answer",
        (user_id, meeting_id),
    )
    own = next((row[0] for row in rows if row[2]), "")
    return own, Counts(**{row[0]: row[1] for row in rows})


async def people(tx: Transaction, meeting_id: int, answer: str) -> list[int]:
    rows = await tx.execute_fetchall(
        "SELECT user_id FROM answers WHERE meeting_id = ? AND answer = ? ORDER BY user_id",
        (meeting_id, answer),
    )
    return [row[0] for row in rows]


async def named(tx: Transaction, meeting_id: int, limit: int) -> list[int]:
    """Who is coming and may be named, in no order that says who answered first."""
    rows = await tx.execute_fetchall(
        "SELECT user_id FROM answers WHERE meeting_id = ? AND answer = 'going' AND named = 1"
        " AND user_id NOT IN (SELECT user_id FROM unnamed) ORDER BY user_id LIMIT ?",
        (meeting_id, limit),
    )
    return [row[0] for row in rows]


async def leave_unnamed(tx: Transaction, user_id: int, *, off: bool) -> None:
    """Whether somebody's name is left off the cards of calls."""
    if off:
        sql = "INSERT INTO unnamed (user_id) VALUES (?) ON CONFLICT DO NOTHING"
    else:
        sql = "DELETE FROM unnamed WHERE user_id = ?"
    await tx.execute(sql, (user_id,))


async def is_unnamed(tx: Transaction, user_id: int) -> bool:
    return await fetchone(tx, "SELECT 1 FROM unnamed WHERE user_id = ?", (user_id,)) is not None


async def latest_started(tx: Transaction, now: int, since: int) -> Meeting | None:
    """The call with a thread that started last, not earlier than `since` (UTC seconds)."""
    rows = await tx.execute_fetchall(
        f"SELECT {_COLUMNS} FROM meetings WHERE starts_at <= ? AND starts_at >= ?"
        " AND thread_id <> 0 AND state = 'announced' ORDER BY starts_at DESC LIMIT 1",
        (now, since),
    )
    return next((_meeting(row) for row in rows), None)


async def over(tx: Transaction, now: int, since: int) -> list[Meeting]:
    """Announced or cancelled, over, started since then (UTC seconds); the last first."""
    rows = await tx.execute_fetchall(
        f"SELECT {_COLUMNS} FROM meetings WHERE starts_at + length_minutes * 60 <= ?"
        " AND starts_at >= ? AND state IN ('announced', 'cancelled') ORDER BY starts_at DESC, id",
        (now, since),
    )
    return [_meeting(row) for row in rows]


async def last_with_link(tx: Transaction, meeting: Meeting) -> Meeting | None:
    """The announced call before this one whose joining link is known."""
    rows = await tx.execute_fetchall(
        f"SELECT {_COLUMNS} FROM meetings WHERE starts_at < ? AND id <> ? AND link <> ''"
        " AND state = 'announced' ORDER BY starts_at DESC, id DESC LIMIT 1",
        (int(meeting.starts_at.timestamp()), meeting.id),
    )
    return next((_meeting(row) for row in rows), None)


async def of_occurrence(tx: Transaction, series_id: int, wall: datetime) -> Meeting | None:
    """`wall` is naive wall time."""
    rows = await tx.execute_fetchall(
        f"SELECT {_COLUMNS} FROM meetings WHERE series_id = ? AND occurrence = ?",
        (series_id, wall.isoformat(timespec="minutes")),
    )
    return next((_meeting(row) for row in rows), None)


async def latest_of_series(tx: Transaction, series_id: int) -> Meeting | None:
    """The latest by occurrence, whenever it starts."""
    rows = await tx.execute_fetchall(
        f"SELECT {_COLUMNS} FROM meetings WHERE series_id = ? ORDER BY occurrence DESC LIMIT 1",
        (series_id,),
    )
    return next((_meeting(row) for row in rows), None)


async def move_in_series(tx: Transaction, meeting_id: int, wall: str) -> None:
    """Let a call stand for another occurrence (naive wall time, ISO)."""
    await tx.execute("UPDATE meetings SET occurrence = ? WHERE id = ?", (wall, meeting_id))


def _meeting(row: sqlite3.Row) -> Meeting:
    values = dict(row)
    values["wall_start"] = datetime.fromisoformat(values["wall_start"])
    values["zone"] = ZoneInfo(values["zone"])
    values["starts_at"] = from_seconds(values["starts_at"])
    values["series_id"] = values["series_id"] or 0
    if values["occurrence"] is not None:
        values["occurrence"] = datetime.fromisoformat(values["occurrence"])
    return Meeting(**values)


async def choose(tx: Transaction, user_id: int, how: str, before: str) -> None:
    """Choosing again makes them reachable again."""
    await tx.execute(
        "INSERT INTO reminder_choices (user_id, how, before) VALUES (?, ?, ?)"
        " ON CONFLICT (user_id) DO UPDATE SET how = excluded.how, before = excluded.before,"
        " reachable = 1",
        (user_id, how, before),
    )


async def unreachable(tx: Transaction, user_id: int) -> None:
    """Direct messages do not arrive: the thread reminds them instead."""
    await tx.execute("UPDATE reminder_choices SET reachable = 0 WHERE user_id = ?", (user_id,))


async def choice_of(tx: Transaction, user_id: int) -> Choice:
    """Those who have not chosen are reminded in the thread."""
    row = await fetchone(
        tx, "SELECT how, before, reachable FROM reminder_choices WHERE user_id = ?", (user_id,)
    )
    return Choice() if row is None else Choice(row[0], row[1], bool(row[2]))


async def by_direct_message(tx: Transaction) -> list[tuple[int, str]]:
    """(person, how long before) of everybody who chose direct messages and gets them."""
    rows = await tx.execute_fetchall(
        "SELECT user_id, before FROM reminder_choices WHERE how = 'dm' AND reachable = 1"
    )
    return [(row[0], row[1]) for row in rows]


async def anybody_chose(tx: Transaction, before: str) -> bool:
    """In the thread."""
    row = await fetchone(
        tx, "SELECT 1 FROM reminder_choices WHERE how = 'thread' AND before = ? LIMIT 1", (before,)
    )
    return row is not None


async def to_mention(
    tx: Transaction, meeting_id: int, after: int, up_to: int | None, limit: int, chosen: str = ""
) -> list[int]:
    """Those who said Going or Maybe and are reminded in no other way.

    Only people with an id greater than `after` and at most `up_to` (None: no bound), in order;
    where it is for those who chose it, only these.
    """
    rows = await tx.execute_fetchall(
        "SELECT user_id FROM answers LEFT JOIN reminder_choices USING (user_id)"
        " WHERE meeting_id = ? AND answer IN ('going', 'maybe')"
        " AND (how IS NULL OR how = 'thread' OR (how = 'dm' AND reachable = 0))"
        " AND (? = '' OR (how = 'thread' AND before = ?))"
        " AND user_id > ? AND (? IS NULL OR user_id <= ?) ORDER BY user_id LIMIT ?",
        (meeting_id, chosen, chosen, after, up_to, up_to, limit),
    )
    return [row[0] for row in rows]


async def write(tx: Transaction, meeting: Meeting) -> None:
    """What a change may touch, and the revision that goes with it."""
    await tx.execute(
        "UPDATE meetings SET title = ?, wall_start = ?, starts_at = ?, length_minutes = ?,"
        " link = ?, state = ?, reason = ?, late_minutes = ?, revision = ? WHERE id = ?",
        (
            meeting.title,
            meeting.wall_start.isoformat(timespec="minutes"),
            int(meeting.starts_at.timestamp()),
            meeting.length_minutes,
            meeting.link,
            meeting.state,
            meeting.reason,
            meeting.late_minutes,
            meeting.revision,
            meeting.id,
        ),
    )


async def remember_event(tx: Transaction, meeting_id: int, event_id: int) -> None:
    """Which of Discord's scheduled events mirrors the call; 0 for none."""
    await tx.execute("UPDATE meetings SET event_id = ? WHERE id = ?", (event_id, meeting_id))


async def meeting_of_event(tx: Transaction, event_id: int) -> int | None:
    row = await fetchone(tx, "SELECT id FROM meetings WHERE event_id = ?", (event_id,))
    return None if row is None else row[0]


async def answered(
    tx: Transaction,
    meeting_id: int,
    after: int,
    up_to: int | None,
    limit: int,
    *,
    declined_too: bool = True,
) -> list[int]:
    """Ids above `after` and at most `up_to` (None: no bound), in order."""
    rows = await tx.execute_fetchall(
        "SELECT user_id FROM answers WHERE meeting_id = ? AND user_id > ?"
        " AND (? OR answer <> 'declined') AND (? IS NULL OR user_id <= ?) ORDER BY user_id LIMIT ?",
        (meeting_id, after, declined_too, up_to, up_to, limit),
    )
    return [row[0] for row in rows]
