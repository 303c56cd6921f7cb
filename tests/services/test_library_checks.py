"""A changed number is unchecked, whichever way it was changed; no file makes a check."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.content import load
from bot.domain.errors import UserError
from bot.domain.library import Entry, Kind, numbers_mark, say_checked
from bot.domain.library_files import write_csv, write_json
from bot.domain.support import number_shown
from cogs.library.text import at_the_desk
from db.migrate import MIGRATIONS
from tests.fakes import START
from tests.services.library_services import Desk, opened

TODAY = START.date()
NDA = [entry for entry in load() if entry.key == "line-nda"]
NUMBERS = ("0808 2000 247", "0808 157 0142")


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path) as made:
        yield made


@pytest.mark.long
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


@pytest.mark.long
async def test_a_new_line_of_a_form_or_a_file_is_unchecked(desk: Desk) -> None:
    fields = {"title": "Local line", "phone": "01632 960123"}
    assert (await desk.editing.add(Kind.LINE, fields)).entry.checked_on is None
    line = Entry("line-new", Kind.LINE, "New", phone="01632 960123", checked_on=TODAY)
    told = await desk.bring_in(write_csv([line]), "library.csv")
    assert (told.new, told.hidden) == (1, ("New",))
    assert await desk.checked_on("line-new") is None


@pytest.mark.long
async def test_a_key_whose_kind_changes_and_changes_back_loses_its_check(desk: Desk) -> None:
    await desk.rung("line-nda")
    head = "key,kind,title,label,phone,checked_on\n"
    for row in (f"resource,{NDA[0].title},background", f"line,{NDA[0].title},"):
        data = f"{head}line-nda,{row},0808 2000 247,2026-11-21\n".encode()
        await desk.bring_in(data, "library.csv")
    assert await desk.checked_on("line-nda") is None


@pytest.mark.long
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
    row = f"line-nda,line,{NDA[0].title},0808 2000 247,{given}"
    data = f"key,kind,title,phone,checked_on\n{row}\n".encode()
    told = await desk.bring_in(data, "library.csv")
    assert await desk.checked_on("line-nda") == (date.fromisoformat(kept) if kept else None)
    assert told.left_out == (given != kept)
    told = await desk.bring_in(data.replace(b"247", b"248"), "library.csv")
    assert (told.hidden, told.left_out) == ((NDA[0].title,), 0)
    assert await desk.checked_on("line-nda") is None


@pytest.mark.long
async def test_a_document_keeps_the_check_date_of_a_file(desk: Desk) -> None:
    data = b"key,kind,title,label,checked_on\nmis,resource,X,background,2026-11-20\n"
    await desk.bring_in(data, "library.csv")
    assert await desk.checked_on("mis") == date(2026, 11, 20)


@pytest.mark.long
async def test_other_changes_of_a_line_leave_its_check(desk: Desk) -> None:
    await desk.rung("line-nda")
    await desk.editing.edit(await desk.id_of("line-nda"), {"hours": "all day"})
    assert await desk.checked_on("line-nda") == TODAY
    line = replace(await desk.entry("line-nda"), note="Free", checked_on=TODAY)
    told = await desk.bring_in(write_json([line]), "library.json")
    assert (told.changed, told.hidden, told.left_out) == (1, (), 0)
    assert await desk.checked_on("line-nda") == TODAY


async def test_no_check_of_a_number_from_an_earlier_version_is_believed_nor_a_day_to_come(
    desk: Desk,
) -> None:
    step = (MIGRATIONS / "0009_unchecked_numbers.sql").read_text(encoding="utf-8")
    days = {"mis": "2999-01-01", "mnvp-faqs": "2020-02-01", "term-mnvp": "21/11/2026"}
    async with desk.database.transaction() as tx:
        await tx.execute("UPDATE entries SET checked_on = '2020-02-01' WHERE kind = 'line'")
        for key, day in days.items():
            await tx.execute("UPDATE entries SET checked_on = ? WHERE key = ?", (day, key))
        await tx.execute(step)
        rows = await tx.execute_fetchall("SELECT key FROM entries WHERE checked_on IS NOT NULL")
    assert [row[0] for row in rows] == ["mnvp-faqs"]


@pytest.mark.long
@pytest.mark.parametrize("way", ["button", "csv", "json", "seed"])
async def test_a_line_that_comes_back_is_unchecked(desk: Desk, way: str) -> None:
    await desk.rung("line-nda")
    shown = await desk.entry("line-nda")
    number = await desk.id_of("line-nda")
    if way == "seed":
        async with desk.database.transaction() as tx:
            await tx.execute("UPDATE entries SET retired = 1 WHERE id = ?", (number,))
        await desk.library.seed([shown])
    else:
        await desk.editing.retire(number)
        assert await desk.checked_on("line-nda") == TODAY
    if way == "button":
        await desk.editing.retire(number, retired=False)
    elif way != "seed":
        data = write_csv([shown]) if way == "csv" else write_json([shown])
        await desk.bring_in(data, f"library.{way}")
    entry = await desk.entry("line-nda")
    assert (entry.retired, entry.checked_on) == (False, None)


@pytest.mark.long
@pytest.mark.parametrize("way", ["form", "csv", "json", "seed"])
async def test_a_number_under_another_name_is_unchecked(desk: Desk, way: str) -> None:
    await desk.rung("line-nda")
    renamed = replace(await desk.entry("line-nda"), title="Somebody else's line")
    if way == "form":
        await desk.editing.edit(await desk.id_of("line-nda"), {"title": renamed.title})
    elif way == "seed":
        await desk.library.seed([renamed])
    else:
        data = write_csv([renamed]) if way == "csv" else write_json([renamed])
        told = await desk.bring_in(data, f"library.{way}")
        assert told.hidden == (renamed.title,)
    entry = await desk.entry("line-nda")
    assert (entry.title, entry.checked_on) == (renamed.title, None)


async def test_a_card_with_another_name_makes_no_check(desk: Desk) -> None:
    mark = numbers_mark(await desk.entry("line-nda"))
    number = await desk.id_of("line-nda")
    await desk.editing.edit(number, {"title": "Somebody else's line"})
    with pytest.raises(UserError, match="nothing was marked as checked"):
        await desk.editing.checked(number, mark)


@pytest.mark.parametrize(("column", "stored"), [("phone", "ring us"), ("text", "8.5258E+04")])
async def test_what_is_no_number_is_never_marked_as_checked(
    desk: Desk, column: str, stored: str
) -> None:
    async with desk.database.transaction() as tx:
        await tx.execute(f"UPDATE entries SET {column} = ? WHERE key = 'line-nda'", (stored,))
    with pytest.raises(UserError, match="Press `Change the number`"):
        await desk.rung("line-nda")
    assert await desk.checked_on("line-nda") is None


@pytest.mark.long
@pytest.mark.parametrize("day", ["21/11/2026", "soon", "2026-11-31", ""])
async def test_a_day_that_cannot_be_read_is_none_and_stops_nothing(desk: Desk, day: str) -> None:
    async with desk.database.transaction() as tx:
        await tx.execute("UPDATE entries SET checked_on = ?, gathered_on = ?", (day, day))
    entry = await desk.entry("line-nda")
    assert (entry.checked_on, entry.gathered_on) == (None, None)
    assert (await desk.library.find("domestic abuse")).found
    assert await desk.library.suggest("domestic")
    await desk.library.seed(NDA)
    await desk.checks.plan_reminders()


async def test_a_check_on_a_day_to_come_is_none(desk: Desk) -> None:
    async with desk.database.transaction() as tx:
        await tx.execute("UPDATE entries SET checked_on = '2026-11-22' WHERE key = 'line-nda'")
    entry = await desk.entry("line-nda")
    assert not number_shown(entry, TODAY)
    assert number_shown(entry, date(2026, 11, 22))
    assert say_checked(entry, TODAY) == say_checked(NDA[0], TODAY)
    [kept] = await desk.library.several([await desk.id_of("line-nda")])
    assert "never checked" in at_the_desk(await desk.library.card(kept), TODAY, "")
    assert "0808 2000 247" not in await desk.first_card("line-nda")


@pytest.mark.long
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
        await desk.bring_in(write_csv([new]), "library.csv")
    elif way == "json":
        await desk.bring_in(write_json([new]), "library.json")
    elif way == "seed":
        await desk.library.seed([new])
    else:
        await desk.bring_in(write_csv([replace(new, kind=Kind.TERM)]), "library.csv")
