"""Listeners on duty and at rest, their hours, and what they are asked; `People` on the desk."""

from __future__ import annotations

from dataclasses import replace

import discord

from bot import cards, sending, ui
from bot.app import RepBot
from bot.cards import Line
from bot.domain.errors import UserError
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, Urgency, mark
from bot.modals import Values
from bot.permissions import has_role
from bot.services.checkin_entries import Entries
from bot.services.listeners import DAILY, STILL, Listeners, Status
from bot.services.safeguarding import Safeguarding
from bot.ui import Interaction
from cogs.peer_support import checkin_text, hello_buttons, hello_text, safeguarding_text
from cogs.peer_support.hello_calls import NOT_WANTED, tell
from cogs.peer_support.private_threads import ListenersThread, listening
from cogs.peer_support.safeguarding import CHOOSE


class DutyButtons:
    def __init__(self, bot: RepBot, listeners: Listeners) -> None:
        self.bot = bot
        self.listeners = listeners
        bot.router.button(hello_buttons.ON, self.go_on_duty)
        bot.router.button(hello_buttons.OFF, self.go_off_duty)
        bot.router.button(hello_buttons.REST, self.rest)
        bot.router.button(hello_buttons.STAY, self.stay)
        bot.router.button(hello_buttons.STILL, self.still)
        bot.router.button(hello_buttons.HOURS, self.hours)
        bot.router.form(hello_buttons.HOURS_FORM, self.choose_hours, opens=self.hours_form)

    async def go_on_duty(self, interaction: Interaction) -> None:
        self._require_listener(interaction)
        if not self.bot.setup.current().support:
            raise UserError(hello_text.NO_PLACE)
        stands = await self.listeners.go_on_duty(interaction.user.id)
        try:
            thread = await ListenersThread(self.bot).let_in(interaction.user.id)
        except (discord.HTTPException, sending.NotSentError):
            raise UserError(hello_text.NO_LISTENERS_THREAD) from None
        await ui.update(interaction, self._card(stands, thread.id))

    async def go_off_duty(self, interaction: Interaction) -> None:
        """From the listener's own card, which shows how it stands now."""
        stands = await self.listeners.rest(interaction.user.id)
        shown = self._card(stands)
        if await self.listeners.is_with_somebody(interaction.user.id):
            shown = replace(shown, parts=(*shown.parts, hello_text.STILL_YOURS))
        await ui.update(interaction, shown)
        await self._let_out(interaction.user.id)

    async def rest(self, interaction: Interaction) -> None:
        """From the offer of a rest."""
        await self.listeners.rest(interaction.user.id)
        busy = await self.listeners.is_with_somebody(interaction.user.id)
        await ui.reply(
            interaction, f"{hello_text.REST} {hello_text.STILL_YOURS}" if busy else hello_text.REST
        )
        await self._let_out(interaction.user.id)

    async def _let_out(self, person: int) -> None:
        try:
            await ListenersThread(self.bot).let_out(person)
        except discord.HTTPException as error:
            sending.outcome_of(error)  # which logs a refusal

    async def hours(self, interaction: Interaction) -> None:
        await ui.show(interaction, await self.hours_form(interaction))

    async def hours_form(self, interaction: Interaction) -> discord.ui.Modal:
        self._require_listener(interaction)
        return hello_buttons.hours_form(await self.listeners.get(interaction.user.id))

    async def choose_hours(self, interaction: Interaction, values: Values) -> None:
        self._require_listener(interaction)
        person = interaction.user.id
        stands = await self.listeners.choose_hours(person, values["begins"], values["ends"])
        await ui.reply(interaction, self._card(stands))

    async def still(self, interaction: Interaction) -> None:
        """By direct message, where the role is not known: it is asked before each call."""
        await self.listeners.is_still_there(interaction.user.id)
        await ui.reply(interaction, hello_text.STILL_THERE)

    async def stay(self, interaction: Interaction) -> None:
        """Stay on duty after the offer of a rest."""
        await ui.reply(interaction, hello_text.STAYING)

    async def status(self, interaction: Interaction) -> None:
        self._require_listener(interaction)
        stands = await self.listeners.status(interaction.user.id)
        await ui.reply(interaction, self._card(stands))

    def _card(self, stands: Status, thread: int = 0) -> cards.Card:
        return hello_buttons.duty(stands, self.bot.outbox.zone, thread)

    def _require_listener(self, interaction: Interaction) -> None:
        role = self.bot.setup.current().listener
        if not role:
            raise UserError(hello_text.ROLE_MISSING)
        if not has_role(interaction, role):
            raise UserError(hello_text.NOT_A_LISTENER)


