"""What a jump in time brought, read from what stands in the places now and did not before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import urlencode

import discord
from simcord import ChannelHandle
from simcord.components import walk_components

from bot.demo.world import DemoWorld
from bot.domain.dates import say_day
from bot.domain.times import zone_named

MOST_LINES, LONGEST_LINE = 5, 110
TEXT = discord.ComponentType.text_display.value
MARKS = re.compile(r"[*`]+|^(?:#+|-#|>) ")
MENTION = re.compile(r"<(@!?|@&|#)(\d+)>")
TIMESTAMP = re.compile(r"<t:\d+(?::\w)?>")


@dataclass(frozen=True)
class Came:
    """A message: when (UTC), in which place, its first line, and how many people it names."""

    at: datetime
    place: int
    said: str
    people: int


def standing(world: DemoWorld) -> set[int]:
    """The messages that stand anywhere now."""
    return {message.id for _, message in _messages(world)}


def came_since(world: DemoWorld, before: set[int]) -> list[Came]:
    """What has come since, in the order in which it came."""
    new = [
        Came(one.created_at, place, _first_line(world, one), len(set(one.raw_mentions)))
        for place, one in _messages(world)
        if one.id not in before and not one.is_system()
    ]
    return sorted(new, key=lambda each: each.at)


def _messages(world: DemoWorld) -> list[tuple[int, discord.Message]]:
    places: dict[int, ChannelHandle] = {}
    for person in world.people.values():
        places |= {place.id: place for place in world.places(person).values()}
    return [
        (number, message)
        for number, place in places.items()
        for message in place.history()
        if not message.flags.ephemeral
    ]


def _first_line(world: DemoWorld, message: discord.Message) -> str:
    parts = walk_components([row.to_dict() for row in message.components])
    texts = [str(part["content"]) for part in parts if part["type"] == TEXT]
    lines = "\n".join([message.content, *texts]).splitlines()
    line = next((line for line in lines if MENTION.sub("", line).strip()), "")
    line = MENTION.sub(lambda found: _named(world, found), TIMESTAMP.sub("", MARKS.sub("", line)))
    line = " ".join(line.split())
    short = line if len(line) <= LONGEST_LINE else f"{line[:LONGEST_LINE].rsplit(' ', 1)[0]} …"
    return short.rstrip(".:")


def _named(world: DemoWorld, found: re.Match[str]) -> str:
    people = {person.actor.id: f"@{person.name}" for person in world.people.values()}
    channels = {place.id: f"#{name}" for name, place in world.channels.items()}
    return (people | channels).get(int(found[2]), "")


def shown(world: DemoWorld, person_id: str, came: list[Came]) -> str:
    """A line for each message that this person can see, with the way there."""
    person = world.people[person_id]
    places = world.places(person)
    keys = {place.id: key for key, place in places.items()}
    seen = [one for one in came if one.place in keys]
    if not seen:
        return (
            f"<p>Nothing came where {escape(person.name)} can look. The numbers beside the names"
            " below say who got something.</p>"
        )
    lines = []
    for one in seen[-MOST_LINES:]:
        key = keys[one.place]
        address = escape(f"/open?{urlencode({'as': person_id, 'at': key})}")
        named = f", naming {one.people} people" if one.people > 1 else ""
        lines.append(
            f"<li>{_when(world, one.at)}, in <a target='as-{person_id}' href='{address}'>"
            f"{label(key, places[key])}</a>: “{escape(one.said)}”{named}</li>"
        )
    more = len(seen) - len(lines)
    before = f"<p>Before that, {more} more.</p>" if more else ""
    return f"{before}<ol>{''.join(lines)}</ol>"


def label(key: str, place: ChannelHandle) -> str:
    """What a place is called; escaped for HTML."""
    if key == "dm":
        return "Direct messages"
    name = escape(str(place.name))
    return f"Thread: {name}" if place.is_thread else f"#{name}"


def _when(world: DemoWorld, at: datetime) -> str:
    zone = zone_named(world.bot.config.timezone)
    local, today = at.astimezone(zone), world.clock().astimezone(zone).date()
    return f"{say_day(local.date(), today)}, {local:%H:%M}"
