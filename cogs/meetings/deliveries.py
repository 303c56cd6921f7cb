"""Delivers what the call sends later: reminders, dates of a series, news of changes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import discord

from bot import sending
from bot.discord_codes import TOO_MANY_EDITS_OF_OLD_MESSAGES
from bot.domain.meetings import Meeting
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, Reported, Urgency, is_late, mark
from bot.services.reminders import (
    ASK,
    ASK_DAYS_BEFORE,
    CARD,
    CHANGED,
    COPY,
    DIRECT,
    NEXT,
    NO_THREAD,
    REMINDER,
    RENAME,
)
from bot.services.series import NO_REVIEW
from cogs.meetings import change_text, responses, text, thread_text
from cogs.meetings.context import MeetingContext


class CallDeliveries:
    def __init__(self, context: MeetingContext) -> None:
        bot = self.bot = context.bot
        self.reminders = context.reminders
        bot.outbox.register(
            REMINDER,
            self.remind,
            label="a reminder in a call's thread",
            reported=Reported.EACH,
            look=sending.looking(bot, context.in_thread),
        )
        bot.outbox.register(
            DIRECT,
            self.remind_directly,
            label="a reminder by direct message",
            rank=Urgency.TO_ONE,
            reported=Reported.EACH,
            look=sending.looking(bot, self.to_their_part),
        )

    async def to_their_part(self, letter: Letter) -> sending.Place:
        return await self.bot.create_dm(discord.Object(letter.part))

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
                told = thread_text.could_not_remind(about.meeting)
                await self.bot.notices.keep(letter.part, told)
        return outcome


URGENT = timedelta(days=max(ASK_DAYS_BEFORE))


class SeriesDeliveries:
    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        self.bot = context.bot
        look = sending.looking(self.bot, sending.in_review(self.bot))
        asking = "asking whether a call shall take place"
        drafting = "drafting the next call"
        self.bot.outbox.register(NEXT, self.draft, label=drafting, look=look, patient=True)
        self.bot.outbox.register(ASK, self.ask, label=asking, look=look, patient=True)
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
        told = change_text.drafted(meeting, series, settings.coordinator, now, urgent=urgent)
        return await self._post(letter, told, responses.draft_buttons(meeting, mark(letter)))

    async def ask(self, letter: Letter) -> Outcome:
        meeting = await self.context.series.to_ask(letter)
        if isinstance(meeting, Outcome):
            return meeting
        told = change_text.ask(meeting, self.bot.setup.current().coordinator, self.bot.now())
        return await self._post(letter, told, responses.draft_buttons(meeting, mark(letter)))

    async def refresh(self, letter: Letter) -> Outcome:
        """Let what stands in the review channel about a drafted date say what holds now."""
        meeting = await self.context.series.drafted(letter)
        if isinstance(meeting, Outcome):
            return meeting
        told = change_text.date_now_stands(
            meeting, await self.context.series.of(meeting), self.bot.now()
        )
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
        """Yield our messages about the date among the newest 1,000, each with its mark."""
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


class AnnouncementSync:
    """Each writes the call as it is by then."""

    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        self.bot = context.bot
        self._turn = asyncio.Lock()  # a slow edit must not write over a newer one
        self.bot.outbox.register(
            COPY,
            self.rewrite,
            label="bringing an announcement up to date",
            reported=Reported.LATEST,
            look=sending.looking(self.bot, context.in_thread),
        )
        self.bot.outbox.register(
            RENAME, self.rename, label="renaming a call's thread", reported=Reported.LATEST
        )
        self.bot.outbox.register(
            CHANGED,
            self.tell,
            label="news of a changed call",
            reported=Reported.EACH,
            look=sending.looking(self.bot, self._where_told),
        )

    async def _where_told(self, letter: Letter) -> sending.Place:
        return sending.channel(self.bot, await self.context.changes.thread_of(letter.subject))

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

    async def rewrite(self, letter: Letter) -> Outcome:
        """Where Discord allows no more edits, say so in the thread."""
        async with self._turn:
            meeting = await self.context.changes.announced(letter)
            if isinstance(meeting, Outcome):
                return meeting
            try:
                await self._edit(meeting)
            except Exception as error:
                if getattr(error, "code", None) != TOO_MANY_EDITS_OF_OLD_MESSAGES:
                    return sending.outcome_of(error)
                return await self._say_instead(letter, meeting)
        return SENT

    async def _edit(self, meeting: Meeting) -> None:
        guild_id = self.bot.config.guild_id
        channel = self.bot.get_partial_messageable(meeting.channel_id, guild_id=guild_id)
        off = meeting.state == "cancelled"
        await channel.get_partial_message(meeting.message_id).edit(
            content=text.announcement(meeting, self.bot.setup.current().rep, self.bot.now()),
            view=responses.cancelled_buttons(meeting) if off else responses.call_buttons(meeting),
            allowed_mentions=sending.NOBODY,
        )

    async def _say_instead(self, letter: Letter, meeting: Meeting) -> Outcome:
        if not meeting.thread_id:
            return NO_THREAD
        told = change_text.not_up_to_date(meeting)
        view = responses.changed_buttons(meeting, mark(letter))
        return await sending.post(self.bot, meeting.thread_id, letter, told, view=view)

    async def rename(self, letter: Letter) -> Outcome:
        async with self._turn:
            meeting = await self.context.changes.announced(letter)
            if isinstance(meeting, Outcome):
                return meeting
            if not meeting.thread_id:
                return NO_THREAD
            try:
                await self._rename(meeting)
            except Exception as error:
                return sending.outcome_of(error)
        return SENT

    async def _rename(self, meeting: Meeting) -> None:
        thread = await self.bot.fetch_channel(meeting.thread_id)
        name = text.thread_name(meeting)
        if isinstance(thread, discord.Thread) and thread.name != name:
            # Discord renames no thread that stays archived.
            await thread.edit(name=name, archived=False)
