"""`/checkin`, and what a press or a form of it does: what is kept, what a listener reads."""

from __future__ import annotations

import discord
from discord import app_commands
from discord.ext import commands

from bot import ui, urgent
from bot.app import RepBot
from bot.domain.checkins import LOWEST, Entry, Feeling, Given
from bot.domain.clock_times import parse_time
from bot.domain.danger import Kind as Danger
from bot.domain.errors import UserError
from bot.domain.rhythms import WEEKDAYS, Every, begin, rest_until
from bot.domain.times import zone_named
from bot.modals import Values
from bot.router import number, pair
from bot.services.checkin_entries import Entries, Form, SharedEntries
from bot.services.checkins import CheckIns, Prompts
from bot.ui import Interaction
from cogs.peer_support import checkin_buttons, checkin_text
from cogs.peer_support.checkin_deliveries import CheckInDeliveries, try_out
from cogs.peer_support.shared import SharedCheckIns, SharedDeliveries


class CheckInButtons:
    def __init__(self, bot: RepBot, checkins: CheckIns, entries: Entries) -> None:
        self.bot = bot
        self.checkins = checkins
        self.entries = entries
        router = bot.router
        router.button(checkin_buttons.PANEL, self.mine)
        router.button(checkin_buttons.SAID, self.said)
        router.button(checkin_buttons.ANSWER, self.now, takes=number, gone=checkin_text.NO_USE)
        router.button(checkin_buttons.CHANGE, self.change, takes=number, gone=checkin_text.NO_USE)
        router.button(checkin_buttons.TAP, self.tap, takes=pair, gone=checkin_text.NO_USE)
        router.button(checkin_buttons.NOW, self.now)
        router.button(checkin_buttons.PICK, self.pick, takes=number, gone=checkin_text.NO_USE)
        router.button(checkin_buttons.DROP, self.drop, takes=number, gone=checkin_text.NO_USE)
        router.form(
            checkin_buttons.ANSWER_FORM,
            self.answered,
            takes=pair,
            gone=checkin_text.NO_USE,
            opens=self.form,
        )

    async def mine(self, interaction: Interaction) -> None:
        person = interaction.user.id
        checkin = await self.checkins.of_person(person)
        next_at = None if checkin is None else self.checkins.next_for(checkin)
        given = await self.entries.mine(person)
        await ui.reply(interaction, checkin_buttons.mine(checkin, next_at, given, self.bot.now()))

    async def said(self, interaction: Interaction) -> None:
        given = await self.entries.mine(interaction.user.id)
        view = checkin_buttons.said_buttons(given, self.bot.config.timezone) if given else None
        await ui.reply(interaction, checkin_text.all_said(given), view=view)

    async def pick(self, interaction: Interaction, entry_id: int) -> None:
        """Ask whether one's own entry of a day shall go."""
        shown = await self.entries.own(interaction.user.id, entry_id)
        if shown is None:
            raise UserError(checkin_text.NO_USE)
        said = checkin_text.sure_of_one(shown.entry, self.bot.config.timezone)
        await ui.reply(interaction, said, view=checkin_buttons.drop_buttons(shown.entry))

    async def drop(self, interaction: Interaction, entry_id: int) -> None:
        if not await self.entries.delete(interaction.user.id, entry_id):
            raise UserError(checkin_text.NO_USE)
        await ui.reply(interaction, checkin_text.DELETED)

    async def tap(self, interaction: Interaction, due_and_word: tuple[int, int]) -> None:
        """One of the five words under a question. What was written with another one stays."""
        due, word = due_and_word
        if word >= len(Feeling):
            raise UserError(checkin_text.NO_USE)
        form = await self.entries.form(interaction.user.id, due)
        before = form.changes
        counted = before.entry.counted if before else False
        given = Given(list(Feeling)[word], counted, before.words if before else "")
        await self._keep(interaction, form, given)

    async def now(self, interaction: Interaction, due: int = 0) -> None:
        """For an answer or to change today's; `due` is when a question was."""
        form = await self.entries.form(interaction.user.id, due)
        await ui.show(interaction, checkin_buttons.answer_form(form))

    async def change(self, interaction: Interaction, entry_id: int) -> None:
        """Open the form with the answer that stands there; later, with a new one."""
        form = await self.entries.form(interaction.user.id, change=True)
        if form.changes is None or form.changes.entry.id != entry_id:
            raise UserError(
                "That answer can no longer be changed, since I have asked again, or it was"
                " replaced or deleted. `/checkin` gives a new one."
            )
        await ui.show(interaction, checkin_buttons.answer_form(form))

    async def form(
        self, interaction: Interaction, since_and_changes: tuple[int, int]
    ) -> discord.ui.Modal:
        """The same form anew."""
        return checkin_buttons.answer_form(await self._begun(interaction, since_and_changes))

    async def _begun(self, interaction: Interaction, since_and_changes: tuple[int, int]) -> Form:
        since, changes = since_and_changes
        return Form(
            since, await self.entries.own(interaction.user.id, changes) if changes else None
        )

    async def answered(
        self, interaction: Interaction, since_and_changes: tuple[int, int], values: Values
    ) -> None:
        given = checkin_buttons.given_in(
            values["feeling"], values["words"], counted=values.ticked("counted")
        )
        if given is None:
            raise UserError(checkin_text.PICK_A_WORD)
        await self._keep(interaction, await self._begun(interaction, since_and_changes), given)

    async def _keep(self, interaction: Interaction, form: Form, given: Given) -> None:
        entry = await self.entries.keep(interaction.user.id, form, given)
        if entry is None:
            words = ui.exactly(interaction, {checkin_buttons.WORDS: given.words})
            view = checkin_buttons.now_button()
            await ui.reply(interaction, checkin_text.TOO_LATE, view=view, typed=words)
            return
        if entry.feeling is LOWEST:
            urgent.notice(interaction, [Danger.MIND])
        kept = await self._kept(entry, changed=form.changes is not None)
        await ui.reply(interaction, kept, view=checkin_buttons.kept_buttons(entry))

    async def _kept(self, entry: Entry, *, changed: bool) -> str:
        checkin = await self.checkins.of_person(entry.person)
        next_at = None if checkin is None else self.checkins.next_for(checkin)
        zone = self.bot.config.timezone
        if entry.feeling is LOWEST:
            short = checkin_text.kept(
                entry, changed=changed, next_at=None, zone=zone, now=self.bot.now()
            )
            return f"{checkin_text.A_LOT_TO_CARRY}\n\n{short}"
        return checkin_text.kept(
            entry, changed=changed, next_at=next_at, zone=zone, now=self.bot.now()
        )


