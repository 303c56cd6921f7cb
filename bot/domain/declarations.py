"""How it is declared what a table holds about a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from bot.domain import personal_data_text as words


@dataclass(frozen=True)
class PersonalData:
    """One table, and what it says about a person.

    `person` is the column with the person's Discord id, or None when the table holds nothing
    about anybody. `kept` and `seen_by` are words for the privacy notice. `erase` says what
    erasure does: delete the row, or clear the column where the row belongs to everybody.
    `name` is its heading in `See everything`, and `say` puts a row (column to value, and `call`
    and `call_starts` where it belongs to one) into a sentence for it; without that the columns are
    listed. `clear` names the columns of text that are not sealed, parted by blanks: what a person
    chose or typed is in no other.
    """

    table: str
    person: str | None
    what: str
    why: str
    kept: str
    seen_by: str
    erase: Literal["delete", "clear"] = "delete"
    name: str = ""
    say: Callable[[words.Row], str] | None = None
    clear: str = ""


def nothing_personal(table: str, what: str) -> PersonalData:
    return PersonalData(
        table, None, what, "the bot needs it to work", "as long as it is of use", "-"
    )
