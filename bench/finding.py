"""The search of bench/search.py as figures."""

from __future__ import annotations

import importlib

from bench.figures import Figure

AUTOCOMPLETE_MS = 20.0


async def measure(quick: bool = False) -> list[Figure]:
    """Measure, where the library is there already."""
    try:
        search = importlib.import_module("bench.search")
    except ModuleNotFoundError:
        return []
    found: dict[str, float] = await search.measure()
    ratio, p95 = found["ratio of means"], found["autocomplete p95 ms"]
    ours, bare = found["ours median ms"], found["bare median ms"]
    told = f"{ratio:.2f} times (medians {ours:.1f} ms against {bare:.1f})"
    return [
        Figure(
            "search, 10,000 entries, against a bare FTS5 query",
            "at most 2 times",
            told,
            ratio <= 2,
            ratio,
            limit=2.0,
        ),
        Figure(
            "autocomplete of the search, p95",
            "under 20 ms",
            f"{p95:.1f} ms",
            p95 < AUTOCOMPLETE_MS,
            p95 / AUTOCOMPLETE_MS,
        ),
    ]
