"""Rows of the safeguarding lead and deputy, and of what listeners wrote to them. UTC seconds."""

from __future__ import annotations

from db.database import Transaction, fetchone


async def chosen(tx: Transaction) -> dict[str, int]:
    """The person for each role that has one."""
    rows = await tx.execute_fetchall("SELECT role, person FROM safeguarding")
    return {row[0]: row[1] for row in rows}


async def choose(tx: Transaction, role: str, person: int) -> None:
    await tx.execute(
        "INSERT INTO safeguarding (role, person) VALUES (?, ?)"
        " ON CONFLICT (role) DO UPDATE SET person = excluded.person",
        (role, person),
    )


async def add(tx: Transaction, number: int, sealed: bytes, now: int) -> None:
    await tx.execute(
        "INSERT INTO concerns (id, sealed, sent_at) VALUES (?, ?, ?)", (number, sealed, now)
    )


async def find(tx: Transaction, number: int) -> tuple[bytes, int, int] | None:
    """What is sealed, when it was sent and when it was read (0: not yet)."""
    row = await fetchone(
        tx, "SELECT sealed, sent_at, read_at FROM concerns WHERE id = ?", (number,)
    )
    return None if row is None else (row[0], row[1], row[2])


async def numbers(tx: Transaction) -> list[int]:
    return [row[0] for row in await tx.execute_fetchall("SELECT id FROM concerns ORDER BY sent_at")]


async def seal_anew(tx: Transaction, number: int, sealed: bytes) -> None:
    await tx.execute("UPDATE concerns SET sealed = ? WHERE id = ?", (sealed, number))


async def was_read(tx: Transaction, number: int, now: int) -> None:
    """The first time counts."""
    await tx.execute("UPDATE concerns SET read_at = ? WHERE id = ? AND read_at = 0", (now, number))


async def destroy(tx: Transaction, number: int) -> None:
    await tx.execute("DELETE FROM concerns WHERE id = ?", (number,))
