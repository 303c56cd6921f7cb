"""Numbers to ring and to text: what looks like one, and what a spreadsheet made of one.

A number is shown with nothing beside it but an option or an extension: words there could send
people elsewhere, and no check is about words.
"""

from __future__ import annotations

import re
import unicodedata

_DIALLED = r"(?:option|press|extension|ext\.?) ?[0-9]{1,6}"
_SHORT = re.compile(r"999|112|111|101|105|119|116 ?[0-9]{3}")
_RING = re.compile(
    r"(?P<number>[+(]?[0-9][0-9 \u00a0()-]*[0-9])"
    rf"(?:,? (?:then )?{_DIALLED}| \({_DIALLED}\))?",
    re.IGNORECASE,
)
_ONE_PAIR = re.compile(r"[^()]*(?:\([0-9]+\)[^()]*)?")
_TO_TEXT = re.compile(r"(?:[A-Za-z]{1,20} to )?(?P<number>[+0-9][0-9 \u00a0-]*[0-9])")
_SHORT_TO_TEXT = re.compile(r"[1-9][0-9]{4,5}")
_LOST_A_DIGIT = (9, 10)  # digits of a British number without its first 0
_GAP = r"[\s().\-\u2010-\u2015/]{0,3}"
_MENTIONED = re.compile(
    rf"(?<!\d)(?:\+{_GAP}44|0)(?:{_GAP}\d){{9}}"
    r"|(?<!\d)0[38]\d\d ?\d{4}(?!\d)"  # 0800 1111
    r"|(?<!\d)116[ -]?(?!123(?!\d))\d{3}(?!\d)"
    r"|\btext\s+(?:(?:\S+\s+){0,4}to\s+)?[1-9]\d{4,5}(?!\d)",
    re.IGNORECASE,
)
_DAY_OR_HOUR = re.compile(
    r"(?<!\d)(?:\d{1,2}([-/.])\d{1,2}\1(?:19|20)\d\d"
    r"|(?:19|20)\d\d([-/.])\d{1,2}\2\d{1,2}"
    r"|[0-2]?\d[.:][0-5]\d)(?!\d)"
)
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
    if found is None or not _ONE_PAIR.fullmatch(found["number"]):
        raise ValueError(NO_PHONE)
    number = found["number"]
    if _SHORT.fullmatch(number) or _british(number):
        return
    lost = number[0] not in "+0(" and sum(map(str.isdigit, number)) in _LOST_A_DIGIT
    raise ValueError(LOST_NOUGHT if lost else NO_PHONE)


def check_text_number(text: str) -> None:
    """Raise ValueError unless it is one, with the word to send before it or not."""
    found = _TO_TEXT.fullmatch(text)
    if found is None:
        raise ValueError(NO_TEXT)
    number = found["number"]
    if not _SHORT_TO_TEXT.fullmatch(number) and not _british(number):
        raise ValueError(NO_TEXT)


def can_be_rung(phone: str, text: str) -> bool:
    """Whether what is kept for a line would be taken as its numbers today."""
    try:
        if phone:
            check_phone(phone)
        if text:
            check_text_number(text)
    except ValueError:
        return False
    return True


def mentions_number(words: str) -> bool:
    """A number to ring or to text, other than 999, 111 and 116 123; days, hours and document
    numbers are none."""
    seen = words if words.isascii() else _as_seen(words)
    return _MENTIONED.search(_DAY_OR_HOUR.sub("-day-", seen)) is not None


def _as_seen(words: str) -> str:
    plain = unicodedata.normalize("NFKC", words)
    return "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")


def _british(number: str) -> bool:
    if not number.lstrip("(").startswith(("0", "+44")):
        return False
    import phonenumbers  # late, as in giveaways

    try:
        parsed = phonenumbers.parse(number, "GB")
    except phonenumbers.NumberParseException:
        return False
    national = str(parsed.national_number)
    # New ranges come into use before a library knows them, so ten digits are enough.
    usual = len(national) == 10 and national[0] in "12378"
    dear = national.startswith("9")  # ringing 09 costs several pounds
    known = usual or phonenumbers.is_valid_number(parsed)
    return parsed.country_code == 44 and known and not dear
