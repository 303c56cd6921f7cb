"""kill -9 at each step between claim and settle, and what is left when the bot has come back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bot.domain.meetings import Meeting
from tests.process import story
from tests.process.double.payloads import CHANNELS, RIA, Json
from tests.process.double.process import Process, running
from tests.process.double.server import Double, open_double

MESSAGES = "/api/v10/channels/*/messages"
THREADS = "/api/v10/channels/*/threads"
DIRECT = "/api/v10/users/@me/channels"
EVENTS = "/api/v10/guilds/*/scheduled-events"
LONGER_THAN_A_NONCE_SECONDS = 600.0
Story = Callable[[Path], Awaitable[Meeting]]


@dataclass(frozen=True)
class Kill:
    """Where one process ends: at a row function (`die`), or when a request arrives."""

    die: str = ""
    method: str = ""
    path: str = ""
    when: str = ""


@dataclass(frozen=True)
class Run:
    """A story, and the processes that die one after the other before one is left in peace."""

    name: str
    story: str
    kills: tuple[Kill, ...]


@dataclass
class Result:
    """What was wrong in the end; empty when exactly one message stands, with its thread."""

    lost: int = 0
    doubled: int = 0
    wrong: str = ""


STORIES: dict[str, Story] = {
    "announcement": story.call_to_announce,
    "reminder": story.call_to_remind_of,
    "direct": story.call_to_tell,
    "event": story.call_to_mirror,
}


def _at(function: str, when: str, count: int = 1) -> Kill:
    return Kill(die=f"{function}:{when}:{count}")


def _on(method: str, path: str, when: str) -> Kill:
    return Kill(method=method, path=path, when=when)


CLAIM, SETTLE = "db.outbox:claim_due", "db.outbox:settle"
EVERYWHERE = (
    ("before the claim", _at(CLAIM, "before")),
    ("claim not committed", _at(CLAIM, "after")),
    ("message not made", _on("POST", MESSAGES, "before")),
    ("message made, answer lost", _on("POST", MESSAGES, "after")),
    ("answer lost, before it is put off", Kill("db.outbox:put_off:before:1", "POST", MESSAGES)),
    ("before the settlement", _at(SETTLE, "before")),
    ("settlement not committed", _at(SETTLE, "after")),
    ("settled", _at(CLAIM, "before", 2)),
)
THREAD_TOO = (
    ("thread not made", _on("POST", THREADS, "before")),
    ("thread made, answer lost", _on("POST", THREADS, "after")),
    ("before the place is kept", _at("db.meetings:place", "before")),
    ("place kept, not settled", _at(SETTLE, "before")),
)
EVENT = (
    ("not made", _on("POST", EVENTS, "before")),
    ("made, answer lost", _on("POST", EVENTS, "after")),
    ("before the settlement", _at(SETTLE, "before")),
)
MADE = _on("POST", MESSAGES, "after")
LOOKED = _on("GET", MESSAGES, "after")


def runs() -> list[Run]:
    """Return every step of every kind of letter, and a few that are hit three times."""
    messages = [kind for kind in STORIES if kind != "event"]
    found = [
        Run(f"{kind}: {name}", kind, (kill,)) for kind in messages for name, kill in EVERYWHERE
    ]
    found += [Run(f"announcement: {name}", "announcement", (kill,)) for name, kill in THREAD_TOO]
    found += [Run(f"{kind}: while looking", kind, (MADE, LOOKED)) for kind in messages]
    found += [Run(f"event: {name}", "event", (kill,)) for name, kill in EVENT]
    three = (MADE, _at(CLAIM, "after"), LOOKED)
    found.append(Run("announcement: three times", "announcement", three))
    found.append(Run("direct: channel opened", "direct", (_on("POST", DIRECT, "after"),)))
    return found


async def carry_out(run: Run, folder: Path, nonces_expire: bool) -> Result:
    """Let the processes die, then let one live; returns what was wrong."""
    database = folder / "repbot.sqlite3"
    await story.set_up(database)
    await STORIES[run.story](database)
    async with open_double() as double:
        for kill in run.kills:
            await _die(double, database, kill)
            double.faults.clear()
            if nonces_expire:
                double.messages.forward(LONGER_THAN_A_NONCE_SECONDS)
        async with running(double, database) as process:
            await _come_to_rest(process, double, database, run.story)
        return _judge(double, database, run.story)


async def _die(double: Double, database: Path, kill: Kill) -> None:
    if kill.path:
        lost = not kill.when
        double.faults.add(kill.method, kill.path, kill=kill.when, lose_answer=lost)
    async with running(double, database, DOUBLE_DIE=kill.die) as process:
        if await process.ended() != -9:
            raise AssertionError(f"not killed at {kill}:\n{process.log}")


async def _come_to_rest(process: Process, double: Double, database: Path, kind: str) -> None:
    waiting = set(story.states(database, f"meetings.{kind}")) != {"sent"}
    before = double.happened.counts["ready"]
    if waiting:
        await process.says(f"kind=meetings.{kind} outcome=SENT")
    await double.happened.until(
        lambda: waiting or double.happened.counts["ready"] > before, "the bot to be ready"
    )
    process.ask_to_stop()
    if (code := await process.ended()) != 0:
        raise AssertionError(f"exit code {code}:\n{process.log}")


def _judge(double: Double, database: Path, kind: str) -> Result:
    made = _messages(double, kind)
    result = Result(lost=int(not made), doubled=max(len(made) - 1, 0))
    if set(states := story.states(database, f"meetings.{kind}")) != {"sent"}:
        result.wrong = f"states {states}"
    threads = double.messages.threads
    if kind == "announcement" and threads != {int(m["id"]) for m in made}:
        result.wrong = f"threads {threads}"
    return result


def _messages(double: Double, kind: str) -> list[Json]:
    if kind == "event":
        return double.events
    if kind == "direct":
        return double.messages.direct(RIA)
    place = CHANNELS["announcements"] if kind == "announcement" else story.THREAD
    return double.messages.places[place]
