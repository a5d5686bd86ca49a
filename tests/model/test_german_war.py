"""Facts about the German war: the recorded path, its pace, and what a scenario may fix."""

from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kantokuen.agents.view import Array
from kantokuen.model.calendar import Step, day_of, to_day
from kantokuen.model.evidence import value
from kantokuen.model.german_war import GermanWar
from tests.support.scenes import each, juns, law, values

ON_THE_PATH = ("EAS001", "EAS002", "EAS003", "EAS004", "EAS005", "EAS006", "EAS007", "EAS008", "EAS009",
               "EAS011", "EAS012", "EAS013", "EAS016", "EAS017", "EAS018", "EAS019")  # fmt: skip
"""The front's distance from Moscow by date; EAS010 and EAS014 lie on roads beside the main one."""

NEVER = "never"
OPEN = "open"
dates = st.dates(date(1941, 6, 23), date(1942, 5, 31))


class Front(GermanWar):
    """A front that knows what a scenario says of it."""

    def fights(self, step: Step) -> None:
        self.advance(step, self.said)


def war(
    pace: Array | float = 1.0,
    *,
    resilience: float = 1.2,
    moscow: date | str = OPEN,
    regime: date | str = NEVER,
    outbreak: date = date(1941, 6, 22),
) -> Front:
    front = Front.at_outset(len(np.atleast_1d(pace)), resilience=resilience)
    front.said = values(
        {
            "germany.barbarossa": outbreak,
            "germany.pace": pace,
            "germany.moscow_falls": moscow,
            "soviet.collapse": regime,
        }
    )
    return front


def test_at_the_recorded_pace_the_front_stands_where_the_sources_have_it() -> None:
    front, day = war(), day_of("EAS001")
    for number, point in enumerate(ON_THE_PATH):
        front.fights(Step(number, day, day_of(point), day_of(point)))
        day = day_of(point)
        assert front.km_to_moscow[0] == pytest.approx(value(point), abs=1e-9), point


def test_steps_of_any_length_lead_to_the_same_place() -> None:
    by_jun, by_month = war(), war()
    steps = juns("1941-12")
    for step in steps:
        by_jun.fights(step)
    for first, last in zip(steps[::3], steps[2::3], strict=True):
        by_month.fights(Step(0, first.start, last.end, last.next_sitting))
    assert by_jun.km_to_moscow[0] == pytest.approx(by_month.km_to_moscow[0])


def test_nothing_moves_before_the_attack() -> None:
    front = war()
    for step in juns("1941-06")[:8]:
        front.fights(step)
    assert front.progress[0] == 0.0


def test_an_attack_five_weeks_earlier_is_five_weeks_ahead() -> None:
    early, real = war(outbreak=date(1941, 5, 15)), war()
    for day in range(0, 60, 10):
        early.fights(Step(0, 44.0 + day, 54.0 + day, 64.0 + day))
        real.fights(Step(0, 82.0 + day, 92.0 + day, 102.0 + day))
    assert early.progress[0] == real.progress[0]


def test_a_pace_of_a_half_gains_half_the_ground_in_the_advance() -> None:
    front = war(each(1.0, 0.5))
    for step in juns("1941-08"):
        front.fights(step)
    assert front.progress[1] == pytest.approx(0.5 * front.progress[0])


@law
@given(slow=st.floats(0.3, 3.0), fast=st.floats(0.3, 3.0))
def test_a_faster_advance_is_never_behind_a_slower_one(slow: float, fast: float) -> None:
    assume(slow <= fast)
    front = war(each(slow, fast), resilience=9.0)
    for step in juns("1942-01"):
        front.fights(step)
        assert front.progress[0] <= front.progress[1]


@law
@given(pace=st.floats(0.3, 3.0), resilience=st.floats(0.2, 3.0))
def test_progress_strain_crisis_and_nearness_stay_between_nought_and_one(
    pace: float, resilience: float
) -> None:
    front = war(pace, resilience=resilience, regime=OPEN)
    for step in juns("1942-01"):
        front.fights(step)
        for measure in (front.progress, front.strain, front.crisis(front.said), front.nearness):
            assert 0.0 <= measure[0] <= 1.0


@law
@given(due=dates, pace=st.floats(0.3, 3.0))
def test_moscow_falls_in_the_jun_for_which_it_is_fixed_and_not_before(due: date, pace: float) -> None:
    front = war(pace, moscow=due)
    for step in juns():
        front.fights(step)
        assert front.has_moscow_fallen[0] == (step.end >= to_day(due))


def test_moscow_that_is_never_to_fall_is_not_reached_at_three_times_the_pace() -> None:
    front = war(3.0, moscow=NEVER)
    for step in juns():
        front.fights(step)
    assert not front.has_moscow_fallen[0]
    assert front.km_to_moscow[0] > 0.0


def test_left_open_moscow_falls_to_a_fast_advance_and_holds_against_the_recorded_one() -> None:
    front = war(each(1.0, 1.5))
    for step in juns():
        front.fights(step)
    assert front.has_moscow_fallen.tolist() == [False, True]


@law
@given(due=dates)
def test_the_regime_breaks_in_the_jun_for_which_it_is_fixed_and_not_before(due: date) -> None:
    front = war(3.0, resilience=0.2, regime=due)
    for step in juns():
        front.fights(step)
        assert front.has_collapsed[0] == (step.end >= to_day(due))


def test_a_regime_that_never_breaks_bears_any_pressure() -> None:
    front = war(3.0, resilience=0.2, regime=NEVER)
    for step in juns():
        front.fights(step)
    assert not front.has_collapsed[0]


def test_left_open_the_regime_breaks_when_it_is_pressed_beyond_its_resilience() -> None:
    front = war(resilience=0.5, regime=OPEN)
    for step in juns("1941-08"):
        front.fights(step)
        assert front.has_collapsed[0] == (front.peak[0] >= 0.5)
    assert front.has_collapsed[0]


def test_victory_is_certain_and_public_once_the_regime_has_broken() -> None:
    front = war(regime=date(1941, 7, 15))
    front.fights(Step(0, 82.0, 90.0, 110.0))
    assert front.proclaimed(front.said) is None
    front.fights(Step(1, 90.0, 110.0, 130.0))
    assert front.nearness[0] == 1.0
    assert front.proclaimed(front.said) is not None
    assert front.proclaimed(front.said)[0] == 1.0
    assert front.crisis(front.said)[0] >= 0.5


def test_a_front_thrown_back_looks_half_as_near_to_victory() -> None:
    # 30 November: 32 km; 16 December: 162 km, thrown back by 130 of 997
    front, day = war(), 82.0
    for point in ON_THE_PATH[1:]:
        front.fights(Step(0, day, day_of(point), day_of(point)))
        day = day_of(point)
    assert front.peak[0] - front.progress[0] == pytest.approx(130 / 997)
    ahead = max(front.progress[0] + 20.0 * front.momentum[0], 0.0)
    assert front.nearness[0] == pytest.approx(0.5 * (0.6 * ahead * ahead + 0.4 * front.strain[0]))
