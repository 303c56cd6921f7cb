"""What a file would make of the library: nothing it does not mention, and nothing by mistake."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.errors import UserError
from bot.domain.library import Entry, Kind, Label
from bot.domain.library_files import rows_of
from bot.domain.library_import import (
    Step,
    entries_of,
    pack_steps,
    take_in,
    taken_back,
    unclear_days,
    unpack_steps,
)

TODAY = date(2026, 12, 8)
PAGE = Entry(
    "a-page",
    Kind.RESOURCE,
    "A page",
    about="What it is for",
    words="pages, reading",
    label=Label.PAST_POLICY,
    note="Kept",
    replaced_since="November 2023",
    publisher="AIMS",
    year="2021",
    url="https://example.org/a",
    gathered_on=date(2026, 11, 21),
    checked_on=date(2026, 4, 3),
)
LINE = Entry(
    "line-a",
    Kind.LINE,
    "A line",
    about="For anybody",
    phone="0808 157 0142",
    hours="24 hours",
    needs="domestic-abuse",
    checked_on=date(2026, 12, 1),
    recheck_days=90,
)
THERE = {entry.key: entry for entry in (PAGE, LINE)}


def read(text: str, *, day_first: bool = True, name: str = "x.csv") -> list[Entry]:
    return entries_of(rows_of(text.encode(), name), THERE, TODAY, day_first=day_first)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("key,title\na-page,Another title\n", "x.csv"),
        ("key;kind;title;label\na-page;resource;Another title;past policy\n", "x.csv"),
        ('[{"key": "a-page", "title": "Another title"}]', "x.json"),
    ],
)
def test_a_column_that_is_not_there_changes_nothing(text: str, name: str) -> None:
    assert read(text, name=name) == [replace(PAGE, title="Another title")]


def test_of_a_line_the_number_its_check_and_for_whose_eyes_it_is_stay() -> None:
    given = read("key,kind,title,hours\nline-a,line,A line,day and night\n")
    taken, told = take_in(given, THERE, TODAY)
    assert taken == [replace(LINE, hours="day and night")]
    assert told.hidden == ()


def test_an_empty_cell_empties_its_field_and_that_is_said() -> None:
    taken, told = take_in(read("key,note,words\na-page,,\n"), THERE, TODAY)
    assert taken == [replace(PAGE, note="", words="")]
    assert [(field.name, field.before) for field in told.emptied] == [
        ("words", "pages, reading"),
        ("note", "Kept"),
    ]


def test_what_is_new_needs_a_kind_and_a_title() -> None:
    with pytest.raises(UserError, match="line 2: the kind is missing"):
        read("key,title\nnew-one,A title\n")
    with pytest.raises(UserError, match="line 2: the title is missing"):
        read("key,kind\nnew-one,term\n")


@pytest.mark.parametrize(
    "head",
    [
        "key,kind,title,,",
        "\n\nkey,kind,title",
        ",,\nkey,kind,title",
        "sep=,\nkey,kind,title",
        "sep=,,,\nkey,kind,title",
        '"sep=,"\nkey,kind,title',
        "\ufeffkey,kind,title",
        "key,,kind,title",
    ],
)
def test_what_spreadsheets_leave_around_a_table_does_no_harm(head: str) -> None:
    row = "b,,term,B" if ",,kind" in head else "b,term,B,,"
    assert read(f"{head}\n{row}\n") == [Entry("b", Kind.TERM, "B")]
    assert read(f"{head}\r\n{row}\r\n,,,\r\n") == [Entry("b", Kind.TERM, "B")]


def test_a_separator_that_is_named_counts_more_than_one_that_is_frequent() -> None:
    text = "sep=;\nkey;kind;title;about\nb;term;B;one, two, three, four, five\n"
    assert read(text)[0].about == "one, two, three, four, five"


def test_spreadsheets_leave_out_empty_cells_at_the_end_of_a_row() -> None:
    assert read("key,kind,title,about,note\nb,term,B\n") == [Entry("b", Kind.TERM, "B")]


def test_a_text_in_a_column_without_a_name_is_refused() -> None:
    with pytest.raises(UserError, match="line 2 has a text in a column without a name"):
        read(",key,kind,title\n0,b,term,B\n")


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ('b,term,B,"About\nc,term,C,About c\n', 2),
        ('b,term,B,x\nc,term,C,"About\n', 3),
        ('b,term,B,"About\nc,term,C,"About c"\n', 2),
        ('b,term,B,"About\nc,term,C,About c\nd,term,D,"\n', 2),
        ('b,term,"B\nc,term,C"\n', 2),
        ('b,term,B,"About "us" here"\n', 2),
    ],
)
def test_a_quotation_mark_that_is_not_closed_swallows_no_row(rows: str, line: int) -> None:
    with pytest.raises(UserError, match=f"Nothing was imported: line {line}: ") as refused:
        read(f"key,kind,title,about\n{rows}")
    assert "quotation mark" in str(refused.value)


def test_a_text_of_several_lines_between_quotation_marks_is_one_text() -> None:
    (entry,) = read('key,kind,title,about\nb,term,B,"One, two\nand ""three"""\n')
    assert entry.about == 'One, two\nand "three"'


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("replaced_since", "11/01/2023"),
        ("replaced_since", "01/11/23"),
        ("replaced_since", "Nov-23"),
        ("hours", "09-May"),
        ("title", "#NAME?"),
        ("about", "#N/A"),
        ("note", "########"),
        ("publisher", "1.2E+11"),
    ],
)
def test_what_a_spreadsheet_made_of_words_is_refused(name: str, cell: str) -> None:
    for key in ("line-a", "a-new-one"):
        with pytest.raises(UserError, match=f"line 2: {name} holds {cell[:1]}"):
            read(f"key,{name}\n{key},{cell}\n")


