"""Topics without a name before the coordinators: a card with two buttons, decided once."""

from __future__ import annotations

import contextlib

import discord

from bot import sending, ui
from bot.domain.agenda import WaitingTopic
from bot.domain.meetings import Meeting
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, mark
from bot.router import number
from bot.services.topic_review import DECIDED, TOPIC
from bot.ui import Interaction
from cogs.meetings import agenda_text
from cogs.meetings.kit import MeetingKit

PUT_ON = "meetings:1:topicon"
LEAVE_OUT = "meetings:1:topicout"
MOST_SHOWN = 5
NOT_WANTED = Outcome(Delivery.NOT_WANTED)
NO_CHANNEL = Outcome(Delivery.IMPOSSIBLE, "no review channel is chosen in /setup channels")


class TopicReviewPresses:
    """The letter that carries such a topic, and what coordinators press under it."""

    def __init__(self, kit: MeetingKit) -> None:
        self.kit = kit
        kit.bot.router.button(PUT_ON, self.put_on)
        kit.bot.router.button(LEAVE_OUT, self.leave_out)
        kit.bot.outbox.on(TOPIC, self.to_review)

    async def to_review(self, letter: Letter) -> Outcome:
        """Ask the coordinators, silently."""
        topic = await self.kit.topic_review.to_review(letter)
        if topic is None:
            return NOT_WANTED
        message = await self._send(letter, topic)
        if isinstance(message, Outcome):
            if message.delivery is not Delivery.IMPOSSIBLE:
                return message
            # It goes once the channel is mended; until then it is found beside the agenda.
            await self.kit.topic_review.without_card(letter)
            return Outcome(Delivery.TRY_LATER, message.reason)
        if not await self.kit.topic_review.asked(letter, message.channel.id, message.id):
            await message.edit(content=DECIDED, embed=None, view=None)
        return SENT

    async def put_on(self, interaction: Interaction, arg: str) -> None:
        """Put the topic on the agenda."""
        self.kit.require_coordinator(interaction)
        topic, is_on = await self.kit.topic_review.put_on(number(arg, DECIDED))
        told = agenda_text.put_on if is_on else agenda_text.too_late
        await self._decided(interaction, topic, told(topic, interaction.user.id))

    async def leave_out(self, interaction: Interaction, arg: str) -> None:
        """Leave the topic out."""
        self.kit.require_coordinator(interaction)
        topic = await self.kit.topic_review.leave_out(number(arg, DECIDED))
        await self._decided(interaction, topic, agenda_text.left_out(topic, interaction.user.id))

    async def show_waiting(self, interaction: Interaction, meeting: Meeting) -> None:
        """Show a coordinator, privately, what waits: a card in the review channel may be gone."""
        waiting = await self.kit.topic_review.waiting(meeting)
        if waiting:
            await ui.reply(interaction, agenda_text.waiting(len(waiting), MOST_SHOWN))
        for topic in waiting[:MOST_SHOWN]:
            content, embed = agenda_text.for_review(topic), _card(topic)
            await ui.reply(interaction, content, embed=embed, view=_buttons(topic))

    async def _send(self, letter: Letter, topic: WaitingTopic) -> discord.Message | Outcome:
        bot = self.kit.bot
        if not (place_id := bot.setup.current().review):
            return NO_CHANNEL
        try:
            return await sending.send_once(
                bot.get_partial_messageable(place_id, guild_id=bot.config.guild_id),
                letter,
                sending.own_id(bot),
                agenda_text.for_review(topic),
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
            place = self.kit.bot.get_partial_messageable(topic.card_place)
            card = place.get_partial_message(topic.card_id)
            with contextlib.suppress(discord.HTTPException):  # its buttons then say the same
                await card.edit(content=said, embed=_card(topic), view=None)


def _card(topic: WaitingTopic) -> discord.Embed:
    return discord.Embed(description=agenda_text.quoted(topic))


def _buttons(topic: WaitingTopic, marked: str = "") -> discord.ui.View:
    style = ui.Style.primary
    return ui.view(
        ui.button("Put it on the agenda", f"{PUT_ON}:{topic.id}", style=style, mark=marked),
        ui.button("Leave it out", f"{LEAVE_OUT}:{topic.id}"),
    )
