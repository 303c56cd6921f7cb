"""What the panel and `/help` show: each feature adds its own lines, so only what is loaded."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Entry:
    """A button of the panel."""

    order: int
    label: str
    custom_id: str


@dataclass(frozen=True)
class HelpLine:
    """A line of `/help`, under the job it helps with."""

    job: str
    line: str
    coordinators: bool


@dataclass
class Panel:
    """The buttons of the pinned panel."""

    entries: list[Entry] = field(default_factory=list)

    def add(self, order: int, label: str, custom_id: str) -> None:
        """Show a button; `order` is its place among the others."""
        self.entries.append(Entry(order, label, custom_id))


@dataclass
class Help:
    """The lines of `/help`."""

    lines: list[HelpLine] = field(default_factory=list)

    def add(self, job: str, line: str, *, coordinators: bool = False) -> None:
        """Show a line, to all or to coordinators only."""
        self.lines.append(HelpLine(job, line, coordinators))
