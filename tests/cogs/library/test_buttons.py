"""Buttons, menus and forms that take the number of an entry, with numbers nobody gave them."""

from __future__ import annotations

from typing import Any

import pytest
from simcord import InteractionResult

from bot import modals, ui
from bot.content import load
from bot.domain.library import Kind
from bot.domain.support import always_shown
from bot.errors import SORRY
from bot.router import EXPIRED
from bot.ui import Interaction
from cogs.library import buttons
from db.database import fetchone
from tests.world import World, handed_back, said, text_of

FEATURES = ("resources", "jargon", "support")
HIDDEN = [
    number
    for entry in load()
    if not always_shown(entry)
    for number in (entry.phone, entry.text)
    if number
]
NUMBERS = {
    "a line": "line-nda",
    "a line for a need nobody can look at": "line-sands",
    "one of the first three": "line-samaritans",
    "a term": "term-atain",
    "an area": "area-former-frimley",
    "a document": "mnvp-faqs",
    "a retired entry": "line-pals",
}
SHOWN_BY = "test:1:numbers"
DEAD_NUMBER = 10**6


async def number_of(world: World, key: str) -> int:
    async with world.bot.database.reading() as tx:
        row = await fetchone(tx, "SELECT id FROM entries WHERE key = ?", (key,))
    return int(row[0]) if row else DEAD_NUMBER


async def checks(world: World) -> list[tuple[Any, ...]]:
    async with world.bot.database.reading() as tx:
        rows = await tx.execute_fetchall("SELECT key, checked_on FROM entries WHERE kind = 'line'")
    return [tuple(row) for row in rows]


def readers(world: World, prefixes: dict[str, Any]) -> list[str]:
    """Return what anybody may press or send."""
    kept = world.bot.router.for_coordinators
    return [each for each in prefixes if each.split(":")[0] in FEATURES and each not in kept]


async def send(world: World, item: Any) -> Any:
    channel = world.bot.get_partial_messageable(world.channels["general"].id)
    return await channel.send("forged", view=ui.view(item))


async def press(world: World, who: str, custom_id: str) -> InteractionResult:
    message = await send(world, ui.button("Forged", custom_id))
    return await world.people[who].click(message, label="Forged")


async def choose(world: World, who: str, prefix: str, value: str) -> InteractionResult:
    menu = ui.menu(f"{prefix}:0", "Forged", [(value, "Forged", None)])
    return await world.people[who].select(await send(world, menu), [value])


async def fill(world: World, who: str, custom_id: str, **fields: str) -> InteractionResult:
    async def show(interaction: Interaction, _arg: str) -> None:
        typed = [modals.text(name, name) for name in fields]
        await ui.show(interaction, modals.form("Forged", custom_id, *typed))

    world.bot.router.buttons[SHOWN_BY] = show
    shown = await press(world, who, f"{SHOWN_BY}:0")
    return await world.people[who].submit_modal(shown, fields)


def assert_answered(result: InteractionResult, what: str) -> None:
    """A sentence or a form answers; no number shows that nobody has rung."""
    assert result.acknowledged, what
    if result.modal is not None:
        return
    assert result.response is not None, what
    words = "\n".join(text_of(each) for each in (result.response, *result.followups))
    assert words.strip(), what
    assert SORRY not in words, what
    assert [number for number in HIDDEN if number in words] == [], what


@pytest.mark.long
@pytest.mark.parametrize("sort", [*NUMBERS, "no entry"])
async def test_whatever_number_a_reader_presses_no_check_is_made_and_no_hidden_number_shown(
    world: World, sort: str
) -> None:
    entry = await number_of(world, NUMBERS.get(sort, ""))
    if sort == "a retired entry":
        async with world.bot.database.transaction() as tx:
            await tx.execute("UPDATE entries SET retired = 1 WHERE id = ?", (entry,))
    before = await checks(world)
    pressed = readers(world, world.bot.router.buttons)
    assert {buttons.RIGHT, buttons.OPEN, buttons.WRONG, buttons.SHARE, buttons.MORE} <= {*pressed}
    assert {"jargon:1:another", "support:1:need"} <= {*pressed}
    for prefix in pressed:
        for arg in (f"{entry}", f"{entry}.0", f"0.{entry}"):
            assert_answered(await press(world, "ria", f"{prefix}:{arg}"), f"{prefix}:{arg}")
        assert_answered(await choose(world, "ria", prefix, str(entry)), f"{prefix} {entry}")
    for prefix in readers(world, world.bot.router.forms):
        sent = await fill(world, "ria", f"{prefix}:{entry}", why="Gone", query="x", title="T")
        assert_answered(sent, prefix)
    assert await checks(world) == before


