"""How far a person's partnership has come with its plan, sealed; and the network's lines."""

from __future__ import annotations

from db.database import Transaction, fetchone


async def begin(tx: Transaction, person: int) -> int:
    """The number of this person's row, which it is sealed with."""
    await tx.execute(
        "INSERT INTO own_plans (person, sealed) VALUES (?, x'') ON CONFLICT DO NOTHING", (person,)
    )
    row = await fetchone(tx, "SELECT id FROM own_plans WHERE person = ?", (person,))
    return row[0] if row else 0


async def write(tx: Transaction, number: int, sealed: bytes) -> None:
    await tx.execute("UPDATE own_plans SET sealed = ? WHERE id = ?", (sealed, number))


async def of_person(tx: Transaction, person: int) -> tuple[int, bytes] | None:
    row = await fetchone(tx, "SELECT id, sealed FROM own_plans WHERE person = ?", (person,))
    return (row[0], bytes(row[1])) if row else None


async def everybody(tx: Transaction) -> list[tuple[int, int, bytes]]:
    """(number, person, sealed) of each."""
    rows = await tx.execute_fetchall("SELECT id, person, sealed FROM own_plans ORDER BY id")
    return [(row[0], row[1], bytes(row[2])) for row in rows]


async def delete(tx: Transaction, person: int) -> None:
    await tx.execute("DELETE FROM own_plans WHERE person = ?", (person,))


async def line_of(tx: Transaction, month: str) -> str | None:
    row = await fetchone(tx, "SELECT line FROM plan_lines WHERE month = ?", (month,))
    return row[0] if row else None


async def freeze(tx: Transaction, month: str, line: str) -> None:
    """The first time counts."""
    await tx.execute(
        "INSERT INTO plan_lines (month, line) VALUES (?, ?) ON CONFLICT DO NOTHING", (month, line)
    )
