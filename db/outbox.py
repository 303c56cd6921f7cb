"""The outbox: letters as rows. Instants are UTC seconds."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TypeAlias

from bot.domain.outbox import PERMISSIONS, Letter, Urgency
from db.database import Transaction, fetchone

SORTED_AT_ONCE = 1000
_LETTER = "id, kind, subject, part, due_at, try_at, attempts"
Kinds: TypeAlias = str | Sequence[str]
Subjects: TypeAlias = int | Sequence[int]
_OPEN = "state IN ('waiting', 'sending')"
# What failed, and is tried again or was given up then, has been settled once.
_FAILED = "(settled_at NOTNULL AND state NOT IN ('sent', 'skipped'))"
_BARRED = f"state = 'waiting' AND reason IN ({', '.join('?' * len(PERMISSIONS))})"
LOOK_FIRST = f"UPDATE outbox SET attempts = max(attempts, 1) WHERE {_OPEN}"


async def plan(
    tx: Transaction, kind: str, subject: int, due_at: int, part: int = 0, number: int | None = None
) -> bool:
    """A cancelled letter waits again; one in any other state is left as it is.

    Returns whether it is a new one, or waits again.
    """
    cursor = await tx.execute(
        "INSERT INTO outbox (id, kind, subject, part, due_at, try_at) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (kind, subject, part, due_at) DO UPDATE"
        " SET state = 'waiting', try_at = excluded.try_at, reason = '', settled_at = NULL"
        " WHERE state = 'cancelled'",
        (number, kind, subject, part, due_at, due_at),
    )
    return cursor.rowcount > 0


async def plan_hidden(tx: Transaction, kind: str, subject: int, due_at: int, part: int = 0) -> None:
    """Plan a letter whose number says nothing of when it was planned.

    Letters are numbered in order, and the number stands in the ids of buttons: between two
    letters of known time, the next number, or a gap, would tell when somebody did something.
    """
    await plan(tx, kind, subject, due_at, part, number=-1 - secrets.randbelow(10**12))


async def withdraw(
    tx: Transaction, kind: str, subject: int, part: int | None = None, *, tried: bool | None = None
) -> None:
    """Cancel what waits of this kind and subject (and part, if given).

    `tried`: what is being carried as well, so that a letter cut off then is not tried again; False:
    only what was never tried, so that what may stand is looked for once more.
    """
    await tx.execute(
        "UPDATE outbox SET state = 'cancelled' WHERE kind = ?1 AND subject = ?2 AND (state ="
        " 'waiting' AND (?3 IS NOT 0 OR attempts = 0) OR ?3 AND state = 'sending')"
        " AND (?4 IS NULL OR part = ?4)",
        (kind, subject, tried, part),
    )


async def revive(
    tx: Transaction, kinds: Kinds, subjects: Subjects, now: int, also: str = "failed"
) -> bool:
    """Try now what failed, is in another state or waits for a permission: a person asked for it.

    Returns whether there was any. They keep their marks, so one that did arrive is found.
    """
    about, values = _about(kinds, subjects)
    again = "UPDATE outbox SET state = 'waiting', try_at = ?, settled_at = NULL"
    which = f"{about} AND (state IN ('failed', ?) OR {_BARRED})"
    values = [now, *values, also, *PERMISSIONS]
    return (await tx.execute(f"{again} WHERE {which}", values)).rowcount > 0


async def hurry(tx: Transaction, now: int) -> None:
    """Try now what waits for a permission."""
    await tx.execute(f"UPDATE outbox SET try_at = ? WHERE {_BARRED}", (now, *PERMISSIONS))


async def failed_before(tx: Transaction, letter: Letter) -> bool:
    """Say whether the one of its kind and subject before it failed, or waits for a permission."""
    row = await fetchone(  # the other parts of the same count only once they failed
        tx,
        f"SELECT bad FROM (SELECT due_at, state = 'failed' OR {_BARRED} AS bad FROM outbox WHERE"
        " kind = ? AND subject = ? AND id <> ? AND due_at <= ? AND state NOT IN ('cancelled',"
        " 'skipped')) WHERE bad OR due_at < ? ORDER BY due_at DESC, bad DESC",
        (*PERMISSIONS, letter.kind, letter.subject, letter.id, letter.due_at, letter.due_at),
    )
    return row is not None and bool(row[0])


async def find(tx: Transaction, number: int) -> tuple[Letter, str, str] | None:
    """With its state and the reason."""
    row = await fetchone(tx, f"SELECT {_LETTER}, state, reason FROM outbox WHERE id = ?", (number,))
    return None if row is None else (Letter(*tuple(row)[:-2]), row[-2], row[-1])


async def claim_due(
    tx: Transaction,
    now: int,
    limit: int,
    ranks: Mapping[str, Urgency] = MappingProxyType({}),
    last: Urgency = Urgency.CAN_WAIT,
) -> list[Letter]:
    """Claim the letters whose time has come, up to a rank: each is claimed by one caller only.

    Those of the lower rank come first, among the first thousand: sorting more would take long.
    """
    others = [kind for kind, rank in ranks.items() if rank is not Urgency.LETTER]
    # The last is for none: a CASE has to have one.
    cases = "".join(f" WHEN ? THEN {ranks[kind]:d}" for kind in others) or " WHEN '' THEN 1"
    rows = await tx.execute_fetchall(
        "UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id IN (SELECT id FROM ("
        f" SELECT id, try_at, CASE kind{cases} ELSE {Urgency.LETTER:d} END AS rank FROM outbox"
        f" WHERE state = 'waiting' AND try_at <= ? ORDER BY try_at, id LIMIT {SORTED_AT_ONCE})"
        f" WHERE rank <= ? ORDER BY rank, try_at, id LIMIT ?) RETURNING {_LETTER}",
        (*others, now, last, limit),
    )
    return sorted(  # RETURNING keeps no order
        (Letter(*row) for row in rows),
        key=lambda each: (ranks.get(each.kind, Urgency.LETTER), each.try_at, each.id),
    )


async def settle(tx: Transaction, letter_id: int, state: str, reason: str, now: int) -> None:
    """`state`: sent, skipped or failed."""
    await tx.execute(
        "UPDATE outbox SET state = ?, reason = ?, settled_at = ?"
        " WHERE id = ? AND state = 'sending'",
        (state, reason, now, letter_id),
    )


async def forget(tx: Transaction, letter_id: int) -> None:
    """One that is settled."""
    await tx.execute(f"DELETE FROM outbox WHERE id = ? AND NOT {_OPEN}", (letter_id,))


async def erase_one(tx: Transaction, letter_id: int) -> None:
    await tx.execute("DELETE FROM outbox WHERE id = ?", (letter_id,))


async def put_off(tx: Transaction, letter_id: int, try_at: int, reason: str) -> None:
    """What it is due for does not change."""
    await tx.execute(
        "UPDATE outbox SET state = 'waiting', try_at = ?, reason = ?"
        " WHERE id = ? AND state = 'sending'",
        (try_at, reason, letter_id),
    )


async def release_claimed(tx: Transaction) -> int:
    """What was being sent in a crash waits again, attempts kept. Returns how many; no hidden one
    is counted: that it was on its way says when somebody did something."""
    rows = await tx.execute_fetchall(
        "UPDATE outbox SET state = 'waiting' WHERE state = 'sending' RETURNING id"
    )
    return sum(row[0] > 0 for row in rows)


async def next_try(tx: Transaction, after: int | None = None) -> int | None:
    """The earliest instant (after another) at which a letter waits to be tried, or None."""
    row = await fetchone(
        tx,
        "SELECT min(try_at) FROM outbox WHERE state = 'waiting' AND try_at > ?",
        (-1 if after is None else after,),
    )
    return None if row is None else row[0]


async def letters(tx: Transaction, which: str, values: Sequence[int | str]) -> list[Letter]:
    """`which` is a condition, with holes for the values."""
    rows = await tx.execute_fetchall(f"SELECT {_LETTER} FROM outbox WHERE {which}", values)
    return [Letter(*row) for row in rows]


async def first_waiting_part(tx: Transaction, kind: str, subject: int) -> int:
    """Of the letters of this kind and subject that wait; 0 where none does."""
    return await _ask(tx, "min(part) FILTER (WHERE state = 'waiting')", kind, subject) or 0


async def next_part(tx: Transaction, letter: Letter) -> int | None:
    """Of the same letter and occurrence; None if this is the last."""
    row = await fetchone(
        tx,
        "SELECT min(part) FROM outbox WHERE kind = ? AND subject = ? AND due_at = ? AND part > ?",
        (letter.kind, letter.subject, letter.due_at, letter.part),
    )
    return None if row is None else row[0]


async def has_later(tx: Transaction, letter: Letter, now: int) -> bool:
    """Whether a later occurrence of the same letter is due as well."""
    row = await fetchone(
        tx,
        "SELECT 1 FROM outbox WHERE kind = ? AND subject = ? AND part = ? AND due_at > ?"
        " AND due_at <= ? AND state <> 'cancelled' LIMIT 1",
        (letter.kind, letter.subject, letter.part, letter.due_at, now),
    )
    return row is not None


async def report(
    tx: Transaction, kinds: tuple[str, ...], subject: int
) -> list[tuple[str, int, str, str]]:
    """(kind, part, state, reason) of each, for the delivery report."""
    about, values = _about(kinds, subject)
    rows = await tx.execute_fetchall(
        f"SELECT kind, part, state, reason FROM outbox WHERE {about} ORDER BY due_at, part", values
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


async def plan_again(tx: Transaction, kind: str, subject: int, now: int) -> None:
    """A new letter for now, even if its kind went out within this second."""
    await tx.execute(
        "INSERT INTO outbox (kind, subject, due_at, try_at)"
        " SELECT ?, ?, max(?, coalesce(max(due_at) + 1, 0)), ? FROM outbox"
        " WHERE kind = ? AND subject = ? AND part = 0",
        (kind, subject, now, now, kind, subject),
    )


def _about(kinds: Kinds, subjects: Subjects) -> tuple[str, list[str | int]]:
    """A condition, with its values."""
    kinds = [kinds] if isinstance(kinds, str) else kinds
    subjects = [subjects] if isinstance(subjects, int) else subjects
    holes = ", ".join("?" * len(kinds)), ", ".join("?" * len(subjects))
    # Where there are none, IN () is never true.
    return f"kind IN ({holes[0]}) AND subject IN ({holes[1]})", [*kinds, *subjects]


async def erase(
    tx: Transaction, kinds: Kinds, subjects: Subjects, *, but: Sequence[str] = ()
) -> None:
    """`but`: letters in these states stay."""
    about, values = _about(kinds, subjects)
    holes = ", ".join("?" * len(but))
    await tx.execute(
        f"DELETE FROM outbox WHERE {about} AND state NOT IN ({holes})", (*values, *but)
    )


async def try_again(tx: Transaction, kind: str, subject: int, now: int) -> None:
    """Once more what failed last, with its mark: it may stand. Where nothing did, a new one.

    It goes on to be one that failed (`has_failed`), until it is sent.
    """
    cursor = await tx.execute(
        "UPDATE outbox SET state = 'waiting', try_at = ?, attempts = 1 WHERE id = (SELECT id FROM"
        " outbox WHERE kind = ? AND subject = ? AND state = 'failed' ORDER BY due_at DESC LIMIT 1)",
        (now, kind, subject),
    )
    if not cursor.rowcount:
        await plan_hidden(tx, kind, subject, now)


async def erase_untried(tx: Transaction, kinds: Kinds, subjects: Subjects) -> None:
    """What was tried may stand: it stays, to be looked for."""
    about, values = _about(kinds, subjects)
    await tx.execute(f"DELETE FROM outbox WHERE {about} AND attempts = 0", values)


async def rest(tx: Transaction, kinds: Kinds, subjects: Subjects) -> None:
    """What failed before, and sets out once more, is one that failed again."""
    about, values = _about(kinds, subjects)
    again = f"{about} AND {_FAILED} AND {_OPEN}"
    await tx.execute(f"UPDATE outbox SET state = 'failed' WHERE {again}", values)


async def tried(tx: Transaction, kinds: Kinds, subjects: Subjects) -> list[Letter]:
    """Whatever became of them, in their order."""
    about, values = _about(kinds, subjects)
    return await letters(tx, f"{about} AND attempts > 0 ORDER BY due_at", values)


async def planned(tx: Transaction, kind: str, after: int) -> set[tuple[int, int]]:
    """(subject, due_at) of those that wait and are due after an instant."""
    rows = await tx.execute_fetchall(
        "SELECT subject, due_at FROM outbox WHERE kind = ? AND due_at > ? AND state = 'waiting'",
        (kind, after),
    )
    return {(row[0], row[1]) for row in rows}


async def has_failed(tx: Transaction, kinds: Kinds, subject: int) -> bool:
    return bool(await _ask(tx, f"max({_FAILED})", kinds, subject))


async def is_tried(tx: Transaction, kinds: Kinds, subject: int) -> bool:
    """Whether one is tried, or will be once more: what it posts may stand already."""
    return bool(await _ask(tx, f"max(attempts > 0 AND {_OPEN})", kinds, subject))


async def is_sending(tx: Transaction, kinds: Kinds, subjects: Subjects) -> bool:
    return bool(await _ask(tx, "max(state = 'sending')", kinds, subjects))


async def is_untried(tx: Transaction, kind: str, subject: int) -> bool:
    """Whether there are letters, and all of them wait for their first try."""
    return await _ask(tx, "max(attempts > 0 OR state <> 'waiting')", kind, subject) == 0


async def goes_on(tx: Transaction, kinds: Kinds, subjects: Subjects) -> int | None:
    """When the first that waits or is being sent is tried, or None."""
    return await _ask(tx, f"min(try_at) FILTER (WHERE {_OPEN})", kinds, subjects)


async def first_due(tx: Transaction, kind: str, subject: int) -> int | None:
    """When the first, in whatever state, was due, or None."""
    return await _ask(tx, "min(due_at)", kind, subject)


async def latest_due(
    tx: Transaction, kind: str, subjects: Sequence[int], until: int | None = None
) -> int:
    """When the last (of those due by then, if given), in whatever state, is due, or 0."""
    what = "max(due_at)" + ("" if until is None else f" FILTER (WHERE due_at <= {until:d})")
    return (await _ask(tx, what, kind, subjects) if subjects else None) or 0


async def _ask(tx: Transaction, what: str, kinds: Kinds, subjects: Subjects) -> int | None:
    """None where there are no such letters."""
    about, values = _about(kinds, subjects)
    row = await fetchone(tx, f"SELECT {what} FROM outbox WHERE {about}", values)
    return None if row is None else row[0]


# A part may be an id: of whom a letter is for, or of the last whom the part before mentioned.
async def erase_for(tx: Transaction, person: int) -> None:
    await tx.execute("DELETE FROM outbox WHERE part = ?", (person,))


async def people(tx: Transaction) -> set[int]:
    """Whoever a letter is for, among other numbers."""
    return {row[0] for row in await tx.execute_fetchall("SELECT DISTINCT part FROM outbox")}


async def count_for(tx: Transaction, person: int) -> int:
    row = await fetchone(tx, "SELECT count(*) FROM outbox WHERE part = ?", (person,))
    return 0 if row is None else int(row[0])
