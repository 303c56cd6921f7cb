"""What a press on a question may do: limits, wrong codes, grants, and what was asked for.

What is known of askers is in memory only, as keyed hashes, and gone at every restart.
"""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.errors import UserError
from bot.domain.questions import (
    ANSWERS,
    DAY_SECONDS,
    GRANT_SECONDS,
    QUARTER_SECONDS,
    Entry,
    Question,
    State,
    Verb,
)
from bot.domain.receipts import PAUSE_SECONDS, TRIES
from bot.domain.retention import QUESTION_DAYS
from bot.vault import keyed_hash

GRANT_OVER = (
    "It is more than 15 minutes since you entered your receipt code, or I was started anew, so it"
    " is closed again."
    " Use `/ask` and `I have a receipt code`; nothing has been sent."
)
TOO_MANY = "That is {most} {what} in {span}, the most I take. Please try in {left}."
# A question ends 30 days after its release, so nobody's answers are counted for longer.
ANSWER_RULES = (((QUESTION_DAYS + 1) * DAY_SECONDS, ANSWERS),)
ENOUGH_ANSWERS = (
    f"You have given {ANSWERS} answers to this question, the most I pass on from one person. Thank"
    " you. In its thread you can go on talking; here is what you typed, to copy."
)
ENOUGH_NOTES = (
    f"You have written {ANSWERS} notes about this question, the most I pass on from one person."
    " Another coordinator can write to its asker; here is what you typed, to copy."
)
DECIDED = {
    Verb.RELEASE: "released",
    Verb.CHANGES: "sent back for changes",
    Verb.DECLINE: "declined",
    Verb.TAKE_DOWN: "taken down",
    Verb.CLOSE: "closed for good",
}
_KEY = secrets.token_bytes(32)


class GrantOverError(UserError):
    def __init__(self) -> None:
        super().__init__(GRANT_OVER)


def _key(person: int, about: str = "") -> bytes:
    return keyed_hash(_KEY, person, *about.encode())


class RateLimiter:
    """`rules`: how many times in how many seconds one person may do something."""

    def __init__(
        self, rules: tuple[tuple[int, int], ...], what: str = "", too_many: str = TOO_MANY
    ) -> None:
        self._rules = [(timedelta(seconds=seconds), most) for seconds, most in rules]
        self._what = what
        self._too_many = too_many
        self._taken: dict[bytes, list[datetime]] = {}

    def take(self, person: int, now: datetime, about: str = "") -> None:
        """Raises UserError when that is one too many."""
        longest = max(span for span, _ in self._rules)
        self._taken = {
            key: taken for key, taken in self._taken.items() if taken and now - taken[-1] < longest
        }
        taken = self._taken.setdefault(_key(person, about), [])
        for span, most in self._rules:
            lately = [at for at in taken if now - at < span]
            if len(lately) >= most:
                raise UserError(self._sentence(most, span, lately[0] + span - now))
        taken.append(now)

    def give_back(self, person: int, about: str = "") -> None:
        """Uncount the last one: it came to nothing."""
        if taken := self._taken.get(_key(person, about)):
            taken.pop()

    def _sentence(self, most: int, span: timedelta, wait: timedelta) -> str:
        minutes = math.ceil(wait / timedelta(minutes=1))
        left = f"{minutes} minutes" if minutes < 120 else f"{-(-minutes // 60)} hours"  # rounded up
        hour = "an hour" if span == timedelta(hours=1) else "a day"
        return self._too_many.format(most=most, what=self._what, span=hour, left=left)


class Repeats:
    """What one person presses again within a quarter of an hour: it is merged with the first.

    Or who presses again and again would read in the silence in which second the asker withdrew.
    """

    def __init__(self) -> None:
        self._over: dict[bytes, datetime] = {}

    def left(self, person: int, what: str, now: datetime, *, undone: bool) -> int:
        """The seconds that are left of its quarter; 0 for the first press, which begins one.

        What was undone meanwhile may be done again at the end, which begins another.
        """
        quarter = timedelta(seconds=QUARTER_SECONDS)
        lasting = 2 * quarter  # one that has been begun ahead; a clock set back leaves no longer
        self._over = {key: at for key, at in self._over.items() if now < at <= now + lasting}
        key = _key(person, what)
        left = self._over.get(key, now) - now
        if undone or not left:
            self._over[key] = now + left + quarter
        return math.ceil(left.total_seconds())

    def forget(self, person: int, what: str) -> None:
        """They were told that it could not be done, so they may try it again."""
        self._over.pop(_key(person, what), None)


