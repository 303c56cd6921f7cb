"""Every flow of the bot in simcord, then everything is searched for the asker. It must be able to
fail: three leaks are planted, and each is found.
"""

from __future__ import annotations

import json
import logging
import re
import sqlite3
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.services.question_context import Kit, Words
from db.copies import make_copy
from tests.cogs.questions.question_steps import queue
from tests.needles import Needles
from tests.world import World, handed_back, said, text_of

ASKER = "zoraqyx"
GIVING_AWAY = "As the only rep in Devon, how do I get paid?"


class Heard(logging.Handler):
    """Hears everything, with the texts of exceptions, which the bot itself never prints."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.startswith(("repbot", "asyncio", "discord.client")):
            self.lines.append(self.format(record))


@pytest.fixture
def heard() -> Iterator[Heard]:
    handler = Heard()
    root = logging.getLogger()
    ours = logging.getLogger("repbot")
    levels = root.level, ours.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    ours.setLevel(logging.DEBUG)
    yield handler
    root.removeHandler(handler)
    root.setLevel(levels[0])
    ours.setLevel(levels[1])


@dataclass
class Walk:
    """A person who asks, and what the bot sent that was not an answer to them."""

    world: World
    heard: Heard
    own: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.asker = self.world.add_person(ASKER, "rep")

    async def slash(self, command: str) -> Any:
        return await self._mine(self.asker.slash(self.world.channels["general"], command))

    async def asking(self, label: str = "Ask a question") -> Any:
        """The form that a button of the card of /ask opens."""
        return await self.press(await self.slash("ask"), label)

    async def press(self, result: Any, label: str) -> Any:
        message = getattr(result, "response", None) or result
        return await self._mine(self.asker.click(message, label=label))

    async def submit(self, form: Any, **values: Any) -> Any:
        return await self._mine(self.asker.submit_modal(form, values))

    async def _mine(self, action: Any) -> Any:
        requests = self.world.env.http_requests
        before = len(requests)
        done = await action
        for number in range(before, len(requests)):
            if requests[number].path.startswith(("/interactions/", "/webhooks/")):
                self.own.add(number)
        return done

    async def ask(self, words: str = "How?", **chosen: Any) -> str:
        """Ask, and return the code."""
        asked = await self.submit(await self.asking(), words=words, **chosen)
        return code_in(said(asked))

    async def open(self, code: str) -> Any:
        return await self.submit(await self.asking("I have a receipt code"), code=code)

    def review(self) -> Any:
        return self.world.channels["review"].history()[-1]

    def released(self) -> Any:
        return [m for m in self.world.channels["questions"].history() if m.components][-1]

    async def answer(self, words: str = "Ring them.") -> None:
        form = await self.world.press("rob", self.released(), "Answer")
        await self.world.people["rob"].submit_modal(form, {"words": words})
        await self.world.later(minutes=16)

    def leaks(self) -> list[str]:
        """Where the asker stands, apart from their own private answers."""
        needles = Needles(self.asker.id, (ASKER,))
        found = [f"log {name}" for name in needles.found_in("\n".join(self.heard.lines).encode())]
        for number, request in enumerate(self.world.env.http_requests):
            if number not in self.own:
                sent = json.dumps([request.path, request.json, request.params], default=str)
                names = needles.found_in(sent.encode())
                found += [f"{request.method} {request.path} {name}" for name in names]
        return found + self._in_files(needles)

    def _in_files(self, needles: Needles) -> list[str]:
        path = self.world.config.database_path
        copy = Path(f"{path}.copy")
        make_copy(path, copy, 0)
        files = sorted(path.parent.glob(f"{path.name}*"))
        return [f"{file.name} {n}" for file in files for n in needles.found_in(file.read_bytes())]


def code_in(text: str) -> str:
    found = re.search(r"\d{6}(-\d{4}){4}", text)
    assert found is not None, text
    return found[0]


@pytest.fixture
def walk(world: World, heard: Heard) -> Walk:
    return Walk(world, heard)


async def main_way(walk: Walk) -> None:
    """Ask with a warning, be reviewed, released, answered, reply, share, close."""
    world = walk.world
    warned = await walk.submit(await walk.asking(), words=GIVING_AWAY, tell=True)
    assert "This might give you away" in said(warned)
    code = code_in(text_of((await walk.press(warned, "Send anyway")).response))
    await world.later(minutes=16)
    sure = await world.press("carol", walk.review(), "Release")
    await world.press("carol", sure.response, "Release anyway")
    await world.later(minutes=1)
    await walk.answer()
    opened = await walk.open(code)
    await walk.submit(await walk.press(opened, "Reply"), words="Thank you.")
    await world.later(minutes=16)
    await world.press("carol", walk.review(), "Release")
    await world.later(minutes=1)
    opened = await walk.open(code)
    await walk.press(opened, "Let others find it")
    await world.later(minutes=16)
    opened = await walk.open(code)
    await walk.press(await walk.press(opened, "Close it"), "Close and destroy")
    await world.later(minutes=16)


def told_only(leaks: list[str]) -> bool:
    """Whether all that is found is the one request that opens the direct message wanted."""
    return leaks == ["POST /users/@me/channels decimal"]


@pytest.mark.long
async def test_the_asker_stands_nowhere_after_the_main_way(walk: Walk) -> None:
    await main_way(walk)
    assert told_only(walk.leaks())


@pytest.mark.long
async def test_the_asker_stands_nowhere_after_changes_decline_block_and_digest(walk: Walk) -> None:
    world = walk.world
    code = await walk.ask("How?")
    await world.later(minutes=16)
    form = await world.press("carol", walk.review(), "Ask for changes")
    await world.people["carol"].submit_modal(form, {"note": "Which year?"})
    await world.later(minutes=1)
    changing = await walk.press(await walk.open(code), "Change it")
    await walk.submit(changing, words="How, in 2026?")
    await world.later(minutes=16)
    form = await world.press("carol", walk.review(), "Decline")
    await world.people["carol"].submit_modal(form, {"note": "Not for here."})
    await world.later(minutes=1)
    assert "Not for here." in said(await walk.open(code))
    await world.slash("carol", "desk")
    block = await world.press("carol", walk.review(), "Block")
    await world.people["carol"].submit_modal(block, {"number": code[:6]})
    await world.later(minutes=1)
    blocked = await walk.submit(await walk.asking(), words="Again?")
    assert "have not learnt who you are" in said(blocked)
    again = await walk.press(blocked, "Try again")
    await walk.submit(again, words="And again?")
    await world.later(days=3)
    assert walk.leaks() == []


@pytest.mark.long
async def test_the_asker_stands_nowhere_after_a_report_of_their_own_a_note_and_a_take_down(
    walk: Walk,
) -> None:
    world = walk.world

    async def with_note(message: Any, label: str) -> None:
        form = await world.press("carol", message, label)
        await world.people["carol"].submit_modal(form, {"note": "We have read it."})
        await world.later(minutes=1)

    sent = await walk.submit(await walk.asking(), words="How?")
    hidden = await walk.press(sent, "I have written it down")
    code = code_in(said(await walk.press(hidden, "Show it again")))
    await world.later(minutes=16)
    card = walk.review()
    await with_note(card, "Send a note")
    await world.press("carol", card, "Send the urgent numbers")
    await world.press("carol", card, "I take this one")
    await world.press("carol", card, "Release")
    await world.later(minutes=1)
    await walk.answer()
    replied = await walk.submit(
        await walk.press(await walk.open(code), "Reply"), words="Thank you."
    )
    await walk.press(replied, "Back to my question")
    await world.later(minutes=16)
    await with_note(walk.review(), "Decline")
    await walk.submit(await walk.press(walk.released(), "Report"), why="2")
    await world.later(minutes=1)
    await with_note(walk.review(), "Take down")
    await world.later(minutes=1)
    assert "We have read it." in said(await walk.open(code))
    pause = await world.press("carol", (await queue(world)).response, "Pause all questions")
    await world.press("carol", pause.response, "For a week")
    await walk.press(await walk.slash("ask"), "I have a receipt code")
    await world.later(days=2)
    assert walk.leaks() == []


@pytest.mark.long
async def test_the_asker_stands_nowhere_after_bad_input(walk: Walk) -> None:
    for words in ("", "  \u200b ", "x" * 1801, "@everyone <@1> discord.gg/x", "Zoraqyx here"):
        await walk.submit(await walk.asking(), words=words)
    await walk.press(await walk.slash("ask"), "More about this")
    refused = await walk.open("nonsense")
    for _ in range(4):
        again = await walk.press(refused, "Try again")
        refused = await walk.submit(again, code="123456-0000-0000-0000-0000")
    for _ in range(2):
        await walk.open("123456-0000-0000-0000-0000")
    await walk.open("nonsense")
    assert walk.leaks() == []


@pytest.mark.long
async def test_the_asker_stands_nowhere_when_things_fail(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = walk.world
    fail = world.env.inject_error
    code = await walk.ask(tell=True)
    fail("POST", "/channels/*/messages", status=404, code=10003)
    await world.later(minutes=16)
    waits = await world.press("carol", (await world.slash("carol", "desk")).response, "What waits")
    await world.press("carol", waits.response, "Look")
    await world.later()
    await world.press("carol", walk.review(), "Release")
    await world.later(minutes=1)
    fail("POST", "/users/@me/channels", status=403, code=50007)
    await walk.answer()
    fail("POST", "/channels/*/messages", status=404, code=10003, times=2)
    opened = await walk.open(code)
    await walk.submit(await walk.press(opened, "Reply"), words="Thank you.")
    await world.later(minutes=16)

    async def broken(*_anything: Any) -> None:
        raise sqlite3.OperationalError("database is locked")

    form = await walk.asking()
    with monkeypatch.context() as failing:
        failing.setattr("db.questions.add", broken)
        refused = await walk.submit(form, words="My words")
        assert "My words" in handed_back(refused)
    await walk.submit(await walk.press(refused, "Try again"), words="")
    assert not any("OperationalError" in line for line in walk.heard.lines)
    await world.bot.quarter_hour.tick()
    assert any("OperationalError" in line for line in walk.heard.lines)
    leaks = walk.leaks()
    assert told_only(leaks) or leaks == []
    world.env.errors.clear()


@pytest.mark.long
async def test_a_leak_into_the_log_is_found(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Kit.refuse_blocked

    async def telling(self: Kit, person: int, now: Any) -> None:
        logging.getLogger("repbot.questions").debug("asked by %x", person)
        await before(self, person, now)

    monkeypatch.setattr(Kit, "refuse_blocked", telling)
    await walk.ask()
    assert "log hex" in walk.leaks()


async def test_a_leak_into_the_database_is_found(
    walk: Walk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Words, "seal_address", lambda _self, _id, who: who.to_bytes(8, "little"))
    await walk.ask(tell=True)
    assert any("sqlite3" in leak and "little-endian" in leak for leak in walk.leaks())


@pytest.mark.long
async def test_a_leak_into_a_message_is_found(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = sys.modules["cogs.questions.asking"]
    monkeypatch.setattr(asking, "clean", lambda words: f"{words} ({ASKER.title()})")
    form = await walk.asking()
    warned = await walk.submit(form, words="How?")
    await walk.press(warned, "Send anyway")
    await walk.world.later(minutes=16)
    assert any(leak.startswith("POST /channels/") for leak in walk.leaks())


@pytest.mark.long
async def test_review_and_thread_messages_answer_no_interaction(walk: Walk) -> None:
    await main_way(walk)
    world = walk.world
    requests = [r for r in world.env.http_requests if r.method == "POST"]
    words = ("waits to be released", "To reply to the person who asked", "who asked, replies")
    for word in words:
        found = [r for r in requests if word in json.dumps(r.json)]
        assert len(found) == 1
        assert re.fullmatch(r"/channels/\d+/messages", found[0].path)
        sent: Any = found[0].json
        assert sent["allowed_mentions"] == {"parse": []}
        assert "message_reference" not in sent
    for place in (world.channels["questions"], world.channels["review"]):
        for message in place.history():
            assert message.interaction_metadata is None
