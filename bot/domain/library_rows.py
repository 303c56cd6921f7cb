"""One row of an imported file: checked, and turned into an entry."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from bot.domain.library import COLUMNS, LINE_DAYS, STALE_DAYS, Entry, Kind, Label, is_key, parts
from bot.domain.library_texts import LONGEST_ADDRESS, check_address, check_mailbox, check_texts
from bot.domain.line_numbers import check_phone, check_text_number
from bot.domain.rep_year import check_months
from bot.domain.support import FROM_CODE, NEEDS, SHOWN, STAY_AS_THEY_ARE
from bot.domain.typed_text import clean, is_seen

NEEDED = ("key", "kind", "title")
AS_THEY_STAND = ("key", "kind", "url", "phone", "text", "email")  # refused, and never mended
KEPT_AS_DATES = ("gathered_on", "checked_on")
LONGEST = {"key": 64, "title": 200, "about": 600, "words": 600, "note": 600, "url": LONGEST_ADDRESS}
LONGEST_OTHER = 300
YES, NO = ("yes", "y", "true", "1"), ("", "no", "n", "false", "0")
MOST_DAYS = 3650
CLOCKS_DIFFER = timedelta(days=31)
EARLIEST = date(2020, 1, 1)  # nobody looked at anything for this library before
_TURNS_ROUND = re.compile("[\u202a-\u202e\u2066-\u2069]")
_WITH_SLASHES = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d\d)")


def entry_of(row: Mapping[str, str], today: date) -> Entry:
    """Raises ValueError with the reason in words."""
    if not isinstance(row, Mapping):
        raise ValueError("this is no entry")
    wrong = [name for name in row if name not in COLUMNS]
    if wrong:
        raise ValueError(f"I do not know the column {wrong[0]}")
    first = FROM_CODE.get(_text("key", row.get("key", "")))
    texts = {name: _text(name, row.get(name, _in_code(first, name))) for name in COLUMNS}
    for name in NEEDED:
        if not is_seen(texts[name]):
            raise ValueError(f"the {name} is missing")
    if first is not None:
        _check_unchanged(first, texts)
    check_texts(texts)
    values: dict[str, Any] = {**texts, **_checked(texts, today)}
    return Entry(**values)


def _in_code(first: Entry | None, name: str) -> str:
    return str(getattr(first, name) or "") if first is not None and name in SHOWN else ""


def _check_unchanged(first: Entry, texts: Mapping[str, str]) -> None:
    given = {**texts, "retired": "" if texts["retired"].lower() in NO else texts["retired"]}
    changed = [name for name in SHOWN if given[name] != _in_code(first, name)]
    if changed:
        raise ValueError(f"{STAY_AS_THEY_ARE} (this would change: {', '.join(changed)})")


def longest(name: str) -> int:
    """In characters."""
    return LONGEST.get(name, LONGEST_OTHER)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str | int | bool):
        raise ValueError(f"{name} is no text")
    text = str(value).replace("\r\n", "\n").replace("\r", "\n").strip()
    if name == "words":  # its form takes several lines, and nobody reads where they end
        text = ", ".join(line.strip(" ,") for line in text.split("\n") if line.strip(" ,"))
    if any(unicodedata.category(mark) in ("Cc", "Cs") for mark in text.replace("\n", "")):
        raise ValueError(f"{name} holds characters that cannot be shown")
    if _TURNS_ROUND.search(text):
        raise ValueError(f"{name} holds a hidden sign that turns the line round; type it anew")
    text = text if name in AS_THEY_STAND else clean(text)
    if len(text) > longest(name):
        raise ValueError(f"{name} has {len(text)} characters; {longest(name)} is the most")
    return text


def _checked(texts: Mapping[str, str], today: date) -> dict[str, Any]:
    if not is_key(texts["key"]):
        raise ValueError("the key may hold small letters, digits and hyphens only")
    if texts["kind"] not in tuple(Kind):
        raise ValueError(f"{texts['kind']} is no kind of entry; write {', '.join(Kind)}")
    kind = Kind(texts["kind"])
    strange = [need for need in parts(texts["needs"]) if need not in NEEDS]
    if strange:
        raise ValueError(f"{strange[0]} is no need; write {', '.join(NEEDS)}")
    for name, check in CHECKS.items():
        if texts[name]:
            check(texts[name])
    return {
        "kind": kind,
        "label": _label(kind, texts["label"]),
        "core": _flag("core", texts["core"]),
        "retired": _flag("retired", texts["retired"]),
        "gathered_on": _day("gathered_on", texts["gathered_on"], today),
        "checked_on": _day("checked_on", texts["checked_on"], today),
        "recheck_days": _days(kind, texts["recheck_days"]),
    }


CHECKS = {
    "url": check_address,
    "phone": check_phone,
    "text": check_text_number,
    "email": check_mailbox,
    "months": check_months,
}


def _label(kind: Kind, text: str) -> Label | None:
    if kind is not Kind.RESOURCE:
        if text:
            raise ValueError("only a resource has a label")
        return None
    if text not in tuple(Label):
        raise ValueError(f"a resource needs one of the labels {', '.join(Label)}")
    return Label(text)


def _flag(name: str, text: str) -> bool:
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise ValueError(f"{name} is yes or nothing")


def _day(name: str, text: str, today: date) -> date | None:
    if not text:
        return None
    try:
        found = next(iter(day_readings(text)), None) or date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{name} is no date; write it like 2026-12-08") from None
    # An export is read back where the clock of another computer runs behind; a check is not.
    latest = today + CLOCKS_DIFFER if name == "gathered_on" else today
    if found > latest:
        raise ValueError(f"{name} lies in the future, and nobody has looked then")
    if found < EARLIEST:
        raise ValueError(f"{name} lies before {EARLIEST.year}; write the day of the last look")
    return found


def day_readings(text: str) -> list[date]:
    """Of a day with slashes, as spreadsheets write it: with the day first, then with the month
    first; those that the calendar has."""
    slashes = _WITH_SLASHES.fullmatch(text)
    if slashes is None:
        return []
    one, other, year = map(int, slashes.groups())
    found = []
    for month, day in ((other, one), (one, other)):
        with suppress(ValueError):
            found.append(date(year if year > 99 else 2000 + year, month, day))
    return found


def _days(kind: Kind, text: str) -> int:
    if not text:
        return LINE_DAYS if kind is Kind.LINE else STALE_DAYS
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= MOST_DAYS:
        raise ValueError(f"recheck_days is a number of days from 1 to {MOST_DAYS}")
    return int(text)
