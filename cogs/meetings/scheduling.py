"""Planning a call: the form, what was typed, the preview, and trying again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import discord

from bot import cards, modals, ui
from bot.domain.errors import UserError
from bot.domain.meetings import Meeting, Typed
from bot.domain.rhythms import LAST_WEEKDAY, FifthWeekdayError, say_repeats
from bot.modals import Values
from bot.router import number
from bot.services.meetings import GONE
from bot.services.reminders import ANNOUNCEMENT, EVENT
from bot.ui import Interaction
from cogs.meetings import change_text, responses, text
from cogs.meetings.context import MeetingContext
from cogs.meetings.text import form_title

CHOOSE_CHANNEL = (
    "Choose the announcements channel first, with `/setup channels`. What you typed is kept below."
)
CHOOSE_FIRST = "Choose the announcements channel first, with `/setup channels`; then press again."
RETRY = "meetings:1:retry"
LAST = "meetings:1:last"
SCHEDULE_FORM = "meetings:1:schedule"
EDIT_FORM = "meetings:1:edit"
EDIT_RETRY = "meetings:1:editretry"

PARTS = ("title", "date", "time", "link", "length", "repeats", "zone")
ASKED = ("title", "date", "time", "link", "length")


def as_typed(typed: Typed) -> dict[str, str]:
    """Return what was typed, kept in the message itself until it is tried again."""
    return {part.capitalize(): getattr(typed, part) for part in PARTS}


def typed_in(message: discord.Message | None) -> Typed:
    """Read back from a message what was typed."""
    found = cards.typed_in(message)
    return Typed(**{part: found.get(part.capitalize(), "") for part in PARTS})


def retry_button(*, last_weekday: bool = False) -> discord.ui.View:
    items = [ui.button("Try again", RETRY, style=ui.Style.primary)]
    if last_weekday:
        items.append(ui.button("Use the last weekday", LAST))
    return ui.view(*items)


def edit_retry_button(meeting_id: int) -> discord.ui.View:
    return ui.view(ui.button("Try again", f"{EDIT_RETRY}:{meeting_id}", style=ui.Style.primary))


def edit_form(meeting: Meeting, typed: Typed) -> discord.ui.Modal:
    """Its id carries the revision that the coordinator has seen."""
    custom_id = f"{EDIT_FORM}:{meeting.id}.{meeting.revision}"
    return modals.form(form_title("Change", meeting), custom_id, *_fields(typed))


def filled_in(kept: Typed, values: Values) -> Typed:
    """What the form does not ask is kept."""
    typed = {part: values[part] for part in ASKED}
    return replace(kept, **(typed | {"length": typed["length"] or "60"}))  # as for the command


def _fields(typed: Typed) -> list[discord.ui.Label[Any]]:
    return [
        modals.text("title", "Title", default=typed.title),
        modals.text("date", "Date", default=typed.date, help_text="Like Tue 8 Dec or 8/12/2026"),
        modals.text("time", "Time", default=typed.time, help_text="Like 19:30 or 7.30pm"),
        modals.text("link", "Joining link", default=typed.link, required=False),
        modals.text(
            "length",
            "Length",
            default=typed.length,
            required=False,
            help_text="In minutes, or like 1.5 hours",
        ),
    ]


class SchedulingButtons:
    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        router = context.bot.router
        router.button(responses.ANNOUNCE, self.announce, takes=number, gone=GONE, coordinators=True)
        router.button(responses.SAVE, self.save, takes=number, gone=GONE, coordinators=True)
        router.button(responses.DISCARD, self.discard, takes=number, gone=GONE, coordinators=True)
        router.button(RETRY, self.retry, coordinators=True)
        router.button(LAST, self.take_last_weekday, coordinators=True)
        router.form(SCHEDULE_FORM, self.submit, coordinators=True)

    async def plan(self, interaction: Interaction, call: Typed) -> None:
        """Where a rule is not met, say so and keep what was typed."""
        settings = self.context.bot.setup.current()
        try:
            if not settings.announcements:
                raise UserError(CHOOSE_CHANNEL)
            meeting = await self.context.meetings.draft(call)
        except UserError as error:
            fifth = isinstance(error, FifthWeekdayError)
            view = retry_button(last_weekday=fifth)
            await ui.reply(interaction, str(error), view=view, typed=as_typed(call))
            return
        series = await self.context.series.of(meeting)
        repeats = say_repeats(series.repeats, meeting.wall_start.date()) if series else ""
        shown = text.preview(meeting, settings.rep, self.context.bot.now(), repeats)
        await ui.reply(interaction, shown, view=responses.preview_buttons(meeting))

    async def announce(self, interaction: Interaction, meeting_id: int) -> None:
        if not self.context.bot.setup.current().announcements:
            raise UserError(CHOOSE_FIRST)
        meeting = await self.context.announcements.announce(meeting_id)
        if interaction.message is None:  # `/meeting announce`, not the button under a preview
            await ui.reply(interaction, text.on_its_way(meeting))
        else:
            await ui.update(interaction, text.on_its_way(meeting))
        await self.context.bot.outbox.deliver_due()
        meeting = await self.context.meetings.get(meeting.id)
        told = text.announced(meeting, await self.context.trouble(meeting, ANNOUNCEMENT))
        if trouble := await self.context.trouble(meeting, EVENT):
            told += change_text.no_event(trouble)
        await ui.update(interaction, told)

    async def save(self, interaction: Interaction, meeting_id: int) -> None:
        """Keep a call without telling anybody."""
        meeting = await self.context.meetings.save(meeting_id)
        await ui.update(interaction, text.saved(meeting))

    async def discard(self, interaction: Interaction, meeting_id: int) -> None:
        await self.context.meetings.discard(meeting_id)
        await ui.update(interaction, text.DISCARDED)

    async def retry(self, interaction: Interaction) -> None:
        fields = _fields(typed_in(interaction.message))
        await ui.show(interaction, modals.form("Plan a call", SCHEDULE_FORM, *fields))

    async def take_last_weekday(self, interaction: Interaction) -> None:
        call = typed_in(interaction.message)
        await self.plan(interaction, replace(call, repeats=LAST_WEEKDAY))

    async def submit(self, interaction: Interaction, values: Values) -> None:
        """What the form does not ask is kept in the message it came from."""
        await self.plan(interaction, filled_in(typed_in(interaction.message), values))
