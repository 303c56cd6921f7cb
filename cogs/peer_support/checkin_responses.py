"""What happens when somebody answers: the form, what is kept, and what a listener reads."""

from __future__ import annotations

from datetime import time
from typing import Any

from bot import ui, urgent
from bot.app import RepBot
from bot.domain.checkins import LOWEST, Audience, Entry, Given
from bot.domain.danger import Kind as Danger
from bot.domain.dates import parse_date
from bot.domain.errors import UserError
from bot.domain.rhythms import USUAL_TIME, Every, begin, parse_every
from bot.domain.times import zone_named
from bot.modals import Values
from bot.permissions import has_role, is_coordinator
from bot.router import number, pair
from bot.services.checkin_entries import Entries, Form, SharedEntries
from bot.services.checkins import CheckIns, Prompts
from bot.ui import Interaction
from cogs.peer_support import checkin_buttons, checkin_text
from cogs.peer_support.checkin_deliveries import try_out

LISTENERS_ONLY = "That is for listeners. `/hello` reaches them."
GONE = "This check-in has been taken back, or is over 30 days old."


class CheckInButtons:
    def __init__(
        self, bot: RepBot, checkins: CheckIns, entries: Entries, shared: SharedEntries
    ) -> None:
        self.bot = bot
        self.checkins = checkins
        self.entries = entries
        self.shared = shared
        router = bot.router
        router.button(checkin_buttons.PANEL, self.panel)
        router.button(checkin_buttons.ANSWER, self.now, takes=number, gone=checkin_text.NO_USE)
        router.button(checkin_buttons.CHANGE, self.change, takes=number, gone=checkin_text.NO_USE)
        router.button(checkin_buttons.NOW, self.now)
        router.button(checkin_buttons.READ, self.read, takes=number, gone=checkin_text.NO_USE)
        router.form(
            checkin_buttons.ANSWER_FORM, self.answered, takes=pair, gone=checkin_text.NO_USE
        )

    async def panel(self, interaction: Interaction) -> None:
        """Open the form for somebody who is in; explain to somebody who is not."""
        if await self.checkins.of_person(interaction.user.id) is None:
            await ui.reply(
                interaction, checkin_text.INVITATION, view=checkin_buttons.invitation_buttons()
            )
            return
        await self.now(interaction)

    async def now(self, interaction: Interaction, due: int = 0) -> None:
        """For an answer or to change today's; `due` is when a question was."""
        form = await self.entries.form(interaction.user.id, due)
        await ui.show(interaction, checkin_buttons.answer_form(form))

    async def change(self, interaction: Interaction, entry_id: int) -> None:
        """Open the form with the answer that stands there; later, with a new one."""
        form = await self.entries.form(interaction.user.id, change=True)
        if form.changes is None or form.changes.entry.id != entry_id:
            raise UserError(
                "That answer can no longer be changed, since I have asked again, or it was"
                " replaced or deleted. `/checkin now` gives a new one."
            )
        await ui.show(interaction, checkin_buttons.answer_form(form))

    async def answered(
        self, interaction: Interaction, since_and_changes: tuple[int, int], values: Values
    ) -> None:
        person = interaction.user.id
        given = checkin_buttons.given_in(
            values["feeling"], values["audience"], values["words"], counted=values.ticked("counted")
        )
        if given is None:
            raise UserError(checkin_text.PICK_A_WORD + checkin_text.GIVEN_BACK + values["words"])
        since, changes = since_and_changes
        before = await self.entries.own(person, changes) if changes else None
        placeless = given.audience is Audience.LISTENERS and not self.bot.setup.current().support
        if placeless:
            given = Given(given.feeling, Audience.ME, given.counted, given.words)
        entry = await self.entries.keep(person, Form(since, before), given)
        if entry is None:
            view = checkin_buttons.now_button()
            await ui.reply(interaction, checkin_text.too_late(given.words), view=view)
            return
        if entry.feeling is LOWEST:
            urgent.notice(interaction, [Danger.MIND])
        kept = await self._kept(entry, changed=before is not None)
        said = f"{kept}\n{checkin_text.NO_LISTENERS_YET}" if placeless else kept
        await ui.reply(interaction, said, view=checkin_buttons.kept_buttons(entry))

    async def _kept(self, entry: Entry, *, changed: bool) -> str:
        checkin = await self.checkins.of_person(entry.person)
        next_at = None if checkin is None else self.checkins.next_for(checkin)
        zone = self.bot.config.timezone
        if entry.feeling is LOWEST:
            short = checkin_text.kept(entry, changed=changed, next_at=None, zone=zone)
            return f"{checkin_text.A_LOT_TO_CARRY}\n\n{short}"
        return checkin_text.kept(entry, changed=changed, next_at=next_at, zone=zone)

    async def read(self, interaction: Interaction, entry_id: int) -> None:
        """Note under a shared answer that a listener has read it."""
        settings = self.bot.setup.current()
        if not (has_role(interaction, settings.listener) or is_coordinator(interaction, settings)):
            raise UserError(LISTENERS_ONLY)
        shown = await self.shared.shared(entry_id)
        if shown is None or interaction.message is None:
            raise UserError(GONE)
        content = checkin_text.read_by(interaction.message.content, interaction.user.id)
        await ui.update(
            interaction,
            content,
            view=checkin_buttons.read_button(shown.entry.id, mark_of(interaction)),
        )


