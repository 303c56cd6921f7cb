"""How is it set up? Eight questions by taps, then one card; the answers stand in the buttons."""

from __future__ import annotations

from bot import cards, content, ui
from bot.app import RepBot
from bot.domain.dates import say_day
from bot.domain.partnership_setup import (
    ANSWERS,
    MOST_ASKED,
    QUESTIONS,
    STATUS,
    Kept,
    holding,
    read_answers,
    read_kept,
    to_ask_for,
    whole_answers,
    write_kept,
)
from bot.router import EXPIRED
from bot.services.partnership_editing import PartnershipEditing
from bot.services.partnerships import Partnerships
from bot.ui import Interaction

SETUP = "mvp:1:setup"
ANSWER = "mvp:1:setupnext"
KEEP = "mvp:1:setupkeep"
FORGET = "mvp:1:setupforget"
HEAD = "## How is it set up?"
NOTHING_KEPT = "-# Nothing of this is kept unless you press `Keep it`."
CLOSING = (
    "Not sure is a good answer: it tells you what to ask. A no is not your fault, and not your task"
    " alone."
)
ALL_HOLD = "**All eight hold.** That is rare. Your call would like to hear how you got there."
LETTER = "-# Say it in a meeting, or write it in an e-mail as it stands; `/letter` drafts a letter."
KEPT = "Kept for you alone, sealed, with today's date. `How is it set up?` in `/mvp` opens it."
FORGOTTEN = "Forgotten. Nothing of it is kept any more."
NO_PARTNERSHIP = "Nothing was kept: choose your partnership first with `Find mine` in `/mvp`."


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

    async def keep(self, interaction: Interaction, answers: str) -> None:
        person = interaction.user.id
        if (await self.partnerships.own(person)).one is None:
            await ui.reply(interaction, NO_PARTNERSHIP)
            return
        kept = Kept(answers, self.editing.today())
        await self.partnerships.keep_setup(person, write_kept(kept))
        await ui.reply(interaction, KEPT)

    async def forget(self, interaction: Interaction) -> None:
        await self.partnerships.keep_setup(interaction.user.id, "")
        await ui.reply(interaction, FORGOTTEN)

    def _question(self, answers: str) -> cards.Card:
        number = len(answers)
        one = self.questions[number]
        taps = [
            ui.button(label, f"{ANSWER}:{answers}{sign}", style=ui.Style.primary)
            for sign, label in ANSWERS.items()
        ]
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
        asked = [
            f"**{n}. To {each.to}**\n> {each.ask}\n-# {STATUS[each.status]} {each.rule}"
            for n, each in enumerate(missing[:MOST_ASKED], start=1)
        ]
        later = ", ".join(each.short for each in missing[MOST_ASKED:])
        if kept:
            view = ui.view(ui.button("Begin anew", f"{ANSWER}:"), ui.button("Forget it", FORGET))
        else:
            keep = ui.button("Keep it", f"{KEEP}:{answers}", style=ui.Style.primary)
            view = ui.view(keep, ui.button("Begin anew", f"{ANSWER}:"))
        return cards.card(
            head,
            held if there else "",
            "**To ask for next**" if missing else ALL_HOLD,
            *asked,
            f"**Later:** {later}." if later else "",
            f"{CLOSING}\n{LETTER}" if missing else "",
            "" if kept else NOTHING_KEPT,
            actions=view,
        )
