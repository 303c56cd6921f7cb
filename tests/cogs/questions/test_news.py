"""The direct message that says there is news: held, nameless, and gone when it is read."""

from __future__ import annotations

import logging
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

import db.outbox
import db.questions
from bot import backups
from bot.domain.questions import HOLD_SECONDS, News
from bot.sending import EXCUSED
from bot.services.question_context import Words
from bot.services.question_news import Telling
from cogs.questions import news, public_text
from db.copies import make_copy
from tests.cogs.questions.question_steps import (
    answer,
    asked,
    count,
    held_for_the_sign,
    ids_of,
    kept_addresses,
    minutes,
    opened,
    questions_in,
    released,
    thread,
)
from tests.needles import Needles
from tests.world import World, said, updated

pytestmark = pytest.mark.long


def direct(world: World) -> list[Any]:
    place = world.people["ria"].user.dm_channel
    return list(place.history()) if place else []


async def told(world: World) -> str:
    """Let ria ask, wanting to be told, and be told of an answer; her code."""
    code = await asked(world, "ria", tell=True)
    await answer(world, await released(world))
    await world.later(minutes=16)
    assert len(direct(world)) == 1
    return code


async def waiting(world: World, kind: str) -> list[tuple[int, int]]:
    async with world.bot.database.reading() as tx:
        rows = await tx.execute_fetchall("SELECT id, due_at FROM outbox WHERE kind = ?", (kind,))
    return [(row[0], row[1]) for row in rows]


async def test_news_has_a_hold_of_its_own_and_comes_once(world: World) -> None:
    await asked(world, "ria", tell=True)
    message = await released(world)
    await answer(world, message, "one")
    now = int(world.clock().timestamp())
    ((_, due),) = await waiting(world, "questions.told")
    assert HOLD_SECONDS[0] - 60 <= due - now <= HOLD_SECONDS[1]
    assert direct(world) == []
    await answer(world, message, "two")
    await world.later(minutes=16)
    await answer(world, message, "three")
    await world.later(minutes=16)
    assert ["There is news" in one.content for one in direct(world)] == [True]
    form = await world.people["ria"].user.click(direct(world)[0], label="Open my question")
    assert form.modal["title"] == "Open my question"


async def test_news_leads_to_no_question_not_even_with_a_backup_of_its_letter(
    world: World, tmp_path: Path
) -> None:
    code = await asked(world, "ria", tell=True)
    await answer(world, await released(world))
    copy = tmp_path / "copy"
    make_copy(world.config.database_path, copy, 0)
    with closing(sqlite3.connect(copy)) as to:
        handle = to.execute("SELECT handle FROM questions").fetchone()[0]
        letters = to.execute("SELECT id FROM outbox WHERE kind = 'questions.told'").fetchall()
        assert to.execute("SELECT count(*) FROM question_news").fetchone() == (0,)
    await world.later(minutes=16)
    (message,) = direct(world)
    whole = message.content + str(ids_of(message))
    assert not re.search(r"\d{6}", message.content)
    for leading in (code[:6], handle, *(f"{abs(row[0]):x}" for row in letters)):
        assert leading not in whole
    mark = ids_of(message)[0].partition("~")[2]
    number = int(mark.partition(".")[0], 16)
    assert Needles(number, ()).found_in(copy.read_bytes()) == []
    assert Needles(number, ()).found_in(world.config.database_path.read_bytes()) == []


async def test_news_is_deleted_when_the_question_is_opened_and_the_next_is_told(
    world: World,
) -> None:
    code = await told(world)
    await opened(world, code)
    assert direct(world) == []
    (message,) = [m for m in world.channels["questions"].history() if m.components]
    await answer(world, message, "another")
    await world.later(minutes=16)
    assert len(direct(world)) == 1


async def test_an_answer_that_comes_while_the_asker_reads_is_told_as_well(world: World) -> None:
    code = await told(world)
    await opened(world, code)
    (message,) = [m for m in world.channels["questions"].history() if m.components]
    await answer(world, message, "another")
    for _ in range(3):
        await world.later(minutes=16)
    assert len(direct(world)) == 1


