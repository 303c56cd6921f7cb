"""However a question ended, nothing of "there is news" is left of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

import db.questions
from bot.domain.questions import News
from tests.cogs.questions.question_steps import (
    answer,
    asked,
    count,
    minutes,
    opened,
    questions_in,
    released,
    with_note,
)
from tests.cogs.questions.test_news import kept_news
from tests.cogs.questions.test_news_unseen import direct
from tests.world import World, labels

pytestmark = pytest.mark.long


@pytest.mark.parametrize("how", ["by itself", "shared", "Take down", "Close for good"])
async def test_an_unread_message_goes_with_its_question_however_that_ended(
    world: World, how: str
) -> None:
    code = await asked(world, tell=True)
    await answer(world, await released(world), library=True)
    await minutes(world, 16)
    if how == "shared":
        await world.press("ria", (await opened(world, code)).response, "Let others find it")
        await minutes(world, 17)
        await answer(world, questions_in(world)[-1], "Or write.")
        await minutes(world, 17)
    elif how != "by itself":
        card = next(m for m in world.channels["review"].history() if how in labels(m))
        await with_note(world, card, how)
        await minutes(world, 17)
    assert len(direct(world, "ria")) == 1
    for _ in range(31):
        await world.later(days=1)
    await minutes(world, 60)
    assert direct(world, "ria") == []
    assert await count(world, "questions") == await count(world, "question_news") == 0


async def test_a_message_that_is_sent_while_the_last_one_is_deleted_is_kept_to_be_deleted(
    world: World,
) -> None:
    code = await asked(world, tell=True)
    await answer(world, await released(world))
    await minutes(world, 17)
    service = world.cog("Questions").service
    grant = await service.open(world.people["ria"].id, code)
    look = await service.look(grant)
    newer = replace(look.news, mark=77, message=88)
    async with world.bot.database.transaction() as tx:
        sealed = service._kit.words.seal_news(look.question.id, newer)
        await db.questions.place_news(tx, look.question.id, sealed)
    await service.withdraw(grant, True, look.news)
    assert await kept_news(world) == [newer]
    assert isinstance(newer, News)
