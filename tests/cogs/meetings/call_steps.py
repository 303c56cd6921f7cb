"""Steps that tests of calls take, by the buttons that people press."""

from __future__ import annotations

from typing import Any

from bot.domain.meetings import Job
from tests.world import World, filled, labels, parts_of


async def managed(world: World, name: str = "carol", **which: str) -> Any:
    """Open a coordinator's card of a call; the next one if none is named."""
    return await world.slash(name, "meeting manage", **which)


async def press(world: World, label: str, name: str = "carol", **which: str) -> Any:
    """Press a button of that card."""
    return await world.press(name, (await managed(world, name, **which)).response, label)


async def confirmed(world: World, asked: Any, name: str = "carol") -> Any:
    """Say yes where a card asks; where it does not, return the answer."""
    sure = next((each for each in labels(asked.response) if each.startswith("Yes, ")), None)
    return await world.press(name, asked.response, sure) if sure else asked


async def edit(
    world: World, name: str = "carol", date: str = "", time: str = "", **typed: Any
) -> Any:
    """Change a call; day and time stand in one field."""
    form = await press(world, "Change", name)
    day, _, at = filled(form)["when"].partition(", ")
    typed |= {"when": f"{date or day}, {time or at}"}
    return await confirmed(world, await world.fill(name, form, **typed), name)


async def cancel(world: World, reason: str = "", **which: str) -> Any:
    shown = await press(world, "Cancel the call", **which)
    if shown.modal is not None:
        shown = await world.people["carol"].submit_modal(shown, {"reason": reason})
    return await confirmed(world, shown)


async def announce(world: World, label: str = "Announce") -> Any:
    """Let carol announce a saved call, or one that did not go up."""
    preview = await press(world, label)
    return await world.press("carol", preview.response, "Announce now")


async def announce_draft(world: World, draft: Any) -> Any:
    """Let carol announce a date that drafted itself, from its card in the review channel."""
    preview = await world.press("carol", draft, "Announce now")
    return await world.press("carol", preview.response, "Announce now")


async def more(world: World, label: str, name: str) -> Any:
    """Press a button under `More` of the next call."""
    call = await world.slash(name, "meeting next")
    shown = await world.press(name, call.response, "More")
    return await world.press(name, shown.response, label)


async def add_to_calendar(world: World, name: str) -> Any:
    """From the newest announcement; a cancelled one has the button itself."""
    card: Any = world.announcements()[-1]
    if "More" in labels(card):
        card = (await world.press(name, card, "More")).response
    return await world.press(name, card, "Add to calendar")


async def do_all_for_a_call(world: World, name: str) -> None:
    """Let somebody host the next call, want captions and its notes, and leave their name off."""
    person = world.people[name].id
    people = world.cog("MeetingCog").context.people
    await people.take(1, Job.HOST, person)
    await people.arrange(1, person, ["captions"])
    await people.name(person, off=True)
    await world.cog("MeetingCog").context.notes.tell(1, person)


async def remind(world: World, name: str, how: str, before: str = "") -> Any:
    """Let a person choose how to be reminded, also where no call is planned."""
    call = await world.slash(name, "meeting next")
    shown = (
        call
        if "Remind me" in labels(call.response)
        else await world.press(name, call.response, "More")
    )
    form = await world.press(name, shown.response, "Remind me")
    return await world.people[name].submit_modal(form, {"how": how, "before": before})


async def write_notes(world: World, notes: str, **which: str) -> Any:
    """Let carol write notes and post them."""
    form = await press(world, "Write the notes", **which)
    preview = await world.fill("carol", form, notes=notes)
    shown = [preview.response, *preview.followups][-1]  # of long ones, the second message
    return await world.press("carol", shown, "Post the notes")


async def find_a_date(world: World, **typed: str) -> Any:
    """Let carol put up a poll; returns her answer."""
    dates = {"dates": "Tue 15 Dec 19:30\nWed 16 Dec 19:30", "last": "Fri 4 Dec"}
    desk = await world.slash("carol", "desk")
    calls = await world.press("carol", desk.response, "Calls")
    form = await world.press("carol", calls.response, "Find a date")
    shown = await world.fill("carol", form, **(dates | typed))
    return await world.press("carol", shown.response, "Post the poll")


async def report(world: World) -> Any:
    return await press(world, "Who is coming")


def ids(message: Any) -> list[str]:
    """Return the ids of a message's buttons, in order."""
    return [part["custom_id"] for part in parts_of(message) if part.get("custom_id")]
