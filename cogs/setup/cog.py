"""Commands to set the bot up, and its status on the desk."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import backups, cards, panel, permissions, sending, ui
from bot import discord_codes as codes
from bot.app import RepBot
from bot.cards import Card, Line
from bot.domain.errors import UserError
from bot.permissions import require_coordinator
from bot.services.safeguarding import Safeguarding
from bot.ui import Interaction
from cogs.setup import needs, text
from cogs.setup.wizard import PAGE, PANEL, Wizard, choose


@app_commands.guild_only()
class SetupCog(commands.GroupCog, group_name="setup", group_description="Coordinators: set me up"):
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        self.guide = Wizard(bot)
        Status(bot)

    @app_commands.command(description="Coordinators: set me up in three steps, with menus")
    async def wizard(self, interaction: Interaction) -> None:
        require_coordinator(interaction, self.bot.setup.current())
        await self.guide.start(interaction)

    @app_commands.command(description="Coordinators: choose the channels I use")
    @app_commands.describe(
        announcements="Where calls are announced",
        questions="Where anonymous questions are posted",
        review="Where coordinators look through what waits",
        support="Where private chats are opened and listeners are called",
    )
    async def channels(
        self,
        interaction: Interaction,
        announcements: discord.TextChannel | None = None,
        questions: discord.TextChannel | None = None,
        review: discord.TextChannel | None = None,
        support: discord.TextChannel | None = None,
    ) -> None:
        await self._choose(
            interaction,
            1,
            announcements=announcements,
            questions=questions,
            review=review,
            support=support,
        )

    @app_commands.command(description="Coordinators: choose the roles I use")
    @app_commands.describe(
        coordinator="Who looks after the network",
        rep="Who is mentioned when a call is announced",
        listener="Who may offer to listen",
    )
    async def roles(
        self,
        interaction: Interaction,
        coordinator: discord.Role | None = None,
        rep: discord.Role | None = None,
        listener: discord.Role | None = None,
    ) -> None:
        await self._choose(interaction, 2, coordinator=coordinator, rep=rep, listener=listener)

    async def _choose(
        self,
        interaction: Interaction,
        page: int,
        **picked: discord.TextChannel | discord.Role | None,
    ) -> None:
        require_coordinator(interaction, self.bot.setup.current())
        chosen = {name: thing.id for name, thing in picked.items() if thing is not None}
        if not chosen:
            await self.guide.start(interaction, page)
            return
        await choose(self.bot, **chosen)
        await ui.reply(interaction, text.chosen(self.bot.setup.chosen()))

    @app_commands.command(description="Coordinators: what is missing, and how to mend it")
    async def check(self, interaction: Interaction) -> None:
        settings = self.bot.setup.chosen()
        require_coordinator(interaction, settings)
        guild = self.bot.get_guild(self.bot.config.guild_id)
        if guild is None:
            raise UserError(text.NOT_HERE)
        lost, mends = await boards_lost(self.bot)
        found = [*needs.check(guild, settings), *lost, *needs.published(self.bot.feed.trouble)]
        found += await no_lead(self.bot)
        view = ui.view(ui.button("Check again", AGAIN), *mends, _settings("Panel and desk"))
        await ui.reply(interaction, text.findings(found), view=view)


async def boards_lost(bot: RepBot) -> tuple[list[needs.Finding], list[discord.ui.Button[Any]]]:
    """Return which of panel and desk is gone, and the button that posts them where they stood."""
    found, place = [], panel.place_of(bot, panel.PANEL)
    for what, board in (("panel", panel.PANEL), ("desk", panel.DESK)):
        code, where = await panel.lost(bot, board), panel.place_of(bot, board)
        if code == codes.UNKNOWN_MESSAGE:
            missing = text.BOARD_LOST.format(what=what, where=where)
            found.append(needs.Finding(missing, text.MEND_LOST))
        elif code:
            missing = text.BOARD_PLACE_LOST.format(what=what)
            return [*found, needs.Finding(missing, text.MEND_PLACE_LOST)], []
    again = ui.button(text.POST_AGAIN, f"{PANEL}:{place}", style=ui.Style.primary)
    return found, [again] if found else []


async def no_lead(bot: RepBot) -> list[needs.Finding]:
    """Whether a listener who is worried about somebody would reach anybody."""
    chosen = await Safeguarding(bot.database, bot.outbox, bot.now, bot.vault).chosen()
    here = {role: await permissions.is_here(bot, who) is not False for role, who in chosen.items()}
    return needs.safeguarding(here, bot.setup.current())


def _settings(label: str) -> discord.ui.Button[Any]:
    return ui.button(label, f"{PAGE}:{PAGES[label]}")


PAGES = {"Channels": 1, "Roles": 2, "Panel and desk": 3}
STATUS = "setup:1:status"
AGAIN = "setup:1:again"
LATE_SECONDS = 300


class Status:
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        bot.router.button(STATUS, self.show, coordinators=True)
        bot.router.button(AGAIN, self.look_again, coordinators=True)
        bot.desk.add(6, "Status and settings", STATUS, "Am I well?", "Channels, roles, permissions")
        bot.desk.first(0, "Set me up", f"{PAGE}:1", self._left)

    async def show(self, interaction: Interaction) -> None:
        await ui.reply(interaction, await self._card())

    async def look_again(self, interaction: Interaction) -> None:
        await ui.update(interaction, await self._card())

    async def _card(self) -> Card:
        bot, settings, now = self.bot, self.bot.setup.chosen(), self.bot.now()
        states, coming = await bot.outbox.health()
        guild, path = bot.get_guild(bot.config.guild_id), bot.database.path
        lost, mends = await boards_lost(bot)
        unpublished = needs.published(bot.feed.trouble)
        health = text.health(
            scheduler=bot.scheduler.state,
            late=await bot.outbox.overdue(sending.EXCUSED),
            old_backup=backups.is_old(path, now, bot.began),
            missing=[
                *(needs.check(guild, settings) if guild else []),
                *lost,
                *unpublished,
                *await no_lead(bot),
            ],
        )
        sends = text.sends(
            scheduler=bot.scheduler.state,
            states=states,
            coming=[(bot.outbox.label(each.kind), each.try_at) for each in coming],
            backup=backups.age_in_words(path, now, bot.began),
        )
        buttons = [*mends, *map(_settings, PAGES)]
        view = ui.view(ui.button("Check again", AGAIN), *buttons)
        return cards.card(health, Line(), text.all_chosen(settings), Line(), sends, actions=view)

    async def _left(self) -> str:
        return text.left(self.bot.setup.chosen())
