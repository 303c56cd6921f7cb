"""Every press about a question: taken with the same words in any state, and carried out a moment
later.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, TypeAlias

import discord

from bot import cards, modals, sending, ui
from bot.app import RepBot
from bot.domain.errors import UserError
from bot.domain.outbox import PERMISSIONS, SENT, Delivery, Letter, Outcome, mark
from bot.domain.questions import LONGEST_NOTE, Question, State, Verb, check_note, quoted
from bot.domain.relayed_text import clean
from bot.modals import Values
from bot.permissions import is_coordinator
from bot.router import with_number
from bot.services.question_care import ENDINGS, on_card
from bot.services.question_context import DECIDE
from bot.services.question_decisions import Decisions as Service
from bot.services.question_limits import Done, Press, was_decided
from bot.services.question_review import Reviews
from bot.ui import Interaction
from cogs.questions import drafts, public_text, review_buttons, text

ANSWERED_WITHIN = timedelta(minutes=15)
_OF_ITS_CARD = (Verb.RELEASE, Verb.CHANGES, Verb.DECLINE)
# Verbs after which it stands in its channel, and what is pressed there may follow.
_STAYS_OUT = (Verb.RELEASE, Verb.TAKE_DOWN, Verb.CLOSE)
OnCard: TypeAlias = tuple[str, int]  # a question's handle, and the message that was looked at


class Decisions:
    """One sentence for everything that is pressed, whatever has become of the question."""

    def __init__(self, bot: RepBot, service: Service) -> None:
        self._bot = bot
        self._service = service
        self.also_offers: Callable[[], ui.Button] | None = None  # beside a block
        self.handed: Callable[[Letter, Done], Awaitable[Outcome]] | None = None  # by nobody's press
        # Who pressed hears of it where they pressed; after a restart, by direct message.
        self._pressed: dict[int, tuple[Interaction, datetime]] = {}
        pressed = "what was pressed about a question"
        bot.outbox.register(DECIDE, self.carry, label=pressed, counted=False)

    async def take(
        self,
        interaction: Interaction,
        verb: Verb,
        about: str,
        words: str = "",
        card: int = 0,
        entry: int = 0,
        *,
        for_library: bool = False,
    ) -> None:
        """Nothing is looked up, so nothing can be told."""
        name = text.plain(clean(interaction.user.display_name) or interaction.user.name)
        # Merged from every place, but where the words on the card decide.
        card = (card or _card(interaction)) if verb in _OF_ITS_CARD and not entry else 0
        leads = is_coordinator(interaction, self._bot.setup.current())
        press = Press(interaction.user.id, name, words, card, entry, leads, for_library)
        number = await self._service.take(verb, about, press)
        self._forget_old()
        if number:
            self._pressed[number] = interaction, self._bot.now()
        # What was typed stays in sight, for whom nothing can reach later.
        said, typed = public_text.goes_on(verb, of_entry=entry > 0), _of_their_own(words)
        if words and not typed:
            said = f"{said}\n\n{public_text.WHAT_I_SEND}\n{quoted(words)}"
        await drafts.say_kept(interaction, said, {drafts.WORDS: typed})

    def undone(self, question: Question) -> None:
        """A coordinator has ended a block."""
        self._service.undone(question)

    async def carry(self, letter: Letter) -> Outcome:
        """The log reads the same either way."""
        done = await self._service.act(letter)
        if done is None:
            return SENT
        outcome = await self._show(letter, done)
        if outcome.delivery is Delivery.TRY_LATER:
            return outcome
        self._pressed.pop(letter.subject, None)
        await self._service.finish(letter)
        return SENT

    async def _show(self, letter: Letter, done: Done) -> Outcome:
        if not done.press.person and self.handed:
            return await self.handed(letter, done)
        if done.card_of is not None and done.verb is not Verb.NOTE:
            outcome, later = await self._edit_card(done, done.card_of)
            if outcome.delivery is Delivery.TRY_LATER:
                return outcome
            if outcome.reason in PERMISSIONS:  # whoever pressed need not wait for that
                await self._service.hand_card(later)
        if done.blocked is not None:
            buttons = [ui.button("Undo", f"questions:1:unblock:{done.blocked.handle}")]
            buttons += [self.also_offers()] if self.also_offers else []
            return await self._tell(letter, done, public_text.block_done(done.blocked), *buttons)
        return await self._tell(letter, done, done.said) if done.said else SENT

    async def _edit_card(self, done: Done, question: Question) -> tuple[Outcome, Press]:
        """And what its card is to say once the bot may write there again."""
        entry, view = done.entry, None
        where, number = question.review_place, question.review_id
        if entry is not None:
            where, number = entry.card_place, entry.card_id
        else:
            state = State.RELEASING if done.verb in _STAYS_OUT else question.seen
            view = ui.view(*review_buttons.of_decided(_as_decided(done, question), state))
        reply = entry is not None
        said = public_text.decided(question, done.verb, done.press, reply=reply)
        once = f"{was_decided(question, done.verb, reply=reply)}."
        later = on_card(where, number, once)
        card = self._bot.get_partial_messageable(where).get_partial_message(number)
        try:
            async with sending.turn(number):
                await card.edit(content=said, view=view, embed=_what_it_said(done.shown))
        except Exception as error:
            return sending.outcome_of(error), later
        return SENT, later

    async def _tell(
        self, letter: Letter, done: Done, said: str, *buttons: discord.ui.Button[Any]
    ) -> Outcome:
        """Tell who pressed, and nobody else; what they typed comes back with it."""
        self._forget_old()
        if letter.subject in self._pressed:
            pressed, _ = self._pressed[letter.subject]
            typed = {drafts.WORDS: _of_their_own(done.press.words)}
            try:
                await ui.reply(pressed, said, view=ui.view(*buttons), typed=typed)
                return SENT
            except Exception as error:
                if sending.outcome_of(error).delivery is Delivery.TRY_LATER:
                    return sending.outcome_of(error)
        # No handle and no number in a direct message's buttons, so nothing can be undone there.
        ask = ui.button("Ask anonymously", "questions:1:ask", mark=mark(letter))
        return await sending.post_to_person(
            self._bot,
            done.press.person,
            letter,
            said,
            view=ui.view(ask),
            **_typed(_of_their_own(done.press.words)),
        )

    def _forget_old(self) -> None:
        kept_since = self._bot.now() - ANSWERED_WITHIN
        self._pressed = {n: each for n, each in self._pressed.items() if each[1] > kept_since}


def _what_it_said(words: str) -> discord.Embed | None:
    return discord.Embed(title="What it said", description=quoted(words)) if words else None


def _as_decided(done: Done, question: Question) -> Question:
    """As it is after what was done: it was read before."""
    return replace(question, ending=ENDINGS.get(done.verb, question.ending))


def _of_their_own(words: str) -> str:
    """What comes back to whoever typed it; the urgent numbers nobody did."""
    return "" if words == public_text.URGENT_NOTE else words


def _typed(words: str) -> dict[str, discord.Embed]:
    return {"embed": discord.Embed(title=drafts.WORDS, description=words)} if words else {}


def _card(interaction: Interaction) -> int:
    return interaction.message.id if interaction.message else 0


class ReviewButtons:
    """Release, Ask for changes, Decline: one of them, once; and what becomes a resource."""

    def __init__(self, bot: RepBot, reviews: Reviews, decisions: Decisions) -> None:
        self._bot = bot
        self._reviews = reviews
        self._decisions = decisions
        release = self.release
        bot.router.button("questions:1:release", release, takes=with_number, coordinators=True)
        surely = self.release_anyway
        bot.router.button("questions:1:surely", surely, takes=with_number, coordinators=True)
        for asked, sent, form, taken in (
            ("changes", "changed", _changes_form, self.changed),
            ("decline", "declined", _decline_form, self.declined),
        ):
            show = partial(_show_note, form)
            bot.router.button(f"questions:1:{asked}", show, takes=with_number, coordinators=True)
            bot.router.form(
                f"questions:1:{sent}", taken, takes=with_number, coordinators=True, opens=form
            )
        bot.router.button("questions:1:resource", self.resource, takes=str, coordinators=True)
        bot.router.form(
            "questions:1:resourced",
            self.resourced,
            takes=str,
            coordinators=True,
            opens=self.resource_form,
        )

    async def release(self, interaction: Interaction, about: OnCard) -> None:
        """Ask once more if its card may give somebody away."""
        self._check_channel()
        handle, card = about
        words = public_text.words_on_card(cards.text_of(interaction.message))
        # The number of its message: words that came back changed are looked at again.
        card = card or _card(interaction)
        if found := public_text.findings(words):
            anyway = ui.button("Release anyway", f"questions:1:surely:{handle}.{card}")
            why = public_text.sure_to_release(found)
            await ui.reply(interaction, why, view=ui.view(anyway))
            return
        await self._decisions.take(interaction, Verb.RELEASE, handle, card=card)

    async def release_anyway(self, interaction: Interaction, about: OnCard) -> None:
        """After the second look, which was private."""
        self._check_channel()
        handle, card = about
        await self._decisions.take(interaction, Verb.RELEASE, handle, card=card)

    async def changed(self, interaction: Interaction, about: OnCard, values: Values) -> None:
        handle, card = about
        await self._decisions.take(interaction, Verb.CHANGES, handle, _note(values), card)

    async def declined(self, interaction: Interaction, about: OnCard, values: Values) -> None:
        handle, card = about
        await self._decisions.take(interaction, Verb.DECLINE, handle, _note(values), card)

    async def resource(self, interaction: Interaction, handle: str) -> None:
        await ui.show(interaction, await self.resource_form(interaction, handle))

    async def resource_form(self, _interaction: Interaction, handle: str) -> discord.ui.Modal:
        """To hand an answered question to the library, as its asker allowed."""
        _, words = await self._reviews.shared(handle)
        why = public_text.for_library(words)
        fields = (
            modals.text("title", "Title, as somebody would look for it", max_length=200),
            modals.text(
                "why",
                "What others can learn from it",
                default=why,
                long=True,
                max_length=public_text.LONGEST_FOR_LIBRARY,
            ),
        )
        return modals.form("Make it a resource", f"questions:1:resourced:{handle}", *fields)

    async def resourced(self, interaction: Interaction, handle: str, values: Values) -> None:
        """It is looked at like any other suggestion."""
        if self._bot.suggest_resource is None:
            raise UserError(public_text.NO_LIBRARY)
        question, _ = await self._reviews.shared(handle)
        guild = self._bot.config.guild_id
        link = f"https://discord.com/channels/{guild}/{question.thread_id}"
        title, why = clean(values["title"]), clean(values["why"])
        await self._bot.suggest_resource(interaction.user.id, title, link, why)
        said = public_text.HANDED_OVER.format(question.id)
        await drafts.say_kept(interaction, said, first=ui.update)

    def _check_channel(self) -> None:
        if not self._bot.setup.current().questions:
            raise UserError(public_text.NO_QUESTIONS_CHANNEL)


async def _show_note(
    form: Callable[[Interaction, OnCard], Awaitable[discord.ui.Modal]],
    interaction: Interaction,
    about: OnCard,
) -> None:
    handle, card = about
    await ui.show(interaction, await form(interaction, (handle, card or _card(interaction))))


async def _changes_form(_interaction: Interaction, about: OnCard) -> discord.ui.Modal:
    return _note_form("Ask for changes", "changed", about, "What should the asker change?")


async def _decline_form(_interaction: Interaction, about: OnCard) -> discord.ui.Modal:
    return _note_form("Decline", "declined", about, "Why? The asker can read this")


def _note_form(title: str, verb: str, about: OnCard, label: str) -> discord.ui.Modal:
    field = modals.text("note", label, long=True, max_length=LONGEST_NOTE)
    return modals.form(title, f"questions:1:{verb}:{about[0]}.{about[1]}", field)


def _note(values: Values) -> str:
    note = clean(values["note"])
    check_note(note)
    return note
