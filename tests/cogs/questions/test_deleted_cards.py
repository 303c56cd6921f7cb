"""A card that somebody deletes while it waits is posted again: what waits is never stranded."""

from __future__ import annotations

from typing import Any

from tests.cogs.questions.question_steps import (
    WORDS,
    asked,
    count,
    questions_in,
    queue,
    released,
    reply,
    reviewed,
    thread,
    withdrawn,
)
from tests.world import World, labels, said


def card(world: World) -> Any:
    return world.channels["review"].history()[-1]


async def test_a_deleted_card_is_posted_again_and_the_desk_has_the_same_buttons(
    world: World,
) -> None:
    code = await asked(world)
    review = await reviewed(world)
    await review.delete()
    looks = await queue(world)
    seen = await world.press("carol", looks.response, "Look")
    assert labels(seen.response) == [each for each in labels(review) if each != "Open"]
    await world.later(minutes=1)
    assert labels(card(world)) == labels(review)
    assert WORDS in card(world).content
    await world.press("carol", seen.response, "Release")  # of the card that is gone
    await world.later(minutes=1)
    fresh = await world.press("carol", (await queue(world)).response, "Look")
    await world.press("carol", fresh.response, "Release")
    await world.later(minutes=1)
    assert questions_in(world)
    assert f"Question {code[:6]}: released by Carol" in card(world).content


async def test_a_deleted_card_is_found_at_the_next_look_of_the_day(world: World) -> None:
    await asked(world)
    await (await reviewed(world)).delete()
    await world.later(days=1)
    await world.later(minutes=1)
    cards = [each for each in world.channels["review"].history() if "Release" in labels(each)]
    assert len(cards) == 1


async def test_a_card_is_not_taken_for_deleted_where_discord_does_not_say_so(world: World) -> None:
    await asked(world)
    review = await reviewed(world)
    path = f"/channels/{world.channels['review'].id}/messages/{review.id}"
    world.env.inject_error("GET", path, status=404, code=0, message="not Discord's", times=1)
    await queue(world)
    await world.later(minutes=1)
    assert [m.id for m in world.channels["review"].history() if "Release" in labels(m)] == [
        review.id
    ]


async def test_a_card_of_what_was_withdrawn_comes_again_as_well(world: World) -> None:
    """Or whoever deletes one would learn of it."""
    code = await asked(world)
    review = await reviewed(world)
    await withdrawn(world, code)
    await review.delete()
    await queue(world)
    await world.later(minutes=1)
    assert WORDS in card(world).content
    for _ in range(16):
        await world.later(minutes=1)
    assert "is closed" in card(world).content
    assert await count(world, "questions") == 0


async def test_a_deleted_card_of_a_reply_is_posted_again_as_well(world: World) -> None:
    code = await asked(world)
    await released(world)
    await (await reply(world, code)).delete()
    assert "1 reply waits for you" in said(await queue(world)).replace("**", "")
    await world.later(minutes=1)
    again = card(world)
    assert labels(again) == ["Release", "Decline"]
    assert "> Thank you." in again.content
    await world.press("carol", again, "Release")
    await world.later(minutes=1)
    assert "> Thank you." in thread(world)[-1]


async def test_i_take_this_one_says_so_where_the_card_is_gone(world: World) -> None:
    await asked(world)
    review = await reviewed(world)
    seen = await world.press("carol", (await queue(world)).response, "Look")
    await review.delete()
    taken = await world.press("carol", seen.response, "I take this one")
    assert "has been deleted" in said(taken)
    assert "`What waits` posts it again" in said(taken)
    await queue(world)
    await world.later(minutes=1)
    fresh = await world.press("carol", (await queue(world)).response, "Look")
    await world.press("carol", fresh.response, "I take this one")
    assert "-# Carol is on it." in card(world).content
