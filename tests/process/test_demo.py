"""The demo as a newcomer meets it: one command, one address, a real browser."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
from asyncio.subprocess import PIPE
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from threading import Timer
from typing import Literal
from urllib.request import urlopen

import aiohttp
import pytest
from playwright.async_api import Locator, Page, ViewportSize, async_playwright
from playwright.async_api import TimeoutError as NotSeenError

from bot.clock import utcnow
from bot.domain.dates import write_date
from tests.process.double.process import moved_clock

pytestmark = pytest.mark.calendar
TRIES, ANSWERS_MS = 6, 15_000
LATE_SECONDS = 240  # on a moved clock each of its statements takes ten times as long
CHROMIUM = Path("/usr/bin/chromium")
BROWSER_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE: ViewportSize = {"width": 390, "height": 844}
IS_WIDER = "document.scrollingElement.scrollWidth > document.scrollingElement.clientWidth"
FOCUSED = """(() => {
  const on = document.activeElement;
  return on === document.body ? ["", ""] : [on.innerText, getComputedStyle(on).outlineStyle];
})()"""
WORDS = (sys.executable, "-m", "bot", "demo", "--port")


@pytest.fixture(scope="module")
def demo() -> Iterator[str]:
    """Start it, for all of these tests; returns where it is. At the end it must stop cleanly."""
    with started() as (process, address):
        with killed_when_late(process):
            urlopen(address).read()  # whole once its month has been lived through
        yield address
        stop(process)


@contextmanager
def started() -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A demo that has said where it is."""
    with subprocess.Popen([*WORDS, "0"], stdout=PIPE, stderr=PIPE, text=True) as process:
        assert process.stdout is not None
        with killed_when_late(process):
            address, line = None, "…"
            while not address and line:
                line = process.stdout.readline()
                address = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert address, "the demo ended before it said where it is"
        yield process, address[0]


def stop(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGINT)
    with killed_when_late(process):
        said, errors = process.communicate()
    assert (process.returncode, said, errors) == (0, "Stopped.\n", "")


@contextmanager
def killed_when_late(process: subprocess.Popen[str]) -> Iterator[None]:
    """Not by a timeout of the process's own: that sleeps, which a moved clock refuses."""
    late = Timer(LATE_SECONDS, process.kill)
    late.start()
    yield
    late.cancel()


def test_it_stops_though_its_month_is_not_over_and_its_reader_has_gone() -> None:
    with started() as (process, address):
        urlopen(address).close()
        stop(process)


async def test_it_shows_people_places_and_the_clock(demo: str) -> None:
    async with aiohttp.ClientSession() as session:
        page = await (await session.get(f"{demo}?as=imogen")).text()
        strange = await session.get(demo, headers={"Host": "elsewhere.example"})
    for name in ("Amina", "Bryony", "Chloe", "Hannah", "Imogen", "Jaya"):
        assert name in page
    for label in ("+1 hour", "+1 day", "+1 week", "To the next thing", "Direct messages"):
        assert label in page
    assert "at=review" not in page
    assert strange.status == 403


async def test_a_taken_port_is_refused_with_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        process = await asyncio.create_subprocess_exec(*WORDS, port, stderr=PIPE)
        _, said = await process.communicate()
    assert process.returncode == 1
    assert f"Port {port} is taken" in said.decode()
    assert "Traceback" not in said.decode()


@pytest.mark.skipif(not CHROMIUM.exists(), reason="no browser here: Debian's chromium is missing")
async def test_in_a_browser_a_call_is_planned_answered_and_reminded_of(
    demo: str,
) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=BROWSER_ARGUMENTS, env=on_real_time()
        )
        front = await browser.new_page(viewport={"width": 1300, "height": 900})
        await front.goto(f"{demo}?as=amina")
        preview = await open_place(front, "#general")
        await plan_a_call(preview)
        await preview.get_by_role("button", name="Announce now").click()
        await chat(preview).get_by_text("Coffee and questions is announced in").wait_for()
        await front.goto(f"{demo}?as=chloe")
        preview = await open_place(front, "#announcements")
        await press(preview, "Going", "You are down as going to Coffee")
        await press(preview, "Joining link", "https://example.org/coffee")
        reminder = "Coffee and questions starts tomorrow"
        while not (said := (await thread_text(front)).count(reminder)):
            await front.get_by_role("button", name="To the next thing").click()
        assert said == 1
        await browser.close()


async def press(tab: Page, label: str, answer: str) -> None:
    """Press what stands last until it answers: what is pressed while the preview brings itself up
    to date is dropped, and whoever tries the demo presses again."""
    for _ in range(TRIES):
        await tab.get_by_role("button", name=label).last.click()
        with suppress(NotSeenError):
            await chat(tab).get_by_text(answer).last.wait_for(timeout=ANSWERS_MS)
            return
    raise AssertionError(f"{label} is not answered")


