"""Every sentence about anonymous questions that coordinators read, or everybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import discord

from bot.domain.dates import write_date
from bot.domain.errors import UserError
from bot.domain.giveaways import GiveAway, give_aways
from bot.domain.questions import DAY_SECONDS, Ending, Question, Said, State, Verb, quoted
from bot.domain.urgent_text import urgent_line
from bot.services.question_context import Who
from bot.services.question_letters import Digest
from bot.services.question_letters import Said as ToPost
from bot.services.question_limits import DECIDED, Press, was_decided
from bot.services.question_review import Seen, Waiting
from cogs.questions.review_buttons import of_decided, of_reply, of_waiting

LONGEST_FOR_LIBRARY = 1000
LONGEST_MESSAGE = 2000
MOST_FINDINGS = 12
EXCERPT = 300
IN_THREAD = "## What stands in its thread"
POINTS_AT = {"words that may point at you": "words that may point at whoever asks"}
CHANGES_FIRST = "You can ask for changes first."
NAMES_SOMEBODY = f"**This may name somebody**, or show who asks. {CHANGES_FIRST}"
GOES_ON = (
    "Thank you, it goes on in a moment. If that is not possible any more, I will tell you, within"
    " about a quarter of an hour."
)
ON_ITS_CARD = f"{GOES_ON}\nIt takes a minute or so; the card in the review channel changes then."
HOW_TO_ANSWER = (
    "To reply to the person who asked, press Answer. What is written in the thread is not passed on"
    " to them."
)
NOW_CLOSED = "This question is closed: answers are passed on no more."
TAKEN_DOWN = "Taken down by the coordinators."
CAME_TOO_LATE = "Withdrawn by whoever asked."
CLOSED_FOR_GOOD = (
    "The coordinators have closed this question: no more answers or replies are passed on. Whoever"
    " asked can still read what stands here. You are welcome to go on talking."
)
REASONS = {
    "1": "It names somebody, or gives somebody away",
    "2": "It hurts or threatens somebody",
    "3": "Somebody may be in danger",
    "4": "Medical advice, or something untrue",
    "5": "Something else",
}
ABOUT_REPORTS = "Coordinators read this, never who you are. Nobody watches round the clock."
CHOOSE_WHY = "Please choose one of the reasons."
REPORTED = (
    "Thank you. The coordinators read of it in a moment, once, however many report it, and nobody"
    " sees who did. If somebody is in danger now, ring 999."
)
REPORTED_BY_PLACE = (
    "**Something in the questions channel was reported.** {0}. Nobody sees by whom.\n\nI know no"
    " more of it than where it stands, so I cannot take it down. To delete it, press and hold it,"
    " then Delete Message."
)
ABOUT_NOTES = (
    'It reaches the asker alone, as "from a coordinator". You do not see whether it was read. They'
    " need not say who they are."
)
URGENT_NOTE = f"We read your question, and we care how you are. {urgent_line()}"
WHAT_I_SEND = "**What I will send**"
NO_ROOM = "There is no room on this card for your name. Please tell the others in the channel."
YOURS = "Its card in the review channel says that you are on it."
CARD_GONE = (
    "Its card has been deleted from the review channel. `What waits` posts it again; please press"
    " once more a minute later."
)
ABOUT_PAUSING = (
    "Nobody can ask anything new until then, and the panel says so. What was asked before goes on."
    " For how long?"
)
PAUSE_SET = "Questions are paused until {0}; the panel says so."
PAUSE_OVER = "Questions are taken again; the panel says so."
PAUSED_ON_PANEL = "Paused by the coordinators until {0}"
PAUSED = (
    "The coordinators have paused all questions, for everybody, until {0}. What was asked before"
    " goes on. `/support` shows who else to talk to; in danger, ring 999."
)
ON_IT = "-# {0} is on it."
THREAD_CLOSED = (
    "This question is closed, and answers reach its asker no more. You are welcome to go on"
    " talking here."
)
REVIEW_WITHDRAWN = (
    "Question {0} is closed: withdrawn by its asker, or 30 days old. Nothing needs doing."
)
NO_QUESTIONS_CHANNEL = (
    "Where should it go? Choose a channel for questions with `/setup channels`, then press Release"
    " again. Nothing has changed so far."
)
QUEUE = "## Questions\nWhat is to be looked at stands first."
QUEUE_EMPTY = (
    "There is nothing here for you at the moment. New questions arrive after a wait, so that nobody"
    " can guess who asked."
)
BLOCK_DONE = (
    "Question {0} is blocked: what was still held of it is stopped, and whoever asked it can send"
    " no new question, until {1} at the latest. Other questions of theirs, if there are any, go on,"
    " so that nobody can tell which belong together. Neither you nor I learn who it is. What it"
    " stopped does not go on by itself when it is undone."
)
UNBLOCKED = "The block of question {0} is undone."
ABOUT_BLOCKING = (
    "What is still held of the question is stopped, and whoever asked it can ask nothing new, for"
    " 14 days at most. Neither you nor I learn who it is."
)
WHICH_NUMBER = "Which question? Its number stands at its beginning, for example `482913`."
NO_LIBRARY = "The library is not there at the moment. Please try again later."
HANDED_OVER = "Question {0} has been suggested to the library. It waits there to be accepted."


def goes_on(verb: Verb, *, of_entry: bool) -> str:
    """The same whatever has become of the question."""
    changes = verb in DECIDED and not (of_entry and verb is Verb.TAKE_DOWN)
    return ON_ITS_CARD if changes else GOES_ON


def review(question: Question, words: str) -> str:
    """What coordinators see."""
    words = quoted(words)
    head = (
        f"**Question {question.id}** waits to be released. Nobody, you included, can see who asked."
    )
    found = findings(words)
    if not found:
        return f"{head}\n\n{words}"
    named = "; ".join(_named(found))
    note = f"**This may name somebody**, or show who asks: {named}. {CHANGES_FIRST}"
    full = f"{head}\n{note}\n\n{words}"
    return full if len(full) <= LONGEST_MESSAGE else f"{head}\n{NAMES_SOMEBODY}\n\n{words}"


def findings(words: str) -> list[GiveAway]:
    """What in a question may give somebody away, found anew each time and never kept.

    Nobody here knows the asker, so the asker's own name is not among what is looked for.
    """
    return give_aways(words, ())


def words_on_card(content: str) -> str:
    """The words in what `review` has made, or a reply's."""
    lines = content.split("\n")
    return "\n".join(line.removeprefix(">").strip() for line in lines if line.startswith(">"))


