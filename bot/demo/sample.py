"""What stands in the made-up server: channels, people, the panel, and a call to come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import discord
from simcord import MemberActor, RoleHandle

from bot.demo.world import FOR_COORDINATORS, DemoWorld, Person
from bot.domain.dates import DAYS, write_date
from bot.domain.rhythms import LAST_WEEKDAY, SAME_WEEKDAY
from bot.domain.times import zone_named

CHANNELS = ("general", "announcements", "questions", "support")
PEOPLE = {
    "coordinator": ("Amina", "Bryony"),
    "rep": ("Chloe", "Dana", "Erin", "Farah", "Grace", "Hannah"),
    "listener": ("Imogen", "Jaya"),
}
FOUR_WEEKS_DAYS = 28
TUESDAY = DAYS.index("tuesday")
CALL_TIME = "19:30"
# In dates: even late at night, and when clocks change, the ninth one is eight whole days off, so
# that the reminder a week before is still to come.
SOONEST_CALL = timedelta(days=9)


def _close_off(world: DemoWorld, coordinator: RoleHandle) -> None:
    """Let only coordinators and the bot see the review channel."""
    hidden, shown = (discord.PermissionOverwrite(view_channel=sees) for sees in (False, True))
    everyone: dict[Any, discord.PermissionOverwrite] = {
        world.guild.default_role: hidden,
        coordinator: shown,
    }
    if world.bot.user is not None:
        everyone[world.bot.user] = shown
    review = world.guild.create_text_channel(FOR_COORDINATORS, overwrites=everyone)
    world.channels[FOR_COORDINATORS] = review


async def fill(world: DemoWorld) -> None:
    """Do what coordinators do on their first evening, through the same commands."""
    if world.bot.user is not None:
        await world.bot.user.edit(username="repbot")
    roles = {role: world.guild.create_role(role.capitalize()) for role in PEOPLE}
    for role, names in PEOPLE.items():
        for name in names:
            user = world.env.create_user(name.lower(), global_name=name)
            actor = world.guild.add_member(user, roles=[roles[role]])
            world.people[name.lower()] = Person(name, role, actor)
    world.channels |= {name: world.guild.create_text_channel(name) for name in CHANNELS}
    _close_off(world, roles["coordinator"])
    await world.bot.setup.choose(**{role: made.id for role, made in roles.items()})
    amina, general = world.people["amina"].actor, world.channels["general"]
    chosen = {name: world.channels[name] for name in (*CHANNELS[1:], FOR_COORDINATORS)}
    await amina.slash(general, "setup channels", **chosen)
    await amina.slash(general, "panel")
    for listener in PEOPLE["listener"]:
        await world.people[listener.lower()].actor.slash(general, "listener on")
    await _announce_a_call(world, amina)


async def _announce_a_call(world: DemoWorld, amina: MemberActor) -> None:
    day = call_day(world.clock().astimezone(zone_named(world.bot.config.timezone)).date())
    planned = await amina.slash(
        world.channels["general"],
        "meeting schedule",
        title="Monthly call",
        date=write_date(day),
        repeats=repeats_on(day),
        time=CALL_TIME,
        link="https://example.org/call/8123",
    )
    if planned.response is not None:
        await amina.click(planned.response, label="Announce now")


def call_day(today: date) -> date:
    """Return the first Tuesday that is far enough from a wall date for every reminder."""
    day = today + SOONEST_CALL
    return day + timedelta(days=(TUESDAY - day.weekday()) % 7)


def repeats_on(day: date) -> str:
    """Return how a monthly call on this day repeats; a fifth Tuesday is the last one."""
    return LAST_WEEKDAY if day.day > FOUR_WEEKS_DAYS else SAME_WEEKDAY
