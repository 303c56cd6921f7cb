"""What is done about what stands there: notes, take-downs, endings, replies, reports."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import TypeAlias, TypeVar

import discord

from bot import cards, modals, sending, ui
from bot.app import RepBot
from bot.domain.errors import UserError
from bot.domain.questions import LONGEST_NOTE, Verb, check_note, quoted
from bot.domain.relayed_text import clean
from bot.domain.urgent_text import urgent_line
from bot.modals import Values
from bot.permissions import is_coordinator
from bot.router import with_number
from bot.services.question_letters import Said as ToPost
from bot.services.question_limits import RateLimiter
from bot.services.question_review import Reviews
from bot.ui import Interaction
from cogs.questions import drafts, public_text, review_buttons
from cogs.questions.decisions import Decisions

T = TypeVar("T")
REPORTS = ((60 * 60, 10),)
Thing: TypeAlias = tuple[str, int]  # a question's handle, and the entry, 0 for the question itself
Reported: TypeAlias = tuple[str, int, int]  # and the message that is reported


class CareButtons:
    def __init__(self, bot: RepBot, reviews: Reviews, decisions: Decisions) -> None:
        self._bot = bot
        self._reviews = reviews
        self._decisions = decisions
        self._reports = RateLimiter(REPORTS, "reports")
        button, form = bot.router.button, bot.router.form
        for asked, sent, opens, verb in (
            ("note", "noted", _note_form, Verb.NOTE),
            ("down", "downed", _down_form, Verb.TAKE_DOWN),
            ("end", "ended", _end_form, Verb.CLOSE),
            ("refuse", "refused", _refuse_form, Verb.DECLINE),
        ):
            show = partial(_show, opens)
            button(f"questions:1:{asked}", show, takes=with_number, coordinators=True)
            taken = partial(self.taken, verb)
            sent_id = f"questions:1:{sent}"
            form(sent_id, taken, takes=with_number, coordinators=True, opens=opens)
        button("questions:1:pass", self.let_through, takes=with_number, coordinators=True)
        button("questions:1:numbers", self.numbers, takes=str, coordinators=True)
        button("questions:1:mine", self.mine, takes=with_number, coordinators=True)
        button("questions:1:see", self.see, takes=str, coordinators=True)
        shown = partial(_show, _report_form)
        button("questions:1:report", shown, takes=_with_message)
        form("questions:1:reported", self.reported, takes=_with_message, opens=_report_form)

    async def taken(
        self, verb: Verb, interaction: Interaction, about: Thing, values: Values
    ) -> None:
        note = clean(values["note"])
        check_note(note)
        handle, entry = about
        await self._decisions.take(interaction, verb, handle, note, entry=entry)
        message = interaction.message
        if verb is Verb.TAKE_DOWN and message is not None and not message.flags.ephemeral:
            name = ui.name_of(interaction.user)
            with suppress(UserError, discord.HTTPException):  # it is in hand all the same
                await _say_taken(message, name)

    async def let_through(self, interaction: Interaction, about: Thing) -> None:
        handle, entry = about
        await self._decisions.take(interaction, Verb.RELEASE, handle, entry=entry)

    async def numbers(self, interaction: Interaction, handle: str) -> None:
        await self._decisions.take(interaction, Verb.NOTE, handle, public_text.URGENT_NOTE)

    async def mine(self, interaction: Interaction, about: Thing) -> None:
        """Say on the card who is on it; nothing is kept of that."""
        name, message = ui.name_of(interaction.user), interaction.message
        if message is not None and not message.flags.ephemeral:
            await interaction.response.defer()
            await _say_taken(message, name)
            return
        question = (await self._reviews.see(about[0])).question
        place = self._bot.get_partial_messageable(question.review_place)
        try:
            await _say_taken(place.get_partial_message(question.review_id), name)
        except discord.NotFound:
            raise UserError(public_text.CARD_GONE) from None
        await ui.reply(interaction, public_text.YOURS)

    async def see(self, interaction: Interaction, handle: str) -> None:
        """A question and what waits of it, with the same buttons as in the review channel."""
        seen = await self._reviews.see(handle)
        where = public_text.link_to(seen.question, self._bot.config.guild_id)
        for text, buttons in public_text.to_look_at(seen):
            shown = [ui.link("Open", where)] if where and not buttons else []
            await ui.reply(interaction, text, view=ui.view(*buttons, *shown))
        if seen.posted:
            sections = [_standing(each) for each in seen.posted]
            await ui.reply(interaction, cards.card(public_text.IN_THREAD, *sections))

    async def reported(self, interaction: Interaction, about: Reported, values: Values) -> None:
        """Whether or not it is there, and whoever reports it: the same words."""
        why = public_text.REASONS.get(values["why"])
        if why is None:
            raise UserError(public_text.CHOOSE_WHY)
        self._reports.take(interaction.user.id, self._bot.now())
        handle, entry, _ = about
        place, number = interaction.channel_id or 0, _stands(interaction, about)
        await self._reviews.report(handle, entry, int(values["why"]), place, number)
        view = ui.view()
        if is_coordinator(interaction, self._bot.setup.current()):
            view = ui.view(review_buttons.down_button(handle, entry))
        await drafts.say_kept(interaction, public_text.REPORTED, view=view)


async def _say_taken(message: discord.PartialMessage, name: str) -> None:
    """Raises UserError, and Discord's errors."""
    async with sending.turn(message.id):
        card = await message.fetch()
        await card.edit(content=public_text.taken_by(card.content, name))


