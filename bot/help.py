"""What the panel, the desk and `/help` show: each feature adds its own, so only what is loaded."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, order=True)
class Entry:
    """A button of the panel or the desk, with the words beside it."""

    order: int
    label: str
    custom_id: str
    heading: str
    about: str
    danger: bool = False


@dataclass(frozen=True, order=True)
class Waiting:
    """Something that may wait for coordinators; `count` says how many there are.

    `every` is the button to all of them, also those that do not wait, shown while none does.
    """

    order: int
    one: str
    many: str
    custom_id: str
    count: Callable[[], Awaitable[int]] = field(compare=False)
    every: str = ""


@dataclass(frozen=True, order=True)
class FirstStep:
    """What a new network does in its first days; `left` says what is still to do, "" when done."""

    order: int
    label: str
    custom_id: str
    left: Callable[[], Awaitable[str]] = field(compare=False)


class Panel:
    """The buttons of the pinned panel, or of the desk."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def add(
        self,
        order: int,
        label: str,
        custom_id: str,
        heading: str,
        about: str,
        *,
        danger: bool = False,
    ) -> None:
        """Show a button beside its words; `order` is its place among the others."""
        self.entries = sorted(
            [*self.entries, Entry(order, label, custom_id, heading, about, danger)]
        )

    def say(self, custom_id: str, about: str) -> None:
        """Change the words beside a button."""
        self.entries = [
            replace(each, about=about) if each.custom_id == custom_id else each
            for each in self.entries
        ]


class Desk(Panel):
    """The same for coordinators, with what waits for them."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: list[Waiting] = []
        self.first_steps: list[FirstStep] = []

    def waits(
        self,
        order: int,
        one: str,
        many: str,
        custom_id: str,
        count: Callable[[], Awaitable[int]],
        *,
        every: str = "",
    ) -> None:
        """List something under `What waits` while there is any; the button opens it."""
        self.waiting = sorted([*self.waiting, Waiting(order, one, many, custom_id, count, every)])

    def first(
        self, order: int, label: str, custom_id: str, left: Callable[[], Awaitable[str]]
    ) -> None:
        """Remind of a step of the first days until `left` says "" of it."""
        self.first_steps = sorted([*self.first_steps, FirstStep(order, label, custom_id, left)])


class Help:
    """What can be typed, beside the buttons of the panel: a line each."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.first_steps: list[tuple[str, str]] = []

    def add(self, line: str) -> None:
        """Show a line under `/help`."""
        self.lines.append(line)

    def first_step(self, label: str, custom_id: str) -> None:
        """Offer a button of its own to whoever is new."""
        self.first_steps.append((label, custom_id))
