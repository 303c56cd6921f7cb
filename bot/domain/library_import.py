"""What a file would make of the library: unchanged where it has no column, and said beforehand.

Every bad row is named with its reason. What was brought in can be taken back, field by field.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.errors import UserError
from bot.domain.library import COLUMNS, Entry, Kind, Label, check_kept, numbers_differ
from bot.domain.library_files import Row, as_text
from bot.domain.library_rows import KEPT_AS_DATES, day_readings, entry_of
from bot.domain.support import hides_number
from bot.domain.typed_text import clean

MOST_PROBLEMS = 10
LONGEST_PROBLEM = 180
_MADE_WHOLE = re.compile(r"(\d+)\.0")
_BY_A_SPREADSHEET = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-](\d\d){1,2}|\d{1,2}-[A-Z][a-z]{2}|[A-Z][a-z]{2}-\d{2}"
    r"|-?\d+([.,]\d+)?E[+-]?\d+|#[A-Z/0]+[!?]?|#{3,}"
)
_WORDS_ALONE = tuple(
    name
    for name in COLUMNS
    if name not in ("key", "kind", "url", "phone", "text", "recheck_days", *KEPT_AS_DATES)
)


@dataclass(frozen=True)
class Changed:
    """One field of an entry that was there."""

    title: str
    name: str
    before: str
    after: str


@dataclass(frozen=True)
class Imported:
    """What an import does: how many entries are new and how many change, the lines whose number it
    leaves hidden, how many check dates of numbers in the file are not believed, each field that
    changes, and the titles of what is new."""

    new: int = 0
    changed: int = 0
    hidden: tuple[str, ...] = ()
    left_out: int = 0
    fields: tuple[Changed, ...] = ()
    titles: tuple[str, ...] = ()

    @property
    def emptied(self) -> tuple[Changed, ...]:
        """But for checks: those are said with the numbers that they leave hidden."""
        gone = (field for field in self.fields if not field.after)
        return tuple(field for field in gone if field.name != "checked_on")


@dataclass(frozen=True)
class TwoReadings:
    """A day like 3/4/2026, which a spreadsheet may have turned round."""

    place: str
    cell: str
    day_first: date
    month_first: date


def unclear_days(rows: Iterable[Row], there: Mapping[str, Entry]) -> list[TwoReadings]:
    """Those that the library does not settle, because one reading is what it has already."""
    found = []
    for row in rows:
        if not isinstance(row.cells, Mapping):
            continue
        old = there.get(str(row.cells.get("key", "")).strip())
        for name in KEPT_AS_DATES:
            cell = str(row.cells.get(name, "")).strip()
            days = day_readings(cell)
            if len(set(days)) == 2 and getattr(old, name, None) not in days:
                found.append(TwoReadings(row.place, cell, *days))
    return found


def entries_of(
    rows: Sequence[Row], there: Mapping[str, Entry], today: date, *, day_first: bool = True
) -> list[Entry]:
    """`there` is the library as it stands, by keys: what a row has no column for stays as it is.

    Raises UserError naming every bad row and why; nothing is half read.
    """
    entries: list[Entry] = []
    problems: list[str] = []
    seen: dict[str, str] = {}
    for row in rows:
        try:
            entry = _entry(row.cells, there, today, day_first)
            if entry.key in seen:
                raise ValueError(f"the key {entry.key} was used in {seen[entry.key]} already")
            seen[entry.key] = row.place
            entries.append(entry)
        except ValueError as problem:
            problems.append(f"{row.place}: {problem}")
    if problems:
        raise UserError(_say(problems))
    return entries


def _entry(cells: Any, there: Mapping[str, Entry], today: date, day_first: bool) -> Entry:
    if not isinstance(cells, Mapping):
        raise ValueError("this is no entry")
    given = {name: cell.strip() if isinstance(cell, str) else cell for name, cell in cells.items()}
    old = there.get(str(given.get("key", "")))
    before = {name: as_text(getattr(old, name)) for name in COLUMNS} if old is not None else {}
    for name, cell in given.items():
        # Some programs write every number of a column with empty cells as a fraction.
        whole = _MADE_WHOLE.fullmatch(str(cell))
        if whole and (name in ("year", "recheck_days") or before.get(name) == whole[1]):
            given[name] = whole[1]
    for name in KEPT_AS_DATES:
        days = day_readings(str(given.get(name, "")))
        kept = getattr(old, name, None)
        if days:
            given[name] = (kept if kept in days else days[0 if day_first else -1]).isoformat()
    for name in _WORDS_ALONE:
        cell = given.get(name, "")
        if not isinstance(cell, str) or not _BY_A_SPREADSHEET.fullmatch(cell):
            continue
        if _made_of(cell, before.get(name, "")):
            given[name] = before[name]
        else:
            raise ValueError(
                f"{name} holds {cell}, as a spreadsheet makes it of other words; write it out,"
                " like November 2023, in a column that is formatted as text"
            )
    return entry_of({**before, **given}, today)


def _made_of(cell: str, text: str) -> bool:
    """Whether a spreadsheet that was given the text writes the cell: what only went round through
    one is unchanged."""
    days = day_readings(cell)
    months = [f"{day:%B %Y}" for day in days if day.day == 1]
    whole = [f"{day.day} {day:%B %Y}" for day in days]
    words = text.rstrip(".")
    month = re.fullmatch(r"([A-Z][a-z]+) \d\d(\d\d)", words)
    short = [f"{month[1][:3]}-{month[2]}"] if month is not None else []
    return cell == text or words in [*months, *whole] or cell in short


def _say(problems: list[str]) -> str:
    shown = "\n".join(
        f"- {clean(problem)[:LONGEST_PROBLEM]}" for problem in problems[:MOST_PROBLEMS]
    )
    further = len(problems) - MOST_PROBLEMS
    end = f"\n- and {further} more" if further > 0 else ""
    return f"Nothing was imported. Mend these and try again:\n{shown}{end}"


def take_in(
    entries: Iterable[Entry], there: Mapping[str, Entry], today: date
) -> tuple[list[Entry], Imported]:
    """What to write, and what to say. `there` is the library as it stands, by keys."""
    given = [(entry, there.get(entry.key)) for entry in entries]
    checked = [
        (replace(entry, checked_on=check_kept(entry, old)), entry, old) for entry, old in given
    ]
    taken = [(new, old) for new, _, old in checked if new != old]
    told = Imported(
        sum(old is None for _, old in taken),
        sum(old is not None for _, old in taken),
        tuple(new.title for new, old in taken if _hides_now(new, old, today)),
        sum(
            new.checked_on != entry.checked_on and not numbers_differ(entry, old)
            for new, entry, old in checked
        ),
        tuple(field for new, old in taken if old is not None for field in _fields(new, old)),
        tuple(new.title for new, old in taken if old is None),
    )
    return [new for new, _ in taken], told


def _hides_now(new: Entry, old: Entry | None, today: date) -> bool:
    if new.retired or not hides_number(new, today):
        return False
    return numbers_differ(new, old) or (old is not None and not hides_number(old, today))


def _fields(new: Entry, old: Entry) -> list[Changed]:
    pairs = [(name, as_text(getattr(old, name)), as_text(getattr(new, name))) for name in COLUMNS]
    return [
        Changed(old.title, name, before, after) for name, before, after in pairs if before != after
    ]


@dataclass(frozen=True)
class Step:
    """What an import did to one entry; `before` is None where it was new, `touched` says whether a
    coordinator had changed it before."""

    before: Entry | None
    after: Entry
    touched: bool = False


def taken_back(steps: Iterable[Step], there: Mapping[str, Entry]) -> tuple[list[Entry], list[str]]:
    """What to write, and the keys of what was new and may go again.

    A field that somebody has changed since keeps what they wrote, and an entry that was new and has
    been changed since stays. A number that comes back is unchecked like any other that changes.
    """
    back, new = [], []
    for step in steps:
        now = there.get(step.after.key)
        if now is None:
            continue
        if step.before is None:
            if replace(now, checked_on=step.after.checked_on) == step.after:
                new.append(now.key)
            continue
        old = {
            name: getattr(step.before, name)
            for name in COLUMNS
            if getattr(now, name) == getattr(step.after, name)
        }
        entry = replace(now, **old)
        entry = replace(entry, checked_on=check_kept(entry, now))
        if entry != now:
            back.append(entry)
    return back, new


def pack_rows(rows: Sequence[Row]) -> bytes:
    return _packed([[row.place, row.cells] for row in rows])


def unpack_rows(packed: bytes) -> list[Row]:
    return [Row(place, cells) for place, cells in _unpacked(packed)]


def pack_steps(steps: Sequence[Step]) -> bytes:
    return _packed([[_texts(step.before), _texts(step.after), step.touched] for step in steps])


def unpack_steps(packed: bytes) -> list[Step]:
    return [
        Step(None if before is None else _kept(before), _kept(after), touched)
        for before, after, touched in _unpacked(packed)
    ]


def _texts(entry: Entry | None) -> dict[str, str] | None:
    return None if entry is None else {name: as_text(getattr(entry, name)) for name in COLUMNS}


def _kept(texts: dict[str, str]) -> Entry:
    """As it was, even where the rules would refuse it today."""
    values: dict[str, Any] = {
        **texts,
        "kind": Kind(texts["kind"]),
        "label": Label(texts["label"]) if texts["label"] else None,
        "recheck_days": int(texts["recheck_days"]),
        **{name: bool(texts[name]) for name in ("core", "retired")},
    }
    for name in KEPT_AS_DATES:
        values[name] = date.fromisoformat(texts[name]) if texts[name] else None
    return Entry(**values)


def _packed(found: Iterable[Any]) -> bytes:
    # Line by line: one long call would hold up everybody, in whatever thread it is.
    lines = [json.dumps(each, ensure_ascii=False) for each in found]
    return zlib.compress("\n".join(lines).encode())


def _unpacked(packed: bytes) -> list[Any]:
    return [json.loads(line) for line in zlib.decompress(packed).decode().split("\n") if line]
