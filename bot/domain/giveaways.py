"""What in a question might give its asker, or somebody else, away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nhs_number.validate import is_valid

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:(?:19|20)\d\d|'\d\d)"
_ROLE = r"(?:rep|representative|lead|chair|co-chair|member|volunteer|parent|mum|dad|midwife|doula)"
_KIN = r"(?:son|daughter|baby|twins|triplets|husband|wife|partner|sister|mother|mum)"


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


_PATTERNS = (
    (
        "a date, perhaps of a birth",
        _any(
            rf"\b{_DAY}\s*[/.-]\s*(?:0?[1-9]|1[0-2])\s*[/.-]\s*(?:\d{{4}}|\d\d)\b",
            r"\b(?:19|20)\d\d-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b",
            rf"\b{_DAY}\s+(?:of\s+)?{_MONTH}\b[\s,]*(?:{_YEAR}\b)?",
            rf"\b{_MONTH}\s+(?:the\s+)?{_DAY}\b[\s,]*(?:{_YEAR}\b)?",
        ),
    ),
    ("a postcode", _any(r"\b(?:gir ?0aa|[a-z]{1,2}\d[a-z\d]?\s{0,2}\d[abd-hjlnp-uw-z]{2})\b")),
    (
        "an e-mail address",
        _any(
            r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
            r"\b[\w.+-]+\s?[(\[]\s?at\s?[)\]]\s?[\w-]+(?:\s?(?:\.|[(\[]\s?dot\s?[)\]])\s?[\w-]+)+",
        ),
    ),
    ("a link, which may show who made it", _any(r"\bhttps?://[^\s<>]+", r"\bwww\.[^\s<>]+")),
    (
        "words that may point at you",
        _any(
            rf"\bas (?:the|a|an|our) (?:\w+ ){{0,3}}{_ROLE}\b(?: (?:in|of|at|for|on)\b)?",
            rf"\bi(?:['’]m| am) (?:the|one of) (?:\w+ ){{0,3}}{_ROLE}s?\b",
            rf"\bthe only (?:\w+ ){{0,2}}{_ROLE}\b",
            r"\bi(?:['’]m| am) the only\b",
            rf"\bmy {_KIN}\b(?: (?:was|were|is|are) (?:born|in|at)\b| works?\b)?",
            r"\b(?:in|at|on|from) (?:our|my) (?:trust|hospital|unit|ward|mn?vp|lmns|icb)\b",
            r"\bi (?:live|work|gave birth|had my) (?:in|at|for)\b",
            r"\b(?:as i|when i|i) (?:said|asked|told|raised|spoke|mentioned)\b",
            r"\b(?:last|this) (?:week|month|monday|tuesday|wednesday|thursday|friday|call)\b",
        ),
    ),
)
_NAMES = (
    re.compile(r"\b(?:Dr|Mr|Mrs|Ms|Miss|Prof(?:essor)?|Sister|Matron|Midwife)\.? [A-Z][\w'’-]+"),
    re.compile(r"\b(?:[Cc]alled|[Nn]amed|[Nn]ame is|[Nn]ame's|I[’']m|I am) [A-Z][\w'’-]+"),
    re.compile(r"(?<=[a-z,;:] )[A-Z][a-z]+ (?:[A-Z]['’])?[A-Z][a-z]+\b"),
    re.compile(
        r"\b(?:[A-Z][\w'’]+ ){1,4}(?:Hospitals?|Infirmary|Trust|Birth Centre|MN?VP|LMNS|ICB)\b"
    ),
)
_NUMBER = re.compile(r"(?<!\d)\d(?:[\s.-]{0,2}\d){9}(?!\d)")
_PHONE = re.compile(r"(?<![\d+])(?:\+44|0044|0)(?:[\s().-]{0,2}\d){9,10}(?!\d)")
# Parts of what people call themselves here that are no name.
COMMON = "the and for rep reps mum dad lead chair mvp mnvp nhs user"
_LONGEST_SHOWN = 60
NAMING_KINDS = (
    *("a name", "an NHS number", "a phone number"),
    *("a date, perhaps of a birth", "a postcode", "an e-mail address"),
)


@dataclass(frozen=True, repr=False)
class GiveAway:
    """Shown to the asker, never kept."""

    what: str
    found: str


def give_aways(text: str, own_names: Iterable[str]) -> list[GiveAway]:
    """Each once, in a fixed order."""
    plain = unicodedata.normalize("NFKC", text)
    found = dict.fromkeys(
        (what, " ".join(words.split())[:_LONGEST_SHOWN]) for what, words in _all(plain, own_names)
    )
    return [GiveAway(what, words) for what, words in found]


def _all(text: str, own_names: Iterable[str]) -> Iterator[tuple[str, str]]:
    yield from (("your own name", words) for words in _own(text, own_names))
    nhs_numbers = list(_nhs_numbers(text))
    yield from (("an NHS number", words) for words in nhs_numbers)
    yield from (("a phone number", words) for words in _phones(text) if words not in nhs_numbers)
    for what, pattern in _PATTERNS:
        yield from ((what, match[0]) for match in pattern.finditer(text))
    yield from (("a name", match[0]) for pattern in _NAMES for match in pattern.finditer(text))


def _own(text: str, names: Iterable[str]) -> Iterator[str]:
    wanted = {part for name in names for part in _parts(name)}
    folded = _fold(text)
    if len(folded) != len(text):  # places in the one are no places in the other
        text = folded
    for part in sorted(wanted):
        match = re.search(rf"(?<![^\W\d_]){re.escape(part)}(?![^\W\d_])", folded)
        if match is not None:
            yield text[match.start() : match.end()]


def _parts(name: str) -> Iterator[str]:
    whole = " ".join(_fold(name).split())
    if len(whole) >= 2:
        yield whole
    for part in re.split(r"[\W\d_]+", whole):
        if len(part) >= 3 and part not in COMMON.split():
            yield part


def _fold(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()


def _nhs_numbers(text: str) -> Iterator[str]:
    for match in _NUMBER.finditer(text):
        if is_valid("".join(sign for sign in match[0] if sign.isdigit())):
            yield match[0]


def _phones(text: str) -> Iterator[str]:
    import phonenumbers  # 1.5 MB, and needed only when somebody asks

    # Ours by their look, for one digit may be wrong; those of other countries by the library.
    yield from (match[0] for match in _PHONE.finditer(text))
    for found in phonenumbers.PhoneNumberMatcher(text, "GB"):
        if not _PHONE.search(found.raw_string):
            yield found.raw_string
