"""`This month`, `Questions to ask` and the picture of who answers to whom."""

from __future__ import annotations

import io

import discord

from bot import cards, ui
from bot.app import RepBot
from bot.cards import Line, Part, Picture, Section
from bot.content import PICTURE
from bot.domain.errors import UserError
from bot.domain.library import Kind
from bot.domain.rep_year import THEMES
from bot.router import EXPIRED, pair
from bot.services.library import Library
from bot.services.rep_year import RepYear
from bot.ui import Interaction
from cogs.library import buttons
from cogs.library.cards import moment_in_brief, question_in_brief

MOST_SHOWN = 3
AT_ONCE = 3
NO_MOMENT = "Nothing that I know of falls into this month. The menu has the whole year."
ASK_WHAT = "### Questions to ask\nChoose a theme: three at a time, each to read aloud as it stands."
NO_ANSWER = "-# No answer in the room? **Who will answer, and by which date?**"
NO_QUESTIONS = "There is no question on that theme at the moment. Do you know one?"
PICTURE_NAME = "who-answers-to-whom.png"
ALT = (
    "A drawing in five boxes, from top to bottom. Region (NHS England), one of seven: oversees"
    " boards and trusts. Board (ICB), one of 36: plans care and pays for it, the partnership"
    " included, and answers to the region. LMNS, the board's maternity and neonatal arm: part of"
    " the board, brings trusts and families together. Below it, side by side: the trust, which"
    " runs the hospital or unit and has a safety champion on its board, reports to the LMNS; and"
    " the MNVP (you), families, lay people and staff with an independent lay lead, says to the"
    " LMNS what families need, and is heard inside the trust too. A worry goes up the same way:"
    " trust, board, region."
)
# Beside the picture Discord takes 256 characters, with the file 1,024.
IN_SHORT = (
    "Five boxes. At the bottom the trust and the MNVP (you), both to the LMNS, which is part of the"
    " board (ICB); the board answers to the region (NHS England). The MNVP is heard inside the"
    " trust too."
)


class YearButtons:
    def __init__(self, bot: RepBot, library: Library) -> None:
        self.library = library
        self.year = RepYear(bot.database)
        bot.router.button(buttons.MONTH, self.month)
        bot.router.button(buttons.QUESTIONS, self.themes)
        bot.router.button(buttons.THEME, self.theme, takes=str)
        bot.router.button(buttons.THEME_NEXT, self.further, takes=pair)
        bot.router.button(buttons.PICTURE, self.picture)

    async def month(self, interaction: Interaction) -> None:
        """What hurts to read is behind `Read`; its note stands here."""
        found = await self.year.month(self.library.today())
        parts: list[Part] = [f"### {self.library.today():%B} in a rep's year"]
        for kept in found[:MOST_SHOWN]:
            read = ui.button("Read", f"{buttons.OPEN}:{kept.id}")
            parts += [Line(), Section(moment_in_brief(kept.entry), read)]
        if not found:
            parts.append(NO_MOMENT)
        every = await self.library.of_kind(Kind.MOMENT)
        menu = buttons.entry_menu(buttons.OPEN_CHOSEN, "The whole year", every)
        actions = ui.view(menu, ui.button("Questions to ask", buttons.QUESTIONS))
        await ui.reply(interaction, cards.card(*parts, actions=actions))

    async def themes(self, interaction: Interaction) -> None:
        await ui.reply(interaction, ASK_WHAT, view=ui.view(_theme_menu()))

    async def theme(self, interaction: Interaction, theme: str) -> None:
        if theme not in THEMES:
            raise UserError(EXPIRED)
        await self._some(interaction, theme, 0)

    async def further(self, interaction: Interaction, place_and_page: tuple[int, int]) -> None:
        place, page = place_and_page
        if place >= len(THEMES):
            raise UserError(EXPIRED)
        await self._some(interaction, list(THEMES)[place], page)

    async def _some(self, interaction: Interaction, theme: str, page: int) -> None:
        every = await self.year.questions(theme)
        some = every[page * AT_ONCE : (page + 1) * AT_ONCE]
        parts: list[Part] = [f"### Questions: {THEMES[theme]}"]
        for kept in some:
            read = ui.button("What is a good answer?", f"{buttons.OPEN}:{kept.id}")
            parts += [Line(), Section(question_in_brief(kept.entry), read)]
        parts += [Line(), NO_ANSWER] if some else [NO_QUESTIONS]
        items: list[discord.ui.Item[discord.ui.View]] = [_theme_menu()]
        if (page + 1) * AT_ONCE < len(every):
            place = list(THEMES).index(theme)
            items.append(ui.button("More of these", f"{buttons.THEME_NEXT}:{place}.{page + 1}"))
        await ui.reply(interaction, cards.card(*parts, actions=ui.view(*items)))

    async def picture(self, interaction: Interaction) -> None:
        file = discord.File(io.BytesIO(PICTURE.read_bytes()), PICTURE_NAME, description=ALT)
        shown = cards.card("### Who answers to whom", Picture(PICTURE_NAME, IN_SHORT))
        await ui.reply(interaction, shown, files=[file])


def _theme_menu() -> discord.ui.Select[discord.ui.View]:
    options = [(key, name, None) for key, name in THEMES.items()]
    return ui.menu(buttons.THEME, "Questions by theme", options)
