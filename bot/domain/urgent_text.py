"""Who to ring now, in words: shown wherever somebody may be in need."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.danger import Kind
from bot.domain.support import FIRST


def urgent_words() -> str:
    """999, NHS 111 option 2 and Samaritans, in that order, whatever the date: each line begins
    with what to ring, to be found at a glance on a phone."""
    danger, crisis, talk = FIRST
    return (
        f"**{danger.phone}**: a life in danger, now.\n"
        f"**{crisis.phone}** (NHS): a mental health crisis, day and night.\n"
        f"**{talk.phone}** ({talk.title}): to talk, day and night; or {talk.email}.\n"
        "**Your own maternity unit** (on your notes): your body or your baby, after a loss too.\n"
        "No medical answers here, and nobody watches day and night."
    )


def urgent_line() -> str:
    """For where the whole card would be too much to read."""
    danger, crisis, talk = FIRST
    return (
        f"If it cannot wait: {danger.phone} · NHS {crisis.phone.replace(', then ', ', ')}"
        f" · {talk.title} {talk.phone}. Your body or your baby: ring your own maternity unit."
    )


HIDES = "`Dismiss message`"
HELP_FOR = {
    Kind.OVERDOSE: (
        "Too much of a medicine, or something poisonous: ring **999** now, even if you, or the"
        " child, feel well. Do not wait for anything else."
    ),
    Kind.BODY: (
        "If a life may be in danger: **999** now. Otherwise, in pregnancy or after a birth or a"
        " loss, ring **your own maternity unit**, day or night; its number is on your notes. For a"
        " child at home, or if you cannot reach the unit: **111**."
    ),
    Kind.ABUSE: (
        "In danger now: **999**; from a mobile, if you cannot speak, press 55 when asked."
        " [National Domestic Abuse Helpline](https://www.nationaldahelpline.org.uk)."
        " [After rape or sexual assault](https://247sexualabusesupport.org.uk). `/support` has"
        f" more, for men too. If somebody may look at your screen, press {HIDES} under each of my"
        " messages once read (unsent words go with it); lists of calls and pages may show more."
    ),
    Kind.CHILD: (
        "A child in danger now: **999**. Otherwise the children's services of the council where the"
        " child lives; [the NSPCC](https://www.nspcc.org.uk) helps too. Under 19 yourself?"
        " [Childline](https://www.childline.org.uk)."
    ),
    Kind.MIND: (
        "You need not carry this alone. If you might harm yourself or somebody else, or hear or see"
        " what others do not: **999** or A&E now, or NHS **111**, option 2; say if there is a new"
        " baby. Is it somebody else? Stay with them if you can, and ring for them."
    ),
    Kind.MEDICINE: (
        "I cannot answer what is safe to take. **Your own maternity unit**, a pharmacist or **111**"
        " can tell you now."
    ),
}


def urgent_help(kinds: Sequence[Kind]) -> str:
    """One sentence for what is most pressing, so that it stays short, then 999, 111 and
    Samaritans as ever."""
    fitting = [HELP_FOR[kind] for kind in kinds if kind in HELP_FOR][:1]
    return "\n\n".join(["**Urgent help**", *fitting, urgent_words()])
