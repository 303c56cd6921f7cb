"""What might give somebody away is found, and plain questions are left in peace."""

from __future__ import annotations

import pytest

from bot.domain.giveaways import give_aways

NAMES = ("ria_92", "Ría Müller", "Ría Müller", "1456074443980800017")


def kinds(words: str) -> set[str]:
    return {found.what for found in give_aways(words, NAMES)}


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Her NHS number is 943 476 5919.", "an NHS number"),
        ("It is 9434765919", "an NHS number"),
        ("It is 943-476-5919", "an NHS number"),
        ("born 3/4/1987", "a date, perhaps of a birth"),
        ("born 03.04.87", "a date, perhaps of a birth"),
        ("born on the 3rd of March", "a date, perhaps of a birth"),
        ("due March 3rd, 2027", "a date, perhaps of a birth"),
        ("DOB 1987-04-03", "a date, perhaps of a birth"),
        ("near SW1A 1AA", "a postcode"),
        ("near ex44qj", "a postcode"),
        ("ring 07700 900123", "a phone number"),
        ("ring +44 20 7946 0018", "a phone number"),
        ("ring (0161) 496 0000", "a phone number"),
        ("write to mum.of-2@example.co.uk", "an e-mail address"),
        ("write to mum (at) example (dot) org", "an e-mail address"),
        ("see https://docs.example.org/d/1", "a link, which may show who made it"),
        ("Ria says hello", "your own name"),
        ("i am ria müller", "your own name"),
        ("i am RIA MULLER", "your own name"),
        ("ria_92 here", "your own name"),
        ("As the only rep in Devon", "words that may point at you"),
        ("as the new chair of ours", "words that may point at you"),
        ("I'm the only one who asks", "words that may point at you"),
        ("my twins were born early", "words that may point at you"),
        ("In our trust they laugh", "words that may point at you"),
        ("As I said at the call", "words that may point at you"),
        ("Dr Patel told us", "a name"),
        ("the midwife, Sarah Jones, said", "a name"),
        ("at St Mary's Hospital", "a name"),
    ],
)
def test_it_is_found(words: str, kind: str) -> None:
    assert kind in kinds(words)


@pytest.mark.parametrize(
    "words",
    [
        "How do other people get an answer to their e-mails?",
        "What may we claim for childcare, and who decides?",
        "Is it all right to say no to a fourth meeting in a month?",
        "Better Births said one third. Does that still hold in 2026/27?",
        "943 476 5918 has a wrong check digit",
        "They want 10 of us at 19:30 for 1,000 pounds",
        "The maria in this word is not a name of mine",
    ],
)
def test_a_plain_question_is_left_in_peace(words: str) -> None:
    assert kinds(words) == set()


def test_the_words_found_are_shown_each_once() -> None:
    found = give_aways("Ria, Ria and SW1A 1AA", NAMES)
    assert [one.found for one in found] == ["Ria", "SW1A 1AA"]


def test_a_finding_does_not_print_what_it_found() -> None:
    (found,) = give_aways("SW1A 1AA", NAMES)
    assert "SW1A" not in repr(found)
