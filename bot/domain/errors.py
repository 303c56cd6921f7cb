"""The one error whose text is meant for the person who caused it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar


class UserError(Exception):
    """A rule was not met. The message is the sentence the person reads, privately."""


Checked = TypeVar("Checked")

SEVERAL = "A few things need another look:"


class Problems:
    def __init__(self) -> None:
        self.found: list[UserError] = []

    def take(self, check: Callable[[], Checked], otherwise: Checked) -> Checked:
        """Where the check raises UserError, note that and go on."""
        try:
            return check()
        except UserError as error:
            self.found.append(error)
            return otherwise

    def tell(self) -> None:
        """Raise the one UserError that was noted, or one that names them all, if there are any."""
        if len(self.found) == 1:
            raise self.found[0]
        if self.found:
            raise UserError("\n".join([SEVERAL, *(f"- {each}" for each in self.found)]))
