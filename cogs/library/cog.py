"""`/resource`: the library, for everybody and for coordinators."""

from __future__ import annotations

import hashlib
import io

import discord
from discord import app_commands
from discord.app_commands import Choice
from discord.ext import commands

from bot import content, errors, ui, urgent
from bot.app import RepBot
from bot.domain.errors import UserError
from bot.domain.library import Kind
from bot.domain.library_texts import OTHER, TOPICS
from bot.domain.times import zone_named
from bot.services.library import Library
from bot.services.library_checks import Checks
from bot.services.library_editing import Editing
from bot.ui import Interaction
from cogs.library import buttons, text
from cogs.library.curating import CuratingButtons
from cogs.library.deliveries import Volunteers
from cogs.library.finding import FindingButtons, choices

BIGGEST_FILE_BYTES = 8_000_000
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
        self.curating = CuratingButtons(bot, self.library, self.editing)
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

    @app_commands.command(description="Suggest something for the library")
    async def suggest(self, interaction: Interaction) -> None:
        await self.finding.open_suggestion(interaction)

    @app_commands.command(description="Coordinators: add a document to the library")
    async def add(self, interaction: Interaction) -> None:
        self.curating.require(interaction)
        await self.curating.open_add(interaction, Kind.RESOURCE)

    @app_commands.command(description="Coordinators: change an entry of the library")
    @app_commands.describe(resource="Which entry; type a few words and choose")
    async def edit(self, interaction: Interaction, resource: str) -> None:
        self.curating.require(interaction)
        kept = await self.curating.named(interaction, resource)
        if kept is not None:
            await self.curating.show_desk(interaction, kept)

    @app_commands.command(description="Coordinators: take an entry out of the library")
    @app_commands.describe(resource="Which entry; type a few words and choose")
    async def retire(self, interaction: Interaction, resource: str) -> None:
        self.curating.require(interaction)
        kept = await self.curating.named(interaction, resource)
        if kept is not None:
            await self.curating.retire(interaction, kept.id)

    @app_commands.command(description="Coordinators: what waits, and what nobody has checked")
    async def review(self, interaction: Interaction) -> None:
        self.curating.require(interaction)
        await self.curating.review(interaction)

    @app_commands.command(name="import", description="Coordinators: bring in a CSV or JSON file")
    @app_commands.describe(file="A file as /resource export makes it")
    async def import_file(self, interaction: Interaction, file: discord.Attachment) -> None:
        """A file is taken in whole, or not at all."""
        self.curating.require(interaction)
        if file.size > BIGGEST_FILE_BYTES:
            raise UserError(text.TOO_BIG)
        await ui.wait(interaction)
        try:
            data = await file.read()
        except discord.HTTPException:
            raise UserError(text.NOT_READ) from None
        told = await self.editing.import_file(data, file.filename)
        await ui.reply(interaction, text.imported(told))

    @app_commands.command(description="Coordinators: the whole library as files")
    async def export(self, interaction: Interaction) -> None:
        self.curating.require(interaction)
        await ui.wait(interaction)
        table, listed = await self.editing.export()
        files = [
            discord.File(io.BytesIO(table), "library.csv"),
            discord.File(io.BytesIO(listed), "library.json"),
        ]
        await ui.reply(interaction, text.EXPORT, files=files)

    @find.autocomplete("query")
    @errors.quiet
    async def suggest_finds(self, _interaction: Interaction, typed: str) -> list[Choice[str]]:
        """Also who to ring, where the words speak of danger."""
        return [*urgent.choices(typed), *await self._entries(typed)][:MOST_CHOICES]

    @edit.autocomplete("resource")
    @retire.autocomplete("resource")
    @errors.quiet
    async def suggest_entries(self, _interaction: Interaction, typed: str) -> list[Choice[str]]:
        return [*await self._entries(typed)]

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