class DutyDeliveries:
    def __init__(self, bot: RepBot, listeners: Listeners) -> None:
        self.bot = bot
        self.listeners = listeners
        bot.outbox.register(
            DAILY, self.look_at_roles, label="the daily look at who listens", rank=Urgency.CAN_WAIT
        )
        bot.outbox.register(
            STILL,
            self.ask_still,
            label="asking a listener whether they still are on duty",
            rank=Urgency.CAN_WAIT,
            waits_for=self._whom,
            look=sending.looking(bot, self._where_asked, self.asked),
        )

    async def look_at_roles(self, _letter: Letter) -> Outcome:
        """Once a day: whoever left, or no longer has the role, is on duty no more; nor is who was
        asked a week ago and has not answered."""
        try:
            await listening(self.bot, [each.person for each in await self.listeners.everybody()])
            for person in await self.listeners.ask_who_still_is():
                await self.bot.notices.keep(person, hello_text.AT_REST)
                await ListenersThread(self.bot).let_out(person)
        except discord.HTTPException as error:
            return sending.outcome_of(error)
        await self.listeners.plan_day(self.bot.config.timezone)
        return SENT

    async def _whom(self, letter: Letter) -> int:
        return letter.part

    async def _where_asked(self, letter: Letter) -> sending.Place:
        return await self.bot.create_dm(discord.Object(letter.part))

    async def asked(self, letter: Letter, _message: discord.Message) -> Outcome:
        await self.listeners.was_asked(letter.part)
        return SENT

    async def ask_still(self, letter: Letter) -> Outcome:
        """The part is the listener."""
        if not await self.listeners.still_to_ask(letter):
            return NOT_WANTED
        view = hello_buttons.still_buttons(mark(letter))
        outcome = await tell(self.bot, letter.part, letter, hello_text.STILL_ON_DUTY, view)
        if outcome.delivery is not Delivery.TRY_LATER:
            await self.listeners.was_asked(letter.part)
        return outcome


OPEN = "people:1:open"
EARLIER = "people:1:earlier"


class PeopleCard:
    def __init__(
        self, bot: RepBot, entries: Entries, listeners: Listeners, safeguarding: Safeguarding
    ) -> None:
        self.entries = entries
        self.safeguarding = safeguarding
        self.listeners = listeners
        bot.router.button(OPEN, self.open, coordinators=True)
        bot.router.button(EARLIER, self.earlier, coordinators=True)
        bot.desk.add(5, "People", OPEN, "People", "Who listens, and how the role feels")

    async def open(self, interaction: Interaction) -> None:
        lines = await self.entries.lines()
        shown = cards.card(
            hello_text.who_listens(await self.listeners.everybody()),
            Line(),
            safeguarding_text.chosen(await self.safeguarding.chosen()),
            Line(),
            f"### How the role feels\n{checkin_text.lines(lines[:1])}",
            actions=ui.view(
                *(
                    ui.button(label, f"{CHOOSE}:{role}")
                    for role, label in safeguarding_text.MENU.items()
                ),
                *([ui.button("Earlier months", EARLIER)] if lines[1:] else []),
            ),
        )
        await ui.reply(interaction, shown)

    async def earlier(self, interaction: Interaction) -> None:
        await ui.reply(interaction, checkin_text.lines((await self.entries.lines())[1:]))
