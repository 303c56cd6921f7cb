"""The command line: python -m bot run | demo | check | health | backup | restore | rotate-keys."""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import signal
import sys
from collections.abc import Mapping

NO_PACKAGES = (
    "A Python package is missing ({name}). Install what this version needs: sudo make .venv/run"
    " where the bot has an account of its own, else make .venv/run; then say this again."
)
try:
    from bot import config, logs, own_files
    from bot.clock import utcnow
except ModuleNotFoundError as missing:
    sys.exit(NO_PACKAGES.format(name=missing.name))


def parser() -> argparse.ArgumentParser:
    made = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    words = made.add_subparsers(dest="word", required=True)
    words.add_parser("run", help="run the bot")
    demo = words.add_parser("demo", help="try the bot in a browser, without Discord")
    demo.add_argument("--port", type=int, default=8787, help="the port of the page (8787)")
    words.add_parser("check", help="name everything that is wrong, each with its mend")
    words.add_parser("health", help="say whether the running bot is connected and in time")
    backup = words.add_parser("backup", help="copy the database, also while the bot runs")
    backup.add_argument("path", help="where the copy goes")
    restore = words.add_parser("restore", help="put a copy in the database's place")
    restore.add_argument("path", help="the copy")
    words.add_parser("rotate-keys", help="make a new key and seal everything with it")
    return made


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit code."""
    chosen = parser().parse_args(arguments)
    if chosen.word == "demo":
        from bot.demo.main import demo as start_demo

        return start_demo(chosen.port)
    try:
        env, source = config.read(os.environ)
        if chosen.word == "health":
            return _health(env, source)
        print(f"Settings: {source}.{config.files_in_words(env)}", file=sys.stderr)
        return _do(chosen, env)
    except config.ConfigError as error:
        print("Some settings need mending:", file=sys.stderr)
        for problem in error.problems:
            print(f"- {problem}", file=sys.stderr)
        return 1
    except ModuleNotFoundError as missing:
        print(NO_PACKAGES.format(name=missing.name), file=sys.stderr)
        return 1


def _do(chosen: argparse.Namespace, env: Mapping[str, str]) -> int:
    if chosen.word == "check":
        from bot.check import check

        return check(env)
    own_files.check_account(config.Config.of_files(env))
    if chosen.word != "run":
        from bot import maintenance

        path = getattr(chosen, "path", None)
        return asyncio.run(maintenance.do(chosen.word, path, env, utcnow))
    settings = config.load(env)
    logs.start(settings.log_level)
    # Importing discord.py takes half a second: a signal waits until `run` can take it.
    signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGTERM, signal.SIGINT))
    from bot.run import run

    return asyncio.run(run(settings))


def _health(env: Mapping[str, str], source: str) -> int:
    """Say it in one line, for those who call this each minute."""
    from bot import health

    well, said = health.read(config.Config.of_files(env).database_path, utcnow())
    line = f"{said} Settings: {source}.{config.files_in_words(env)}"
    print(config.in_utf8(line))  # the folder we are in may not be
    return 0 if well else 1


def keep_private() -> None:
    """Let others read no file that is made from here on, and leave no memory behind in one."""
    os.umask(0o077)
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    if soft:  # the service has none already, and may not ask
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))


if __name__ == "__main__":
    keep_private()
    sys.exit(main())
