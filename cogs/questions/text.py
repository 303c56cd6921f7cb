"""Every sentence that an asker reads, privately."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain.dates import write_date
from bot.domain.giveaways import GiveAway
from bot.domain.questions import (
    FEW_MEMBERS,
    Ending,
    Entry,
    EntryState,
    Question,
    Said,
    State,
    is_night,
    quoted,
)
from bot.domain.receipts import Receipt
from bot.domain.relayed_text import untapped
from bot.domain.retention import QUESTION_DAYS
from bot.domain.urgent_text import urgent_line
from bot.services.question_care import THREAD_GONE
from bot.services.questions import Look

PAGE = 3500
URGENT = (
    "**In danger, or afraid for somebody? Ring 999.** NHS 111, option 2, is there day and night,"
    " and so are the Samaritans on 116 123. Nobody watches this space round the clock, and nobody"
    " here can find out where you are to send help."
)
PROMISE = (
    "## Ask without your name\n"
    "**Who reads it?** Coordinators; everybody, once they release it.\n"
    "**Who sees your name?** Nobody here. Discord does, and whoever runs me could, with effort.\n"
    "**When is it passed on?** After 2 to 15 minutes by chance, or tomorrow morning."
)
MORE = (
    "## Who can see what\n"
    "- **Members:** your words, once a coordinator has released them.\n"
    "- **Coordinators, listeners, the server's owner:** your words, never who asked.\n"
    "- **If the database or the logs were stolen:** your words, not your name.\n"
    "- **Whoever runs the bot** could find out for 14 days, by trying every member in turn; for"
    " longer if you ask to be told of an answer.\n"
    "- **Discord itself:** that you pressed the button. Always.\n\n"
    "**I cannot hide** how you write, what only you could know, or that two questions sent in one"
    " sitting come out, or close, within minutes of each other. Only your receipt code opens your"
    " question. **About a coordinator?** They read questions first: write to the server's owner"
    " instead."
)
FEW = "**Few people are in this server ({0})**, so it is easier to guess who asks."
MAYBE_FEW = "If few people are in this server, they may guess who asks."
STUCK = (
    "It could not be passed on so far: something in this server's settings stops me. I will go"
    " on trying, and the coordinators can see why. `/support` shows who you could ring meanwhile."
)
HELD = (
    "It is held for a while, so that nobody can tell from the time who asked. While Discord does"
    " not answer that takes longer, and I go on trying."
)
WAITS = "It waits for a coordinator. They are volunteers, and often parents of small children."
WAITS_SINCE = (
    "It has waited for a coordinator since {0}. They are volunteers, and are reminded each day."
    " `/support` shows who you could ring meanwhile."
)
NO_MORE = "no more answers or replies are passed on. You can read it here until its thirtieth day."
ENDED = {
    Ending.TAKEN_DOWN: "The coordinators have decided to take it down, and wrote:\n{0}",
    Ending.CLOSED: f"The coordinators have closed it: {NO_MORE} They wrote:\n{{0}}",
}
NOBODY_WATCHES = "Nobody watches this space round the clock."
FORM = (
    "Leave out what only you could know: I cannot hide that, nor your way of writing.\n\n"
    f"{urgent_line()} {NOBODY_WATCHES}"
)
NO_PLACE = (
    "The coordinators have not yet chosen where questions are reviewed and shown, so I cannot take"
    " any. `/support` shows who else to talk to. Coordinators: `/setup channels`."
)
NOBODY_SENDS_HELP = (
    "Nobody watches this space round the clock. Nobody here knows who you are or where you live, so"
    " nobody here can send help to you."
)
TOMORROW, AFTER_THE_NIGHT = "tomorrow morning", "this morning, after eight o'clock"
NOBODY_BEFORE = "You chose {0}: nobody reads this before then."
NOT_SENT_YET = (
    "Your words are below. Nothing has been sent yet. When you want to send them, press `Send`."
)
SENT_ALREADY = "That has been sent already; pressing twice sends it once."
OLD_DRAFT = "I cannot find the words in this message any more. Please start again with `/ask`."
NOT_LOST = "\n\nYour words are below, and only you can see them."
REPLIED = (
    "Your reply is on its way. In 2 to 15 minutes it comes to the coordinators; once they release"
    " it, it stands in the thread under your question's name."
)
CHANGED = "Thank you. Your question goes back to the coordinators in 2 to 15 minutes."
SHARED = "Thank you. In 2 to 15 minutes the coordinators will read that it may help others."
SURE = (
    "Shall I close your question? What could lead to you is deleted at once, and is gone from the"
    " disk within a quarter of an hour: the receipt code, your return address, and the hash that"
    " blocks abusers, unless coordinators have stopped it: then that one stays for 14 days at most."
    " What already stands in a channel stays there, and a reply that is being posted right now may"
    " still come. This cannot be undone."
)
CLOSED = (
    "Your question is closed, and what could lead to you has been deleted; within a quarter of an"
    " hour it is gone from the disk as well. If coordinators had stopped it, the hash of their"
    " block stays for 14 days at most. Others will see that it is closed in 2 to 15 minutes. Your"
    " receipt code opens nothing any more."
)
CLOSED_WITH_MESSAGE = (
    "Your question is closed, and your receipt code opens nothing any more. Only my direct message"
    " to you could not be deleted yet. I will try again; where it stands is kept, sealed,"
    " until then."
)
ON_FILE = "Keep this where nobody else looks. In the server: /ask, then I have a receipt code."
WRITTEN_DOWN = (
    "Good: your code is hidden here, and your question is on its way. `Show it again` works for 15"
    " minutes; after that only you have the code."
)
CODE_AGAIN = (
    "This is your receipt code:\n### `{0}`\nCopy it, or keep the file, where nobody else looks."
)
NEWS = (
    "There is news about something you asked. Press the button and enter your receipt code to read"
    " it. If you have looked in the last quarter of an hour, you may have seen it already. You"
    " wanted to be told; this message goes when you have looked, or when the question is"
    " deleted, and no other comes before."
)
STOPPED = (
    "A coordinator has stopped this question. What was still held of it has not been passed on, and"
    " you can ask nothing new for 14 days at most. Nobody has learnt who you are. `/support` shows"
    " who else to talk to."
)
BLOCKED = (
    "A coordinator has blocked whoever asked this: you can ask nothing new for 14 days at most, and"
    " replies that were not out yet are not passed on. Nobody has learnt who you are. `/support`"
    " shows who else to talk to."
)
CHANGE_STOPPED = (
    "Your changed words were stopped before they went to the coordinators. `Change it` sends them,"
    " or others."
)
OPEN_AGAIN = "Your question is open again for 15 minutes. Send it, or edit it first."


def plain(name: str) -> str:
    """A display name without formatting."""
    return "".join(sign for sign in name if sign not in "*_~`|>#[]()<>\\").strip() or "A member"


def promise(members: int) -> str:
    """`members`: 0 where nobody knows how many."""
    return f"{PROMISE}{_few(members)}"


def more(members: int) -> str:
    return f"{MORE}{_few(members)}\n\n{urgent_line()}"


def _few(members: int) -> str:
    if members >= FEW_MEMBERS:
        return ""
    return f"\n\n{FEW.format(members) if members > 0 else MAYBE_FEW}"


def draft(problem: str) -> str:
    return problem + NOT_LOST


def before_sending(found: Sequence[GiveAway], *, danger: bool, morning: str) -> str:
    """Said above words that wait for their writer's `Send`; `morning`, if they wait for that."""
    parts = [NOBODY_SENDS_HELP] if danger else []
    parts += [NOBODY_BEFORE.format(morning)] if danger and morning else []
    parts.append(might_give_away(found) if found else NOT_SENT_YET)
    return "\n\n".join(parts)


