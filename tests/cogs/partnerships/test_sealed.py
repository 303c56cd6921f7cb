"""What is sealed of a meeting or a plan tells nothing by its length or by what is beside it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from tests.cogs.partnerships.partnership_steps import TITLE, plan_own, send_letter
from tests.cogs.partnerships.test_plans import mine, step
from tests.world import World, said


def meetings(world: World) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(world.config.database_path)) as file:
        return file.execute("SELECT * FROM own_meetings").fetchall()


@pytest.mark.long
async def test_what_a_meeting_is_about_is_sealed_shown_and_exported(world: World) -> None:
    await plan_own(world, title="Bereavement suite")
    await plan_own(world, title="Us", when="Thu 3 Dec, 2pm")
    rows = meetings(world)
    assert "bereavement" not in str(rows)
    assert len({len(value) for row in rows for value in row if isinstance(value, bytes)}) == 1
    shown = said(await world.privacy("ria", "See everything"))
    assert "It is about: loss and harm." in shown
    taken = await world.privacy("ria", "Take it with me")
    assert taken.response is not None
    assert b"Loss and harm" in await taken.response.attachments[0].read()


@pytest.mark.long
async def test_what_a_meeting_of_an_earlier_version_is_about_is_sealed_at_the_start(
    world: World,
) -> None:
    await plan_own(world)
    await plan_own(world, title="Us", when="Thu 3 Dec, 2pm")
    vault = world.bot.vault
    async with world.bot.database.transaction() as tx:
        sealed = vault.seal(f'["{TITLE}", "Beds"]', b"own_meetings.sealed:1")
        await tx.execute(
            "UPDATE own_meetings SET theme = 'equity', sealed = ? WHERE id = 1", (sealed,)
        )
        await tx.execute("UPDATE own_meetings SET theme = 'equity', sealed = x'' WHERE id = 2")
    await world.restart()
    assert "equity" not in str(meetings(world))
    shown = said(await world.privacy("ria", "See everything"))
    assert "It is about: fair care. Beds" in shown
    assert "sealed with a key that is no longer here" in shown


@pytest.mark.long
async def test_what_is_sealed_has_one_length_however_far_it_has_come(world: World) -> None:
    await mine(world)
    plans: Any = world.cog("PartnershipCog").plans.plans
    lengths: set[int] = set()

    async def measured() -> None:
        async with world.bot.database.reading() as tx:
            rows = await tx.execute_fetchall("SELECT length(sealed) FROM own_plans")
        lengths.update(row[0] for row in rows)

    await plans.count(world.people["ria"].id, counted=True)
    await measured()
    await send_letter(world, "ria")
    await measured()
    await step(world, asked="1 Nov", promised="1 Dec", received="20 Nov", look="")
    await plans.says(
        world.people["ria"].id,
        {"owner": "\U0001f9ed" * 150, "dated": "", "review": ""},
        staffing=True,
        priority=True,
    )
    for _ in range(10):
        await plans.begin_anew(world.people["ria"].id)
        await measured()
        await step(world, asked="1 Nov", promised="1 Dec", received="20 Nov", look="")
    await measured()
    sealed = world.bot.vault.seal('{"owner": "a head"}', b"own_plans.sealed:1")  # as before
    async with world.bot.database.transaction() as tx:
        await tx.execute("UPDATE own_plans SET sealed = ?", (sealed,))
    await world.restart()
    await measured()
    assert len(lengths) == 1
    assert "a head" in said(await world.privacy("ria", "See everything"))
