"""Targets are the calibration part of the record, and a miss is counted in tolerances."""

from datetime import date

import numpy as np
import pytest

from kantokuen.experiments.runner import Run
from kantokuen.experiments.validation.patterns import findings
from kantokuen.experiments.validation.plays import Play, play_all
from kantokuen.experiments.validation.shown import SHOWN
from kantokuen.experiments.validation.strengths import SIGNALS
from kantokuen.experiments.validation.targets import LAST_POSITION, Target, figures, misses, targets

BETWEEN = Target("x", "pattern", 2.0, 4.0, 0.5, "divisions")


@pytest.mark.parametrize(
    ("value", "miss"), [(3.0, 0.0), (2.0, 0.0), (1.0, -2.0), (5.0, 2.0), (-np.inf, -12.0), (np.inf, 12.0)]
)
def test_a_miss_is_how_many_tolerances_a_figure_lies_outside(value: float, miss: float) -> None:
    assert BETWEEN.miss(value) == miss


def test_what_cannot_be_told_is_as_far_off_as_can_be() -> None:
    assert BETWEEN.miss(np.nan) == -12.0


def test_beyond_an_open_side_nothing_is_missed() -> None:
    assert Target("x", "pattern", 2.0, None, 0.5, "divisions").miss(1_000.0) == 0.0


def test_nothing_is_fitted_to_what_is_kept_for_testing() -> None:
    known = [each.id for each in targets()]
    assert len(set(known)) == len(known)
    assert not set(known) & set(SHOWN)
    days = {date.fromisoformat(each.id.split()[1]) for each in targets() if each.kind == "stance"}
    assert max(days) == LAST_POSITION == date(1941, 8, 9)
    assert {each.kind for each in targets()} == {"pattern", "stance", "strength"}


def test_the_figures_of_patterns_are_those_of_validate() -> None:
    play = Play(200, Run(cadence="ten-day", trace=True), SIGNALS)
    played = play_all([play], seed=5)[play]
    told = {each.id: each.value for each in findings(played)}
    read = dict(zip((each.id for each in targets()), figures(played), strict=True))
    patterns = [each.id for each in targets() if each.kind == "pattern"]
    assert {each: read[each] for each in patterns} == pytest.approx({each: told[each] for each in patterns})


def test_a_row_of_what_is_recorded_has_no_miss() -> None:
    recorded = [each.low if each.low is not None else each.high for each in targets()]
    assert not misses(np.array([recorded], dtype=float)).any()


@pytest.mark.parametrize(
    ("start", "name"),
    [
        ("PAT03", "PAT03"),
        ("OPS 1941-08-09", "OPS 1941-08-09"),
        ("oil 1942-04-01", "oil, million kilolitres 1942"),
    ],
)
def test_a_target_is_called_by_what_it_is(start: str, name: str) -> None:
    (target,) = (each for each in targets() if each.id == start)
    assert name in target.called()
