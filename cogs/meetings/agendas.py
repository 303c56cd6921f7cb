"""The agenda: suggesting topics, reading them, and posting them the day before."""

from __future__ import annotations

from typing import Any

import discord

from bot import forms, kept, sending, ui
from bot.domain.errors import UserError
from bot.domain.meetings import Meeting
from bot.domain.outbox import Letter, Outcome, mark
from bot.forms import Values
from bot.permissions import is_coordinator
from bot.router import number
from bot.services.call_letters import AGENDA
from bot.services.meetings import GONE
from bot.ui import Interaction
from cogs.meetings import agenda_text, buttons
from cogs.meetings.kit import MeetingKit
from cogs.meetings.topic_review import TopicReviewPresses

TOPIC_FORM = "meetings:1:topic"
TOPIC_RETRY = "meetings:1:topicretry"
TAKE_OFF = "meetings:1:takeoff"


class AgendaPresses:
    """Handlers behind `/meeting agenda` and `/meeting suggest`."""

    def __init__(self, kit: MeetingKit) -> None:
        self.kit = kit
        self.review = TopicReviewPresses(kit)
        router = kit.bot.router
        router.button(buttons.SUGGEST, self.open)
        router.button(TOPIC_RETRY, self.retry)
        router.button(TAKE_OFF, self.take_off)
        router.form(TOPIC_FORM, self.submit)
        # Nor may a topic without a name be told by something else that vanishes with its press.
        kit.bot.silent_after += (TOPIC_FORM,)
        kit.bot.outbox.on(AGENDA, self.post)

    async def open(self, interaction: Interaction, arg: str) -> None:
        """Open the form for a topic, if one still fits."""
        meeting = await self.kit.agendas.check(number(arg, GONE))
        await ui.show(interaction, _form(meeting.id, ""))

    async def retry(self, interaction: Interaction, arg: str) -> None:
        """Open the form with what was typed."""
        await ui.show(interaction, _form(number(arg, GONE), kept.typed_in(interaction.message)))

    async def submit(self, interaction: Interaction, arg: str, values: Values) -> None:
        """Take a topic; what is not taken is handed back."""
        named, meeting_id = values["sign"] == "with", number(arg, GONE)
        take = self._put_on if named else self._hold
        try:
            told = await take(meeting_id, values["topic"], interaction.user.id)
        except UserError as error:
            again = ui.button("Try again", f"{TOPIC_RETRY}:{meeting_id}", style=ui.Style.primary)
            card = kept.card(values["topic"])
            await ui.reply(interaction, str(error), view=ui.view(again), embed=card)
            return
        await ui.reply(interaction, told)
        if not named:
            await self.kit.topic_review.settle()

    async def _put_on(self, meeting_id: int, topic: str, person: int) -> str:
        return agenda_text.suggested(await self.kit.agendas.suggest(meeting_id, topic, person))

    async def _hold(self, meeting_id: int, topic: str, person: int) -> str:
        if not self.kit.bot.setup.current().review:
            raise UserError(agenda_text.NO_REVIEW)
        await self.kit.topic_review.hold(meeting_id, topic, person)
        return agenda_text.HELD

    async def show(self, interaction: Interaction, meeting: Meeting) -> None:
        """Show the agenda; coordinators can take a topic off, and see what waits to go on."""
        about = await self.kit.agendas.of(meeting)
        items: list[discord.ui.Item[Any]] = []
        if meeting.state == "announced":
            items.append(buttons.suggest_button(meeting))
        coordinates = is_coordinator(interaction, self.kit.bot.setup.current())
        if about.topics and coordinates:
            options = [(str(each.id), each.text, None) for each in about.topics]
            items.append(ui.menu(f"{TAKE_OFF}:{meeting.id}", "Take a topic off", options))
        view = ui.view(*items) if items else None
        await ui.reply(interaction, agenda_text.agenda(about), view=view)
        if coordinates:
            await self.review.show_waiting(interaction, meeting)

    async def take_off(self, interaction: Interaction, _arg: str) -> None:
        """Take a topic off the agenda."""
        self.kit.require_coordinator(interaction)
        for topic_id in ui.chosen(interaction):
            await self.kit.agendas.take_off(number(topic_id, GONE))
        await ui.update(interaction, agenda_text.TAKEN_OFF)

    async def post(self, letter: Letter) -> Outcome:
        """Post the agenda in the call's thread."""
        about = await self.kit.agendas.to_post(letter)
        if isinstance(about, Outcome):
            return about
        view = ui.view(buttons.suggest_button(about.meeting, mark(letter)))
        thread_id = about.meeting.thread_id
        return await sending.post(
            self.kit.bot, thread_id, letter, agenda_text.posted(about), view=view
        )


def _form(meeting_id: int, typed: str) -> discord.ui.Modal:
    return forms.form(
        agenda_text.FORM_TITLE,
        f"{TOPIC_FORM}:{meeting_id}",
        forms.words(agenda_text.FORM_WORDS),
        forms.text("topic", "What should we talk about?", default=typed, long=True),
        forms.radio(
            "sign",
            "Show my name?",
            [agenda_text.WITHOUT_NAME, agenda_text.WITH_NAME],
            default="without",
        ),
    )
