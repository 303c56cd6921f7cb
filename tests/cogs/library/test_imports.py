"""`/resource import`: what a file would do is shown, then done, and undone for a day."""

from __future__ import annotations

import pytest

from bot.router import split_id
from tests import odd
from tests.cogs.library.library_steps import brought_in, library, to_change
from tests.world import World, labels, parts_of, said

FEWER = b"key,title,note\nppv-expenses,Expenses and payments,\n"
NEW = b"key,kind,title,label,about\na-new-one,resource,Quokka handbook,background,About quokkas\n"


async def looked(world: World, data: bytes, who: str = "carol") -> str:
    return said(await world.slash(who, "resource import", file=("x.csv", data)))


async def test_the_preview_says_what_would_be_emptied_before_what_would_change(
    world: World,
) -> None:
    preview = await world.slash("carol", "resource import", file=("x.csv", FEWER))
    told = said(preview)
    assert "Nothing is imported yet" in told
    assert "**0 new** and **1 changed**" in told
    assert told.index("**1 field would be emptied**: note of") < told.index("title: ")
    assert labels(preview.response) == ["Import now", "Discard"]
    await world.press("carol", preview.response, "Discard")
    assert "Nothing was imported" in said(preview)
    assert "Reimbursing expenses" in said(
        await world.slash("ria", "resource find", query="ppv-expenses")
    )


@pytest.mark.long
async def test_only_what_the_file_mentions_is_changed_and_a_day_long_it_can_be_undone(
    world: World,
) -> None:
    before = said(await to_change(world, "ppv-expenses"))
    _, taken = await brought_in(world, b"key,title\nppv-expenses,Expenses and payments\n")
    assert "Imported: 0 new, 1 changed" in said(taken)
    now = said(await to_change(world, "ppv-expenses"))
    assert "Expenses and payments" in now
    assert now.split("\n")[1:] == before.split("\n")[1:]
    undone = await library(world, "Undo the import")
    assert "Undone: 0 taken out again, 1 as before." in said(undone)
    assert said(await to_change(world, "ppv-expenses")) == before
    assert "Undo the import" not in labels((await library(world)).response)


@pytest.mark.long
async def test_what_was_looked_at_is_imported_after_a_restart_and_only_once(world: World) -> None:
    preview = await world.slash("carol", "resource import", file=("x.csv", NEW))
    assert "New: Quokka handbook." in said(preview)
    await world.restart()
    assert preview.response is not None
    again = parts_of(preview.response)[-2]["custom_id"]
    taken = await world.press("carol", preview.response, "Import now")
    assert "Imported: 1 new" in said(taken)
    assert labels(preview.response) == ["Undo the import"]
    prefix, arg = split_id(again)
    twice = await odd.press(world, world.people["carol"], prefix, arg)
    assert "no longer waiting" in said(twice)
    assert "Quokka handbook" in said(await world.slash("ria", "resource find", query="quokka"))
    await world.later(days=1, minutes=1)
    assert "Undo the import" not in labels((await library(world)).response)


@pytest.mark.long
async def test_days_that_a_spreadsheet_may_have_turned_round_are_asked_about(world: World) -> None:
    data = b"key,checked_on\nmis,4/5/2026\nmnvp-faqs,6/5/2026\n"
    asked = await world.slash("carol", "resource import", file=("x.csv", data))
    assert "What is 4/5/2026 (line 2 and 1 more)?" in said(asked)
    assert labels(asked.response) == ["4 May 2026", "5 April 2026", "Discard"]
    preview = await world.press("carol", asked.response, "5 April 2026")
    assert labels(asked.response) == ["Import now", "Discard"]
    assert "2026-04-05" in said(preview)
    assert "2026-05-06" not in said(preview)
    taken = await world.press("carol", preview.response, "Import now")
    assert "2 changed" in said(taken)


async def test_a_file_that_swallows_rows_is_refused_and_nothing_waits(world: World) -> None:
    told = await looked(world, b'key,kind,title,about\nb,term,B,"About\nc,term,C,About\n')
    assert "line 2: a quotation mark is opened there and never closed" in told
    async with world.bot.database.reading() as tx:
        assert list(await tx.execute_fetchall("SELECT 1 FROM imports")) == []


async def test_a_title_from_a_file_is_shown_as_text_in_the_preview_too(world: World) -> None:
    title = b"[Your NHS page](https://example.net/x) @everyone ||x||"
    told = await looked(world, NEW.replace(b"Quokka handbook", title))
    assert "](https" not in told
    assert r"\|\|x\|\|" in told


async def test_who_is_no_coordinator_imports_nothing(world: World) -> None:
    assert "coordinators" in await looked(world, NEW, "ria")
