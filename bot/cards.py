"""The kit of cards: what is said privately, the panel and the desk, in Discord's Components V2.

Only this file counts what Discord takes: 40 components and 4,000 characters of text in a message.
What is more goes on in a message of its own, with the buttons under the last. Notices are no cards:
a push notification of a card is empty (discord/discord-api-docs#7854).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import discord

ACCENT = discord.Colour(0x6D3B8E)
MOST_TEXT = 4000
MOST_TYPED = 3900  # in all the fields of a form: with its labels it fits one message
MOST_COMPONENTS = 40
MOST_IN_A_ROW = 5
TYPED = "**What you typed**"
# Never cut in two: a mention, an emoji or a time, an address, a word in code.
WHOLE = re.compile(r"<[@#:t/a][^>\s]{1,80}>|<?https?://[^\s>]+>?|`[^`\n]{1,80}`")

Item: TypeAlias = discord.ui.Item[Any]


class Line:
    """A thin line between two parts of a card."""


@dataclass(frozen=True)
class Section:
    """A text with one button beside it; on a narrow screen it may stand under the text."""

    text: str
    button: discord.ui.Button[Any]


@dataclass(frozen=True)
class Typed:
    """What was typed, by the labels of the fields; parted only if it is longer than a message."""

    fields: Mapping[str, str]

    def texts(self) -> list[str]:
        """Return a heading, and a label and words for each field that was filled in."""
        filled = [(label, words) for label, words in self.fields.items() if words.strip()]
        return [TYPED, *(text for label, words in filled for text in (f"-# {label}", words))]


@dataclass(frozen=True)
class Picture:
    """A picture, sent along as a file of this name; `alt` is for whoever cannot see it."""

    name: str
    alt: str


Part: TypeAlias = str | Section | Line | Typed | Picture


@dataclass(frozen=True)
class Card:
    """Parts from top to bottom, and the buttons and menus under them."""

    parts: tuple[Part, ...] = ()
    actions: tuple[Item, ...] = ()

    def under(self, *parts: Part, actions: Sequence[Item] = ()) -> Card:
        """Return the card under something else, as who to ring, with what belongs to that."""
        return Card((*parts, *self.parts), (*actions, *self.actions))


def card(*parts: Part, actions: discord.ui.View | None = None) -> Card:
    """Return a card; texts of nothing but white space are left out when it is shown."""
    return Card(parts, tuple(actions.children) if actions is not None else ())


def typed_in(message: discord.Message | None) -> dict[str, str]:
    """Read back from a card what was typed; empty if nothing is there."""
    texts = list(_texts(message.components)) if message is not None else []
    fields = texts[texts.index(TYPED) + 1 :] if TYPED in texts else []
    labels = [label.removeprefix("-# ") for label in fields[::2]]
    return dict(zip(labels, fields[1::2], strict=False))


def text_of(message: discord.Message | None) -> str:
    """Return what a card or a notice says; "" where there is none."""
    return "\n".join([message.content, *_texts(message.components)]).strip() if message else ""


def _texts(components: Sequence[Any]) -> Iterator[str]:
    for part in components:
        if isinstance(part, discord.TextDisplay):
            yield part.content
        yield from _texts(getattr(part, "children", ()))


def layouts(
    shown: Card, files: Sequence[discord.File] = (), accent: discord.Colour = ACCENT
) -> list[discord.ui.LayoutView]:
    """Return the card as messages to send, one after the other; files go with the last.

    Like views they are stopped before they are sent: the router answers.
    """
    pictured = {part.name for part in shown.parts if isinstance(part, Picture)}
    files = [file for file in files if file.filename not in pictured]
    rows = _rows(shown.actions)
    foot = sum(1 + len(row.children) for row in rows) + len(files)
    pages: list[list[Item]] = [[]]
    text, count = 0, 1
    parts = [each for part in shown.parts for each in _in_pieces(part)]
    for index, part in enumerate(parts):
        items = _items(part)
        length = sum(_length(item) for item in items)
        size = sum(3 if isinstance(item, discord.ui.Section) else 1 for item in items)
        last = foot if index == len(parts) - 1 else 0
        if text + length > MOST_TEXT or count + size + last > MOST_COMPONENTS:
            pages.append([])
            text, count = 0, 1
        pages[-1] += items
        text, count = text + length, count + size
    pages[-1] += [*(discord.ui.File[Any](file) for file in files), *rows]
    return [_layout(page, accent) for page in pages if page]


def _layout(items: list[Item], accent: discord.Colour) -> discord.ui.LayoutView:
    made = discord.ui.LayoutView(timeout=None)
    made.add_item(discord.ui.Container(*items, accent_colour=accent))
    made.stop()
    return made


def _in_pieces(part: Part) -> list[Part]:
    if isinstance(part, str):
        return [piece for piece in split_text(part, MOST_TEXT) if piece.strip()]
    if isinstance(part, Section):  # a button beside a text that fills a message helps nobody
        *before, last = split_text(part.text, MOST_TEXT)
        return [*before, replace(part, text=last)]
    return list(_parted(part)) if isinstance(part, Typed) else [part]


def _parted(typed: Typed) -> Iterator[Typed]:
    """Part what is longer than a message: a form of ours is not (MOST_TYPED), an odd one may be."""
    fields: dict[str, str] = {}
    for label, words in typed.fields.items():
        for piece in split_text(words, MOST_TYPED):
            length = sum(map(len, Typed({**fields, label: piece}).texts()))
            if label in fields or (fields and length > MOST_TEXT):
                yield Typed(fields)
                fields = {}
            fields[label] = piece
    yield Typed(fields)


def _items(part: Part) -> list[Item]:
    if isinstance(part, Typed):
        return [discord.ui.TextDisplay(text) for text in part.texts()]
    if isinstance(part, Picture):
        shown = discord.MediaGalleryItem(f"attachment://{part.name}", description=part.alt)
        return [discord.ui.MediaGallery[Any](shown)]
    if isinstance(part, Section):
        return [discord.ui.Section(discord.ui.TextDisplay[Any](part.text), accessory=part.button)]
    return [discord.ui.TextDisplay(part) if isinstance(part, str) else discord.ui.Separator()]


def _length(item: Item) -> int:
    if isinstance(item, discord.ui.Section):
        return sum(_length(child) for child in item.children)
    return len(item.content) if isinstance(item, discord.ui.TextDisplay) else 0


def _rows(items: Sequence[Item]) -> list[discord.ui.ActionRow[Any]]:
    """Put buttons five in a row, or in the row they name; a menu has a row of its own."""
    rows: list[list[Item]] = []
    named: int | None = None
    for item in items:
        is_menu = not isinstance(item, discord.ui.Button)
        full = not rows or len(rows[-1]) == MOST_IN_A_ROW
        full = full or not isinstance(rows[-1][0], discord.ui.Button)
        if full or is_menu or item.row != named:
            rows.append([])
        named = item.row
        item.row = None
        rows[-1].append(item)
    return [discord.ui.ActionRow(*row) for row in rows]


def split_text(text: str, limit: int) -> list[str]:
    """Cut a text into pieces, between paragraphs, lines or words; what is whole stays whole.

    Mentions, times and addresses are never cut in two; a word of more than `limit` characters is.
    """
    pieces: list[str] = []
    while len(text) > limit:
        cut = _cut(text, limit)
        pieces.append(text[:cut].rstrip("\n"))
        text = text[cut:].lstrip("\n ")
    return [*pieces, text]


def _cut(text: str, limit: int) -> int:
    """Return where to cut: after a paragraph of half the length, else a line, a word, anywhere."""
    for mark, least in (("\n\n", limit // 2), ("\n", limit // 4), (" ", 1)):
        cut = text.rfind(mark, least, limit + 1)
        while cut > 0 and (inside := _inside(text, cut)) is not None:
            cut = text.rfind(mark, least, inside)
        if cut > 0:
            return cut
    inside = _inside(text, limit)
    return inside if inside else limit


def _inside(text: str, at: int) -> int | None:
    """Return where what must stay whole begins, if that place lies within it."""
    start = max(0, at - 600)
    for found in WHOLE.finditer(text, start, min(len(text), at + 600)):
        if found.start() < at < found.end():
            return found.start()
    return None
