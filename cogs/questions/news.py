"""The direct message that says there is news: it names nothing, and goes when it has been read."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace

import discord

from bot import sending, ui
from bot.app import RepBot
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, mark
from bot.domain.questions import News
from bot.services.question_letters import Letters
from cogs.questions import text

AT_ONCE_SECONDS, LATER_SECONDS = 2.0, 60.0


class NewsLetters:
    """`_read`, by question: what has been read and could not be deleted then. In memory alone: rows
    would tell which questions were opened together, and those are one person's.
    """

    def __init__(self, bot: RepBot, letters: Letters) -> None:
        self._bot = bot
        self._letters = letters
        self._read: dict[int, News] = {}
        self._again: asyncio.Task[None] | None = None
        told = "telling somebody of an answer"
        bot.outbox.register("questions.told", self.tell, label=told, counted=False)

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
        self._read.pop(letter.subject, None)
        return SENT

    async def _send(self, letter: Letter, person: int, last: News | None) -> News:
        """One that still stands was not read, and tells of this as well."""
        if last and last.message:
            if letter.subject in self._read:
                await self.is_deleted(last)
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

    async def looked(self, question_id: int, told: News | None) -> None:
        """Delete what the asker has read; one that is on its way is news."""
        if told and told.channel and not await self.is_deleted(told) and told.message:
            self._read[question_id] = told

    async def is_deleted(self, told: News | None, seconds: float = AT_ONCE_SECONDS) -> bool:
        """Delete a direct message; whether none stands for sure.

        Nothing is logged here: a line would say when somebody looked.
        """
        try:
            async with asyncio.timeout(seconds):
                return await delete(self._bot, told)
        except Exception:
            return False

    async def again(self) -> None:
        """At each quarter of an hour, beside its rebuild: that must not wait for Discord."""
        if self._again is None or self._again.done():
            self._again = asyncio.create_task(self._delete_read())

    async def _delete_read(self) -> None:
        for question_id, told in list(self._read.items()):
            if await self.is_deleted(told, LATER_SECONDS) and self._read.get(question_id) is told:
                del self._read[question_id]


async def delete(bot: RepBot, news: News | None) -> bool:
    """Delete the direct message that says there is news; whether none stands for sure.

    One that is on its way is not found yet. Where there is none Discord is asked as well, to delete
    what is nowhere: an outage must not tell whom it could not reach. Raises Discord's errors.
    """
    if news is None:
        return True
    place = bot.get_partial_messageable(news.channel or bot.config.guild_id)
    with contextlib.suppress(discord.NotFound):
        if number := news.message if news.channel else news.mark:
            await place.get_partial_message(number).delete()
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


async def all_taken_back(bot: RepBot, ended: list[News]) -> Outcome:
    """What cannot be deleted keeps the rows of the others too, whom it may never have reached."""
    for each in ended:
        outcome = await taken_back(bot, each)
        if outcome.delivery is Delivery.TRY_LATER:
            return outcome
    return SENT
