"""The buttons and menus of the library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import discord

from bot import ui
from bot.domain.library import Kept, Kind, numbers_mark
from bot.domain.library_texts import OTHER, TOPICS
from bot.domain.support import never_changes
from bot.services.library_editing import Review
from cogs.library.cards import short
from cogs.library.text import KINDS

ASK = "resources:1:ask"
SEARCH_FORM = "resources:1:search"
OPEN = "resources:1:open"
OPEN_CHOSEN = "resources:1:choose"
MORE = "resources:1:more"
RIGHT = "resources:1:right"
WRONG = "resources:1:wrong"
WRONG_FORM = "resources:1:report"
SHARE = "resources:1:share"
TOPIC = "resources:1:topic"
TOPIC_PAGE = "resources:1:page"
SUGGEST = "resources:1:suggest"
SUGGEST_FORM = "resources:1:suggestion"
VOLUNTEER = "resources:1:volunteer"
OFFER_RIGHT = "resources:1:offerright"
OFFER_WRONG = "resources:1:offerwrong"
OFFER_WRONG_FORM = "resources:1:offerreport"
OFFER_SKIP = "resources:1:offerskip"
STOP = "resources:1:stop"
ACCEPT = "resources:1:accept"
ACCEPT_FORM = "resources:1:accepted"
DECLINE = "resources:1:decline"
REVIEW = "resources:1:review"
REVIEW_CHOSEN = "resources:1:reviewone"
EDIT = "resources:1:edit"
EDIT_FORM = "resources:1:edited"
CHECKED = "resources:1:checked"
RETIRE = "resources:1:retire"
BACK = "resources:1:back"
ADD = "resources:1:add"
ADD_FORM = "resources:1:added"
PAGE_SIZE = 25

Items = list[discord.ui.Item[Any]]


def card_view(kept: Kept, more: Sequence[int] = ()) -> discord.ui.View:
    """Support lines are checked by coordinators only, and never shared."""
    items: Items = []
    if not never_changes(kept.entry):
        items.append(ui.button("Something's wrong", f"{WRONG}:{kept.id}"))
    if kept.entry.kind is not Kind.LINE:
        right = ui.button("Still right", f"{RIGHT}:{kept.id}")
        items = [right, *items, ui.button("Share here", f"{SHARE}:{kept.id}")]
    if more:
        numbers = ".".join(str(number) for number in more)
        items.append(ui.button("More", f"{MORE}:{numbers}", style=ui.Style.primary))
    return ui.view(*items)


def nothing_buttons() -> discord.ui.View:
    return ui.view(ui.button("Suggest a resource", SUGGEST, row=1), topic_menu())


def topic_menu() -> discord.ui.Select[Any]:
    return ui.menu(TOPIC, "Browse by topic", [(t, t, None) for t in (*TOPICS, OTHER)])


def topic_page(topic: str, entries: Sequence[Kept], page: int, pages: int) -> discord.ui.View:
    items: Items = [entry_menu(OPEN_CHOSEN, "Read one", entries), topic_menu()]
    if page + 1 < pages:
        place = [*TOPICS, OTHER].index(topic)
        items.append(ui.button("Next page", f"{TOPIC_PAGE}:{place}.{page + 1}"))
    return ui.view(*items)


def entry_menu(prefix: str, placeholder: str, entries: Sequence[Kept]) -> discord.ui.Select[Any]:
    options = [(str(kept.id), short(kept.entry), kept.entry.about) for kept in entries]
    return ui.menu(prefix, placeholder, options[:PAGE_SIZE])


def volunteer_buttons() -> discord.ui.View:
    return ui.view(ui.button("Yes, ask me each month", VOLUNTEER))


def offer_buttons(offer_id: int, mark: str) -> discord.ui.View:
    return ui.view(
        ui.button("Still right", f"{OFFER_RIGHT}:{offer_id}", style=ui.Style.success, mark=mark),
        ui.button("Something's wrong", f"{OFFER_WRONG}:{offer_id}"),
        ui.button("Skip this one", f"{OFFER_SKIP}:{offer_id}"),
        ui.button("Stop asking me", STOP),
    )


def decision_buttons(suggestion_id: int, mark: str = "") -> discord.ui.View:
    return ui.view(
        ui.button("Accept", f"{ACCEPT}:{suggestion_id}", style=ui.Style.success, mark=mark),
        ui.button("Decline", f"{DECLINE}:{suggestion_id}"),
    )


def look_button(mark: str) -> discord.ui.View:
    """The way from a reminder to what waits."""
    return ui.view(ui.button("Look at them", REVIEW, style=ui.Style.primary, mark=mark))


def desk_buttons(kept: Kept, edits: Mapping[Kind, Mapping[str, object]]) -> discord.ui.View:
    forms = [
        ui.button(label, f"{EDIT}:{kept.id}.{group}", row=0)
        for group, label in enumerate(edits[kept.entry.kind])
    ]
    looked_at = f"{CHECKED}:{kept.id}.{numbers_mark(kept.entry)}"
    checked = ui.button("Checked today", looked_at, style=ui.Style.success, row=1)
    if kept.entry.retired:
        last = ui.button("Bring back", f"{BACK}:{kept.id}", row=1)
    else:
        last = ui.button("Retire", f"{RETIRE}:{kept.id}", style=ui.Style.danger, row=1)
    return ui.view(*forms, checked, last)


def review_menus(found: Review) -> discord.ui.View:
    menus = [
        entry_menu(f"{REVIEW_CHOSEN}:{place}", words, entries)
        for place, (words, entries) in enumerate(
            [
                ("Numbers to check", found.hidden_lines),
                ("Documents to check", found.stale),
                ("Retired entries", found.retired),
            ]
        )
        if entries
    ]
    adds = [ui.button(f"Add {name}", f"{ADD}:{kind.value}") for kind, name in KINDS.items()]
    return ui.view(*menus, *adds)
