"""What of the finds is shown: what fits, and after words of danger who to ring."""

from __future__ import annotations

import pytest

from tests.cogs.library.test_finding import sections
from tests.world import World, said


async def test_a_find_that_fits_little_says_so(world: World) -> None:
    told = said(await world.slash("ria", "resource find", query="pregnancy diary price"))
    assert "nothing that fits exactly" in told


async def test_where_nothing_fits_no_paper_is_shown_and_what_comes_nearest_is_a_press_away(
    world: World,
) -> None:
    found = await world.slash("ria", "resource find", query="boiler keeps losing pressure")
    told = said(found)
    assert told.startswith("I left out what I do not know: boiler.\nI found nothing that fits.")
    assert "If it cannot wait: 999" in told
    nearest = await world.press("ria", found.response, "What comes nearest")
    assert said(nearest).startswith("These fit less well:")


async def test_a_question_to_ask_is_found_as_one_line_and_opens(world: World) -> None:
    found = await world.slash("ria", "resource find", query="home birth cancelled no midwife")
    asked = next(one for one in sections(found) if "On how many days" in one)
    assert asked.endswith("\n-# a question to read aloud")
    assert "A good answer" not in asked


@pytest.mark.parametrize("typed", ["hearing voices after baby", "she is hearing voices"])
async def test_a_line_that_is_told_of_follows_urgent_help_whatever_else_is_found(
    world: World, typed: str
) -> None:
    told = said(await world.slash("ria", "resource find", query=typed))
    assert told.index("Urgent help") < told.index("Action on Postpartum Psychosis")


@pytest.mark.long
async def test_a_word_of_danger_that_is_a_form_of_a_harmless_one_is_about_danger(
    world: World,
) -> None:
    for typed in ("cutting", "cutting myself", "my baby is not moving much", "overdosing"):
        found = await world.slash("ria", "resource find", query=typed)
        words = said(found)
        assert words.index("999") < 200, typed
        assert "116 123" in words, typed
        assert "background" not in words, typed
