"""Log lines: ids of things, and tracebacks without what people wrote."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import TypeAlias

_ExcInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


class Formatter(logging.Formatter):
    """Prints where an error happened and its type, never its text: that may quote a person."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a traceback that another handler has rendered is not taken over."""
        record.exc_text = None
        return super().format(record)

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
    """Write our own lines from `level` on; libraries stay at INFO, at DEBUG they print texts."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Formatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    logging.getLogger("repbot").setLevel(level)
