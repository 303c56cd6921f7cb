"""Sentences kept for a person whom no direct message reached. Instants are UTC seconds."""

from __future__ import annotations

from db.database import Transaction


async def add(tx: Transaction, user_id: int, text: str, now: int) -> None:
    """Keep a sentence for the person's next command; the same sentence is kept once."""
    await tx.execute(
        "INSERT INTO notices (user_id, text, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (user_id, text, now),
    )


async def waiting(tx: Transaction, user_id: int) -> list[tuple[int, str]]:
    """Return the sentences kept for a person with their numbers, oldest first."""
    rows = await tx.execute_fetchall(
        "SELECT id, text FROM notices WHERE user_id = ? ORDER BY id", (user_id,)
    )
    return [(row[0], row[1]) for row in rows]


async def forget(tx: Transaction, number: int) -> None:
    """Forget a sentence that has been shown."""
    await tx.execute("DELETE FROM notices WHERE id = ?", (number,))


async def people(tx: Transaction) -> set[int]:
    """Return the ids of everybody for whom a sentence is kept."""
    return {row[0] for row in await tx.execute_fetchall("SELECT DISTINCT user_id FROM notices")}
