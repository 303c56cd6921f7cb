"""Delivers what the call sends later: reminders, dates of a series, news of changes."""

from __future__ import annotations

import discord

from bot import sending, ui
from bot.domain.outbox import Delivery, Letter, Outcome, Reported, Urgency, is_late, mark
from bot.services.call_letters import CHANGED, RUNS_LATE
from bot.services.reminders import DIRECT, REMINDER
from cogs.meetings import change_text, responses, thread_text
from cogs.meetings.context import MeetingContext


class CallDeliveries:
    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        bot = self.bot = context.bot
        self.reminders = context.reminders
        # Nothing follows from what is found: the next part went in the same seconds, and planned
        # anew it would mention people twice.
        bot.outbox.register(
            REMINDER,
            self.remind,
            label="a reminder in a call's thread",
            reported=Reported.EACH,
            look=sending.looking(bot, context.in_thread, came=None),
        )
        bot.outbox.register(
            DIRECT,
            self.remind_directly,
            label="a reminder by direct message",
            rank=Urgency.TO_ONE,
            reported=Reported.EACH,
            look=sending.looking(bot, context.with_them, came=None),
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
            left = outcome.reason == sending.LEFT
            await self.reminders.could_not_reach(letter, left=left)
            if not left:
                told = thread_text.could_not_remind(about.meeting, now)
                await self.bot.notices.keep(letter.part, told)
        return outcome


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
            look=sending.looking(self.bot, self._where_told, came=None),
        )
        self.bot.outbox.register(
            RUNS_LATE,
            self.tell_late,
            label="that a call runs late",
            reported=Reported.EACH,
            look=sending.looking(self.bot, context.in_thread, came=None),
        )

    async def _where_told(self, letter: Letter) -> sending.Place:
        return sending.channel(self.bot, await self.context.changes.thread_of(letter.subject))

    async def tell(self, letter: Letter) -> Outcome:
        """Tell those who answered, in the call's thread."""
        about = await self.context.changes.to_tell(letter)
        if isinstance(about, Outcome):
            return about
        late = self.context.changes.is_late(letter, about)
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
