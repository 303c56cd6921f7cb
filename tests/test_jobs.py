"""Every job of the first release's commands, by buttons: at most three presses from the panel, the
desk, or a command that stays."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from tests.cogs.questions.question_steps import asked, reviewed
from tests.test_commands import leaves, registered
from tests.world import World, labels, text_of

# Switch on, as each branch comes in: "meetings", "library", "questions", "peers"; then drop this.
THERE = {"frame"}
PANEL, DESK = "panel", "desk"
CALL = ("Calls", "Open")
MORE = ("Next call", "More")
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
    Job("meetings", "action list", PANEL, ("Next call", "Look"), "the leaflet"),
    Job("meetings", "action done", PANEL, ("Next call", "Look", "Done"), "Done: Send"),
    Job("questions", "ask", PANEL, ("Ask anonymously", "Ask a question"), "Ask anonymously"),
    Job("peers", "checkin mine", PANEL, ("Check in",), "How is the role?"),
    Job("peers", "checkin now", PANEL, ("Check in", "Check in now"), "How does the role feel?"),
    Job("peers", "checkin pause", PANEL, ("Check in", "Rest a while"), "est"),
    Job("peers", "checkin start", PANEL, ("Check in", "Change when"), "fortnight"),
    Job("peers", "checkin stop", PANEL, ("Check in", "Stop asking"), "elete"),
    Job("peers", "checkin summary", DESK, ("People",), "How the role feels"),
    Job("peers", "hello", "hello", (), "listener"),
    Job("frame", "help", "help", (), "What I can do for you"),
    Job("library", "jargon", PANEL, ("Find a resource",), "looking for"),
    Job("library", "letter", "letter", ("Write it",), "a letter to your trust"),
    Job("peers", "listener on", "listener", ("Go on duty",), "on duty"),
    Job("peers", "listener off", "listener", ("Rest now",), "rest"),
    Job("peers", "listener status", "listener", (), "duty"),
    Job("meetings", "meeting agenda", PANEL, (*MORE, "Agenda"), "**Agenda**"),
    Job("meetings", "meeting announce", DESK, ("Calls",), "Monthly call"),
    Job("meetings", "meeting attendance", DESK, (*CALL, "Who is coming"), "Delivery report"),
    Job(
        "meetings",
        "meeting calendar",
        PANEL,
        (*MORE, "Add to calendar"),
        "calendar entry",
    ),
    Job("meetings", "meeting cancel", DESK, (*CALL, "Cancel the call"), "Cancel"),
    Job("meetings", "meeting edit", DESK, (*CALL, "Change"), "Change"),
    Job("meetings", "meeting list", "meeting list", (), "Monthly call"),
    Job("meetings", "meeting next", PANEL, ("Next call",), "Monthly call"),
    Job("meetings", "meeting notes", DESK, (*CALL, "Write the notes"), "otes"),
    Job(
        "meetings",
        "meeting reminders",
        PANEL,
        (*MORE, "Remind me"),
        "Remind me of calls",
    ),
    Job("meetings", "meeting schedule", DESK, ("Plan a call",), "Plan a call"),
    Job(
        "meetings",
        "meeting suggest",
        PANEL,
        (*MORE, "Suggest a topic"),
        "Suggest a topic",
    ),
    Job("frame", "panel", DESK, ("Status and settings", "Panel and desk"), "the panel"),
    Job("questions", "privacy delete", "privacy", ("Erase me",), "erases everything"),
    Job("questions", "privacy export", "privacy", ("Take it with me",), "as a file"),
    Job("questions", "privacy notice", "privacy", (), "What I know about you"),
    Job("questions", "privacy show", "privacy", ("See everything",), "Seen by"),
    Job("questions", "question block", DESK, ("What waits", "Look", "Block"), "Block"),
    Job(
        "questions",
        "question open",
        PANEL,
        ("Ask anonymously", "I have a receipt code"),
        "Receipt code",
    ),
    Job("questions", "question queue", DESK, ("What waits", "Look"), "Question"),
    Job("library", "resource add", DESK, ("Library", "Add"), "Add to the library"),
    Job("library", "resource browse", "resource browse", (), "Choose a topic"),
    Job("library", "resource edit", DESK, ("Library", "Find to change"), "Which entry?"),
    Job("library", "resource export", DESK, ("Library", "Export"), "The whole library"),
    Job("frame", "resource find", PANEL, ("Find a resource",), "What are you looking for?"),
    Job("library", "resource import", DESK, ("Library",), "/resource import"),
    Job("library", "resource retire", DESK, ("Library", "Find to change"), "Which entry?"),
    Job("library", "resource review", DESK, ("Library", "Review"), "can be brought back"),
    Job(
        "library",
        "resource suggest",
        "resource browse",
        ("Suggest something",),
        "Suggest something",
    ),
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
    await something_to_do(world)
    for job in JOBS:
        if job.branch in THERE and job.start == start:
            assert len(job.presses) <= MOST_PRESSES, job
            assert job.sees in await last_card(world, job), job


async def something_to_do(world: World) -> None:
    """A call, something said to be done, a question that waits, and a check-in that ria began."""
    await world.announce_call()
    ria = world.people["ria"]
    await world.slash("carol", "action add", who=ria, what="Send the leaflet", due="15 Dec")
    if "questions" in THERE:
        await asked(world)
        await reviewed(world)
    if "peers" in THERE:
        card = await world.press("ria", await world.panel(), "Check in")
        form = await world.press("ria", card.response, "Ask me now and then")
        await world.fill("ria", form, every="fortnight", day="Friday", time="8pm")


async def last_card(world: World, job: Job) -> str:
    who = {DESK: "carol", "listener": "lou"}.get(job.start, "ria")
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
