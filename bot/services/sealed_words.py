"""The few words of a check-in: sealed in the database, opened for those who may read them."""

from __future__ import annotations

import db.checkin_answers as rows
from bot.domain.checkins import Answer
from bot.domain.late import dataclass
from bot.vault import Vault, VaultError
from db.database import Transaction

LOST = "(words sealed with a key that is no longer here)"


@dataclass(frozen=True)
class Shown:
    """An answer with its words, for the person or for those they chose."""

    answer: Answer
    words: str


async def seal(tx: Transaction, vault: Vault, answer: Answer, words: str) -> None:
    """Keep the words of an answer sealed, in place of those before; blank ones are none."""
    words = words.strip()
    sealed = vault.seal(words, _context(answer.id)) if words else None
    await rows.seal(tx, answer.id, sealed)


async def shown(tx: Transaction, vault: Vault, answer: Answer) -> Shown:
    """Return an answer with its words opened, empty when there are none."""
    sealed = await rows.sealed_words(tx, answer.id)
    if sealed is None:
        return Shown(answer, "")
    try:
        return Shown(answer, vault.unseal(sealed, _context(answer.id)))
    except VaultError:
        return Shown(answer, LOST)


def _context(answer_id: int) -> bytes:
    return b"checkin_words.sealed:%d" % answer_id
