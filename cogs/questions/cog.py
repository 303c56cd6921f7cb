"""The commands of anonymous questions."""

from __future__ import annotations

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import RepBot
from bot.domain.errors import UserError
from bot.domain.questions import Verb
from bot.domain.times import zone_named
from bot.errors import quiet
from bot.permissions import is_coordinator, require_coordinator
from bot.services.question_context import Kit
from bot.services.question_decisions import Decisions as Deciding
from bot.services.question_endings import Destruction
from bot.services.question_letters import Letters
from bot.services.question_review import Reviews
from bot.services.questions import Questions as Asking
from bot.ui import Interaction
from cogs.questions import public_text
from cogs.questions.asking import AskingButtons
from cogs.questions.decisions import Decisions, ReviewButtons
from cogs.questions.deliveries import Carrier
from cogs.questions.news import NewsLetters
from cogs.questions.receipts import OpeningButtons


class Questions(commands.Cog):
    question = app_commands.Group(
        name="question", description="Anonymous questions", guild_only=True
    )

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
        self.carrier = Carrier(bot, Letters(kit), self.destruction)
        self.news = NewsLetters(bot, Letters(kit))
        # What an asker does must not be seen to clear away something else that waits for them.
        bot.silent_after += ("questions:", "ask", "question")
        bot.panel.add(
            3,
            "Ask anonymously",
            "questions:1:ask",
            "Something you dare not ask?",
            "Ask it without your name",
        )

    async def cog_load(self) -> None:
        """Plan the nightly round, mend what was stuck, and see to the keys of tags for good."""
        self.bot.quarter_hour.first.append(self.destruction.renew_day_keys)
        await self.destruction.start()

    @app_commands.command(description="Ask what you dare not ask: nobody here learns who you are")
    @app_commands.guild_only()
    async def ask(self, interaction: Interaction) -> None:
        await self.asking.ask(interaction)

    @question.command(name="open", description="Read answers, reply, change or withdraw")
    async def open_question(self, interaction: Interaction) -> None:
        await self.opening.code(interaction)

    @question.command(description="Coordinators: what waits, and what has had no answer")
    async def queue(self, interaction: Interaction) -> None:
        require_coordinator(interaction, self.bot.setup.current())
        await self.reviewing.queue(interaction)

    @question.command(description="Coordinators: stop whoever asked it, without learning who")
    @app_commands.describe(question="The question's number")
    async def block(self, interaction: Interaction, question: str) -> None:
        require_coordinator(interaction, self.bot.setup.current())
        digits = "".join(sign for sign in question if sign in "0123456789")
        if not digits or len(digits) > 9:
            raise UserError(public_text.PREVIEW_NUMBER)
        await self.decisions.take(interaction, Verb.BLOCK, str(int(digits)))

    @block.autocomplete("question")
    @quiet
    async def _numbers(self, interaction: Interaction, typed: str) -> list[Any]:
        if not is_coordinator(interaction, self.bot.setup.current()):
            return []
        numbers = [str(number) for number in await self.reviews.numbers()]
        fitting = [number for number in numbers if typed.strip() in number]
        return [discord.app_commands.Choice(name=n, value=n) for n in fitting[:25]]
