"""Commands of check-ins."""

from __future__ import annotations

from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot import errors, ui
from bot.app import RepBot
from bot.domain.checkins import may_change
from bot.domain.dates import suggest_dates, write_date
from bot.domain.rhythms import USUAL_TIME, WEEKDAYS, Every, parse_weekday
from bot.domain.times import parse_time, zone_named
from bot.permissions import require_coordinator
from bot.services.checkin_entries import Entries, SharedEntries
from bot.services.checkins import CheckIns, Prompts
from bot.ui import Interaction
from cogs.peer_support import checkin_buttons, checkin_text
from cogs.peer_support.checkin_deliveries import CheckInDeliveries, SharedDeliveries
from cogs.peer_support.checkin_responses import CheckInButtons, RhythmButtons

OFTEN = [
    Choice(name="week", value="week"),
    Choice(name="fortnight: every two weeks", value="fortnight"),
    Choice(name="month", value="month"),
]
TIMES = ("09:30", "12:30", "15:00", "18:00", "20:00", "21:00")


@app_commands.guild_only()
class CheckInCog(
    commands.GroupCog, group_name="checkin", group_description="How the role feels, for you alone"
):
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        vault, zone = bot.vault, bot.config.timezone
        self.prompts = Prompts(bot.database, bot.outbox, bot.now)
        self.checkins = CheckIns(bot.database, bot.outbox, bot.now)
        self.entries = Entries(bot.database, bot.outbox, bot.now, vault, zone)
        shared = SharedEntries(bot.database, bot.now, vault)
        self.buttons = CheckInButtons(bot, self.checkins, self.entries, shared)
        self.rhythms = RhythmButtons(bot, self.checkins, self.prompts)
        CheckInDeliveries(bot, self.prompts)
        SharedDeliveries(bot, shared)
        bot.privacy.reveal("checkin_words", self.entries.revealed)
        bot.panel.add(
            4,
            "Check in",
            checkin_buttons.PANEL,
            "How is the role?",
            "For yourself alone, or for the listeners",
        )
        bot.help.add("`/checkin`: what you said before")

    async def cog_load(self) -> None:
        """Plan the coming weeks at each start."""
        await self.prompts.plan_all(self.bot.config.timezone)

    @app_commands.command(description="Let me ask you now and then how the role feels")
    @app_commands.describe(
        every="How often I ask",
        day="On which day of the week, like Tuesday",
        time="At what time, like 20:00 or 8pm",
    )
    @app_commands.choices(every=OFTEN)
    async def start(
        self, interaction: Interaction, every: Choice[str], day: str = "", time: str = ""
    ) -> None:
        weekday = parse_weekday(day) if day.strip() else None
        at = parse_time(time) if time.strip() else USUAL_TIME
        await self.rhythms.start(interaction, Every(every.value), weekday, at)

    @app_commands.command(description="Check in at once")
    async def now(self, interaction: Interaction) -> None:
        await self.buttons.now(interaction)

    @app_commands.command(description="A rest: I ask nothing before a day")
    @app_commands.describe(until="From which day I may ask again, like 5 January")
    async def pause(self, interaction: Interaction, until: str) -> None:
        await self.rhythms.pause(interaction, until)

    @app_commands.command(description="Leave check-ins and delete my answers")
    async def stop(self, interaction: Interaction) -> None:
        await self.rhythms.really_stop(interaction)

    @app_commands.command(description="What I have chosen and said, for me alone")
    async def mine(self, interaction: Interaction) -> None:
        checkin = await self.checkins.of_person(interaction.user.id)
        given = await self.entries.mine(interaction.user.id)
        next_at = None if checkin is None else self.checkins.next_for(checkin)
        last_prompt = 0 if checkin is None else checkin.last_prompt
        latest = given[0].entry if given and may_change(given[0].entry, last_prompt) else None
        shown = checkin_text.mine(checkin, next_at, given)
        await ui.reply(
            interaction, shown, view=checkin_buttons.mine_buttons(latest, asked=checkin is not None)
        )

    @app_commands.command(description="Coordinators: one line for the month that is over")
    async def summary(self, interaction: Interaction) -> None:
        require_coordinator(interaction, self.bot.setup.current())
        await ui.reply(interaction, checkin_text.lines(await self.entries.lines()))

    @start.autocomplete("day")
    @errors.quiet
    async def suggest_days(self, _interaction: Interaction, typed: str) -> list[Choice[str]]:
        fitting = [day for day in WEEKDAYS if typed.strip().lower() in day.lower()]
        return [Choice(name=day, value=day) for day in fitting]

    @start.autocomplete("time")
    @errors.quiet
    async def suggest_times(self, _interaction: Interaction, typed: str) -> list[Choice[str]]:
        return [Choice(name=at, value=at) for at in TIMES if at.startswith(typed.strip())]

    @pause.autocomplete("until")
    @errors.quiet
    async def suggest_until(self, _interaction: Interaction, typed: str) -> list[Choice[str]]:
        today = self.bot.now().astimezone(zone_named(self.bot.config.timezone)).date()
        days = [write_date(day) for day in suggest_dates(typed, today) if day > today]
        return [Choice(name=day, value=day) for day in days]
