"""Who to ring now, in words: shown wherever somebody may be in need (SPEC 5)."""

from __future__ import annotations

from bot.domain.support import FIRST


def urgent_words() -> str:
    """Return 999, NHS 111 option 2 and Samaritans, in that order, whatever the date."""
    danger, crisis, talk = FIRST
    return (
        f"**Danger to life, now:** ring **{danger.phone}**.\n"
        "**A mental health crisis, yours or somebody else's:** ring NHS"
        f" **{crisis.phone}**. {crisis.hours}.\n"
        f"**Somebody to talk to, about anything:** ring {talk.title}, **{talk.phone}**."
        f" {talk.hours}. Or write to {talk.email}.\n"
        "**Your body or your baby, in pregnancy or after a birth or a loss:** ring your own"
        " maternity unit; its number is on your notes. I cannot answer medical questions, and"
        " nobody watches this server day and night."
    )


def urgent_line() -> str:
    """Return the same in one line, where the whole card would be too much to read."""
    danger, crisis, talk = FIRST
    return (
        f"If it cannot wait: {danger.phone} · NHS {crisis.phone.replace(', then ', ', ')}"
        f" · {talk.title} {talk.phone}. Your body or your baby: ring your own maternity unit."
    )
