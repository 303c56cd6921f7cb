"""The agenda: topics with a name or without, their review, what is posted; and the notes."""

from __future__ import annotations

import contextlib
from typing import Any

import discord

from bot import cards, modals, sending, ui
from bot.domain.actions import Action
from bot.domain.agenda import WaitingTopic
from bot.domain.errors import UserError
from bot.domain.meetings import Meeting
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, mark
from bot.modals import Values
from bot.permissions import is_coordinator
from bot.router import AGAIN, again_button, number
from bot.services.agenda import NOTES
from bot.services.meetings import GONE
from bot.services.reminders import AGENDA
from bot.services.series import NextDate
from bot.services.topic_review import DECIDED, TOPIC
from bot.ui import Interaction
from cogs.meetings import responses, text, thread_text
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
        context.bot.silent_after += (
            *(TOPIC_FORM, TOPIC_RETRY, responses.SUGGEST),
            f"{AGAIN}:{TOPIC_FORM}",
        )
        context.bot.outbox.register(AGENDA, self.post, label="the agenda of a call")

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
        if about.topics and coordinates:
            options = [(str(each.id), each.text, None) for each in about.topics]
            items.append(ui.menu(f"{TAKE_OFF}:{meeting.id}", "Take a topic off", options))
        view = ui.view(*items) if items else None
        await ui.reply(interaction, thread_text.agenda(about, self.context.bot.now()), view=view)
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
        context.bot.outbox.register(TOPIC, self.to_review, label="a topic without a name")

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
        await ui.reply(interaction, thread_text.waiting(len(waiting), MOST_SHOWN))
        for topic in waiting[:MOST_SHOWN]:
            shown = cards.card(
                thread_text.for_review(topic, self.context.bot.now()), thread_text.quoted(topic)
            )
            await ui.reply(interaction, shown, view=_buttons(topic))

    async def _send(self, letter: Letter, topic: WaitingTopic) -> discord.Message | Outcome:
        bot = self.context.bot
        if not (place_id := bot.setup.current().review):
            return NO_CHANNEL
        try:
            return await sending.send_once(
                bot.get_partial_messageable(place_id, guild_id=bot.config.guild_id),
                letter,
                sending.own_id(bot),
                thread_text.for_review(topic, self.context.bot.now()),
                embed=_card(topic),
                view=_buttons(topic, mark(letter)),
            )
        except sending.NotSentError as error:
            return error.outcome

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
        ui.button("Put it on the agenda", f"{PUT_ON}:{topic.id}", style=style, mark=marked),
        ui.button("Leave it out", f"{LEAVE_OUT}:{topic.id}"),
    )


NOTES_FORM = "meetings:1:notes"
POST = "meetings:1:post"
NOTES_LABEL = "Notes"


class NotesButtons:
    """What was typed stands in the preview itself until it is posted."""

    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        router = context.bot.router
        router.button(responses.WRITE, self.open, takes=number, gone=GONE, coordinators=True)
        router.button(responses.NOTES_OF, self.show, takes=number, gone=GONE)
        router.button(POST, self.publish, takes=number, gone=GONE, coordinators=True)
        router.form(
            NOTES_FORM, self.submit, takes=number, gone=GONE, coordinators=True, opens=self.form
        )
        context.bot.outbox.register(NOTES, self.post, label="notes of a call")

    async def open(self, interaction: Interaction, meeting_id: int) -> None:
        await ui.show(interaction, await self.form(interaction, meeting_id))

    async def form(self, _interaction: Interaction, meeting_id: int) -> discord.ui.Modal:
        """Raises UserError where the call has no thread."""
        meeting = await self.context.notes.check(meeting_id)
        return modals.form(
            text.form_title("Notes", meeting, self.context.bot.now()),
            f"{NOTES_FORM}:{meeting.id}",
            modals.words(thread_text.form_words(meeting, self.context.bot.now())),
            modals.text("notes", NOTES_LABEL, long=True, help_text=thread_text.LONGER),
        )

    async def show(self, interaction: Interaction, meeting_id: int) -> None:
        """Say where they are."""
        meeting = await self.context.meetings.get(meeting_id)
        written = await self.context.notes.are_written(meeting)
        await ui.reply(interaction, thread_text.where_notes_are(meeting, written=written))

    async def submit(self, interaction: Interaction, meeting_id: int, values: Values) -> None:
        """Show what will stand in the thread before it does."""
        meeting = await self.context.notes.check(meeting_id)
        typed = values["notes"]
        more = thread_text.added(*await self._added(meeting), self.context.bot.now())
        view = ui.view(
            ui.button("Post the notes", f"{POST}:{meeting.id}", style=ui.Style.primary),
            ui.button("Edit", f"{AGAIN}:{NOTES_FORM}:{meeting.id}"),
        )
        told = thread_text.notes_preview(meeting, more)
        await ui.reply(interaction, told, view=view, typed={NOTES_LABEL: typed})

    async def _added(self, meeting: Meeting) -> tuple[list[Action], NextDate | None]:
        actions = await self.context.actions.of_meeting(meeting.id)
        return actions, await self.context.series.next_after(meeting)

    async def publish(self, interaction: Interaction, meeting_id: int) -> None:
        """Where that is not possible, hand them back."""
        typed = cards.typed_in(interaction.message).get(NOTES_LABEL, "")
        meeting = await self.context.notes.check(meeting_id)
        if not typed:
            raise UserError(thread_text.EMPTY)
        whole = thread_text.notes(
            meeting, typed, *await self._added(meeting), self.context.bot.now()
        )
        notes_id = await self.context.notes.keep(meeting, cards.split_text(whole, ui.MESSAGE_LIMIT))
        await self.context.bot.outbox.deliver_due()
        if trouble := await self.context.notes.trouble(notes_id):
            again = ui.view(again_button(f"{NOTES_FORM}:{meeting.id}"))
            told = thread_text.failed(meeting, trouble)
            await ui.update(interaction, told, view=again, typed={NOTES_LABEL: typed})
        else:
            await ui.update(interaction, thread_text.notes_posted(meeting))

    async def post(self, letter: Letter) -> Outcome:
        """One message of the notes; the next one is planned once it stands."""
        part = await self.context.notes.to_post(letter)
        if isinstance(part, Outcome):
            return part
        view = ui.view(ui.button("Next call", responses.NEXT, mark=mark(letter)))
        thread_id = part.meeting.thread_id
        outcome = await sending.post(self.context.bot, thread_id, letter, part.text, view=view)
        if outcome == SENT:
            await self.context.notes.posted(letter)
        return outcome
