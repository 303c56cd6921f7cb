"""Files that coordinators bring into the library, as rows: before, and for a day after."""

from __future__ import annotations

from db.database import Transaction


async def add(tx: Transaction, packed: bytes, now: int) -> int:
    """Returns its number."""
    cursor = await tx.execute(
        "INSERT INTO imports (made_at, done, packed) VALUES (?, 0, ?)", (now, packed)
    )
    return cursor.lastrowid or 0


async def packed(tx: Transaction, import_id: int, since: int, *, done: bool) -> bytes | None:
    """None if there is none, or it is older than `since`."""
    rows = await tx.execute_fetchall(
        "SELECT packed FROM imports WHERE id = ? AND done = ? AND made_at > ?",
        (import_id, int(done), since),
    )
    return next((row[0] for row in rows), None)


async def finish(tx: Transaction, import_id: int, packed: bytes, now: int) -> None:
    await tx.execute(
        "UPDATE imports SET done = 1, packed = ?, made_at = ? WHERE id = ?",
        (packed, now, import_id),
    )


async def remove(tx: Transaction, import_id: int, *, done: bool) -> bool:
    """False if it was gone, or not yet done, or no longer only waiting."""
    cursor = await tx.execute(
        "DELETE FROM imports WHERE id = ? AND done = ?", (import_id, int(done))
    )
    return cursor.rowcount == 1


async def latest_done(tx: Transaction, since: int) -> int | None:
    rows = await tx.execute_fetchall(
        "SELECT max(id) FROM imports WHERE done = 1 AND made_at > ?", (since,)
    )
    return next((row[0] for row in rows), None)
