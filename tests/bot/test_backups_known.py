"""A database knows the copies that were made of it, whatever a host did with files since."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot import backups, maintenance
from bot.config import Config
from bot.database_checks import problems
from db import copies
from tests.bot.small_database import ANN, answers, fill
from tests.bot.test_backups_restored import erase
from tests.bot.test_backups_restored_own import change, look
from tests.fakes import Clock

pytestmark = pytest.mark.long
QUESTION = (
    "INSERT INTO questions (id, state, handle, pseudonym, sealed_text, released_at, ends_at)"
    " VALUES ({0}, 'open', {0}, {0}, x'00', 1, 4000000000)"
)
JOINED = "INSERT INTO buddies VALUES ({0}, 1, 0)"
LEFT = "DELETE FROM buddies WHERE person = {0}"
STAND, TAKEN_BACK = "Anonymous questions stand as they stood", "stays taken back"


async def three_days(config: Config, clock: Clock) -> dict[str, Path]:
    """Return a copy of each day; on each somebody joined and a question was asked, and on the last
    the first one left."""
    await fill(config, clock)
    made = {}
    for number, day in enumerate(("mon", "fri", "sat"), 1):
        change(config, JOINED.format(number), QUESTION.format(number))
        if day == "sat":
            change(config, LEFT.format(1))
        made[day] = config.database_path.with_name(f"{day}.sqlite3")
        copies.make_copy(config.database_path, made[day], int(clock().timestamp()))
        clock.forward(days=1)
    return made


def held(config: Config) -> tuple[list[int], list[int]]:
    """Who takes part, and which questions there are."""
    return (
        look(config, "SELECT person FROM buddies ORDER BY 1"),
        look(config, "SELECT id FROM questions ORDER BY 1"),
    )


@pytest.mark.parametrize(
    ("order", "people", "questions"),
    [
        ("sat", [2, 3], [1, 2, 3]),
        ("fri mon sat", [2, 3], [1, 2, 3]),
        ("mon fri sat", [2, 3], [1, 2, 3]),
        ("mon sat fri", [2], [1, 2, 3]),  # who left by Saturday stays away
        ("sat mon", [], [1, 2, 3]),
        ("sat mon sat", [2, 3], [1, 2, 3]),  # Monday's had never heard of Saturday's people
        ("sat fri mon sat fri", [2], [1, 2, 3]),
        ("fri mon", [1], [1, 2]),
    ],
)
async def test_several_copies_in_a_row_over_a_broken_database_lose_nothing_that_one_holds(
    config: Config, clock: Clock, order: str, people: list[int], questions: list[int]
) -> None:
    made = await three_days(config, clock)
    config.database_path.write_bytes(b"x" * 5000)
    for day in order.split():
        await backups.restore(config, made[day], clock)
        clock.forward(minutes=3)
    assert held(config) == (people, questions)


@pytest.mark.parametrize("lost", [True, False], ids=["gone", "broken"])
async def test_who_was_erased_in_the_last_quarter_of_a_lost_database_may_be_back_and_that_is_said(
    config: Config, clock: Clock, lost: bool
) -> None:
    await fill(config, clock)
    copy = await backups.daily(config.database_path, clock())
    clock.forward(days=1)
    await erase(config, clock, ANN, written=False)
    config.database_path.unlink()
    if not lost:
        config.database_path.write_bytes(b"x" * 5000)
    said = await backups.restore(config, copy, clock)
    assert ANN in await answers(config)
    assert "whoever was erased and what was withdrawn in its last quarter of an hour may be" in said


async def test_a_database_that_was_rolled_back_is_no_later_state_of_a_newer_copy(
    config: Config, clock: Clock
) -> None:
    await fill(config, clock)
    older = config.database_path.with_name("older.sqlite3")
    copies.make_copy(config.database_path, older, int(clock().timestamp()))
    snapshot = config.database_path.read_bytes()
    change(config, JOINED.format(1), QUESTION.format(1))
    newer = config.database_path.with_name("newer.sqlite3")
    clock.forward(days=1)
    copies.make_copy(config.database_path, newer, int(clock().timestamp()))
    config.database_path.write_bytes(snapshot)
    clock.forward(days=1)
    said = await backups.restore(config, newer, clock)
    assert "not known to be a later state" in said
    assert held(config) == ([1], [1])
    assert TAKEN_BACK in await backups.restore(config, older, clock)
    assert held(config) == ([], [1])


async def test_the_copy_kept_by_a_restore_is_known_with_its_questions(
    config: Config, clock: Clock
) -> None:
    made = await three_days(config, clock)
    change(config, QUESTION.format(4))
    await backups.restore(config, made["mon"], clock)
    change(config, "DELETE FROM questions WHERE id = 2")
    [aside] = config.database_path.parent.glob("*.before-restore-*")
    clock.forward(minutes=1)
    said = await backups.restore(config, aside, clock)
    assert STAND in said
    assert TAKEN_BACK not in said
    assert held(config) == ([2, 3], [1, 3, 4])


async def test_a_copy_put_there_by_hand_is_named_and_takes_its_place_by_the_word(
    config: Config, clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    await fill(config, clock)
    copy = await backups.daily(config.database_path, clock())
    clock.forward(days=1)
    await erase(config, clock, ANN)
    path = config.database_path
    shutil.copy(copy, path)
    before = path.read_bytes()
    env = {"DATABASE_PATH": str(path), "KEYS_FILE": str(config.keys_file), "GUILD_ID": "1"}
    [problem] = problems(config)
    assert problem.endswith(f"make restore PATH_TO={path}")
    assert path.read_bytes() == before
    assert await maintenance.do("restore", path, env, clock) == 0
    said = capsys.readouterr().out
    assert "Erased again since then: 1" in said
    assert "There was no database to ask" in said
    assert problems(config) == []
    assert ANN not in await answers(config)
    assert look(config, "SELECT min(attempts) FROM outbox") == [1]  # looked for before it goes
    assert await maintenance.do("restore", path, env, clock) == 1  # as it is no copy any more
    said = capsys.readouterr().err
    assert "is the database itself" in said
    assert "it has been done: start the bot" in said


async def test_a_newer_copy_over_one_put_there_by_hand_keeps_what_only_it_knows(
    config: Config, clock: Clock
) -> None:
    made = await three_days(config, clock)
    shutil.copy(made["mon"], config.database_path)
    assert "There was no database to ask" in await backups.restore(config, made["sat"], clock)
    assert held(config) == ([2, 3], [1, 2, 3])


async def test_where_it_cannot_be_written_a_copy_is_made_all_the_same(
    config: Config, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(config, clock)
    made = config.database_path.with_name("made.sqlite3")
    monkeypatch.setattr(copies, "PATIENCE_MILLISECONDS", 1)
    with closing(sqlite3.connect(config.database_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        copies.make_copy(config.database_path, made, int(clock().timestamp()))
    assert copies.check_copy(made) == int(clock().timestamp())
    assert "not known to be a later state" in await backups.restore(config, made, clock)
