"""Every sentence for a listener who is worried about somebody, and for whoever reads that."""

from __future__ import annotations

from bot.domain.retention import CONCERN_DAYS
from bot.domain.urgent_text import urgent_line, urgent_words
from bot.services.safeguarding import Concern, Role

FIRST = (
    "## Worried about somebody?\n"
    "**Danger now: 999.** A mental health crisis: NHS 111, option 2. Their body or their baby:"
    " their own maternity unit, day or night.\n"
    "Nobody here knows where they live. Discord can look into it: press and hold their message, or"
    " their name, then `Report`.\n"
    "Where you can, tell the person first that you are worried, and what you are going to do."
)
NO_LEAD = (
    "There is no safeguarding lead here yet: a coordinator chooses one on the desk, under `People`."
)
NOBODY_CHOSEN = "no safeguarding lead is chosen, for a listener who is worried about somebody"
FORM = "Worried about somebody"
# To the letter: what a listener agrees to.
PROMISE = (
    "This goes to the safeguarding lead, with your name. It is not kept here: write it in your own"
    " record."
)
WORDS = "What worries you, and about whom"
SENT = (
    "I am sending it to the safeguarding lead alone. I will tell you if it cannot be delivered; if"
    " it is not read within four hours I will ask the deputy, and where there is none I will tell"
    f" you. Do not wait for that where it cannot wait.\n\n{urgent_line()}"
)
TO_READ = (
    "A listener is worried about somebody, and has written to the safeguarding {role}: please read"
    " it now."
)
HOW_TO_READ = (
    f"`Read` shows it to you alone. It is destroyed once you have written it down, or after"
    f" {CONCERN_DAYS} days."
)
DESTROYED = "It is destroyed here. Thank you for looking after it."
PASSED_ON = "I have asked the deputy, or who is lead now; it is not read yet."
NOT_READ = (
    "What you wrote to the safeguarding lead has not reached anybody: it could not be delivered, or"
    " nobody has read it."
)
# By direct message, which whoever has the bot's token can read: neither the lead nor that anything
# was written.
NOT_ARRIVED = (
    "Something of yours has not reached anybody yet, so please do not wait for it. `Read` says what"
    " it is, to you alone, and whom to ring."
)
HEARD = "It has been read since, or is gone from here. Danger now: 999."


def to_read(role: Role) -> str:
    """By direct message: no name and no words."""
    return f"{TO_READ.format(role=role)}\n{HOW_TO_READ}"


def read(concern: Concern) -> str:
    said = "\n".join(f"> {line}" for line in concern.words.splitlines())
    return (
        f"From <@{concern.writer}>, <t:{concern.sent_at}:f>\n{said}\n\n-# Write it in your own"
        " record, then press the button: it is destroyed here. Danger now: 999."
    )


def not_read(concern: Concern) -> str:
    """To whoever wrote it."""
    more = f" {PASSED_ON}" if concern.unheard < len(concern.to) else ""
    return f"{NOT_READ}{more} Here is who to ring:\n{urgent_words()}"


def chosen(people: dict[Role, int]) -> str:
    """For coordinators."""
    lead, deputy = (people.get(role) for role in Role)
    who = f"Lead: <@{lead}>." if lead else "**Nobody is chosen.**"
    second = f" Deputy: <@{deputy}>." if deputy else " No deputy."
    return (
        f"### Safeguarding\n{who}{second} They alone read what a listener who is worried about"
        " somebody writes."
    )


CHOOSE = {
    Role.LEAD: "Who is the safeguarding lead? Please ask them first.",
    Role.DEPUTY: "Who reads it if the lead has not within four hours? Please ask them first.",
}
MENU = {Role.LEAD: "Safeguarding lead", Role.DEPUTY: "Deputy"}
LEFT = "They have left the server. Please choose somebody else."
A_BOT = "That is a bot. Please choose a person."
