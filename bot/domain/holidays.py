"""Days that everybody in England calls by name, and that fall on one day without doubt."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from dateutil.easter import easter

FIXED = {
    r"christmas eve": (12, 24),
    r"christmas day": (12, 25),
    r"boxing day": (12, 26),
    r"new years? eve|nye": (12, 31),
    r"new years? day": (1, 1),
    r"(?:st )?valentines(?: day)?": (2, 14),
    r"halloween": (10, 31),
    r"bonfire night|guy fawkes(?: night)?": (11, 5),
}
FROM_EASTER = {
    r"pancake day|shrove tuesday": -47,
    r"good friday": -2,
    r"easter(?: sunday| day)": 0,
    r"easter monday": 1,
}


def holiday(name: str) -> Callable[[int], date] | None:
    """Which day that is in a year; `name` is in small letters, without apostrophes."""
    for pattern, (month, day) in FIXED.items():
        if re.fullmatch(pattern, name):
            return lambda year: date(year, month, day)
    for pattern, days in FROM_EASTER.items():
        if re.fullmatch(pattern, name):
            return lambda year: easter(year) + timedelta(days=days)
    return None