class RhythmButtons:
    """What changes when somebody is asked."""

    def __init__(self, bot: RepBot, checkins: CheckIns, prompts: Prompts) -> None:
        self.bot = bot
        self.checkins = checkins
        self.prompts = prompts
        bot.router.button(checkin_buttons.BEGIN, self.begin)
        bot.router.button(checkin_buttons.EVERY, self.begin, takes=Every)  # of the first release
        bot.router.button(checkin_buttons.TRY, self.try_again)
        bot.router.button(checkin_buttons.BACK, self.come_back)
        bot.router.button(checkin_buttons.REST, self.rest)
        bot.router.button(checkin_buttons.STOP, self.stop)
        bot.router.button(checkin_buttons.REALLY_STOP, self.really_stop)
        form = bot.router.form
        form(checkin_buttons.BEGIN_FORM, self.begun, takes=_every, opens=self.begin_form)
        form(checkin_buttons.REST_FORM, self.resting, opens=self.rest_form)

    async def begin(self, interaction: Interaction, every: Every | None = None) -> None:
        await ui.show(interaction, await self.begin_form(interaction, every))

    async def begin_form(self, interaction: Interaction, every: Every | None) -> discord.ui.Modal:
        checkin = await self.checkins.of_person(interaction.user.id)
        return checkin_buttons.begin_form(every, checkin.rhythm if checkin else None)

    async def begun(self, interaction: Interaction, _every: Every | None, values: Values) -> None:
        """Tries out at once whether a direct message arrives."""
        if values["every"] not in tuple(Every) or values["day"] not in WEEKDAYS:
            raise UserError(checkin_text.CHOOSE_WHEN)
        every, weekday = Every(values["every"]), WEEKDAYS.index(values["day"])
        zone = self.bot.config.timezone
        rhythm = begin(every, weekday, parse_time(values["time"]), zone, self.bot.now())
        first = await self.checkins.opt_in(interaction.user.id, rhythm)
        if await try_out(interaction.user):
            await ui.reply(
                interaction, checkin_text.opted_in(rhythm.every, first, zone, self.bot.now())
            )
            return
        if (checkin := await self.checkins.of_person(interaction.user.id)) is not None:
            await self.prompts.unreachable(checkin)
        said = checkin_text.opted_in_but_closed(first, zone, self.bot.now())
        await ui.reply(interaction, said, view=checkin_buttons.try_again())

    async def try_again(self, interaction: Interaction) -> None:
        if await self.checkins.of_person(interaction.user.id) is None:
            raise UserError(checkin_text.NOT_IN)
        if not await try_out(interaction.user):
            raise UserError(
                f"It did not arrive yet. {checkin_text.HOW_TO_OPEN} Then press once more."
            )
        await self.come_back(interaction)

    async def come_back(self, interaction: Interaction) -> None:
        """Ask again, in the old rhythm."""
        checkin = await self.checkins.come_back(interaction.user.id)
        next_at = None if checkin is None else self.checkins.next_for(checkin)
        if checkin is None or next_at is None:
            raise UserError(checkin_text.NOT_IN)
        await ui.reply(interaction, checkin_text.back(next_at, checkin.rhythm.zone, self.bot.now()))

    async def rest(self, interaction: Interaction) -> None:
        await ui.show(interaction, await self.rest_form(interaction))

    async def rest_form(self, interaction: Interaction) -> discord.ui.Modal:
        if await self.checkins.of_person(interaction.user.id) is None:
            raise UserError(checkin_text.NOT_IN)
        return checkin_buttons.rest_form()

    async def resting(self, interaction: Interaction, values: Values) -> None:
        checkin = await self.checkins.of_person(interaction.user.id)
        if checkin is None:
            raise UserError(checkin_text.NOT_IN)
        zone = checkin.rhythm.zone
        today = self.bot.now().astimezone(zone_named(zone)).date()
        day = rest_until(values["length"], values["until"], today)
        next_at = await self.checkins.pause(checkin, day)
        await ui.reply(interaction, checkin_text.paused(day, next_at, zone, self.bot.now()))

    async def stop(self, interaction: Interaction) -> None:
        """Ask whether it is meant, since it deletes."""
        asked = await self.checkins.of_person(interaction.user.id) is not None
        await ui.reply(
            interaction,
            checkin_text.SURE if asked else checkin_text.SURE_OF_ANSWERS,
            view=checkin_buttons.sure_buttons(asked=asked),
        )

    async def really_stop(self, interaction: Interaction) -> None:
        left = await self.checkins.leave(interaction.user.id)
        await ui.reply(interaction, checkin_text.STOPPED if left else checkin_text.NOTHING_TO_STOP)