def test_a_text_that_only_looks_like_it_and_was_there_before_stays() -> None:
    odd = replace(PAGE, year="1/2/2023")
    rows = rows_of(b"key,year\na-page,1/2/2023\n", "x.csv")
    assert entries_of(rows, {"a-page": odd}, TODAY) == [odd]


@pytest.mark.parametrize("cell", ["11/01/2023", "01/11/2023", "1/11/23", "Nov-23"])
def test_words_that_only_went_round_through_a_spreadsheet_are_unchanged(cell: str) -> None:
    assert read(f"key,replaced_since\na-page,{cell}\n") == [PAGE]
    day = replace(PAGE, replaced_since="21 September 2022")
    rows = rows_of(b"key,replaced_since\na-page,09/21/2022\n", "x.csv")
    assert entries_of(rows, {"a-page": day}, TODAY) == [day]


@pytest.mark.parametrize(("cell", "year"), [("2021.0", "2021"), ("2021", "2021")])
def test_a_year_that_a_program_wrote_as_a_fraction_is_a_year(cell: str, year: str) -> None:
    assert read(f"key,year,recheck_days\na-page,{cell},183.0\n")[0].year == year


def test_a_day_that_may_be_turned_round_is_asked_about_and_only_then() -> None:
    text = "key,gathered_on,checked_on\na-page,21/11/2026,4/3/2026\nline-a,,5/5/2026\n"
    assert unclear_days(rows_of(text.encode(), "x.csv"), THERE) == []  # 3 April is there already
    asked = unclear_days(rows_of(b"key,checked_on\na-page,4/5/2026\n", "x.csv"), THERE)
    assert [(each.place, each.day_first, each.month_first) for each in asked] == [
        ("line 2", date(2026, 5, 4), date(2026, 4, 5))
    ]
    for day_first, day in ((True, date(2026, 5, 4)), (False, date(2026, 4, 5))):
        (entry,) = read("key,checked_on\na-page,4/5/2026\n", day_first=day_first)
        assert entry.checked_on == day


@pytest.mark.parametrize("cell", ["21/11/2026", "11/21/2026", "21/11/26", "2026-11-21"])
def test_a_day_with_one_reading_is_that_day(cell: str) -> None:
    assert read(f"key,gathered_on\na-page,{cell}\n")[0].gathered_on == date(2026, 11, 21)


def test_text_of_an_old_mac_is_read_and_broken_signs_are_never_kept() -> None:
    text = "key,kind,title,about\rb,term,B,It’s a café\r"
    (entry,) = entries_of(rows_of(text.encode("mac_roman"), "x.csv"), {}, TODAY)
    assert entry.about == "It’s a café"
    windows = text.replace("\r", "\r\n").encode("mac_roman")
    with pytest.raises(UserError, match="Save it as CSV"):
        rows_of(windows, "x.csv")


def test_signs_that_nobody_sees_are_left_out_as_in_what_is_typed() -> None:
    (entry,) = read("key,kind,title,about\nb,term,B\u200b\u00adC,[Page](https://example.org)\n")
    assert (entry.title, entry.about) == ("BC", "[Page] (https://example.org)")


def test_what_was_brought_in_is_taken_back_field_by_field() -> None:
    given = read("key,kind,title,hours,phone,about\nline-a,line,A line,never,0808 157 0143,Us\n")
    new = Entry("b", Kind.TERM, "B")
    steps = unpack_steps(pack_steps([Step(LINE, given[0]), Step(None, new), Step(None, PAGE)]))
    meant = replace(given[0], about="Meanwhile ours", checked_on=None)
    now = {"line-a": meant, "b": new, "a-page": replace(PAGE, note="Meanwhile")}
    back, gone = taken_back(steps, now)
    assert back == [replace(LINE, about="Meanwhile ours", checked_on=None)]
    assert gone == ["b"]
