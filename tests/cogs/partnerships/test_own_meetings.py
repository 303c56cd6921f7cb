"""A meeting of one's own: planned, prepared, told of afterwards, and none of it anybody else's."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests import odd
from tests.cogs.partnerships.partnership_steps import TITLE, plan_own
from tests.cogs.questions.question_steps import code_in, reviewed
from tests.fakes import losing
from tests.world import World, answer, handed_back, labels, said, text_of, typed, updated

EVE = datetime(2026, 12, 1, 19, 0, tzinfo=UTC)
EVENING = datetime(2026, 12, 2, 19, 0, tzinfo=UTC)
TOLD = "They thanked me and went on as if I had said nothing."


def direct(world: World, who: str = "ria") -> list[Any]:
    return list(world.people[who].user.dm_channel.history())


async def at(world: World, moment: datetime) -> None:
    world.clock.at = moment
    await world.later()


async def tell(world: World, who: str = "ria", words: str = TOLD) -> Any:
    user = world.people[who].user
    form = await user.click(direct(world, who)[-1], label="Tell")
    return await user.submit_modal(form, {"words": words})


async def go_on(world: World, ways: Any, label: str, who: str = "ria") -> Any:
    return await world.people[who].user.click(ways.response, label=label)


def pages(world: World) -> bytes:
    with closing(sqlite3.connect(world.config.database_path)) as file:
        return file.serialize()


async def test_a_meeting_has_a_card_the_evening_before_and_one_after_each_once(
    world: World,
) -> None:
    planned = await plan_own(world)
    assert TITLE in said(planned)
    assert "neonatal" in said(planned)
    await at(world, EVE - timedelta(minutes=1))
    assert direct(world) == []
    await at(world, EVE)
    (before,) = direct(world)
    assert "Tomorrow at 14:00" in before.content.split("\n")[0]
    assert "Words that may come up" in before.content
    assert before.content.count("\n> ") == 2
    assert TITLE not in before.content
    card = await world.people["ria"].user.click(before, label="Prepare")
    assert TITLE in said(card)
    await at(world, EVENING)
    assert len(direct(world)) == 2
    assert "How was your meeting today?" in direct(world)[-1].content
    await world.restart()
    await world.later(days=2)
    assert len(direct(world)) == 2


async def test_points_are_my_own_and_stand_on_the_card(world: World) -> None:
    planned = await plan_own(world)
    form = await world.press("ria", planned.response, "Write my points")
    card = await world.people["ria"].submit_modal(form, {"points": "Beds for parents\nFood"})
    assert "1. Beds for parents\n2. Food" in said(card)
    stored = pages(world)
    assert b"Beds for parents" not in stored
    assert TITLE.encode() not in stored
    assert "Beds for parents" in said(await world.privacy("ria", "See everything"))


async def test_another_like_it_is_planned_in_one_form(world: World) -> None:
    planned = await plan_own(world)
    form = await world.press("ria", planned.response, "Add another like it")
    assert form.modal is not None
    given = {
        part["component"]["custom_id"]: part["component"].get("value")
        for part in form.modal["components"]
    }
    assert given["title"] == TITLE
    assert given["when"] == "Wed 30 Dec 2026, 14:00"
    card = await world.fill("ria", form, cards=["before"])
    assert "30 December" in said(card)


@pytest.mark.parametrize(
    ("when", "sentence"),
    [("Fri 20 Nov 2026, 2pm", "already passed"), ("2 Dec 2029, 2pm", "two years")],
)
async def test_a_meeting_in_the_past_is_refused_and_comes_back(
    world: World, when: str, sentence: str
) -> None:
    refused = await plan_own(world, when=when)
    assert sentence in said(refused)
    assert TITLE in handed_back(refused)


async def test_a_time_with_two_readings_is_asked_back(world: World) -> None:
    asked = await plan_own(world, when="Wed 2 Dec, 7.30")
    card = await world.press("ria", asked.response, "7.30 in the evening")
    assert "19:30" in updated(card)


async def test_a_meeting_that_moved_has_its_cards_at_the_new_day(world: World) -> None:
    planned = await plan_own(world)
    form = await world.press("ria", planned.response, "Change")
    await world.fill("ria", form, when="Wed 9 Dec, 2pm", cards=["before", "after"])
    await at(world, EVENING)
    assert direct(world) == []
    await at(world, EVE + timedelta(days=7))
    assert len(direct(world)) == 1


async def test_what_was_deleted_or_has_begun_or_whose_owner_left_brings_no_card(
    world: World,
) -> None:
    planned = await plan_own(world)
    await world.press("ria", planned.response, "Delete")
    await plan_own(world, "rob")
    world.guild.remove_member(world.people["rob"])
    await plan_own(world, "lou", when="Wed 2 Dec, 7pm")
    await at(world, EVENING + timedelta(minutes=1))
    for who in ("ria", "rob", "lou"):
        assert direct(world, who) == []


async def test_a_card_that_was_missed_wakes_nobody_at_night(world: World) -> None:
    await plan_own(world)
    await at(world, EVE + timedelta(hours=4))
    assert direct(world) == []
    await at(world, datetime(2026, 12, 2, 9, 30, tzinfo=UTC))
    assert "Today at 14:00" in direct(world)[0].content


async def test_two_cards_without_an_answer_and_it_is_quiet_until_asked_again(
    world: World,
) -> None:
    for day in ("2 Dec", "9 Dec", "16 Dec"):
        await plan_own(world, when=f"{day} 2026, 2pm", cards=["after"])
    for week in range(3):
        await at(world, EVENING + timedelta(weeks=week))
    assert len(direct(world)) == 2
    assert "I am quiet" in direct(world)[1].content
    card = await world.slash("ria", "mvp")
    mine = await world.press("ria", card.response, "My meetings")
    assert "gone quiet" in said(mine)
    await world.press("ria", mine.response, "Send the cards again")
    await plan_own(world, when="23 Dec 2026, 2pm", cards=["after"])
    await at(world, EVENING + timedelta(weeks=3))
    assert len(direct(world)) == 3


async def test_the_four_ways_stand_before_anything_is_stored(world: World) -> None:
    await plan_own(world)
    await at(world, EVENING)
    before = pages(world)
    ways = await tell(world)
    assert pages(world) == before
    assert handed_back(ways) == TOLD
    assert labels(ways.response)[:4] == [
        "Keep it for me",
        "Show the listeners",
        "Ask anonymously",
        "Bring it to our call",
    ]


async def test_asking_anonymously_is_the_ordinary_form_and_leaves_nothing_with_the_meeting(
    world: World,
) -> None:
    await plan_own(world)
    await at(world, EVENING)
    before, rows = pages(world), tables(world)
    ways = await tell(world)
    promise = await go_on(world, ways, "Ask anonymously")
    ordinary = await world.slash("rob", "ask")
    assert updated(promise) == said(ordinary)
    assert "few people are in this server" in updated(promise).lower()
    more = await go_on(world, promise, "More about this")
    assert "Who can see what" in updated(more)
    assert pages(world) == before
    form = await go_on(world, more, "Ask a question")
    assert pages(world) == before
    assert form.modal is not None
    fields = {
        part["component"]["custom_id"]: part["component"]
        for part in form.modal["components"]
        if "component" in part
    }
    assert fields["words"]["value"] == TOLD
    chosen = [each["value"] for each in fields["when"]["options"] if each.get("default")]
    assert chosen == ["morning"]
    asked = await world.people["ria"].user.submit_modal(form, {"words": TOLD, "when": "soon"})
    code_in(said(asked))
    assert TOLD in text_of(await reviewed(world))
    assert tables(world) == rows


def tables(world: World) -> list[str]:
    """What stands about meetings and whose they are."""
    with closing(sqlite3.connect(world.config.database_path)) as file:
        own = ("own_meetings", "own_meeting_words", "own_partnerships", "notices")
        return [line for line in file.iterdump() if any(f'INTO "{each}"' in line for each in own)]


async def test_what_was_kept_cannot_be_asked_anonymously_and_it_says_why(world: World) -> None:
    await plan_own(world)
    await at(world, EVENING)
    early = await tell(world)
    ways = await tell(world)
    promised = await go_on(world, await tell(world), "Ask anonymously")
    kept = await go_on(world, ways, "Keep it for me")
    assert "cannot be asked anonymously" in updated(kept)
    refused = await go_on(world, early, "Ask anonymously")
    assert "beside your name" in said(refused)
    assert "beside your name" in said(await go_on(world, promised, "Ask a question"))
    again = await tell(world, words="Something else")
    assert "Ask anonymously" not in labels(again.response)
    assert "might tell" in said(again)
    assert TOLD.encode() not in pages(world)
    card = await world.slash("ria", "mvp")
    mine = await world.press("ria", card.response, "My meetings")
    assert TOLD in said(await world.press("ria", mine.response, "Open"))


async def test_back_from_the_promise_the_words_and_the_other_ways_are_there(world: World) -> None:
    await plan_own(world)
    await at(world, EVENING)
    promise = await go_on(world, await tell(world), "Ask anonymously")
    back = await go_on(world, promise, "Back")
    assert typed(answer(back)) == {"Your words": TOLD}
    assert "Keep it for me" in labels(back.response)
    await world.bot.setup.choose(questions=0)
    nothing_new = await go_on(world, back, "Ask anonymously")
    assert typed(answer(nothing_new)) == {"Your words": TOLD}
    assert labels(nothing_new.response) == ["Back"]


@pytest.mark.parametrize("way", ["Ask anonymously", "Show the listeners", "Bring it to our call"])
async def test_who_has_left_the_server_brings_nothing_into_it(world: World, way: str) -> None:
    await plan_own(world)
    await at(world, EVENING)
    await world.announce_call()
    ways = await tell(world)
    form = None
    if way == "Ask anonymously":
        form = await go_on(world, await go_on(world, await tell(world), way), "Ask a question")
    world.guild.remove_member(world.people["ria"])
    refused = await go_on(world, ways, way)
    assert "you have left it" in (updated(refused) if form else said(refused))
    if form:
        sent = await world.people["ria"].user.submit_modal(form, {"words": TOLD, "when": "soon"})
        assert "you have left it" in said(sent)
        assert TOLD in handed_back(sent)


async def test_what_was_kept_is_gone_after_thirty_days_and_in_no_backup(
    world: World, tmp_path: Path
) -> None:
    await plan_own(world)
    await at(world, EVENING)
    await go_on(world, await tell(world), "Keep it for me")
    assert TOLD in said(await world.privacy("ria", "See everything"))
    for _ in range(31):
        await world.later(days=1)
    assert tables(world) == [each for each in tables(world) if "own_partnerships" in each]


async def test_the_listeners_are_shown_it_by_the_ordinary_check_in(world: World) -> None:
    await plan_own(world)
    await at(world, EVENING)
    ways = await tell(world)
    form = await go_on(world, ways, "Show the listeners")
    assert form.modal is not None
    given = {"feeling": "hard", "words": TOLD}
    kept = await world.people["ria"].user.submit_modal(form, given)
    assert "Show the listeners" in labels(kept.response)
    long = await tell(world, words="x" * 900)
    assert "Change my words" in said(await go_on(world, long, "Show the listeners"))


async def test_it_is_brought_to_the_call_with_a_name_or_without(world: World) -> None:
    await plan_own(world)
    await at(world, EVENING)
    ways = await tell(world)
    assert "No call is announced" in said(await go_on(world, ways, "Bring it to our call"))
    await world.announce_call()
    form = await go_on(world, ways, "Bring it to our call")
    await world.people["ria"].user.submit_modal(form, {"topic": TOLD, "sign": "with"})
    card = await world.slash("rob", "meeting next")
    more = await world.press("rob", card.response, "More")
    assert TOLD in said(await world.press("rob", more.response, "Agenda"))


async def test_nobody_opens_a_meeting_of_somebody_else(world: World) -> None:
    await plan_own(world)
    for who in ("rob", "carol"):
        for verb, arg in (("plan", "1.0"), ("delete", "1"), ("points", "1"), ("prepare", "1.1")):
            pressed = await odd.press(world, world.people[who], f"mvp:1:{verb}", arg)
            assert "no such meeting" in said(pressed), verb


async def test_closed_direct_messages_are_told_to_that_person_alone(world: World) -> None:
    await plan_own(world)
    path = f"/channels/{world.people['ria'].user.dm_channel.id}/messages"
    world.env.inject_error("POST", path, status=403, code=50007, times=None)
    await at(world, EVE)
    world.env.backend.faults.clear()
    assert "could not reach you" in said(await world.slash("ria", "mvp"))
    assert "could not reach" not in said(await world.slash("carol", "desk"))


async def test_my_own_words_are_changed_before_anything_becomes_of_them(world: World) -> None:
    await plan_own(world)
    await at(world, EVENING)
    ways = await tell(world)
    form = await go_on(world, ways, "Change my words")
    changed = await world.people["ria"].user.submit_modal(form, {"words": "Shorter"})
    assert typed(answer(changed)) == {"Your words": "Shorter"}
    later = await world.people["ria"].user.click(direct(world)[-1], label="Not this time")
    assert "right" in said(later)


async def test_a_card_whose_answer_was_lost_stands_once_and_counts_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await plan_own(world, cards=["after"])
    with losing(monkeypatch):
        await at(world, EVENING)
    await world.restart()
    await world.later(minutes=1)
    assert len(direct(world)) == 1
    async with world.bot.database.reading() as tx:
        rows = await tx.execute_fetchall("SELECT unanswered FROM own_partnerships")
    assert [row[0] for row in rows] == [1]


async def test_whoever_is_erased_leaves_no_word_of_their_meetings(world: World) -> None:
    await plan_own(world)
    await at(world, EVENING)
    await go_on(world, await tell(world), "Keep it for me")
    await world.bot.privacy.erase(world.people["ria"].id)
    assert tables(world) == []
    async with world.bot.database.reading() as tx:
        rows = await tx.execute_fetchall("SELECT 1 FROM outbox WHERE kind LIKE 'partnerships.%'")
    assert list(rows) == []
