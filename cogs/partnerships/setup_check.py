"""How is it set up? Eight questions by taps, then one card; the answers stand in the buttons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord

from bot import cards, content, ui
from bot.app import RepBot
from bot.domain.dates import say_day
from bot.domain.partnership_setup import (
    ANSWERS,
    MOST_ASKED,
    QUESTIONS,
    STATUS,
    Kept,
    SetupQuestion,
    holding,
    read_answers,
    read_kept,
    to_ask_for,
    whole_answers,
    with_first,
    write_kept,
)
from bot.router import EXPIRED
from bot.services.partnership_editing import PartnershipEditing
from bot.services.partnerships import Partnerships
from bot.ui import Interaction
from cogs.partnerships.editing import ADD

FIND = "mvp:1:find"
SETUP = "mvp:1:setup"
ANSWER = "mvp:1:setupnext"
KEEP = "mvp:1:setupkeep"
FORGET = "mvp:1:setupforget"
FURTHER = "mvp:1:setupmore"
HEAD = "## How is it set up?"
NOTHING_KEPT = "-# None of this is kept unless you choose so at the end."
NOT_KEPT = "-# None of this is kept unless you press `Keep it`."
CLOSING = (
    "-# Not sure is a good answer: it tells you what to ask. A no is not your fault, nor your task"
    " alone."
)
ALL_HOLD = "**All eight hold.** That is rare. Your call would like to hear how you got there."
LETTER = "-# Say it in a meeting or in an e-mail; `/letter` drafts a letter."
KEPT = "Kept for you alone, sealed, with today's date. `How is it set up?` in `/mvp` opens it."
FORGOTTEN = "Forgotten. Nothing of it is kept any more."
WITHOUT_ONE = (
    f"{KEPT} Which partnership it is about I do not know yet: choose yours and it goes with it."
)


class SetupButtons:
    def __init__(
        self, bot: RepBot, partnerships: Partnerships, editing: PartnershipEditing
    ) -> None:
        self.partnerships = partnerships
        self.editing = editing
        self.questions = content.setup_questions()
        router = bot.router
        router.button(SETUP, self.open)
        router.button(ANSWER, self.next, takes=read_answers, gone=EXPIRED)
        router.button(KEEP, self.keep, takes=whole_answers, gone=EXPIRED)
        router.button(FURTHER, self.further, takes=with_first, gone=EXPIRED)
        router.button(FORGET, self.forget)

    async def open(self, interaction: Interaction) -> None:
        """What was kept, or the first question."""
        kept = read_kept((await self.partnerships.own(interaction.user.id)).setup)
        if kept is None:
            await ui.reply(interaction, self._question(""))
            return
        await ui.reply(interaction, self._result(kept.answers, kept))

    async def next(self, interaction: Interaction, answers: str) -> None:
        """In place, so that a phone shows one question."""
        done = len(answers) == QUESTIONS
        await ui.update(interaction, self._result(answers) if done else self._question(answers))

    async def further(self, interaction: Interaction, which: tuple[str, int]) -> None:
        """What else there is to ask for."""
        missing = to_ask_for(self.questions, which[0])[which[1] :]
        later = _later(which[0], which[1], len(missing))
        await ui.reply(interaction, cards.card(HEAD, *_asked(missing), actions=ui.view(*later)))

    async def keep(self, interaction: Interaction, answers: str) -> None:
        person = interaction.user.id
        kept = Kept(answers, self.editing.today())
        own = await self.partnerships.keep_setup(person, write_kept(kept))
        if own.one is not None:
            await ui.reply(interaction, KEPT)
            return
        view = ui.view(ui.button("Find mine", FIND), ui.button("Add one", ADD))
        await ui.reply(interaction, WITHOUT_ONE, view=view)

    async def forget(self, interaction: Interaction) -> None:
        await self.partnerships.keep_setup(interaction.user.id, "")
        await ui.reply(interaction, FORGOTTEN)

    def _question(self, answers: str) -> cards.Card:
        number = len(answers)
        one = self.questions[number]
        taps = [ui.button(label, f"{ANSWER}:{answers}{sign}") for sign, label in ANSWERS.items()]
        back = [ui.button("Back", f"{ANSWER}:{answers[:-1]}", row=1)] if answers else []
        return cards.card(
            f"{HEAD}\n-# {number + 1} of {QUESTIONS}",
            f"**{one.words}**\n{one.why}",
            f"{STATUS[one.status]} {one.rule}",
            NOTHING_KEPT,
            actions=ui.view(*taps, *back, ui.link("Where it stands", one.url)),
        )

    def _result(self, answers: str, kept: Kept | None = None) -> cards.Card:
        there, missing = (
            holding(self.questions, answers),
            to_ask_for(self.questions, answers),
        )
        head = f"{HEAD}\n-# As you said on {say_day(kept.day)}." if kept else HEAD
        held = f"**Holds ({len(there)} of {QUESTIONS}):** {', '.join(e.short for e in there)}."
        later = ", ".join(each.short for each in missing[MOST_ASKED:])
        first = (
            [ui.button("Begin anew", f"{ANSWER}:"), ui.button("Forget it", FORGET)]
            if kept
            else [
                ui.button("Keep it", f"{KEEP}:{answers}", style=ui.Style.primary),
                ui.button("Begin anew", f"{ANSWER}:"),
            ]
        )
        view = ui.view(*first, *_later(answers, 0, len(missing)))
        return cards.card(
            head,
            held if there else "",
            "**To ask for next**" if missing else ALL_HOLD,
            *_asked(missing),
            f"**Later:** {later}." if later else "",
            f"{CLOSING}\n{LETTER}" if missing else "",
            "" if kept else NOT_KEPT,
            actions=view,
        )


def _asked(missing: Sequence[SetupQuestion]) -> list[str]:
    return [
        f"**To {each.to}**\n> {each.ask}\n-# {STATUS[each.status]} {each.rule}"
        for each in missing[:MOST_ASKED]
    ]


def _later(answers: str, first: int, missing: int) -> list[discord.ui.Button[Any]]:
    """The way to what else there is to ask for, where there is more."""
    if missing <= MOST_ASKED:
        return []
    return [ui.button("What else to ask", f"{FURTHER}:{answers}.{first + MOST_ASKED}")]
