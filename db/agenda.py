"""Topics, and words to be read out; sealed, and one without a name has no person."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.agenda import Sort, TopicState
from db.database import Transaction, fetchone

SealedTopic = tuple[int, bytes, int | None]
_NEXT_PLACE = "(SELECT 1 + coalesce(max(place), 0) FROM topics WHERE meeting_id = ?)"


@dataclass(frozen=True, repr=False)
class KeptTopic:
    """A topic without a name that is not on the agenda; 0 for a card not there."""

    id: int
    meeting_id: int
    sealed: bytes
    state: TopicState
    card_place: int
    card_id: int
    sort: Sort


async def add(
    tx: Transaction, topic_id: int, meeting_id: int, user_id: int, sealed: bytes, sort: Sort
) -> None:
    """With a name; it comes behind what is there."""
    await tx.execute(
        "INSERT INTO topics (id, meeting_id, user_id, sealed, sort, state, place)"
        f" VALUES (?, ?, ?, ?, ?, 'agenda', {_NEXT_PLACE})",
        (topic_id, meeting_id, user_id, sealed, sort, meeting_id),
    )


async def hold(tx: Transaction, topic_id: int, meeting_id: int, sealed: bytes, sort: Sort) -> None:
    """Without a name; nobody sees it yet."""
    await tx.execute(
        "INSERT INTO topics (id, meeting_id, sealed, sort, state) VALUES (?, ?, ?, ?, 'held')",
        (topic_id, meeting_id, sealed, sort),
    )


async def find_waiting(tx: Transaction, topic_id: int) -> KeptTopic | None:
    """Held or in review."""
    return next(iter(await _waiting(tx, "id = ?", topic_id)), None)


async def in_review(tx: Transaction, meeting_id: int) -> list[KeptTopic]:
    """Those that coordinators may decide on."""
    return await _waiting(tx, "meeting_id = ? AND state = 'review'", meeting_id)


async def place_card(tx: Transaction, topic_id: int, channel: int, message: int) -> bool:
    """Returns whether coordinators have not decided yet."""
    cursor = await tx.execute(
        "UPDATE topics SET state = 'review', card_place = ?, card_id = ?"
        " WHERE id = ? AND state <> 'agenda'",
        (channel, message, topic_id),
    )
    return cursor.rowcount > 0


async def put_on(tx: Transaction, topic_id: int, meeting_id: int) -> None:
    """It comes behind what is there."""
    await tx.execute(
        f"UPDATE topics SET state = 'agenda', place = {_NEXT_PLACE}, card_place = 0, card_id = 0"
        " WHERE id = ?",
        (meeting_id, topic_id),
    )


async def leave_out(tx: Transaction, topic_id: int) -> None:
    """Only what is held or in review."""
    await tx.execute("DELETE FROM topics WHERE id = ? AND state <> 'agenda'", (topic_id,))


async def count(tx: Transaction, meeting_id: int, sort: Sort = Sort.TOPIC) -> int:
    """Only what is on the agenda."""
    row = await fetchone(
        tx,
        "SELECT count(*) FROM topics WHERE meeting_id = ? AND state = 'agenda' AND sort = ?",
        (meeting_id, sort),
    )
    return 0 if row is None else int(row[0])


async def of_meeting(tx: Transaction, meeting_id: int, sort: Sort) -> list[SealedTopic]:
    """(id, sealed words, person or None), in the order of the agenda."""
    rows = await tx.execute_fetchall(
        "SELECT id, sealed, user_id FROM topics WHERE meeting_id = ? AND state = 'agenda'"
        " AND sort = ? ORDER BY place",
        (meeting_id, sort),
    )
    return [(row[0], row[1], row[2]) for row in rows]


async def of_person(tx: Transaction, user_id: int) -> list[tuple[int, bytes]]:
    """(id, sealed words) of the topics that carry a person's name."""
    rows = await tx.execute_fetchall(
        "SELECT id, sealed FROM topics WHERE user_id = ? ORDER BY id", (user_id,)
    )
    return [(row[0], row[1]) for row in rows]


async def take_off(tx: Transaction, topic_id: int) -> int | None:
    """Returns its call, or None if it was not there."""
    row = await fetchone(
        tx,
        "DELETE FROM topics WHERE id = ? AND state = 'agenda' RETURNING meeting_id",
        (topic_id,),
    )
    return None if row is None else int(row[0])


async def _waiting(tx: Transaction, where: str, value: int) -> list[KeptTopic]:
    rows = await tx.execute_fetchall(
        "SELECT id, meeting_id, sealed, state, card_place, card_id, sort FROM topics"
        f" WHERE state <> 'agenda' AND {where} ORDER BY id",
        (value,),
    )
    return [
        KeptTopic(row[0], row[1], row[2], TopicState(row[3]), row[4], row[5], Sort(row[6]))
        for row in rows
    ]
