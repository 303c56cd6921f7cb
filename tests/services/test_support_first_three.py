"""999, NHS 111 option 2 and Samaritans: nothing edited, imported or stored takes their place."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import io
import json
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import db.library as rows
from bot.content import load
from bot.domain.errors import UserError
from bot.domain.library import COLUMNS, Kind
from bot.domain.support import FIRST, FIRST_KEYS, NEEDS, SHOWN, STAY_AS_THEY_ARE
from bot.services.support import Support
from cogs.library.support_text import answer
from tests.fakes import START
from tests.services.library_services import Desk, opened

TODAY = START.date()
BEGINNING = """\
**999**: a life in danger, now.
**111, then option 2** (NHS): a mental health crisis, day and night.
**116 123** (Samaritans): to talk, day and night; or jo@samaritans.org."""
WRONG = ("12345", "0808 157 0142", "Call somebody else", "resource", "yes")
KEYS = (*FIRST_KEYS, "line-nda", "line-new", "mis")
FEW = [entry for entry in load() if entry.key in KEYS]
CELLS = st.sampled_from((*WRONG, "", "term", "line", "background", "https://example.org"))
ROW = st.fixed_dictionaries(
    {"key": st.sampled_from(KEYS), "kind": st.sampled_from(list(Kind)), "title": CELLS},
    optional={name: CELLS for name in COLUMNS if name not in ("key", "kind", "title")},
)
ACTION = st.tuples(
    st.sampled_from(("edit", "csv", "json", "retire", "add", "store", "empty", "seed")),
    st.lists(ROW, min_size=1, max_size=3),
)


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path) as made:
        yield made


def table(given: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    names = list(dict.fromkeys(name for row in given for name in row))
    writer = csv.DictWriter(out, names)
    writer.writeheader()
    writer.writerows(given)
    return out.getvalue().encode()


async def act(desk: Desk, kind: str, given: list[dict[str, str]]) -> None:
    row = given[0]
    if kind == "csv":
        await desk.bring_in(table(given), "library.csv")
    elif kind == "json":
        await desk.bring_in(json.dumps(given).encode(), "library.json")
    elif kind == "seed":
        await desk.library.seed(FEW)
    elif kind == "add":
        await desk.editing.add(Kind(row["kind"]), {**row, "key": row["key"]})
    elif kind == "empty":
        async with desk.database.transaction() as tx:
            await tx.execute("DELETE FROM entries")
    elif (kept := await desk.editing.named(row["key"])) is not None:
        await change(desk, kind, kept.id, row)


async def change(desk: Desk, kind: str, entry: int, row: dict[str, str]) -> None:
    if kind == "edit":
        await desk.editing.edit(entry, row)
    elif kind == "retire":
        await desk.editing.retire(entry)
    else:
        async with desk.database.transaction() as tx:
            await tx.execute(
                "UPDATE entries SET title = ?, phone = ?, about = ?, text = ? WHERE id = ?",
                (*WRONG[:3], WRONG[0], entry),
            )


async def assert_right(desk: Desk, need: str) -> None:
    support = Support(desk.database, desk.library)
    for asked in (False, True):
        lines = await support.lines(all_of_them=asked)
        shown = answer(lines, need if asked else None, TODAY, asked=asked)
        assert str(shown.parts[0]).startswith(BEGINNING)
    for first in FIRST:
        words = await desk.first_card(first.key)
        assert not words or f"**{first.phone}**" in words
        assert not any(wrong in words for wrong in WRONG[:3])


@pytest.mark.long
@settings(suppress_health_check=list(HealthCheck))
@given(st.lists(ACTION, min_size=1, max_size=6), st.sampled_from(list(NEEDS)))
def test_whatever_is_done_to_the_library_the_three_stand_first_and_right(
    actions: list[tuple[str, list[dict[str, str]]]], need: str
) -> None:
    async def run() -> None:
        with tempfile.TemporaryDirectory() as folder:
            async with opened(Path(folder), FEW) as desk:
                for kind, given in actions:
                    with contextlib.suppress(UserError):
                        await act(desk, kind, given)
                    await assert_right(desk, need)

    asyncio.run(run())


@pytest.mark.parametrize("key", FIRST_KEYS)
@pytest.mark.parametrize("field", SHOWN)
async def test_a_form_that_changes_what_they_show_is_refused_with_the_reason(
    desk: Desk, key: str, field: str
) -> None:
    kept = await desk.editing.named(key)
    assert kept is not None
    other = {"kind": "term", "retired": "yes", "needs": "money"}.get(field, "https://example.org")
    with pytest.raises(UserError, match=STAY_AS_THEY_ARE) as refused:
        await desk.editing.edit(kept.id, {field: other})
    assert f"this would change: {field}" in str(refused.value)


async def test_words_to_search_for_may_be_added_to_them(desk: Desk) -> None:
    kept = await desk.editing.named("line-samaritans")
    assert kept is not None
    await desk.editing.edit(kept.id, {"words": "quokka"})
    assert (await desk.library.find("quokka")).found[0].id == kept.id


@pytest.mark.long
@pytest.mark.parametrize("form", ["csv", "json"])
async def test_an_export_comes_back_with_them_unchanged_and_not_with_them_changed(
    desk: Desk, form: str
) -> None:
    exported = dict(zip(("csv", "json"), await desk.imports.export(), strict=True))[form]
    await desk.bring_in(exported, f"library.{form}")
    place = {"csv": "line", "json": "entry"}[form]
    for before, after in ((b"116 123", b"116 124"), (b"Samaritans", b"Somebody else")):
        changed = exported.replace(before, after)
        assert changed != exported
        with pytest.raises(UserError, match=rf"{place} \d+: {STAY_AS_THEY_ARE}"):
            await desk.bring_in(changed, f"library.{form}")
    assert (await desk.imports.export())[form == "json"] == exported


@pytest.mark.parametrize(
    ("row", "named"),
    [
        ("line-999,line,Emergency services,0808 157 0142,", "phone"),
        ("line-999,line,Emergency services,,", "phone"),
        ("line-samaritans,line,Call somebody else,116 123,", "title"),
        ("line-samaritans,term,Samaritans,116 123,", "kind"),
        ("line-nhs111-mh,resource,NHS 111,111,", "kind, title, phone"),
        ('line-999,line,Emergency services,999,"yes"', "retired"),
    ],
)
async def test_a_row_that_changes_them_is_refused_by_line_and_nothing_is_imported(
    desk: Desk, row: str, named: str
) -> None:
    data = f"key,kind,title,phone,retired\nterm-new,term,New,,\n{row}\n".encode()
    with pytest.raises(UserError) as refused:
        await desk.bring_in(data, "library.csv")
    assert f"line 3: {STAY_AS_THEY_ARE} (this would change: {named})" in str(refused.value)
    assert await desk.editing.named("term-new") is None


async def test_columns_that_are_not_there_change_nothing_of_them(desk: Desk) -> None:
    data = b"key,kind,title,retired\nline-samaritans,line,Samaritans,no\n"
    await desk.bring_in(data, "library.csv")
    assert "**116 123**" in await desk.first_card("line-samaritans")


@pytest.mark.long
async def test_a_new_version_puts_right_what_an_earlier_one_let_coordinators_change(
    desk: Desk,
) -> None:
    async with desk.database.transaction() as tx:
        await tx.execute(
            "UPDATE entries SET phone = '12345', title = 'Zebra', retired = 1, touched = 1"
            " WHERE key = 'line-999'"
        )
        await tx.execute(
            "UPDATE entries SET kind = 'resource', label = 'background', touched = 1"
            " WHERE key = 'line-samaritans'"
        )
        await tx.execute("DELETE FROM entries WHERE key = 'line-nhs111-mh'")
    assert await desk.library.seed(load()) == len(FIRST)
    async with desk.database.reading() as tx:
        stored = await tx.execute_fetchall(
            "SELECT key, kind, title, phone, retired FROM entries WHERE key IN (?, ?, ?)"
            " ORDER BY phone",
            FIRST_KEYS,
        )
        lines = {kept.entry.key for kept in await rows.of_kind(tx, Kind.LINE)}
    assert [tuple(row) for row in stored] == [
        ("line-nhs111-mh", "line", "NHS 111, mental health option", "111, then option 2", 0),
        ("line-samaritans", "line", "Samaritans", "116 123", 0),
        ("line-999", "line", "Emergency services", "999", 0),
    ]
    assert lines >= set(FIRST_KEYS)
    assert (await desk.library.find("emergency services")).found[0].entry.key == "line-999"
    assert await desk.library.seed(load()) == 0


async def test_a_wrong_title_that_is_stored_is_offered_nowhere_while_somebody_types(
    desk: Desk,
) -> None:
    async with desk.database.transaction() as tx:
        await tx.execute("UPDATE entries SET title = 'X' WHERE key = 'line-samaritans'")
        await tx.execute("UPDATE entries SET see = 'line-samaritans' WHERE key = 'mis'")
    assert "Samaritans" in [one.title for one in await desk.library.suggest("samarit")]
    kept = await desk.editing.named("mis")
    assert kept is not None
    assert [one.title for one in (await desk.library.card(kept)).see] == ["Samaritans"]


async def test_a_new_entry_never_takes_one_of_their_keys(desk: Desk) -> None:
    async with desk.database.transaction() as tx:
        await tx.execute("DELETE FROM entries")
    added = await desk.editing.add(Kind.LINE, {"title": "NHS111 MH"})
    assert added.entry.key == "line-nhs111-mh-2"
