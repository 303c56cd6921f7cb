"""A question that stands in its channel, of whose release a restore left nothing to be known."""

from __future__ import annotations

from datetime import timedelta

import discord

from bot import sending
from bot.app import RepBot
from bot.domain.outbox import SENT, Outcome
from bot.domain.questions import Question
from bot.domain.retention import QUESTION_DAYS
from bot.services.question_letters import Letters


async def in_public(bot: RepBot, question: Question) -> discord.Message | None:
    """Its message, by the handle in its buttons. What is older than questions grow has ended.

    Raises Discord's errors.
    """
    place = sending.channel(bot, bot.setup.current().questions)
    if place is None:
        return None
    own_id, lasts = sending.own_id(bot), timedelta(days=QUESTION_DAYS)
    return await sending.find_with(place, lambda each: question.handle in each, own_id, lasts)


async def find_unknown(bot: RepBot, letters: Letters, question: Question) -> Outcome:
    """Before it closes, so that the public sign reaches its message.

    Of what no coordinator has seen nothing is asked of Discord: an outage must not tell of it.
    """
    if question.thread_id or not question.review_id:
        return SENT
    try:
        if (found := await in_public(bot, question)) is not None:
            await letters.found_at_its_end(question, found.channel.id, found.id)
    except Exception as error:
        return sending.outcome_of(error)
    return SENT
