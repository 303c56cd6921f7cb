"""Rows of blocks: tags of blocked questions. They outlive the question, but not the day's key."""

from __future__ import annotations

from bot.domain.questions import Block
from db.database import Transaction


async def block(tx: Transaction, block: Block) -> None:
    """Keep the tag of a blocked question."""
    await tx.execute(
        "INSERT INTO question_blocks (question_id, tag, ends_at) VALUES (?, ?, ?)"
        " ON CONFLICT DO NOTHING",
        (block.question_id, block.tag, block.ends_at),
    )


async def unblock(tx: Transaction, question_id: int) -> None:
    """End a block."""
    await tx.execute("DELETE FROM question_blocks WHERE question_id = ?", (question_id,))


async def blocks(tx: Transaction) -> list[Block]:
    """Every block."""
    rows = await tx.execute_fetchall("SELECT question_id, tag, ends_at FROM question_blocks")
    return [Block(*row) for row in rows]


async def end_blocks(tx: Transaction, now: int) -> None:
    """Delete the blocks that are over (UTC seconds): no key is left that fits them."""
    await tx.execute("DELETE FROM question_blocks WHERE ends_at <= ?", (now,))
