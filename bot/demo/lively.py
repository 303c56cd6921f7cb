"""A server that has been in use for a month: everything in it came by commands and buttons."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import discord
from simcord import RoleHandle

from bot import panel
from bot.clock import Now
from bot.demo import words
from bot.demo.days import CALL_TIME, ZONE, at, call_day, last_call_day, repeats_on
from bot.demo.hands import Hands, opened
from bot.demo.world import (
    FOR_COORDINATORS,
    SETTLE_SECONDS,
    START_HERE,
    DemoClock,
    DemoWorld,
    Person,
    open_world,
)
from bot.domain.dates import write_date

CHANNELS = ("general", "announcements", "questions", "support")
PEOPLE = {
    "coordinator": ("Amina", "Bryony"),
    "rep": ("Chloe", "Dana", "Erin", "Farah", "Grace", "Hannah", "Kate", "Leila", "Maya"),
    "listener": ("Imogen", "Jaya"),
}
LISTENERS = tuple(name.lower() for name in PEOPLE["listener"])
# Chloe and Dana have answered nothing: a visitor does it for them.
GOING = ("amina", "bryony", "erin", "farah", "grace", "hannah", "imogen", "jaya", "kate")
OTHER_ANSWERS = (("leila", "Maybe"), ("maya", "Can't make it"))
NUMBERS_RUNG = 10
BEGINS_BEFORE = timedelta(days=3)
HELLO_BEFORE, A_MOMENT = timedelta(hours=4), timedelta(minutes=1)


@asynccontextmanager
async def lively_world(folder: Path, now: Now) -> AsyncIterator[DemoWorld]:
    """Begins shortly before last month's call, and is lived through until now."""
    clock, today = DemoClock(now), now().astimezone(ZONE).date()
    clock.ahead = at(last_call_day(today) - BEGINS_BEFORE, time(18)) - now()
    async with open_world(folder, clock) as world:
        await Month(world, now()).live()
        clock.ahead, world.env.settle_timeout = timedelta(0), SETTLE_SECONDS
        yield world


