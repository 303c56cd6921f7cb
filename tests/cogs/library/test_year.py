"""A rep's year, questions to ask, and the picture, through the real bot."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.content import PICTURE, load
from bot.domain.library import Kind, parts
from bot.domain.rep_year import THEMES, months_of
from tests.cogs.library.test_finding import menu_of
from tests.world import World, labels, parts_of, said, text_of

ENTRIES = load()


async def library(world: World, button: str, who: str = "ria") -> Any:
    card = await world.slash(who, "resource browse")
    return await world.press(who, card.response, button)


def first(shown: Any) -> str:
    """Return the id of the first button that stands beside a text."""
    beside = (part["accessory"] for part in parts_of(shown.response) if "accessory" in part)
    return str(next(beside)["custom_id"])


async def test_this_month_shows_what_has_a_day_first_and_one_question_each(world: World) -> None:
    shown = await library(world, "This month")
    told = said(shown)
    assert told.startswith("### November in a rep's year")
    assert "17 November" in told
    assert told.index("17 November") < told.index("The national maternity survey's results")
    assert "Where do we stand worse than other trusts this year" in told
    assert "the date moves, look it up" in told


async def test_what_may_hurt_stands_behind_its_content_note(world: World) -> None:
    shown = await library(world, "This month")
    told = said(shown)
    assert "Content note: babies born too early" in told
    assert "May parents here stay" not in told
    read = said(await world.people["ria"].click(shown.response, custom_id=first(shown)))
    assert read.startswith("-# Content note: babies born too early")
    assert "May parents here stay beside their baby" in read
    assert "not yet checked" in read


async def test_what_comes_once_comes_in_its_year_only(world: World) -> None:
    world.clock.at = datetime(2027, 4, 2, 12, tzinfo=UTC)
    assert "Clustered boards become one" in said(await library(world, "This month"))
    world.clock.at = datetime(2028, 4, 2, 12, tzinfo=UTC)
    assert "Clustered boards" not in said(await library(world, "This month"))


async def test_the_whole_year_is_in_a_menu_and_a_coordinator_can_set_a_day(world: World) -> None:
    shown = await library(world, "This month", "carol")
    moments = [entry for entry in ENTRIES if entry.kind is Kind.MOMENT]
    options = menu_of(shown.response)["options"]
    assert len(options) == len(moments) == 19
    chosen = next(each["value"] for each in options if each["label"].startswith("Black Maternal"))
    opened = await world.people["carol"].select(shown.response, [chosen])
    desk = await world.press("carol", opened.response, "Change or retire")
    form = await world.press("carol", desk.response, "Change when it comes")
    await world.fill("carol", form, day="19 to 25 April")
    world.clock.at = datetime(2027, 4, 2, 12, tzinfo=UTC)
    assert "19 to 25 April" in said(await library(world, "This month"))


async def test_questions_come_three_at_a_time_by_theme(world: World) -> None:
    themes = await library(world, "Questions to ask")
    assert len(menu_of(themes.response)["options"]) == len(THEMES) == 13
    shown: Any = await world.people["ria"].select(themes.response, ["equity"])
    assert said(shown).count("?") == 5  # three questions, and what to ask where nobody answers
    assert "Who will answer, and by which date?" in said(shown)
    good = await world.people["ria"].click(shown.response, custom_id=first(shown))
    assert "**A good answer:**" in said(good)
    more = await world.press("ria", shown.response, "More of these")
    assert "More of these" not in labels(more.response)
    assert set(said(more).split("\n")) & set(said(shown).split("\n")) != set(said(shown))


async def test_the_picture_is_a_file_with_words_for_whoever_cannot_see_it(world: World) -> None:
    shown = await library(world, "Who answers to whom")
    (file,) = shown.response.attachments
    assert await file.read() == PICTURE.read_bytes()
    for word in ("trust", "MNVP", "LMNS", "ICB", "Region"):
        assert word in file.description
    assert len(file.description) <= 1024
    assert "Who answers to whom" in text_of(shown.response)


def test_each_moment_has_months_a_question_and_a_source_or_says_that_it_has_none() -> None:
    for entry in (each for each in ENTRIES if each.kind is Kind.MOMENT):
        assert months_of(entry), entry.key
        assert entry.question.endswith("?"), entry.key
        assert entry.url or "general knowledge" in entry.certainty, entry.key


def test_each_question_has_a_theme_a_ground_and_a_source() -> None:
    questions = [entry for entry in ENTRIES if entry.kind is Kind.QUESTION]
    assert {parts(entry.tags)[0] for entry in questions} == set(THEMES)
    for entry in questions:
        assert entry.title.endswith("?"), entry.key
        assert entry.note, entry.key
        assert entry.url, entry.key


async def test_a_word_about_who_is_who_has_the_picture_beside_it(world: World) -> None:
    board = await world.slash("ria", "jargon", term="LMNS")
    assert "Who answers to whom" in labels(board.response)
    assert "Who answers to whom" not in labels(
        (await world.slash("ria", "jargon", term="CTG")).response
    )
