"""Letters to a trust or a board, worded for today: the plan for continuity of carer, and pay."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.giveaways import NAMING_KINDS, give_aways

SALUTATION = "Dear safety champion,"
OPENING = (
    "I am writing to you as {role}. Please pass on my thanks to everybody who looks after families"
    " here. I would like to understand how {trust} plans for families to be looked after by"
    " midwives whom they know (continuity of carer)."
)
WHERE_POLICY_STANDS = (
    "NHS England withdrew the national targets for midwifery continuity of carer on 21 September"
    " 2022, so I am not asking about a target; local plans depend on safe staffing. What I ask for"
    " rests on its guidance on MNVPs (2023), on the Perinatal Quality Oversight Model, and on"
    " safety action 7 of the Maternity Incentive Scheme, which is about hearing families."
)
QUESTIONS = (
    "the trust's present plan for continuity of carer, its date and who owns it; or that there is"
    " none;",
    "who reviews it and when, and how you judge that staffing is safe before teams start or go on;",
    "how it puts first the families whose outcomes are worse: Black, Asian and mixed ethnicity"
    " families, and those in the most deprived areas;",
    "what part the partnership has in it, and when the board last discussed it and will again.",
)
SHARE = "Please share with us, through our Maternity and Neonatal Voices Partnership (MNVP)"
CLOSING = (
    "AIMS's campaigns team (campaigns@aims.org.uk) helps reps to read such plans. I would be"
    " grateful for an answer within four weeks, and I would gladly talk it through."
)
PAY_OPENING = (
    "I am writing to you as {role}. Please pass on my thanks to everybody who makes our partnership"
    " possible. I would like all of us to know where we stand with pay and expenses."
)
PAY_ASKS = (
    "the hours that are paid each month, with reading and preparing, and the rate for an hour;",
    "the expenses that are paid: travel, parking, telephone and data, and childcare while we work;",
    "how we claim, by when we are paid, and whom we ask when something goes wrong;",
    "what happens where more is asked of us than the workplan holds: which hours pay for it, or"
    " what we leave;",
    "that anybody may say no to pay, and has time for independent advice first where benefits are"
    " concerned, with a letter for the Jobcentre.",
)
PAY_STANDS = (
    "NHS England's guidance on MNVPs (2023) is about how boards (ICBs) commission and support a"
    " partnership. No national rate binds us: NHS England's rules for its own lay partners are"
    " often borrowed as a yardstick, and NIHR's payment guidance for members of the public,"
    " written for research, shows what can be put in writing."
)
PAY_CLOSING = (
    "I would be grateful for an answer within four weeks, and I would gladly talk it through with"
    " you and with our lead."
)
MOST_LINES = 12  # of one's own words; what has more is set without them, so that a page is enough
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
    """To the safety champion, about the plan for continuity of carer."""
    trust, role = letter.trust.strip() or NOTHING, letter.role.strip() or NOTHING
    return [
        *_head(
            letter, today, f"To the board level maternity and neonatal safety champion\n{trust}"
        ),
        Part("plain", "Copy to the trust board secretary"),
        Part("plain", SALUTATION),
        Part("plain", OPENING.format(role=_with_article(role), trust=trust)),
        Part("heading", "Why this matters here"),
        *_paragraphs(letter.why),
        Part("heading", "What I would like to see"),
        *_paragraphs(letter.wish),
        Part("heading", SHARE),
        *_numbered(QUESTIONS),
        Part("plain", WHERE_POLICY_STANDS),
        Part("plain", CLOSING),
        _end(letter),
    ]


def compose_pay(letter: TrustLetter, today: date) -> list[Part]:
    """To whoever pays the partnership, about pay and expenses of reps."""
    payer, role = letter.trust.strip() or NOTHING, letter.role.strip() or NOTHING
    return [
        *_head(letter, today, f"To whoever arranges pay for our MNVP\n{payer}"),
        Part("plain", "Copy to the lead of our Maternity and Neonatal Voices Partnership (MNVP)"),
        Part("plain", "Dear colleague,"),
        Part("plain", PAY_OPENING.format(role=_with_article(role))),
        Part("heading", "How it is today"),
        *_paragraphs(letter.why),
        Part("heading", "What I ask for"),
        *_paragraphs(letter.wish),
        Part("heading", "Please put in writing, for every rep of our partnership"),
        *_numbered(PAY_ASKS),
        Part("plain", PAY_STANDS),
        Part("plain", PAY_CLOSING),
        _end(letter),
    ]


def _head(letter: TrustLetter, today: date, to: str) -> list[Part]:
    sender = f"{letter.name or NOTHING}\n{letter.role.strip() or NOTHING}"
    return [
        Part("plain", sender),
        Part("plain", f"{today.day} {today:%B %Y}"),
        Part("plain", to),
    ]


def _numbered(asks: Sequence[str]) -> list[Part]:
    return [Part("item", f"{n}. {text}") for n, text in enumerate(asks, start=1)]


def _end(letter: TrustLetter) -> Part:
    return Part("plain", f"Yours faithfully\n\n{letter.name or NOTHING}")


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
    if len(text.split("\n")) > MOST_LINES:
        text = " ".join(text.split())
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


# An A4 page, in points: the width and height left for text.
WIDTH, HEIGHT = 482.0, 757.0
SIZES = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5)
LINE = 1.17  # of the size
GAP = 6.0  # after a paragraph
_WIDE = frozenset("mwMW@%&")


def size_for(parts: Sequence[Part]) -> float:
    """The largest size of letters at which the letter stays on one page."""
    fitting = (size for size in SIZES if _height(parts, size) <= HEIGHT)
    return next(fitting, SIZES[-1])


def _height(parts: Sequence[Part], size: float) -> float:
    lines = sum(
        max(1, math.ceil(sum(map(_width, line)) * size / WIDTH * 1.04))
        for part in parts
        for line in part.text.split("\n")
    )
    return lines * size * LINE + len(parts) * GAP


def _width(sign: str) -> float:
    """Of the size; rather too wide than too narrow."""
    if ord(sign) > 0x2FF:
        return 1.0
    if sign in _WIDE:
        return 0.95
    return 0.7 if sign.isupper() else 0.52
