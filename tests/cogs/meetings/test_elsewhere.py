"""Reaching people elsewhere: a text to pass on, and one's own calendar."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.cogs.meetings.call_steps import cancel, more
from tests.world import World, answer, labels, links, said

ADDRESS = "https://calls.example.org/calls.ics"


async def written(given: Any) -> str:
    (attachment,) = answer(given).attachments
    return str((await attachment.read()).decode())


async def subscribed(world: World) -> None:
    folder = world.config.database_path.parent / "web"
    world.config = replace(world.config, publish_dir=folder, publish_url=ADDRESS)
    await world.restart()


async def test_a_text_to_pass_on_has_the_whole_date_and_no_link_and_no_name(world: World) -> None:
    announcement = await world.announce_call(date="Tue 12 Jan 2027", title="Tea *and* cake")
    await world.press("ria", announcement, "Going")
    shared = await more(world, "Share", "rob")
    (address,) = links(shared.response)
    sent = parse_qs(urlsplit(address).query)["text"][0]
    assert sent.splitlines()[:2] == [
        "Tea *and* cake",
        "Tuesday 12 January 2027, 19:30 London time",
    ]
    assert sent in said(shared)
    assert labels(shared.response) == ["Send by WhatsApp"]
    for kept_back in ("http", "zoom", "<", "@"):
        assert kept_back not in sent


@pytest.mark.parametrize("title", ["é" * 100, "🌼" * 100, "`" * 99])
async def test_the_longest_title_still_fits_every_button(world: World, title: str) -> None:
    await world.announce_call(title=title)
    for label in ("Share", "Add to calendar"):
        shown = await more(world, label, "ria")
        assert all(len(address) <= 512 for address in links(shown.response))
    assert "8%20December%202026" in links((await more(world, "Share", "ria")).response)[0]


async def test_after_going_the_call_is_one_press_from_any_calendar(world: World) -> None:
    going = await world.press("ria", await world.announce_call(), "Going")
    given = await world.press("ria", going.response, "Add to calendar")
    assert labels(given.response) == ["Google", "Outlook"]
    assert all("zoom" not in address for address in links(given.response))
    assert "BEGIN:VALARM" in await written(given)


@pytest.mark.long
async def test_a_published_calendar_can_be_subscribed_to(world: World) -> None:
    await subscribed(world)
    await world.announce_call()
    given = await more(world, "Add to calendar", "ria")
    assert labels(given.response) == ["Google", "Outlook", "Subscribe"]
    assert links(given.response)[-1] == ADDRESS
    await world.announce_call(title="Second call", date="Wed 9 Dec")
    listed = await world.slash("ria", "meeting list")
    every = await world.press("ria", listed.response, "Add all to calendar")
    assert links(every.response) == [ADDRESS]


@pytest.mark.long
async def test_a_cancelled_call_is_offered_to_those_who_have_it_and_nobody_else(
    world: World,
) -> None:
    await subscribed(world)
    await world.announce_call()
    await world.announce_call(title="Second call", date="Wed 9 Dec")
    await world.announce_call(title="Third call", date="Thu 10 Dec")
    await cancel(world, "The hall is flooded")
    listed = await world.slash("ria", "meeting list")
    every = await written(await world.press("ria", listed.response, "Add all to calendar"))
    assert every.count("BEGIN:VEVENT") == 2
    assert "CANCELLED" not in every
    (old,) = [each for each in world.announcements() if "Cancelled" in each.content]
    given = await world.press("ria", old, "Add to calendar")
    assert "STATUS:CANCELLED" in await written(given)
    assert "others keep it for you to delete" in said(given)
    assert "not in your calendar, leave the file alone" in said(given)
    assert labels(given.response) == []
