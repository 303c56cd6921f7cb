"""What a database that is replaced still knows, and how it goes into what takes its place."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from db import copies, known_copies, opening, outbox
from db.copies import BadCopyError
from db.migrate import steps, version_of

NUMBERED_SINCE = 1_790_000_000  # UTC seconds, before the first release: it keeps numbers short
Rows = list[tuple[Any, ...]]
KINDS = ("meetings.%", "actions.%", "hellos.%", "safeguarding.%")
AS_WAITING = "iif(state = 'sending', 'waiting', state)"
OF_THEIRS = (
    "'partnerships.before', 'partnerships.after', 'partnerships.plan', 'buddies.meet',"
    " 'buddies.ask', 'buddies.left_over'"
)
# What no backup holds, or holds always, and where it goes in the database that takes the place.
CARRIED = {
    "SELECT pair_hash FROM buddy_vetoes": (
        "INSERT OR IGNORE INTO buddy_vetoes (pair_hash) VALUES (?)"
    ),
    "SELECT user_id FROM unnamed": "INSERT OR IGNORE INTO unnamed (user_id) VALUES (?)",
    "SELECT question_id, tag, ends_at FROM question_blocks": (
        "INSERT OR IGNORE INTO question_blocks (question_id, tag, ends_at) VALUES (?, ?, ?)"
    ),
    "SELECT handle FROM question_endings": (
        "INSERT OR IGNORE INTO question_endings (handle) VALUES (?)"
    ),
    "SELECT name, seq FROM sqlite_sequence": (
        "UPDATE sqlite_sequence SET seq = max(seq, ?2) WHERE name = ?1"
    ),
    "SELECT hash, day FROM erased_people": (
        "INSERT OR IGNORE INTO erased_people (hash, day) VALUES (?, ?)"
    ),
    # A question that the copy does not hold comes as one that is closing, so that at the next start
    # the direct message about it is deleted. With a handle of its own: the end of this one would
    # else be remembered as that of the question, which another copy may hold.
    "SELECT q.id, sealed_text FROM question_news n JOIN questions q ON q.id = question_id": (
        "INSERT OR IGNORE INTO questions (id, sealed_text, state, handle, pseudonym)"
        " VALUES (?, ?, 'closing', hex(randomblob(8)), hex(randomblob(8)))"
    ),
    "SELECT question_id, sealed FROM question_news": (
        "INSERT OR IGNORE INTO question_news (question_id, sealed) VALUES (?, ?)"
    ),
    "SELECT tag, address, handle FROM questions WHERE state <> 'closing'": (
        "UPDATE questions SET tag = ?, address = ? WHERE handle = ?"
    ),
}
# Of what is people's own, where the database that is replaced is a later state of the copy: a row
# comes back only if that database holds it still,
STILL_HELD = {
    "SELECT person FROM buddies": "DELETE FROM buddies WHERE person = ?",
    "SELECT person FROM checkins": "DELETE FROM checkins WHERE person = ?",
    "SELECT id FROM checkin_answers": "DELETE FROM checkin_answers WHERE id = ?",
    "SELECT id, person FROM own_meetings": "DELETE FROM own_meetings WHERE id = ? AND person = ?",
    "SELECT id, person FROM own_plans": "DELETE FROM own_plans WHERE id = ? AND person = ?",
    "SELECT person FROM own_partnerships": "DELETE FROM own_partnerships WHERE person = ?",
    "SELECT person FROM listeners": "DELETE FROM listeners WHERE person = ?",
    "SELECT user_id FROM checkers": "DELETE FROM checkers WHERE user_id = ?",
    "SELECT id FROM hellos": "DELETE FROM hellos WHERE id = ?",
    "SELECT role FROM safeguarding": "DELETE FROM safeguarding WHERE role = ?",
}
# and is seen and counted no further than there. Own meetings, plans and pairings, with their
# letters, the ways of being reminded and the safeguarding lead stand as they do there.
NO_FURTHER = {
    "SELECT resting, person FROM buddies": (
        "UPDATE buddies SET resting = max(resting, ?) WHERE person = ?"
    ),
    "SELECT on_duty, since, asked_at, person FROM listeners": (
        "UPDATE listeners SET on_duty = min(on_duty, ?), since = ?, asked_at = ? WHERE person = ?"
    ),
    # Whoever was paired is not paired once more, nor told once more that nobody was left.
    "SELECT number, due_at FROM buddy_rounds": (
        "INSERT OR IGNORE INTO buddy_rounds (number, due_at) VALUES (?, ?)"
    ),
    "SELECT id, round, made_at, thread FROM buddy_groups": (
        "INSERT INTO buddy_groups (id, round, made_at, thread) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET thread = excluded.thread"
    ),
    "SELECT group_id, person, wants_other FROM buddy_members": (
        "INSERT OR REPLACE INTO buddy_members (group_id, person, wants_other) VALUES (?, ?, ?)"
    ),
    "SELECT stage, last_prompt, paused_until, person FROM checkins": (
        "UPDATE checkins SET stage = ?, last_prompt = ?, paused_until = ? WHERE person = ?"
    ),
    "SELECT audience, counted, id FROM checkin_answers": (
        "UPDATE checkin_answers SET audience = iif(? = 'me', 'me', audience),"
        " counted = min(counted, ?) WHERE id = ?"
    ),
    # What an answer says, which no copy holds, comes back with it.
    "SELECT answer, sealed FROM checkin_words": (
        "INSERT OR IGNORE INTO checkin_words (answer, sealed)"
        " SELECT id, ?2 FROM checkin_answers WHERE id = ?1"
    ),
    "SELECT answer, thread, message FROM checkin_posts": (
        "INSERT OR REPLACE INTO checkin_posts (answer, thread, message) VALUES (?, ?, ?)"
    ),
    "SELECT sealed IS NULL, shown, setup IS NULL, person FROM own_partnerships": (
        "UPDATE own_partnerships SET sealed = iif(?, NULL, sealed), shown = iif(shown = ?, shown,"
        " NULL), setup = iif(?, NULL, setup) WHERE person = ?"
    ),
    "SELECT role, person FROM safeguarding": (
        "INSERT OR REPLACE INTO safeguarding (role, person) VALUES (?, ?)"
    ),
    "SELECT id, person, sealed FROM own_plans": (
        "INSERT OR REPLACE INTO own_plans (id, person, sealed) VALUES (?, ?, ?)"
    ),
    "SELECT id, person, wall_start, zone, starts_at, before, after, theme, sealed"
    " FROM own_meetings": (
        "INSERT OR REPLACE INTO own_meetings (id, person, wall_start, zone, starts_at, before,"
        " after, theme, sealed) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
    ),
    "SELECT meeting, sealed, kept_at FROM own_meeting_words": (
        "INSERT OR REPLACE INTO own_meeting_words (meeting, sealed, kept_at) VALUES (?, ?, ?)"
    ),
    # With what was sent, so that it is not sent once more; by its number its message is found.
    f"SELECT id, kind, subject, part, due_at, try_at, max(attempts, 1), {AS_WAITING} FROM outbox"
    f" WHERE state <> 'cancelled' AND kind IN ({OF_THEIRS})": (
        "INSERT OR IGNORE INTO outbox (id, kind, subject, part, due_at, try_at, attempts, state)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
    ),
    f"SELECT kind, subject, part, due_at, try_at, max(attempts, 1), {AS_WAITING} FROM outbox"
    f" WHERE state <> 'cancelled' AND kind IN ({OF_THEIRS})": (  # its number may be taken
        "INSERT OR IGNORE INTO outbox (kind, subject, part, due_at, try_at, attempts, state)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)"
    ),
}
# Where it is a later state of the copy, every question stands as it does there: what others have
# read, ended or taken down is not undone. Of another come those whose public sign is still to come.
OF_QUESTIONS = (
    "kind LIKE 'questions.%' AND kind NOT IN"
    " ('questions.nightly', 'questions.daily', 'questions.resume', 'questions.decide')"
)


def _whole(which: str) -> tuple[str, ...]:
    """Questions, what was said to them, and the letters of both."""
    questions = f"SELECT id FROM questions WHERE {which}"
    said = f"SELECT id FROM question_entries WHERE question_id IN ({questions})"
    return (
        f"SELECT * FROM questions WHERE {which}",
        f"SELECT * FROM question_entries WHERE question_id IN ({questions})",
        f"SELECT * FROM outbox WHERE {OF_QUESTIONS} AND subject IN ({questions} UNION {said})",
    )


CLOSING = _whole("state = 'closing'")
EVERY = (
    *_whole("TRUE"),
    "SELECT * FROM question_decisions",
    "SELECT * FROM outbox WHERE kind = 'questions.decide'",
)
# So does every call, with all that belongs to it: whoever was told that it is cancelled is not
# reminded of it. And every hello, and concern: somebody waits.
OF_CALLS = f"({' OR '.join(f'kind LIKE {each!r}' for each in KINDS)})"
CALLS = (
    "SELECT * FROM reminder_choices",
    "SELECT * FROM listeners",
    "SELECT * FROM hellos",
    "SELECT * FROM concerns",
    "SELECT * FROM hello_visits",
    "SELECT * FROM hello_calls",
    "SELECT * FROM listener_threads",
    "SELECT * FROM series",
    "SELECT * FROM meetings",
    "SELECT * FROM changes",
    "SELECT * FROM call_versions",
    "SELECT * FROM answers",
    "SELECT * FROM call_jobs",
    "SELECT * FROM arrangements",
    "SELECT * FROM notes_wanted",
    "SELECT * FROM topics",
    "SELECT * FROM actions",
    "SELECT * FROM notes",
    "SELECT * FROM found_actions",
    "SELECT * FROM polls",
    f"SELECT * FROM outbox WHERE {OF_CALLS}",
)
NOTED_SINCE = ("question_endings", "erased_people")  # in the copy, by what was done to it again
STAND = "SELECT handle FROM questions WHERE state <> 'closing'"
ERASED, ENDED = "SELECT hash, day FROM erased_people", "SELECT handle FROM question_endings"


def known_by(database: Path) -> dict[str, Rows] | None:
    """Return what only this database knows, by question; None when it is damaged.

    Raises sqlite3.Error where something else is in the way, such as a full disk."""
    if not database.exists():
        return {}
    try:
        with closing(opening.open_to_read(database)) as old:
            if old.execute("PRAGMA quick_check").fetchone()[0] != "ok":
                return None
            tables = {row[0] for row in old.execute("SELECT name FROM sqlite_master")}
            every: tuple[str, ...] = (*CARRIED, *STILL_HELD, *NO_FURTHER, known_copies.READ)
            if version_of(old) == max(steps()):  # else its rows are of another form
                every += (*CLOSING, *EVERY, *CALLS)
            asked = [sql for sql in every if _table(sql) in tables]
            found = {sql: _ask(old, sql) for sql in asked}
            return {sql: rows for sql, rows in found.items() if rows is not None}
    except sqlite3.DatabaseError as error:
        if not is_damaged(error):
            raise
        return None


def _ask(old: sqlite3.Connection, sql: str) -> Rows | None:
    """None where a database of an older version has no such column."""
    try:
        return old.execute(sql).fetchall()
    except sqlite3.OperationalError as error:
        if opening.code_of(error) != sqlite3.SQLITE_ERROR:
            raise
        return None


def is_damaged(error: sqlite3.Error | BadCopyError) -> bool:
    return isinstance(error, BadCopyError) or opening.is_damage(error)


def without(known: dict[str, Rows], ended: Callable[[str], bool]) -> dict[str, Rows]:
    """Leave out every question of which it is remembered, by its handle, that it has ended, though
    it is not closing: so it stands in a database that was rolled back."""
    closing, every = known.get(CLOSING[0], []), known.get(EVERY[0], [])
    kept = [row for row in every if row in closing or not ended(row[1])]
    return known | ({EVERY[0]: kept} if EVERY[0] in known else {})


def _table(sql: str) -> str:
    return sql.split(" FROM ")[1].split()[0]


def is_later(known: dict[str, Rows], source: Path, *, questions: bool = False) -> bool:
    """Whether what is known comes of a later state of this copy: it knows the copy. One whose place
    another copy took since knows what that one knew, and for its calls and `questions` itself."""
    if questions and not {*EVERY, *CALLS} <= known.keys():
        return False
    token, those = copies.token_of(source), known.get(known_copies.READ, [])
    return any(each == token and (own or questions) for each, own in those)


def _take_back(copy: sqlite3.Connection, known: dict[str, Rows]) -> None:
    """What people took back since the copy, of what is their own, is not in it any more."""
    for sql, delete in STILL_HELD.items():
        if sql in known:  # of an older version it may not be asked
            copy.executemany(delete, set(copy.execute(sql)) - set(known[sql]))
    for sql, statement in NO_FURTHER.items():
        copy.executemany(statement, known.get(sql, []))


def _put_questions(copy: sqlite3.Connection, known: dict[str, Rows], *, every: bool) -> None:
    """As they stand in what is known."""
    whole = EVERY if every else CLOSING
    if whole[0] not in known:
        return
    questions = {row[:2] for row in known[whole[0]]}
    copy.executemany("DELETE FROM questions WHERE handle = ?", [each[1:] for each in questions])
    if every:
        copy.execute("DELETE FROM questions")
        copy.execute(f"DELETE FROM outbox WHERE {OF_QUESTIONS}")
    for sql in whole:
        rows, table = known[sql], _table(sql)
        if table == "question_entries":  # in another database a number may be taken
            put = questions & set(copy.execute("SELECT id, handle FROM questions"))
            rows = [row for row in rows if row[1] in {each[0] for each in put}]
        _insert(copy, table, rows)
    # A trigger has noted that they ended: the rows of the copy, which made place.
    copy.execute(f"DELETE FROM question_endings WHERE handle IN ({STAND})")


def _put_calls(copy: sqlite3.Connection, known: dict[str, Rows]) -> None:
    alone = ("reminder_choices", "hellos", "listeners", "listener_threads", "concerns")
    for table in ("meetings", "series", "polls", *alone):
        copy.execute(f"DELETE FROM {table}")
    copy.execute(f"DELETE FROM outbox WHERE {OF_CALLS}")
    for sql in CALLS:
        _insert(copy, _table(sql), known[sql])


def _insert(copy: sqlite3.Connection, table: str, rows: Rows) -> None:
    """A letter whose number is taken, by one that came of erasing somebody again, gets another."""
    for row in rows:
        into = f"INSERT OR IGNORE INTO {table} VALUES ({', '.join('?' * len(row))})"
        if not copy.execute(into, row).rowcount and table == "outbox":
            copy.execute(into, (None, *row[1:]))


def number_on(fresh: Path, now: datetime) -> None:
    """Before anything is done in it: erasing somebody again plans letters."""
    with closing(opening.open_to_write(fresh)) as copy:
        _number_on(copy, int(now.timestamp()))


def _number_on(copy: sqlite3.Connection, now: int) -> None:
    """Numbers given out since the copy was made stand in buttons that are still there.

    How many there were is not known where the database is lost, nor what another restore of this
    copy gave out: so the time counts, one a minute: it goes on faster than numbers are given out.
    """
    copy.execute(
        "INSERT INTO sqlite_sequence (name, seq) SELECT name, 0 FROM sqlite_master WHERE sql LIKE"
        " '%AUTOINCREMENT%' AND name NOT IN (SELECT name FROM sqlite_sequence)"
    )
    beyond = (now - NUMBERED_SINCE) // 60
    copy.execute("UPDATE sqlite_sequence SET seq = max(seq + 1000, ?)", (beyond,))


def carry(
    fresh: Path, known: dict[str, Rows], now: datetime, *, later: bool, questions: bool
) -> None:
    """Put what is known into a restored copy.

    Every letter that waits is looked for first, and no number is used again. `later` and (of
    its calls and) `questions`: `is_later`.
    """
    with closing(opening.open_to_write(fresh)) as copy:
        copy.execute("PRAGMA foreign_keys = ON")
        copy.execute("BEGIN")
        for table, leave_out in copies.LEFT_OUT:  # an older repbot left out less
            if table not in NOTED_SINCE:
                copy.execute(leave_out)
        if questions:
            _put_calls(copy, known)
        copy.execute(outbox.LOOK_FIRST)
        _number_on(copy, int(now.timestamp()))
        _put_questions(copy, known, every=questions)
        for sql in [each for each in CARRIED if each in known]:  # in their order
            copy.executemany(CARRIED[sql], known[sql])
        if later:
            _take_back(copy, known)
        known_copies.take_over(copy, known[known_copies.READ] if questions else [])
        copy.execute("COMMIT")
