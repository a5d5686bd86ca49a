"""A view model is the world that is told and the one behind it, at the period that is looked at."""

import pytest

from kantokuen.dashboard.palette import PALETTES
from kantokuen.dashboard.state import State
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.model.limits import CADENCES
from tests.support.links import at_link


def seen(query: str = "") -> ViewModel:
    return ViewModel.of(at_link(query), PALETTES["light"])


def test_nothing_stands_behind_a_world_that_is_its_own_baseline() -> None:
    view = seen()
    assert view.baseline is None
    assert view.before is None


def test_a_lever_puts_the_baseline_behind_the_world() -> None:
    view = seen("germany.pace=2.5&moment=1941-09-30")
    assert view.baseline is seen().playback
    assert view.before is not None
    assert view.before.date == view.now.date
    assert view.before.signals != view.now.signals


def test_a_fork_has_one_past_and_two_futures() -> None:
    view = seen("fork=1941-07-31&fork.germany.pace=2.5&moment=1941-08-31")
    assert view.baseline is seen().playback
    same = [one == view.same_period(one) for one in view.months]
    assert same[:4] == [True] * 4
    assert not all(same[4:])


def test_a_fork_in_which_nothing_is_changed_is_the_same_world() -> None:
    assert seen("fork=1941-07-31").baseline is None


@pytest.mark.parametrize("cadence", CADENCES)
def test_the_period_is_the_one_that_is_looked_at(cadence: str) -> None:
    for number, day in enumerate(State().of(cadence=cadence).days):
        view = seen(f"cadence={cadence}&moment={day}")
        assert (view.index, view.now.date) == (number, day)


@pytest.mark.parametrize(("cadence", "name"), [("month", "Jul 1941"), ("ten-day", "31 July 1941")])
def test_a_month_is_named_by_its_month_and_ten_days_by_their_day(cadence: str, name: str) -> None:
    view = seen(f"cadence={cadence}")
    assert view.name(view.now.date) == name


@pytest.mark.parametrize("cadence", CADENCES)
def test_after_the_first_period_and_after_the_last_but_one_it_can_be_forked(cadence: str) -> None:
    days = State().of(cadence=cadence).days
    for day in {*days[::15], days[0], days[-2]} - {days[-1]}:
        view = seen(f"cadence={cadence}&fork={day}&fork.germany.pace=2.5")
        assert len(view.months) == len(days)
