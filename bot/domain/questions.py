"""Anonymous questions: their states, holds, limits and receipts (SPEC 6)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import IntEnum, StrEnum
from random import Random
from zoneinfo import ZoneInfo

from bot.domain.errors import UserError
from bot.domain.times import instant

LONGEST_QUESTION = 1800
LONGEST_NOTE = 1000
HOLD_SECONDS = (2 * 60, 15 * 60)
MORNING = time(8)
MORNING_SECONDS = 2 * 60 * 60
DAY_SECONDS = 24 * 60 * 60
KEPT_SECONDS = 30 * DAY_SECONDS
PROMISE_SECONDS = 2 * DAY_SECONDS
BLOCK_SECONDS = 14 * DAY_SECONDS
GRANT_SECONDS = 15 * 60
TRIES, PAUSE_SECONDS = 5, 15 * 60
ASKS = ((60 * 60, 3), (DAY_SECONDS, 10))
REPLIES = ((60 * 60, 10), (DAY_SECONDS, 30))
FEW_MEMBERS = 30
FIRST_NUMBER, LAST_NUMBER = 100_000, 999_999
SECRET_DIGITS = 16


class CodeRefusedError(UserError):
    """A receipt code that opens nothing; another may be tried at once."""


class State(StrEnum):
    """Where a question stands; CLOSING is withdrawn, with only the public sign still to come."""

    HELD = "held"
    REVIEW = "review"
    CHANGES = "changes"
    DECLINED = "declined"
    RELEASING = "releasing"
    OPEN = "open"
    CLOSING = "closing"


class Said(StrEnum):
    """Whose words an entry holds."""

    ANSWER = "answer"
    REPLY = "reply"


class Told(IntEnum):
    """Whether the asker, having asked for it, knows that there is news."""

    NOT_YET = 0
    TOLD = 1
    UNREACHABLE = 2


@dataclass(frozen=True, repr=False)
class Question:
    """A question as it is kept: words and return address sealed, instants in UTC seconds.

    `handle` stands in the ids of public buttons, so that none carries the number.
    """

    id: int
    handle: str
    state: State
    pseudonym: str
    sealed_text: bytes
    sealed_note: bytes | None
    receipt: str | None
    tag: bytes | None
    address: bytes | None
    told: Told
    shared: bool
    blocked: bool
    review_place: int
    review_id: int
    thread_place: int
    thread_id: int
    released_at: int | None
    ends_at: int | None
    answered: bool


@dataclass(frozen=True, repr=False)
class Entry:
    """An answer or a reply. The name is who answered, kept only until the answer is posted."""

    id: int
    question_id: int
    place: int
    said: Said
    sealed_text: bytes
    sealed_name: bytes | None
    posted: bool


@dataclass(frozen=True, repr=False)
class Block:
    """The tag of a question whose asker may ask no more, until the instant (UTC seconds)."""

    question_id: int
    tag: bytes
    ends_at: int


@dataclass(frozen=True, repr=False)
class Receipt:
    """What the asker is given once: the question's number and sixteen digits."""

    number: int
    secret: str

    def __str__(self) -> str:
        groups = [self.secret[start : start + 4] for start in range(0, SECRET_DIGITS, 4)]
        return "-".join((str(self.number), *groups))

    @property
    def hashed(self) -> str:
        """The text that goes through the slow hash."""
        return f"{self.number}:{self.secret}"


def read_receipt(text: str) -> Receipt:
    """Read a receipt code however it is spaced.

    Raises CodeRefusedError when digits are missing or too many.
    """
    plain = re.sub(r"\b[^\W\d_]+\b", "", text).translate(str.maketrans("OoIlL", "00111"))
    digits = "".join(str(int(sign)) for sign in re.findall(r"\d", plain))
    wanted = len(str(FIRST_NUMBER)) + SECRET_DIGITS
    if len(digits) != wanted:
        raise CodeRefusedError(_miscounted(len(digits), wanted))
    return Receipt(int(digits[:-SECRET_DIGITS]), digits[-SECRET_DIGITS:])


def code_refused(left: int) -> UserError:
    """What to say of a well-formed code that opens nothing; `left`: tries before the pause."""
    why = (
        "That code opens no question that I still keep: a digit may be wrong, or the question has"
        " been closed."
    )
    minutes = PAUSE_SECONDS // 60
    if not left:
        return UserError(
            f"{why} That was the last of {TRIES} tries. Please wait {minutes} minutes; then you"
            f" have {TRIES} once more."
        )
    tries = "1 try" if left == 1 else f"{left} tries"
    return CodeRefusedError(
        f"{why} You have {tries} left. {minutes} minutes after the last wrong code the count starts"
        f" again, with {TRIES} tries."
    )


def _miscounted(count: int, wanted: int) -> str:
    if count == wanted - 1:
        head = "One digit seems to be missing"
    elif count < wanted:
        head = f"{wanted - count} digits seem to be missing"
    elif count == wanted + 1:
        head = "One digit seems to be too many"
    else:
        head = f"{count - wanted} digits seem to be too many"
    has = f"a receipt code has {wanted} digits and this has {count or 'none'}"
    return f"{head}: {has}. You have not used up a try."


def held_until(now: datetime, chance: Random) -> datetime:
    """The random instant, 2 to 15 minutes on, until which words without a name are held."""
    return now + timedelta(seconds=chance.randint(*HOLD_SECONDS))


def release_at(now: datetime, morning: bool, zone: ZoneInfo, chance: Random) -> datetime:
    """The random instant (UTC) at which held words go on: in 2 to 15 minutes, or next morning."""
    if not morning:
        return held_until(now, chance)
    wall = now.astimezone(zone)
    day = wall.date() + timedelta(days=0 if wall.hour < MORNING.hour - 1 else 1)
    start = instant(day, MORNING, zone)
    return start + timedelta(seconds=chance.randrange(MORNING_SECONDS))


def check_words(text: str, longest: int = LONGEST_QUESTION) -> None:
    """Raise UserError when cleaned words are empty or too long."""
    if not text:
        raise UserError("There are no words in it yet. Press Edit and write your question.")
    if len(text) > longest:
        raise UserError(
            f"This has {len(text):,} characters, and {longest:,} is the most that can go out"
            " in one message. Press Edit to shorten it; your words are below."
        )


def is_overdue(question: Question, now: datetime) -> bool:
    """Whether an open question has had no answer for 48 hours."""
    if question.state is not State.OPEN or question.answered or question.released_at is None:
        return False
    return now >= datetime.fromtimestamp(question.released_at + PROMISE_SECONDS, UTC)
