"""A scene is the world that is told and the one behind it, at the period that is looked at."""

import pytest

from kantokuen.dashboard.state import State, sittings
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.dashboard.words import Words
from kantokuen.model.limits import CADENCES

EN = Words.of("en")
FORKED = Choice(fork="1941-07-31", changed={"germany.pace": 2.5}, moment="1941-08-31")


def test_nothing_stands_behind_a_world_that_is_its_own_baseline() -> None:
    scene = ViewModel.of(State())
    assert scene.baseline is scene.summer
    assert scene.grey is None
    assert scene.grey_month is None


def test_a_lever_puts_the_baseline_behind_the_world() -> None:
    scene = ViewModel.of(Choice(history=History(levers={"germany.pace": 2.5}), moment="1941-09-30"))
    assert scene.grey is scene.baseline is ViewModel.of(State()).summer
    assert scene.grey_month is not None
    assert scene.grey_month.date == scene.month.date
    assert scene.grey_month.signals != scene.month.signals


def test_a_fork_has_one_past_and_two_futures() -> None:
    scene = ViewModel.of(FORKED)
    assert scene.baseline == ViewModel.of(State()).summer
    same = [one == other for one, other in zip(scene.summer.months, scene.baseline.months, strict=True)]
    assert same[:3] == [True] * 3
    assert not all(same[3:])


def test_a_fork_in_which_nothing_is_changed_is_the_same_world() -> None:
    assert ViewModel.of(Choice(fork="1941-07-31")).grey is None


@pytest.mark.parametrize("cadence", CADENCES)
def test_the_period_is_the_one_that_is_looked_at(cadence: str) -> None:
    for number, day in enumerate(sittings(cadence)):
        scene = ViewModel.of(Choice(cadence=cadence, moment=day.isoformat()))
        assert (scene.index, scene.month.date) == (number, day)


def test_a_month_is_named_by_its_month_and_ten_days_by_their_day() -> None:
    for cadence, name in (("month", "Jul 1941"), ("ten-day", "31 July 1941")):
        scene = ViewModel.of(Choice(cadence=cadence))
        assert scene.name(scene.month, EN) == name


@pytest.mark.parametrize("cadence", CADENCES)
def test_the_first_period_and_the_last_can_be_forked_as_any_other(cadence: str) -> None:
    days = sittings(cadence)
    for day in {*days[::15], days[0], days[-1]}:
        scene = ViewModel.of(Choice(cadence=cadence, fork=day.isoformat(), changed={"germany.pace": 2.5}))
        assert len(scene.summer.months) == len(days)
