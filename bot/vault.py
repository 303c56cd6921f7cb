"""Sealing, keyed hashes and slow hashes: the only file that knows cryptography.

A sealed value holds a nonce and the sealed text, and no time. Its context (by custom
``b"table.column:id"``) must be given again to open it, so that a value cannot be moved
to another row. The libraries are imported at the start: first used by an asker, their files'
dates of reading would be that second.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
import secrets
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12
DAYS_A_TAG_KEY_LIVES = 14
# What OWASP asks of Argon2id at least: 19 MiB, two rounds, one lane.
SLOW_HASH_KIB = 19 * 1024
SLOW_HASH_ROUNDS = 2
VERSION = b"\x01"
ONE_LENGTH = 3072  # bytes; the longest own meeting or plan fits, and both into a page of SQLite's
DAYS_DAMAGED = (
    "{path} is damaged. Put back your copy of it, or remove it; removing it ends every block that"
    " coordinators have set."
)


class VaultError(Exception):
    """A keys file that cannot be used, or a value that no key opens. Never holds a secret."""


class Vault:
    """Seals text with the newest key and opens what any key in the file has sealed."""

    def __init__(self, path: Path, keys: list[bytes]) -> None:
        self.path = path
        self._keys = keys
        # The keys for tags, in a file beside the keys file and outside the database.
        self.day_keys = DayKeys.beside(path)

    @classmethod
    def open(cls, path: Path | str) -> Vault:
        """Makes the file (mode 600) if there is none. Raises VaultError when it makes no sense."""
        place = Path(path)
        if not place.exists():
            _write_keys(place, [secrets.token_bytes(KEY_BYTES)])
        return cls.read(place)

    @classmethod
    def read(cls, path: Path) -> Vault:
        """Never makes a file. Raises VaultError or OSError."""
        return cls(path, _read_keys(path))

    def seal(self, text: str, context: bytes) -> bytes:
        """Only the same context opens it."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return VERSION + nonce + AESGCM(self._keys[0]).encrypt(nonce, text.encode(), context)

    def unseal(self, token: bytes, context: bytes) -> str:
        """Raises VaultError when no key and context fit."""
        nonce, sealed = token[1 : 1 + NONCE_BYTES], token[1 + NONCE_BYTES :]
        if token[:1] == VERSION and len(nonce) == NONCE_BYTES:
            for key in self._keys:
                try:
                    return AESGCM(key).decrypt(nonce, sealed, context).decode()
                except InvalidTag:
                    continue
        raise VaultError("A sealed value cannot be opened with the keys in KEYS_FILE.")

    def reseal(self, token: bytes, context: bytes) -> bytes:
        """Under the newest key. Raises VaultError like `unseal`."""
        return self.seal(self.unseal(token, context), context)

    def add_key(self) -> None:
        """Put a new key in front, in memory; the older ones still open what they sealed."""
        self._keys.insert(0, secrets.token_bytes(KEY_BYTES))

    def save(self) -> None:
        """Write the keys to the file. Call it before anything that `add_key` sealed is kept."""
        _write_keys(self.path, self._keys)

    def keep_newest(self) -> None:
        """Destroy all keys but the newest. Call it only when everything is sealed anew."""
        del self._keys[1:]
        self.save()


