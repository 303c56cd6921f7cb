"""What members propose for the library, and what they report about it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.errors import UserError
from bot.domain.library_texts import check_address

LONGEST_WHY = 1000
LONGEST_TITLE = 200
MOST_WAITING = 10


@dataclass(frozen=True)
class Suggestion:
    """A suggestion, or with `entry` a report about that entry; it is there until decided."""

    id: int
    person: int
    entry: int | None
    title: str
    url: str
    why: str


def check(title: str, url: str, why: str) -> None:
    """Raise UserError with the reason if this cannot be passed on."""
    if not title:
        raise UserError("Please give it a title, so that coordinators can tell what it is.")
    if len(title) > LONGEST_TITLE:
        raise UserError(f"That title is very long. {LONGEST_TITLE} characters are the most.")
    if len(why) > LONGEST_WHY:
        raise UserError(f"Please say it in {LONGEST_WHY} characters or fewer.")
    if url:
        try:
            check_address(url)
        except ValueError:
            raise UserError(
                "That is no web address. Copy it from your browser: it starts with https://. Or"
                " leave it empty and say where you found it."
            ) from None
