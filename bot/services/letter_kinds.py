"""The kinds of letters: who delivers them, and how they stand beside others."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

from bot.domain.outbox import Letter, Outcome, Reported, Urgency
from bot.services.few_notices import FewNotices, WaitsFor
from db.database import Transaction

Deliver: TypeAlias = Callable[[Letter], Awaitable[Outcome]]
# Says what came of the attempts before this one, if that can be seen where the message would stand.
Look: TypeAlias = Callable[[Letter], Awaitable[Outcome | None]]


# Writes down what follows where a letter is given up.
Failed: TypeAlias = Callable[[Transaction, Letter], Awaitable[None]]


@dataclass(frozen=True)
class Kind:
    """A kind of letters."""

    deliver: Deliver
    label: str
    rank: Urgency
    reported: Reported
    counted: bool
    look: Look | None
    patient: bool
    failed: Failed | None
    kept: bool

    @property
    def for_many(self) -> bool:
        """Whether coordinators are told when it cannot be delivered."""
        return self.reported is not Reported.NOT and self.rank is not Urgency.TO_ONE


class Kinds:
    """What is registered, by the names of the kinds."""

    def __init__(self, few: FewNotices) -> None:
        self._few = few
        self._kinds: dict[str, Kind] = {}

    def register(
        self,
        kind: str,
        deliver: Deliver,
        *,
        label: str = "",
        rank: Urgency = Urgency.LETTER,
        reported: Reported = Reported.NOT,
        counted: bool = True,
        waits_for: WaitsFor | None = None,
        look: Look | None = None,
        patient: bool = False,
        failed: Failed | None = None,
        kept: bool = True,
    ) -> None:
        """Let `deliver` carry the letters of a kind. This is the only place that names one.

        `label` is what coordinators read in /status and, where it is `reported`, in the delivery
        report of a call. Letters of the lower rank go first. What its asker alone makes go away is
        not `counted` when it is overdue. `waits_for` makes letters to a person wait for one of two
        times of day, where it names the person. On any attempt but a sure first one `look` comes
        before `deliver`, which may decide that the letter is not wanted any more. What is meant for
        many, or `patient`, waits for a permission that is missing. `failed` is called
        where one is given up. What is not `kept` goes with its row as soon as it is settled.
        """
        options = (counted, look, patient, failed, kept)
        self._kinds[kind] = Kind(deliver, label, rank, reported, *options)
        if waits_for is not None:
            self._few.kinds[kind] = waits_for

    def kinds(self) -> set[str]:
        """Return the kinds of letters that can be delivered."""
        return set(self._kinds)

    def label(self, kind: str) -> str:
        """Return what coordinators read for a kind; one that is gone is its own name."""
        return self._kinds[kind].label if kind in self._kinds else kind

    def reported(self) -> dict[str, Reported]:
        """Return the kinds that stand in a delivery report."""
        return {
            name: kind.reported
            for name, kind in self._kinds.items()
            if kind.reported is not Reported.NOT
        }
