"""The card and the form to ask, and drafts: edit, send anyway, nothing lost on the way."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import discord

from bot import cards, handing_over, permissions, ui, urgent
from bot.app import RepBot
from bot.discord_codes import ALREADY_ANSWERED, UNKNOWN_WEBHOOK
from bot.domain.errors import UserError
from bot.domain.giveaways import give_aways
from bot.domain.questions import Verb, check_words
from bot.domain.relayed_text import clean
from bot.modals import Values
from bot.router import number
from bot.sending import PASSING
from bot.services.question_limits import Deduplicator, GrantOverError
from bot.services.questions import Questions
from bot.ui import Interaction
from cogs.questions import drafts, text
from cogs.questions.decisions import Decisions
from cogs.questions.drafts import Draft

COUNT_SECONDS = 1.0
LOST = (*PASSING, TimeoutError)


class AskingButtons:
    def __init__(
        self,
        bot: RepBot,
        service: Questions,
        decisions: Decisions,
        check_pause: Callable[[], None],
    ) -> None:
        self._bot = bot
        self._service = service
        self._decisions = decisions
        self._check_pause = check_pause
        self._once = Deduplicator()
        self._members = 0
        self._counted_at: datetime | None = None
        bot.router.button("questions:1:ask", self.ask, takes=_of_meeting)
        bot.router.button("questions:1:more", self.more, takes=_of_meeting)
        bot.router.button("questions:1:new", self.new)
        bot.router.button("questions:1:answer", self.answer, takes=str)
        bot.router.button("questions:1:write", self.write, takes=drafts.read)
        bot.router.button("questions:1:edit", self.edit, takes=drafts.read)
        bot.router.button("questions:1:anyway", self.anyway, takes=drafts.read)
        bot.router.form("questions:1:sent", self.sent, takes=drafts.read, opens=drafts.open_again)

    async def ask(self, interaction: Interaction, meeting: int = 0) -> None:
        """Say what is promised, before a word is typed; nothing is written, whoever presses.

        `meeting`: the words that were told of it stand on the card, and go into the form. Where
        nothing new is taken, what was asked before can still be opened, and withdrawn.
        """
        try:
            await self._check_open(interaction)
        except UserError as nothing_new:
            await drafts.put(
                interaction,
                str(nothing_new),
                ui.view(_way_back(meeting)),
                _told(interaction, meeting),
            )
            return
        await self._promise(interaction, text.promise(await self._count()), meeting)

    async def more(self, interaction: Interaction, meeting: int) -> None:
        await self._promise(interaction, text.more(await self._count()), meeting, more=False)

    async def _promise(
        self, interaction: Interaction, said: str, meeting: int, *, more: bool = True
    ) -> None:
        form = handing_over.QUESTION_OF.format(meeting) if meeting else "questions:1:new"
        buttons = [
            ui.button("Ask a question", form, style=ui.Style.primary),
            _way_back(meeting),
            *([ui.button("More about this", f"questions:1:more:{meeting}")] if more else []),
        ]
        await drafts.put(interaction, said, ui.view(*buttons), _told(interaction, meeting))

    async def new(self, interaction: Interaction) -> None:
        """Refused where nobody could read what is asked, or while questions are paused."""
        await self._check_open(interaction)
        await ui.show(interaction, drafts.form(Draft("ask"), ""))

    async def answer(self, interaction: Interaction, handle: str) -> None:
        """Whether or not the question is still open."""
        await ui.show(interaction, drafts.form(Draft("answer", handle), ""))

    async def write(self, interaction: Interaction, draft: Draft) -> None:
        """Open the form for a reply, or for changed words, filled in with what was asked."""
        look = await self._service.look(draft.key)
        words = look.text if draft.kind == "change" else ""
        await ui.show(interaction, drafts.form(draft, words))

    async def edit(self, interaction: Interaction, draft: Draft) -> None:
        words = drafts.words_in(interaction)
        await ui.show(interaction, drafts.form(draft, words))

    async def sent(self, interaction: Interaction, draft: Draft, values: Values) -> None:
        """Send it, or say first what might give somebody away."""
        draft = drafts.filled_in(draft, values)
        words = clean(values["words"])
        check_words(words)
        found = give_aways(words, _own_names(interaction)) if draft.kind != "answer" else []
        danger = urgent.noticed(interaction) and draft.kind != "answer"
        if found or danger:
            label = "Send anyway" if found else "Send"
            anyway = ui.button(label, f"questions:1:anyway:{draft.arg}")
            why = text.before_sending(found, danger=danger, morning=self._morning(draft))
            await drafts.show(interaction, draft, words, why, anyway)
        else:
            await self._send(interaction, draft, words)

    async def anyway(self, interaction: Interaction, draft: Draft) -> None:
        """Send the draft as it stands, once."""
        words = clean(drafts.words_in(interaction))
        message_id = interaction.message.id if interaction.message else 0
        if not self._once.first(message_id):
            raise UserError(text.SENT_ALREADY)
        try:
            check_words(words)
            sent = await self._send(interaction, draft, words)
        except BaseException:  # cancelled, too: nothing was sent, so it may be pressed again
            self._once.forget(message_id)
            raise
        if not sent:
            self._once.forget(message_id)

    async def _send(self, interaction: Interaction, draft: Draft, words: str) -> bool:
        """Whether it went. Where not, only a grant was over, and the draft waits for the code."""
        try:
            if draft.kind == "ask":
                await self._check_open(interaction)
                await self._ask(interaction, draft, words)
            elif draft.kind == "answer":
                await self._answer(interaction, draft, words)
            else:
                back = ui.button("Back to my question", f"questions:1:look:{draft.key}.0")
                said = await self._add(interaction, draft, words)
                await drafts.say_kept(interaction, said, view=ui.view(back))
        except GrantOverError as problem:
            arg = Draft(draft.kind).arg
            again = ui.button("Enter my code again", f"questions:1:recode:{arg}")
            await drafts.show(interaction, draft, words, text.draft(str(problem)), again)
            return False
        return True

    async def _ask(self, interaction: Interaction, draft: Draft, words: str) -> None:
        person = interaction.user.id
        wants_word, when = draft.wants_word, self._morning(draft)
        code = await self._service.ask(person, words, wants_word=wants_word, morning=bool(when))
        try:
            shown = text.receipt(code, when, wants_word)
            await _hand_over(interaction, shown, str(code), self._service.grant(code))
        except discord.HTTPException:
            await self._service.take_back(code, person)
            raise

    def _morning(self, draft: Draft) -> str:
        """Which morning was chosen, "" for none."""
        return text.morning_of(self._bot.now(), self._bot.outbox.zone) if draft.morning else ""

    async def _answer(self, interaction: Interaction, draft: Draft, words: str) -> None:
        try:
            yes = draft.wants_word
            await self._decisions.take(interaction, Verb.ANSWER, draft.key, words, for_library=yes)
        except UserError as enough:  # to send it again would be of no use
            await drafts.put(interaction, str(enough), typed={drafts.WORDS: words})

    async def _add(self, interaction: Interaction, draft: Draft, words: str) -> str:
        if draft.kind == "reply":
            await self._service.reply(draft.key, interaction.user.id, words)
            return text.REPLIED
        await self._service.change(draft.key, words)
        return text.CHANGED

    async def _count(self) -> int:
        """By Discord's own count, asked for once an hour; 0: unknown."""
        now = self._bot.now()
        if self._counted_at is None or now - self._counted_at >= timedelta(hours=1):
            with contextlib.suppress(discord.DiscordException, *LOST):
                guild_id = self._bot.config.guild_id
                async with asyncio.timeout(COUNT_SECONDS):
                    guild = await self._bot.fetch_guild(guild_id, with_counts=True)
                self._members, self._counted_at = guild.approximate_member_count or 0, now
        return self._members

    async def _check_open(self, interaction: Interaction) -> None:
        """Raises UserError where nothing new is taken, or nothing of this person any more."""
        settings = self._bot.setup.current()
        if not settings.review or not settings.questions:
            raise UserError(text.NO_PLACE)
        self._check_pause()
        await permissions.require_member(self._bot, interaction)


