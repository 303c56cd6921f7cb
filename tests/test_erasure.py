"""A person with rows in every feature: shown, taken, erased; a fresh start; a restored backup."""

from __future__ import annotations

import json
from collections import Counter

import pytest

import db.outbox
import db.privacy
import db.safeguarding
from bot import backups
from bot.domain.outbox import Letter
from bot.domain.personal_data import DECLARED
from cogs.privacy.text import PRESSED
from db.database import Database
from tests.cogs.library.library_steps import suggestion
from tests.cogs.meetings import call_steps
from tests.cogs.partnerships.partnership_steps import BEDS, choose, kept, plan_own, send_letter
from tests.cogs.peer_support.hello_steps import ask, both_on_duty, go_on_duty, meet
from tests.cogs.peer_support.test_checkins import HARD, begin, check_in, listeners_thread
from tests.world import World, said

ROUND = Letter(1, "buddies.round", 0, 0, 1, 1, 1)
NOT_OF_RIA = {"departures"}


async def ria_everywhere(world: World) -> int:
    """Let Ria leave rows in every feature that holds anything about a person."""
    ria = world.people["ria"]
    ria_id = ria.id
    announcement = await world.announce_call()
    await world.press("ria", announcement, "Going")
    await call_steps.remind(world, "ria", "dm", "1d")
    await call_steps.do_all_for_a_call(world, "ria")
    form = await call_steps.more(world, "Suggest a topic", "ria")
    await world.fill("ria", form, topic="Biscuits", sign="with")
    await world.slash("carol", "action add", who=ria, what="Ring the trust", due="8 Dec")
    form = await suggestion(world, "ria")
    await world.fill("ria", form, title="A page", url="https://example.org/a", why="It helped")
    found = await world.slash("ria", "resource find", query="mnvp-faqs")
    thanks = await world.press("ria", found.response, "Still right")
    await world.press("ria", thanks.response, "Yes, ask me each month")
    await begin(world)
    await check_in(world, "ria", words="they talked over me")
    await kept(world, BEDS)
    await choose(world, "ria")
    await plan_own(world)
    await send_letter(world, "ria")
    await both_on_duty(world)
    await ask(world, "ria")
    await meet(world)
    async with world.bot.database.transaction() as tx:
        await db.safeguarding.choose(tx, "deputy", ria_id)
    for name in ("ria", "rob"):
        card = await world.slash(name, "buddy")
        await world.press(name, card.response, "Take part")
    await world.cog("BuddyCog").buddies.pair(ROUND, [ria_id, world.people["rob"].id])
    for one, other in ((ria, world.people["rob"]), (world.people["rob"], ria)):
        await world.cog("BuddyCog").buddies.veto(one.id, other.id)
    await world.bot.notices.keep(ria_id, "Something did not arrive.")
    return ria_id


async def rows_of(database: Database, person: int) -> Counter[str]:
    found: Counter[str] = Counter()
    async with database.reading() as tx:
        for holding in DECLARED:
            if holding.person:
                found[holding.table] += len(await db.privacy.about(tx, holding, person))
        found["letters"] = await db.outbox.count_for(tx, person)
    return +found


@pytest.mark.long
async def test_what_every_feature_holds_is_shown_taken_and_erased(world: World) -> None:
    ria = await ria_everywhere(world)
    held = await rows_of(world.bot.database, ria)
    expected = {h.table for h in DECLARED if h.person} - NOT_OF_RIA
    assert expected - set(held) <= {"listeners", "hello_visits", "checkin_reads"}, expected - set(
        held
    )
    shown = said(await world.privacy("ria", "See everything"))
    for words in ("Biscuits", "Ring the trust", "they talked over me", ": going."):
        assert words in shown, words
    for machine_word in (
        "stage",
        "last prompt",
        "counted",
        "version",
        "turn",
        "told at",
        "meeting id",
    ):
        assert f"{machine_word} " not in shown, machine_word
    taken = await world.privacy("ria", "Take it with me")
    assert taken.response is not None
    export = json.loads(await taken.response.attachments[0].read())
    assert "they talked over me" in json.dumps(export)
    asked = await world.privacy("ria", "Erase me")
    await world.press("ria", asked.response, "Erase everything")
    assert await rows_of(world.bot.database, ria) == Counter()
    nothing, pressed = said(await world.privacy("ria", "See everything")).split("\n")
    assert nothing == "I hold nothing about you."
    assert pressed == f"-# {PRESSED}"
    assert await world.bot.quarter_hour.tick()
    path = world.bot.database.path
    for file in path.parent.glob(path.name + "*"):
        content = file.read_bytes()
        assert str(ria).encode() not in content, file
        assert ria.to_bytes(8, "big") not in content, file


