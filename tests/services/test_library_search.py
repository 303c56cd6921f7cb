"""What a search understands, what it leaves away, and that it is never surer than its words."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.domain.library import Entry, Kind, Label
from bot.services.library import Library
from tests.services.library_services import Desk, opened


def page(key: str, title: str, words: str = "", about: str = "") -> Entry:
    return Entry(key, Kind.RESOURCE, title, words=words, about=about, label=Label.BACKGROUND)


COMMON = [page(f"mvp-{n}", f"MVP paper {n}", "mvp, our mvp") for n in range(60)]
ENTRIES = [
    *COMMON,
    Entry("term-mvp", Kind.TERM, "MVP", full_name="Maternity Voices Partnership"),
    page("money", "Money for families", "cut in funding", "What was funded, and by whom"),
    page("births", "Home births", "water birth", "Stopped or cancelling them"),
    page("centre", "A letter", "jobcentre, benefits"),
    page("agenda", "Running a meeting", "agenda, minutes"),
    page("loss", "Care after a stillbirth", "stillbirth, bereavement room"),
    Entry("line-feed", Kind.LINE, "Feeding line", words="breastfeeding support, feeding"),
    Entry("line-grief", Kind.LINE, "Grief line", words="support, grief, lonely"),
    Entry("line-talk", Kind.LINE, "Talking line", words="lonely, alone, support"),
]


@pytest.fixture
async def library(tmp_path: Path) -> AsyncIterator[Library]:
    async with opened(tmp_path, ENTRIES) as desk:
        yield desk.library


async def keys(library: Library, typed: str) -> list[str]:
    return [kept.entry.key for kept in (await library.find(typed)).found]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("cancelled", "births"),
        ("bereaved", "loss"),
        ("families", "money"),
        ("family", "money"),
        ("meetings", "agenda"),
        ("stop", "births"),
    ],
)
async def test_a_word_is_found_in_its_other_forms(library: Library, typed: str, first: str) -> None:
    found = await library.find(typed)
    assert found.found[0].entry.key == first
    assert found.searched == ()
    assert found.left_out == ()


async def test_a_word_is_found_in_its_irregular_forms(tmp_path: Path) -> None:
    papers = [page("pay", "Who should pay"), page("women", "Women's wards", "women"), *COMMON]
    async with opened(tmp_path, papers) as desk:
        for typed, first in (("was i paid yet", "pay"), ("a woman", "women")):
            found = await desk.library.find(typed)
            assert found.found[0].entry.key == first
            assert found.left_out == ()
            assert not found.sure
        mended = await desk.library.find("paid on wadrs")
        assert mended.searched == ("paid", "wards")
        assert {one.entry.key for one in mended.found} == {"pay", "women"}


@pytest.mark.parametrize(
    ("typed", "first", "searched"),
    [
        ("letter for the job centre", "centre", ()),
        ("still birth", "loss", ()),
        ("waterbirth", "births", ("water", "birth")),
        ("waterbirth letter", "births", ("water", "birth", "letter")),
    ],
)
async def test_two_words_may_be_one_and_one_word_two(
    library: Library, typed: str, first: str, searched: tuple[str, ...]
) -> None:
    found = await library.find(typed)
    assert found.found[0].entry.key == first
    assert found.searched == searched


@pytest.mark.parametrize("typed", ["mvp agenda", "agenda of our MVP", "MVP minutes"])
async def test_a_topic_is_found_beside_initials_that_stand_everywhere(
    library: Library, typed: str
) -> None:
    assert (await keys(library, typed))[0] == "agenda"


async def test_fewer_than_three_good_answers_are_fewer_cards_and_the_rest_is_further(
    library: Library,
) -> None:
    found = await library.find("breastfeeding support")
    assert [kept.entry.key for kept in found.found] == ["line-feed"]
    rest = await library.several(found.more)
    assert {"line-grief", "line-talk"} <= {kept.entry.key for kept in rest}


@pytest.mark.parametrize("typed", ["i need breastfeeding support", "my breastfeeding support"])
async def test_no_find_is_left_away_where_somebody_speaks_of_themselves(
    library: Library, typed: str
) -> None:
    assert len(await keys(library, typed)) == 3


@pytest.mark.parametrize("typed", ["cutting", "funding cutting", "overdosing", "agendas cutting"])
async def test_another_form_of_a_word_makes_nothing_sure(library: Library, typed: str) -> None:
    found = await library.find(typed)
    assert not found.sure
    assert {"cutting", "overdosing"} & set(found.unseen)


async def test_two_words_of_danger_taken_for_one_make_nothing_sure(tmp_path: Path) -> None:
    async with opened(tmp_path, [page("od", "Overdose guidance"), *COMMON[:2]]) as desk:
        assert (await desk.library.find("overdose guidance")).sure
        joined = await desk.library.find("over dose guidance")
    assert joined.found[0].entry.key == "od"
    assert not joined.sure


async def test_an_index_that_a_migration_emptied_is_made_anew_at_the_next_start(
    tmp_path: Path,
) -> None:
    async with opened(tmp_path, ENTRIES) as desk:
        async with desk.database.transaction() as tx:
            await tx.execute("DELETE FROM spellings")
            await tx.execute("INSERT INTO spellings_stems (spellings_stems) VALUES ('rebuild')")
        assert (await desk.library.find("cancelled meetings")).left_out != ()
        await desk.library.seed([])
        await found_first(desk, "cancelled", "births")


async def test_an_entry_that_is_added_or_changed_is_found_in_all_its_forms(tmp_path: Path) -> None:
    async with opened(tmp_path) as desk:
        kept = await desk.editing.add(
            Kind.RESOURCE, {"title": "Quokkas hopping", "label": "background"}
        )
        await found_first(desk, "hop quokka", kept.entry.key)
        await desk.editing.edit(kept.id, {"title": "Wallabies jumping"})
        await found_first(desk, "jumped wallaby", kept.entry.key)


async def found_first(desk: Desk, typed: str, key: str) -> None:
    assert (await desk.library.find(typed)).found[0].entry.key == key


@pytest.mark.parametrize("typed", ["hoe many icbs", "is the ICB new", "icb"])
async def test_of_words_to_explain_the_one_that_was_named_comes_first(
    tmp_path: Path, typed: str
) -> None:
    async with opened(tmp_path) as desk:
        found = await desk.library.find(typed, (Kind.TERM, Kind.AREA))
    assert found.found[0].entry.key == "term-icb"


@pytest.mark.parametrize(
    "typed",
    [
        "jobcentre agendas of wombats in burrows",
        "water for a wombat",
        "wombats cut water",
        "jobcentre of wombats in burrows",
    ],
)
async def test_what_holds_next_to_nothing_is_not_shown_and_is_further(
    library: Library, typed: str
) -> None:
    found = await library.find(typed)
    assert found.found == ()
    assert found.more
    assert not found.sure


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("mvp wombat", "term-mvp"),  # named
        ("jobcentre benefits for a wombat", "centre"),  # most of it stands there
        ("stillbirth of wombats", "loss"),  # a title tells of what is known
        ("wombats water lonely minutes births funding", "births"),  # a sentence of known words
        ("benefits letr jobcentr dngo", "centre"),  # what is not known may be mistyped
        ("i feel lonely like a wombat in burrows", "line-grief"),  # who to ring
    ],
)
async def test_a_name_all_that_is_known_and_who_to_ring_are_never_chance(
    library: Library, typed: str, first: str
) -> None:
    assert (await keys(library, typed))[0] == first


@pytest.mark.parametrize(
    "typed", ["they havent got an agenda for Thursday", "agenda tomorow, 7pm ok?"]
)
async def test_words_that_say_nothing_hide_nothing_also_where_they_are_mistyped(
    library: Library, typed: str
) -> None:
    found = await library.find(typed)
    assert found.found[0].entry.key == "agenda"
    assert found.searched == ()
    assert set(found.left_out) <= {"7pm"}


async def test_a_word_of_every_day_that_few_entries_have_is_not_what_is_asked_about(
    tmp_path: Path,
) -> None:
    others = [page(f"b-{n}", f"Induction {n}", "induction") for n in range(3)]
    async with opened(tmp_path, [page("big", "Big", "many"), *others, *COMMON]) as desk:
        assert (await keys(desk.library, "how many inductions"))[0].startswith("b-")


async def test_nothing_is_hidden_where_every_word_is_known(library: Library) -> None:
    typed = "bereavement minutes, funded water, jobcentre feeding, benefits of grief"
    assert (await library.find(typed)).left_out == ()
    assert await keys(library, typed)


async def test_a_short_word_that_only_begins_others_is_not_known(library: Library) -> None:
    assert (await library.find("agenda mee")).left_out == ("mee",)
    assert (await library.find("agenda meet")).left_out == ()


async def test_a_question_to_ask_comes_after_a_paper_that_says_as_much(tmp_path: Path) -> None:
    asked = Entry("ask", Kind.QUESTION, "Who is at the wards next?", words="visits, ward visits")
    papers = [page("visits", "Visits", "ward visits"), page("next", "Next of kin")]
    async with opened(tmp_path, [asked, *papers]) as desk:
        assert await keys(desk.library, "ward visits") == ["visits", "ask"]
        assert (await keys(desk.library, "next"))[0] == "next"


async def test_whoever_wants_a_question_to_ask_finds_one(tmp_path: Path) -> None:
    asked = Entry("ask", Kind.QUESTION, "Who may say that they met racism?", words="racism")
    papers = [page("frequent", "Frequent questions", "ask"), page("racism", "Racism on wards")]
    async with opened(tmp_path, [asked, *papers, *COMMON]) as desk:
        for typed in ("question about racism", "what to ask on racism"):
            assert (await keys(desk.library, typed))[0] == "ask"


async def test_a_word_and_the_document_of_its_name_are_one_find(tmp_path: Path) -> None:
    name = "National Bereavement Care Pathway"
    word = Entry("term-nbcp", Kind.TERM, "NBCP", full_name=name, words="bereavement")
    async with opened(tmp_path, [word, page("nbcp", name, "bereavement, nbcp")]) as desk:
        for typed in ("bereavement pathway", "NBCP", name):
            assert await keys(desk.library, typed) == ["nbcp"], typed
        terms = await desk.library.find("NBCP", (Kind.TERM,))
        assert [kept.entry.key for kept in terms.found] == ["term-nbcp"]


@pytest.mark.parametrize("typed", ["social media policy fb group", "running a facebook group"])
async def test_whoever_runs_a_group_online_finds_what_such_a_group_needs(
    tmp_path: Path, typed: str
) -> None:
    async with opened(tmp_path) as desk:
        found = await keys(desk.library, typed)
    assert {"samaritans-guidelines", "osa-charities"} <= set(found)
