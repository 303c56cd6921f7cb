"""Every sentence about the bot's health, in plain words."""

from __future__ import annotations

from datetime import UTC, datetime

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


def status(
    *,
    scheduler: str,
    late: bool,
    states: dict[str, int],
    coming: list[tuple[str, int]],
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
    following = "\n".join(f"- {label}, {_moment(at)}" for label, at in coming)
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


def _moment(seconds: int) -> str:
    at = datetime.fromtimestamp(seconds, UTC)
    return f"<t:{seconds}:f> ({at:%Y-%m-%d %H:%M} UTC)"
