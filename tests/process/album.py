"""`make album PATH_TO=folder`: pictures of every card, form and notice that the demo can reach.

From each command and board on, each button is pressed once; what is typed into forms is not. Each
picture is made for a phone and for a desk. To look at, not a test: a person judges them.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from playwright.async_api import Page, async_playwright
from simcord import ChannelHandle, InteractionResult, MemberActor
from simcord.backend.errors import SetupError
from simcord.components import walk_components

from bot.clock import utcnow
from bot.demo.server import DemoServer
from bot.demo.world import DemoWorld, fill, open_world

CHROMIUM = "/usr/bin/chromium"
SIZES = {"phone": (390, 844), "desk": (1280, 900)}
PEOPLE = {"chloe": "general", "imogen": "general", "amina": "general"}
TYPED = {
    "resource find": {"query": "who pays reps"},
    "jargon": {"term": "ATAIN"},
    "meeting schedule": {"title": "Coffee", "date": "in two weeks", "time": "19:30"},
}
DEEPEST = 4
WEEKS = 5


class Album:
    def __init__(self, world: DemoWorld, page: Page, folder: Path) -> None:
        self.world, self.page, self.folder = world, page, folder
        self.numbers = count(1)
        self.pressed: set[str] = set()

    async def of(self, person: str, place: ChannelHandle, viewer: Any) -> None:
        """Look at a place, then at what each command and button in it leads to."""
        actor = self.world.people[person].actor
        async with self.world.env.preview(
            place, viewers=[viewer], layout="channel", locale="en-GB", timezone="Europe/London"
        ) as preview:
            await self.picture(preview, f"{person} {place.name or 'dm'}", None)
            for message in [each for each in place.history() if each.components][-4:]:
                await self.press_all(preview, actor, person, message, 1)
            if place.id != self.world.channels[PEOPLE[person]].id:
                return
            for command in actor.available_commands(place):
                try:
                    shown = await actor.slash(place, command, **TYPED.get(command, {}))
                except (SetupError, TypeError):
                    continue  # it wants more than can be made up
                await self.follow(preview, actor, f"{person} {command}", shown, 1)

    async def follow(
        self, preview: Any, actor: MemberActor, name: str, shown: InteractionResult, depth: int
    ) -> None:
        await self.picture(preview, name, shown)
        if shown.modal is None and shown.response is not None and depth < DEEPEST:
            await self.press_all(preview, actor, name, shown.response, depth + 1)

    async def press_all(
        self, preview: Any, actor: MemberActor, name: str, message: Any, depth: int
    ) -> None:
        for label, custom_id in buttons(message):
            known = f"{actor.id} {':'.join(custom_id.partition('~')[0].split(':')[:3])}"
            if known in self.pressed:
                continue
            self.pressed.add(known)
            try:
                shown = await actor.click(message, custom_id=custom_id)
            except SetupError:
                continue  # an earlier press has changed the card
            await self.follow(preview, actor, f"{name} {label}", shown, depth)

    async def picture(self, preview: Any, name: str, shown: InteractionResult | None) -> None:
        """Open the page anew, as it brings up a form only then."""
        try:
            if shown is not None:
                await preview.show(shown)
        except SetupError:
            await preview.refresh()
        await self.page.goto("about:blank")
        await self.page.goto(preview.url)
        await self.page.locator("#channel-composer-input").wait_for()
        file = f"{next(self.numbers):03} {re.sub(r'[^A-Za-z0-9 ]', '', name)}"
        for size, (width, height) in SIZES.items():
            await self.page.set_viewport_size({"width": width, "height": height})
            await asyncio.sleep(0.2)
            await self.page.screenshot(path=self.folder / size / f"{file}.png")


def buttons(message: Any) -> Iterator[tuple[str, str]]:
    rows = [row if isinstance(row, dict) else row.to_dict() for row in message.components]
    for part in walk_components(rows):
        if part["type"] == 2 and part.get("custom_id"):
            yield str(part.get("label")), str(part["custom_id"])


async def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as data:
        async with open_world(Path(data), utcnow) as world, async_playwright() as playwright:
            await fill(world)
            browser = await playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            album = Album(world, await browser.new_page(), folder)
            for later in (timedelta(0), timedelta(weeks=WEEKS)):
                await DemoServer(world).advance(world.clock() + later)
                for name in PEOPLE:
                    person = world.people[name]
                    for key, place in world.places(person).items():
                        viewer = person.actor.user if key == "dm" else person.actor
                        await album.of(name, place, viewer)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
