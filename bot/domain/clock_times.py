"""Times of day as people in England write them: 7.30pm, 1930hrs, half seven in the evening, 7-8pm.

An hour from 1 to 11 is morning or evening: which one is asked, unless am, pm, a part of the day or
a leading nought says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time
from typing import NoReturn

from bot.domain.errors import AskError, Reading, UserError
from bot.domain.lengths import LONGEST_MINUTES, minutes_in
from bot.domain.written import NUMBERS, even

NOON, DAY = 12 * 60, 24 * 60
MOST_READINGS = 3
LONGEST_SAID = 13
EXAMPLES = "Write it like `19:30` or `7.30pm`."
NOT_A_TIME = f"I could not read that time. {EXAMPLES}"
NO_SUCH_TIME = f"There is no such time of day. {EXAMPLES}"
MIDNIGHT = re.compile(r"(?:12 )?midnight|24(?:[:.]?00)?|12 ?night")

# Hours of the twelve that a part of the day can have, and whether they are after noon.
PARTS: dict[str, tuple[Sequence[int], int]] = {
    "am": (range(13), 0),
    "pm": (range(1, 13), 12),
    "morning": (range(12), 0),
}
PARTS |= {"afternoon": ((12, *range(1, 7)), 12), "evening": (range(4, 12), 12)}
PARTS |= {"night": (range(6, 12), 12)}
_HALF = rf"(?: ?(?P<half>{'|'.join(PARTS)}))?"
_CLOCK = re.compile(
    rf"(?P<hour>\d\d?)(?:(?: ?[:.;,]{{1,2}} ?| |-)(?P<minute>\d\d)(?::00)?)?{_HALF}"
)
_DIGITS = re.compile(rf"(?P<hour>\d\d?)(?P<minute>\d\d){_HALF}")
_PAST = re.compile(
    r"(?:(?P<minute>\d\d?)(?: minutes)? past|(?P<before>5|10|20|25|\d\d? minutes) to)"
    rf" (?P<hour>\d\d?){_HALF}"
)
_LASTING = re.compile(
    r"(.+?)(?: for (.+)|,? ((?:an?|one|two|[1-8](?:\.\d\d?)?) ?(?:hours?|hrs?)|\d\d\d? ?min\w*))"
)
_BETWEEN = re.compile(r" ?- ?| to | til | till | until | and ")
_MINUTES = {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}


@dataclass(frozen=True)
class Span:
    """A time of day, and how many minutes it lasts if that was written; else 0."""

    at: time
    minutes: int = 0

    @property
    def text(self) -> str:
        """As a person would type it."""
        to = f"-{self._end():%H:%M}" if self.minutes else ""
        return f"{write_time(self.at)}{to}"

    def _end(self) -> time:
        return _clock(self.at.hour * 60 + self.at.minute + self.minutes)

    def __str__(self) -> str:
        """7.30 in the evening."""
        to = f" to {_twelve(self._end())}" if self.minutes else ""
        if not to and self.at in (time(0), time(12)):
            return "midnight, as the day begins" if self.at == time(0) else "12 noon"
        parts = ("morning", "afternoon", "evening")
        part = parts[(self.at.hour >= 12) + (self.at.hour >= 18)]
        return f"{_twelve(self.at)}{to} in the {part}"


def parse_time(text: str) -> time:
    """Read 19:30, 1930, 7.30pm or half seven in the evening.

    Raises AskError where morning or evening is left open, and else UserError with two examples.
    """
    return parse_span(text).at


def parse_span(text: str) -> Span:
    """Read a time, or a range of them; what is raised is as for parse_time."""
    match = _LASTING.fullmatch(even(text))
    whole, length = (match[1], match[2] or match[3]) if match else (even(text), "")
    words = _even_time(whole)
    minutes = minutes_in(length) if length else 0
    if MIDNIGHT.fullmatch(words):
        labels = ("Midnight as the day begins", "As it ends")
        raise AskError(
            "Midnight stands between two days. Which one do you mean?",
            *map(Reading, labels, ("00:00", "23:59")),
            field="time",
            said="midnight",
        )
    found = list(dict.fromkeys(_spans(words)))
    if length:
        found = [Span(span.at, minutes) for span in found if minutes > 0 and not span.minutes]
    if not found or len(found) > MOST_READINGS:
        has_form = re.fullmatch(r"\d\d?[:.]?\d\d ?(?:am|pm)?", words)
        raise UserError(NO_SUCH_TIME if has_form else NOT_A_TIME)
    if len(found) > 1:
        _ask(found, whole if len(whole) <= LONGEST_SAID and not length else "")
    return found[0]


def _ask(found: Sequence[Span], said: str) -> NoReturn:
    readings = [Reading(str(span), span.text) for span in found]
    typed = said or re.sub(r"(?<!\d)0|am", "", found[0].text)
    question = f"Do you mean {' or '.join(str(span) for span in found)}?"
    raise AskError(question, *readings, field="time", said=typed)


def _even_time(words: str) -> str:
    """Digits in the place of words, am and pm without dots, no small words."""
    words = re.sub(r"(?<![a-z])([ap])\.? ?m\b\.?", r"\1m", words.replace("'", ""))
    words = re.sub(r"\b(?:12 )?(?:noon|midday)\b", "12pm", words)
    words = re.sub(r"(?<=\d)h(?=\d\d)", ":", words)
    words = re.sub(r"\bo ?clock\b|(?<=\d) ?(?:hrs?|hours?|h)\b", "", words)
    words = re.sub(
        r"\b(?:in|at|the|this|a|from|between|sharp|prompt|start|onwards)\b|@", " ", words
    )
    words = words.replace("tonight", "night").replace("quarter", "15 minutes")
    words = re.sub(r"\beve\b", "evening", words)
    words = re.sub(r"\bhalf[ -]*(?:past\b)? *", "30 minutes past ", words)
    words = " ".join(_digits(word) for word in re.sub(r"(?<=[a-z])-(?=[a-z])", " ", words).split())
    words = re.sub(r"\b([2-5]0) ([1-9])\b(?!:)", lambda it: f"{it[1][0]}{it[2]}", words)
    words = re.sub(rf"^({'|'.join(PARTS)}),? (.+)", r"\2 \1", words)
    return words.strip(" .,;")


def _digits(word: str) -> str:
    if word in NUMBERS:
        return str(NUMBERS.index(word) + 1)
    return str(_MINUTES.get(word, word))


def _spans(words: str) -> Iterator[Span]:
    """Every way to read it."""
    ranges = list(_ranges(words))
    yield from ranges
    if ranges and "-" in words:  # 7-10pm is never ten past seven
        return
    alone = _times(words)
    if words == "12":
        alone = [NOON, 0]
    yield from (Span(_clock(minute)) for minute in alone)


def _ranges(words: str) -> Iterator[Span]:
    for between in _BETWEEN.finditer(words):
        begins = _times(words[: between.start()])
        end_words = words[between.end() :]
        ends = [0] if end_words == "midnight" else _times(end_words)
        if re.match(r"12\b(?!.*[a-z])", end_words):  # after 11 at night, say
            ends += [end - NOON for end in ends]
        for begin in begins:
            lasting = ((end - begin) % DAY for end in ends)
            yield from (
                Span(_clock(begin), each) for each in lasting if 0 < each <= LONGEST_MINUTES
            )


def _times(words: str) -> list[int]:
    """Minutes since midnight, of each time that words may mean; none for what is no time."""
    for pattern in (_CLOCK, _DIGITS, _PAST):
        if match := pattern.fullmatch(words):
            break
    else:
        return []
    before = int((match.groupdict().get("before") or "0").split()[0])
    minute = int(match["minute"] or 0)
    if minute > 59 or before > 59:
        return []
    hours = _hours(match["hour"], match["half"])
    return [(hour * 60 + minute - before) % DAY for hour in hours]


def _hours(written: str, half: str | None) -> Iterator[int]:
    hour = int(written)
    if hour > 23:
        return
    if half:
        hours, noon = PARTS[half]
        if hour > 12 and noon and hour - 12 in hours:  # 19:30pm
            yield hour
        elif hour in hours:
            yield hour % 12 + noon
    elif written.startswith("0") or hour >= 12:
        yield hour
    else:
        yield from (hour, hour + 12)


def write_time(at: time) -> str:
    """As a person would type it, without doubt: 19:30, 09:30, 10:30am."""
    return f"{at:%H:%M}" + ("am" if at.hour in (10, 11) else "")


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _twelve(at: time) -> str:
    return f"{at.hour % 12 or 12}" + (f".{at:%M}" if at.minute else "")
