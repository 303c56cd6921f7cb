"""Serves the front page on loopback, opens the preview, and moves the clock."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web
from simcord import ChannelHandle, SetupError

from bot.demo.world import DemoWorld, Person
from bot.domain.outbox import Letter
from bot.domain.times import say_when, zone_named

HOST = "127.0.0.1"
REFRESH_SECONDS = 0.5
SPANS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}
BUSY = "The demo was busy with another press. Please try once more."
TRIES, PAUSE_SECONDS = 20, 0.1
T = TypeVar("T")


class DemoServer:
    """One page, one preview, one simulation; one thing is done at a time."""

    def __init__(self, world: DemoWorld) -> None:
        self.world = world
        self._preview: Any = None
        self._place: ChannelHandle | None = None
        self._key = ""
        self._lookers: list[Person] = []
        self._seen = ""
        self._turn = asyncio.Lock()
        self._refreshing: asyncio.Task[None] | None = None

    def app(self) -> web.Application:
        app = web.Application(middlewares=[own_host_only])
        app.router.add_get("/", self.page)
        app.router.add_get("/state", self.state)
        app.router.add_get("/open", self.open)
        app.router.add_post("/clock", self.move_clock)
        return app

    async def start(self) -> None:
        """Keep the preview fresh, so that late messages appear."""
        self._refreshing = asyncio.create_task(self._refresh())

    async def stop(self) -> None:
        if self._refreshing is not None:
            self._refreshing.cancel()
        if self._preview is not None:
            await self._preview.close()

    async def page(self, request: web.Request) -> web.Response:
        state = await state_of(self.world, self._who(request))
        html = render(self.world, self._who(request), state, request.query.get("trouble", ""))
        return web.Response(text=html, content_type="text/html")

    async def state(self, request: web.Request) -> web.Response:
        return web.json_response(await state_of(self.world, self._who(request)))

    async def open(self, request: web.Request) -> web.Response:
        """Show a place as somebody sees it, in the preview's tab."""
        person_id = self._who(request)
        person = self.world.people[person_id]
        key = request.query.get("at", "general")
        if key not in self.world.places(person):
            raise web.HTTPNotFound(text="That place is not there any more. Go back and reload.")
        await self._do(lambda: self._show(person, key))
        raise web.HTTPSeeOther(self._preview.url)

    async def _show(self, person: Person, key: str) -> None:
        """Open a place for everybody who may look there: there is one preview at a time."""
        places = self.world.places(person)
        if self._place is None or self._place.id != places[key].id:
            await self._open(person, key, places[key])
        # A new tab begins as whoever stands first; the others stay who they are.
        viewers = self._preview.viewers
        self._preview.viewers = tuple(sorted(viewers, key=lambda one: one.id != person.actor.id))
        if person not in self._lookers:
            self._lookers.append(person)
        self._look()

    async def _open(self, person: Person, key: str, place: ChannelHandle) -> None:
        if self._place is not None:
            self._place = None  # whatever happens now, nothing is shown any more
            await self._preview.close()
        there = [each for each in self.world.people.values() if key in self.world.places(each)]
        viewers = [person.actor.user] if key == "dm" else [each.actor for each in there]
        zone = self.world.bot.config.timezone
        made = self.world.env.preview(
            place, viewers=viewers, layout="channel", locale="en-GB", timezone=zone
        )
        self._preview = await made.__aenter__()
        self._place, self._key, self._lookers = place, key, []

    def _look(self) -> None:
        """Note what stands there now, and that those who look have read it."""
        self._seen = self._said()
        for person in self._lookers:
            if self._place is not None:
                person.has_read(self._key, self._place)

    async def move_clock(self, request: web.Request) -> web.Response:
        """What is due on the way arrives in its order."""
        to = (await request.post()).get("to", "")
        now = self.world.clock()
        letter = await next_letter(self.world)
        following = datetime.fromtimestamp(letter.try_at, UTC) if letter else now
        target = now + SPANS[str(to)] if to in SPANS else max(following, now)
        await self._do(lambda: self.world.advance(target))
        if self._place is not None:
            await self._do(self._show_news)
        raise web.HTTPSeeOther(f"/?as={self._who(request)}")

    async def _refresh(self) -> None:
        while True:
            await asyncio.sleep(REFRESH_SECONDS)
            if self._place is None or self._turn.locked():
                continue
            async with self._turn:
                with contextlib.suppress(SetupError, TimeoutError):
                    await self._show_news()

    async def _show_news(self) -> None:
        """Bring every tab up to date, if there is anything new: presses are refused meanwhile."""
        if self._said() != self._seen:
            await self._preview.refresh()
        self._look()

    def _said(self) -> str:
        history = self._place.history() if self._place is not None else []
        everybodys = [message for message in history if not message.flags.ephemeral]
        return " ".join(f"{message.id}/{message.edited_at}" for message in everybodys)

    async def _do(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do one thing; wait while the simulation is busy with a press in the preview."""
        async with self._turn:
            for _ in range(TRIES):
                try:
                    return await work()
                except (SetupError, TimeoutError):
                    await asyncio.sleep(PAUSE_SECONDS)
        raise web.HTTPSeeOther(f"/?trouble={BUSY}")

    def _who(self, request: web.Request) -> str:
        chosen = request.query.get("as", "")
        return chosen if chosen in self.world.people else next(iter(self.world.people))


@web.middleware
async def own_host_only(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """A page from elsewhere may not reach the demo by a trick name."""
    if request.host.partition(":")[0] not in (HOST, "localhost"):
        raise web.HTTPForbidden(text="Open the demo at the address it printed.")
    return await handler(request)


TEMPLATE = Path(__file__).with_name("page.html")
NOTHING = "Nothing is planned at the moment."
LOOK_AHEAD = 200
# Where what a letter's own words do not place appears.
WHERE = {
    "meetings.announcement": " in #announcements",
    "meetings.direct": "",
    "meetings.next": " in #review",
    "meetings.ask": " in #review",
    "meetings.lapse": " in #review",
    "meetings.linkcheck": " in #review",
    "questions.release": " in #review",
    "questions.publish": " in #questions",
    "library.suggestion": " in #review",
    "hellos.call": " in #support",
    "hellos.coordinators": " in #review",
    "checkins.prompt": " by direct message",
    "checkins.share": " in #support",
}
UNSEEN = (".nightly", ".daily", ".look", ".digest", ".running_out", ".event", ".end")


def render(world: DemoWorld, person_id: str, state: dict[str, Any], trouble: str) -> str:
    """`trouble` is a sentence when something did not work."""
    person = world.people[person_id]
    filled = {
        "trouble": escape(trouble),
        "name": escape(person.name),
        "person": escape(person_id),
        "people": _people(world, person_id, state["people"]),
        "places": _places(world, person_id, state["places"]),
        "clock": escape(str(state["clock"])),
        "following": escape(str(state["following"])),
    }
    page = TEMPLATE.read_text(encoding="utf-8")
    for name, value in filled.items():
        page = page.replace("{" + name + "}", value)
    return page


async def state_of(world: DemoWorld, person_id: str) -> dict[str, Any]:
    """What changes by itself."""
    zone = zone_named(world.bot.config.timezone)
    letter = await next_letter(world)
    following = NOTHING
    if letter is not None:
        at = say_when(datetime.fromtimestamp(letter.try_at, UTC), zone, world.clock())
        where = next((where for kind, where in WHERE.items() if letter.kind.startswith(kind)), "")
        following = f"The next thing I do: {world.bot.outbox.label(letter.kind)}{where}, {at}."
    person = world.people[person_id]
    return {
        "clock": say_when(world.clock(), zone, world.clock()),
        "following": following,
        "people": {
            key: unread(each, "dm", each.direct_messages) for key, each in world.people.items()
        },
        "places": {key: unread(person, key, place) for key, place in world.places(person).items()},
    }


async def next_letter(world: DemoWorld) -> Letter | None:
    """The next letter that people will see; the night's upkeep is none."""
    coming = await world.bot.outbox.coming(LOOK_AHEAD)
    return next((letter for letter in coming if not letter.kind.endswith(UNSEEN)), None)


def unread(person: Person, key: str, place: ChannelHandle) -> str:
    new = person.unread(key, place)
    return f", {new} new" if new else ""


def _people(world: DemoWorld, chosen: str, new: dict[str, str]) -> str:
    items = []
    for key, person in world.people.items():
        current = ' aria-current="true"' if key == chosen else ""
        items.append(
            f'<li><a href="/?as={key}"{current}>{escape(person.name)}'
            f' <small>{person.role}<span id="unread-{key}">{new[key]}</span></small></a></li>'
        )
    return f"<ul>{''.join(items)}</ul>"


def _places(world: DemoWorld, person_id: str, new: dict[str, str]) -> str:
    """One tab for each person, so that two can look at a place side by side."""
    person = world.people[person_id]
    items = [
        f'<li><a target="as-{person_id}" href="/open?as={person_id}&amp;at={key}">'
        f'{_label(key, place)}<span id="new-{key}">{new[key]}</span></a></li>'
        for key, place in world.places(person).items()
    ]
    return f"<ul>{''.join(items)}</ul>"


def _label(key: str, place: ChannelHandle) -> str:
    if key == "dm":
        return "Direct messages"
    name = escape(str(place.name))
    return f"Thread: {name}" if place.is_thread else f"#{name}"
