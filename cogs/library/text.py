"""Every sentence of the library, but for the cards themselves (cards.py)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import groupby

from discord.utils import escape_markdown

from bot.domain.library import Digest, Entry, Kept, Kind, check_ends
from bot.domain.library_texts import Became, Suggestion
from bot.domain.relayed_text import clean
from bot.domain.search_order import Candidate
from bot.domain.support import (
    SAFETY,
    STAY_AS_THEY_ARE,
    always_shown,
    hides_number,
    private_only,
)
from bot.services.library import Card, Finds
from bot.services.library_editing import Review
from bot.urgent import Place
from cogs.library.cards import SHORT, card, cut, doubt, hours, line, plain, short, understood

NOTHING_FOUND = (
    "I found nothing that fits. Try one or two plain words, like `payment`, `continuity` or"
    " `dbs`, or browse by topic. Nor do I know that place, if it is one. If something is missing,"
    " suggest it."
)
NOTHING_TYPED = "Please type what you are looking for, like `payment for reps` or `15 steps`."
NOT_LOOKED_FOR = "For a document, try other words, or browse by topic."
NEAREST = "I have nothing that fits exactly. This comes nearest."
CHOOSE_ONE = "I have no such entry. Type a word or two of its name."
WHICH = "Which one?"
MORE_ABOUT = "Which would you like to read about?"
WHICH_ONE = "Which of these do you mean? Choose it to change or retire it."
TOPIC_UNKNOWN = "I do not have that topic. Please choose one of these."
THANKS_RIGHT = (
    "Thank you. It now says that it was checked today. Would you look at three entries a month,"
    " one at a time, by direct message? You can stop whenever you like."
)
PASSED_ON = "Thank you. Coordinators will look at it; they see that it came from you."
NOTHING_TO_REPORT = "That one is the same for everybody, so there is nothing here to report."
NO_REVIEW_CHANNEL = " (They have chosen no review channel yet, so they find it when they look.)"
VOLUNTEERED = (
    "Thank you. I have sent you the first one by direct message. If it does not arrive, allow"
    " direct messages from this server and press the button again."
)
STOPPED = "Done. I will not ask you again, and I have forgotten that you said yes."
SHARED_ALREADY = "That stands here already: somebody shared it today."
SHARED_OFTEN = (
    "You have shared {most} things in the last minutes, so I will wait a little: please try again"
    " in {left}."
)
NOT_SHARED = "That one is for your eyes only, so I do not share it."
NOT_HERE = "You may not write here, so I do not share it here. Try it in another channel."
SHARING = "Everybody here will read this, with your name above it:"
PAGE_GONE = "The page is gone."
LAST_OFFER = "Thank you, that was the last one for this month."
NEXT_OFFER = "Thank you. The next one is on its way."
SKIPPED = "Skipped."
CHANGED = "Kept. This is how it reads now."
ADDED = "Added. This is how it reads."
RETIRED = "Retired: it is no longer found, and nothing is lost. You can bring it back."
OLD_CARD = (
    "That card is from an older version of me. Open the entry with `Find to change` (`/desk`,"
    " `Library`) and press `Checked today` there."
)
BACK = "It is back in the library."
NUMBER_HIDDEN = (
    "The number stays hidden until you press `Checked today`: ring it, or look at their page."
)
EXPORT = (
    "The whole library, as CSV for a spreadsheet and as JSON. Change what you like and bring it"
    " back with `/resource import`, which shows first what would change. A column that is not there"
    " changes nothing."
)
KINDS = {
    Kind.RESOURCE: "a document",
    Kind.TERM: "a word to explain",
    Kind.LINE: "a support line",
    Kind.AREA: "an area",
    Kind.PLACE: "a place",
    Kind.MOMENT: "a moment of the year",
    Kind.QUESTION: "a question to ask",
}
CHOICE_TITLE = 80
PAGE_LINES = 8
TOPICS = "What would you like to read about? Choose a topic."
TOPIC_EMPTY = "There is nothing on that topic at the moment. Do you know something?"
HELP = "`/resource browse`: by topic"


def head(found: Finds, finds: Sequence[Card], query: str = "", *, safe: bool = False) -> str:
    """What was looked for, what was understood of it, and the safety line; where somebody may
    look at the screen, what was typed is not repeated. `safe`: that line has been said."""
    private = any(private_only(one.kept.entry) for one in finds)
    by_key = finds[0].kept.entry.key == query.strip()
    asked = "" if private or by_key else plain(cut(clean(query).replace("\n", " "), SHORT))
    parts = [f'### "{asked}"'] if asked else []
    parts.append(understood(found))
    if not found.close and not found.searched and finds[0].kept.entry.kind is not Kind.LINE:
        parts.append(NEAREST)
    if private and not safe:
        parts.append(SAFETY)
    return "\n".join(part for part in parts if part)


def nothing(found: Finds) -> str:
    """What was not known of what was typed stands first, where the rest is too little to go by."""
    return "\n".join(filter(None, [understood(found), NOTHING_FOUND]))


def place_among(cards: Sequence[Card], place: Place) -> Place:
    """Under the first find also where a support line is among the finds."""
    line = any(one.kept.entry.kind is Kind.LINE for one in cards)
    return Place.UNDER if line and place is Place.NOWHERE else place


def alone(shown: Card, today: date) -> str:
    """One entry, with the safety line where it belongs."""
    safety = f"{SAFETY}\n\n" if private_only(shown.kept.entry) else ""
    return f"{safety}{card(shown, today)}"


def shared(name: str, shown: Card) -> str:
    """What everybody in the channel reads first: enough on a lock screen."""
    return f"{name} shares from the library: **{plain(shown.kept.entry.title)}**"


def further(entries: Sequence[Kept]) -> str:
    """Without any, the menu offers to read those on the card."""
    listed = "\n".join(f"- {short(kept.entry)}" for kept in entries)
    return f"These fit less well:\n{listed}" if entries else MORE_ABOUT


def choices(found: Sequence[Candidate]) -> list[tuple[str, str]]:
    """Pairs of what is shown while typing, and the key."""
    return [
        (f"{one.title[:CHOICE_TITLE]}{f' ({one.label})' if one.label else ''}", one.key)
        for one in found
    ]


def at_the_desk(shown: Card, today: date, head: str) -> str:
    """What a coordinator needs to check or change an entry."""
    entry = shown.kept.entry
    if entry.kind is Kind.LINE:
        parts = [head, line(entry, today, why=False), _number(entry, today)]
    else:
        parts = [head, card(shown, today)]
    if always_shown(entry):
        parts.append(f"{STAY_AS_THEY_ARE}: only the words to search for can be changed.")
    if entry.retired:
        parts.append("Retired: nobody finds it.")
    return "\n\n".join(part for part in parts if part)


def _number(entry: Entry, today: date) -> str:
    ends = check_ends(entry, today)
    ways = " / ".join(way for way in (entry.phone, entry.text, entry.email) if way)
    kept = escape_markdown(ways, ignore_links=True) or "none"
    until = "never checked" if ends is None else f"checked until {ends.day} {ends:%B %Y}"
    number = f"Number to ring: {kept}; {until}."
    if not hides_number(entry, today):
        return number
    open_at = hours(entry) or "not known, so please ask for them too"
    return f"{number}\nHours: {open_at}.\n{doubt(entry)}".rstrip()


def topic_page(topic: str, entries: Sequence[Kept], page: int, pages: int) -> list[str]:
    """Titles under the label that holds for them; each label a text of its own, or it would count
    as part of the list above it."""
    where = f", page {page + 1} of {pages}" if pages > 1 else ""
    lines = [f"### {topic}{where}"]
    for label, those in groupby(entries, key=lambda kept: kept.entry.label):
        titles = [f"- {plain(kept.entry.title)}" for kept in those]
        lines.append("\n".join([f"**{label}**", *titles]))
    return lines


def suggestion(waiting: Suggestion, entry: Entry | None) -> str:
    who = f"From <@{waiting.person}>"
    if entry is not None:
        return (
            f"Something may be wrong with **{entry.title}** in the library.\n{who}:\n"
            f"> {_quoted(waiting.why)}"
        )
    address = f"\n<{waiting.url}>" if waiting.url else ""
    return (
        f"A suggestion for the library: **{waiting.title}**{address}\n{who}:\n"
        f"> {_quoted(waiting.why)}"
    )


def changed(overtaken: Mapping[str, str]) -> str:
    """`overtaken`: what somebody else had written, by field, where both changed the same one."""
    if not overtaken:
        return CHANGED
    lines = [
        f"- {name}: {plain(cut(words.replace(chr(10), ' '))) or 'nothing'}"
        for name, words in overtaken.items()
    ]
    return "\n".join([f"{CHANGED} Somebody else had changed the same while you typed, to:", *lines])


def _quoted(words: str) -> str:
    return (words or "(no reason given)").replace("\n", "\n> ")


def outcome(decided: Suggestion) -> str:
    """For whoever made it; enough on a lock screen."""
    title = escape_markdown(decided.title)
    asked = "Ask a coordinator if you would like to know why."
    if decided.outcome == Became.ADDED:
        return f"What you suggested is in the library now: **{title}**. Thank you."
    if decided.outcome == Became.TAKEN_UP:
        return f"Coordinators have taken up what you reported about **{title}**. Thank you."
    if decided.entry is not None:
        return f"Coordinators have looked at **{title}** again and left it as it is. {asked}"
    return (
        f"Coordinators have not added **{title}** to the library. Thank you all the same. {asked}"
    )


def decided(text: str, name: str, *, accepted: bool) -> str:
    return f"{text}\n\n{'Accepted' if accepted else 'Declined'} by {name}."


def offer(shown: Card, part: int) -> str:
    """Enough on a lock screen; the entry stands under it."""
    return (
        f"Library check {part} of 3: **{shown.kept.entry.title}**. Is it still there, and does it"
        " still say what we say? A minute is enough, and there is no hurry."
    )


def could_not_offer() -> str:
    """For a volunteer's next command when no direct message arrived."""
    return (
        "I could not send you a library entry to check: your direct messages from this server are"
        " closed. Open them in the server's privacy settings, or press `Stop asking me` on an"
        " earlier one."
    )


