"""What people typed, as it is used: nothing unseen, nothing that turns a line round, and no link
that wears other words than its address."""

from __future__ import annotations

import re
import unicodedata

# Letters, marks and gaps of Unicode with nothing to see.
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e0fff]"
)
_FLAG = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{2,7}\U000e007f")
_JOINERS = "\u200c\u200d"  # of a family in one emoji, and of letters in Persian or Hindi
_STYLES = re.compile("[\ufe00-\ufe0f]")  # the coloured heart and not the black one
_LATIN_ENDS = "\u02ff"
_MOST_MARKS = 3  # on one letter: more would climb over the lines around


def clean(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    pieces, end = [], 0
    for flag in _FLAG.finditer(text):  # England's is made of signs that are nothing elsewhere
        pieces += [_seen(text[end : flag.start()]), flag[0]]
        end = flag.end()
    seen = _fewer_marks(unicodedata.normalize("NFC", "".join([*pieces, _seen(text[end:])])))
    return seen.replace("](", "] (").strip()


def is_seen(text: str) -> bool:
    """Whether anything is left of it that ink would show."""
    return any(unicodedata.category(sign)[0] in "LNPS" for sign in clean(text))


def _seen(text: str) -> str:
    kept = ""
    for at, sign in enumerate(text):
        if sign in _JOINERS:
            kept += sign if _joins(kept[-1:], text[at + 1 : at + 2]) else ""
        elif not _STYLES.match(sign) or kept[-1:].strip():
            kept += _visible(sign)
    return kept


def _joins(before: str, after: str) -> bool:
    return all(
        sign > _LATIN_ENDS and unicodedata.category(sign)[0] in "LMS" and not _BLANK.match(sign)
        for sign in (before, after)
    )


def _visible(sign: str) -> str:
    kind = unicodedata.category(sign)
    if kind in ("Zl", "Zp") or sign in "\n\r\v\f":
        return "\n"
    if kind == "Zs" or sign == "\t":
        return " "
    return "" if kind in ("Cc", "Cf", "Co", "Cs") or _BLANK.match(sign) else sign


def _fewer_marks(text: str) -> str:
    kept, marks = [], 0
    for sign in text:
        marks = marks + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        if marks <= _MOST_MARKS:
            kept.append(sign)
    return "".join(kept)