async def test_news_that_cannot_be_deleted_is_tried_again(world: World) -> None:
    code = await told(world)
    world.env.inject_error("DELETE", "/channels/*/messages/*", status=400, code=40003, times=2)
    await opened(world, code)
    for still in (1, 1, 0):
        assert len(direct(world)) == still
        await world.bot.quarter_hour.tick()
        await world.env.settle()


async def test_no_log_line_says_when_news_was_read_or_could_not_be_deleted(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    code = await told(world)
    caplog.set_level(logging.DEBUG, logger="repbot")
    caplog.clear()
    world.env.inject_error("DELETE", "/channels/*/messages/*", status=403, code=50013)
    for _ in range(3):
        await opened(world, code)
    assert direct(world) == []
    assert [record for record in caplog.records if record.name.startswith("repbot")] == []


async def test_news_that_nobody_reads_goes_with_the_question(world: World) -> None:
    await told(world)
    for _ in range(32):
        await world.later(days=1)
    assert direct(world) == []
    assert await count(world, "questions") == 0
    assert await count(world, "question_news") == 0


async def kept_news(world: World) -> list[News]:
    """Where direct messages stand, as it is sealed."""
    async with world.bot.database.reading() as tx:
        kept = await db.questions.all_kept(tx)
    found = [Words(world.bot.vault).news(each) for each in kept]
    return [each for each in found if each]


async def withdrawn(world: World, view: Any) -> str:
    sure = await world.press("ria", view.response, "Close it")
    return updated(await world.press("ria", sure.response, "Close and destroy"))


async def test_news_that_came_meanwhile_goes_before_the_asker_is_told_that_all_is_destroyed(
    world: World,
) -> None:
    code = await asked(world, "ria", tell=True)
    await answer(world, await released(world))
    view = await opened(world, code)
    world.clock.forward(minutes=14)
    await world.later(seconds=50)
    view = await opened(world, code) if not direct(world) else view
    await world.later(minutes=5)
    assert "has been deleted" in await withdrawn(world, await opened(world, code))
    assert direct(world) == []
    assert [(each.channel, each.message) for each in await kept_news(world)] == [(0, 0)]
    await minutes(world, 40)
    assert await count(world, "question_news") == 0


async def test_news_that_cannot_be_deleted_at_the_end_is_said_and_goes_later(world: World) -> None:
    code = await told(world)
    world.env.inject_error("DELETE", "/channels/*/messages/*", status=400, code=40003, times=4)
    said_then = await withdrawn(world, await opened(world, code))
    assert "could not be deleted yet" in said_then
    assert "has been deleted" not in said_then
    for _ in range(8):
        await world.later(minutes=16)
    assert direct(world) == []
    assert await count(world, "questions") == 0


@pytest.mark.parametrize("path", ["/users/@me/channels", "/channels/*/messages"])
async def test_closed_direct_messages_are_said_at_every_look(world: World, path: str) -> None:
    code = await asked(world, "ria", tell=True)
    await answer(world, await released(world))
    world.env.inject_error("POST", path, status=403, code=50007)
    await world.later(minutes=16)
    assert await kept_addresses(world) == [0]
    assert await count(world, "question_news") == 1
    for _ in range(2):
        assert "closed to me" in said(await opened(world, code))
    assert await count(world, "notices") == 0


async def test_news_lost_in_a_crash_is_found_by_its_mark_and_not_sent_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await asked(world, "ria", tell=True)
    await answer(world, await released(world))

    async def cut(*_anything: object) -> bool:
        raise ConnectionResetError

    with monkeypatch.context() as cutting:
        cutting.setattr(Telling, "told", cut)
        await world.later(minutes=16)
    await world.later(minutes=1)
    assert len(direct(world)) == 1
    assert await count(world, "outbox WHERE kind = 'questions.told'") == 0


async def test_a_message_that_may_be_on_its_way_does_not_count_as_gone(world: World) -> None:
    await told(world)
    place = direct(world)[0].channel.id
    assert not await news.delete(world.bot, News(12345, channel=place))


@pytest.mark.parametrize("known", [True, False], ids=["asked before", "asked since"])
@pytest.mark.parametrize("closed", [True, False], ids=["closed since", "open"])
async def test_news_is_deleted_though_a_backup_is_restored_that_does_not_know_of_it(
    world: World, known: bool, closed: bool
) -> None:
    copies = [await backups.daily(world.config.database_path, world.clock())]
    code = await told(world)
    world.clock.forward(days=1)
    copies.append(await backups.daily(world.config.database_path, world.clock()))
    if closed:
        world.env.inject_error("DELETE", "/channels/*/messages/*", status=400, code=40003, times=2)
        await withdrawn(world, await opened(world, code))
    assert len(direct(world)) == 1
    await world.bot.close()
    await backups.restore(world.config, copies[known], world.clock)
    await world.restart()
    if not closed:
        await opened(world, code)
    else:  # where it was closed, after the public sign
        await minutes(world, 40 if closed else 1)
        assert await count(world, "questions") == 0
    assert direct(world) == []


async def test_news_that_stands_before_a_restore_is_not_sent_once_more_after_it(
    world: World,
) -> None:
    code = await asked(world, "ria", tell=True)
    question = await released(world)
    before = await backups.daily(world.config.database_path, world.clock())
    await answer(world, question)
    await minutes(world, 16)
    assert len(direct(world)) == 1
    await world.bot.close()
    await backups.restore(world.config, before, world.clock)
    await world.restart()
    await answer(world, questions_in(world)[-1], "Or write.")
    await minutes(world, 16)
    assert len(direct(world)) == 1
    await opened(world, code)
    assert direct(world) == []


async def test_a_restore_that_was_the_wrong_one_ends_no_question(world: World) -> None:
    without = await backups.daily(world.config.database_path, world.clock())
    code = await told(world)
    await world.bot.close()
    await backups.restore(world.config, without, world.clock)
    await world.restart()
    await world.later(minutes=1)
    await world.bot.quarter_hour.tick()
    await world.bot.close()
    [aside] = world.config.database_path.parent.glob("*.before-restore-*")
    world.clock.forward(minutes=1)
    await backups.restore(world.config, aside, world.clock)
    await world.restart()
    assert "has been answered" in said(await opened(world, code))


async def test_a_direct_message_goes_after_the_public_sign_with_a_hold_of_its_own(
    world: World,
) -> None:
    await asked(world, "ria", tell=True)
    await answer(world, await released(world))
    await minutes(world, 16)
    assert len(direct(world)) == 1
    await world.later(days=29)
    while public_text.THREAD_CLOSED not in thread(world):
        await world.later(minutes=10)
    assert len(direct(world)) == 1
    held = await held_for_the_sign(world)
    assert 120 <= held <= 17 * 60
    assert (int(world.clock().timestamp()) + held) % (15 * 60) == 0
    assert await count(world, "question_entries") == 0
    await minutes(world, 18)
    assert direct(world) == []
    assert await count(world, "questions") == 0
    assert await count(world, "outbox WHERE kind LIKE 'questions.close'") == 0


async def told_while_refused(world: World, code: int) -> str:
    mine = await asked(world, "ria", tell=True)
    await answer(world, await released(world))
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=code, times=None)
    await minutes(world, 17)
    return mine


