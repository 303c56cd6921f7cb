"""`make album PATH_TO=folder`: pictures of every card, form and notice that the demo can reach.

From each command and board on, each button is pressed once; forms are opened, not sent.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from contextlib import suppress
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from playwright.async_api import Page, async_playwright
from simcord import ChannelHandle, InteractionResult, MemberActor
from simcord.backend.errors import SetupError

from bot.clock import utcnow
from bot.demo.lively import lively_world
from bot.demo.world import DemoWorld
from bot.router import split_id
from tests.world import parts_of, text_of

CHROMIUM = "/usr/bin/chromium"
SIZES = {"phone": (390, 844), "desk": (1280, 900)}
TYPED = {
    "resource find": {"query": "who pays reps"},
    "jargon": {"term": "ATAIN"},
    "meeting schedule": {"title": "Coffee", "date": "in two weeks", "time": "19:30"},
}
DEEPEST = 4


class Album:
    def __init__(self, world: DemoWorld, page: Page, folder: Path) -> None:
        self.world, self.page, self.folder = world, page, folder
        self.numbers, self.seen = count(1), set[str]()
        self.preview: Any = None

    async def of(self, name: str, actor: MemberActor, place: ChannelHandle, viewer: Any) -> None:
        """Look at a place, then at what each command and button in it leads to."""
        preview = self.world.env.preview(
            place, viewers=[viewer], layout="channel", locale="en-GB", timezone="Europe/London"
        )
        async with preview as self.preview:
            await self.picture(f"{name} {place.name or 'dm'}")
            pressed = [each for each in place.history() if each.components]
            for message in (*pressed[:1], *pressed[1:][-4:]):  # panel and desk stand first
                await self.press_all(name, actor, message, 1)
            typing = place.name == "general"
            for command in actor.available_commands(place) if typing else ():
                with suppress(SetupError, TypeError):  # some want more than can be made up
                    shown = await actor.slash(place, command, **TYPED.get(command, {}))
                    await self.follow(f"{name} {command}", actor, shown, 1)

    async def follow(
        self, name: str, actor: MemberActor, shown: InteractionResult, depth: int
    ) -> None:
        message = shown.response
        said = f"{text_of(message)} {buttons(message)}" if message is not None else name
        if said in self.seen:  # the same refusal comes for many commands
            return
        self.seen.add(said)
        await self.picture(name, shown)
        if shown.modal is None and message is not None and depth < DEEPEST:
            await self.press_all(name, actor, message, depth + 1)

    async def press_all(self, name: str, actor: MemberActor, message: Any, depth: int) -> None:
        for label, custom_id in buttons(message):
            kind = f"{actor.id} {label} {split_id(custom_id)[0]}"
            if kind not in self.seen:
                with suppress(SetupError):  # an earlier press may have changed the card
                    shown = await actor.click(message, custom_id=custom_id)
                    self.seen.add(kind)
                    await self.follow(f"{name} {label}", actor, shown, depth)

    async def picture(self, name: str, shown: InteractionResult | None = None) -> None:
        with suppress(SetupError):
            await (self.preview.show(shown) if shown else self.preview.refresh())
        await self.page.goto("about:blank")  # a form is brought up by a page that opens
        await self.page.goto(self.preview.url)
        await self.page.locator("#channel-composer-input").wait_for()
        file = f"{next(self.numbers):03} {re.sub(r'[^A-Za-z0-9 ]', '', name)}.png"
        for size, (width, height) in SIZES.items():
            await self.page.set_viewport_size({"width": width, "height": height})
            await asyncio.sleep(0.2)
            await self.page.get_by_text("Updating viewport").wait_for(state="hidden")
            await self.page.screenshot(path=self.folder / size / file)


def buttons(message: Any) -> list[tuple[str, str]]:
    own = [each for each in parts_of(message) if {"label", "custom_id"} <= set(each)]
    return [(str(each.get("label")), each["custom_id"]) for each in own]


async def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as data:
        async with lively_world(Path(data), utcnow) as world, async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            album = Album(world, await browser.new_page(), folder)
            for later in (timedelta(0), timedelta(weeks=5)):
                await world.advance(world.clock() + later)
                for name in ("chloe", "imogen", "amina"):
                    person = world.people[name]
                    for key, place in world.places(person).items():
                        viewer = person.actor.user if key == "dm" else person.actor
                        with suppress(SetupError):  # it went with an earlier press
                            await album.of(name, person.actor, place, viewer)
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
