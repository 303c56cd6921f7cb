"""Every sentence of the panel and of `/help`."""

from __future__ import annotations

from bot.front_door import Posted
from bot.menu import HelpLine

POSTED = {
    Posted.PINNED: "The panel stands in this channel and is pinned.",
    Posted.NOT_PINNED: (
        "The panel stands in this channel. I could not pin it: press and hold this channel, then"
        " Edit Channel, Permissions, repbot, and switch on **Pin Messages**. Then use `/panel`"
        " again, or pin the message yourself."
    ),
    Posted.NOT_POSTED: (
        "I may not write in this channel. Press and hold it, then Edit Channel, Permissions,"
        " repbot, and switch on **View Channel** and **Send Messages**. Then use `/panel` again."
    ),
}


def help_page(lines: list[HelpLine], *, coordinator: bool) -> str:
    """Return what the bot can do for this person, by job; first what everybody can do."""
    shown = [line for line in lines if not line.coordinators]
    shown += [line for line in lines if line.coordinators and coordinator]
    jobs = list(dict.fromkeys(line.job for line in shown))
    parts = [
        f"**{job}**\n" + "\n".join(f"- {line.line}" for line in shown if line.job == job)
        for job in jobs
    ]
    return "The buttons below are what most people need. You can also type:\n\n" + "\n\n".join(
        parts
    )
