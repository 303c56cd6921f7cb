"""A form that is refused comes back as it was sent, after a restart too."""

from __future__ import annotations

from typing import Any

import discord
import pytest

from bot import modals, ui
from bot.domain.errors import UserError
from bot.modals import Values
from bot.ui import Interaction
from tests.world import World, answer, handed_back, labels, said, typed

WORDS = "**My** words,\n  as <@1> typed them"
OPEN, SENT = "test:1:open", "test:1:sent"


class Feature:
    """A form with one field of each kind."""

    def __init__(self, world: World) -> None:
        world.bot.router.button(OPEN, self.open)
        world.bot.router.form(SENT, self.sent, opens=lambda interaction: self.form(interaction))

    async def form(self, _interaction: Interaction) -> discord.ui.Modal:
        return modals.form(
            "A form",
            SENT,
            modals.text("words", "Your words", long=True),
            modals.radio("how", "How", [("a", "This way", None), ("b", "That way", None)]),
            modals.tick("tell", "Tell me"),
        )

    async def open(self, interaction: Interaction) -> None:
        await ui.show(interaction, await self.form(interaction))

    async def sent(self, _interaction: Interaction, _values: Values) -> None:
        raise UserError("That cannot be.")


def fields(shown: Any) -> dict[str, Any]:
    """Return what each field of an open form begins with."""
    parts = [part["component"] for part in shown.modal["components"] if "component" in part]
    found: dict[str, Any] = {}
    for part in parts:
        chosen = [each["value"] for each in part.get("options", []) if each.get("default")]
        found[part["custom_id"]] = part.get("value") or chosen or part.get("default")
    return found


@pytest.mark.long
async def test_a_refused_form_is_opened_again_as_it_was_sent(world: World) -> None:
    Feature(world)
    place = world.bot.get_partial_messageable(world.channels["general"].id)
    message = await place.send("x", view=ui.view(ui.button("Open", OPEN)))
    form = await world.press("ria", message, "Open")
    sent = await world.people["ria"].submit_modal(form, {"words": WORDS, "how": "b", "tell": True})
    assert "That cannot be." in said(sent)
    assert WORDS in handed_back(sent)
    assert typed(answer(sent)) == {"Your words": WORDS, "How": "That way", "Tell me": "Yes"}
    assert labels(answer(sent)) == ["Try again"]
    await world.restart()
    world.clock.forward(minutes=16)
    Feature(world)
    again = await world.press("ria", sent.response, "Try again")
    assert fields(again) == {"words": WORDS, "how": ["b"], "tell": True}


async def test_a_form_that_cannot_be_opened_any_more_gives_the_words_back(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    feature = Feature(world)
    place = world.bot.get_partial_messageable(world.channels["general"].id)
    message = await place.send("x", view=ui.view(ui.button("Open", OPEN)))
    form = await world.press("ria", message, "Open")

    async def gone(_interaction: Interaction) -> discord.ui.Modal:
        raise UserError("It is over.")

    monkeypatch.setattr(feature, "form", gone)
    sent = await world.people["ria"].submit_modal(form, {"words": WORDS, "how": "a"})
    assert WORDS in handed_back(sent)
    assert labels(answer(sent)) == []