def taken_by(content: str, name: str) -> str:
    """A card with a line that says who is on it, in place of an earlier one. Raises UserError."""
    head, blank, words = content.partition("\n\n")
    lines = [line for line in head.split("\n") if not line.startswith("-# ")]
    said = "\n".join([*lines, ON_IT.format(name)]) + blank + words
    if len(said) > LONGEST_MESSAGE:
        raise UserError(NO_ROOM)
    return said


def sure_to_release(found: Sequence[GiveAway]) -> str:
    lines = "\n".join(f"- {line}" for line in _named(found))
    return (
        f"**This question may name somebody**, or show who asks:\n{lines}\n\n"
        "Once it is released, everybody can read that. Nothing has been released so far. To have"
        " it changed first, press Ask for changes under the question."
    )


def _named(found: Sequence[GiveAway]) -> list[str]:
    shown = [
        f"{POINTS_AT.get(one.what, one.what)} ({_unlinked(one.found)})"
        for one in found[:MOST_FINDINGS]
    ]
    more = len(found) - MOST_FINDINGS
    return [*shown, f"and {more} more"] if more > 0 else shown


def _unlinked(found: str) -> str:
    return f"<{found}>" if found.casefold().startswith("http") else found


def decided(question: Question, verb: Verb, press: Press, *, reply: bool = False) -> str:
    """With the reason, for the other coordinators."""
    said = f"{was_decided(question, verb, reply=reply)} by {press.name}."
    told = press.words and not reply and verb is not Verb.CHANGES
    return f"{said}\n{quoted(press.words)}" if told else said


def reply(said: ToPost) -> str:
    """What coordinators see of a reply that waits."""
    head = f"**A reply to question {said.question.id}** waits, from whoever asked."
    found = "\n" + NAMES_SOMEBODY.partition("**, ")[0] + "**." if findings(said.text) else ""
    return f"{head}{found}\n\n{quoted(said.text)}"


def was_reported(found: ToPost | Question, words: str) -> str:
    question = found if isinstance(found, Question) else found.question
    thing = found if isinstance(found, Question) else found.entry
    what = "" if isinstance(found, Question) else "What was said to "
    head = f"**{what}{'Q' if not what else 'q'}uestion {question.id}** was reported."
    return f"{head} {REASONS[str(thing.reported)]}. Nobody sees by whom.\n\n{quoted(words)}"


def how_it_ended(question: Question) -> str:
    """Once the reason need not be told any more."""
    verb = {Ending.CLOSED: Verb.CLOSE, Ending.TAKEN_DOWN: Verb.TAKE_DOWN}.get(question.ending)
    return f"{was_decided(question, verb or Verb.DECLINE)}."


def block_done(question: Question) -> str:
    """With the last day on which that can hold."""
    last = datetime.fromtimestamp((question.block_until or 0) * DAY_SECONDS, UTC).date()
    return BLOCK_DONE.format(question.id, write_date(last))


