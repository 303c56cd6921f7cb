"""Suggestions for the library and reports about its entries, as rows."""

from __future__ import annotations

from datetime import date
from typing import Any

from bot.domain.library import Offer
from bot.domain.library_texts import Became, Suggestion
from db.database import Transaction

_SUGGESTION = "SELECT id, user_id, entry, title, url, why, outcome FROM suggestions"
_WAITING = "outcome = ''"


async def add_suggestion(
    tx: Transaction, person: int, entry: int | None, title: str, url: str, why: str
) -> int:
    """With `entry` it is a report about that one. Returns its number."""
    cursor = await tx.execute(
        "INSERT INTO suggestions (user_id, entry, title, url, why) VALUES (?, ?, ?, ?, ?)",
        (person, entry, title, url, why),
    )
    return cursor.lastrowid or 0


async def suggestion_of(tx: Transaction, suggestion_id: int) -> Suggestion | None:
    """Decided or not."""
    found = await _many(tx, f"{_SUGGESTION} WHERE id = ?", (suggestion_id,))
    return found[0] if found else None


async def waiting_suggestions(tx: Transaction) -> list[Suggestion]:
    """Oldest first."""
    return await _many(tx, f"{_SUGGESTION} WHERE {_WAITING} ORDER BY id", ())


async def waiting_of(tx: Transaction, person: int) -> int:
    rows = await tx.execute_fetchall(
        f"SELECT count(*) FROM suggestions WHERE user_id = ? AND {_WAITING}", (person,)
    )
    return int(next(iter(rows))[0])


async def decide(tx: Transaction, suggestion_id: int, became: Became, day: date) -> bool:
    """False if somebody was faster."""
    cursor = await tx.execute(
        f"UPDATE suggestions SET outcome = ?, decided_on = ? WHERE id = ? AND {_WAITING}",
        (became.value, day.isoformat(), suggestion_id),
    )
    return cursor.rowcount == 1


async def _many(tx: Transaction, sql: str, values: tuple[Any, ...]) -> list[Suggestion]:
    return [Suggestion(*row) for row in await tx.execute_fetchall(sql, values)]


_OFFER = (
    "SELECT o.id, o.checker, c.user_id, o.due_at, o.part, o.entry, o.answered"
    " FROM check_offers AS o JOIN checkers AS c ON c.id = o.checker"
)


async def add_checker(tx: Transaction, person: int) -> int:
    """Returns the volunteer's number, an earlier one if any."""
    await tx.execute("INSERT OR IGNORE INTO checkers (user_id) VALUES (?)", (person,))
    number = await number_of(tx, person)
    assert number is not None
    return number


async def number_of(tx: Transaction, person: int) -> int | None:
    """The volunteer's number, or None if the person is none."""
    rows = await tx.execute_fetchall("SELECT id FROM checkers WHERE user_id = ?", (person,))
    return next((row[0] for row in rows), None)


async def person_of(tx: Transaction, checker: int) -> int | None:
    """None if they have stopped."""
    rows = await tx.execute_fetchall("SELECT user_id FROM checkers WHERE id = ?", (checker,))
    return next((row[0] for row in rows), None)


async def remove_checker(tx: Transaction, person: int) -> int | None:
    """Forget the volunteer and all offers. Returns their number, or None if there was none."""
    number = await number_of(tx, person)
    await tx.execute("DELETE FROM checkers WHERE user_id = ?", (person,))
    return number


async def offered(tx: Transaction, checker: int, due_at: int, part: int) -> Offer | None:
    """What was offered with this letter, if it was tried before."""
    rows = await tx.execute_fetchall(
        f"{_OFFER} WHERE o.checker = ? AND o.due_at = ? AND o.part = ?", (checker, due_at, part)
    )
    return next((Offer(*row) for row in rows), None)


async def offer(tx: Transaction, checker: int, due_at: int, part: int) -> Offer | None:
    """The document that was looked at longest ago and that nobody else has been offered; one of
    which no address is known nobody can look at."""
    # `checked_on IS NOT NULL` is 0, and so comes first, for what nobody has ever checked.
    await tx.execute(
        "INSERT INTO check_offers (checker, due_at, part, entry) SELECT ?, ?, ?, id FROM entries"
        " WHERE kind = 'resource' AND retired = 0 AND url <> '' AND id NOT IN"
        " (SELECT entry FROM check_offers WHERE answered = 0 OR checker = ?)"
        " ORDER BY checked_on IS NOT NULL, core DESC, checked_on, gathered_on, id LIMIT 1",
        (checker, due_at, part, checker),
    )
    return await offered(tx, checker, due_at, part)


async def offer_of(tx: Transaction, offer_id: int) -> Offer | None:
    rows = await tx.execute_fetchall(f"{_OFFER} WHERE o.id = ?", (offer_id,))
    return next((Offer(*row) for row in rows), None)


async def answer_offer(tx: Transaction, offer_id: int) -> bool:
    """False if it was answered before."""
    cursor = await tx.execute(
        "UPDATE check_offers SET answered = 1 WHERE id = ? AND answered = 0", (offer_id,)
    )
    return cursor.rowcount == 1


async def clear_offers_before(tx: Transaction, checker: int, due_at: int) -> None:
    """Forget offers of earlier months, so that their entries come round again."""
    await tx.execute("DELETE FROM check_offers WHERE checker = ? AND due_at < ?", (checker, due_at))
