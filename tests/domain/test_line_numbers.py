"""Numbers look like numbers: to ring, to text, and never what a spreadsheet made of them."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.content import load
from bot.domain.line_numbers import LOST_NOUGHT, NO_PHONE, NO_TEXT, check_phone, check_text_number


@pytest.mark.parametrize(
    "number",
    [
        "999", "112", "111", "101", "105", "119", "116 123", "116123", "116 000",
        "111, then option 2", "111, then the mental health option (2)", "111 (option 2)",
        "0808 157 0142", "0800 1111", "020 7713 7486", "08001111", "0808-157-0142",
        "0808\u00a0157\u00a00142", "(020) 7946 0000", "+44 20 7946 0000", "+44 (0)20 7946 0000",
        "01632 960123", "07700 900123", "0300 365 0663", "0800 83 85 87",
        "0300 365 0663 ext 12", "0300 365 0663, option 1", "0300 365 0663, then press 3",
    ],
)  # fmt: skip
def test_a_number_is_one(number: str) -> None:
    check_phone(number)


@pytest.mark.parametrize("number", ["8081570142", "2077137486", "1632 960123", "800838587"])
def test_a_number_without_its_first_nought_is_told_from_any_other(number: str) -> None:
    with pytest.raises(ValueError, match=LOST_NOUGHT):
        check_phone(number)


@pytest.mark.parametrize(
    "words",
    [
        "11-Nov", "8.08157E+09", "#NAME?", "ring us", "01 234", "12345", "0", "(", "1",
        "2026-11-21", "0000 000 0000", "0033 1 42 68 53 00", "+1 212 555 0123", "116 1234",
        "999 999", "08-11-2026",
        "0808 157 0142 or 0808 157 0143", "0808 157 0142, then 0808 157 0143", "0808 157 0142\n",
        "\u0660\u0668\u0660\u0668", "0808 157 0142 \u202e",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_what_to_do(words: str) -> None:
    with pytest.raises(ValueError, match=NO_PHONE):
        check_phone(words)


@pytest.mark.parametrize("number", ["SHOUT to 85258", "85258", "07700 900123", "HELP2 to 60066"])
def test_a_number_to_text_is_one(number: str) -> None:
    check_text_number(number)


@pytest.mark.parametrize(
    "words", ["8.5258E+04", "85258.0", "SHOUT", "SHOUT to 1", "7700900123", "#NAME?", "text us"]
)
def test_what_is_no_number_to_text_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=NO_TEXT):
        check_text_number(words)


def test_every_number_that_is_delivered_is_one() -> None:
    for entry in load():
        if entry.phone:
            check_phone(entry.phone)
        if entry.text:
            check_text_number(entry.text)


@given(st.sampled_from(["0", "+44 ", "0044 "]), st.integers(10**9, 10**10 - 1))
def test_a_valid_british_number_is_taken_and_its_nought_is_missed(start: str, digits: int) -> None:
    parsed = phonenumbers.parse(f"+44{digits}")
    assume(phonenumbers.is_valid_number(parsed))
    check_phone(f"{start}{digits}")
    with pytest.raises(ValueError, match=LOST_NOUGHT):
        check_phone(str(digits))


@given(st.text(max_size=30))
def test_any_text_is_a_number_or_gets_a_reason(text: str) -> None:
    for check, reasons in ((check_phone, (NO_PHONE, LOST_NOUGHT)), (check_text_number, (NO_TEXT,))):
        said = ""
        try:
            check(text)
        except ValueError as refused:
            said = str(refused)
        assert said in reasons if said else any(sign in "0123456789" for sign in text)
