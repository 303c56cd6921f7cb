"""The log: where something happened, never what was said or about whom."""

from __future__ import annotations

import asyncio
import gc
import io
import logging
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest

from bot import logs

PERSON = "815273947561029384"
ADDRESS = f"https://discord.com/api/v10/channels/{PERSON}/messages"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Return what the log holds; Python's own ways of writing are put back afterwards."""
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stderr", stream)
    root = logging.getLogger()
    before = root.handlers[:], root.level
    for holder, name in (
        *((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")),
        *((logging, "raiseExceptions"), (warnings, "showwarning")),
    ):
        monkeypatch.setattr(holder, name, getattr(holder, name))
    logs.start("DEBUG")
    yield stream
    logging.captureWarnings(False)
    logging.getLogger("repbot").setLevel(logging.NOTSET)
    root.handlers[:] = before[0]
    root.setLevel(before[1])


def test_of_a_librarys_line_only_its_place_is_kept(written: io.StringIO) -> None:
    fmt = "We are being rate limited. %s %s responded with 429. Retrying in %.2f seconds."
    logging.getLogger("discord.http").warning(fmt, "POST", ADDRESS, 1.5)
    logging.getLogger("some.library").error(f"in the text itself: {PERSON}", stack_info=True)
    said = written.getvalue()
    assert "WARNING discord.http at test_logs.py:" in said
    assert "ERROR some.library at test_logs.py:" in said
    assert "rate limited" not in said
    assert PERSON not in said


def test_a_library_that_is_told_to_say_more_still_says_only_where(written: io.StringIO) -> None:
    chatty = logging.getLogger("aiosqlite")
    chatty.setLevel(logging.DEBUG)
    chatty.debug("executing %s", PERSON)
    chatty.setLevel(logging.NOTSET)
    assert "DEBUG aiosqlite at " in written.getvalue()
    assert PERSON not in written.getvalue()


async def test_an_error_that_nobody_asked_for_has_a_type_and_a_place(written: io.StringIO) -> None:
    async def fail() -> None:
        raise ValueError(f"words about {PERSON}")

    task = asyncio.create_task(fail(), name=PERSON)
    await asyncio.wait([task])
    del task
    gc.collect()
    said = written.getvalue()
    assert "ERROR asyncio at " in said
    assert "in fail" in said
    assert "ValueError" in said
    assert PERSON not in said


def test_what_python_prints_by_itself_goes_the_same_way(written: io.StringIO) -> None:
    class Ended:
        def __del__(self) -> None:
            raise ValueError(PERSON)

    def fail() -> None:
        raise KeyError(PERSON)

    thread = threading.Thread(target=fail, name=PERSON)
    thread.start()
    thread.join()
    Ended()
    gc.collect()
    try:
        fail()
    except KeyError as error:
        sys.excepthook(KeyError, error, error.__traceback__)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.showwarning(f"unclosed {PERSON}", ResourceWarning, "some.py", 1)
    logging.getLogger("repbot.test").info("count=%d", PERSON)
    said = written.getvalue()
    assert said.count("an error nobody caught") == 3
    assert said.count("KeyError") == 2
    assert "WARNING py.warnings at " in said
    assert PERSON not in said


def test_our_own_lines_are_written_as_they_are(written: io.StringIO) -> None:
    logging.getLogger("repbot.outbox").info("letter=%d outcome=%s", 7, "SENT")
    assert written.getvalue().endswith("INFO repbot.outbox letter=7 outcome=SENT\n")
