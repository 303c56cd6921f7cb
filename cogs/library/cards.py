"""Words for what the library holds; more than one feature shows them."""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Sequence
from datetime import date
from urllib.parse import quote, urlsplit

import discord
from discord.utils import escape_markdown

from bot.cards import ACCENT
from bot.domain.library import Entry, Kind, Label, say_checked
from bot.domain.library_texts import check_address
from bot.domain.rep_year import say_time_of_year
from bot.domain.support import hides_number, number_shown
from bot.services.library import Card, Finds

LINK_NOT_SEEN = "its link was not seen"
CERTAIN = ("", "confirmed by source")
HIDDEN_ON_PAGE = "-# Its number has not been checked lately; it stands on their page."
HOURS_ON_PAGE = "its hours stand on its page"
HIDDEN = "-# Its number has not been checked lately; search the web for the name."
NO_ADDRESS = "No address confirmed: search the web for its title."
SHORT = 60
TWO_LINES = 120
LONGEST_LINK = 512
MOST_NAMES = 3
SECOND_HAND = re.compile(r"\bsecondary(?: source only)?\b")
TO_VERIFY = re.compile(r"(?: -|:|,) verify on the live site before launch\b")
MEANINGS = {
    Label.IN_FORCE: "holds today, as far as we know",
    Label.PAST_POLICY: "no longer holds",
    Label.AIMS_POSITION: "what AIMS thinks; not NHS policy",
    Label.BACKGROUND: "for reading, binds nobody",
}


def understood(found: Finds) -> str:
    """What was looked for instead of what was typed, and what was left out, if anything."""
    said = []
    if found.searched:
        said.append(f"Did you mean **{plain(' '.join(found.searched))}**? I looked for that.")
    if found.left_out and (found.found or found.more):
        words = ", ".join(plain(word[:SHORT]) for word in found.left_out)
        said.append(f"I left out what I do not know: {words}.")
    return " ".join(said)


def is_address(url: str) -> bool:
    """Whether a button may open it: Discord refuses the whole card for an address that it does not
    take, so whatever is stored is looked at again."""
    try:
        check_address(url)
        urlsplit(url).port  # noqa: B018  it raises where the port is none
    except ValueError:
        return False
    return len(quote(url, safe=string.punctuation)) <= LONGEST_LINK


def in_brief(shown: Card, today: date) -> str:
    """One among several: a title, a line or two, and how far it holds. A line to ring is shown
    whole, and so is what replaced a past policy."""
    entry = shown.kept.entry
    if entry.kind is Kind.LINE:
        return line(entry, today)
    if entry.kind in BRIEF_CARDS:
        return BRIEF_CARDS[entry.kind](entry)
    if entry.kind is not Kind.RESOURCE:
        return term(shown)
    words = plain(cut(entry.about or entry.note))
    if entry.label is Label.PAST_POLICY and entry.note != entry.about:
        words = f"{words}\n{plain(entry.note)}"
    origin = " ".join(part for part in (entry.publisher, entry.year) if part)
    standing = f"{entry.label}{_replaced(shown)}"
    small = " · ".join(filter(None, [standing, plain(origin), say_checked(entry, today)]))
    return "\n".join(part for part in (f"**{plain(entry.title)}**", words, f"-# {small}") if part)


def card(shown: Card, today: date) -> str:
    """Everything that is kept for readers, but for the address."""
    kind = shown.kept.entry.kind
    if kind is Kind.RESOURCE:
        return f"### {plain(shown.kept.entry.title)}\n{resource(shown, today)}"
    if kind in OTHER_CARDS:
        return f"{OTHER_CARDS[kind](shown)}\n\n-# {say_checked(shown.kept.entry, today)}"
    return line(shown.kept.entry, today) if kind is Kind.LINE else term(shown)


def notice(shown: Card, today: date) -> discord.Embed:
    """What stands under the line of a message, where the line names it."""
    kind = shown.kept.entry.kind
    whole = resource(shown, today) if kind is Kind.RESOURCE else card(shown, today)
    words, _, small = whole.partition("\n-# ")
    return discord.Embed(description=words.rstrip(), colour=ACCENT).set_footer(text=small or None)


def resource(shown: Card, today: date) -> str:
    """Without its title. The label is never left out."""
    entry = shown.kept.entry
    origin = ", ".join(part for part in (entry.publisher, entry.year) if part)
    meaning = f": {MEANINGS[entry.label]}" if entry.label else ""
    parts = [
        plain(entry.about),
        plain(entry.note),
        f"**{entry.label}**{_replaced(shown) or meaning}",
        doubt(entry),
        f"See also: {_few([one.title for one in shown.see])}" if shown.see else "",
        plain(entry.email),
        "" if is_address(entry.url) else NO_ADDRESS,
        f"-# {' · '.join(filter(None, [plain(origin), say_checked(entry, today)]))}",
    ]
    return "\n".join(part for part in parts if part)


def _replaced(shown: Card) -> str:
    entry = shown.kept.entry
    since = f" since {plain(entry.replaced_since)}" if entry.replaced_since else ""
    return f", replaced{since} by: {_few(shown.newer)}" if shown.newer else ""


def _plain(note: str) -> str:
    """What whoever gathered the library noted for themselves, as a reader understands it."""
    return plain(SECOND_HAND.sub("from somebody else's page", TO_VERIFY.sub("", note)))


def hours(entry: Entry) -> str:
    return _plain(entry.hours)


def doubt(entry: Entry) -> str:
    """What is not certain about an entry, or nothing."""
    if entry.certainty in CERTAIN or entry.certainty.endswith(": confirmed"):
        return ""
    if entry.certainty == LINK_NOT_SEEN and not entry.url:
        return ""  # the missing address says so
    return f"Not certain: {_plain(entry.certainty).replace(': ', ', ')}."


