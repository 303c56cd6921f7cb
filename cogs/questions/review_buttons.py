"""The buttons under what coordinators look at: in the review channel, and on the desk's cards."""

from __future__ import annotations

from typing import Any, TypeAlias

import discord

from bot import ui
from bot.domain.outbox import Letter, mark
from bot.domain.questions import Ending, Entry, Question, State
from bot.ui import Style

BLOCK = "questions:1:block"
Buttons: TypeAlias = list[discord.ui.Button[Any]]


def block_button(row: int | None = None) -> discord.ui.Button[Any]:
    """Its form is filled in from the message above, so that no button carries a number."""
    return ui.button("Block", BLOCK, style=Style.danger, row=row)


def of_waiting(question: Question, letter: Letter | None = None) -> Buttons:
    """Under a question that waits; away from its card they name the card that was looked at."""
    marked = mark(letter) if letter else ""
    handle = question.handle if letter else f"{question.handle}.{question.review_id}"
    to_asker = _to_asker(question)
    return [
        ui.button("Release", f"questions:1:release:{handle}", style=Style.success, mark=marked),
        ui.button("Ask for changes", f"questions:1:changes:{handle}"),
        ui.button("Decline", f"questions:1:decline:{handle}"),
        ui.button("I take this one", f"questions:1:mine:{handle}"),
        *to_asker,
        block_button(row=1),
    ]


def of_reply(question: Question, entry: Entry, letter: Letter | None = None) -> Buttons:
    about = f"{question.handle}.{entry.id}"
    marked = mark(letter) if letter else ""
    return [
        ui.button("Release", f"questions:1:pass:{about}", style=Style.success, mark=marked),
        ui.button("Decline", f"questions:1:refuse:{about}"),
    ]


def of_decided(question: Question, state: State, *, shown: bool = False) -> Buttons:
    """Under what has been decided; `state` as others may know it. `shown`: so are the answers.

    What cannot be taken back has a row of its own, away from what a thumb may press at leisure."""
    harmless, ends = _to_asker(question, row=0), []
    if state in (State.RELEASING, State.OPEN) and question.ending is not Ending.TAKEN_DOWN:
        ends.append(down_button(question.handle, row=1))
        if not question.ending:
            end = f"questions:1:end:{question.handle}"
            ends.append(ui.button("Close for good", end, style=Style.danger, row=1))
        if not shown:
            see = f"questions:1:see:{question.handle}"
            harmless.insert(0, ui.button("Show the answers", see, row=0))
    return [*harmless, *ends, block_button(row=1)]


def down_button(
    handle: str, entry: int = 0, marked: str = "", row: int | None = None
) -> discord.ui.Button[Any]:
    about = f"questions:1:down:{handle}.{entry}"
    return ui.button("Take down", about, style=Style.danger, mark=marked, row=row)


def report_button(handle: str, entry: int = 0) -> discord.ui.Button[Any]:
    return ui.button("Report", f"questions:1:report:{handle}.{entry}")


def _to_asker(question: Question, row: int = 1) -> Buttons:
    return [
        ui.button("Send a note", f"questions:1:note:{question.handle}", row=row),
        ui.button("Send the urgent numbers", f"questions:1:numbers:{question.handle}", row=row),
    ]
