"""What stands first for somebody whose words speak of danger (bot/domain/danger.py)."""

from __future__ import annotations

from collections.abc import Sequence

from bot.domain.danger import Kind
from bot.domain.urgent import urgent_words

MOST_SENTENCES = 2
FIRST = {
    Kind.OVERDOSE: (
        "Too much of a medicine, or something poisonous: ring **999** now, even if nothing can be"
        " felt yet. Do not wait for anything else."
    ),
    Kind.BODY: (
        "Ring **your own maternity unit** now, day or night; its number is on your notes. Danger to"
        " life: **999**. If you cannot reach the unit: **111**."
    ),
    Kind.ABUSE: (
        "Somebody may look at your screen: press `Dismiss message` when you have read this. In"
        " danger now: **999**; from a mobile, if you cannot speak, press 55 when asked. National"
        " Domestic Abuse Helpline: <https://www.nationaldahelpline.org.uk>. After rape or sexual"
        " assault: <https://rapecrisis.org.uk/get-help/>."
    ),
    Kind.CHILD: (
        "A child in danger now: **999**. Otherwise the children's services of the council where the"
        " child lives; the NSPCC helps too: <https://www.nspcc.org.uk>."
    ),
    Kind.MIND: (
        "You need not carry this alone. If you fear that you may harm yourself or your baby, or"
        " hear or see what others do not: **999** or A&E now, or NHS **111**, option 2. If there is"
        " a new baby, say so."
    ),
    Kind.MEDICINE: (
        "I cannot answer what is safe to take. **Your own maternity unit**, a pharmacist or **111**"
        " can tell you now."
    ),
}


def urgent_help(kinds: Sequence[Kind]) -> str:
    """Return who to ring, what fits the words first, then 999, 111 and Samaritans as ever."""
    fitting = [FIRST[kind] for kind in kinds][:MOST_SENTENCES]
    return "\n\n".join(["**Urgent help**", *fitting, urgent_words()])
