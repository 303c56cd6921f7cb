"""With the receipt code: read, turn pages, let it be shared, close for good."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot import cards, modals, ui
from bot.app import RepBot
from bot.domain.errors import UserError
from bot.domain.questions import Ending, State
from bot.domain.receipts import CodeRefusedError
from bot.modals import Values
from bot.router import again_button, with_number
from bot.services.question_care import THREAD_GONE
from bot.services.questions import Look, Questions
from bot.ui import Interaction, Style
from cogs.questions import drafts, text
from cogs.questions.drafts import Draft
from cogs.questions.news import NewsLetters

CODE = "Receipt code"


class OpeningButtons:
    """What a right code opens for 15 minutes; ids carry the grant, never the question."""

    def __init__(self, bot: RepBot, service: Questions, news: NewsLetters) -> None:
        self._bot = bot
        self._service = service
        self._news = news
        bot.router.button("questions:1:code", self.code)
        bot.router.form("questions:1:opened", self.opened, opens=_open_again)
        bot.router.button("questions:1:again", self.code)  # of the first release, as the next
        bot.router.form("questions:1:reopened", self.opened)
        bot.router.button("questions:1:recode", self.recode, takes=drafts.read)
        # Not opened anew by the router: the words are in the message below the form.
        bot.router.form("questions:1:recoded", self.recoded, takes=drafts.read)
        bot.router.button("questions:1:look", self.look, takes=with_number)
        bot.router.button("questions:1:written", self.written, takes=str)
        bot.router.button("questions:1:showcode", self.show_code, takes=str)
        bot.router.button("questions:1:share", self.share, takes=str)
        bot.router.button("questions:1:close", self.close, takes=str)
        bot.router.button("questions:1:closed", self.closed, takes=str)

    async def code(self, interaction: Interaction) -> None:
        await ui.show(interaction, _code_form("questions:1:opened"))

    async def opened(self, interaction: Interaction, values: Values) -> None:
        """In place of a refusal, so that no mistyped code stays behind; never of a receipt."""
        refused = CODE in cards.typed_in(interaction.message)
        say = drafts.put if refused else ui.reply
        try:
            grant = await self._service.open(interaction.user.id, values["code"])
        except UserError as problem:
            await say(interaction, **_refused(interaction, problem, values["code"]))
            return
        await self._show(interaction, grant, 0, say)

    async def recode(self, interaction: Interaction, draft: Draft) -> None:
        """For a draft whose time was over; a code that was refused stands in the form."""
        typed = cards.typed_in(interaction.message).get(CODE, "")
        await ui.show(interaction, _code_form(f"questions:1:recoded:{draft.arg}", typed))

    async def recoded(self, interaction: Interaction, draft: Draft, values: Values) -> None:
        """Give the draft a new grant; its words are where they were."""
        words, code = drafts.words_in(interaction), values["code"]
        try:
            grant = await self._service.open(interaction.user.id, code)
        except UserError as problem:
            again = ui.button("Try again", f"questions:1:recode:{draft.arg}", style=Style.primary)
            typed = {drafts.WORDS: words, **ui.exactly(interaction, {CODE: code})}
            await drafts.put(interaction, str(problem), ui.view(again), typed)
            return
        draft = Draft(draft.kind, grant)
        send = ui.button("Send", f"questions:1:anyway:{draft.arg}")
        await drafts.show(interaction, draft, words, text.OPEN_AGAIN, send)

    async def look(self, interaction: Interaction, grant_and_page: tuple[str, int]) -> None:
        await self._show(interaction, *grant_and_page, drafts.put)

    async def written(self, interaction: Interaction, grant: str) -> None:
        """Hide the code only when its owner says so; for the grant's time it can be shown again."""
        self._service.code(grant)
        buttons = (_show_again(grant), ui.button("Open my question", f"questions:1:look:{grant}.0"))
        await ui.update(interaction, text.WRITTEN_DOWN, view=ui.view(*buttons))

    async def show_code(self, interaction: Interaction, grant: str) -> None:
        """In a message of its own, so that nothing is written over."""
        code = self._service.code(grant)
        shown = text.CODE_AGAIN.format(code)
        await ui.reply(interaction, shown, files=[drafts.receipt_file(code)])

    async def share(self, interaction: Interaction, grant: str) -> None:
        await self._service.share(grant)
        await drafts.say_kept(interaction, text.SHARED, first=ui.reply)

    async def close(self, interaction: Interaction, grant: str) -> None:
        """Ask once more before closing."""
        await self._service.look(grant)
        yes = ui.button("Close and destroy", f"questions:1:closed:{grant}", style=Style.danger)
        back = ui.button("Keep it", f"questions:1:look:{grant}.0")
        await drafts.put(interaction, text.SURE, ui.view(yes, back))

    async def closed(self, interaction: Interaction, grant: str) -> None:
        """The direct message goes first, because its place goes too."""
        look = await self._service.look(grant)
        gone = await self._news.is_deleted(look.news)
        await self._service.withdraw(grant, gone, look.news)
        said = text.CLOSED if gone or look.unreachable else text.CLOSED_WITH_MESSAGE
        await drafts.say_kept(interaction, said)

    async def _show(
        self, interaction: Interaction, grant: str, page: int, say: Callable[..., Awaitable[Any]]
    ) -> None:
        look = await self._service.look(grant)
        pages = text.pages(look)
        page = min(page, len(pages) - 1)
        link = f"https://discord.com/channels/{self._bot.config.guild_id}/{look.question.thread_id}"
        view = ui.view(*_buttons(look, grant, link), *_turning(grant, page, len(pages)))
        await say(interaction, cards.card(text.status(look), cards.Line(), pages[page]), view=view)
        await self._news.looked(look.question.id, look.news)


