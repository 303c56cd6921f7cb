"""Every sentence about partnerships."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import discord

from bot.domain.dates import say_day
from bot.domain.partnerships import Partnership, Place, differences, is_stale, known_of
from bot.domain.relayed_text import clean
from bot.services.partnership_editing import Imported, Waiting

HELP = "`/mvp`: my partnership, meetings"
DESCRIPTION = "My partnership and my own meetings; only you see it"
NOW_YOURS = "It is yours now. Nobody here sees that unless you show it."
FIND_TITLE = "Which partnership is mine?"
FIND = "Your town, hospital, trust or board"
FIND_HINT = "One of them, as it is called. Like Luton, or NHS Essex ICB"
NONE_CHOSEN = (
    "## My partnership\n"
    "I do not know yet which one is yours. What you choose is known to you alone: it is kept"
    " sealed, and nobody here sees it unless you say so.\n"
    "`Find mine` takes your town, hospital, trust or board."
)
WHICH = "## Which one is yours?\nWhat you choose is known to you alone."
MOST_NAMED = 10
ADD_TITLE, ADD_MORE_TITLE = "Add a partnership", "How to reach it"
WITHOUT_NAMES = (
    "Coordinators look at it first, and do not see who sent it. A partnership is no person: please"
    " no names of private people; roles and shared addresses are fine."
)
NAME, AREA = "Name", "Towns or areas it is for"
TRUSTS, BOARD = "Trusts", "Board (ICB)"
SEVERAL = "If there are several, put a comma between them"
LED_BY, PAPERS, JOINING = "Who leads it, as a role", "Web page of its papers", "How one joins"
LED_BY_HINT = "Like: an independent lay chair, paid for two days a month"
JOINING_HINT = "Like: write to mnvp@example.org, then come to a meeting"
SENT_IN = (
    "Thank you. Coordinators look at it; who sent it in is kept nowhere, so I cannot tell you what"
    " they decide: look under `/mvp` in some days. You can add how to reach it now."
)
SENT_IN_WHOLE = (
    "Thank you. Coordinators look at it; who sent it in is kept nowhere, so I cannot tell you what"
    " they decide: look under `/mvp` in some days."
)
SHOWN = "Others from there see you now under `Who else is from here?`. You can stop that here."
HIDDEN = "Nobody here sees any more which partnership is yours."
FORGOTTEN = "Forgotten. I do not know any more which partnership is yours."
NOBODY_ELSE = (
    "Nobody else has said here that they are from **{name}**. That may change: whoever is, and"
    " wishes it, can press `Show others here that I am from there`."
)
CLOSE_TITLE = "It merged or closed"
INTO = "Which one is it part of now?"
INTO_HINT = "Its name as it stands here. Empty if it is part of none"
NOTHING_WAITS = "## Partnerships\nNothing waits to be looked at. Partnerships in all: {count}."
NOTHING_NEW = "All of that stands here already, so nothing was imported."
FILE_GONE = "The file is gone from that card. Send it once more with `/resource import`."
IMPORT = (
    "-# `Export` gives all of them as a CSV file; `/resource import` takes such a file back in."
)


def safe(text: str) -> str:
    """What somebody typed, as it may stand in a sentence of ours."""
    return discord.utils.escape_markdown(clean(text))


def partnership(one: Partnership, today: date, became: str = "", *, shown: bool = False) -> str:
    """Its card. `became`: what its board is called now, where that closed."""
    lines = [f"## {safe(one.name)}"]
    if one.closed:
        lines.append("**This partnership has closed, or has become part of another.**")
    board = f"{safe(one.board)} (closed; now {became})" if became else safe(one.board)
    for label, value in (
        ("For", safe(one.area)),
        ("Led by", safe(one.led_by)),
        ("Trusts", safe(one.trusts)),
        ("Board", board),
        ("Joining", safe(one.joining)),
    ):
        if value:
            lines.append(f"**{label}:** {value}")
    lines.append(
        f"-# {_checked(one, today)}{' Others here see that it is yours.' if shown else ''}"
    )
    return "\n".join(lines)


def _checked(one: Partnership, today: date) -> str:
    if one.checked_on is None:
        return "As far as we know; nobody has checked it yet."
    looked = f"As far as we know; last looked at on {say_day(one.checked_on, today)}."
    stale = " That is long ago: please see whether it still holds."
    return looked + (stale if is_stale(one, today) else "")


def none_found(query: str, places: Sequence[Place]) -> str:
    said = f"**{safe(query)[:80]}**"
    if places:
        lines = [f"I know {said}, but no partnership there yet."]
        trusts, boards = known_of(places)
        for one, many, names in (("Trust", "Trusts", trusts), ("Board", "Boards", boards)):
            if names:
                label = one if len(names) == 1 else many
                lines.append(f"**{label}:** {', '.join(map(safe, names[:MOST_NAMED]))}")
        lines.append(
            "The trust's maternity page, or the board, says who leads it. If you know it, add it:"
            " the next rep from there finds it then."
        )
        return "\n".join(lines)
    return (
        f"I do not know a place or partnership called {said}, and I never guess. Try the town, the"
        " hospital, the trust or the board; or add the partnership."
    )


def from_here(one: Partnership, people: Sequence[int]) -> str:
    if not people:
        return NOBODY_ELSE.format(name=safe(one.name))
    named = ", ".join(f"<@{person}>" for person in people[:MOST_NAMED])
    more = f", and {len(people) - MOST_NAMED} more" if len(people) > MOST_NAMED else ""
    return f"**From {safe(one.name)} as well:** {named}{more}. They said that others may see it."


def waiting(one: Waiting, left: int) -> str:
    """What a coordinator looks at: a new one, or what changes in one."""
    wanted = one.proposal.wanted
    if one.before is None:
        head, before = f"## A new partnership: {safe(wanted.name)}", Partnership("")
    elif one.proposal.changes:
        head, before = f"## A change to {safe(one.before.name)}", one.before
    else:
        head = f"## There is one called {safe(one.before.name)} already\nPutting it in adds this:"
        before = one.before
    lines = [
        f"**{label}:** {safe(new)[:300] or '(empty)'}"
        + (f"\n-# was: {safe(old)[:200]}" if old else "")
        for label, old, new in differences(before, wanted)
        if new or one.proposal.changes
    ]
    end = f"-# {left} more wait{'s' if left == 1 else ''}." if left else ""
    hint = "-# No private person may be named in it. Who sent it in is not shown."
    return "\n".join(part for part in (head, *lines, hint, end) if part)


def decided(one: Partnership, *, accepted: bool) -> str:
    return f"{safe(one.name)} {'stands under `/mvp` now' if accepted else 'was left out'}."


def closed(one: Partnership, into: str) -> str:
    part = f" It is part of {safe(into)} now." if into else ""
    return f"{safe(one.name)} is marked as closed.{part} Whoever is from there reads it in `/mvp`."


def planned(found: Imported) -> str:
    """Before anything is taken in."""
    lines = [f"## {_counted(found)}", "Nothing has been taken in yet."]
    for head, every in (("New", found.new), ("Changed", found.changed)):
        if every:
            names = ", ".join(safe(each.name)[:80] for each in every[:MOST_NAMED])
            more = f", and {len(every) - MOST_NAMED} more" if len(every) > MOST_NAMED else ""
            lines.append(f"**{head}:** {names}{more}.")
    return "\n".join(lines)


def imported(found: Imported) -> str:
    return f"Partnerships: {_counted(found)}. They stand under `/mvp` now."


def _counted(found: Imported) -> str:
    return f"{len(found.new)} new, {len(found.changed)} changed"
