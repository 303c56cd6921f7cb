"""Numbers look like numbers: to ring, to text, and never what a spreadsheet made of them."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.content import load
from bot.domain.line_numbers import (
    LOST_NOUGHT,
    NO_PHONE,
    NO_TEXT,
    check_phone,
    check_text_number,
    mentions_number,
)


@pytest.mark.parametrize(
    "number",
    [
        "999", "112", "111", "101", "105", "119", "116 123", "116123", "116 000",
        "111, then option 2", "111 option 2", "111 (option 2)",
        "0808 157 0142", "0800 1111", "020 7713 7486", "08001111", "0808-157-0142",
        "0808\u00a0157\u00a00142", "(020) 7946 0000", "+44 20 7946 0000", "+44 (0)20 7946 0000",
        "01632 960123", "07700 900123", "0300 365 0663", "0800 83 85 87",
        "0300 365 0663 ext 12", "0300 365 0663, option 1", "0300 365 0663, then press 3",
        "0300 365 0663 extension 123456", "0300 365 0663 press 2", "(020) 7713 7486",
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
        "111, then ask for Sam", "0808 157 0142 option call my mum", "999 press no button ever",
        "111, then the mental health option (2)", "0808 157 0142 ext 1234567",
        "0808 157 0142 (option 2", "0808 157 0142 option 2)", "0808 157 0142, then (option 2)",
        "(020 7946 0000", "020) 7946 0000", "((020)) 7946 0000", "0(20)(79) 46 0000",
        "02()7946 0000",
        "0909 879 0879", "+44 909 879 0879", "09098790879",
    ],
)  # fmt: skip
def test_what_is_no_number_is_refused_with_what_to_do(words: str) -> None:
    with pytest.raises(ValueError, match=NO_PHONE):
        check_phone(words)


@pytest.mark.parametrize("number", ["SHOUT to 85258", "85258", "07700 900123"])
def test_a_number_to_text_is_one(number: str) -> None:
    check_text_number(number)


@pytest.mark.parametrize(
    "words", ["8.5258E+04", "85258.0", "SHOUT", "SHOUT to 1", "7700900123", "#NAME?", "text us",
     "999 to 85258", "111 to 85258", "HELP2 to 60066", "SHOUT to 0909 879 0879", "SHOUT to 999"]
)  # fmt: skip
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
    assume(phonenumbers.is_valid_number(parsed) and not str(digits).startswith("9"))
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


@pytest.mark.parametrize(
    "words",
    [
        "Ring 0808 157 0142", "ring 08081570142 now", "0808-157-0142", "0808.157.0142",
        "(0808) 157 0142", "0808/157/0142", "+44 808 157 0142", "+44 (0)20 7946 0000",
        "0044 20 7946 0000", "0800 1111", "08001111", "116 000", "116111", "0 8 0 8 1 5 7 0 1 4 2",
        "0808\u00a0157\u00a00142", "0808\u2013157\u20130142", "0808\u200b1570142",
        "\uff10\uff18\uff10\uff18 157 0142", "\u24ea\u2467\u24ea\u2467 157 0142",
        "tel0808 157 0142", "2026-11-21: 0808 157 0142",
        "text SHOUT to 85258", "Text 85258", "0909 879 0879", "ring 999 or 0808 157 0142",
    ],
)  # fmt: skip
def test_a_number_in_words_is_noticed(words: str) -> None:
    assert mentions_number(words)


@pytest.mark.parametrize(
    "words",
    [
        "Ring 999", "111, then option 2", "Samaritans, 116 123", "116123", "press 55",
        "1 April 2026", "01/04/2026 to 31/03/2027", "01-04-2026 - 01-04-2027", "2026-11-21",
        "2026-01-04 - 2027-01-04", "2018 to 2020", "PRN00823", "RX1, QMM, E54000050",
        "09:00-17:00, 18:00-21:00", "09.00-17.00 (24 hours)", "Mon-Fri 0900-1700, Sat 0900-1300",
        "Mon-Fri 10am-3pm; Tue, Wed, Thu also 6pm-9pm", "an infant death rate of 0.0001",
        "20,000 to 100,000 births", "The full text has 12,000 words", "10.1016/j.midw.2020",
        "1,161,000 families", "ages 0-19",
    ],
)  # fmt: skip
def test_days_hours_and_numbers_of_papers_are_no_number_to_ring(words: str) -> None:
    assert not mentions_number(words)