def might_give_away(found: Sequence[GiveAway]) -> str:
    lines = "\n".join(f"- {one.what}: {one.found}" for one in found[:12])
    more = f"\n- and {len(found) - 12} more" if len(found) > 12 else ""
    return (
        f"**This might give you away**, or somebody else:\n{lines}{more}\n\n"
        "Nothing has been sent or kept yet. Edit it, or send it if you are happy with it."
    )


def morning_of(now: datetime, zone: ZoneInfo) -> str:
    return AFTER_THE_NIGHT if is_night(now, zone) else TOMORROW


def receipt(code: Receipt, morning: str, wants_word: bool) -> str:
    """What the asker gets once."""
    when = morning or "in 2 to 15 minutes"
    told = (
        "A direct message tells you of news; your address is kept for it, sealed, until the end."
        if wants_word
        else "I keep no address of yours: look now and then."
    )
    return (
        "Your question is safe with me. **This is your receipt code:**\n"
        f"### `{code}`\n"
        "Copy it, or keep the file, where nobody else looks. With `/ask` and `I have a receipt"
        " code` it opens your question, to read, reply, change or withdraw, until"
        f" {QUESTION_DAYS} days after its release.\n\n"
        f"It goes to the coordinators {when}; we hope for an answer within two days of its"
        f" release. {told}\n\n{URGENT}"
    )


def status(look: Look) -> str:
    question = look.question
    told = ""
    if look.unreachable:
        told = (
            "\nI tried to tell you of news, but could not send it: your direct messages are closed"
            " to me, or Discord did not let it through. Your address is deleted; please look"
            " here instead."
        )
    return f"**Question {question.id}** ({question.pseudonym})\n{_stands(look)}{told}"


