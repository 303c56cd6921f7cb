"""What happens when a button of a call is pressed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial

from bot import ui
from bot.app import RepBot
from bot.domain.errors import UserError
from bot.domain.meetings import Typed
from bot.forms import Values
from bot.permissions import require_coordinator
from bot.services.meetings import ANNOUNCEMENT, GONE, Meetings
from bot.services.reminders import Reminders
from bot.ui import Interaction
from cogs.meetings import buttons, text

Plan = Callable[[Interaction, Typed], Awaitable[None]]
ASKED = ("title", "date", "time", "link", "length")


class MeetingPresses:
    """Handlers behind the ids in buttons.py."""

    def __init__(self, bot: RepBot, meetings: Meetings, reminders: Reminders, plan: Plan) -> None:
        self.bot = bot
        self.meetings = meetings
        self.reminders = reminders
        self.plan = plan
        for answer, prefix in buttons.ANSWER_BUTTONS.items():
            bot.router.button(prefix, partial(self.answer, answer=answer))
        bot.router.button(buttons.LINK, self.show_link)
        bot.router.button(buttons.NEXT, self.show_next)
        bot.router.button(buttons.ANNOUNCE, self.announce)
        bot.router.button(buttons.SAVE, self.save)
        bot.router.button(buttons.DISCARD, self.discard)
        bot.router.button(buttons.RETRY, self.retry)
        bot.router.form(buttons.SCHEDULE_FORM, self.submit)

    async def answer(self, interaction: Interaction, arg: str, *, answer: str) -> None:
        """Keep the answer of the person who pressed."""
        person = interaction.user.id
        meeting, counts = await self.meetings.answer(number(arg), person, answer)
        choice = await self.reminders.choice(person)
        how = choice.how if choice.reachable else "thread"
        await ui.reply(interaction, text.answered(meeting, counts, answer, how))

    async def show_link(self, interaction: Interaction, arg: str) -> None:
        """Show the joining link privately."""
        meeting = await self.meetings.get(number(arg))
        if meeting.state == "cancelled":
            raise UserError("This call has been cancelled.")
        await ui.reply(interaction, text.joining_link(meeting))

    async def show_next(self, interaction: Interaction, _arg: str) -> None:
        """Show the next call, with its buttons."""
        meeting = await self.meetings.find(None)
        own, counts = await self.meetings.standing(meeting.id, interaction.user.id)
        view = buttons.call_buttons(meeting)
        await ui.reply(interaction, text.next_call(meeting, own, counts), view=view)

    async def announce(self, interaction: Interaction, arg: str) -> None:
        """Announce a call, and say how it went."""
        settings = self.bot.setup.current()
        require_coordinator(interaction, settings)
        if not settings.announcements:
            raise UserError(
                "Choose the announcements channel first, with `/setup channels`; then press again."
            )
        meeting = await self.meetings.announce(number(arg))
        if interaction.message is None:
            await ui.reply(interaction, text.on_its_way(meeting))
        else:
            await ui.update(interaction, text.on_its_way(meeting))
        await self.bot.outbox.deliver_due()
        meeting = await self.meetings.get(meeting.id)
        letters = (await self.meetings.attendance(meeting)).letters
        trouble = [why for kind, _, state, why in letters if (kind, state) == FAILED]
        told = text.announced(meeting, trouble[-1] if trouble else "")
        await interaction.edit_original_response(content=told)

    async def save(self, interaction: Interaction, arg: str) -> None:
        """Keep a call without telling anybody."""
        require_coordinator(interaction, self.bot.setup.current())
        await ui.update(interaction, text.saved(await self.meetings.save(number(arg))))

    async def discard(self, interaction: Interaction, arg: str) -> None:
        """Forget a preview."""
        require_coordinator(interaction, self.bot.setup.current())
        await self.meetings.discard(number(arg))
        await ui.update(interaction, text.DISCARDED)

    async def retry(self, interaction: Interaction, _arg: str) -> None:
        """Open the form, filled in with what was typed."""
        require_coordinator(interaction, self.bot.setup.current())
        await ui.show(interaction, buttons.schedule_form(buttons.typed_in(interaction.message)))

    async def submit(self, interaction: Interaction, _arg: str, values: Values) -> None:
        """Try once more; what the form does not ask is kept in the message it came from."""
        require_coordinator(interaction, self.bot.setup.current())
        kept = buttons.typed_in(interaction.message)
        await self.plan(interaction, replace(kept, **{part: values[part] for part in ASKED}))


FAILED = (ANNOUNCEMENT, "failed")


def number(arg: str) -> int:
    """Return the call's number from a button's id. Raises UserError for what is none."""
    if not (arg.isascii() and arg.isdigit() and len(arg) < 16):
        raise UserError(GONE)
    return int(arg)
