"""Brings every copy of a changed call up to date, and tells those who answered.

Discord's code 30046 is the limit on editing messages older than an hour:
https://discord.com/developers/docs/topics/opcodes-and-status-codes
"""

from __future__ import annotations

import asyncio

import discord

from bot import sending
from bot.domain.meetings import Meeting
from bot.domain.outbox import SENT, Letter, Outcome, is_late, mark
from bot.services.call_letters import CHANGED, COPY, RENAME
from bot.services.reminders import NO_THREAD
from cogs.meetings import buttons, change_text, text
from cogs.meetings.kit import MeetingKit

TOO_MANY_EDITS = 30046


class Copies:
    """The deliverers of what follows from a change. Each writes the call as it is by then."""

    def __init__(self, kit: MeetingKit) -> None:
        self.kit = kit
        self.bot = kit.bot
        self._turn = asyncio.Lock()
        self.bot.outbox.on(COPY, self.rewrite)
        self.bot.outbox.on(RENAME, self.rename)
        self.bot.outbox.on(CHANGED, self.tell)

    async def tell(self, letter: Letter) -> Outcome:
        """Tell those who answered, in the call's thread."""
        about = await self.kit.changes.to_tell(letter)
        if isinstance(about, Outcome):
            return about
        late = is_late(letter, int(self.bot.now().timestamp()))
        return await sending.post(
            self.bot,
            about.meeting.thread_id,
            letter,
            change_text.news(about, late=late),
            view=buttons.changed_buttons(about.meeting, mark(letter)),
            allowed_mentions=discord.AllowedMentions(
                users=[discord.Object(person) for person in about.people]
            ),
        )

    async def rewrite(self, letter: Letter) -> Outcome:
        """Edit the announcement; where Discord allows no more edits, say so in the thread."""
        async with self._turn:
            meeting = await self.kit.changes.announced(letter)
            if isinstance(meeting, Outcome):
                return meeting
            try:
                await self._edit(meeting)
            except Exception as error:
                if getattr(error, "code", None) != TOO_MANY_EDITS:
                    return sending.outcome_of(error)
                return await self._say_instead(letter, meeting)
        return SENT

    async def _edit(self, meeting: Meeting) -> None:
        guild_id = self.bot.config.guild_id
        channel = self.bot.get_partial_messageable(meeting.channel_id, guild_id=guild_id)
        off = meeting.state == "cancelled"
        await channel.get_partial_message(meeting.message_id).edit(
            content=text.announcement(meeting, self.bot.setup.current().rep, self.bot.now()),
            view=buttons.cancelled_buttons(meeting) if off else buttons.call_buttons(meeting),
            allowed_mentions=sending.NOBODY,
        )

    async def _say_instead(self, letter: Letter, meeting: Meeting) -> Outcome:
        if not meeting.thread_id:
            return NO_THREAD
        told = change_text.not_up_to_date(meeting)
        view = buttons.changed_buttons(meeting, mark(letter))
        return await sending.post(self.bot, meeting.thread_id, letter, told, view=view)

    async def rename(self, letter: Letter) -> Outcome:
        """Give the thread the name that goes with the call."""
        async with self._turn:
            meeting = await self.kit.changes.announced(letter)
            if isinstance(meeting, Outcome):
                return meeting
            if not meeting.thread_id:
                return NO_THREAD
            try:
                await self._rename(meeting)
            except Exception as error:
                return sending.outcome_of(error)
        return SENT

    async def _rename(self, meeting: Meeting) -> None:
        thread = await self.bot.fetch_channel(meeting.thread_id)
        name = text.thread_name(meeting)
        if isinstance(thread, discord.Thread) and thread.name != name:
            await thread.edit(name=name, archived=False)
