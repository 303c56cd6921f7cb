"""The bot itself: what every feature shares, and the order in which things start."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import errors, sync, ui
from bot.alarms import Alarms
from bot.clock import Now
from bot.config import Config
from bot.erasures import Erasures
from bot.help import Help, Panel
from bot.quarter_hour import QuarterHour
from bot.router import Router
from bot.services.notices import Notices
from bot.services.outbox import Outbox
from bot.services.privacy import Privacy
from bot.services.setup import Setup
from bot.ui import Interaction
from bot.vault import Vault
from db.database import Database

EXTENSIONS = (
    "cogs.setup",
    "cogs.meetings",
    "cogs.actions",
    "cogs.library",
    "cogs.trust_letters",
    "cogs.questions",
    "cogs.peer_support",
    "cogs.privacy",
    "cogs.panel",
)
ELSEWHERE = "I look after one server only, and this is not it. Nothing has been done."
LONGEST_RATE_LIMIT_SECONDS = 30.0
log = logging.getLogger("repbot.app")
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # we do not speak


class Tree(app_commands.CommandTree["RepBot"]):
    """Commands of one server, every one of them guarded."""

    async def interaction_check(self, interaction: Interaction) -> bool:
        """Answer in our own server only."""
        typing = interaction.type is discord.InteractionType.autocomplete
        ours = interaction.guild_id == self.client.config.guild_id
        if not typing:
            errors.hold_if_slow(interaction)
            if not ours:
                await ui.reply(interaction, ELSEWHERE)
        return ours

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError) -> None:
        """Say what to do next, and what waits for the person: a refused command is one too."""
        await errors.answer(interaction, error)
        await self.client.tell_what_waits(interaction)


class RepBot(commands.Bot):
    """One server's bot. No privileged intents: it never sees what members write."""

    def __init__(
        self,
        config: Config,
        database: Database,
        *,
        now: Now,
        alarms: Alarms | None = None,
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True, guild_scheduled_events=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            max_ratelimit_timeout=LONGEST_RATE_LIMIT_SECONDS,
        )
        self.config = config
        self.database = database
        self.now = now
        self.alarms = alarms or Alarms(now)
        self.outbox = Outbox(database, now, self.alarms.ring_at)
        self.quarter_hour = QuarterHour(database, now)
        self.vault = Vault.open(config.keys_file)
        self.setup = Setup(database)
        self.notices = Notices(database, now)
        self.erasures = Erasures.beside(config.keys_file)
        self.erasures.prepare()
        self.quarter_hour.first.append(partial(self.erasures.write_down, database, now))
        self.privacy = Privacy(database, now, self.erasures.hashed)
        self.router = Router()
        self.panel = Panel()
        self.help = Help()
        # Beginnings of ids, and commands, after which nothing else that waits for a person is told:
        # a row that vanishes in the same second would say who pressed.
        self.silent_after: tuple[str, ...] = ()
        self._closing = False
        self._watching: asyncio.TimerHandle | None = None
        self.stopping: asyncio.Task[None] | None = None
        # Set by the library: person, title, address, why. Other features hand things to it.
        self.suggest_resource: Callable[[int, str, str, str], Awaitable[None]] | None = None

    async def setup_hook(self) -> None:
        """Before Discord says READY: load the features, register commands, deliver what is due."""
        await self.setup.load()
        await self.notices.load()
        for extension in EXTENSIONS:
            await self.load_extension(extension)
        self.tree.copy_global_to(guild=discord.Object(self.config.guild_id))
        self.tree.clear_commands(guild=None)
        await sync.register(self.tree, self.setup, self.application_id or 0, self.config.guild_id)
        self._catching_up = asyncio.create_task(self.outbox.start())
        self._watching = asyncio.get_running_loop().call_later(
            self.alarms.starts_after_seconds, self.start_alarms
        )

    def start_alarms(self) -> None:
        """Begin to ring; a bot that cannot would lose reminders, so it stops instead."""
        try:
            self.alarms.watch(self.outbox.deliver_due)
            self.alarms.every_quarter(self.quarter_hour.look)
        except Exception:
            log.exception("the alarms did not start, so I stop")
            self.stopping = asyncio.create_task(self.close())

    async def on_ready(self) -> None:
        """Say so in the log; this may happen again, so nothing starts here."""
        if self.get_guild(self.config.guild_id) is None:
            log.error("not a member of guild=%d: invite the bot there", self.config.guild_id)
        log.info("ready in guild=%d", self.config.guild_id)

    async def on_message(self, message: discord.Message) -> None:
        """Nothing: the bot reads no messages."""

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer buttons, menus and forms."""
        kinds = (discord.InteractionType.component, discord.InteractionType.modal_submit)
        if interaction.type not in kinds:
            return
        if interaction.guild_id not in (None, self.config.guild_id):
            await ui.reply(interaction, ELSEWHERE)
            return
        await errors.guard(interaction, self.router.dispatch(interaction))
        await self.tell_what_waits(interaction)

    async def on_app_command_completion(self, interaction: Interaction, _command: Any) -> None:
        """After a command: tell the person what could not be delivered to them."""
        await self.tell_what_waits(interaction)

    async def tell_what_waits(self, interaction: Interaction) -> None:
        """Tell the person, privately and once, what could not reach them."""
        data: Any = interaction.data or {}
        if str(data.get("custom_id") or data.get("name", "")).startswith(self.silent_after):
            return
        try:
            await self.notices.show(interaction.user.id, lambda said: ui.reply(interaction, said))
        except discord.HTTPException as error:
            log.warning("what waits for somebody waits on: code=%d", error.code)

    async def close(self) -> None:
        """Stop ringing, let what is being sent end, leave Discord, close the database.

        Closing writes the file, so it is rebuilt once more: a machine may be off for weeks.
        """
        if self._closing:
            return
        self._closing = True
        if self._watching is not None:
            self._watching.cancel()
        rang = self.alarms.running
        self.alarms.stop()
        await self.outbox.rest()
        await super().close()
        if rang:
            await self.quarter_hour.tick()
        await self.database.close()