def _way_back(meeting: int) -> ui.Button:
    if meeting:
        return ui.button("Back", handing_over.WAYS_OF.format(meeting))
    return ui.button("I have a receipt code", "questions:1:code")


def _told(interaction: Interaction, meeting: int) -> dict[str, str] | None:
    return cards.typed_in(interaction.message) if meeting else None


def _of_meeting(arg: str) -> int:
    return number(arg) if arg.isdecimal() else 0


async def _hand_over(interaction: Interaction, receipt: str, code: str, grant: str) -> None:
    """Show a receipt. Raises discord.HTTPException where it is sure that nobody has read it.

    Where Discord's answer was lost it may have been read, so the question must stay. Then it is
    shown once more: that is refused only if the first time did not arrive.
    """
    written = ui.button("I have written it down", f"questions:1:written:{grant}")
    view = ui.view(written, ui.button("Open my question", "questions:1:code"))
    try:
        await drafts.put(interaction, receipt, view, files=[drafts.receipt_file(code)])
        return
    except discord.HTTPException as error:
        # Discord said no; after an error of its own it may have shown it all the same.
        if error.status < 500 and error.code != ALREADY_ANSWERED:
            raise
    except LOST:
        pass
    try:
        await ui.reply(interaction, receipt, view=view, files=[drafts.receipt_file(code)])
    except discord.HTTPException as error:
        if error.code == UNKNOWN_WEBHOOK:  # no first answer arrived that this could follow
            raise
    except LOST:
        pass


def _own_names(interaction: Interaction) -> Iterator[str]:
    user = interaction.user
    yield from (user.name, user.display_name, user.global_name or "", str(user.id))
