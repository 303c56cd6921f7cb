"""What is people's own in a restored backup: what they took back since stays taken back."""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot import backups
from bot.config import Config
from bot.domain.personal_data import DECLARED
from db.carrying import CALLS, CARRIED, NO_FURTHER, STILL_HELD
from tests.bot.small_database import ANN, BEN, answers, fill
from tests.bot.test_backups_restored import erase
from tests.fakes import Clock

# Of people, and yet as it is in the copy: what others have a part in, or what is short-lived.
AS_IN_THE_COPY = {
    *("suggestions", "notices", "checkin_reads", "departures"),
}
DAY = "unixepoch('2026-12-02'), 1, 1, ''"
HELD = (
    f"INSERT INTO buddies VALUES ({ANN}, 1, 0), ({BEN}, 1, 0)",
    f"INSERT INTO listeners VALUES ({ANN}, 1, 1, 480, 1320, 0)",
    f"INSERT INTO checkers VALUES (1, {ANN})",
    "INSERT INTO checkins VALUES"
    f" (1, {ANN}, 'week', '2026-11-02', '18:00', 'Europe/London', 'settled', 0, NULL)",
    "INSERT INTO checkin_answers VALUES"
    f" (1, {ANN}, 0, unixepoch('2026-11-20'), '2026-11', 'hard', 'listeners', 1, 1),"
    f" (2, {ANN}, 0, unixepoch('2026-11-20'), '2026-11', 'good', 'listeners', 1, 1)",
    "INSERT INTO partnerships (id, name) VALUES (1, 'Zembla MNVP')",
    f"INSERT INTO own_partnerships (person, sealed, shown, setup) VALUES ({ANN}, x'01', 1, x'02')",
    f"INSERT INTO own_plans VALUES (1, {ANN}, x'01')",
    "INSERT INTO own_meetings VALUES"
    f" (1, {ANN}, '2026-12-02T14:00', 'Europe/London', {DAY}, x'01'),"
    f" (2, {BEN}, '2026-12-02T14:00', 'Europe/London', {DAY}, x'02')",
    "INSERT INTO hellos (id, asker, state, asked_at, waiting_since, expires_at)"
    f" VALUES (1, {ANN}, 'waiting', 1, 1, unixepoch('2026-11-22'))",
    f"INSERT INTO safeguarding VALUES ('lead', {ANN}), ('deputy', {BEN})",
)
EVERYTHING = (
    *("buddies", "listeners", "checkers", "checkins", "checkin_answers", "own_partnerships"),
    *("own_plans", "own_meetings", "hellos", "safeguarding"),
)
VETO = "INSERT INTO buddy_vetoes VALUES ('of two')"
LEFT_OFF = f"INSERT INTO unnamed VALUES ({BEN})"


