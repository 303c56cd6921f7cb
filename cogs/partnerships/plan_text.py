"""Every sentence about our plan."""

from __future__ import annotations

from datetime import date

from bot.domain.dates import say_day
from bot.domain.own_plans import OwnPlan, lines
from cogs.partnerships.text import safe

HEAD = "## Our plan\n-# For continuity of carer: knowing your midwife. Only you see this."
NOTHING = (
    "Nothing has happened yet. `/letter` drafts a letter that asks your trust for its plan; `I have"
    " sent it` starts the count, and I will remind you four weeks later."
)
SENT = "Good. It is noted as asked for today, and I will remind you on {day}."
STEPS_TITLE, WORDS_TITLE = "How far we are", "What the plan says"
ASKED, PROMISED = "Asked for on", "Promised for"
RECEIVED, LOOK = "Received on", "Remind me to look again on"
LIKE = "Like 3 December 2026. Empty if not yet"
OWNER, DATED, REVIEW = "Its owner, as a role", "The plan's own date", "Its next review"
SAYS = "What stands in it?"
SAYS_CHOICES = [
    ("staffing", "Safe staffing comes first"),
    ("priority", "Who gains first: families with worse outcomes"),
]
COUNT, STOP = "Count ours in the network's line", "Do not count ours"
DELETED = "Deleted. Nothing of our plan is kept any more."
LINE = "**In the network last month:** {line}"
COUNTED = "-# Ours is counted in the network's line, without its name."
UNREACHABLE = (
    "A reminder about our plan could not reach you, because your direct messages are closed to me."
    " It stands under `/mvp`, `Our plan`."
)


def card(plan: OwnPlan, line: str, today: date) -> str:
    found = [HEAD]
    found += [f"- {each}" for each in lines(plan)] or [NOTHING]
    if plan.received:
        found.append(_says(plan, today))
    if plan.look:
        when = "is due" if plan.look <= today else f"is on {say_day(plan.look, today)}"
        found.append(f"**The next look {when}.**")
    if plan.history:
        found.append("-# Earlier: " + " / ".join(plan.history[-3:]))
    if line:
        found.append(LINE.format(line=line))
    if plan.counted:
        found.append(COUNTED)
    return "\n".join(found)


def _says(plan: OwnPlan, today: date) -> str:
    dated = f"dated {say_day(plan.dated, today)}" if plan.dated else "without a date"
    owner = f"owned by {safe(plan.owner)}" if plan.owner else "without an owner"
    staffing = "safe staffing first" if plan.staffing else "no word yet that safe staffing is first"
    priority = "names who gains first" if plan.priority else "does not name who gains first"
    review = f"next review {say_day(plan.review, today)}" if plan.review else "no next review"
    return f"It is {dated}, {owner}; {staffing}; {priority}; {review}."


def reminder(plan: OwnPlan, today: date) -> str:
    """The first line stands on lock screens."""
    told = "\n".join(f"- {each}" for each in lines(plan))
    what = "its next review" if plan.received else "whether an answer came" if plan.asked else "it"
    return (
        f"A look at our plan is due today: {what}.\n{told}\n"
        "A friendly line is enough: when may we see the plan, and who answers for it?"
    )
