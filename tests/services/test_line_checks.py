"""A changed number is unchecked, whichever way it was changed; no file makes a check."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import load
from bot.domain.library import Entry, Kind
from bot.domain.library_files import write_csv, write_json
from db.migrate import MIGRATIONS
from tests.fakes import START
from tests.services.library_desk import Desk, opened

TODAY = START.date()
NDA = [entry for entry in load() if entry.key == "line-nda"]
NUMBERS = ("0808 2000 247", "0808 157 0142")


async def test_a_new_version_keeps_the_check_of_a_number_that_it_does_not_change(
    desk: Desk,
) -> None:
    await desk.rung("line-nda")
    await desk.rung("line-shout")
    newer = [replace(entry, note="Newer", checked_on=date(2026, 11, 20)) for entry in load()]
    await desk.library.seed(newer)
    assert await desk.checked_on("line-nda") == TODAY
    assert await desk.checked_on("line-sands") is None
    await desk.library.seed([_with_other_numbers(entry) for entry in newer])
    assert await desk.checked_on("line-nda") is None
    assert await desk.checked_on("line-shout") is None


def _with_other_numbers(entry: Entry) -> Entry:
    if entry.key == "line-nda":
        return replace(entry, phone="0808 157 0142")
    return replace(entry, text="HELP to 60066") if entry.key == "line-shout" else entry


async def test_a_new_line_of_a_form_or_a_file_is_unchecked(desk: Desk) -> None:
    fields = {"title": "Local line", "phone": "01632 960123"}
    assert (await desk.editing.add(Kind.LINE, fields)).entry.checked_on is None
    line = Entry("line-new", Kind.LINE, "New", phone="01632 960123", checked_on=TODAY)
    told = await desk.editing.import_file(write_csv([line]), "library.csv")
    assert (told.new, told.hidden) == (1, ("New",))
    assert await desk.checked_on("line-new") is None


async def test_a_key_whose_kind_changes_and_changes_back_loses_its_check(desk: Desk) -> None:
    await desk.rung("line-nda")
    head = "key,kind,title,label,phone,checked_on\n"
    for row in ("resource,X,background", "line,X,"):
        data = f"{head}line-nda,{row},0808 2000 247,2026-11-21\n".encode()
        await desk.editing.import_file(data, "library.csv")
    assert await desk.checked_on("line-nda") is None


@pytest.mark.parametrize(
    ("stored", "given", "kept"),
    [
        ("2026-11-01", "2026-11-01", "2026-11-01"),
        ("2026-11-01", "2026-11-20", "2026-11-01"),
        ("2026-11-01", "2026-10-01", "2026-10-01"),
        ("2026-11-01", "", ""),
        ("", "2026-11-20", ""),
    ],
)
async def test_a_file_takes_the_check_of_a_number_away_and_never_makes_one(
    desk: Desk, stored: str, given: str, kept: str
) -> None:
    async with desk.database.transaction() as tx:
        await tx.execute(
            "UPDATE entries SET checked_on = ? WHERE key = 'line-nda'", (stored or None,)
        )
    row = f"line-nda,line,X,0808 2000 247,{given}"
    data = f"key,kind,title,phone,checked_on\n{row}\n".encode()
    told = await desk.editing.import_file(data, "library.csv")
    assert await desk.checked_on("line-nda") == (date.fromisoformat(kept) if kept else None)
    assert told.left_out == (given != kept)
    told = await desk.editing.import_file(data.replace(b"247", b"248"), "library.csv")
    assert (told.hidden, told.left_out) == (("X",), 0)
    assert await desk.checked_on("line-nda") is None


async def test_a_document_keeps_the_check_date_of_a_file(desk: Desk) -> None:
    data = b"key,kind,title,label,checked_on\nmis,resource,X,background,2026-11-20\n"
    await desk.editing.import_file(data, "library.csv")
    assert await desk.checked_on("mis") == date(2026, 11, 20)


async def test_other_changes_of_a_line_leave_its_check(desk: Desk) -> None:
    await desk.rung("line-nda")
    await desk.editing.edit(await desk.id_of("line-nda"), {"hours": "all day"})
    assert await desk.checked_on("line-nda") == TODAY
    line = replace(await desk.entry("line-nda"), note="Free", checked_on=TODAY)
    told = await desk.editing.import_file(write_json([line]), "library.json")
    assert (told.changed, told.hidden, told.left_out) == (1, (), 0)
    assert await desk.checked_on("line-nda") == TODAY


async def test_a_check_that_came_with_the_program_is_taken_from_databases_that_have_it(
    desk: Desk,
) -> None:
    step = (MIGRATIONS / "0009_unchecked_numbers.sql").read_text(encoding="utf-8")
    async with desk.database.transaction() as tx:
        await tx.execute("UPDATE entries SET checked_on = '2026-11-21' WHERE kind = 'line'")
        await tx.execute(step)
        rows = await tx.execute_fetchall(
            "SELECT key FROM entries WHERE kind = 'line' AND checked_on IS NULL ORDER BY key"
        )
    assert [row[0] for row in rows] == [
        "line-999",
        "line-childline",
        "line-mens-advice",
        "line-nda",
        "line-nhs111-mh",
        "line-samaritans",
    ]


@given(
    st.lists(
        st.tuples(
            st.booleans(),
            st.sampled_from(("edit", "csv", "json", "seed", "term")),
            st.sampled_from(NUMBERS),
        ),
        max_size=6,
    )
)
def test_a_number_counts_as_checked_only_while_it_is_the_one_that_somebody_rang(
    steps: Sequence[tuple[bool, str, str]],
) -> None:
    async def run() -> None:
        with tempfile.TemporaryDirectory() as folder:
            async with opened(Path(folder), NDA) as desk:
                rang = ""
                for rings, way, phone in steps:
                    if rings:
                        await desk.rung("line-nda")
                        rang = (await desk.entry("line-nda")).phone
                    await put_number(desk, way, phone)
                    entry = await desk.entry("line-nda")
                    rang = rang if entry.kind is Kind.LINE and entry.phone == rang else ""
                    assert rang or entry.kind is not Kind.LINE or entry.checked_on is None

    asyncio.run(run())


async def put_number(desk: Desk, way: str, phone: str) -> None:
    before = await desk.entry("line-nda")
    new = replace(before, phone=phone, kind=Kind.LINE, checked_on=TODAY)
    if way == "edit":
        await desk.editing.edit(await desk.id_of("line-nda"), {"phone": phone})
    elif way == "csv":
        await desk.editing.import_file(write_csv([new]), "library.csv")
    elif way == "json":
        await desk.editing.import_file(write_json([new]), "library.json")
    elif way == "seed":
        await desk.library.seed([new])
    else:
        await desk.editing.import_file(write_csv([replace(new, kind=Kind.TERM)]), "library.csv")
