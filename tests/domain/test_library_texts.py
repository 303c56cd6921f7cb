"""What people read in an entry: no number outside its field, no borrowed name, no odd address."""

from __future__ import annotations

from datetime import date

import pytest

from bot.content import load
from bot.domain.library import COLUMNS, Entry, Kind
from bot.domain.library_files import as_text
from bot.domain.library_rows import entry_of
from bot.domain.library_texts import NAMES_OF_THE_THREE, READ

TODAY = date(2026, 12, 8)
KINDS = [kind.value for kind in Kind]


def made(**texts: str) -> Entry:
    label = {"label": "background"} if texts.get("kind") == "resource" else {}
    return entry_of({"key": "a", "kind": "line", "title": "A", **label, **texts}, TODAY)


@pytest.mark.long
def test_everything_delivered_is_taken_by_the_same_rule() -> None:
    for entry in load():
        texts = {name: as_text(getattr(entry, name)) for name in COLUMNS}
        assert entry_of(texts, TODAY) == entry


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", [each for each in READ if each != "email"])
def test_a_number_to_ring_stands_in_no_other_field_whatever_the_kind(kind: str, name: str) -> None:
    with pytest.raises(ValueError, match=f"{name} holds a number; put the number into the field"):
        made(kind=kind, **{name: "Now 0808 157 0142"})
    made(kind=kind, **{name: "Danger: 999. In a crisis 111, or 116 123, since 1 April 2026"})


def test_how_certain_a_line_is_may_name_a_number_because_readers_do_not_see_it() -> None:
    assert made(certainty="older pages give 0300 123 3393").certainty
    with pytest.raises(ValueError, match="certainty holds a number"):
        made(kind="term", certainty="older pages give 0300 123 3393")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", [*NAMES_OF_THE_THREE, "NHS111", "SAMARITANS.", "116123", "9-9-9"])
def test_nobody_else_goes_by_a_name_of_the_three(kind: str, name: str) -> None:
    for texts in (
        {"title": name},
        {"title": "A", "full_name": name},
        {"title": "A", "other_names": f"Somebody, {name}"},
    ):
        with pytest.raises(ValueError, match="is a name of 999, 111 option 2 or Samaritans"):
            made(kind=kind, **texts)


def test_the_three_and_those_with_a_longer_name_keep_theirs() -> None:
    assert entry_of({"key": "line-999", "kind": "line", "title": "Emergency services"}, TODAY)
    assert made(title="Samaritans of Leeds", other_names="NHS 111 online")


@pytest.mark.parametrize("name", ["title", "full_name", "hours", "publisher", "year"])
@pytest.mark.parametrize("sign", ["\n", "\r\n", "\u2028", "\u2029"])
def test_a_line_break_is_taken_in_the_two_long_texts_and_nowhere_else(name: str, sign: str) -> None:
    with pytest.raises(ValueError, match=f"{name} holds a line break"):
        made(**{name: f"Sands{sign}**Danger to life, now:** ring somebody"})
    assert made(about="One\ntwo", note="One\ntwo")


def test_words_to_search_for_may_be_typed_one_to_a_line() -> None:
    assert made(words="grief,\nlost my mum\n\ncounselling").words == (
        "grief, lost my mum, counselling"
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://a.org/>b", "https://a.org/<b", "https://a.org/`b`", "https://a.org/**b**",
        "https://a.org/[b](c)", "https://a.org/{b}", "https://a.org/a b", "https://a.org/||b||",
        "https://a.org/\u200bb", "https://a.org/\u3164", "https://a\u00ad.org",
    ],
)  # fmt: skip
def test_an_address_ends_where_it_seems_to(url: str) -> None:
    with pytest.raises(ValueError, match="should be copied from a browser"):
        made(url=url)


@pytest.mark.parametrize(
    "url",
    ["https://en.wikipedia.org/wiki/Birth_(act)?a=1&b=2#c", "https://a.org", "http://a.co.uk/~x"],
)
def test_a_usual_address_is_taken(url: str) -> None:
    assert made(url=url).url == url


@pytest.mark.parametrize(
    "email", ["ring us", "a@b", "a b@c.org", "**a**@b.org", "a@b.org\u200b", "<a@b.org>", "@b.org"]
)
def test_what_is_no_mailbox_is_refused(email: str) -> None:
    with pytest.raises(ValueError, match="the email is no address"):
        made(email=email)


def test_a_usual_mailbox_is_taken() -> None:
    assert made(email="first.last_2+help@mail.example.org").email
