"""What the library holds: documents, terms, support lines and areas, and whether they still hold.

One shape for all four, so that search, import, export and review are one piece of work each.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

STALE_DAYS = 183
LINE_DAYS = 90
_KEY = re.compile(r"[a-z0-9][a-z0-9-]*")


class Kind(StrEnum):
    RESOURCE = "resource"
    TERM = "term"
    LINE = "line"
    AREA = "area"
    PLACE = "place"
    MOMENT = "moment"
    QUESTION = "question"


# What `/resource find` looks through; a place is reached by its whole name.
SEARCHED = tuple(kind for kind in Kind if kind is not Kind.PLACE)


class Label(StrEnum):
    """Whether a document binds anybody today. Never blurred."""

    IN_FORCE = "in force"
    PAST_POLICY = "past policy"
    AIMS_POSITION = "AIMS position"
    BACKGROUND = "background"


@dataclass(frozen=True)
class Entry:
    """An entry as it is kept, imported and exported. Lists are texts parted by commas.

    `replaced_by` holds keys of entries or plain words, parted by semicolons; `see` holds keys. A
    moment of a year has `months` (1 to 12), a `day` in words and a `question` for a trust.
    `gathered_on` is the day on which the facts were written down, `checked_on` the day on which a
    person last looked.
    """

    key: str
    kind: Kind
    title: str
    full_name: str = ""
    other_names: str = ""
    about: str = ""
    words: str = ""
    tags: str = ""
    label: Label | None = None
    note: str = ""
    replaced_by: str = ""
    replaced_since: str = ""
    see: str = ""
    publisher: str = ""
    year: str = ""
    url: str = ""
    phone: str = ""
    text: str = ""
    email: str = ""
    hours: str = ""
    needs: str = ""
    core: bool = False
    retired: bool = False
    certainty: str = ""
    source: str = ""
    gathered_on: date | None = None
    checked_on: date | None = None
    recheck_days: int = STALE_DAYS
    months: str = ""
    day: str = ""
    question: str = ""
    content_note: str = ""

    @property
    def names(self) -> list[str]:
        """Every name by which people call it, the title first."""
        return [self.title, *([self.full_name] if self.full_name else []), *parts(self.other_names)]


@dataclass(frozen=True)
class Kept:
    """`touched` means a coordinator has changed it."""

    id: int
    entry: Entry
    touched: bool = False


@dataclass(frozen=True)
class Beside:
    """`how` is newer, older, related or see."""

    of: int
    how: str
    id: int
    key: str
    title: str
    full_name: str
    label: str | None
    url: str

    @property
    def named(self) -> str:
        """The title with what it is short for."""
        return f"{self.title} ({self.full_name})" if self.full_name else self.title


COLUMNS = tuple(field.name for field in fields(Entry))


def is_key(text: str) -> bool:
    return _KEY.fullmatch(text) is not None


def parts(text: str) -> list[str]:
    return [piece.strip() for piece in text.split(",") if piece.strip()]


def successors(entry: Entry) -> list[str]:
    """Keys of entries, or words."""
    return [piece.strip() for piece in entry.replaced_by.split(";") if piece.strip()]


def needs_check(entry: Entry, today: date) -> bool:
    """The last look is too long ago, or for a line: its check ran out."""
    if entry.kind is Kind.LINE:
        return not check_in_date(entry, today)
    return is_stale(_checked(entry, today) or entry.gathered_on, entry.recheck_days, today)


def is_stale(looked_at: date | None, recheck_days: int, today: date) -> bool:
    """Also where nobody ever looked."""
    return looked_at is None or (today - looked_at).days > recheck_days


def _checked(entry: Entry, today: date) -> date | None:
    """A day that is yet to come is none."""
    day = entry.checked_on
    return day if day is not None and day <= today else None


def check_ends(entry: Entry, today: date) -> date | None:
    """The last day on which the check holds; None if nobody has checked."""
    checked = _checked(entry, today)
    if checked is None:
        return None
    # However many days a row or a file gives a number, it is believed for 90 at most.
    longest = LINE_DAYS if entry.kind is Kind.LINE else entry.recheck_days
    return checked + timedelta(days=min(entry.recheck_days, longest))


def lacks_address(entry: Entry) -> bool:
    """A core document that nobody has found on the web yet."""
    return entry.kind is Kind.RESOURCE and entry.core and not entry.url


def check_in_date(entry: Entry, today: date) -> bool:
    ends = check_ends(entry, today)
    return ends is not None and today <= ends


def numbers_differ(entry: Entry, before: Entry | None) -> bool:
    """Also where the line is new, or the numbers are now somebody else's."""
    if before is None or before.kind is not Kind.LINE:
        return True
    return _rung(entry) != _rung(before)


