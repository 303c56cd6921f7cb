"""What each move of a request for a hello writes: its row and its letters, in one transaction."""

from __future__ import annotations

import db.hellos as rows
import db.outbox as outbox_rows
from bot.domain.listeners import (
    HONEST_AFTER,
    LOOKS_AFTER,
    Hello,
    HelloState,
    expiry_after_claim,
)
from db.database import Transaction

CALL = "hellos.call"
MEET = "hellos.meet"
MOVED = "hellos.moved"
TELL_COORDINATORS = "hellos.tell_coordinators"
TELL_ASKER = "hellos.tell_asker"
LOOK = "hellos.look"
END = "hellos.end"
GOODBYE = "hellos.goodbye"
WHILE_OPEN = (CALL, MEET, MOVED, TELL_COORDINATORS, TELL_ASKER, LOOK, END)
WHILE_WAITING = (CALL, TELL_COORDINATORS, TELL_ASKER)


async def call(tx: Transaction, hello: Hello) -> None:
    """Call the listeners now, and be honest after four hours."""
    honest_at = hello.waiting_since + HONEST_AFTER
    await outbox_rows.plan(tx, CALL, hello.id, hello.waiting_since, hello.turn)
    await outbox_rows.plan(tx, TELL_COORDINATORS, hello.id, honest_at, hello.turn)
    await outbox_rows.plan(tx, TELL_ASKER, hello.id, honest_at, hello.turn)
    await outbox_rows.plan(tx, END, hello.id, hello.expires_at)


async def meet(tx: Transaction, hello: Hello, now: int) -> None:
    """Bring the two together now, and look from time to time whether both are still here."""
    for kind in WHILE_WAITING:
        await outbox_rows.withdraw(tx, kind, hello.id)
    await outbox_rows.plan(tx, MEET, hello.id, now, hello.turn)
    for after in LOOKS_AFTER:
        await outbox_rows.plan(tx, LOOK, hello.id, now + after, hello.turn)
    await outbox_rows.plan(tx, END, hello.id, hello.expires_at)


async def let_go(tx: Transaction, hello: Hello, now: int) -> Hello | None:
    """Ask the others instead; None when the request is no longer with that listener."""
    moved = await rows.hand_over(tx, hello, now, expiry_after_claim(hello, now))
    if moved is None:
        return None
    for kind in (MEET, LOOK):
        await outbox_rows.withdraw(tx, kind, hello.id)
    await call(tx, moved)
    if moved.thread:
        await outbox_rows.plan(tx, MOVED, hello.id, now, moved.turn)
    return moved


async def end(tx: Transaction, hello: Hello, state: HelloState, now: int) -> Hello | None:
    """End an open request; None when it was over already."""
    ended = await rows.end(tx, hello.id, state)
    if ended is None:
        return None
    for kind in WHILE_OPEN:
        await outbox_rows.withdraw(tx, kind, hello.id)
    await outbox_rows.plan(tx, GOODBYE, hello.id, now)
    return ended
