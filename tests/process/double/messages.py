"""Channels and messages of the double, with nonces that hold for a few minutes only."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from aiohttp import web

from bot.clock import utcnow
from tests.process.double import payloads
from tests.process.double.payloads import BOT, CHANNELS, STANDING_THREAD, Json
from tests.process.double.wire import DiscordError, body_of, told

NONCE_SECONDS = 180.0
UNKNOWN_CHANNEL = 10003


class Messages:
    """Everything that was posted; `forward` lets nonces grow old.

    `nonce_seconds` is how long they hold: a test that sets 0 sees each message that was sent.
    `arrivals` holds when each message was made (UTC seconds) and where.
    """

    def __init__(self, clock: Any) -> None:
        self._clock = clock
        self._ahead = 0.0
        self.nonce_seconds = NONCE_SECONDS
        self._nonces: dict[tuple[int, str], tuple[float, Json]] = {}
        self._direct: dict[int, int] = {}
        self.threads: set[int] = set()
        self.places: dict[int, list[Json]] = defaultdict(list)
        self.channels = {each: payloads.channel(each) for each in CHANNELS.values()}
        self.channels[STANDING_THREAD] = payloads.channel(STANDING_THREAD, payloads.THREAD)
        self.closed: set[int] = set()
        self.arrivals: list[tuple[float, int]] = []

    def forward(self, seconds: float) -> None:
        self._ahead += seconds

    def routes(self) -> list[web.RouteDef]:
        one = r"/api/v10/channels/{channel:\d+}/messages"
        return [
            web.post(one, self.post),
            web.get(one, self.history),
            web.get(one + r"/{message:\d+}", self.one),
            web.patch(one + r"/{message:\d+}", self.edit),
            web.delete(one + r"/{message:\d+}", self.delete),
            web.put(r"/api/v10/channels/{channel:\d+}/pins/{message:\d+}", self.nothing),
            web.put(one + r"/pins/{message:\d+}", self.nothing),
            web.post(one + r"/{message:\d+}/threads", self.open_thread),
            web.get(r"/api/v10/channels/{channel:\d+}", self.show),
            web.patch(r"/api/v10/channels/{channel:\d+}", self.show),
            web.post("/api/v10/users/@me/channels", self.open_direct),
        ]

    async def post(self, request: web.Request) -> web.Response:
        """Make a message, or return the one that was made with the same nonce."""
        place, body = self._known(request), await body_of(request)
        if self._direct.get(place) in self.closed:
            raise DiscordError(403, 50007)
        key = (place, str(body.get("nonce") or ""))
        now = self._clock() + self._ahead
        if body.get("enforce_nonce") and key[1] and key in self._nonces:
            made_at, made = self._nonces[key]
            if now - made_at < self.nonce_seconds:
                return told(made)
        made = payloads.message(place, BOT, body)
        self.places[place].append(made)
        self.arrivals.append((utcnow().timestamp(), place))
        self._nonces[key] = (now, made)
        return told(made)

    async def history(self, request: web.Request) -> web.Response:
        limit = min(int(request.query.get("limit", "50")), 100)
        before = int(request.query.get("before", str(1 << 62)))
        found = [m for m in self.places[self._known(request)] if int(m["id"]) < before]
        return told(found[: -limit - 1 : -1])

    async def one(self, request: web.Request) -> web.Response:
        return told(self._find(request))

    async def edit(self, request: web.Request) -> web.Response:
        made = self._find(request)
        made |= {k: v for k, v in (await request.json()).items() if k in made}
        return told(made)

    async def delete(self, request: web.Request) -> web.Response:
        self.places[_number(request, "channel")].remove(self._find(request))
        return web.Response(status=204)

    async def nothing(self, _request: web.Request) -> web.Response:
        return web.Response(status=204)

    async def open_thread(self, request: web.Request) -> web.Response:
        """Open the thread of a message, once."""
        self._find(request)
        thread_id, body = _number(request, "message"), await request.json()
        if thread_id in self.threads:
            raise DiscordError(400, 160004)
        self.threads.add(thread_id)
        made = payloads.thread(thread_id, _number(request, "channel"), body["name"])
        self.channels[thread_id] = made
        return told(made, status=201)

    async def show(self, request: web.Request) -> web.Response:
        return told(self.channels[self._known(request)])

    async def open_direct(self, request: web.Request) -> web.Response:
        person = int((await request.json())["recipient_id"])
        place = payloads.direct_place(person)
        self._direct[place] = person
        made = payloads.channel(place, payloads.DIRECT, recipients=[payloads.user(person)])
        self.channels[place] = made
        return told(made)

    def recipient(self, place: int) -> int:
        """Return whose direct messages stand in a channel."""
        return self._direct[place]

    def direct(self, person: int) -> list[Json]:
        """Return what a person got by direct message."""
        return self.places[payloads.direct_place(person)]

    def _known(self, request: web.Request) -> int:
        place = _number(request, "channel")
        if place not in self.channels:
            raise DiscordError(404, UNKNOWN_CHANNEL)
        return place

    def _find(self, request: web.Request) -> Json:
        for made in self.places[_number(request, "channel")]:
            if made["id"] == request.match_info["message"]:
                return made
        raise DiscordError(404, 10008)


def _number(request: web.Request, name: str) -> int:
    return int(request.match_info[name])
