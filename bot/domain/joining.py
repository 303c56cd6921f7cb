"""How one joins a call: a link, or an invitation of Zoom, Teams or Meet as it was pasted.

It is kept as lines: the link first, then what else lets somebody in.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from bot.domain.errors import UserError

LONGEST_LINK = 2000
FREE_ZOOM_MINUTES = 40
MOST_NUMBERS = 6

_LINK = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_JOINS = re.compile(  # an invitation has other links too: options, help, more numbers
    r"zoom(gov)?\.(us|com)/(j|w|my|s)/|teams\.(microsoft|live)\.com/(l/meetup-join|meet)"
    r"|meet\.google\.com/[a-z]|webex\.com/(meet|join|\S*j\.php)",
    re.IGNORECASE,
)
_ZOOM = re.compile(r"[/.]zoom\.(us|com)/", re.IGNORECASE)
_CODE = r"(\d[\d ]{2,20}\d#?)"
# Codes are read first, so that none is taken for a number to ring.
_CODES = {
    "Code by phone": re.compile(
        rf"(?:conference id|access code|code by phone|\bpin)\)?\s*[:=]\s*{_CODE}", re.IGNORECASE
    ),
    "Meeting ID": re.compile(rf"(?:meeting|webinar) (?:id|number)\s*[:=]\s*{_CODE}", re.IGNORECASE),
    "Passcode": re.compile(
        r"\b(?:passcode|password)(?:\s*[:=]\s*|\s+(?:is\s+)?(?=\S*\d))(\S+)", re.IGNORECASE
    ),
}
_NUMBER = re.compile(r"(?<![\d#*,])(?:\+\d{1,3}|0)[\d ()\-]{7,16}\d(?![\d#])")
_ORDER = ("Meeting ID", "Passcode", "By phone", "Code by phone")


def checked_joining(typed: str) -> str:
    """May be empty; on lines, as it is kept. Raises UserError where there is no web address."""
    typed = typed.strip()
    if not typed:
        return ""
    alone = not any(c.isspace() or c in "<>" for c in typed)
    links = [typed] if alone else [each.rstrip(".,;:!?'") for each in _LINK.findall(typed)]
    links = [each for each in links if _is_address(each)]
    if not links:
        raise UserError(
            "That joining link is not a web address. Paste the whole link, like"
            " `https://zoom.us/j/123456789`, or the whole invitation; or leave it empty and add it"
            " later."
        )
    link = next((each for each in links if _JOINS.search(unquote(each))), links[0])
    if len(link) > LONGEST_LINK:
        raise UserError(
            f"That joining link has {len(link)} characters, and I keep {LONGEST_LINK}. Open it, and"
            " copy the shorter address that your browser shows."
        )
    return "\n".join([link, *_beside("" if alone else _LINK.sub(" ", typed))])


def link_of(joining: str) -> str:
    """The address alone."""
    return joining.partition("\n")[0]


def may_end_early(joining: str, minutes: int) -> bool:
    """Whether a free Zoom account would end the call before its time."""
    return minutes > FREE_ZOOM_MINUTES and bool(_ZOOM.search(unquote(link_of(joining))))


def _is_address(link: str) -> bool:
    try:
        parts = urlsplit(link)
        return parts.scheme in ("https", "http") and "." in (parts.hostname or "")
    except ValueError:
        return False


def _beside(words: str) -> list[str]:
    """What else lets somebody in, a line each; numbers in Britain first."""
    found = {}
    for label, pattern in _CODES.items():
        if (match := pattern.search(words)) is not None:
            found[label] = match[1]
            words = pattern.sub(" ", words)
    numbers: dict[str, str] = {}
    for each in _NUMBER.findall(words):
        numbers.setdefault(re.sub(r"\D", "", each), " ".join(each.split()))
    ours = sorted(numbers.values(), key=lambda each: not each.startswith(("+44", "0")))
    found["By phone"] = ", ".join(ours[:MOST_NUMBERS])
    return [f"{label}: {found[label]}" for label in _ORDER if found.get(label)]
