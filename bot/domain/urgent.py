"""Who to ring now, in words: shown wherever somebody may be in need (SPEC 5)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.library import Entry
from bot.domain.support import first_three


def urgent_words(lines: Sequence[Entry] = ()) -> str:
    """Return 999, NHS 111 option 2 and Samaritans, in that order, whatever the date.

    `lines` may hold what coordinators changed about the three.
    """
    danger, crisis, talk = first_three(lines)
    return (
        f"**Danger to life, now:** ring **{danger.phone}**.\n"
        "**A mental health crisis, yours or somebody else's:** ring NHS"
        f" **{crisis.phone}**. {crisis.hours}.\n"
        f"**Somebody to talk to, about anything:** ring {talk.title}, **{talk.phone}**."
        f" {talk.hours}. Or write to {talk.email}.\n"
        "**Your body or your baby:** ring your own maternity unit; its number is on your notes."
        " I cannot answer medical questions, and nobody watches this server day and night."
    )


def urgent_line(lines: Sequence[Entry] = ()) -> str:
    """Return the same three in one line, where the whole card would be too much to read."""
    danger, crisis, talk = first_three(lines)
    return (
        f"If it cannot wait: **{danger.phone}** when somebody is in danger, NHS"
        f" **{crisis.phone}** in a mental health crisis, {talk.title} **{talk.phone}** to talk,"
        " all day and night."
    )
