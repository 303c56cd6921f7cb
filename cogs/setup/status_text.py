"""Every sentence about the bot's health, in plain words."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.domain.outbox import Letter

WELL = "**All is well.**"
STOPPED = "My scheduler has stopped, so nothing is sent: ask whoever hosts me to restart me."
LATE = "Messages are late: something should have gone out by now. I keep trying."
OLD_BACKUP = "The newest backup is too old: ask whoever hosts me to look at the log."
SCHEDULER = {
    "starting": "starting; what is due goes out already",
    "running": "running, so things go out in time",
    "stopped": "stopped",
}
STATES = {
    "waiting": "waiting",
    "sending": "being sent",
    "sent": "sent",
    "skipped": "left out, as too late",
    "failed": "not deliverable",
    "cancelled": "called off",
}
KINDS = {
    "actions.due": "a reminder of something to do",
    "checkins.daily": "planning the day's check-ins",
    "checkins.prompt": "a check-in",
    "checkins.share": "a check-in for the listeners",
    "checkins.take_down": "taking a shared check-in down",
    "hellos.call": "asking the listeners to say hello",
    "hellos.end": "the end of a hello",
    "hellos.goodbye": "a goodbye in a private thread",
    "hellos.look": "a look at who listens",
    "hellos.meet": "opening a private thread",
    "hellos.moved": "news in a private thread",
    "hellos.tell_asker": "news for somebody who waits",
    "hellos.tell_coordinators": "telling coordinators that someone is waiting",
    "library.digest": "what the library needs, for coordinators",
    "library.offer": "entries to check, for volunteers",
    "library.running_out": "numbers whose check runs out",
    "library.suggestion": "a suggestion for the library",
    "listeners.daily": "the daily look at who listens",
    "meetings.agenda": "the agenda of a call",
    "meetings.announcement": "an announcement",
    "meetings.ask": "asking whether a call shall take place",
    "meetings.card": "bringing a drafted date in the review channel up to date",
    "meetings.changed": "news of a changed call",
    "meetings.copy": "bringing an announcement up to date",
    "meetings.direct": "a reminder by direct message",
    "meetings.event": "bringing a Discord event up to date",
    "meetings.next": "drafting the next call",
    "meetings.notes": "notes of a call",
    "meetings.reminder": "a reminder in a call's thread",
    "meetings.rename": "renaming a call's thread",
    "meetings.topic": "a topic without a name",
    "questions.answer": "an answer to a question",
    "questions.close": "closing a question",
    "questions.daily": "what waits among the questions",
    "questions.decide": "what was pressed about a question",
    "questions.nightly": "the night's tidying of questions",
    "questions.publish": "a question for everybody",
    "questions.read": "deleting a direct message about a question",
    "questions.release": "a question for the coordinators",
    "questions.reply": "a reply by somebody who asked",
    "questions.share": "an answer that may help others",
    "questions.told": "telling somebody of an answer",
    "upkeep.nightly": "the night's backup and tidying",
}


def status(
    *,
    scheduler: str,
    late: bool,
    states: dict[str, int],
    coming: list[Letter],
    size_mib: int,
    backup: str,
    old_backup: bool,
    missing: int,
) -> str:
    """Return the bot's health: one plain line first, then what it rests on."""
    found = [
        said
        for wrong, said in (
            (scheduler == "stopped", STOPPED),
            (scheduler != "stopped" and late, LATE),
            (old_backup, OLD_BACKUP),
            (missing > 0, f"{_things(missing)} missing: `/setup check` names each with its mend."),
        )
        if wrong
    ]
    following = "\n".join(f"- {_kind(each)}, {_moment(each.try_at)}" for each in coming)
    return (
        f"{_opening(found)}\n\n"
        f"Scheduler: {SCHEDULER[scheduler]}\n"
        f"Letters, which is all that I send by myself: {_counted(states)}\n"
        f"Next letters:\n{following or '- none'}\n"
        f"Database: healthy, at most {size_mib} MiB\n"
        f"Backups: {backup}\n"
        f"Permissions and settings: {f'{missing} missing' if missing else 'all there'}"
    )


def _opening(found: list[str]) -> str:
    if not found:
        return WELL
    return "**Something needs you.**\n" + "\n".join(f"- {each}" for each in found)


def _things(missing: int) -> str:
    return (
        "A permission or setting is" if missing == 1 else f"{missing} permissions or settings are"
    )


def _counted(states: dict[str, int]) -> str:
    held = [f"{STATES[state]} {states[state]}" for state in STATES if states.get(state)]
    return ", ".join(held) or "none yet"


def _kind(letter: Letter) -> str:
    return KINDS.get(letter.kind, letter.kind)


def _moment(seconds: int) -> str:
    at = datetime.fromtimestamp(seconds, UTC)
    return f"<t:{seconds}:f> ({at:%Y-%m-%d %H:%M} UTC)"
