"""Every sentence for people who would like somebody to say hello."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from bot.domain.listeners import WEEK_PEOPLE, Hello, HelloState, Listener, is_carrying_enough
from bot.domain.times import city_of, say_when
from bot.domain.urgent_text import urgent_line, urgent_words
from bot.services.listeners import Status

NO_PLACE = (
    "The coordinators have not chosen a support channel yet, so I cannot reach a listener. Please"
    " ask one of them to use `/setup channels`."
)
NOT_WATCHED = "Nobody watches day and night."
COULD_READ = "the people who run this server could read it too."
YOU_TWO = "You two can read this, and so can the people who run this server."
SHARED_LATELY = " You shared a check-in with them lately, so they may guess that it is you."
A_MOMENT = timedelta(hours=1)
ASKED_A_MOMENT_AGO = "You asked not long ago. Listeners are parents too, so it can take a while."
OTHER_HELP = f"If it cannot wait, here is who to ring:\n{urgent_words()}"
WITHDRAWN = "It is withdrawn, and nobody has learned who asked. `/hello` asks again at any time."
CLOSED = "I am closing the thread. I hope it did you good; `/hello` asks again at any time."
CLOSED_BY_LISTENER = "I am closing the thread. Thank you for being there."
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
    "A listener wanted to come, and I could not open a private thread for the two of you. I go on"
    " asking, and `/setup check` tells coordinators why."
)
CLOSING = (
    "Your time here is at its end, so I am closing the thread. What was written stays readable to"
    f" those who were here, and the people who run this server could read it too. {urgent_line()}"
)
ANY_HOUR = "The same as above: at any hour"


class Told(Enum):
    """What coordinators learn where no listener could come."""

    AT_ONCE = "at once"
    SILENTLY = "silently"
    NOBODY = "nobody"


NONE_ON_DUTY = {
    Told.AT_ONCE: (
        "I am telling the coordinators now that somebody would like company, without your name, and"
        " one of them may come."
    ),
    Told.SILENTLY: (
        "It is night, so I call nobody: the coordinators can see that somebody waits, and I call"
        " them at 8:00. They do not learn your name before one comes."
    ),
    Told.NOBODY: "There is nobody else whom I could tell.",
}


def asked(on_duty: int, support: int, told: Told, *, shared_lately: bool = False) -> str:
    """`on_duty` listeners are being called; where none is, `told` says what becomes of it.

    `shared_lately`: the listeners may read a check-in of theirs, with their name.
    """
    guess = SHARED_LATELY if shared_lately else ""
    place = f"meets you in a private thread under <#{support}>; {COULD_READ}"
    if not on_duty:
        return (
            f"**No listener is on duty at the moment.** {NONE_ON_DUTY[told]}{guess} I will go on"
            f" asking for a day. Whoever comes {place}\n\n{OTHER_HELP}"
        )
    are = "the one listener who is" if on_duty == 1 else f"the {on_duty} listeners who are"
    later = {
        Told.NOBODY: "I will tell you.",
    }.get(told, "I will tell you, and coordinators learn that someone is waiting.")
    return (
        f"**I am asking {are} on duty.** They read only that somebody asks.{guess} Whoever comes"
        f" learns your name and {place}\nIf nobody can come within four hours, {later} After a day"
        f" I will stop. {NOT_WATCHED}\n\n{urgent_line()}"
    )


def asked_before(hello: Hello, on_duty: int, zone: ZoneInfo, now: datetime) -> str:
    """`on_duty` listeners could come now."""
    if hello.state is HelloState.CLAIMED:
        if hello.thread:
            return f"Somebody has come: you meet in <#{hello.thread}>."
        return COMING
    asked_at = datetime.fromtimestamp(hello.waiting_since, UTC)
    there = {
        0: "No listener is on duty now.",
        1: "One listener is on duty now.",
    }.get(on_duty, f"{on_duty} listeners are on duty now.")
    told = " The coordinators know that someone is waiting." if hello.told_at else ""
    since = ASKED_A_MOMENT_AGO
    if now - asked_at >= A_MOMENT:
        since = f"You have waited since {say_when(asked_at, zone, now)}, and nobody has come yet."
    return f"{since} {there}{told} I will go on asking.\n\n{OTHER_HELP}"


def nobody_yet(hello: Hello, *, night: bool) -> str:
    """The honest word, each time that coordinators were told, or could not be."""
    told = "I could not tell the coordinators either: their channel cannot be reached."
    if hello.told_at:
        told = "I have told the coordinators that someone is waiting."
        if night:
            told = "It is night: the coordinators find it there, and are called at 8:00."
    return (
        "Nobody has been able to come and say hello yet. That is not about you: everybody here is a"
        f" volunteer. {told}\nI will go on asking until <t:{hello.expires_at}:f>.\n\n{OTHER_HELP}"
    )


def others_asked(on_duty: int, told: Told) -> str:
    """To whoever pressed; `on_duty` others could come."""
    if on_duty:
        return "I am asking the other listeners now. Whoever comes next joins this thread."
    return f"No other listener is on duty at the moment. {NONE_ON_DUTY[told]}\n\n{OTHER_HELP}"


def meeting(hello: Hello) -> str:
    """The first text of the thread of two."""
    offered = (
        " They have read the check-in that you shared, and would like to say hello. You owe nobody"
        " an answer."
    )
    return (
        f"{YOU_TWO} Take your time.\n"
        f"<@{hello.asker}>, this is <@{hello.listener}>.{offered if hello.offered else ''}\n\n"
        f"The thread closes on <t:{hello.expires_at}:f>, or earlier with"
        " `We are done`. Either of you can ask for another listener, and owes no reason.\n\n"
        f"{urgent_line()}"
    )


def moved(hello: Hello, on_duty: int) -> str:
    """`on_duty` others could come."""
    said = "I am asking another listener, who will join you here."
    if not on_duty:
        said = "No other listener is on duty at the moment. I will go on asking."
    return (
        f"{said} If nobody can come within four hours, I will tell you. {urgent_line()}"
        f"\n<@{hello.asker}>"
    )


def goodbye(hello: Hello) -> str:
    expired = hello.state is HelloState.EXPIRED
    why = "Your day here is over" if expired else "Thank you both for taking the time"
    return (
        f"{why}. I am closing the thread now; you can ask again whenever you like. What was written"
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
    "You are resting. I will send you nobody until you go on duty again. Thank you for being there."
)
STILL_YOURS = "You are still in a thread with somebody: `Hand over` there asks another listener."
NO_LISTENERS_THREAD = (
    "You are on duty, and I could not let you into the listeners' thread: a coordinator can find"
    " out why with `/setup check`."
)
OFFER_REST = (
    f"That makes {WEEK_PEOPLE} people in seven days. That is a lot to carry, and I will call others"
    " for the rest of these seven days. Would you like a proper rest?"
)
NOBODY_ON_DUTY = (
    "Nobody is on duty now. Who has the listener role goes on duty with `/listener`; you give the"
    " role in Discord, under Server Settings, Members."
)
STAYING = "Good. I will call you again when these seven days have eased."
SOMEBODY_CAME = "Somebody asked for a hello, and somebody has come. Thank you."
NO_LONGER = "Somebody asked for a hello. It is no longer needed. Thank you."
NOBODY_COULD = (
    "Somebody asked for a hello, and nobody could come in time. They have been told so, with other"
    " help."
)
STILL_ON_DUTY = (
    "You have been on duty as a listener for two weeks. Are you still? Whoever needs a hello counts"
    " on it. If I hear nothing within a week, I will let you rest; `/listener` brings you back."
)
STILL_THERE = "Thank you. I will ask again in two weeks."
AT_REST = (
    "You have not said whether you still are on duty as a listener, so you are resting now. I"
    " will send you nobody; `Go on duty` in `/listener` brings you back."
)


def what_became(hello: Hello) -> str:
    """What a call says afterwards: what happened, and never who."""
    if hello.listener:
        return SOMEBODY_CAME
    return NOBODY_COULD if hello.state is HelloState.EXPIRED else NO_LONGER


def call(people: list[int]) -> str:
    """Never who asks."""
    greeting = " ".join(f"<@{person}>" for person in people)
    return (
        "Somebody would like someone to say hello. Who has a little time? Whoever presses first"
        f" meets them in a private thread; it ends after a day at the latest.\n{greeting}"
    ).strip()


def someone_is_waiting(hello: Hello, role: int, zone: ZoneInfo, now: datetime, *, at: int) -> str:
    """What coordinators read, said first at `at` (UTC seconds): never who. `role` is 0 at night."""
    greeting = f"\n<@&{role}>" if role else ""
    since = say_when(datetime.fromtimestamp(hello.waiting_since, UTC), zone, now)
    first = at == hello.waiting_since
    why = "no listener is on duty who could come" if first else "no listener has been able to come"
    return (
        f"Someone is waiting for a hello, since {since}: {why}. They are told so, with other help."
        f" Can one of you?{greeting}"
    )


def claimed(*, offer_rest: bool = False) -> str:
    rest = f"\n\n{OFFER_REST}" if offer_rest else ""
    return (
        "Thank you. I am opening a private thread for the two of you, and you will be mentioned"
        " there in a moment.\n\n"
        "You are a friendly ear, not a helpline. You need not solve anything, and please promise"
        " nobody to keep a danger secret. Hand over when it becomes too much, when you have to go,"
        " or when somebody may be hurt: `Hand over` asks another listener, a coordinator can help"
        f" you decide, and these are there for everybody:\n{urgent_words()}{rest}"
    )


def duty(stands: Status, zone: ZoneInfo, thread: int = 0) -> str:
    """For them alone; `thread` is where hellos come, 0 where that is not known."""
    mine = "## You are on duty" if stands.on_duty else "## You are resting"
    calls = f"Hellos and shared check-ins come in <#{thread}>. " if thread else ""
    others = {0: "Nobody else is", 1: "One other listener is"}.get(
        stands.others, f"{stands.others} other listeners are"
    )
    hours = _hours(stands, zone)
    return f"{mine}\n{calls}{hours}{others} on duty. {_load(stands)}{_waiting(stands)}"


def _hours(stands: Status, zone: ZoneInfo) -> str:
    if (listener := stands.listener) is None:
        return ""
    when = "" if stands.on_duty else "When you are on duty, "
    may = f"{when}I may call on you"
    if listener.begins == listener.ends:
        return f"{may} at any hour. "
    begins, ends = (f"{at // 60}:{at % 60:02}" for at in (listener.begins, listener.ends))
    return f"{may} between {begins} and {ends}, {city_of(zone)} time. "


def who_listens(listeners: list[Listener]) -> str:
    """For coordinators: all who have ever gone on duty and may still."""
    on = [f"<@{each.person}>" for each in listeners if each.on_duty]
    resting = len(listeners) - len(on)
    more = {0: "", 1: "\nOne more is resting."}.get(resting, f"\n{resting} more are resting.")
    duty = f"On duty now: {', '.join(on)}." if on else NOBODY_ON_DUTY
    return f"### Who listens\n{duty}{more}"


def _load(stands: Status) -> str:
    if stands.people == 0:
        return f"I will send you at most {WEEK_PEOPLE} people a week."
    people = "one person" if stands.people == 1 else f"{stands.people} people"
    more = "That is plenty: I will call the others" if is_carrying_enough(stands.people) else ""
    most = more or f"I will send you at most {WEEK_PEOPLE} people a week"
    return f"You were there for {people} in the last seven days. {most}."


def _waiting(stands: Status) -> str:
    if not stands.waiting or is_carrying_enough(stands.people):
        return ""
    some = "Somebody is" if len(stands.waiting) == 1 else f"{len(stands.waiting)} people are"
    if not stands.on_duty:
        return f"\n{some} waiting for a hello now: if you have a little time, `Go on duty` first."
    return f"\n{some} waiting for a hello now: press the button if you have a little time."
