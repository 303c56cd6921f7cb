"""Adding and mending partnerships; coordinators look at it, import and export."""

from __future__ import annotations

import io

import discord

from bot import cards, modals, ui
from bot.app import RepBot
from bot.domain.errors import UserError
from bot.domain.partnership_files import is_ours
from bot.domain.partnerships import TEXTS, Partnership, begun_with, with_texts
from bot.modals import Values
from bot.router import number, pair
from bot.services.partnership_editing import CHANGED, DECIDED, NO_MORE, PartnershipEditing
from bot.services.partnerships import GONE, Partnerships
from bot.ui import Interaction
from cogs.partnerships import text

ADD = "mvp:1:add"
ADDED = "mvp:1:added"
FURTHER = "mvp:1:further"
FURTHERED = "mvp:1:furthered"
MEND = "mvp:1:mend"
MEND_ONE = "mvp:1:mendone"
MENDED = "mvp:1:mended"
WAITING = "mvp:1:waiting"
PUT_IN = "mvp:1:putin"
LEAVE_OUT = "mvp:1:leaveout"
EXPORT = "mvp:1:export"
IMPORT = "mvp:1:import"
STILL = "mvp:1:still"
CLOSE = "mvp:1:close"
CLOSED = "mvp:1:closed"
REOPEN = "mvp:1:reopen"
WHAT, REACHED = 0, 1
SHORT, LONG = 200, 700
FILE_NAME = "partnerships.csv"


