"""Opting in and out, pauses, downtime, and people who cannot be reached."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, time
from pathlib import Path

import pytest

from bot.domain.checkins import Feeling, Given, Stage, Step
from bot.domain.errors import UserError
from bot.domain.outbox import Letter
from bot.domain.rhythms import Every, Rhythm
from bot.services.checkin_entries import LOST
from bot.services.checkins import PROMPT
from bot.vault import Vault
from db.sealed import seal_anew
from tests.services.checkin_services import FINE, LONDON, World, utc

ANNA = 501
WEEKLY = Rhythm(Every.WEEK, date(2026, 11, 24), time(20), LONDON)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    made = await World(tmp_path, utc("2026-11-21 10:00")).start()
    yield made
    await made.stop()


async def test_the_first_prompt_is_named_when_somebody_opts_in(world: World) -> None:
    assert await world.checkins.opt_in(ANNA, WEEKLY) == utc("2026-11-24 20:00")


async def test_opting_in_twice_changes_the_rhythm_and_asks_once(world: World) -> None:
    await world.checkins.opt_in(ANNA, WEEKLY)
    await world.checkins.opt_in(ANNA, Rhythm(Every.WEEK, date(2026, 11, 25), time(9), LONDON))
    await world.run_until(utc("2026-11-30 00:00"))
    assert world.prompts_of(ANNA) == [utc("2026-11-25 09:00")]


async def test_changing_the_rhythm_away_and_back_keeps_the_prompts(world: World) -> None:
    for rhythm in (WEEKLY, Rhythm(Every.WEEK, date(2026, 11, 25), time(9), LONDON), WEEKLY):
        await world.checkins.opt_in(ANNA, rhythm)
    await world.run_until(utc("2026-11-30 00:00"))
    assert world.prompts_of(ANNA) == [utc("2026-11-24 20:00")]


@pytest.mark.parametrize(
    ("weekday", "down_days", "asked"),
    [
        (23, 3, "2026-11-24 10:00"),
        (23, 24, "2026-12-15 10:00"),
        (24, 31, "2026-12-22 20:00"),
        (24, 70, "2027-02-02 20:00"),
    ],
    ids=["three days, one prompt", "weeks, one prompt", "close to the next", "longer than planned"],
)
async def test_after_downtime_there_is_one_prompt_not_three(
    world: World, weekday: int, down_days: int, asked: str
) -> None:
    rhythm = Rhythm(Every.WEEK, date(2026, 11, weekday), time(20), LONDON)
    await world.checkins.opt_in(ANNA, rhythm)
    await world.down_for(down_days)
    await world.run_until(utc(asked))
    assert world.prompts_of(ANNA) == [utc(asked)]


async def test_nothing_comes_in_a_pause_and_the_old_letters_wait_for_its_end(world: World) -> None:
    await world.checkins.opt_in(ANNA, WEEKLY)
    checkin = await world.checkins.of_person(ANNA)
    assert checkin is not None
    assert await world.checkins.pause(checkin, date(2026, 12, 8)) == utc("2026-12-08 20:00")
    await world.run_until(utc("2026-12-10 00:00"))
    assert world.prompts_of(ANNA) == [utc("2026-12-08 20:00")]


async def test_a_pause_in_the_past_changes_nothing(world: World) -> None:
    await world.checkins.opt_in(ANNA, WEEKLY)
    checkin = await world.checkins.of_person(ANNA)
    assert checkin is not None
    with pytest.raises(UserError, match="already over"):
        await world.checkins.pause(checkin, date(2026, 11, 20))
    assert await world.checkins.of_person(ANNA) == checkin


async def test_opting_in_again_ends_a_pause(world: World) -> None:
    await world.checkins.opt_in(ANNA, WEEKLY)
    checkin = await world.checkins.of_person(ANNA)
    assert checkin is not None
    await world.checkins.pause(checkin, date(2027, 3, 1))
    assert await world.checkins.opt_in(ANNA, WEEKLY) == utc("2026-11-24 20:00")


@pytest.mark.long
async def test_who_went_quiet_comes_back_by_answering(world: World) -> None:
    await world.checkins.opt_in(ANNA, WEEKLY)
    await world.run_until(utc("2027-01-20 00:00"))
    assert len(world.prompts_of(ANNA)) == 2
    await world.entry(ANNA)
    await world.run_until(utc("2027-01-27 00:00"))
    assert world.prompts_of(ANNA)[2:] == [utc("2027-01-26 20:00")]


@pytest.mark.long
async def test_closed_direct_messages_end_the_prompts_until_the_person_comes_back(
    world: World,
) -> None:
    world.closed.add(ANNA)
    await world.checkins.opt_in(ANNA, WEEKLY)
    await world.run_until(utc("2027-01-20 00:00"))
    checkin = await world.checkins.of_person(ANNA)
    assert checkin is not None
    assert checkin.stage is Stage.UNREACHABLE
    world.closed.clear()
    await world.checkins.come_back(ANNA)
    await world.run_until(utc("2027-01-27 00:00"))
    assert world.prompts_of(ANNA) == [utc("2027-01-26 20:00")]


async def test_answering_the_evening_before_counts_for_the_prompt(world: World) -> None:
    await world.checkins.opt_in(ANNA, WEEKLY)
    await world.run_until(utc("2026-11-23 20:00"))
    await world.entry(ANNA)
    await world.run_until(utc("2026-12-02 00:00"))
    assert world.prompts_of(ANNA) == [utc("2026-12-01 20:00")]


async def test_an_answer_to_one_prompt_does_not_hold_back_the_next(world: World) -> None:
    world.answering.add(ANNA)
    await world.checkins.opt_in(ANNA, WEEKLY)
    await world.run_until(utc("2026-12-02 00:00"))
    assert len(world.prompts_of(ANNA)) == 2


@pytest.mark.long
async def test_leaving_deletes_everything_at_once(world: World) -> None:
    await world.checkins.opt_in(ANNA, WEEKLY)
    await world.entry(ANNA, Given(Feeling.HARD, True, "a long week"))
    assert await world.checkins.leave(ANNA)
    await world.run_until(utc("2027-01-20 00:00"))
    assert world.received == []
    assert await world.entries.mine(ANNA) == []
    assert not await world.checkins.leave(ANNA)


async def test_a_prompt_sent_before_a_crash_is_not_counted_twice(world: World) -> None:
    await world.checkins.opt_in(ANNA, WEEKLY)
    await world.run_until(utc("2026-11-25 00:00"))
    async with world.database.transaction() as tx:
        await tx.execute("UPDATE outbox SET state = 'sending' WHERE kind = 'checkins.prompt'")
    await world.down_for(0)
    assert [step for _, _, step in world.received] == [Step.ASK]
    checkin = await world.checkins.of_person(ANNA)
    assert checkin is not None
    assert checkin.stage is Stage.ASKED


async def test_an_answer_faster_than_the_note_of_its_question_is_not_lost(world: World) -> None:
    await world.checkins.opt_in(ANNA, WEEKLY)
    due = int(utc("2026-11-24 20:00").timestamp())
    world.now = utc("2026-11-24 20:00")
    checkin = await world.checkins.of_person(ANNA)
    assert checkin is not None
    await world.entries.keep(ANNA, await world.entries.form(ANNA, due), FINE)
    await world.prompts.arrived(Letter(1, PROMPT, checkin.id, 0, due, due, 1), checkin)
    after = await world.checkins.of_person(ANNA)
    assert after is not None
    assert (after.stage, after.last_prompt) == (Stage.SETTLED, due)


async def test_answers_are_changed_until_the_next_prompt_and_not_after_it(world: World) -> None:
    await world.checkins.opt_in(ANNA, WEEKLY)
    await world.run_until(utc("2026-11-25 00:00"))
    opened = await world.entries.form(ANNA, int(utc("2026-11-24 20:00").timestamp()))
    first = await world.entries.keep(ANNA, opened, FINE)
    change = await world.entries.form(ANNA, change=True)
    assert first is not None
    assert change.changes is not None
    changed = await world.entries.keep(ANNA, change, Given(Feeling.HARD, False, ""))
    assert changed is not None
    assert (changed.id, changed.feeling) == (first.id, Feeling.HARD)
    await world.run_until(utc("2026-12-02 00:00"))
    assert await world.entries.keep(ANNA, change, FINE) is None
    assert (await world.entries.form(ANNA, change=True)).changes is None
    assert [each.entry.feeling for each in await world.entries.mine(ANNA)] == [Feeling.HARD]


async def test_the_button_of_last_months_prompt_opens_todays_form(world: World) -> None:
    await world.checkins.opt_in(ANNA, Rhythm(Every.MONTH, date(2026, 11, 24), time(20), LONDON))
    await world.run_until(utc("2026-12-23 00:00"))
    opened = await world.entries.form(ANNA, int(utc("2026-11-24 20:00").timestamp()))
    assert await world.entries.keep(ANNA, opened, FINE) is not None


@pytest.mark.long
async def test_words_are_sealed_and_gone_after_thirty_days(world: World) -> None:
    await world.entry(ANNA, Given(Feeling.HARD, True, "they talked over me again"))
    for path in world.folder.iterdir():
        assert b"talked over" not in path.read_bytes()
    await world.run_until(utc("2026-12-21 09:00"))
    assert [each.words for each in await world.entries.mine(ANNA)] == ["they talked over me again"]
    await world.run_until(utc("2026-12-22 10:00"))
    assert [each.words for each in await world.entries.mine(ANNA)] == [""]
    await world.run_until(utc("2027-02-01 10:00"))
    assert await world.entries.mine(ANNA) == []


async def test_an_answer_without_a_tick_goes_whole_after_thirty_days(world: World) -> None:
    await world.entry(ANNA, Given(Feeling.HARD, False, "tired"))
    await world.run_until(utc("2026-12-22 10:00"))
    assert await world.entries.mine(ANNA) == []


async def test_nobody_reads_or_changes_another_persons_answer(world: World) -> None:
    await world.entry(ANNA, Given(Feeling.HARD, False, "mine"))
    [own] = await world.entries.mine(ANNA)
    opened = await world.entries.form(ANNA)
    assert await world.entries.own(502, own.entry.id) is None
    await world.entries.keep(502, opened, FINE)
    assert (await world.entries.own(ANNA, own.entry.id)) == own


async def test_words_can_be_sealed_anew_and_a_lost_key_loses_words_only(world: World) -> None:
    await world.entry(ANNA, Given(Feeling.HARD, False, "mine"))
    vault = Vault.open(world.folder / "keys")
    vault.add_key()
    async with world.database.transaction() as tx:
        assert await seal_anew(tx, vault.reseal) == 1
    vault.keep_newest()
    await world.down_for(0)
    assert [each.words for each in await world.entries.mine(ANNA)] == ["mine"]
    (world.folder / "keys").unlink()
    await world.down_for(0)
    [lost] = await world.entries.mine(ANNA)
    assert (lost.entry.feeling, lost.words) == (Feeling.HARD, LOST)
