"""The kit of cards: nothing is lost and no limit of Discord is met, whatever is put into a card."""

from __future__ import annotations

from typing import Any, cast

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st
from simcord.components import validate_components

from bot import cards, ui
from bot.cards import Card, Line, Section, Typed, split_text

MENTION = "<@1234567890123456789>"
PIECES = st.one_of(
    st.text(max_size=300),
    st.just(MENTION),
    st.just("<t:1796700000:R>"),
    st.just("https://example.org/" + "long/" * 30),
    st.sampled_from([" ", "\n", "\n\n", ", "]),
)
TEXTS = st.lists(PIECES, max_size=120).map("".join)


@given(TEXTS, st.integers(min_value=200, max_value=4000))
def test_a_split_text_fits_and_loses_only_white_space(text: str, limit: int) -> None:
    pieces = split_text(text, limit)
    assert all(len(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


@given(st.integers(min_value=1, max_value=500), st.integers(min_value=100, max_value=2000))
def test_a_mention_is_never_cut_in_two(people: int, limit: int) -> None:
    pieces = split_text("Coming: " + ", ".join([MENTION] * people), limit)
    assert sum(piece.count(MENTION) for piece in pieces) == people


def test_a_text_is_cut_between_paragraphs_before_lines_and_words() -> None:
    assert split_text("one one\n\ntwo\nthree", 12) == ["one one", "two\nthree"]
    assert split_text("one\ntwo two", 8) == ["one", "two two"]
    assert split_text("one two three", 8) == ["one two", "three"]
    assert split_text("short", 8) == ["short"]


def components(page: discord.ui.LayoutView) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", page.to_components())  # type: ignore[no-untyped-call]


def test_a_card_is_a_container_in_our_colour_with_the_buttons_under_it() -> None:
    actions = ui.view(ui.button("Going", "a:1:go"), ui.button("Maybe", "a:1:maybe"))
    (page,) = cards.layouts(cards.card("Title", Line(), "", "Words", actions=actions))
    (container,) = components(page)
    assert container["accent_color"] == cards.ACCENT.value
    assert [part["type"] for part in container["components"]] == [10, 14, 10, 1]
    assert [b["label"] for b in container["components"][-1]["components"]] == ["Going", "Maybe"]


@pytest.mark.parametrize("count", [12, 13, 60])
def test_many_sections_go_on_in_a_message_of_their_own(count: int) -> None:
    sections = [Section(f"Entry {n}", ui.button("Open", f"a:1:open:{n}")) for n in range(count)]
    actions = ui.view(ui.button("More", "a:1:more"))
    pages = cards.layouts(cards.card(*sections, actions=actions))
    shown = str([components(page) for page in pages])
    assert all(f"'Entry {n}'" in shown for n in range(count))
    assert "'More'" not in str([components(page) for page in pages[:-1]])
    assert "'More'" in str(components(pages[-1]))


@given(
    st.lists(
        st.one_of(
            TEXTS,
            st.builds(Line),
            TEXTS.map(lambda text: Section(text.strip() or "-", ui.button("Open", "a:1:b"))),
        ),
        max_size=40,
    ),
    st.integers(min_value=0, max_value=12),
)
def test_no_card_meets_a_limit_of_discord(parts: list[Any], buttons: int) -> None:
    parts = [
        Section(p.text, ui.button("Open", f"a:1:s:{n}")) if isinstance(p, Section) else p
        for n, p in enumerate(parts)
    ]
    made = [ui.button(f"Button {n}", f"a:1:b:{n}") for n in range(buttons)]
    for page in cards.layouts(Card((*parts, "End"), tuple(made))):
        assert page.content_length() <= cards.MOST_TEXT
        assert page.total_children_count <= cards.MOST_COMPONENTS
        validate_components(components(page), flags=1 << 15)


@given(st.dictionaries(st.sampled_from("ABCDE"), st.text(min_size=1, max_size=9000), max_size=5))
def test_nothing_typed_is_lost_however_long_it_is(fields: dict[str, str]) -> None:
    shown = [str(part) for page in cards.layouts(Card((Typed(fields),))) for part in walked(page)]
    for words in fields.values():
        for word in words.split()[:20]:
            assert any(word[:50] in text for text in shown)


def walked(page: discord.ui.LayoutView) -> list[str]:
    return [
        part.content for part in page.walk_children() if isinstance(part, discord.ui.TextDisplay)
    ]
