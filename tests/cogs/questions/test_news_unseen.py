"""The rows of those who wanted to be told: two copies of the disk lead from none to its asker."""

from __future__ import annotations

from typing import Any, TypeAlias

import pytest

from tests.cogs.peer_support.test_safeguarding import close
from tests.cogs.questions.question_steps import (
    answer,
    asked,
    count,
    kept_addresses,
    minutes,
    opened,
    questions_in,
    released,
)
from tests.world import World

Rows: TypeAlias = dict[tuple[str, int, str], Any]
SEALED = (("questions", "address"), ("question_news", "sealed"))
OF_QUESTIONS = ("questions", "question_news", "question_entries", "outbox", "notices")


async def rows(world: World) -> Rows:
    """Every value of these tables, by its table, row and column."""
    found = {}
    async with world.bot.database.reading() as tx:
        for table in OF_QUESTIONS:
            for row in await tx.execute_fetchall(f"SELECT rowid AS place, * FROM {table}"):
                for column in row.keys():  # noqa: SIM118 - a Row yields its values
                    found[table, row["place"], column] = row[column]
    return found


def of_one(kept: Rows, number: int) -> dict[tuple[str, str], Any]:
    of_it = {place: value for place, value in kept.items() if place[1] == number}
    return {(table, column): value for (table, _, column), value in of_it.items()}


async def told_of(world: World, who: str) -> tuple[int, set[tuple[str, str]]]:
    """The number of a question, and what has changed of it when its asker was told of news."""
    code = await asked(world, who, tell=True)
    await answer(world, await released(world))
    before = await rows(world)
    await minutes(world, 17)
    number, after = int(code[:6]), await rows(world)
    one, other = of_one(before, number), of_one(after, number)
    return number, {place for place in one | other if one.get(place) != other.get(place)}


def direct(world: World, who: str) -> list[int]:
    place = world.people[who].user.dm_channel
    return [message.id for message in place.history()] if place else []


@pytest.mark.long
async def test_to_be_told_changes_the_same_of_whom_it_does_not_reach(world: World) -> None:
    _, reached = await told_of(world, "ria")
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)
    _, refused = await told_of(world, "rob")
    assert reached == refused
    assert set(SEALED) <= reached
    assert sorted(await kept_addresses(world)) == [0, world.people["ria"].id]


@pytest.mark.long
async def test_at_each_quarter_all_that_is_sealed_of_askers_is_sealed_anew(world: World) -> None:
    await told_of(world, "ria")
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=None)
    await told_of(world, "rob")
    await asked(world, "ria", tell=True)
    addresses, before = sorted(await kept_addresses(world)), await rows(world)
    await world.bot.quarter_hour.tick()
    after = await rows(world)
    sealed = [place for place in before if (place[0], place[2]) in SEALED]
    assert len(sealed) == 5
    assert [place for place in before if before[place] != after[place]] == sealed
    assert {len(after[place]) - len(before[place]) for place in sealed} == {0}
    assert sorted(await kept_addresses(world)) == addresses


async def test_a_question_that_is_opened_changes_no_row(world: World) -> None:
    code = await asked(world, "ria", tell=True)
    await answer(world, await released(world))
    await minutes(world, 17)
    before = await rows(world)
    await opened(world, code)
    assert direct(world, "ria") == []
    assert await rows(world) == before


@pytest.mark.long
async def test_the_next_news_goes_its_way_whether_or_not_the_last_was_read(world: World) -> None:
    code = await asked(world, "ria", tell=True)
    await answer(world, await released(world))
    await asked(world, "rob", tell=True)
    await answer(world, await released(world))
    await minutes(world, 17)
    hers, his = direct(world, "ria"), direct(world, "rob")
    await opened(world, code)
    for message in questions_in(world)[-2:]:
        await answer(world, message, "Or write.")
    assert await count(world, "outbox WHERE kind = 'questions.told' AND attempts = 0") == 2
    before = await rows(world)
    await minutes(world, 17)
    assert await count(world, "outbox WHERE kind = 'questions.told'") == 0
    after = await rows(world)
    assert {(place[0], place[2]) for place in after if before[place] != after[place]} == set(SEALED)
    assert direct(world, "rob") == his
    assert len(direct(world, "ria")) == 1
    assert direct(world, "ria") != hers


