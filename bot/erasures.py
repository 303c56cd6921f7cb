"""Remembers who was erased and which questions ended, so that restoring a backup undoes neither.

The file lies beside the keys, never in a backup. It holds keyed hashes of people's ids (400 days)
and hashes of questions' random handles (45 days), each with its day (UTC) and nothing finer, in
the order of the hashes; and, where it was begun anew, since which day. What is new waits in the
database until `write_down`, which belongs to a moment that nobody chose: the file's own time would
tell when somebody left.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import db.privacy as rows
from bot.clock import Now
from bot.domain.retention import ENDING_DAYS, ERASURE_DAYS
from bot.vault import VaultError, keyed_hash, replace_privately, text_in
from db.database import Database
from db.known_copies import not_before

DAMAGED = (
    "{path} is damaged. Put back your copy of it, or remove it; without it, restoring an older"
    " backup brings back people who were erased since, and `Not again, please` is forgotten."
)
PAIRS = b"not paired again"


@dataclass(frozen=True, repr=False)
class Remembered:
    """`erased` goes from the keyed hash to the day. Begun anew, because an earlier list was lost,
    it has a day `since` which it remembers."""

    key: bytes
    erased: dict[str, date]
    ended: dict[str, date]
    since: date | None = None

    def hashed(self, user_id: int) -> str:
        return hmac.digest(self.key, str(user_id).encode(), sha256).hex()

    def hashed_pair(self, pair: frozenset[int]) -> str:
        """Under a key of its own: it says nothing about the hash of either."""
        return keyed_hash(hmac.digest(self.key, PAIRS, sha256), *sorted(pair)).hex()

    def erased_since(self, user_id: int, day: date) -> bool:
        """Say whether the person was erased on a day (UTC) or later.

        Whoever was erased, came back and was in a backup of that same day counts as erased.
        """
        erased = self.erased.get(self.hashed(user_id))
        return erased is not None and erased >= day

    def is_complete(self, day: date) -> bool:
        """Say whether it knows everybody who was erased on a day (UTC) or later."""
        return self.since is None or day > self.since

    def has_ended(self, handle: str) -> bool:
        return _of_handle(handle) in self.ended

    def adding(self, erased: list[tuple[str, str]], ended: list[str], today: date) -> Remembered:
        people = _days([*erased, *((each, day.isoformat()) for each, day in self.erased.items())])
        questions = {_of_handle(handle): today for handle in ended} | self.ended
        return replace(self, erased=people, ended=questions)

    def forgetting(self, today: date) -> Remembered:
        """Leave out what is too old for any copy."""
        people = {each: day for each, day in self.erased.items() if _age(day, today) < ERASURE_DAYS}
        ended = {each: day for each, day in self.ended.items() if _age(day, today) < ENDING_DAYS}
        return replace(self, erased=people, ended=ended)

    def text(self) -> str:
        lists = {
            name: sorted((each, day.isoformat()) for each, day in held.items())
            for name, held in (("entries", self.erased), ("endings", self.ended))
        }
        since = {"since": self.since.isoformat()} if self.since else {}
        return json.dumps({"key": self.key.hex()} | since | lists)


class Erasures:
    """Whatever reads the file raises VaultError when it is damaged. Nothing is forgotten until it
    `forgets`: by a clock that is far ahead everything would look too old."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.forgets = False
        self._held: Remembered | None = None

    @classmethod
    def beside(cls, keys_file: Path) -> Erasures:
        return cls(keys_file.with_name(f"{keys_file.name}.erased"))

    def prepare(self, since: date | None = None) -> None:
        """Make the file at the first start, long before anybody is erased; read it at others. With
        a day (UTC) `since` where an earlier one was lost; lost while the bot runs it is put back.
        """
        if self.read() is None:
            self._write(self._held or Remembered(secrets.token_bytes(32), {}, {}, since))

    async def begin_anew(self, database: Database, now: Now) -> None:
        """Make the file where an earlier one was lost."""
        async with database.reading() as tx:
            since = await not_before(tx, now().astimezone(UTC).date())
        await asyncio.to_thread(self.prepare, since)

    def hashed(self, user_id: int) -> str:
        self.prepare()
        return self._read().hashed(user_id)

    def hashed_pairs(self, pairs: Iterable[frozenset[int]]) -> dict[str, frozenset[int]]:
        """From the keyed hash of two people together to the two."""
        self.prepare()
        remembered = self._read()
        return {remembered.hashed_pair(pair): pair for pair in pairs}

    def read(self) -> Remembered | None:
        """None while there is no file."""
        return self._read() if self.path.exists() else None

    async def write_down(self, database: Database, now: Now) -> None:
        """Move what waits in the database into the file. Cut anywhere, nothing is lost.

        Call it at a moment that nobody chose: the quarter-hour clock does.
        """
        async with database.reading() as tx:
            erased, ended = await rows.pending(tx)
        await asyncio.to_thread(self._add, erased, ended, now().astimezone(UTC).date())
        # Also where nothing waits: held up by another program it fails, and the log says so.
        async with database.transaction() as tx:
            await rows.written_down(tx, erased, ended)

    def _add(self, erased: list[tuple[str, str]], ended: list[str], today: date) -> None:
        self.prepare()
        # Written though nothing is new: else its date would be the quarter in which somebody left.
        added = self._read().adding(erased, ended, today)
        self._write(added.forgetting(today) if self.forgets else added)

    def _read(self) -> Remembered:
        try:
            held = json.loads(text_in(self.path))
            key = bytes.fromhex(held["key"])
            erased, ended = (_days(held.get(name, [])) for name in ("entries", "endings"))
            since = date.fromisoformat(held["since"]) if "since" in held else None
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            raise VaultError(DAMAGED.format(path=self.path)) from None
        if len(key) != 32:
            raise VaultError(DAMAGED.format(path=self.path))
        self._held = Remembered(key, erased, ended, since)
        return self._held

    def _write(self, remembered: Remembered) -> None:
        self._held = remembered
        replace_privately(self.path, remembered.text().encode())


def _days(entries: Iterable[tuple[str, str | int]]) -> dict[str, date]:
    """Read hash and day. Until now the second stood there: it is read, and not written again."""
    found: dict[str, date] = {}
    for hashed, at in entries:
        if isinstance(at, int):
            at = datetime.fromtimestamp(at, UTC).date().isoformat()
        day = date.fromisoformat(at)
        found[hashed] = max(day, found.get(hashed, date.min))
    return found


def _age(day: date, today: date) -> int:
    return (today - day).days


def _of_handle(handle: str) -> str:
    return sha256(handle.encode()).hexdigest()
