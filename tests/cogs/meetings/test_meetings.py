"""The monthly call, through the real bot."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.world import CALL, World, labels, said


@pytest.mark.long
async def test_a_call_is_announced_answered_and_reminded_of_once(world: World) -> None:
    announcement = await world.announce_call()
    assert "Tuesday 8 December, 19:30 London time" in announcement.content.splitlines()[0]
    assert "zoom" not in announcement.content
    assert labels(announcement)[:4] == ["Going", "Maybe", "Can't make it", "Joining link"]
    await world.restart()
    assert "You are down as **going**" in said(await world.press("ria", announcement, "Going"))
    assert "zoom.example.org" in said(await world.press("rob", announcement, "Joining link"))
    await world.restart()
    world.clock.at = datetime(2026, 12, 7, 19, 30, tzinfo=UTC)
    await world.later()
    await world.later(minutes=1)
    reminders = [text for text in world.texts(world.thread()) if "starts tomorrow" in text]
    assert len(reminders) == 1
    assert world.people["ria"].mention in reminders[0]


async def test_nothing_is_posted_before_the_coordinator_says_so(world: World) -> None:
    planned = await world.slash("carol", "meeting schedule", **CALL)
    assert "Only you see this yet" in said(planned)
    assert labels(planned.response) == [
        "Announce now",
        "Change",
        "Save without announcing",
        "Discard",
    ]
    assert world.texts(world.channels["announcements"]) == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"date": "28/3/2027", "time": "01:30"}, "there is no 01:30"),
        ({"title": "x" * 300}, "has 300 characters"),
        ({"length": 0}, "between 5 and 480"),
        ({"zone": "Europe/Nowhere"}, "do not know that time zone"),
    ],
)
async def test_bad_input_gets_its_own_sentence_and_keeps_what_was_typed(
    world: World, changes: dict[str, object], sentence: str
) -> None:
    refused = await world.slash("carol", "meeting schedule", **(CALL | changes))
    assert sentence in said(refused)
    form = await world.press("carol", refused.response, "Try again")
    values = {c["component"]["custom_id"]: c["component"].get("value") for c in _fields(form)}
    typed = {name: str(value) for name, value in (CALL | changes).items() if name in values}
    assert {name: values[name] for name in typed} == typed


def _fields(shown: object) -> list[dict[str, dict[str, str]]]:
    modal = getattr(shown, "modal", None)
    assert modal is not None
    return list(modal["components"])
