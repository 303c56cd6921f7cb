"""What coordinators are told of calls in the review channel, and asked there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Any

import discord

from bot import sending, ui
from bot.domain.meetings import Meeting
from bot.domain.outbox import ONE_DAY, SENT, Letter, Outcome, mark
from bot.services.call_letters import ASK, ASK_DAYS_BEFORE, CARD, LAPSE, NEXT
from bot.services.reminders import OVER
from bot.services.series import NO_REVIEW
from cogs.meetings import joining_text, notes_text, responses, review_text, text
from cogs.meetings.context import MeetingContext

URGENT = timedelta(days=min(ASK_DAYS_BEFORE))


class SeriesDeliveries:
    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        self.bot = context.bot
        look = partial(sending.looking, self.bot, sending.in_review(self.bot))
        self.bot.outbox.register(
            NEXT,
            self.draft,
            label="drafting the next call",
            waits_for=self._late_at_night,
            look=look(self.drafted),
            patient=True,
        )
        self.bot.outbox.register(
            ASK,
            self.ask,
            label="asking whether a call shall take place",
            waits_for=self.bot.outbox.at_night,
            look=look(came=None),
            patient=True,
        )
        self.bot.outbox.register(
            LAPSE,
            self.lapse,
            label="saying that a date has lapsed",
            waits_for=self.bot.outbox.at_night,
            look=look(self.said_lapsed),
            patient=True,
        )
        self.bot.outbox.register(
            CARD, self.refresh, label="bringing what the review channel says of a call up to date"
        )

    async def _late_at_night(self, letter: Letter) -> int | None:
        """A draft has so little time left that it mentions anybody only if it is days late."""
        late = self.bot.now().timestamp() - letter.due_at > ONE_DAY.total_seconds()
        return await self.bot.outbox.at_night(letter) if late else None

    async def draft(self, letter: Letter) -> Outcome:
        """With a mention where less than five days are left."""
        meeting = await self.context.series.draft_next(letter)
        if isinstance(meeting, Outcome):
            return meeting
        told = await self._drafted(meeting)
        view = responses.draft_buttons(meeting, mark(letter))
        calls = meeting.starts_at - self.bot.now() <= URGENT
        return await self._post(letter, told, view, calls=calls)

    async def drafted(self, letter: Letter, message: discord.Message) -> Outcome:
        """A restore took the date of which it tells: it is drafted again, and its buttons are for
        that one."""
        meeting = await self.context.series.draft_next(letter)
        if isinstance(meeting, Outcome):
            return SENT
        view = responses.draft_buttons(meeting, mark(letter))
        return await _changed(message, view, content=await self._drafted(meeting))

    async def _drafted(self, meeting: Meeting) -> str:
        series = await self.context.series.of(meeting)
        return review_text.drafted(meeting, series, self.bot.now()) + await self._odd(meeting)

    async def _odd(self, meeting: Meeting) -> str:
        beside = await self.context.meetings.beside(meeting)
        return joining_text.of_a_draft(meeting, beside, self.bot.now())

    async def ask(self, letter: Letter) -> Outcome:
        meeting = await self.context.series.to_ask(letter)
        if isinstance(meeting, Outcome):
            return meeting
        told = review_text.ask(meeting, self.bot.now()) + await self._odd(meeting)
        return await self._post(letter, told, responses.draft_buttons(meeting, mark(letter)))

    async def lapse(self, letter: Letter) -> Outcome:
        meeting = await self.context.series.lapse(letter)
        if isinstance(meeting, Outcome):
            return meeting
        if self.bot.now() >= meeting.ends_at:
            return OVER
        told = review_text.lapsed(meeting, self.bot.now())
        return await self._post(letter, told, ui.view(responses.back_button(meeting, mark(letter))))

    async def said_lapsed(self, letter: Letter, message: discord.Message) -> Outcome:
        """A restore has undone it, unless the call is newer than its button: brought back since."""
        meeting = await self.context.series.drafted(letter)
        back = responses.back_revision(sending.ids_in(message)[0])
        if isinstance(meeting, Outcome) or meeting.revision >= back:
            return SENT
        lapsed = await self.context.series.lapse(letter)
        if isinstance(lapsed, Outcome):
            return SENT
        view = ui.view(responses.back_button(lapsed, mark(letter)))
        return await _changed(message, view)

    async def refresh(self, letter: Letter) -> Outcome:
        """Let what stands in the review channel about a drafted date say what holds now, and what
        asks for notes that they are written."""
        meeting = await self.context.series.drafted(letter)
        if isinstance(meeting, Outcome):
            return meeting
        if await self.context.notes.are_written(meeting.id):
            told = notes_text.asked_no_more(meeting)
            return await self._edit(meeting, responses.WRITE, told)
        told = review_text.date_now_stands(
            meeting, await self.context.series.of(meeting), self.bot.now()
        )
        if meeting.state == "saved":
            told += await self._odd(meeting)
        jobs = text.who_does_what(await self.context.people.on_the_card(meeting))
        return await self._edit(meeting, responses.ANNOUNCE, f"{told}\n{jobs}".rstrip())

    async def _edit(self, meeting: Meeting, prefix: str, told: str) -> Outcome:
        """`prefix`: of the button by which our messages are found."""
        saved = meeting.state == "saved"
        try:
            async for message, marked in self._cards(f"{prefix}:{meeting.id}"):
                view = responses.draft_buttons(meeting, marked) if saved else None
                await message.edit(content=told, view=view, allowed_mentions=sending.NOBODY)
        except Exception as error:
            return sending.outcome_of(error)
        return SENT

    async def _cards(self, wanted: str) -> AsyncIterator[tuple[discord.Message, str]]:
        """Yield our messages with a button among the newest 1,000, each with its mark."""
        if not (review := self.bot.setup.current().review):
            return
        place = self.bot.get_partial_messageable(review)
        async for message in place.history(limit=sending.LOOK_BACK_MESSAGES):
            for custom_id in sending.ids_in(message):
                # What follows "~" is the mark of the letter that posted it.
                button, _, marked = custom_id.partition("~")
                if button == wanted:
                    yield message, marked

    async def _post(
        self, letter: Letter, told: str, view: discord.ui.View, *, calls: bool = True
    ) -> Outcome:
        """`calls`: with the coordinators' mention."""
        settings = self.bot.setup.current()
        if not settings.review:
            return NO_REVIEW
        roles = [discord.Object(settings.coordinator)] if settings.coordinator else []
        mentions = discord.AllowedMentions(roles=roles, everyone=False, users=False)
        told = review_text.calling(told, settings.coordinator) if calls else told
        return await sending.post(
            self.bot, settings.review, letter, told, view=view, allowed_mentions=mentions
        )


async def _changed(message: discord.Message, view: discord.ui.View, **words: Any) -> Outcome:
    try:
        await message.edit(view=view, allowed_mentions=sending.NOBODY, **words)
    except Exception as error:
        return sending.outcome_of(error)
    return SENT
