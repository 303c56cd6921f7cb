"""The library's words as rows: the full-text index, its synonyms, and spellings to mend with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from types import MappingProxyType
from typing import Any

from bot.domain.library import SEARCHED, Kind, Label
from bot.domain.search import index_texts, only, same_names
from bot.domain.search_order import CANDIDATES, Candidate
from bot.domain.spelling import trigram_expression
from bot.domain.support import title_shown
from db.database import Transaction
from db.library import AT_ONCE, NAMED, by_key, day_of, everything, of_kind
from db.places import put_names

LAST_LETTER = "\U0010ffff"  # comes after every other: ends the range of what begins alike


async def reindex(tx: Transaction, keys: Sequence[str] | None = None) -> None:
    """All entries when no keys are given."""
    if keys is None:
        await tx.execute("DELETE FROM entries_index")
        kept = await everything(tx)
    else:
        kept = [one for key in keys if (one := await by_key(tx, key)) is not None]
        await tx.executemany("DELETE FROM entries_index WHERE rowid = ?", [(k.id,) for k in kept])
    shown = [one for one in kept if not one.entry.retired and one.entry.kind in SEARCHED]
    for start in range(0, len(shown), AT_ONCE):
        await tx.executemany(
            "INSERT INTO entries_index (rowid, title, names, words, tags, about, kind, plain)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [(one.id, *index_texts(one.entry)) for one in shown[start : start + AT_ONCE]],
        )
    if keys is None or any(one.entry.kind in NAMED for one in kept):
        await _learn_synonyms(tx)
    await put_names(tx, kept)
    await tx.execute("DELETE FROM spellings")
    await tx.execute("INSERT INTO spellings (word, entries) SELECT term, doc FROM entries_terms")
    await tx.execute("INSERT INTO spellings_trigrams (spellings_trigrams) VALUES ('rebuild')")
    await tx.execute("INSERT INTO spellings_stems (spellings_stems) VALUES ('rebuild')")


async def _learn_synonyms(tx: Transaction) -> None:
    named = [one.entry for kind in NAMED for one in await of_kind(tx, kind)]
    await tx.execute("DELETE FROM synonyms")
    await tx.executemany(
        "INSERT INTO synonyms (name, other) VALUES (?, ?)", sorted(same_names(named))
    )


async def look_up(tx: Transaction, expression: str, limit: int = CANDIDATES) -> list[Candidate]:
    """Those that match best, in the index's own order."""
    rows = await tx.execute_fetchall(
        "SELECT e.id, e.key, e.title, e.kind, e.label, e.core, coalesce(checked_on, gathered_on),"
        " e.recheck_days, i.score, i.plain FROM (SELECT rowid AS number, rank AS score, plain"
        " FROM entries_index WHERE entries_index MATCH ? ORDER BY rank LIMIT ?) AS i"
        " JOIN entries AS e ON e.id = i.number",
        (expression, limit),
    )
    return [_candidate(*row) for row in rows]


def _candidate(
    number: int,
    key: str,
    title: str,
    kind: str,
    label: str | None,
    core: int,
    looked_at: str | None,
    *rest: Any,
) -> Candidate:
    named = Label(label) if label else None
    shown = title_shown(key, title)
    return Candidate(number, key, shown, Kind(kind), named, bool(core), day_of(looked_at), *rest)


@dataclass(frozen=True)
class Vocabulary:
    """What the index knows of some words: those with which one of its words begins; other names;
    of each word the forms that it has, itself among them, with how many entries have each; and how
    many entries there are, or a few more."""

    begun: frozenset[str]
    synonyms: dict[str, list[str]]
    forms: dict[str, dict[str, int]]
    entries: int


async def vocabulary(
    tx: Transaction,
    words: Sequence[str],
    begun: Sequence[str],
    names: Sequence[str],
    kin: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Vocabulary:
    """In one statement. FTS5 itself knows by its stemmer which words are forms of one another;
    `kin` has further ones."""
    asked = list(dict.fromkeys([*words, *chain.from_iterable(kin.values())]))
    forms = " UNION ALL ".join(
        [
            "SELECT 'form', ?, word, entries FROM spellings WHERE id IN"
            " (SELECT rowid FROM spellings_stems WHERE spellings_stems MATCH ?)"
        ]
        * len(asked)
    )
    rows = await tx.execute_fetchall(
        "SELECT 'begun', column1, NULL, 0 FROM"
        f" (VALUES {', '.join('(?)' for _ in begun)}) WHERE EXISTS"
        " (SELECT 1 FROM spellings WHERE word >= column1"
        f" AND word < column1 || '{LAST_LETTER}')"
        " UNION ALL SELECT 'name', name, other, 0 FROM synonyms"
        f" WHERE name IN ({', '.join('?' * len(names))})"
        f" UNION ALL SELECT 'entries', NULL, NULL, max(id) FROM entries UNION ALL {forms}",
        (*begun, *names, *(value for word in asked for value in (word, f'"{word}"'))),
    )
    found = Vocabulary(
        frozenset(row[1] for row in rows if row[0] == "begun"),
        {row[1]: [] for row in rows if row[0] == "name"},
        {word: {} for word in asked},
        next((row[3] for row in rows if row[0] == "entries"), None) or 1,
    )
    for what, word, other, entries in rows:
        if what == "name":
            found.synonyms[word].append(other)
        elif what == "form":
            found.forms[word][other] = entries
    for word, others in kin.items():
        for one in others:
            found.forms[word].update(found.forms[one])
    return found


async def near_words(tx: Transaction, word: str) -> list[str]:
    """Words of the index that share three letters in a row with the word."""
    rows = await tx.execute_fetchall(
        "SELECT word FROM spellings_trigrams WHERE spellings_trigrams MATCH ?"
        " ORDER BY rank LIMIT 40",
        (trigram_expression(word),),
    )
    return [row[0] for row in rows]


async def places_among(tx: Transaction, words: Sequence[str]) -> set[str]:
    """Those of the words that are part of the name of an area, or of a place in it."""
    found = set()
    for word in words:
        asked = only([Kind.AREA], f'{{title names words}} : ("{word}")')
        if await look_up(tx, asked, 1):
            found.add(word)
    return found


async def words_beginning(tx: Transaction, letter: str, shortest: int, longest: int) -> list[str]:
    rows = await tx.execute_fetchall(
        "SELECT word FROM spellings WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ?",
        (letter, letter + LAST_LETTER, shortest, longest),
    )
    return [row[0] for row in rows]