class AttemptLimiter:
    """Wrong receipt codes: five, then a pause."""

    def __init__(self) -> None:
        self._tried: dict[bytes, tuple[int, datetime]] = {}

    def check(self, person: int, now: datetime) -> int:
        """Return how many were counted lately; nothing is. Raises UserError in the pause."""
        pause = timedelta(seconds=PAUSE_SECONDS)
        self._tried = {key: tried for key, tried in self._tried.items() if now - tried[1] < pause}
        count, last = self._tried.get(_key(person), (0, now))
        if count >= TRIES:
            minutes = math.ceil((last + pause - now) / timedelta(minutes=1))
            noun = "minute" if minutes == 1 else "minutes"
            raise UserError(
                f"The last {TRIES} codes have not fitted. Please wait {minutes} {noun}, look at"
                f" your code in peace, and try again then: you will have {TRIES} tries once more."
            )
        return count

    def start(self, person: int, now: datetime) -> int:
        """Count a try before it is judged; how many are left. Raises UserError in the pause."""
        count = self.check(person, now)
        self._tried[_key(person)] = (count + 1, now)
        return TRIES - count - 1

    def right(self, person: int) -> None:
        """The last one fitted, so it does not count."""
        if tried := self._tried.get(_key(person)):
            self._tried[_key(person)] = (tried[0] - 1, tried[1])


class Grants:
    """Random words that stand for one question for 15 minutes after a right code."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[int, datetime, str]] = {}

    def give(self, question_id: int, now: datetime, code: str) -> str:
        """Open a question; the word goes into the ids of the asker's private buttons."""
        self._held = {word: held for word, held in self._held.items() if held[1] > now}
        word = secrets.token_urlsafe(12)
        self._held[word] = (question_id, now + timedelta(seconds=GRANT_SECONDS), code)
        return word

    def question(self, word: str, now: datetime) -> int:
        """Raises GrantOverError when the time is over."""
        return self._live(word, now)[0]

    def code(self, word: str, now: datetime) -> str:
        """The receipt code, to be shown again. Raises GrantOverError."""
        return self._live(word, now)[2]

    def _live(self, word: str, now: datetime) -> tuple[int, datetime, str]:
        held = self._held.get(word)
        if held is None or held[1] <= now:
            raise GrantOverError
        return held

    def end(self, question_id: int) -> None:
        self._held = {word: held for word, held in self._held.items() if held[0] != question_id}


class Deduplicator:
    """Lets a draft be sent once, however often its button is pressed."""

    def __init__(self) -> None:
        self._seen: dict[bytes, None] = {}

    def first(self, number: int) -> bool:
        key = _key(number)
        if key in self._seen:
            return False
        self._seen[key] = None
        if len(self._seen) > 10_000:
            del self._seen[next(iter(self._seen))]  # the oldest
        return True

    def forget(self, number: int) -> None:
        self._seen.pop(_key(number), None)


