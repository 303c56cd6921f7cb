"""The bot itself: what every feature shares, and the order in which things start."""

from __future__ import annotations

import asyncio
import logging
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot import errors, readings, sending, sync, ui
from bot.clock import Now
from bot.config import Config
from bot.domain.calendars import USUAL_CHANNEL
from bot.domain.times import zone_named
from bot.erasures import Erasures
from bot.health import Health
from bot.help import Desk, Help, Panel
from bot.pace import LONGEST_WAIT_SECONDS, Pace
from bot.permissions import is_open, require_coordinator
from bot.publish import Feed
from bot.quarter_hour import QuarterHour, read_dates_anew
from bot.router import AGAIN, Router
from bot.scheduler import Scheduler
from bot.services.notices import Notices
from bot.services.outbox import Outbox
from bot.services.privacy import Privacy
from bot.services.setup import Settings, Setup
from bot.ui import Interaction
from bot.vault import Vault
from db.database import Database

EXTENSIONS = (
    "cogs.setup",
    "cogs.meetings",
    "cogs.actions",
    "cogs.library",
    "cogs.partnerships",
    "cogs.letters",
    "cogs.questions",
    "cogs.peer_support",
    "cogs.privacy",
    "cogs.panel",
)
ELSEWHERE = "I look after one server only, and this is not it. Nothing has been done."
NOT_A_MEMBER = "not a member of guild=%d: invite the bot there"
LEAVES_WITHIN_SECONDS = 1.0
log = logging.getLogger("repbot.app")
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # we do not speak


class Tree(app_commands.CommandTree["RepBot"]):
    """Commands of one server, every one of them guarded."""

    async def interaction_check(self, interaction: Interaction) -> bool:
        """Answer in our own server only."""
        typing = interaction.type is discord.InteractionType.autocomplete
        ours = interaction.guild_id == self.client.config.guild_id
        if ours:
            ui.clean_options(interaction)
        if not typing:
            if ours:
                errors.defer_if_slow(interaction)
            else:
                await errors.guard(interaction, ui.reply(interaction, ELSEWHERE))
        return ours

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError) -> None:
        """Say what to do next, and what waits for the person: a refused command is one too."""
        await errors.answer(interaction, error)
        await self.client.tell_what_waits(interaction)


