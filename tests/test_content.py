"""The library's data as it is delivered: whole, honest about doubt, and in plain words."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot import content
from bot.domain.library import Entry, Kind, Label, parts, successors
from bot.domain.library_files import rows_of, write_csv
from bot.domain.library_import import entries_of
from bot.domain.library_texts import OTHER, topics_of
from bot.domain.search import both_forms, plain, words_of
from bot.domain.support import FIRST, FIRST_KEYS, NEEDS, as_shown, for_need
from cogs.library.cards import doubt, hours

ENTRIES = content.load()
BY_KEY = {entry.key: entry for entry in ENTRIES}
GATHERED = date(2026, 11, 21)
ADDED = date(2026, 11, 25)
DOCUMENTS, TERMS, LINES, BOARDS, CLOSED_BOARDS, REGIONS = 132, 133, 32, 36, 12, 7
ICB_DAY = "1 April 2026"
DEAD_NUMBERS = ("0808 1961 776", "0808 801 0322")


def of(kind: Kind) -> list[Entry]:
    return [entry for entry in ENTRIES if entry.kind is kind]


def test_nothing_of_the_catalogue_is_missing() -> None:
    assert len(of(Kind.RESOURCE)) == DOCUMENTS
    assert len(of(Kind.TERM)) == TERMS
    assert len(of(Kind.LINE)) == LINES
    areas = of(Kind.AREA)
    assert sum("former icb" in parts(area.tags) for area in areas) == CLOSED_BOARDS
    assert sum("region" in parts(area.tags) for area in areas) == REGIONS
    assert sum("icb" in parts(area.tags) for area in areas) == BOARDS


@pytest.mark.long
def test_keys_are_unique_and_every_row_would_pass_an_import() -> None:
    assert len(BY_KEY) == len(ENTRIES)
    assert entries_of(rows_of(write_csv(ENTRIES), "library.csv"), {}, ADDED) == ENTRIES


def test_every_entry_says_what_it_is_for_and_when_it_was_written_down() -> None:
    assert [entry.key for entry in ENTRIES if not entry.about] == []
    assert {entry.gathered_on for entry in ENTRIES} == {GATHERED, ADDED}


def test_no_document_claims_a_check_that_nobody_made() -> None:
    assert [entry.key for entry in of(Kind.RESOURCE) if entry.checked_on] == []


def test_every_document_carries_a_label_everyday_words_and_a_certainty() -> None:
    for entry in of(Kind.RESOURCE):
        assert entry.label is not None, entry.key
        assert entry.words, entry.key
        assert entry.certainty, entry.key


def test_no_phrase_of_everyday_words_says_only_what_others_say_already() -> None:
    for entry in of(Kind.RESOURCE):
        phrases = parts(entry.words)
        for phrase in phrases:
            others = " ".join([entry.title, *(one for one in phrases if one != phrase)])
            said = set(both_forms(plain(others).split()))
            assert len(phrases) == 1 or not said.issuperset(words_of(phrase)), (entry.key, phrase)


def test_past_policy_says_what_replaced_it_and_since_when_or_that_its_time_is_over() -> None:
    for entry in of(Kind.RESOURCE):
        if entry.label is Label.PAST_POLICY:
            assert bool(entry.replaced_by) == bool(entry.replaced_since), entry.key
            assert entry.replaced_by or re.search("time .*(ended|over)", entry.note), entry.key


def test_nothing_is_replaced_by_what_was_never_published() -> None:
    never = [e.key for e in ENTRIES if re.search("[Nn]ot seen as published|expected", says(e))]
    assert "national-action-plan" in never
    assert [e.key for e in ENTRIES if set(never) & set(successors(e))] == []


def test_no_entry_gives_a_writer_a_gender_that_no_source_gives() -> None:
    gendered = re.compile(r"\b(he|she|his|hers?|him)\b", re.IGNORECASE)
    assert [entry.key for entry in ENTRIES if gendered.search(says(entry))] == []


def says(entry: Entry) -> str:
    return f"{entry.about} {entry.note} {entry.year}"


def test_what_replaced_an_entry_is_there_or_stands_in_words() -> None:
    for entry in ENTRIES:
        for part in successors(entry):
            assert part in BY_KEY or " " in part, (entry.key, part)
        for key in parts(entry.see):
            assert key in BY_KEY, entry.key


def test_no_document_in_force_has_been_replaced() -> None:
    in_force = [entry for entry in of(Kind.RESOURCE) if entry.label is Label.IN_FORCE]
    assert [entry.key for entry in in_force if entry.replaced_by] == []


def test_a_document_whose_address_was_not_seen_says_so() -> None:
    silent = [
        e.key for e in of(Kind.RESOURCE) if not e.url and e.certainty == "confirmed by source"
    ]
    assert silent == []


def test_what_was_noted_while_gathering_reaches_readers_in_plain_words() -> None:
    for entry in ENTRIES:
        shown = f"{doubt(entry)} {hours(entry)}"
        assert not re.search("secondary|verify|launch", shown), entry.key
    numbers = [entry for entry in of(Kind.LINE) if "secondary source" in entry.certainty]
    assert {doubt(entry) for entry in numbers} >= {"Not certain: from somebody else's page."}


def test_a_target_is_named_only_where_it_is_past_policy_or_said_to_have_lapsed() -> None:
    figure = re.compile(r"\b(20|35|51|75)( per cent|%)")
    for entry in ENTRIES:
        if figure.search(f"{entry.title} {entry.about} {entry.note}"):
            lapsed = "lapsed" in entry.note and "withdrawn" in entry.note
            assert entry.label is Label.PAST_POLICY or lapsed, entry.key


def test_the_closed_boards_name_their_successors_since_april_2026() -> None:
    closed = [area for area in of(Kind.AREA) if "former icb" in parts(area.tags)]
    for area in closed:
        assert area.replaced_since == ICB_DAY
        assert all(part in BY_KEY for part in successors(area))
    assert len(successors(BY_KEY["area-former-frimley"])) == 3


def test_the_first_three_lines_are_the_same_in_code_and_in_the_data() -> None:
    assert tuple(entry.key for entry in FIRST) == FIRST_KEYS
    assert [as_shown(BY_KEY[entry.key]) for entry in FIRST] == [BY_KEY[key] for key in FIRST_KEYS]


def test_no_line_carries_a_check_that_nobody_made() -> None:
    assert [entry.key for entry in of(Kind.LINE) if entry.checked_on] == []


def test_dead_numbers_are_printed_nowhere() -> None:
    for name in content.FILES:
        digits = re.sub(r"[^0-9\n]", "", (Path(content.__file__).parent / name).read_text())
        for dead in DEAD_NUMBERS:
            assert dead.replace(" ", "") not in digits


def test_every_need_of_the_menu_has_a_line_of_its_own() -> None:
    for need in NEEDS:
        assert for_need([e for e in of(Kind.LINE) if not e.retired], need), need


def test_help_for_a_baby_born_early_is_at_bliss() -> None:
    early = re.compile("premature|preterm|early baby|born early")
    found = [entry.key for entry in of(Kind.LINE) if early.search(entry.words)]
    assert found == ["line-bliss"]


def test_every_document_belongs_to_a_topic() -> None:
    assert [entry.key for entry in of(Kind.RESOURCE) if topics_of(entry) == [OTHER]] == []


@pytest.mark.parametrize("name", content.FILES)
def test_the_words_are_plain(name: str) -> None:
    text = (Path(content.__file__).parent / name).read_text()
    assert not re.search(r"\bjust\b", text)
    own = [f"{entry.about} {entry.note}" for entry in ENTRIES]
    assert [words for words in own if "!" in words] == []
