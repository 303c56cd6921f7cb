"""Posts an announcement with its thread; says what did not go out, and how to put it up again."""

from __future__ import annotations

from typing import Any, Final

import discord

from bot import sending, ui
from bot.app import RepBot
from bot.discord_codes import THREAD_EXISTS
from bot.domain.meetings import Meeting
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, Reported, mark
from bot.services.outbox import UNDELIVERED
from bot.services.reminders import ANNOUNCEMENT, CANCELLED, UNREACHED
from bot.services.series import NO_REVIEW
from cogs.meetings import living_card, responses, review_text, text
from cogs.meetings.context import MeetingContext

ARCHIVE_MINUTES: Final = 10080
UNKNOWN = -1  # which revision of a call a message shows
EVERYBODY_REACHED = Outcome(Delivery.NOT_WANTED, "they all arrived")


class Announcing:
    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        bot = self.bot = context.bot
        self.announcements = context.announcements
        bot.outbox.register(
            ANNOUNCEMENT,
            self.announce,
            label="an announcement",
            reported=Reported.EACH,
            look=sending.looking(bot, self.where_announced, self.stands),
        )

    async def where_announced(self, letter: Letter) -> sending.Place:
        """None once it is known where it stands."""
        meeting = await self.announcements.of(letter)
        if meeting is None or meeting.message_id:
            return None
        return sending.channel(self.bot, self.bot.setup.current().announcements)

    async def announce(self, letter: Letter) -> Outcome:
        """Post and thread are looked for before they are made."""
        meeting = await self.announcements.still_on(letter)
        if meeting is None:
            return CANCELLED
        try:
            message = await self._announcement(letter, meeting)
        except sending.NotSentError as error:
            return error.outcome
        return await self._with_thread(meeting, message, meeting.revision)

    async def stands(self, letter: Letter, message: discord.Message) -> Outcome:
        """It was found: also of a call that was cancelled or changed since, which it then says."""
        meeting = await self.announcements.of(letter)
        if meeting is None:
            await message.delete()
            return CANCELLED
        return await self._with_thread(meeting, message, UNKNOWN)

    async def _with_thread(
        self, meeting: Meeting, message: discord.Message | discord.PartialMessage, revision: int
    ) -> Outcome:
        if meeting.thread_id:  # only the announcement itself had been deleted
            outcome, thread_id = SENT, meeting.thread_id
        else:
            outcome, thread_id = await open_thread(self.bot, message, text.thread_name(meeting))
        if outcome.delivery is not Delivery.TRY_LATER:
            await self.announcements.announced_at(
                meeting, message.channel.id, message.id, thread_id, revision
            )
        return outcome

    async def _announcement(
        self, letter: Letter, meeting: Meeting
    ) -> discord.Message | discord.PartialMessage:
        settings, guild_id = self.bot.setup.current(), self.bot.config.guild_id
        if meeting.message_id:
            stands_in = self.bot.get_partial_messageable(meeting.channel_id, guild_id=guild_id)
            return stands_in.get_partial_message(meeting.message_id)
        return await sending.send_once(
            self.bot.get_partial_messageable(settings.announcements, guild_id=guild_id),
            letter,
            sending.own_id(self.bot),
            **await living_card.made(self.context, meeting, mark(letter)),
            allowed_mentions=discord.AllowedMentions(roles=[discord.Object(settings.rep)]),
        )


async def open_thread(
    bot: RepBot, message: discord.Message | discord.PartialMessage, name: str
) -> tuple[Outcome, int]:
    """A thread has its message's id, so one made before is known.

    Where that one was deleted and Discord opens no other on the message, it stands beside it.
    """
    try:
        message = await sending.with_server(bot, message)
        try:
            await message.create_thread(name=name, auto_archive_duration=ARCHIVE_MINUTES)
        except discord.HTTPException as error:
            if error.code != THREAD_EXISTS:
                raise
            return SENT, await _thread_of(bot, message, name)
    except Exception as error:
        return sending.outcome_of(error), 0
    return SENT, message.id


async def _thread_of(
    bot: RepBot, message: discord.Message | discord.PartialMessage, name: str
) -> int:
    try:
        return (await bot.fetch_channel(message.id)).id
    except discord.NotFound:
        channel = await bot.fetch_channel(message.channel.id)
        assert isinstance(channel, discord.TextChannel)
        thread = await channel.create_thread(
            name=name,
            type=discord.ChannelType.public_thread,
            auto_archive_duration=ARCHIVE_MINUTES,
        )
        return thread.id


class FailureDeliveries:
    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        bot = self.bot = context.bot
        look = sending.looking(bot, sending.in_review(bot), came=None)
        undelivered, unreached = "what did not go out", "how many reminders did not arrive"
        bot.outbox.register(
            UNDELIVERED,
            self.tell,
            label=undelivered,
            waits_for=bot.outbox.at_night,
            look=look,
            patient=True,
        )
        bot.outbox.register(UNREACHED, self.count, label=unreached, look=look, patient=True)

    async def tell(self, letter: Letter) -> Outcome:
        """With a mention: this is one of the few things that must not wait."""
        failure = await self.context.announcements.failed(letter)
        if isinstance(failure, Outcome):
            return failure
        meeting, settings = failure.meeting, self.bot.setup.current()
        what = self.bot.outbox.label(failure.kind)
        told = review_text.undelivered(failure, what, settings.coordinator, self.bot.now())
        off = meeting.state == "cancelled"  # a cancelled call is put up nowhere
        button = ui.button(
            "Open" if off else "Post it again",
            f"{responses.MANAGE if off else responses.PREVIEW}:{meeting.id}",
            style=ui.Style.primary,
            mark=mark(letter),
        )
        return await self._post(letter, told, button, settings.coordinator)

    async def count(self, letter: Letter) -> Outcome:
        """Silently, and nobody is named: whose direct message did not arrive is theirs to know."""
        found = await self.context.reminders.unreached(letter)
        if found is None:
            return EVERYBODY_REACHED
        button = ui.button("Who is coming", f"{responses.WHO}:{found[0].id}", mark=mark(letter))
        told = review_text.unreached(*found, self.bot.now())
        return await self._post(letter, told, button)

    async def _post(
        self, letter: Letter, told: str, button: discord.ui.Button[Any], role: int = 0
    ) -> Outcome:
        if not (review := self.bot.setup.current().review):
            return NO_REVIEW
        roles = discord.AllowedMentions(
            roles=[discord.Object(role)] if role else False, everyone=False, users=False
        )
        view = ui.view(button)
        return await sending.post(self.bot, review, letter, told, view=view, allowed_mentions=roles)
