"""The server's settings: channels, roles and small facts the bot must remember."""

from __future__ import annotations

from db.database import Transaction


async def load(tx: Transaction) -> dict[str, str]:
    return {row[0]: row[1] for row in await tx.execute_fetchall("SELECT name, value FROM settings")}


async def store(tx: Transaction, values: dict[str, str]) -> None:
    """Others are left as they are."""
    await tx.executemany(
        "INSERT INTO settings (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        list(values.items()),
    )
