"""`/mvp`: my partnership, found by place, and what leads from it."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import cards, modals, permissions, ui
from bot.app import RepBot
from bot.domain.partnerships import Partnership
from bot.modals import Values
from bot.permissions import is_coordinator
from bot.router import number
from bot.services.own_meeting_cards import OwnMeetingCards
from bot.services.own_meetings import OwnMeetings
from bot.services.own_plans import OwnPlans
from bot.services.partnership_editing import PartnershipEditing
from bot.services.partnerships import GONE, Own, Partnerships
from bot.ui import Interaction
from cogs.partnerships import text
from cogs.partnerships.afterwards import AfterwardsButtons
from cogs.partnerships.deliveries import MeetingDeliveries
from cogs.partnerships.editing import ADD, CLOSE, MEND, REOPEN, STILL, EditingButtons
from cogs.partnerships.meetings import MEETINGS, MeetingButtons
from cogs.partnerships.plans import PLAN, PlanButtons
from cogs.partnerships.setup_check import FIND, SETUP, SetupButtons

OPEN = "mvp:1:open"
FOUND = "mvp:1:found"
LOOK = "mvp:1:look"
MINE = "mvp:1:mine"
MORE = "mvp:1:more"
SHOW = "mvp:1:show"
OTHERS = "mvp:1:others"
FORGET = "mvp:1:forget"
LONGEST_QUERY = 200
MOST_FOUND = 25


class PartnershipCog(commands.Cog):
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        self.partnerships = Partnerships(bot.database, bot.vault)
        editing = PartnershipEditing(bot.database, bot.now, bot.config.timezone)
        self.editing = EditingButtons(bot, self.partnerships, editing)
        bot.privacy.reveal("own_partnerships", self.partnerships.revealed)
        router = bot.router
        router.button(OPEN, self.open)
        router.button(FIND, self.ask)
        router.form(FOUND, self.found, opens=self.form)
        router.button(LOOK, self.look, takes=number, gone=GONE)
        router.button(MINE, self.choose, takes=number, gone=GONE)
        router.button(MORE, self.more)
        router.button(SHOW, self.show, takes=number)
        router.button(OTHERS, self.others)
        router.button(FORGET, self.forget)
        zone = bot.config.timezone
        meetings = OwnMeetings(bot.database, bot.outbox, bot.vault, bot.now, zone)
        due = OwnMeetingCards(bot.database, bot.vault, bot.now, zone)
        self.setup_check = SetupButtons(bot, self.partnerships, editing)
        plans = OwnPlans(bot.database, bot.outbox, bot.vault, bot.now, zone, self.partnerships)
        self.plans = PlanButtons(bot, plans)
        bot.privacy.reveal("own_plans", plans.revealed)
        self.meetings = MeetingButtons(bot, meetings)
        self.afterwards = AfterwardsButtons(bot, meetings)
        self.deliveries = MeetingDeliveries(bot, meetings, due)
        bot.privacy.reveal("own_meetings", meetings.revealed)
        bot.privacy.reveal("own_meeting_words", meetings.revealed_words)
        bot.help.add(text.HELP)
        bot.help.first_step("Find my partnership", FIND)

    async def cog_load(self) -> None:
        await self.meetings.meetings.seal_themes()
        await self.plans.plans.fill_up()

    @app_commands.command(description=text.DESCRIPTION)
    @app_commands.guild_only()
    async def mvp(self, interaction: Interaction) -> None:
        await self.open(interaction)

    async def open(self, interaction: Interaction) -> None:
        """Mine, or the way to find it."""
        own = await self.partnerships.own(interaction.user.id)
        if own.one is None:
            view = ui.view(
                ui.button("Find mine", FIND, style=ui.Style.primary),
                ui.button("My meetings", MEETINGS),
                ui.button("How is it set up?", SETUP),
                ui.button("Add one", ADD),
            )
            await ui.reply(interaction, text.NONE_CHOSEN, view=view)
            return
        await ui.reply(interaction, await self._mine(own))

    async def _mine(self, own: Own) -> cards.Card:
        assert own.one is not None
        items = [_into(own.one)] if own.one.merged_into else []
        items.append(ui.button("My meetings", MEETINGS, style=ui.Style.primary))
        items.append(ui.button("How is it set up?", SETUP))
        items.append(ui.button("Our plan", PLAN))
        items += [*_papers(own.one), ui.button("More", MORE)]
        return cards.card(await self._card(own.one, shown=own.shown), actions=ui.view(*items))

    async def _card(self, one: Partnership, *, shown: bool = False) -> str:
        became = await self.partnerships.board_today(one)
        return text.partnership(one, self.editing.editing.today(), became, shown=shown)

    async def ask(self, interaction: Interaction) -> None:
        await ui.show(interaction, await self.form(interaction))

    async def form(self, _interaction: Interaction) -> discord.ui.Modal:
        place = modals.text("place", text.FIND, max_length=LONGEST_QUERY, help_text=text.FIND_HINT)
        return modals.form(text.FIND_TITLE, FOUND, place)

    async def found(self, interaction: Interaction, values: Values) -> None:
        """One is shown with `This is mine`; several in a menu; none is never guessed at."""
        found = await self.partnerships.find(values["place"])
        if len(found.partnerships) == 1:
            await ui.reply(interaction, await self._looked(interaction, found.partnerships[0]))
            return
        again, add = ui.button("Look for another", FIND), ui.button("Add one", ADD)
        if not found.partnerships:
            said = text.none_found(values["place"], found.places)
            typed = {text.FIND: values["place"]}  # `Add one` begins with it
            await ui.reply(interaction, said, view=ui.view(again, add), typed=typed)
            return
        options = [
            (str(each.id), each.name, each.trusts or each.area or None)
            for each in found.partnerships[:MOST_FOUND]
        ]
        menu = ui.menu(LOOK, "Choose one", options)
        await ui.reply(interaction, text.WHICH, view=ui.view(menu, again, add))

    async def look(self, interaction: Interaction, partnership: int) -> None:
        one = await self.partnerships.get(partnership)
        await ui.reply(interaction, await self._looked(interaction, one))

    async def _looked(self, interaction: Interaction, one: Partnership) -> cards.Card:
        """Also for coordinators, who see to it that it is right."""
        mine = ui.button("This is mine", f"{MINE}:{one.id}", style=ui.Style.primary)
        items = [
            *([_into(one)] if one.merged_into else []),
            *([] if one.closed else [mine]),
            *_papers(one),
            ui.button("Mend it", f"{MEND}:{one.id}"),
            ui.button("Look for another", FIND),
        ]
        if is_coordinator(interaction, self.bot.setup.current()):
            items += _for_coordinators(one)
        return cards.card(await self._card(one), actions=ui.view(*items))

    async def choose(self, interaction: Interaction, partnership: int) -> None:
        await self.partnerships.choose(interaction.user.id, partnership)
        mine = await self._mine(await self._own(interaction))
        await ui.reply(interaction, mine.under(text.NOW_YOURS))

    async def more(self, interaction: Interaction) -> None:
        own = await self._own(interaction)
        if own.one is None:
            await self.open(interaction)
            return
        label = "Stop showing others" if own.shown else "Show others here that I am from there"
        view = ui.view(
            ui.button("Who else is from here?", OTHERS),
            ui.button(label, f"{SHOW}:{0 if own.shown else 1}"),
            ui.button("Mend it", f"{MEND}:{own.one.id}", row=1),
            ui.button("Choose another", FIND, row=1),
            ui.button("Forget that it is mine", FORGET, row=1),
        )
        await ui.reply(interaction, await self._card(own.one, shown=own.shown), view=view)

    async def show(self, interaction: Interaction, shown: int) -> None:
        await self.partnerships.show(interaction.user.id, shown=shown > 0)
        view = ui.view(ui.button("Stop showing others", f"{SHOW}:0")) if shown else None
        await ui.reply(interaction, text.SHOWN if shown else text.HIDDEN, view=view)

    async def others(self, interaction: Interaction) -> None:
        """Only those who said so, and who are still here."""
        one, people = await self.partnerships.from_here(interaction.user.id)
        here = [
            each
            for each in people[: text.MOST_NAMED + 1]
            if await permissions.find(self.bot, each) is not None
        ]
        gone = min(len(people), text.MOST_NAMED + 1) - len(here)
        rest = people[text.MOST_NAMED + 1 :]
        await ui.reply(interaction, text.from_here(one, [*here, *rest] if not gone else here))

    async def forget(self, interaction: Interaction) -> None:
        await self.partnerships.forget(interaction.user.id)
        await ui.reply(interaction, text.FORGOTTEN)

    async def _own(self, interaction: Interaction) -> Own:
        return await self.partnerships.own(interaction.user.id)


def _papers(one: Partnership) -> list[discord.ui.Button[Any]]:
    return [ui.link("Its papers", one.papers)] if one.papers else []


def _into(one: Partnership) -> discord.ui.Button[Any]:
    return ui.button("What it became", f"{LOOK}:{one.merged_into}", style=ui.Style.primary)


def _for_coordinators(one: Partnership) -> list[discord.ui.Button[Any]]:
    if one.closed:
        return [ui.button("It is open after all", f"{REOPEN}:{one.id}", row=1)]
    return [
        ui.button("Still right", f"{STILL}:{one.id}", row=1),
        ui.button(text.CLOSE_TITLE, f"{CLOSE}:{one.id}", row=1),
    ]
