"""Letters about what coordinators have ended or taken down, and about what was reported."""

from __future__ import annotations

from dataclasses import replace

import discord

from bot import sending, ui
from bot.app import RepBot
from bot.discord_codes import ARCHIVED
from bot.domain.outbox import (
    NOT_ALLOWED,
    PERMISSIONS,
    SENT,
    Delivery,
    Letter,
    Outcome,
    Urgency,
    mark,
)
from bot.domain.questions import Ending, Question, State, Verb
from bot.services.question_care import on_card, yours_is_down
from bot.services.question_letters import Letters
from bot.services.question_limits import Done
from cogs.questions import public_text
from cogs.questions.deliveries import NOT_WANTED, Carrier, cards_about
from cogs.questions.review_buttons import down_button, of_decided, report_button
from cogs.questions.standing import now_closed, now_stands, unless_gone


def _is_of(marked: str, custom_id: str) -> bool:
    """Whether a button ends with a letter's mark, or is of that name (":down:…")."""
    named, _, mark = custom_id.partition("~")
    return mark == marked or (marked.startswith(":") and named.endswith(marked))


class EndingLetters:
    def __init__(self, bot: RepBot, letters: Letters, carrier: Carrier) -> None:
        self._bot = bot
        self._letters = letters
        self._carrier = carrier
        register = bot.outbox.register
        register("questions.ended", self.ended, label="ending a question")
        register("questions.down", self.down, label="taking down what was said to a question")
        register(
            "questions.writer",
            self.to_writer,
            label="telling somebody why their answer was taken down",
            waits_for=self._writer,
        )
        tidy, later = "tidying a card in the review channel", Urgency.CAN_WAIT
        register("questions.tidy", self.tidy, label=tidy, rank=later, counted=False)
        report = "a report of something about a question"
        register("questions.report", self.report, label=report, counted=False)

    async def ended(self, letter: Letter) -> Outcome:
        """Show it on the question's message and in its thread; a missing permission is waited for,
        because nobody shall go on believing that answers are passed on."""
        question, outcome = await self._letters.asked(letter), SENT
        if question is not None and question.ending and question.thread_id:
            outcome = await self._show_ended(letter, question)
        if outcome.delivery is Delivery.TRY_LATER:
            return outcome
        if not await self._letters.shown(letter, question):
            return await self.ended(letter)
        return SENT

    async def _show_ended(self, letter: Letter, question: Question) -> Outcome:
        down = question.ending is Ending.TAKEN_DOWN
        words = public_text.TAKEN_DOWN if down else discord.utils.MISSING
        view = None if down else ui.view(report_button(question.handle))
        outcome = await self._edit(question.thread_place, question.thread_id, words, view)
        also = await (self._lock(question) if down else self._say_closed(letter, question))
        for each in (outcome, also):
            if each.delivery is Delivery.TRY_LATER:
                return each
        if down:
            over = public_text.how_it_ended(question)
            await self._letters.hand_cards(cards_about(self._bot, question, over))
        return SENT

    async def _say_closed(self, letter: Letter, question: Question) -> Outcome:
        view = ui.view(ui.button("Ask anonymously", "questions:1:ask", mark=mark(letter)))
        words = public_text.CLOSED_FOR_GOOD
        said = await self._carrier.send(question.thread_id, letter, words, view)
        if not isinstance(said, Outcome):
            return SENT
        # A thread that was locked by hand takes no word: its question's message has it.
        return unless_gone(said) if said.reason in PERMISSIONS else said

    async def _lock(self, question: Question) -> Outcome:
        try:
            thread = await self._bot.fetch_channel(question.thread_id)
            if isinstance(thread, discord.Thread) and not thread.locked:
                await thread.edit(locked=True, archived=False)
        except Exception as error:
            return unless_gone(sending.outcome_of(error))
        return SENT

    async def down(self, letter: Letter) -> Outcome:
        said = await self._letters.written(letter)
        if said is None:
            return await self._not_wanted(letter)
        place, number = said.question.thread_id, said.entry.message_id
        outcome = await self._edit(place, number, public_text.TAKEN_DOWN, None)
        if outcome.delivery is Delivery.TRY_LATER:
            return outcome
        await self._letters.hand_cards(cards_about(self._bot, said.question, "", said.entry.id))
        await self._letters.forget(letter)
        return SENT

    async def _edit(
        self, place: int, number: int, words: str, view: discord.ui.View | None
    ) -> Outcome:
        if not number:  # of before this version: where it stands is not known
            return SENT
        message = self._bot.get_partial_messageable(place).get_partial_message(number)
        try:
            async with sending.turn(number):
                if words is discord.utils.MISSING:
                    words = await now_closed(message)
                try:
                    await message.edit(content=words, view=view, embed=None)
                except discord.HTTPException as error:
                    if error.code != ARCHIVED:
                        raise
                    thread = await self._bot.fetch_channel(place)
                    if isinstance(thread, discord.Thread):
                        await thread.edit(archived=False)
                    await message.edit(content=words, view=view)
        except Exception as error:
            return unless_gone(sending.outcome_of(error))
        return SENT

    async def _edit_card(
        self, place: int, number: int, words: str, view: discord.ui.View | None = None
    ) -> Outcome:
        return self._unless_old(place, await self._edit(place, number, words, view))

    def _unless_old(self, place: int, outcome: Outcome) -> Outcome:
        """A permission is waited for in the review channel, not in one that was it before."""
        chosen = place == self._bot.setup.chosen().review
        return outcome if chosen or outcome.reason not in PERMISSIONS else SENT

    async def handed(self, letter: Letter, done: Done) -> Outcome:
        """What the rows of a question have left to be done when they went."""
        press = done.press
        place, number = press.entry, press.card
        if done.verb is Verb.NOTE:
            return await self._report_by_place(letter, place, number, press.words)
        if done.verb is Verb.TAKE_DOWN:
            outcome = await self._edit(place, number, public_text.TAKEN_DOWN, None)
            if outcome.delivery is not Delivery.TRY_LATER:
                review = self._bot.setup.chosen().review
                await self._letters.hand_cards([on_card(review, 0, press.words, press.name)])
            return outcome
        if place and not number:
            # The card of the question itself tells for a day why it was taken down.
            of = await self._letters.of_button(press.name)
            return await self._edit_all(place, press.name, press.words, of.review_id if of else 0)
        question = await self._letters.of_card(number)
        if question is None:
            return await self._edit_card(place, number, press.words)
        if question.seen is State.REVIEW:  # it waits there again
            return SENT
        view = ui.view(*of_decided(question, question.seen))
        return await self._edit_card(place, number, now_stands(question), view)

    async def _edit_all(self, place: int, marked: str, words: str, spared: int) -> Outcome:
        """Every card there of a letter, by its mark, or with a button of that name."""
        where, outcomes = self._bot.get_partial_messageable(place), [SENT]
        try:
            own = sending.own_id(self._bot)
            async for message in where.history(limit=sending.LOOK_BACK_MESSAGES):
                ours = message.author.id == own and message.id != spared
                if ours and any(_is_of(marked, each) for each in sending.ids_in(message)):
                    outcomes.append(await self._edit_card(place, message.id, words))
        except Exception as error:
            return self._unless_old(place, unless_gone(sending.outcome_of(error)))
        return next((each for each in outcomes if each.delivery is Delivery.TRY_LATER), SENT)

    async def _report_by_place(self, letter: Letter, place: int, number: int, why: str) -> Outcome:
        """Until there is a review channel it waits: nothing else is kept of it."""
        link = f"https://discord.com/channels/{self._bot.config.guild_id}/{place}/{number}"
        mine = ui.button("I take this one", "questions:1:mine:0", mark=mark(letter))
        said = public_text.REPORTED_BY_PLACE.format(public_text.REASONS[why])
        message = await self._carrier.to_coordinators(
            letter, said, ui.view(ui.link("Open", link), mine)
        )
        if not isinstance(message, Outcome):
            return SENT
        if message.delivery is Delivery.IMPOSSIBLE:
            return replace(message, delivery=Delivery.TRY_LATER, reason=NOT_ALLOWED)
        return message

    async def _writer(self, letter: Letter) -> int | None:
        said = await self._letters.written(letter)
        return said.who.id or None if said else None

    async def to_writer(self, letter: Letter) -> Outcome:
        said = await self._letters.written(letter)
        if said is None or not said.who.id:
            return await self._not_wanted(letter)
        view = ui.view(ui.button("Ask anonymously", "questions:1:ask", mark=mark(letter)))
        words = yours_is_down(said.why)
        return await sending.post_to_person(self._bot, said.who.id, letter, words, view=view)

    async def tidy(self, letter: Letter) -> Outcome:
        """The card told for a day why it was declined or ended; now it says only that."""
        question = await self._letters.asked(letter)
        if question is None or not (question.ending or question.seen is State.DECLINED):
            return await self._not_wanted(letter)
        view = ui.view(*of_decided(question, question.seen))
        words = public_text.how_it_ended(question)
        outcome = await self._edit_card(question.review_place, question.review_id, words, view)
        if outcome.delivery is Delivery.TRY_LATER:
            return outcome
        if not await self._letters.shown(letter, question):
            return await self.tidy(letter)
        return SENT

    async def report(self, letter: Letter) -> Outcome:
        found = await self._letters.reported(letter)
        if found is None:
            return await self._not_wanted(letter)
        question = found if isinstance(found, Question) else found.question
        entry = 0 if isinstance(found, Question) else found.entry.id
        words = self._letters.words(found)
        place = f"{question.thread_id if entry else question.thread_place}"
        number = question.thread_id if isinstance(found, Question) else found.entry.message_id
        link = f"https://discord.com/channels/{self._bot.config.guild_id}/{place}/{number}"
        view = ui.view(ui.link("Open", link), down_button(question.handle, entry, mark(letter)))
        said = public_text.was_reported(found, words)
        message = await self._carrier.to_coordinators(letter, said, view)
        if isinstance(message, Outcome):
            return message
        await self._letters.forget(letter)
        return SENT

    async def _not_wanted(self, letter: Letter) -> Outcome:
        await self._letters.forget(letter)
        return NOT_WANTED
