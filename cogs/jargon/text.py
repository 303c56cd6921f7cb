"""Every sentence of `/jargon`, but for the terms themselves (bot/library_text.py)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.library import Kept

HELP = "`/jargon`: a word in one plain line, and what became of your board"
NOTHING_TYPED = "Please type a word, like `ATAIN`, `CCG` or `Frimley`."
UNKNOWN = (
    "I do not have that word yet. If you tell coordinators with `/resource suggest`, they can add"
    " it; somebody in the next call may know it too."
)


def answer(shown: str, others: Sequence[Kept], searched: Sequence[str], *, exact: bool) -> str:
    """Return a term in words, and what else it might have been; `searched` is what was looked for
    when something was mistyped."""
    head = ""
    if searched:
        head = f"Did you mean **{' '.join(searched)}**?\n\n"
    elif not exact:
        head = "I do not have exactly that. This is the nearest I have:\n\n"
    names = ", ".join(kept.entry.title for kept in others)
    tail = f"\n\nNot it? I also have: {names}." if names and (searched or not exact) else ""
    return f"{head}{shown}{tail}"
