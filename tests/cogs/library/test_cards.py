"""However much the library holds, an answer stays short enough to be read and to be sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.cards import Card as ScreenCard
from bot.cards import Line, Section
from bot.domain.library import Entry, Kept, Kind, Label
from bot.domain.support import FIRST, FIRST_KEYS, for_need
from bot.domain.urgent_text import urgent_line, urgent_words
from bot.services.library import Card
from bot.ui import MESSAGE_LIMIT
from cogs.library import text
from cogs.library.cards import card, is_address
from cogs.library.support_text import MOST_LINES, answer, further, has_further
from tests.world import World, said

TODAY = date(2026, 11, 21)


def lines(count: int) -> list[Entry]:
    return [
        Entry(f"local-{n}", Kind.LINE, f"Line {n:04}.", url="https://example.org", needs="money")
        for n in range(count)
    ]


def texts(shown: ScreenCard) -> list[str]:
    """Return what a card says, part by part."""
    parts = (part for part in shown.parts if not isinstance(part, Line))
    return [part.text if isinstance(part, Section) else str(part) for part in parts]


@pytest.mark.long
@pytest.mark.parametrize(("count", "more"), [(3, 0), (4, 1), (8000, 8)])
def test_a_need_shows_the_three_most_fitting_lines_and_more_the_next(count: int, more: int) -> None:
    known = lines(count)
    known[-1] = replace(known[-1], core=True)
    first, *shown = texts(answer(known, "money", TODAY, asked=True))
    assert first == urgent_words()
    listed = [one.key for one in known if any(f"**{one.title}**" in words for words in shown)]
    assert set(listed) == {one.key for one in for_need(known, "money")[:MOST_LINES]}
    assert known[-1].key in listed
    assert has_further(known, "money") is bool(more)
    others = list(filter(None, texts(further(known, "money", TODAY))))
    assert len([words for words in others if words.startswith("**Line")]) == more
    assert ("finds the others" in others[-1]) is (count > 11)


def test_why_numbers_are_hidden_is_said_once() -> None:
    known = [replace(one, phone="0808 157 0142") for one in lines(20)]
    shown = "\n".join(texts(answer(known, "money", TODAY, asked=True)))
    assert shown.count("**Line") == MOST_LINES
    assert shown.count("Numbers that nobody has checked") == 1
    assert "0808 157 0142" not in shown


def test_a_term_names_three_newer_and_older_ones_and_counts_the_others() -> None:
    entry = Entry("term-x", Kind.TERM, "X", about="Something")
    named = tuple(f"Name {n}" for n in range(70))
    shown = card(Card(Kept(1, entry), named, named), TODAY)
    assert "Now: **Name 0; Name 1; Name 2 and 67 more**." in shown
    assert "Older name: Name 0, Name 1, Name 2 and 67 more." in shown


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org",
        "https://x.example:port/",
        "https://example.org/" + "é" * 200,
        "example.org",
        "",
    ],
)
def test_an_address_that_discord_would_refuse_gets_no_button(url: str) -> None:
    assert not is_address(url)
    known = [replace(one, url=url) for one in lines(1)]
    assert texts(answer(known, "money", TODAY, asked=True))[-1] == "**Line 0000.**: "


def test_a_document_names_three_of_what_replaced_it() -> None:
    entry = Entry("x", Kind.RESOURCE, "X", label=Label.PAST_POLICY)
    shown = card(Card(Kept(1, entry), tuple("abcd")), TODAY)
    assert "replaced by: a; b; c and 1 more" in shown


def test_a_reminder_of_many_numbers_with_long_names_fits_into_a_message() -> None:
    known = [replace(one, title=f"{n:02}{'*' * 178}") for n, one in enumerate(lines(15))]
    told = text.running_out([*known, *FIRST], TODAY, TODAY)
    assert "and 3 more" in told
    assert "Samaritans" in told
    assert len(told) < MESSAGE_LIMIT


@pytest.mark.long
async def test_the_reminder_of_fifteen_long_names_arrives(world: World) -> None:
    async with world.bot.database.transaction() as tx:
        await tx.execute(
            "UPDATE entries SET checked_on = '2026-11-21', title = key || ' ' || hex(zeroblob(80))"
            f" WHERE kind = 'line' AND key NOT IN {FIRST_KEYS}"
        )
    await world.restart()
    await world.later(days=77)
    reminders = [m for m in world.texts(world.channels["review"]) if "hide themselves" in m]
    assert len(reminders) == 1
    assert " more." in reminders[0]


async def test_support_has_more_where_the_lines_are_many(world: World) -> None:
    async with world.bot.database.transaction() as tx:
        await tx.execute("UPDATE entries SET needs = 'money' WHERE kind = 'line'")
    shown = await world.slash("ria", "support", need="money")
    assert said(shown).startswith(urgent_words())
    assert shown.followups == []
    more = await world.press("ria", shown.response, "More")
    assert said(more).endswith(urgent_line())
    assert "### Money" in said(more)
