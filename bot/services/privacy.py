"""What is held about people: every feature's declarations together, shown, taken and erased."""

from __future__ import annotations

import importlib
import pkgutil

import bot.services
from bot.domain.holdings import Holding


def declared() -> list[Holding]:
    """Return the declarations of every feature, in the order of their names."""
    found: list[Holding] = []
    for module in pkgutil.iter_modules(bot.services.__path__, "bot.services."):
        if module.name != __name__:
            found += getattr(importlib.import_module(module.name), "HOLDINGS", ())
    return found