def numbers_mark(entry: Entry) -> int:
    """Of a line's name and numbers, to tell later whether they still stand."""
    # It stands in the id of a button, and `hash` differs from run to run.
    return zlib.crc32("\n".join(_rung(entry)).encode())


def _rung(entry: Entry) -> tuple[str, str, str]:
    """What a check is about: these numbers, and that they are this organisation's."""
    return entry.title, entry.phone, entry.text


def check_kept(entry: Entry, before: Entry | None) -> date | None:
    """The check date that an entry may carry in place of the one before.

    For a line it is that of a person who looked at these very numbers, and never a later one; a
    line that comes back may have been retired because nobody answers there.
    """
    if entry.kind is not Kind.LINE:
        return entry.checked_on
    if before is None or numbers_differ(entry, before):
        return None
    if before.retired and not entry.retired:
        return None
    if entry.checked_on is None or before.checked_on is None:
        return None
    return min(entry.checked_on, before.checked_on)


def say_age(days: int) -> str:
    """today, 12 days, 7 months, 2 years."""
    if days < 1:
        return "today"
    if days < 60:
        return "1 day" if days == 1 else f"{days} days"
    if days < 730:
        return f"{days // 30} months"
    return f"{days // 365} years"


def say_checked(entry: Entry, today: date) -> str:
    checked = _checked(entry, today)
    if checked is None:
        if entry.gathered_on is None:
            return "not yet checked"
        age = (today - entry.gathered_on).days
        if age > STALE_DAYS:
            return f"not checked for {say_age(age)}"
        return "not yet checked"
    age = (today - checked).days
    if needs_check(entry, today):
        return f"not checked for {say_age(age)}"
    return f"checked by a volunteer {_ago(age)}"


def _ago(days: int) -> str:
    return "today" if days < 1 else f"{say_age(days)} ago"


OFFERS_A_MONTH = 3
MORNING = time(9, 30)
REMIND_DAYS_BEFORE = (14, 2)
LAST_SAFE_DAY = 28


@dataclass(frozen=True)
class Offer:
    """`due_at` is the month's letter, in UTC seconds."""

    id: int
    checker: int
    person: int
    due_at: int
    part: int
    entry: int
    answered: int


@dataclass(frozen=True)
class Digest:
    """What waits for coordinators: lines with hidden numbers, stale documents, suggestions."""

    hidden: tuple[Entry, ...]
    stale: int
    waiting: int


def month_later(day: date) -> date:
    """The 28th at most."""
    return day.replace(day=min(day.day, LAST_SAFE_DAY)) + relativedelta(months=1)


def first_of_next_month(day: date) -> date:
    return month_later(day.replace(day=1))


def morning(day: date, zone: ZoneInfo) -> int:
    """Half past nine of that day in the zone, in UTC seconds."""
    return int(datetime.combine(day, MORNING, zone).astimezone(UTC).timestamp())


def reminder_days(ends: date) -> list[date]:
    return [ends - timedelta(days=days) for days in REMIND_DAYS_BEFORE]
