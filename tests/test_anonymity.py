"""The asker stands nowhere: database, log, backup, log lines, requests. On both stages."""

from __future__ import annotations

import re
import statistics
from pathlib import Path
from random import Random

import pytest

import db.outbox
import db.questions
from bot.domain.questions import HOLD_SECONDS
from bot.vault import DayKeys, Vault, keyed_hash, slow_hash
from db.copies import make_copy
from db.database import Database
from tests.fakes import Clock
from tests.needles import Needles
from tests.services.question_services import RIA, SERVER, Desk, make_desk, quick_hash

MEMBERS = [1456074443980800000 + 7919 * n for n in range(1000)]


def backup_of(database: Path, target: Path) -> bytes:
    """Copy as every backup does, and return its bytes."""
    make_copy(database, target, 0)
    return target.read_bytes()


async def tags_of(desk: Desk) -> dict[int, bytes]:
    async with desk.database.reading() as tx:
        kept = await db.questions.all_kept(tx)
    return {question.id: question.tag for question in kept if question.tag}


async def two_each(desk: Desk, askers: list[int]) -> dict[int, int]:
    """Let everybody ask twice; which question is whose, as only the test knows."""
    return {(await desk.ask(asker)).number: asker for asker in [*askers, *askers]}


def matched(tags: dict[int, bytes], keys: list[bytes]) -> dict[int, int]:
    """Try every member against every tag with these keys, as a thief would."""
    tried = (
        (number, member)
        for number, tag in tags.items()
        for key in keys
        for member in MEMBERS
        if keyed_hash(key, SERVER, member, number) == tag
    )
    return dict(tried)


