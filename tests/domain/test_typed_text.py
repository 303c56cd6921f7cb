"""What people typed, as it is used."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.typed_text import clean, is_seen

FAMILY = "\U0001f469\u200d\U0001f469\u200d\U0001f467"
ENGLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
HEART, KEYCAP = "\u2764\ufe0f", "1\ufe0f\u20e3"
PERSIAN = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645"
HIDDEN = "\u0301\u200b\u200c\u200d\u202e\u2066\ufe0f\u2800\x00\x07"
SIGNS = st.sampled_from(
    [*"ab1 \n\t\r[]()\u0645\u05d0\u212a", *HIDDEN, FAMILY, ENGLAND, HEART, PERSIAN, "\U000e0067"]
)


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        ("ring\x07 the\x00 trust\x1b", "ring the trust"),
        ("one\r\ntwo\n\n\n  three", "one\ntwo\n\n\n  three"),
        ("a\tb\u00a0c", "a b c"),
        ("\u202egnp.exe\u202c \u2066b\u2069\u200f", "gnp.exe b"),
        ("mo\u200bth\u2060ly\ufeff", "mothly"),
        ("[our form](https://bad.example)", "[our form] (https://bad.example)"),
        ("[our form]\u200b(<https://bad.example>)", "[our form] (<https://bad.example>)"),
        (" \u200b\u3164\u2800\ufe0f ", ""),
        ("a\u200db", "ab"),
    ],
)
def test_what_nobody_sees_goes(typed: str, used: str) -> None:
    assert clean(typed) == used


@pytest.mark.parametrize(
    "words", [FAMILY, ENGLAND, HEART, KEYCAP, PERSIAN, "\u05e9\u05dc\u05d5\u05dd", "na\u00efve"]
)
def test_what_people_write_stays(words: str) -> None:
    assert clean(f"Hello {words} all") == f"Hello {words} all"
    assert is_seen(words)


@pytest.mark.parametrize("words", ["", " \n", "\u200b", "\u202e\u2066", "\u0301", "\u3164", "\x00"])
def test_there_is_something_to_see_or_not(words: str) -> None:
    assert not is_seen(words)


@example("\ufe0f\u200c\ufe0f")
@given(st.lists(SIGNS).map("".join) | st.text())
def test_nothing_is_left_that_hides_or_turns_round_and_twice_is_as_once(typed: str) -> None:
    used = clean(typed)
    assert clean(used) == used
    assert "](" not in used
    bare = used.replace(ENGLAND, "").replace("\u200d", "").replace("\u200c", "")
    hidden = [sign for sign in bare if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    assert set(hidden) <= {"\n"}


LATIN = st.characters(categories=("Lu", "Ll", "Nd", "Po"), max_codepoint=0x24F)
HEBREW = st.characters(min_codepoint=0x5D0, max_codepoint=0x5EA)
ARABIC = st.characters(min_codepoint=0x620, max_codepoint=0x64A)


@given(st.text(alphabet=LATIN | HEBREW | ARABIC))
def test_plain_words_stay_as_they_are(words: str) -> None:
    assert clean(words) == unicodedata.normalize("NFC", words)