def released(question: Question, words: str) -> str:
    """What everybody sees."""
    return (
        f"**Question {question.id}, from {question.pseudonym}**\n{HOW_TO_ANSWER}\n\n{quoted(words)}"
    )


def now_closed(content: str) -> str:
    """What `released` has made, once its `Answer` is gone; the same however it closed."""
    return content.replace(HOW_TO_ANSWER, NOW_CLOSED, 1)


def posted(said: ToPost) -> str:
    """The second line says what only the bot can know, so that no name passes for it."""
    question = said.question
    if said.entry.said is Said.ANSWER:
        name = said.who.name or "Somebody"  # who has been erased since
        head = f"**{name} answers {question.pseudonym}**\n-# {answered_by(said.who)}"
    else:
        head = f"**{question.pseudonym}, who asked, replies**"
    return f"{head}\n\n{quoted(said.text)}"


def answered_by(who: Who) -> str:
    return "A coordinator's answer" if who.coordinator else "A member's answer"


def may_be_shared(question: Question, words: str) -> str:
    """What coordinators read when the asker agrees."""
    return (
        f"The asker of question {question.id} agrees that what was answered becomes a resource, so"
        f" that others find them.\n\n{quoted(words)}"
    )


def for_library(answers: Sequence[str]) -> str:
    """What the form for the library is filled in with: never the question's own words."""
    return "\n\n".join(answers)[:LONGEST_FOR_LIBRARY]


def waiting(one: Waiting) -> str:
    """One question in the queue."""
    question = one.question
    replies = len(one.replies)
    noun = "reply waits" if replies == 1 else "replies wait"
    more = f"\n**{replies} {noun} for you.**" if replies else ""
    late = "\n**48 hours without an answer.**" if one.overdue else ""
    stuck = "\n**Could not be posted; trying again.** `/setup check` says why." if one.stuck else ""
    blocked = " (asker blocked)" if question.blocked else ""
    return f"**{question.id}**: {stands(question)}{blocked}{more}{late}{stuck}"


def link_to(question: Question, server: int) -> str:
    """Where it stands, as others may know it; "" where nothing of it does."""
    if question.thread_id:
        return f"https://discord.com/channels/{server}/{question.thread_id}"
    place = f"{question.review_place}/{question.review_id}"
    return f"https://discord.com/channels/{server}/{place}" if question.review_id else ""


def to_look_at(seen: Seen) -> list[tuple[str, list[discord.ui.Button[Any]]]]:
    """What a coordinator opens from the desk: the question, and each reply that waits."""
    question = seen.question
    if question.seen is State.REVIEW:
        shown = [(review(question, seen.words), of_waiting(question))]
    else:
        head = f"**Question {question.id}**: {stands(question)}"
        buttons = of_decided(question, question.seen, shown=True)
        shown = [(f"{head}\n\n{quoted(seen.words)}" if seen.words else head, buttons)]
    for each in seen.replies:
        shown.append((reply(each), of_reply(question, each.entry)))
    return shown


def in_thread(said: ToPost) -> str:
    """What stands there, beside its `Take down`."""
    words = said.text if len(said.text) <= EXCERPT else f"{said.text[:EXCERPT]} …"
    who = said.who if said.who.name else replace(said.who, name="Somebody")
    return posted(replace(said, text=words, who=who))


def stands(question: Question) -> str:
    """What only its asker does changes nothing here until others may see it."""
    if question.ending:
        return "closed for good" if question.ending is Ending.CLOSED else "taken down"
    if question.seen is State.OPEN:
        return "answered" if question.answered else "released, no answer yet"
    if question.seen is State.RELEASING:
        return "released, on its way into the questions channel"
    if question.seen in (State.CHANGES, State.DECLINED):
        return "with its asker: changes were asked for, or it was declined"
    if question.seen is State.HELD:
        return "on its way to you"
    return "waits for you"


def digest(found: Digest, role_id: int) -> str:
    """The one reminder a day; with a mention where something has waited for a day."""
    lines = []
    if found.waiting:
        noun = "question waits" if found.waiting == 1 else "questions wait"
        long = ""
        if found.long:
            some = "" if found.long == found.waiting else f" {found.long} of them"
            long = f",{some} for a day or longer"
        lines.append(f"{found.waiting} anonymous {noun} to be released, changed or declined{long}.")
    if found.replies:
        noun = "reply waits" if found.replies == 1 else "replies wait"
        lines.append(f"{found.replies} {noun} to be passed on or declined.")
    if found.unanswered:
        numbers = ", ".join(str(question.id) for question in found.unanswered)
        lines.append(f"No answer for 48 hours; somebody may wait anxiously: question {numbers}.")
    lines += [f"<@&{role_id}>"] * bool(role_id)
    return "\n".join(lines)
