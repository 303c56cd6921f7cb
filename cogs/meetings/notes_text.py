"""Every sentence about the notes of a call, and about what they say is to be done."""

from __future__ import annotations

from datetime import datetime

from bot.domain.actions import Action
from bot.domain.dates import say_day
from bot.domain.found_actions import Found
from bot.domain.meetings import Meeting
from bot.domain.times import say_both, say_when
from bot.services.series import NextDate
from cogs.meetings.text import name

NOTES_FORM_WORDS = (
    "Everybody in the server can read these notes. Leave out what tells strangers who somebody is."
)
LONGER = "As much as fits; for more, write notes once more"
NOT_YET = "This call has not taken place yet; it is on {when}.\n"
EMPTY = "Write at least a line, so that there is something to post."


def form_words(meeting: Meeting, now: datetime) -> str:
    """Before the call, it says so."""
    if now >= meeting.starts_at:
        return NOTES_FORM_WORDS
    return NOT_YET.format(when=say_when(meeting.starts_at, meeting.zone, now)) + NOTES_FORM_WORDS


def notes(
    meeting: Meeting,
    typed: str,
    actions: list[Action],
    following: NextDate | None,
    now: datetime,
) -> str:
    """With actions and the next date, to be cut into messages."""
    head = f"**Notes of {meeting.title}, {_day(meeting, now)}**\n{typed}"
    return "\n\n".join(filter(None, [head, added(actions, following, now)]))


def added(actions: list[Action], following: NextDate | None, now: datetime) -> str:
    """What comes under the notes by itself."""
    parts = []
    if actions:
        todo = "\n".join(f"- {action_line(each, now)}" for each in actions)
        parts.append(f"**What we said we would do**\n{todo}")
    if following is not None:
        at = say_both(following.at, following.zone, now)
        parts.append(f"**Next call:** {following.title}, {at}")
    return "\n\n".join(parts)


def _day(meeting: Meeting, now: datetime) -> str:
    return say_day(meeting.wall_start.date(), now.astimezone(meeting.zone).date())


def action_line(action: Action, now: datetime) -> str:
    due = say_day(action.due_on, now.astimezone(action.zone).date())
    return f"<@{action.user_id}>: {action.what} (by {due})"


def notes_preview(meeting: Meeting, added: str) -> str:
    """Above what was typed."""
    under = f" This will come under it:\n{added}" if added else ""
    return (
        "## This will stand in the call's thread\n"
        f"Everybody in the server can read it in <#{meeting.thread_id}>.{under}"
    )


def notes_posted(meeting: Meeting) -> str:
    return f"Thank you. The notes of {name(meeting)} are in <#{meeting.thread_id}>."


def where_notes_are(meeting: Meeting, *, written: bool) -> str:
    if written:
        return f"The notes of {name(meeting)} are in <#{meeting.thread_id}>."
    return f"There are no notes of {name(meeting)} yet."


def failed(meeting: Meeting, reason: str) -> str:
    return f"I could not post the notes of {name(meeting)}: {reason}. They are kept below."


def ask(meeting: Meeting) -> str:
    """In the review channel, after the call."""
    return (
        f"{name(meeting)} is over. Three lines of notes are enough, and a line like `Dana: ask the"
        " ICB, by 15 Dec` can become an action."
    )


def asked_no_more(meeting: Meeting) -> str:
    """In place of that, once they stand in the thread."""
    return f"{name(meeting)} is over, and its notes are in <#{meeting.thread_id}>. Thank you."


def tells(meeting: Meeting, *, is_told: bool) -> str:
    if is_told:
        return (
            f"I will tell you by direct message when the notes of {name(meeting)} are up. To take"
            " that back, press `Tell me when the notes are up` again."
        )
    return f"I will not tell you about the notes of {name(meeting)}."


def are_up(meeting: Meeting, now: datetime) -> str:
    """For who asked."""
    return (
        f"You asked me to tell you: the notes of {name(meeting)},"
        f" {_day(meeting, now)}, are up.\nThey are in <#{meeting.thread_id}>."
    )


CHOOSE = "Choose a person"
LEFT = "That person is not in this server any more, so nothing was noted. Choose somebody else."
A_BOT = "That is a bot, and bots keep no promises. Choose a person."
UNREAD = "In {} I could not read the date; those need `Add an action`."


def found(count: int, unread: int) -> str:
    """Above what the notes say is to be done."""
    lines = ["## Somebody's job?"]
    if count:
        lines.append("A press keeps it under `Actions`, and I will remind whoever does it.")
    if unread:
        lines.append(UNREAD.format("1 line" if unread == 1 else f"{unread} lines"))
    return "\n".join(lines)


def found_line(found: Found, person: int) -> str:
    """As it was written, with whom I take the name for."""
    one = f" (<@{person}>)" if person and not found.person else ""
    return f"{found.who}{one}: {found.what}, by {found.due}"


def who(found: Found) -> str:
    return f"## Who is it?\n{found_line(found, 0)}"


def noted(actions: list[Action], now: datetime) -> str:
    return "\n".join(["Noted:", *(f"- {action_line(each, now)}" for each in actions)])