ADD_WHAT = "### Add to the library\nWhat is it?"
BRING_IN = "-# To bring a file in, type `/resource import`; `Export` shows how it must look."


def what_is_gone(entry: Entry) -> str:
    """Asked after `Gone`: nothing is lost, and what is retired comes back from the review."""
    if entry.kind is Kind.LINE:
        return f"**{plain(entry.title)}**: is only the number gone, or the whole line?"
    return f"**{plain(entry.title)}**: is it gone for good? It is then no longer found."


ALL_RUNG = "Every number was rung in time."
ALL_LINKED = "Every core document has its link."
NOTHING_WAITS = "Nothing waits: every number and every document was looked at in time."
LISTED_NAMES = 12


def running_out(lines: Sequence[Entry], ends: date, today: date) -> str:
    """The reminder before numbers hide themselves."""
    names = some([line.title for line in lines if not always_shown(line)])
    stay = ", ".join(line.title for line in lines if always_shown(line))
    when = f"{ends.day} {ends:%B %Y}"
    parts = []
    if names and ends < today:
        parts.append(
            f"The check of these numbers ran out on {when}, so they are hidden now: {names}."
        )
    elif names:
        parts.append(
            f"These numbers hide themselves after {when} unless somebody checks them: {names}."
        )
    if stay:
        parts.append(f"These always stay, and their check ends on {when} too: {stay}.")
    return " ".join([*parts, "Ring each, or look at its page, then press `Checked today`."])


