"""What happens when somebody answers: the form, what is kept, and what a listener reads."""

from __future__ import annotations

from typing import Any

from bot import ui, urgent
from bot.app import RepBot
from bot.domain.checkins import LOWEST, Answer, Audience, Given
from bot.domain.danger import Kind as Danger
from bot.domain.errors import UserError
from bot.forms import Values
from bot.permissions import has_role, is_coordinator
from bot.router import number
from bot.services.checkin_answers import Answers, Form
from bot.services.checkins import CheckIns
from bot.services.shared_answers import SharedAnswers
from bot.ui import Interaction
from cogs.checkins import buttons, forms, rhythm_text, text

LISTENERS_ONLY = "That is for listeners. `/hello` reaches them."
GONE = "This check-in has been taken back, or is over 30 days old."


class CheckInPresses:
    """Handlers behind the ids in buttons.py."""

    def __init__(
        self, bot: RepBot, checkins: CheckIns, answers: Answers, shared: SharedAnswers
    ) -> None:
        self.bot = bot
        self.checkins = checkins
        self.answers = answers
        self.shared = shared
        for prefix, handler in (
            (buttons.PANEL, self.panel),
            (buttons.ANSWER, self.answer),
            (buttons.CHANGE, self.change),
            (buttons.NOW, self.now),
            (buttons.READ, self.read),
        ):
            bot.router.button(prefix, handler)
        bot.router.form(buttons.ANSWER_FORM, self.answered)

    async def panel(self, interaction: Interaction, _arg: str) -> None:
        """Open the form for somebody who is in; explain to somebody who is not."""
        if await self.checkins.of_person(interaction.user.id) is None:
            await ui.reply(interaction, rhythm_text.INVITATION, view=buttons.invitation_buttons())
            return
        await self.now(interaction, "0")

    async def now(self, interaction: Interaction, _arg: str) -> None:
        """Open the form, for an answer or to change today's."""
        form = await self.answers.form(interaction.user.id)
        await ui.show(interaction, forms.answer_form(form))

    async def answer(self, interaction: Interaction, arg: str) -> None:
        """Open the form from a question."""
        form = await self.answers.form(interaction.user.id, number(arg, text.NO_USE))
        await ui.show(interaction, forms.answer_form(form))

    async def change(self, interaction: Interaction, arg: str) -> None:
        """Open the form with the answer that stands there; later, with a new one."""
        form = await self.answers.form(interaction.user.id, change=True)
        if form.changes is None or form.changes.answer.id != number(arg, text.NO_USE):
            raise UserError(
                "That answer can no longer be changed, since I have asked again, or it was"
                " replaced or deleted. `/checkin now` gives a new one."
            )
        await ui.show(interaction, forms.answer_form(form))

    async def answered(self, interaction: Interaction, arg: str, values: Values) -> None:
        """Keep an answer."""
        person = interaction.user.id
        given = forms.given_in(
            values["feeling"], values["audience"], values["words"], counted=values.ticked("counted")
        )
        if given is None:
            raise UserError(text.PICK_A_WORD + text.GIVEN_BACK + values["words"])
        since, _, changes = arg.partition(".")
        before = await self.answers.own(person, number(changes, text.NO_USE)) if changes else None
        placeless = given.audience is Audience.LISTENERS and not self.bot.setup.current().support
        if placeless:
            given = Given(given.feeling, Audience.ME, given.counted, given.words)
        answer = await self.answers.keep(person, Form(number(since, text.NO_USE), before), given)
        if answer is None:
            view = buttons.now_button()
            await ui.reply(interaction, text.too_late(given.words), view=view)
            return
        if answer.feeling is LOWEST:
            urgent.notice(interaction, [Danger.MIND])
        kept = await self._kept(answer, changed=before is not None)
        said = f"{kept}\n{text.NO_LISTENERS_YET}" if placeless else kept
        await ui.reply(interaction, said, view=buttons.kept_buttons(answer))

    async def _kept(self, answer: Answer, *, changed: bool) -> str:
        checkin = await self.checkins.of_person(answer.person)
        next_at = None if checkin is None else self.checkins.next_for(checkin)
        zone = self.bot.config.timezone
        if answer.feeling is LOWEST:
            short = text.kept(answer, changed=changed, next_at=None, zone=zone)
            return f"{text.A_LOT_TO_CARRY}\n\n{short}"
        return text.kept(answer, changed=changed, next_at=next_at, zone=zone)

    async def read(self, interaction: Interaction, arg: str) -> None:
        """Note under a shared answer that a listener has read it."""
        settings = self.bot.setup.current()
        if not (has_role(interaction, settings.listener) or is_coordinator(interaction, settings)):
            raise UserError(LISTENERS_ONLY)
        shown = await self.shared.shared(number(arg, text.NO_USE))
        if shown is None or interaction.message is None:
            raise UserError(GONE)
        content = text.read_by(interaction.message.content, interaction.user.id)
        await ui.update(
            interaction, content, view=buttons.read_button(shown.answer.id, mark_of(interaction))
        )


def mark_of(interaction: Interaction) -> str:
    """Return the letter's mark on the pressed button, to keep it there."""
    data: Any = interaction.data or {}
    return str(data.get("custom_id", "")).partition("~")[2]
