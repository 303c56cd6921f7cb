"""The agenda: topics, and words to be read out; with a name or without; their review."""

from __future__ import annotations

import contextlib
from typing import Any

import discord

from bot import cards, modals, sending, ui
from bot.domain.agenda import Sort, WaitingTopic
from bot.domain.errors import UserError
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, mark
from bot.modals import Values
from bot.permissions import is_coordinator
from bot.router import number
from bot.services.call_letters import AGENDA
from bot.services.meetings import GONE
from bot.services.topic_review import DECIDED, TOPIC
from bot.ui import Interaction
from cogs.meetings import responses, thread_text
from cogs.meetings.context import MeetingContext

TOPIC_FORM = "meetings:1:topic"
TOPIC_RETRY = "meetings:1:topicretry"
TAKE_OFF = "meetings:1:takeoff"


class AgendaButtons:
    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        self.review = TopicReviewButtons(context)
        router = context.bot.router
        router.button(responses.AGENDA_OF, self.show, takes=number, gone=GONE)
        router.button(responses.SUGGEST, self.open, takes=number, gone=GONE)
        router.button(TOPIC_RETRY, self.open, takes=number, gone=GONE)  # of the first release
        router.button(TAKE_OFF, self.take_off, takes=number, gone=GONE, coordinators=True)
        router.form(TOPIC_FORM, self.submit, takes=number, gone=GONE, opens=self.form)
        # Nor may a topic without a name be told by something else that vanishes with its press.
        context.bot.silent_after += (*(TOPIC_FORM, TOPIC_RETRY, responses.SUGGEST, responses.MORE),)
        look = sending.looking(context.bot, context.in_thread, came=None)
        agenda = "the agenda of a call"
        context.bot.outbox.register(AGENDA, self.post, label=agenda, look=look, patient=True)

    async def open(self, interaction: Interaction, meeting_id: int) -> None:
        await self.context.agendas.check(meeting_id)
        await ui.show(interaction, await self.form(interaction, meeting_id))

    async def form(self, _interaction: Interaction, meeting_id: int) -> discord.ui.Modal:
        return modals.form(
            thread_text.FORM_TITLE,
            f"{TOPIC_FORM}:{meeting_id}",
            modals.words(thread_text.FORM_WORDS),
            modals.text("topic", "What should we talk about?", long=True),
            modals.radio(
                "sign",
                "Show my name?",
                [thread_text.WITHOUT_NAME, thread_text.WITH_NAME],
                default="without",
            ),
        )

    async def submit(self, interaction: Interaction, meeting_id: int, values: Values) -> None:
        take = self._put_on if values["sign"] == "with" else self._hold
        await ui.reply(interaction, await take(meeting_id, values["topic"], interaction.user.id))

    async def _put_on(self, meeting_id: int, topic: str, person: int) -> str:
        return thread_text.suggested(
            await self.context.agendas.suggest(meeting_id, topic, person), self.context.bot.now()
        )

    async def _hold(self, meeting_id: int, topic: str, person: int) -> str:
        if not self.context.bot.setup.current().review:
            raise UserError(thread_text.NO_REVIEW)
        await self.context.topic_review.hold(meeting_id, topic, person)
        return thread_text.HELD

    async def show(self, interaction: Interaction, meeting_id: int) -> None:
        """Coordinators can take a topic off, and see what waits to go on."""
        meeting = await self.context.meetings.get(meeting_id)
        about = await self.context.agendas.of(meeting)
        items: list[discord.ui.Item[Any]] = []
        if meeting.state == "announced":
            items.append(responses.suggest_button(meeting))
        coordinates = is_coordinator(interaction, self.context.bot.setup.current())
        hosts = (await self.context.people.on_the_card(meeting)).host == interaction.user.id
        words = await self.context.agendas.words(meeting) if coordinates or hosts else []
        if coordinates and (about.topics or words):
            options = [
                (str(each.id), " ".join(each.text.split()), None)
                for each in (*about.topics, *words)
            ]
            items.append(ui.menu(f"{TAKE_OFF}:{meeting.id}", "Take a topic off", options))
        view = ui.view(*items) if items else None
        listed = thread_text.agenda(about, self.context.bot.now())
        shown = cards.card(listed, thread_text.to_read_out(words))
        await ui.reply(interaction, shown, view=view)
        if coordinates and (waiting := await self.context.topic_review.waiting(meeting)):
            await self.review.show(interaction, waiting)

    async def take_off(self, interaction: Interaction, topic_id: int) -> None:
        await self.context.agendas.take_off(topic_id)
        await ui.update(interaction, thread_text.TAKEN_OFF)

    async def post(self, letter: Letter) -> Outcome:
        about = await self.context.agendas.to_post(letter)
        if isinstance(about, Outcome):
            return about
        view = ui.view(responses.suggest_button(about.meeting, mark(letter)))
        thread_id = about.meeting.thread_id
        return await sending.post(
            self.context.bot, thread_id, letter, thread_text.agenda_posted(about), view=view
        )


