"""Every sentence for people who would like somebody to say hello."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.listeners import WEEK_PEOPLE, Hello, HelloState, Listener
from bot.domain.times import say_when
from bot.domain.urgent_text import urgent_line, urgent_words
from bot.services.listeners import Status

NO_PLACE = (
    "The coordinators have not chosen a support channel yet, so I cannot reach a listener. Please"
    " ask one of them to use `/setup channels`."
)
NOT_WATCHED = "Nobody watches day and night: listeners are reps like you."
COULD_READ = "The people who run this server could read it too."
SHARED_LATELY = " You shared a check-in with them lately, so they may guess that it is you."
A_MOMENT = timedelta(hours=1)
ASKED_A_MOMENT_AGO = (
    "Listeners have been asked on your behalf, not long ago. They are parents too, so it can take a"
    " while. I go on asking."
)
OTHER_HELP = f"If it cannot wait, here is who to ring:\n{urgent_words()}"
WITHDRAWN = "It is withdrawn, and nobody has learned who asked. `/hello` asks again at any time."
CLOSED = "It is closed. Thank you for having come here. `/hello` asks again at any time."
BEING_ASKED = "I am asking the other listeners now. Whoever comes next joins this thread."
COMING = (
    "Somebody has come. I am opening a private thread for the two of you; you will be mentioned"
    " there in a moment."
)
NOBODY_CAME = (
    "You asked for somebody to say hello, and nobody could come within a day. I am sorry. It says"
    " nothing about you: listeners are few, and have small children too. You can ask again with the"
    f" button, or with `/hello` in the server.\n\n{OTHER_HELP}"
)
NO_THREAD = (
    "A listener wanted to come, and I could not open a private thread for the two of you. The"
    " coordinators have been told."
)


def asked(on_duty: int, support: int, *, shared_lately: bool = False) -> str:
    """`on_duty` listeners have been called.

    `shared_lately`: a check-in of theirs stands in the listeners' thread, with their name.
    """
    who = {
        0: "No listener is on duty at the moment. I go on asking, in case one comes on duty.",
        1: "I have asked the one listener who is on duty.",
    }.get(on_duty, f"I have asked the {on_duty} listeners who are on duty.")
    help_now = urgent_line() if on_duty else OTHER_HELP
    guess = SHARED_LATELY if shared_lately else ""
    return (
        f"**{who}**\nListeners read only that somebody asks.{guess} Whoever comes learns your name"
        f" and meets you in a private thread under <#{support}>. {COULD_READ}\n"
        "If nobody can come within four hours, I tell you so, and coordinators learn that someone"
        f" is waiting. After a day I stop. {NOT_WATCHED}\n\n{help_now}"
    )


def asked_before(hello: Hello, zone: str, now: datetime) -> str:
    if hello.state is HelloState.CLAIMED:
        if hello.thread:
            return f"Somebody has come: you meet in <#{hello.thread}>."
        return COMING
    asked_at = datetime.fromtimestamp(hello.waiting_since, UTC)
    if now - asked_at < A_MOMENT:
        return f"{ASKED_A_MOMENT_AGO}\n\n{OTHER_HELP}"
    since = say_when(asked_at, ZoneInfo(zone), now)
    return (
        f"Listeners have been asked on your behalf since {since}, and nobody has come yet. I go on"
        f" asking.\n\n{OTHER_HELP}"
    )


def nobody_yet(hello: Hello, *, coordinators: bool) -> str:
    """The honest word after four hours."""
    told = " I have told the coordinators that someone is waiting." if coordinators else ""
    return (
        "Nobody has been able to come and say hello yet. That is not about you: everybody here is a"
        f" volunteer.{told}\nI go on asking until <t:{hello.expires_at}:f>.\n\n{OTHER_HELP}"
    )


def meeting(hello: Hello) -> str:
    """The first text of the thread of two."""
    return (
        "Here the two of you can say hello. Take your time.\n"
        f"<@{hello.asker}>, this is <@{hello.listener}>.\n\n{COULD_READ} The thread"
        f" closes on <t:{hello.expires_at}:f>, or earlier with"
        " `We are done`. Either of you can ask for another listener, and owes no reason.\n\n"
        f"{urgent_line()}"
    )


def moved(hello: Hello) -> str:
    return (
        "I am asking another listener, who will join you here. If nobody can come within four"
        f" hours, I tell you. {urgent_line()}\n<@{hello.asker}>"
    )


def goodbye(hello: Hello) -> str:
    expired = hello.state is HelloState.EXPIRED
    why = "A day has passed" if expired else "You are done here"
    return (
        f"{why}, so I am closing this thread. You can ask again whenever you like. What was written"
        " stays readable to those who were here, and the people who run this server could read it"
        f" too. {urgent_line()}"
    )


def thread_name(hello: Hello) -> str:
    """It tells one hello from another."""
    day = datetime.fromtimestamp(hello.asked_at, UTC)
    return f"Hello {hello.id}, {day.day} {day:%B}"


ROLE_MISSING = (
    "The coordinators have not chosen a listener role yet. Please ask one of them to use"
    " `/setup roles`."
)
NOT_A_LISTENER = (
    "That is for people with the listener role. If you would like to listen, tell a coordinator:"
    " they can give you the role."
)
REST = (
    "You are resting. Nobody is sent to you until you go on duty again. Thank you for being there."
)
STILL_YOURS = "You are still in a thread with somebody: `Hand over` there asks another listener."
NO_LISTENERS_THREAD = (
    "You are on duty, and I could not let you into the listeners' thread: a coordinator can find"
    " out why with `/setup check`."
)
OFFER_REST = (
    f"That makes {WEEK_PEOPLE} people in seven days. That is a lot to carry, and I call others for"
    " the rest of these seven days. Would you like a proper rest?"
)
NOBODY_ON_DUTY = (
    "Nobody is on duty now. Who has the listener role goes on duty with `/listener`; you give the"
    " role in Discord, under Server Settings, Members."
)
STAYING = "Good. I call you again when these seven days have eased."
SOMEBODY_CAME = "Somebody asked for a hello, and somebody has come. Thank you."
NO_LONGER = "Somebody asked for a hello. It is no longer needed. Thank you."


def call(people: list[int]) -> str:
    """Never who asks."""
    greeting = " ".join(f"<@{person}>" for person in people)
    return (
        "Somebody would like someone to say hello. Who has a little time? Whoever presses first"
        f" meets them in a private thread; it ends after a day at the latest.\n{greeting}"
    ).strip()


def someone_is_waiting(hello: Hello, role: int, zone: str, now: datetime) -> str:
    """What coordinators read after four hours: never who."""
    greeting = f"\n<@&{role}>" if role else ""
    since = say_when(datetime.fromtimestamp(hello.waiting_since, UTC), ZoneInfo(zone), now)
    return (
        f"Someone is waiting for a hello since {since}, and no listener has been able to"
        f" come. They have been told so, with other help. Can one of you?{greeting}"
    )


def claimed() -> str:
    return (
        "Thank you. I am opening a private thread for the two of you, and you will be mentioned"
        " there in a moment.\n\n"
        "You are a friendly ear, not a helpline. You need not solve anything, and please promise"
        " nobody to keep a danger secret. Hand over when it becomes too much, when you have to go,"
        " or when somebody may be hurt: `Hand over` asks another listener, a coordinator can help"
        f" you decide, and these are there for everybody:\n{urgent_words()}"
    )


def duty(stands: Status, thread: int = 0) -> str:
    """For them alone; `thread` is where calls come, 0 where that is not known."""
    on = stands.listener is not None and stands.listener.on_duty
    mine = "## You are on duty" if on else "## You are resting"
    calls = f"Calls come in <#{thread}>, and shared check-ins as well. " if thread else ""
    others = {0: "Nobody else is", 1: "One other listener is"}.get(
        stands.others, f"{stands.others} other listeners are"
    )
    return f"{mine}\n{calls}{others} on duty. {_load(stands)}{_waiting(stands)}"


def who_listens(listeners: list[Listener]) -> str:
    """For coordinators: all who have ever gone on duty and may still."""
    on = [f"<@{each.person}>" for each in listeners if each.on_duty]
    resting = len(listeners) - len(on)
    more = {0: "", 1: "\nOne more is resting."}.get(resting, f"\n{resting} more are resting.")
    duty = f"On duty now: {', '.join(on)}." if on else NOBODY_ON_DUTY
    return f"### Who listens\n{duty}{more}"


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
