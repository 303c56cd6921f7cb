"""Carries the letters of questions: plain messages by the bot, never answers to an interaction."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import Any

import discord

from bot import sending, ui
from bot.app import RepBot
from bot.domain.outbox import PERMISSIONS, SENT, Delivery, Letter, Outcome, Urgency, mark
from bot.domain.questions import Ending, EntryState, Question, State
from bot.sending import NotSentError
from bot.services.question_care import REPLY_OVER, REPORT_OVER, on_card
from bot.services.question_endings import Destruction
from bot.services.question_letters import OTHERS_FIRST, Letters
from bot.services.question_limits import Press
from bot.services.question_news import Telling
from bot.ui import Style
from cogs.questions import news, public_text
from cogs.questions.in_public import find_unknown, in_public
from cogs.questions.review_buttons import of_reply, of_waiting, report_button
from cogs.questions.standing import GONE, Standing, edit, unless_gone

NOT_WANTED = Outcome(Delivery.NOT_WANTED)
NO_CHANNEL = Outcome(Delivery.IMPOSSIBLE, "no channel has been chosen for it in /setup channels")


class Carrier:
    """One method for each kind of letter.

    What a letter may have posted is looked for before it is tried again, wanted or not, and when
    its question closes (`Standing`;
    what stands in the review channel, `EndingLetters.handed`).
    """

    def __init__(
        self, bot: RepBot, letters: Letters, telling: Telling, destruction: Destruction
    ) -> None:
        self._bot = bot
        self._letters = letters
        self._telling = telling
        self._destruction = destruction
        self._standing = Standing(bot, letters)
        register, later, look = bot.outbox.register, Urgency.CAN_WAIT, self._standing.look
        release = "a question for the coordinators"
        # What its asker can take back is never counted as late: that would tell that they did. So
        # would an answer, which waits otherwise then.
        register("questions.release", self.to_review, label=release, counted=False, look=look)
        public = "a question for everybody"
        register("questions.publish", self.to_channel, label=public, counted=False, look=look)
        answer = "an answer to a question"
        register("questions.answer", self.to_thread, label=answer, counted=False, look=look)
        reply, share = "a reply by somebody who asked", "an answer that may help others"
        register("questions.reply", self.reply_to_review, label=reply, counted=False, look=look)
        register("questions.pass", self.to_thread, label=reply, counted=False, look=look)
        card = "a question for the coordinators, once more"
        register("questions.card", self.card_again, label=card, counted=False, look=look)
        register("questions.share", self.to_sharers, label=share, counted=False)
        register("questions.close", self.close, label="closing a question", counted=False)
        night = "the night's tidying of questions"
        register("questions.nightly", self.night, label=night, rank=later)

    async def to_review(self, letter: Letter) -> Outcome:
        held = await self._letters.question(letter, State.HELD)
        if held is None:
            return await self._not_wanted(letter)
        question, words = held
        view = ui.view(*of_waiting(question, letter))
        return await self._stood(
            letter, await self.to_coordinators(letter, public_text.review(question, words), view)
        )

    async def to_channel(self, letter: Letter) -> Outcome:
        try:
            asked = await self._letters.asked(letter)
            message = await in_public(self._bot, asked) if asked else None
        except Exception as error:
            return sending.outcome_of(error)
        # Not before: what is withdrawn while Discord is asked is not sent.
        found = await self._letters.question(letter, State.RELEASING)
        if found is None:
            return await self._not_wanted(letter)
        question, words = found
        place = self._bot.setup.current().questions
        answer = _button("Answer", question, "answer", letter, Style.primary)
        view = ui.view(answer, report_button(question.handle))
        words = public_text.released(question, words)
        if message is None:
            sent = await self.send(place, replace(letter, looked=True), words, view)
            return await self._stood(letter, sent)
        outcome = await edit(message, words, view)
        return (
            outcome
            if outcome.delivery is Delivery.TRY_LATER
            else await self._stood(letter, message)
        )

    async def card_again(self, letter: Letter) -> Outcome:
        """Its card was deleted while it waits: it is posted once more."""
        found = await self._letters.card_again(letter)
        if found is None:
            return await self._not_wanted(letter)
        question, words = found
        view = ui.view(*of_waiting(question, letter))
        return await self._stood(
            letter, await self.to_coordinators(letter, public_text.review(question, words), view)
        )

    async def look_for_cards(self) -> None:
        """Post again the cards that somebody has deleted; what cannot be looked for is left."""
        for kind, subject, place, number in await self._letters.cards():
            card = self._bot.get_partial_messageable(place).get_partial_message(number)
            with contextlib.suppress(discord.HTTPException, *sending.PASSING):
                try:
                    await card.fetch()
                except discord.NotFound as error:
                    if not sending.is_not_discords(error):
                        await self._letters.post_again(kind, subject)

    async def reply_to_review(self, letter: Letter) -> Outcome:
        said = await self._letters.reply(letter)
        if said is None:
            return await self._not_wanted(letter)
        view = ui.view(*of_reply(said.question, said.entry, letter))
        return await self._stood(
            letter, await self.to_coordinators(letter, public_text.reply(said), view)
        )

    async def to_thread(self, letter: Letter) -> Outcome:
        """Where the thread has been deleted, it goes nowhere."""
        said = await self._letters.entry(letter)
        if said is None:
            await self._letters.goes_nowhere(letter)
            return NOT_WANTED
        question, report = said.question, report_button(said.question.handle, said.entry.id)
        view = ui.view(_button("Answer", question, "answer", letter), report)
        message = await self.send(question.thread_id, letter, public_text.posted(said), view)
        if isinstance(message, Outcome) and message.reason in GONE:
            if await self._letters.thread_waits(question):
                return OTHERS_FIRST
            await self._letters.thread_gone(letter, question)
            return SENT
        return await self._stood(letter, message)

    async def to_sharers(self, letter: Letter) -> Outcome:
        """Tell coordinators that an answered question may become a resource."""
        found = await self._letters.question(letter, State.OPEN)
        if found is None:
            return await self._not_wanted(letter)
        question, words = found
        if question.ending is Ending.TAKEN_DOWN:
            return await self._not_wanted(letter)
        view = ui.view(_button("Make it a resource", question, "resource", letter))
        message = await self.to_coordinators(
            letter, public_text.may_be_shared(question, words), view
        )
        if isinstance(message, Outcome):
            return message
        await self._letters.forget(letter)
        return SENT

    async def close(self, letter: Letter) -> Outcome:
        """Say where everybody may see it that it is closed, then delete what is left of it.

        What stands in the review channel is closed after that: nothing there holds up the sign.
        """
        question = await self._letters.closing(letter)
        if question == NOT_WANTED:
            return await self._not_wanted(letter)
        if isinstance(question, Question):
            outcome = await self._find_all(letter, question)
            if outcome.delivery is Delivery.TRY_LATER:
                return outcome
            question = await self._letters.closing(letter)
        if isinstance(question, Outcome):
            return question
        outcome, cards = SENT, await self._cards(question)
        if question.thread_id:
            outcome = await self._say_closed(letter, question)
        elif not cards:  # Nothing of it is seen any more.
            every = await self._telling.ended_news(letter.kind)
            outcome = await news.all_taken_back(self._bot, every)
        if outcome.delivery is Delivery.TRY_LATER:
            return outcome
        if not await self._destruction.delete(question.id, letter, question, cards):
            return await self.close(letter)
        return SENT

    async def _find_all(self, letter: Letter, question: Question) -> Outcome:
        for tried in (await self._letters.tried(question))[0]:
            outcome = await self._find(tried)
            # One that stands is closed without its thread, which may be refused for good.
            alone = tried.kind == "questions.publish" and question.thread_id
            if outcome.delivery is Delivery.TRY_LATER and not alone:
                return outcome
        found = await self._letters.asked(letter)
        return await find_unknown(self._bot, self._letters, found) if found else SENT

    async def _find(self, letter: Letter) -> Outcome:
        """Look for what an earlier letter may have posted though Discord's answer was lost."""
        found = await self._standing.look(letter)
        if found is None:
            await self._letters.is_done(letter)
        return SENT if found is None else unless_gone(found)

    async def _stood(self, letter: Letter, message: discord.Message | Outcome) -> Outcome:
        if isinstance(message, Outcome):
            return message
        return await self._standing.came(letter, message)

    async def _cards(self, question: Question) -> list[Press]:
        """What its cards in the review channel are to say: neither words nor a reason, and nothing
        that can be pressed."""
        gone, cards = public_text.REVIEW_WITHDRAWN.format(question.id), []
        for entry in await self._letters.replies_with_cards(question):
            stopped = entry.state is EntryState.STOPPED
            words = REPLY_OVER.format(question.id) if stopped else gone
            cards.append(on_card(entry.card_place, entry.card_id, words))
        if question.review_id and (question.ending or question.seen is not State.OPEN):
            words = public_text.how_it_ended(question) if question.ending else gone
            cards.append(on_card(question.review_place, question.review_id, words))
        place = self._bot.setup.chosen().review
        for tried in (await self._letters.tried(question))[1]:
            cards.append(on_card(place, 0, gone, mark(tried)))
        if question.thread_id or question.review_id:
            cards += cards_about(self._bot, question, gone)
        return cards

    async def night(self, letter: Letter) -> Outcome:
        """The nightly round of destruction."""
        await self._destruction.night(letter)
        return SENT

    async def _say_closed(self, letter: Letter, question: Question) -> Outcome:
        """Where a permission is missing it is tried until that is back: the sign must come."""
        # Its message began the thread and has its number.
        where, number = question.thread_place, question.thread_id
        if question.ending is Ending.TAKEN_DOWN:  # said already, unless Discord refused for long
            return await self._close(where, number, public_text.TAKEN_DOWN)
        # Nobody shall write an answer for it.
        too_late = question.released_at is None
        words = public_text.CAME_TOO_LATE if too_late else discord.utils.MISSING
        outcome = await self._close(where, number, words)
        view = ui.view(ui.button("Ask anonymously", "questions:1:ask", mark=mark(letter)))
        said = await self.send(number, letter, public_text.THREAD_CLOSED, view)
        if isinstance(said, Outcome) and outcome.delivery is not Delivery.TRY_LATER:
            return unless_gone(said) if said.reason in PERMISSIONS else said
        return outcome

    async def _close(self, where: int, number: int, words: str) -> Outcome:
        message = self._bot.get_partial_messageable(where).get_partial_message(number)
        return await edit(message, words)

    async def _not_wanted(self, letter: Letter) -> Outcome:
        await self._letters.forget(letter)
        return NOT_WANTED

    async def to_coordinators(
        self, letter: Letter, words: str, view: discord.ui.View, role: int = 0
    ) -> discord.Message | Outcome:
        try:
            place = await sending.review_place(self._bot)
        except Exception as error:
            return sending.outcome_of(error)
        return await self.send(place, letter, words, view, role)

    async def send(
        self, place_id: int, letter: Letter, words: str, view: discord.ui.View, role: int = 0
    ) -> discord.Message | Outcome:
        if not place_id:
            return NO_CHANNEL
        guild = self._bot.config.guild_id
        place = self._bot.get_partial_messageable(place_id, guild_id=guild)
        own_id = sending.own_id(self._bot)
        roles = discord.AllowedMentions(roles=[discord.Object(role)]) if role else sending.NOBODY
        plain = {"suppress_embeds": True, "allowed_mentions": roles}
        try:
            return await sending.send_once(place, letter, own_id, words, view=view, **plain)
        except NotSentError as error:
            return error.outcome


def cards_about(bot: RepBot, question: Question, over: str, entry: int = 0) -> list[Press]:
    """What the other cards about it are to say, in whichever review channel they stand: reports of
    what has been taken down, and that it may become a resource (`over`)."""
    places = {bot.setup.chosen().review, question.review_place} - {0}
    about = [(REPORT_OVER.format(question.id), f":down:{question.handle}.{entry}")]
    about *= bool(entry or question.ending is Ending.TAKEN_DOWN)
    about += [(over, f":resource:{question.handle}")] * bool(question.shared and not entry)
    return [on_card(place, 0, words, named) for place in places for words, named in about]


def _button(
    label: str,
    question: Question,
    verb: str,
    letter: Letter | None = None,
    style: Style = Style.secondary,
) -> discord.ui.Button[Any]:
    marked = mark(letter) if letter is not None else ""
    return ui.button(label, f"questions:1:{verb}:{question.handle}", style=style, mark=marked)
