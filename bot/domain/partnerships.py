"""Partnerships: what an entry holds, what is refused in it, and which one a place belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from functools import partial
from typing import Any

from bot.domain.errors import Problems, UserError
from bot.domain.search import plain

LONGEST_NAME, LONGEST_LINE, LONGEST_TEXT = 150, 300, 600
STALE_DAYS = 365
TEXTS = ("name", "area", "trusts", "board", "led_by", "papers", "joining")
COLUMNS = (*TEXTS, "checked_on")
LIMITS = {"name": LONGEST_NAME, "papers": LONGEST_LINE, "board": LONGEST_NAME}
LABELS = {
    "name": "Name",
    "area": "Area",
    "trusts": "Trusts",
    "board": "Board",
    "led_by": "Who leads it",
    "papers": "Its papers",
    "joining": "How one joins",
}
NO_NAMES = (
    "A partnership's entry names no private person. Please take out {found}: write the role"
    " instead, like `an independent chair`, and a shared address like `mnvp@example.org`."
)
_SHARED = re.compile(r"mvp|mnvp|info|hello|contact|enquir|matern|voices|involve|experience", re.I)
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_TITLED = re.compile(
    r"\b(?:Dr|Mr|Mrs|Ms|Miss|Prof(?:essor)?)\.? [A-Z][\w'’-]+|\b[Cc]alled [A-Z][\w'’-]+"
)
_TWO_NAMES = re.compile(r"\b[A-Z][a-z'’-]+ [A-Z][a-z'’-]+\b")
_OF_ROLES = re.compile(
    r"\b(?:Chairs?|Leads?|Lay|Co|Independent|Service|User|Volunteers?|Maternity|Neonatal|Voices?|Trust"
    r"|Board|Healthwatch|Partnership|Hospitals?|Council|Community|Parents?|Family|Families)\b"
)
_APOSTROPHES = re.compile("['\u2018\u2019\u02bc`.]")
_PARTNERSHIP = re.compile(r"\bmn?vps?\b|voices|partnership", re.I)
_PARTED = re.compile(r"[,;\n]")
# What many names have in common: by it alone no place is known.
_COMMON = """
    maternity neonatal voices voice partnership partnerships mnvp mvp mnvps mvps nhs foundation
    trust trusts hospital hospitals university teaching icb icbs board integrated care local system
    lmns the and of for in ft closed
"""
_LEFT_OUT = frozenset(_COMMON.split())


@dataclass(frozen=True)
class Partnership:
    """`trusts` and `area` are lists parted by commas. `merged_into`: another's number, or 0."""

    name: str
    area: str = ""
    trusts: str = ""
    board: str = ""
    led_by: str = ""
    papers: str = ""
    joining: str = ""
    checked_on: date | None = None
    closed: bool = False
    merged_into: int = 0
    id: int = 0


@dataclass(frozen=True)
class Proposal:
    """`changes`: the number of the partnership that it mends, 0 for a new one."""

    id: int
    changes: int
    wanted: Partnership


def checked(typed: Partnership) -> Partnership:
    """On one line each. Raises UserError for what is too long, a private person, no name."""
    problems = Problems()
    texts = {name: problems.take(partial(_text, name, getattr(typed, name)), "") for name in TEXTS}
    problems.tell()
    return with_texts(typed, texts)


def with_texts(one: Partnership, texts: Mapping[str, str]) -> Partnership:
    changed: dict[str, Any] = dict(texts)
    return replace(one, **changed)


def _text(name: str, typed: str) -> str:
    text, most = " ".join(typed.split()), LIMITS.get(name, LONGEST_TEXT)
    if name == "name" and not text:
        raise UserError("Write what the partnership is called, like `Sampleshire MNVP`.")
    if len(text) > most:
        raise UserError(
            f"**{LABELS[name]}** has {len(text)} characters and takes {most}. Please shorten it."
        )
    if name == "papers" and text and not re.fullmatch(r"https?://[^\s<>]+\.[^\s<>]+", text):
        raise UserError(
            "**Its papers** takes the address of a web page, beginning with https://. Leave it"
            " empty if there is none."
        )
    if name in ("led_by", "joining"):
        _refuse_people(name, text)
    return text


