"""How a call goes on after this one: another rhythm, zone or last date, without starting anew."""

from __future__ import annotations

import discord

from bot import modals, ui
from bot.domain.dates import write_date
from bot.domain.rhythms import REPEATS, last_day
from bot.modals import Values
from bot.router import number
from bot.services.meetings import GONE
from bot.ui import Interaction
from cogs.meetings import change_text, responses
from cogs.meetings.context import MeetingContext
from cogs.meetings.text import form_title

RHYTHM_FORM = "meetings:1:rhythms"
LONGEST = 200


class RepeatButtons:
    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        router = context.bot.router
        router.button(responses.RHYTHM, self.open, takes=number, gone=GONE, coordinators=True)
        router.form(
            RHYTHM_FORM,
            self.change,
            takes=number,
            gone=GONE,
            coordinators=True,
            opens=self.form,
        )

    async def open(self, interaction: Interaction, meeting_id: int) -> None:
        await ui.show(interaction, await self.form(interaction, meeting_id))

    async def form(self, _interaction: Interaction, meeting_id: int) -> discord.ui.Modal:
        meeting = await self.context.meetings.get(meeting_id)
        series = await self.context.series.running(meeting)
        until = last_day(series.rule)
        return modals.form(
            form_title("Repeats", meeting, self.context.bot.now()),
            f"{RHYTHM_FORM}:{meeting.id}",
            modals.words(change_text.RHYTHM_WORDS),
            modals.radio(
                "repeats",
                "How often?",
                [(each, each.capitalize(), None) for each in REPEATS],
                default=series.repeats,
            ),
            modals.text(
                "until",
                "Last date",
                default=write_date(until) if until else "",
                required=False,
                max_length=LONGEST,
                help_text="Empty: it goes on. Like 30 June 2027",
            ),
            modals.text("zone", "Time zone", default=series.zone.key, max_length=LONGEST),
        )

    async def change(self, interaction: Interaction, meeting_id: int, values: Values) -> None:
        typed = values["repeats"], values["until"], values["zone"]
        series = await self.context.series.change(meeting_id, *typed)
        meeting = await self.context.meetings.get(meeting_id)
        told = change_text.STOPPED
        if series:
            told = change_text.goes_on(meeting, series, self.context.bot.now())
        await ui.reply(interaction, told)
        await self.context.bot.outbox.deliver_due()
