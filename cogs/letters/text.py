"""Every sentence of `/letter`, but for the letter itself (bot/domain/trust_letters.py)."""

from __future__ import annotations

from collections.abc import Sequence

MOST_NAMES = 8
HELP = "`/letter`: a draft to your trust"
DESCRIPTION = "Draft a letter to your trust about continuity of carer (knowing your midwife)"
TITLE = "Continuity of carer: a letter to your trust"
CHOICE = "### A letter\nFive minutes: a draft for you to change and send. I keep nothing of it."
CONTINUITY = (
    "**Knowing your midwife**\nContinuity of carer: asks your trust for its plan, its date and its"
    " owner."
)
NAME = "Your name, and your role if you like"
NAME_HINT = "Such as: Ria Example, lead of our MNVP. Without a role I write: a rep on your MNVP."
TRUST_HINT = "As it calls itself on its website. The letter goes to its board's safety champion."
WHY = "Why does knowing your midwife matter?"
WISH = "What would you like to see?"
WISH_HINT = "For example: a plan that families can read, or small teams of midwives."
USUAL_ROLE = "a service user representative on our Maternity and Neonatal Voices Partnership"
WHY_HINT = "What families near you say. Leave out names, and anything that shows who somebody is."
TARGET = (
    "**Please look again:** your words speak of a target or a percentage. NHS England withdrew"
    " every national continuity of carer target on 21 September 2022, so a trust may set such a"
    " sentence aside."
)
ADVICE = (
    "Here is your draft, as a document and as text. It is yours to change, and I have kept nothing"
    " of it.\n\n"
    "**Who is the champion?** Their name stands on the trust's website or in its board papers; your"
    " MNVP lead or the trust board secretary knows too.\n"
    "**Send a copy to the trust board secretary** (some say company secretary): letters to the"
    " board are logged there.\n"
    "**Before you send it:** let your MNVP lead know, and take out whatever could show who a"
    " patient or a member of staff is."
)
HELPERS = ("AIMS's campaigns team helps", "https://www.aims.org.uk")


def advice(*, target: bool, names: Sequence[str]) -> str:
    """Above the draft goes what to look at before it is sent."""
    parts = [may_name(names)] if names else []
    return "\n\n".join([*parts, *([TARGET] if target else []), ADVICE])


def may_name(names: Sequence[str]) -> str:
    """What in the rep's own words may name somebody."""
    shown = ", ".join(names[:MOST_NAMES])
    more = f", and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    them, they = ("them", "those named") if len(names) > 1 else ("it", "they")
    return (
        f"**This may name somebody: {shown}{more}.** Take {them} out before you send it, unless"
        f" {they} agreed."
    )
