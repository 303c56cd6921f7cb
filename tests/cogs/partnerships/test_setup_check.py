"""How a partnership is set up: eight taps, one card, and nothing kept unless a person says so."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import Any

import pytest

from bot import content
from bot.domain.partnership_setup import IN_FORCE, PAST_RULE, QUESTIONS, STATUS
from tests.cogs.partnerships.partnership_steps import BEDS, ESSEX, kept
from tests.world import World, labels, links, said, updated


async def begin(world: World, who: str = "ria") -> Any:
    card = await world.slash(who, "mvp")
    return await world.press(who, card.response, "How is it set up?")


async def answer_all(world: World, *taps: str) -> Any:
    card = await begin(world)
    for tap in taps:
        card = await world.press("ria", card.response, tap)
    return card


def pages(world: World) -> bytes:
    with closing(sqlite3.connect(world.config.database_path)) as file:
        return file.serialize()


async def test_eight_taps_end_in_what_holds_and_what_to_ask_for_and_nothing_is_kept(
    world: World,
) -> None:
    before = pages(world)
    card = await answer_all(world, *["Yes"] * 5, "No", "Not sure", "No")
    text = updated(card)
    assert "Holds (5 of 8)" in text
    assert text.index("neonatal unit reach us") < text.index("have a place for us")
    further = await world.press("ria", card.response, "What else to ask")
    assert "in writing the hours" in said(further)
    assert "What else to ask" not in labels(further.response)
    assert "Not sure is a good answer" in text
    assert pages(world) == before


async def test_each_question_says_where_it_stands_and_whether_it_is_a_rule_today(
    world: World,
) -> None:
    questions = content.setup_questions()
    assert len(questions) == QUESTIONS
    card = await begin(world)
    for number, each in enumerate(questions):
        text = updated(card) if number else said(card)
        assert STATUS[each.status] in text
        assert links(card.response) == [each.url]
        card = await world.press("ria", card.response, "Not sure")


def test_a_rule_of_2017_is_never_said_to_be_one_of_today() -> None:
    for each in content.setup_questions():
        assert (each.status == PAST_RULE) == ("2017" in each.rule), each.key
        assert each.status != IN_FORCE or "2023" in each.rule, each.key
        assert "%" not in each.rule + each.ask + each.words


async def test_an_answer_is_taken_back_and_an_old_button_is_answered(world: World) -> None:
    card = await answer_all(world, "Yes")
    assert "2 of 8" in updated(card)
    assert "1 of 8" in updated(await world.press("ria", card.response, "Back"))


@pytest.mark.long
async def test_it_is_kept_with_its_day_if_the_rep_says_so_and_forgotten_again(
    world: World,
) -> None:
    await kept(world, BEDS, ESSEX)
    card = await answer_all(world, *["No"] * QUESTIONS)
    without_one = await world.press("ria", card.response, "Keep it")
    assert labels(without_one.response) == ["Find mine", "Add one"]
    assert "As you said on Saturday 21 November" in said(await begin(world))
    form = await world.press("ria", without_one.response, "Find mine")
    found = await world.fill("ria", form, place="Luton")
    await world.press("ria", found.response, "This is mine")
    again = await begin(world)
    assert "As you said on Saturday 21 November" in said(again)
    assert "1 no, 2 no" in said(await world.privacy("ria", "See everything"))
    assert b"nnnnnnnn" not in pages(world)
    assert "As you said" not in said(await begin(world, "rob"))
    form = await world.press("ria", without_one.response, "Find mine")
    other = await world.fill("ria", form, place="Basildon")
    await world.press("ria", other.response, "This is mine")
    assert "Yes" in labels((await begin(world)).response)  # it was said of the other one
    await world.press("ria", card.response, "Keep it")
    await world.press("ria", (await begin(world)).response, "Forget it")
    assert "Yes" in labels((await begin(world)).response)
