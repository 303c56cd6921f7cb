"""Notes of calls, who waits for them, and what was found in them that is to be done (sealed)."""

from __future__ import annotations

from db.database import Transaction, fetchone


async def insert_notes(tx: Transaction, meeting_id: int) -> int:
    """Returns their id, which their words are sealed with: they come by `write_notes`."""
    cursor = await tx.execute(
        "INSERT INTO notes (meeting_id, sealed) VALUES (?, x'')", (meeting_id,)
    )
    return cursor.lastrowid or 0


async def write_notes(tx: Transaction, notes_id: int, sealed: bytes) -> None:
    await tx.execute("UPDATE notes SET sealed = ? WHERE id = ?", (sealed, notes_id))


async def notes_of(tx: Transaction, notes_id: int) -> tuple[int, bytes] | None:
    """(call, sealed words: none once they were posted), or None."""
    row = await fetchone(tx, "SELECT meeting_id, sealed FROM notes WHERE id = ?", (notes_id,))
    return None if row is None else (row[0], row[1])


async def with_notes(tx: Transaction) -> set[int]:
    """The calls whose notes were written."""
    rows = await tx.execute_fetchall("SELECT DISTINCT meeting_id FROM notes")
    return {row[0] for row in rows}


async def delete_notes(tx: Transaction, notes_id: int) -> None:
    await tx.execute("DELETE FROM notes WHERE id = ?", (notes_id,))


async def want(tx: Transaction, meeting_id: int, user_id: int) -> None:
    await tx.execute(
        "INSERT INTO notes_wanted (meeting_id, user_id) VALUES (?, ?) ON CONFLICT DO NOTHING",
        (meeting_id, user_id),
    )


async def unwant(tx: Transaction, meeting_id: int, user_id: int) -> bool:
    """Returns whether this person waited."""
    cursor = await tx.execute(
        "DELETE FROM notes_wanted WHERE meeting_id = ? AND user_id = ?", (meeting_id, user_id)
    )
    return cursor.rowcount > 0


async def no_longer_wanted(tx: Transaction, meeting_id: int) -> list[int]:
    """Forget who waited for the notes of a call; returns them."""
    rows = await tx.execute_fetchall(
        "DELETE FROM notes_wanted WHERE meeting_id = ? RETURNING user_id", (meeting_id,)
    )
    return [row[0] for row in rows]


async def insert_found(tx: Transaction, meeting_id: int) -> int:
    """Returns the id that the line is sealed with; it comes by `write_found`."""
    cursor = await tx.execute(
        "INSERT INTO found_actions (meeting_id, sealed) VALUES (?, x'')", (meeting_id,)
    )
    return cursor.lastrowid or 0


async def write_found(tx: Transaction, found_id: int, sealed: bytes) -> None:
    await tx.execute("UPDATE found_actions SET sealed = ? WHERE id = ?", (sealed, found_id))


async def found(tx: Transaction, meeting_id: int) -> list[tuple[int, bytes]]:
    """(id, sealed), in the order of the notes."""
    rows = await tx.execute_fetchall(
        "SELECT id, sealed FROM found_actions WHERE meeting_id = ? ORDER BY id", (meeting_id,)
    )
    return [(row[0], row[1]) for row in rows]


async def one_found(tx: Transaction, found_id: int) -> bytes | None:
    row = await fetchone(tx, "SELECT sealed FROM found_actions WHERE id = ?", (found_id,))
    return None if row is None else row[0]


async def take_found(tx: Transaction, found_id: int) -> tuple[int, bytes] | None:
    """Forget a line; returns (call, sealed), or None where somebody was quicker."""
    row = await fetchone(
        tx, "DELETE FROM found_actions WHERE id = ? RETURNING meeting_id, sealed", (found_id,)
    )
    return None if row is None else (row[0], row[1])


async def forget_found(tx: Transaction, meeting_id: int) -> None:
    await tx.execute("DELETE FROM found_actions WHERE meeting_id = ?", (meeting_id,))