def digest(found: Digest) -> str:
    lines, parts = found.hidden, []
    if lines:
        names = some([line.title for line in lines])
        parts.append(f"Numbers hidden until somebody checks them: {names}.")
    if found.stale:
        parts.append(f"Documents not looked at for half a year: {found.stale}. They sink.")
    if found.waiting:
        parts.append(f"Suggestions and reports that wait: {found.waiting}.")
    return "The library this month. " + " ".join(parts)


def library(found: Review) -> str:
    """What the card of the library begins with."""
    waits = len(found.suggestions)
    many = (
        f"{waits} suggestions and reports wait." if waits > 1 else "1 suggestion or report waits."
    )
    return f"### The library\n{many if waits else 'No suggestion or report waits.'}"


def review(found: Review) -> str:
    """How much waits; the numbers to ring stand under it."""
    counts = [
        (len(found.suggestions), "suggestion or report waits", "suggestions and reports wait"),
        (len(found.stale), "entry was not looked at", "entries were not looked at"),
        (len(found.retired), "entry is retired", "entries are retired"),
    ]
    ends = ("for a decision", "for half a year", "and can be brought back")
    lines = [
        f"- {count} {one if count == 1 else many} {end}"
        for (count, one, many), end in zip(counts, ends, strict=True)
        if count
    ]
    waits = lines or found.hidden_lines
    return "\n".join(["### To look at", *lines]) if waits else NOTHING_WAITS


def to_ring(found: Review) -> str:
    """How many of the numbers were rung, or nothing where all were."""
    rung = found.numbers - len(found.hidden_lines)
    asks = "A number shows only where somebody has rung it lately. Ring one at a time."
    return f"**{rung} of {found.numbers} numbers rung**\n{asks}" if found.hidden_lines else ""


def to_link(found: Review) -> str:
    """How many core documents have no address, or nothing."""
    count = len(found.no_address)
    which = "1 core document has" if count == 1 else f"{count} core documents have"
    return f"**{which} no link**\nFind each on the web, and put it in." if count else ""


def some(names: Sequence[str]) -> str:
    further = len(names) - LISTED_NAMES
    listed = [f"{n[: SHORT - 1]}…" if len(n) > SHORT else n for n in names[:LISTED_NAMES]]
    named = escape_markdown(", ".join(listed), ignore_links=True)
    return named + (f" and {further} more" if further > 0 else "")
