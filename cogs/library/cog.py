"""`/resource`: the library, for everybody and for coordinators."""

from __future__ import annotations

import hashlib

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot import content, errors, urgent
from bot.app import RepBot
from bot.domain.library_texts import OTHER, TOPICS
from bot.domain.times import zone_named
from bot.permissions import require_coordinator
from bot.services.library import Library
from bot.services.library_checks import Checks
from bot.services.library_editing import Editing
from bot.services.library_imports import Imports
from bot.ui import Interaction
from cogs.library import buttons, text
from cogs.library.checking import CheckingButtons
from cogs.library.curating import CuratingButtons, LibraryDesk
from cogs.library.deliveries import Volunteers
from cogs.library.finding import FindingButtons, choices
from cogs.library.imports import ImportButtons
from cogs.library.year import YearButtons

MOST_CHOICES = 25
SEEDED = "library_seed"


@app_commands.guild_only()
class ResourceCog(commands.GroupCog, group_name="resource", group_description="The library"):
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        zone = zone_named(bot.config.timezone)
        self.library = Library(bot.database, bot.now)
        self.checks = Checks(bot.database, bot.outbox, bot.now, zone)
        self.editing = Editing(bot.database, bot.outbox, bot.now, self.checks)
        bot.suggest_resource = self.editing.suggest
        self.finding = FindingButtons(bot, self.library, self.editing)
        self.year = YearButtons(bot, self.library)
        self.curating = CuratingButtons(bot, self.library, self.editing)
        files = Imports(bot.database, bot.outbox, bot.now, self.checks)
        self.imports = ImportButtons(bot, files)
        self.desk = LibraryDesk(bot, self.library, self.editing, self.curating, files)
        self.checking = CheckingButtons(bot, self.library, self.editing)
        self.volunteers = Volunteers(bot, self.library, self.editing, self.checks)
        bot.panel.add(
            2,
            "Find a resource",
            buttons.ASK,
            "The library",
            "Documents and words, in plain English",
        )
        bot.help.add(text.HELP)

    async def cog_load(self) -> None:
        """Bring in what comes with the program, if that is not what was brought in last or if
        999, 111 or Samaritans do not stand as they should."""
        packed = content.packed()
        fingerprint = hashlib.sha256(packed).hexdigest()
        known = self.bot.setup.recall(SEEDED) == fingerprint
        if not known or not await self.library.three_stand():
            await self.library.seed(content.load())
            await self.bot.setup.remember(**{SEEDED: fingerprint})
        await self.checks.plan_reminders()

    @app_commands.command(description="Find a document, a word or a number; only you see it")
    @app_commands.describe(query="A few words, like payment for reps")
    async def find(self, interaction: Interaction, query: str) -> None:
        await self.finding.find(interaction, query)

    @app_commands.command(description="Look through the library by topic")
    @app_commands.describe(topic="Which topic; leave it out to choose from a menu")
    async def browse(self, interaction: Interaction, topic: str | None = None) -> None:
        await self.finding.browse(interaction, topic or "")

    @app_commands.command(name="import", description="Coordinators: bring in a CSV or JSON file")
    @app_commands.describe(file="A file as Export on the desk makes it")
    async def import_file(self, interaction: Interaction, file: discord.Attachment) -> None:
        """What it would do is shown first; then it is taken in whole, or not at all."""
        require_coordinator(interaction, self.bot.setup.current())
        await self.imports.look(interaction, file)

    @find.autocomplete("query")
    @errors.quiet
    async def suggest_finds(self, _interaction: Interaction, typed: str) -> list[Choice[str]]:
        """Also who to ring, where the words speak of danger."""
        return [*urgent.choices(typed), *await self._entries(typed)][:MOST_CHOICES]

    @errors.quiet  # here too: where a search fails, who to ring is still suggested
    async def _entries(self, typed: str) -> list[Choice[str]]:
        """Before somebody types, the most useful ones."""
        if not typed.strip():
            return choices(await self.library.favourites())
        return choices(text.choices(await self.library.suggest(typed)))

    @browse.autocomplete("topic")
    @errors.quiet
    async def suggest_topics(self, _interaction: Interaction, typed: str) -> list[Choice[str]]:
        words = typed.strip().lower()
        return choices([(t, t) for t in (*TOPICS, OTHER) if words in t.lower()])
