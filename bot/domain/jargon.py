"""Whether a term is what somebody asked for, or merely the nearest there is."""

from __future__ import annotations

from bot.domain.library import Entry
from bot.domain.search import plain, words_of


def is_named(typed: str, entry: Entry) -> bool:
    """Say whether what was typed is one of the entry's names (or its key), and nothing else."""
    asked = {plain(typed), " ".join(words_of(typed))}
    return typed.strip() == entry.key or any(plain(name) in asked for name in entry.names)


def means_exactly(typed: str, entry: Entry) -> bool:
    """Say whether one of the entry's names (or its key) stands in what was typed."""
    if typed.strip() == entry.key:
        return True
    whole, telling = f" {plain(typed)} ", f" {' '.join(words_of(typed))} "
    names = (f" {plain(name)} " for name in entry.names)
    return any(name in whole or name in telling for name in names)
