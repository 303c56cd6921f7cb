"""What tests of listeners and hellos share."""

from __future__ import annotations

import pytest

from tests.cogs.peer_support.hello_steps import both_on_duty
from tests.world import World


@pytest.fixture
async def listening(world: World) -> World:
    return await both_on_duty(world)
