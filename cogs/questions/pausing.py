"""`Pause all questions`: for everybody, said on the panel, for seven days at most."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot import panel, ui
from bot.app import RepBot
from bot.domain.errors import UserError
from bot.domain.outbox import SENT, Letter, Outcome, Urgency
from bot.domain.times import say_when, zone_named
from bot.router import number
from bot.services.question_review import Reviews
from bot.ui import Interaction
from cogs.questions import drafts, public_text

ASK, PAUSE, RESUME = "questions:1:pause", "questions:1:paused", "questions:1:unpause"
UNTIL = "questions_paused_until"
DAYS = {"For a day": 1, "For three days": 3, "For a week": 7}
OFFER = "Ask it without your name"


class Pausing:
    def __init__(self, bot: RepBot, reviews: Reviews) -> None:
        self._bot = bot
        self._reviews = reviews
        bot.router.button(ASK, self.ask, coordinators=True)
        bot.router.button(PAUSE, self.pause, takes=number, coordinators=True)
        bot.router.button(RESUME, self.resume, coordinators=True)
        over, rank = "the end of a pause of questions", Urgency.CAN_WAIT
        bot.outbox.register("questions.resume", self.over, label=over, rank=rank)

    def until(self) -> str:
        """When questions are taken again, "" where they are taken now."""
        end = datetime.fromtimestamp(int(self._bot.setup.recall(UNTIL) or 0), UTC)
        zone = zone_named(self._bot.config.timezone)
        return say_when(end, zone, now) if (now := self._bot.now()) < end else ""

    def check(self) -> None:
        """Raises UserError while questions are paused."""
        if until := self.until():
            raise UserError(public_text.PAUSED.format(until))

    def button(self) -> ui.Button:
        """`Pause all questions`, or its end."""
        paused = bool(self.until())
        label, press = ("Take questions again", RESUME) if paused else ("Pause all questions", ASK)
        return ui.button(label, press)

    async def ask(self, interaction: Interaction) -> None:
        choices = [ui.button(label, f"{PAUSE}:{days}") for label, days in DAYS.items()]
        await ui.reply(interaction, public_text.ABOUT_PAUSING, view=ui.view(*choices))

    async def pause(self, interaction: Interaction, days: int) -> None:
        end = self._bot.now() + timedelta(days=min(days, max(DAYS.values())))
        await self._bot.setup.remember(**{UNTIL: str(int(end.timestamp()))})
        await self._reviews.pause_ends(int(end.timestamp()))
        await self.say_on_panel()
        said = public_text.PAUSE_SET.format(self.until())
        await drafts.say_kept(interaction, said, view=ui.view(self.button()))

    async def resume(self, interaction: Interaction) -> None:
        await self._bot.setup.remember(**{UNTIL: ""})
        await self.say_on_panel()
        await drafts.say_kept(interaction, public_text.PAUSE_OVER)

    async def over(self, _letter: Letter) -> Outcome:
        await self.say_on_panel()
        return SENT

    async def say_on_panel(self) -> None:
        self.prepare_panel()
        await panel.bring_up_to_date(self._bot)

    def prepare_panel(self) -> None:
        until = self.until()
        about = public_text.PAUSED_ON_PANEL.format(until) if until else OFFER
        self._bot.panel.say("questions:1:ask", about)
