"""What a file may change in the library, and what is said about it afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from bot.domain.library import Entry, check_kept, numbers_differ
from bot.domain.support import hides_number


@dataclass(frozen=True)
class Imported:
    """How an import ended: how many entries were new and how many changed, the lines whose number
    it leaves hidden, and how many check dates of numbers in the file were not believed."""

    new: int = 0
    changed: int = 0
    hidden: tuple[str, ...] = ()
    left_out: int = 0


def take_in(
    entries: Iterable[Entry], there: Mapping[str, Entry], today: date
) -> tuple[list[Entry], Imported]:
    """Return what to write, and what to say. `there` is the library as it stands, by keys."""
    given = [(entry, there.get(entry.key)) for entry in entries]
    checked = [
        (replace(entry, checked_on=check_kept(entry, old)), entry, old) for entry, old in given
    ]
    taken = [(new, old) for new, _, old in checked if new != old]
    told = Imported(
        sum(old is None for _, old in taken),
        sum(old is not None for _, old in taken),
        tuple(new.title for new, old in taken if _hides_now(new, old, today)),
        sum(
            new.checked_on != entry.checked_on and not numbers_differ(entry, old)
            for new, entry, old in checked
        ),
    )
    return [new for new, _ in taken], told


def _hides_now(new: Entry, old: Entry | None, today: date) -> bool:
    if new.retired or not hides_number(new, today):
        return False
    return numbers_differ(new, old) or (old is not None and not hides_number(old, today))
