"""Words of danger are known however they are typed; words of everyday work are not taken for them.

The phrases were written before any code that reads them.
"""

from __future__ import annotations

import re
import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.danger import Kind, danger_in, danger_in_form, is_personal
from bot.domain.urgent_text import urgent_help

ON_ONE_SCREEN = 700  # signs that are seen, on a phone of 390 by 844
ADDRESS = re.compile(r"\]\([^)]*\)")
BODY = {Kind.BODY, Kind.OVERDOSE, Kind.MEDICINE}
MIND = {Kind.MIND, Kind.OVERDOSE}
SPOKEN: dict[frozenset[Kind], tuple[str, ...]] = {
    frozenset(MIND): (
        "my baby would be better off without me",
        "everyone would be happier if i was gone",
        "i wish i could go to sleep and not wake up",
        "how many pills does it take to die",
        "unalive myself",
        "kms",
        "writing goodbye letters to my kids",
        "i cant see a way out",
        "going to jump off a bridge",
        "ive cut my arms again",
        "od'd on my antidepressants",
        "burning myself to cope",
        "the devil is telling me to drown my baby",
        "it feels like the baby isnt mine and people are watching us",
        "havent slept for four days and my thoughts are racing",
        "i nearly shook the baby",
        "ive got pills in front of me",
        "im going to jump",
        "i feel like a burden",
        "i keep imagining drowning her",
        "i dont trust myself with her",
        "social services want to take my baby",
        "postpartum psychosis",
        "my friend says she does not want to be here any more",
        "she doesn't want to live",
        "i think my mate is going to do something stupid",
        "a mum in our group is talking about dying",
        "he says nobody would miss him",
        "i am not okay",
        "i dont think i want to be alive any more",
        "my kids deserve a better mum than me",
        "thinking about not being here",
        "im in a really dark place",
        "my sister hasnt slept since the birth and thinks baby is the devil",
        "she says the baby can read her mind",
        "she thinks the neighbours are plotting",
        "scared to be alone with my baby",
        "ive been stockpiling paracetamol",
        "i havent eaten for days",
    ),
    frozenset({Kind.CHILD}): (
        "worried about how a toddler next door is treated",
        "the neighbours baby cries all night and is left",
    ),
    frozenset({Kind.ABUSE}): (
        "my boyfriend chokes me",
        "he threatens to take the baby if i leave",
        "he checks my phone and keeps all the money",
        "im afraid of my husband",
        "they want to do fgm to my daughter",
        "he forced me to have sex",
        "he has a knife",
        "he forces himself on me",
        "my friend is in danger tonight",
        "she is not safe",
        "i don't feel safe",
        "they weren't safe at home",
        "he comes to every appointment and answers for me",
        "i ran away from him",
        "my boyfriend spat at me",
        "they want to cut my daughter",
    ),
    frozenset(BODY): (
        "soaking a pad every hour",
        "my waters broke at 30 weeks",
        "face and hands swelling and blurry vision 32 weeks",
        "pain in my calf after birth",
        "i fainted and my heart is racing",
        "smelly discharge and shivering a week after having him",
        "baby wont wake for feeds",
        "newborn is yellow and very sleepy",
        "baby turned blue",
        "she hasnt moved today",
        "he is moving less than normal",
        "i dropped the baby on his head",
        "rash that doesnt fade under a glass",
        "took double my blood thinner injection",
        "gave my newborn too much calpol",
        "can i take ibuprofen while pregnant",
        "the baby has no heartbeat",
        "i shook my baby",
        "i missed my tablets",
        "baby gone quiet in my tummy",
        "spotting at 6 weeks",
        "i was kicked in the bump",
        "woke up in a pool of blood",
        "bump feels rock hard",
        "my eyes have gone yellow",
        "pus coming from my wound",
        "toddler got into my medication",
    ),
}
PHRASES = [(phrase, kinds) for kinds, phrases in SPOKEN.items() for phrase in phrases]
CALM = (
    "parents cant sleep over on neonatl unit",
    "cant get anyone to join our group",
    "we cant get hold of the minutes",
    "who can help me tell if our trusts plan is any good",
    "help me write a letter to the trust",
    "can't get paid for reading papers",
    "dads can't sleep beside the cot",
    "how do i claim expenses",
    "continuity of carer",
    "what is an MNVP",
    "terms of reference template",
    "who replaced our CCG",
    "induction guideline",
    "can i bring my toddler to the meeting",
    "my baby died",
    "minutes of the last call",
    "social media policy",
    "a traveller and refugee women's group",
    "survey questions for mums",
    "we love the new leaflet",
    "How can I stop the chair talking over me?",
    "How much should I take for expenses?",
    "When can I call the unit to ask about the tour?",
    "The trust wont let us see the data",
    "They are not allowed to have our feedback without consent",
    "They keep turning up late to meetings",
    "it takes all my time",
    "the dads don't feel heard",
    "our chair does not keep us informed",
    "our MVP is in danger of closing",
    "postnatal ward visiting hours",
    "when is the national action plan out",
    "how i was treated in labour",
    "planning what we do next year",
    "the group has gone very quiet",
    "we need to push the trust on this",
    "nobody would mind if we moved the date",
    "the trust thinks everyone is against them",
    "spotting problems early",
    "i wont be here on monday",
    "the icb wants to cut our money",
)


@pytest.mark.long
@pytest.mark.parametrize(("phrase", "kinds"), PHRASES)
def test_words_of_danger_are_known_alone_and_in_a_sentence(
    phrase: str, kinds: frozenset[Kind]
) -> None:
    for said in (
        phrase,
        phrase.upper(),
        f"sorry to ask here but {phrase} and i do not know where else to go, thank you",
        f"{phrase}!!! pleeease",
    ):
        found = danger_in(said)
        assert found is not None, said
        assert found.certain, said
        assert kinds & set(found.kinds), (said, found.kinds)


