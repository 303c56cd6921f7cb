"""What a person still has to be told: sentences that could not be delivered to them."""

from __future__ import annotations

from db.database import Transaction


async def add(tx: Transaction, user_id: int, text: str, now: int) -> None:
    """Keep a sentence for the person's next command; the same sentence is kept once."""
    await tx.execute(
        "INSERT INTO notices (user_id, text, since) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        (user_id, text, now),
    )


async def take(tx: Transaction, user_id: int) -> list[str]:
    """Return and forget the sentences kept for a person, oldest first."""
    rows = await tx.execute_fetchall(
        "DELETE FROM notices WHERE user_id = ? RETURNING id, text", (user_id,)
    )
    return [row[1] for row in sorted(rows, key=lambda row: row[0])]


async def people(tx: Transaction) -> set[int]:
    """Return the ids of everybody for whom a sentence is kept."""
    return {row[0] for row in await tx.execute_fetchall("SELECT DISTINCT user_id FROM notices")}
