"""The cards of the evening before a meeting and of the evening after it, by direct message."""

from __future__ import annotations

import discord

from bot import permissions, sending, ui
from bot.app import RepBot
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, Urgency, mark
from bot.services.own_meeting_cards import OVER, OwnMeetingCards
from bot.services.own_meetings import AFTER, BEFORE, OwnMeetings
from cogs.partnerships import meeting_text
from cogs.partnerships.afterwards import NOT_NOW
from cogs.partnerships.meetings import MEETING, TELL


class MeetingDeliveries:
    def __init__(self, bot: RepBot, meetings: OwnMeetings, due: OwnMeetingCards) -> None:
        self.bot = bot
        self.meetings = meetings
        self.due = due
        bot.outbox.register(
            BEFORE,
            self.send_before,
            label="a card before a meeting of somebody's own",
            rank=Urgency.TO_ONE,
            waits_for=due.waits_before,
            look=sending.looking(bot, self._where, came=None),
        )
        bot.outbox.register(
            AFTER,
            self.send_after,
            label="a card after a meeting of somebody's own",
            rank=Urgency.CAN_WAIT,
            waits_for=due.waits_after,
            look=sending.looking(bot, self._where, self.came),
        )

    async def _where(self, letter: Letter) -> sending.Place:
        return await self.bot.create_dm(discord.Object(letter.part))

    async def came(self, letter: Letter, _message: discord.Message) -> Outcome:
        await self.due.arrived(letter)
        return SENT

    async def send_before(self, letter: Letter) -> Outcome:
        meeting = await self.due.to_send(letter)
        if isinstance(meeting, Outcome):
            return meeting
        found = await self.meetings.prepared(meeting.theme)
        said = meeting_text.before(meeting, found, self.bot.now())
        button = ui.button(
            "Prepare", f"{MEETING}:{meeting.id}", style=ui.Style.primary, mark=mark(letter)
        )
        return await self._send(letter, said, ui.view(button))

    async def send_after(self, letter: Letter) -> Outcome:
        meeting = await self.due.to_send(letter)
        if isinstance(meeting, Outcome):
            return meeting
        last = await self.due.is_last(letter.part)
        tell = ui.button("Tell", f"{TELL}:{meeting.id}", style=ui.Style.primary, mark=mark(letter))
        said = meeting_text.after(meeting, self.bot.now(), last=last)
        view = ui.view(tell, ui.button("Not this time", NOT_NOW))
        outcome = await self._send(letter, said, view)
        if outcome.delivery is Delivery.SENT:
            await self.due.arrived(letter)
        return outcome

    async def _send(self, letter: Letter, said: str, view: discord.ui.View) -> Outcome:
        """To whoever is still here; what cannot reach them is told to them alone."""
        if await permissions.find(self.bot, letter.part) is None:
            return OVER
        outcome = await sending.post_to_person(self.bot, letter.part, letter, said, view=view)
        if outcome.delivery is Delivery.IMPOSSIBLE and outcome.reason == sending.CLOSED:
            await self.bot.notices.keep(letter.part, meeting_text.UNREACHABLE)
        return outcome
