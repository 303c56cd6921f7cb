"""Words before they are sent. A draft lives only in a private message, and is read back from it.

Its card holds the words, and the ids of its buttons say what it is; nothing is kept here.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import discord

from bot import cards, modals, sending, ui
from bot.cards import Card
from bot.domain.errors import UserError
from bot.modals import Values
from bot.ui import Interaction
from cogs.questions import text

WORDS = "Your words"
TITLES = {
    "ask": ("Ask anonymously", "Your question"),
    "reply": ("Reply to your thread", "Your reply"),
    "change": ("Change your question", "Your question"),
    "answer": ("Answer", "Your answer"),
}
ABOUT = {
    "reply": (
        "It goes to the coordinators in 2 to 15 minutes. Once they release it, it stands in the"
        " thread under your question's name."
    ),
    "change": "It goes back to the coordinators in 2 to 15 minutes.",
    "answer": (
        "It reaches the asker and goes into the thread **with your name**. Share what you know, not"
        " medical advice: for that, point to their own maternity unit, 111 or 999."
    ),
}
WHEN = [
    ("soon", "Soon", "To the coordinators in 2 to 15 minutes"),
    ("morning", "Tomorrow morning", "Harder to tell when you asked"),
]


@dataclass(frozen=True)
class Draft:
    """What is being written; `key` is the asker's grant, or for answers the public handle.

    `wants_word` is its tick: to be told of answers, or that an answer may go into the library.
    """

    kind: str
    key: str = ""
    wants_word: bool = False
    morning: bool = False

    @property
    def arg(self) -> str:
        """The last part of a button's id."""
        return f"{self.kind}.{int(self.wants_word)}{int(self.morning)}.{self.key}"


def read(arg: str) -> Draft:
    """Raises UserError for an id from elsewhere."""
    kind, _, rest = arg.partition(".")
    ticks, _, key = rest.partition(".")
    if kind not in TITLES or len(ticks) != 2:
        raise UserError(text.OLD_DRAFT)
    return Draft(kind, key, ticks[0] == "1", ticks[1] == "1")


async def open_again(_interaction: Interaction, draft: Draft) -> discord.ui.Modal:
    """For what was refused; nothing is looked up."""
    return form(draft, "")


def form(draft: Draft, words: str) -> discord.ui.Modal:
    title, label = TITLES[draft.kind]
    typed = modals.text("words", label, default=words, long=True, required=False)
    sent = f"questions:1:sent:{draft.arg}"
    if draft.kind != "ask":
        yes = [_library(draft)] if draft.kind == "answer" else []
        return modals.form(title, sent, modals.words(ABOUT[draft.kind]), typed, *yes)
    return modals.form(
        title,
        sent,
        modals.words(text.FORM),
        typed,
        modals.tick(
            "tell",
            "Tell me when there is an answer",
            help_text="If ticked, I remember how to reach you until the question is closed.",
            default=draft.wants_word,
        ),
        modals.radio(
            "when",
            "When shall I pass it on?",
            WHEN,
            default="morning" if draft.morning else "soon",
            required=False,
        ),
    )


def _library(draft: Draft) -> discord.ui.Label[Any]:
    return modals.tick(
        "library",
        "It may go into the library",
        help_text="Without your name, if the asker agrees too, so that others find it.",
        default=draft.wants_word,
    )


def filled_in(draft: Draft, values: Values) -> Draft:
    if draft.kind == "answer":
        return replace(draft, wants_word=values.ticked("library"))
    if draft.kind != "ask":
        return draft
    return replace(draft, wants_word=values.ticked("tell"), morning=values["when"] == "morning")


def words_in(interaction: Interaction) -> str:
    """Raises UserError when they are gone."""
    message = interaction.message
    if message is None:
        raise UserError(text.OLD_DRAFT)
    return cards.typed_in(message).get(WORDS, "")


async def show(
    interaction: Interaction, draft: Draft, words: str, why: str, *buttons: discord.ui.Button[Any]
) -> None:
    """`why`: what is to be said about it, above the draft."""
    view = ui.view(ui.button("Edit", f"questions:1:edit:{draft.arg}"), *buttons)
    await put(interaction, why, view, {WORDS: words})


async def say_kept(
    interaction: Interaction,
    shown: str,
    typed: Mapping[str, str] | None = None,
    view: discord.ui.View | None = None,
    first: Callable[..., Awaitable[None]] | None = None,
) -> None:
    """Answer (with `first`, else as `put` does) what is kept already: an answer that gets lost is
    no failure, and said once more, in a private message of its own.

    Nothing is raised of the network or of Discord: "try again" would have it sent twice.
    """
    for say in (first or put, ui.reply):
        with contextlib.suppress(discord.HTTPException, *sending.PASSING):
            await say(interaction, shown, view=view, typed=typed)
            return


async def put(
    interaction: Interaction,
    shown: str | Card,
    view: discord.ui.View | None = None,
    typed: Mapping[str, str] | None = None,
    files: Sequence[discord.File] = (),
) -> None:
    """Answer in the private message that carries the button, or in a new private one.

    The panel and released questions carry buttons too: those are never written over.
    """
    message = interaction.message
    if message is not None and message.flags.ephemeral:
        await ui.update(interaction, shown, view=view, typed=typed, files=files)
    else:
        await ui.reply(interaction, shown, view=view, typed=typed, files=files)


def receipt_file(code: str) -> discord.File:
    """The code to keep; pasted whole into the field, it is read as well."""
    return discord.File(io.BytesIO(f"{code}\n{text.ON_FILE}\n".encode()), "receipt.txt")