class Month(Hands):
    def __init__(self, world: DemoWorld, now: datetime) -> None:
        super().__init__(world)
        self.now, self.today = now, now.astimezone(ZONE).date()
        self.last_call = last_call_day(self.today)

    async def live(self) -> None:
        await self.set_up()
        await self.announce_a_call()
        await self.ask_for_the_plan()
        await self.until(self.last_call, time(20, 45))
        await self.write_the_notes()
        await self.until(self.last_call + timedelta(days=1), time(9, 40))
        await self.announce_the_next_call()
        await self.until(self.before(6), time(18))
        thread = self.place("announcements").threads[0]
        await self.press("hannah", self.newest(thread, "Done"), "Done")
        await self.ask("farah", words.QUESTION)
        await self.until(self.before(6), time(19))
        await self.press("amina", self.newest(self.place(FOR_COORDINATORS), "Release"), "Release")
        await self.until(self.before(4), time(20))
        await self.answer_the_question()
        await self.until(self.before(3), time(20))
        await self.put_topics_on_the_agenda()
        self.read_everything()
        await self.until(self.before(1), time(18))
        await self.say(self.place("general"), *words.WELCOME)
        await self.ring_most_numbers()
        await self.suggest("maya", words.TOPIC_WITHOUT_NAME, sign="without")
        await self.world.advance(self.now - HELLO_BEFORE)
        await self.say_hello()
        await self.world.advance(self.now)
        self.forget_private_answers()

    def before(self, days: int) -> date:
        return self.today - timedelta(days=days)

    async def until(self, day: date, hour: time) -> None:
        await self.world.advance(at(day, hour))

    async def set_up(self) -> None:
        """What coordinators do on their first evening."""
        world, guild = self.world, self.world.guild
        if world.bot.user is not None:
            await world.bot.user.edit(username="repbot")
        roles = {role: guild.create_role(role.capitalize()) for role in PEOPLE}
        for role, names in PEOPLE.items():
            for name in names:
                user = world.env.create_user(name.lower(), global_name=name)
                actor = guild.add_member(user, roles=[roles[role]])
                world.people[name.lower()] = Person(name, role, actor)
        self._make_channels(roles["coordinator"])
        await world.bot.setup.choose(**{role: made.id for role, made in roles.items()})
        chosen = {name: self.place(name) for name in (*CHANNELS[1:], FOR_COORDINATORS)}
        await self.card("amina", "setup channels", **chosen)
        await panel.post(world.bot, panel.PANEL, self.place(START_HERE).id)
        await panel.post(world.bot, panel.DESK, self.place(FOR_COORDINATORS).id)
        desk = await self.card("amina", "desk")
        people = await self.press("amina", desk, "People")
        for label, lead in (("Safeguarding lead", "bryony"), ("Deputy", "amina")):
            asked = await self.press("amina", people, label)
            await self.actor("amina").select(asked, [self.actor(lead)])

    def _make_channels(self, coordinator: RoleHandle) -> None:
        """In #start-here only the bot writes; the review channel only coordinators see."""
        everybody, bot = self.world.guild.default_role, self.world.bot.user
        may, may_not = (discord.PermissionOverwrite(send_messages=may) for may in (True, False))
        shown, hidden = (discord.PermissionOverwrite(view_channel=sees) for sees in (True, False))
        for name in (START_HERE, *CHANNELS, FOR_COORDINATORS):
            who: dict[Any, discord.PermissionOverwrite] = {}
            if name == START_HERE:
                who = {everybody: may_not, bot: may}
            elif name == FOR_COORDINATORS:
                who = {everybody: hidden, coordinator: shown, bot: shown}
            made = self.world.guild.create_text_channel(name, overwrites=who)
            self.world.channels[name] = made

    async def announce_a_call(self) -> None:
        planned = await self.card(
            "amina",
            "meeting schedule",
            title="Monthly call",
            date=write_date(self.last_call),
            repeats=repeats_on(call_day(self.today)),
            time=CALL_TIME,
            link="https://example.org/call/8123",
        )
        await self.press("amina", planned, "Announce now")
        await self.answer(*((name, "Going") for name in GOING))
        await self.press("bryony", await self.card("bryony", "meeting manage"), "I'll host")

    async def answer(self, *answers: tuple[str, str]) -> None:
        for name, label in answers:
            call = self.newest(self.place("announcements"), label)
            await self.press(name, call, label)

    async def ask_for_the_plan(self) -> None:
        """Erin adds her partnership, and says that its plan was asked for, and promised."""
        mine = await self.card("erin", "mvp")
        added = opened(await self.fill("erin", mine, "Add one", **words.PARTNERSHIP))
        await self.fill("erin", added, "Add how to reach it", **words.REACHED)
        waits = await self.press("amina", await self.card("amina", "desk"), "What waits")
        await self.press("amina", waits, "Look", "Put it in")
        found = opened(await self.fill("erin", mine, "Find mine", place="Luton"))
        mine = await self.press("erin", found, "This is mine")
        plan = await self.press("erin", mine, "Our plan", "I have sent it")
        promised = write_date(self.last_call + timedelta(days=60))
        await self.fill("erin", plan, "How far we are", promised=promised)

    async def write_the_notes(self) -> None:
        dates = {
            name: write_date(self.last_call + timedelta(days=days))
            for name, days in (("soon", 5), ("later", 40))
        }
        asked = self.newest(self.place(FOR_COORDINATORS), "Write the notes")
        notes = words.NOTES.format(**dates)
        shown = await self.fill("amina", asked, "Write the notes", notes=notes)
        for found in shown.followups:
            await self.press("amina", found, "Note all")
        await self.press("amina", opened(shown), "Post the notes")
        await self.say(self.place("announcements").threads[-1], *words.AFTER_THE_CALL)

    async def announce_the_next_call(self) -> None:
        """The series has drafted it."""
        drafted = self.newest(self.place(FOR_COORDINATORS), "Announce now")
        await self.press("bryony", drafted, "I'll host")
        await self.press("amina", drafted, "Announce now", "Announce now")  # once it was looked at
        await self.answer(*((name, "Going") for name in GOING), *OTHER_ANSWERS)

    async def answer_the_question(self) -> None:
        question = self.newest(self.place("questions"), "Answer")
        for name, answer in words.ANSWERS:
            await self.fill(name, question, "Answer", words=answer)

    async def put_topics_on_the_agenda(self) -> None:
        for name, topic in words.TOPICS:
            await self.suggest(name, topic, sign="with")

    async def suggest(self, name: str, topic: str, *, sign: str) -> None:
        more = await self.press(name, await self.card(name, "meeting next"), "More")
        await self.fill(name, more, "Suggest a topic", topic=topic, sign=sign)

    async def say_hello(self) -> None:
        """Grace would like company, and Imogen comes."""
        for name in LISTENERS:
            await self.press(name, await self.card(name, "listener"), "Go on duty")
        await self.card("grace", "hello")
        await self.world.advance(self.world.clock() + A_MOMENT)
        support = self.place("support")
        call = next(each for each in support.threads if each.name == "Listeners")
        await self.press("imogen", self.newest(call, "I will say hello"), "I will say hello")
        await self.world.advance(self.world.clock() + A_MOMENT)
        thread = next(each for each in support.threads if each.name != "Listeners")
        await self.say(thread, *words.NEEDED_A_HELLO)

    async def ring_most_numbers(self) -> None:
        """As on a first day; a few are left, so that a visitor can try it."""
        desk = await self.card("amina", "desk")
        await self.press("amina", desk, "Ring the next", *["Right"] * NUMBERS_RUNG)

    def read_everything(self) -> None:
        """So that what is marked as new has come since."""
        for person in self.world.people.values():
            for key, place in self.world.places(person).items():
                self.world.has_read(person, key, place)

    def forget_private_answers(self) -> None:
        """As Discord does when it is opened anew."""
        for messages in self.world.env.backend.messages.values():
            for message in [each for each in messages.values() if each.is_ephemeral]:
                del messages[message.id]
