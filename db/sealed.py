"""Every sealed column, and how to seal all of it anew. A value is bound to its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from db import opening
from db.database import Transaction

# (table, column, the column that numbers its rows)
SEALED = (
    ("questions", "sealed_text", "id"),
    ("questions", "sealed_note", "id"),
    ("questions", "address", "id"),
    ("question_entries", "sealed_text", "id"),
    ("question_entries", "sealed_name", "id"),
    ("question_entries", "sealed_why", "id"),
    ("question_news", "sealed", "question_id"),
    ("question_decisions", "sealed", "id"),
    ("topics", "sealed", "id"),
    ("actions", "sealed", "id"),
    ("notes", "sealed", "id"),
    ("found_actions", "sealed", "id"),
    ("arrangements", "sealed", "id"),
    ("checkin_words", "sealed", "answer"),
    ("own_partnerships", "sealed", "id"),
    ("own_partnerships", "setup", "id"),
    ("own_meetings", "sealed", "id"),
    ("own_plans", "sealed", "id"),
    ("own_meeting_words", "sealed", "meeting"),
    ("concerns", "sealed", "id"),
)
# Columns of bytes that are not sealed: keyed hashes.
HASHES = (("questions", "tag"), ("question_blocks", "tag"))
COMPRESSED = (("imports", "packed"),)  # the library's own words


# Of an asker who wants to be told.
OF_ASKERS = (("questions", "address", "id"), ("question_news", "sealed", "question_id"))


async def seal_anew(
    tx: Transaction,
    reseal: Callable[[bytes, bytes], bytes],
    columns: Iterable[tuple[str, str, str]] = SEALED,
) -> int:
    """Give every sealed value and its context to `reseal` and keep what comes back.

    Returns how many there were. What `reseal` raises ends the transaction.
    """
    count = 0
    for table, column, number in columns:
        rows = await tx.execute_fetchall(
            f"SELECT {number}, {column} FROM {table} WHERE {column} IS NOT NULL"
        )
        for row in rows:
            fresh = reseal(bytes(row[1]), f"{table}.{column}:{row[0]}".encode())
            await tx.execute(f"UPDATE {table} SET {column} = ? WHERE {number} = ?", (fresh, row[0]))
            count += 1
    return count


def newest(path: Path) -> list[tuple[bytes, bytes]]:
    """With their contexts; creates no file. Raises sqlite3.Error."""
    found = []
    if path.exists():
        with closing(opening.connect(path)) as connection:
            for table, column, number in SEALED:
                columns = connection.execute("SELECT name FROM pragma_table_info(?)", (table,))
                if (column,) in columns.fetchall():  # an older database may not have it yet
                    row = connection.execute(
                        f"SELECT {number}, {column} FROM {table} WHERE {column} IS NOT NULL"
                        " ORDER BY rowid DESC LIMIT 1"
                    ).fetchone()
                    if row:
                        found.append((bytes(row[1]), f"{table}.{column}:{row[0]}".encode()))
    return found
