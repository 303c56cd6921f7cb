"""The buttons and menus of the library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import discord

from bot import ui
from bot.cards import Part, Section
from bot.domain.library import Entry, Kept, Kind, lacks_address, numbers_mark
from bot.domain.library_texts import OTHER, TOPICS
from bot.domain.support import never_changes
from bot.services.library import BEST, Card
from bot.services.library_editing import Review
from cogs.library.cards import in_brief, is_address, short
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
SHARE_IT = "resources:1:shareit"
TOPIC = "resources:1:topic"
TOPIC_PAGE = "resources:1:page"
MONTH = "resources:1:month"
QUESTIONS = "resources:1:questions"
THEME = "resources:1:theme"
THEME_NEXT = "resources:1:themes"
PICTURE = "resources:1:picture"
SUGGEST = "resources:1:suggest"
SUGGEST_FORM = "resources:1:suggestion"
VOLUNTEER = "resources:1:volunteer"
OFFER_RIGHT = "resources:1:offerright"
OFFER_WRONG = "resources:1:offerwrong"
OFFER_WRONG_FORM = "resources:1:offerreport"
OFFER_GONE = "resources:1:offergone"
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
LIBRARY = "resources:1:library"
ADD_WHICH = "resources:1:addwhich"
EXPORT = "resources:1:export"
CHANGE = "resources:1:change"
CHANGE_FORM = "resources:1:changed"
RING = "resources:1:ring"
LINKS = "resources:1:links"
PAGE_SIZE = 25
MOST_STALE = 15
END_OF_FOUND = 0  # what comes before it stands on the card, what comes after fits less well
MOST_NUMBERS = 11  # of entries in a button's id, which holds 100 characters
MOST_ASKED = 5

Items = list[discord.ui.Item[Any]]


def link_to(entry: Entry, label: str = "Open") -> Items:
    """A button that opens its page, where it has one."""
    return [ui.link(label, entry.url)] if is_address(entry.url) else []


def section(shown: Card, today: date) -> Section:
    """One of several that were found. What has no address opens here."""
    entry = shown.kept.entry
    here = ui.button("Open", f"{OPEN}:{shown.kept.id}")
    opens = ui.link("Open", entry.url) if is_address(entry.url) else here
    return Section(in_brief(shown, today), opens)


def under_finds(found: Sequence[Kept], more: Sequence[int], *, may_share: bool) -> discord.ui.View:
    """What can be done with one of several; the numbers stand in the ids, never the words."""
    every = [*(kept.id for kept in found), END_OF_FOUND, *more][:MOST_NUMBERS]
    items: Items = [ui.button("More", f"{MORE}:{_numbers(every)}"), *_about(found, may_share)]
    return ui.view(*items, suggest())


def shown_of(ids: Sequence[int]) -> int:
    """How many of the numbers in the id of `More` stand on its card."""
    return ids.index(END_OF_FOUND) if END_OF_FOUND in ids else BEST


def under_entry(kept: Kept, *, may_share: bool, coordinator: bool) -> discord.ui.View:
    change = [ui.button("Change or retire", f"{REVIEW_CHOSEN}:{kept.id}")] if coordinator else []
    return ui.view(*link_to(kept.entry), *_about([kept], may_share), *change)


def _about(found: Sequence[Kept], may_share: bool) -> Items:
    """Support lines are checked by coordinators only, and never shared."""
    wrong = [kept.id for kept in found if not never_changes(kept.entry)]
    papers = [kept.id for kept in found if kept.entry.kind is not Kind.LINE]
    items: Items = []
    if wrong:
        items.append(ui.button("Something's wrong", f"{WRONG}:{_numbers(wrong)}"))
    if papers and len(found) == 1 and _can_be_looked_at(found[0].entry):  # no room under several
        items.append(ui.button("Still right", f"{RIGHT}:{_numbers(papers)}"))
    if papers and may_share:
        items.append(ui.button("Share here", f"{SHARE}:{_numbers(papers)}"))
    return items


def _can_be_looked_at(entry: Entry) -> bool:
    """Nobody can vouch for a document of which only the title is known."""
    return entry.kind is not Kind.RESOURCE or is_address(entry.url)


def _numbers(ids: Sequence[int]) -> str:
    return ".".join(map(str, ids))


def which(prefix: str, found: Sequence[Kept]) -> discord.ui.View:
    """A button for each, where one stood under several."""
    return ui.view(
        *(ui.button(short(kept.entry), f"{prefix}:{kept.id}") for kept in found[:MOST_ASKED])
    )


def share_it(entry_id: int) -> discord.ui.View:
    return ui.view(ui.button("Share it", f"{SHARE_IT}:{entry_id}", style=ui.Style.primary))


def suggest() -> discord.ui.Button[Any]:
    return ui.button("Suggest something", SUGGEST)


def topics(nearest: Sequence[int] = ()) -> discord.ui.View:
    """`nearest`: what was found by chance, for whoever would like to see it all the same."""
    ids = _numbers([END_OF_FOUND, *nearest][:MOST_NUMBERS])
    more: Items = [ui.button("What comes nearest", f"{MORE}:{ids}")] if nearest else []
    return ui.view(topic_menu(), *more, suggest())


def library() -> discord.ui.View:
    """What the library has beside its topics."""
    return ui.view(
        topic_menu(),
        ui.button("This month", MONTH),
        ui.button("Questions to ask", QUESTIONS),
        ui.button("Who answers to whom", PICTURE),
        suggest(),
    )


def topic_menu() -> discord.ui.Select[Any]:
    return ui.menu(TOPIC, "Browse by topic", [(t, t, None) for t in (*TOPICS, OTHER)])


def topic_page(topic: str, entries: Sequence[Kept], page: int, pages: int) -> discord.ui.View:
    items: Items = [entry_menu(OPEN_CHOSEN, "Read one", entries), topic_menu()]
    if page + 1 < pages:
        place = [*TOPICS, OTHER].index(topic)
        items.append(ui.button("Next page", f"{TOPIC_PAGE}:{place}.{page + 1}"))
    return ui.view(*items, suggest())


def entry_menu(prefix: str, placeholder: str, entries: Sequence[Kept]) -> discord.ui.Select[Any]:
    options = [(str(kept.id), short(kept.entry), kept.entry.about) for kept in entries]
    return ui.menu(prefix, placeholder, options[:PAGE_SIZE])


def volunteer_buttons() -> discord.ui.View:
    return ui.view(ui.button("Yes, ask me each month", VOLUNTEER))


def offer_buttons(offer_id: int, mark: str, entry: Entry) -> discord.ui.View:
    return ui.view(
        ui.button("Still right", f"{OFFER_RIGHT}:{offer_id}", style=ui.Style.success, mark=mark),
        *link_to(entry),
        ui.button("Changed", f"{OFFER_WRONG}:{offer_id}"),
        ui.button("Gone", f"{OFFER_GONE}:{offer_id}"),
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
    opens = link_to(kept.entry)
    for each in opens:
        each.row = 1
    return ui.view(*forms, checked, *opens, last, *_further(kept))


def _further(kept: Kept) -> Items:
    """The way on, where one after the other is looked at."""
    if kept.entry.kind is Kind.LINE:
        return [ui.button("Next to ring", f"{RING}:{kept.id}", row=1)]
    if lacks_address(kept.entry):
        return [ui.button("Next without a link", f"{LINKS}:{kept.id}", row=1)]
    return []


def library_buttons() -> discord.ui.View:
    return ui.view(
        ui.button("Add", ADD_WHICH, style=ui.Style.primary),
        ui.button("Review", REVIEW),
        ui.button("Export", EXPORT),
        ui.button("Find to change", CHANGE),
    )


def kinds() -> discord.ui.View:
    return ui.view(
        *(ui.button(f"Add {name}", f"{ADD}:{kind.value}") for kind, name in KINDS.items())
    )


def to_ring(words: str) -> list[Part]:
    return [Section(words, ui.button("Ring the next", RING))] if words else []


def to_link(words: str) -> list[Part]:
    return [Section(words, ui.button("Find the next", LINKS))] if words else []


def review_buttons(found: Review) -> discord.ui.View:
    """The first that waits, and a menu of what nobody has looked at lately."""
    first = [list(decision_buttons(each.id).children) for each in found.suggestions[:1]]
    entries = [*found.stale[:MOST_STALE], *found.retired]
    options = [
        (str(kept.id), short(kept.entry), "Retired" if kept.entry.retired else "To check")
        for kept in entries
    ]
    menus = [ui.menu(f"{REVIEW_CHOSEN}:0", "Look at one", options)] if options else []
    return ui.view(*(button for buttons in first for button in buttons), *menus)
