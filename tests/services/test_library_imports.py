"""Files for the library: looked at first, taken in whole, and taken back for a day."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.errors import UserError
from bot.domain.library import Kept
from bot.domain.library_files import text_mark
from bot.services.library_imports import CHANGED_SINCE, GONE, TOO_LATE
from db.privacy import delete_old
from tests.fakes import START, Clock
from tests.services.library_services import Desk, opened

TITLES = b"key,title\nmis,Another title\nterm-lmns,Another name\n"
NEW = b"key,kind,title,label\na-new-one,resource,A quokka handbook,background\n"


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with opened(tmp_path) as made:
        yield made


async def kept(desk: Desk, key: str) -> Kept:
    found = await desk.editing.named(key)
    assert found is not None
    return found


@pytest.mark.long
async def test_nothing_is_imported_while_it_is_only_looked_at(desk: Desk) -> None:
    before = await desk.imports.export()
    planned = await desk.imports.look(TITLES, "x.csv")
    assert (planned.told.new, planned.told.changed) == (0, 2)
    assert [field.after for field in planned.told.fields] == ["Another title", "Another name"]
    assert await desk.imports.export() == before
    await desk.imports.discard(planned.number)
    with pytest.raises(UserError, match=GONE):
        await desk.imports.take(planned.number, planned.mark, day_first=True)
    assert await desk.imports.export() == before


@pytest.mark.long
async def test_what_would_do_something_else_by_now_is_looked_at_once_more(desk: Desk) -> None:
    planned = await desk.imports.look(TITLES, "x.csv")
    await desk.editing.edit((await kept(desk, "mis")).id, {"title": "Ours meanwhile"})
    with pytest.raises(UserError, match=CHANGED_SINCE[:40]):
        await desk.imports.take(planned.number, planned.mark, day_first=True)
    assert (await desk.entry("mis")).title == "Ours meanwhile"


@pytest.mark.long
async def test_what_somebody_changed_elsewhere_meanwhile_stays(desk: Desk) -> None:
    planned = await desk.imports.look(TITLES, "x.csv")
    await desk.editing.edit((await kept(desk, "mis")).id, {"note": "Ours meanwhile"})
    await desk.imports.take(planned.number, planned.mark, day_first=True)
    entry = await desk.entry("mis")
    assert (entry.title, entry.note) == ("Another title", "Ours meanwhile")


@pytest.mark.long
async def test_an_import_that_is_undone_leaves_everything_as_it_was(desk: Desk) -> None:
    before = await desk.imports.export()
    untouched = await kept(desk, "mis")
    for data in (TITLES, NEW):
        await desk.bring_in(data, "x.csv")
    assert (await desk.library.find("quokka")).found
    for _ in range(2):
        number = await desk.imports.last()
        assert number is not None
        await desk.imports.undo(number)
        with pytest.raises(UserError, match=TOO_LATE[:30]):
            await desk.imports.undo(number)
    assert await desk.imports.export() == before
    assert await kept(desk, "mis") == untouched
    assert not (await desk.library.find("quokka")).found
    assert await desk.imports.last() is None


@pytest.mark.long
async def test_what_was_changed_after_an_import_stays_when_it_is_undone(desk: Desk) -> None:
    await desk.bring_in(TITLES, "x.csv")
    await desk.editing.edit((await kept(desk, "mis")).id, {"note": "Ours since"})
    await desk.editing.edit((await kept(desk, "term-lmns")).id, {"title": "Ours since"})
    number = await desk.imports.last()
    assert number is not None
    told = await desk.imports.undo(number)
    assert told.changed == 1
    entry = await desk.entry("mis")
    assert (entry.title != "Another title", entry.note) == (True, "Ours since")
    assert (await desk.entry("term-lmns")).title == "Ours since"


@pytest.mark.long
async def test_what_was_new_and_reported_since_is_retired_and_not_lost(desk: Desk) -> None:
    await desk.bring_in(NEW, "x.csv")
    await desk.editing.report(7, (await kept(desk, "a-new-one")).id, "It is gone")
    number = await desk.imports.last()
    assert number is not None
    await desk.imports.undo(number)
    assert (await desk.entry("a-new-one")).retired
    assert not (await desk.library.find("quokka")).found


@pytest.mark.long
async def test_a_number_that_comes_back_by_undoing_is_unchecked(desk: Desk) -> None:
    await desk.rung("line-nda")
    old = (await desk.entry("line-nda")).phone
    await desk.bring_in(b"key,phone\nline-nda,0808 157 0142\n", "x.csv")
    number = await desk.imports.last()
    assert number is not None
    told = await desk.imports.undo(number)
    assert told.hidden == ("National Domestic Abuse Helpline (Refuge)",)
    entry = await desk.entry("line-nda")
    assert (entry.phone, entry.checked_on) == (old, None)


@pytest.mark.long
async def test_a_check_made_after_an_import_stays_when_it_is_undone(desk: Desk) -> None:
    await desk.bring_in(b"key,hours\nline-nda,day and night\n", "x.csv")
    await desk.rung("line-nda")
    number = await desk.imports.last()
    assert number is not None
    await desk.imports.undo(number)
    entry = await desk.entry("line-nda")
    assert (entry.hours, entry.checked_on) == ("24 hours, free", START.date())


@pytest.mark.long
async def test_after_a_day_it_can_no_longer_be_undone_and_is_forgotten(desk: Desk) -> None:
    await desk.bring_in(TITLES, "x.csv")
    number = await desk.imports.last()
    assert number is not None
    clock = desk.imports._now
    assert isinstance(clock, Clock)
    clock.at += timedelta(days=1, seconds=1)
    assert await desk.imports.last() is None
    with pytest.raises(UserError, match=TOO_LATE[:30]):
        await desk.imports.undo(number)
    async with desk.database.transaction() as tx:
        await delete_old(tx, int(clock.at.timestamp()))
        assert await tx.execute_fetchall("SELECT 1 FROM imports") == []


@pytest.mark.long
async def test_days_with_two_readings_are_asked_about_before_anything_else(desk: Desk) -> None:
    planned = await desk.imports.look(b"key,checked_on\nmis,4/5/2026\n", "x.csv")
    assert [each.cell for each in planned.unclear] == ["4/5/2026"]
    again = await desk.imports.look_again(planned.number, day_first=False)
    await desk.imports.take(again.number, again.mark, day_first=False)
    assert str(await desk.checked_on("mis")) == "2026-04-05"


async def test_two_coordinators_in_one_entry_write_only_what_each_changed(desk: Desk) -> None:
    one = await kept(desk, "mis")
    shown = {name: text_mark(getattr(one.entry, name)) for name in ("title", "about", "note")}
    form = {name: getattr(one.entry, name) for name in shown}
    await desk.editing.edit(one.id, form | {"note": "The first one's note"}, shown)
    second = await desk.editing.edit(one.id, form | {"about": "The second one's"}, shown)
    assert second.overtaken == {}
    assert second.kept.entry == replace(
        one.entry, note="The first one's note", about="The second one's"
    )
    third = await desk.editing.edit(one.id, form | {"note": "The third one's note"}, shown)
    assert third.overtaken == {"note": "The first one's note"}
    assert third.kept.entry.note == "The third one's note"


async def test_a_number_rung_while_a_form_was_open_stays_checked(desk: Desk) -> None:
    line = await kept(desk, "line-nda")
    shown = {name: text_mark(getattr(line.entry, name)) for name in ("title", "phone", "hours")}
    form = {name: getattr(line.entry, name) for name in shown}
    await desk.editing.edit(line.id, {"phone": "0808 157 0142"})
    await desk.rung("line-nda")
    await desk.editing.edit(line.id, form | {"hours": "day and night"}, shown)
    entry = await desk.entry("line-nda")
    assert (entry.phone, entry.checked_on) == ("0808 157 0142", START.date())