class RepBot(commands.Bot):
    """One server's bot. No privileged intents: it never sees what members write."""

    def __init__(
        self, config: Config, database: Database, *, now: Now, scheduler: Scheduler | None = None
    ) -> None:
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=Tree,
            intents=discord.Intents(guilds=True, guild_scheduled_events=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,  # discord.py would keep a thousand in memory
            max_ratelimit_timeout=LONGEST_WAIT_SECONDS,
            http_trace=Pace(now).trace(),
        )
        self.config = config
        self.database = database
        self.now, self.began = now, now()
        self.scheduler = scheduler or Scheduler(now)
        self.router = Router(lambda who: require_coordinator(who, self.setup.current()))
        readings.register(self.router)
        self.panel = Panel()
        self.desk = Desk()
        self.help = Help()
        # Beginnings of ids, and commands, of what hides who did it: nothing dates them, and after
        # them nothing else that waits for somebody is told.
        self.silent_after: tuple[str, ...] = ()
        self.connected = False
        self._make_services()
        self._closing: asyncio.Task[None] | None = None
        self._begun = False
        self._registering: asyncio.Task[None] | None = None
        self._look_at_commands = asyncio.Event()
        # Set by the library: person, title, address, why. Other features hand things to it.
        self.suggest_resource: Callable[[int, str, str, str], Awaitable[None]] | None = None
        # Files of other features that `/resource import` takes: whether it is one, and taking it.
        self.imports: list[
            tuple[Callable[[bytes], bool], Callable[[Interaction, bytes], Awaitable[None]]]
        ] = []

    def _make_services(self) -> None:
        config, database, now = self.config, self.database, self.now
        zone = zone_named(config.timezone)
        self.outbox = Outbox(database, now, self.scheduler.wake_at, zone)
        self.quarter_hour = QuarterHour(database, now)
        self.vault = Vault.open(config.keys_file)
        self.setup = Setup(database, self._is_review_open)
        self.notices = Notices(database, now)
        self.erasures = Erasures.beside(config.keys_file)
        self.erasures.prepare()
        self.feed = Feed(config, database, now, self.announcements_channel)
        self.privacy = Privacy(database, now, self.erasures.hashed)
        self.failed_quietly: Counter[str] = Counter()
        self.quarter_hour.first += [
            partial(self.erasures.write_down, database, now),
            partial(errors.write_down_quiet, self.failed_quietly),
            self.outbox.write_down_hidden,
            partial(read_dates_anew, now),
        ]
        self.health = Health(
            database.path,
            now,
            config.heartbeat_url,
            lambda: self.connected and self.get_guild(config.guild_id) is not None,
            lambda: self.outbox.overdue(sending.EXCUSED),
            lambda: self.quarter_hour.rebuild_ms,
        )

    async def begin(self) -> None:
        """Before Discord is asked for anything, and however long it cannot be reached: rebuild the
        file. The start has folded into it, in its order, what a bot that was killed had written."""
        self._begun = True
        await read_dates_anew(self.now)
        await self.quarter_hour.rebuild()

    async def try_login(self, token: str) -> None:
        """Log in; where the rebuild was held up, try that again first."""
        await self.quarter_hour.look()
        await self.login(token)

    async def login(self, token: str) -> None:
        """Log in and set up. Raises discord's and the network's errors, and may then be repeated.

        A repetition makes a new session and leaves the old one open, so that is closed here, and
        its connector, which goes with it, is forgotten.
        """
        try:
            await super().login(token)
        except Exception:
            await self.http.close()
            self.http.connector = discord.utils.MISSING
            raise

    async def setup_hook(self) -> None:
        """Before Discord says READY: load the features, register commands, deliver what is due.

        Nothing here waits for Discord: what was half done because of it would be done twice.
        """
        self.erasures.forgets = True  # its certificate was accepted, so the clock is about right
        await self.setup.load()
        await self.notices.load()
        for extension in EXTENSIONS:
            await self.load_extension(extension)
        # What is imported from here on leaves no file with the second of who needed it first; the
        # features do, or each start would compile them again.
        sys.dont_write_bytecode = True
        # Commands of one server are there at once; global ones would be in every other one too.
        self.tree.copy_global_to(guild=discord.Object(self.config.guild_id))
        self.tree.clear_commands(guild=None)
        self.keep_commands()
        # Kept, because the event loop itself holds a task only weakly.
        self._catching_up = asyncio.create_task(self.outbox.start())
        self.scheduler.watch(self.outbox.deliver_due)
        self.scheduler.every_quarter(self.quarter_hour.look)
        self.scheduler.each_minute(self.health.look_and_beat)
        self.scheduler.each_minute(self.feed.look)

    def keep_commands(self) -> None:
        """See to it that the server has our commands; called again, it looks again, and now.

        What is under way is not cut off: commands that were sent would be sent twice.
        """
        self._look_at_commands.set()
        if self._registering is None or self._registering.done():
            server, own = self.config.guild_id, self.application_id or 0
            work = sync.keep(self.tree, self.setup, own, server, self._look_at_commands)
            self._registering = asyncio.create_task(work)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Invited again: Discord has deleted the commands when we were removed."""
        await self.on_guild_available(guild)
        if guild.id == self.config.guild_id:  # READY came while we were no member
            await self.on_ready()

    async def on_guild_available(self, guild: discord.Guild) -> None:
        """An invitation may look like the end of an outage."""
        if guild.id == self.config.guild_id:
            self.keep_commands()

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        if guild.id == self.config.guild_id:
            log.error(NOT_A_MEMBER, guild.id)

    async def on_connect(self) -> None:
        await self.on_resumed()

    async def on_resumed(self) -> None:
        self.connected = True
        log.info("connected to Discord")

    async def on_disconnect(self) -> None:
        """discord.py goes on trying, and comes here each time it fails."""
        if self.connected:
            log.info("not connected to Discord; I go on trying")
        self.connected = False

    async def on_ready(self) -> None:
        """Look at the commands too: we may have been away, or removed."""
        self.keep_commands()
        if self.get_guild(self.config.guild_id) is None:
            log.error(NOT_A_MEMBER, self.config.guild_id)
            return
        await self.health.look()
        log.info("ready in guild=%d", self.config.guild_id)

    async def on_guild_role_update(self, _before: discord.Role, _after: discord.Role) -> None:
        """A permission may be back."""
        await self.outbox.permissions_changed()

    async def on_guild_channel_update(self, _before: Any, _after: Any) -> None:
        await self.outbox.permissions_changed()

    async def on_member_update(self, _before: Any, _after: Any) -> None:
        """Discord tells of ourselves only: a role was given to us, or taken."""
        await self.outbox.permissions_changed()

    async def on_message(self, message: discord.Message) -> None:
        """Nothing: the bot reads no messages."""

    async def on_interaction(self, interaction: Interaction) -> None:
        kinds = (discord.InteractionType.component, discord.InteractionType.modal_submit)
        if interaction.type not in kinds:
            return
        if interaction.guild_id not in (None, self.config.guild_id):
            await errors.guard(interaction, ui.reply(interaction, ELSEWHERE))
            return
        await errors.guard(interaction, self.router.dispatch(interaction))
        await self.tell_what_waits(interaction)

    async def on_app_command_completion(self, interaction: Interaction, _command: Any) -> None:
        await self.tell_what_waits(interaction)

    def _is_review_open(self, settings: Settings) -> bool:
        guild = self.get_guild(self.config.guild_id)
        return guild is not None and is_open(guild, settings.review, settings.rep)

    def announcements_channel(self) -> str:
        """Its name, for places where it cannot be pressed; before READY its usual one."""
        channel = self.get_channel(self.setup.current().announcements)
        return getattr(channel, "name", None) or USUAL_CHANNEL

    def is_silent(self, interaction: Interaction) -> bool:
        """Say whether neither the log nor a row may tell that somebody pressed it then."""
        command = interaction.command.qualified_name if interaction.command else ""
        data: Any = interaction.data or {}
        pressed = str(data.get("custom_id") or command).removeprefix(f"{AGAIN}:")
        return pressed.startswith(self.silent_after)

    async def tell_what_waits(self, interaction: Interaction) -> None:
        """Tell the person, privately and once, what could not reach them."""
        if self.is_silent(interaction):
            return
        try:
            await self.notices.show(interaction.user.id, lambda said: ui.reply(interaction, said))
        except (discord.DiscordException, *sending.PASSING) as error:
            errors.write_down(interaction, error, "what waits for somebody waits on")

    async def on_error(self, event_method: str, /, *args: Any, **about: Any) -> None:
        """What escapes from an event is for the library to log, unless it is behind a press."""
        error = sys.exc_info()[1]
        if error is not None and args and isinstance(args[0], discord.Interaction):
            errors.write_down(args[0], error)
        else:
            await super().on_error(event_method, *args, **about)

    async def rest(self) -> None:
        """Stop ringing, and let what is being sent end."""
        if self._registering is not None:
            self._registering.cancel()
        self.scheduler.stop()
        await self.outbox.rest()
        await self.feed.rest()

    async def close(self) -> None:
        """Rest, leave Discord, close the database; whoever calls this again waits for the same."""
        if self._closing is None:
            self._closing = asyncio.create_task(self._close())
        await asyncio.shield(self._closing)

    async def _close(self) -> None:
        try:
            await self.rest()
            await self._leave()
            if self._begun:  # closing writes the file, and a machine may be off for weeks
                await self.quarter_hour.at_a_stop()
        finally:
            await self.database.close()  # its thread would keep the process alive
            self.health.end()

    async def _leave(self) -> None:
        try:
            await asyncio.wait_for(super().close(), LEAVES_WITHIN_SECONDS)
        except TimeoutError:  # Discord does not say goodbye
            await self.http.close()