async def test_a_forged_still_right_on_a_line_is_refused_with_the_reason(world: World) -> None:
    line = await number_of(world, "line-nda")
    told = said(await press(world, "ria", f"{buttons.RIGHT}:{line}"))
    assert "Coordinators check the numbers of support lines" in told
    assert "0808 2000 247" not in said(await world.slash("ria", "support", need="domestic abuse"))


async def test_the_menu_of_jargon_explains_words_and_areas_and_nothing_else(world: World) -> None:
    for key, shown in (("term-atain", True), ("line-nda", False), ("mnvp-faqs", False)):
        number = await number_of(world, key)
        told = said(await choose(world, "ria", "jargon:1:another", str(number)))
        assert ("no longer in the library" in told) is not shown


async def test_nothing_is_reported_about_what_is_the_same_for_everybody(world: World) -> None:
    for key in ("line-999", "line-maternity-triage"):
        number = await number_of(world, key)
        assert "nothing here to report" in said(
            await press(world, "ria", f"{buttons.WRONG}:{number}")
        )
        sent = await fill(world, "ria", f"{buttons.WRONG_FORM}:{number}", why="It is wrong")
        assert "nothing here to report" in said(sent)
        assert "It is wrong" in handed_back(sent)
    async with world.bot.database.reading() as tx:
        assert await tx.execute_fetchall("SELECT id FROM suggestions") == []


@pytest.mark.parametrize("where", ["became a line", "was retired"])
async def test_an_offer_is_answered_for_documents_only(world: World, where: str) -> None:
    await press(world, "ria", f"{buttons.VOLUNTEER}:0")
    await world.later(minutes=1)
    async with world.bot.database.transaction() as tx:
        [row] = await tx.execute_fetchall("SELECT id, entry FROM check_offers")
        change = "kind = 'line', label = NULL" if where == "became a line" else "retired = 1"
        await tx.execute(f"UPDATE entries SET {change} WHERE id = ?", (row["entry"],))
    ria = world.people["ria"].user
    await ria.click(ria.dm_channel.history()[-1], label="Still right")
    async with world.bot.database.reading() as tx:
        [entry] = await tx.execute_fetchall(
            "SELECT checked_on FROM entries WHERE id = ?", (row["entry"],)
        )
    assert entry["checked_on"] is None


async def test_somebody_elses_offer_opens_no_form(world: World) -> None:
    await press(world, "ria", f"{buttons.VOLUNTEER}:0")
    await world.later(minutes=1)
    told = said(await press(world, "rob", f"{buttons.OFFER_WRONG}:1"))
    assert "offered to somebody else" in told


async def test_a_form_or_topic_that_there_never_was_is_answered_as_an_old_button(
    world: World,
) -> None:
    line = await number_of(world, "line-nda")
    assert EXPIRED in said(await press(world, "carol", f"{buttons.EDIT}:{line}.7"))
    assert EXPIRED in said(await press(world, "ria", f"{buttons.TOPIC_PAGE}:99.0"))
    sent = await fill(world, "carol", f"{buttons.EDIT_FORM}:{line}.7", title="Other")
    assert EXPIRED in said(sent)


async def test_a_form_of_another_kind_changes_no_field_that_it_did_not_have(world: World) -> None:
    line = await number_of(world, "line-nda")
    await fill(world, "carol", f"{buttons.EDIT_FORM}:{line}.0", title="Refuge", about="Other")
    async with world.bot.database.reading() as tx:
        [row] = await tx.execute_fetchall("SELECT * FROM entries WHERE id = ?", (line,))
    assert (row["title"], row["phone"]) == ("Refuge", "0808 2000 247")


@pytest.mark.long
@pytest.mark.parametrize("sort", [*NUMBERS, "no entry"])
async def test_whatever_number_a_coordinator_presses_she_is_answered(
    world: World, sort: str
) -> None:
    entry = await number_of(world, NUMBERS.get(sort, ""))
    for prefix in sorted(world.bot.router.for_coordinators):
        if not prefix.startswith("resources:"):
            continue
        for arg in (f"{entry}", f"{entry}.0", f"{entry}.9", Kind.LINE.value):
            if prefix in world.bot.router.forms:
                result = await fill(world, "carol", f"{prefix}:{arg}", title="T")
            else:
                result = await press(world, "carol", f"{prefix}:{arg}")
            assert result.acknowledged, prefix
            if result.modal is None:
                assert SORRY not in said(result), prefix
        chosen = await choose(world, "carol", buttons.REVIEW_CHOSEN, str(entry))
        assert SORRY not in said(chosen)
