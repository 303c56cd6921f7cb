"""The demo's front page: what it says first, its tour, and what a jump in time brought."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer
from discord.webhook.async_ import async_context

from bot.demo.lively import lively_world
from bot.demo.page import NOT_YET, SEEN, TEMPLATE, Seat
from bot.demo.server import DemoServer
from bot.demo.tour import TOURS, Step
from bot.demo.world import DemoWorld
from tests.fakes import Clock
from tests.world import labels

TEXT_RATIO, SHAPE_RATIO = 4.5, 3.0  # WCAG 2.2, 1.4.3 and 1.4.11, level AA
WORDS = (("ink", "page"), ("ink", "soft"), ("quiet", "page"), ("quiet", "soft"), ("on", "accent"))
SHAPES = (("line", "page"), ("line", "soft"), ("accent", "page"), ("accent", "soft"))
Browser = TestClient[Any, Any]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_colour_stands_out_in_light_and_in_dark(scheme: int) -> None:
    blocks = re.findall(r":root \{([^}]+)\}", TEMPLATE.read_text(encoding="utf-8"))
    colour = dict(re.findall(r"--(\w+): (#\w+)", blocks[scheme]))
    for pairs, least in ((WORDS, TEXT_RATIO), (SHAPES, SHAPE_RATIO)):
        for front, back in pairs:
            assert ratio(colour[front], colour[back]) >= least, (front, back)


def ratio(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(written: str) -> float:
    """WCAG's relative luminance of `#rgb` or `#rrggbb`."""
    digits = written[1:] if len(written) == 7 else "".join(digit * 2 for digit in written[1:])
    shares = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = [s / 12.92 if s <= 0.03928 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("step", ["", "0", "6", "-1", "²", "x"])
def test_whatever_is_typed_into_the_address_is_a_step_of_a_tour(step: str) -> None:
    assert Seat.of({"as": "nobody", "tour": "none", "step": step}, ["chloe"]) == Seat(
        "chloe", "rep", 0
    )


class Parts(HTMLParser):
    """The tags of a page, with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, *tags: str) -> list[dict[str, str | None]]:
        return [about for tag, about in self.found if tag in tags]


@pytest.mark.long
async def test_a_jump_begun_by_the_page_can_answer_a_press_though_the_page_was_there_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else who pressed is told nothing of what is carried out later: it would leave for Discord."""
    ways: list[object] = []

    async def advance(world: DemoWorld, to: datetime) -> None:
        ways.append(async_context.get())

    demo = DemoServer()
    async with (
        TestClient(TestServer(demo.app())) as browser,
        lively_world(tmp_path, Clock(datetime(2026, 11, 27, 12, tzinfo=UTC))) as world,
    ):
        demo.begin(world)
        monkeypatch.setattr(DemoWorld, "advance", advance)
        await browser.post("/clock", data={"to": "hour"}, allow_redirects=False)
        assert ways == [async_context.get()]


@pytest.mark.long
async def test_both_tours_can_be_walked_and_each_step_is_seen_to_be_done(tmp_path: Path) -> None:
    now = datetime(2026, 11, 27, 12, tzinfo=UTC)
    demo = DemoServer()
    async with (
        TestClient(TestServer(demo.app())) as browser,
        lively_world(tmp_path, Clock(now)) as world,
    ):
        await assert_what_it_is_for_stands_before_its_month_is_over(demo, world, browser)
        await assert_it_is_plain(browser)
        for name in TOURS:
            brought = await walk(world, browser, name)
            if name == "rep":
                assert re.search("Monday 7 December, 19:30, in .*Thread: Monthly call", brought)
                assert "Monthly call starts tomorrow" in brought
                assert "naming 11 people" in brought
            else:
                assert "#review" in brought
                assert "Monthly call is over" in brought
        dana = await (await browser.get("/", params={"as": "dana", "jumped": "1"})).text()
        nothing = await (await browser.post("/clock?as=dana", data={"to": "hour"})).text()
        later = await (await browser.get("/", params={"as": "dana"})).text()
    assert "Monthly call starts in 10 minutes" in dana
    assert "#review" not in dana
    assert "Nothing came where Dana can look" in nothing
    assert "What the jump brought" not in later


async def assert_what_it_is_for_stands_before_its_month_is_over(
    demo: DemoServer, world: DemoWorld, browser: Browser
) -> None:
    """What asks for more, as a tab of an earlier demo does, waits."""
    asked = asyncio.create_task(browser.get("/state", params={"as": "chloe"}))
    opening = await browser.get("/", params={"as": "chloe"})
    beginning = (await opening.content.readuntil(b"</header>")).decode()
    assert "the questions that nobody dares to ask" in " ".join(beginning.split())
    assert not asked.done()
    demo.begin(world)
    assert "See it in five presses" in (await opening.read()).decode()
    assert (await (await asked).json())["done"] == NOT_YET


async def assert_it_is_plain(browser: Browser) -> None:
    """It reads well aloud, shows one step, and asks for nothing from any network."""
    answer = await browser.get("/")
    page = await answer.text()
    parts = Parts(page)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert parts.of("html")[0]["lang"] == "en-GB"
    assert [len(parts.of(tag)) for tag in ("h1", "main", "header", "title")] == [1, 1, 1, 2]
    assert parts.of("svg")[0]["aria-labelledby"] == "picture-title"
    assert parts.of("script", "link", "img", "iframe") == [{"rel": "icon", "href": "data:,"}, {}]
    assert all(str(about["href"]).startswith("/") for about in parts.of("a"))
    assert page.count("you see ") == 1
    assert "What the jump brought" not in page
    assert not re.search(r"\{\w+\}", page.split("<script>")[0].split("</style>")[1])


async def walk(world: DemoWorld, browser: Browser, name: str) -> str:
    """Do a tour; what its jump brought, as the page says it."""
    shown: Any = None
    for number, step in enumerate(TOURS[name], start=1):
        seat = {"tour": name, "step": str(number), "as": step.person}
        assert await done(browser, seat) == NOT_YET
        page = await (await browser.get("/", params=seat)).text()
        if step.jump:
            assert f'value="{step.jump}"' in page
            page = await (await browser.post("/clock", params=seat, data={"to": step.jump})).text()
            page = page.partition("What the jump brought")[2].partition("</section>")[0]
        else:
            assert f"Open #{step.place} as {step.person.capitalize()}" in page
            where = {"tour": name, "step": str(number), "as": step.person, "at": step.place}
            await browser.get("/open", params=where, allow_redirects=False)
            shown = await press(world, step, shown)
        assert await done(browser, seat) == SEEN
    return page


async def press(world: DemoWorld, step: Step, shown: Any) -> Any:
    """On the newest message in that place, or on what came up last."""
    messages = [*world.channels[step.place].history(), *([shown.response] if shown else [])]
    message = [each for each in messages if each and step.button in labels(each)][-1]
    return await world.people[step.person].actor.click(message, label=step.button)


async def done(browser: Browser, seat: dict[str, str]) -> str:
    return str((await (await browser.get("/state", params=seat)).json())["done"])
