"""The library through the real bot: find, browse, jargon, support, letter."""

from __future__ import annotations

from typing import Any

import pytest
from simcord import InteractionResult

from tests.world import World, answer, labels, parts_of, said


def answered(result: InteractionResult) -> Any:
    """Return the message that answered."""
    assert result.response is not None
    return result.response


def menu_of(message: Any) -> Any:
    """Return the first menu of a message."""
    for part in parts_of(message):
        if "options" in part:
            return part
    raise AssertionError("no menu")


async def test_the_35_per_cent_target_is_past_policy_and_the_answer_says_since_when(
    world: World,
) -> None:
    answer = await world.slash("ria", "resource find", query="35% target")
    words = said(answer)
    first = words.split("\n\n")[0]
    assert "**past policy**, replaced since 21 September 2022 by: " in first
    assert "Midwifery continuity of carer letter to the system (21 Sept 2022)" in first
    assert "There is no national continuity target today" in first
    assert "Not checked by a volunteer yet" in first
    assert labels(answer.response)[:3] == ["Still right", "Something's wrong", "Share here"]


async def test_what_was_left_out_is_said_in_private_and_in_no_button(world: World) -> None:
    answer = await world.slash("ria", "resource find", query="payment zebra_crossing")
    assert "I left out what I do not know: zebra, crossing." in said(answer)
    ids = [str(part.get("custom_id")) for part in parts_of(answered(answer))]
    assert not [one for one in ids if "zebra" in one]


@pytest.mark.parametrize(
    "query", ["   ", "*", '"NEAR(" OR *', "🤱🤱", "x" * 4000, "מיילדת", "a AND b NOT c", "'; --"]
)
async def test_any_query_is_only_text(world: World, query: str) -> None:
    assert said(await world.slash("ria", "resource find", query=query))


async def test_a_card_is_marked_right_and_says_so_at_once(world: World) -> None:
    found = await world.slash("ria", "resource find", query="mnvp-guidance-2023")
    assert "in force" in said(found)
    assert "Thank you" in said(await world.press("ria", found.response, "Still right"))
    again = said(await world.slash("rob", "resource find", query="mnvp-guidance-2023"))
    assert "Checked by a volunteer today" in again
    world.clock.forward(days=12)
    again = said(await world.slash("rob", "resource find", query="mnvp-guidance-2023"))
    assert "Checked by a volunteer 12 days ago" in again
    world.clock.forward(days=200)
    again = said(await world.slash("rob", "resource find", query="mnvp-guidance-2023"))
    assert "Not checked for 7 months" in again


async def test_sharing_posts_the_card_under_the_reps_name_and_once(world: World) -> None:
    found = await world.slash("ria", "resource find", query="dbs check zebra")
    shared = await world.press("ria", found.response, "Share here")
    assert not shared.ephemeral
    assert answered(shared).content.startswith("Ria shares this from the library:")
    assert "zebra" not in answered(shared).content
    again = await world.press("ria", found.response, "Share here")
    assert "moment ago" in said(again)


async def test_jargon_knows_old_and_new_names(world: World) -> None:
    old = said(await world.slash("ria", "jargon", term="MVP"))
    assert "Since November 2023: **MNVP (Maternity and Neonatal Voices Partnership)**." in old
    new = said(await world.slash("ria", "jargon", term="mnvp"))
    assert "Older name: MVP" in new
    assert "Term Admissions" in said(await world.slash("ria", "jargon", term="what is atain?"))
    mistyped = said(await world.slash("ria", "jargon", term="ockendon"))
    assert "Did you mean **ockenden**?" in mistyped
    board = said(await world.slash("ria", "jargon", term="what became of Frimley"))
    assert "Closed on 31 March 2026" in board
    assert "NHS Thames Valley ICB" in board
    assert "do not have that word" in said(await world.slash("ria", "jargon", term="qqqqzzzz"))


async def test_related_terms_come_with_what_they_are_short_for_and_none_stands_twice(
    world: World,
) -> None:
    term = said(await world.slash("ria", "jargon", term="MVP"))
    assert "NMV (National Maternity Voices)" in term
    assert term.count("MSLC") == 1
    assert term.count("Maternity and Neonatal Voices Partnership") == 1


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("mnvp-guidance-2023", "**in force**: it holds today"),
        ("nmv-toolkit", "**background**: for reading, binds nobody"),
        ("aims-coc-position", "**AIMS position**: what AIMS thinks; not NHS policy"),
    ],
)
async def test_a_label_says_what_it_means(world: World, key: str, words: str) -> None:
    assert words in said(await world.slash("ria", "resource find", query=key))


async def test_another_word_is_explained_from_the_menu(world: World) -> None:
    shown = await world.slash("ria", "jargon", term="ATAIN")
    menu = menu_of(shown.response)
    pmrt = next(option for option in menu["options"] if "PMRT" in option["label"])
    told = await world.people["ria"].select(answer(shown), [pmrt["value"]])
    assert "Perinatal Mortality Review Tool" in said(told)


async def test_nothing_is_marked_right_while_a_report_about_it_waits(world: World) -> None:
    found = await world.slash("ria", "resource find", query="mnvp-guidance-2023")
    form = await world.press("ria", found.response, "Something's wrong")
    await world.people["ria"].submit_modal(form, {"why": "The link is dead."})
    robs = await world.slash("rob", "resource find", query="mnvp-guidance-2023")
    told = said(await world.press("rob", robs.response, "Still right"))
    assert "Somebody has reported a problem" in told
    again = said(await world.slash("rob", "resource find", query="mnvp-guidance-2023"))
    assert "Not checked by a volunteer yet" in again


async def test_a_find_that_fits_little_says_so(world: World) -> None:
    told = said(await world.slash("ria", "resource find", query="pregnancy test price chemist"))
    assert "nothing that fits exactly" in told


async def test_browsing_shows_a_topic_and_opens_an_entry(world: World) -> None:
    menu = await world.slash("ria", "resource browse")
    assert menu_of(menu.response)
    topic = await world.slash("ria", "resource browse", topic="Pay and expenses")
    assert "Paying remuneration" in said(topic)
    assert menu_of(topic.response)


async def test_the_panel_finds_and_helps(world: World) -> None:
    panel = await world.panel()
    assert "Find a resource" in labels(panel)
    assert "116 123" in said(await world.press("ria", panel, "Urgent help"))
    form = await world.press("ria", panel, "Find a resource")
    found = await world.people["ria"].submit_modal(form, {"query": "what is atain"})
    assert "Term Admissions" in said(found)


async def test_autocomplete_shows_labels_and_leads_to_the_entry(world: World) -> None:
    ria, general = world.people["ria"], world.channels["general"]
    offered = await ria.autocomplete(general, "resource find", "query", "continuity of car")
    assert offered
    assert any("past policy" in choice["name"] for choice in offered)
    assert all(len(choice["name"]) <= 100 for choice in offered)
    chosen = await world.slash("ria", "resource find", query=offered[0]["value"])
    assert offered[0]["name"].partition(" (")[0][:40] in said(chosen).replace("\\", "")
    assert await ria.autocomplete(general, "resource find", "query", "")
    assert await ria.autocomplete(general, "jargon", "term", "at")
