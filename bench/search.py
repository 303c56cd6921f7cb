"""Search in 10,000 entries, against a bare FTS5 query for the same words in the same run.

The bare query asks an FTS5 table of the same texts for any of the words and takes the best three by
bm25, through the same connection. Ours adds synonyms, prefixes, freshness, labels, mended typing
errors, and the whole entries.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Awaitable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.figures import Figure, compared, percentile
from bot.content import load
from bot.domain.library import Entry, Kind, Label
from bot.domain.search import index_texts, words_of
from bot.services.library import Library
from db.database import Database

ENTRIES = 10_000
WORDS = 6_000
QUESTIONS = 300
ROUNDS = 3
LONGEST_WAIT_MS = 20
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def made_up(chance: random.Random) -> list[Entry]:
    """Return entries in words that are used as unevenly as those of a language."""
    syllables = [a + b for a in "bcdfglmnprstvw" for b in ("a", "e", "i", "o", "u", "ai", "er")]
    words = ["".join(chance.choices(syllables, k=chance.randint(2, 4))) for _ in range(WORDS)]
    weights = [1 / (rank + 3) for rank in range(WORDS)]

    def text(fewest: int, most: int) -> str:
        return " ".join(chance.choices(words, weights, k=chance.randint(fewest, most)))

    real = load()
    labels = list(Label)
    return real + [
        Entry(
            key=f"made-up-{number}",
            kind=Kind.RESOURCE,
            title=text(3, 8).capitalize(),
            words=text(4, 10),
            tags=text(2, 4),
            about=text(10, 25),
            label=chance.choice(labels),
            gathered_on=date(2026, 11, 21),
            checked_on=NOW.date() - timedelta(days=chance.randint(0, 700)),
        )
        for number in range(ENTRIES - len(real))
    ]


def mistyped(word: str, chance: random.Random) -> str:
    """Return the word with two letters swapped, one left out, or one wrong."""
    at = chance.randrange(1, len(word) - 1)
    return chance.choice(
        [
            word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[:at] + "x" + word[at + 1 :],
        ]
    )


def asked(entries: list[Entry], chance: random.Random) -> list[tuple[str, str]]:
    """Return (as it was meant, as it was typed): two to four words, a third of them mistyped."""
    pairs: list[tuple[str, str]] = []
    for entry in chance.sample(entries, QUESTIONS):
        words = [word for word in words_of(f"{entry.title} {entry.words}") if len(word) > 3]
        meant = chance.sample(words, min(len(words), chance.randint(2, 4)))
        typed = list(meant)
        if len(pairs) % 3 == 0 and typed and typed[0].isalpha():
            typed[0] = mistyped(typed[0], chance)
        pairs.append((" ".join(meant), " ".join(typed)))
    return [pair for pair in pairs if pair[0]]


async def timed(work: Awaitable[object]) -> float:
    """Return how many milliseconds the work took."""
    start = time.perf_counter()
    await work
    return (time.perf_counter() - start) * 1000


async def bare_table(database: Database, entries: list[Entry]) -> None:
    """Make the table that a bare FTS5 search would use."""
    async with database.transaction() as tx:
        await tx.execute("CREATE VIRTUAL TABLE bare USING fts5 (title, names, words, tags, about)")
        await tx.executemany(
            "INSERT INTO bare VALUES (?, ?, ?, ?, ?)", [index_texts(e)[:5] for e in entries]
        )


async def measure(quick: bool = False) -> list[Figure]:
    """Return the figures of search: one ratio of means a round, and the wait while typing."""
    chance = random.Random(4)
    entries = made_up(chance)
    own: list[float] = []
    bare: list[float] = []
    typing: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(Path(folder) / "bench.sqlite3")
        library = Library(database, lambda: NOW)
        await library.seed(entries)
        await bare_table(database, entries)
        questions = asked(entries, chance)
        for _ in range(1 if quick else ROUNDS):
            ours, plain = [], []
            for meant, typed in questions:
                plain.append(await timed(bare_search(database, meant)))
                ours.append(await timed(library.find(typed)))
                typing.append(await timed(library.suggest(typed[:-1])))
            own.append(statistics.mean(ours))
            bare.append(statistics.mean(plain))
        share = await mended(library, questions)
        await database.close()
    wait = percentile(typing, 0.95)
    return [
        compared(f"search, {ENTRIES:,} entries, against a bare FTS5 query", 2, "ms", own, bare),
        Figure(
            "autocomplete of the search, p95",
            f"under {LONGEST_WAIT_MS} ms",
            f"{wait:.1f} ms; {share:.0%} of made-up typing errors mended",
            wait < LONGEST_WAIT_MS,
        ),
    ]


async def bare_search(database: Database, text: str) -> object:
    """Ask the bare table for any of the words."""
    expression = " OR ".join(f'"{word}"' for word in words_of(text))
    sql = "SELECT rowid FROM bare WHERE bare MATCH ? ORDER BY rank LIMIT 3"
    async with database.reading() as tx:
        return await tx.execute_fetchall(sql, (expression,))


async def mended(library: Library, questions: list[tuple[str, str]]) -> float:
    """Return the share of mistyped questions whose word was mended as it was meant."""
    wrong = [(meant, typed) for meant, typed in questions if meant != typed]
    right = 0
    for meant, typed in wrong:
        found = await library.find(typed)
        mistyped = set(meant.split()) - set(typed.split())
        right += bool(set(found.searched) & mistyped)
    return right / len(wrong)
