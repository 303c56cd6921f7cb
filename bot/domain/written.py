"""What people type for dates and times, made even: small letters, whole names, plain signs."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from bot.domain.errors import UserError
from bot.domain.spelling import name_index, nearest

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
NEAR = ("today", "tonight", "tomorrow")
NUMBERS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"),
    *("tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth"),
    *("seventeenth", "eighteenth", "nineteenth", "twentieth"),
)
# How names are cut, heard and thumbed; two letters are enough for a day of the week.
SHORT = {day[:2]: day for day in DAYS} | {
    "weds": "wednesday",
    "wensday": "wednesday",
    "wendsday": "wednesday",
    "wedsday": "wednesday",
    "thrs": "thursday",
    "tmrw": "tomorrow",
    "tmw": "tomorrow",
    "tomoz": "tomorrow",
    "tomoro": "tomorrow",
    "tomro": "tomorrow",
    "tomrw": "tomorrow",
    "tonite": "tonight",
    "nxt": "next",
    "wk": "week",
    "wks": "weeks",
    "fortnite": "fortnight",
    "xmas": "christmas",
    "noon": "midday",
}
# Words that are no slip of a name, though they may look like one.
_NO_SLIPS = """
    week weeks weekly fortnight fortnights month months monthly day days year years next last this
    coming after before the of in on at to from for and or mid end early late morning afternoon
    yesterday evening night midday midnight half quarter past till until every each other time times
    minute minutes hour hours soon some date eve boxing christmas easter good bonfire halloween
    oclock
"""
KNOWN = frozenset((*_NO_SLIPS.split(), *(f"{day}s" for day in DAYS), *NUMBERS, *ORDINALS))
_HARMLESS = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("‘’ʼ´`", "'"),
        **dict.fromkeys('()[]“”"!', " "),
        "\\": "/",
    }
)


def even(text: str) -> str:
    """Raises UserError for signs that cannot be seen and change what is read."""
    text = unicodedata.normalize("NFKC", text.translate(_HARMLESS).translate(_SIGNS)).lower()
    if any(unicodedata.category(sign) in ("Cf", "Co", "Cs") for sign in text):
        raise UserError(
            "There is a sign in that which cannot be seen. Please type it once more by hand, like"
            " `Tue 8 Dec`, `8/12/2026` or `7.30pm`."
        )
    return " ".join(text.split())


def name_of(word: str) -> str:
    """The whole name of a day, a month, today, tonight or tomorrow that a word stands for; else
    the word."""
    if word in SHORT:
        return SHORT[word]
    if word in KNOWN or not word.isalpha():
        return word
    return _mended(word)


@cache
def _mended(word: str) -> str:
    """Beginnings, then one slip; in a long word two, with the same first letter; and letters that
    are doubled or not."""
    names = (*DAYS, *MONTHS, *NEAR)
    found = name_index(word, names)
    if found is not None:
        return names[found]
    doubled = [name for name in names if len(word) >= 5 and _single(word) == _single(name)]
    if len(doubled) == 1:
        return doubled[0]
    if len(word) < 8:
        return word
    near = nearest(word, [name for name in names if name[0] == word[0] and len(name) >= 8])
    return near or word


def _single(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)
