"""Planning a call: the preview, what can be done with it, and trying again."""

from __future__ import annotations

from bot import ui
from bot.domain.errors import UserError
from bot.domain.meetings import Typed
from bot.domain.repeats import FifthWeekdayError, say_repeats
from bot.forms import Values
from bot.router import number
from bot.services.call_letters import ANNOUNCEMENT, EVENT
from bot.services.meetings import GONE
from bot.ui import Interaction
from cogs.meetings import buttons, change_text, text, typed
from cogs.meetings.kit import MeetingKit

CHOOSE_CHANNEL = (
    "Choose the announcements channel first, with `/setup channels`. What you typed is kept below."
)
CHOOSE_FIRST = "Choose the announcements channel first, with `/setup channels`; then press again."


class Planning:
    """Handlers behind `/meeting schedule` and `/meeting announce`."""

    def __init__(self, kit: MeetingKit) -> None:
        self.kit = kit
        router = kit.bot.router
        router.button(buttons.ANNOUNCE, self.announce)
        router.button(buttons.SAVE, self.save)
        router.button(buttons.DISCARD, self.discard)
        router.button(typed.RETRY, self.retry)
        router.button(typed.LAST, self.take_last_weekday)
        router.form(typed.SCHEDULE_FORM, self.submit)

    async def plan(self, interaction: Interaction, call: Typed) -> None:
        """Show the preview; where a rule is not met, say so and keep what was typed."""
        settings = self.kit.bot.setup.current()
        try:
            if not settings.announcements:
                raise UserError(CHOOSE_CHANNEL)
            meeting = await self.kit.meetings.draft(call)
        except UserError as error:
            fifth = isinstance(error, FifthWeekdayError)
            view = typed.retry_button(last_weekday=fifth)
            await ui.reply(interaction, str(error), view=view, embed=typed.typed_card(call))
            return
        series = await self.kit.series.of(meeting)
        repeats = say_repeats(series.repeats, meeting.wall_start.date()) if series else ""
        shown = text.preview(meeting, settings.rep, self.kit.bot.now(), repeats)
        await ui.reply(interaction, shown, view=buttons.preview_buttons(meeting))

    async def announce(self, interaction: Interaction, arg: str) -> None:
        """Announce a call, and say how it went."""
        self.kit.require_coordinator(interaction)
        if not self.kit.bot.setup.current().announcements:
            raise UserError(CHOOSE_FIRST)
        meeting = await self.kit.announcements.announce(number(arg, GONE))
        if interaction.message is None:
            await ui.reply(interaction, text.on_its_way(meeting))
        else:
            await ui.update(interaction, text.on_its_way(meeting))
        await self.kit.bot.outbox.deliver_due()
        meeting = await self.kit.meetings.get(meeting.id)
        told = text.announced(meeting, await self.kit.trouble(meeting, ANNOUNCEMENT))
        if trouble := await self.kit.trouble(meeting, EVENT):
            told += change_text.no_event(trouble)
        await interaction.edit_original_response(content=told)

    async def save(self, interaction: Interaction, arg: str) -> None:
        """Keep a call without telling anybody."""
        self.kit.require_coordinator(interaction)
        await ui.update(interaction, text.saved(await self.kit.meetings.save(number(arg, GONE))))

    async def discard(self, interaction: Interaction, arg: str) -> None:
        """Forget a preview."""
        self.kit.require_coordinator(interaction)
        await self.kit.meetings.discard(number(arg, GONE))
        await ui.update(interaction, text.DISCARDED)

    async def retry(self, interaction: Interaction, _arg: str) -> None:
        """Open the form, filled in with what was typed."""
        self.kit.require_coordinator(interaction)
        await ui.show(interaction, typed.schedule_form(typed.typed_in(interaction.message)))

    async def take_last_weekday(self, interaction: Interaction, _arg: str) -> None:
        """Plan the same call on the last weekday of the month."""
        self.kit.require_coordinator(interaction)
        call = typed.on_the_last_weekday(typed.typed_in(interaction.message))
        await self.plan(interaction, call)

    async def submit(self, interaction: Interaction, _arg: str, values: Values) -> None:
        """Try once more; what the form does not ask is kept in the message it came from."""
        self.kit.require_coordinator(interaction)
        await self.plan(interaction, typed.filled_in(typed.typed_in(interaction.message), values))
