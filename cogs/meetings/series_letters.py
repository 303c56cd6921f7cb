"""Delivers the next date and the questions about it to the review channel."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import discord

from bot import sending
from bot.domain.meetings import Meeting
from bot.domain.outbox import SENT, Letter, Outcome, mark
from bot.services.call_letters import ASK, ASK_DAYS_BEFORE, CARD, NEXT
from bot.services.series import NO_REVIEW
from cogs.meetings import buttons, series_text
from cogs.meetings.kit import MeetingKit

URGENT = timedelta(days=max(ASK_DAYS_BEFORE))


class SeriesLetters:
    """The deliverers of what coordinators are told about repeating calls."""

    def __init__(self, kit: MeetingKit) -> None:
        self.kit = kit
        self.bot = kit.bot
        self.bot.outbox.on(NEXT, self.draft)
        self.bot.outbox.on(ASK, self.ask)
        self.bot.outbox.on(CARD, self.refresh)

    async def draft(self, letter: Letter) -> Outcome:
        """Draft the next date and show it; with a mention where less than five days are left."""
        meeting = await self.kit.series.draft_next(letter)
        if isinstance(meeting, Outcome):
            return meeting
        now, settings = self.bot.now(), self.bot.setup.current()
        series = await self.kit.series.of(meeting)
        urgent = meeting.starts_at - now <= URGENT
        told = series_text.drafted(meeting, series, settings.coordinator, now, urgent=urgent)
        return await self._post(letter, told, buttons.draft_buttons(meeting, mark(letter)))

    async def ask(self, letter: Letter) -> Outcome:
        """Ask the coordinators whether the call shall take place."""
        meeting = await self.kit.series.to_ask(letter)
        if isinstance(meeting, Outcome):
            return meeting
        told = series_text.ask(meeting, self.bot.setup.current().coordinator, self.bot.now())
        return await self._post(letter, told, buttons.draft_buttons(meeting, mark(letter)))

    async def refresh(self, letter: Letter) -> Outcome:
        """Let what stands in the review channel about a drafted date say what holds now."""
        meeting = await self.kit.series.drafted(letter)
        if isinstance(meeting, Outcome):
            return meeting
        told = series_text.now_stands(meeting, await self.kit.series.of(meeting), self.bot.now())
        try:
            async for message, marked in self._cards(meeting):
                view = buttons.draft_buttons(meeting, marked) if meeting.state == "saved" else None
                await message.edit(content=told, view=view, allowed_mentions=sending.NOBODY)
        except Exception as error:
            return sending.outcome_of(error)
        return SENT

    async def _cards(self, meeting: Meeting) -> AsyncIterator[tuple[discord.Message, str]]:
        """Yield our messages about the date among the newest 100, each with its mark."""
        if not (review := self.bot.setup.current().review):
            return
        place = self.bot.get_partial_messageable(review)
        async for message in place.history(limit=sending.LOOK_BACK_MESSAGES):
            for custom_id in sending.ids_in(message):
                button, _, marked = custom_id.partition("~")
                if button == f"{buttons.ANNOUNCE}:{meeting.id}":
                    yield message, marked

    async def _post(self, letter: Letter, told: str, view: discord.ui.View) -> Outcome:
        settings = self.bot.setup.current()
        if not settings.review:
            return NO_REVIEW
        roles = [discord.Object(settings.coordinator)] if settings.coordinator else []
        mentions = discord.AllowedMentions(roles=roles, everyone=False, users=False)
        return await sending.post(
            self.bot, settings.review, letter, told, view=view, allowed_mentions=mentions
        )
