"""`Status and settings` of the desk: is all well, what is chosen, what comes next."""

from __future__ import annotations

from bot import backups, cards, sending, ui
from bot.app import RepBot
from bot.cards import Card, Line
from bot.ui import Interaction
from cogs.setup import needs, text
from cogs.setup.wizard import PAGE

STATUS = "setup:1:status"
AGAIN = "setup:1:again"
LATE_SECONDS = 300


class Status:
    def __init__(self, bot: RepBot) -> None:
        self.bot = bot
        bot.router.button(STATUS, self.show, coordinators=True)
        bot.router.button(AGAIN, self.look_again, coordinators=True)
        bot.desk.add(6, "Status and settings", STATUS, "Am I well?", "Channels, roles, permissions")
        bot.desk.first(0, "Set me up", f"{PAGE}:1", self._left)

    async def show(self, interaction: Interaction) -> None:
        await ui.reply(interaction, await self._card())

    async def look_again(self, interaction: Interaction) -> None:
        await ui.update(interaction, await self._card())

    async def _card(self) -> Card:
        bot, settings, now = self.bot, self.bot.setup.current(), self.bot.now()
        states, coming = await bot.outbox.health()
        guild, path = bot.get_guild(bot.config.guild_id), bot.database.path
        health = text.health(
            scheduler=bot.scheduler.state,
            late=await bot.outbox.overdue(sending.EXCUSED),
            old_backup=backups.is_old(path, now),
            missing=needs.check(guild, settings) if guild else [],
        )
        sends = text.sends(
            scheduler=bot.scheduler.state,
            states=states,
            coming=[(bot.outbox.label(each.kind), each.try_at) for each in coming],
            backup=backups.age_in_words(path, now),
        )
        pages = {"Channels": 1, "Roles": 2, "Panel and desk": 3}
        buttons = [ui.button(label, f"{PAGE}:{page}") for label, page in pages.items()]
        view = ui.view(ui.button("Check again", AGAIN), *buttons)
        return cards.card(health, Line(), text.all_chosen(settings), Line(), sends, actions=view)

    async def _left(self) -> str:
        return text.left(self.bot.setup.current())
