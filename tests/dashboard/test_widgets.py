"""What a visitor tells a view has the shape that the view declares, or nobody hears of it."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from kantokuen.dashboard.widgets import Command, Move, Upload, _only

PACE = {"key": "germany.pace", "value": 1.3, "number": 4}
FILE = {"name": "a.toml", "text": 'name = "a"', "size": 10}


def heard(shape: Any, data: object) -> list[Any]:
    found: list[Any] = []
    _only(TypeAdapter(shape), found.append)(data)
    return found


@pytest.mark.parametrize(
    ("shape", "data"),
    [
        (Command, "view:months"),
        (int, 3),
        (Move, PACE),
        (Move, {**PACE, "value": None}),
        (Move, {**PACE, "value": True}),
        (Move, {**PACE, "value": "never"}),
        (Upload, FILE),
        (Upload, {**FILE, "text": None, "size": 5_000_000}),
    ],
)
def test_what_has_its_shape_is_heard_as_it_was_told(shape: Any, data: object) -> None:
    assert heard(shape, data) == [data]


def test_a_whole_position_of_a_slider_is_heard_as_a_number_of_any_lever() -> None:
    (told,) = heard(Move, {**PACE, "value": 61})
    assert type(told["value"]) is float


@pytest.mark.parametrize(
    ("shape", "data"),
    [
        (Command, 7),
        (Command, "x" * 2_001),
        (int, True),
        (int, "3"),
        (Move, {}),
        (Move, {**PACE, "key": ["germany.pace"]}),
        (Move, {**PACE, "value": float("nan")}),
        (Move, {**PACE, "value": 10**400}),
        (Move, {**PACE, "value": {"a": 1}}),
        (Move, {**PACE, "number": "x"}),
        (Move, {**PACE, "number": float("inf")}),
        (Move, {**PACE, "number": 2**53}),
        (Move, {**PACE, "more": 1}),
        (Upload, {**FILE, "size": "big"}),
        (Upload, {**FILE, "size": 10**400}),
        (Upload, {**FILE, "text": 7}),
        (Upload, {"name": "a.toml"}),
    ],
)
def test_what_has_another_shape_is_not_heard(shape: Any, data: object) -> None:
    assert heard(shape, data) == []
