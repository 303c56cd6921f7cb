"""`make screenshots`: the README's pictures, taken in the demo as a visitor sees it on a phone."""

from __future__ import annotations

import asyncio
import io
import tempfile
from pathlib import Path
from typing import NamedTuple

from aiohttp.test_utils import TestServer
from PIL import Image
from playwright.async_api import Browser, FloatRect, Page, async_playwright, expect

from bot.clock import utcnow
from bot.demo.lively import lively_world
from bot.demo.server import DemoServer
from bot.demo.tour import TOURS
from tests.process.album import CHROMIUM, SIZES

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
COLOURS = 64
WIDTH, HEIGHT = SIZES["phone"]


class Picture(NamedTuple):
    """As whom, where, what is pressed and typed first; and a button of the message to take."""

    who: str
    place: str
    shows: str
    press: str = ""
    typed: str = ""


PICTURES = {
    "panel": Picture("chloe", "start-here", "Find a resource"),
    "call": Picture("chloe", "announcements", "Going"),
    "search": Picture(
        "chloe", "start-here", "Something's wrong", "Find a resource", "continuity of carer"
    ),
    "desk": Picture("amina", "review", "Plan a call"),
}


async def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        async with lively_world(Path(data), utcnow) as world, async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
            )
            demo = DemoServer()
            demo.begin(world)
            async with TestServer(demo.app()) as server:
                address = str(server.make_url("/"))
                front = await phone(browser, address)
                tour = await front.locator("#tour").bounding_box()
                assert tour is not None
                down: FloatRect = {
                    "x": 0,
                    "y": 0,
                    "width": WIDTH,
                    "height": tour["y"] + tour["height"] + 16,
                }
                keep("front", await front.screenshot(full_page=True, clip=down))
                for name, wanted in PICTURES.items():
                    where = f"{address}open?as={wanted.who}&at={wanted.place}"
                    keep(name, await take(await phone(browser, where), wanted))
                await front.goto(f"{address}?tour=rep&step={len(TOURS['rep'])}")
                await front.locator("button.first").click()
                keep("jump", await front.locator("#news").screenshot())
                await demo.stop()
            await browser.close()


async def phone(browser: Browser, address: str) -> Page:
    page = await browser.new_page(
        viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=2
    )
    await page.goto(address)
    return page


async def take(page: Page, wanted: Picture) -> bytes:
    """Take the newest message that has the button."""
    await page.get_by_text("Viewport updated").wait_for()
    if wanted.press:
        await page.get_by_role("button", name=wanted.press).click()
        await page.get_by_role("dialog").get_by_role("textbox").fill(wanted.typed)
        await page.get_by_role("button", name="Submit").click()
    button = page.get_by_role("button", name=wanted.shows, exact=True)
    message = page.get_by_role("article").filter(has=button).last
    await message.wait_for()
    await page.set_viewport_size({"width": WIDTH, "height": 2 * HEIGHT})
    await page.get_by_text("Updating viewport").wait_for(state="hidden")
    await expect(button.last).to_be_enabled()  # while the preview refreshes, all are grey
    await page.mouse.move(0, 0)
    return await message.screenshot()


def keep(name: str, picture: bytes) -> None:
    """With a palette: a third of what the browser makes of it."""
    drawn = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS)
    drawn.save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    asyncio.run(main())
