"""Every sentence of `/support`, but for the first three lines (bot/domain/support.py)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot import cards, ui
from bot.cards import Card, Line, Part, Section
from bot.domain.danger import Kind as Danger
from bot.domain.library import Entry
from bot.domain.support import NEEDS, SAFETY, for_need, hides_number, number_shown
from bot.domain.urgent_text import urgent_help, urgent_words
from cogs.library.cards import is_address, line

HELP = "`/support`: who to ring now"
UNREADABLE = (
    "I cannot read my list of other lines at the moment. The ones above are always right to ring."
)
UNKNOWN_NEED = "I am not sure which list fits; these may help. The menu below has others."
ANY_NEED = "talk"
MOST_LINES = 3  # with the first three on one screen of a phone; `More` has the others
MOST_FURTHER = 11
OTHERS = "`/resource find` finds the others."
OPENINGS = {
    "talk": "You need not carry it alone.",
    "baby-loss": "I am so sorry. These people understand.",
    "trauma": "What happened to you matters. These people understand.",
    "domestic-abuse": SAFETY,
    "neonatal": (
        "The unit's own staff and its family team are there for you as well as for your baby. For"
        " your own body and mind, the ones above are there for you too."
    ),
    "children": (
        "A child in danger now: ring **999**. Otherwise ring the council of the place where the"
        " child lives and ask for its children's services. A child or teenager can ring Childline."
    ),
}
UNCHECKED = "-# Numbers that nobody has checked lately stand on their own pages."
NOBODY = (
    "I have no line for that at the moment. Samaritans, 116 123, talk about anything, and your GP,"
    " midwife or health visitor can point you on."
)
# What helps where coordinators have retired every line for a need.
WITHOUT_A_LINE = {
    "money": "Citizens Advice helps with money, benefits, debt and work; it is free.",
    "feeding": "Ask your midwife or health visitor, or ring your own maternity unit.",
    "rights": (
        "The trust's PALS (Patient Advice and Liaison Service) takes concerns about your own care;"
        " its address is on the trust's website."
    ),
}


def answer(
    lines: Sequence[Entry] | None,
    need: str | None,
    today: date,
    *,
    asked: bool,
    danger: Sequence[Danger] = (),
) -> Card:
    """The first three always, led by what fits words of danger; then the lines for the need. Where
    it is not sure which, none take room from the first three in danger: the menu has them."""
    parts: list[Part] = [urgent_help(danger) if danger else urgent_words()]
    if lines is None:
        parts += [Line(), UNREADABLE]
    elif need is not None:
        parts += [Line(), _opening(need), *_listed(lines, need, today)]
    elif asked and not danger:
        parts += [Line(), UNKNOWN_NEED, *_listed(lines, ANY_NEED, today)]
    return cards.card(*parts)


def further(lines: Sequence[Entry] | None, need: str, today: date) -> Card:
    """The lines that did not fit on the card."""
    others = slice(MOST_LINES, MOST_FURTHER)
    left = len(for_need(lines or (), need)) > MOST_FURTHER
    listed = _listed(lines or (), need, today, others)
    return cards.card(_heading(need), *listed, OTHERS if left else "")


def has_further(lines: Sequence[Entry] | None, need: str) -> bool:
    return len(for_need(lines or (), need)) > MOST_LINES


def _heading(need: str) -> str:
    return f"### {NEEDS[need][:1].upper()}{NEEDS[need][1:]}"


def _opening(need: str) -> str:
    return f"{_heading(need)}\n{OPENINGS.get(need, '')}".strip()


def _listed(
    lines: Sequence[Entry], need: str, today: date, shown: slice = slice(MOST_LINES)
) -> list[Part]:
    """What can be reached stands before what cannot."""
    fitting = sorted(for_need(lines, need), key=lambda one: _reached(one, today))[shown]
    parts: list[Part] = []
    for one in fitting:
        if hides_number(one, today) and UNCHECKED not in parts:
            parts.append(UNCHECKED)
        words = line(one, today, why=False)
        opens = is_address(one.url)
        parts.append(Section(words, ui.link("Open", one.url)) if opens else words)
    return parts or [WITHOUT_A_LINE.get(need, NOBODY)]


def _reached(entry: Entry, today: date) -> int:
    """0 where it can be rung, 1 for a page, 2 for what has neither."""
    if number_shown(entry, today) and (entry.phone or entry.text):
        return 0
    return 1 if is_address(entry.url) else 2
