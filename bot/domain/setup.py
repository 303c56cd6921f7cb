"""Which channels and roles the bot uses."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Settings:
    """Discord ids chosen by the coordinators; 0 where nothing has been chosen."""

    announcements: int = 0
    questions: int = 0
    review: int = 0
    support: int = 0
    coordinator: int = 0
    rep: int = 0
    listener: int = 0


CHANNELS = ("announcements", "questions", "review", "support")
ROLES = ("coordinator", "rep", "listener")
NAMES = tuple(field.name for field in fields(Settings))
