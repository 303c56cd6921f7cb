"""Every sentence about a call that is changed, cancelled or put into a calendar."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.changes import is_for_all
from bot.domain.meetings import Counts, Meeting
from bot.domain.reminders import Before
from bot.domain.rhythms import Series, next_wall, say_series
from bot.domain.times import nearest_instant, say_both, say_when
from bot.services.changes import News
from bot.services.series import NextDate
from cogs.meetings import text
from cogs.meetings.review_text import lapses
from cogs.meetings.text import name, own_time, when

NO_LINK_IN_IT = (
    "The link is not in it, because it can change. On the day press `Joining link` on the call's"
    " card."
)
UPDATES = (
    "It reminds you a quarter of an hour before. After a change come back for a new file: most"
    " calendars then update what they have."
)
NONE_TO_ADD = "No call is announced at the moment, so there is nothing to add to a calendar yet."
BY_BUTTON = (
    "`Google` and `Outlook` open a form that is filled in. If the call moves, change it there too."
)
SUBSCRIBE = (
    "`Subscribe` keeps all our calls up to date: press and hold it to copy its address, and add"
    " that to your calendar as a URL."
)
OFF = (
    "If this file put it into your calendar before, open this new one: it marks it there as"
    " cancelled. Some calendars then take it out, others keep it for you to delete. What you added"
    " with `Google` or `Outlook` is yours to delete. If it is not in your calendar, leave the file"
    " alone."
)
LATE = "\n(This is late: I was not running when it happened.)"


def calendar_of(meeting: Meeting, now: datetime, *, subscribe: bool) -> str:
    """What goes with the calendar entry of one call."""
    if meeting.state == "cancelled":
        return f"{name(meeting)} has been cancelled. {OFF}"
    entry = (
        f"Here is {name(meeting)}, {when(meeting, now)}, as a calendar entry. Open the file to add"
        " it."
    )
    return _lines(f"{entry} {UPDATES}", BY_BUTTON, SUBSCRIBE * subscribe, NO_LINK_IN_IT)


def calendar_of_all(*, subscribe: bool) -> str:
    entries = "Here are the calls that are coming, as a calendar file. Open it to add them."
    return _lines(f"{entries} {UPDATES}", SUBSCRIBE * subscribe, NO_LINK_IN_IT)


def _lines(*lines: str) -> str:
    return "\n".join(filter(None, lines))


def to_share(meeting: Meeting) -> tuple[list[str], str]:
    """Plain lines for people elsewhere, without link and names; and which of them is the date."""
    date = say_when(meeting.starts_at, meeting.zone)  # nobody knows when it will be read
    if meeting.state == "cancelled":
        return [f"Cancelled: {meeting.title}", date], date
    length = Before(minutes=meeting.length_minutes).words()
    return [meeting.title, date, f"It takes about {length}.", WHERE_IT_IS], date


WHERE_IT_IS = "The joining link is on our Discord server."


def shared(lines: list[str]) -> str:
    """As it can be copied, whatever signs are in the title."""
    words = "\n".join(lines).replace("```", "'''")
    return f"## Share\nTo pass on as it is; no link and no names are in it.\n```\n{words}\n```"


OVERTAKEN = (
    "Somebody else changed this call while you were typing. I keep what they changed; only what you"
    " changed is new."
)


def how_late(meeting: Meeting, counts: Counts) -> str:
    """Before coordinators say that it begins later."""
    many = counts.going + counts.maybe
    return (
        f"## {meeting.title}: running late\nBy how much? {_people(many) if many else 'Nobody'} said"
        " Going or Maybe. The call's thread will say, with their mentions:\n"
        f"> {_late(meeting, '… minutes late', '…')}\nA press will tell them at once."
    )


def late_is_told(meeting: Meeting) -> str:
    return f"{name(meeting)} begins {meeting.late_minutes} minutes late. I am telling them now."


def late_news(about: News) -> str:
    """For who said Going or Maybe, in the thread."""
    meeting = about.meeting
    at = meeting.starts_at + timedelta(minutes=meeting.late_minutes)
    clock = f"{at.astimezone(meeting.zone):%H:%M}"
    mentions = " ".join(f"<@{person}>" for person in about.people)
    told = _late(meeting, f"{meeting.late_minutes} minutes late", clock)
    return f"{told}\n{mentions}".rstrip()


def _late(meeting: Meeting, how: str, at: str) -> str:
    link = " `Joining link` shows the link." if meeting.link else ""
    return f"Running late: {name(meeting)} begins {how}, at {at}.{link}"


NOTHING_YET = "## Nothing has happened yet\nTo leave it as it is, do nothing."
NOBODY_IS_TOLD = f"{NOTHING_YET}\nThis call is not announced, so nobody will be told."


def then(at: datetime | None, now: datetime) -> str:
    """When news is told: now, at 19:00, tomorrow at 9:30."""
    if at is None:
        return "now"
    tomorrow = "tomorrow " if at.date() != now.astimezone(at.tzinfo).date() else ""
    return f"{tomorrow}at {at.hour}:{at:%M}"


def will_be_told(counts: Counts, about: News, told: str, now: datetime) -> tuple[str, str, str]:
    """Before a change or a cancelling is confirmed: to whom, what, and what follows."""
    for_all = is_for_all(about.before, about.meeting)
    many = _concerned(counts, for_all=for_all)
    have = "has" if many < 2 else "have"
    did = f"{have} answered" if for_all else "said Going or Maybe"
    off = about.meeting.state == "cancelled"
    return (
        f"{NOTHING_YET}\n{_people(many) if many else 'Nobody'} {did}. The call's thread will say"
        f" {told}:",
        "\n".join(f"> {line}" for line in news(about, now, late=False).splitlines()),
        "The event and the reminders will go."
        if off
        else "The event and the reminders will follow.",
    )


def _concerned(counts: Counts, *, for_all: bool) -> int:
    return counts.going + counts.maybe + (counts.declined if for_all else 0)


def edited(meeting: Meeting, counts: Counts, then: str, now: datetime, *, for_all: bool) -> str:
    who = "answered" if for_all else "said Going or Maybe"
    if meeting.state != "announced":
        told = "Nobody has been told, because it is not announced yet."
    elif _concerned(counts, for_all=for_all):
        told = f"Everybody who {who} will be told {then}, in the call's thread."
    else:
        told = f"Nobody has {who} yet; the call's thread will say it {then}."
    return (
        f"{name(meeting)} is changed: {_on(meeting, now)}, {meeting.length_minutes} minutes. {told}"
    )


def cancelled(meeting: Meeting, counts: Counts, then: str, now: datetime, *, public: bool) -> str:
    if not public:
        return f"{name(meeting)}, {_on(meeting, now)}, is off. It had not been announced."
    many = counts.going + counts.maybe + counts.declined
    told = (
        f"{_people(many)} had answered; I will tell them {then}"
        if many
        else "Nobody had answered yet"
    )
    return f"{name(meeting)}, {_on(meeting, now)}, is cancelled. {told}."


def _on(meeting: Meeting, now: datetime) -> str:
    return say_when(meeting.starts_at, meeting.zone, now)


def _people(many: int) -> str:
    number = NUMBERS[many - 1] if many <= len(NUMBERS) else str(many)
    return f"{number} {'person' if many == 1 else 'people'}"


def brought_back(meeting: Meeting, then: str, now: datetime) -> str:
    call = f"{name(meeting)}, {when(meeting, now)},"
    if meeting.state == "announced" and now >= meeting.starts_at:
        return f"{call} is on after all. Those who were told that it is off will be told so."
    if meeting.state == "announced":
        return (
            f"{call} takes place after all. Those who were told that it is off will be told so"
            f" {then}, in the call's thread; the announcement, the Discord event and the reminders"
            " will come back."
        )
    asked = " I will ask about it in the review channel as well." if meeting.series_id else ""
    return f"{call} is saved again, not announced.{asked} {lapses(meeting, now)}"


MOST_NOT_SURE = 3


WAITS_FOR_THEM = "The coordinators will decide soon."
WAITS_FOR_YOU = "You can announce it under `Calls` on the desk."


def not_sure(meetings: list[Meeting], now: datetime, *, coordinates: bool) -> str:
    """Calls that wait to be confirmed, by `coordinates`: whoever reads it; and cancelled ones."""
    then = WAITS_FOR_YOU if coordinates else WAITS_FOR_THEM
    return "\n".join(
        text.cancelled(each, now)
        if each.state == "cancelled"
        else f"**To be confirmed:** {each.title}, {when(each, now)}. {then}"
        for each in meetings[:MOST_NOT_SURE]
    )


def after(following: NextDate | None, now: datetime) -> str:
    """What comes after a call that was cancelled."""
    if following is None:
        return "No other call is planned yet. The coordinators will announce the next one."
    return f"The one after it, to be confirmed: {say_both(following.at, following.zone, now)}."


NUMBERS = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")
WAY_BACK = "A mistake? `Bring it back` works until the call would be over."
GOES_ON = (
    "The calls after it will go on as before; if there should be no more, press `Stop repeating`."
)
STOPPED = (
    "This call no longer repeats. Calls that are announced or saved stay as they are; I will draft"
    " no new dates."
)
FOLLOWED = (
    "The calls after this one will follow it, in title, length, day and time. I will go on drafting"
    " each next date for you."
)
FOLLOW = "\nShould the calls after it be like this too?"
RHYTHM_WORDS = "For the calls after this one. This one stays as it is."


def goes_on(meeting: Meeting, series: Series, now: datetime) -> str:
    """What comes after a call once its rhythm, zone or last date was changed."""
    wall = next_wall(series, meeting.wall_start)
    if wall is None:
        return f"{name(meeting)} is the last of its calls now. I will draft no date after it."
    at = say_when(nearest_instant(wall, series.zone), series.zone, now)
    return f"From now on it repeats {say_series(series)}. After {name(meeting)} will come {at}."


def news(about: News, now: datetime, *, late: bool) -> str:
    """For those who answered, in the thread, with their mentions."""
    meeting = about.meeting
    mentions = " ".join(f"<@{person}>" for person in about.people)
    if meeting.state == "cancelled":
        told = _cancelled_news(about, now)
    else:
        told = _back_news(about, now) if about.before.cancelled else _changed_news(about, now)
    return f"{told}{LATE if late else ''}\n{mentions}".rstrip()


def _cancelled_news(about: News, now: datetime) -> str:
    meeting, before = about.meeting, about.before
    because = f"\nWhy: {meeting.reason}" if meeting.reason else ""
    return (
        f"**Cancelled:** {before.title}, {when_was(meeting, about, now)}, will not take place."
        f"{because}\nIf it is in your calendar, `Add to calendar` says how to take it out."
    )


def _back_news(about: News, now: datetime) -> str:
    meeting, before = about.meeting, about.before
    link = f" {_link(about)}" if before.link != meeting.link else ""
    return (
        f"{name(meeting)} takes place after all: **{_on(meeting, now)}**.{link}\n"
        "It had been cancelled. Your answer is kept; press a button below if it is different now."
        " `Add to calendar` puts it into your calendar again."
    )


def _changed_news(about: News, now: datetime) -> str:
    meeting, before = about.meeting, about.before
    lines = []
    if before.starts_at != meeting.starts_at:
        lines.append(f"New time: **{_on(meeting, now)}**.")
        lines.append(f"Before: {when_was(meeting, about, now)}. {own_time(meeting)}")
    if before.title != meeting.title:
        lines.append(f"It is now called {name(meeting)}; before, it was {before.title}.")
    if before.length_minutes != meeting.length_minutes:
        length = Before(minutes=meeting.length_minutes).words()
        lines.append(f"It takes about {length}.")
    if before.link != meeting.link:
        lines.append(_link(about))
    if before.starts_at != meeting.starts_at:
        lines.append("Your answer is kept. Press a button below if it is different now.")
    return f"{name(meeting)} has changed. " + "\n".join(lines)


def _link(about: News) -> str:
    if not about.meeting.link:
        return "Its joining link has been taken away; another one will follow."
    what = "is a new one" if about.before.link else "is here now"
    return f"The joining link {what}; `Joining link` shows it."


def when_was(meeting: Meeting, about: News, now: datetime) -> str:
    """When the call was going to be, in words."""
    return say_when(about.before.starts_at, meeting.zone, now)


TOO_OLD = "Discord lets nobody edit it so soon again"


def not_up_to_date(meeting: Meeting, state: str, now: datetime) -> str:
    """Said in the thread when the card could not say so in time."""
    return (
        "Discord does not let me change the announcement above at the moment. What holds is this:"
        f" {name(meeting)}, {_on(meeting, now)}: {state}."
    )


def no_event(trouble: str) -> str:
    return f"\nThe call stands, and only its Discord event does not: {trouble}."
