"""`Library` on the desk: what was a command is a button, at most three presses away."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cogs.library.library_steps import library, rung, suggestion, to_change
from tests.world import World, answer, filled, handed_back, labels, parts_of, said


async def suggested(world: World, *titles: str) -> None:
    for title in titles:
        form = await suggestion(world, "ria")
        await world.fill("ria", form, title=title)


async def waiting(world: World) -> Any:
    desk = await world.slash("carol", "desk")
    return await world.press("carol", desk.response, "What waits")


async def test_the_library_card_has_every_job_of_a_coordinator(world: World) -> None:
    opened = await library(world)
    assert "0 of 16 numbers rung" in said(opened)
    assert "6 core documents have no link" in said(opened)
    assert "`/resource import`" in said(opened)
    assert labels(opened.response) == [
        "Ring the next",
        "Find the next",
        "Add",
        "Review",
        "Export",
        "Find to change",
    ]


@pytest.mark.long
@pytest.mark.parametrize(
    ("pressed", "title"),
    [
        (("Add", "Add a document"), "Add to the library"),
        (("Add", "Add a word to explain"), "Add to the library"),
        (("Add", "Add a support line"), "Add to the library"),
        (("Add", "Add an area"), "Add to the library"),
        (("Find to change",), "Find to change"),
        (("Ring the next", "Changed"), "Change the number"),
        (("Find the next", "Changed"), "Change the words"),
    ],
)
async def test_every_form_is_three_presses_from_the_desk(
    world: World, pressed: tuple[str, ...], title: str
) -> None:
    opened = await library(world)
    for label in pressed:
        opened = await world.press("carol", opened.response, label)
    assert opened.modal is not None
    assert opened.modal["title"] == title
    assert 1 <= len(filled(opened)) <= 4


@pytest.mark.parametrize("command", ["find", "browse"])
async def test_something_is_suggested_from_what_was_found_and_from_the_topics(
    world: World, command: str
) -> None:
    asked = {"find": {"query": "payment"}, "browse": {"topic": "Pay and expenses"}}[command]
    shown = await world.slash("ria", f"resource {command}", **asked)
    form = await world.press("ria", shown.response, "Suggest something")
    await world.fill("ria", form, title="Bump buddies guide")
    await world.later()
    assert "Bump buddies guide" in world.texts(world.channels["review"])[-1]


@pytest.mark.long
async def test_numbers_are_rung_one_after_the_other_in_one_card_until_none_is_left(
    world: World,
) -> None:
    shown = await library(world, "Ring the next")
    seen = []
    for done in range(16):
        assert f"{done} of 16 numbers rung" in said(shown)
        assert labels(shown.response)[:4] == ["Right", "Changed", "Gone", "Skip"]
        assert "Key:" not in said(shown)
        seen.append(said(shown).split("**")[3])
        await world.press("carol", shown.response, "Right")
    assert len(set(seen)) == 16
    assert "Every number was rung" in said(shown)
    assert "0808 2000 247" in said(await world.slash("ria", "support", need="domestic abuse"))
    assert "numbers rung" not in said(await world.slash("carol", "desk"))
    await world.later(days=91)
    assert "0 of 16 numbers rung" in said(await world.slash("carol", "desk"))


@pytest.mark.long
async def test_one_that_cannot_be_rung_today_is_skipped_and_not_shown_again_at_once(
    world: World,
) -> None:
    shown = await library(world, "Ring the next")
    first = said(shown).split("**")[3]
    await world.press("carol", shown.response, "Skip")
    second = said(shown).split("**")[3]
    await world.press("carol", shown.response, "Right")
    assert len({first, second, said(shown).split("**")[3]}) == 3


@pytest.mark.long
async def test_a_number_that_is_gone_leaves_the_name_and_the_page(world: World) -> None:
    shown = await library(world, "Ring the next")
    while "Sands" not in said(shown):
        await world.press("carol", shown.response, "Skip")
    asked = await world.press("carol", shown.response, "Gone")
    assert "only the number gone" in said(shown)
    assert labels(shown.response) == ["Only the number", "The whole line", "Back"]
    await world.press("carol", shown.response, "Back")
    assert "Sands" in said(shown)
    await world.press("carol", shown.response, "Gone")
    await world.press("carol", shown.response, "Only the number")
    assert "0 of 15 numbers rung" in said(shown)
    assert "Sands" not in said(shown)
    lost = said(await world.slash("ria", "support", need="baby loss"))
    assert "Sands" in lost
    assert "0808 164 3332" not in lost
    assert asked.acknowledged


@pytest.mark.long
async def test_hours_stand_beside_a_number_that_is_to_be_rung_and_after_it_changed(
    world: World,
) -> None:
    shown = await library(world, "Ring the next")
    while "Sands" not in said(shown):
        await world.press("carol", shown.response, "Skip")
    assert "Hours: Mon-Fri 10am-3pm" in said(shown)
    form = await world.press("carol", shown.response, "Changed")
    saved = await world.fill("carol", form, phone="0800 000 0001", hours="Mon 9am-5pm")
    assert "stays hidden until you press" in said(saved)
    assert "Hours: Mon 9am-5pm" in said(saved)
    aims = said(await to_change(world, "line-aims-helpline"))
    assert "Hours: not known, so please ask for them too." in aims


@pytest.mark.long
async def test_what_is_said_of_a_number_nobody_has_checked_goes_once_somebody_has(
    world: World,
) -> None:
    unsure = "page of 2020"
    assert unsure in said(await to_change(world, "line-aims-helpline"))
    await rung(world, "line-aims-helpline")
    assert unsure not in said(await to_change(world, "line-aims-helpline"))
    shown = said(await world.slash("ria", "support", need="my rights"))
    assert unsure not in shown
    assert "0300 365 0663** · its hours stand on its page" in shown


@pytest.mark.long
async def test_a_line_that_is_gone_is_retired_and_can_come_back(world: World) -> None:
    shown = await library(world, "Ring the next")
    name = said(shown).split("**")[3]
    await world.press("carol", shown.response, "Gone")
    await world.press("carol", shown.response, "The whole line")
    assert "0 of 15 numbers rung" in said(shown)
    assert name[:20] in str(answer(await library(world, "Review")).components)


async def test_a_link_that_was_found_is_no_longer_missing(world: World) -> None:
    shown = await library(world, "Find the next")
    form = await world.press("carol", shown.response, "Changed")
    typed = filled(form, url="https://example.org/found")
    await world.people["carol"].submit_modal(form, typed)
    (step,) = [each for each in world.bot.desk.first_steps if each.label == "Find the next"]
    assert "5 core documents have no link" in await step.left()


async def test_what_is_not_found_on_the_web_is_passed_by(world: World) -> None:
    shown = await library(world, "Find the next")
    first = said(shown)
    await world.press("carol", shown.response, "Skip")
    assert said(shown).split("\n")[4:] != first.split("\n")[4:]


@pytest.mark.long
async def test_what_waits_is_decided_one_by_one(world: World) -> None:
    assert "for the library" not in said(await waiting(world))
    await suggested(world, "A guide", "Another guide")
    waits = await waiting(world)
    assert "**2** suggestions and reports for the library" in said(waits)
    review = await world.press("carol", waits.response, "Look")
    assert "A guide" in said(review)
    assert "Another guide" not in said(review)
    await world.press("carol", review.response, "Decline")
    assert "Declined by Carol" in said(review)
    review = await world.press("carol", review.response, "Next")
    form = await world.press("carol", review.response, "Accept")
    await world.people["carol"].submit_modal(form, filled(form, about="For everybody"))
    assert "Accepted by Carol" in said(review)
    assert labels(review.response) == []
    assert "for the library" not in said(await waiting(world))
    found = said(await world.slash("ria", "resource find", query="another guide"))
    assert "For everybody" in found


@pytest.mark.long
async def test_an_accepted_suggestion_that_cannot_be_kept_comes_back_and_waits_on(
    world: World,
) -> None:
    await suggested(world, "Bump buddies guide")
    review = await library(world, "Review")
    form = await world.press("carol", review.response, "Accept")
    typed = filled(form, url="our website", about="For everybody")
    refused = await world.people["carol"].submit_modal(form, typed)
    assert "For everybody" in handed_back(refused)
    await world.restart()
    again = await world.press("carol", refused.response, "Try again")
    assert filled(again) == typed
    taken = filled(again, url="https://example.org")
    await world.people["carol"].submit_modal(again, taken)
    assert "For everybody" in said(await world.slash("ria", "resource find", query="bump buddies"))


@pytest.mark.long
async def test_a_retired_entry_is_brought_back_from_the_review(world: World) -> None:
    opened = await to_change(world, "nmv-15steps")
    await world.press("carol", opened.response, "Retire")
    review = await library(world, "Review")
    [menu] = [each for each in parts_of(answer(review)) if each.get("placeholder")]
    option = next(each for each in menu["options"] if "15 Steps" in each["label"])
    assert option["description"] == "Retired"
    chosen = await world.people["carol"].select(answer(review), [option["value"]])
    await world.press("carol", chosen.response, "Bring back")
    assert "15 Steps" not in str(answer(await library(world, "Review")).components)


async def test_words_that_name_nothing_come_back_to_be_tried_again(world: World) -> None:
    refused = await to_change(world, "qqzz")
    assert "no such entry" in said(refused)
    again = await world.press("carol", refused.response, "Try again")
    assert filled(again) == {"query": "qqzz"}
