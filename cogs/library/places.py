"""The answer to a town, a hospital or a trust: who runs it, and which board pays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot import cards, ui
from bot.cards import Line, Part, Section
from bot.domain.library import Kept
from bot.domain.places import boards_of, unknown_in
from bot.services.library import Card, Finds, Library
from bot.services.places import Places
from bot.ui import Interaction
from cogs.library import buttons
from cogs.library.cards import card as whole
from cogs.library.cards import place_in_brief, plain

MOST_SHOWN = 4
WHICH = "Several places have that name. Which one do you mean?"
ALL_OF_THEM = "All of these lie under the same board."
NO_ADVICE = (
    "-# For what is open, look at the trust's own page. In labour, or worried: the number on your"
    " notes, or NHS 111; danger: 999."
)
YOUR_PARTNERSHIP = (
    "**Its partnership (MNVP):** look on the trust's maternity page, or ask the board."
)


def unknown_place(found: Finds, query: str, *, bare: bool = True) -> cards.Card | None:
    """What is said of a place that nobody told us; None where no such place was asked for."""
    name = unknown_in(query, found.left_out, found.searched, bare=bare)
    if not name:
        return None
    words = (
        f"I do not know that place: **{plain(name)}**, nor a word or paper of that name. I never"
        " guess at places. Try the name of the"
        " hospital, of its trust, or of a larger town nearby; or suggest what I should know."
    )
    return cards.card(words, actions=buttons.topics())


class PlaceAnswers:
    def __init__(self, places: Places, library: Library) -> None:
        self.places = places
        self.library = library

    async def answer(self, interaction: Interaction, query: str) -> bool:
        """False where no place of ours was typed; then nothing was answered."""
        found = await self.places.asked_for(query)
        if not found:
            return False
        shown = await self.library.cards(found)
        alone = len(shown) == 1
        card = _one(shown[0], self.library.today()) if alone else _several(shown)
        await ui.reply(interaction, card)
        return True


def _one(shown: Card, today: date) -> cards.Card:
    boards = [
        ui.button("Read about the board" if len(shown.see) == 1 else each.title, _open(each.id))
        for each in shown.see
    ]
    wrong = ui.button("Something's wrong", f"{buttons.WRONG}:{shown.kept.id}")
    more = ui.button("More", _open(shown.kept.id))
    actions = ui.view(*boards, more, wrong)
    return cards.card(whole(shown, today), YOUR_PARTNERSHIP, NO_ADVICE, actions=actions)


def _several(shown: Sequence[Card]) -> cards.Card:
    boards = {tuple(boards_of(one.kept.entry)) for one in shown}
    parts: list[Part] = [ALL_OF_THEM if len(boards) == 1 else WHICH]
    for one in shown[:MOST_SHOWN]:
        read = ui.button("Read", _open(one.kept.id))
        parts += [Line(), Section(place_in_brief(one), read)]
    left: list[Kept] = [one.kept for one in shown[MOST_SHOWN:]]
    menu = [buttons.entry_menu(buttons.OPEN_CHOSEN, "Others of that name", left)] if left else []
    return cards.card(*parts, NO_ADVICE, actions=ui.view(*menu))


def _open(entry_id: int) -> str:
    return f"{buttons.OPEN}:{entry_id}"
