"""The notes of a call: asked for, written with a preview, posted, told to who asked."""

from __future__ import annotations

import discord

from bot import cards, modals, sending, ui
from bot.domain.actions import Action
from bot.domain.errors import UserError
from bot.domain.found_actions import find
from bot.domain.meetings import Meeting
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, Urgency, mark
from bot.modals import Values
from bot.router import AGAIN, again_button, number
from bot.services.call_letters import ASK_NOTES
from bot.services.meetings import GONE
from bot.services.notes import NOTES, NOTES_UP
from bot.services.series import NO_REVIEW, NextDate
from bot.ui import Interaction
from cogs.meetings import notes_text, responses, text
from cogs.meetings.context import MeetingContext
from cogs.meetings.found import FoundButtons

NOTES_FORM = "meetings:1:notes"
POST = "meetings:1:post"
NOTES_LABEL = "Notes"


class NotesButtons:
    """What was typed stands in the preview itself until it is posted."""

    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        self.found = FoundButtons(context)
        router, outbox = context.bot.router, context.bot.outbox
        router.button(responses.WRITE, self.open, takes=number, gone=GONE, coordinators=True)
        router.button(responses.NOTES_OF, self.show, takes=number, gone=GONE)
        router.button(POST, self.publish, takes=number, gone=GONE, coordinators=True)
        router.form(
            NOTES_FORM, self.submit, takes=number, gone=GONE, coordinators=True, opens=self.form
        )
        router.button(responses.TELL_ME, self.tell, takes=number, gone=GONE)
        look = sending.looking(context.bot, self._where_posted, self.posted)
        outbox.register(NOTES, self.post, label="notes of a call", look=look)
        look = sending.looking(context.bot, sending.in_review(context.bot), came=None)
        asking = "asking for the notes of a call"
        outbox.register(ASK_NOTES, self.ask, label=asking, look=look, patient=True)
        outbox.register(
            NOTES_UP,
            self.tell_up,
            label="news that the notes of a call are up",
            rank=Urgency.TO_ONE,
            waits_for=_whom,
            look=sending.looking(context.bot, context.with_them, came=None),
        )

    async def open(self, interaction: Interaction, meeting_id: int) -> None:
        await ui.show(interaction, await self.form(interaction, meeting_id))

    async def form(self, _interaction: Interaction, meeting_id: int) -> discord.ui.Modal:
        """Raises UserError where the call has no thread."""
        meeting = await self.context.notes.check(meeting_id)
        return modals.form(
            text.form_title("Notes", meeting, self.context.bot.now()),
            f"{NOTES_FORM}:{meeting.id}",
            modals.words(notes_text.form_words(meeting, self.context.bot.now())),
            modals.text("notes", NOTES_LABEL, long=True, help_text=notes_text.LONGER),
        )

    async def show(self, interaction: Interaction, meeting_id: int) -> None:
        """Say where they are, or offer to tell when they are there."""
        meeting = await self.context.meetings.get(meeting_id)
        written = await self.context.notes.are_written(meeting_id)
        view = None if written else ui.view(responses.tell_me(meeting))
        told = notes_text.where_notes_are(meeting, written=written)
        await ui.reply(interaction, told, view=view)

    async def tell(self, interaction: Interaction, meeting_id: int) -> None:
        """When the notes are up; where they are, say so now."""
        meeting = await self.context.meetings.get(meeting_id)
        if await self.context.notes.are_written(meeting_id):
            await ui.reply(interaction, notes_text.where_notes_are(meeting, written=True))
            return
        meeting, is_told = await self.context.notes.tell(meeting_id, interaction.user.id)
        view = ui.view(responses.tell_me(meeting))
        await ui.reply(interaction, notes_text.tells(meeting, is_told=is_told), view=view)

    async def tell_up(self, letter: Letter) -> Outcome:
        """Told to who asked alone; what cannot arrive waits for their next command."""
        meeting = await self.context.notes.to_tell(letter)
        if isinstance(meeting, Outcome):
            return meeting
        told = notes_text.are_up(meeting, self.context.bot.now())
        view = ui.view(ui.button("Next call", responses.NEXT, mark=mark(letter)))
        bot = self.context.bot
        outcome = await sending.post_to_person(bot, letter.part, letter, told, view=view)
        if outcome.delivery is Delivery.IMPOSSIBLE:
            await bot.notices.keep(letter.part, told)
        return outcome

    async def ask(self, letter: Letter) -> Outcome:
        """Silently, in the review channel, shortly after the end."""
        meeting = await self.context.notes.to_ask(letter)
        if isinstance(meeting, Outcome):
            return meeting
        if not (review := self.context.bot.setup.current().review):
            return NO_REVIEW
        write = ui.button(
            "Write the notes",
            f"{responses.WRITE}:{meeting.id}",
            style=ui.Style.primary,
            mark=mark(letter),
        )
        told = notes_text.ask(meeting)
        return await sending.post(self.context.bot, review, letter, told, view=ui.view(write))

    async def submit(self, interaction: Interaction, meeting_id: int, values: Values) -> None:
        """Show what will stand in the thread before it does."""
        meeting = await self.context.notes.check(meeting_id)
        typed = values["notes"]
        more = notes_text.added(*await self._added(meeting, typed), self.context.bot.now())
        view = ui.view(
            ui.button("Post the notes", f"{POST}:{meeting.id}", style=ui.Style.primary),
            ui.button("Edit", f"{AGAIN}:{NOTES_FORM}:{meeting.id}"),
        )
        told = notes_text.notes_preview(meeting, more)
        unread = await self.context.found_actions.look(meeting, typed)
        await ui.reply(interaction, told, view=view, typed={NOTES_LABEL: typed})
        await self.found.offer(interaction, meeting.id, unread)

    async def _added(self, meeting: Meeting, typed: str) -> tuple[list[Action], NextDate | None]:
        """What the notes say by themselves is not said again under them."""
        said = {
            " ".join(each.what.split())
            for each in find(typed, self.context.bot.now(), meeting.zone)
        }
        actions = await self.context.actions.of_meeting(meeting.id)
        rest = [each for each in actions if each.what not in said]
        return rest, await self.context.series.next_after(meeting)

    async def publish(self, interaction: Interaction, meeting_id: int) -> None:
        """Where that is not possible, hand them back."""
        typed = cards.typed_in(interaction.message).get(NOTES_LABEL, "")
        meeting = await self.context.notes.check(meeting_id)
        if not typed:
            raise UserError(notes_text.EMPTY)
        whole = notes_text.notes(
            meeting, typed, *await self._added(meeting, typed), self.context.bot.now()
        )
        notes_id = await self.context.notes.keep(meeting, cards.split_text(whole, ui.MESSAGE_LIMIT))
        await self.context.bot.outbox.deliver_due()
        if trouble := await self.context.notes.trouble(notes_id):
            again = ui.view(again_button(f"{NOTES_FORM}:{meeting.id}"))
            told = notes_text.failed(meeting, trouble)
            await ui.update(interaction, told, view=again, typed={NOTES_LABEL: typed})
        else:
            await ui.update(interaction, notes_text.notes_posted(meeting))
            await self.found.offer(interaction, meeting.id)

    async def _where_posted(self, letter: Letter) -> sending.Place:
        return sending.channel(self.context.bot, await self.context.notes.thread_of(letter))

    async def posted(self, letter: Letter, _message: discord.Message) -> Outcome:
        await self.context.notes.posted(letter)
        return SENT

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


async def _whom(letter: Letter) -> int:
    return letter.part
