"""Every sentence of the desk, of `/help`, and of the first steps.

Facts as of 21 November 2026; the guidance is NHS England's of November 2023.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.help import Entry

DESK = "## The desk\nOnly you see this. Whatever many people will read is shown to you first."
FIRST_DAYS = "**Your first days**"
WAITS = "## What waits"
NOTHING_WAITS = "## Nothing waits\nEverything has been looked at."


def also(lines: Sequence[str], *, coordinator: bool) -> str:
    """Return what can be typed beside pressing a button."""
    desk = ["**For coordinators:** `/desk` opens everything you do."] if coordinator else []
    return "\n".join(["**You can also type**", *lines, *desk])


def with_number(entry: Entry, waiting: Sequence[tuple[str, str, int]], waits: str) -> Entry:
    """Return an entry of the desk as it is shown privately: `What waits` with its number."""
    if entry.custom_id != waits:
        return entry
    things = sum(count for _, _, count in waiting)
    heading = f"{things} {'thing waits' if things == 1 else 'things wait'} for you"
    about = " · ".join(f"{count} {what}" for what, _, count in waiting)
    return replace(entry, heading=heading, about=about) if things else entry


GUIDANCE = (
    "https://www.england.nhs.uk/long-read/maternity-and-neonatal-voices-partnership-guidance/"
)

FIRST_STEPS = (
    "**Welcome. It is good that you are here.**\n"
    'You do not need to know anything yet, and nobody here is "the expert". Four steps, whenever'
    " you have a minute:\n\n"
    "**1. Find your partnership.** Each area of England has a Maternity and Neonatal Voices"
    " Partnership (MNVP; many people still say MVP). Search the web for the name of your maternity"
    " unit and `MNVP`, look at your hospital's maternity pages, or ask a midwife or health visitor"
    " who runs it.\n"
    "**2. Sign up.** Write to its lead (once called the chair). A line is enough: who you are,"
    " which unit you used, and that you would like to take part. Ask how meetings work with small"
    " children, and how expenses and your time are paid: it is fine to ask that first.\n"
    "**3. Join our call.** We meet for an hour each month to keep each other company in this."
    " Press `Next call`, then `Going`. You may listen without saying a word.\n"
    "**4. Read a little.** The national guidance says what a partnership is for and what it may"
    " expect from the NHS. One page is plenty for a start. A word you do not know: `/jargon`"
    " says what it means; everybody had to learn them.\n\n"
    "Any time you are unsure what I can do: `/help`."
)
