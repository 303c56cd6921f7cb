"""Events of the double's server."""

from __future__ import annotations

from aiohttp import web

from tests.double import payloads
from tests.double.payloads import BOT, GUILD, Json
from tests.double.replies import told


class Events:
    """Discord's scheduled events: made, listed, changed."""

    def __init__(self) -> None:
        self.standing: list[Json] = []

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of Discord's API that are played here."""
        every = f"/api/v10/guilds/{GUILD}/scheduled-events"
        return [
            web.get(every, self.show),
            web.post(every, self.make),
            web.patch(every + r"/{event:\d+}", self.change),
        ]

    async def show(self, _request: web.Request) -> web.Response:
        """Return every event."""
        return told(self.standing)

    async def make(self, request: web.Request) -> web.Response:
        """Make an event."""
        given = {"guild_id": str(GUILD), "creator_id": str(BOT), "status": 1, "image": None}
        made = {"id": str(payloads.new_id())} | given | await request.json()
        self.standing.append(made)
        return told(made)

    async def change(self, request: web.Request) -> web.Response:
        """Change an event."""
        wanted = request.match_info["event"]
        made = next(event for event in self.standing if event["id"] == wanted)
        made |= await request.json()
        return told(made)