def mark_of(interaction: Interaction) -> str:
    # The button keeps the mark, by which a letter tried again finds what it sent already.
    data: Any = interaction.data or {}
    return str(data.get("custom_id", "")).partition("~")[2]


class RhythmButtons:
    """What changes when somebody is asked."""

    def __init__(self, bot: RepBot, checkins: CheckIns, prompts: Prompts) -> None:
        self.bot = bot
        self.checkins = checkins
        self.prompts = prompts
        bot.router.button(checkin_buttons.EVERY, self.start, takes=parse_every)
        bot.router.button(checkin_buttons.TRY, self.try_again)
        bot.router.button(checkin_buttons.BACK, self.come_back)
        bot.router.button(checkin_buttons.REST, self.rest)
        bot.router.button(checkin_buttons.STOP, self.stop)
        bot.router.button(checkin_buttons.REALLY_STOP, self.really_stop)
        bot.router.form(checkin_buttons.REST_FORM, self.resting)

    async def start(
        self,
        interaction: Interaction,
        every: Every,
        weekday: int | None = None,
        at: time = USUAL_TIME,
    ) -> None:
        """Tries out at once whether a direct message arrives."""
        zone = self.bot.config.timezone
        rhythm = begin(every, weekday, at, zone, self.bot.now())
        first = await self.checkins.opt_in(interaction.user.id, rhythm)
        if await try_out(interaction.user):
            await ui.reply(interaction, checkin_text.opted_in(rhythm.every, first, zone))
            return
        if (checkin := await self.checkins.of_person(interaction.user.id)) is not None:
            await self.prompts.unreachable(checkin)
        said = checkin_text.opted_in_but_closed(first, zone)
        await ui.reply(interaction, said, view=checkin_buttons.try_again())

    async def try_again(self, interaction: Interaction) -> None:
        if await self.checkins.of_person(interaction.user.id) is None:
            raise UserError(checkin_text.NOT_IN)
        if not await try_out(interaction.user):
            raise UserError(
                f"It did not arrive yet. {checkin_text.HOW_TO_OPEN} Then press once more."
            )
        await self.come_back(interaction)

    async def come_back(self, interaction: Interaction) -> None:
        """Ask again, in the old rhythm."""
        checkin = await self.checkins.come_back(interaction.user.id)
        next_at = None if checkin is None else self.checkins.next_for(checkin)
        if checkin is None or next_at is None:
            raise UserError(checkin_text.NOT_IN)
        await ui.reply(interaction, checkin_text.back(next_at, checkin.rhythm.zone))

    async def rest(self, interaction: Interaction) -> None:
        if await self.checkins.of_person(interaction.user.id) is None:
            raise UserError(checkin_text.NOT_IN)
        await ui.show(interaction, checkin_buttons.rest_form())

    async def resting(self, interaction: Interaction, values: Values) -> None:
        await self.pause(interaction, values["until"])

    async def pause(self, interaction: Interaction, until: str) -> None:
        """`until`: a day, as people write it."""
        checkin = await self.checkins.of_person(interaction.user.id)
        if checkin is None:
            raise UserError(checkin_text.NOT_IN)
        zone = checkin.rhythm.zone
        day = parse_date(until, self.bot.now().astimezone(zone_named(zone)).date())
        next_at = await self.checkins.pause(checkin, day)
        await ui.reply(interaction, checkin_text.paused(day, next_at, zone))

    async def stop(self, interaction: Interaction) -> None:
        """Ask whether it is meant, since it deletes."""
        await ui.reply(interaction, checkin_text.SURE, view=checkin_buttons.sure_buttons())

    async def really_stop(self, interaction: Interaction) -> None:
        left = await self.checkins.leave(interaction.user.id)
        await ui.reply(interaction, checkin_text.STOPPED if left else checkin_text.NOTHING_TO_STOP)
