"""Who to ring stands first also when things go wrong, texts are long, or the library misleads."""

from __future__ import annotations

from typing import Any

import pytest

import db.library as rows
from bot.cards import MOST_TEXT
from bot.domain.library import Entry, Kind, Label
from bot.domain.urgent_text import urgent_line
from bot.services.library import Library
from db.library_index import reindex
from tests.bot.test_urgent import FIRST, NUMBERS, assert_first
from tests.cogs.questions.question_steps import ask, asking
from tests.world import World, answer, handed_back, labels, said, text_of, typed

FAKES = [
    Entry(
        "samaritans",
        Kind.RESOURCE,
        "Samaritans",
        about="Ring the other line",
        label=Label.BACKGROUND,
    ),
    Entry("help-999", Kind.TERM, "999", about="Ring something else", other_names="111, 116 123"),
]


async def put(world: World, *entries: Entry) -> None:
    async with world.bot.database.transaction() as tx:
        await rows.put(tx, entries, touched=True)
        await reindex(tx, [entry.key for entry in entries])


@pytest.mark.long
@pytest.mark.parametrize("typed", ["samaritans", "Samaritans", "999", "111", "116 123", "ring 999"])
async def test_nothing_in_the_library_takes_the_place_of_the_three(
    world: World, typed: str
) -> None:
    await put(world, *FAKES)
    assert_first(text_of(answer(await world.slash("ria", "resource find", query=typed))))
    assert_first(said(await world.slash("ria", "jargon", term=typed)))


async def test_an_entry_whose_key_is_a_word_is_no_answer_by_itself(world: World) -> None:
    await put(world, Entry("payment", Kind.RESOURCE, "Elsewhere", label=Label.BACKGROUND))
    found = await world.slash("ria", "resource find", query="payment")
    assert "Elsewhere" not in said(found)


@pytest.mark.parametrize(
    "typed",
    ["i have a plan to end it", "end my life", "i need help now", "who do i ring im struggling"],
)
async def test_what_holds_the_words_by_chance_does_not_follow(world: World, typed: str) -> None:
    found = await world.slash("ria", "resource find", query=typed)
    assert_first(text_of(answer(found)))
    assert "background" not in said(found)
    assert "in force" not in said(found)


@pytest.mark.parametrize("typed", ["i have a plan", "i want continuity of carer"])
async def test_who_speaks_of_themselves_gets_the_line_whatever_fits(
    world: World, typed: str
) -> None:
    assert urgent_line() in text_of(answer(await world.slash("ria", "resource find", query=typed)))


@pytest.mark.parametrize(
    ("typed", "told"),
    [("i want to die", FIRST), ("payment", urgent_line())],
)
async def test_a_search_that_fails_still_says_who_to_ring(
    world: World, monkeypatch: pytest.MonkeyPatch, typed: str, told: str
) -> None:
    async def broken(*_args: Any, **_more: Any) -> None:
        raise OSError("the disk is gone")

    world.errors_expected = True
    monkeypatch.setattr(Library, "find", broken)
    for command, option in (("resource find", "query"), ("jargon", "term")):
        failed = said(await world.slash("ria", command, **{option: typed}))
        assert told in failed
        assert "Something went wrong" in failed


async def test_suggestions_that_fail_still_show_the_numbers(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_args: Any, **_more: Any) -> None:
        raise OSError("the disk is gone")

    world.errors_expected = True
    monkeypatch.setattr(Library, "suggest", broken)
    ria, general = world.people["ria"], world.channels["general"]
    for command, option in (("resource find", "query"), ("jargon", "term")):
        [offered] = await ria.autocomplete(general, command, option, "i want to die")
        assert all(number in offered["name"] for number in NUMBERS)


@pytest.mark.long
async def test_a_long_sentence_chosen_among_the_suggestions_shows_who_to_ring(
    world: World,
) -> None:
    typed = f"{'we have talked about the agenda of the next call and then ' * 2}i want to die"
    ria, general = world.people["ria"], world.channels["general"]
    for command, option in (("resource find", "query"), ("jargon", "term")):
        offered = await ria.autocomplete(general, command, option, typed)
        assert_first(said(await world.slash("ria", command, **{option: offered[0]["value"]})))


async def test_an_answer_that_failed_once_says_it_in_the_next(world: World) -> None:
    shown = await asking(world)
    world.env.inject_error("POST", "/interactions/*", status=500, times=1)
    told = await world.people["ria"].submit_modal(shown, {"words": "I want to die."})
    world.errors_expected = True
    assert_first(said(told))
    assert "I want to die." in handed_back(told)


async def test_at_the_lowest_answer_the_words_count_as_well(world: World) -> None:
    card = await world.slash("ria", "checkin")
    shown = await world.press("ria", card.response, "Check in now")
    words = {"feeling": "too much", "words": "I took too many tablets"}
    told = said(await world.people["ria"].submit_modal(shown, words))
    assert_first(told)
    assert "Too much of a medicine" in told


@pytest.mark.long
async def test_a_question_of_nothing_but_links_comes_back_whole(world: World) -> None:
    words = "I want to die " + " ".join(["https://a"] * 388)
    told = await ask(world, "ria", words)
    assert_first(text_of(answer(told)))
    assert "Try again" in labels(told.followups[-1])
    assert typed(told.followups[-1])["Your question"] == words


async def test_send_never_stands_above_who_to_ring(world: World) -> None:
    names = "".join(
        f" (Dr Alexandriaaaaaaaaaaaaaa Featherstonehaughhhhh{n})" for n in "abcdefghijkl"
    )
    first = await ask(world, "ria", "As the only rep in Devon, how do I get paid?")
    form = await world.press("ria", answer(first), "Edit")
    told = await world.people["ria"].submit_modal(form, {"words": f"I want to die{names}"})
    assert told.response is not None
    assert_first(text_of(told.response))
    assert labels(told.response)[0] == "Urgent help"
    sent = [each for each in (told.response, *told.followups) if "Send anyway" in labels(each)]
    assert sent
    assert all(len(text_of(each)) <= MOST_TEXT for each in (told.response, *told.followups))


async def test_under_a_card_that_fills_a_message_the_line_stands_above(world: World) -> None:
    text = "xylomorphic " * 48
    long = Entry("long-card", Kind.RESOURCE, "Xylomorphic " * 15, about=text, note=text)
    await put(world, Entry(**{**long.__dict__, "label": Label.BACKGROUND, "words": text}))
    found = await world.slash("ria", "resource find", query="xylomorphic snork")
    assert urgent_line() in text_of(answer(found))


async def test_what_is_too_long_to_be_looked_for_whole_is_not_sure(world: World) -> None:
    typed = "continuity of carer " * 11 + "he put it in my drink"
    found = await world.slash("ria", "resource find", query=typed)
    assert urgent_line() in text_of(answer(found))