class DayKeys:
    """One random key for each day (UTC), destroyed after 14 days.

    Only `renew` reads and writes the file, at a time chosen by nobody: neither of its dates may
    tell when somebody asked, nor its days whether anybody did.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: dict[date, bytes] | None = None

    def renew(self, today: date) -> None:
        """Make the keys of today and tomorrow, and destroy every key that is 14 days old."""
        held = self._read()
        keys = {d: key for d, key in (held | (self._known or {})).items() if _lives(d, today)}
        for day in (today, today + timedelta(days=1)):
            keys.setdefault(day, secrets.token_bytes(KEY_BYTES))
        if keys != held:
            self._write(keys)
        self._known = keys

    @classmethod
    def beside(cls, keys_file: Path) -> DayKeys:
        return cls(keys_file.with_name(f"{keys_file.name}.days"))

    def check(self) -> None:
        """Raise VaultError when the file is damaged, OSError when it cannot be read."""
        self._read()

    def tag(self, today: date, *numbers: int) -> bytes:
        """A keyed hash under today's key.

        Where a machine slept until a new day, that key waits in memory for the next `renew`.
        """
        known = self._all()
        if today not in known:
            known[today] = secrets.token_bytes(KEY_BYTES)
        return keyed_hash(known[today], *numbers)

    def fits(self, tag: bytes, today: date, *numbers: int) -> bool:
        """Whether a key that still lives makes this tag from these numbers."""
        living = (key for day, key in self._all().items() if _lives(day, today))
        return any(hmac.compare_digest(keyed_hash(key, *numbers), tag) for key in living)

    def _all(self) -> dict[date, bytes]:
        if self._known is None:
            self._known = self._read()
        return self._known

    def _read(self) -> dict[date, bytes]:
        if not self.path.exists():
            return {}
        try:
            held = json.loads(text_in(self.path))
            keys = {date.fromisoformat(day): bytes.fromhex(key) for day, key in held.items()}
        except (ValueError, AttributeError, TypeError, RecursionError):
            raise VaultError(DAYS_DAMAGED.format(path=self.path)) from None
        if any(len(key) != KEY_BYTES for key in keys.values()):
            raise VaultError(DAYS_DAMAGED.format(path=self.path))
        return keys

    def _write(self, keys: dict[date, bytes]) -> None:
        held = {day.isoformat(): key.hex() for day, key in sorted(keys.items())}
        replace_privately(self.path, json.dumps(held).encode())


def of_one_length(text: str) -> str:
    """JSON for `seal`, filled up with spaces that its reader passes over: what was chosen from a
    few things would else be told by the length of what is sealed."""
    return text + " " * (-len(text.encode()) % ONE_LENGTH)


def keyed_hash(key: bytes, *numbers: int) -> bytes:
    """HMAC-SHA-256 of whole numbers (each below 2**64)."""
    return hmac.digest(key, b"".join(number.to_bytes(8, "big") for number in numbers), sha256)


def slow_hash(secret: str) -> str:
    """Argon2id with about 19 MiB; takes tens of milliseconds, so call it in a thread."""
    return PasswordHasher(SLOW_HASH_ROUNDS, SLOW_HASH_KIB, 1).hash(secret)


def slow_match(hashed: str, secret: str) -> bool:
    """Whether the secret made this slow hash; as slow as making one."""
    try:
        return PasswordHasher().verify(hashed, secret)
    except (Argon2Error, InvalidHashError):
        return False


def _lives(day: date, today: date) -> bool:
    """What is destroyed is destroyed, but a clock that was set back by days must end no block.

    So a key of the days to come still fits; one from further ahead comes from a wrong clock.
    """
    return abs((today - day).days) < DAYS_A_TAG_KEY_LIVES


def _read_keys(path: Path) -> list[bytes]:
    try:
        keys = [base64.b64decode(line, validate=True) for line in path.read_bytes().split()]
    except ValueError:
        keys = []
    if not keys or any(len(key) != KEY_BYTES for key in keys):
        raise VaultError(f"KEYS_FILE={path} holds no usable keys: it is empty or damaged.")
    return keys


def _write_keys(path: Path, keys: list[bytes]) -> None:
    replace_privately(path, b"".join(base64.b64encode(key) + b"\n" for key in keys))


def text_in(path: Path) -> str:
    """Raises ValueError for a pipe, which would be waited for, for good."""
    if path.is_fifo():
        raise ValueError
    return path.read_text(encoding="utf-8")


def replace_privately(path: Path, content: bytes) -> None:
    """Write a private file in one step, and write zeros over what stood there before.

    The folder is synced in between: after a power cut its old entry would lead to the zeros.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    old = path.open("r+b") if path.exists() else None
    fresh.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
    if old is not None:
        with old:
            old.write(bytes(os.fstat(old.fileno()).st_size))
            old.flush()
            os.fsync(old.fileno())
