"""The library through the real bot: find, browse, jargon, support, letter."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from simcord import InteractionResult

from bot import ui
from tests.world import World, answer, labels, links, parts_of, said, text_of


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


def sections(result: InteractionResult) -> list[str]:
    """Return what stands beside a button, from top to bottom."""
    inner = (part["components"] for part in parts_of(answered(result)) if "accessory" in part)
    return ["\n".join(each["content"] for each in texts) for texts in inner]


async def test_the_35_per_cent_target_is_past_policy_and_the_answer_says_since_when(
    world: World,
) -> None:
    answer = await world.slash("ria", "resource find", query="35% target")
    first = sections(answer)[0]
    assert "past policy, replaced since 21 September 2022 by: " in first
    assert "Midwifery continuity of carer letter to the system (21 Sept 2022)" in first
    assert "There is no national continuity target today" in first
    assert "not yet checked" in first


async def test_one_search_is_one_card_of_at_most_three_answers_and_no_address(
    world: World,
) -> None:
    found = await world.slash("ria", "resource find", query="who pays @everyone\nreps")
    assert found.followups == []
    assert text_of(found.response).startswith('### "who pays')
    assert len(sections(found)) == 3
    assert "http" not in said(found)
    *beside, _ = sections(found)
    assert all(1 <= len(each.split("\n")) <= 4 for each in beside)
    shown = labels(found.response)
    assert set(shown[:3]) <= {"Open", "Read"}
    assert shown[3:] == [
        "More",
        "Something's wrong",
        "Share here",
        "Suggest something",
    ]
    assert 1 <= len(links(answered(found))) <= 3


@pytest.mark.parametrize("query", ["domestic violence", "domestic abuse help"])
async def test_what_may_be_seen_over_a_shoulder_is_not_repeated(world: World, query: str) -> None:
    told = said(await world.slash("ria", "resource find", query=query))
    assert "Dismiss message" in told
    assert f'"{query}"' not in told


async def test_what_was_looked_for_is_said_plainly_and_shortly(world: World) -> None:
    told = said(await world.slash("ria", "resource find", query="# **payment**\n<@1> " + "x" * 200))
    first = told.split("\n")[0]
    assert first.startswith(r'### "\# \*\*payment\*\*')
    assert len(first) < 90
    assert "<@1>" not in told


async def test_a_word_that_is_not_known_can_be_suggested(world: World) -> None:
    unknown = await world.slash("ria", "jargon", term="qqqqzzzz")
    form = await world.press("ria", unknown.response, "Suggest something")
    assert form.modal is not None


async def test_a_button_under_several_answers_asks_which_one_is_meant(world: World) -> None:
    found = await world.slash("ria", "resource find", query="who pays reps")
    which = await world.press("ria", found.response, "Share here")
    assert "Which one?" in said(which)
    named = labels(which.response)
    assert len(named) == 3
    preview = said(await world.press("ria", which.response, named[1]))
    assert named[1].partition(" (")[0].rstrip("…") in preview
    assert "Everybody here will read this" in preview


async def test_more_opens_whatever_was_found(world: World) -> None:
    found = await world.slash("ria", "resource find", query="continuity of carer")
    more = await world.press("ria", found.response, "More")
    options = menu_of(more.response)["options"]
    assert 3 < len(options) <= 10
    opened = await world.people["ria"].select(answer(more), [options[0]["value"]])
    assert labels(opened.response)[-3:] == ["Something's wrong", "Still right", "Share here"]


async def test_what_has_no_address_is_read_and_a_coordinator_may_change_it(world: World) -> None:
    async with world.bot.database.transaction() as tx:
        await tx.execute(
            "UPDATE entries SET url = 'https://x.example:port/' WHERE key = 'nmv-15steps'"
        )
        await tx.execute("UPDATE entries SET url = '' WHERE key = 'mnvp-faqs'")
    for key in ("nmv-15steps", "mnvp-faqs"):
        found = await world.slash("carol", "resource find", query=key)
        read = await world.press("carol", found.response, "Open")
        assert links(answered(read)) == []
        desk = await world.press("carol", read.response, "Change or retire")
        assert "Change the words" in labels(desk.response)
        found = await world.slash("ria", "resource find", query=key)
        read = await world.press("ria", found.response, "Open")
        assert "Change or retire" not in labels(read.response)


async def test_what_was_left_out_is_said_in_private_and_in_no_button(world: World) -> None:
    answer = await world.slash("ria", "resource find", query="payment for reps zebra_quagga")
    assert "I left out what I do not know: zebra, quagga." in said(answer)
    ids = [str(part.get("custom_id")) for part in parts_of(answered(answer))]
    assert not [one for one in ids if "zebra" in one]


@pytest.mark.long
@pytest.mark.parametrize(
    "query", ["   ", "*", '"NEAR(" OR *', "🤱🤱", "x" * 4000, "מיילדת", "a AND b NOT c", "'; --"]
)
async def test_any_query_is_only_text(world: World, query: str) -> None:
    assert said(await world.slash("ria", "resource find", query=query))


async def test_nobody_is_asked_to_vouch_for_a_page_that_nobody_has_found(world: World) -> None:
    query = await _without_an_address(world)
    found = await world.slash("ria", "resource find", query=query)
    opened = await world.press("ria", found.response, "Open")
    assert "No address" in said(opened)
    for shown in (found, opened):
        assert "Something's wrong" in labels(shown.response)
        assert "Still right" not in labels(shown.response)


async def _without_an_address(world: World) -> str:
    async with world.bot.database.reading() as tx:
        [row] = await tx.execute_fetchall(
            "SELECT key FROM entries WHERE kind = 'resource' AND retired = 0 AND url = '' LIMIT 1"
        )
    return str(row[0])


async def test_a_card_is_marked_right_and_says_so_at_once(world: World) -> None:
    found = await world.slash("ria", "resource find", query="mnvp-guidance-2023")
    assert "in force" in said(found)
    assert "Thank you" in said(await world.press("ria", found.response, "Still right"))
    again = said(await world.slash("rob", "resource find", query="mnvp-guidance-2023"))
    assert "checked by a volunteer today" in again
    world.clock.forward(days=12)
    again = said(await world.slash("rob", "resource find", query="mnvp-guidance-2023"))
    assert "checked by a volunteer 12 days ago" in again
    world.clock.forward(days=200)
    again = said(await world.slash("rob", "resource find", query="mnvp-guidance-2023"))
    assert "not checked for 7 months" in again


async def test_what_is_shared_is_shown_first_and_posted_once_under_the_reps_name(
    world: World,
) -> None:
    found = await world.slash("ria", "resource find", query="mnvp-guidance-2023")
    preview = await world.press("ria", found.response, "Share here")
    assert "Everybody here will read this, with your name" in said(preview)
    assert "in force" in said(preview)
    shared = await world.press("ria", preview.response, "Share it")
    assert not shared.ephemeral
    posted = answered(shared)
    title = "Maternity and neonatal voices partnership guidance"
    assert posted.content == f"Ria shares from the library: **{title}**"
    assert "in force" in posted.embeds[0].description
    assert labels(posted) == ["Open"]
    assert "shared it today" in said(await world.press("ria", preview.response, "Share it"))


async def test_nobody_shares_where_they_may_not_write(world: World) -> None:
    closed: Any = {world.roles["rep"]: discord.PermissionOverwrite(send_messages=False)}
    start_here = world.guild.create_text_channel("start-here", overwrites=closed)
    ria = world.people["ria"]
    found = await ria.slash(start_here, "resource find", query="mnvp-faqs")
    assert "Share here" not in labels(found.response)
    channel = world.bot.get_partial_messageable(start_here.id)
    old = await channel.send("old", view=ui.view(ui.button("Share here", "resources:1:share:1")))
    assert "You may not write here" in said(await ria.click(old, label="Share here"))


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
    unknown = await world.slash("ria", "jargon", term="qqqqzzzz")
    assert "do not have that word" in said(unknown)
    assert "Nor do I know that place" in said(unknown)


async def test_related_terms_come_with_what_they_are_short_for_and_none_stands_twice(
    world: World,
) -> None:
    shown = await world.slash("ria", "jargon", term="MVP")
    term = said(shown)
    named = [option["label"] for option in menu_of(shown.response)["options"]]
    assert "NMV (National Maternity Voices)" in named
    assert term.count("MSLC") == 1
    assert term.count("Maternity and Neonatal Voices Partnership") == 1


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("mnvp-guidance-2023", "**in force**: holds today, as far as we know"),
        ("nmv-toolkit", "**background**: for reading, binds nobody"),
        ("aims-coc-position", "**AIMS position**: what AIMS thinks; not NHS policy"),
    ],
)
async def test_a_label_says_what_it_means(world: World, key: str, words: str) -> None:
    found = await world.slash("ria", "resource find", query=key)
    assert words in said(await world.press("ria", found.response, "More"))


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
    assert "not yet checked" in again


async def test_browsing_shows_a_topic_and_opens_an_entry(world: World) -> None:
    menu = await world.slash("ria", "resource browse")
    assert menu_of(menu.response)
    topic = await world.slash("ria", "resource browse", topic="Pay and expenses")
    assert "Money for MNVPs" in said(topic)
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


async def test_one_person_shares_three_things_and_then_waits_a_little(world: World) -> None:
    keys = ("mnvp-faqs", "nmv-15steps", "nice-ng201", "three-year-plan")
    for number, key in enumerate(keys, start=1):
        found = await world.slash("ria", "resource find", query=key)
        preview = await world.press("ria", found.response, "Share here")
        told = await world.press("ria", preview.response, "Share it")
        if number == len(keys):
            assert "You have shared 3 things" in said(told)
    assert len([t for t in world.texts(world.channels["general"]) if "shares from" in t]) == 3
    found = await world.slash("rob", "resource find", query="nmv-15steps")
    preview = await world.press("rob", found.response, "Share here")
    assert "shared it today" in said(await world.press("rob", preview.response, "Share it"))


async def test_what_was_left_away_stands_under_more(world: World) -> None:
    found = await world.slash("ria", "resource find", query="breastfeeding support")
    assert "bereavement" not in said(found).lower()
    more = await world.press("ria", found.response, "More")
    assert "These fit less well" in said(more)


async def test_a_place_answers_with_trust_and_board_and_never_where_to_go_in_labour(
    world: World,
) -> None:
    for command, option in (("resource find", "query"), ("jargon", "term")):
        told = said(await world.slash("ria", command, **{option: "Homerton hospital"}))
        assert "as far as we know" in told
        assert "NHS North East London ICB" in told
        assert "the number on your notes" in told
        assert "not yet checked" in told


async def test_a_shared_name_is_a_choice_and_an_unknown_place_is_said_to_be_unknown(
    world: World,
) -> None:
    shown = await world.slash("ria", "resource find", query="stoke")
    assert "Which one do you mean?" in said(shown)
    assert len(sections(shown)) == 2
    unknown = await world.slash("ria", "resource find", query="Buxton hospital")
    assert "I do not know that place: **Buxton**" in said(unknown)
    assert "Suggest something" in labels(unknown.response)
    assert "116 123" in said(unknown)
