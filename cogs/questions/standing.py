"""What a letter about a question has posted: looked for by its mark, and what follows from it.

A letter that was tried may have made its message though Discord's answer was lost. Whatever has
been decided since, what is found is taken for what it is.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Literal, TypeAlias

import discord

from bot import sending, ui
from bot.app import RepBot
from bot.discord_codes import THREAD_EXISTS, UNKNOWN_CHANNEL, UNKNOWN_MESSAGE
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, mark
from bot.domain.questions import Question, State
from bot.services.question_care import REPLY_OVER
from bot.services.question_letters import Letters
from cogs.questions import public_text
from cogs.questions.review_buttons import of_decided

A_WEEK_MINUTES: Literal[10080] = 10080
GONE = {sending.REASONS[code] for code in (UNKNOWN_CHANNEL, UNKNOWN_MESSAGE)}
Came: TypeAlias = Callable[[Letter, discord.Message], Awaitable[Outcome]]


class Standing:
    def __init__(self, bot: RepBot, letters: Letters) -> None:
        self._bot = bot
        self._letters = letters
        self._came: dict[str, Came] = {
            "questions.release": self._for_review,
            "questions.publish": self._for_everybody,
            "questions.answer": self._in_thread,
            "questions.reply": self._reply_for_review,
            "questions.pass": self._in_thread,
            "questions.card": self._card_again,
        }

    async def look(self, letter: Letter) -> Outcome | None:
        """Look for what an earlier try may have posted; None where it is sure that nothing stands.

        Where it cannot be looked for, nothing is sent either.
        """
        try:
            place = sending.channel(self._bot, await self._place_of(letter))
            own_id = sending.own_id(self._bot)
            found = place and await sending.find_marked(place, mark(letter), own_id)
        except Exception as error:
            outcome = sending.outcome_of(error)
            return None if outcome.reason in GONE else outcome
        return await self.came(letter, found) if found else None

    async def came(self, letter: Letter, message: discord.Message) -> Outcome:
        """Its message stands."""
        return await self._came[letter.kind](letter, message)

    async def _place_of(self, letter: Letter) -> int:
        settings = self._bot.setup.chosen()
        if letter.kind == "questions.publish":
            return settings.questions
        if self._came[letter.kind] != self._in_thread:
            return settings.review
        said = await self._letters.written(letter)
        return said.question.thread_id if said else 0

    async def _for_review(self, letter: Letter, message: discord.Message) -> Outcome:
        if await self._letters.in_review(letter, message.channel.id, message.id):
            return SENT
        return await edit(message, public_text.REVIEW_WITHDRAWN.format(letter.subject))

    async def _for_everybody(self, letter: Letter, message: discord.Message) -> Outcome:
        question = await self._letters.asked(letter)
        if question is None:  # closed, and forgotten, meanwhile
            return await edit(message, public_text.CAME_TOO_LATE)
        # Whatever becomes of its thread: what stands can be taken down, and is posted once.
        await self._letters.published(letter, message.channel.id, message.id)
        outcome = unless_gone(await open_thread(message, question))
        if outcome.delivery is Delivery.TRY_LATER:
            return outcome
        await self._letters.is_done(letter)
        return SENT

    async def _in_thread(self, letter: Letter, message: discord.Message) -> Outcome:
        await self._letters.posted(letter, message.id)
        return SENT

    async def _reply_for_review(self, letter: Letter, message: discord.Message) -> Outcome:
        if await self._letters.reply_in_review(letter, message.channel.id, message.id):
            return SENT
        kept = await self._letters.written(letter)
        gone = REPLY_OVER if kept else public_text.REVIEW_WITHDRAWN
        about = re.search(r"\d{6}", message.content)  # its question may be gone
        outcome = await edit(message, gone.format(about[0] if about else ""))
        if outcome.delivery is not Delivery.TRY_LATER:
            await self._letters.forget(letter)
        return outcome

    async def _card_again(self, letter: Letter, message: discord.Message) -> Outcome:
        """It may have been decided from the desk meanwhile, or a newer card stands."""
        question = await self._letters.card_placed(letter, message.channel.id, message.id)
        if question is None:
            outcome = await edit(message, public_text.REVIEW_WITHDRAWN.format(letter.subject))
        elif question.seen is State.REVIEW and question.review_id == message.id:
            outcome = SENT
        else:
            buttons = of_decided(question, question.seen)
            view = ui.view(*buttons) if question.review_id == message.id else None
            outcome = await edit(message, now_stands(question), view)
        if outcome.delivery is not Delivery.TRY_LATER:
            await self._letters.forget(letter)
        return outcome


def now_stands(question: Question) -> str:
    """For a card that missed what was decided."""
    return f"**Question {question.id}**: {public_text.stands(question)}"


async def edit(
    message: discord.Message | discord.PartialMessage,
    words: str,
    view: discord.ui.View | None = None,
) -> Outcome:
    """`words`: MISSING where it is to say that it is closed."""
    try:
        async with sending.turn(message.id):
            if words is discord.utils.MISSING:
                words = await now_closed(message)
            await message.edit(content=words, view=view, embed=None)
    except Exception as error:
        return unless_gone(sending.outcome_of(error))
    return SENT


async def open_thread(message: discord.Message, question: Question) -> Outcome:
    try:
        await message.create_thread(
            name=f"Question {question.id}, from {question.pseudonym}",
            auto_archive_duration=A_WEEK_MINUTES,
        )
    except Exception as error:
        return SENT if getattr(error, "code", 0) == THREAD_EXISTS else sending.outcome_of(error)
    return SENT


async def now_closed(message: discord.Message | discord.PartialMessage) -> str:
    """What a question's message is to say, made of what stands there: the words may be destroyed.

    Where it may not be read, it is left as it is. Raises Discord's other errors."""
    words: str = discord.utils.MISSING
    try:
        words = public_text.now_closed((await message.fetch()).content)
    except discord.Forbidden as error:
        if sending.is_not_discords(error):
            raise
    return words


def unless_gone(outcome: Outcome) -> Outcome:
    """Try later what is refused now, while the place or the message is still there."""
    if outcome.delivery is Delivery.IMPOSSIBLE and outcome.reason not in GONE:
        return replace(outcome, delivery=Delivery.TRY_LATER)
    return outcome
