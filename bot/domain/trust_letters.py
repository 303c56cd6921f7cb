"""The letter to a trust's board level safety champion, worded for today's policy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.giveaways import NAMING_KINDS, give_aways

SALUTATION = "Dear safety champion,"
OPENING = (
    "I am writing to you as {role}. I would like to understand how {trust} plans for families to"
    " be looked after by midwives whom they know (continuity of carer), and how families"
    " take part in that planning."
)
WHERE_POLICY_STANDS = (
    "NHS England withdrew the national targets for midwifery continuity of carer on 21 September"
    " 2022, so I am not asking about a target. Since then local plans depend on safe staffing, and"
    " support goes first to families whose outcomes are worse."
)
QUESTIONS = (
    "the trust's present plan for continuity of carer, with its date and the name of the person"
    " who answers for it; or that there is none;",
    "how you judge that staffing is safe before teams start or go on, and what the last review"
    " showed;",
    "how the plan reaches the families in our area whose outcomes are worse;",
    "what part the Maternity and Neonatal Voices Partnership has in it, and is to have;",
    "when the board last discussed it, and when it will again.",
)
CLOSING = "I would be grateful for an answer within four weeks, and I would gladly talk it through."
NOTHING = "(to be filled in)"
_TOLD_APART = frozenset(("a", "an", "the", "one", "our", "my", "your", "(to"))
_SOUNDS_LIKE_A_VOWEL = "AEFHILMNORSX"  # the names of these letters, as in "an MNVP rep"
_PLACE = re.compile(r"\b(?:Hospitals?|Infirmary|Trust|Centre|Maternity|Voices|MN?VP|LMNS|ICB)\b")
_TARGET = re.compile(r"\b\d{1,3}\s*(%|per\s?cent)|\btargets?\b", re.IGNORECASE)


@dataclass(frozen=True)
class TrustLetter:
    """What the rep wrote in the form."""

    name: str
    role: str
    trust: str
    why: str
    wish: str


@dataclass(frozen=True)
class Part:
    """`style` is plain, heading or item."""

    style: str
    text: str


def compose(letter: TrustLetter, today: date) -> list[Part]:
    trust, role = letter.trust.strip() or NOTHING, letter.role.strip() or NOTHING
    numbered = [Part("item", f"{n}. {text}") for n, text in enumerate(QUESTIONS, start=1)]
    return [
        Part("plain", f"{letter.name or NOTHING}\n{role}"),
        Part("plain", f"{today.day} {today:%B %Y}"),
        Part("plain", f"To the board level maternity and neonatal safety champion\n{trust}"),
        Part("plain", "Copy to the trust board secretary"),
        Part("plain", SALUTATION),
        Part("plain", OPENING.format(role=_with_article(role), trust=trust)),
        Part("heading", "Why this matters here"),
        *_paragraphs(letter.why),
        Part("heading", "What I would like to see"),
        *_paragraphs(letter.wish),
        Part("heading", "Please send me, or tell me"),
        *numbered,
        Part("plain", WHERE_POLICY_STANDS),
        Part("plain", CLOSING),
        Part("plain", f"Yours faithfully\n\n{letter.name or NOTHING}"),
    ]


def _with_article(role: str) -> str:
    """So "MNVP rep" is "an MNVP rep"; a role that has its article stays as it is."""
    first = role.split()[0]
    if first.casefold() in _TOLD_APART:
        return role
    spelled = first[:2].isupper()
    letter, word = first[0].upper(), first.casefold()
    vowel = letter in (_SOUNDS_LIKE_A_VOWEL if spelled else "AEIO") or (
        not spelled and letter == "U" and not word.startswith(("use", "uni"))  # a union
    )
    return f"{'an' if vowel else 'a'} {role}"


def _paragraphs(text: str) -> list[Part]:
    pieces = [piece.strip() for piece in re.split(r"\n\s*\n", text) if piece.strip()]
    return [Part("plain", piece) for piece in pieces or [NOTHING]]


def as_text(parts: list[Part]) -> str:
    lines: list[str] = []
    for number, part in enumerate(parts):
        tight = part.style == "item" and parts[number - 1].style in ("item", "heading")
        lines.append(part.text if tight or number == 0 else f"\n{part.text}")
    return "\n".join(lines) + "\n"


def mentions_target(letter: TrustLetter) -> bool:
    """Whether the rep's own words speak of a target or a percentage."""
    return bool(_TARGET.search(f"{letter.why}\n{letter.wish}"))


def names_in(letter: TrustLetter) -> list[str]:
    """What in the rep's own words may name somebody, each once; places of care are no person."""
    found = [
        one.found
        for one in give_aways(f"{letter.why}\n\n{letter.wish}", ())
        if one.what in NAMING_KINDS
    ]
    places = [letter.trust, *(words for words in found if _PLACE.search(words))]
    return [words for words in dict.fromkeys(found) if not any(words in place for place in places)]
