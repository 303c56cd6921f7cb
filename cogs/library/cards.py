"""Words for what the library holds; more than one feature shows them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from discord.utils import escape_markdown

from bot.domain.library import Entry, Kind, Label, say_checked
from bot.domain.support import hides_number, number_shown
from bot.services.library import Card, Finds

LINK_NOT_SEEN = "its link was not seen"
CERTAIN = ("", "confirmed by source")
NOT_CHECKED = "Its number has not been checked lately, so I leave it out."
SHORT = 60
MOST_NAMES = 3
MEANINGS = {
    Label.IN_FORCE: "it holds today",
    Label.PAST_POLICY: "no longer holds",
    Label.AIMS_POSITION: "what AIMS thinks; not NHS policy",
    Label.BACKGROUND: "for reading, binds nobody",
}


def understood(found: Finds) -> str:
    """What was looked for instead of what was typed, and what was left out, if anything."""
    said = []
    if found.searched:
        said.append(f"Did you mean **{_plain(' '.join(found.searched))}**? I looked for that.")
    if found.found and found.left_out:
        words = ", ".join(_plain(word[:SHORT]) for word in found.left_out)
        said.append(f"I left out what I do not know: {words}.")
    return " ".join(said)


def card(shown: Card, today: date) -> str:
    kind = shown.kept.entry.kind
    if kind is Kind.RESOURCE:
        return resource(shown, today)
    if kind is Kind.LINE:
        return line(shown.kept.entry, today)
    return term(shown)


def resource(shown: Card, today: date) -> str:
    """The label is never left out."""
    entry = shown.kept.entry
    origin = ", ".join(part for part in (entry.publisher, entry.year) if part)
    parts = [
        f"**{_plain(entry.title)}**" + (f" ({_plain(origin)})" if origin else ""),
        f"**{entry.label}**{_meaning(shown)}",
        _plain(entry.about),
        _plain(entry.note),
        doubt(entry),
        f"{_capital(say_checked(entry, today))}. {_link(entry)}",
    ]
    return "\n".join(part for part in parts if part)


def _meaning(shown: Card) -> str:
    entry = shown.kept.entry
    if not shown.newer:
        return f": {MEANINGS[entry.label]}" if entry.label else ""
    since = f" since {_plain(entry.replaced_since)}" if entry.replaced_since else ""
    return f", replaced{since} by: {_few(shown.newer)}"


def _link(entry: Entry) -> str:
    return f"<{entry.url}>" if entry.url else "No address confirmed: search the web for its title."


def doubt(entry: Entry) -> str:
    """What is not certain about an entry, or nothing."""
    if entry.certainty in CERTAIN or entry.certainty.endswith(": confirmed"):
        return ""
    if entry.certainty == LINK_NOT_SEEN and not entry.url:
        return ""  # the missing address says so
    return f"Not certain: {_plain(entry.certainty.replace(': ', ', '))}."


def term(shown: Card) -> str:
    entry = shown.kept.entry
    full = f" ({_plain(entry.full_name)})" if entry.full_name else ""
    parts = [f"**{_plain(entry.title)}**{full}: {_plain(entry.about)}"]
    if shown.newer:
        since = f"Since {_plain(entry.replaced_since)}" if entry.replaced_since else "Now"
        parts.append(f"{since}: **{_few(shown.newer)}**.")
    if shown.older:
        parts.append(f"Older name: {_few(shown.older, ', ')}.")
    parts += [_plain(entry.note), doubt(entry)]
    if shown.related:
        parts.append(f"Related: {_few([one.named for one in shown.related])}.")
    for other in shown.see:
        label = f", {other.label}" if other.label else ""
        address = f" <{other.url}>" if other.url and other.label else ""
        parts.append(f"See also: {_plain(other.title)}{label}{address}")
    return "\n".join(part for part in parts if part)


def line(entry: Entry, today: date) -> str:
    """Its number shows only while somebody's check of it is in date."""
    ways = [entry.phone, entry.text and f"text {entry.text}"]
    numbers = [f"**{_plain(way)}**" for way in ways if way]
    shown = numbers if number_shown(entry, today) else []
    if shown and entry.email:
        shown.append(_plain(entry.email))
    if shown and entry.hours:
        shown.append(_plain(entry.hours))
    if entry.url:
        shown.append(f"<{entry.url}>")
    ways_on = " · ".join(shown)
    if hides_number(entry, today):
        ways_on = f"{NOT_CHECKED} {ways_on}".strip()
    head = f"**{_plain(entry.title)}**: {_plain(entry.about)}"
    return "\n".join(part for part in (head, ways_on, _plain(entry.note)) if part)


def line_by_web(entry: Entry) -> str:
    """A row of a list, without the number."""
    where = f"<{entry.url}>" if entry.url else "search the web for the name"
    note = f" {_plain(entry.note)}" if entry.note else ""
    return f"- **{_plain(entry.title)}**: {_plain(entry.about)}; {where}{note}"


def short(entry: Entry) -> str:
    """An entry's name for a button or a choice, with its label."""
    label = f" ({entry.label})" if entry.label else ""
    name = entry.title
    if len(name) > SHORT:
        name = f"{name[: SHORT - 1]}…"
    return f"{name}{label}"


def _few(names: Sequence[str], between: str = "; ") -> str:
    further = len(names) - MOST_NAMES
    more = f" and {further} more" if further > 0 else ""
    return f"{_plain(between.join(names[:MOST_NAMES]))}{more}"


def _plain(text: str) -> str:
    return escape_markdown(text, ignore_links=True)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
