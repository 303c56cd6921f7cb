"""`/setup wizard`: channels and roles from menus, then the permissions, then the panel.

Every choice is saved at once, so the wizard holds no state and works after any wait or restart.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import discord

from bot import panel, ui
from bot.app import RepBot
from bot.domain.errors import UserError
from bot.router import number
from bot.services.setup import CHANNELS, ROLES
from bot.ui import Interaction
from cogs.setup import needs, text

PAGE = "setup:1:page"
PANEL = "setup:1:panel"
CHOOSE = "setup:1:{name}"
SHOWN_FINDINGS = 8


class Wizard:
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        for name in CHANNELS:
            choose = partial(self.choose, name=name, page=1)
            bot.router.button(CHOOSE.format(name=name), choose, takes=number, coordinators=True)
        for name in ROLES:
            choose = partial(self.choose, name=name, page=2)
            bot.router.button(CHOOSE.format(name=name), choose, takes=number, coordinators=True)
        bot.router.button(PAGE, self.turn, takes=number, coordinators=True)
        bot.router.button(PANEL, self.post_panel, takes=number, coordinators=True)

    async def start(self, interaction: Interaction) -> None:
        content, view = self.page(1)
        await ui.reply(interaction, content, view=view)

    async def turn(self, interaction: Interaction, page: int) -> None:
        content, view = self.page(page)
        await ui.update(interaction, content, view=view)

    async def choose(self, interaction: Interaction, picked: int, *, name: str, page: int) -> None:
        await self.bot.setup.choose(**{name: picked})
        await self.turn(interaction, page)

    async def post_panel(self, interaction: Interaction, channel_id: int) -> None:
        """Post and pin the panel where it was chosen to stand."""
        posted = await panel.post(self.bot, panel.PANEL, channel_id)
        if review := self.bot.setup.current().review:
            await panel.post(self.bot, panel.DESK, review)
        told = text.POSTED[posted].format(where=f"<#{channel_id}>")
        _, view = self.page(3)
        await ui.update(interaction, told, view=view)

    def page(self, page: int) -> tuple[str, discord.ui.View]:
        """Raises UserError where the server is unseen."""
        settings = self.bot.setup.current()
        if page == 1:
            held = text.chosen_so_far(settings, CHANNELS, "#")
            menus = [
                ui.channel_menu(CHOOSE.format(name=name), f"{name}: {text.CHANNEL_MENUS[name]}")
                for name in CHANNELS
            ]
            return f"{text.CHOOSE_CHANNELS}\n{held}", ui.view(*menus, _next(2, "Next: roles"))
        if page == 2:
            held = text.chosen_so_far(settings, ROLES, "@&")
            roles = [
                ui.role_menu(CHOOSE.format(name=name), f"{name}: {text.ROLE_MENUS[name]}")
                for name in ROLES
            ]
            buttons = (_next(1, "Back"), _next(3, "Next: permissions"))
            return f"{text.CHOOSE_ROLES}\n{held}", ui.view(*roles, *buttons)
        guild = self.bot.get_guild(self.bot.config.guild_id)
        if guild is None:
            raise UserError(text.NOT_HERE)
        found = needs.check(guild, settings)[:SHOWN_FINDINGS]
        menu = ui.channel_menu(PANEL, "Where the panel stands")
        buttons = (_next(2, "Back"), _next(3, "Check again"))
        return text.checked(found), ui.view(menu, *buttons)


def _next(page: int, label: str) -> discord.ui.Button[Any]:
    return ui.button(label, f"{PAGE}:{page}")
