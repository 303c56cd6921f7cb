"""Takes every press about a question with the same words, and carries it out a moment later."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import discord

from bot import modals, sending, ui
from bot.app import RepBot
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, mark
from bot.domain.questions import Question, Verb
from bot.domain.relayed_text import clean
from bot.services.question_decisions import DECIDE
from bot.services.question_decisions import Decisions as Service
from bot.services.question_presses import Done, Press
from bot.ui import Interaction
from cogs.questions import drafts, public_text, text

ANSWERED_WITHIN = timedelta(minutes=15)


class Decisions:
    """One sentence for everything that is pressed, whatever has become of the question."""

    def __init__(self, bot: RepBot, service: Service) -> None:
        self._bot = bot
        self._service = service
        # Who pressed hears of it where they pressed; after a restart, by direct message.
        self._pressed: dict[int, tuple[Interaction, datetime]] = {}
        bot.outbox.register(DECIDE, self.carry, label="what was pressed about a question")

    async def take(
        self, interaction: Interaction, verb: Verb, about: str, words: str = "", card: int = 0
    ) -> None:
        """Keep what was pressed and say so. Nothing is looked up, so nothing can be told."""
        name = text.plain(clean(interaction.user.display_name) or interaction.user.name)
        press = Press(interaction.user.id, name, words, card or _card(interaction))
        number = await self._service.take(verb, about, press)
        self._forget_old()
        if number:
            self._pressed[number] = interaction, self._bot.now()
        # What was typed stays in sight, for whom nothing can reach later.
        typed = modals.typed_card(words) if words else None
        await drafts.say_kept(interaction, public_text.GOES_ON, typed)

    def undone(self, question: Question) -> None:
        """A coordinator has ended a block."""
        self._service.undone(question)

    async def carry(self, letter: Letter) -> Outcome:
        """Carry it out, and show what may be shown. The log reads the same either way."""
        done = await self._service.act(letter)
        if done is None:
            return SENT
        outcome = await self._show(letter, done)
        if outcome.delivery is Delivery.TRY_LATER:
            return outcome
        self._pressed.pop(letter.subject, None)
        await self._service.finish(letter)
        return SENT

    async def _show(self, letter: Letter, done: Done) -> Outcome:
        if done.card_of is not None:
            said = public_text.decided(done.card_of, done.verb, done.press.name)
            place = self._bot.get_partial_messageable(done.card_of.review_place)
            card = place.get_partial_message(done.card_of.review_id)
            try:
                await card.edit(content=said, view=None)
            except Exception as error:
                return sending.outcome_of(error)
        if done.blocked is not None:
            undo = ui.button("Undo", f"questions:1:unblock:{done.blocked.handle}")
            return await self._tell(letter, done, public_text.block_done(done.blocked), undo)
        return await self._tell(letter, done, done.said) if done.said else SENT

    async def _tell(
        self, letter: Letter, done: Done, said: str, *buttons: discord.ui.Button[Any]
    ) -> Outcome:
        """Tell who pressed, and nobody else; what they typed comes back with it."""
        extras: dict[str, Any] = (
            {"embed": modals.typed_card(done.press.words)} if done.press.words else {}
        )
        self._forget_old()
        if letter.subject in self._pressed:
            pressed, _ = self._pressed[letter.subject]
            shown = extras | ({"view": ui.view(*buttons)} if buttons else {})
            try:
                await pressed.followup.send(said, ephemeral=True, **shown)
                return SENT
            except Exception as error:
                if sending.outcome_of(error).delivery is Delivery.TRY_LATER:
                    return sending.outcome_of(error)
        # No handle and no number in a direct message's buttons, so nothing can be undone there.
        ask = ui.button("Ask anonymously", "questions:1:ask", mark=mark(letter))
        return await sending.post_to_person(
            self._bot, done.press.person, letter, said, view=ui.view(ask), **extras
        )

    def _forget_old(self) -> None:
        kept_since = self._bot.now() - ANSWERED_WITHIN
        self._pressed = {n: each for n, each in self._pressed.items() if each[1] > kept_since}


def _card(interaction: Interaction) -> int:
    return interaction.message.id if interaction.message else 0