CLOSED = (
    "That question has been closed meanwhile: withdrawn by its asker, or 30 days old. So nothing"
    " was released, sent back or declined, and no note reached its asker."
)
DOWN_BY_HAND = (
    "That question has been closed meanwhile: withdrawn by its asker, or 30 days old. I know it no"
    " more, so nothing is taken down. To delete what stands there, press and hold it, then Delete"
    " Message."
)
ANSWER_BACK = (
    "The question that you answered has been closed meanwhile, so your answer went nowhere. Here it"
    " is back; thank you for writing it."
)
IS_DOWN = (
    "Question {0} is being taken down: its message will say so, nothing more goes on from it, and I"
    " lock its thread. Its asker can read why. What people wrote in the thread themselves is"
    " theirs: to delete it, press and hold it, then Delete Message."
)
IS_CLOSED = (
    "Question {0} is closed: no more answers or replies are passed on. Its asker can read what"
    " stands there, and why, until day 30."
)
ANSWER_DOWN = (
    "What was said to question {0} is being taken down: its message will say so. A member who wrote"
    " it reads why in a direct message, at 9:30 or at 19:00; whoever asked, on their own page."
)
ENDED_ALREADY = "Question {0} has been taken down already."
ENDED_ON_ITS_WAY = (
    "Question {0} was on its way into its channel: it is stopped. Where its message stands there"
    " already, that says so in a moment. Its asker can read why."
)
NOT_OUT = "That of question {0} does not stand in its channel, so there is nothing to end there."
REPLY_DECIDED = "That reply to question {0} has been decided already; nothing was done."
REPLY_STOPPED = (
    "That reply to question {0} was stopped when the question was blocked or ended: it goes nowhere"
    " any more."
)
# The same words whether its asker has changed it, withdrawn it, or done nothing yet.
WENT_BACK = (
    "Question {0} has been sent back to its asker or declined since, and may have changed. Nothing"
    " was done for your press."
)
RELEASED_ALREADY = (
    "Question {0} had been released by then, so it was neither sent back nor declined."
)
CARD_CHANGED = (
    "Question {0} has a newer card since, perhaps with other words, so nothing was done. Please"
    " look at its newest message and press there."
)
NO_SUCH = "I keep no question {0}, so nothing was done for your press."
TOO_OLD = (
    "Question {0} is too old for that, so nothing is blocked: a block can do nothing any more,"
    " because what could match its asker is kept for 14 days at most, as promised."
)
NOT_POSTED = (
    "Question {0} has not come to its place in Discord yet, so nothing was done for your press."
    " `What waits` on the desk shows it and tries again; please press once more then."
)


@dataclass(frozen=True, repr=False)
class Press:
    """Who pressed, and what they typed; `card` is the review message that they looked at, `entry`
    the answer or reply that it is about, 0 for the question. Nobody (0) has pressed what is handed
    over when rows go (`question_care.on_card`): `card` is a message then, `entry` its channel.
    """

    person: int
    name: str = ""
    words: str = ""
    card: int = 0
    entry: int = 0
    coordinator: bool = False
    for_library: bool = False


@dataclass(frozen=True, repr=False)
class Done:
    """What became of a press. `said` is for who pressed alone, with what they had typed; `shown`
    are the words that were declined or taken down, for the other coordinators.
    """

    verb: Verb
    press: Press
    card_of: Question | None = None
    blocked: Question | None = None
    said: str = ""
    entry: Entry | None = None
    shown: str = ""


def what(verb: Verb, about: str, press: Press) -> str:
    """A press, to be known again; the same button on a newer card, or other words, are another."""
    return f"{verb} {about} {press.card} {press.entry} {press.words}"


def is_being_posted(question: Question, press: Press) -> bool:
    """Whether a card was looked at that stands, while Discord's word that it does was lost."""
    waits = question.seen in (State.CHANGES, State.REVIEW)
    return question.seen is State.HELD or (waits and press.card > question.review_id)


def other_card(question: Question, verb: Verb, press: Press) -> bool:
    """Whether other words were looked at; a form may have lost its message, a release has one."""
    known = press.card or verb is Verb.RELEASE
    return bool(known) and question.review_id != press.card


def too_late(question: Question, verb: Verb) -> str:
    """Why it was not done, as far as others may know; "" where it has happened as wished."""
    if question.seen in (State.RELEASING, State.OPEN):
        return "" if verb is Verb.RELEASE else RELEASED_ALREADY.format(question.id)
    why = CARD_CHANGED if question.seen is State.REVIEW else WENT_BACK
    return why.format(question.id)


def was_decided(question: Question, verb: Verb, *, reply: bool = False) -> str:
    """Without a name, and true for good."""
    what = f"A reply to question {question.id}" if reply else f"Question {question.id}"
    return f"{what}: {DECIDED[verb]}"
