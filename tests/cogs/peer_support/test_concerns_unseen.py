"""That a listener wrote of somebody, and who: no row, line, copy or old message says it."""

from __future__ import annotations

import logging
import sqlite3
from contextlib import closing
from typing import Any

import pytest

from bot import backups
from tests import odd
from tests.cogs.peer_support.test_checkins import direct
from tests.cogs.peer_support.test_safeguarding import (
    WORDS,
    choose,
    close,
    open_form,
    read,
    write,
)
from tests.world import World, parts_of, said

NOT_READ = "nobody has read it"
LETTERS = "SELECT kind FROM outbox WHERE kind LIKE 'safeguarding.%' AND state <> 'waiting'"


async def rows(world: World, sql: str) -> list[tuple[Any, ...]]:
    async with world.bot.database.reading() as tx:
        return [tuple(row) for row in await tx.execute_fetchall(sql)]


async def unread(world: World) -> None:
    """For four hours, and there is no deputy."""
    await world.later(hours=4)
    await world.later(seconds=1)


async def write_down(world: World, name: str = "carol") -> None:
    shown = await read(world, name)
    await world.people[name].user.click(shown.response, label="I have written it down")
    await world.later(seconds=1)


@pytest.mark.long
async def test_no_row_tells_whether_a_writer_could_be_reached(world: World) -> None:
    found = []
    for closed in (False, True):
        if closed:
            close(world, "lou")
        await write(world)
        await unread(world)
        async with world.bot.database.reading() as tx:
            names = await tx.execute_fetchall("SELECT name FROM sqlite_master WHERE type = 'table'")
            counts = {
                row[0]: len(list(await tx.execute_fetchall(f'SELECT * FROM "{row[0]}"')))
                for row in names
            }
        found.append(
            (counts, [len(row[0]) for row in await rows(world, "SELECT sealed FROM concerns")])
        )
        with closing(sqlite3.connect(world.bot.database.path)) as file:
            assert str(world.people["lou"].id) not in "\n".join(file.iterdump())
        await write_down(world)
    assert found[0] == found[1]
    assert found[0][0]["notices"] == 0


@pytest.mark.long
async def test_a_writer_who_cannot_be_reached_reads_it_at_their_next_command(
    world: World,
) -> None:
    close(world, "lou")
    await write(world)
    assert NOT_READ not in said(await world.slash("lou", "help"))
    await unread(world)
    told = said(await world.slash("lou", "help"))
    assert NOT_READ in told
    assert "116 123" in told
    assert NOT_READ not in said(await world.slash("lou", "help"))
    await world.restart()
    assert NOT_READ not in said(await world.slash("ria", "help"))
    assert NOT_READ in said(await world.slash("lou", "help"))


async def test_what_was_read_since_is_not_told_as_unread(world: World) -> None:
    close(world, "lou")
    await write(world)
    await unread(world)
    await read(world, "carol")
    assert NOT_READ not in said(await world.slash("lou", "help"))
    await write_down(world)
    assert NOT_READ not in said(await world.slash("lou", "help"))


async def test_the_button_of_what_was_read_since_says_so(world: World) -> None:
    await write(world)
    await unread(world)
    await read(world, "carol")
    told = said(await read(world, "lou"))
    assert "It has been read since" in told
    assert NOT_READ not in told
    assert direct(world, "lou") == []


async def test_its_letters_leave_no_row_no_gap_no_line_and_are_in_no_copy(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    await choose(world, "Deputy", "rob")
    caplog.set_level(logging.DEBUG, logger="repbot")
    form = await open_form(world)
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50013, times=1)
    before = await rows(world, "SELECT seq FROM sqlite_sequence WHERE name = 'outbox'")
    await world.fill("lou", form, words=WORDS)
    assert await backups.could_be_made(world.bot.database.path, world.clock.at)
    await world.later(seconds=1)
    copy = await backups.daily(world.bot.database.path, world.clock.at)
    assert copy is not None
    with closing(sqlite3.connect(copy)) as file:
        kept = file.execute("SELECT * FROM outbox WHERE kind LIKE 'safeguarding.%'").fetchall()
        kept += file.execute("SELECT * FROM concerns").fetchall()
    assert kept == []
    assert await rows(world, LETTERS) == []
    assert await rows(world, "SELECT id FROM outbox WHERE id > 0 AND kind LIKE 'safeg%'") == []
    await write_down(world, "rob")
    assert await rows(world, "SELECT * FROM outbox WHERE kind LIKE 'safeguarding.%'") == []
    assert await rows(world, "SELECT * FROM concerns") == []
    assert await rows(world, "SELECT seq FROM sqlite_sequence WHERE name = 'outbox'") == before
    assert [each.getMessage() for each in caplog.records if each.name != "repbot.backups"] == []


