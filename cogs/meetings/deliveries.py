"""Delivers what the call sends later: announcement, thread, reminders, dates of a series, news."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Final

import discord

from bot import sending, ui
from bot.app import RepBot
from bot.discord_codes import THREAD_EXISTS
from bot.domain.meetings import Meeting
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, Reported, Urgency, is_late, mark
from bot.services.reminders import (
    ANNOUNCEMENT,
    ASK,
    ASK_DAYS_BEFORE,
    CANCELLED,
    CARD,
    CHANGED,
    DIRECT,
    LAPSE,
    LATE,
    NEXT,
    OVER,
    REMINDER,
)
from bot.services.series import NO_REVIEW
from cogs.meetings import (
    change_text,
    drafts_text,
    joining_text,
    living_card,
    responses,
    text,
    thread_text,
)
from cogs.meetings.context import MeetingContext

ARCHIVE_MINUTES: Final = 10080


class CallDeliveries:
    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        bot = self.bot = context.bot
        self.announcements = context.announcements
        self.reminders = context.reminders
        bot.outbox.register(
            ANNOUNCEMENT, self.announce, label="an announcement", reported=Reported.EACH
        )
        bot.outbox.register(
            REMINDER, self.remind, label="a reminder in a call's thread", reported=Reported.EACH
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
            await self.bot.notices.keep(letter.part, thread_text.could_not_remind(about.meeting))
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


URGENT = timedelta(days=min(ASK_DAYS_BEFORE))


class SeriesDeliveries:
    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        self.bot = context.bot
        self.bot.outbox.register(NEXT, self.draft, label="drafting the next call")
        self.bot.outbox.register(ASK, self.ask, label="asking whether a call shall take place")
        self.bot.outbox.register(LAPSE, self.lapse, label="saying that a date has lapsed")
        self.bot.outbox.register(
            CARD, self.refresh, label="bringing a drafted date in the review channel up to date"
        )

    async def draft(self, letter: Letter) -> Outcome:
        """With a mention where less than five days are left."""
        meeting = await self.context.series.draft_next(letter)
        if isinstance(meeting, Outcome):
            return meeting
        now, settings = self.bot.now(), self.bot.setup.current()
        series = await self.context.series.of(meeting)
        urgent = meeting.starts_at - now <= URGENT
        told = drafts_text.drafted(meeting, series, settings.coordinator, now, urgent=urgent)
        told += await self._odd(meeting)
        return await self._post(letter, told, responses.draft_buttons(meeting, mark(letter)))

    async def _odd(self, meeting: Meeting) -> str:
        beside = await self.context.meetings.beside(meeting)
        return joining_text.of_a_draft(meeting, beside)

    async def ask(self, letter: Letter) -> Outcome:
        meeting = await self.context.series.to_ask(letter)
        if isinstance(meeting, Outcome):
            return meeting
        told = drafts_text.ask(meeting, self.bot.setup.current().coordinator, self.bot.now())
        told += await self._odd(meeting)
        return await self._post(letter, told, responses.draft_buttons(meeting, mark(letter)))

    async def lapse(self, letter: Letter) -> Outcome:
        meeting = await self.context.series.lapse(letter)
        if isinstance(meeting, Outcome):
            return meeting
        if self.bot.now() >= meeting.ends_at:
            return OVER
        told = drafts_text.lapsed(meeting, self.bot.setup.current().coordinator)
        back = responses.back_button(meeting, mark(letter))
        return await self._post(letter, told, ui.view(back))

    async def refresh(self, letter: Letter) -> Outcome:
        """Let what stands in the review channel about a drafted date say what holds now."""
        meeting = await self.context.series.drafted(letter)
        if isinstance(meeting, Outcome):
            return meeting
        told = drafts_text.date_now_stands(
            meeting, await self.context.series.of(meeting), self.bot.now()
        )
        if meeting.state == "saved":
            told += await self._odd(meeting)
        jobs = text.who_does_what(await self.context.people.on_the_card(meeting))
        told = f"{told}\n{jobs}".rstrip()
        try:
            async for message, marked in self._cards(meeting):
                view = (
                    responses.draft_buttons(meeting, marked) if meeting.state == "saved" else None
                )
                await message.edit(content=told, view=view, allowed_mentions=sending.NOBODY)
        except Exception as error:
            return sending.outcome_of(error)
        return SENT

    async def _cards(self, meeting: Meeting) -> AsyncIterator[tuple[discord.Message, str]]:
        """Yield our messages about the date among the newest 100, each with its mark."""
        if not (review := self.bot.setup.current().review):
            return
        place = self.bot.get_partial_messageable(review)
        async for message in place.history(limit=sending.LOOK_BACK_MESSAGES):
            for custom_id in sending.ids_in(message):
                # What follows "~" is the mark of the letter that posted it.
                button, _, marked = custom_id.partition("~")
                if button == f"{responses.ANNOUNCE}:{meeting.id}":
                    yield message, marked

    async def _post(self, letter: Letter, told: str, view: discord.ui.View) -> Outcome:
        settings = self.bot.setup.current()
        if not settings.review:
            return NO_REVIEW
        roles = [discord.Object(settings.coordinator)] if settings.coordinator else []
        mentions = discord.AllowedMentions(roles=roles, everyone=False, users=False)
        return await sending.post(
            self.bot, settings.review, letter, told, view=view, allowed_mentions=mentions
        )


class ChangeDeliveries:
    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        self.bot = context.bot
        self.bot.outbox.register(
            CHANGED, self.tell, label="news of a changed call", reported=Reported.EACH
        )
        self.bot.outbox.register(
            LATE, self.tell_late, label="that a call runs late", reported=Reported.EACH
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
            change_text.news(about, late=late),
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
