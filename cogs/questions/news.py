"""The direct message that says there is news: it names nothing, and goes when it has been read."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from functools import partial

import discord

from bot import sending, ui
from bot.app import RepBot
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, mark
from bot.domain.questions import News
from bot.services.question_letters import Letters
from cogs.questions import text


class NewsLetters:
    def __init__(self, bot: RepBot, letters: Letters) -> None:
        self._bot = bot
        self._letters = letters
        register = partial(bot.outbox.register, counted=False)
        register("questions.told", self.tell, label="telling somebody of an answer")
        register(
            "questions.read", self.take_back, label="deleting a direct message about a question"
        )

    async def tell(self, letter: Letter) -> Outcome:
        """Tell the asker, who wanted it, that there is news.

        Whom it cannot reach must be seen nowhere: other rows name who has closed their messages,
        or left. So that ends at once, and looks in rows and log as if it had been sent.
        """
        found = await self._letters.whom_to_tell(letter)
        if isinstance(found, Outcome):
            if found.delivery is Delivery.NOT_WANTED:
                await self._letters.forget(letter)
            return found
        (person, last), news = found, None
        try:
            if person:
                news = await self._send(letter, person, last)
            else:  # held up by an outage of Discord as the others are, and as much is written
                await self._bot.fetch_user(sending.own_id(self._bot))
                await self._letters.sends(letter, last)
        except Exception as error:
            outcome = sending.outcome_of(error)
            if outcome.delivery is Delivery.TRY_LATER:
                return outcome
        if not await self._letters.told(letter, person, news):
            return await taken_back(self._bot, news)
        return SENT

    async def _send(self, letter: Letter, person: int, last: News | None) -> News:
        """One that still stands was not read, and tells of this as well."""
        if last and last.message:
            if await _stands(self._bot, last):
                return await self._letters.sends(letter, last)
            last = None
        place = await self._bot.create_dm(discord.Object(person))
        news = await self._letters.sends(letter, last, place.id)
        # It carries a mark of its own: the letter's number may stand in a backup with the question.
        may_stand = last is not None and last.channel
        own = replace(letter, id=news.mark, due_at=0, attempts=2 if may_stand else 1)
        view = ui.view(ui.button("Open my question", "questions:1:code", mark=mark(own)))
        own_id = sending.own_id(self._bot)
        message = await sending.send_once(place, own, own_id, text.NEWS, view=view)
        return replace(news, message=message.id)

    async def take_back(self, letter: Letter) -> Outcome:
        """The asker has looked: delete the direct message, unless that is done already."""
        outcome = await taken_back(self._bot, await self._letters.news(letter))
        if outcome.delivery is not Delivery.TRY_LATER:
            await self._letters.read(letter)
        return outcome


async def delete(bot: RepBot, news: News | None) -> bool:
    """Delete the direct message that says there is news; whether none stands for sure.

    One that is on its way is not found yet. Raises Discord's errors.
    """
    if news is None or not news.channel:
        return True
    place = bot.get_partial_messageable(news.channel)
    with contextlib.suppress(discord.NotFound):
        if news.message:
            await place.get_partial_message(news.message).delete()
        elif found := await sending.find_marked(place, f"{news.mark:x}.0", sending.own_id(bot)):
            await found.delete()
        else:
            return False
    return True


async def _stands(bot: RepBot, news: News) -> bool:
    """Raises Discord's errors that pass."""
    try:
        await bot.get_partial_messageable(news.channel).fetch_message(news.message)
    except discord.HTTPException as error:
        if sending.outcome_of(error).delivery is Delivery.TRY_LATER:
            raise
        return False
    return True


async def taken_back(bot: RepBot, news: News | None) -> Outcome:
    """TRY_LATER where that may still be possible."""
    try:
        await delete(bot, news)
    except Exception as error:
        outcome = sending.outcome_of(error)
        return outcome if outcome.delivery is Delivery.TRY_LATER else SENT
    return SENT
