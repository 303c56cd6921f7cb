"""After a restore over a later state calls stand as they stood there, with all that is of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot import backups
from bot.config import Config
from db.carrying import CALLS, OF_CALLS
from tests.bot.small_database import ANN, BEN, answers, fill
from tests.bot.test_backups_restored import erase
from tests.bot.test_backups_restored_own import change, copy_of, look
from tests.bot.test_backups_restored_standing import another, by_hand, restored
from tests.cogs.meetings.call_steps import cancel, edit, remind
from tests.cogs.peer_support.hello_steps import CLAIM, ask, both_on_duty, calls
from tests.fakes import Clock
from tests.world import World, labels, said

pytestmark = pytest.mark.long


def posted(world: World) -> list[str]:
    """What stands for all to read, and in whose direct messages."""
    places = [*world.channels.values()]
    places += [thread for each in world.channels.values() for thread in each.threads]
    boxes = [each.user.dm_channel for each in world.people.values()]
    every = [*places, *(each for each in boxes if each)]
    found = [message.content for each in every for message in each.history()]
    return [each for each in found if "The library this month" not in each]


async def days(world: World, count: int) -> None:
    for _ in range(count):
        await world.later(days=1)


async def going(world: World, name: str) -> str:
    """Press `Going` where the call was announced."""
    card = world.announcements()[-1]
    return said(await world.press(name, card, labels(card)[0]))


async def test_a_call_that_was_cancelled_since_stays_so_and_nobody_is_reminded(
    world: World,
) -> None:
    await world.announce_call(title="Repcall")
    await going(world, "ria")
    copy = by_hand(world)
    await cancel(world)
    await days(world, 2)
    before = posted(world)
    assert "so do calls" in await restored(world, copy)
    await days(world, 18)
    assert posted(world) == before


async def test_a_call_that_was_moved_since_is_reminded_of_at_its_new_time(world: World) -> None:
    await world.announce_call(title="Repcall")
    await going(world, "ria")
    copy = by_hand(world)
    await edit(world, date="Wed 9 Dec")
    await days(world, 2)
    state = "SELECT wall_start, revision, state FROM meetings"
    letters = f"SELECT kind, due_at FROM outbox WHERE {OF_CALLS} AND state = 'waiting'"
    before = [look(world.config, each) for each in (state, letters)]
    assert before[0][0][0].startswith("2026-12-09")
    assert before[1]
    await restored(world, copy)
    assert [look(world.config, each) for each in (state, letters)] == before
    assert "9 Dec" in world.announcements()[-1].content


async def test_a_call_that_was_announced_since_can_still_be_answered(world: World) -> None:
    copy = by_hand(world)
    await world.announce_call(title="Repcall")
    await going(world, "ria")
    await world.later(minutes=5)
    before = posted(world)
    await restored(world, copy)
    assert "going" in (await going(world, "rob")).lower()
    assert len(await answers(world.config)) == 2
    await world.later(minutes=5)
    assert len(posted(world)) == len(before)  # nothing is announced once more


async def test_over_another_database_calls_are_those_of_the_backup_and_that_is_said(
    world: World,
) -> None:
    await world.announce_call(title="Repcall")
    copy = by_hand(world)
    await cancel(world)
    another(world)
    words = await restored(world, copy)
    assert "one that was moved or cancelled since then is as it was before" in words
    assert look(world.config, "SELECT state FROM meetings") == ["announced"]


async def test_what_no_copy_holds_of_calls_and_check_ins_comes_back_sealed_as_it_was(
    config: Config, clock: Clock
) -> None:
    copy = await copy_of(config, clock)
    change(
        config,
        f"INSERT INTO arrangements VALUES (7, 1, {ANN}, x'0a')",
        "INSERT INTO checkin_words VALUES (1, x'0b'), (2, x'0c')",
        f"INSERT INTO checkin_answers VALUES (3, {BEN}, 0, 1, '2026-11', 'good', 'me', 0, 1)",
        "INSERT INTO checkin_words VALUES (3, x'0d')",  # its answer is in no copy
        "DELETE FROM checkin_answers WHERE id = 2",
        f"DELETE FROM answers WHERE user_id = {BEN}",
    )
    await backups.restore(config, copy, clock)
    assert look(config, "SELECT * FROM arrangements") == [(7, 1, ANN, b"\x0a")]
    assert look(config, "SELECT * FROM checkin_words") == [(1, b"\x0b")]
    assert await answers(config) == [ANN]


async def test_who_has_asked_for_a_hello_since_goes_on_waiting_and_somebody_comes(
    world: World,
) -> None:
    await both_on_duty(world)
    copy = by_hand(world)
    await ask(world)
    await world.later(minutes=1)
    await restored(world, copy)
    await world.later(minutes=5)
    assert len(calls(world)) == 1
    await world.press("lou", calls(world)[-1], CLAIM)
    await world.later(minutes=1)
    assert look(world.config, "SELECT state FROM hellos") == ["claimed"]


async def test_after_a_wrong_older_backup_the_right_one_keeps_how_people_are_reminded(
    world: World,
) -> None:
    """Their letters are those of the last state, and so is what they chose."""
    older = by_hand(world, "older")
    await world.announce_call()
    await going(world, "ria")
    await remind(world, "ria", "dm", "1d, 1h")
    right = by_hand(world, "right")
    await remind(world, "ria", "thread")
    chosen = look(world.config, "SELECT user_id, how FROM reminder_choices")
    await world.later(minutes=1)
    await restored(world, older)
    await world.later(minutes=1)
    await restored(world, right)
    assert look(world.config, "SELECT user_id, how FROM reminder_choices") == chosen
    await world.until(datetime(2026, 12, 7, 19, 31, tzinfo=UTC))
    assert any(world.people["ria"].mention in text for text in world.texts(world.thread()))


async def test_what_was_written_to_the_safeguarding_lead_still_waits_for_them(
    config: Config, clock: Clock
) -> None:
    copy = await copy_of(config, clock)
    letter = "INSERT INTO outbox (id, kind, subject, due_at, try_at) VALUES (-7, '{}', 5, 9, 9)"
    change(
        config, "INSERT INTO concerns VALUES (5, x'0a', 1, 0)", letter.format("safeguarding.unread")
    )
    said = await backups.restore(config, copy, clock)
    assert "what was written to the safeguarding lead" in said
    assert look(config, "SELECT id, sealed FROM concerns") == [(5, b"\x0a")]
    assert look(config, "SELECT id FROM outbox WHERE kind = 'safeguarding.unread'") == [-7]
    [aside] = config.database_path.parent.glob("*.before-restore-*")
    assert look(replace(config, database_path=aside), "SELECT * FROM concerns") == []


async def test_letters_keep_the_numbers_by_which_their_messages_are_found(
    config: Config, clock: Clock
) -> None:
    copy = await copy_of(config, clock)
    into = "INSERT INTO outbox (id, kind, subject, due_at, try_at, attempts) VALUES"
    kinds = ("buddies.meet", "partnerships.before", "meetings.announcement", "hellos.call")
    change(config, *(f"{into} ({70 + n}, '{kind}', 1, 9, 9, 1)" for n, kind in enumerate(kinds)))
    await erase(config, clock, ANN)  # erased again, they leave letters of their own
    await backups.restore(config, copy, clock)
    kept = "SELECT id, kind FROM outbox WHERE due_at = 9 ORDER BY id"
    assert look(config, kept) == [(70 + n, kind) for n, kind in enumerate(kinds)]
    assert look(config, "SELECT count(*) FROM outbox WHERE id BETWEEN 74 AND 1000") == [0]


async def test_every_table_that_belongs_to_a_call_goes_with_it(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    with closing(sqlite3.connect(config.database_path)) as held:
        tables = [row[0] for row in held.execute("SELECT name FROM sqlite_master")]
        of_calls = {
            name
            for name in tables
            for key in held.execute(f"PRAGMA foreign_key_list({name})")
            if key[2] in ("meetings", "hellos")
        }
    assert of_calls <= {sql.rsplit(" FROM ", 1)[1] for sql in CALLS}


async def test_a_letter_of_a_call_whose_number_is_taken_is_kept_under_another(
    config: Config, clock: Clock
) -> None:
    copy = await copy_of(config, clock)
    letter = "INSERT INTO outbox (id, kind, subject, due_at, try_at) VALUES (50, '{}', 1, 9, 9)"
    change(config, letter.format("meetings.agenda"))
    # As one that is planned when somebody is erased again.
    change(replace(config, database_path=copy), letter.format("checkins.read"))
    await backups.restore(config, copy, clock)
    kinds = "SELECT kind FROM outbox WHERE due_at = 9 ORDER BY kind"
    assert look(config, kinds) == ["checkins.read", "meetings.agenda"]
