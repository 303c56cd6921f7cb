"""Numbers to ring and to text: what looks like one, and what a spreadsheet made of one."""

from __future__ import annotations

import re

_SHORT = re.compile(r"999|112|111|101|105|119|116 ?[0-9]{3}")
_RING = re.compile(
    r"(?P<number>[+(]?[0-9][0-9 \u00a0()-]*[0-9])"
    r"(?P<more>[ ,(]*(?:then|ext\.?|extension|option|press) ?[a-z0-9 ()]{1,40})?",
    re.IGNORECASE,
)
_TO_TEXT = re.compile(r"(?:[A-Za-z0-9]{1,20} to )?(?P<number>[+0-9][0-9 \u00a0-]*[0-9])")
_SHORT_TO_TEXT = re.compile(r"[1-9][0-9]{4,5}")
_LOST_A_DIGIT = (9, 10)
_MOST_DIGITS_BEHIND = 6
NO_PHONE = (
    "the phone is no telephone number; write it like 0808 157 0142 or 116 123, and other words in"
    " the note"
)
LOST_NOUGHT = (
    "the phone has lost its first 0, as happens in spreadsheets; write it whole, in a column that"
    " is formatted as text"
)
NO_TEXT = "the text is no number to text; write it like SHOUT to 85258 or 07700 900123"


def check_phone(text: str) -> None:
    """Raise ValueError unless this is a number to ring in the United Kingdom, or a short one like
    116 123; an option or an extension may follow."""
    found = _RING.fullmatch(text)
    if found is None or len(_digits(found["more"] or "")) > _MOST_DIGITS_BEHIND:
        raise ValueError(NO_PHONE)
    number = found["number"]
    if _SHORT.fullmatch(number) or _british(number):
        return
    lost = number[0] not in "+0(" and len(_digits(number)) in _LOST_A_DIGIT
    raise ValueError(LOST_NOUGHT if lost else NO_PHONE)


def check_text_number(text: str) -> None:
    """Raise ValueError unless this is a number to text, with the word to send before it or not."""
    found = _TO_TEXT.fullmatch(text)
    if found is None:
        raise ValueError(NO_TEXT)
    number = found["number"]
    if not _SHORT_TO_TEXT.fullmatch(number) and not _british(number):
        raise ValueError(NO_TEXT)


def _british(number: str) -> bool:
    if not number.lstrip("(").startswith(("0", "+44")):
        return False
    import phonenumbers  # slow to import, and needed seldom

    try:
        parsed = phonenumbers.parse(number, "GB")
    except phonenumbers.NumberParseException:
        return False
    national = str(parsed.national_number)
    # New ranges come into use before a library knows them, so ten digits are enough.
    usual = len(national) == 10 and national[0] in "12378"
    return parsed.country_code == 44 and (usual or phonenumbers.is_valid_number(parsed))


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign in "0123456789")
