"""One figure: what was measured, against what, and whether that is enough."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A row of the table."""

    what: str
    target: str
    measured: str
    reached: bool


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which the given share (0 to 1) of the values lies."""
    ordered = sorted(values)
    return ordered[min(math.ceil(share * len(ordered)), len(ordered)) - 1]


def median(values: Sequence[float]) -> float:
    """Return the middle value; of an even number, the mean of the two."""
    ordered, middle = sorted(values), len(values) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return (ordered[middle - 1] + ordered[middle]) / 2


def compared(
    what: str, limit: float, unit: str, own: Sequence[float], bare: Sequence[float]
) -> Figure:
    """Return a figure from one pair of numbers a round: the median of the rounds' ratios."""
    ratios = [a / b for a, b in zip(own, bare, strict=True)]
    middle = median(ratios)
    spread = f"{min(ratios):.2f} to {max(ratios):.2f} over {len(ratios)} rounds"
    return Figure(
        what,
        f"at most {limit:g} times",
        f"{middle:.2f} times ({median(own):.2f} {unit} against {median(bare):.2f}; {spread})",
        middle <= limit,
    )
