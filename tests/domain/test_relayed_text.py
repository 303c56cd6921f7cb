"""Words are cleaned before the bot says them for somebody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.relayed_text import clean, untapped


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("hello @everyone", "hello everyone"),
        ("hello @\u200beveryone", "hello everyone"),
        ("hello @@here", "hello here"),
        ("ask <@123> and <@!123>", "ask somebody and somebody"),
        ("ask <@&123>", "ask a role"),
        ("ask <@\u200b123>", "ask somebody"),
        ("join discord.gg/abc now", "join (invitation left out) now"),
        ("join https://discord.com/invite/abc", "join (invitation left out)"),
        ("join <https://discord.gg/abc>", "join (invitation left out)"),
        ("see https://example.org/a.", "see <https://example.org/a>."),
        ("see <https://example.org/a>", "see <https://example.org/a>"),
        ("[win](https://example.org)", "[win] (<https://example.org>)"),
        ("left \u202egnorw\u202c right", "left gnorw right"),
        ("\u2066a\u2069\ufeff", "a"),
        ("a\u3164b\u2800c", "abc"),
        ("one \t\u00a0 two", "one two"),
        ("one\r\n\r\n\r\n\r\ntwo", "one\n\ntwo"),
        (" \u200b\u200d \n ", ""),
        ("<:wave:123> and <a:wave:123>", ":wave: and :wave:"),
        ("e" + "\u0301" * 40, "\u00e9" + "\u0301" * 3),
    ],
)
def test_it_reads_as_it_should(typed: str, said: str) -> None:
    assert clean(typed) == said


@given(st.text(alphabet=st.sampled_from("@everyonh <>&!#123/.:()[]\n\u200b\u202ehttps discord.gg")))
def test_cleaning_twice_changes_nothing_more(typed: str) -> None:
    assert clean(clean(typed)) == clean(typed)


@given(st.text())
def test_nothing_that_pings_is_left(typed: str) -> None:
    said = clean(f"{typed}@everyone {typed}<@&1>{typed}")
    assert "@everyone" not in said
    assert "<@&1>" not in said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Read https://nhs.uk/a?b=1, please.", "Read nhs.uk/a?b=1, please."),
        ("[here](https://nhs.uk/a)", "[here](nhs.uk/a)"),
        ("[here](<HTTPS://nhs.uk/a>)", "[here](nhs.uk/a)"),
        ("`a` discord://-/x \\https://nhs.uk", "`a` -/x \\nhs.uk"),
        ("Ring 111: now", "Ring 111: now"),
    ],
)
def test_a_link_is_text_that_opens_with_no_tap(typed: str, said: str) -> None:
    assert untapped(typed) == said


@given(st.text(alphabet=st.sampled_from("htps:/<>[]().`\\ 1\n")))
def test_whatever_is_typed_no_link_is_put_together(typed: str) -> None:
    assert "://" not in untapped(typed)
    assert "://" not in untapped(clean(typed))
