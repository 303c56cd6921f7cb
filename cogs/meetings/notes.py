"""The notes of a call: written, shown to the coordinator, posted in its thread."""

from __future__ import annotations

import discord

from bot import cards, modals, sending, ui
from bot.domain.actions import Action
from bot.domain.errors import UserError
from bot.domain.meetings import Meeting
from bot.domain.outbox import SENT, Letter, Outcome, mark
from bot.modals import Values
from bot.router import AGAIN, again_button, number
from bot.services.agenda import NOTES
from bot.services.meetings import GONE
from bot.services.series import NextDate
from bot.ui import Interaction
from cogs.meetings import responses, text, thread_text
from cogs.meetings.context import MeetingContext

NOTES_FORM = "meetings:1:notes"
WRITE = "meetings:1:write"
POST = "meetings:1:post"
NOTES_LABEL = "Notes"


class NotesButtons:
    """What was typed stands in the preview itself until it is posted."""

    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        router = context.bot.router
        router.button(WRITE, self.open, takes=number, gone=GONE, coordinators=True)
        router.button(POST, self.publish, takes=number, gone=GONE, coordinators=True)
        router.form(
            NOTES_FORM, self.submit, takes=number, gone=GONE, coordinators=True, opens=self.form
        )
        context.bot.outbox.register(NOTES, self.post, label="notes of a call")

    async def open(self, interaction: Interaction, meeting_id: int) -> None:
        await ui.show(interaction, await self.form(interaction, meeting_id))

    async def form(self, _interaction: Interaction, meeting_id: int) -> discord.ui.Modal:
        """Raises UserError where the call has no thread."""
        meeting = await self.context.notes.check(meeting_id)
        return modals.form(
            text.form_title("Notes", meeting),
            f"{NOTES_FORM}:{meeting.id}",
            modals.words(thread_text.form_words(meeting, self.context.bot.now())),
            modals.text("notes", NOTES_LABEL, long=True, help_text=thread_text.LONGER),
        )

    async def submit(self, interaction: Interaction, meeting_id: int, values: Values) -> None:
        """Show what will stand in the thread before it does."""
        meeting = await self.context.notes.check(meeting_id)
        typed = values["notes"]
        if not typed.strip():
            raise UserError(thread_text.EMPTY)
        more = thread_text.added(*await self._added(meeting))
        view = ui.view(
            ui.button("Post the notes", f"{POST}:{meeting.id}", style=ui.Style.primary),
            ui.button("Edit", f"{AGAIN}:{NOTES_FORM}:{meeting.id}"),
        )
        told = thread_text.notes_preview(meeting, more)
        await ui.reply(interaction, told, view=view, typed={NOTES_LABEL: typed})

    async def _added(self, meeting: Meeting) -> tuple[list[Action], NextDate | None]:
        actions = await self.context.actions.of_meeting(meeting.id)
        return actions, await self.context.series.next_after(meeting)

    async def publish(self, interaction: Interaction, meeting_id: int) -> None:
        """Where that is not possible, hand them back."""
        typed = cards.typed_in(interaction.message).get(NOTES_LABEL, "")
        meeting = await self.context.notes.check(meeting_id)
        if not typed:
            raise UserError(thread_text.EMPTY)
        whole = thread_text.notes(meeting, typed, *await self._added(meeting))
        notes_id = await self.context.notes.keep(meeting, cards.split_text(whole, ui.MESSAGE_LIMIT))
        await self.context.bot.outbox.deliver_due()
        if trouble := await self.context.notes.trouble(notes_id):
            again = ui.view(again_button(f"{NOTES_FORM}:{meeting.id}"))
            told = thread_text.failed(meeting, trouble)
            await ui.update(interaction, told, view=again, typed={NOTES_LABEL: typed})
        else:
            await ui.update(interaction, thread_text.notes_posted(meeting))

    async def post(self, letter: Letter) -> Outcome:
        """One message of the notes; the next one is planned once it stands."""
        part = await self.context.notes.to_post(letter)
        if isinstance(part, Outcome):
            return part
        view = ui.view(ui.button("Next call", responses.NEXT, mark=mark(letter)))
        thread_id = part.meeting.thread_id
        outcome = await sending.post(self.context.bot, thread_id, letter, part.text, view=view)
        if outcome == SENT:
            await self.context.notes.posted(letter)
        return outcome
