"""What is typed is text, and nothing else."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.library import Entry, Kind
from bot.domain.search import (
    MOST_WORDS,
    expression,
    only,
    plain,
    same_names,
    strict_expression,
    wanted,
    words_of,
)
from bot.domain.spelling import nearest

FTS = sqlite3.connect(":memory:", check_same_thread=False)
FTS.execute("CREATE VIRTUAL TABLE t USING fts5(title, names, words, tags, kind)")


@given(st.text(max_size=300), st.booleans())
def test_no_text_breaks_the_question_to_the_index(text: str, typing: bool) -> None:
    wants = wanted(words_of(text), {}, typing=typing)
    if wants:
        plain_ones = (expression(wants), expression(wants, typing=True), strict_expression(wants))
        for asked in (*plain_ones, *(only([Kind.TERM], one) for one in plain_ones)):
            FTS.execute("SELECT count(*) FROM t WHERE t MATCH ?", (asked,)).fetchone()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("what is ATAIN?", ["atain"]),
        ("35% target still a thing?", ["35", "target"]),
        ("what is this", ["what", "is", "this"]),
        ('"NEAR(x*" AND', ["near", "x"]),
        ("café CAFÉ", ["cafe"]),
        ("🤱", []),
        ("", []),
    ],
)
def test_the_telling_words_are_kept(typed: str, words: list[str]) -> None:
    assert words_of(typed) == words


def test_a_very_long_query_is_cut() -> None:
    assert len(words_of(" ".join(f"word{n}" for n in range(2000)))) <= MOST_WORDS


def test_right_to_left_words_are_words() -> None:
    assert plain("מיילדת  القابلة") == "מיילדת القابلة"


def test_names_mean_the_same_both_ways() -> None:
    old = Entry("term-mvp", Kind.TERM, "MVP", replaced_by="term-mnvp")
    new = Entry("term-mnvp", Kind.TERM, "MNVP")
    assert same_names([old, new]) == {("mvp", "mnvp"), ("mnvp", "mvp")}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("atian", "atain"),
        ("ockendon", "ockenden"),
        ("remunaration", "remuneration"),
        ("zebra", None),
        ("mist", None),
    ],
)
def test_the_nearest_word_is_meant_or_none(typed: str, meant: str | None) -> None:
    assert nearest(typed, ["atain", "ockenden", "remuneration", "midwife"]) == meant


def test_what_a_third_of_the_entries_have_is_asked_of_the_index_only_where_nothing_tells_more() -> (
    None
):
    forms = {"mvp": {"mvp": 500}, "agenda": {"agenda": 5}, "wombat": {}}
    asked = expression(wanted(["mvp", "agenda"], {}, forms, 1000, typing=False))
    assert "agenda" in asked
    assert "mvp" not in asked
    for words in (["mvp"], ["mvp", "wombat"]):
        assert "mvp" in expression(wanted(words, {}, forms, 1000, typing=False))
