"""`/ask`, and what coordinators find of questions on their desk."""

from __future__ import annotations

import re

import discord
from discord import app_commands
from discord.ext import commands

from bot import cards, modals, ui, urgent
from bot.app import RepBot
from bot.domain.errors import UserError
from bot.domain.questions import State, Verb
from bot.domain.times import zone_named
from bot.modals import Values
from bot.router import number
from bot.services.question_care import Care
from bot.services.question_context import Kit
from bot.services.question_decisions import Decisions as Deciding
from bot.services.question_endings import Destruction
from bot.services.question_letters import Letters
from bot.services.question_news import Telling
from bot.services.question_review import Reviews, Waiting
from bot.services.question_writers import Writers
from bot.services.questions import Questions as Asking
from bot.ui import Interaction
from cogs.questions import drafts, public_text
from cogs.questions.asking import AskingButtons
from cogs.questions.care import CareButtons
from cogs.questions.decisions import Decisions, ReviewButtons
from cogs.questions.deliveries import Carrier
from cogs.questions.digest import DigestLetters
from cogs.questions.endings import EndingLetters
from cogs.questions.news import NewsLetters
from cogs.questions.pausing import OFFER, Pausing
from cogs.questions.receipts import OpeningButtons
from cogs.questions.review_buttons import BLOCK, block_button


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
        self.pausing = Pausing(bot, self.reviews)
        self.decisions.also_offers = self.pausing.button
        self.asking = AskingButtons(bot, self.service, self.decisions, self.pausing.check)
        self.reviewing = ReviewButtons(bot, self.reviews, self.decisions)
        letters, telling = Letters(kit), Telling(kit)
        self.carrier = Carrier(bot, letters, telling, self.destruction)
        self.queue = QueueButtons(bot, self.reviews, self.decisions, self.carrier, self.pausing)
        CareButtons(bot, self.reviews, self.decisions)
        self.decisions.handed = EndingLetters(bot, letters, self.carrier).handed
        DigestLetters(bot, letters, self.carrier)
        self.news = NewsLetters(bot, telling)
        self.opening = OpeningButtons(bot, self.service, self.news)
        writers = Writers(kit, Care(kit))
        bot.privacy.reveal("question_entries", writers.given)
        bot.privacy.erasing(writers.forget)
        # What an asker does must not be seen to clear away something else that waits for them.
        # `Urgent help` may be pressed in the middle of asking, where a form had words of danger.
        bot.silent_after += ("questions:", "ask", urgent.BUTTON)
        bot.panel.add(
            3,
            "Ask anonymously",
            "questions:1:ask",
            "Something you dare not ask?",
            OFFER,
        )
        count = self.reviews.count
        one, many = "question to look at", "questions to look at"
        bot.desk.waits(3, one, many, "questions:1:queue", count, every="All questions")

    async def cog_load(self) -> None:
        """Plan the nightly round, mend what was stuck, and see to the keys of tags for good."""
        self.bot.quarter_hour.first += [
            self.destruction.renew_day_keys,
            self.destruction.seal_anew,
            self.news.again,
        ]
        await self.destruction.start()
        self.pausing.prepare_panel()

    @commands.Cog.listener()
    async def on_guild_channel_update(self, _before: object, _after: object) -> None:
        """The review channel may be private again: what waited for that goes."""
        await self.reviews.retry()

    @app_commands.command(description="Ask what you dare not ask: nobody here learns who you are")
    @app_commands.guild_only()
    async def ask(self, interaction: Interaction) -> None:
        await self.asking.ask(interaction)


PAGE = 5
ONE_NUMBER = re.compile(r"[^0-9]*([0-9](?: ?[0-9]){0,8})[^0-9]*")


class QueueButtons:
    def __init__(
        self,
        bot: RepBot,
        reviews: Reviews,
        decisions: Decisions,
        carrier: Carrier,
        pausing: Pausing,
    ) -> None:
        self._bot = bot
        self._reviews = reviews
        self._decisions = decisions
        self._carrier = carrier
        self._pausing = pausing
        bot.router.button("questions:1:queue", self.queue, takes=_page, coordinators=True)
        bot.router.button(BLOCK, self.block, coordinators=True)
        bot.router.form("questions:1:blocked", self.blocked, coordinators=True, opens=_block_form)
        bot.router.button("questions:1:unblock", self.unblock, takes=str, coordinators=True)

    async def queue(self, interaction: Interaction, page: int) -> None:
        """What is to be looked at stands first."""
        waiting = sorted(await self._reviews.queue(), key=lambda one: not one.to_look_at)
        parts = [_part(one, self._bot.config.guild_id) for one in waiting[page * PAGE :][:PAGE]]
        buttons = [block_button(), self._pausing.button()]
        if waiting[(page + 1) * PAGE :]:
            buttons.insert(0, ui.button("More", f"questions:1:queue:{page + 1}"))
        shown = cards.card(public_text.QUEUE if parts else public_text.QUEUE_EMPTY, *parts)
        await (drafts.put if page else ui.reply)(interaction, shown, view=ui.view(*buttons))
        await self._carrier.look_for_cards()

    async def block(self, interaction: Interaction) -> None:
        """Under a question its number is filled in; nothing is looked up."""
        said = cards.text_of(interaction.message)
        found = re.search(r"Question (\d{6})\b", said.partition("\n")[0])
        await ui.show(interaction, await _block_form(interaction, found[1] if found else ""))

    async def blocked(self, interaction: Interaction, values: Values) -> None:
        found = ONE_NUMBER.fullmatch(values["number"])
        if found is None:
            raise UserError(public_text.WHICH_NUMBER)
        await self._decisions.take(interaction, Verb.BLOCK, str(int(found[1].replace(" ", ""))))

    async def unblock(self, interaction: Interaction, handle: str) -> None:
        question = await self._reviews.unblock(handle)
        self._decisions.undone(question)
        await drafts.say_kept(interaction, public_text.UNBLOCKED.format(question.id))


def _page(arg: str) -> int:
    return number(arg or "0")


async def _block_form(_interaction: Interaction, filled_in: str = "") -> discord.ui.Modal:
    return modals.form(
        "Block whoever asked",
        "questions:1:blocked",
        modals.words(public_text.ABOUT_BLOCKING),
        modals.text("number", "The question's number", default=filled_in, placeholder="482913"),
    )


def _part(one: Waiting, server: int) -> cards.Part:
    """With its buttons behind `Look`, where it waits for somebody or stands in its channel."""
    line, question = public_text.waiting(one), one.question
    if one.replies or question.seen in (State.REVIEW, State.OPEN):
        return cards.Section(line, ui.button("Look", f"questions:1:see:{question.handle}"))
    link = public_text.link_to(question, server)
    return cards.Section(line, ui.link("Open", link)) if link else line
