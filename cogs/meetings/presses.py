"""What happens when a button of a call is pressed."""

from __future__ import annotations

from functools import partial
from io import BytesIO

import discord

from bot import ui
from bot.domain.calendars import calendar_file
from bot.domain.errors import UserError
from bot.domain.meetings import Meeting
from bot.router import number
from bot.services.meetings import GONE, NONE_COMING
from bot.ui import Interaction
from cogs.meetings import buttons, change_text, text
from cogs.meetings.kit import MeetingKit

FILE_NAME = "calls.ics"


class MeetingPresses:
    """Handlers behind the ids in buttons.py."""

    def __init__(self, kit: MeetingKit) -> None:
        self.kit = kit
        router = kit.bot.router
        for answer, prefix in buttons.ANSWER_BUTTONS.items():
            router.button(prefix, partial(self.answer, answer=answer))
        router.button(buttons.LINK, self.show_link)
        router.button(buttons.NEXT, self.show_next)
        router.button(buttons.CALENDAR, self.one_calendar)

    async def answer(self, interaction: Interaction, arg: str, *, answer: str) -> None:
        """Keep the answer of the person who pressed."""
        person = interaction.user.id
        meeting, counts = await self.kit.meetings.answer(number(arg, GONE), person, answer)
        choice = await self.kit.reminders.choice(person)
        how = choice.how if choice.reachable else "thread"
        await ui.reply(interaction, text.answered(meeting, counts, answer, how))

    async def show_link(self, interaction: Interaction, arg: str) -> None:
        """Show the joining link privately."""
        meeting = await self.kit.meetings.get(number(arg, GONE))
        if meeting.state == "cancelled":
            raise UserError("This call has been cancelled.")
        await ui.reply(interaction, text.joining_link(meeting))

    async def show_next(self, interaction: Interaction, _arg: str) -> None:
        """Show the next call, with its buttons."""
        await self.show_call(interaction, await self.kit.meetings.find(None))

    async def show_call(self, interaction: Interaction, meeting: Meeting) -> None:
        """Show a call to one person, with its buttons."""
        own, counts = await self.kit.meetings.standing(meeting.id, interaction.user.id)
        view = buttons.call_buttons(meeting)
        await ui.reply(interaction, text.next_call(meeting, own, counts), view=view)

    async def one_calendar(self, interaction: Interaction, arg: str) -> None:
        """Give the call as a calendar entry; a cancelled one takes itself out of the calendar."""
        meeting = await self.kit.meetings.get(number(arg, GONE))
        if meeting.state not in ("announced", "cancelled"):
            raise UserError("This call has not been announced yet.")
        told = change_text.calendar_of(meeting)
        await ui.reply(interaction, told, file=self._file([meeting]))

    async def calendar(self, interaction: Interaction) -> None:
        """Give all coming calls, and the cancelled ones, as a calendar file."""
        meetings = await self.kit.meetings.coming(states=("announced", "cancelled"))
        public = [each for each in meetings if each.message_id]
        if not public:
            raise UserError(NONE_COMING)
        await ui.reply(interaction, change_text.CALENDAR, file=self._file(public))

    def _file(self, meetings: list[Meeting]) -> discord.File:
        guild_id, now = self.kit.bot.config.guild_id, self.kit.bot.now()
        return discord.File(BytesIO(calendar_file(meetings, guild_id, now)), FILE_NAME)
