"""The joining link: pasted invitations, shown to one person alone, and looked at the day before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot import ui
from tests.cogs.meetings.call_steps import add_to_calendar, confirmed, edit, managed
from tests.domain.test_joining import SAFE, TEAMS, ZOOM
from tests.world import CALL, IN_A_FORM, World, labels, let_in, parts_of, said, text_of, updated

START = datetime(2026, 12, 8, 19, 30, tzinfo=UTC)
OVER = START + timedelta(hours=2)
SECRETS = ("81234567890", "482913", "812 3456 7890", "481 5237", "zoom.us")


def review(world: World) -> list[Any]:
    return [m for m in world.channels["review"].history() if "link" in m.content.casefold()]


def direct(world: World, name: str) -> list[Any]:
    return list(world.people[name].user.dm_channel.history())


async def preview(world: World, **changes: Any) -> Any:
    return await world.slash("carol", "meeting schedule", **(CALL | changes))


async def test_an_invitation_is_shown_to_one_person_and_stands_nowhere_else(world: World) -> None:
    form = await world.press("carol", (await world.slash("carol", "desk")).response, "Plan a call")
    planned = await world.fill("carol", form, **(IN_A_FORM | {"link": ZOOM}))
    await world.press("carol", planned.response, "Announce now")
    announcement = world.announcements()[-1]
    shown = said(await world.press("ria", announcement, "Joining link"))
    for words in (*SECRETS[:3], "Passcode: `482913`", "+44 131 460 1196"):
        assert words in shown
    calendar = await add_to_calendar(world, "ria")
    file = str((await calendar.response.attachments[0].read()).decode())
    await world.press("ria", announcement, "Going")
    await world.until(OVER)
    places = [*world.channels.values(), *world.channels["announcements"].threads]
    public = [text_of(each) for place in places for each in place.history()]
    public += [file, str([vars(event) for event in world.events()])]
    assert not [words for words in SECRETS if any(words in each for each in public)]


@pytest.mark.parametrize("link", [SAFE + "x" * (888 - len(SAFE)), "https://a.org/" + "x" * 1986])
async def test_a_long_link_arrives_whole(world: World, link: str) -> None:
    announcement = await world.announce_call(link=link)
    assert f"<{link}>" in said(await world.press("ria", announcement, "Joining link"))


@pytest.mark.long
async def test_a_change_begins_with_the_invitation_as_it_is_kept(world: World) -> None:
    announcement = await world.announce_call(link=" ".join(TEAMS.split()))
    await edit(world, title="Our call")
    shown = said(await world.press("ria", announcement, "Joining link"))
    assert "Passcode: `aB3dE6`" in shown
    assert "Code by phone: 123 456 789#" in shown


@pytest.mark.parametrize(("seconds", "there"), [(-1, True), (0, False)])
async def test_the_link_is_shown_until_an_hour_after_the_end(
    world: World, seconds: int, there: bool
) -> None:
    announcement = await world.announce_call()
    world.clock.at = START + timedelta(hours=2, seconds=seconds)
    shown = await world.press("ria", announcement, "Joining link")
    assert ("zoom.example.org" in said(shown)) == there
    assert labels(shown.response) == ([] if there else ["Next call"])


@pytest.mark.parametrize(("length", "told"), [(40, False), (41, True)])
async def test_what_free_zoom_does_is_said_before_anybody_reads_of_the_call(
    world: World, length: int, told: bool
) -> None:
    shown = await preview(world, link="https://us02web.zoom.us/j/1", length=length)
    assert ("ends a call after 40 minutes" in said(shown)) == told


@pytest.mark.parametrize(("link", "told"), [("https://a.org/1", True), (CALL["link"], False)])
async def test_another_link_than_last_time_is_said_to_the_coordinator(
    world: World, link: str, told: bool
) -> None:
    await world.announce_call()
    shown = await preview(world, date="Tue 12 Jan", link=f"{link} Passcode: 7")
    assert ("not that of the call on Tuesday 8 December" in said(shown)) == told


@pytest.mark.parametrize(
    ("time", "told"), [("18:30", False), ("18:31", True), ("20:29", True), ("20:30", False)]
)
async def test_another_call_at_that_time_is_said_to_the_coordinator(
    world: World, time: str, told: bool
) -> None:
    await world.announce_call(title="First")
    shown = said(await preview(world, time=time))
    assert ("Another call stands at that time: **First**" in shown) == told


async def test_a_call_moved_onto_another_is_said_before_it_is_moved(world: World) -> None:
    await world.announce_call(title="First", date="Wed 9 Dec")
    await world.announce_call()
    form = await world.press(
        "carol", (await managed(world, meeting="Monthly call")).response, "Change"
    )
    asked = await world.fill("carol", form, when="Wed 9 Dec, 19:30")
    assert "Another call stands at that time: **First**" in said(asked)
    assert "To leave it as it is, do nothing." in said(asked)


async def test_a_call_without_a_link_says_so_until_it_has_one(world: World) -> None:
    shown = await preview(world, link="")
    assert "has no joining link yet" in said(shown)
    assert "Add the link" in labels(shown.response)
    await world.press("carol", shown.response, "Announce now")
    assert "has no joining link yet" in updated(shown)
    await world.until(START - timedelta(hours=23))
    assert "There is no joining link yet" in world.texts(world.thread())[-1]
    assert "coordinators have been asked" in world.texts(world.thread())[-1]
    assert labels(world.thread().history()[-1]) == ["Going", "Maybe", "Can't make it"]
    assert "Press `Joining link`" not in "".join(world.texts(world.thread()))
    [asked] = review(world)
    assert "has no joining link yet" in asked.content
    assert world.roles["coordinator"].mention not in asked.content
    assert "It is right" not in labels(asked)
    form = await world.press("carol", asked, "Add the link")
    await confirmed(world, await world.fill("carol", form, link="https://a.org/1"))
    assert "joining link is here now" in world.texts(world.thread())[-1]
    await world.until(START - timedelta(minutes=50))
    assert "Press `Joining link`" in world.texts(world.thread())[-1]


async def test_coordinators_are_asked_for_a_link_that_was_taken_away(world: World) -> None:
    await world.announce_call()
    await edit(world, link="")
    [asked] = review(world)
    assert "has no joining link yet" in asked.content
    assert "Add the link" in labels(asked)


async def test_the_link_of_a_draft_is_added_from_its_preview(world: World) -> None:
    shown = await preview(world, link="")
    assert standing_out(shown.response) == ["Add the link"]
    form = await world.press("carol", shown.response, "Add the link")
    added = await world.fill("carol", form, link="https://a.org/1")
    assert "https://a.org/1" in updated(added)
    assert "Add the link" not in labels(added.response)
    assert standing_out(added.response) == ["Announce now"]


def standing_out(message: Any) -> list[str]:
    coloured = (ui.Style.primary.value, ui.Style.success.value)
    return [each["label"] for each in parts_of(message) if each.get("style") in coloured]


async def test_the_day_before_the_review_channel_is_asked_silently(world: World) -> None:
    await world.announce_call()
    await world.until(START - timedelta(days=1, seconds=1))
    assert review(world) == []
    await world.until(START - timedelta(days=1) + timedelta(seconds=1))
    [asked] = review(world)
    assert "Is the link right?" in asked.content
    assert "zoom.example.org" not in asked.content
    assert world.roles["coordinator"].mention not in asked.content
    assert labels(asked) == ["Joining link", "It is right", "Change"]
    await let_in(world, "ria", "review")
    assert "whoever hosts" in said(await world.press("ria", asked, "It is right"))
    await world.press("carol", asked, "It is right")
    [looked] = review(world)
    assert "link is right" in looked.content
    assert labels(looked) == []


@pytest.mark.parametrize("link", [CALL["link"], ""])
async def test_where_whoever_hosts_cannot_be_asked_coordinators_look_once(
    world: World, link: str
) -> None:
    await world.announce_call(link=link)
    await world.press("carol", (await managed(world)).response, "I'll host")
    dm = f"/channels/{world.people['carol'].user.dm_channel.id}/messages"
    world.env.inject_error("POST", dm, status=403, code=50007, times=None)
    await world.until(START - timedelta(days=1) + timedelta(minutes=5))
    world.env.backend.faults.clear()
    [asked] = review(world)
    assert ("Whoever hosts it has not looked yet" in asked.content) is bool(link)
    assert asked.role_mentions == []
    assert labels(asked)[-1] == ("Change" if link else "Add the link")
    await world.until(START - timedelta(hours=2))
    assert len(review(world)) == 1


async def test_whoever_hosts_is_asked_and_can_change_it_where_they_read_it(world: World) -> None:
    announcement = await world.announce_call()
    await world.press("carol", (await managed(world)).response, "I'll host")
    await world.until(START - timedelta(days=1) + timedelta(seconds=1))
    assert review(world) == []
    [asked] = direct(world, "carol")
    assert "Is the link right?" in asked.content
    assert "zoom.example.org" not in asked.content
    assert labels(asked) == ["Joining link", "It is right", "Change", "Next call"]
    carol = world.people["carol"].user
    form = await carol.click(asked, label="Change")
    await carol.submit_modal(form, {"link": "https://a.org/2"})
    assert "https://a.org/2" in said(await world.press("ria", announcement, "Joining link"))
    assert "joining link is a new one" in world.texts(world.thread())[-1]
    await carol.click(asked, label="It is right")
    assert labels(direct(world, "carol")[0]) == []