def change(config: Config, *statements: str) -> None:
    with closing(sqlite3.connect(config.database_path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        for each in statements:
            connection.execute(each)


def look(config: Config, sql: str) -> list[Any]:
    with closing(sqlite3.connect(config.database_path)) as connection:
        return [row if len(row) > 1 else row[0] for row in connection.execute(sql)]


async def copy_of(config: Config, clock: Clock) -> Path:
    """One of things that people hold, an hour ago."""
    await fill(config, clock)
    change(config, *HELD)
    copy = await backups.daily(config.database_path, clock())
    clock.forward(hours=1)
    return copy


def test_of_everything_about_people_it_is_decided_what_a_restore_does() -> None:
    statements = " ".join((*CARRIED, *STILL_HELD, *NO_FURTHER))
    asked = set(re.findall(r" FROM (\w+)", statements))
    calls = set(re.findall(r" FROM (\w+)", " ".join(CALLS)))
    personal = {each.table for each in DECLARED if each.person}
    assert personal - asked - calls == AS_IN_THE_COPY
    assert {"answers", "call_jobs", "arrangements", "notes_wanted"} < personal & calls
    assert {"reminder_choices", "listeners", "hellos", "hello_visits"} < personal & calls
    assert set(EVERYTHING) | {"unnamed", "buddy_members"} == personal & asked


@pytest.mark.long
async def test_what_was_taken_back_since_stays_taken_back(config: Config, clock: Clock) -> None:
    copy = await copy_of(config, clock)
    change(config, *(f"DELETE FROM {table}" for table in EVERYTHING))
    assert "stays taken back" in await backups.restore(config, copy, clock)
    for table in EVERYTHING:
        assert look(config, f"SELECT count(*) FROM {table}") == [0], table
    assert await answers(config) == [ANN, BEN]


@pytest.mark.long
async def test_nobody_is_shown_counted_or_asked_further_than_before(
    config: Config, clock: Clock
) -> None:
    copy = await copy_of(config, clock)
    change(
        config,
        "UPDATE own_partnerships SET shown = NULL, setup = NULL",
        "UPDATE checkin_answers SET audience = 'me' WHERE id = 1",
        "UPDATE checkin_answers SET counted = 0 WHERE id = 2",
        "INSERT INTO checkin_posts VALUES (2, 5, 6)",
        f"UPDATE buddies SET resting = 1 WHERE person = {ANN}",
        "UPDATE listeners SET on_duty = 0",
        "UPDATE checkins SET stage = 'quiet', paused_until = '2027-01-01'",
        "UPDATE hellos SET state = 'withdrawn'",
        f"UPDATE safeguarding SET person = {BEN}",
        f"INSERT INTO reminder_choices VALUES ({ANN}, 'none', '', 1)",
    )
    await backups.restore(config, copy, clock)
    assert look(config, "SELECT sealed, shown, setup FROM own_partnerships") == [
        (b"\x01", None, None)
    ]
    assert look(config, "SELECT audience, counted FROM checkin_answers ORDER BY id") == [
        ("me", 1),
        ("listeners", 0),
    ]
    assert look(config, "SELECT * FROM checkin_posts") == [(2, 5, 6)]
    assert look(config, "SELECT resting FROM buddies ORDER BY person") == [1, 0]
    assert look(config, "SELECT on_duty FROM listeners") == [0]
    assert look(config, "SELECT stage, paused_until FROM checkins") == [("quiet", "2027-01-01")]
    assert look(config, "SELECT state FROM hellos") == ["withdrawn"]
    assert look(config, "SELECT DISTINCT person FROM safeguarding") == [BEN]
    assert look(config, "SELECT how FROM reminder_choices") == ["none"]


@pytest.mark.long
async def test_whoever_was_replaced_is_not_offered_again_after_a_restore(
    config: Config, clock: Clock
) -> None:
    copy = await copy_of(config, clock)
    change(
        config,
        f"INSERT INTO hello_visits VALUES (1, {BEN}, 7)",
        # To a hello of since then, which stands as it does there.
        f"INSERT INTO hellos SELECT 2, {BEN}, 'closed', 1, 1, 9, 0, 0, 0, 0, 0 FROM hellos",
        f"INSERT INTO hello_visits VALUES (2, {ANN}, 8)",
    )
    await backups.restore(config, copy, clock)
    assert look(config, "SELECT * FROM hello_visits") == [(1, BEN, 7), (2, ANN, 8)]


@pytest.mark.long
async def test_own_meetings_and_plans_stand_as_they_stood_with_their_letters(
    config: Config, clock: Clock
) -> None:
    copy = await copy_of(config, clock)
    letter = "INSERT INTO outbox (kind, subject, part, due_at, try_at) VALUES"
    change(
        config,
        f"DELETE FROM own_meetings WHERE person = {BEN}",
        # Ann's next one has the number of Ben's.
        "INSERT INTO own_meetings SELECT 2, person, wall_start, zone, starts_at, before, after,"
        " theme, x'03' FROM own_meetings",
        "INSERT INTO own_meeting_words VALUES (2, x'04', unixepoch('2026-11-21'))",
        "UPDATE own_meetings SET wall_start = '2026-12-03T15:00' WHERE id = 1",
        "UPDATE own_plans SET sealed = x'05'",
        f"{letter} ('partnerships.before', 2, {ANN}, 9, 9), ('partnerships.plan', 1, {ANN}, 8, 8)",
    )
    await backups.restore(config, copy, clock)
    assert look(config, "SELECT id, person, wall_start, sealed FROM own_meetings ORDER BY id") == [
        (1, ANN, "2026-12-03T15:00", b"\x01"),
        (2, ANN, "2026-12-02T14:00", b"\x03"),
    ]
    assert look(config, "SELECT meeting, sealed FROM own_meeting_words") == [(2, b"\x04")]
    assert look(config, "SELECT sealed FROM own_plans") == [b"\x05"]
    kinds = "SELECT kind FROM outbox WHERE kind LIKE 'partnerships.%' ORDER BY due_at"
    assert look(config, kinds) == ["partnerships.plan", "partnerships.before"]


@pytest.mark.long
async def test_a_veto_and_a_name_left_off_hold_whatever_is_restored(
    config: Config, clock: Clock
) -> None:
    copy = await copy_of(config, clock)
    change(config, VETO, LEFT_OFF)
    await backups.restore(config, copy, clock)
    assert look(config, "SELECT * FROM buddy_vetoes") == ["of two"]
    change(config, "DELETE FROM known_copies")
    said = await backups.restore(config, copy, clock)
    assert "not known to be a later state" in said
    assert look(config, "SELECT * FROM buddy_vetoes") == ["of two"]
    assert look(config, "SELECT * FROM unnamed") == [BEN]
    change(
        config,
        "ALTER TABLE questions DROP COLUMN reported",  # an older repbot has written it
        "PRAGMA user_version = 17",
    )
    assert "Anonymous questions are those" in await backups.restore(config, copy, clock)
    assert look(config, "SELECT * FROM buddy_vetoes") == ["of two"]


@pytest.mark.long
async def test_a_database_that_was_begun_anew_takes_nothing_away(
    config: Config, clock: Clock
) -> None:
    copy = await copy_of(config, clock)
    change(config, *(f"DELETE FROM {table}" for table in EVERYTHING))
    change(config, "DELETE FROM known_copies")
    assert "may be back" in await backups.restore(config, copy, clock)
    assert look(config, "SELECT person FROM buddies") == [ANN, BEN]


@pytest.mark.long
async def test_a_newer_copy_after_an_older_one_keeps_what_only_it_knows(
    config: Config, clock: Clock
) -> None:
    older = await copy_of(config, clock)
    change(config, "INSERT INTO buddies VALUES (5, 1, 0)")
    clock.forward(days=1)
    newer = await backups.daily(config.database_path, clock())
    clock.forward(hours=1)
    await backups.restore(config, older, clock)
    change(config, f"DELETE FROM buddies WHERE person = {ANN}")
    again = shutil.copy(config.database_path, config.database_path.with_name("lying"))
    clock.forward(hours=1)
    assert "may be back" in await backups.restore(config, newer, clock)
    assert look(config, "SELECT person FROM buddies ORDER BY person") == [5, ANN, BEN]
    # The older one is of its past all the same, and stays without whom it lost.
    shutil.copy(again, config.database_path)
    assert "stays taken back" in await backups.restore(config, older, clock)
    assert look(config, "SELECT person FROM buddies") == [BEN]


@pytest.mark.long
async def test_whoever_was_erased_comes_back_with_neither_a_newer_nor_an_older_copy(
    config: Config, clock: Clock
) -> None:
    older = await copy_of(config, clock)
    clock.forward(days=1)
    await erase(config, clock, ANN)
    clock.forward(days=1)
    newer = await backups.daily(config.database_path, clock())
    for copy in (newer, older, newer, older, older):
        clock.forward(minutes=1)
        await backups.restore(config, copy, clock)
        assert await answers(config) == [BEN]
        assert ANN not in look(config, "SELECT person FROM buddies")
        assert look(config, "SELECT person FROM own_meetings") == [BEN]


@pytest.mark.long
@pytest.mark.parametrize("there", [True, False])
async def test_where_nothing_can_be_asked_it_says_what_is_lost_and_what_is_back(
    config: Config, clock: Clock, there: bool
) -> None:
    copy = await copy_of(config, clock)
    change(config, VETO, *(f"DELETE FROM {table}" for table in EVERYTHING))
    if there:
        config.database_path.write_bytes(b"broken")
    else:
        config.database_path.unlink()
    said = await backups.restore(config, copy, clock)
    assert "Vetoes of the pairing and names left off since the backup was made are lost" in said
    assert "what people took back since then is back" in said
    assert look(config, "SELECT * FROM buddy_vetoes") == []
    assert look(config, "SELECT person FROM buddies") == [ANN, BEN]
