"""Partnerships found by place, and which one is whose: known to that person alone."""

from __future__ import annotations

from dataclasses import dataclass, replace

import db.library
import db.partnerships as rows
import db.places
from bot.domain.errors import UserError
from bot.domain.library import Entry, Kind
from bot.domain.partnership_setup import said
from bot.domain.partnerships import Partnership, Place, key_of, of_place, parts
from bot.domain.places import boards_of, names_in
from bot.vault import Vault, VaultError
from db.database import Database, Transaction
from db.privacy import Facts

GONE = "I know no such partnership. `/mvp` finds yours."
MOST_OF_A_NAME = 4
NONE_YET = "You have not said yet which partnership is yours. `/mvp` finds it."


@dataclass(frozen=True)
class Own:
    """What `/mvp` shows; `one` is None where the person has chosen none."""

    one: Partnership | None = None
    shown: bool = False
    setup: str = ""


@dataclass(frozen=True)
class Found:
    """`places`: what the library knows of that place, also where it has no partnership."""

    partnerships: list[Partnership]
    places: list[Place]


class Partnerships:
    def __init__(self, database: Database, vault: Vault) -> None:
        self._database = database
        self._vault = vault

    async def find(self, query: str) -> Found:
        """Nothing that is asked for is kept."""
        async with self._database.reading() as tx:
            places = await places_named(tx, query)
            return Found(of_place(await rows.everything(tx), query, places), places)

    async def get(self, number: int) -> Partnership:
        """Raises UserError where it is gone."""
        async with self._database.reading() as tx:
            found = await rows.get(tx, number)
        if found is None:
            raise UserError(GONE)
        return found

    async def board_today(self, one: Partnership) -> str:
        """What its board is called now, where it closed or was merged; "" where it still is."""
        async with self._database.reading() as tx:
            boards = await db.library.of_kind(tx, Kind.AREA)
        return became([each.entry for each in boards], one.board)

    async def own(self, person: int) -> Own:
        async with self._database.reading() as tx:
            return await self.own_in(tx, person)

    async def own_in(self, tx: Transaction, person: int) -> Own:
        kept = await rows.own(tx, person)
        if kept is None:
            return Own()
        number = int(self._open(kept.sealed, _context("sealed", kept.id)) or 0)
        one = await rows.get(tx, number) if number else None
        setup = self._open(kept.setup, _context("setup", kept.id))
        return Own(one, bool(one and kept.shown == one.id), setup)

    async def choose(self, person: int, number: int) -> Partnership:
        """Known to this person alone. Raises UserError."""
        async with self._database.transaction() as tx:
            one = await rows.get(tx, number)
            if one is None:
                raise UserError(GONE)
            row = await rows.begin(tx, person)
            # Of one length, so that it does not tell how large the number is.
            sealed = self._vault.seal(f"{number:09d}", _context("sealed", row))
            await rows.put_own(tx, person, sealed)
        return one

    async def forget(self, person: int) -> None:
        async with self._database.transaction() as tx:
            await rows.put_own(tx, person, None)

    async def show(self, person: int, *, shown: bool) -> Own:
        """Let others here see where somebody is from, or not any more. Raises UserError."""
        own = await self.own(person)
        if own.one is None:
            raise UserError(NONE_YET)
        async with self._database.transaction() as tx:
            await rows.show(tx, person, own.one.id if shown else 0)
        return replace(own, shown=shown)

    async def from_here(self, person: int) -> tuple[Partnership, list[int]]:
        """The others who let it be seen. Raises UserError."""
        own = await self.own(person)
        if own.one is None:
            raise UserError(NONE_YET)
        async with self._database.reading() as tx:
            shown = await rows.from_here(tx, own.one.id)
        return own.one, [each for each in shown if each != person]

    async def keep_setup(self, person: int, answers: str) -> Own:
        """ "" forgets it. Nobody needs to have chosen a partnership for it."""
        async with self._database.transaction() as tx:
            row = await rows.begin(tx, person)
            sealed = self._vault.seal(answers, _context("setup", row)) if answers else None
            await rows.keep_setup(tx, person, sealed)
            return await self.own_in(tx, person)

    async def revealed(self, tx: Transaction, person: int) -> list[Facts]:
        kept, own = await rows.own(tx, person), await self.own_in(tx, person)
        if kept is None:
            return []
        named = own.one.name if own.one else ""
        return [(("id", kept.id), ("partnership", named), ("setup", said(own.setup)))]

    def _open(self, sealed: bytes | None, context: bytes) -> str:
        """ "" where the keys are gone: then it is chosen anew."""
        if sealed is None:
            return ""
        try:
            return self._vault.unseal(sealed, context)
        except VaultError:
            return ""


def _context(column: str, row: int) -> bytes:
    return f"own_partnerships.{column}:{row}".encode()


async def places_named(tx: Transaction, query: str) -> list[Place]:
    """What the library knows of a place, by its whole name: the one way to what it holds.

    A board that closed leads to those that took its place.
    """
    areas = [each.entry for each in await db.library.of_kind(tx, Kind.AREA)]
    return await _units(tx, query, areas) or _boards(query, areas)


async def _units(tx: Transaction, query: str, areas: list[Entry]) -> list[Place]:
    """Hospitals, trusts and towns of that name; of several names in it the longest counts."""
    names = names_in(query)
    found = await db.places.named(tx, names) if names else {}
    ids = next((found[name] for name in names if name in found), [])
    kept = [each.entry for each in await db.library.by_ids(tx, ids)] if ids else []
    boards = {each.key: each for each in areas}
    return [
        Place(
            trusts=(each.publisher or each.title,),
            boards=tuple(
                name
                for key in boards_of(each)
                if key in boards
                for name in _today(areas, boards[key])
            ),
        )
        for each in kept
    ]


def _boards(query: str, areas: list[Entry]) -> list[Place]:
    wanted = key_of(query)
    found = [each for each in areas if wanted and not each.retired and wanted in _area_names(each)]
    if len(found) > MOST_OF_A_NAME:  # words that many boards have, as "who pays"
        return []
    return [
        Place(boards=tuple(_today(areas, each)))
        for each in found
        if "region" not in parts(each.tags)
    ]


def _area_names(area: Entry) -> set[str]:
    return {key_of(name) for name in (*area.names, *parts(area.words))} - {""}


def _today(areas: list[Entry], area: Entry) -> list[str]:
    keys = [key.strip() for key in area.replaced_by.split(";") if key.strip()]
    titles = {each.key: each.title for each in areas}
    return [titles.get(key, key) for key in keys] or [area.title]


def became(areas: list[Entry], board: str) -> str:
    """Names, joined; "" for one that stands, or that the library does not know."""
    named = [each for each in areas if key_of(board) and key_of(board) in map(key_of, each.names)]
    closed = next((each for each in named if each.replaced_by), None)
    return ", ".join(_today(areas, closed)) if closed else ""
