"""The front page: people, places, unread direct messages, and the clock."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from pathlib import Path

from simcord import ChannelHandle

from bot.demo.world import DemoWorld, Person
from bot.domain.times import say_when, zone_named

TEMPLATE = Path(__file__).with_name("page.html")
NOTHING = "Nothing is planned at the moment."
LOOK_AHEAD = 200
UNSEEN = (".nightly", ".daily", ".look", ".digest", ".running_out", ".event", ".end")


def render(world: DemoWorld, person_id: str, state: dict[str, object], trouble: str) -> str:
    """Return the page for somebody; `trouble` is a sentence when something did not work."""
    person = world.people[person_id]
    filled = {
        "trouble": escape(trouble),
        "name": escape(person.name),
        "person": escape(person_id),
        "people": _people(world, person_id),
        "places": _places(world, person_id, person),
        "clock": escape(str(state["clock"])),
        "following": escape(str(state["following"])),
    }
    page = TEMPLATE.read_text(encoding="utf-8")
    for name, value in filled.items():
        page = page.replace("{" + name + "}", value)
    return page


async def state_of(world: DemoWorld) -> dict[str, object]:
    """Return what changes by itself: the clock, the next letter, unread direct messages."""
    zone = zone_named(world.bot.config.timezone)
    at = await next_reminder(world)
    following = f"The next thing I do: {say_when(at, zone)}." if at else NOTHING
    return {
        "clock": say_when(world.clock(), zone),
        "following": following,
        "people": {key: unread(person) for key, person in world.people.items()},
    }


async def next_reminder(world: DemoWorld) -> datetime | None:
    """Return when the next letter goes that people will see; the night's upkeep is none."""
    _, coming = await world.bot.outbox.health(LOOK_AHEAD)
    seen = [letter.try_at for letter in coming if not letter.kind.endswith(UNSEEN)]
    return datetime.fromtimestamp(seen[0], UTC) if seen else None


def unread(person: Person) -> str:
    """Return how many direct messages wait, in words; empty when there are none."""
    return f", {person.unread} new" if person.unread else ""


def _people(world: DemoWorld, chosen: str) -> str:
    items = []
    for key, person in world.people.items():
        current = ' aria-current="true"' if key == chosen else ""
        items.append(
            f'<li><a href="/?as={key}"{current}>{escape(person.name)}'
            f" <small>{person.role}"
            f'<span id="unread-{key}">{unread(person)}</span></small></a></li>'
        )
    return f"<ul>{''.join(items)}</ul>"


def _places(world: DemoWorld, person_id: str, person: Person) -> str:
    items = [
        f'<li><a target="preview" href="/open?as={person_id}&amp;at={key}">{label}</a></li>'
        for key, place in world.places(person).items()
        for label in [_label(key, place, person)]
    ]
    return f"<ul>{''.join(items)}</ul>"


def _label(key: str, place: ChannelHandle, person: Person) -> str:
    if key == "dm":
        return f"Direct messages{unread(person)}"
    name = escape(str(place.name))
    return f"Thread: {name}" if place.is_thread else f"#{name}"
