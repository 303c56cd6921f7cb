"""No coordinator's power for a rep, and no word of anybody in the log: over everything there is."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from bot import logs
from tests import odd
from tests.test_commands import leaves, registered
from tests.world import World, said

CANARY = "canary-of-the-lane"
COORDINATORS_BUTTONS = (
    "meetings:1:announce",
    "meetings:1:save",
    "meetings:1:discard",
    "meetings:1:retry",
    "meetings:1:last",
    "meetings:1:change",
    "meetings:1:editretry",
    "meetings:1:skip",
    "meetings:1:stop",
    "meetings:1:follow",
    "meetings:1:back",
    "meetings:1:takeoff",
    "meetings:1:topicon",
    "meetings:1:topicout",
    "questions:1:release",
    "questions:1:changes",
    "questions:1:decline",
    "questions:1:queue",
    "questions:1:unblock",
    "questions:1:resource",
    "resources:1:accept",
    "resources:1:add",
    "resources:1:back",
    "resources:1:checked",
    "resources:1:decline",
    "resources:1:edit",
    "resources:1:retire",
    "resources:1:review",
    "resources:1:reviewone",
    "setup:1:announcements",
    "setup:1:questions",
    "setup:1:review",
    "setup:1:support",
    "setup:1:coordinator",
    "setup:1:rep",
    "setup:1:listener",
    "setup:1:page",
    "setup:1:panel",
)
COORDINATORS_FORMS = (
    "meetings:1:schedule",
    "meetings:1:edit",
    "meetings:1:notes",
    "questions:1:declined",
    "questions:1:resourced",
    "resources:1:accepted",
    "resources:1:added",
    "resources:1:edited",
)
REFUSED = "for the coordinators"


@pytest.fixture
def printed() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    logs.start("DEBUG")
    stream = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    yield stream
    root.handlers[:], root.level = before


async def test_no_coordinators_command_does_anything_for_a_rep(world: World) -> None:
    for command in registered(world):
        for name, leaf in leaves(command):
            if leaf["description"].startswith("Coordinators:"):
                refused = await odd.use(world, world.people["ria"], name, leaf, "8 Dec")
                assert REFUSED in said(refused), name


async def test_no_coordinators_button_or_form_does_anything_for_a_rep_or_a_listener(
    world: World,
) -> None:
    assert {*COORDINATORS_BUTTONS, *COORDINATORS_FORMS} <= world.bot.router.prefixes()
    for who in ("ria", "lou"):
        for prefix in COORDINATORS_BUTTONS:
            pressed = await odd.press(world, world.people[who], prefix, "1")
            assert REFUSED in said(pressed), prefix
        for prefix in COORDINATORS_FORMS:
            sent = await odd.fill(world, world.people[who], prefix, "1", "words")
            assert REFUSED in said(sent), prefix


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
