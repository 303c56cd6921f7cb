"""Notes: a form, then messages in the call's thread, each exactly once and in order."""

from __future__ import annotations

from bot import forms, sending, ui
from bot.domain.errors import UserError
from bot.domain.meetings import Meeting
from bot.domain.outbox import SENT, Letter, Outcome, mark
from bot.forms import Values
from bot.router import number
from bot.services.meetings import GONE
from bot.services.notes import NOTES
from bot.ui import Interaction
from cogs.meetings import buttons, notes_text, text
from cogs.meetings.kit import MeetingKit

NOTES_FORM = "meetings:1:notes"


class NotesPresses:
    """Handlers behind `/meeting notes`."""

    def __init__(self, kit: MeetingKit) -> None:
        self.kit = kit
        kit.bot.router.form(NOTES_FORM, self.submit)
        kit.bot.outbox.on(NOTES, self.post)

    async def open(self, interaction: Interaction, meeting: Meeting) -> None:
        """Open the form. Raises UserError where the call has no thread."""
        await self.kit.notes.check(meeting.id)
        form = forms.form(
            text.form_title("Notes", meeting),
            f"{NOTES_FORM}:{meeting.id}",
            forms.words(notes_text.form_words(meeting, self.kit.bot.now())),
            forms.text("notes", "Notes", long=True),
            forms.text("more", "More notes, if they do not fit", long=True, required=False),
        )
        await ui.show(interaction, form)

    async def submit(self, interaction: Interaction, arg: str, values: Values) -> None:
        """Post the notes; where that is not possible, hand them back."""
        typed = "\n".join(part for part in (values["notes"], values["more"]) if part.strip())
        try:
            self.kit.require_coordinator(interaction)
            meeting = await self.kit.notes.check(number(arg, GONE))
            if not typed.strip():
                raise UserError(notes_text.EMPTY)
        except UserError as error:
            await ui.reply(interaction, f"{error}{notes_text.HANDED_BACK}{typed}")
            return
        await ui.wait(interaction)
        actions = await self.kit.actions.of_meeting(meeting.id)
        following = await self.kit.series.next_after(meeting)
        whole = notes_text.notes(meeting, typed, actions, following)
        notes_id = await self.kit.notes.keep(meeting, ui.split_text(whole))
        await self.kit.bot.outbox.deliver_due()
        trouble = await self.kit.notes.trouble(notes_id)
        told = notes_text.failed(meeting, trouble, typed) if trouble else notes_text.posted(meeting)
        await ui.reply(interaction, told)

    async def post(self, letter: Letter) -> Outcome:
        """Post one message of the notes; the next one is planned once it stands."""
        part = await self.kit.notes.to_post(letter)
        if isinstance(part, Outcome):
            return part
        view = ui.view(ui.button("Next call", f"{buttons.NEXT}:0", mark=mark(letter)))
        thread_id = part.meeting.thread_id
        outcome = await sending.post(self.kit.bot, thread_id, letter, part.text, view=view)
        if outcome == SENT:
            await self.kit.notes.posted(letter)
        return outcome
