"""The one error whose text is meant for the person who caused it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar


class UserError(Exception):
    """A rule was not met. The message is the sentence the person reads, privately."""


@dataclass(frozen=True)
class Reading:
    """One way to understand what was typed: what a button says, and what it types instead.

    `field` is what the form calls the field it is typed into, if not that of the question; `line`
    which of its lines that are not empty it stands for, from 1; 0 for the whole of it.
    """

    label: str
    text: str
    field: str = ""
    line: int = 0


class AskError(UserError):
    """What was typed can be read in two or three ways, and the person says which one it is.

    `field` is what the form calls the field that a reading is typed into. `said` is what was
    typed, in few letters, for whoever asks about something else first.
    """

    def __init__(self, question: str, *readings: Reading, field: str = "", said: str = "") -> None:
        super().__init__(question)
        self.readings = readings
        self.field = field
        self.said = said


Checked = TypeVar("Checked")

SEVERAL = "A few things need another look:"


class SeveralError(UserError):
    def __init__(self, found: list[UserError]) -> None:
        super().__init__("\n".join([SEVERAL, *(f"- {each}" for each in found)]))
        self.found = found


class Problems:
    def __init__(self) -> None:
        self.found: list[UserError] = []

    def take(self, check: Callable[[], Checked], otherwise: Checked) -> Checked:
        """Where the check raises UserError, note that and go on."""
        try:
            return check()
        except SeveralError as several:
            self.found += several.found
        except UserError as error:
            self.found.append(error)
        return otherwise

    def tell(self) -> None:
        """Raise the one UserError that was noted, or one that names them all, if there are any.

        Questions alone are asked one after the other.
        """
        if len(self.found) == 1 or (
            self.found and all(isinstance(each, AskError) for each in self.found)
        ):
            raise self.found[0]
        if self.found:
            raise SeveralError(self.found)
