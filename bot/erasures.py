"""Remembers that somebody was erased, so that restoring a backup erases them again.

The file lies beside the keys, never in a backup. It holds keyed hashes of ids, not ids.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
from hashlib import sha256
from pathlib import Path

KEPT_SECONDS = 400 * 24 * 60 * 60


class Erasures:
    """A small file of (keyed hash of a person's id, UTC second of erasure)."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def beside(cls, keys_file: Path) -> Erasures:
        """Return the file that belongs to a keys file."""
        return cls(keys_file.with_name(f"{keys_file.name}.erased"))

    def add(self, user_id: int, now: int) -> None:
        """Note an erasure; those too old for any backup are forgotten."""
        key, entries = self._read()
        kept = [entry for entry in entries if entry[1] > now - KEPT_SECONDS]
        self._write(key, [*kept, (self._hash(key, user_id), now)])

    def since(self, user_id: int, instant: int) -> bool:
        """Say whether the person was erased at or after an instant."""
        key, entries = self._read()
        wanted = self._hash(key, user_id)
        return any(held == wanted and at >= instant for held, at in entries)

    @staticmethod
    def _hash(key: str, user_id: int) -> str:
        return hmac.digest(bytes.fromhex(key), str(user_id).encode(), sha256).hex()

    def _read(self) -> tuple[str, list[tuple[str, int]]]:
        if not self._path.exists():
            return secrets.token_hex(32), []
        held = json.loads(self._path.read_text(encoding="utf-8"))
        return held["key"], [(each[0], int(each[1])) for each in held["entries"]]

    def _write(self, key: str, entries: list[tuple[str, int]]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self._path.with_name(f"{self._path.name}.new")
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps({"key": key, "entries": entries}), encoding="utf-8")
        os.replace(fresh, self._path)
