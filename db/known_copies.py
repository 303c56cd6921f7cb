"""Which copies were made of this database; what is written in `copies` and `carrying`."""

from __future__ import annotations

from typing import Final

READ: Final = "SELECT token, own FROM known_copies"
REMEMBER: Final = "INSERT OR IGNORE INTO known_copies (token, own) VALUES (?, ?)"
