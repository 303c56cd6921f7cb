"""The direct message that says there is news: it names nothing, and goes when it has been read."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import discord

from bot import sending, ui
from bot.app import RepBot
from bot.domain.outbox import SENT, STANDS, Delivery, Letter, Outcome, mark, pause_seconds
from bot.domain.questions import News
from bot.services.question_news import NOT_WANTED, Telling, Told
from cogs.questions import text

AT_ONCE_SECONDS, LATER_SECONDS = 2.0, 60.0


class NewsLetters:
    """All letters of news that are due end together or wait together: which of them Discord held up
    would tell whose message had been read, and two of those may be one person's.

    In memory alone: `_went`, by letter, what came of each that is due (None: it was refused), so
    that none is sent twice; `_read`, by question, what has been read and could not be deleted then.
    Rows would tell which questions were opened together, and those are one person's.
    """

    def __init__(self, bot: RepBot, telling: Telling) -> None:
        self._bot = bot
        self._telling = telling
        self._read: dict[int, News] = {}
        self._went: dict[int, News | None] = {}
        self._turn = asyncio.Lock()
        self._held_up, self._tries = SENT, 0
        self._again_at = datetime.min.replace(tzinfo=UTC)
        self._again: asyncio.Task[None] | None = None
        told = "telling somebody of an answer"
        bot.outbox.register("questions.told", self.tell, label=told, counted=False)

    async def tell(self, letter: Letter) -> Outcome:
        """Tell the askers, who wanted it, that there is news: of every letter that is due.

        While one must be tried later, the others wait with it, for as long, and nothing is asked
        of Discord before that.
        """
        if await self._telling.whom_to_tell(letter) == NOT_WANTED:
            await self._telling.forget(letter)
            return NOT_WANTED
        async with self._turn:
            left = (self._again_at - self._bot.now()).total_seconds()
            if 0 < left <= self._held_up.retry_after:  # a clock set back leaves no longer
                return replace(self._held_up, retry_after=left)
            outcome, odd = await self._tell_all(letter.kind)
            self._tries = self._tries + 1 if outcome.delivery is Delivery.TRY_LATER else 0
            if self._tries:
                pause = outcome.retry_after or pause_seconds(self._tries)
                outcome = self._held_up = replace(outcome, retry_after=pause)
                self._again_at = self._bot.now() + timedelta(seconds=pause)
            if odd:
                raise odd
            return outcome

    async def _tell_all(self, kind: str) -> tuple[Outcome, Exception | None]:
        """What can go goes, and the rows of all are written alike. Returns what holds them up, and
        an error that is not Discord's.
        """
        due = await self._telling.due_news(kind)
        numbers = {each.letter.id for each in due}
        self._went = {number: went for number, went in self._went.items() if number in numbers}
        tried = [each for each in due if each.letter.id not in self._went]
        found = await asyncio.gather(*map(self._find, tried), return_exceptions=True)
        came = dict(zip(tried, found, strict=True))
        ready = {each: news for each, news in came.items() if isinstance(news, News)}
        await self._telling.sends({e: self._went.get(e.letter.id) or ready.get(e) for e in due})
        sent = await asyncio.gather(*map(self._send, ready.items()), return_exceptions=True)
        later, odd = self._note({**came, **dict(zip(ready, sent, strict=True))})
        if later is not SENT:
            await self._telling.sends({e: self._went.get(e.letter.id) or ready.get(e) for e in due})
            return later, odd
        for gone in await self._telling.told({each: self._went[each.letter.id] for each in due}):
            await taken_back(self._bot, gone)
        return SENT, None

    def _note(
        self, came: Mapping[Told, News | BaseException | None]
    ) -> tuple[Outcome, Exception | None]:
        """What Discord refuses for good ends as what was sent: other rows name who has closed their
        messages, or left.
        """
        later, odd = SENT, None
        for each, got in came.items():
            if isinstance(got, Exception):
                try:
                    outcome = sending.outcome_of(got)
                except Exception as error:
                    outcome, odd = Outcome(Delivery.TRY_LATER, sending.OUR_FAULT), error
                if outcome.delivery is Delivery.TRY_LATER:
                    later = outcome if later is SENT else later
                    continue
            self._went[each.letter.id] = got if isinstance(got, News) else None
            self._read.pop(each.letter.subject, None)
        return later, odd

    async def _find(self, told: Told) -> News:
        """Where it is about to stand; one that still stands was not read, and tells of this too."""
        last = told.last
        if not told.person:  # held up by an outage of Discord as the others are
            await self._bot.fetch_user(sending.own_id(self._bot))
            return self._telling.news(last)
        if last and last.message:
            if told.letter.subject in self._read:
                await self.is_deleted(last)
            if await _stands(self._bot, last):
                return last
            last = None
        place = await self._bot.create_dm(discord.Object(told.person))
        return replace(self._telling.news(last), channel=place.id)

    async def _send(self, ready: tuple[Told, News]) -> News | None:
        told, news = ready
        if not told.person or news.message:
            return news if told.person else None
        place = self._bot.get_partial_messageable(news.channel)
        # It carries a mark of its own: the letter's number may stand in a backup with the question.
        may_stand = told.last is not None and told.last.channel and told.last.mark == news.mark
        own = replace(told.letter, id=news.mark, due_at=0, attempts=2 if may_stand else 1)
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
    try:
        if number := news.message if news.channel else news.mark:
            await place.get_partial_message(number).delete()
        elif found := await sending.find_marked(place, f"{news.mark:x}.0", sending.own_id(bot)):
            await found.delete()
        else:
            return False
    except discord.NotFound as error:
        if sending.is_not_discords(error):
            raise
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
    """What cannot be deleted keeps the rows of the others too, whom it may never have reached.

    It makes nothing late: that would say of which question somebody wanted to be told.
    """
    for each in ended:
        outcome = await taken_back(bot, each)
        if outcome.delivery is Delivery.TRY_LATER:
            return replace(outcome, reason=STANDS)
    return SENT