@pytest.mark.skipif(not CHROMIUM.exists(), reason="no browser here: Debian's chromium is missing")
async def test_two_people_answer_side_by_side_in_one_channel(demo: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=BROWSER_ARGUMENTS, env=on_real_time()
        )
        front = await browser.new_page(viewport={"width": 1300, "height": 900})
        tabs = []
        for person in ("chloe", "dana"):
            await front.goto(f"{demo}?as={person}")
            tabs.append(await open_beside(front, "#announcements"))
        for tab in tabs:
            await press(tab, "Going", "You are down as going to")
        names = [tab.locator("#viewer-picker option:checked") for tab in tabs]
        assert [await name.inner_text() for name in names] == ["Chloe", "Dana"]
        await browser.close()


@pytest.mark.skipif(not CHROMIUM.exists(), reason="no browser here: Debian's chromium is missing")
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_on_a_phone_the_tour_goes_by_keyboard_alone(
    demo: str, scheme: Literal["light", "dark"]
) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=BROWSER_ARGUMENTS, env=on_real_time()
        )
        front = await browser.new_page(viewport=PHONE, color_scheme=scheme)
        await front.goto(demo)
        reached = [await next_by_keyboard(front)]
        while (label := await next_by_keyboard(front)) and label != reached[0]:
            reached.append(label)
        every = await front.locator("a, button, summary").all()
        assert reached == [await each.inner_text() for each in every if await each.is_visible()]
        while await next_by_keyboard(front) != "Open #start-here as Chloe":
            pass
        async with front.context.expect_page() as opened:
            await front.keyboard.press("Enter")
        preview = await opened.value
        await preview.get_by_text("Viewport updated").wait_for()
        await preview.get_by_role("button", name="Next call").press("Enter")
        await preview.get_by_role("button", name="Going").wait_for()
        await front.bring_to_front()
        await front.get_by_text("Done.", exact=True).wait_for()
        for number in range(4):
            assert await front.evaluate(IS_WIDER) is False, number
            await front.get_by_role("link", name="Next step").press("Enter")
        await front.get_by_role("button", name="To the call's next reminder").press("Enter")
        await front.get_by_role("heading", name="What the jump brought").wait_for()
        assert await front.evaluate(IS_WIDER) is False
        await browser.close()


async def next_by_keyboard(front: Page) -> str:
    """Press Tab; the label of what has the focus then, "" where it left the page."""
    await front.keyboard.press("Tab")
    label, outline = await front.evaluate(FOCUSED)
    assert not label or outline == "solid", label
    return str(label)


def on_real_time() -> dict[str, str | float | bool]:
    """Return the browser's surroundings: not libfaketime's, under which a page takes half a minute.

    It is only the window: each day and time it shows was made by the demo, whose clock is moved.
    """
    moved = moved_clock()
    return {name: value for name, value in os.environ.items() if name not in moved}


def chat(preview: Page) -> Locator:
    return preview.get_by_role("region", name="Conversation")


async def thread_text(front: Page) -> str:
    preview = await open_place(front, "Thread: Coffee and questions")
    await chat(preview).wait_for()
    return await chat(preview).inner_text()


async def open_place(front: Page, label: str) -> Page:
    """Open a place in a new tab; whoever looked elsewhere is done with it."""
    for other in [page for page in front.context.pages if page is not front]:
        await other.close()
    return await open_beside(front, label)


async def open_beside(front: Page, label: str) -> Page:
    async with front.context.expect_page() as opened:
        await front.locator("#who").get_by_role("link", name=label).click()
    preview = await opened.value
    await preview.get_by_text("Viewport updated").wait_for()  # before that it takes no press
    return preview


async def plan_a_call(preview: Page) -> None:
    await preview.locator("#channel-composer-input").press_sequentially("/meeting schedule")
    await preview.keyboard.press("Enter")
    day = write_date(utcnow().date() + timedelta(days=3))
    for option, value in (("title", "Coffee and questions"), ("time", "10.30am"), ("date", day)):
        await preview.locator(f'input[data-option="{option}"]').fill(value)
    await preview.get_by_role("option", name=day).click()
    await preview.get_by_text(re.compile(r"\+\d more")).click()
    await preview.get_by_role("option", name=re.compile("^link")).click()
    await preview.locator('input[data-option="link"]').fill("https://example.org/coffee")
    await preview.keyboard.press("Escape")
    await preview.keyboard.press("Enter")
    await preview.get_by_role("button", name="Announce now").wait_for()