@pytest.mark.long
async def test_a_thief_with_everything_but_the_keys_matches_nobody(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    desk = make_desk(database, clock, tmp_path)
    askers = MEMBERS[:20]
    truth = await two_each(desk, askers)
    tags = await tags_of(desk)
    backup = backup_of(database.path, tmp_path / "backup")
    guesses = [b"", bytes(32), str(SERVER).encode()]
    assert matched(tags, guesses) == {}
    assert len(set(tags.values())) == 2 * len(askers)
    assert not any(tag in backup for tag in tags.values())
    for member in askers:
        assert Needles(member, ()).found_in(desk.files() + backup) == []
    assert set(truth.values()) == set(askers)


@pytest.mark.long
async def test_with_the_living_keys_the_host_can_and_after_fourteen_days_cannot(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    desk = make_desk(database, clock, tmp_path)
    await desk.destruction.start()
    truth = await two_each(desk, MEMBERS[:5])
    tags = await tags_of(desk)
    assert matched(tags, _keys(desk.kit.day_keys)) == truth
    clock.forward(days=14)
    await desk.destruction.start()
    stolen = (tmp_path / "keys").rglob("*")
    everything = desk.files() + b"".join(path.read_bytes() for path in stolen if path.is_file())
    left = [everything[at : at + 32] for at in range(0, len(everything) - 32, 16)]
    assert matched(tags, _keys(desk.kit.day_keys)) == {}
    assert matched(dict(list(tags.items())[:1]), left[:50]) == {}
    vault = Vault.open(desk.kit.vault.path)
    assert matched(tags, list(vault._keys)) == {}


def _keys(days: DayKeys) -> list[bytes]:
    return list(days._read().values())


@pytest.mark.long
async def test_after_destruction_no_byte_of_it_is_left_in_a_hundred_runs(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    """Forty other questions stay, so that rows move between pages."""
    chance = Random(3)
    desk = make_desk(database, clock, tmp_path)
    for member in MEMBERS[:40]:
        await desk.ask(member, words="x" * chance.randint(1, 1800))
    for run in range(100):
        clock.forward(days=1)
        for member in MEMBERS[100:103]:
            words = "x" * chance.randint(1, 1800)
            await desk.ask(member, wants_word=True, words=words)
        async with database.reading() as tx:
            gone = chance.sample(await db.questions.all_kept(tx), 3)
        secrets = [s for q in gone for s in (q.tag, q.address, (q.receipt or "").encode()) if s]
        if run % 10 == 0:
            assert all(secret[-16:] in desk.files() for secret in secrets)
        async with database.transaction() as tx:
            for question in gone:
                await desk.destruction.part(tx, question)
        assert await database.scrub()
        left = desk.files()
        assert not any(secret[-16:] in left for secret in secrets), run
        for question in gone:  # what has been seen goes with its public sign
            await desk.destruction.delete(question.id)
        assert await desk.count("questions") == 40


async def test_deleting_alone_would_leave_traces_and_the_search_finds_them(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    desk = make_desk(database, clock, tmp_path)
    receipt = await desk.ask(wants_word=True)
    async with database.transaction() as tx:
        await tx.execute("PRAGMA secure_delete = OFF")
        (question,) = await db.questions.all_kept(tx)
    async with database.transaction() as tx:
        await db.questions.delete(tx, receipt.number)
    await database._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert question.tag is not None
    assert question.tag[-16:] in desk.files()
    assert await database.scrub()
    assert question.tag[-16:] not in desk.files()


@pytest.mark.long
async def test_nothing_stored_tells_the_minute_of_asking(
    database: Database, clock: Clock, tmp_path: Path
) -> None:
    asked: list[int] = []
    due: list[int] = []
    order: list[int] = []
    chance = Random(7)
    desk = make_desk(database, clock, tmp_path)
    for number in range(1000):
        clock.forward(seconds=chance.randint(1, 900))
        desk = desk if number % 3 else make_desk(database, clock, tmp_path, seed=number)
        async with database.transaction() as tx:
            await db.outbox.plan(tx, "known.time", number, desk.kit.seconds())
        receipt = await desk.ask(MEMBERS[number])
        row = await _letter(desk, receipt.number)
        asked.append(desk.kit.seconds())
        due.append(row[1])
        order.append(row[0])
        if number % 300 == 0:
            await _no_column_tells(desk, desk.kit.seconds(), row[1])
    held = [d - a for a, d in zip(asked, due, strict=True)]
    assert HOLD_SECONDS[0] <= min(held)
    assert max(held) <= HOLD_SECONDS[1]
    assert statistics.pstdev(held) > 0.9 * (HOLD_SECONDS[1] - HOLD_SECONDS[0]) / 12**0.5
    assert abs(statistics.correlation(range(1000), order)) < 0.1
    assert await desk.count("outbox WHERE kind = 'known.time' AND id BETWEEN 1 AND 1000") == 1000


async def _letter(desk: Desk, number: int) -> tuple[int, int]:
    async with desk.database.reading() as tx:
        rows = await tx.execute_fetchall(
            "SELECT id, due_at FROM outbox WHERE kind = 'questions.release' AND subject = ?",
            (number,),
        )
    (row,) = rows
    assert row[0] < 0
    return int(row[0]), int(row[1])


async def _no_column_tells(desk: Desk, now: int, due: int) -> None:
    """No number in any column of a question lies near the time of asking."""
    async with desk.database.reading() as tx:
        rows = await tx.execute_fetchall("SELECT * FROM questions")
        keys = next(iter(rows)).keys()
    for row in rows:
        for name in keys:
            value = row[name]
            assert not (isinstance(value, int) and abs(value - now) < 86400), name
            if isinstance(value, bytes):
                assert not _times_in(value, now), name
    assert due >= now + HOLD_SECONDS[0]


def _times_in(value: bytes, now: int) -> list[int]:
    return [
        second
        for second in range(now - 60, now + 60)
        if str(second).encode() in value
        and any(second.to_bytes(4, order) in value for order in ("big", "little"))
    ]


def test_the_needles_find_what_is_hidden() -> None:
    import base64

    needles = Needles(RIA, ("ria", "Ria"), "a_12ab")
    for planted in (
        str(RIA).encode(),
        f"{RIA:x}".encode(),
        RIA.to_bytes(8, "big"),
        RIA.to_bytes(8, "little"),
        base64.b64encode(b"from " + str(RIA).encode() + b" to"),
        base64.b64encode(RIA.to_bytes(8, "big")),
        b"by Ria.",
        b"a_12ab",
    ):
        assert needles.found_in(b"x" * 9 + planted + b"y" * 9), planted
    assert needles.found_in(b"nothing of the kind") == []


def test_the_slow_hash_of_a_receipt_says_nothing_of_its_time() -> None:
    first, second = slow_hash("1"), slow_hash("1")
    assert first != second
    assert re.sub(r"\$[^$]+\$[^$]+$", "", first) == re.sub(r"\$[^$]+\$[^$]+$", "", second)
    assert quick_hash("1") != quick_hash("1")
