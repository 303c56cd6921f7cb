"""`make bench`: every figure in one run, as a table and in docs/figures.md.

`python -m bench answers tick` runs some of them and writes nothing; `--quick` takes few rounds.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence
from types import ModuleType

from bench import answers, chaos, crowd, cuts, kill, lateness, report, search, starts, tick
from bench.figures import Figure

PARTS: dict[str, ModuleType] = {
    "answers": answers,
    "starts": starts,
    "lateness": lateness,
    "kill": kill,
    "cuts": cuts,
    "search": search,
    "crowd": crowd,
    "tick": tick,
}


async def figures(names: Sequence[str], quick: bool) -> list[Figure]:
    """Measure the parts, one after the other, and print each figure as it comes."""
    found: list[Figure] = []
    for name in names:
        for figure in await PARTS[name].measure(quick):
            found.append(figure)
            sign = "reached" if figure.reached else "NOT REACHED"
            print(f"{sign}: {figure.what}: {figure.measured} ({figure.target})", flush=True)
    return found


def main() -> int:
    """Return 0 when every figure is reached and nothing was lost."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"some of: {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="few rounds")
    chosen = parser.parse_args()
    if unknown := set(chosen.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    found = asyncio.run(figures(chosen.parts or list(PARTS), chosen.quick))
    if chosen.parts:
        return int(not all(figure.reached for figure in found))
    rows = asyncio.run(chaos.rows())
    for row in rows:
        print(f"lost {row.lost}: {row.trouble.name}", flush=True)
    report.write(found, rows)
    clean = all(row.lost == "nothing" for row in rows)
    return int(not (clean and all(figure.reached for figure in found)))


if __name__ == "__main__":
    sys.exit(main())
