"""No coordinator's power for a rep, and no word of anybody in the log: over everything there is."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from bot import logs
from tests import odd
from tests.test_commands import leaves, registered
from tests.world import World, said, typed

CANARY = "canary-of-the-lane"
REFUSED = "for the coordinators"


@pytest.fixture
def printed() -> Iterator[io.StringIO]:
    root, ours = logging.getLogger(), logging.getLogger("repbot")
    before, level = (root.handlers[:], root.level), ours.level
    logs.start("DEBUG")
    stream = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    yield stream
    root.handlers[:], root.level = before
    ours.setLevel(level)


@pytest.mark.long
async def test_no_coordinators_command_does_anything_for_a_rep(world: World) -> None:
    theirs = {
        name: leaf
        for command in registered(world)
        for name, leaf in leaves(command)
        if leaf["description"].startswith("Coordinators:")
    }
    assert len(theirs) > 8
    for name, leaf in theirs.items():
        refused = await odd.use(world, world.people["ria"], name, leaf, "8 Dec")
        assert REFUSED in said(refused), name


@pytest.mark.long
async def test_no_coordinators_button_or_form_does_anything_for_a_rep_or_a_listener(
    world: World,
) -> None:
    router = world.bot.router
    assert len(router.for_coordinators) > 40
    for who in ("ria", "lou"):
        for prefix in sorted(router.for_coordinators & router.buttons.keys()):
            pressed = await odd.press(world, world.people[who], prefix, "1")
            assert REFUSED in said(pressed), prefix
        for prefix in sorted(router.for_coordinators & router.forms.keys()):
            sent = await odd.fill(world, world.people[who], prefix, "1", "words")
            assert REFUSED in said(sent), prefix
            assert sent.response is not None
            assert "words" in str(typed(sent.response)), prefix


@pytest.mark.long
async def test_what_anybody_writes_reaches_no_log_at_any_level(
    world: World, printed: io.StringIO
) -> None:
    await world.announce_call()
    carol = world.people["carol"]
    for command in registered(world):
        for name, leaf in leaves(command):
            await odd.use(world, carol, name, leaf, CANARY)
    for prefix in sorted(world.bot.router.forms):
        await odd.fill(world, carol, prefix, "1", CANARY)
    assert "repbot" in printed.getvalue()
    assert CANARY not in printed.getvalue()
