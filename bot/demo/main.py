"""`make demo`: starts the simulation and its page, and prints one address."""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import socket
import sys
import tempfile
from pathlib import Path

from bot import logs
from bot.clock import utcnow

HOST = "127.0.0.1"
NEEDS_MORE = "The demo needs the packages of requirements-demo.lock. `make demo` installs them."


def demo(port: int) -> int:
    """Run until Ctrl-C; returns the exit code. A taken port is refused with a sentence."""
    gc.disable()  # until it has opened: what is made until then stays
    try:
        import simcord  # noqa: F401
    except ImportError:
        print(NEEDS_MORE, file=sys.stderr)  # noqa: T201
        return 1
    logs.start("WARNING")
    logging.getLogger("discord").setLevel(logging.ERROR)
    try:
        listening = _listen(port)
    except OSError:
        print(  # noqa: T201
            f"Port {port} is taken, perhaps by another demo. Stop that one, or choose another port:"
            f" .venv/bin/python -m bot demo --port {port + 1}",
            file=sys.stderr,
        )
        return 1
    return asyncio.run(_serve(listening))


def _listen(port: int) -> socket.socket:
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except (OSError, OverflowError):
        listening.close()
        raise OSError from None
    return listening


async def _serve(listening: socket.socket) -> int:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    listening.listen()
    address = f"http://{HOST}:{listening.getsockname()[1]}/"
    print(f"Open {address} in a browser. Ctrl-C stops it.", flush=True)  # noqa: T201
    from aiohttp import web

    from bot.demo.lively import lively_world
    from bot.demo.server import DemoServer

    server = DemoServer()
    runner = web.AppRunner(server.app(), access_log=None)
    await runner.setup()
    # Its beginning can be read while the month is lived through.
    await web.SockSite(runner, listening).start()
    with tempfile.TemporaryDirectory(prefix="repbot-demo-") as folder:
        async with lively_world(Path(folder), utcnow) as world:
            server.begin(world)
            await server.start()
            gc.freeze()
            gc.enable()
            await stopping.wait()
            await server.stop()
            await runner.cleanup()
    print("Stopped.", flush=True)  # noqa: T201
    return 0
