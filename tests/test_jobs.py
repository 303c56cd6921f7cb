"""Every job of the first release's commands, by buttons: at most three presses from the panel, the
desk, or a command that stays."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from tests.test_commands import leaves, registered
from tests.world import World, labels, text_of

# Switch on, as each branch comes in: "meetings", "library", "questions", "peers"; then drop this.
THERE = {"frame"}
PANEL, DESK = "panel", "desk"
CALL = ("Calls", "Open")
MOST_PRESSES = 3
MOST_COMMANDS = 26


class Job(NamedTuple):
    """`once` was its command; `sees` stands in the last card or form, or names its file."""

    branch: str
    once: str
    start: str
    presses: tuple[str, ...]
    sees: str


JOBS = (
    Job("meetings", "action add", DESK, ("Calls", "Actions", "Add"), "Who"),
    Job("meetings", "action done", PANEL, ("Next call", "Look", "Done"), "one"),
    Job("meetings", "action list", PANEL, ("Next call", "Look"), "the leaflet"),
    Job("questions", "ask", PANEL, ("Ask anonymously", "Ask a question"), ""),
    Job("peers", "checkin mine", PANEL, ("Check in",), ""),
    Job("peers", "checkin now", PANEL, ("Check in", "Check in now"), ""),
    Job("peers", "checkin pause", PANEL, ("Check in", "Rest a while"), ""),
    Job("peers", "checkin start", PANEL, ("Check in", "Change when"), ""),
    Job("peers", "checkin stop", PANEL, ("Check in", "Stop asking"), ""),
    Job("peers", "checkin summary", DESK, ("People",), "How the role feels"),
    Job("peers", "hello", "hello", (), ""),
    Job("frame", "help", "help", (), "What I can do for you"),
    Job("library", "jargon", "resource browse", (), ""),
    Job("library", "letter", "letter", ("Write it",), ""),
    Job("peers", "listener off", "listener", ("Rest now",), ""),
    Job("peers", "listener on", "listener", (), ""),
    Job("peers", "listener status", "listener", (), ""),
    Job("meetings", "meeting agenda", PANEL, ("Next call", "More", "Agenda"), ""),
    Job("meetings", "meeting announce", DESK, ("Calls",), "Monthly call"),
    Job("meetings", "meeting attendance", DESK, (*CALL, "Who is coming"), ""),
    Job("meetings", "meeting calendar", PANEL, ("Next call", "More", "Add to calendar"), ""),
    Job("meetings", "meeting cancel", DESK, (*CALL, "Cancel the call"), "Cancel"),
    Job("meetings", "meeting edit", DESK, (*CALL, "Change"), "Change"),
    Job("meetings", "meeting list", "meeting list", (), "Monthly call"),
    Job("meetings", "meeting next", PANEL, ("Next call",), "Monthly call"),
    Job("meetings", "meeting notes", DESK, (*CALL, "Write the notes"), "otes"),
    Job("meetings", "meeting reminders", PANEL, ("Next call", "More", "Remind me"), ""),
    Job("meetings", "meeting schedule", DESK, ("Plan a call",), ""),
    Job("meetings", "meeting suggest", PANEL, ("Next call", "More", "Suggest a topic"), ""),
    Job("frame", "panel", DESK, ("Status and settings", "Panel and desk"), "the panel"),
    Job("questions", "privacy delete", "privacy", ("Erase me",), ""),
    Job("questions", "privacy export", "privacy", ("Take it with me",), ""),
    Job("questions", "privacy notice", "privacy", (), ""),
    Job("questions", "privacy show", "privacy", ("See everything",), ""),
    Job("questions", "question block", "ask", (), ""),
    Job("questions", "question open", PANEL, ("Ask anonymously", "I have a receipt code"), ""),
    Job("questions", "question queue", DESK, ("What waits",), ""),
    Job("library", "resource add", DESK, ("Library", "Add"), ""),
    Job("library", "resource browse", "resource browse", (), ""),
    Job("library", "resource edit", DESK, ("Library", "Find to change"), ""),
    Job("library", "resource export", DESK, ("Library", "Export"), ""),
    Job("frame", "resource find", PANEL, ("Find a resource",), "What are you looking for?"),
    Job("library", "resource import", DESK, ("Library",), "/resource import"),
    Job("library", "resource retire", DESK, ("Library", "Find to change"), ""),
    Job("library", "resource review", DESK, ("Library", "Review"), ""),
    Job("library", "resource suggest", "resource browse", ("Suggest something",), ""),
    Job("frame", "setup channels", DESK, ("Status and settings", "Channels"), "announcements: <#"),
    Job("frame", "setup check", DESK, ("Status and settings", "Check again"), "All is well"),
    Job("frame", "setup roles", DESK, ("Status and settings", "Roles"), "listener: <@&"),
    Job("frame", "setup wizard", DESK, ("Status and settings", "Channels"), "Step 1 of 3"),
    Job("frame", "start", PANEL, ("I'm new here",), "Find your partnership"),
    Job("frame", "status", DESK, ("Status and settings",), "All is well"),
    Job("frame", "support", PANEL, ("Urgent help",), "116 123"),
)


def test_the_table_has_every_command_of_the_first_release() -> None:
    assert len({job.once for job in JOBS}) == len(JOBS) == 53


@pytest.mark.parametrize("start", sorted({job.start for job in JOBS if job.branch in THERE}))
async def test_each_job_is_reached_by_at_most_three_presses(world: World, start: str) -> None:
    await world.announce_call()
    for job in JOBS:
        if job.branch in THERE and job.start == start:
            assert len(job.presses) <= MOST_PRESSES, job
            assert job.sees in await last_card(world, job), job


async def last_card(world: World, job: Job) -> str:
    who = "carol" if job.start == DESK else "ria"
    message: Any = None
    shown: Any = None
    if job.start == PANEL:
        message = await world.panel()
    else:
        shown = await world.slash(who, job.start)
    for label in job.presses:
        message = shown.response if shown and shown.response else message
        assert label in labels(message), (job, labels(message))
        shown = await world.press(who, message, label)
    if shown.modal is not None:
        return str(shown.modal)
    return text_of(shown.response or message)


async def test_everything_that_can_be_typed_is_no_long_list(world: World) -> None:
    names = [name for command in registered(world) for name, _ in leaves(command)]
    if {"meetings", "library", "questions", "peers"} <= THERE:
        assert len(names) <= MOST_COMMANDS, sorted(names)
    assert not {"panel", "status"} & set(names)
