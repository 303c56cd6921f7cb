"""Every sentence for listeners, and for coordinators when someone is waiting."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.listeners import WEEK_PEOPLE, Hello
from bot.domain.times import say_when
from bot.domain.urgent import urgent_words
from bot.services.listeners import Status

ROLE_MISSING = (
    "The coordinators have not chosen a listener role yet. Please ask one of them to use"
    " `/setup roles`."
)
NOT_A_LISTENER = (
    "That is for people with the listener role. If you would like to listen, tell a coordinator:"
    " they can give you the role."
)
REST = "You are resting. Nobody is sent to you until `/listener on`. Thank you for being there."
STILL_YOURS = " You are still in a thread with somebody: `Hand over` there asks another listener."
NO_THREAD = (
    "You are on duty, and I could not let you into the listeners' thread: a coordinator can find"
    " out why with `/setup check`."
)
OFFER_REST = (
    f"That makes {WEEK_PEOPLE} people in seven days. That is a lot to carry, and I call others for"
    " the rest of these seven days. Would you like a proper rest?"
)
STAYING = "Good. I call you again when these seven days have eased."
SOMEBODY_CAME = "Somebody asked for a hello, and somebody has come. Thank you."
NO_LONGER = "Somebody asked for a hello. It is no longer needed. Thank you."


def call(people: list[int]) -> str:
    """Return the call in the listeners' thread: never who asks."""
    greeting = " ".join(f"<@{person}>" for person in people)
    return (
        f"{greeting}\nSomebody would like someone to say hello. Who has a little time? Whoever"
        " presses first meets them in a private thread; it ends after a day at the latest."
    ).strip()


def someone_is_waiting(hello: Hello, role: int, zone: str) -> str:
    """Return what coordinators read after four hours: never who."""
    greeting = f"<@&{role}> " if role else ""
    since = say_when(datetime.fromtimestamp(hello.waiting_since, UTC), ZoneInfo(zone))
    return (
        f"{greeting}Someone is waiting for a hello since {since}, and no listener has been able to"
        " come. They have been told so, with other help. Can one of you?"
    )


def claimed() -> str:
    """Return what the listener reads after pressing."""
    return (
        "Thank you. I am opening a private thread for the two of you, and you will be mentioned"
        " there in a moment.\n\n"
        "You are a friendly ear, not a helpline. You need not solve anything, and please promise"
        " nobody to keep a danger secret. Hand over when it becomes too much, when you have to go,"
        " or when somebody may be hurt: `Hand over` asks another listener, a coordinator can help"
        f" you decide, and these are there for everybody:\n{urgent_words()}"
    )


def on_duty(status: Status, thread: int) -> str:
    """Return what follows going on duty."""
    return (
        f"You are on duty. Calls come in <#{thread}>, and shared check-ins as well. {_load(status)}"
        f" `/listener off` rests, at any moment.{_waiting(status)}"
    )


def status(stands: Status) -> str:
    """Return how a listener stands, for them alone."""
    duty = stands.listener is not None and stands.listener.on_duty
    mine = "You are on duty." if duty else "You are resting. `/listener on` puts you on duty."
    others = {0: "Nobody else is", 1: "One other listener is"}.get(
        stands.others, f"{stands.others} other listeners are"
    )
    return f"{mine} {others} on duty. {_load(stands)}{_waiting(stands)}"


def _load(stands: Status) -> str:
    if stands.people == 0:
        return f"I send you at most {WEEK_PEOPLE} people a week."
    people = "one person" if stands.people == 1 else f"{stands.people} people"
    return f"You were there for {people} in the last seven days; {WEEK_PEOPLE} people are the most."


def _waiting(stands: Status) -> str:
    if not stands.waiting:
        return ""
    some = "Somebody is" if len(stands.waiting) == 1 else f"{len(stands.waiting)} people are"
    return f"\n{some} waiting for a hello now: press the button if you have a little time."
