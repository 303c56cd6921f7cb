"""How a meeting of one's own was: four ways on, and nothing stored before one is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cogs.partnerships.partnership_steps import (
    EVENING,
    TOLD,
    at,
    direct,
    go_on,
    pages,
    plan_own,
    tables,
    tell,
)
from tests.cogs.questions.question_steps import code_in, reviewed
from tests.world import World, answer, handed_back, labels, said, text_of, typed, updated


async def test_the_four_ways_stand_before_anything_is_stored(world: World) -> None:
    await plan_own(world)
    await at(world, EVENING)
    before = pages(world)
    ways = await tell(world)
    assert pages(world) == before
    assert handed_back(ways) == TOLD
    assert labels(ways.response)[:4] == [
        "Keep it for me",
        "Show the listeners",
        "Ask anonymously",
        "Bring it to our call",
    ]


@pytest.mark.long
async def test_asking_anonymously_is_the_ordinary_form_and_leaves_nothing_with_the_meeting(
    world: World,
) -> None:
    await plan_own(world)
    await at(world, EVENING)
    before, rows = pages(world), tables(world)
    ways = await tell(world)
    promise = await go_on(world, ways, "Ask anonymously")
    ordinary = await world.slash("rob", "ask")
    assert updated(promise) == said(ordinary)
    assert "few people are in this server" in updated(promise).lower()
    more = await go_on(world, promise, "More about this")
    assert "Who can see what" in updated(more)
    assert pages(world) == before
    form = await go_on(world, more, "Ask a question")
    assert pages(world) == before
    assert form.modal is not None
    fields = {
        part["component"]["custom_id"]: part["component"]
        for part in form.modal["components"]
        if "component" in part
    }
    assert fields["words"]["value"] == TOLD
    chosen = [each["value"] for each in fields["when"]["options"] if each.get("default")]
    assert chosen == ["morning"]
    asked = await world.people["ria"].user.submit_modal(form, {"words": TOLD, "when": "soon"})
    code_in(said(asked))
    assert TOLD in text_of(await reviewed(world))
    assert tables(world) == rows


@pytest.mark.long
async def test_what_was_kept_cannot_be_asked_anonymously_and_it_says_why(world: World) -> None:
    await plan_own(world)
    await at(world, EVENING)
    early = await tell(world)
    ways = await tell(world)
    promised = await go_on(world, await tell(world), "Ask anonymously")
    kept = await go_on(world, ways, "Keep it for me")
    assert "cannot be asked anonymously" in updated(kept)
    refused = await go_on(world, early, "Ask anonymously")
    assert "beside your name" in said(refused)
    assert "beside your name" in said(await go_on(world, promised, "Ask a question"))
    again = await tell(world, words="Something else")
    assert "Ask anonymously" not in labels(again.response)
    assert "might tell" in said(again)
    assert TOLD.encode() not in pages(world)
    card = await world.slash("ria", "mvp")
    mine = await world.press("ria", card.response, "My meetings")
    assert TOLD in said(await world.press("ria", mine.response, "Open"))


@pytest.mark.long
async def test_back_from_the_promise_the_words_and_the_other_ways_are_there(world: World) -> None:
    await plan_own(world)
    await at(world, EVENING)
    promise = await go_on(world, await tell(world), "Ask anonymously")
    back = await go_on(world, promise, "Back")
    assert typed(answer(back)) == {"Your words": TOLD}
    assert "Keep it for me" in labels(back.response)
    await world.bot.setup.choose(questions=0)
    nothing_new = await go_on(world, back, "Ask anonymously")
    assert typed(answer(nothing_new)) == {"Your words": TOLD}
    assert labels(nothing_new.response) == ["Back"]


@pytest.mark.long
@pytest.mark.parametrize("way", ["Ask anonymously", "Show the listeners", "Bring it to our call"])
async def test_who_has_left_the_server_brings_nothing_into_it(world: World, way: str) -> None:
    await plan_own(world)
    await at(world, EVENING)
    await world.announce_call()
    ways = await tell(world)
    form = None
    if way == "Ask anonymously":
        form = await go_on(world, await go_on(world, await tell(world), way), "Ask a question")
    world.guild.remove_member(world.people["ria"])
    refused = await go_on(world, ways, way)
    assert "you have left it" in (updated(refused) if form else said(refused))
    if form:
        sent = await world.people["ria"].user.submit_modal(form, {"words": TOLD, "when": "soon"})
        assert "you have left it" in said(sent)
        assert TOLD in handed_back(sent)


@pytest.mark.long
async def test_what_was_kept_is_gone_after_thirty_days_and_in_no_backup(
    world: World, tmp_path: Path
) -> None:
    await plan_own(world)
    await at(world, EVENING)
    await go_on(world, await tell(world), "Keep it for me")
    assert TOLD in said(await world.privacy("ria", "See everything"))
    for _ in range(31):
        await world.later(days=1)
    assert tables(world) == [each for each in tables(world) if "own_partnerships" in each]


async def test_the_listeners_are_shown_it_by_the_ordinary_check_in(world: World) -> None:
    await plan_own(world)
    await at(world, EVENING)
    ways = await tell(world)
    form = await go_on(world, ways, "Show the listeners")
    assert form.modal is not None
    given = {"feeling": "hard", "words": TOLD}
    kept = await world.people["ria"].user.submit_modal(form, given)
    assert "Show the listeners" in labels(kept.response)
    long = await tell(world, words="x" * 900)
    assert "Change my words" in said(await go_on(world, long, "Show the listeners"))


@pytest.mark.long
async def test_it_is_brought_to_the_call_with_a_name_or_without(world: World) -> None:
    await plan_own(world)
    await at(world, EVENING)
    ways = await tell(world)
    assert "No call is announced" in said(await go_on(world, ways, "Bring it to our call"))
    await world.announce_call()
    form = await go_on(world, ways, "Bring it to our call")
    await world.people["ria"].user.submit_modal(form, {"topic": TOLD, "sign": "with"})
    card = await world.slash("rob", "meeting next")
    more = await world.press("rob", card.response, "More")
    assert TOLD in said(await world.press("rob", more.response, "Agenda"))


async def test_my_own_words_are_changed_before_anything_becomes_of_them(world: World) -> None:
    await plan_own(world)
    await at(world, EVENING)
    ways = await tell(world)
    form = await go_on(world, ways, "Change my words")
    changed = await world.people["ria"].user.submit_modal(form, {"words": "Shorter"})
    assert typed(answer(changed)) == {"Your words": "Shorter"}
    later = await world.people["ria"].user.click(direct(world)[-1], label="Not this time")
    assert "right" in said(later)
