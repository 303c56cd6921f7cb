"""Who to ring now, in words: shown wherever somebody may be in need."""

from __future__ import annotations

from bot.domain.support import FIRST


def urgent_words() -> str:
    """Return 999, NHS 111 option 2 and Samaritans, in that order, whatever the date: each line
    begins with what to ring, to be found at a glance on a phone."""
    danger, crisis, talk = FIRST
    return (
        f"**{danger.phone}**: a life in danger, now.\n"
        f"**{crisis.phone}** (NHS): a mental health crisis, yours or somebody else's, day and"
        " night.\n"
        f"**{talk.phone}** ({talk.title}): somebody to talk to, about anything, day and night; or"
        f" {talk.email}.\n"
        "**Your own maternity unit**, its number is on your notes: your body or your baby, in"
        " pregnancy or after a birth or a loss.\n"
        "I cannot answer medical questions, and nobody watches this server day and night."
    )


def urgent_line() -> str:
    """Return the same in one line, where the whole card would be too much to read."""
    danger, crisis, talk = FIRST
    return (
        f"If it cannot wait: {danger.phone} · NHS {crisis.phone.replace(', then ', ', ')}"
        f" · {talk.title} {talk.phone}. Your body or your baby: ring your own maternity unit."
    )
