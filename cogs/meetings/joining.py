"""The joining link: shown to one person at a time, and looked at the day before by who hosts."""

from __future__ import annotations

from dataclasses import replace

import discord

from bot import modals, sending, ui
from bot.domain.changes import typed_again
from bot.domain.errors import UserError
from bot.domain.meetings import Meeting
from bot.domain.outbox import Letter, Outcome, mark
from bot.modals import Values
from bot.permissions import is_coordinator
from bot.router import number
from bot.services.call_letters import LINK_CHECK
from bot.services.meetings import GONE
from bot.services.series import NO_REVIEW
from bot.ui import Interaction
from cogs.meetings import joining_text, responses, scheduling
from cogs.meetings.context import MeetingContext
from cogs.meetings.text import form_title

HOST_LINK_FORM = "meetings:1:newlink"


class JoiningButtons:
    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        router = context.bot.router
        router.button(responses.LINK, self.show, takes=number, gone=GONE)
        router.button(responses.RIGHT, self.is_right, takes=number, gone=GONE)
        router.button(responses.HOST_LINK, self.open, takes=number, gone=GONE)
        router.form(HOST_LINK_FORM, self.change, takes=number, gone=GONE, opens=self.form)
        context.bot.outbox.register(
            LINK_CHECK, self.ask, label="asking whether the joining link of a call is right"
        )

    async def show(self, interaction: Interaction, meeting_id: int) -> None:
        """Privately, until an hour after the end."""
        meeting = await self.context.meetings.get(meeting_id)
        if meeting.state == "cancelled":
            raise UserError("This call has been cancelled.")
        if self.context.bot.now() >= meeting.link_until:
            after = ui.view(ui.button("Next call", responses.NEXT))
            await ui.reply(interaction, joining_text.OVER, view=after)
            return
        await ui.reply(interaction, joining_text.joining_link(meeting, self.context.bot.now()))

    async def ask(self, letter: Letter) -> Outcome:
        """In the review channel, silently, where no host is asked or there is no link."""
        meeting = await self.context.people.to_check(letter)
        if isinstance(meeting, Outcome):
            return meeting
        if not (review := self.context.bot.setup.current().review):
            return NO_REVIEW
        hosted = (await self.context.people.on_the_card(meeting)).host > 0
        told = joining_text.check(meeting, self.context.bot.now(), hosted=hosted)
        view = responses.link_buttons(meeting, mark(letter))
        return await sending.post(self.context.bot, review, letter, told, view=view)

    async def is_right(self, interaction: Interaction, meeting_id: int) -> None:
        meeting = await self._theirs(interaction, meeting_id)
        await ui.update(interaction, joining_text.is_right(meeting, self.context.bot.now()))

    async def open(self, interaction: Interaction, meeting_id: int) -> None:
        await ui.show(interaction, await self.form(interaction, meeting_id))

    async def form(self, interaction: Interaction, meeting_id: int) -> discord.ui.Modal:
        """For whoever hosts, whom Discord does not show as a coordinator in a direct message."""
        meeting = await self._theirs(interaction, meeting_id)
        return modals.form(
            form_title("Link", meeting, self.context.bot.now()),
            f"{HOST_LINK_FORM}:{meeting.id}",
            modals.words(joining_text.HOST_FORM_WORDS),
            scheduling.link_field(meeting.link),
        )

    async def change(self, interaction: Interaction, meeting_id: int, values: Values) -> None:
        meeting = await self._theirs(interaction, meeting_id)
        call = replace(typed_again(meeting, meeting.zone), link=values["link"])
        await self.context.changes.edit(meeting.id, meeting.revision, call)
        await ui.reply(interaction, joining_text.CHANGED)
        await self.context.bot.outbox.deliver_due()

    async def _theirs(self, interaction: Interaction, meeting_id: int) -> Meeting:
        """Raises UserError unless they host the call, or are a coordinator in the server."""
        meeting = await self.context.meetings.get(meeting_id)
        host = (await self.context.people.on_the_card(meeting)).host
        allowed = is_coordinator(interaction, self.context.bot.setup.current())
        if not allowed and interaction.user.id != host:
            raise UserError(joining_text.NOT_YOURS)
        return meeting
