"""Points discord.py at the double, and ends the process where a test asks for it.

Found by Python because this folder stands on PYTHONPATH; the product knows nothing of it.
DOUBLE_URL: where the double listens. DOUBLE_DIE: `module:function:before|after:count`.
DOUBLE_CUT: `folder|number|file`: end at that step, of those which change something in the folder, a
statement of SQLite's and parts of a long one included; how many there were goes to the file.
DOUBLE_PAUSE: seconds between the attempts of a letter. DOUBLE_FILE_LIMIT: bytes a file may grow to.
DOUBLE_CLOCK: a file with the seconds by which the clock is ahead; as moving it rings no alarm, the
sweep comes every SWEEP_SECONDS. DOUBLE_NO_ROOT: root may not write what its owner may only read.
"""

from __future__ import annotations

import ctypes
import functools
import importlib
import importlib.abc
import importlib.util
import itertools
import os
import resource
import signal
import sqlite3
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

SWEEP_SECONDS = 0.2


class _Redirect(importlib.abc.MetaPathFinder):
    """Changes a module as soon as it has been imported, and imports nothing by itself."""

    def __init__(self, changes: dict[str, Callable[[Any], None]]) -> None:
        self._waiting = changes

    def find_spec(self, name: str, *_about: Any) -> Any:
        if name not in self._waiting:
            return None
        change = self._waiting.pop(name)
        spec = importlib.util.find_spec(name)
        loader: Any = spec and spec.loader
        if loader is not None:
            execute = loader.exec_module

            def execute_and_change(module: Any) -> None:
                execute(module)
                change(module)

            loader.exec_module = execute_and_change
        return spec


def _pointed_at(url: str) -> dict[str, Callable[[Any], None]]:
    return {
        "discord.http": lambda http: setattr(http.Route, "BASE", f"{url}/api/v10"),
        "discord.gateway": lambda gateway: _set_gateway(gateway, url),
    }


def _moved_by(file: Path) -> dict[str, Callable[[Any], None]]:
    def move(clock: Any) -> None:
        real = clock.utcnow
        clock.utcnow = lambda: real() + timedelta(seconds=float(file.read_text()))

    return {
        "bot.clock": move,
        "bot.scheduler": lambda scheduler: setattr(scheduler, "SWEEP_SECONDS", SWEEP_SECONDS),
    }


def _set_gateway(gateway: Any, url: str) -> None:
    socket = gateway.DiscordWebSocket
    socket.DEFAULT_GATEWAY = type(socket.DEFAULT_GATEWAY)(url.replace("http", "ws", 1) + "/gateway")


def _die(where: str) -> None:
    module_name, name, when, count = where.split(":")
    module = importlib.import_module(module_name)
    real = getattr(module, name)
    left = [int(count)]

    @functools.wraps(real)
    async def wrapped(*args: Any, **named: Any) -> Any:
        left[0] -= 1
        if left[0] == 0 and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = await real(*args, **named)
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(module, name, wrapped)


def _cut(folder: str, number: int, told: Path) -> None:
    """Count the steps, and end at one of them (0: at none, but tell how many there were)."""
    steps = itertools.count(1)
    changing = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.truncate"}
    writing = os.O_WRONLY | os.O_RDWR | os.O_CREAT

    def step(*_about: Any) -> int:
        if (at := next(steps)) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        told.write_text(str(at))
        return 0

    def look(event: str, about: tuple[Any, ...]) -> None:
        changes = event in changing or (event == "open" and about[2] & writing)
        if changes and str(about[0]).startswith(folder):
            step()

    def connect(*about: Any, **named: Any) -> sqlite3.Connection:
        made: sqlite3.Connection = plainly(*about, **named)
        made.set_trace_callback(step)
        made.set_progress_handler(step, 2_000)
        return made

    library: Any = sqlite3
    plainly, library.connect = library.connect, connect
    sys.addaudithook(look)


def _give_up_root() -> None:
    """Take away the capability by which root overrides a file's mode (capset, see its manual)."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    sets = (ctypes.c_uint32 * 6)()
    libc = ctypes.CDLL(None, use_errno=True)
    if os.geteuid() == 0 and libc.capset(header, sets):
        raise OSError(ctypes.get_errno(), "capset")


if "DOUBLE_URL" in os.environ:
    sys.meta_path.insert(0, _Redirect(_pointed_at(os.environ["DOUBLE_URL"])))
if os.environ.get("DOUBLE_CLOCK"):
    sys.meta_path.insert(0, _Redirect(_moved_by(Path(os.environ["DOUBLE_CLOCK"]))))
if os.environ.get("DOUBLE_DIE"):
    _die(os.environ["DOUBLE_DIE"])
if os.environ.get("DOUBLE_CUT"):
    _folder, _number, _told = os.environ["DOUBLE_CUT"].split("|")
    _cut(_folder, int(_number), Path(_told))
if os.environ.get("DOUBLE_PAUSE"):
    import bot.domain.outbox

    bot.domain.outbox.PAUSES_SECONDS = (int(os.environ["DOUBLE_PAUSE"]),)
if os.environ.get("DOUBLE_FILE_LIMIT"):
    _bytes = int(os.environ["DOUBLE_FILE_LIMIT"])
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_bytes, _bytes))
if os.environ.get("DOUBLE_NO_ROOT"):
    _give_up_root()
