"""Changing and cancelling a call, bringing it back, and ending a series."""

from __future__ import annotations

from dataclasses import replace

from bot import ui
from bot.domain.changes import (
    AlreadyCancelledError,
    NothingChangedError,
    OvertakenError,
    as_known,
    typed_again,
)
from bot.domain.errors import UserError
from bot.domain.meetings import Meeting, Typed
from bot.modals import Values
from bot.router import number, pair
from bot.services.meetings import GONE
from bot.services.reminders import EVENT
from bot.ui import Interaction
from cogs.meetings import change_text, responses, scheduling
from cogs.meetings.context import MeetingContext


class ManageButtons:
    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        router = context.bot.router
        router.form(scheduling.EDIT_FORM, self.submit, takes=pair, gone=GONE, coordinators=True)
        router.button(scheduling.EDIT_RETRY, self.retry, takes=number, gone=GONE, coordinators=True)
        router.button(responses.CHANGE, self.open, takes=number, gone=GONE, coordinators=True)
        router.button(responses.SKIP, self.skip, takes=number, gone=GONE, coordinators=True)
        router.button(responses.STOP, self.stop, takes=number, gone=GONE, coordinators=True)
        router.button(responses.FOLLOW, self.follow, takes=number, gone=GONE, coordinators=True)
        router.button(responses.BACK, self.bring_back, takes=pair, gone=GONE, coordinators=True)

    async def open(self, interaction: Interaction, meeting_id: int) -> None:
        meeting = await self.context.meetings.get(meeting_id)
        self.context.changes.check(meeting)
        await ui.show(interaction, scheduling.edit_form(meeting, typed_again(meeting)))

    async def submit(
        self, interaction: Interaction, known_as: tuple[int, int], values: Values
    ) -> None:
        """Where that is not possible, say why and keep what was typed."""
        meeting_id, revision = known_as
        call = scheduling.filled_in(Typed("", "", "", repeats=""), values)
        try:
            known = as_known(await self.context.meetings.get(meeting_id))
            meeting = await self.context.changes.edit(meeting_id, revision, call)
        except NothingChangedError:  # nothing was typed that would have to be kept
            raise
        except UserError as error:
            await self._refuse(interaction, meeting_id, error, call)
            return
        told, view = change_text.edited(meeting), None
        only_link = replace(known, link=meeting.link) == as_known(meeting)
        if not only_link and await self.context.series.out_of_step(meeting):
            told += change_text.FOLLOW
            view = responses.follow_button(meeting)
        await ui.reply(interaction, told, view=view)
        await self._deliver(interaction, meeting)

    async def _refuse(
        self, interaction: Interaction, meeting_id: int, error: UserError, call: Typed
    ) -> None:
        sentence = str(error)
        if isinstance(error, OvertakenError):
            now_stands = change_text.now_stands(await self.context.meetings.get(meeting_id))
            sentence = f"{sentence}\n{now_stands}"
        await ui.reply(
            interaction,
            sentence,
            view=scheduling.edit_retry_button(meeting_id),
            typed=scheduling.as_typed(call),
        )

    async def retry(self, interaction: Interaction, meeting_id: int) -> None:
        """With what was typed, over the call as it is now."""
        meeting = await self.context.meetings.get(meeting_id)
        self.context.changes.check(meeting)
        kept = scheduling.typed_in(interaction.message)
        await ui.show(interaction, scheduling.edit_form(meeting, kept))

    async def cancel(self, interaction: Interaction, meeting: Meeting, reason: str) -> None:
        """The answer has the way back, also when it was cancelled before."""
        public = meeting.state == "announced"
        repeats = await self.context.series.of(meeting) is not None
        try:
            meeting = await self.context.changes.cancel(meeting.id, reason)
        except AlreadyCancelledError as error:
            view = responses.after_cancelling(
                await self.context.meetings.get(meeting.id), repeats=repeats
            )
            await ui.reply(interaction, f"{error}\n{change_text.WAY_BACK}", view=view)
            return
        _, counts = await self.context.meetings.standing(meeting.id, interaction.user.id)
        told = change_text.cancelled(meeting, counts, public=public)
        told += f" {change_text.GOES_ON}" if repeats else ""
        told += f"\n{change_text.WAY_BACK}"
        view = responses.after_cancelling(meeting, repeats=repeats)
        await ui.reply(interaction, told, view=view)
        await self._deliver(interaction, meeting)

    async def bring_back(self, interaction: Interaction, known_as: tuple[int, int]) -> None:
        meeting = await self.context.changes.bring_back(*known_as)
        await ui.update(interaction, change_text.brought_back(meeting))
        await self._deliver(interaction, meeting)

    async def skip(self, interaction: Interaction, meeting_id: int) -> None:
        meeting = await self.context.changes.skip(meeting_id)
        await ui.update(
            interaction, change_text.skipped(meeting), view=responses.stop_button(meeting)
        )

    async def stop(self, interaction: Interaction, meeting_id: int) -> None:
        """Let a series end."""
        await self.context.series.stop(meeting_id)
        await ui.reply(interaction, change_text.STOPPED)

    async def follow(self, interaction: Interaction, meeting_id: int) -> None:
        """Let the calls after a changed one follow its new day and time."""
        await self.context.series.follow(meeting_id)
        await ui.update(interaction, change_text.FOLLOWED)

    async def _deliver(self, interaction: Interaction, meeting: Meeting) -> None:
        """The event's trouble is a sentence, never a failure."""
        await self.context.bot.outbox.deliver_due()
        if trouble := await self.context.trouble(meeting, EVENT):
            await ui.reply(interaction, change_text.no_event(trouble).strip())
