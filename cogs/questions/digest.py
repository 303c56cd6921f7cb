"""What waits among the questions, told to coordinators once a day; the last one gives way to it."""

from __future__ import annotations

import contextlib

import discord

from bot import sending, ui
from bot.app import RepBot
from bot.domain.outbox import SENT, Letter, Outcome, Urgency, mark
from bot.services.question_letters import Letters
from cogs.questions import public_text
from cogs.questions.deliveries import NOT_WANTED, Carrier

LAST = "questions_digest"  # channel and message of the last one
LATE_SECONDS = 20 * 60 * 60


class DigestLetters:
    def __init__(self, bot: RepBot, letters: Letters, carrier: Carrier) -> None:
        self._bot = bot
        self._letters = letters
        self._carrier = carrier
        bot.outbox.register(
            "questions.daily",
            self.digest,
            label="what waits among the questions",
            rank=Urgency.CAN_WAIT,
            waits_for=bot.outbox.at_night,
            look=sending.looking(bot, sending.in_review(bot), self.stands),
        )

    async def digest(self, letter: Letter) -> Outcome:
        """Once a day, and in the evening what has waited for a day by then."""
        await self._carrier.look_for_cards()
        found = await self._letters.digest(letter)
        if self._bot.now().timestamp() - letter.due_at > LATE_SECONDS:
            return NOT_WANTED
        if not (found.waiting or found.unanswered or found.replies):
            return NOT_WANTED
        settings = self._bot.setup.current()
        role = settings.coordinator if found.long else 0
        words = public_text.digest(found, role)
        view = ui.view(ui.button("Show the queue", "questions:1:queue", mark=mark(letter)))
        message = await self._carrier.to_coordinators(letter, words, view, role)
        return message if isinstance(message, Outcome) else await self.stands(letter, message)

    async def stands(self, _letter: Letter, message: discord.Message) -> Outcome:
        """Take the last one away, so that the pinned desk is not buried under old ones."""
        place, _, number = self._bot.setup.recall(LAST).partition(".")
        if number and int(number) != message.id:
            last = self._bot.get_partial_messageable(int(place)).get_partial_message(int(number))
            with contextlib.suppress(discord.HTTPException, *sending.PASSING):
                await last.delete()
        await self._bot.setup.remember(**{LAST: f"{message.channel.id}.{message.id}"})
        return SENT
