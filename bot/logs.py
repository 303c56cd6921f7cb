"""Log lines: ids of things, and tracebacks without what people wrote.

What a library says may quote anything: an address with a person's id in it, a whole event, the
text of an exception. So of a library's line only what cannot quote is kept: which library, how
serious, where in its code, and the types of errors. Our own lines are written with that in mind.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from types import TracebackType
from typing import Any, TypeAlias

_ExcInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)
log = logging.getLogger("repbot.logs")


class Formatter(logging.Formatter):
    """Prints where an error happened and its type, never its text: that may quote a person."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a traceback that another handler has rendered is not taken over."""
        # A copy, because other handlers may be handed the same record.
        line = logging.makeLogRecord(record.__dict__ | {"exc_text": None, "stack_info": None})
        if record.name.partition(".")[0] != "repbot":
            line.msg, line.args = f"at {record.filename}:{record.lineno}", None
        return super().format(line)

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802
        """Return the frames and the type of the error and of what caused it."""
        lines: list[str] = []
        error = ei[1]
        seen: set[int] = set()
        while error is not None and id(error) not in seen:
            seen.add(id(error))
            frames = traceback.extract_tb(error.__traceback__)
            lines += [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in frames]
            lines.append(describe(error))
            error = error.__cause__ or error.__context__
        return "\n".join(lines)


def describe(error: BaseException) -> str:
    """Return an error's type, and Discord's numbers where it has some; never its text."""
    numbers = [
        f"{name}={value}"
        for name in ("status", "code", "sqlite_errorname")
        if isinstance(value := getattr(error, name, None), int | str)
    ]
    return " ".join([type(error).__qualname__, *numbers])


def start(level: str) -> None:
    """Write our own lines from `level` on, and nothing to stderr but through the formatter."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("repbot").setLevel(level)
    # Python itself prints texts of errors: of a line that cannot be put together (with what it was
    # to hold), of warnings, and of errors that nobody catches in the program, a thread or at the
    # end of an object.
    logging.raiseExceptions = False
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    sys.unraisablehook = threading.excepthook = _uncaught_elsewhere


def _uncaught_elsewhere(about: Any) -> None:
    if about.exc_type is not SystemExit:  # that is how a thread ends itself
        _uncaught(about.exc_type, about.exc_value, about.exc_traceback)


def _uncaught(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> None:
    log.critical("an error nobody caught", exc_info=(kind, error or kind(), trace))
