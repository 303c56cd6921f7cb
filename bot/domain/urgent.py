"""Who to ring now, in words: shown wherever somebody may be in need (SPEC 5)."""

from __future__ import annotations


def urgent_words() -> str:
    """Return 999, NHS 111 option 2 and Samaritans, in that order, whatever the date."""
    return (
        "**Danger to life, now:** ring **999**.\n"
        "**A mental health crisis, yours or somebody else's:** ring NHS **111, then option 2**,"
        " day and night.\n"
        "**Somebody to talk to, about anything:** ring Samaritans, **116 123**, day and night.\n"
        "**Your body or your baby:** ring your own maternity unit; its number is on your notes."
    )


def urgent_line() -> str:
    """Return the same three in one line, where the whole card would be too much to read."""
    return (
        "If it cannot wait: **999** when somebody is in danger, NHS **111, option 2** in a mental"
        " health crisis, Samaritans **116 123** to talk, all day and night."
    )
