"""News that Discord holds up: all of it waits together, and nobody's is sent twice."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from bot import sending
from bot.domain.questions import News
from bot.sending import EXCUSED
from tests.cogs.peer_support.test_safeguarding import close
from tests.cogs.questions.question_steps import (
    answer,
    asked,
    count,
    heard,
    minutes,
    opened,
    questions_in,
    released,
    withdrawn,
)
from tests.cogs.questions.test_news_unseen import direct
from tests.world import World, said


async def four_told(world: World) -> dict[str, str]:
    """The codes of four questions whose askers were told, by letters: ria has read both of hers,
    amy has not read hers, rob's messages are closed."""
    world.add_person("amy", "rep")
    codes = {}
    for key, name in (("r1", "ria"), ("amy", "amy"), ("r2", "ria"), ("rob", "rob")):
        codes[key] = await asked(world, name, tell=True)
        await released(world)
        await minutes(world, 16)
    close(world, "rob")
    for message in questions_in(world)[-4:]:
        await answer(world, message)
    await minutes(world, 17)
    for key in ("r1", "r2"):
        await opened(world, codes[key])
    assert [len(direct(world, name)) for name in ("ria", "amy", "rob")] == [0, 1, 0]
    return codes


async def more_news(world: World) -> None:
    """Of all four, whose letters are due at once."""
    for message in questions_in(world)[-4:]:
        form = await world.press("rob", message, "Answer")
        await world.fill("rob", form, words="Or write.")
    await world.later(minutes=1)
    await world.later(minutes=16)


async def told_letters(world: World) -> list[tuple[int, Any, Any, Any]]:
    async with world.bot.database.reading() as tx:
        every = await tx.execute_fetchall(
            "SELECT subject, try_at, reason, state FROM outbox WHERE kind = 'questions.told'"
        )
    return [tuple(row) for row in every]


@pytest.mark.long
@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/channels/{}/messages", 503, 0),
        ("/channels/{}/messages", 400, 40003),
        ("/channels/{}/messages", 400, 50035),
    ],
)
async def test_who_has_read_is_not_told_from_who_has_not_while_nothing_can_be_sent(
    world: World, path: str, status: int, code: int
) -> None:
    """Those that waited alone would be of the questions that were opened: one person's."""
    codes = await four_told(world)
    hers = world.people["ria"].user.dm_channel.id
    world.env.inject_error("POST", path.format(hers), status=status, code=code, times=None)
    await more_news(world)
    for _ in range(3):
        waiting = await told_letters(world)
        assert sorted(subject for subject, *_ in waiting) == sorted(
            int(code[:6]) for code in codes.values()
        )
        assert len({row[1:] for row in waiting}) == 1
        await minutes(world, 20)
    world.env.backend.faults.clear()
    await minutes(world, 17)
    assert await told_letters(world) == []
    assert [len(direct(world, name)) for name in ("ria", "amy", "rob")] == [2, 1, 0]


@pytest.mark.long
async def test_who_waits_with_another_is_told_once_all_the_same(world: World) -> None:
    codes = await four_told(world)
    world.env.inject_error(
        "POST", f"/channels/{direct_place(world, 'amy')}/messages", status=503, times=None
    )
    await opened(world, codes["amy"], "amy")
    await more_news(world)
    assert len(await told_letters(world)) == 4
    assert len(direct(world, "ria")) == 2
    await opened(world, codes["r1"])
    await minutes(world, 40)
    assert len(direct(world, "ria")) == 1  # what was read is not sent once more
    await answer(world, questions_in(world)[-4], "Or go there.")
    await minutes(world, 40)
    assert len(direct(world, "ria")) == 2  # but what comes after that is told
    world.env.backend.faults.clear()
    await minutes(world, 17)
    assert await told_letters(world) == []
    assert [len(direct(world, name)) for name in ("ria", "amy", "rob")] == [2, 1, 0]


def direct_place(world: World, who: str) -> int:
    return int(world.people[who].user.dm_channel.id)


@pytest.mark.long
async def test_an_outage_asks_once_for_all_and_not_for_each(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await four_told(world)
    hers = direct_place(world, "ria")
    world.env.inject_error("POST", f"/channels/{hers}/messages", status=503, times=None)
    await more_news(world)
    await minutes(world, 30)
    tried, send = [], sending.send_once

    async def counted(*given: Any, **extras: Any) -> Any:
        tried.append(1)
        return await send(*given, **extras)

    monkeypatch.setattr(sending, "send_once", counted)
    await minutes(world, 64)
    assert 2 * 3 <= len(tried) <= 2 * 5  # her two, each quarter of an hour


@pytest.mark.long
@pytest.mark.parametrize("code", [20009, 50001, 50007])
async def test_a_refusal_for_good_holds_nobody_up(world: World, code: int) -> None:
    await four_told(world)
    world.env.inject_error(
        "POST",
        f"/channels/{direct_place(world, 'ria')}/messages",
        status=403,
        code=code,
        times=None,
    )
    await more_news(world)
    assert await told_letters(world) == []


@pytest.mark.long
async def test_an_error_of_ours_is_logged_by_its_type_and_holds_up_no_message(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await four_told(world)

    news = sys.modules["cogs.questions.news"]  # another test's restart may have made it anew
    stands, hers = news._stands, direct_place(world, "amy")

    async def broken(bot: Any, about: News) -> bool:
        if about.channel == hers:
            raise ZeroDivisionError
        return bool(await stands(bot, about))

    world.errors_expected = True
    monkeypatch.setattr(news, "_stands", broken)
    await more_news(world)
    assert len(direct(world, "ria")) == 2
    await world.bot.outbox.write_down_hidden()
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.long
@pytest.mark.parametrize("tell", [True, False])
async def test_a_direct_message_that_cannot_be_deleted_makes_nothing_late(
    world: World, tell: bool
) -> None:
    """After the sign, or coordinators would read of which question somebody wanted to be told."""
    code = await asked(world, "ria", tell=tell)
    await answer(world, await released(world))
    await minutes(world, 17)
    world.env.inject_error("DELETE", "/channels/*/messages/*", status=503, times=None)
    await withdrawn(world, code)
    await minutes(world, 60)
    assert await count(world, "outbox WHERE kind = 'questions.close'") == int(tell)
    assert not await world.bot.outbox.overdue(EXCUSED)


@pytest.mark.long
async def test_a_direct_message_is_not_taken_for_gone_where_discord_does_not_say_so(
    world: World,
) -> None:
    code = await asked(world, tell=True)
    await answer(world, await released(world))
    await minutes(world, 17)
    (told,) = direct(world, "ria")
    path = f"/channels/{world.people['ria'].user.dm_channel.id}/messages/{told}"
    world.env.inject_error("DELETE", path, status=404, code=0, message="not Discord's", times=2)
    view = await opened(world, code)
    sure = await world.press("ria", view.response, "Close it")
    pressed = await world.press("ria", sure.response, "Close and destroy")
    assert "could not be deleted yet" in heard(world, "ria", pressed) + said(pressed)
    await minutes(world, 40)
    assert direct(world, "ria") == []
    assert await count(world, "questions") == 0