def term(shown: Card) -> str:
    """What is related, and what belongs to it, stands at buttons."""
    entry = shown.kept.entry
    full = f" ({plain(entry.full_name)})" if entry.full_name else ""
    parts = [f"**{plain(entry.title)}**{full}: {plain(entry.about)}"]
    if shown.newer:
        since = f"Since {plain(entry.replaced_since)}" if entry.replaced_since else "Now"
        parts.append(f"{since}: **{_few(shown.newer)}**.")
    if shown.older:
        parts.append(f"Older name: {_few(shown.older, ', ')}.")
    parts += [plain(entry.note), doubt(entry)]
    return "\n".join(part for part in parts if part)


def place(shown: Card) -> str:
    """Who runs it and which board pays, as far as we know; never where to go in labour."""
    entry = shown.kept.entry
    board = _boards(shown)
    parts = [
        _place_named(entry),
        plain(entry.about),
        f"**Trust:** {plain(entry.publisher)}" if entry.publisher else "",
        f"**Board:** {board}" if board else "",
        "This is so as far as we know.",
        plain(entry.note),
        doubt(entry),
    ]
    return "\n".join(part for part in parts if part)


def place_in_brief(shown: Card) -> str:
    """One of several that share a name."""
    entry = shown.kept.entry
    small = " · ".join(filter(None, [plain(entry.publisher), _boards(shown)]))
    return f"{_place_named(entry)}\n-# {small}"


def _place_named(entry: Entry) -> str:
    town = f", {plain(entry.full_name)}" if entry.full_name else ""
    return f"**{plain(entry.title)}**{town}"


def _boards(shown: Card) -> str:
    return " or ".join(plain(one.title) for one in shown.see)


def moment(shown: Card) -> str:
    """What comes in a rep's year; the content note stands first."""
    entry = shown.kept.entry
    parts = [
        f"-# Content note: {plain(entry.content_note)}" if entry.content_note else "",
        f"**{plain(entry.title)}**",
        plain(say_time_of_year(entry)),
        plain(entry.about),
        f"**To ask your trust**\n> {plain(entry.question)}",
        plain(entry.note),
        doubt(entry),
    ]
    return "\n".join(part for part in parts if part)


def question(shown: Card) -> str:
    """A question to read aloud, and what is worth writing down of the answer."""
    entry = shown.kept.entry
    parts = [
        f"-# Content note: {plain(entry.content_note)}" if entry.content_note else "",
        f"> {plain(entry.title)}",
        f"**A good answer:** {plain(entry.about)}",
        f"-# It rests on: {plain(entry.note)}" if entry.note else "",
        doubt(entry),
    ]
    return "\n".join(part for part in parts if part)


def moment_in_brief(entry: Entry) -> str:
    """What hurts to read is behind `Open`; its note stands here."""
    note = f"-# Content note: {plain(entry.content_note)}\n" if entry.content_note else ""
    ask = "" if entry.content_note else f"\n{plain(entry.question)}"
    return f"{note}**{plain(entry.title)}**\n-# {plain(say_time_of_year(entry))}{ask}"


def question_in_brief(entry: Entry) -> str:
    note = f"-# Content note: {plain(entry.content_note)}\n" if entry.content_note else ""
    return f"{note}{plain(entry.title)}"


OTHER_CARDS: dict[Kind, Callable[[Card], str]] = {
    Kind.PLACE: place,
    Kind.MOMENT: moment,
    Kind.QUESTION: question,
}
BRIEF_CARDS: dict[Kind, Callable[[Entry], str]] = {
    Kind.MOMENT: moment_in_brief,
    Kind.QUESTION: lambda entry: f"{question_in_brief(entry)}\n-# a question to read aloud",
}


def line(entry: Entry, today: date, *, why: bool = True) -> str:
    """Its number shows only while somebody's check of it is in date; `why`: it says so."""
    ways = [entry.phone, entry.text and f"text {entry.text}"]
    numbers = [f"**{plain(way)}**" for way in ways if way]
    shown = numbers if number_shown(entry, today) else []
    if shown and entry.email:
        shown.append(plain(entry.email))
    if shown and (entry.hours or is_address(entry.url)):
        shown.append(hours(entry) or HOURS_ON_PAGE)
    if hides_number(entry, today) and (why or not is_address(entry.url)):
        shown.append(HIDDEN_ON_PAGE if is_address(entry.url) else HIDDEN)
    head = f"**{plain(entry.title)}**: {plain(entry.about)}"
    return "\n".join(part for part in (head, " · ".join(shown), plain(entry.note)) if part)


def short(entry: Entry) -> str:
    """An entry's name for a button or a choice, with its label."""
    label = f" ({entry.label})" if entry.label else ""
    return f"{cut(entry.title, SHORT)}{label}"


def plain(text: str) -> str:
    """Text of people or of the library, as it was typed."""
    return escape_markdown(text, ignore_links=True)


def cut(text: str, longest: int = TWO_LINES) -> str:
    """What is longer ends behind a clause, or else a word, with three dots."""
    if len(text) <= longest:
        return text
    start = text[: longest - 1]
    clause = max(start.rfind(mark) for mark in ("; ", ". ", ", "))
    return f"{start[:clause] if clause > longest // 3 else start.rpartition(' ')[0] or start}…"


def _few(names: Sequence[str], between: str = "; ") -> str:
    further = len(names) - MOST_NAMES
    more = f" and {further} more" if further > 0 else ""
    return f"{plain(between.join(names[:MOST_NAMES]))}{more}"