@pytest.mark.long
async def test_as_much_is_written_whether_it_is_sent_still_stands_or_reaches_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index beside the log counts transactions."""
    code = await asked(world, "ria", tell=True)
    message = await released(world)
    begun, begin = [], world.bot.database.transaction

    def counted() -> Any:
        begun.append(1)
        return begin()

    async def of_news() -> int:
        await answer(world, message)
        world.clock.forward(minutes=16)
        begun.clear()
        with monkeypatch.context() as counting:
            counting.setattr(world.bot.database, "transaction", counted)
            await world.bot.outbox.deliver_due()
        assert await count(world, "outbox WHERE kind = 'questions.told'") == 0
        return len(begun)

    found = {await of_news(), await of_news()}
    await opened(world, code)
    place = world.people["ria"].user.dm_channel.id
    world.env.inject_error("POST", f"/channels/{place}/messages", status=403, code=50007)
    found |= {await of_news(), await of_news()}
    assert await kept_addresses(world) == [0]
    assert len(found) == 1


@pytest.mark.long
async def test_an_outage_holds_up_the_news_of_whom_it_cannot_reach_as_well(world: World) -> None:
    world.env.inject_error("POST", "/users/@me/channels", status=403, code=50007, times=1)
    await told_of(world, "ria")
    await answer(world, questions_in(world)[-1], "Or write.")
    world.env.inject_error("GET", "/users/*", status=503, code=0, times=None)
    world.env.inject_error("POST", "/users/@me/channels", status=503, code=0, times=None)
    await minutes(world, 17)
    assert await count(world, "outbox WHERE kind = 'questions.told'") == 1


NO_DELETING = "/channels/*/messages/*"


def outage(world: World, method: str, path: str) -> None:
    world.env.inject_error(method, path, status=503, code=0, times=None)


async def three_told(world: World) -> dict[str, str]:
    """The codes of three who wanted to be told of an answer; rob's messages are closed."""
    world.add_person("amy", "rep")
    codes = {}
    for name in ("ria", "rob", "amy"):
        codes[name] = await asked(world, name, tell=True)
        await released(world)
    close(world, "rob")
    for message in questions_in(world)[-3:]:
        await answer(world, message)
    await minutes(world, 17)
    assert [len(direct(world, name)) for name in codes] == [1, 0, 1]
    return codes


async def shown(world: World) -> None:
    """Until every public sign is given."""
    for _ in range(60):
        if await count(world, "questions WHERE seen <> 'held'") == 0:
            return
        world.clock.forward(seconds=20)
        await world.bot.outbox.deliver_due()


@pytest.mark.long
async def test_what_is_opened_in_an_outage_changes_no_row_either(world: World) -> None:
    """Two that changed together, or stood together, would be one person's."""
    codes = [await asked(world, "ria", tell=True) for _ in range(2)]
    await minutes(world, 16)
    for card in world.channels["review"].history()[-2:]:
        await world.press("carol", card, "Release")
    await minutes(world, 1)
    for message in questions_in(world)[-2:]:
        await answer(world, message)
    await minutes(world, 17)
    outage(world, "DELETE", NO_DELETING)
    before = await rows(world)
    for code in codes:
        await opened(world, code)
    await minutes(world, 17)
    assert len(direct(world, "ria")) == 2
    assert await rows(world) == before


@pytest.mark.long
async def test_news_after_what_was_read_in_an_outage_is_told_anew(world: World) -> None:
    code = await asked(world, "ria", tell=True)
    await answer(world, await released(world))
    await minutes(world, 17)
    old = direct(world, "ria")
    world.env.inject_error("DELETE", "/channels/*/messages/*", status=400, code=40003)
    await opened(world, code)
    await answer(world, questions_in(world)[-1], "Or write.")
    await minutes(world, 17)
    new = direct(world, "ria")
    assert len(new) == 1
    assert new != old
    await world.bot.quarter_hour.tick()
    await world.env.settle()
    assert direct(world, "ria") == new


@pytest.mark.long
@pytest.mark.parametrize("fault", ["of everything", "of deleting", "of one"])
async def test_an_outage_at_the_end_keeps_the_rows_of_whom_news_never_reached(
    world: World, fault: str
) -> None:
    codes = await three_told(world)
    await world.later(days=30)
    await shown(world)
    hers = f"/channels/{world.people['amy'].user.dm_channel.id}/messages/*"
    path = {"of everything": "*", "of deleting": NO_DELETING, "of one": hers}[fault]
    outage(world, "*" if path == "*" else "DELETE", path)
    await minutes(world, 40)
    kept = [f"{row}" for table, row, column in await rows(world) if table == "question_news"]
    assert sorted({*kept}) == sorted(code[:6] for code in codes.values())
    world.env.backend.faults.clear()
    await minutes(world, 17)
    assert await count(world, "questions") == 0
    assert direct(world, "ria") == direct(world, "amy") == []


@pytest.mark.long
@pytest.mark.parametrize("fault", ["of deleting", "of one", "none"])
async def test_an_outage_when_it_is_closed_tells_nobody_from_who_was_reached(
    world: World, fault: str
) -> None:
    codes = await three_told(world)
    sure = {}
    for name, code in codes.items():
        view = await opened(world, code, name)
        sure[name] = await world.press(name, view.response, "Close it")
    before = await rows(world)
    hers = f"/channels/{world.people['amy'].user.dm_channel.id}/messages/*"
    if fault != "none":
        outage(world, "DELETE", hers if fault == "of one" else NO_DELETING)
    for name, pressed in sure.items():
        await world.press(name, pressed.response, "Close and destroy")
    after = await rows(world)
    changes = [
        {
            place
            for place, was in of_one(before, number).items()
            if of_one(after, number)[place] != was
        }
        for number in (int(code[:6]) for code in codes.values())
    ]
    assert ("question_news", "sealed") in changes[0]
    assert changes[0] == changes[1] == changes[2]
    assert await count(world, "question_news") == 3