@pytest.mark.parametrize("code", [50007, 50278, 10013, 10003])
async def test_whom_news_cannot_reach_looks_like_whom_it_reached(
    world: World, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    """Other rows name who has closed their messages, or left."""
    with caplog.at_level(logging.INFO):
        mine = await told_while_refused(world, code)
    assert await kept_addresses(world) == [0]
    assert await count(world, "question_news") == 1
    assert await count(world, "outbox WHERE kind = 'questions.told'") == 0
    assert "questions.told" not in caplog.text
    assert "refused" not in caplog.text
    for _ in range(2):
        assert "could not send it" in said(await opened(world, mine))
    await answer(world, questions_in(world)[-1], "Or write.")
    await minutes(world, 17)
    assert await count(world, "outbox WHERE kind = 'questions.told'") == 0


async def test_what_its_asker_alone_makes_go_away_is_never_overdue(world: World) -> None:
    async def planned(kind: str) -> bool:
        due = int(world.clock().timestamp()) - 3600
        async with world.bot.database.transaction() as tx:
            await db.outbox.plan_hidden(tx, f"questions.{kind}", 1, due)
        return await world.bot.outbox.overdue(EXCUSED)

    for kind in ("release", "publish", "answer", "reply", "share", "told", "close", "decide"):
        assert not await planned(kind)
    assert await planned("ended")
