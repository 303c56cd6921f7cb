"""The delivery report: who is coming, and what became of each letter of a call."""

from __future__ import annotations

from bot.domain.meetings import Meeting
from bot.services.call_letters import ANNOUNCEMENT, CHANGED, COPY, EVENT, RENAME
from bot.services.meetings import Attendance
from bot.services.reminders import DIRECT, REMINDER
from cogs.meetings.text import name, when

WAYS = {
    ANNOUNCEMENT: "Announcement",
    REMINDER: "Reminders in the thread",
    DIRECT: "Reminders by direct message",
    CHANGED: "News of a change",
}
COPIES = {
    EVENT: "The Discord event",
    COPY: "The announcement after a change",
    RENAME: "The thread's name after a change",
}
TROUBLE = {"failed": "could not be delivered", "skipped": "was not sent"}
BAD = ("failed",)
STATES = {
    "sent": "sent {}",
    "failed": "could not reach {}",
    "skipped": "not needed {}",
    "waiting": "still to come {}",
    "sending": "being sent {}",
}


def attendance(meeting: Meeting, about: Attendance) -> str:
    """Return who is coming and what became of the reminders."""
    groups = (("Going", about.going), ("Maybe", about.maybe), ("Not coming", about.declined))
    people = "\n".join(
        f"{label}: {len(ids)}{' (' + ', '.join(f'<@{i}>' for i in ids) + ')' if ids else ''}"
        for label, ids in groups
    )
    return (
        f"{name(meeting)}, {when(meeting)}\n\n{people}\n\n**Delivery report**\n{_delivery(about)}"
    )


def _delivery(about: Attendance) -> str:
    lines = []
    for kind, label in WAYS.items():
        letters = [letter for letter in about.letters if letter[0] == kind]
        if letters:
            lines.append(f"{label}: {_states(letters)}")
        if kind != DIRECT:  # whose direct message did not arrive is for them alone to know
            lines += [f"- {_one(letter)}" for letter in letters if letter[2] in TROUBLE]
    for kind, label in COPIES.items():
        newest = [letter for letter in about.letters if letter[0] == kind][-1:]
        lines += [f"{label} {TROUBLE[state]}: {why}" for _, _, state, why in newest if state in BAD]
    return "\n".join(lines) or "Nothing has been sent yet."


def _states(letters: list[tuple[str, int, str, str]]) -> str:
    counted = {state: sum(letter[2] == state for letter in letters) for state in STATES}
    return ", ".join(STATES[state].format(n) for state, n in counted.items() if n) or "none"


def _one(letter: tuple[str, int, str, str]) -> str:
    _kind, _part, state, reason = letter
    return f"{TROUBLE[state]}: {reason}"
