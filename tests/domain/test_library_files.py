"""Imported files: every bad row is named with its reason, in any of Excel's ways of writing."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import UserError
from bot.domain.library import Entry, Kind, Label
from bot.domain.library_files import rows_of, write_csv, write_json
from bot.domain.library_import import entries_of
from bot.domain.typed_text import clean

TODAY = date(2026, 12, 8)
HEAD = "key,kind,title,label,url"


def read(data: bytes, name: str) -> list[Entry]:
    return entries_of(rows_of(data, name), {}, TODAY)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a,resource,A,in force,nope", "line 2: the web address (url) should"),
        ("a,resource,A,in force,https://nodot", "line 2: the web address (url) should"),
        ("a,resource,A,current,", "line 2: a resource needs one of the labels in force"),
        ("a,term,A,in force,", "line 2: only a resource has a label"),
        ("a,leaflet,A,,", "line 2: leaflet is no kind of entry"),
        ("A b,term,A,,", "line 2: the key may hold small letters"),
        (",term,A,,", "line 2: the key is missing"),
        ("a,term,,,", "line 2: the title is missing"),
        (f"a,term,{'x' * 201},,", "line 2: title has 201 characters; 200 is the most"),
        ("a,term,A,,\na,term,B,,", "line 3: the key a was used in line 2 already"),
        ("a,term,A,,,extra", "line 2 has more cells"),
        ('a,term,"A\nB",,\nb,term,,,', "line 4: the title is missing"),
        ("a,term,\u200b\u2060 \u200b,,", "line 2: the title is missing"),
        ("a,term,\u3164\u2800,,", "line 2: the title is missing"),
        ("a,term,\u202egap A,,", "line 2: title holds a hidden sign that turns the line round"),
        ("a,term,A \u2066gap\u2069,,", "line 2: title holds a hidden sign"),
    ],
)
def test_a_bad_row_is_named_by_line_and_reason(row: str, reason: str) -> None:
    with pytest.raises(UserError) as refused:
        read(f"{HEAD}\n{row}\n".encode(), "library.csv")
    assert reason in str(refused.value)
    assert "Nothing was imported" in str(refused.value)


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("key,kind,title,colour", "I do not know the column colour"),
        ("kind,title", "the column key is missing"),
        ("key,kind,title,title", "the column title comes twice"),
        ("", "the column key is missing"),
    ],
)
def test_a_wrong_column_is_named(head: str, reason: str) -> None:
    with pytest.raises(UserError, match=reason):
        read(f"{head}\n".encode(), "library.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_excels_encodings_and_separators_are_read(encoding: str, separator: str) -> None:
    cells = ["a", "term", "Sage-femme é", "", ""]
    text = f"{separator.join(HEAD.split(','))}\r\n{separator.join(cells)}\r\n"
    assert read(text.encode(encoding), "library.csv")[0].title == "Sage-femme é"


def test_excels_way_of_writing_dates_is_read() -> None:
    text = "key;kind;title;checked_on;recheck_days\r\na;line;A;8/12/2026;90\r\n"
    entry = read(text.encode("cp1252"), "library.csv")[0]
    assert entry.checked_on == date(2026, 12, 8)
    assert entry.recheck_days == 90


@pytest.mark.parametrize("cell", ["31/13/2026", "soon", "2026-02-30"])
def test_a_date_that_is_none_is_named(cell: str) -> None:
    with pytest.raises(UserError, match="line 2: checked_on is no date"):
        read(f"key,kind,title,checked_on\na,line,A,{cell}\n".encode(), "library.csv")


@pytest.mark.parametrize("name", ["checked_on", "gathered_on"])
@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("2027-01-09", "lies in the future"),
        ("2099-01-01", "lies in the future"),
        ("09/01/2027", "lies in the future"),
        ("0001-01-01", "lies before 2020"),
        ("2019-12-31", "lies before 2020"),
    ],
)
def test_a_day_on_which_nobody_can_have_looked_is_named(name: str, cell: str, reason: str) -> None:
    with pytest.raises(UserError, match=f"line 2: {name} {reason}"):
        read(f"key,kind,title,{name}\na,line,A,{cell}\n".encode(), "library.csv")
    assert read(f"key,kind,title,{name}\na,line,A,2026-12-08\n".encode(), "library.csv")


def test_a_check_of_tomorrow_is_refused_and_facts_written_down_by_a_faster_clock_are_taken() -> (
    None
):
    row = "key,kind,title,{}\na,line,A,2026-12-09\n"
    with pytest.raises(UserError, match="checked_on lies in the future"):
        read(row.format("checked_on").encode(), "library.csv")
    assert read(row.format("gathered_on").encode(), "library.csv")


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("phone", "8081570142", "line 2: the phone has lost its first 0"),
        ("phone", "11-Nov", "line 2: the phone is no telephone number"),
        ("text", "8.5258E+04", "line 2: the text is no number to text"),
    ],
)
def test_what_a_spreadsheet_made_of_a_number_is_named(column: str, cell: str, reason: str) -> None:
    with pytest.raises(UserError, match=reason):
        read(f"key,kind,title,{column}\na,line,A,{cell}\n".encode(), "library.csv")


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01\x02", b"[", b"{}", b"[]", b"[1]", b'[{"key": 1.5}]', b"\xff\xfe"]
)
def test_what_is_no_library_gets_a_sentence(data: bytes) -> None:
    for name in ("library.csv", "library.json"):
        with pytest.raises(UserError):
            read(data, name)


@pytest.mark.long
def test_many_bad_rows_are_cut_short() -> None:
    rows = "\n".join(f"a{n},term,,," for n in range(5000))
    with pytest.raises(UserError) as refused:
        read(f"{HEAD}\n{rows}\n".encode(), "library.csv")
    assert "and 4990 more" in str(refused.value)
    assert len(str(refused.value)) < 2000


def test_the_first_three_lines_cannot_be_imported_without_their_numbers() -> None:
    with pytest.raises(UserError, match="always stay"):
        read(b"key,kind,title,retired,phone\nline-999,line,999,yes,999\n", "library.csv")


SEEN = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp"))
texts = st.text(SEEN, max_size=40).map(clean)


@given(st.lists(texts, max_size=5), st.sampled_from(list(Label)))
def test_whatever_is_written_is_read_back_the_same(words: list[str], label: Label) -> None:
    entries = [
        Entry(f"a{n}", Kind.RESOURCE, f"x{text}", about=text, note=f"'{text}", label=label)
        for n, text in enumerate(words)
    ]
    if entries:
        assert read(write_csv(entries), "a.csv") == entries
        assert read(write_json(entries), "a.json") == entries
