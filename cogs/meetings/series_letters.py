"""Delivers the next date and the questions about it to the review channel."""

from __future__ import annotations

from datetime import timedelta

import discord

from bot import sending
from bot.domain.outbox import Letter, Outcome, mark
from bot.services.call_letters import ASK, ASK_DAYS_BEFORE, NEXT
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

    async def _post(self, letter: Letter, told: str, view: discord.ui.View) -> Outcome:
        settings = self.bot.setup.current()
        if not settings.review:
            return NO_REVIEW
        roles = [discord.Object(settings.coordinator)] if settings.coordinator else []
        mentions = discord.AllowedMentions(roles=roles, everyone=False, users=False)
        return await sending.post(
            self.bot, settings.review, letter, told, view=view, allowed_mentions=mentions
        )
