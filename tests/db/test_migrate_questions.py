"""Questions from before this version: what others may know of them is worked out once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.questions import DAY_SECONDS
from db.migrate import MIGRATIONS, migrate, steps

POSTED = datetime(2026, 11, 21, 12, tzinfo=UTC)
CARD = int((POSTED.timestamp() - 1420070400) * 1000) << 22
# state, note, review message, thread; what others may know
KEPT = [
    ("held", None, 0, 0, "held"),
    ("held", b"note", CARD, 0, "changes"),
    ("review", None, CARD, 0, "review"),
    ("changes", b"note", CARD, 0, "changes"),
    ("declined", b"note", CARD, 0, "declined"),
    ("releasing", None, CARD, 0, "releasing"),
    ("open", None, CARD, 5, "open"),
    ("closing", None, CARD, 0, "review"),
    ("closing", b"note", CARD, 0, "changes"),
    ("closing", None, CARD, 5, "open"),
]


def _before(path: Path, first_new: int) -> Path:
    """A folder with the migrations up to a number."""
    before = path / "steps"
    before.mkdir()
    for number, file in steps().items():
        if number < first_new:
            (before / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    return before


@pytest.mark.long
def test_answers_replies_and_presses_from_before_stand_where_they_stood(tmp_path: Path) -> None:
    path, before = tmp_path / "repbot.sqlite3", _before(tmp_path, 18)
    with closing(sqlite3.connect(path, isolation_level=None)) as rows:
        migrate(rows, path, 0, before)
        rows.execute(
            "INSERT INTO questions (id, handle, state, pseudonym, sealed_text)"
            " VALUES (1, 'h', 'open', 'p', x'00')"
        )
        for number, (posted, stopped) in enumerate([(1, 0), (0, 0), (0, 1)], 1):
            rows.execute(
                "INSERT INTO question_entries (id, question_id, place, said, sealed_text, posted,"
                " stopped) VALUES (?, 1, ?, 'reply', x'00', ?, ?)",
                (number, number, posted, stopped),
            )
        rows.execute("INSERT INTO question_decisions VALUES (7, 'h', 'answer', x'00', 1)")
        migrate(rows, path, 0, MIGRATIONS)
        states = rows.execute("SELECT state FROM question_entries ORDER BY id").fetchall()
        kept = rows.execute("SELECT id, about, verb, acted FROM question_decisions").fetchall()
        rows.execute("PRAGMA foreign_keys = ON")
        rows.execute("DELETE FROM questions")
        left = rows.execute("SELECT count(*) FROM question_entries").fetchone()
    assert [row[0] for row in states] == ["posted", "held", "stopped"]
    assert kept == [(7, "h", "answer", 1)]
    assert left == (0,)


def test_that_somebody_was_told_stands_beside_no_question_any_more(tmp_path: Path) -> None:
    path, before = tmp_path / "repbot.sqlite3", _before(tmp_path, 25)
    with closing(sqlite3.connect(path, isolation_level=None)) as rows:
        migrate(rows, path, 0, before)
        rows.execute(
            "INSERT INTO questions (id, handle, state, pseudonym, sealed_text, address, told)"
            " VALUES (1, 'h', 'open', 'p', x'00', x'01', 1)"
        )
        rows.execute("INSERT INTO question_news VALUES (1, x'02')")
        migrate(rows, path, 0, MIGRATIONS)
        columns = [row[1] for row in rows.execute("PRAGMA table_info(questions)")]
        kept = rows.execute(
            "SELECT address, sealed FROM questions q JOIN question_news ON question_id = q.id"
        ).fetchall()
    assert "told" not in columns
    assert kept == [(b"\1", b"\2")]


def test_no_letter_from_before_says_which_questions_were_opened_together(tmp_path: Path) -> None:
    path, before = tmp_path / "repbot.sqlite3", _before(tmp_path, 26)
    with closing(sqlite3.connect(path, isolation_level=None)) as rows:
        migrate(rows, path, 0, before)
        for number, kind in ((-5, "questions.read"), (-6, "questions.told")):
            rows.execute(
                "INSERT INTO outbox (id, kind, subject, due_at, try_at) VALUES (?, ?, 1, 5, 5)",
                (number, kind),
            )
        migrate(rows, path, 0, MIGRATIONS)
        kept = rows.execute("SELECT kind FROM outbox").fetchall()
    assert kept == [("questions.told",)]


@pytest.mark.long
def test_what_others_may_know_and_the_last_day_of_a_block_are_worked_out(tmp_path: Path) -> None:
    path, before = tmp_path / "repbot.sqlite3", _before(tmp_path, 12)
    with closing(sqlite3.connect(path, isolation_level=None)) as rows:
        migrate(rows, path, 0, before)
        for number, (state, note, review, thread, _seen) in enumerate(KEPT, 1):
            rows.execute(
                "INSERT INTO questions (id, handle, state, pseudonym, sealed_text, sealed_note,"
                " review_id, thread_id) VALUES (?, ?, ?, ?, x'00', ?, ?, ?)",
                (number, str(number), state, str(number), note, review, thread),
            )
        migrate(rows, path, 0, MIGRATIONS)
        found = rows.execute("SELECT seen, block_until FROM questions ORDER BY id").fetchall()
    assert [row[0] for row in found] == [kept[4] for kept in KEPT]
    last = int(POSTED.timestamp()) // DAY_SECONDS + 12
    assert {row[1] for row in found} == {None, last}
