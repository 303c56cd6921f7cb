"""What is remembered of erasures and endings: hashes and days, at moments that nobody chose."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

import db.privacy
from bot.erasures import Erasures
from bot.services.privacy import Privacy
from db import copies
from db.database import Database
from tests.fakes import Clock
from tests.services.question_services import RIA, make_desk
from tests.world import World

ANN, BEN = 111_111_111_111, 222_222_222_222


@pytest.fixture
def erasures(tmp_path: Path) -> Erasures:
    made = Erasures.beside(tmp_path / "keys" / "repbot.keys")
    made.prepare()
    return made


async def erase(database: Database, clock: Clock, erasures: Erasures, person: int) -> None:
    await Privacy(database, clock, erasures.hashed).erase(person)


async def pending(database: Database) -> int:
    async with database.reading() as tx:
        return sum(len(each) for each in await db.privacy.pending(tx))


async def test_the_file_is_written_at_the_quarter_and_not_when_somebody_goes(
    database: Database, clock: Clock, erasures: Erasures
) -> None:
    before = erasures.path.read_bytes()
    await erase(database, clock, erasures, ANN)
    assert erasures.path.read_bytes() == before
    await erasures.write_down(database, clock)
    remembered = erasures.read()
    assert remembered is not None
    assert remembered.erased_since(ANN, clock().date())
    assert not remembered.erased_since(BEN, clock().date())
    assert oct(erasures.path.stat().st_mode)[-3:] == "600"
    assert await pending(database) == 0


async def test_the_file_is_written_at_every_quarter_whether_or_not_anybody_left(
    database: Database, clock: Clock, erasures: Erasures
) -> None:
    await erase(database, clock, erasures, ANN)
    await erasures.write_down(database, clock)
    content = erasures.path.read_bytes()
    with erasures.path.open("rb") as before:
        await erasures.write_down(database, clock)
        assert not os.path.samestat(os.fstat(before.fileno()), erasures.path.stat())
    assert erasures.path.read_bytes() == content


async def test_neither_the_file_nor_what_waits_holds_a_person_or_anything_finer_than_the_day(
    database: Database, clock: Clock, erasures: Erasures
) -> None:
    people = range(ANN, ANN + 20)
    for person in people:
        await erase(database, clock, erasures, person)
    async with database.reading() as tx:
        waiting = await tx.execute_fetchall("SELECT * FROM erased_people")
    assert {row[1] for row in waiting} == {"2026-11-21"}
    assert [row[0] for row in waiting] == sorted(row[0] for row in waiting)
    await erasures.write_down(database, clock)
    held = json.loads(erasures.path.read_text())
    assert {each[1] for each in held["entries"]} == {"2026-11-21"}
    assert held["entries"] == sorted(held["entries"])
    assert not any(str(person) in erasures.path.read_text() for person in people)


async def test_cut_between_the_file_and_the_rows_it_is_done_again_without_harm(
    database: Database, clock: Clock, erasures: Erasures, monkeypatch: pytest.MonkeyPatch
) -> None:
    await erase(database, clock, erasures, ANN)

    async def cut(*_about: object) -> None:
        raise OSError("the power went")

    with monkeypatch.context() as patched:
        patched.setattr(db.privacy, "written_down", cut)
        with pytest.raises(OSError, match="power"):
            await erasures.write_down(database, clock)
    written = erasures.path.read_bytes()
    assert await pending(database) == 1
    await erasures.write_down(database, clock)
    assert erasures.path.read_bytes() == written
    assert await pending(database) == 0


async def test_a_file_with_seconds_is_read_and_from_then_on_holds_days(
    database: Database, clock: Clock, erasures: Erasures
) -> None:
    second = int(clock().timestamp()) - 3600
    held = json.loads(erasures.path.read_text())
    old = {"key": held["key"], "entries": [[erasures.hashed(ANN), second]]}
    erasures.path.write_text(json.dumps(old))
    remembered = erasures.read()
    assert remembered is not None
    assert remembered.erased_since(ANN, clock().date())
    await erasures.write_down(database, clock)
    assert str(second) not in erasures.path.read_text()
    assert json.loads(erasures.path.read_text())["entries"] == [
        [erasures.hashed(ANN), "2026-11-21"]
    ]


async def test_begun_anew_it_says_since_when_and_lost_while_the_bot_runs_it_is_put_back(
    database: Database, clock: Clock, erasures: Erasures
) -> None:
    whole = erasures.path.read_text()
    assert "since" not in whole
    erasures.path.unlink()
    erasures.hashed(ANN)
    assert erasures.path.read_text() == whole
    erasures.path.unlink()
    Erasures(erasures.path).prepare(clock().date())
    clock.forward(days=1)
    await erasures.write_down(database, clock)
    begun = erasures.read()
    assert begun is not None
    assert json.loads(erasures.path.read_text())["since"] == "2026-11-21"
    assert not begun.is_complete(begun.since or clock().date())
    assert begun.is_complete(clock().date())


@pytest.mark.parametrize(("ahead", "remembered"), [(2, 2), (31, 31), (32, 0), (3650, 0)])
async def test_a_clock_that_is_behind_the_newest_copy_by_a_month_at_most_dates_nothing_before_it(
    database: Database, clock: Clock, erasures: Erasures, ahead: int, remembered: int
) -> None:
    today = clock().date()
    first, second = (database.path.with_name(f"{day}.sqlite3") for day in ("mon", "tue"))
    copies.make_copy(database.path, first, int(clock().timestamp()))
    clock.forward(days=ahead)
    copies.make_copy(database.path, second, int(clock().timestamp()))
    clock.forward(days=-ahead)
    await erase(database, clock, erasures, ANN)
    erasures.path.unlink()
    begun = Erasures(erasures.path)
    await begun.begin_anew(database, clock)
    await begun.write_down(database, clock)
    held = begun.read()
    assert held is not None
    assert [*held.erased.values(), held.since] == [today + timedelta(days=remembered)] * 2


async def test_erasures_are_remembered_for_400_days_and_endings_for_45(
    database: Database, clock: Clock, erasures: Erasures, tmp_path: Path
) -> None:
    desk = make_desk(database, clock, tmp_path)
    await erase(database, clock, erasures, ANN)
    await desk.asking.withdraw(await desk.asking.open(RIA, str(await desk.ask())))
    await erasures.write_down(database, clock)
    erasures.forgets = True
    for days, entries, endings in ((44, 1, 1), (1, 1, 0), (354, 1, 0), (1, 0, 0)):
        clock.forward(days=days)
        await erasures.write_down(database, clock)
        held = json.loads(erasures.path.read_text())
        assert (len(held["entries"]), len(held["endings"])) == (entries, endings)


async def test_before_discord_was_reached_no_clock_makes_it_forget(
    database: Database, clock: Clock, erasures: Erasures, tmp_path: Path
) -> None:
    desk = make_desk(database, clock, tmp_path)
    await erase(database, clock, erasures, ANN)
    await desk.asking.withdraw(await desk.asking.open(RIA, str(await desk.ask())))
    await erasures.write_down(database, clock)
    written = erasures.path.read_text()
    clock.forward(days=730)
    await erasures.write_down(database, clock)
    assert erasures.path.read_text() == written


@pytest.mark.long
async def test_once_discord_was_reached_the_bot_forgets(world: World) -> None:
    assert world.bot.erasures.forgets


async def test_a_question_is_remembered_by_a_hash_of_its_random_handle_alone(
    database: Database, clock: Clock, erasures: Erasures, tmp_path: Path
) -> None:
    desk = make_desk(database, clock, tmp_path)
    receipt = await desk.ask(wants_word=True)
    handle = await desk.release(receipt)
    standing = await desk.ask()
    await desk.asking.withdraw(await desk.asking.open(RIA, str(receipt)))
    async with database.reading() as tx:
        _, ended = await db.privacy.pending(tx)
    assert ended == [handle]
    await erasures.write_down(database, clock)
    clock.forward(days=1)
    await desk.destruction.delete(receipt.number)
    await erasures.write_down(database, clock)
    text = erasures.path.read_text()
    held = json.loads(text)["endings"]
    assert held == [[sha256(handle.encode()).hexdigest(), "2026-11-21"]]
    for told in (handle, str(RIA), str(receipt.number), str(standing.number)):
        assert told not in text
