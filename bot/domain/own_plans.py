"""How far a partnership has come with its plan for continuity of carer: dated steps, no target."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.dates import say_day
from bot.domain.errors import Problems, UserError
from bot.domain.times import nearest_instant
from bot.domain.written_dates import parse_date

LONGEST_OWNER = 150
FOLLOW_UP = timedelta(weeks=4)
FURTHEST = timedelta(days=2 * 366)
FROM_PARTNERSHIPS = 5
MOST_ROUNDS = 10
LOOK_AT = time(9, 30)
DAYS = ("asked", "promised", "received", "dated", "review", "look")


class Stage(IntEnum):
    NONE = 0
    ASKED = 1
    PROMISED = 2
    RECEIVED = 3


@dataclass(frozen=True, repr=False)
class OwnPlan:
    """Wall dates. `dated`, `owner` (a role), `staffing`, `priority` and `review` are what it says;
    `look`: when to look again. `history`: earlier rounds, in words."""

    asked: date | None = None
    promised: date | None = None
    promised_on: date | None = None
    received: date | None = None
    owner: str = ""
    dated: date | None = None
    review: date | None = None
    staffing: bool = False
    priority: bool = False
    look: date | None = None
    counted: bool = False
    history: tuple[str, ...] = ()


def written(plan: OwnPlan) -> str:
    return json.dumps(asdict(plan), default=str, ensure_ascii=False)


def read(text: str) -> OwnPlan:
    held: dict[str, Any] = json.loads(text)
    known = {field.name for field in fields(OwnPlan)}
    for name in (*DAYS, "promised_on"):
        held[name] = date.fromisoformat(held[name]) if held.get(name) else None
    held["history"] = tuple(held.get("history", ()))
    return OwnPlan(**{name: value for name, value in held.items() if name in known})


def sent(plan: OwnPlan, today: date) -> OwnPlan:
    """The letter is out: an answer is looked for four weeks later."""
    if plan.asked is not None:
        raise UserError(
            f"You asked for the plan on {say_day(plan.asked)} already. `How far we are` changes"
            " that, and `A new round` begins again."
        )
    return replace(plan, asked=today, look=today + FOLLOW_UP)


def with_steps(plan: OwnPlan, typed: dict[str, str], today: date) -> OwnPlan:
    """`typed`: days by `asked`, `promised`, `received`, `look`; an empty one is none.

    Raises UserError for what cannot have been in that order, AskError for what has two readings.
    """
    problems = Problems()
    asked = problems.take(lambda: _past(typed["asked"], today, "asked"), None)
    promised = problems.take(lambda: _ahead(typed["promised"], today, "promised"), None)
    received = problems.take(lambda: _past(typed["received"], today, "received"), None)
    look = problems.take(lambda: _ahead(typed["look"], today, "look"), None)
    problems.tell()
    if asked is None and (promised or received):
        raise UserError(
            "Write when you asked for it as well: what was promised or came follows that."
        )
    for day, what in ((promised, "promised for"), (received, "received")):
        if asked and day and day < asked:
            raise UserError(
                f"It cannot be {what} {say_day(day)}, before you asked on {say_day(asked)}. Please"
                " look at both days."
            )
    if look and look < today and look != plan.look:
        raise UserError(f"{say_day(look)} has already passed. Choose a later day to look again.")
    changed = promised != plan.promised
    promised_on = (today if promised else None) if changed else plan.promised_on
    return replace(
        plan,
        asked=asked,
        promised=promised,
        promised_on=promised_on,
        received=received,
        look=look,
    )


def with_words(
    plan: OwnPlan, typed: dict[str, str], today: date, *, staffing: bool, priority: bool
) -> OwnPlan:
    """What it says: `owner`, `dated`, `review`. Raises UserError."""
    if plan.received is None:
        raise UserError("Write first when it came, with `How far we are`.")
    owner = " ".join(typed["owner"].split())
    if len(owner) > LONGEST_OWNER:
        raise UserError(
            f"The owner has {len(owner)} characters and takes {LONGEST_OWNER}: a role is enough."
        )
    problems = Problems()
    dated = problems.take(lambda: _past(typed["dated"], today, "dated"), None)
    review = problems.take(lambda: _ahead(typed["review"], today, "review"), None)
    problems.tell()
    return replace(
        plan, owner=owner, dated=dated, review=review, staffing=staffing, priority=priority
    )


def _past(text: str, today: date, field: str) -> date | None:
    """A day up to today: without a year, the last of that name."""
    if not text.strip():
        return None
    been = [
        day
        for written in (text, *(f"{text}{by}{today.year - ago}" for ago in (0, 1) for by in " /"))
        if (day := _tried(written, today)) is not None and day <= today
    ]
    if been:
        return been[0]
    day = parse_date(text, today, field)
    raise UserError(
        f"{say_day(day)} has not come yet. Write the day on which it was, with its year."
    )


def _tried(text: str, today: date) -> date | None:
    try:
        return parse_date(text, today)
    except UserError:
        return None


def _ahead(text: str, today: date, field: str) -> date | None:
    """A day that may lie ahead: what was promised may have passed."""
    if not text.strip():
        return None
    day = parse_date(text, today, field)
    if day - today > FURTHEST:
        raise UserError("That is more than two years away. Check the year of the date.")
    return day


def look_at(day: date, zone: ZoneInfo) -> datetime:
    """UTC."""
    return nearest_instant(datetime.combine(day, LOOK_AT), zone)


def stage_on(plan: OwnPlan, day: date) -> Stage:
    """How far it had come by the end of a day."""
    if plan.received and plan.received <= day:
        return Stage.RECEIVED
    if plan.promised_on and plan.promised_on <= day:
        return Stage.PROMISED
    return Stage.ASKED if plan.asked and plan.asked <= day else Stage.NONE


def lines(plan: OwnPlan) -> list[str]:
    """Dated, in their order."""
    found = []
    if plan.asked:
        found.append(f"{say_day(plan.asked)}: asked for")
    if plan.promised:
        found.append(f"promised for {say_day(plan.promised)}")
    if plan.received:
        found.append(f"{say_day(plan.received)}: received")
    return found


def a_new_round(plan: OwnPlan) -> OwnPlan:
    """What was goes into the history."""
    if not lines(plan):
        raise UserError(
            "Nothing has happened in this round yet, so there is no need for a new one."
        )
    told = "; ".join(lines(plan))
    return OwnPlan(counted=plan.counted, history=(*plan.history, told)[-MOST_ROUNDS:])


def network_line(furthest: Iterable[Stage]) -> str:
    """One sentence, from five partnerships on; else ""."""
    stages = [each for each in furthest if each is not Stage.NONE]
    if len(stages) < FROM_PARTNERSHIPS:
        return ""
    came = sum(each is Stage.RECEIVED for each in stages)
    promised = sum(each is Stage.PROMISED for each in stages)
    return (
        f"Of {len(stages)} partnerships that asked for their plan, {came or 'none'}"
        f" {'has' if came == 1 else 'have'} received it, and {promised or 'none'} more"
        f" {'has' if promised == 1 else 'have'} a day for it."
    )
