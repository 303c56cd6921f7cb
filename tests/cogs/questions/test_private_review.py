"""Nothing goes to a review channel that others can read; what waited goes once they cannot."""

from __future__ import annotations

import pytest

from bot import permissions
from tests.cogs.questions.question_steps import WORDS, asked, looked, opened
from tests.world import World, everybody_reads, said


@pytest.mark.long
async def test_nothing_goes_to_a_review_channel_that_everybody_reads(world: World) -> None:
    code = await asked(world)
    review = world.channels["review"]
    await everybody_reads(world, review, True)
    await world.later(minutes=16)
    await world.later(days=2)
    assert review.history() == []
    assert "Could not be posted" in await looked(world)
    assert "could not be passed on so far" in said(await opened(world, code))
    assert "cannot take any" in said(await world.slash("ria", "ask"))
    await everybody_reads(world, review, False)
    await world.later()
    assert WORDS in world.texts(review)[-1]


async def test_nor_before_the_bot_has_seen_the_server(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asked(world)
    await everybody_reads(world, world.channels["review"], True)
    with monkeypatch.context() as before_ready:
        before_ready.setattr(type(world.bot), "get_guild", lambda *_: None)
        assert await permissions.can_others_read(world.bot, world.channels["review"].id)
        await world.later(minutes=16)
    assert world.channels["review"].history() == []


async def test_a_topic_without_a_name_waits_as_well(world: World) -> None:
    await world.announce_call()
    await everybody_reads(world, world.channels["review"], True)
    form = await world.press("ria", (await world.slash("ria", "meeting next")).response, "More")
    form = await world.press("ria", form.response, "Suggest a topic")
    await world.fill("ria", form, topic="Parking", sign="without")
    await world.later(minutes=16)
    assert "Parking" not in "".join(world.texts(world.channels["review"]))
