"""What is mended, and what is never taken for a typing error."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.spelling import ALSO, is_english, may_mean, near, swapped, unknown

ENGLISH = """
    kill kills die dies hurt hurts hate love live beat bruise scream choke drown bleed weep sober
    grieve refuge refugee asylum eviction hunger cutter fever lever labour colour organisation
    paediatric gynaecology haemorrhage nappies mums whilst learnt realise wont dont adhd covid
"""


@pytest.mark.parametrize("word", ENGLISH.split())
def test_an_english_word_is_what_it_is(word: str) -> None:
    assert is_english(word)
    assert unknown([word], []) == []


@pytest.mark.parametrize("word", ["materntiy", "expences", "commitee", "guidence", "recieve"])
def test_a_typing_error_is_no_english_word(word: str) -> None:
    assert not is_english(word)
    assert unknown([word], []) == [word]


@given(st.sampled_from(ALSO.split()) | st.text(max_size=12))
def test_any_text_may_be_asked_about(word: str) -> None:
    assert is_english(word) in (True, False)


@pytest.mark.parametrize("word", ["mvp", "lmns", "12345", "a1b2c3", "kil"])
def test_short_words_and_numbers_are_left_alone(word: str) -> None:
    assert unknown([word], []) == []


def test_fewest_slips_come_first() -> None:
    assert near("midwifes", ["midwives", "midwife", "zebra"]) == ["midwife", "midwives"]


@pytest.mark.parametrize(
    ("typed", "other", "same"),
    [
        ("sheffeild", "sheffield", True),
        ("nottingahm", "nottingham", True),
        ("basilldon", "basildon", True),
        ("harlow", "harrow", False),
        ("homerton", "merton", False),
        ("chichester", "colchester", False),
    ],
)
def test_letters_in_another_order_are_told_from_other_letters(
    typed: str, other: str, same: bool
) -> None:
    assert swapped(typed, other) is same


@pytest.mark.parametrize(
    ("typed", "other", "same"),
    [
        ("credt", "credit", True),
        ("privcy", "privacy", True),
        ("budgit", "budget", True),
        ("enduced", "induced", True),
        ("chiar", "chair", True),
        ("woking", "working", False),
        ("barts", "parts", False),
        ("leads", "leeds", False),
        ("recuit", "recruit", False),
    ],
)
def test_of_a_short_word_order_and_vowels_alone_may_be_wrong(
    typed: str, other: str, same: bool
) -> None:
    assert may_mean(typed, other, place=False) is same
    assert not may_mean("credt", "credit", place=True)
