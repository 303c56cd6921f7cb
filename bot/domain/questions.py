"""Anonymous questions: their states, holds, limits and receipts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from random import Random
from zoneinfo import ZoneInfo

from bot.domain.errors import UserError
from bot.domain.times import instant

LONGEST_QUESTION = 1800
LONGEST_QUOTED = 1830  # with two signs more a line; what stands above it fits one message as well
LONGEST_NOTE = 1000
LONGEST_QUOTED_NOTE = 1500  # of what it is quoted in, a message of 2,000 holds the sentences too
HOLD_SECONDS = (2 * 60, 15 * 60)
MORNING, NIGHT_ENDS = time(8), time(5)
MORNING_SECONDS = 2 * 60 * 60
DAY_SECONDS = 24 * 60 * 60
PROMISE_SECONDS = 2 * DAY_SECONDS
BLOCK_DAYS = 14
MOMENT_SECONDS = (5, 50)
QUARTER_SECONDS = 15 * 60
GRANT_SECONDS = 15 * 60
ANSWERS = 5
# Seconds, and how many of one person in them.
ASKS = ((60 * 60, 3), (DAY_SECONDS, 10))
REPLIES = ((60 * 60, 10), (DAY_SECONDS, 30))
FEW_MEMBERS = 30


class State(StrEnum):
    """CLOSING is withdrawn, with only the public sign still to come.

    Others are shown `Question.seen`: what an asker does changes the state at once, and what is
    seen only after a hold.
    """

    HELD = "held"
    REVIEW = "review"
    CHANGES = "changes"
    DECLINED = "declined"
    RELEASING = "releasing"
    OPEN = "open"
    CLOSING = "closing"


class Ending(StrEnum):
    """How coordinators ended a question. Its asker can still read it; the asker's own ending and
    the thirtieth day are states, because they alone destroy."""

    NONE = ""
    CLOSED = "closed"
    TAKEN_DOWN = "taken_down"


class Said(StrEnum):
    """A note is from a coordinator, to the asker alone."""

    ANSWER = "answer"
    REPLY = "reply"
    NOTE = "note"


class EntryState(StrEnum):
    """Replies pass through all of them, answers are held and posted.

    STOPPED: it was held when its question was blocked or ended, and goes nowhere.
    """

    HELD = "held"
    REVIEW = "review"
    RELEASING = "releasing"
    POSTED = "posted"
    DECLINED = "declined"
    STOPPED = "stopped"
    TAKEN_DOWN = "taken_down"


class Verb(StrEnum):
    """What somebody other than its asker decides about a question."""

    RELEASE = "release"
    CHANGES = "changes"
    DECLINE = "decline"
    ANSWER = "answer"
    BLOCK = "block"
    TAKE_DOWN = "take_down"
    CLOSE = "close"
    NOTE = "note"


@dataclass(frozen=True, repr=False)
class Question:
    """Words and return address are sealed, instants are UTC seconds.

    `handle` stands in the ids of public buttons, so that none carries the number. `block_until`
    is the last day (UTC, days since 1970) on which a block can hold, once it has been seen.
    `waits_since` is the first look (at 9:30 or 19:00) at which it stood in the review channel.
    """

    id: int
    handle: str
    state: State
    pseudonym: str
    sealed_text: bytes
    sealed_note: bytes | None = None
    receipt: str | None = None
    tag: bytes | None = None
    address: bytes | None = None
    shared: bool = False
    blocked: bool = False
    review_place: int = 0
    review_id: int = 0
    thread_place: int = 0
    thread_id: int = 0
    released_at: int | None = None
    ends_at: int | None = None
    answered: bool = False
    seen: State = State.HELD
    block_until: int | None = None
    news: bytes | None = None
    waits_since: int | None = None
    ending: Ending = Ending.NONE
    reported: int = 0


@dataclass(frozen=True, repr=False)
class Entry:
    """An answer, a reply or a note. The name is who answered, `sealed_why` what coordinators wrote
    to a decline or take-down. The card is in the review channel, the message in the thread.
    """

    id: int
    question_id: int
    place: int
    said: Said
    state: EntryState
    sealed_text: bytes
    sealed_name: bytes | None = None
    sealed_why: bytes | None = None
    card_place: int = 0
    card_id: int = 0
    message_id: int = 0
    reported: int = 0


@dataclass(frozen=True, repr=False)
class Decision:
    """What was pressed about a question (its handle; for a block its number), sealed.

    `acted`: it is carried out, and only its card may still have to be changed.
    """

    id: int
    about: str
    verb: Verb
    sealed: bytes
    acted: bool = False


@dataclass(frozen=True, repr=False)
class News:
    """A direct message that says "there is news": its random mark, and where it stands, or 0."""

    mark: int
    channel: int = 0
    message: int = 0


@dataclass(frozen=True, repr=False)
class Block:
    """The tag of a question whose asker may ask no more, until the instant (UTC seconds)."""

    question_id: int
    tag: bytes
    ends_at: int


def held_until(now: datetime, chance: Random) -> datetime:
    """A random instant, 2 to 15 minutes on."""
    return now + timedelta(seconds=chance.randint(*HOLD_SECONDS))


def held_behind(now: int, other: int, chance: Random) -> int:
    """A random instant (UTC seconds), 2 to 15 minutes on, and after another that is held so."""
    first, last = (now + seconds for seconds in HOLD_SECONDS)
    first = max(first, other + 1)
    return chance.randint(first, max(first, last))


def quarter_after(now: int) -> int:
    """The first quarter of an hour to come after the shortest hold (UTC seconds)."""
    return -(-(now + HOLD_SECONDS[0]) // QUARTER_SECONDS) * QUARTER_SECONDS


def block_until(due_at: int) -> int:
    """The last day (UTC, days since 1970) on which a block can hold, from the end of its hold.

    A hold may have begun on the day before, and the key of a day lives so many days with it.
    """
    return due_at // DAY_SECONDS - 1 + BLOCK_DAYS - 1


def release_at(now: datetime, morning: bool, zone: ZoneInfo, chance: Random) -> datetime:
    """A random instant (UTC): in 2 to 15 minutes, or next morning."""
    if not morning:
        return held_until(now, chance)
    day = now.astimezone(zone).date() + timedelta(days=not is_night(now, zone))
    return instant(day, MORNING, zone) + timedelta(seconds=chance.randrange(MORNING_SECONDS))


def is_night(now: datetime, zone: ZoneInfo) -> bool:
    """Whether the next morning is that of the same day, as for whoever has not slept yet."""
    return now.astimezone(zone).time() < NIGHT_ENDS


def quoted(text: str) -> str:
    """Every line as a quotation, so that no words of anybody's pass for the bot's own."""
    return "\n".join(f"> {line}" for line in text.split("\n"))


def check_words(text: str) -> None:
    """Raises UserError when cleaned words are empty or too long."""
    if not text:
        raise UserError("There are no words in it yet. Press `Try again` and write them.")
    if len(text) > LONGEST_QUESTION:
        raise UserError(
            f"This has {len(text):,} characters, and {LONGEST_QUESTION:,} is the most that can go"
            " out in one message. Press `Try again` to shorten it; your words are below."
        )
    if len(quoted(text)) > LONGEST_QUOTED:
        raise UserError(
            f"This has {text.count(chr(10)) + 1} lines, too many for one message of this length."
            " Press `Try again` and put some lines together; your words are below."
        )


def check_note(text: str) -> None:
    """Raises UserError when a cleaned note or reason is empty, too long, or has too many lines: it
    is quoted in one message, below a sentence."""
    if not text or len(text) > LONGEST_NOTE:
        raise UserError(f"Please write between 1 and {LONGEST_NOTE:,} characters.")
    if len(quoted(text)) > LONGEST_QUOTED_NOTE:
        raise UserError(
            f"This has {text.count(chr(10)) + 1} lines, too many for one message. Please put some"
            " of them together."
        )


def is_overdue(question: Question, now: datetime) -> bool:
    """Without an answer for 48 hours since it was released, as far as others know."""
    if question.answered or question.released_at is None or question.ending:
        return False
    return now >= datetime.fromtimestamp(question.released_at + PROMISE_SECONDS, UTC)


# No first name, nor a word that reads like one before Finch or Swift: a member who bears it would
# be taken for the asker.
_FIRST = (
    "Blue Brave Bright Busy Calm Cheerful Clear Coastal Copper Cosy Crisp Curious Dapper Deep"
    " Early Easy Evening Fair Fresh Friendly Frosty Gentle Glad Golden Green Hardy"
    " Honest Kind Leafy Light Lively Loyal Mellow Moonlit Morning Neat"
    " Patient Plucky Proud Quiet Ready Russet Rustic Shady Silver Snowy Spring Steady Still"
    " Tidy Wandering Warbling Warm Winter Wise"
)
_SECOND = (
    "Acorn Alder Badger Beech Bilberry Birch Blackbird Bluebell Bramble Brambling Bulrush"
    " Buttercup Chestnut Cricket Curlew Dormouse Dunlin Fieldfare Finch Foxglove Goldcrest"
    " Goldfinch Gull Harbour Hare Hawthorn Hedgehog Heron Hornbeam Kestrel Kingfisher Lapwing"
    " Lark Magpie Mallard Maple Meadow Moss Nightingale Nuthatch Oak Otter Owl Pebble Plover"
    " Puffin Redwing Sandpiper Siskin Snowdrop Sparrow Squirrel Starling Swallow Swan Swift"
    " Teasel Thistle Thrush Wagtail Walnut Woodpecker Yarrow"
)
FIRST, SECOND = tuple(_FIRST.split()), tuple(_SECOND.split())


def pseudonym(taken: Collection[str], chance: Random) -> str:
    """One that no other question kept now bears."""
    while True:
        name = f"{chance.choice(FIRST)} {chance.choice(SECOND)}"
        if name not in taken:
            return name
