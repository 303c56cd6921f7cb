"""The letter: today's policy, no withdrawn target as a rule, and any text holds."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.trust_letters import (
    SIZES,
    Part,
    TrustLetter,
    as_text,
    compose,
    compose_pay,
    mentions_target,
    names_in,
    size_for,
)
from bot.domain.typed_text import clean
from bot.services.trust_letters import as_document

DAY = date(2026, 11, 21)
LETTER = TrustLetter("Ria", "a rep", "Example NHS Trust", "We hear much.", "A plan.")


def test_the_letter_quotes_no_withdrawn_target() -> None:
    words = as_text(compose(LETTER, DAY))
    assert not re.search(r"\d+\s*(%|per cent)", words)
    assert "withdrew the national targets" in words
    assert "I am not asking about a target" in words
    assert "default" not in words


def test_the_letter_copies_in_the_secretary_and_asks_for_the_plan() -> None:
    words = as_text(compose(LETTER, DAY))
    assert "Copy to the trust board secretary" in words
    assert "21 November 2026" in words
    assert "present plan for continuity of carer" in words


def test_a_target_in_the_reps_own_words_is_noticed() -> None:
    assert mentions_target(TrustLetter("", "", "", "We want 35 per cent", ""))
    assert mentions_target(TrustLetter("", "", "", "", "Meet the target"))
    assert not mentions_target(LETTER)


def written(why: str, wish: str = "") -> TrustLetter:
    return TrustLetter("Ria Example", "Dr Patel's rep", "Leeds Teaching Hospitals", why, wish)


@pytest.mark.parametrize(
    ("why", "named"),
    [
        ("My friend Sarah Jones lost her baby", "Sarah Jones"),
        ("Ring her on 07700 900123.", "07700 900123"),
        ("Write to mum.of-2@example.co.uk", "mum.of-2@example.co.uk"),
        ("Her number is 943 476 5919.", "943 476 5919"),
        ("She was born on 3/4/1987.", "3/4/1987"),
        ("They live at SW1A 1AA.", "SW1A 1AA"),
        ("At Leeds General Infirmary, Dr Patel said no.", "Dr Patel"),
    ],
)
def test_who_may_be_named_in_the_reps_own_words_is_found(why: str, named: str) -> None:
    assert names_in(written(why)) == [named]
    assert names_in(written("", why)) == [named]


@pytest.mark.parametrize(
    "why",
    [
        "",
        "Families meet a new midwife each time, as I said at the last call.",
        "As the only rep in our trust I hear much; see https://example.org/plan.",
        "Care at Leeds General Infirmary, and in our Maternity Voices Partnership.",
        "We are glad to work with Leeds Teaching Hospitals.",
    ],
)
def test_the_sender_and_places_of_care_are_nobody_to_be_warned_of(why: str) -> None:
    assert names_in(written(why)) == []


@pytest.mark.parametrize(
    ("role", "said"),
    [
        ("MNVP rep", "as an MNVP rep."),
        ("service user rep", "as a service user rep."),
        ("user rep", "as a user rep."),
        ("elected parent", "as an elected parent."),
        ("NHS volunteer", "as an NHS volunteer."),
        ("the lead of our MNVP", "as the lead of our MNVP."),
        ("", "as (to be filled in)."),
    ],
)
def test_the_role_gets_the_article_that_belongs_to_it(role: str, said: str) -> None:
    words = as_text(compose(TrustLetter("", role, "", "", ""), DAY))
    assert said in words


def test_a_letter_to_nobody_by_name_ends_faithfully() -> None:
    words = as_text(compose(LETTER, DAY))
    assert "Dear safety champion" in words
    assert "Yours faithfully" in words


def test_what_was_left_empty_is_marked_in_the_letter() -> None:
    assert "(to be filled in)" in as_text(compose(TrustLetter("", "", "", "", ""), DAY))


@pytest.mark.long
@given(st.text(max_size=200))
@settings(max_examples=25, deadline=None)
def test_any_text_makes_a_document_that_opens(text: str) -> None:
    words = clean(text)
    letter = TrustLetter(words, words, words, words, words)
    for parts in (compose(letter, DAY), compose_pay(letter, DAY)):
        assert docx.Document(io.BytesIO(as_document(parts, "A letter", DAY))).paragraphs


def test_the_letter_about_the_plan_names_whom_it_is_for_and_what_it_rests_on() -> None:
    words = as_text(compose(LETTER, DAY))
    for said in (
        *("Black, Asian and mixed ethnicity families", "most deprived areas"),
        *("guidance on MNVPs (2023)", "Perinatal Quality Oversight Model", "safety action 7"),
        *("its date and who owns it", "through our Maternity and Neonatal Voices Partnership"),
        *("my thanks to everybody who looks after families", "campaigns@aims.org.uk"),
    ):
        assert said in words, said


def test_the_letter_about_pay_asks_for_everything_in_writing_and_names_no_rate() -> None:
    words = as_text(compose_pay(LETTER, DAY))
    for said in (
        *("in writing", "the hours that are paid", "rate for an hour", "expenses", "childcare"),
        *("say no to pay", "letter for the Jobcentre", "21 November 2026", "No national rate"),
        *("my thanks", "Copy to the lead", "Example NHS Trust", "We hear much.", "A plan."),
    ):
        assert said in words, said
    assert "\u00a3" not in words


SHORT_ONE = TrustLetter("Ria", "a rep", "X", "Yes.", "A plan.")
LONG_ONE = TrustLetter(
    "Ria " * 37,
    "the lead of our partnership " * 5,
    "Trust " * 25,
    "Why it is so. " * 64,
    "Wish. " * 100,
)
IN_LINES = TrustLetter("Ria", "a rep", "X", "Line\n" * 180, "Line\n\n" * 100)


@pytest.mark.parametrize("letter", [SHORT_ONE, LONG_ONE, IN_LINES])
@pytest.mark.parametrize("composed", [compose, compose_pay])
def test_a_letter_is_an_a4_page_in_british_english_with_black_headings_of_today(
    composed: Callable[[TrustLetter, date], list[Part]], letter: TrustLetter
) -> None:
    parts = composed(letter, DAY)
    made = docx.Document(io.BytesIO(as_document(parts, "A letter", DAY)))
    page: Any = made.sections[0]
    about: Any = made.core_properties
    assert (round(page.page_width.mm), round(page.page_height.mm)) == (210, 297)
    assert about.language == "en-GB"
    assert (about.created.date(), about.modified.date()) == (DAY, DAY)
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert 'w:val="en-GB"' in made.styles.element.xml
    assert 'w:val="en-US"' not in made.styles.element.xml
    every: list[Any] = made.paragraphs
    headings = [each for each in every if each.style.name == "Heading 2"]
    assert len(headings) == 3
    assert {str(each.style.font.color.rgb) for each in headings} == {"000000"}
    assert made.paragraphs[-1].text.startswith("Yours faithfully")
    assert size_for(parts) >= 8.5


def test_a_short_letter_has_large_letters_and_a_long_one_stays_on_its_page() -> None:
    assert size_for(compose(SHORT_ONE, DAY)) == SIZES[0]
    assert SIZES[0] > size_for(compose(LONG_ONE, DAY)) > SIZES[-1]
    assert SIZES[0] > size_for(compose_pay(LONG_ONE, DAY)) > SIZES[-1]
