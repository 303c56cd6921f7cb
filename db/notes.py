"""Notes of a call on their way to its thread; the words are sealed."""

from __future__ import annotations

from db.database import Transaction


async def insert(tx: Transaction, meeting_id: int) -> int:
    """Make room for notes; returns their id, which their words are sealed with."""
    cursor = await tx.execute(
        "INSERT INTO notes (meeting_id, sealed) VALUES (?, x'')", (meeting_id,)
    )
    return cursor.lastrowid or 0


async def write(tx: Transaction, notes_id: int, sealed: bytes) -> None:
    """Write the sealed words."""
    await tx.execute("UPDATE notes SET sealed = ? WHERE id = ?", (sealed, notes_id))


async def get(tx: Transaction, notes_id: int) -> tuple[int, bytes] | None:
    """Return (call, sealed words), or None once they have been posted."""
    cursor = await tx.execute("SELECT meeting_id, sealed FROM notes WHERE id = ?", (notes_id,))
    row = await cursor.fetchone()
    return None if row is None else (row[0], row[1])


async def delete(tx: Transaction, notes_id: int) -> None:
    """Forget notes that stand in the thread."""
    await tx.execute("DELETE FROM notes WHERE id = ?", (notes_id,))
