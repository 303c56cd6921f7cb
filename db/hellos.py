"""Rows of hellos and of listeners. Instants are UTC seconds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace

from bot.domain.listeners import Hello, HelloState, Listener
from db.database import Transaction, fetchone

_COLUMNS = (
    "id, asker, state, asked_at, waiting_since, expires_at, turn, coalesce(listener, 0), thread,"
    " told_at, offered"
)


async def ask(
    tx: Transaction, asker: int, now: int, expires_at: int, *, offered: bool = False
) -> Hello | None:
    """None when this person has an open request already."""
    rows = await tx.execute_fetchall(
        "INSERT INTO hellos (asker, asked_at, waiting_since, expires_at, offered)"
        f" VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING {_COLUMNS}",
        (asker, now, now, expires_at, offered),
    )
    return _first(rows)


async def get(tx: Transaction, hello_id: int) -> Hello | None:
    return _first(
        await tx.execute_fetchall(f"SELECT {_COLUMNS} FROM hellos WHERE id = ?", (hello_id,))
    )


async def open_of(tx: Transaction, asker: int) -> Hello | None:
    return _first(
        await tx.execute_fetchall(
            f"SELECT {_COLUMNS} FROM hellos WHERE asker = ? AND state IN ('waiting', 'claimed')",
            (asker,),
        )
    )


async def all_of(tx: Transaction, asker: int) -> list[Hello]:
    rows = await tx.execute_fetchall(f"SELECT {_COLUMNS} FROM hellos WHERE asker = ?", (asker,))
    return [_hello(row) for row in rows]


async def waiting(tx: Transaction) -> list[Hello]:
    """The longest wait first."""
    rows = await tx.execute_fetchall(
        f"SELECT {_COLUMNS} FROM hellos WHERE state = 'waiting' ORDER BY waiting_since, id"
    )
    return [_hello(row) for row in rows]


async def with_listener(tx: Transaction, listener: int) -> list[Hello]:
    """The open requests this listener has come to."""
    rows = await tx.execute_fetchall(
        f"SELECT {_COLUMNS} FROM hellos WHERE state = 'claimed' AND listener = ? ORDER BY id",
        (listener,),
    )
    return [_hello(row) for row in rows]


async def claim(
    tx: Transaction, hello_id: int, listener: int, now: int, expires_at: int
) -> Hello | None:
    """None when it no longer waits. One statement, so two cannot both."""
    return _first(
        await tx.execute_fetchall(
            "UPDATE hellos SET state = 'claimed', listener = ?, expires_at = ?"
            f" WHERE id = ? AND state = 'waiting' AND expires_at > ? RETURNING {_COLUMNS}",
            (listener, expires_at, hello_id, now),
        )
    )


async def hand_over(tx: Transaction, hello: Hello, now: int, expires_at: int) -> Hello | None:
    """None when it is no longer with that listener."""
    return _first(
        await tx.execute_fetchall(
            "UPDATE hellos SET state = 'waiting', listener = NULL, waiting_since = ?, told_at = 0,"
            " expires_at = ?, turn = turn + 1 WHERE id = ? AND state = 'claimed'"
            " AND coalesce(listener, 0) = ? AND turn = ?"
            f" RETURNING {_COLUMNS}",
            (now, expires_at, hello.id, hello.listener, hello.turn),
        )
    )


async def end(tx: Transaction, hello_id: int, state: HelloState) -> Hello | None:
    """None when it was over already."""
    return _first(
        await tx.execute_fetchall(
            "UPDATE hellos SET state = ? WHERE id = ? AND state IN ('waiting', 'claimed')"
            f" RETURNING {_COLUMNS}",
            (state, hello_id),
        )
    )


async def told(tx: Transaction, hello_id: int, now: int) -> None:
    await tx.execute("UPDATE hellos SET told_at = ? WHERE id = ?", (now, hello_id))


async def met_in(tx: Transaction, hello_id: int, thread: int) -> None:
    await tx.execute("UPDATE hellos SET thread = ? WHERE id = ?", (thread, hello_id))


async def note_call(tx: Transaction, hello_id: int, place: int, message: int) -> None:
    """A message that calls for somebody, so that it can say later that somebody came."""
    await tx.execute(
        "INSERT INTO hello_calls (hello, place, message) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (hello_id, place, message),
    )


async def calls(tx: Transaction, hello_id: int) -> list[tuple[int, int]]:
    """(place, message) of each call that still stands."""
    rows = await tx.execute_fetchall(
        "SELECT place, message FROM hello_calls WHERE hello = ? ORDER BY message", (hello_id,)
    )
    return [(row[0], row[1]) for row in rows]


async def forget_call(tx: Transaction, message: int) -> None:
    await tx.execute("DELETE FROM hello_calls WHERE message = ?", (message,))


def _first(rows: Iterable[sqlite3.Row]) -> Hello | None:
    found = [_hello(row) for row in rows]
    return found[0] if found else None


def _hello(row: sqlite3.Row) -> Hello:
    number, asker, state, at, since, ends, turn, listener, thread, told, offered = tuple(row)
    hello = Hello(number, asker, HelloState(state), at, since, ends, turn, listener, thread, told)
    return replace(hello, offered=bool(offered))


async def put(tx: Transaction, person: int, on_duty: bool, now: int) -> None:
    # `since` stays where nothing changes.
    await tx.execute(
        "INSERT INTO listeners (person, on_duty, since) VALUES (?, ?, ?)"
        " ON CONFLICT (person) DO UPDATE"
        " SET on_duty = excluded.on_duty, since = excluded.since, asked_at = 0"
        " WHERE on_duty <> excluded.on_duty",
        (person, on_duty, now),
    )


async def choose_hours(tx: Transaction, person: int, begins: int, ends: int) -> None:
    """In minutes of the wall clock; for somebody who is a listener already."""
    await tx.execute(
        "UPDATE listeners SET begins = ?, ends = ? WHERE person = ?", (begins, ends, person)
    )


async def asked_still(tx: Transaction, person: int, now: int) -> None:
    """They were asked whether they still are on duty."""
    await tx.execute("UPDATE listeners SET asked_at = ? WHERE person = ?", (now, person))


async def still_there(tx: Transaction, person: int, now: int) -> None:
    """The two weeks begin anew."""
    await tx.execute(
        "UPDATE listeners SET since = ?, asked_at = 0 WHERE person = ? AND on_duty = 1",
        (now, person),
    )


_LISTENER = "person, on_duty, since, begins, ends, asked_at"


async def get_listener(tx: Transaction, person: int) -> Listener | None:
    """None for somebody who never offered."""
    row = await fetchone(tx, f"SELECT {_LISTENER} FROM listeners WHERE person = ?", (person,))
    return None if row is None else _listener(row)


def _listener(row: sqlite3.Row) -> Listener:
    person, on_duty, *rest = tuple(row)
    return Listener(person, bool(on_duty), *rest)


async def everybody(tx: Transaction) -> list[Listener]:
    """The longest on duty, or resting, first."""
    rows = await tx.execute_fetchall(f"SELECT {_LISTENER} FROM listeners ORDER BY since, person")
    return [_listener(row) for row in rows]


async def on_duty(tx: Transaction) -> list[Listener]:
    """The longest on duty first."""
    return [each for each in await everybody(tx) if each.on_duty]


async def forget(tx: Transaction, person: int) -> None:
    await tx.execute("DELETE FROM listeners WHERE person = ?", (person,))


async def visit(tx: Transaction, hello_id: int, listener: int, now: int) -> None:
    await tx.execute(
        "INSERT INTO hello_visits (hello, listener, came_at) VALUES (?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (hello_id, listener, now),
    )


async def load(tx: Transaction, since: int) -> dict[int, int]:
    """For how many different people each listener was there since an instant."""
    rows = await tx.execute_fetchall(
        "SELECT v.listener, count(DISTINCT asker) FROM hello_visits v JOIN hellos ON id = hello"
        " WHERE came_at > ? GROUP BY v.listener",
        (since,),
    )
    return {row[0]: row[1] for row in rows}


async def who_came(tx: Transaction, hello_id: int) -> set[int]:
    rows = await tx.execute_fetchall(
        "SELECT listener FROM hello_visits WHERE hello = ?", (hello_id,)
    )
    return {row[0] for row in rows}


async def threads_of(tx: Transaction, listener: int) -> list[int]:
    rows = await tx.execute_fetchall(
        "SELECT DISTINCT thread FROM hello_visits v JOIN hellos ON id = hello"
        " WHERE v.listener = ? AND thread <> 0",
        (listener,),
    )
    return [row[0] for row in rows]


async def was_replaced(tx: Transaction, asker: int, listener: int) -> bool:
    """Whether this listener came to this person, and another was asked for."""
    row = await fetchone(
        tx,
        "SELECT 1 FROM hello_visits v JOIN hellos ON id = hello WHERE asker = ?"
        " AND v.listener = ? AND coalesce(hellos.listener, 0) <> v.listener",
        (asker, listener),
    )
    return row is not None


async def thread_under(tx: Transaction, channel: int) -> int:
    """0 when there is none."""
    row = await fetchone(tx, "SELECT thread FROM listener_threads WHERE channel = ?", (channel,))
    return 0 if row is None else row[0]


async def keep_thread(tx: Transaction, channel: int, thread: int) -> None:
    await tx.execute(
        "INSERT INTO listener_threads (channel, thread) VALUES (?, ?)"
        " ON CONFLICT (channel) DO UPDATE"
        " SET thread = excluded.thread",
        (channel, thread),
    )
