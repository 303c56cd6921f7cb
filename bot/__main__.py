"""The command line: python -m bot run | demo | check | health | backup | restore | rotate-keys."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from pathlib import Path

from dotenv import load_dotenv

from bot import config, logs
from bot.clock import utcnow


def parser() -> argparse.ArgumentParser:
    """Return what the command line understands."""
    made = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    words = made.add_subparsers(dest="word", required=True)
    words.add_parser("run", help="run the bot")
    demo = words.add_parser("demo", help="try the bot in a browser, without Discord")
    demo.add_argument("--port", type=int, default=8787, help="the port of the page (8787)")
    words.add_parser("check", help="name everything that is wrong, each with its mend")
    words.add_parser("health", help="say whether the running bot is connected and in time")
    backup = words.add_parser("backup", help="copy the database, also while the bot runs")
    backup.add_argument("path", type=Path, help="where the copy goes")
    restore = words.add_parser("restore", help="put a copy in the database's place")
    restore.add_argument("path", type=Path, help="the copy")
    words.add_parser("rotate-keys", help="make a new key and seal everything with it")
    return made


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; returns the exit code."""
    load_dotenv()
    chosen = parser().parse_args(arguments)
    if chosen.word == "demo":
        from bot.demo.main import demo as start_demo

        return start_demo(chosen.port)
    if chosen.word == "check":
        from bot.check import check

        return check(os.environ)
    if chosen.word == "health":
        from bot import health

        well, said = health.read(config.Config.of_files(os.environ).database_path, utcnow())
        print(said)
        return 0 if well else 1
    if chosen.word in ("backup", "restore", "rotate-keys"):
        from bot import host

        path = getattr(chosen, "path", None)
        return asyncio.run(host.do(chosen.word, path, os.environ, utcnow))
    try:
        settings = config.load(os.environ)
    except config.ConfigError as error:
        print("Some settings need mending:", file=sys.stderr)
        for problem in error.problems:
            print(f"- {problem}", file=sys.stderr)
        return 1
    logs.start(settings.log_level)
    from bot.run import run

    return asyncio.run(run(settings))


if __name__ == "__main__":
    sys.exit(main())
