"""What is held about a person: shown, taken, erased; leavers; the night's upkeep."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime, timedelta

import pytest

import db.outbox
import db.privacy
from bot.domain.personal_data import DECLARED
from cogs.privacy.text import PRESSED
from tests.cogs.meetings import call_steps
from tests.world import World, labels, said, updated


async def held_rows(world: World, person: int) -> int:
    async with world.bot.database.reading() as tx:
        found = [await db.privacy.about(tx, h, person) for h in DECLARED if h.person]
        return sum(len(rows) for rows in found) + await db.outbox.count_for(tx, person)


async def ria_does_things(world: World) -> int:
    announcement = await world.announce_call()
    await world.press("ria", announcement, "Going")
    await call_steps.remind(world, "ria", "dm", "1d")
    await world.bot.notices.keep(world.people["ria"].id, "Something did not arrive.")
    world.bot.notices._people.clear()
    return world.people["ria"].id


async def test_nothing_is_shown_as_nothing(world: World) -> None:
    shown = said(await world.privacy("rob", "See everything"))
    assert shown == f"I hold nothing about you.\n-# {PRESSED}"
    card = await world.slash("rob", "privacy")
    assert "I read no messages" in said(card)
    assert "I hold nothing about you." in said(card)
    assert labels(card.response) == ["See everything", "Take it with me", "Erase me"]


async def test_every_row_is_shown_in_words_and_taken_as_a_file(world: World) -> None:
    await ria_does_things(world)
    assert "I hold **" in said(await world.slash("ria", "privacy"))
    shown = said(await world.privacy("ria", "See everything"))
    for words in (
        "Monthly call, Tuesday 8 December 2026: going.",
        "I will remind you by direct message, 1 day before each call.",
        "Something did not arrive",
        "Letters",
    ):
        assert words in shown
    result = await world.privacy("ria", "Take it with me")
    assert result.response is not None
    [file] = result.response.attachments
    assert file.filename == "repbot-about-me.json"
    taken = json.loads(await file.read())
    assert taken["discord_id"] == str(world.people["ria"].id)
    assert {"answer": "going"}.items() <= taken["held"][0]["rows"][0].items() or taken["held"]


async def test_erasing_asks_first_and_then_leaves_nothing(world: World) -> None:
    ria = await ria_does_things(world)
    asked = await world.privacy("ria", "Erase me")
    assert "cannot be undone" in said(asked)
    await world.press("ria", asked.response, "Keep it")
    assert await held_rows(world, ria) > 0
    asked = await world.privacy("ria", "Erase me")
    for words in ("What stays, and why", "A scrambled mark, 400 days"):
        assert words in said(asked)
    await world.press("ria", asked.response, "Erase everything")
    assert "is erased" in updated(asked)
    assert await held_rows(world, ria) == 0
    database = world.bot.database.path
    for path in database.parent.glob(database.name + "*"):
        assert str(ria).encode() not in path.read_bytes()


async def night(world: World, days: float = 1) -> None:
    for _ in range(round(days)):
        await world.later(days=1)
        await world.bot.quarter_hour.tick()


@pytest.mark.long
async def test_who_leaves_is_noticed_and_erased_fourteen_days_later(world: World) -> None:
    ria = await ria_does_things(world)
    world.guild.remove_member(world.people["ria"])
    await night(world, 14)
    assert await held_rows(world, ria) > 0
    await night(world, 1)
    assert await held_rows(world, ria) == 0
    assert "nothing about you" in said(await world.privacy("rob", "See everything"))


@pytest.mark.long
async def test_who_comes_back_in_time_is_not_erased(world: World) -> None:
    ria = await ria_does_things(world)
    world.guild.remove_member(world.people["ria"])
    await night(world, 5)
    world.guild.add_member(world.people["ria"].user)
    await night(world, 20)
    async with world.bot.database.reading() as tx:
        assert await db.privacy.departed_before(tx, 2**40) == []
    assert await held_rows(world, ria) > 0


@pytest.mark.long
async def test_who_has_come_back_is_not_erased_because_discord_does_not_say_so(
    world: World,
) -> None:
    ria = await ria_does_things(world)
    world.guild.remove_member(world.people["ria"])
    await night(world, 5)
    world.guild.add_member(world.people["ria"].user)
    asked = f"/guilds/*/members/{ria}"
    world.env.inject_error("GET", asked, status=500, code=0, message="away", times=None)
    await night(world, 20)
    world.env.backend.faults.clear()
    assert await held_rows(world, ria) > 0


@pytest.mark.long
@pytest.mark.parametrize(("days", "kept"), [(89, True), (92, False)])
async def test_answers_go_ninety_days_after_the_call(world: World, days: int, kept: bool) -> None:
    announcement = await world.announce_call()
    await world.press("rob", announcement, "Going")
    world.clock.at += timedelta(days=17 + days)
    await night(world, 1)
    assert (await held_rows(world, world.people["rob"].id) > 0) is kept


@pytest.mark.long
async def test_a_backup_is_made_each_night_and_seven_are_kept(world: World) -> None:
    await night(world, 9)
    folder = world.bot.database.path.parent / "backups"
    kept = sorted(path.name for path in folder.iterdir())
    assert len(kept) == 7
    assert kept[-1] == "repbot-2026-11-30.sqlite3"
    told = said(await world.status())
    assert "one a day, up to date" in told
    assert "too long ago" not in told


@pytest.mark.long
async def test_a_backup_waits_for_what_is_held_and_nothing_else_tells_that_it_did(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    night = datetime(2026, 11, 22, 3, 29, 30, tzinfo=UTC)
    await world.later(minutes=(night - world.clock()).total_seconds() / 60)
    made = world.bot.database.path.parent / "backups" / "repbot-2026-11-22.sqlite3"
    made.parent.mkdir()
    made.with_name("repbot-2026-11-21.sqlite3").touch()
    due = int(world.clock().timestamp()) + 8 * 60
    async with world.bot.database.transaction() as tx:
        await db.outbox.plan_hidden(tx, "questions.release", 123456, due)
    await world.later(minutes=1)
    async with world.bot.database.transaction() as tx:  # its asker takes it back
        await tx.execute("DELETE FROM outbox WHERE kind = 'questions.release'")
    await world.later(minutes=10)
    assert not made.exists()
    assert "up to date" in said(await world.status())
    async with world.bot.database.reading() as tx:
        [night_letter] = await tx.execute_fetchall(
            "SELECT state, attempts FROM outbox WHERE kind = 'upkeep.nightly' AND settled_at > 0"
        )
    assert tuple(night_letter) == ("sent", 1)
    assert "TRY_LATER" not in caplog.text
    await world.later(minutes=5)
    await world.bot.quarter_hour.tick()
    assert made.exists()


@pytest.mark.long
async def test_a_backup_that_fails_is_said_the_next_night_and_at_no_quarter(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    folder = world.bot.database.path.parent / "backups"
    folder.write_bytes(b"")  # no folder can be made: something else has its name
    night = datetime(2026, 11, 22, 3, 29, 30, tzinfo=UTC)
    await world.later(minutes=(night - world.clock()).total_seconds() / 60)
    await world.later(minutes=1)
    for _ in range(3):
        await world.bot.quarter_hour.tick()
        await world.later(minutes=15)
    assert "backup" not in caplog.text
    assert "failed" not in caplog.text
    await world.later(minutes=24 * 60)
    assert caplog.text.count("last night's backup could not be made") == 1
    folder.unlink()
    await world.bot.quarter_hour.tick()
    assert len(list(folder.iterdir())) == 1
    await world.later(minutes=24 * 60)
    assert caplog.text.count("last night's backup could not be made") == 1


@pytest.mark.long
async def test_of_several_nights_that_were_missed_one_is_made_up_for(world: World) -> None:
    await night(world, 1)
    async with world.bot.database.transaction() as tx:
        for days in range(2, 9):  # as starts on different days plan them
            due = int((world.clock() + timedelta(days=days)).timestamp())
            await db.outbox.plan(tx, "upkeep.nightly", 0, due)
    world.clock.at += timedelta(days=12)
    await world.later()
    async with world.bot.database.reading() as tx:
        ended = await tx.execute_fetchall(
            "SELECT state, count(*) FROM outbox WHERE kind = 'upkeep.nightly'"
            " AND settled_at >= ? GROUP BY state",
            (int(world.clock().timestamp()),),
        )
    assert dict(tuple(row) for row in ended) == {"sent": 1, "skipped": 7}