def _refused(interaction: Interaction, problem: UserError, code: str) -> dict[str, Any]:
    """What was typed is kept in the answer only."""
    if not isinstance(problem, CodeRefusedError):
        return {"shown": str(problem)}
    view = ui.view(again_button("questions:1:opened"))
    return {"shown": str(problem), "typed": ui.exactly(interaction, {CODE: code}), "view": view}


async def _open_again(_interaction: Interaction) -> discord.ui.Modal:
    return _code_form("questions:1:opened")


def _code_form(custom_id: str, typed: str = "") -> discord.ui.Modal:
    return modals.form(
        "Open my question",
        custom_id,
        modals.text("code", CODE, default=typed, placeholder="123456-1111-2222-3333-4444"),
    )


def _buttons(look: Look, grant: str, link: str) -> list[discord.ui.Button[Any]]:
    question = look.question
    made = []
    if question.state is State.OPEN and not question.blocked and not question.ending:
        made.append(ui.button("Reply", f"questions:1:write:{Draft('reply', grant).arg}"))
        if question.answered and not question.shared:
            made.append(ui.button("Let others find it", f"questions:1:share:{grant}"))
    stands = question.ending is not Ending.TAKEN_DOWN and look.note != THREAD_GONE
    if question.state is State.OPEN and stands:
        made.append(ui.link("Open its thread", link))
    if question.state is State.CHANGES and not question.blocked:
        made.append(ui.button("Change it", f"questions:1:write:{Draft('change', grant).arg}"))
    word = "Close it" if question.state in (State.OPEN, State.DECLINED) else "Withdraw it"
    return [*made, ui.button(word, f"questions:1:close:{grant}"), _show_again(grant)]


def _show_again(grant: str) -> discord.ui.Button[Any]:
    return ui.button("Show it again", f"questions:1:showcode:{grant}")


def _turning(grant: str, page: int, pages: int) -> list[discord.ui.Button[Any]]:
    made = []
    if page > 0:
        made.append(ui.button("Earlier", f"questions:1:look:{grant}.{page - 1}", row=1))
    if page < pages - 1:
        made.append(ui.button("Later", f"questions:1:look:{grant}.{page + 1}", row=1))
    return made
