"""`/ask`, and what coordinators find of questions on their desk."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from bot.app import RepBot
from bot.domain.times import zone_named
from bot.services.question_context import Kit
from bot.services.question_decisions import Decisions as Deciding
from bot.services.question_endings import Destruction
from bot.services.question_letters import Letters
from bot.services.question_review import Reviews
from bot.services.questions import Questions as Asking
from bot.ui import Interaction
from cogs.questions.asking import AskingButtons
from cogs.questions.decisions import Decisions, ReviewButtons
from cogs.questions.deliveries import Carrier
from cogs.questions.news import NewsLetters
from cogs.questions.queue import QueueButtons
from cogs.questions.receipts import OpeningButtons


class Questions(commands.Cog):
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        zone = zone_named(bot.config.timezone)
        guild = bot.config.guild_id
        kit = Kit(bot.database, bot.outbox.wake, bot.now, bot.vault, guild, zone)
        self.destruction = Destruction(kit)
        self.service = Asking(kit, self.destruction)
        self.reviews = Reviews(kit, self.destruction)
        self.decisions = Decisions(bot, Deciding(kit))
        self.opening = OpeningButtons(bot, self.service)
        self.asking = AskingButtons(bot, self.service, self.decisions)
        self.reviewing = ReviewButtons(bot, self.reviews, self.decisions)
        self.queue = QueueButtons(bot, self.reviews, self.decisions)
        self.carrier = Carrier(bot, Letters(kit), self.destruction)
        self.news = NewsLetters(bot, Letters(kit))
        # What an asker does must not be seen to clear away something else that waits for them.
        bot.silent_after += ("questions:", "ask")
        bot.panel.add(
            3,
            "Ask anonymously",
            "questions:1:ask",
            "Something you dare not ask?",
            "Ask it without your name",
        )
        count = self.reviews.count
        one, many = "question to look at", "questions to look at"
        bot.desk.waits(3, one, many, "questions:1:queue", count)

    async def cog_load(self) -> None:
        """Plan the nightly round, mend what was stuck, and see to the keys of tags for good."""
        self.bot.quarter_hour.first.append(self.destruction.renew_day_keys)
        await self.destruction.start()

    @app_commands.command(description="Ask what you dare not ask: nobody here learns who you are")
    @app_commands.guild_only()
    async def ask(self, interaction: Interaction) -> None:
        await self.asking.ask(interaction)
