"""Every sentence of the desk, of `/help`, and of the first steps.

Facts as of 21 November 2026; the guidance is NHS England's of November 2023.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.help import Entry

HELP = "## What I can do for you\nPress a button below, or type:"
DESK = "## The desk\nOnly you see this. What goes to many, you see first."
FIRST_DAYS = "**Your first days**"
WAITS = "## What waits"
NOTHING_WAITS = "## Nothing waits\nEverything has been looked at."


def also(lines: Sequence[str], *, coordinator: bool) -> str:
    """Return what can be typed beside pressing a button."""
    desk = ["`/desk`: all a coordinator does"] if coordinator else []
    return "\n".join([*lines, *desk])


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
    "## Welcome, it is good to have you here\n"
    "**1. Find your partnership.** Press `Find my partnership`; if nobody has added it yet, search"
    " the web for your maternity unit and `MNVP`.\n"
    "**2. Sign up.** Write a line to its lead: who you are, and that you would like to take"
    " part.\n"
    "**3. Join our call.** Press `Next call`, then `Going`. You may listen without saying a"
    " word.\n"
    "**4. Read a little.** One page of the guidance is plenty. `/jargon` explains a word; everybody"
    " had to learn them."
)
MORE_STEPS = (
    "**Your partnership.** Each area of England has a Maternity and Neonatal Voices Partnership"
    " (MNVP; many people still say MVP). If searching does not find it, look at your hospital's"
    " maternity pages, or ask a midwife or health visitor who runs it.\n\n"
    "**Signing up.** Its lead was once called the chair. Say which unit you used. Ask how meetings"
    " work with small children, and how expenses and your time are paid: it is fine to ask that"
    " first.\n\n"
    "**Reading.** The national guidance says what a partnership is for and what it may expect from"
    ' the NHS. You do not need to know anything yet, and nobody here is "the expert".'
)
