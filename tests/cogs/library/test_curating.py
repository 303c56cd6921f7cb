"""The library kept true: suggestions, reports, volunteers, coordinators, files."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests import odd
from tests.cogs.library.library_steps import (
    added,
    brought_in,
    library,
    suggestion,
    to_change,
)
from tests.world import World, answer, filled, handed_back, labels, let_in, said


def offers(world: World) -> list[Any]:
    """Return what ria is asked to check."""
    messages = world.people["ria"].user.dm_channel.history()
    return [m for m in messages if "Library check" in m.content]


async def refuge(world: World) -> str:
    """Return what ria reads of the line for domestic abuse, and of those beside it."""
    return said(await world.slash("ria", "support", need="domestic abuse"))


async def test_a_report_reaches_review_and_is_decided_once(world: World) -> None:
    found = await world.slash("ria", "resource find", query="mnvp-faqs")
    form = await world.press("ria", found.response, "Something's wrong")
    assert "MNVP frequently asked questions" in str(form.modal)
    sent = await world.people["ria"].submit_modal(form, {"why": "The page is gone"})
    assert "Coordinators will look" in said(sent)
    await world.later()
    posted = world.channels["review"].history()[-1]
    assert "The page is gone" in posted.content
    assert labels(posted) == ["Accept", "Decline"]
    await let_in(world, "ria", "review")
    assert "coordinators" in said(await world.press("ria", posted, "Decline"))
    listed = await library(world, "Review")
    assert "1 suggestion or report waits" in said(listed)
    assert "The page is gone" in said(listed)
    await world.press("carol", posted, "Decline")
    assert "Declined by Carol" in world.channels["review"].history()[-1].content
    assert "already" in said(await world.press("carol", listed.response, "Decline"))


async def test_a_suggestion_is_accepted_and_found(world: World) -> None:
    form = await suggestion(world, "ria")
    fields = {"title": "Bump buddies guide", "url": "https://example.org/b", "why": "Kind words"}
    await world.people["ria"].submit_modal(form, fields)
    await world.later()
    posted = world.channels["review"].history()[-1]
    form = await world.press("carol", posted, "Accept")
    taken = await world.people["carol"].submit_modal(form, filled(form))
    assert "Accepted by Carol" in world.channels["review"].history()[-1].content
    assert taken is not None
    assert "Bump buddies guide" in said(await world.slash("rob", "resource find", query="buddies"))


async def test_a_wrong_address_gets_a_sentence_and_what_was_typed(world: World) -> None:
    form = await suggestion(world, "ria")
    fields = {"title": "A guide", "url": "not a page", "why": "Because"}
    refused = await world.people["ria"].submit_modal(form, fields)
    assert "no web address" in said(refused)
    assert "Because" in handed_back(refused)
    again = await world.press("ria", refused.response, "Try again")
    assert filled(again) == fields


async def test_a_volunteer_is_offered_three_entries_one_at_a_time(world: World) -> None:
    found = await world.slash("ria", "resource find", query="mnvp-faqs")
    thanks = await world.press("ria", found.response, "Still right")
    await world.press("ria", thanks.response, "Yes, ask me each month")
    await world.press("ria", thanks.response, "Yes, ask me each month")
    ria = world.people["ria"].user
    box = ria.dm_channel
    for part in (1, 2, 3):
        await world.later(minutes=1)
        offer = offers(world)[-1]
        assert f"Library check {part} of 3" in offer.content
        await ria.click(offer, label="Still right")
    await world.later(minutes=1)
    assert not offers(world)
    assert [m.content for m in box.history()][-1].endswith("the last one for this month.")
    await world.later(days=32)
    [offer] = offers(world)
    await ria.click(offer, label="Stop asking me")
    await world.later(days=40)
    assert not offers(world)


async def test_a_volunteer_is_offered_nothing_that_has_no_page_to_look_at(world: World) -> None:
    found = await world.slash("ria", "resource find", query="mnvp-faqs")
    thanks = await world.press("ria", found.response, "Still right")
    async with world.bot.database.transaction() as tx:
        await tx.execute("UPDATE entries SET url = '' WHERE kind = 'resource'")
    await world.press("ria", thanks.response, "Yes, ask me each month")
    await world.later(minutes=1)
    assert not offers(world)


@pytest.mark.long
async def test_a_coordinator_changes_a_number_which_stays_hidden_until_checked(
    world: World,
) -> None:
    desk = await to_change(world, "line-nda")
    form = await world.press("carol", desk.response, "Change the number")
    await world.press("carol", desk.response, "Checked today")
    saved = await world.people["carol"].submit_modal(form, filled(form, phone="0800 000 0001"))
    assert "stays hidden until you press" in said(saved)
    shown = await refuge(world)
    assert "0800 000 0001" not in shown
    assert "0808 2000 247" not in shown
    await world.press("carol", saved.response, "Checked today")
    assert "0800 000 0001" in await refuge(world)
    await world.restart()
    assert "0800 000 0001" in await refuge(world)


async def test_checked_today_counts_for_the_number_that_its_card_shows(world: World) -> None:
    old = await to_change(world, "line-nda")
    form = await world.press("carol", old.response, "Change the number")
    await world.people["carol"].submit_modal(form, filled(form, phone="0800 000 0001"))
    told = said(await world.press("carol", old.response, "Checked today"))
    assert "nothing was marked as checked" in told
    shown = await refuge(world)
    assert "0800 000 0001" not in shown
    assert "0808 2000 247" not in shown


async def test_an_old_button_without_the_number_it_showed_checks_nothing(world: World) -> None:
    kept = await to_change(world, "line-nda")
    number = re.findall(r"resources:1:\w+:(\d+)", str(answer(kept).components))[0]
    told = said(await odd.press(world, world.people["carol"], "resources:1:checked", number))
    assert "from an older version" in told
    assert "0808 2000 247" not in await refuge(world)


async def test_the_desk_shows_what_is_kept_as_it_was_typed(world: World) -> None:
    async with world.bot.database.transaction() as tx:
        await tx.execute("UPDATE entries SET email = '**a_b_c**' WHERE key = 'line-nda'")
    desk = said(await to_change(world, "line-nda"))
    assert r"0808 2000 247 / \*\*a\_b\_c\*\*; never checked" in desk


@pytest.mark.long
async def test_an_unclear_name_asks_which_entry_is_meant(world: World) -> None:
    asked = await to_change(world, "continuity")
    assert "Which of these" in said(asked)
    assert "no such entry" in said(await to_change(world, "qqzz"))
    assert "0808 808 1677" in said(await to_change(world, "cruse"))


@pytest.mark.long
async def test_retired_entries_are_not_found_and_come_back(world: World) -> None:
    opened = await to_change(world, "nmv-15steps")
    gone = await world.press("carol", opened.response, "Retire")
    assert "bring it back" in said(gone)
    assert "toolkit page" not in said(await world.slash("ria", "resource find", query="15 steps"))
    await world.press("carol", gone.response, "Bring back")
    assert "toolkit page" in said(await world.slash("ria", "resource find", query="15 steps"))


@pytest.mark.long
async def test_an_export_is_changed_and_imported_through_discord(world: World) -> None:
    exported = answer(await library(world, "Export"))
    assert [each.filename for each in exported.attachments] == ["library.csv", "library.json"]
    table = await exported.attachments[0].read()
    changed = table.replace(b"Chatting with families", b"Talking with families")
    looked, taken = await brought_in(world, changed)
    assert "**0 new** and **1 changed**" in looked
    assert "Chatting with families" in looked
    assert "Imported: 0 new, 1 changed" in said(taken)
    assert "Talking with families" in said(
        await world.slash("ria", "jargon", term="walk the patch")
    )
    again = await world.slash("carol", "resource import", file=("library.csv", changed))
    assert "nothing changed" in said(again)
    bad = await world.slash("carol", "resource import", file=("x.csv", b"key,kind,title,colour\n"))
    assert "I do not know the column colour" in said(bad)


@pytest.mark.long
async def test_an_import_says_which_numbers_it_leaves_hidden(world: World) -> None:
    desk = await to_change(world, "line-nda")
    await world.press("carol", desk.response, "Checked today")
    exported = answer(await library(world, "Export"))
    table = await exported.attachments[0].read()
    changed = table.replace(b"0808 2000 247", b"0808 157 0142")
    told, taken = await brought_in(world, changed)
    assert "would be emptied" not in told
    assert "1 number stays" in said(taken)
    assert "1 number stays hidden until somebody rings it and presses `Checked today`" in told
    assert "National Domestic Abuse Helpline (Refuge)." in told
    shown = await refuge(world)
    assert "0808 157 0142" not in shown
    checked = table.replace(b"2026-11-21,,90", b"2026-11-21,2026-11-21,90")
    assert checked != table
    told, _ = await brought_in(world, checked)
    assert "so I leave out 30 check dates of the file" in told
    assert "0808 164 3332" not in said(await world.slash("ria", "support", need="baby loss"))


@pytest.mark.long
async def test_an_import_that_changes_999_is_refused_and_so_is_a_form(world: World) -> None:
    row = b"key,kind,title,phone\nline-999,line,Emergency services,0808 157 0142\n"
    refused = said(await world.slash("carol", "resource import", file=("x.csv", row)))
    assert "line 2: 999, 111 option 2 and Samaritans are part of the program" in refused
    desk = await to_change(world, "line-999")
    assert "always stay as they are" in said(desk)
    form = await world.press("carol", desk.response, "Change the number")
    typed = filled(form, phone="0808 157 0142")
    refused = said(await world.people["carol"].submit_modal(form, typed))
    assert "always stay as they are (this would change: phone)" in refused
    for query in ("line-999", "emergency services"):
        assert "**999**" in said(await world.slash("ria", "resource find", query=query))


@pytest.mark.long
async def test_coordinators_read_once_a_month_what_waits(world: World) -> None:
    await world.later(days=10)
    digests = [m for m in world.texts(world.channels["review"]) if "The library this month" in m]
    assert len(digests) == 1
    assert "Cruse" in digests[0]
    await world.restart()
    await world.later(days=31)
    digests = [m for m in world.texts(world.channels["review"]) if "The library this month" in m]
    assert len(digests) == 2


async def test_an_offer_answered_before_a_retry_is_not_sent_again(world: World) -> None:
    found = await world.slash("ria", "resource find", query="mnvp-faqs")
    thanks = await world.press("ria", found.response, "Still right")
    await world.press("ria", thanks.response, "Yes, ask me each month")
    await world.later(minutes=1)
    ria = world.people["ria"].user
    await ria.click(ria.dm_channel.history()[-1], label="Skip this one")
    async with world.bot.database.transaction() as tx:
        await tx.execute("UPDATE outbox SET state = 'waiting' WHERE kind = 'library.offer'")
    await world.later(minutes=1)
    assert [m for m in offers(world) if "Library check 1" in m.content] == []


async def test_without_a_review_channel_a_suggestion_waits_for_coordinators(world: World) -> None:
    await world.bot.setup.choose(review=0)
    form = await suggestion(world, "ria")
    fields = {"title": "A guide", "url": "", "why": ""}
    sent = said(await world.people["ria"].submit_modal(form, fields))
    assert "no review channel yet" in sent
    await world.later()
    listed = await library(world, "Review")
    assert "A guide" in said(listed)


@pytest.mark.long
async def test_adding_a_line_asks_who_is_adding_and_keeps_what_was_typed(world: World) -> None:
    form = await added(world, "a support line")
    wrong = filled(form, title="Local line", phone="nowhere", needs="baby-loss")
    refused = await world.people["carol"].submit_modal(form, wrong)
    assert "no telephone number" in said(refused)
    assert "Local line" in handed_back(refused)
    form = await world.press("carol", refused.response, "Try again")
    assert filled(form)["title"] == "Local line"
    kept = await world.people["carol"].submit_modal(form, filled(form, phone="01632 960123"))
    assert "stays hidden until you press" in said(kept)
    assert "01632 960123" not in said(await world.slash("ria", "support", need="baby loss"))
    await world.press("carol", kept.response, "Checked today")
    assert "01632 960123" in said(await world.slash("ria", "support", need="baby loss"))
    await world.later(days=91)
    assert "01632 960123" not in said(await world.slash("ria", "support", need="baby loss"))


async def told(world: World, who: str) -> list[str]:
    """Return what somebody reads in direct messages about suggestions."""
    box = world.people[who].user.dm_channel
    return [m.content for m in box.history() if "suggested" in m.content or "Coord" in m.content]


@pytest.mark.long
async def test_whoever_suggested_something_hears_what_became_of_it(world: World) -> None:
    for title in ("Bump buddies guide", "Another guide"):
        form = await suggestion(world, "ria")
        await world.fill("ria", form, title=title, url="https://example.org/b", why="Kind words")
    review = await library(world, "Review")
    form = await world.press("carol", review.response, "Accept")
    await world.people["carol"].submit_modal(form, filled(form))
    review = await library(world, "Review")
    await world.press("carol", review.response, "Decline")
    for _ in range(4):
        await world.later(hours=12)
    both = await told(world, "ria")
    assert any("is in the library now: **Bump buddies guide**" in each for each in both)
    assert any("not added **Another guide** to the library" in each for each in both)
    assert len(both) == 2
    await world.later(days=9)
    async with world.bot.database.reading() as tx:
        assert list(await tx.execute_fetchall("SELECT 1 FROM suggestions")) == []


async def test_a_volunteer_says_with_one_tap_that_a_page_is_gone(world: World) -> None:
    found = await world.slash("ria", "resource find", query="mnvp-faqs")
    thanks = await world.press("ria", found.response, "Still right")
    await world.press("ria", thanks.response, "Yes, ask me each month")
    await world.later(minutes=1)
    ria = world.people["ria"].user
    offer = offers(world)[-1]
    assert {"Still right", "Changed", "Gone"} <= set(labels(offer))
    await ria.click(offer, label="Gone")
    await world.later(minutes=1)
    assert "The page is gone." in said(await library(world, "Review"))
    assert "Library check 2 of 3" in offers(world)[-1].content


@pytest.mark.long
async def test_a_place_is_opened_by_its_name_and_gets_another_board(world: World) -> None:
    opened = await to_change(world, "Airedale General Hospital")
    form = await world.press("carol", opened.response, "Change trust and board")
    refused = await world.fill("carol", form, see="area-nowhere")
    assert "No entry has that key" in said(refused)
    form = await world.press("carol", opened.response, "Change trust and board")
    await world.fill("carol", form, see="area-hny", publisher="Example NHS Trust")
    told = said(await world.slash("ria", "resource find", query="airedale general"))
    assert "**Trust:** Example NHS Trust\n" in told
    assert "**Board:** NHS Humber and North Yorkshire ICB" in told
    assert "or NHS 111; danger: 999" in told