class EditingButtons:
    def __init__(
        self, bot: RepBot, partnerships: Partnerships, editing: PartnershipEditing
    ) -> None:
        self.bot = bot
        self.partnerships = partnerships
        self.editing = editing
        router = bot.router
        router.button(ADD, self.add)
        router.form(ADDED, self.added, opens=self.form)
        router.button(FURTHER, self.further, takes=number, gone=NO_MORE)
        router.form(FURTHERED, self.furthered, takes=number, gone=NO_MORE, opens=self.further_form)
        router.button(MEND, self.mend, takes=number, gone=GONE)
        router.button(MEND_ONE, self.mend_one, takes=pair, gone=GONE)
        router.form(MENDED, self.mended, takes=pair, gone=GONE, opens=self.mend_form)
        router.button(WAITING, self.waiting, coordinators=True)
        router.button(PUT_IN, self.put_in, takes=pair, gone=DECIDED, coordinators=True)
        router.button(LEAVE_OUT, self.leave_out, takes=pair, gone=DECIDED, coordinators=True)
        router.button(EXPORT, self.export, coordinators=True)
        router.button(IMPORT, self.import_file, coordinators=True)
        router.button(STILL, self.still, takes=number, gone=GONE, coordinators=True)
        router.button(CLOSE, self.close, takes=number, gone=GONE, coordinators=True)
        router.button(REOPEN, self.reopen, takes=number, gone=GONE, coordinators=True)
        router.form(
            CLOSED,
            self.closed,
            takes=number,
            gone=GONE,
            opens=self.close_form,
            coordinators=True,
        )
        one, many = "partnership to look at", "partnerships to look at"
        bot.desk.waits(9, one, many, WAITING, self._count, every="Partnerships")
        bot.imports.append((is_ours, self.look_at))
        bot.silent_after += (ADD, ADDED, FURTHER, FURTHERED, MEND, MEND_ONE, MENDED)

    async def add(self, interaction: Interaction) -> None:
        await ui.show(interaction, await self.form(interaction))

    async def form(self, interaction: Interaction) -> discord.ui.Modal:
        """Filled in with what is known of a place that was looked for in vain."""
        looked_for = cards.typed_in(interaction.message).get(text.FIND, "")
        found = await self.partnerships.find(looked_for) if looked_for else None
        begun = begun_with(looked_for, found.places) if found else Partnership("")
        return _form(text.ADD_TITLE, ADDED, WHAT, begun)

    async def added(self, interaction: Interaction, values: Values) -> None:
        person = interaction.user.id
        proposal = await self.editing.propose(person, 0, _with(Partnership(""), values))
        view = ui.view(ui.button("Add how to reach it", f"{FURTHER}:{proposal}"))
        await ui.reply(interaction, text.SENT_IN, view=view)

    async def further(self, interaction: Interaction, proposal: int) -> None:
        await ui.show(interaction, await self.further_form(interaction, proposal))

    async def further_form(self, interaction: Interaction, proposal: int) -> discord.ui.Modal:
        one = await self.editing.sent_in(interaction.user.id, proposal)
        return _form(text.ADD_MORE_TITLE, f"{FURTHERED}:{proposal}", REACHED, one)

    async def furthered(self, interaction: Interaction, proposal: int, values: Values) -> None:
        person = interaction.user.id
        one = await self.editing.sent_in(person, proposal)
        await self.editing.add_to(person, proposal, _with(one, values))
        await ui.reply(interaction, text.SENT_IN_WHOLE)

    async def mend(self, interaction: Interaction, partnership: int) -> None:
        """Which half of it."""
        one = await self.partnerships.get(partnership)
        view = ui.view(
            ui.button("Name and places", f"{MEND_ONE}:{one.id}.{WHAT}"),
            ui.button(text.ADD_MORE_TITLE, f"{MEND_ONE}:{one.id}.{REACHED}"),
        )
        await ui.reply(interaction, f"### What is to be mended?\n{text.WITHOUT_NAMES}", view=view)

    async def mend_one(self, interaction: Interaction, which: tuple[int, int]) -> None:
        await ui.show(interaction, await self.mend_form(interaction, which))

    async def mend_form(
        self, _interaction: Interaction, which: tuple[int, int]
    ) -> discord.ui.Modal:
        one = await self.partnerships.get(which[0])
        return _form("Mend it", f"{MENDED}:{which[0]}.{which[1]}", which[1], one)

    async def mended(
        self, interaction: Interaction, which: tuple[int, int], values: Values
    ) -> None:
        one = await self.partnerships.get(which[0])
        await self.editing.propose(interaction.user.id, one.id, _with(one, values))
        await ui.reply(interaction, text.SENT_IN_WHOLE)

    async def _count(self) -> int:
        return len(await self.editing.waiting())

    async def waiting(self, interaction: Interaction) -> None:
        await ui.reply(interaction, await self._next())

    async def _next(self, above: str = "", number: int = 0) -> cards.Card:
        """The oldest that waits, and how many more there are."""
        export, waits = ui.button("Export", EXPORT), await self.editing.waiting()
        if not waits:
            said = text.NOTHING_WAITS.format(count=await self.editing.count())
            return cards.card(above, said, text.IMPORT, actions=ui.view(export))
        waits.sort(key=lambda one: one.proposal.id != number)  # it stays where it was not decided
        first = f"{waits[0].proposal.id}.{waits[0].shown}"
        view = ui.view(
            ui.button("Put it in", f"{PUT_IN}:{first}", style=ui.Style.primary),
            ui.button("Leave it out", f"{LEAVE_OUT}:{first}"),
            export,
        )
        return cards.card(above, text.waiting(waits[0], len(waits) - 1), actions=view)

    async def put_in(self, interaction: Interaction, proposal: tuple[int, int]) -> None:
        await self._decide(interaction, proposal, accept=True)

    async def leave_out(self, interaction: Interaction, proposal: tuple[int, int]) -> None:
        await self._decide(interaction, proposal, accept=False)

    async def _decide(
        self, interaction: Interaction, proposal: tuple[int, int], *, accept: bool
    ) -> None:
        one = await self.editing.decide(*proposal, accept=accept)
        above = text.decided(one, accepted=accept) if one else CHANGED
        await ui.update(interaction, await self._next(above, proposal[0]))

    async def export(self, interaction: Interaction) -> None:
        data = await self.editing.export()
        file = discord.File(io.BytesIO(data), FILE_NAME)
        await ui.reply(interaction, text.IMPORT, files=[file])

    async def look_at(self, interaction: Interaction, data: bytes) -> None:
        """What `/resource import` hands over: shown first, with the file, which is kept nowhere."""
        planned = await self.editing.look_at(data)
        if not planned.new and not planned.changed:
            await ui.reply(interaction, text.NOTHING_NEW)
            return
        view = ui.view(ui.button("Import now", IMPORT, style=ui.Style.primary))
        file = discord.File(io.BytesIO(data), FILE_NAME)
        await ui.reply(interaction, text.planned(planned), view=view, files=[file])

    async def import_file(self, interaction: Interaction) -> None:
        """The file is read back from the card that showed what it would do."""
        found = interaction.message.attachments if interaction.message else []
        if not found:
            raise UserError(text.FILE_GONE)
        await ui.wait(interaction)
        try:
            data = await found[0].read()
        except discord.HTTPException:
            raise UserError(text.FILE_GONE) from None
        await ui.update(interaction, text.imported(await self.editing.import_file(data)))

    async def still(self, interaction: Interaction, partnership: int) -> None:
        one = await self.editing.still_right(partnership)
        await ui.reply(interaction, text.partnership(one, self.editing.today()))

    async def close(self, interaction: Interaction, partnership: int) -> None:
        await ui.show(interaction, await self.close_form(interaction, partnership))

    async def close_form(self, _interaction: Interaction, partnership: int) -> discord.ui.Modal:
        one = await self.partnerships.get(partnership)
        into = modals.text(
            "into", text.INTO, required=False, max_length=SHORT, help_text=text.INTO_HINT
        )
        return modals.form(text.CLOSE_TITLE, f"{CLOSED}:{one.id}", into)

    async def closed(self, interaction: Interaction, partnership: int, values: Values) -> None:
        one = await self.editing.close(partnership, values["into"])
        await ui.reply(interaction, text.closed(one, values["into"]))

    async def reopen(self, interaction: Interaction, partnership: int) -> None:
        one = await self.editing.reopen(partnership)
        await ui.reply(interaction, text.partnership(one, self.editing.today()))


def _form(title: str, custom_id: str, group: int, one: Partnership) -> discord.ui.Modal:
    words = modals.words(text.WITHOUT_NAMES)
    if group == REACHED:
        return modals.form(
            title,
            custom_id,
            words,
            _field("led_by", text.LED_BY, one.led_by, hint=text.LED_BY_HINT),
            _field("papers", text.PAPERS, one.papers),
            _field("joining", text.JOINING, one.joining, hint=text.JOINING_HINT, long=True),
        )
    return modals.form(
        title,
        custom_id,
        words,
        _field("name", text.NAME, one.name, required=True),
        _field("area", text.AREA, one.area, hint=text.SEVERAL),
        _field("trusts", text.TRUSTS, one.trusts, hint=text.SEVERAL),
        _field("board", text.BOARD, one.board),
    )


def _field(
    name: str,
    label: str,
    default: str,
    *,
    hint: str | None = None,
    required: bool = False,
    long: bool = False,
) -> discord.ui.Label[discord.ui.LayoutView]:
    return modals.text(
        name,
        label,
        default=default,
        required=required,
        max_length=LONG,
        help_text=hint,
        long=long,
    )


def _with(one: Partnership, values: Values) -> Partnership:
    """With what was typed: a field that a form does not have stays as it is."""
    return with_texts(one, {name: values[name] for name in TEXTS if name in values.typed()})
