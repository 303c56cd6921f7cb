"""Serves the front page on loopback, opens the preview, and moves the clock."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from aiohttp import web
from simcord import ChannelHandle, SetupError

from bot.demo import news
from bot.demo.main import HOST
from bot.demo.page import Seat, beginning, next_letter, rest, state_of
from bot.demo.tour import TOURS, Presses, set_the_scene
from bot.demo.world import DemoWorld, Person

REFRESH_SECONDS = 0.5
# The page asks for nothing from anywhere else.
OWN_ONLY = {
    "Content-Security-Policy": "default-src 'none'; connect-src 'self'; form-action 'self';"
    " img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
}
HTML = "text/html; charset=utf-8"
SPANS = {"hour": timedelta(hours=1), "day": timedelta(days=1), "week": timedelta(weeks=1)}
BUSY = "The demo was busy with another press. Please try once more."
KINDS = {step.jump for tour in TOURS.values() for step in tour if step.jump}
TRIES, PAUSE_SECONDS = 20, 0.1
T = TypeVar("T")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class DemoServer:
    """One page, one preview, one simulation; one thing is done at a time."""

    world: DemoWorld
    _presses: Presses
    _context: contextvars.Context

    def __init__(self) -> None:
        self._begun = asyncio.Event()
        self._came: list[news.Came] = []
        self._preview: Any = None
        self._place: ChannelHandle | None = None
        self._key = ""
        self._lookers: list[Person] = []
        self._seen = ""
        self._turn = asyncio.Lock()
        self._refreshing: asyncio.Task[None] | None = None

    def app(self) -> web.Application:
        app = web.Application(middlewares=[own_host_only, self._once_begun])
        app.router.add_get("/", self.page)
        app.router.add_get("/state", self.state)
        app.router.add_get("/open", self.open)
        app.router.add_post("/clock", self.move_clock)
        return app

    def begin(self, world: DemoWorld) -> None:
        """Everything beyond the beginning of the page waits for this."""
        self.world, self._presses = world, Presses(world)
        self._context = contextvars.copy_context()
        self._begun.set()

    @web.middleware
    async def _once_begun(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """A tab of an earlier demo goes on asking how things are."""
        if request.path != "/":
            await self._begun.wait()
        return await handler(request)

    async def start(self) -> None:
        """Keep the preview fresh, so that late messages appear."""
        self._refreshing = asyncio.create_task(self._refresh())

    async def stop(self) -> None:
        if self._refreshing is not None:
            self._refreshing.cancel()
        if self._preview is not None:
            await self._preview.close()

    async def page(self, request: web.Request) -> web.StreamResponse:
        """What repbot is for can be read while the simulation's month is lived through."""
        answer = web.StreamResponse(headers={**OWN_ONLY, "Content-Type": HTML})
        await answer.prepare(request)
        await answer.write(beginning().encode())
        await self._begun.wait()
        trouble, seat = request.query.get("trouble", ""), self._seat(request)
        html = await rest(self.world, self._presses, seat, self._came, trouble)
        with contextlib.suppress(ConnectionResetError):  # closed by its reader meanwhile
            await answer.write(html.encode())
        return answer

    async def state(self, request: web.Request) -> web.Response:
        return web.json_response(await state_of(self.world, self._presses, self._seat(request)))

    async def open(self, request: web.Request) -> web.Response:
        """Show a place as somebody sees it, in the preview's tab."""
        seat = self._seat(request)
        person = self.world.people[seat.person]
        key = request.query.get("at", "general")
        if key not in self.world.places(person):
            raise web.HTTPNotFound(text="That place is not there any more. Go back and reload.")
        if "tour" in request.query:
            await self._do(lambda: set_the_scene(self.world, seat.here))
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
                self.world.has_read(person, self._key, self._place)

    async def move_clock(self, request: web.Request) -> web.Response:
        """What is due on the way arrives in its order."""
        to, before = str((await request.post()).get("to", "")), news.standing(self.world)
        await self._do(lambda: self._jump(to))
        if self._place is not None:
            await self._do(self._show_news)
        self._came = news.came_since(self.world, before)
        raise web.HTTPSeeOther(f"{self._seat(request).link(jumped=1)}#news")

    async def _jump(self, to: str) -> None:
        now = self.world.clock()
        if to in SPANS:
            await self.world.advance(now + SPANS[to])
            return
        letter = await next_letter(self.world, to) if to in KINDS else None
        letter = letter or await next_letter(self.world)
        if letter:
            await self.world.advance(max(datetime.fromtimestamp(letter.try_at, UTC), now))
        self._presses.jumped(to)

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

    async def _do(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """Do one thing; wait while the simulation is busy with a press in the preview.

        In the context of the simulation, which brings its own way to answer a press: the page was
        there before it, and would answer at the real Discord's address.
        """
        loop = asyncio.get_running_loop()
        async with self._turn:
            for _ in range(TRIES):
                try:
                    return await loop.create_task(work(), context=self._context)
                except (SetupError, TimeoutError):
                    await asyncio.sleep(PAUSE_SECONDS)
        raise web.HTTPSeeOther(f"/?trouble={BUSY}")

    def _seat(self, request: web.Request) -> Seat:
        return Seat.of(request.query, self.world.people)


@web.middleware
async def own_host_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A page from elsewhere may not reach the demo by a trick name."""
    if request.host.partition(":")[0] not in (HOST, "localhost"):
        raise web.HTTPForbidden(text="Open the demo at the address it printed.")
    return await handler(request)