def _standing(said: ToPost) -> cards.Section:
    down = review_buttons.down_button(said.question.handle, said.entry.id)
    return cards.Section(public_text.in_thread(said), down)


def _with_message(arg: str) -> Reported:
    about, _, number = arg.rpartition(".") if arg.count(".") > 1 else (arg, "", "")
    return *with_number(about), int(number) if number.isdecimal() else 0


def _stands(interaction: Interaction, about: Reported) -> int:
    """The message that carries the button; a form that is opened again stands in another."""
    return about[2] or (interaction.message.id if interaction.message else 0)


async def _show(
    form: Callable[[Interaction, T], Awaitable[discord.ui.Modal]],
    interaction: Interaction,
    about: T,
) -> None:
    await ui.show(interaction, await form(interaction, about))


async def _note_form(_interaction: Interaction, about: Thing) -> discord.ui.Modal:
    return _form("Send a note", "noted", about, "Your note", public_text.ABOUT_NOTES)


async def _down_form(_interaction: Interaction, about: Thing) -> discord.ui.Modal:
    what, who = "the question", "The asker reads"
    if about[1]:
        what, who = "what was said", "Its writer and the asker read"
    return _form(f"Take down {what}", "downed", about, f"Why? {who} this")


async def _end_form(_interaction: Interaction, about: Thing) -> discord.ui.Modal:
    return _form("Close for good", "ended", about, "Why? The asker reads this")


async def _refuse_form(_interaction: Interaction, about: Thing) -> discord.ui.Modal:
    return _form("Decline the reply", "refused", about, "Why? The asker reads this")


def _form(title: str, verb: str, about: Thing, label: str, words: str = "") -> discord.ui.Modal:
    field = modals.text("note", label, long=True, max_length=LONGEST_NOTE)
    shown = [modals.words(words)] if words else []
    return modals.form(title, f"questions:1:{verb}:{about[0]}.{about[1]}", *shown, field)


async def _report_form(interaction: Interaction, about: Reported) -> discord.ui.Modal:
    """What is reported is read from the message that carries the button: what somebody wrote."""
    said = cards.text_of(interaction.message)
    text = public_text.words_on_card(said) or said
    what = text if len(text) <= public_text.EXCERPT else f"{text[: public_text.EXCERPT]} …"
    return modals.form(
        "Report",
        f"questions:1:reported:{about[0]}.{about[1]}.{_stands(interaction, about)}",
        modals.words(f"{quoted(what)}\n\n{public_text.ABOUT_REPORTS}\n{urgent_line()}"),
        modals.radio(
            "why", "Why?", [(key, word, None) for key, word in public_text.REASONS.items()]
        ),
    )
