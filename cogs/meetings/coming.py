"""`/meeting next` and `list`: what is coming, what waits to be confirmed, what was cancelled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot import cards, ui
from bot.permissions import is_coordinator
from bot.services.meetings import NONE_COMING
from bot.ui import Interaction
from cogs.meetings import change_text, responses, text
from cogs.meetings.context import MeetingContext

if TYPE_CHECKING:
    from cogs.meetings.cog import CallCards


class ComingCalls:
    def __init__(self, context: MeetingContext, calls: CallCards) -> None:
        self.context = context
        self.calls = calls
        context.bot.router.button(responses.NEXT, self.show_next)

    async def show_next(self, interaction: Interaction) -> None:
        """Where none is announced, one can still choose how to be reminded."""
        now = self.context.bot.now()
        coordinates = is_coordinator(interaction, self.context.bot.setup.current())
        ahead = await self.context.meetings.ahead()
        coming = [each for each in ahead if each.state == "announced"]
        if coming:
            sooner = change_text.not_sure(
                ahead[: ahead.index(coming[0])], now, coordinates=coordinates
            )
            await self.calls.show_card(interaction, coming[0], sooner)
            return
        told = change_text.not_sure(ahead, now, coordinates=coordinates) or NONE_COMING
        if ahead and all(each.state == "cancelled" for each in ahead):
            following = await self.context.series.next_after(ahead[-1])
            told += f"\n{change_text.after(following, now)}"
        remind = ui.view(ui.button("Remind me", responses.REMIND))
        await ui.reply(interaction, told, view=remind)

    async def show_list(self, interaction: Interaction) -> None:
        """One alone is opened at once; what was not announced opens for coordinators only."""
        meetings = await self.context.meetings.ahead()
        if len(meetings) < 2 and not any(each.state == "saved" for each in meetings):
            await self.show_next(interaction)
            return
        everything = is_coordinator(interaction, self.context.bot.setup.current())
        shown: list[cards.Part] = []
        for each in meetings:
            if each.message_id or each.state == "announced":
                shown.append(self.calls.section(each, responses.OPEN))
            elif everything:
                shown.append(self.calls.section(each))
            else:
                shown.append(text.in_a_list(each, self.context.bot.now()))
        every = ui.view(ui.button("Add all to calendar", responses.CALENDARS))
        known = any(each.state == "announced" for each in meetings)
        await ui.reply(
            interaction, cards.card(text.COMING, *shown, actions=every if known else None)
        )
