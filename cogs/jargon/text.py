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


def answer(shown: str, others: Sequence[Kept], understood: str, *, exact: bool) -> str:
    """Return a term in words, and what else it might have been; `understood` says what was looked
    for instead of what was typed."""
    head = [understood]
    if not exact:
        head.append("I do not have exactly that. This is the nearest I have:")
    names = ", ".join(kept.entry.title for kept in others)
    tail = f"Not it? I also have: {names}." if names and not exact else ""
    return "\n\n".join(filter(None, [*head, shown, tail]))
