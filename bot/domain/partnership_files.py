"""Partnerships as a CSV file: written, and read back whole or not at all."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.domain.errors import UserError
from bot.domain.partnerships import COLUMNS, TEXTS, Partnership, checked, key_of, with_texts
from bot.domain.typed_text import clean

MOST_PROBLEMS = 10
MOST_ROWS = 1000
# A cell that begins so is run by spreadsheets, unless a ' stands before it.
_FORMULA = re.compile(r"'*[=+\-@\t]")


def is_ours(data: bytes) -> bool:
    """Whether the first line names the columns of partnerships, not those of the library."""
    head = data[:1000].decode("utf-8", "replace").lstrip("\ufeff").partition("\n")[0].lower()
    return {"name", "trusts"} <= {cell.strip(' "\r') for cell in re.split(r"[,;\t]", head)}


def write_csv(every: Sequence[Partnership]) -> bytes:
    """As Excel opens it rightly: a byte order mark, no live formulas."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for each in every:
        day = each.checked_on.isoformat() if each.checked_on else ""
        row = [*(getattr(each, name) for name in TEXTS), day]
        writer.writerow([f"'{cell}" if _FORMULA.match(cell) else cell for cell in row])
    return out.getvalue().encode("utf-8-sig")


def read_csv(data: bytes, today: date) -> list[Partnership]:
    """Raises UserError naming each bad line and why."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    head = text.partition("\n")[0]
    separator = max((",", ";", "\t"), key=head.count)
    try:
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error as problem:
        raise UserError(f"Nothing was imported: the file cannot be read: {problem}.") from None
    unknown = {name for row in rows for name in row if name not in COLUMNS}
    if unknown or len(rows) > MOST_ROWS or not rows:
        raise UserError(
            f"Nothing was imported. A file has 1 to {MOST_ROWS} rows, and the columns are:"
            f" {', '.join(COLUMNS)}."
        )
    return _checked(rows, today)


def _checked(rows: list[dict[str, str]], today: date) -> list[Partnership]:
    found: dict[str, Partnership] = {}
    problems: list[str] = []
    for line, row in enumerate(rows, start=2):
        try:
            each = _read(row, today)
            if (key := key_of(each.name) or each.name) in found:
                raise UserError(f"{each.name} stands there twice.")
            found[key] = each
        except UserError as problem:
            problems.append(f"- row {line}: {clean(str(problem))[:200]}")
    if problems:
        more = len(problems) - MOST_PROBLEMS
        end = f"\n- and {more} more" if more > 0 else ""
        shown = "\n".join(problems[:MOST_PROBLEMS])
        raise UserError(f"Nothing was imported. Mend these and try again:\n{shown}{end}")
    return list(found.values())


def _read(row: dict[str, str], today: date) -> Partnership:
    cells = {name: clean((row.get(name) or "").strip()) for name in COLUMNS}
    texts = {
        name: cell[1:] if cell[:1] == "'" and _FORMULA.match(cell) else cell
        for name, cell in cells.items()
    }
    written, day = texts.pop("checked_on"), None
    if written:
        try:
            day = date.fromisoformat(written)
        except ValueError:
            raise UserError(f"{written} is no day. Write it like 2026-11-25.") from None
        if day > today:
            raise UserError(f"{written} has not come yet.")
    return replace(checked(with_texts(Partnership(""), texts)), checked_on=day)
