"""Sentences kept for a person whom no direct message reached. Instants are UTC seconds."""

from __future__ import annotations

from db.database import Transaction


async def add(tx: Transaction, user_id: int, text: str, now: int) -> None:
    """The same sentence is kept once."""
    await tx.execute(
        "INSERT INTO notices (user_id, text, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (user_id, text, now),
    )


async def waiting(tx: Transaction, user_id: int) -> list[str]:
    """The oldest first."""
    rows = await tx.execute_fetchall(
        "SELECT text FROM notices WHERE user_id = ? ORDER BY id", (user_id,)
    )
    return [row[0] for row in rows]


async def forget(tx: Transaction, user_id: int, text: str) -> None:
    await tx.execute("DELETE FROM notices WHERE user_id = ? AND text = ?", (user_id, text))


async def people(tx: Transaction) -> set[int]:
    return {row[0] for row in await tx.execute_fetchall("SELECT DISTINCT user_id FROM notices")}
