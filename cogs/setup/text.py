"""Every sentence about setting up."""

from __future__ import annotations

from collections.abc import Mapping

from bot.panel import Posted
from bot.services.setup import CHANNELS, ROLES, Settings
from cogs.setup.needs import Finding

ALL_WELL = "Everything I need is there. You are ready: `/desk` plans a call."
NOT_HERE = "I cannot see this server yet. Please wait a minute and try again."


def chosen(settings: Settings) -> str:
    return (
        f"Saved. This is how I am set up now.\n{all_chosen(settings)}\n"
        "`/setup check` tells whether I have every permission I need."
    )


def all_chosen(settings: Settings) -> str:
    channels = (f"{name} {_held(settings, name, '#')}" for name in CHANNELS)
    roles = (f"{name} {_held(settings, name, '@&')}" for name in ROLES)
    return f"**Channels** {', '.join(channels)}\n**Roles** {', '.join(roles)}"


def left(settings: Settings) -> str:
    """Return how much is still to choose, "" if nothing."""
    names = (*CHANNELS, *ROLES)
    chosen = sum(bool(getattr(settings, name)) for name in names)
    return f"{chosen} of {len(names)} channels and roles chosen" if chosen < len(names) else ""


def findings(found: list[Finding]) -> str:
    if not found:
        return ALL_WELL
    return f"This is what is still missing:\n{_numbered(found)}"


def _numbered(found: list[Finding]) -> str:
    return "\n".join(f"{n}. {each.missing} {each.mend}" for n, each in enumerate(found, 1))


CHANNEL_MENUS = {
    "announcements": "where calls are announced",
    "questions": "where anonymous questions are posted",
    "review": "where coordinators look through what waits",
    "support": "where private chats are opened",
}
ROLE_MENUS = {
    "coordinator": "who looks after the network",
    "rep": "who is mentioned when a call is announced",
    "listener": "who may offer to listen",
}
CHOOSE_CHANNELS = (
    "**Step 1 of 3: channels.** Choose one in each menu. Each choice is saved at once; come back"
    " whenever you like."
)
CHOOSE_ROLES = "**Step 2 of 3: roles.** Choose one in each menu. Each choice is saved at once."
CHECK = "**Step 3 of 3: permissions and the panel.**"
PANEL = (
    "Last, the panel: a pinned card of buttons, so that nobody has to type commands. It stands best"
    " in a channel where only I write. The desk, the same for you coordinators, goes to the review"
    " channel."
)
STANDS = "The panel is in <#{}>. To move it, choose another channel in the menu."
MAKE = "`Make #start-here` makes that channel; or choose one in the menu."
MAKE_BY_HAND = (
    "I may not make channels, and need not. Three taps:\n"
    "1. Press the **+** beside your channels and make `start-here`.\n"
    "2. In its settings, Permissions, @everyone: switch **Send Messages** off.\n"
    "3. Choose it in the menu here."
)
NOT_MADE = "Discord did not let me make the channel.\n" + MAKE_BY_HAND
NO_REVIEW = "Choose a review channel in step 1; then come back, and the desk is posted there."
POSTED = {
    Posted.PINNED: "The {what} stands in {where} and is pinned.",
    Posted.NOT_PINNED: (
        "The {what} stands in {where}, and I could not pin it: press and hold that channel, then"
        " Edit Channel, Permissions, repbot, and switch on **Pin Messages**. Then post it again."
    ),
    Posted.NOT_POSTED: (
        "I may not write in {where}, so the {what} is not there: press and hold the channel, then"
        " Edit Channel, Permissions, repbot, and switch on **View Channel** and **Send Messages**."
        " Then post it again."
    ),
}
READY = "That is everything: `/desk` plans the first call."


def panel_step(stands: int, *, may_make: bool) -> str:
    """`stands`: the channel in which the panel is, 0 while it is nowhere."""
    if stands:
        return STANDS.format(stands)
    return f"{PANEL}\n{MAKE if may_make else MAKE_BY_HAND}"


def chosen_so_far(settings: Settings, menus: Mapping[str, str], sign: str) -> str:
    """What each menu is for: a phone cuts what stands in the menu itself."""
    return "\n".join(
        f"**{name.capitalize()}**, {what}: {_held(settings, name, sign)}"
        for name, what in menus.items()
    )


def checked(found: list[Finding], stands: int, *, may_make: bool) -> str:
    panel = panel_step(stands, may_make=may_make)
    if not found:
        return f"{CHECK}\nI have every permission I need.\n\n{panel}"
    return f"{CHECK}\nThis is still missing:\n{_numbered(found)}\n\n{panel}"


BOARD_LOST = "The {what} in <#{where}> has been deleted."
BOARD_PLACE_LOST = "The channel of the {what} is gone, or I cannot see it."
POST_AGAIN = "Post it again"
MEND_LOST = f"`{POST_AGAIN}` puts it back."
MEND_PLACE_LOST = "`Panel and desk` puts it somewhere else."
WELL = "**All is well.**"
STOPPED = "I have stopped sending: ask whoever hosts me to restart me."
LATE = "Messages are late: something should have gone out by now. I keep trying."
OLD_BACKUP = "The newest backup is too old: ask whoever hosts me to look at the log."
NOTHING_PLANNED = "Nothing is planned that is meant for many."
MOST_SHOWN = 3  # of what is missing: it is one phone screen
SENDING = {
    "starting": "I am starting; what is due goes out already.",
    "running": "What I send by myself goes out in time.",
    "stopped": "Nothing goes out.",
}


def health(*, scheduler: str, late: bool, old_backup: bool, missing: list[Finding]) -> str:
    """One plain line first, then what needs somebody, each with its mend."""
    wrong = {
        STOPPED: scheduler == "stopped",
        LATE: scheduler != "stopped" and late,
        OLD_BACKUP: old_backup,
    }
    found = [f"- {said}" for said in wrong if wrong[said]]
    found += [f"- {each.missing} {each.mend}" for each in missing[:MOST_SHOWN]]
    if more := len(missing[MOST_SHOWN:]):
        found.append(f"- And {more} more, which `/setup check` names.")
    return "\n".join(["**Something needs you.**", *found]) if found else WELL


def _held(settings: Settings, name: str, sign: str) -> str:
    held = getattr(settings, name)
    return f"<{sign}{held}>" if held else "not chosen yet"


def sends(
    *,
    scheduler: str,
    states: dict[str, int],
    coming: list[tuple[str, int]],
    backup: str,
) -> str:
    """What comes next that is meant for many, and how old the newest copy of it all is."""
    waiting, failed = states.get("waiting", 0), states.get("failed", 0)
    undelivered = f" {failed} could not be delivered." if failed else ""
    planned = f"Still to come for many people: {waiting}. Next:" if waiting else NOTHING_PLANNED
    following = [f"- {label}, <t:{at}:R>" for label, at in coming]
    said = f"{SENDING[scheduler]}{undelivered} {planned}"
    return "\n".join([said, *following, f"-# Backups: {backup}."])
