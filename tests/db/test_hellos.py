"""The one statement that lets one listener come, and no second."""

from __future__ import annotations

import db.hellos as rows
from bot.domain.listeners import HelloState
from db.database import Database

NOW, END = 1_000, 2_000


async def test_a_claim_holds_against_a_second_one_and_against_the_end(database: Database) -> None:
    async with database.transaction() as tx:
        hello = await rows.ask(tx, 501, NOW, END)
        assert hello is not None
        assert await rows.claim(tx, hello.id, 601, END, END) is None
        claimed = await rows.claim(tx, hello.id, 601, NOW, END)
        assert claimed is not None
        assert (claimed.state, claimed.listener) == (HelloState.CLAIMED, 601)
        assert await rows.claim(tx, hello.id, 602, NOW, END) is None


async def test_what_is_over_is_neither_claimed_nor_ended_again(database: Database) -> None:
    async with database.transaction() as tx:
        hello = await rows.ask(tx, 501, NOW, END)
        assert hello is not None
        assert await rows.end(tx, hello.id, HelloState.WITHDRAWN) is not None
        assert await rows.end(tx, hello.id, HelloState.EXPIRED) is None
        assert await rows.claim(tx, hello.id, 601, NOW, END) is None
        assert await rows.ask(tx, 501, NOW, END) is not None


async def test_one_person_has_one_open_request(database: Database) -> None:
    async with database.transaction() as tx:
        assert await rows.ask(tx, 501, NOW, END) is not None
        assert await rows.ask(tx, 501, NOW, END) is None
        assert await rows.ask(tx, 502, NOW, END) is not None