def _refuse_people(name: str, text: str) -> None:
    found = [match[0] for match in _TITLED.finditer(text)]
    found += [each for each in _ADDRESS.findall(text) if not _SHARED.search(each.split("@")[0])]
    if name == "led_by":
        found += [each for each in _TWO_NAMES.findall(text) if not _OF_ROLES.search(each)]
    if found:
        raise UserError(NO_NAMES.format(found=found[0]))


def parts(text: str) -> list[str]:
    return [part.strip() for part in _PARTED.split(text) if part.strip()]


def key_of(name: str) -> str:
    """A name without regard to case, apostrophes, and what many names have in common."""
    words = plain(_APOSTROPHES.sub("", name)).split()
    return " ".join("st" if word == "saint" else word for word in words if word not in _LEFT_OUT)


def names_of(one: Partnership) -> set[str]:
    """By which it is found, whole: its own, and those of its area and trusts."""
    every = [one.name, one.area, *parts(one.area), *parts(one.trusts)]
    return {key for key in map(key_of, every) if key}


@dataclass(frozen=True)
class Place:
    """What the library knows of a place: its trusts and boards, by name."""

    trusts: tuple[str, ...] = ()
    boards: tuple[str, ...] = ()


def of_place(
    every: Iterable[Partnership], query: str, places: Iterable[Place]
) -> list[Partnership]:
    """By the name that was typed, else by the trust that runs the place, else by its board.

    A place is never mended into another: what no name is whole is not found.
    """
    there, wanted, places = [each for each in every if not each.closed], key_of(query), list(places)
    trusts = {key_of(trust) for place in places for trust in place.trusts} - {""}
    boards = {key_of(board) for place in places for board in place.boards} | {wanted}
    by_name = [each for each in there if wanted and wanted in names_of(each)]
    by_trust = [each for each in there if trusts & set(map(key_of, parts(each.trusts)))]
    by_board = [each for each in there if key_of(each.board) in boards - {""}]
    found = by_name or by_trust or by_board
    return sorted(found, key=lambda each: each.name.casefold())


def known_of(places: Iterable[Place]) -> tuple[list[str], list[str]]:
    """The trusts and the boards of places, each once."""
    every = list(places)
    trusts = dict.fromkeys(trust for place in every for trust in place.trusts)
    return list(trusts), list(dict.fromkeys(board for place in every for board in place.boards))


def begun_with(typed: str, places: Iterable[Place]) -> Partnership:
    """What a new one begins with, of a place that was typed; of several boards none is chosen."""
    trusts, boards = known_of(places)
    said = {key_of(name) for name in (*trusts, *boards)}
    begun = Partnership("", trusts=", ".join(trusts), board=boards[0] if len(boards) == 1 else "")
    if key_of(typed) in said:
        return begun
    return replace(begun, name=typed) if _PARTNERSHIP.search(typed) else replace(begun, area=typed)


def merged(before: Partnership, wanted: Partnership) -> Partnership:
    """What is wanted; what was left empty stays as it was."""
    changed = {name: getattr(wanted, name) for name in TEXTS if getattr(wanted, name)}
    return with_texts(before, changed)


def differences(before: Partnership, wanted: Partnership) -> list[tuple[str, str, str]]:
    """Label, how it is, and how it is to be, of what changes."""
    return [
        (LABELS[each.name], getattr(before, each.name), getattr(wanted, each.name))
        for each in fields(Partnership)
        if each.name in TEXTS and getattr(before, each.name) != getattr(wanted, each.name)
    ]


def is_stale(one: Partnership, today: date) -> bool:
    return one.checked_on is None or (today - one.checked_on).days > STALE_DAYS
