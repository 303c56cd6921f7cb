"""`People` on the desk: who listens, and the month's line. Nobody's check-ins."""

from __future__ import annotations

from bot import cards, ui
from bot.app import RepBot
from bot.cards import Line
from bot.services.checkin_entries import Entries
from bot.services.listeners import Listeners
from bot.ui import Interaction
from cogs.peer_support import checkin_text, hello_text

OPEN = "people:1:open"
EARLIER = "people:1:earlier"


class PeopleCard:
    def __init__(self, bot: RepBot, entries: Entries, listeners: Listeners) -> None:
        self.entries = entries
        self.listeners = listeners
        bot.router.button(OPEN, self.open, coordinators=True)
        bot.router.button(EARLIER, self.earlier, coordinators=True)
        bot.desk.add(5, "People", OPEN, "People", "Who listens, and how the role feels")

    async def open(self, interaction: Interaction) -> None:
        lines = await self.entries.lines()
        shown = cards.card(
            hello_text.who_listens(await self.listeners.everybody()),
            Line(),
            f"### How the role feels\n{checkin_text.lines(lines[:1])}",
            actions=ui.view(ui.button("Earlier months", EARLIER)) if lines[1:] else None,
        )
        await ui.reply(interaction, shown)

    async def earlier(self, interaction: Interaction) -> None:
        await ui.reply(interaction, checkin_text.lines((await self.entries.lines())[1:]))
