"""What the panel and `/help` show: each feature adds its own lines, so only what is loaded."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Entry:
    order: int
    label: str
    custom_id: str


@dataclass(frozen=True)
class HelpLine:
    job: str
    line: str
    coordinators: bool


@dataclass
class Panel:
    entries: list[Entry] = field(default_factory=list)

    def add(self, order: int, label: str, custom_id: str) -> None:
        """`order` is its place among the others."""
        self.entries.append(Entry(order, label, custom_id))


@dataclass
class Help:
    lines: list[HelpLine] = field(default_factory=list)

    def add(self, job: str, line: str, *, coordinators: bool = False) -> None:
        self.lines.append(HelpLine(job, line, coordinators))
