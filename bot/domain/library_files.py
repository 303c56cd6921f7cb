"""The library as CSV and JSON: written, and read back as rows of texts."""

from __future__ import annotations

import csv
import io
import json
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.domain.errors import UserError
from bot.domain.library import COLUMNS, Entry, Kind
from bot.domain.typed_text import clean

NEEDED = ("key",)
EXPORTED_FLAGS = {True: "yes", False: ""}
# A cell that begins so is run by spreadsheets, unless a ' stands before it. A cell that begins with
# such a ' of its own gets one more, so that reading takes away no other.
_FORMULA = re.compile(r"'*[=+\-@\t]")
_NAMES_SEPARATOR = re.compile(r'"?sep=([,;\t])"?[,;\t]*', re.IGNORECASE)
# Letters of Windows where those of an old Mac were meant: a capital inside a word, as in cafŽ.
_BROKEN = re.compile("[a-z][À-ÖØ-ÞŠŒŽ]|[\u0192\u02c6\u0152\u2021\u2030][a-z]")


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
    """Empty fields too: one that is not there would change nothing when it is read back."""
    found = [{name: as_text(getattr(entry, name)) for name in COLUMNS} for entry in entries]
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def as_text(value: Any) -> str:
    """As people write it: yes or nothing, dates as 2026-12-08."""
    if isinstance(value, bool):
        return EXPORTED_FLAGS[value]
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


def text_mark(text: str) -> int:
    """Of a field's text, to tell later whether it was changed."""
    # It stands in the id of a form, and `hash` differs from run to run.
    return zlib.crc32(clean(text).encode())


@dataclass(frozen=True)
class Row:
    """One entry of a file, as far as the file has columns for it; `place` is "line 2". The cells
    are a mapping, or whatever else stands in a JSON list."""

    place: str
    cells: Any


def rows_of(data: bytes, name: str) -> list[Row]:
    """Raises UserError with the reason; what the cells hold is looked at later."""
    text = _decoded(data)
    rows = _json_rows(text) if name.lower().endswith(".json") else _csv_rows(text)
    if not rows:
        raise UserError("The file holds no entries, so nothing was imported.")
    return rows


def _decoded(data: bytes) -> str:
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    # Excel saves the last two, and "Unicode text" with a mark.
    for encoding in ("utf-16",) if marked else ("utf-8-sig", _older(data)):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and not (encoding == "cp1252" and _BROKEN.search(text)):
            return text
    raise UserError(
        "I could not read that file, so nothing was imported. Save it as CSV (UTF-8) or JSON and"
        " try again."
    )


def _older(data: bytes) -> str:
    """Only an old Mac program ends its lines with a carriage return alone."""
    return "mac_roman" if b"\r" in data and b"\n" not in data else "cp1252"


def _csv_rows(text: str) -> list[Row]:
    separator, skipped = _separator(text)
    csv.field_size_limit(1_000_000)  # too long a text is refused by its column's name, not here
    # Strict, or a quotation mark that is never closed takes all further rows into one cell.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    header: list[str] = []
    rows: list[Row] = []
    before = 0
    try:
        for cells in reader:
            # A cell may hold line breaks; a row goes by its first line.
            first, before = before + 1, reader.line_num
            if first <= skipped or not any(cell.strip() for cell in cells):
                continue
            if not header:
                header = _header(cells, first)
            else:
                _check_swallowed(header, cells, separator, first, before)
                rows.append(Row(f"line {first}", _cells(header, cells, first)))
    except csv.Error as problem:
        raise UserError(f"Nothing was imported: line {before + 1}: {_why(problem)}.") from None
    if not header:
        _header([], 1)
    return rows


def _separator(text: str) -> tuple[str, int]:
    """What parts the cells, and how many lines stand above the header."""
    lines = re.split(r"\r\n|\r|\n", text)
    skipped = next((n for n, line in enumerate(lines) if line.strip(' ,;\t"')), 0)
    named = _NAMES_SEPARATOR.fullmatch(lines[skipped])
    if named is not None:
        return named[1], skipped + 1
    return max((",", ";", "\t"), key=lines[skipped].count), skipped


def _why(problem: csv.Error) -> str:
    if "unexpected end" in str(problem):
        return "a quotation mark is opened there and never closed"
    if "expected after" in str(problem):
        return (
            "a text goes on behind its closing quotation mark; one inside a text is written twice"
        )
    return str(problem)


def _header(cells: list[str], line: int) -> list[str]:
    """Columns without a name stay: they may hold nothing."""
    header = [cell.strip().lower() for cell in cells]
    unknown = [name for name in header if name and name not in COLUMNS]
    missing = [name for name in NEEDED if name not in header]
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if unknown or missing or twice:
        said = [f"I do not know the column {', '.join(unknown)[:200]}"] if unknown else []
        said += [f"the column {', '.join(missing)} is missing"] if missing else []
        said += [f"the column {', '.join(twice)} comes twice"] if twice else []
        columns = ", ".join(COLUMNS)
        raise UserError(
            f"Nothing was imported: line {line}: {'; '.join(said)}. The columns are: {columns}."
        )
    return header


def _check_swallowed(
    header: list[str], cells: list[str], separator: str, first: int, last: int
) -> None:
    """A quotation mark too many can also be closed by one of a later row."""
    parted = re.escape(separator)
    row = re.compile(rf"[\r\n]\s*[a-z0-9-]+{parted}({'|'.join(Kind)}){parted}")
    short = last > first and len(cells) < len(header)
    if short or any(row.search(cell) for cell in cells):
        raise UserError(
            f"Nothing was imported: line {first}: a text there goes over several lines and seems"
            " to hold further rows; look for a quotation mark that is not closed."
        )


def _cells(header: list[str], cells: list[str], line: int) -> dict[str, str]:
    """Spreadsheets leave out empty cells at the end of a row."""
    extra = [cell for cell in cells[len(header) :] if cell.strip()]
    if extra:
        raise UserError(
            f"Nothing was imported: line {line} has more cells than there are columns. A text that"
            " holds the separator belongs between quotation marks."
        )
    whole = cells + [""] * (len(header) - len(cells))
    plain = [cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell for cell in whole]
    named = list(zip(header, plain, strict=False))
    if any(cell.strip() for name, cell in named if not name):
        raise UserError(
            f"Nothing was imported: line {line} has a text in a column without a name. Give the"
            " column its name in the first line, or empty it."
        )
    return {name: cell for name, cell in named if name}


def _json_rows(text: str) -> list[Row]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise UserError(f"Nothing was imported: this is no JSON: {problem}"[:300]) from None
    if not isinstance(found, list):
        raise UserError("Nothing was imported: the JSON must be a list of entries.")
    return [Row(f"entry {number}", row) for number, row in enumerate(found, start=1)]
