"""However much the library holds, an answer stays short enough to be read and to be sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.library import Beside, Entry, Kept, Kind, Label
from bot.domain.support import FIRST, FIRST_KEYS, for_need
from bot.domain.urgent_text import urgent_words
from bot.services.library import Card
from bot.ui import MESSAGE_LIMIT
from cogs.library import text
from cogs.library.cards import card
from cogs.library.support_text import MOST_LINES, answer
from tests.world import World, said

TODAY = date(2026, 11, 21)


def lines(count: int) -> list[Entry]:
    return [
        Entry(f"local-{n}", Kind.LINE, f"Line {n:04}.", url="https://example.org", needs="money")
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("count", "more"),
    [
        (MOST_LINES, ""),
        (MOST_LINES + 1, "There is one more; `/resource find` finds it."),
        (8000, "There are 7992 more; `/resource find` finds them."),
    ],
)
def test_a_need_shows_the_eight_most_fitting_lines_and_says_where_the_others_are(
    count: int, more: str
) -> None:
    known = lines(count)
    known[-1] = replace(known[-1], core=True)
    shown = answer(known, "money", TODAY, asked=True)
    assert shown.startswith(urgent_words())
    listed = [one.key for one in known if f"**{one.title}**" in shown]
    assert set(listed) == {one.key for one in for_need(known, "money")[:MOST_LINES]}
    assert known[-1].key in listed
    assert shown.endswith(more or "<https://example.org>")


def test_lines_whose_number_is_hidden_count_among_the_eight() -> None:
    known = [replace(one, phone="0808 157 0142") for one in lines(20)]
    shown = answer(known, "money", TODAY, asked=True)
    assert shown.count("- **Line") == MOST_LINES
    assert "0808 157 0142" not in shown


def test_a_term_names_three_newer_older_and_related_ones_and_counts_the_others() -> None:
    entry = Entry("term-x", Kind.TERM, "X", about="Something")
    named = tuple(f"Name {n}" for n in range(70))
    related = tuple(Beside(1, "related", n, f"t{n}", named[n], "", None, "") for n in range(4))
    shown = card(Card(Kept(1, entry), named, named, related), TODAY)
    assert "Now: **Name 0; Name 1; Name 2 and 67 more**." in shown
    assert "Older name: Name 0, Name 1, Name 2 and 67 more." in shown
    assert "Related: Name 0; Name 1; Name 2 and 1 more." in shown


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


async def test_support_says_where_the_lines_beyond_the_eighth_are(world: World) -> None:
    async with world.bot.database.transaction() as tx:
        await tx.execute("UPDATE entries SET needs = 'money' WHERE kind = 'line'")
    told = said(await world.slash("ria", "support", need="money"))
    assert told.startswith(urgent_words())
    assert "more; `/resource find` finds them." in told
