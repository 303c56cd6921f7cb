"""Every sentence of `/letter`, but for the letter itself (bot/domain/trust_letters.py)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.services.trust_letters import Kind

MOST_NAMES = 8
HELP = "`/letter`: a draft to your trust"
DESCRIPTION = "Draft a letter: the continuity of carer plan (knowing your midwife), or pay for reps"
CHOICE = "### A letter\nFive minutes: a draft for you to change and send. I keep nothing of it."
CONTINUITY = (
    "**Knowing your midwife**\nContinuity of carer: asks your trust for its plan, its date and its"
    " owner."
)
PAY = (
    "**Pay and expenses**\nAsks whoever pays your partnership to put hours, rate, expenses and"
    " childcare in writing."
)
WRITE = "Write it"
WRITE_PAY = "Write about pay"
NAME = "Your name, and your role if you like"
NAME_HINT = "Such as: Ria Example, lead of our MNVP. Without a role I write: a rep on your MNVP."
USUAL_ROLE = "a service user representative on our Maternity and Neonatal Voices Partnership"
WHY_HINT = "What families near you say. Leave out names, and anything that shows who somebody is."


@dataclass(frozen=True)
class Form:
    """What the form of a letter asks, and its hints."""

    title: str
    trust: str
    trust_hint: str
    why: str
    why_hint: str
    wish: str
    wish_hint: str


FORMS = {
    Kind.PLAN: Form(
        "Continuity of carer: a letter to your trust",
        "Which trust?",
        "As it calls itself on its website. The letter goes to its board's safety champion.",
        "Why does knowing your midwife matter?",
        WHY_HINT,
        "What would you like to see?",
        "For example: a plan that families can read, or small teams of midwives.",
    ),
    Kind.PAY: Form(
        "Pay and expenses: a letter",
        "Who pays your partnership?",
        "The trust or board (ICB), as it calls itself on its website.",
        "How is it today?",
        "Such as: paid for meetings only, months late, no childcare. Leave out names.",
        "What do you ask for?",
        "For example: four hours a month, paid by the end of the next one.",
    ),
}
TARGET = (
    "**Please look again:** your words speak of a target or a percentage. NHS England withdrew"
    " every national continuity of carer target on 21 September 2022, so a trust may set such a"
    " sentence aside."
)
BEFORE = (
    "Here is your draft, as a document and as text. It is yours to change, and I have kept nothing"
    " of it.\n\n"
)
LAST_LOOK = (
    "**Before you send it:** let your MNVP lead know, and take out whatever could show who a"
    " patient or a member of staff is."
)
ADVICE = {
    Kind.PLAN: (
        f"{BEFORE}**Who is the champion?** Their name stands on the trust's website or in its board"
        " papers; your MNVP lead or the trust board secretary knows too.\n"
        "**Send a copy to the trust board secretary** (some say company secretary): letters to the"
        " board are logged there.\n"
        "**Help with the plan that comes back:** AIMS's campaigns team, campaigns@aims.org.uk.\n"
        f"{LAST_LOOK}"
    ),
    Kind.PAY: (
        f"{BEFORE}**Who gets it?** Whoever holds your partnership's budget: your MNVP lead knows,"
        " or the board's (ICB's) maternity team.\n"
        "**On benefits?** Take independent advice before you take any pay.\n"
        f"{LAST_LOOK}"
    ),
}
HELPERS = {
    Kind.PLAN: (
        "AIMS's campaigns team helps",
        "https://www.aims.org.uk/campaigning/item/implementing-coc",
    ),
    Kind.PAY: (
        "What to expect in writing",
        "https://www.nihr.ac.uk/payment-guidance-members-public-considering-involvement-research",
    ),
}


def advice(kind: Kind, *, target: bool, names: Sequence[str]) -> str:
    """Above the draft goes what to look at before it is sent."""
    parts = [may_name(names)] if names else []
    return "\n\n".join([*parts, *([TARGET] if target else []), ADVICE[kind]])


def may_name(names: Sequence[str]) -> str:
    """What in the rep's own words may name somebody."""
    shown = ", ".join(names[:MOST_NAMES])
    more = f", and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    them, they = ("them", "those named") if len(names) > 1 else ("it", "they")
    return (
        f"**This may name somebody: {shown}{more}.** Take {them} out before you send it, unless"
        f" {they} agreed."
    )
