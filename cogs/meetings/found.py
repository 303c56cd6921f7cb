"""What the notes say is to be done, offered as actions: a press notes it."""

from __future__ import annotations

import asyncio
from typing import Any

import discord

from bot import cards, permissions, ui
from bot.cards import Section
from bot.domain.actions import Action
from bot.domain.errors import UserError
from bot.domain.found_actions import Found
from bot.router import number, pair, split_id
from bot.services.found_actions import NOTED_ALREADY
from bot.services.meetings import GONE
from bot.ui import Interaction
from cogs.meetings import notes_text
from cogs.meetings.context import MeetingContext

NOTE = "meetings:1:foundnote"
ALL = "meetings:1:foundall"
WHO = "meetings:1:foundwho"
FOR = "meetings:1:foundfor"
ADD = "actions:1:add"  # another feature's, offered where it is loaded
LOOK_UP_SECONDS = 2
MOST_NAMESAKES = 2  # more than one is not sure


class FoundButtons:
    """Nothing is noted for anybody whom the coordinator has not seen by name or chosen."""

    def __init__(self, context: MeetingContext) -> None:
        self.context = context
        router = context.bot.router
        router.button(NOTE, self.note, takes=pair, gone=NOTED_ALREADY, coordinators=True)
        router.button(ALL, self.note_all, takes=number, gone=GONE, coordinators=True)
        router.button(WHO, self.ask_who, takes=number, gone=NOTED_ALREADY, coordinators=True)
        router.button(FOR, self.note_for, takes=number, gone=NOTED_ALREADY, coordinators=True)

    async def offer(self, interaction: Interaction, meeting_id: int, unread: int = 0) -> None:
        """Nothing is said where nothing was found. `unread`: in how many lines a date was not."""
        if (card := await self._card(interaction, meeting_id, unread)) is not None:
            await ui.reply(interaction, card)

    async def _card(
        self, interaction: Interaction, meeting_id: int, unread: int = 0
    ) -> cards.Card | None:
        found = await self._people(interaction, meeting_id)
        if not found and not unread:
            return None
        sections = [_line(number, each, person) for number, each, person in found]
        sure = sum(person > 0 for _, _, person in found)
        items = [ui.button("Note all", f"{ALL}:{meeting_id}")] if sure > 1 else []
        if unread and ADD in self.context.bot.router.buttons:
            items.append(ui.button("Add an action", ADD))
        head = notes_text.found(len(found), unread)
        return cards.card(head, *sections, actions=ui.view(*items))

    async def _people(
        self, interaction: Interaction, meeting_id: int
    ) -> list[tuple[int, Found, int]]:
        """Return the lines with their numbers and whom they name; 0 where that is not sure."""
        found = await self.context.found_actions.of(meeting_id)
        names = {each.who for _, each in found if not each.person}
        ids = await asyncio.gather(*(_named(interaction.guild, name) for name in names))
        known = dict(zip(names, ids, strict=True))
        return [(n, each, each.person or known[each.who]) for n, each in found]

    async def note(self, interaction: Interaction, about: tuple[int, int]) -> None:
        await self._check(about[1])
        meeting, action = await self.context.found_actions.note(*about)
        await self._show_rest(interaction, meeting.id, self._noted([action]))

    async def note_all(self, interaction: Interaction, meeting_id: int) -> None:
        """Those whose person is sure."""
        noted = []
        for found_id, _, person in await self._people(interaction, meeting_id):
            if person:
                await self._check(person)
                noted.append((await self.context.found_actions.note(found_id, person))[1])
        if not noted:
            raise UserError(NOTED_ALREADY)
        await self._show_rest(interaction, meeting_id, self._noted(noted))

    def _noted(self, actions: list[Action]) -> str:
        return notes_text.noted(actions, self.context.bot.now())

    async def _show_rest(self, interaction: Interaction, meeting_id: int, told: str) -> None:
        rest = await self._card(interaction, meeting_id)
        await ui.update(interaction, rest.under(told) if rest else told)

    async def ask_who(self, interaction: Interaction, found_id: int) -> None:
        found = await self.context.found_actions.get(found_id)
        menu: discord.ui.UserSelect[discord.ui.View] = discord.ui.UserSelect(
            custom_id=f"{FOR}:{found_id}", placeholder=notes_text.CHOOSE
        )
        await ui.reply(interaction, notes_text.who(found), view=ui.view(menu))

    async def note_for(self, interaction: Interaction, person: int) -> None:
        """Whom was chosen; which line stands in the menu's own id."""
        data: Any = interaction.data or {}
        try:
            found_id = number(split_id(str(data.get("custom_id", "")))[1])
        except ValueError:
            raise UserError(NOTED_ALREADY) from None
        await self._check(person)
        _, action = await self.context.found_actions.note(found_id, person)
        await ui.update(interaction, self._noted([action]))

    async def _check(self, person: int) -> None:
        """Raises UserError for a bot, and for who has left."""
        member = await permissions.find(self.context.bot, person)
        if member is None or member.bot:
            raise UserError(notes_text.A_BOT if member else notes_text.LEFT)


def _line(found_id: int, found: Found, person: int) -> Section:
    if person:
        note = ui.button("Note it", f"{NOTE}:{found_id}.{person}")
    else:
        note = ui.button("Who is it?", f"{WHO}:{found_id}")
    return Section(notes_text.found_line(found, person), note)


async def _named(guild: discord.Guild | None, written: str) -> int:
    """Return the one person in the server whose name begins like this; 0 where that is not sure."""
    name = written.removeprefix("@").strip()
    if guild is None or not name:
        return 0
    try:
        looking = guild.query_members(query=name, limit=MOST_NAMESAKES, cache=False)
        people = await asyncio.wait_for(looking, LOOK_UP_SECONDS)
    except (TimeoutError, discord.DiscordException):
        return 0
    if len(people) != 1 or people[0].bot:
        return 0
    shown = people[0].display_name.casefold()
    return people[0].id if name.casefold() in (shown, *shown.split()[:1]) else 0
