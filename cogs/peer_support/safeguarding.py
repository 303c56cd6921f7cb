"""`I am worried about somebody`: what to do now, then a form to the safeguarding lead alone."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import discord

from bot import modals, permissions, sending, ui, urgent
from bot.app import RepBot
from bot.domain.errors import UserError
from bot.domain.outbox import SENT, Delivery, Letter, Outcome, mark
from bot.modals import Values
from bot.router import number
from bot.services.letter_kinds import Look
from bot.services.notices import Say
from bot.services.safeguarding import (
    CLEAR,
    NOT_YOURS,
    TELL,
    UNREAD,
    WRITER,
    Role,
    Safeguarding,
)
from bot.ui import Interaction
from cogs.peer_support import hello_buttons, hello_text
from cogs.peer_support import safeguarding_text as text
from cogs.peer_support.hello_calls import NOT_WANTED
from cogs.peer_support.hello_deliveries import may_listen

WRITE = "safeguarding:1:write"
FORM = "safeguarding:1:written"
READ = "safeguarding:1:read"
DONE = "safeguarding:1:done"
CHOOSE = "safeguarding:1:choose"
WAITS = "waits:1:read"  # in a direct message to who wrote, so it does not name the feature
CHOSEN = {Role.LEAD: "safeguarding:1:lead", Role.DEPUTY: "safeguarding:1:deputy"}
LONGEST_WORDS = 1500


class Worried:
    def __init__(self, bot: RepBot, safeguarding: Safeguarding) -> None:
        self.bot = bot
        self.safeguarding = safeguarding
        router = bot.router
        router.button(hello_buttons.WORRIED, self.first)
        router.button(WRITE, self.write)
        router.form(FORM, self.written, opens=self.form)
        router.button(READ, self.read, takes=number, gone=NOT_YOURS)
        router.button(DONE, self.done, takes=number, gone=NOT_YOURS)
        router.button(CHOOSE, self.choose, takes=Role, coordinators=True)
        for role, prefix in CHOSEN.items():
            router.button(prefix, partial(self.chosen, role=role), takes=number, coordinators=True)

        router.button(WAITS, self.tell)
        bot.silent_after += ("safeguarding:", WAITS)
        bot.notices.kept_elsewhere.append(self.tell_later)
        bot.desk.first(3, "Safeguarding lead", f"{CHOOSE}:{Role.LEAD}", self._left)

    async def _left(self) -> str:
        return "" if Role.LEAD in await self.safeguarding.chosen() else text.NOBODY_CHOSEN

    async def first(self, interaction: Interaction) -> None:
        """What to do now stands before anything can be written."""
        await self._require_listener(interaction)
        there = await self.safeguarding.chosen()
        write = [ui.button("Write to the safeguarding lead", WRITE)] if there else []
        said = text.FIRST if there else f"{text.FIRST}\n\n{text.NO_LEAD}"
        await ui.reply(interaction, said, view=ui.view(urgent.button(), *write))

    async def write(self, interaction: Interaction) -> None:
        await ui.show(interaction, await self.form(interaction))

    async def form(self, interaction: Interaction) -> discord.ui.Modal:
        await self._require_listener(interaction)
        return modals.form(
            text.FORM,
            FORM,
            modals.words(text.PROMISE),
            modals.text("words", text.WORDS, long=True, max_length=LONGEST_WORDS),
        )

    async def written(self, interaction: Interaction, values: Values) -> None:
        await self._require_listener(interaction)
        await self.safeguarding.write(interaction.user.id, values["words"])
        await ui.reply(interaction, text.SENT)

    async def tell(self, interaction: Interaction) -> None:
        """What the direct message is about; then it goes."""
        found = await self.safeguarding.unheard(interaction.user.id, again=True)
        worried = ui.view(ui.button("Worried about somebody", hello_buttons.WORRIED))
        said = "\n\n".join(map(text.not_read, found)) or text.HEARD
        await ui.reply(interaction, said, view=worried if found else None)
        for concern in found:
            self.safeguarding.told(concern)
        if interaction.message is not None:
            with suppress(discord.HTTPException):  # it goes with the concern at the latest
                await interaction.message.delete()

    async def tell_later(self, person: int, say: Say) -> None:
        """At their next command, whether or not the direct message came: what tells the two apart
        would have to be kept."""
        for concern in await self.safeguarding.unheard(person):
            await say(text.not_read(concern))
            self.safeguarding.told(concern)

    async def read(self, interaction: Interaction, concern_id: int) -> None:
        await self._require_here(interaction)
        concern = await self.safeguarding.open(concern_id, interaction.user.id)
        done = ui.button("I have written it down", f"{DONE}:{concern_id}", style=ui.Style.primary)
        await ui.reply(interaction, text.read(concern), view=ui.view(done))

    async def done(self, interaction: Interaction, concern_id: int) -> None:
        await self._require_here(interaction)
        await self.safeguarding.written_down(concern_id, interaction.user.id)
        await ui.update(interaction, text.DESTROYED)

    async def choose(self, interaction: Interaction, role: Role) -> None:
        menu: discord.ui.UserSelect[discord.ui.View] = discord.ui.UserSelect(
            custom_id=CHOSEN[role], placeholder=text.MENU[role]
        )
        await ui.reply(interaction, text.CHOOSE[role], view=ui.view(menu))

    async def chosen(self, interaction: Interaction, person: int, *, role: Role) -> None:
        member = await permissions.find(self.bot, person)
        if member is None or member.bot:
            raise UserError(text.A_BOT if member else text.LEFT)
        await self.safeguarding.choose(role, person)
        await ui.reply(interaction, text.chosen(await self.safeguarding.chosen()))

    async def _require_here(self, interaction: Interaction) -> None:
        """Asked at Discord: a button of a direct message stays with who has left."""
        if await permissions.find(self.bot, interaction.user.id) is None:
            raise UserError(NOT_YOURS)

    async def _require_listener(self, interaction: Interaction) -> None:
        """Asked at Discord: a button of a direct message does not tell of roles."""
        if not await may_listen(self.bot, interaction.user.id):
            raise UserError(f"{hello_text.NOT_A_LISTENER}\n\n{hello_text.OTHER_HELP}")


class SafeguardingDeliveries:
    """Their messages carry a mark that is known from the concern, so that they can be found and
    deleted with it. No letter leaves a row or a line in the log: with its second, beside what else
    stands there, either would lead to who wrote."""

    def __init__(self, bot: RepBot, safeguarding: Safeguarding) -> None:
        self.bot = bot
        self.safeguarding = safeguarding
        register = partial(bot.outbox.register, kept=False)
        label, look = "a message to the safeguarding lead", self._looking(self._reader)
        register(TELL, self.tell, label=label, look=look)
        register(UNREAD, self.unread, label="a look whether the safeguarding lead has read")
        label, look = "news for a listener who is worried", self._looking(self._writer)
        register(WRITER, self.tell_writer, label=label, look=look)
        register(CLEAR, self.clear, label="deleting the messages about a concern")

    def _looking(self, where: sending.Where) -> Look:
        look = sending.looking(self.bot, where, came=None)
        return lambda letter: look(_own(letter))

    async def _reader(self, letter: Letter) -> sending.Place:
        concern = await self.safeguarding.to_read(letter)
        if concern is None:
            return None
        return await self.bot.create_dm(discord.Object(concern.to[letter.part]))

    async def _writer(self, letter: Letter) -> sending.Place:
        concern = await self.safeguarding.to_read(letter)
        return None if concern is None else await self.bot.create_dm(discord.Object(concern.writer))

    async def tell(self, letter: Letter) -> Outcome:
        """To the lead or, as the second part, to the deputy."""
        concern = await self.safeguarding.to_read(letter)
        if concern is None:
            return NOT_WANTED
        own, style = _own(letter), ui.Style.primary
        view = ui.view(ui.button("Read", f"{READ}:{concern.id}", style=style, mark=mark(own)))
        person, chosen = concern.to[letter.part], await self.safeguarding.chosen()
        role = Role.LEAD if chosen.get(Role.LEAD) == person else Role.DEPUTY
        said = text.to_read(role)
        outcome = await sending.post_to_person(self.bot, person, own, said, view=view)
        if outcome.delivery is Delivery.IMPOSSIBLE:
            await self.safeguarding.pass_on(letter)
        return outcome

    async def unread(self, letter: Letter) -> Outcome:
        if await self.safeguarding.to_read(letter) is None:
            return NOT_WANTED
        await self.safeguarding.pass_on(letter)
        return SENT

    async def tell_writer(self, letter: Letter) -> Outcome:
        """That something waits; where it cannot be said, they read at their next command what.

        A message that still stands says it already.
        """
        concern = await self.safeguarding.to_read(letter)
        if concern is None:
            return NOT_WANTED
        own = replace(_own(letter), attempts=2)
        view = ui.view(ui.button("Read", WAITS, style=ui.Style.primary, mark=mark(own)))
        said = text.NOT_ARRIVED
        return await sending.post_to_person(self.bot, concern.writer, own, said, view=view)

    async def clear(self, letter: Letter) -> Outcome:
        """It was written down, or has had its time: no message says that there was one."""
        concern = await self.safeguarding.get(letter.subject)
        if concern is None:
            return NOT_WANTED
        marks = [mark(_own(replace(letter, part=part))) for part in range(len(concern.to))]
        people = [*concern.to, *([concern.writer] if concern.unheard else [])]
        for person in people:
            outcome = await self._unsend(person, marks, concern.sent_at)
            if outcome.delivery is Delivery.TRY_LATER:
                return outcome
        await self.safeguarding.cleared(concern.id)
        return SENT

    async def _unsend(self, person: int, marks: list[str], sent_at: int) -> Outcome:
        since = self.bot.now() - datetime.fromtimestamp(sent_at, UTC)
        try:
            place = await self.bot.create_dm(discord.Object(person))
            for each in marks:
                own_id = sending.own_id(self.bot)
                while found := await sending.find_marked(place, each, own_id, since):
                    await found.delete()
        except Exception as error:
            return sending.outcome_of(error)
        return SENT


def _own(letter: Letter) -> Letter:
    """With the mark of its concern in place of its own, which goes with its row."""
    return replace(letter, id=letter.subject, due_at=letter.part)