def _every(arg: str) -> Every | None:
    return None if arg == "any" else Every(arg)


class CheckInCog(commands.Cog):
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        vault, zone = bot.vault, bot.config.timezone
        self.prompts = Prompts(bot.database, bot.outbox, bot.now)
        checkins = CheckIns(bot.database, bot.outbox, bot.now)
        self.entries = Entries(bot.database, bot.outbox, bot.now, vault, zone)
        shared = SharedEntries(bot.database, bot.outbox, bot.now, vault)
        self.buttons = CheckInButtons(bot, checkins, self.entries)
        RhythmButtons(bot, checkins, self.prompts)
        CheckInDeliveries(bot, self.prompts, self.entries)
        SharedCheckIns(bot, self.entries, shared)
        SharedDeliveries(bot, shared)
        bot.privacy.reveal("checkin_words", self.entries.revealed)
        about = "For yourself alone, or for the listeners"
        bot.panel.add(4, "Check in", checkin_buttons.PANEL, "How is the role?", about)
        bot.help.add("`/checkin`: what you said before")

    async def cog_load(self) -> None:
        """At each start: what a month that is over came to, before it is deleted, and the coming
        weeks."""
        await self.entries.lines()
        await self.prompts.plan_all(self.bot.config.timezone)

    @app_commands.command(description="How the role feels, and what I said before; for you alone")
    @app_commands.guild_only()
    async def checkin(self, interaction: Interaction) -> None:
        await self.buttons.mine(interaction)
