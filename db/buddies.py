"""Rows of the monthly pairing: who takes part, who met when, and vetoes. Instants: UTC seconds."""

from __future__ import annotations

from bot.domain.buddies import Group
from db.database import Transaction, fetchone


async def join(tx: Transaction, person: int, now: int) -> None:
    """A rest is over then."""
    await tx.execute(
        "INSERT INTO buddies (person, since) VALUES (?, ?)"
        " ON CONFLICT (person) DO UPDATE SET resting = 0",
        (person, now),
    )


async def rest(tx: Transaction, person: int) -> None:
    await tx.execute("UPDATE buddies SET resting = 1 WHERE person = ?", (person,))


async def leave(tx: Transaction, person: int) -> None:
    await tx.execute("DELETE FROM buddies WHERE person = ?", (person,))


async def is_resting(tx: Transaction, person: int) -> bool | None:
    """None for who takes no part."""
    row = await fetchone(tx, "SELECT resting FROM buddies WHERE person = ?", (person,))
    return None if row is None else bool(row[0])


async def taking_part(tx: Transaction) -> list[int]:
    """Without those who rest; who joined first comes first."""
    rows = await tx.execute_fetchall(
        "SELECT person FROM buddies WHERE resting = 0 ORDER BY since, person"
    )
    return [row[0] for row in rows]


async def begin_round(tx: Transaction, due_at: int) -> int:
    """Its number; 0 where that round was made before."""
    rows = await tx.execute_fetchall(
        "INSERT INTO buddy_rounds (number, due_at)"
        " SELECT coalesce(max(number), 0) + 1, ? FROM buddy_rounds WHERE true"
        " ON CONFLICT (due_at) DO NOTHING RETURNING number",
        (due_at,),
    )
    return next((row[0] for row in rows), 0)


async def latest_round(tx: Transaction) -> int:
    row = await fetchone(tx, "SELECT coalesce(max(number), 0) FROM buddy_rounds")
    return 0 if row is None else int(row[0])


async def add_group(tx: Transaction, number: int, now: int, people: tuple[int, ...]) -> int:
    rows = await tx.execute_fetchall(
        "INSERT INTO buddy_groups (round, made_at) VALUES (?, ?) RETURNING id", (number, now)
    )
    group_id = int(next(iter(rows))[0])
    await tx.executemany(
        "INSERT INTO buddy_members (group_id, person) VALUES (?, ?)",
        [(group_id, person) for person in people],
    )
    return group_id


async def find_group(tx: Transaction, group_id: int) -> Group | None:
    row = await fetchone(
        tx, "SELECT id, round, made_at, thread FROM buddy_groups WHERE id = ?", (group_id,)
    )
    if row is None:
        return None
    people = await tx.execute_fetchall(
        "SELECT person FROM buddy_members WHERE group_id = ? ORDER BY person", (group_id,)
    )
    return Group(row[0], row[1], row[2], row[3], tuple(each[0] for each in people))


async def groups_of(tx: Transaction, person: int) -> list[Group]:
    """Newest first."""
    rows = await tx.execute_fetchall(
        "SELECT group_id FROM buddy_members WHERE person = ? ORDER BY group_id DESC", (person,)
    )
    found = [await find_group(tx, row[0]) for row in rows]
    return [group for group in found if group is not None]


async def met_in(tx: Transaction, group_id: int, thread: int) -> None:
    await tx.execute("UPDATE buddy_groups SET thread = ? WHERE id = ?", (thread, group_id))


async def last_met(tx: Transaction) -> dict[frozenset[int], int]:
    """The last round in which each two met."""
    rows = await tx.execute_fetchall(
        "SELECT a.person, b.person, max(round) FROM buddy_members a JOIN buddy_members b"
        " ON a.group_id = b.group_id AND a.person < b.person"
        " JOIN buddy_groups ON id = a.group_id GROUP BY a.person, b.person"
    )
    return {frozenset((row[0], row[1])): row[2] for row in rows}


async def want_other(tx: Transaction, group_id: int, person: int, wants: bool) -> None:
    await tx.execute(
        "UPDATE buddy_members SET wants_other = ? WHERE group_id = ? AND person = ?",
        (wants, group_id, person),
    )


async def forget_wishes(tx: Transaction) -> None:
    await tx.execute("UPDATE buddy_members SET wants_other = 0 WHERE wants_other = 1")


async def wanting_other(tx: Transaction, number: int) -> list[tuple[int, int]]:
    """(group, person) of those of a round who wait for somebody else."""
    rows = await tx.execute_fetchall(
        "SELECT group_id, person FROM buddy_members JOIN buddy_groups ON id = group_id"
        " WHERE round = ? AND wants_other = 1 ORDER BY group_id, person",
        (number,),
    )
    return [(row[0], row[1]) for row in rows]


async def veto(tx: Transaction, pair_hash: str) -> None:
    await tx.execute(
        "INSERT INTO buddy_vetoes (pair_hash) VALUES (?) ON CONFLICT DO NOTHING", (pair_hash,)
    )


async def vetoes(tx: Transaction) -> set[str]:
    """The hashes of those pairs."""
    return {row[0] for row in await tx.execute_fetchall("SELECT pair_hash FROM buddy_vetoes")}
