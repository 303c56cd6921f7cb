"""kill -9 at 40 moments of backup, restore, rotate-keys and a start that migrates."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

from bench.figures import Figure
from tests.process.cuts import WORDS, carry_out, cut, moments, set_up
from tests.process.double.server import open_double

EACH = 10


async def measure(quick: bool = False) -> list[Figure]:
    """Count the steps of each word, and end it at ten of them, evenly apart."""
    found: Counter[str] = Counter()
    for word in WORDS:
        with tempfile.TemporaryDirectory() as folder:
            scene = await set_up(Path(folder), word)
            async with open_double() as double:
                steps = await cut(scene, word, 0, double)
        for number in moments(word, steps, 2 if quick else EACH):
            with tempfile.TemporaryDirectory() as folder:
                result = await carry_out(Path(folder), word, number)
            found["cuts"] += 1
            found["wrong"] += bool(result.wrong)
            about = "; ".join(result.wrong) or f"{result.stood} stood, {result.then} started"
            print(f"{word}, step {number} of {steps}: {about}", flush=True)
    told = f"{found['cuts']} kills: {found['wrong']} wrong"
    what = "kill -9 in backup, restore, rotate-keys and migration, then a start"
    return [Figure(what, "old or new whole, nothing back", told, not found["wrong"])]
