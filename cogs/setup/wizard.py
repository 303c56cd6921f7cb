"""`/setup wizard`: channels and roles from menus, then the permissions, then panel and desk.

Every choice is saved at once, so the wizard holds no state and works after any wait or restart.
"""

from __future__ import annotations

from dataclasses import replace
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
MAKE = "setup:1:make"
START_HERE = "start-here"
# Of these, #start-here denies everybody what the bot has itself: more it may not.
WRITING = ("send_messages", "send_messages_in_threads", "create_public_threads")
OWN = ("view_channel", "send_messages", "embed_links", "read_message_history", "pin_messages")
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
        bot.router.button(MAKE, self.make_channel, coordinators=True)

    async def start(self, interaction: Interaction, page: int = 1) -> None:
        content, view = self.page(page)
        await ui.reply(interaction, content, view=view)

    async def turn(self, interaction: Interaction, page: int) -> None:
        content, view = self.page(page)
        await ui.update(interaction, content, view=view)

    async def choose(self, interaction: Interaction, picked: int, *, name: str, page: int) -> None:
        await choose(self.bot, **{name: picked})
        await self.turn(interaction, page)

    async def make_channel(self, interaction: Interaction) -> None:
        """Make #start-here, closed for posting, and post the panel there; one that is there does.

        Where Discord refuses, it is said how to make one by hand.
        """
        guild = self._guild()
        channel = discord.utils.get(guild.text_channels, name=START_HERE)
        try:
            channel = channel or await guild.create_text_channel(
                START_HERE, overwrites=_closed(guild), reason="the panel stands here"
            )
        except discord.Forbidden:
            _, view = self.page(3)
            await ui.update(interaction, text.NOT_MADE, view=view)
            return
        await self.post_panel(interaction, channel.id)

    async def post_panel(self, interaction: Interaction, channel_id: int) -> None:
        """Post and pin the panel where it was chosen to stand, and the desk for coordinators."""
        review = self.bot.setup.current().review
        told, went = [], []
        for what, board, where in (
            ("panel", panel.PANEL, channel_id),
            ("desk", panel.DESK, review),
        ):
            if where:
                went.append(await panel.post(self.bot, board, where))
                told.append(text.POSTED[went[-1]].format(what=what, where=f"<#{where}>"))
        done = review and all(each is panel.Posted.PINNED for each in went)
        told.append(text.READY if done else "" if review else text.NO_REVIEW)
        _, view = self.page(3)
        await ui.update(interaction, "\n".join(told), view=view)

    def page(self, page: int) -> tuple[str, discord.ui.View]:
        """Raises UserError where the server is unseen."""
        settings = self.bot.setup.chosen()
        if page == 1:
            held = text.chosen_so_far(settings, text.CHANNEL_MENUS, "#")
            menus = [
                ui.channel_menu(CHOOSE.format(name=name), name.capitalize()) for name in CHANNELS
            ]
            return f"{text.CHOOSE_CHANNELS}\n{held}", ui.view(*menus, _next(2, "Next: roles"))
        if page == 2:
            held = text.chosen_so_far(settings, text.ROLE_MENUS, "@&")
            roles = [ui.role_menu(CHOOSE.format(name=name), name.capitalize()) for name in ROLES]
            buttons = (_next(1, "Back"), _next(3, "Next: permissions"))
            return f"{text.CHOOSE_ROLES}\n{held}", ui.view(*roles, *buttons)
        guild = self._guild()
        found = needs.check(guild, settings)[:SHOWN_FINDINGS]
        may_make = guild.me.guild_permissions.manage_channels
        stands = panel.place_of(self.bot, panel.PANEL)
        made = ui.button("Make #start-here", MAKE, style=ui.Style.primary)
        make = [made] if may_make and not stands else []
        menu = ui.channel_menu(PANEL, "Where the panel stands")
        view = ui.view(menu, *make, _next(2, "Back"), _next(3, "Check again"))
        return text.checked(found, stands, may_make=may_make), view

    def _guild(self) -> discord.Guild:
        guild = self.bot.get_guild(self.bot.config.guild_id)
        if guild is None:
            raise UserError(text.NOT_HERE)
        return guild


async def choose(bot: RepBot, **chosen: int) -> None:
    """Keep what was chosen. Raises UserError for what cannot be: everybody as coordinator, a review
    channel that others can read."""
    after, server = replace(bot.setup.chosen(), **chosen), bot.config.guild_id
    if unfit := needs.unfit(bot.get_guild(server), after, everybody=server):
        raise UserError(unfit)
    await bot.setup.choose(**chosen)


def _closed(guild: discord.Guild) -> dict[Any, discord.PermissionOverwrite]:
    has = guild.me.guild_permissions
    may_not = {name: False for name in WRITING if getattr(has, name)}
    may = {name: True for name in OWN if getattr(has, name)}
    return {
        guild.default_role: discord.PermissionOverwrite(**may_not),
        guild.me: discord.PermissionOverwrite(**may),
    }


def _next(page: int, label: str) -> discord.ui.Button[Any]:
    return ui.button(label, f"{PAGE}:{page}")