WORDS_FORM = "meetings:1:words"


class WordsButtons:
    """Words to be read out at the call; without a name they are held and reviewed as topics are."""

    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        router = context.bot.router
        router.button(responses.WORDS, self.open, takes=number, gone=GONE)
        router.form(WORDS_FORM, self.submit, takes=number, gone=GONE, opens=self.form)
        context.bot.silent_after += (WORDS_FORM, responses.WORDS)

    async def open(self, interaction: Interaction, meeting_id: int) -> None:
        await self.context.agendas.check(meeting_id, Sort.WORDS)
        await ui.show(interaction, await self.form(interaction, meeting_id))

    async def form(self, _interaction: Interaction, meeting_id: int) -> discord.ui.Modal:
        return modals.form(
            thread_text.WORDS_TITLE,
            f"{WORDS_FORM}:{meeting_id}",
            modals.words(thread_text.WORDS_ABOUT),
            modals.text("words", "What should be read out?", long=True),
            modals.radio(
                "sign",
                "Say my name?",
                [thread_text.WITHOUT_NAME, thread_text.WORDS_WITH_NAME],
                default="without",
            ),
        )

    async def submit(self, interaction: Interaction, meeting_id: int, values: Values) -> None:
        words, person = values["words"], interaction.user.id
        if values["sign"] == "with":
            await self.context.agendas.leave(meeting_id, words, person)
            await ui.reply(interaction, thread_text.WORDS_LEFT)
            return
        if not self.context.bot.setup.current().review:
            raise UserError(thread_text.NO_REVIEW)
        await self.context.topic_review.hold(meeting_id, words, person, Sort.WORDS)
        await ui.reply(interaction, thread_text.WORDS_HELD)


PUT_ON = "meetings:1:topicon"
LEAVE_OUT = "meetings:1:topicout"
TOPICS = "meetings:1:topics"
MOST_SHOWN = 5
NOT_WANTED = Outcome(Delivery.NOT_WANTED)
NO_CHANNEL = Outcome(Delivery.IMPOSSIBLE, "no review channel is chosen in /setup channels")