@pytest.mark.long
async def test_nothing_stands_in_clear_beside_a_person_but_what_is_declared(world: World) -> None:
    await ria_everywhere(world)
    declared: dict[str, set[str]] = {}
    for data in DECLARED:
        if data.person:
            declared.setdefault(data.table, {data.person}).update(data.clear.split())
    async with world.bot.database.reading() as tx:
        for table, allowed in declared.items():
            columns = await tx.execute_fetchall(f"PRAGMA table_info({table})")
            assert allowed <= {column["name"] for column in columns}, table
            for column in (each["name"] for each in columns if each["type"] == "TEXT"):
                held = await tx.execute_fetchall(
                    f"SELECT {column} FROM {table} WHERE {column} <> ''"
                )
                assert not held or column in allowed, (table, column)


@pytest.mark.long
async def test_a_stolen_database_joins_no_veto_to_a_person(world: World) -> None:
    ria = await ria_everywhere(world)
    names = {str(person.id) for person in world.people.values()}
    hashes = {world.bot.erasures.hashed(ria), *map(world.bot.erasures.hashed, map(int, names))}
    async with world.bot.database.reading() as tx:
        held = [tuple(row) for row in await tx.execute_fetchall("SELECT * FROM buddy_vetoes")]
    assert [len(row) for row in held] == [1]
    assert not {str(value) for row in held for value in row} & (names | hashes)


@pytest.mark.long
async def test_after_erasure_a_fresh_start_is_clean_and_a_restored_backup_holds_nothing(
    world: World,
) -> None:
    ria = await ria_everywhere(world)
    copy = await backups.daily(world.config.database_path, world.clock())
    world.clock.forward(hours=1)
    asked = await world.privacy("ria", "Erase me")
    await world.press("ria", asked.response, "Erase everything")
    begun = await begin(world, every="month")
    assert "once a month" in said(begun)
    assert "You have not answered yet" in said(await world.slash("ria", "meeting next"))
    await world.bot.close()
    assert "Erased again since then: 1" in await backups.restore(world.config, copy, world.clock)
    database = await Database.open(world.config.database_path)
    assert await rows_of(database, ria) == Counter()
    await database.close()


async def test_the_file_beside_the_keys_is_written_by_the_quarter_hour_clock(world: World) -> None:
    remembered = world.bot.erasures.path
    before = remembered.read_bytes()
    asked = await world.privacy("ria", "Erase me")
    await world.press("ria", asked.response, "Erase everything")
    assert remembered.read_bytes() == before
    await world.bot.quarter_hour.tick()
    assert world.bot.erasures.hashed(world.people["ria"].id) in remembered.read_text()


async def share(world: World) -> None:
    await begin(world)
    await go_on_duty(world, "lou")
    await check_in(world, "ria", audience="listeners", **HARD)
    await world.later(seconds=1)
    assert "read a check-in" in listeners_thread(world)[-1]


async def test_erasing_takes_a_shared_check_in_down_from_the_listeners_thread_at_once(
    world: World,
) -> None:
    await share(world)
    ria = world.people["ria"].id
    asked = await world.privacy("ria", "Erase me")
    assert "listeners' thread" in said(asked)
    await world.press("ria", asked.response, "Erase everything")
    due = world.bot.scheduler.next_wake
    assert due is not None
    assert due <= world.clock()
    await world.later()
    assert listeners_thread(world) == []
    assert await rows_of(world.bot.database, ria) == Counter()
    async with world.bot.database.reading() as tx:
        assert await tx.execute_fetchall("SELECT * FROM checkin_posts") == []
        assert await tx.execute_fetchall("SELECT * FROM checkin_words") == []


@pytest.mark.long
async def test_a_shared_check_in_of_somebody_who_left_goes_when_they_are_erased(
    world: World,
) -> None:
    await share(world)
    await world.bot.privacy.erase(world.people["ria"].id)
    await world.restart()
    await world.later()
    assert listeners_thread(world) == []


@pytest.mark.long
async def test_a_restored_backup_takes_down_what_it_brought_back(world: World) -> None:
    await share(world)
    copy = await backups.daily(world.config.database_path, world.clock())
    world.clock.forward(hours=1)
    await world.bot.privacy.erase(world.people["ria"].id)
    await world.bot.close()
    await backups.restore(world.config, copy, world.clock)
    database = await Database.open(world.config.database_path)
    async with database.reading() as tx:
        [planned] = await tx.execute_fetchall(
            "SELECT state FROM outbox WHERE kind = 'checkins.take_down'"
        )
    assert tuple(planned) == ("waiting",)
    await database.close()
