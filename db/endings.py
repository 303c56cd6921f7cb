"""What is to be written down beside the keys: who was erased, which questions ended (triggers).

Days are UTC, written YYYY-MM-DD.
"""

from __future__ import annotations

from db.database import Transaction


async def remember_erasure(tx: Transaction, hashed: str, day: str) -> None:
    """Note an erasure, by the keyed hash of whom."""
    await tx.execute(
        "INSERT INTO erased_people (hash, day) VALUES (?, ?)"
        " ON CONFLICT (hash) DO UPDATE SET day = excluded.day",
        (hashed, day),
    )


async def pending(tx: Transaction) -> tuple[list[tuple[str, str]], list[str]]:
    """Return (hash, day) of who was erased, and the handles of the questions that ended."""
    erased = await tx.execute_fetchall("SELECT hash, day FROM erased_people")
    ended = await tx.execute_fetchall("SELECT handle FROM question_endings")
    return [(row[0], row[1]) for row in erased], [row[0] for row in ended]


async def written_down(tx: Transaction, erased: list[tuple[str, str]], ended: list[str]) -> None:
    """Forget what stands beside the keys now; a later erasure of the same person stays."""
    await tx.executemany("DELETE FROM erased_people WHERE hash = ? AND day = ?", erased)
    await tx.executemany(
        "DELETE FROM question_endings WHERE handle = ?", [(handle,) for handle in ended]
    )
