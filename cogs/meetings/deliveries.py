"""Delivers what the call sends later: announcement, thread, reminders, dates of a series, news."""

from __future__ import annotations

from typing import Final

import discord

from bot import sending, ui
from bot.app import RepBot
from bot.discord_codes import THREAD_EXISTS
from bot.domain.meetings import Meeting
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, Reported, Urgency, is_late, mark
from bot.services.reminders import (
    ANNOUNCEMENT,
    CANCELLED,
    CHANGED,
    DIRECT,
    REMINDER,
    RUNS_LATE,
)
from cogs.meetings import change_text, living_card, responses, text, thread_text
from cogs.meetings.context import MeetingContext

ARCHIVE_MINUTES: Final = 10080


class CallDeliveries:
    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        bot = self.bot = context.bot
        self.announcements = context.announcements
        self.reminders = context.reminders
        bot.outbox.register(
            ANNOUNCEMENT,
            self.announce,
            label="an announcement",
            reported=Reported.EACH,
            failed=context.undelivered.failed,
        )
        bot.outbox.register(
            REMINDER,
            self.remind,
            label="a reminder in a call's thread",
            reported=Reported.EACH,
            failed=context.undelivered.failed,
        )
        bot.outbox.register(
            DIRECT,
            self.remind_directly,
            label="a reminder by direct message",
            rank=Urgency.TO_ONE,
            reported=Reported.EACH,
        )

    async def announce(self, letter: Letter) -> Outcome:
        """Post and thread are looked for before they are made."""
        meeting = await self.announcements.to_announce(letter)
        if meeting is None:
            return CANCELLED
        try:
            message = await self._announcement(letter, meeting)
        except sending.NotSentError as error:
            return error.outcome
        outcome, thread_id = await open_thread(self.bot, message, text.thread_name(meeting))
        if outcome.delivery is not Delivery.TRY_LATER:
            await self.announcements.announced_at(
                meeting, message.channel.id, message.id, thread_id
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

    async def remind(self, letter: Letter) -> Outcome:
        about = await self.reminders.in_thread(letter)
        if isinstance(about, Outcome):
            return about
        now = self.bot.now()
        late = is_late(letter, int(now.timestamp()))
        return await sending.post(
            self.bot,
            about.meeting.thread_id,
            letter,
            thread_text.reminder(about, now, late=late),
            view=responses.reminder_buttons(about.meeting, mark(letter)),
            allowed_mentions=discord.AllowedMentions(
                users=[discord.Object(person) for person in about.people]
            ),
        )

    async def remind_directly(self, letter: Letter) -> Outcome:
        """If it cannot arrive, they learn it next time."""
        about = await self.reminders.direct(letter)
        if isinstance(about, Outcome):
            return about
        now = self.bot.now()
        late = is_late(letter, int(now.timestamp()))
        outcome = await sending.post_to_person(
            self.bot,
            letter.part,
            letter,
            thread_text.direct_reminder(about, now, late=late),
            view=responses.reminder_buttons(about.meeting, mark(letter)),
        )
        if outcome.delivery is Delivery.IMPOSSIBLE:
            await self.reminders.could_not_reach(letter.part)
            await self.bot.notices.keep(
                letter.part, thread_text.could_not_remind(about.meeting, now)
            )
        return outcome


async def open_thread(
    bot: RepBot, message: discord.Message | discord.PartialMessage, name: str
) -> tuple[Outcome, int]:
    """A thread has its message's id, so one made before is known."""
    try:
        message = await sending.with_server(bot, message)
        await message.create_thread(name=name, auto_archive_duration=ARCHIVE_MINUTES)
    except Exception as error:
        if getattr(error, "code", None) != THREAD_EXISTS:
            return sending.outcome_of(error), 0
    return SENT, message.id


class ChangeDeliveries:
    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        self.bot = context.bot
        self.bot.outbox.register(
            CHANGED,
            self.tell,
            label="news of a changed call",
            reported=Reported.EACH,
            waits_for=context.changes.waits_for,
            failed=context.undelivered.failed,
        )
        self.bot.outbox.register(
            RUNS_LATE,
            self.tell_late,
            label="that a call runs late",
            reported=Reported.EACH,
            failed=context.undelivered.failed,
        )

    async def tell(self, letter: Letter) -> Outcome:
        """Tell those who answered, in the call's thread."""
        about = await self.context.changes.to_tell(letter)
        if isinstance(about, Outcome):
            return about
        late = is_late(letter, int(self.bot.now().timestamp()))
        return await sending.post(
            self.bot,
            about.meeting.thread_id,
            letter,
            change_text.news(about, self.bot.now(), late=late),
            view=responses.changed_buttons(about.meeting, mark(letter)),
            allowed_mentions=discord.AllowedMentions(
                users=[discord.Object(person) for person in about.people]
            ),
        )

    async def tell_late(self, letter: Letter) -> Outcome:
        """Tell those who said Going or Maybe, whatever reminders they chose."""
        about = await self.context.changes.to_tell_late(letter)
        if isinstance(about, Outcome):
            return about
        return await sending.post(
            self.bot,
            about.meeting.thread_id,
            letter,
            change_text.late_news(about),
            view=ui.view(responses.joining_link(about.meeting, mark(letter))),
            allowed_mentions=discord.AllowedMentions(
                users=[discord.Object(person) for person in about.people]
            ),
        )
