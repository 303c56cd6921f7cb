"""How a meeting was: the four ways on, offered before anything is stored."""

from __future__ import annotations

import discord

from bot import cards, handing_over, modals, ui
from bot.app import RepBot
from bot.domain.errors import UserError
from bot.domain.own_meetings import LONGEST_WORDS, checked_words
from bot.modals import Values
from bot.router import number
from bot.services.own_meetings import GONE, OwnMeetings
from bot.ui import Interaction
from cogs.partnerships import meeting_text
from cogs.partnerships.meetings import TELL, WIDE

TOLD = "mvp:1:told"
RETELL = "mvp:1:retell"
KEEP = "mvp:1:keep"
LISTENERS = "mvp:1:listeners"
ASK = "mvp:1:anon"
CALL = "mvp:1:call"
NOT_NOW = "mvp:1:notnow"


class AfterwardsButtons:
    """Telling, and what leads on from it, writes no row: not that it was pressed, not when. So a
    question that follows cannot be found by what else changed in that minute. Only `Keep it for me`
    stores anything, and after it nothing can be asked anonymously of that meeting."""

    def __init__(self, bot: RepBot, meetings: OwnMeetings) -> None:
        self.bot = bot
        self.meetings = meetings
        router = bot.router
        for prefix, handler in (
            (TELL, self.tell),
            (RETELL, self.retell),
            (KEEP, self.keep),
            (LISTENERS, self.listeners),
            (ASK, self.ask),
            (CALL, self.bring),
        ):
            router.button(prefix, handler, takes=number, gone=GONE)
        router.button(NOT_NOW, self.not_now)
        router.form(TOLD, self.told, takes=number, gone=GONE, opens=self.form)
        bot.silent_after += (TELL, TOLD, RETELL, LISTENERS, ASK, CALL)

    async def tell(self, interaction: Interaction, meeting: int) -> None:
        await self.meetings.get(interaction.user.id, meeting)
        await ui.show(interaction, await self.form(interaction, meeting))

    async def retell(self, interaction: Interaction, meeting: int) -> None:
        form = await self.form(interaction, meeting, _words(interaction))
        await ui.show(interaction, form)

    async def form(
        self, _interaction: Interaction, meeting: int, words: str = ""
    ) -> discord.ui.Modal:
        field = modals.text(
            "words", meeting_text.TELL, default=words, long=True, max_length=WIDE * LONGEST_WORDS
        )
        told = f"{TOLD}:{meeting}"
        hint = modals.words(meeting_text.TELL_WORDS)
        return modals.form(meeting_text.TELL_TITLE, told, hint, field)

    async def told(self, interaction: Interaction, meeting: int, values: Values) -> None:
        """The words stand in this private card alone."""
        words = checked_words(values["words"])
        kept = await self.meetings.kept(interaction.user.id, meeting)
        ask = [] if kept else [ui.button("Ask anonymously", f"{ASK}:{meeting}")]
        view = ui.view(
            ui.button("Keep it for me", f"{KEEP}:{meeting}"),
            ui.button("Show the listeners", f"{LISTENERS}:{meeting}"),
            *ask,
            ui.button("Bring it to our call", f"{CALL}:{meeting}"),
            ui.button("Change my words", f"{RETELL}:{meeting}"),
        )
        shown = cards.card(meeting_text.WAYS, meeting_text.KEPT_BEFORE if kept else "")
        await ui.reply(interaction, shown, view=view, typed={meeting_text.WORDS: words})

    async def keep(self, interaction: Interaction, meeting: int) -> None:
        words = _words(interaction)
        await self.meetings.keep(interaction.user.id, meeting, words)
        await ui.update(interaction, meeting_text.KEPT)

    async def listeners(self, interaction: Interaction, meeting: int) -> None:
        """The ordinary form of a check-in, whose answer can then be shown to them."""
        person = interaction.user.id
        await self.meetings.get(person, meeting)
        form = handing_over.CHECK_IN.format(await self.meetings.last_prompt(person))
        words = _words(interaction)
        await handing_over.open_filled(interaction, self.bot.router, form, words)

    async def ask(self, interaction: Interaction, meeting: int) -> None:
        """The ordinary form with its promise, its check and its hold."""
        await self.meetings.may_ask(interaction.user.id, meeting)
        form, words = handing_over.QUESTION, _words(interaction)
        await handing_over.open_filled(interaction, self.bot.router, form, words)

    async def bring(self, interaction: Interaction, meeting: int) -> None:
        """The ordinary form of a topic, with a name or without."""
        await self.meetings.get(interaction.user.id, meeting)
        call = await self.meetings.next_call()
        if not call:
            raise UserError(meeting_text.NO_CALL)
        form, words = handing_over.TOPIC.format(call), _words(interaction)
        await handing_over.open_filled(interaction, self.bot.router, form, words)

    async def not_now(self, interaction: Interaction) -> None:
        await self.meetings.answered(interaction.user.id)
        await ui.reply(interaction, meeting_text.NOT_NOW)


def _words(interaction: Interaction) -> str:
    """Those on the card that carries the button. Raises UserError."""
    words = cards.typed_in(interaction.message).get(meeting_text.WORDS, "")
    if not words:
        raise UserError(meeting_text.NO_WORDS)
    return words
