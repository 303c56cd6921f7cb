"""The command line: python -m bot run | demo | check."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys

from dotenv import load_dotenv

from bot import config, logs


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says; returns the exit code."""
    load_dotenv()
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    words = parser.add_subparsers(dest="word", required=True)
    words.add_parser("run", help="run the bot")
    words.add_parser("check", help="name everything that is wrong with the settings")
    demo = words.add_parser("demo", help="try the bot in a browser, without Discord")
    demo.add_argument("--port", type=int, default=8787, help="the port of the page (8787)")
    chosen = parser.parse_args(arguments)
    if chosen.word == "demo":
        from bot.demo.main import demo as start_demo

        return start_demo(chosen.port)
    try:
        settings = config.load(os.environ)
    except config.ConfigError as error:
        print("Some settings need mending:", file=sys.stderr)
        for problem in error.problems:
            print(f"- {problem}", file=sys.stderr)
        return 1
    if chosen.word == "check":
        from bot.check import check

        return check(settings)
    logs.start(settings.log_level)
    from bot.run import run

    return asyncio.run(run(settings))


if __name__ == "__main__":
    sys.exit(main())
