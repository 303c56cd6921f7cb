"""What is held about people: every table is declared, and PRIVACY.md says the same."""

from __future__ import annotations

import re
from pathlib import Path

from bot.domain import retention
from bot.domain.personal_data import DECLARED
from bot.domain.retention import COPY_DAYS
from db.database import Database
from db.privacy import RULES

PRIVACY = Path(__file__).parent.parent / "PRIVACY.md"
OF_PERSONS = ("user_id", "person", "asker", "listener")
DAYS = re.compile(r"(\d+)\s+days")
ENDED_ELSEWHERE = {"hello_visits", "departures", "questions", "question_entries", "question_blocks"}


async def tables(database: Database) -> dict[str, list[str]]:
    async with database.reading() as tx:
        rows = await tx.execute_fetchall(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            " AND name NOT IN (SELECT shadow.name FROM pragma_table_list AS shadow"
            " WHERE shadow.type = 'shadow')"
        )
        return {
            row[0]: [
                column[1] for column in await tx.execute_fetchall(f"PRAGMA table_info({row[0]})")
            ]
            for row in rows
        }


async def test_every_table_is_declared_once_and_names_a_real_column(database: Database) -> None:
    columns = await tables(database)
    assert {declaration.table for declaration in DECLARED} == set(columns)
    assert len({(each.table, each.person) for each in DECLARED}) == len(DECLARED)
    for declaration in DECLARED:
        assert declaration.person is None or declaration.person in columns[declaration.table]


async def test_a_column_with_a_persons_id_is_declared_as_such(database: Database) -> None:
    declared = {(each.table, each.person) for each in DECLARED}
    for table, columns in (await tables(database)).items():
        for column in columns:
            if column in OF_PERSONS:
                assert (table, column) in declared


def test_the_privacy_notice_says_what_is_declared() -> None:
    notice = PRIVACY.read_text(encoding="utf-8")
    for declaration in DECLARED:
        if declaration.person or "person" in declaration.what:
            for words in (declaration.what, declaration.why, declaration.kept, declaration.seen_by):
                assert words in notice, (declaration.table, words)


def test_the_privacy_notice_names_the_greatest_age_of_a_backup() -> None:
    assert COPY_DAYS == 7
    assert "the greatest age of a backup is seven days" in PRIVACY.read_text(encoding="utf-8")


def test_people_are_told_the_days_by_which_rows_are_deleted() -> None:
    for declaration in DECLARED:
        told = {int(days) for days in DAYS.findall(declaration.kept)}
        rules = {days for table, _, days in RULES if table == declaration.table and days}
        if declaration.table not in ENDED_ELSEWHERE and (told or declaration.person):
            assert told == rules, declaration.table


def test_every_number_of_days_in_the_privacy_notice_is_one_that_is_kept_to() -> None:
    told = {int(days) for days in DAYS.findall(PRIVACY.read_text(encoding="utf-8"))}
    assert told == {days for name, days in vars(retention).items() if name.endswith("_DAYS")}
