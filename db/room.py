"""Whether a copy would fit on the disk, and where SQLite keeps what has no name."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

MEBIBYTE = 2**20


def check_room(database: Path, folder: Path) -> None:
    """See that a copy would fit: the file, and once more while it is made, which is where SQLite
    makes what has no name. Raises OSError with the place."""
    folder.mkdir(parents=True, exist_ok=True)
    for place in (folder, nameless_place()):
        try:
            with tempfile.TemporaryFile(dir=place) as tried:
                for _ in range(2 * database.stat().st_size // MEBIBYTE + 1):
                    tried.write(bytes(MEBIBYTE))
                tried.flush()
        except OSError as error:
            raise OSError(error.errno, error.strerror or error, str(place)) from None


def nameless_place() -> Path:
    """Where SQLite puts files that have no name: the first folder of its list that can be written
    (https://www.sqlite.org/tempfiles.html, section 5)."""
    asked = (os.environ.get(name, "") for name in ("SQLITE_TMPDIR", "TMPDIR"))
    for place in (*asked, "/var/tmp", "/usr/tmp", "/tmp"):  # noqa: S108
        if place and os.path.isdir(place) and os.access(place, os.W_OK | os.X_OK):
            return Path(place)
    return Path()
