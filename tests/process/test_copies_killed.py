"""kill -9 of backup, restore, rotate-keys and a start that migrates. All 40: bench/cuts.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.process.cuts import carry_out, cut, moments, set_up
from tests.process.double.process import running
from tests.process.double.server import open_double

pytestmark = pytest.mark.calendar


@pytest.mark.parametrize("word", ["backup", "restore", "rotate-keys", "run"])
async def test_cut_off_the_old_or_the_new_stands_whole_and_nothing_that_went_is_back(
    tmp_path: Path, word: str
) -> None:
    scene = await set_up(tmp_path / "whole", word)
    async with open_double() as double:
        steps = await cut(scene, word, 0, double)
    assert steps > 10
    middle = moments(word, steps, 3)[1]
    assert (await carry_out(tmp_path / "cut", word, middle)).wrong == []


async def test_cut_off_a_restore_is_given_again(tmp_path: Path) -> None:
    scene = await set_up(tmp_path, "restore")
    async with open_double() as double:
        await cut(scene, "restore", 60, double)
        assert scene.database.with_name(".repbot.sqlite3.restoring").exists()
        await cut(scene, "restore", 0, double)
    assert not scene.database.with_name(".repbot.sqlite3.restoring").exists()


async def test_a_start_with_a_torn_database_deletes_no_copy_however_old(tmp_path: Path) -> None:
    scene = await set_up(tmp_path, "run")
    content = bytearray(scene.database.read_bytes())
    content[8192:40_000] = b"\xff" * (40_000 - 8192)
    scene.database.write_bytes(content)
    lying = {path for path in scene.database.parent.rglob("*.sqlite3*") if ".lock" not in path.name}
    async with open_double() as double, running(double, scene.database) as process:
        assert await process.ended() == 1
        assert "damaged" in process.log
    assert [path for path in lying if not path.exists()] == []