def _stands(look: Look) -> str:
    if not look.question.blocked:
        return _where(look)
    if look.question.state is not State.CHANGES:
        return f"{BLOCKED}\n\n{_where(look)}"
    # What was held when it was blocked is its asker's again.
    asked = f"\n\nA coordinator asked you to change something:\n{_unlinked(look.note)}"
    return STOPPED + (asked if look.note else "")


def _where(look: Look) -> str:
    question = look.question
    if look.stuck and question.state in (State.HELD, State.RELEASING):
        return STUCK
    if question.state is State.HELD:
        return HELD
    if question.state is State.REVIEW:
        return _waits(question)
    if question.state is State.CHANGES and not look.note:
        return CHANGE_STOPPED
    if question.state is State.CHANGES:
        return f"A coordinator asks you to change something:\n{_unlinked(look.note)}"
    if question.ending or question.state is State.DECLINED:
        return _decided(look)
    return _stands_out(look)


def _decided(look: Look) -> str:
    """With what coordinators wrote."""
    if look.note == THREAD_GONE:  # by nobody who wrote why
        return f"Its thread has been deleted in Discord, so {NO_MORE}"
    if look.question.ending:
        return ENDED[look.question.ending].format(_unlinked(look.note))
    return (
        f"A coordinator has declined it:\n{_unlinked(look.note)}\n"
        "`/support` shows who else to talk to."
    )


def _stands_out(look: Look) -> str:
    """Of what has been released, and not ended."""
    question = look.question
    if question.state is State.RELEASING:
        return "It is released and on its way into the channel."
    if question.answered:
        return "It is released and has been answered."
    if any(entry.said is Said.ANSWER for entry, _ in look.entries):
        return "It is released. The coordinators have decided to take down what was answered."
    if look.overdue:
        return (
            f"Nobody has answered since {_day(question.released_at)}, and we are sorry. The"
            " coordinators are reminded each day. `/support` shows who you could ring meanwhile."
            f"\n{URGENT}"
        )
    since = _day(question.released_at)
    return f"It was released on {since}. No answer yet; we hope for one within 48 hours."


def _waits(question: Question) -> str:
    """Since when, from the first of the two looks a day at which it stood there."""
    if question.waits_since is None:
        return WAITS
    ends = f" If nobody has looked by {_day(question.ends_at)}, it is closed and deleted."
    return WAITS_SINCE.format(_day(question.waits_since)) + (ends if question.ends_at else "")


def _day(seconds: int | None) -> str:
    return write_date(datetime.fromtimestamp(seconds or 0, UTC).date())


def pages(look: Look) -> list[str]:
    blocks = [f"**You asked**\n{quoted(look.text)}"]
    blocks += [_entry(look, entry, words) for entry, words in look.entries]
    made = [""]
    for block in blocks:
        if made[-1] and len(made[-1]) + len(block) + 2 > PAGE:
            made.append("")
        made[-1] += ("\n\n" if made[-1] else "") + block
    return made


HOW_FAR = {
    EntryState.HELD: " (still held)",
    EntryState.REVIEW: " (a coordinator looks at it)",
    EntryState.RELEASING: " (on its way into the thread)",
    EntryState.STOPPED: " (stopped, and not passed on)",
}


def _unlinked(words: str) -> str:
    """What the asker alone reads: a page of its writer's could tell that a link was opened."""
    return quoted(untapped(words))


def _entry(look: Look, entry: Entry, words: str) -> str:
    """Words of others are quoted, so that none passes for the bot's."""
    who, why = look.about[entry.id]
    gone = f"\n\nThe coordinators have decided to take it down:\n{_unlinked(why)}"
    down = gone if entry.state is EntryState.TAKEN_DOWN else ""
    if entry.said is Said.NOTE:
        return f"**From a coordinator.** You need not say who you are.\n{_unlinked(words)}"
    if entry.said is Said.ANSWER:
        name = f"{who.name} answered" if who.name else "Answer"
        role = f"\n-# {'A coordinator' if who.coordinator else 'A member'}" if who.name else ""
        held = entry.state is EntryState.HELD
        way = " (on its way into the thread)" if held else ""
        # It may hurt, or be wrong about somebody's health: the reason stands in its place.
        said = down or f"\n{_unlinked(words) if held else quoted(words)}"
        return f"**{name}**{way}{role}{said}"
    if entry.state is EntryState.DECLINED:
        down = f"\n\nA coordinator has not passed it on:\n{_unlinked(why)}"
    return f"**You replied**{HOW_FAR.get(entry.state, '')}\n{quoted(words)}{down}"
