"""Rows of listeners and the people they were there for. Instants are UTC seconds."""

from __future__ import annotations

from bot.domain.listeners import Listener
from db.database import Transaction, fetchone


async def put(tx: Transaction, person: int, on_duty: bool, now: int) -> None:
    """Put somebody on duty, or let them rest."""
    await tx.execute(
        "INSERT INTO listeners VALUES (?, ?, ?) ON CONFLICT (person) DO UPDATE"
        " SET on_duty = excluded.on_duty, since = excluded.since"
        " WHERE on_duty <> excluded.on_duty",
        (person, on_duty, now),
    )


async def get(tx: Transaction, person: int) -> Listener | None:
    """Return a listener, or None for somebody who never offered."""
    row = await fetchone(
        tx, "SELECT person, on_duty, since FROM listeners WHERE person = ?", (person,)
    )
    return None if row is None else Listener(row[0], bool(row[1]), row[2])


async def on_duty(tx: Transaction) -> list[Listener]:
    """Return who is on duty, longest first."""
    rows = await tx.execute_fetchall(
        "SELECT person, since FROM listeners WHERE on_duty = 1 ORDER BY since, person"
    )
    return [Listener(row[0], True, row[1]) for row in rows]


async def forget(tx: Transaction, person: int) -> None:
    """Delete somebody's offer."""
    await tx.execute("DELETE FROM listeners WHERE person = ?", (person,))


async def visit(tx: Transaction, hello_id: int, listener: int, now: int) -> None:
    """Note that a listener came."""
    await tx.execute(
        "INSERT INTO hello_visits VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (hello_id, listener, now),
    )


async def load(tx: Transaction, since: int) -> dict[int, int]:
    """Return for how many different people each listener was there since an instant."""
    rows = await tx.execute_fetchall(
        "SELECT v.listener, count(DISTINCT asker) FROM hello_visits v JOIN hellos ON id = hello"
        " WHERE came_at > ? GROUP BY v.listener",
        (since,),
    )
    return {row[0]: row[1] for row in rows}


async def who_came(tx: Transaction, hello_id: int) -> set[int]:
    """Return the listeners who came to one request so far."""
    rows = await tx.execute_fetchall(
        "SELECT listener FROM hello_visits WHERE hello = ?", (hello_id,)
    )
    return {row[0] for row in rows}


async def thread_under(tx: Transaction, channel: int) -> int:
    """Return the listeners' thread of a support channel, 0 when there is none."""
    row = await fetchone(tx, "SELECT thread FROM listener_threads WHERE channel = ?", (channel,))
    return 0 if row is None else row[0]


async def keep_thread(tx: Transaction, channel: int, thread: int) -> None:
    """Remember the listeners' thread of a support channel."""
    await tx.execute(
        "INSERT INTO listener_threads VALUES (?, ?) ON CONFLICT (channel) DO UPDATE"
        " SET thread = excluded.thread",
        (channel, thread),
    )
