"""How each person wants to be reminded, and whom a reminder mentions."""

from __future__ import annotations

from bot.domain.reminders import Choice
from db.database import Transaction


async def choose(tx: Transaction, user_id: int, how: str, before: str) -> None:
    """Keep a person's choice; choosing again makes them reachable again."""
    await tx.execute(
        "INSERT INTO reminder_choices (user_id, how, before) VALUES (?, ?, ?)"
        " ON CONFLICT (user_id) DO UPDATE SET how = excluded.how, before = excluded.before,"
        " reachable = 1",
        (user_id, how, before),
    )


async def unreachable(tx: Transaction, user_id: int) -> None:
    """Note that direct messages to a person do not arrive: the thread reminds them instead."""
    await tx.execute("UPDATE reminder_choices SET reachable = 0 WHERE user_id = ?", (user_id,))


async def choice_of(tx: Transaction, user_id: int) -> Choice:
    """Return how a person is reminded; those who have not chosen are reminded in the thread."""
    cursor = await tx.execute(
        "SELECT how, before, reachable FROM reminder_choices WHERE user_id = ?", (user_id,)
    )
    row = await cursor.fetchone()
    return Choice() if row is None else Choice(row[0], row[1], bool(row[2]))


async def by_direct_message(tx: Transaction) -> list[tuple[int, str]]:
    """Return (person, how long before) of everybody who chose direct messages and gets them."""
    rows = await tx.execute_fetchall(
        "SELECT user_id, before FROM reminder_choices WHERE how = 'dm' AND reachable = 1"
    )
    return [(row[0], row[1]) for row in rows]


async def to_mention(
    tx: Transaction, meeting_id: int, after: int, up_to: int | None, limit: int
) -> list[int]:
    """Return whom the thread reminds: those who said Going or Maybe and chose nothing else.

    Only people with an id greater than `after` and at most `up_to` (None: no bound), in order.
    """
    rows = await tx.execute_fetchall(
        "SELECT user_id FROM answers LEFT JOIN reminder_choices USING (user_id)"
        " WHERE meeting_id = ? AND answer IN ('going', 'maybe')"
        " AND (how IS NULL OR how = 'thread' OR (how = 'dm' AND reachable = 0))"
        " AND user_id > ? AND (? IS NULL OR user_id <= ?) ORDER BY user_id LIMIT ?",
        (meeting_id, after, up_to, up_to, limit),
    )
    return [row[0] for row in rows]
