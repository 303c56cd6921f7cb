"""What happens when somebody opts in, rests, comes back or leaves."""

from __future__ import annotations

from datetime import time

from bot import ui
from bot.app import RepBot
from bot.domain.dates import parse_date
from bot.domain.errors import UserError
from bot.domain.rhythms import USUAL_TIME, begin, parse_every
from bot.domain.times import zone_named
from bot.forms import Values
from bot.services.checkins import CheckIns
from bot.services.prompts import Prompts
from bot.ui import Interaction
from cogs.checkins import buttons, forms, rhythm_text
from cogs.checkins.letters import try_out


class RhythmPresses:
    """Handlers behind the ids in buttons.py that change when somebody is asked."""

    def __init__(self, bot: RepBot, checkins: CheckIns, prompts: Prompts) -> None:
        self.bot = bot
        self.checkins = checkins
        self.prompts = prompts
        for prefix, handler in (
            (buttons.EVERY, self.every),
            (buttons.TRY, self.try_again),
            (buttons.BACK, self.come_back),
            (buttons.REST, self.rest),
            (buttons.STOP, self.stop),
            (buttons.REALLY_STOP, self.really_stop),
        ):
            bot.router.button(prefix, handler)
        bot.router.form(buttons.REST_FORM, self.resting)

    async def start(
        self, interaction: Interaction, every: str, weekday: int | None, at: time
    ) -> None:
        """Opt in, and try out at once whether a direct message arrives."""
        zone = self.bot.config.timezone
        rhythm = begin(parse_every(every), weekday, at, zone, self.bot.now())
        first = await self.checkins.opt_in(interaction.user.id, rhythm)
        if await try_out(interaction.user):
            await ui.reply(interaction, rhythm_text.opted_in(rhythm.every, first, zone))
            return
        if (checkin := await self.checkins.of_person(interaction.user.id)) is not None:
            await self.prompts.unreachable(checkin)
        said = rhythm_text.opted_in_but_closed(first, zone)
        await ui.reply(interaction, said, view=buttons.try_again())

    async def every(self, interaction: Interaction, arg: str) -> None:
        """Opt in with one press."""
        await self.start(interaction, arg, None, USUAL_TIME)

    async def try_again(self, interaction: Interaction, _arg: str) -> None:
        """Try the direct message once more."""
        if await self.checkins.of_person(interaction.user.id) is None:
            raise UserError(rhythm_text.NOT_IN)
        if not await try_out(interaction.user):
            raise UserError(
                f"It did not arrive yet. {rhythm_text.HOW_TO_OPEN} Then press once more."
            )
        await self.come_back(interaction, "0")

    async def come_back(self, interaction: Interaction, _arg: str) -> None:
        """Ask again, in the old rhythm."""
        checkin = await self.checkins.come_back(interaction.user.id)
        next_at = None if checkin is None else self.checkins.next_for(checkin)
        if checkin is None or next_at is None:
            raise UserError(rhythm_text.NOT_IN)
        await ui.reply(interaction, rhythm_text.back(next_at, checkin.rhythm.zone))

    async def rest(self, interaction: Interaction, _arg: str) -> None:
        """Ask until when."""
        if await self.checkins.of_person(interaction.user.id) is None:
            raise UserError(rhythm_text.NOT_IN)
        await ui.show(interaction, forms.rest_form())

    async def resting(self, interaction: Interaction, _arg: str, values: Values) -> None:
        """Rest until the day that was written."""
        await self.pause(interaction, values["until"])

    async def pause(self, interaction: Interaction, until: str) -> None:
        """Rest until a day, as people write it."""
        checkin = await self.checkins.of_person(interaction.user.id)
        if checkin is None:
            raise UserError(rhythm_text.NOT_IN)
        zone = checkin.rhythm.zone
        day = parse_date(until, self.bot.now().astimezone(zone_named(zone)).date())
        next_at = await self.checkins.pause(checkin, day)
        await ui.reply(interaction, rhythm_text.paused(day, next_at, zone))

    async def stop(self, interaction: Interaction, _arg: str) -> None:
        """Ask whether stopping is meant, since it deletes."""
        await ui.reply(interaction, rhythm_text.SURE, view=buttons.sure_buttons())

    async def really_stop(self, interaction: Interaction, _arg: str) -> None:
        """Leave."""
        left = await self.checkins.leave(interaction.user.id)
        await ui.reply(interaction, rhythm_text.STOPPED if left else rhythm_text.NOTHING_TO_STOP)
