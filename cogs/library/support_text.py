"""Every sentence of `/support`, but for the first three lines (bot/domain/support.py)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.domain.danger import Kind as Danger
from bot.domain.library import Entry
from bot.domain.support import NEEDS, SAFETY, for_need, hides_number
from bot.domain.urgent import urgent_help, urgent_words
from cogs.library.cards import line, line_by_web

HELP = "`/support`: who to ring now"
UNREADABLE = (
    "I cannot read my list of other lines at the moment. The ones above are always right to ring."
)
UNKNOWN_NEED = "I am not sure which list fits; these may help. The menu below has others."
ANY_NEED = "talk"
MOST_LINES = 8  # the first three are to stay on the screen of a phone
MORE_LINES = (
    "There is one more; `/resource find` finds it.",
    "There are {} more; `/resource find` finds them.",
)
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
UNCHECKED = (
    "I show a number only while somebody has checked it lately. These have theirs on their own"
    " pages:"
)
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
) -> str:
    """The first three always, led by what fits words of danger; then the lines for the need."""
    parts = [urgent_help(danger) if danger else urgent_words()]
    if lines is None:
        parts.append(UNREADABLE)
    elif need is not None:
        parts += _for(lines, need, today)
    elif asked:
        parts += [UNKNOWN_NEED, *_for(lines, ANY_NEED, today)]
    return "\n\n".join(parts)


def _for(lines: Sequence[Entry], need: str, today: date) -> list[str]:
    fitting = for_need(lines, need)
    hidden, reached, rest = [], [], []
    for one in fitting[:MOST_LINES]:
        if hides_number(one, today):
            hidden.append(one)
        elif one.phone or one.text or one.url:
            reached.append(one)
        else:
            rest.append(one)
    parts = [f"__{NEEDS[need][:1].upper()}{NEEDS[need][1:]}__"]
    parts += [OPENINGS[need]] if need in OPENINGS else []
    parts += [line(one, today) for one in reached]
    if hidden:
        by_web = sorted(hidden, key=lambda one: not one.url)  # those with an address first
        parts.append("\n".join([UNCHECKED, *(line_by_web(one) for one in by_web)]))
    parts += [line(one, today) for one in rest]
    if (more := len(fitting) - MOST_LINES) > 0:
        parts.append(MORE_LINES[more > 1].format(more))
    return parts if fitting else [*parts, WITHOUT_A_LINE.get(need, NOBODY)]
