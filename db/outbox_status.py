"""How the letters of the outbox stand, all together. Instants are UTC seconds."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.outbox import Letter
from db.database import Transaction, fetchone
from db.outbox import letters


async def any_overdue(
    tx: Transaction, before: int, until: int, excused: Sequence[str], uncounted: Sequence[str]
) -> bool:
    """Say whether a letter due before the one instant has not gone and is tried until the other.

    One that waits for a reason which is excused does not count, nor one of a kind that is not: what
    its asker can take back is none, or an outage would tell that they did. The other bound lets the
    index on `try_at` be used: the cost grows with what is due, not with what is stored.
    """
    late = (
        f"due_at < ? AND reason NOT IN ({', '.join('?' * len(excused))})"
        f" AND kind NOT IN ({', '.join('?' * len(uncounted))})"
    )
    values = (before, *excused, *uncounted)
    row = await fetchone(
        tx,
        f"SELECT EXISTS (SELECT 1 FROM outbox WHERE state = 'waiting' AND try_at <= ? AND {late})"
        f" OR EXISTS (SELECT 1 FROM outbox WHERE state = 'sending' AND {late})",
        (until, *values, *values),
    )
    return row is not None and bool(row[0])


async def next_waiting(tx: Transaction, limit: int, kinds: Sequence[str]) -> list[Letter]:
    """Return the next letters of these kinds that wait.

    No hidden ones, whatever their kind: their coming would tell when somebody asked.
    """
    known = f"state = 'waiting' AND id > 0 AND kind IN ({', '.join('?' * len(kinds))})"
    return await letters(tx, f"{known} ORDER BY try_at LIMIT ?", (*kinds, limit))


async def count_by_state(tx: Transaction, kinds: Sequence[str]) -> dict[str, int]:
    rows = await tx.execute_fetchall(
        f"SELECT state, count(*) FROM outbox WHERE kind IN ({', '.join('?' * len(kinds))})"
        " GROUP BY state",
        kinds,
    )
    return {row[0]: row[1] for row in rows}


async def sent_since(tx: Transaction, kinds: Sequence[str], since: int) -> list[Letter]:
    went = f"kind IN ({', '.join('?' * len(kinds))}) AND state = 'sent' AND settled_at >= ?"
    return await letters(tx, went, (*kinds, since))