@pytest.mark.long
@pytest.mark.parametrize("press", ["write", "read"])
async def test_what_fails_is_logged_by_its_type_alone_and_at_the_quarter(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, press: str
) -> None:
    world.errors_expected = True
    form = await open_form(world)
    if press == "read":
        await world.fill("lou", form, words=WORDS)
        await world.later(seconds=1)

    async def full(*_: Any) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(f"db.safeguarding.{'add' if press == 'write' else 'was_read'}", full)
    caplog.set_level(logging.DEBUG, logger="repbot")
    if press == "write":
        await world.fill("lou", form, words=WORDS)
    else:
        await read(world, "carol")
    assert caplog.records == []
    await world.bot.quarter_hour.tick()
    [line] = [each.getMessage() for each in caplog.records]
    assert "OperationalError" in line
    assert "safeguarding" not in caplog.text


async def test_the_message_to_its_writer_names_nothing_and_goes_when_it_is_read(
    world: World,
) -> None:
    await write(world)
    await unread(world)
    [told] = direct(world, "lou")
    stands = (told.content + str(parts_of(told))).lower()
    for word in ("safeguarding", "lead", "wrote", "worried", "deputy", "concern"):
        assert word not in stands
    assert NOT_READ in said(await read(world, "lou"))
    assert direct(world, "lou") == []
    assert NOT_READ not in said(await world.slash("lou", "help"))


@pytest.mark.long
@pytest.mark.parametrize("written_down", [True, False])
async def test_no_message_about_it_outlives_it(world: World, written_down: bool) -> None:
    await choose(world, "Deputy", "rob")
    await write(world)
    for _ in range(2):
        await unread(world)
    people = ("carol", "rob", "lou")
    assert [len(direct(world, name)) for name in people] == [1, 1, 1]
    if written_down:
        shown = await read(world, "rob")
        lost = f"/channels/{world.people['carol'].user.dm_channel.id}/messages"
        world.env.inject_error("GET", lost, status=503, times=1)
        await world.people["rob"].user.click(shown.response, label="I have written it down")
        async with world.bot.database.reading() as tx:
            assert WORDS.encode() not in world.bot.database.path.read_bytes()
            assert len(list(await tx.execute_fetchall("SELECT * FROM concerns"))) == 1
        assert "destroyed" in said(await read(world, "rob"))
        await world.later(minutes=1)
        await world.later(minutes=1)
    else:
        await world.restart()
        await world.later(days=7)
    assert [direct(world, name) for name in people] == [[], [], []]
    assert await rows(world, "SELECT * FROM concerns") == []


async def test_a_lead_who_was_replaced_or_has_left_reads_nothing(world: World) -> None:
    await choose(world, "Safeguarding lead", "rob")
    await write(world)
    await choose(world, "Safeguarding lead", "carol")
    await world.later(seconds=1)
    assert "safeguarding lead" in direct(world, "carol")[-1].content
    refused = said(await read(world, "rob"))
    assert WORDS not in refused
    assert "for the safeguarding lead alone" in refused
    number = parts_of(direct(world, "rob")[-1])[-1]["custom_id"].split(":")[3].partition("~")[0]
    pressed = await odd.press(world, world.people["rob"], "safeguarding:1:done", number)
    assert "for the safeguarding lead alone" in said(pressed)
    shown = await read(world, "carol")
    assert WORDS in said(shown)
    world.guild.remove_member(world.people["carol"])
    assert WORDS not in said(await read(world, "carol"))


async def test_a_form_that_is_sent_twice_within_minutes_is_kept_once(world: World) -> None:
    for _ in range(2):
        sent = await world.fill("lou", await open_form(world), words=WORDS)
        assert "sending it" in said(sent)
        await world.later(minutes=2)
    assert len(await rows(world, "SELECT * FROM concerns")) == 1
    assert len(direct(world, "carol")) == 1
    await world.later(minutes=10)
    await world.fill("lou", await open_form(world), words=WORDS)
    assert len(await rows(world, "SELECT * FROM concerns")) == 2
