"""Discord's limits, met on purpose: the longest of everything, and more than fits.

The simulated Discord refuses what the real one does (2,000 and 4,000 characters, 6,000 of embeds,
40 components, 25 options of 100 characters), and what is refused fails the test. Cards alone:
`tests/bot/test_cards.py`.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.domain.agenda import LONGEST_TOPIC, MOST_TOPICS
from bot.domain.library_rows import longest
from bot.domain.meetings import LONGEST_TITLE
from bot.domain.questions import LONGEST_NOTE, LONGEST_QUESTION
from bot.errors import SORRY
from tests.cogs.library.library_steps import added, to_change
from tests.cogs.questions.question_steps import answer, asked, opened, released, reviewed
from tests.world import World, filled, labels, said, text_of

EMOJI = "\N{BREAST-FEEDING}"
NICKNAME = EMOJI * 32  # as many characters as Discord takes
TITLE = EMOJI * LONGEST_TITLE
MENTIONS = 500


def words(length: int) -> str:
    return ("many words " * length)[:length].rstrip()


async def all_went_out(world: World) -> None:
    async with world.bot.database.reading() as tx:
        failed = await tx.execute_fetchall("SELECT kind, reason FROM outbox WHERE state = 'failed'")
    assert [tuple(row) for row in failed] == []


@pytest.mark.long
async def test_a_call_with_the_longest_of_everything(world: World) -> None:
    link = f"https://zoom.example/{'x' * 1979}"
    message = await world.announce_call(title=TITLE, link=link)
    card = await world.slash("ria", "meeting next")
    for _ in range(MOST_TOPICS):
        more = await world.press("ria", card.response, "More")
        form = await world.press("ria", more.response, "Suggest a topic")
        await world.fill("ria", form, topic=words(LONGEST_TOPIC), sign="with")
    for label in ("Going", "Joining link"):
        assert SORRY not in said(await world.press("ria", message, label))
    agenda = await world.press("ria", more.response, "Agenda")
    assert "10. many words" in said(agenda)
    await world.later(days=13, hours=4)
    manage = await world.slash("carol", "meeting manage")
    form = await world.press("carol", manage.response, "Write the notes")
    notes = await world.fill("carol", form, notes=words(3900))
    posted = await world.press("carol", notes.followups[-1], "Post the notes")
    assert SORRY not in text_of(posted.response)
    form = await world.press("carol", manage.response, "Cancel the call")
    sure = await world.fill("carol", form, reason=words(500))
    await world.press("carol", sure.response, "Yes, cancel it")
    await world.later(minutes=1)
    await all_went_out(world)


@pytest.mark.long
async def test_thirty_calls_are_a_list_and_twenty_five_suggestions(world: World) -> None:
    for day in range(30):
        at = world.clock.at + timedelta(days=10 + day)
        await world.plan_call("Save without announcing", title=TITLE, date=f"{at:%d/%m/%Y}")
    carol, general = world.people["carol"], world.channels["general"]
    offered = await carol.autocomplete(general, "meeting manage", "meeting", "")
    assert len(offered) == 25
    assert all(len(each["name"]) <= 100 for each in offered)
    listed = await world.slash("carol", "meeting list")
    pages = [listed.response, *listed.followups]
    assert sum(labels(page).count("Open") for page in pages) == 30


@pytest.mark.long
async def test_five_hundred_who_come_are_listed_in_messages_that_fit(world: World) -> None:
    await world.announce_call()
    service = world.cog("MeetingCog").context.meetings
    people = [10**18 + number for number in range(MENTIONS)]
    for person in people:
        await service.answer(1, person, "going")
    manage = await world.slash("carol", "meeting manage")
    listed = await world.press("carol", manage.response, "Who is coming")
    told = said(listed)
    assert all(told.count(f"<@{person}>") == 1 for person in people)


@pytest.mark.long
async def test_a_question_of_the_longest_with_many_answers(world: World) -> None:
    code = await asked(world, words=words(LONGEST_QUESTION))
    review = await reviewed(world)
    form = await world.press("carol", review, "Ask for changes")
    await world.fill("carol", form, note=words(LONGEST_NOTE))
    await world.later(minutes=1)
    mine = await opened(world, code)
    form = await world.press("ria", mine.response, "Change it")
    await world.fill("ria", form, words=words(LONGEST_QUESTION))
    message = await released(world)
    for _ in range(3):
        await answer(world, message, words(LONGEST_QUESTION))
    assert SORRY not in said(await opened(world, code))
    await all_went_out(world)


@pytest.mark.long
async def test_an_entry_of_the_longest_is_found_shared_and_changed(world: World) -> None:
    form = await added(world, "a document")
    typed = filled(
        form,
        title=words(longest("title")),
        about=words(longest("about")),
        url=f"https://x.example/{'x' * 480}",
    )
    await world.people["carol"].submit_modal(form, typed)
    async with world.bot.database.reading() as tx:
        [row] = await tx.execute_fetchall("SELECT max(id) AS id, key FROM entries")
    desk = await to_change(world, row["key"])
    form = await world.press("carol", desk.response, "Change the words")
    await world.fill("carol", form, note=words(longest("note")))
    found = await world.slash("ria", "resource find", query=row["key"])
    preview = await world.press("ria", found.response, "Share here")
    shared = await world.press("ria", preview.response, "Share it")
    assert shared.response is not None
    [embed] = shared.response.embeds
    assert "many words" in str(embed.description)


async def test_a_nickname_of_emoji_or_one_that_turns_lines_round_stands_where_names_do(
    world: World,
) -> None:
    names = ((NICKNAME, NICKNAME), ("\u202eevil\u2066 *x*", r"evil \*x\*"))
    for (nickname, shown), key in zip(names, ("mnvp-guidance-2023", "mnvp-faqs"), strict=True):
        name = f"member {len(nickname)}"
        user = world.env.create_user(name, global_name=nickname)
        world.people[name] = world.guild.add_member(user, roles=[world.roles["rep"]])
        found = await world.slash(name, "resource find", query=key)
        preview = await world.press(name, found.response, "Share here")
        shared = await world.press(name, preview.response, "Share it")
        assert shared.response is not None
        assert shared.response.content.startswith(f"{shown} shares")


async def test_whoever_presses_after_the_announcement_was_deleted_is_answered(world: World) -> None:
    announced = await world.announce_call()
    place = world.bot.get_partial_messageable(world.channels["announcements"].id)
    card = await world.slash("ria", "meeting next")
    await place.get_partial_message(announced.id).delete()
    assert SORRY not in said(await world.press("ria", card.response, "Going"))
    await world.later(minutes=2)
    await all_went_out(world)
