"""Actions; the words are sealed. Due dates are ISO wall dates."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from bot.domain.actions import Action
from db.database import Transaction

_ACTION = "id, meeting_id, user_id, due_on, zone, state, sealed"
SealedAction = tuple[Action, bytes]


async def insert(
    tx: Transaction, meeting_id: int, user_id: int, due_on: date, zone: ZoneInfo
) -> int:
    """Returns its id, which its words are sealed with: they come by `write`."""
    cursor = await tx.execute(
        "INSERT INTO actions (meeting_id, user_id, sealed, due_on, zone) VALUES (?, ?, x'', ?, ?)",
        (meeting_id, user_id, due_on.isoformat(), zone.key),
    )
    return cursor.lastrowid or 0


async def write(tx: Transaction, action_id: int, sealed: bytes) -> None:
    await tx.execute("UPDATE actions SET sealed = ? WHERE id = ?", (sealed, action_id))


async def get(tx: Transaction, action_id: int) -> SealedAction | None:
    rows = await tx.execute_fetchall(f"SELECT {_ACTION} FROM actions WHERE id = ?", (action_id,))
    return next((_action(tuple(row)) for row in rows), None)


async def open_ones(tx: Transaction, limit: int) -> list[SealedAction]:
    """The earliest due first."""
    rows = await tx.execute_fetchall(
        f"SELECT {_ACTION} FROM actions WHERE state = 'open' ORDER BY due_on, id LIMIT ?", (limit,)
    )
    return [_action(tuple(row)) for row in rows]


async def of_meeting(tx: Transaction, meeting_id: int) -> list[SealedAction]:
    rows = await tx.execute_fetchall(
        f"SELECT {_ACTION} FROM actions WHERE state = 'open' AND meeting_id = ?"
        " ORDER BY due_on, id",
        (meeting_id,),
    )
    return [_action(tuple(row)) for row in rows]


async def of_person(tx: Transaction, user_id: int) -> list[SealedAction]:
    """Done or not."""
    rows = await tx.execute_fetchall(
        f"SELECT {_ACTION} FROM actions WHERE user_id = ? ORDER BY id", (user_id,)
    )
    return [_action(tuple(row)) for row in rows]


async def set_done(tx: Transaction, action_id: int) -> bool:
    """Returns whether it was open."""
    cursor = await tx.execute(
        "UPDATE actions SET state = 'done' WHERE id = ? AND state = 'open'", (action_id,)
    )
    return cursor.rowcount > 0


def _action(row: tuple[int, int, int, str, str, str, bytes]) -> SealedAction:
    number, meeting_id, user_id, due_on, zone, state, sealed = row
    action = Action(
        number, meeting_id, user_id, "", date.fromisoformat(due_on), ZoneInfo(zone), state
    )
    return action, sealed
