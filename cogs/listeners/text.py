"""Every sentence for people who would like somebody to say hello."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.listeners import Hello, HelloState
from bot.domain.times import say_when
from bot.domain.urgent import urgent_line, urgent_words

NO_PLACE = (
    "The coordinators have not chosen a support channel yet, so I cannot reach a listener. Please"
    " ask one of them to use `/setup channels`."
)
NOT_WATCHED = "Nobody watches this server day and night, and listeners are reps like you."
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
    """Return what somebody reads after asking; `on_duty` listeners have been called.

    `shared_lately`: a check-in of theirs stands in the listeners' thread, with their name.
    """
    who = {
        0: "No listener is on duty at the moment. I go on asking, in case one comes on duty.",
        1: "I have asked the one listener who is on duty.",
    }.get(on_duty, f"I have asked the {on_duty} listeners who are on duty.")
    help_now = urgent_line() if on_duty else OTHER_HELP
    guess = SHARED_LATELY if shared_lately else ""
    return (
        f"{who} Listeners read only that somebody asks.{guess} Whoever comes learns your name and"
        f" meets you in a private thread under <#{support}>. {COULD_READ}\n"
        "If nobody can come within four hours, I tell you so, and the coordinators learn that"
        f" someone is waiting. After a day I stop asking. {NOT_WATCHED}\n\n{help_now}"
    )


def asked_before(hello: Hello, zone: str, now: datetime) -> str:
    """Return what somebody reads who has asked already."""
    if hello.state is HelloState.CLAIMED:
        if hello.thread:
            return f"Somebody has come: you meet in <#{hello.thread}>."
        return COMING
    asked_at = datetime.fromtimestamp(hello.waiting_since, UTC)
    if now - asked_at < A_MOMENT:
        return f"{ASKED_A_MOMENT_AGO}\n\n{OTHER_HELP}"
    since = say_when(asked_at, ZoneInfo(zone))
    return (
        f"Listeners have been asked on your behalf since {since}, and nobody has come yet. I go on"
        f" asking.\n\n{OTHER_HELP}"
    )


def nobody_yet(hello: Hello, *, coordinators: bool) -> str:
    """Return the honest word after four hours."""
    told = " I have told the coordinators that someone is waiting." if coordinators else ""
    return (
        "Nobody has been able to come and say hello yet. That is not about you: everybody here is a"
        f" volunteer.{told} I go on asking until <t:{hello.expires_at}:f>.\n\n{OTHER_HELP}"
    )


def meeting(hello: Hello) -> str:
    """Return the first text of the thread of two."""
    return (
        f"<@{hello.asker}>, this is <@{hello.listener}>, who has come to say hello. Take your"
        f" time.\n\n{COULD_READ} The thread closes on <t:{hello.expires_at}:f>, or earlier with"
        " `We are done`. Either of you can ask for another listener, and owes no reason.\n\n"
        f"{urgent_line()}"
    )


def moved(hello: Hello) -> str:
    """Return what stands in the thread when somebody else is asked."""
    return (
        f"<@{hello.asker}>, I am asking another listener, who will join you here. If nobody can"
        f" come within four hours, I tell you. {urgent_line()}"
    )


def goodbye(hello: Hello) -> str:
    """Return the last text of the thread."""
    expired = hello.state is HelloState.EXPIRED
    why = "A day has passed" if expired else "You are done here"
    return (
        f"{why}, so I am closing this thread. You can ask again whenever you like. What was written"
        " stays readable to those who were here, and the people who run this server could read it"
        f" too. {urgent_line()}"
    )


def thread_name(hello: Hello) -> str:
    """Return the name of the thread of two; it tells one hello from another."""
    day = datetime.fromtimestamp(hello.asked_at, UTC)
    return f"Hello {hello.id}, {day.day} {day:%B}"
