"""A listener is worried about somebody: what to do now, then the safeguarding lead alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests import odd
from tests.cogs.peer_support.hello_steps import lose_role
from tests.cogs.peer_support.test_checkins import direct
from tests.world import World, answer, labels, parts_of, said, typed

WORDS = "Una told me that she does not want to wake up"
WORRIED = "I am worried about somebody"
WRITE = "Write to the safeguarding lead"


async def open_form(world: World, name: str = "lou") -> Any:
    card = await world.slash(name, "listener")
    first = await world.press(name, card.response, WORRIED)
    return await world.press(name, first.response, WRITE)


async def write(world: World, name: str = "lou") -> Any:
    sent = await world.fill(name, await open_form(world, name), words=WORDS)
    await world.later(seconds=1)
    return sent


async def choose(world: World, label: str, name: str) -> str:
    desk = await world.slash("carol", "desk")
    people = await world.press("carol", desk.response, "People")
    asked = await world.press("carol", people.response, label)
    chosen = await world.people["carol"].select(answer(asked), [world.people[name]])
    return said(chosen)


async def read(world: World, name: str, label: str = "Read") -> Any:
    return await world.people[name].user.click(direct(world, name)[-1], label=label)


def close(world: World, name: str, times: int | None = None) -> None:
    """Nothing can be sent to this person."""
    place = world.people[name].user.dm_channel.id
    path = f"/channels/{place}/messages"
    world.env.inject_error("POST", path, status=403, code=50007, times=times)


def everything_sent(world: World) -> str:
    messages = world.env.backend.messages.values()
    return "\n".join(m.content for place in messages for m in place.values())


async def test_what_to_do_now_stands_before_anything_can_be_written(world: World) -> None:
    card = await world.slash("lou", "listener")
    first = await world.press("lou", card.response, WORRIED)
    told = said(first)
    assert "999" in told.split("\n")[1]
    for words in ("own maternity unit", "`Report`", "nobody here knows where they live"):
        assert words.lower() in told.lower()
    assert "tell the person first" in told
    assert labels(first.response) == ["Urgent help", WRITE]
    form = await world.press("lou", first.response, WRITE)
    promised = (
        "This goes to the safeguarding lead, with your name. It is not kept here: write it in your"
        " own record."
    )
    assert promised in str(form.modal)


@pytest.mark.long
async def test_the_lead_alone_reads_it_and_it_is_destroyed_when_written_down(
    world: World,
) -> None:
    assert "safeguarding lead alone" in said(await write(world))
    [told] = direct(world, "carol")
    assert labels(told) == ["Read"]
    await world.restart()
    for name in ("rob", "lou"):
        number = parts_of(told)[-1]["custom_id"].split(":")[3].partition("~")[0]
        for verb in ("read", "done"):
            pressed = await odd.press(world, world.people[name], f"safeguarding:1:{verb}", number)
            assert "for the safeguarding lead alone" in said(pressed)
    shown = await read(world, "carol")
    assert WORDS in said(shown)
    assert world.people["lou"].mention in said(shown)
    done = await world.people["carol"].user.click(shown.response, label="I have written it down")
    assert "destroyed" in "".join(str(each) for each in (done.response, said(done)))
    assert "destroyed" in said(await read(world, "carol"))
    await world.later(seconds=1)
    async with world.bot.database.reading() as tx:
        assert await tx.execute_fetchall("SELECT * FROM concerns") == []
    await world.later(hours=9)
    assert direct(world, "lou") == direct(world, "carol") == []


async def test_the_words_stand_in_no_message_file_or_list(world: World) -> None:
    await write(world)
    shown = await read(world, "carol")
    assert WORDS in said(shown)
    await world.later(hours=9)
    assert WORDS not in everything_sent(world)
    assert all("Una" not in text and "Lou" not in text for text in [everything_sent(world)])
    for name in ("lou", "carol"):
        assert WORDS not in said(await world.privacy(name, "See everything"))
    path = world.bot.database.path
    for file in path.parent.glob(path.name + "*"):
        assert WORDS.encode() not in file.read_bytes()


@pytest.mark.long
async def test_unread_after_four_hours_the_deputy_is_asked_and_then_the_writer_told(
    world: World,
) -> None:
    assert "Deputy" in await choose(world, "Deputy", "rob")
    await write(world)
    await world.later(hours=3, minutes=59)
    assert direct(world, "rob") == []
    await world.later(minutes=1)
    await world.restart()
    await world.later(seconds=1)
    assert "safeguarding deputy" in direct(world, "rob")[-1].content
    assert direct(world, "lou") == []
    await world.later(hours=4)
    await world.later(seconds=1)
    assert "116 123" in said(await read(world, "lou"))
    assert WORDS in said(await read(world, "rob"))


@pytest.mark.long
async def test_without_a_deputy_the_writer_is_told_that_nobody_has_read_it(world: World) -> None:
    await write(world)
    await world.later(hours=4)
    await world.later(seconds=1)
    told = await read(world, "lou")
    assert "nobody has read it" in said(told)
    assert "999" in said(told)
    again = await world.people["lou"].user.click(told.response, label="Worried about somebody")
    assert WRITE in labels(again.response)


@pytest.mark.long
@pytest.mark.parametrize("deputy", [False, True])
async def test_what_cannot_be_delivered_is_told_with_whom_to_ring(
    world: World, deputy: bool
) -> None:
    if deputy:
        await choose(world, "Deputy", "rob")
    close(world, "carol")
    await write(world)
    await world.later(seconds=1)
    told = said(await read(world, "lou"))
    assert "could not be delivered" in told
    assert ("I have asked the deputy" in told) == deputy
    assert len(direct(world, "rob")) == deputy
    assert world.texts(world.channels["review"]) == []


@pytest.mark.long
@pytest.mark.parametrize("deputy", [False, True])
async def test_who_wrote_has_one_message_about_it_however_often_it_is_passed_on(
    world: World, deputy: bool
) -> None:
    if deputy:
        await choose(world, "Deputy", "rob")
    close(world, "carol")
    await write(world)
    await world.later(seconds=1)
    await world.later(hours=4, minutes=1)
    await world.later(seconds=1)
    assert len(direct(world, "lou")) == 1
    assert "I have asked the deputy" not in said(await read(world, "lou"))
    await world.later(hours=9)
    assert direct(world, "lou") == []


async def test_who_has_read_that_the_deputy_is_asked_is_told_that_they_have_not_read_it(
    world: World,
) -> None:
    await choose(world, "Deputy", "rob")
    close(world, "carol")
    await write(world)
    await world.later(seconds=1)
    assert "I have asked the deputy" in said(await read(world, "lou"))
    await world.later(hours=4, minutes=1)
    await world.later(seconds=1)
    assert len(direct(world, "lou")) == 1
    assert "I have asked the deputy" not in said(await read(world, "lou"))


async def test_with_no_lead_nothing_is_sent_and_the_words_come_back(world: World) -> None:
    form = await open_form(world)
    async with world.bot.database.transaction() as tx:
        await tx.execute("DELETE FROM safeguarding")
    refused = await world.fill("lou", form, words=WORDS)
    assert "nothing was sent" in said(refused)
    assert "116 123" in said(refused)
    assert WORDS in typed(refused.response).values()
    card = await world.slash("lou", "listener")
    first = await world.press("lou", card.response, WORRIED)
    assert "no safeguarding lead here yet" in said(first)
    assert labels(first.response) == ["Urgent help"]
    [step] = [x for x in world.bot.desk.first_steps if x.label == "Safeguarding lead"]
    assert "no safeguarding lead" in await step.left()
    checked = said(await world.slash("carol", "setup check"))
    assert "No safeguarding lead is chosen" in checked
    assert "Lead:" in await choose(world, "Safeguarding lead", "rob")
    assert "No safeguarding lead" not in said(await world.slash("carol", "setup check"))
    world.guild.remove_member(world.people["rob"])
    assert "lead has left" in said(await world.slash("carol", "setup check"))


@pytest.mark.long
async def test_only_coordinators_choose_the_lead(world: World) -> None:
    rob = world.people["rob"]
    for verb in ("choose", "lead", "deputy"):
        arg = "lead" if verb == "choose" else str(rob.id)
        refused = said(await odd.press(world, rob, f"safeguarding:1:{verb}", arg))
        assert "for the coordinators" in refused, verb
    assert "for the coordinators" in said(await odd.press(world, rob, "people:1:open", ""))
    await write(world)
    assert len(direct(world, "carol")) == 1
    assert direct(world, "rob") == []


async def test_a_lead_who_is_worried_writes_to_the_deputy(world: World) -> None:
    refused = await world.fill("carol", await as_carol(world), words=WORDS)
    assert "nothing was sent" in said(refused)
    await choose(world, "Deputy", "rob")
    await world.fill("carol", await as_carol(world), words=WORDS)
    await world.later(seconds=1)
    assert "deputy" in direct(world, "rob")[-1].content
    assert direct(world, "carol") == []


async def as_carol(world: World) -> Any:
    pressed = await odd.press(world, world.people["carol"], "safeguarding:1:write", "")
    assert pressed.modal is not None
    return pressed


async def test_who_is_no_listener_is_shown_whom_to_ring(world: World) -> None:
    form = await open_form(world)
    for verb in ("worried", "write"):
        pressed = await odd.press(world, world.people["ria"], f"safeguarding:1:{verb}", "")
        assert "listener role" in said(pressed)
        assert "116 123" in said(pressed)
    lose_role(world, "lou")
    assert "listener role" in said(await world.fill("lou", form, words=WORDS))


async def test_it_goes_after_seven_days_read_or_not(world: World) -> None:
    await write(world)
    [told] = direct(world, "carol")
    for _ in range(8):
        await world.later(days=1)
    async with world.bot.database.reading() as tx:
        assert await tx.execute_fetchall("SELECT * FROM concerns") == []
    assert direct(world, "carol") == []
    number = parts_of(told)[-1]["custom_id"].split(":")[3].partition("~")[0]
    pressed = await odd.press(world, world.people["carol"], "safeguarding:1:read", number)
    assert "destroyed" in said(pressed)