@pytest.mark.parametrize(
    "typed",
    [
        "I’m suicidal",
        "i can't go on",
        "i cannot go on",
        "i can not go on",
        "kill my self",
        "suicde",
        "sucidal thoughts",
        "overdosd on my tabelts",
        "he strangeld me",
        "baby not breething",
        "hearing vioces",
        "k\u200bill myself",
        "KILL MYSELF",
        "self-harm",
        "I want to diiiie",
    ],
)
def test_apostrophes_slips_and_invisible_marks_hide_nothing(typed: str) -> None:
    found = danger_in(typed)
    assert found is not None
    assert found.certain


@pytest.mark.parametrize("typed", ["i missed my tablets", "wrong dose of folic acid"])
def test_a_missed_or_wrong_dose_is_asked_about_and_not_called_an_overdose(typed: str) -> None:
    found = danger_in(typed)
    assert found is not None
    assert Kind.MEDICINE in found.kinds
    assert Kind.OVERDOSE not in found.kinds


def test_to_be_afraid_of_losing_a_child_is_not_to_be_a_danger_to_it() -> None:
    found = danger_in("social services want to take my baby")
    assert found is not None
    assert Kind.CHILD not in found.kinds


@pytest.mark.parametrize("typed", ["999", "samaritans", "ring 111", "Samaritans phone number"])
def test_who_asks_for_one_of_the_three_gets_them_and_a_form_that_names_one_goes_on(
    typed: str,
) -> None:
    found = danger_in(typed)
    assert found is not None
    assert found.kinds[-1] is Kind.NAMED
    assert danger_in_form([typed]) == ()


@pytest.mark.parametrize(
    "typed",
    [
        "i cant sleep",
        "cant sleep at all, crying",
        "she cant sleep over on the unit",
        "cant get anyone to help me",
        "help me",
        "who can help me tell him",
        "cant get up in the morning",
        "cant get anyone to join in, i want to die",
        "cant sleep on the ward",
        "parents cant sleep over it",
        "parents cant sleep over on the unit and i cant sleep",
        "parents cant sleep over, want to die, on the unit",
    ],
)
def test_what_many_cannot_do_hides_nothing_of_one_who_cannot_go_on(typed: str) -> None:
    found = danger_in(typed)
    assert found is not None
    assert Kind.MIND in found.kinds


@pytest.mark.parametrize("typed", CALM)
def test_everyday_words_are_no_alarm(typed: str) -> None:
    assert danger_in(typed) is None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("bleeding", True),
        ("bleeding guideline", True),
        ("paracetamol", True),
        ("we would like to know who wrote the guideline on bleeding after birth", False),
    ],
)
def test_a_word_that_also_stands_in_titles_counts_in_a_short_text_only(
    typed: str, found: bool
) -> None:
    danger = danger_in(typed)
    assert (danger is not None) is found
    assert danger is None or not danger.certain


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("Birth trauma debrief", False),
        ("PND group", False),
        ("Safeguarding training", False),
        ("my birth trauma", True),
        ("so lonely and overwhelmed", True),
        ("depressed", True),
    ],
)
def test_the_subject_of_a_call_is_no_danger_in_a_form_unless_it_is_said_of_somebody(
    typed: str, found: bool
) -> None:
    assert (danger_in_form([typed]) != ()) is found
    assert danger_in(typed) is not None


def test_one_field_of_a_form_is_enough_and_the_most_pressing_comes_first() -> None:
    assert danger_in_form(["Agenda", "", "see you there"]) == ()
    found = danger_in_form(["i want to die", "i took too many tablets"])
    assert found == (Kind.OVERDOSE, Kind.MIND, Kind.MEDICINE)


@given(st.text(max_size=200), st.sampled_from([phrase for phrase, _ in PHRASES]), st.booleans())
def test_no_text_around_them_hides_words_of_danger(around: str, phrase: str, before: bool) -> None:
    said = f"{around}\n{phrase}" if before else f"{phrase}\n{around}"
    assert danger_in(said) is not None


@pytest.mark.parametrize(
    ("typed", "personal"),
    [
        ("he put something in my drink", True),
        ("its all my fault", True),
        ("how do i claim expenses", False),
        ("annual report", False),
        ("", False),
    ],
)
def test_who_speaks_of_themselves_is_told_from_who_asks(typed: str, personal: bool) -> None:
    assert is_personal(typed) is personal


@pytest.mark.parametrize("kinds", [*((kind,) for kind in Kind), *combinations(Kind, 3)])
def test_the_three_numbers_and_the_own_unit_stand_in_urgent_help_of_every_kind(
    kinds: tuple[Kind, ...],
) -> None:
    words = urgent_help(kinds)
    for needed in ("**999**", "**111, then option 2**", "**116 123**", "maternity unit"):
        assert needed in words
    assert len(ADDRESS.sub("", words)) <= ON_ONE_SCREEN


@pytest.mark.long
@pytest.mark.parametrize(
    "text",
    [
        "we asked the trust for the plan and nobody knows who signs it off " * 60,
        "\N{ARABIC LIGATURE SALLALLAHOU ALAYHE WASALLAM}" * 4000,  # eighteen letters each
    ],
)
def test_the_longest_text_of_a_form_is_read_at_once(text: str) -> None:
    danger_in(text)  # the words are read from their file when first needed
    start = time.process_time()
    assert danger_in(text) is None
    assert time.process_time() - start < 0.5
