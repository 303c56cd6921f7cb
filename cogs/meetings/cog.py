"""Commands of the call."""

from __future__ import annotations

from dataclasses import replace

from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot import errors, ui
from bot.app import RepBot
from bot.domain.dates import suggest_dates, write_date
from bot.domain.errors import UserError
from bot.domain.meetings import Typed
from bot.domain.times import zone_named
from bot.permissions import is_coordinator, require_coordinator
from bot.services.meetings import NONE_COMING, Meetings
from bot.services.reminders import Reminders
from bot.ui import Interaction
from cogs.meetings import buttons, report_text, text
from cogs.meetings.letters import MeetingLetters
from cogs.meetings.presses import MeetingPresses

JOB = "The monthly call"
HOW = [
    Choice(name="thread: mention me in the call's thread", value="thread"),
    Choice(name="dm: send me a direct message", value="dm"),
    Choice(name="none: no reminders", value="none"),
]
CHOOSE_CHANNEL = (
    "Choose the announcements channel first, with `/setup channels`. What you typed is kept below."
)


@app_commands.guild_only()
class MeetingCog(commands.GroupCog, group_name="meeting", group_description="The monthly call"):
    """`/meeting`: for everybody, and for coordinators."""

    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        self.reminders = Reminders(bot.database, bot.outbox, bot.now)
        self.meetings = Meetings(bot.database, bot.outbox, self.reminders, bot.now)
        self.letters = MeetingLetters(bot, self.meetings, self.reminders)
        self.presses = MeetingPresses(bot, self.meetings, self.reminders, self.plan)
        bot.panel.add(1, "Next call", f"{buttons.NEXT}:0")
        for line in (
            "`/meeting next` shows the next call, and lets you say whether you are coming",
            "`/meeting list` shows every call that is planned",
            "`/meeting reminders` chooses where and when I remind you",
        ):
            bot.help.add(JOB, line)
        for line in (
            "`/meeting schedule` plans a call; you see it before anybody else does",
            "`/meeting announce` announces a call that was saved",
            "`/meeting attendance` shows who is coming, and whom a reminder did not reach",
        ):
            bot.help.add(JOB, line, coordinators=True)

    @app_commands.command(description="The next call, and whether you are coming")
    async def next(self, interaction: Interaction) -> None:
        """Show the next call."""
        await self.presses.show_next(interaction, "")

    @app_commands.command(name="list", description="Every call that is planned")
    async def list_calls(self, interaction: Interaction) -> None:
        """Show all coming calls."""
        saved_too = is_coordinator(interaction, self.bot.setup.current())
        meetings = await self.meetings.coming(saved_too=saved_too)
        if not meetings:
            raise UserError(NONE_COMING)
        view = buttons.call_buttons(meetings[0]) if meetings[0].state == "announced" else None
        await ui.reply(interaction, text.listed(meetings), view=view)

    @app_commands.command(name="reminders", description="Where and when I remind you of calls")
    @app_commands.describe(
        how="Where I remind you", before="For direct messages: how long before, like 1d, 1h"
    )
    @app_commands.choices(how=HOW)
    async def remind_me(
        self, interaction: Interaction, how: Choice[str], before: str | None = None
    ) -> None:
        """Choose reminders; a direct message is tested at once."""
        await self.letters.choose_reminders(interaction, how.value, before or "")

    @app_commands.command(description="Coordinators: plan a call")
    @app_commands.describe(
        title="What the call is called",
        date="Like Tue 8 Dec, 8/12/2026 or second Tuesday",
        time="Like 19:30 or 7.30pm",
        length="In minutes; 60 if you leave it out",
        link="The joining link; only shown privately",
        zone="The time zone, if not the usual one",
    )
    async def schedule(
        self,
        interaction: Interaction,
        title: str,
        date: str,
        time: str,
        length: int = 60,
        link: str = "",
        zone: str = "",
    ) -> None:
        """Show a preview of a new call."""
        require_coordinator(interaction, self.bot.setup.current())
        zone = zone or self.bot.config.timezone
        await self.plan(interaction, Typed(title, date, time, link, str(length), "once", zone))

    async def plan(self, interaction: Interaction, typed: Typed) -> None:
        """Show the preview; where a rule is not met, say so and keep what was typed."""
        settings = self.bot.setup.current()
        try:
            if not settings.announcements:
                raise UserError(CHOOSE_CHANNEL)
            meeting = await self.meetings.draft(replace(typed, length=typed.length or "60"))
        except UserError as error:
            await ui.reply(
                interaction,
                str(error),
                view=buttons.retry_button(),
                embed=buttons.typed_card(typed),
            )
            return
        await ui.reply(
            interaction,
            text.preview(meeting, settings.rep),
            view=buttons.preview_buttons(meeting),
        )

    @app_commands.command(description="Coordinators: announce a saved call")
    @app_commands.describe(meeting="Which call; the next one if you leave it out")
    async def announce(self, interaction: Interaction, meeting: str | None = None) -> None:
        """Announce a call that was saved."""
        require_coordinator(interaction, self.bot.setup.current())
        if meeting is None:
            waiting = await self.meetings.coming(saved_too=True)
            saved = next((each for each in waiting if not each.thread_id), None)
            if saved is None:
                raise UserError("No saved call is waiting. `/meeting schedule` plans a new one.")
        else:
            saved = await self.meetings.find(meeting, saved_too=True)
        await self.presses.announce(interaction, str(saved.id))

    @app_commands.command(description="Coordinators: who is coming, and what was delivered")
    @app_commands.describe(meeting="Which call; the next one if you leave it out")
    async def attendance(self, interaction: Interaction, meeting: str | None = None) -> None:
        """Show answers and the delivery report."""
        require_coordinator(interaction, self.bot.setup.current())
        found = await self.meetings.find(meeting, saved_too=True)
        about = await self.meetings.attendance(found)
        await ui.reply(interaction, report_text.attendance(found, about))

    @announce.autocomplete("meeting")
    @attendance.autocomplete("meeting")
    @errors.quiet
    async def suggest_meetings(self, interaction: Interaction, typed: str) -> list[Choice[str]]:
        """Suggest coming calls."""
        saved_too = is_coordinator(interaction, self.bot.setup.current())
        meetings = await self.meetings.coming(saved_too=saved_too)
        labels = [(text.choice_label(m), str(m.id)) for m in meetings]
        fitting = [(label, value) for label, value in labels if typed.lower() in label.lower()]
        return [Choice(name=label, value=value) for label, value in fitting[:25]]

    @schedule.autocomplete("date")
    @errors.quiet
    async def suggest_dates(self, _interaction: Interaction, typed: str) -> list[Choice[str]]:
        """Suggest whole dates."""
        today = self.bot.now().astimezone(zone_named(self.bot.config.timezone)).date()
        days = [write_date(day) for day in suggest_dates(typed, today)]
        return [Choice(name=day, value=day) for day in days]
