"""No dead levers: every lever that is declared moves something that is measured, in the same worlds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

import pytest

from kantokuen.agents.view import Array
from kantokuen.model.levers.form import Parameter, Value
from kantokuen.model.parameters import PARAMETERS
from tests.support.scenes import differing, ending, ran, recorded

WORLDS = 128


@dataclass(frozen=True)
class Companion:
    """What a lever needs beside it before it can act, and why."""

    why: str
    levers: Mapping[str, Value] = field(default_factory=dict)


COMPANIONS: dict[str, Companion] = {
    "council.insurance": Companion(
        "the minister looks at his insurance where the option itself is not worth its cost, which is rare",
        {"weighing.carry": 0.5},
    ),
    "pact.neutrality": Companion(
        "the pact is in the way only where all others would cross while the Foreign Minister finds the "
        "fruit unripe: half the divisions gone, oil flowing, and a fastidious minister",
        {"soviet.transfer_share": 0.5, "sanctions.oil_embargo": "never", "council.ripe": 0.9},
    ),
}
"""Levers that act only, or all but only, together with others."""


def elsewhere(lever: Parameter) -> tuple[Value, ...]:
    """Return the values at which a lever is tried: its bounds, its other keywords, a day of the summer."""
    if lever.kind == "bool":
        return (not lever.default,)
    keywords = tuple(each for each in lever.choices if each != lever.default)
    if lever.kind == "choice":
        return keywords
    if lever.kind == "date":
        days = (date(1941, 6, 10), date(1941, 8, 20))
        return (*(day for day in days if day != lever.default), *keywords)
    bounds = (each for each in (lever.high, lever.low) if each is not None and each != lever.default)
    return (*bounds, *keywords)


@cache
def measured(levers: tuple[tuple[str, Value], ...]) -> dict[object, Array]:
    """Return what is measured of the same worlds under some levers: the ending, the means by period."""
    run = ran(WORLDS, dict(levers), detail="means")
    # what a lever is drawn as is no measure of what it does
    ends = {name: values for name, values in ending(run).items() if name not in PARAMETERS}
    return {**ends, **recorded(run)}


def moves(lever: Parameter, value: Value, companions: Mapping[str, Value]) -> bool:
    """Return whether a lever at a value gives another history than at its default."""
    beside = tuple(companions.items())
    return bool(differing(measured(beside), measured((*beside, (lever.key, value)))))


@pytest.mark.slow
@pytest.mark.parametrize("key", PARAMETERS)
def test_a_lever_moves_a_measure(key: str) -> None:
    """Each keyword, switch and date moves something; of a number at least one bound does."""
    lever = PARAMETERS[key]
    beside = COMPANIONS[key].levers if key in COMPANIONS else {}
    moving = (moves(lever, value, beside) for value in elsewhere(lever))
    assert any(moving) if lever.kind in {"float", "int"} else all(moving), f"{key} moves nothing"


def test_the_share_of_divisions_gone_is_tried_against_history() -> None:
    lever = PARAMETERS["soviet.transfer_share"]
    assert lever.default == "history"
    assert all(moves(lever, value, {}) for value in (0.0, 0.5, 1.0))


def test_every_companion_belongs_to_a_lever_and_says_why() -> None:
    assert COMPANIONS.keys() <= PARAMETERS.keys()
    assert all(each.why and each.levers.keys() <= PARAMETERS.keys() for each in COMPANIONS.values())
