"""Lines of notes that say who does what, and by when."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.actions import LONGEST_ACTION, checked_due
from bot.domain.errors import UserError

MOST_FOUND = 20
LONGEST_LINE = 500
_BEFORE = r"(?:[-*•–>]|\d+[.)]|\[[ xX]?\])?\s*(?:(?i:actions?|to do|todo)\s*[:–-]\s*)?"
_MENTION = r"<@!?\d+>"
# Before a colon any few words may name somebody; before "to", "will" or a verb, names alone.
_WHO = rf"(?:{_MENTION}|@?[^\W\d_][\w'’.&/, -]{{0,39}}?)\s*:(?!//)"
_DOES = (
    r"(?:asks|books|brings|calls|chases|checks|collects|contacts|drafts|e-?mails|finds|follows|gets"
    r"|invites|looks|makes|phones|prepares|reads|reports|rings|sends|shares|speaks|takes|talks|tells"
    r"|texts|tries|writes)"
)
_NAME = rf"(?:{_MENTION}|@?[A-Z][\w'’-]*(?: (?:and |& )?[A-Z][\w'’-]*){{0,3}})"
_NAMES = rf"(?!The )(?:{_NAME}\s+(?:to|will)\b|{_NAME}(?=\s+{_DOES}\b))"
_LINE = re.compile(
    rf"\s*{_BEFORE}\s*(?P<who>{_WHO}|{_NAMES})\s*"
    r"(?P<what>\S.*?)[\s,;(–-]+(?:due\s+)?[Bb]y:?\s+(?P<due>(?:(?!\s[Bb]y\s).){2,40}?)[\s).!]*"
)
_ENDING = re.compile(r"\s*(?::|\b(?:to|will))$")
_ONE = re.compile(r"<@!?(\d+)>")


@dataclass(frozen=True)
class Found:
    """`due` is as it was written, and can be read as a date; "" where it could not be."""

    who: str = field(repr=False)
    what: str = field(repr=False)
    due: str = field(repr=False)

    @property
    def person(self) -> int:
        """Whose mention was written; 0 for a name."""
        one = _ONE.fullmatch(self.who)
        return int(one[1]) if one else 0


def find(text: str, now: datetime, zone: ZoneInfo) -> list[Found]:
    """Return each line like `Dana: ask the ICB, by 15 Dec`, as far as a person reads it for sure.

    `now` is UTC. Lines whose date has no digit and is none are no such lines ("by e-mail").
    """
    found = []
    for line in text.splitlines():
        match = _LINE.fullmatch(line.replace("**", "")) if len(line) <= LONGEST_LINE else None
        if match is None:
            continue
        who, what = _ENDING.sub("", match["who"]).strip(), match["what"].strip()
        due = match["due"] if _is_date(match["due"], now, zone) else ""
        if (due or any(c.isdigit() for c in match["due"])) and len(what) <= LONGEST_ACTION:
            found.append(Found(who, what, due))
    return found[:MOST_FOUND]


def _is_date(words: str, now: datetime, zone: ZoneInfo) -> bool:
    try:
        checked_due(words, now, zone)
    except UserError:
        return False
    return True
