"""Every sentence about setting up."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.panel import Posted
from bot.services.setup import CHANNELS, ROLES, Settings
from cogs.setup.needs import Finding

NOTHING_CHOSEN = "Choose at least one, for example `{example}`. What you leave out stays as it is."
ALL_WELL = "Everything I need is there. You are ready: `/meeting schedule` plans a call."
NOT_HERE = "I cannot see this server yet. Please wait a minute and try again."


def chosen(settings: Settings) -> str:
    channels = chosen_so_far(settings, CHANNELS, "#")
    roles = chosen_so_far(settings, ROLES, "@&")
    return (
        f"Saved. This is how I am set up now.\n**Channels**\n{channels}\n**Roles**\n{roles}\n"
        "`/setup check` tells whether I have every permission I need."
    )


def findings(found: list[Finding]) -> str:
    if not found:
        return ALL_WELL
    return f"This is what is still missing:\n{_numbered(found)}"


def _numbered(found: list[Finding]) -> str:
    return "\n".join(f"{n}. {each.missing} {each.mend}" for n, each in enumerate(found, 1))


CHANNEL_MENUS = {
    "announcements": "Where calls are announced",
    "questions": "Where anonymous questions are posted",
    "review": "Where coordinators look through what waits",
    "support": "Where private chats are opened",
}
ROLE_MENUS = {
    "coordinator": "Who looks after the network",
    "rep": "Who is mentioned when a call is announced",
    "listener": "Who may offer to listen",
}
CHOOSE_CHANNELS = (
    "**Step 1 of 3: channels.** Choose one in each menu. Each choice is saved at once; come back"
    " whenever you like."
)
CHOOSE_ROLES = "**Step 2 of 3: roles.** Choose one in each menu. Each choice is saved at once."
CHECK = "**Step 3 of 3: permissions and the panel.**"
PANEL = (
    "Last, the panel: a pinned message with buttons, so that nobody has to type commands. Choose"
    " the channel where most people look."
)
POSTED = {
    Posted.PINNED: (
        "The panel stands in {where} and is pinned. That is everything: `/meeting schedule` plans"
        " the first call."
    ),
    Posted.NOT_PINNED: (
        "The panel stands in {where}, and I could not pin it: press and hold that channel, then"
        " Edit Channel, Permissions, repbot, and switch on **Pin Messages**. Then choose it here"
        " again."
    ),
    Posted.NOT_POSTED: (
        "I may not write in {where}: press and hold it, then Edit Channel, Permissions, repbot, and"
        " switch on **View Channel** and **Send Messages**. Then choose it here again."
    ),
}


def chosen_so_far(settings: Settings, names: tuple[str, ...], sign: str) -> str:
    lines = []
    for name in names:
        held = getattr(settings, name)
        lines.append(f"{name}: <{sign}{held}>" if held else f"{name}: not chosen yet")
    return "\n".join(lines)


def checked(found: list[Finding]) -> str:
    if not found:
        return f"{CHECK}\nI have every permission I need.\n\n{PANEL}"
    return f"{CHECK}\nThis is still missing:\n{_numbered(found)}\n\n{PANEL}"


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
    """One plain line first, then what it rests on."""
    wrong = {
        STOPPED: scheduler == "stopped",
        LATE: scheduler != "stopped" and late,
        OLD_BACKUP: old_backup,
        f"{_things(missing)} missing: `/setup check` names each with its mend.": missing > 0,
    }
    following = "\n".join(f"- {label}, {_moment(at)}" for label, at in coming)
    return (
        f"{_opening([said for said in wrong if wrong[said]])}\n\n"
        f"Scheduler: {SCHEDULER[scheduler]}\n"
        f"Letters meant for many: {_counted(states)}\n"
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
