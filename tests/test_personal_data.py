"""What is held about people: every table is declared, and PRIVACY.md says the same."""

from __future__ import annotations

from pathlib import Path

from bot.services.privacy import declared
from db.copies import DAYS_KEPT
from db.database import Database

PRIVACY = Path(__file__).parent.parent / "PRIVACY.md"


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
    declarations = declared()
    assert {declaration.table for declaration in declarations} == set(columns)
    assert len({(each.table, each.person) for each in declarations}) == len(declarations)
    for declaration in declarations:
        assert declaration.person is None or declaration.person in columns[declaration.table]


async def test_a_column_with_a_persons_id_is_declared_as_such(database: Database) -> None:
    persons = {declaration.table: declaration.person for declaration in declared()}
    for table, columns in (await tables(database)).items():
        if "user_id" in columns:
            assert persons[table] == "user_id", table


def test_the_privacy_notice_says_what_is_declared() -> None:
    notice = PRIVACY.read_text(encoding="utf-8")
    for declaration in declared():
        if declaration.person or "person" in declaration.what:
            for words in (declaration.what, declaration.why, declaration.kept, declaration.seen_by):
                assert words in notice, (declaration.table, words)


def test_the_privacy_notice_names_the_greatest_age_of_a_backup() -> None:
    assert DAYS_KEPT == 7
    assert "the greatest age of a backup is seven days" in PRIVACY.read_text(encoding="utf-8")
