"""Changing and cancelling a call, bringing it back, and ending a series.

Who will be told what is shown first; what was typed stands in that card until it is confirmed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import discord

from bot import cards, modals, ui
from bot.cards import Card
from bot.domain.changes import (
    CANCELLED_ALREADY,
    LATE_MINUTES,
    LONGEST_REASON,
    AlreadyCancelledError,
    as_known,
    is_for_all,
    typed_again,
)
from bot.domain.errors import UserError
from bot.domain.meetings import CallState, Meeting, state_of
from bot.modals import Values
from bot.router import AGAIN, again_button, number, pair
from bot.services.call_letters import EVENT
from bot.services.changes import News
from bot.services.meetings import GONE
from bot.ui import Interaction
from cogs.meetings import change_text, joining_text, responses, review_text, scheduling
from cogs.meetings.context import MeetingContext
from cogs.meetings.text import form_title

EDIT_FORM = "meetings:1:edit"
EDIT = "meetings:1:confirm"
CANCEL = "meetings:1:cancel"
CANCEL_FORM = "meetings:1:why"
OFF = "meetings:1:off"
LATE = "meetings:1:late"
LATE_BY = "meetings:1:lateby"
OLD_RETRY = "meetings:1:editretry"
WHY = "Why"


class ManageButtons:
    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        router = context.bot.router
        rules: dict[str, Any] = {"gone": GONE, "coordinators": True}
        router.button(responses.CHANGE, self.open, takes=number, **rules)
        router.button(OLD_RETRY, self.open, takes=number, **rules)  # of the first release
        router.form(EDIT_FORM, self.submit, takes=pair, opens=self.form, **rules)
        router.button(EDIT, self.edit, takes=pair, **rules)
        router.button(CANCEL, self.ask_why, takes=number, **rules)
        router.form(CANCEL_FORM, self.say_why, takes=number, opens=self.why_form, **rules)
        router.button(OFF, self.cancel, takes=number, **rules)
        router.button(responses.SKIP, self.skip, takes=number, **rules)
        router.button(responses.STOP, self.stop, takes=number, **rules)
        router.button(responses.FOLLOW, self.follow, takes=number, **rules)
        router.button(responses.BACK, self.bring_back, takes=pair, **rules)
        router.button(LATE, self.how_late, takes=number, **rules)
        router.button(LATE_BY, self.run_late, takes=pair, **rules)

    async def open(self, interaction: Interaction, meeting_id: int) -> None:
        await ui.show(interaction, await self.form(interaction, (meeting_id, 0)))

    async def form(self, _interaction: Interaction, known_as: tuple[int, int]) -> discord.ui.Modal:
        """Over the call as it is now; its id carries the revision that the coordinator has seen."""
        meeting = await self.context.meetings.get(known_as[0])
        self.context.changes.check(meeting)
        custom_id = f"{EDIT_FORM}:{meeting.id}.{meeting.revision}"
        fields = scheduling.fields(typed_again(meeting, meeting.zone))
        title = form_title("Change", meeting, self.context.bot.now())
        return modals.form(title, custom_id, *fields)

    async def submit(
        self, interaction: Interaction, known_as: tuple[int, int], values: Values
    ) -> None:
        """Where people know of the call, show first who will be told what."""
        call = scheduling.filled_in(values)
        old, new = await self.context.changes.look(*known_as, call)
        if old.state != "announced":
            new = await self.context.changes.edit(*known_as, call)
        if old.state != "announced":
            await self._edited(interaction, old, new)
            return
        shown = await self._told(interaction, old, new)
        if known_as[1] != old.revision:
            shown = shown.under(change_text.OVERTAKEN)
        whole_id = f"{old.id}.{old.revision}"
        view = ui.view(
            ui.button("Yes, change it", f"{EDIT}:{whole_id}", style=ui.Style.primary),
            ui.button("Edit", f"{AGAIN}:{EDIT_FORM}:{whole_id}"),
        )
        await ui.reply(
            interaction, shown, view=view, typed=scheduling.as_typed(typed_again(new, new.zone))
        )

    def _then(self, old: Meeting, new: Meeting) -> str:
        """When news that is planned now will be told, in words."""
        at = self.context.changes.told_at(as_known(old), new)
        return change_text.then(at, self.context.bot.now())

    async def _told(self, interaction: Interaction, old: Meeting, new: Meeting) -> Card:
        _, counts = await self.context.meetings.standing(old.id, interaction.user.id)
        now, about = self.context.bot.now(), News(as_known(old), new, [])
        told = change_text.will_be_told(counts, about, self._then(old, new), now)
        odd = ""
        if new.state != "cancelled":
            odd = joining_text.to_know(new, await self.context.meetings.beside(new), now)
        return cards.card(*told, odd)

    async def edit(self, interaction: Interaction, known_as: tuple[int, int]) -> None:
        """Where that is not possible, say why and keep what was typed."""
        call = scheduling.typed_in(interaction.message)
        try:
            old = await self.context.meetings.get(known_as[0])
            new = await self.context.changes.edit(*known_as, call)
        except UserError as error:
            again = ui.view(again_button(f"{EDIT_FORM}:{known_as[0]}.{known_as[1]}"))
            typed = scheduling.as_typed(call)
            await ui.update(interaction, str(error), view=again, typed=typed)
            return
        await self._edited(interaction, old, new)

    async def _edited(self, interaction: Interaction, old: Meeting, new: Meeting) -> None:
        for_all = is_for_all(as_known(old), new)
        then, now = self._then(old, new), self.context.bot.now()
        _, counts = await self.context.meetings.standing(new.id, interaction.user.id)
        told, view = change_text.edited(new, counts, then, now, for_all=for_all), None
        if for_all and await self.context.series.out_of_step(new):
            told += change_text.FOLLOW
            view = responses.follow_button(new)
        if old.state == "announced":  # the card that asked says what came of it
            await ui.update(interaction, told, view=view)
        else:
            await ui.reply(interaction, told, view=view)
        await self._deliver(interaction, new)

    async def ask_why(self, interaction: Interaction, meeting_id: int) -> None:
        """Where nobody knows of the call, nobody has to read why."""
        meeting = await self.context.meetings.get(meeting_id)
        if meeting.state == "cancelled":
            await self._already(interaction, meeting)
        elif meeting.state == "announced":
            await ui.show(interaction, await self.why_form(interaction, meeting_id))
        else:
            await self._sure(interaction, meeting_id, "")

    async def why_form(self, _interaction: Interaction, meeting_id: int) -> discord.ui.Modal:
        meeting, _ = await self.context.changes.look_cancelled(meeting_id, "")
        return modals.form(
            form_title("Call off", meeting, self.context.bot.now()),
            f"{CANCEL_FORM}:{meeting.id}",
            modals.text(
                "reason",
                WHY,
                long=True,
                required=False,
                max_length=LONGEST_REASON,
                help_text="Everybody in the server can read it. You will see it once more first",
            ),
        )

    async def say_why(self, interaction: Interaction, meeting_id: int, values: Values) -> None:
        await self._sure(interaction, meeting_id, values["reason"])

    async def _sure(self, interaction: Interaction, meeting_id: int, reason: str) -> None:
        """Show who will be told what."""
        old, new = await self.context.changes.look_cancelled(meeting_id, reason)
        items = [ui.button("Yes, cancel it", f"{OFF}:{old.id}", style=ui.Style.danger)]
        if old.state == "announced":
            shown = await self._told(interaction, old, new)
            items.append(ui.button("Edit", f"{AGAIN}:{CANCEL_FORM}:{old.id}"))
        else:
            shown = cards.card(change_text.NOBODY_IS_TOLD)
        await ui.reply(interaction, shown, view=ui.view(*items), typed={WHY: reason})

    async def cancel(self, interaction: Interaction, meeting_id: int) -> None:
        """The answer has the way back, also when it was cancelled before."""
        meeting = old = await self.context.meetings.get(meeting_id)
        public = meeting.state == "announced"
        reason = cards.typed_in(interaction.message).get(WHY, "")
        try:
            meeting = await self.context.changes.cancel(meeting_id, reason)
        except AlreadyCancelledError:
            await self._already(interaction, meeting)
            return
        repeats = await self.context.series.of(meeting) is not None
        _, counts = await self.context.meetings.standing(meeting.id, interaction.user.id)
        then = self._then(old, meeting)
        told = change_text.cancelled(meeting, counts, then, self.context.bot.now(), public=public)
        told += f" {change_text.GOES_ON}" if repeats else ""
        view = ui.view(*responses.after_cancelling(meeting, repeats=repeats))
        await ui.update(interaction, f"{told}\n{change_text.WAY_BACK}", view=view)
        await self._deliver(interaction, meeting)

    async def _already(self, interaction: Interaction, meeting: Meeting) -> None:
        repeats = await self.context.series.of(meeting) is not None
        view = ui.view(*responses.after_cancelling(meeting, repeats=repeats))
        told = f"{CANCELLED_ALREADY}\n{change_text.WAY_BACK}"
        await ui.reply(interaction, told, view=view)

    async def bring_back(self, interaction: Interaction, known_as: tuple[int, int]) -> None:
        meeting = await self.context.changes.bring_back(*known_as)
        view = ui.view(responses.announce(meeting)) if meeting.state == "saved" else None
        now = self.context.bot.now()
        told = change_text.brought_back(meeting, self._then(meeting, meeting), now)
        await ui.update(interaction, told, view=view)
        await self._deliver(interaction, meeting)

    async def how_late(self, interaction: Interaction, meeting_id: int) -> None:
        """Show who will be told what; a press tells them."""
        meeting = await self.context.meetings.get(meeting_id)
        self.context.changes.check(meeting)
        _, counts = await self.context.meetings.standing(meeting_id, interaction.user.id)
        items = [
            ui.button(f"{minutes} minutes", f"{LATE_BY}:{meeting_id}.{minutes}")
            for minutes in LATE_MINUTES
        ]
        await ui.reply(interaction, change_text.how_late(meeting, counts), view=ui.view(*items))

    async def run_late(self, interaction: Interaction, about: tuple[int, int]) -> None:
        meeting = await self.context.changes.run_late(*about)
        await ui.update(interaction, change_text.late_is_told(meeting))
        await self._deliver(interaction, meeting)

    async def skip(self, interaction: Interaction, meeting_id: int) -> None:
        meeting = await self.context.changes.skip(meeting_id)
        view = ui.view(responses.stop_button(meeting)) if meeting.series_id else None
        await ui.update(
            interaction, review_text.skipped(meeting, self.context.bot.now()), view=view
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


def what_can_be_done(
    meeting: Meeting, now: datetime, *, repeats: bool
) -> list[discord.ui.Button[Any]]:
    """The buttons of a coordinator's card of a call, by how the call stands."""
    state, saved = state_of(meeting, now), meeting.state == "saved"
    ahead = state in (CallState.COMING, CallState.TODAY)
    change = ui.button("Change", f"{responses.CHANGE}:{meeting.id}")
    who = ui.button("Who is coming", f"{responses.WHO}:{meeting.id}")
    off = ui.button("Cancel the call", f"{CANCEL}:{meeting.id}", style=ui.Style.danger)
    write = ui.button("Write the notes", f"{responses.WRITE}:{meeting.id}")
    agenda = ui.button("Agenda", f"{responses.AGENDA_OF}:{meeting.id}")
    late = ui.button("Running late", f"{LATE}:{meeting.id}")
    jobs = responses.job_buttons(meeting)
    if repeats:
        jobs.append(ui.button("How it repeats", f"{responses.RHYTHM}:{meeting.id}"))
    if state is CallState.CANCELLED:
        soon = now < meeting.ends_at
        back = responses.after_cancelling(meeting, repeats=repeats) if soon else []
        return [*back, who]
    if saved:
        return [responses.announce(meeting), change, *jobs, off] if ahead else []
    stands = (meeting.message_id and meeting.thread_id) or state is CallState.OVER
    up = [] if stands else [responses.announce(meeting)]
    if stands:  # else to put it up stands out
        waits = who if meeting.link else change  # which has the link's field
        (waits if ahead else write).style = ui.Style.primary
    if state is CallState.COMING:
        return [*up, change, who, agenda, write, *jobs, off]
    if state is CallState.OVER:
        return [write, who, agenda]
    return [*up, change, late, who, agenda, write, *(jobs if ahead else []), off]
