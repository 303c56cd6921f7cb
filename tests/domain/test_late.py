"""A class whose methods are written late is an ordinary frozen dataclass."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, field, fields, replace

import pytest

from bot.domain.late import dataclass


@dataclass(frozen=True, order=True)
class Point:
    """Two numbers and a word that is not shown."""

    x: int
    y: int = 2
    word: str = field(default="", repr=False)


def test_the_first_one_made_has_all_methods() -> None:
    point = Point(1, word="hidden")
    assert (point.x, point.y, point.word) == (1, 2, "hidden")
    assert repr(point) == "Point(x=1, y=2)"
    assert point == Point(1, 2, "hidden") != Point(1)
    assert Point(1) < Point(2)
    assert len({point, Point(1, 2, "hidden")}) == 1
    assert replace(point, y=3) == Point(1, 3, "hidden")
    assert [one.name for one in fields(point)] == ["x", "y", "word"]


def test_it_cannot_be_changed_nor_made_wrongly() -> None:
    with pytest.raises(FrozenInstanceError):
        Point(1).x = 2  # type: ignore[misc]
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]


def test_a_wrong_first_call_spoils_nothing() -> None:
    @dataclass(frozen=True)
    class Name:
        text: str

    with pytest.raises(TypeError):
        Name()  # type: ignore[call-arg]
    assert Name("Ria") == Name("Ria")
