"""The library as CSV and JSON: written, read back, and every bad row named with its reason."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.domain.errors import UserError
from bot.domain.library import COLUMNS, Entry, check_kept, numbers_differ
from bot.domain.library_rows import NEEDED, entry_of
from bot.domain.support import hides_number
from bot.domain.typed_text import clean

MOST_PROBLEMS = 10
LONGEST_PROBLEM = 180
EXPORTED_FLAGS = {True: "yes", False: ""}
# A cell that begins so is run by spreadsheets, unless a ' stands before it. A cell that begins with
# such a ' of its own gets one more, so that reading takes away no other.
_FORMULA = re.compile(r"'*[=+\-@\t]")


def write_csv(entries: Sequence[Entry]) -> bytes:
    """As Excel opens it rightly: a byte order mark, no live formulas."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        row = [as_text(getattr(entry, name)) for name in COLUMNS]
        writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def write_json(entries: Sequence[Entry]) -> bytes:
    """Empty fields are left out."""
    found = []
    for entry in entries:
        row = {name: as_text(getattr(entry, name)) for name in COLUMNS}
        found.append({name: text for name, text in row.items() if text})
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def as_text(value: Any) -> str:
    """As people write it: yes or nothing, dates as 2026-12-08."""
    if isinstance(value, bool):
        return EXPORTED_FLAGS[value]
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def read(data: bytes, name: str, today: date) -> list[Entry]:
    """Raises UserError naming every bad line and why; nothing is half read."""
    text = _decoded(data)
    as_json = name.lower().endswith(".json")
    rows, place = (_json_rows(text), "entry") if as_json else (_csv_rows(text), "line")
    if not rows:
        raise UserError("The file holds no entries, so nothing was imported.")
    entries: list[Entry] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    for line, row in rows:
        try:
            entry = entry_of(row, today)
            if entry.key in seen:
                raise ValueError(
                    f"the key {entry.key} was used in {place} {seen[entry.key]} already"
                )
            seen[entry.key] = line
            entries.append(entry)
        except ValueError as problem:
            problems.append(f"{place} {line}: {problem}")
    if problems:
        raise UserError(_say(problems))
    return entries


def _say(problems: list[str]) -> str:
    shown = "\n".join(
        f"- {clean(problem)[:LONGEST_PROBLEM]}" for problem in problems[:MOST_PROBLEMS]
    )
    further = len(problems) - MOST_PROBLEMS
    end = f"\n- and {further} more" if further > 0 else ""
    return f"Nothing was imported. Mend these and try again:\n{shown}{end}"


def _decoded(data: bytes) -> str:
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    # Excel saves the last two, and "Unicode text" with a mark.
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UserError("I could not read that file. Save it as CSV (UTF-8) or JSON and try again.")


def _csv_rows(text: str) -> list[tuple[int, Mapping[str, str]]]:
    head = text.partition("\n")[0]
    separator = max((",", ";", "\t"), key=head.count)
    csv.field_size_limit(1_000_000)  # too long a text is refused by its column's name, not here
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        header = [cell.strip().lower() for cell in next(reader, [])]
        _check_header(header)
        rows: list[tuple[int, Mapping[str, str]]] = []
        before = reader.line_num
        for cells in reader:
            # A cell may hold line breaks; a row goes by its first line.
            first, before = before + 1, reader.line_num
            if any(cell.strip() for cell in cells):
                rows.append((first, _cells(header, cells, first)))
    except csv.Error as problem:
        raise UserError(f"Nothing was imported: line {reader.line_num}: {problem}.") from None
    return rows


def _check_header(header: list[str]) -> None:
    unknown = [name or "(empty)" for name in header if name not in COLUMNS]
    missing = [name for name in NEEDED if name not in header]
    twice = sorted({name for name in header if header.count(name) > 1})
    if unknown or missing or twice:
        said = [f"I do not know the column {', '.join(unknown)[:200]}"] if unknown else []
        said += [f"the column {', '.join(missing)} is missing"] if missing else []
        said += [f"the column {', '.join(twice)} comes twice"] if twice else []
        columns = ", ".join(COLUMNS)
        raise UserError(
            f"Nothing was imported: line 1: {'; '.join(said)}. The columns are: {columns}."
        )


def _cells(header: list[str], cells: list[str], line: int) -> dict[str, str]:
    extra = [cell for cell in cells[len(header) :] if cell.strip()]
    if extra:
        raise UserError(
            f"Nothing was imported: line {line} has more cells than there are columns. A text that"
            " holds the separator belongs between quotation marks."
        )
    plain = [cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell for cell in cells]
    return dict(zip(header, plain, strict=False))


def _json_rows(text: str) -> list[tuple[int, Mapping[str, str]]]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise UserError(f"Nothing was imported: this is no JSON: {problem}"[:300]) from None
    if not isinstance(found, list):
        raise UserError("Nothing was imported: the JSON must be a list of entries.")
    return [(number, row) for number, row in enumerate(found, start=1)]


@dataclass(frozen=True)
class Imported:
    """How an import ended: how many entries were new and how many changed, the lines whose number
    it leaves hidden, and how many check dates of numbers in the file were not believed."""

    new: int = 0
    changed: int = 0
    hidden: tuple[str, ...] = ()
    left_out: int = 0


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
    )
    return [new for new, _ in taken], told


def _hides_now(new: Entry, old: Entry | None, today: date) -> bool:
    if new.retired or not hides_number(new, today):
        return False
    return numbers_differ(new, old) or (old is not None and not hides_number(old, today))
