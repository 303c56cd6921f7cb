"""What the library must hold and what was put right in it, item by item (content_items.toml).

`python -m tests.test_content_items` prints both as tables.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot import content
from bot.domain.library import Entry, Label, parts

ITEMS = tomllib.loads(Path(__file__).with_name("content_items.toml").read_text(encoding="utf-8"))
ENTRIES = {entry.key: entry for entry in content.load()}
WANTED = [
    (document["number"], item, key)
    for document in ITEMS["document"]
    for item, keys in document["items"].items()
    for key in parts(keys)
]
CORRECTED = [(key, right) for right in ITEMS["correction"] for key in parts(right["keys"])]
UNCHANGEABLE = ("line-999", "line-nhs111-mh", "line-samaritans")


def file_of(entry: Entry) -> str:
    return next(name for name, kind in content.FILES.items() if kind is entry.kind)


def says(entry: Entry) -> str:
    texts = (entry.title, entry.full_name, entry.year, entry.about, entry.note, entry.certainty)
    return " ".join((*texts, entry.source))


def addresses(entry: Entry) -> str:
    return f"{entry.url} {entry.source}".strip()


@pytest.mark.parametrize(("number", "item", "key"), WANTED)
def test_each_item_of_the_first_documents_has_an_entry_that_says_what_it_is(
    number: str, item: str, key: str
) -> None:
    entry = ENTRIES[key]
    assert entry.about, (number, item)
    # It leads somewhere, or says that nobody found where.
    assert entry.url or entry.kind != "resource" or "not seen" in entry.certainty, key


def test_the_first_documents_are_five() -> None:
    assert [document["number"] for document in ITEMS["document"]] == [
        *("000", "001", "002", "003", "004")
    ]


@pytest.mark.parametrize(("key", "right"), CORRECTED)
def test_what_was_put_right_stands_so_with_its_source(key: str, right: dict[str, Any]) -> None:
    entry = ENTRIES[key]
    assert right.get("has", "") in says(entry)
    assert "lacks" not in right or right["lacks"] not in says(entry)
    assert right.get("label") in (None, entry.label)
    assert [name for name in parts(right.get("empty", "")) if getattr(entry, name)] == []
    assert right.get("source", "") in addresses(entry)


def test_no_page_of_a_charity_is_ever_policy() -> None:
    own = [e for e in ENTRIES.values() if "AIMS" in e.publisher or "Voices" in e.publisher]
    assert len(own) > 40
    assert {entry.label for entry in own} <= {Label.AIMS_POSITION, Label.BACKGROUND}


def test_what_is_over_is_found_no_more() -> None:
    over = [e.key for e in ENTRIES.values() if "over by now" in e.note or "(event)" in e.title]
    assert len(over) == 3
    assert [key for key in (*over, "aims-60") if not ENTRIES[key].retired] == []


def table(rows: list[tuple[str, ...]]) -> str:
    return "\n".join(" | ".join(row) for row in rows)


def main() -> None:
    items: list[tuple[str, ...]] = [("document", "item", "entry", "address", "label")]
    for number, item, key in WANTED:
        entry = ENTRIES[key]
        where = entry.url or "(not found)" if entry.kind == "resource" else entry.url or "(a word)"
        label = "retired" if entry.retired else str(entry.label or entry.kind)
        items.append((number, item, key, where, label))
    rights: list[tuple[str, ...]] = [("corrected", "file", "source")]
    rights += [
        (key, file_of(ENTRIES[key]), addresses(ENTRIES[key]) or "own records")
        for key, _ in CORRECTED
    ]
    sys.stdout.write(f"{table(items)}\n\n{table(rights)}\n")


if __name__ == "__main__":
    main()
