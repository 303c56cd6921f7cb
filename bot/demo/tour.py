"""The guided tour: five presses of a rep, and five of a coordinator, one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import discord
from simcord.components import walk_components

from bot.demo import words
from bot.demo.hands import Hands, labels
from bot.demo.world import FOR_COORDINATORS, START_HERE, DemoWorld
from bot.services.call_letters import ASK_NOTES
from bot.services.reminders import REMINDER


@dataclass(frozen=True)
class Step:
    """Who presses what, and where; `jump` is the kind of letter that the clock is moved to.

    `question`: one must wait for the coordinators.
    """

    person: str
    place: str
    button: str
    why: str
    sees: str
    jump: str = ""
    question: bool = False


TOURS = {
    "rep": (
        Step(
            *("chloe", START_HERE, "Next call"),
            why="Chloe is new, and would like to know when the network meets.",
            sees="the call's card, for Chloe alone: when it is, who comes, what it is about.",
        ),
        Step(
            *("chloe", START_HERE, "Going"),
            why="It stands on the card that has come up. Chloe would like to come.",
            sees="that she is down as going; #announcements counts ten now.",
        ),
        Step(
            *("chloe", START_HERE, "Find a resource"),
            why="Somebody said “continuity of carer”. Type that into the form, and send it.",
            sees="the document to begin with, what it is for, and whether it still holds.",
        ),
        Step(
            *("chloe", START_HERE, "Ask anonymously"),
            why="There is something Chloe does not dare to ask under her name.",
            sees="who could learn what, before a word is typed. You need not go on.",
        ),
        Step(
            *("chloe", "announcements", "To the call's next reminder"),
            why="Time passes, until the call's thread reminds those who are going.",
            sees="what went out on the way, and where it stands.",
            jump=REMINDER,
        ),
    ),
    "coordinator": (
        Step(
            *("amina", FOR_COORDINATORS, "What waits"),
            why="Amina has five minutes. The desk stands pinned at the top of #review.",
            sees="everything that waits for a coordinator, each with its button.",
            question=True,
        ),
        Step(
            *("amina", FOR_COORDINATORS, "Release"),
            why="A question waits, at the end of #review. Nobody can see who asked.",
            sees="that it goes on to #questions, within a quarter of an hour.",
            question=True,
        ),
        Step(
            *("amina", FOR_COORDINATORS, "Plan a call"),
            why="On the desk again. Type a title, and “in two weeks, 7pm” under When.",
            sees="what everybody would read. Nothing is posted before you say so.",
        ),
        Step(
            *("amina", FOR_COORDINATORS, "Calls"),
            why="Who comes to the next call, and who hosts it? The desk knows.",
            sees="every call; Open, then Who is coming, shows the names and what was sent.",
        ),
        Step(
            *("amina", FOR_COORDINATORS, "To the end of the call"),
            why="Time passes, until the call is over.",
            sees="what went out on the way; in #review Amina is asked for the notes.",
            jump=ASK_NOTES,
        ),
    ),
}

HOLD = timedelta(minutes=16)


async def set_the_scene(world: DemoWorld, step: Step) -> None:
    """Not before the tour comes to it: coordinators are reminded daily of what waits."""
    review = world.channels[FOR_COORDINATORS].history()
    if step.question and not any("Release" in labels(message) for message in review):
        await Hands(world).ask("leila", words.WAITING)
        await world.advance(world.clock() + HOLD)


class Presses:
    """What visitors have pressed since the demo was opened: who, and the button's label."""

    def __init__(self, world: DemoWorld) -> None:
        self._done: set[tuple[str, str]] = set()
        self._names = {person.actor.id: key for key, person in world.people.items()}
        world.bot.add_listener(self._note, "on_interaction")

    def seen(self, step: Step) -> bool:
        return (step.person, step.button) in self._done

    def jumped(self, to: str) -> None:
        steps = [step for tour in TOURS.values() for step in tour if to and step.jump == to]
        self._done |= {(step.person, step.button) for step in steps}

    async def _note(self, interaction: discord.Interaction) -> None:
        data: Any = interaction.data or {}
        pressed = data.get("custom_id")
        rows = interaction.message.components if interaction.message else []
        for part in walk_components([row.to_dict() for row in rows]):
            if pressed and part.get("custom_id") == pressed:
                name = self._names.get(interaction.user.id, "")
                self._done.add((name, str(part.get("label"))))