class TopicReviewButtons:
    """The letter that carries such a topic, and what coordinators press under it."""

    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        router = context.bot.router
        router.button(TOPICS, self.show_all, coordinators=True)
        router.button(PUT_ON, self.put_on, takes=number, gone=DECIDED, coordinators=True)
        router.button(LEAVE_OUT, self.leave_out, takes=number, gone=DECIDED, coordinators=True)
        look = sending.looking(context.bot, sending.in_review(context.bot), self.stands)
        context.bot.outbox.register(
            TOPIC, self.to_review, label="a topic or words without a name", look=look
        )

    async def to_review(self, letter: Letter) -> Outcome:
        """Ask the coordinators, silently."""
        topic = await self.context.topic_review.to_review(letter)
        if topic is None:
            return NOT_WANTED
        message = await self._send(letter, topic)
        if isinstance(message, Outcome):
            if message.delivery is not Delivery.IMPOSSIBLE:
                return message
            # It goes once the channel is mended; until then it is found beside the agenda.
            await self.context.topic_review.without_card(letter)
            return Outcome(Delivery.TRY_LATER, message.reason)
        return await self.stands(letter, message)

    async def stands(self, letter: Letter, message: discord.Message) -> Outcome:
        """Where it was decided meanwhile the card says so."""
        if not await self.context.topic_review.asked(letter, message.channel.id, message.id):
            await message.edit(content=DECIDED, embed=None, view=None)
        return SENT

    async def put_on(self, interaction: Interaction, topic_id: int) -> None:
        topic, is_on = await self.context.topic_review.put_on(topic_id)
        tell = thread_text.put_on if is_on else thread_text.too_late
        told = tell(topic, interaction.user.id, self.context.bot.now())
        await self._decided(interaction, topic, told)

    async def leave_out(self, interaction: Interaction, topic_id: int) -> None:
        topic = await self.context.topic_review.leave_out(topic_id)
        told = thread_text.left_out(topic, interaction.user.id, self.context.bot.now())
        await self._decided(interaction, topic, told)

    async def show_all(self, interaction: Interaction) -> None:
        """Those of every coming call."""
        waiting = await self.context.topic_review.all_waiting()
        if not waiting:
            raise UserError(thread_text.NONE_WAITS)
        await self.show(interaction, waiting)

    async def how_many(self) -> int:
        return len(await self.context.topic_review.all_waiting())

    async def show(self, interaction: Interaction, waiting: list[WaitingTopic]) -> None:
        """Shown privately, since a card in the review channel may be gone."""
        await ui.reply(interaction, thread_text.waiting(waiting, MOST_SHOWN))
        for topic in waiting[:MOST_SHOWN]:
            shown = cards.card(
                thread_text.for_review(topic, self.context.bot.now()), thread_text.quoted(topic)
            )
            await ui.reply(interaction, shown, view=_buttons(topic))

    async def _send(self, letter: Letter, topic: WaitingTopic) -> discord.Message | Outcome:
        bot = self.context.bot
        try:
            if not (place_id := await sending.review_place(bot)):
                return NO_CHANNEL
            return await sending.send_once(
                bot.get_partial_messageable(place_id, guild_id=bot.config.guild_id),
                letter,
                sending.own_id(bot),
                thread_text.for_review(topic, self.context.bot.now()),
                embed=_card(topic),
                view=_buttons(topic, mark(letter)),
            )
        except Exception as error:
            return sending.outcome_of(error)

    async def _decided(self, interaction: Interaction, topic: WaitingTopic, said: str) -> None:
        """Say it where the button was pressed, and under the card where that is another message."""
        await ui.update(interaction, said, embed=_card(topic))
        pressed = interaction.message.id if interaction.message else 0
        if topic.card_id and topic.card_id != pressed:
            place = self.context.bot.get_partial_messageable(topic.card_place)
            card = place.get_partial_message(topic.card_id)
            with contextlib.suppress(discord.HTTPException):  # its buttons then say the same
                await card.edit(content=said, embed=_card(topic), view=None)


def _card(topic: WaitingTopic) -> discord.Embed:
    return discord.Embed(description=thread_text.quoted(topic))


def _buttons(topic: WaitingTopic, marked: str = "") -> discord.ui.View:
    style = ui.Style.primary
    return ui.view(
        ui.button(
            thread_text.KEEP_IT[topic.sort], f"{PUT_ON}:{topic.id}", style=style, mark=marked
        ),
        ui.button("Leave it out", f"{LEAVE_OUT}:{topic.id}"),
    )
