"""Restoring a backup: everything is prepared in a copy, and one step lets it take the place."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import db.questions
from bot.clock import Now
from bot.config import Config
from bot.domain.questions import KEPT_SECONDS
from bot.erasures import Erasures, Remembered
from bot.services.privacy import Privacy
from db import copies, replacement
from db.database import Database, take_lock
from db.replacement import ENDED, ERASED, Rows
from db.retention import delete_old

ASIDE = "{}.before-restore-{:%Y%m%dT%H%M%S}"
RESTORED = "Restored the backup of {at:%d %B %Y, %H:%M} UTC. {people}. {questions}. {kept}"
NOBODY = "Nobody was erased since then"
NO_LIST = (
    "There is no {file}, so whoever was erased since then is back, and so is every question that"
    " was withdrawn"
)
NO_QUESTION = "No question ended since then"
KEPT = "The database that was there is kept as {aside}, and removed within seven days of running. "
UNREADABLE = (
    "It could not be read, so blocks made since the backup are lost, and what was withdrawn in its"
    " last quarter of an hour may be back. It is kept as it is, with all that a copy leaves out. "
)
START = "Now start the bot."


async def restore(config: Config, source: Path, now: Now) -> str:
    """Put a backup in the database's place; returns what was done, in words.

    Refuses, with nothing changed, while a bot runs (DatabaseInUseError), when the backup is
    damaged (BadCopyError) and when what is remembered beside the keys is (VaultError). Cut
    anywhere, the old database stands, or the finished new one.
    """
    made_at = datetime.fromtimestamp(copies.check_copy(source), UTC)
    erasures = Erasures.beside(config.keys_file)
    remembered = erasures.read()
    path = config.database_path
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(ASIDE.format(path.name, now()))
    with take_lock(path), replacement.workshop(path) as folder:
        known = replacement.known_by(path)
        fresh = folder / path.name
        fresh.write_bytes(source.read_bytes())
        erased, ended = await _repeat(fresh, made_at, now, _all_known(remembered, known, now))
        replacement.finish(fresh, known or {})
        stood = path.exists()
        replacement.set_aside(path, aside, int(now().timestamp()))
        replacement.take_place(fresh, path, readable=known is not None)
    if remembered is None:
        people = NO_LIST.format(file=erasures.path)
    else:
        people = f"Erased again since then: {erased}" if erased else NOBODY
    questions = f"Questions that ended since then, and are gone: {ended}" if ended else NO_QUESTION
    if remembered is None or known is None:
        questions = f"Questions of which it is known that they ended since then: {ended}"
    kept = KEPT.format(aside=aside.name) if stood else ""
    kept += UNREADABLE if known is None else ""
    return RESTORED.format(at=made_at, people=people, questions=questions, kept=kept + START)


def _all_known(
    remembered: Remembered | None, known: dict[str, Rows] | None, now: Now
) -> Remembered:
    """Add to the file's what the database has not written down yet."""
    pending = known or {}
    handles = [row[0] for row in pending.get(ENDED, [])]
    erased = [(row[0], row[1]) for row in pending.get(ERASED, [])]
    begun = remembered or Remembered(b"", {}, {})  # no key, so no person's hash can fit
    return begun.adding(erased, handles, now().astimezone(UTC).date())


async def _repeat(
    fresh: Path, made_at: datetime, now: Now, remembered: Remembered
) -> tuple[int, int]:
    """Bring the copy to this version, and do again what was done since: how many people were
    erased, and how many questions are gone, from the rows and from what waits to be sent."""
    database = await Database.open(fresh, now)
    try:
        privacy = Privacy(database, now, remembered.hashed)
        day: date = made_at.date()
        again = [each for each in await privacy.people() if remembered.erased_since(each, day)]
        for person in again:
            await privacy.erase(person, again=True)
        async with database.transaction() as tx:
            await db.questions.end_unreleased(tx, int(made_at.timestamp()) + KEPT_SECONDS)
            over = [
                each.id
                for each in await db.questions.all_kept(tx)
                if remembered.has_ended(each.handle) or (each.ends_at or 0) <= now().timestamp()
            ]
            for question in over:
                await db.questions.delete(tx, question)
            await delete_old(tx, int(now().timestamp()))
    finally:
        await database.close()
    return len(again), len(over)
