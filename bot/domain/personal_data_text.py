"""What `See everything` says of a person's row: one function a declaration."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, TypeAlias

from bot.domain.checkins import FEELING_NAMES, Audience, Feeling, Stage
from bot.domain.dates import say_day
from bot.domain.listeners import HelloState
from bot.domain.reminders import parse_before, say_before

Row: TypeAlias = dict[str, Any]
ANSWERS = {"going": "going", "maybe": "maybe", "declined": "you cannot make it"}
REMINDED = {
    "thread": "I will remind you in the call's thread.",
    "none": "You chose to have no reminders.",
}
RHYTHMS = {"week": "every week", "fortnight": "every two weeks", "month": "every four weeks"}
STAGES = {
    Stage.QUIET: " I am quiet now, since two questions found no answer.",
    Stage.UNREACHABLE: " I have stopped, since my direct message could not reach you.",
}
HELLOS = {
    HelloState.WAITING: "Nobody has come yet.",
    HelloState.CLAIMED: "It is open.",
    HelloState.WITHDRAWN: "You withdrew it.",
    HelloState.CLOSED: "It is over.",
    HelloState.EXPIRED: "Its time is over.",
}


def call(row: Row) -> str:
    """Monthly call, Tuesday 8 December 2026."""
    if not row.get("call"):
        return "A call"
    return f"{row['call']}, {say_day(datetime.fromisoformat(row['call_starts']).date())}"


def answer_to_call(row: Row) -> str:
    return f"{call(row)}: {ANSWERS[row['answer']]}."


def unnamed(_row: Row) -> str:
    return "The cards of calls count you and do not show your name."


def call_job(row: Row) -> str:
    return f"{call(row)}: you {'host it' if row['job'] == 'host' else 'take its notes'}."


def arrangement(row: Row) -> str:
    return f"{call(row)}: {row.get('wanted', 'something to arrange')}."


def topic(row: Row) -> str:
    words = row.get("sort") == "words"
    left = row.get("topic", "words" if words else "a topic")
    return f"{call(row)}{', to be read out' if words else ''}: {left}"


def notes_wanted(row: Row) -> str:
    return f"{call(row)}: I will tell you when its notes are up."


def action(row: Row) -> str:
    due = say_day(date.fromisoformat(row["due_on"]))
    done = "done" if row["state"] == "done" else "still to do"
    return f"{row.get('action', 'An action')}, by {due}: {done}. It comes from {call(row)}."


def reminders(row: Row) -> str:
    if row["how"] != "dm":
        return REMINDED[row["how"]]
    before = say_before(parse_before(row["before"])) if row["before"] else "before"
    closed = "" if row["reachable"] else " Those do not arrive, so I use the call's thread."
    return f"I will remind you by direct message, {before} each call.{closed}"


def notice(row: Row) -> str:
    return f"Since <t:{row['since']}:f>: {row['text']}"


def suggestion(row: Row) -> str:
    what = "You suggested" if row["entry"] is None else "You reported something about"
    named = " ".join(part for part in (row["title"], row["url"]) if part)
    decided = " A coordinator has decided." if row["outcome"] else ""
    return f"{what} {named}{': ' if row['why'] else '.'}{row['why']}{decided}"


def checker(_row: Row) -> str:
    return "I offer you three entries to check each month."


def checkin(row: Row) -> str:
    weekday = f"{date.fromisoformat(row['first_day']):%A}s"
    asked = f"I ask you {RHYTHMS[row['every']]}, {weekday} at {row['wall_time']}."
    last = f" I last asked on <t:{row['last_prompt']}:D>." if row["last_prompt"] else ""
    until = row["paused_until"]
    rest = f" You asked me to rest until {say_day(date.fromisoformat(until))}." if until else ""
    return asked + last + rest + STAGES.get(row["stage"], "")


def checkin_answer(row: Row) -> str:
    listeners = row["audience"] == Audience.LISTENERS
    seen = "The listeners may see it." if listeners else "Only you can see it."
    counted = " It is counted in the monthly line." if row["counted"] else ""
    feeling = FEELING_NAMES[Feeling(row["feeling"])]
    return f"On <t:{row['answered_at']}:D> you said: {feeling}. {seen}{counted}"


def checkin_words(row: Row) -> str:
    return f"On <t:{row['answered_at']}:D> you wrote: {row['words']}"


def answer_given(row: Row) -> str:
    return f"You answered question {row['question']}: {row['words']}"


def listener(row: Row) -> str:
    hours = " and ".join(f"{row[at] // 60}:{row[at] % 60:02}" for at in ("begins", "ends"))
    asked = f" On <t:{row['asked_at']}:D> I asked whether you still are." if row["asked_at"] else ""
    duty = "on duty" if row["on_duty"] else "resting"
    return f"You are {duty}, since <t:{row['since']}:f>; your hours are between {hours}.{asked}"


def checkin_read(_row: Row) -> str:
    return "You have read a check-in that somebody shared, and they were told."


def safeguarding(row: Row) -> str:
    return f"You are the safeguarding {row['role']}."


def buddy(row: Row) -> str:
    rests = ", and rest at the moment" if row["resting"] else ""
    return f"Since <t:{row['since']}:D> you take part in the monthly pairing{rests}."


def buddy_member(row: Row) -> str:
    other = " You asked for somebody else." if row["wants_other"] else ""
    return f"You were paired in a thread (pairing {row['group_id']}).{other}"


def hello_asked(row: Row) -> str:
    came = f" <@{row['listener']}> came." if row["listener"] else ""
    stands = HELLOS[row["state"]] + came
    met = f" Your thread: <#{row['thread']}>." if row["thread"] else ""
    told = f" Coordinators were told on <t:{row['told_at']}:f>, not who." if row["told_at"] else ""
    asked = "you asked for somebody to say hello"
    if row.get("offered"):
        asked = "a listener who had read your check-in wanted to say hello"
    return f"On <t:{row['asked_at']}:f> {asked}. {stands}{met}{told}"


def hello_came(row: Row) -> str:
    thread = f" Your thread: <#{row['thread']}>." if row["thread"] else ""
    return f"You came to <@{row['asker']}>, who asked on <t:{row['asked_at']}:f>.{thread}"


def visit(row: Row) -> str:
    return f"On <t:{row['came_at']}:f> you came to somebody."


def own_partnership(row: Row) -> str:
    chosen = row.get("partnership", "a partnership") or "none"
    seen = " Others here see that." if row["shown"] else " Nobody else here sees that."
    said = f" You kept how it is set up: {row['setup']}." if row["setup"] else ""
    quiet = f" Cards without an answer: {row['unanswered']}." if row.get("unanswered") else ""
    return f"Your partnership: {chosen}.{seen}{said}{quiet}"


def own_plan(row: Row) -> str:
    owner = f" Its owner: {row['owner']}." if row.get("owner") else ""
    return f"Our plan: {row.get('plan') or 'nothing yet'}.{owner}"


def own_meeting(row: Row) -> str:
    when = datetime.fromisoformat(row["wall_start"])
    named = f"{row.get('title', 'A meeting of your own')}, {say_day(when.date())}, {when:%H:%M}."
    about = f" It is about: {row['theme'].lower()}." if row.get("theme") else ""
    return f"{named}{about} {row.get('points', '')}".rstrip()


def own_meeting_words(row: Row) -> str:
    return f"On <t:{row['kept_at']}:D> you kept: {row['words']}"


def departure(row: Row) -> str:
    return f"On <t:{row['left_at']}:D> I noticed that you had left."
