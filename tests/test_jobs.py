"""Every job of the first release's commands, by buttons: at most three presses from the panel, the
desk, or a command that stays."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from tests.cogs.questions.question_steps import asked, released, reviewed
from tests.test_commands import leaves, registered
from tests.world import World, labels, text_of

PANEL, DESK = "panel", "desk"
CALL = ("Calls", "Open")
MORE = ("Next call", "More")
MOST_PRESSES = 3
MOST_COMMANDS = 26


class Job(NamedTuple):
    """`once` was its command; `sees` stands in the last card or form, or names its file."""

    once: str
    start: str
    presses: tuple[str, ...]
    sees: str


JOBS = (
    Job("action add", DESK, ("Calls", "Actions", "Add"), "Who"),
    Job("action list", PANEL, ("Next call", "Look"), "the leaflet"),
    Job("action done", PANEL, ("Next call", "Look", "Done"), "Done: Send"),
    Job("ask", PANEL, ("Ask anonymously", "Ask a question"), "Ask anonymously"),
    Job("checkin mine", PANEL, ("Check in",), "How is the role?"),
    Job("checkin now", PANEL, ("Check in", "Check in now"), "How does the role feel?"),
    Job("checkin pause", PANEL, ("Check in", "Rest a while"), "est"),
    Job("checkin start", PANEL, ("Check in", "Change when"), "fortnight"),
    Job("checkin stop", PANEL, ("Check in", "Stop asking"), "elete"),
    Job("checkin summary", DESK, ("People",), "How the role feels"),
    Job("hello", "hello", (), "listener"),
    Job("help", "help", (), "What I can do for you"),
    Job("jargon", PANEL, ("Find a resource",), "looking for"),
    Job("letter", "letter", ("Write it",), "a letter to your trust"),
    Job("listener on", "listener", ("Go on duty",), "on duty"),
    Job("listener off", "listener", ("Rest now",), "rest"),
    Job("listener status", "listener", (), "duty"),
    Job("meeting agenda", PANEL, (*MORE, "Agenda"), "**Agenda**"),
    Job("meeting announce", DESK, ("Calls",), "Monthly call"),
    Job("meeting attendance", DESK, (*CALL, "Who is coming"), "Delivery report"),
    Job(
        "meeting calendar",
        PANEL,
        (*MORE, "Add to calendar"),
        "calendar entry",
    ),
    Job("meeting cancel", DESK, (*CALL, "Cancel the call"), "Call off"),
    Job("meeting edit", DESK, (*CALL, "Change"), "Change"),
    Job("meeting list", "meeting list", (), "Monthly call"),
    Job("meeting next", PANEL, ("Next call",), "Monthly call"),
    Job("meeting notes", DESK, (*CALL, "Write the notes"), "otes"),
    Job(
        "meeting reminders",
        PANEL,
        (*MORE, "Remind me"),
        "Remind me of calls",
    ),
    Job("meeting schedule", DESK, ("Plan a call",), "Plan a call"),
    Job(
        "meeting suggest",
        PANEL,
        (*MORE, "Suggest a topic"),
        "Suggest a topic",
    ),
    Job("panel", DESK, ("Status and settings", "Panel and desk"), "the panel"),
    Job("privacy delete", "privacy", ("Erase me",), "Erase everything about you?"),
    Job("privacy export", "privacy", ("Take it with me",), "as a file"),
    Job("privacy notice", "privacy", (), "What I know about you"),
    Job("privacy show", "privacy", ("See everything",), "Seen by"),
    Job("question block", DESK, ("What waits", "Look", "Block"), "Block"),
    Job(
        "question open",
        PANEL,
        ("Ask anonymously", "I have a receipt code"),
        "Receipt code",
    ),
    Job("question queue", DESK, ("What waits", "Look"), "Question"),
    Job("resource add", DESK, ("Library", "Add"), "Add to the library"),
    Job("resource browse", "resource browse", (), "Choose a topic"),
    Job("resource edit", DESK, ("Library", "Find to change"), "Which entry?"),
    Job("resource export", DESK, ("Library", "Export"), "The whole library"),
    Job("resource find", PANEL, ("Find a resource",), "What are you looking for?"),
    Job("resource import", DESK, ("Library",), "/resource import"),
    Job("resource retire", DESK, ("Library", "Find to change"), "Which entry?"),
    Job("resource review", DESK, ("Library", "Review"), "can be brought back"),
    Job(
        "resource suggest",
        "resource browse",
        ("Suggest something",),
        "Suggest something",
    ),
    Job(
        "setup channels", DESK, ("Status and settings", "Channels"), "where calls are announced: <#"
    ),
    Job("setup check", DESK, ("Status and settings", "Check again"), "All is well"),
    Job("setup roles", DESK, ("Status and settings", "Roles"), "who may offer to listen: <@&"),
    Job("setup wizard", DESK, ("Status and settings", "Channels"), "Step 1 of 3"),
    Job("start", PANEL, ("I'm new here",), "Find your partnership"),
    Job("status", DESK, ("Status and settings",), "All is well"),
    Job("support", PANEL, ("Urgent help",), "116 123"),
)


def test_the_table_has_every_command_of_the_first_release() -> None:
    assert len({job.once for job in JOBS}) == len(JOBS) == 53


@pytest.mark.long
@pytest.mark.parametrize("start", sorted({job.start for job in JOBS}))
async def test_each_job_is_reached_by_at_most_three_presses(world: World, start: str) -> None:
    await something_to_do(world)
    for job in JOBS:
        if job.start == start:
            assert len(job.presses) <= MOST_PRESSES, job
            assert job.sees in await last_card(world, job), job


async def test_questions_are_found_when_none_waits(world: World) -> None:
    for done in ("", "released, no answer yet"):
        desk = await world.slash("carol", "desk")
        waits = await world.press("carol", desk.response, "What waits")
        every = await world.press("carol", waits.response, "All questions")
        assert done in text_of(every.response)
        if not done:
            await asked(world)
            await released(world)


async def something_to_do(world: World) -> None:
    """A call, something said to be done, a question that waits, and a check-in that ria began."""
    await world.announce_call()
    ria = world.people["ria"]
    await world.slash("carol", "action add", who=ria, what="Send the leaflet", due="15 Dec")
    await asked(world)
    await reviewed(world)
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


@pytest.mark.long
async def test_everything_that_can_be_typed_is_no_long_list(world: World) -> None:
    names = [name for command in registered(world) for name, _ in leaves(command)]
    assert len(names) <= MOST_COMMANDS, sorted(names)
    stay = {job.start for job in JOBS} - {PANEL, DESK}
    assert stay <= set(names)
