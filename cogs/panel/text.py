"""Every sentence of the panel, of `/help`, and of the first steps.

Facts as of 21 November 2026; the guidance is NHS England's of November 2023.
"""

from __future__ import annotations

from bot.help import HelpLine
from bot.panel import Posted

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
    """By job; first what everybody can do."""
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


GUIDANCE = (
    "https://www.england.nhs.uk/long-read/maternity-and-neonatal-voices-partnership-guidance/"
)

FIRST_STEPS = (
    "**Welcome. It is good that you are here.**\n"
    'You do not need to know anything yet, and nobody here is "the expert". Four steps, whenever'
    " you have a minute:\n\n"
    "**1. Find your partnership.** Each area of England has a Maternity and Neonatal Voices"
    " Partnership (MNVP; many people still say MVP). Search the web for the name of your maternity"
    " unit and `MNVP`, look at your hospital's maternity pages, or ask a midwife or health visitor"
    " who runs it.\n"
    "**2. Sign up.** Write to its lead (once called the chair). A line is enough: who you are,"
    " which unit you used, and that you would like to take part. Ask how meetings work with small"
    " children, and how expenses and your time are paid: it is fine to ask that first.\n"
    "**3. Join our call.** We meet for an hour each month to keep each other company in this."
    " Press `Next call`, then `Going`. You may listen without saying a word.\n"
    "**4. Read a little.** The national guidance says what a partnership is for and what it may"
    " expect from the NHS. One page is plenty for a start. A word you do not know: `/jargon`"
    " says what it means; everybody had to learn them.\n\n"
    "Any time you are unsure what I can do: `/help`."
)
