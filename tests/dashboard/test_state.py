"""A state is one value: what is asked follows from it, and nothing that does not matter is asked."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kantokuen.dashboard.state import State, set_levers
from kantokuen.model.limits import CADENCES, ENSEMBLES
from kantokuen.model.scenario import Scenario
from tests.support.links import at_link

FORKED = at_link("germany.pace=1.2&base.scenario=mild-winter&fork=1941-07-31&fork.soviet.refill=0.5")


def test_what_moves_no_result_is_no_part_of_the_question() -> None:
    for same in ("moment=1941-12-31", "view=worlds", "language=ja", "title=Mine"):
        assert at_link(same).question == State().question
    for other in ("germany.pace=1.2", "seed=1", "lens=rational", "cadence=ten-day", "world=5"):
        assert at_link(other).question != State().question


def test_a_page_without_a_fork_is_compared_with_its_baseline() -> None:
    compared = at_link("germany.pace=1.2&base.scenario=mild-winter&seed=3&world=2").compared
    assert compared == at_link("scenario=mild-winter&seed=3&world=2").question


@pytest.mark.parametrize("one", ENSEMBLES)
def test_the_question_beside_differs_in_its_ensemble_alone(one: str) -> None:
    question = at_link(f"germany.pace=1.2&seed=3&world=2&lens=rational&ensemble={one}").question
    beside = question.beside
    assert beside is not None
    assert {one, beside.request.ensemble} == set(ENSEMBLES)
    assert beside.beside == question


def test_beside_a_fork_there_is_no_question() -> None:
    assert FORKED.question.beside is None


def test_a_fork_is_compared_with_the_same_world_without_it() -> None:
    one, other = FORKED.question, FORKED.compared
    assert (one.request, one.fork) == (other.request, other.fork) == (FORKED.request, 4)
    assert other.later == FORKED.request.scenario != one.later == FORKED.scenario


def test_a_lever_set_back_to_the_scenario_leaves_no_trace() -> None:
    own = Scenario.load("mild-winter").levers["season.winter_shift"]
    mild = at_link("scenario=mild-winter")
    moved = mild.with_levers({"season.winter_shift": 3.0})
    assert moved.changed == set_levers(moved.request.scenario) == {"season.winter_shift": 3.0}
    assert moved.with_levers({"season.winter_shift": own}) == mild


def test_levers_are_undone_to_the_scenario_or_to_what_held_before_the_fork() -> None:
    assert at_link("germany.pace=1.2").starting.levers["germany.pace"] == 1.0
    assert FORKED.starting.levers["germany.pace"] == 1.2
    assert FORKED.changed == {"soviet.refill": 0.5}


def test_in_a_fork_levers_move_the_fork_alone() -> None:
    moved = FORKED.with_levers({"soviet.refill": 0.25})
    assert moved.changed == {"soviet.refill": 0.25}
    assert moved.request == FORKED.request


@pytest.mark.parametrize("cadence", CADENCES)
def test_each_sitting_is_looked_at_on_its_day_and_until_the_next(cadence: str) -> None:
    state = State().of(cadence=cadence)
    for number, day in enumerate(state.days):
        assert replace(state, moment=day.isoformat()).index == number
        assert replace(state, moment=(day - timedelta(days=1)).isoformat()).index == max(number - 1, 0)


@pytest.mark.parametrize("cadence", CADENCES)
def test_a_fork_holds_from_its_day_on_and_leaves_the_sitting_of_that_day_as_it_was(cadence: str) -> None:
    state = at_link(f"fork=1941-07-31&cadence={cadence}")
    assert state.fork_index == state.days.index(date(1941, 7, 31)) + 1
    assert state.fork_day == date(1941, 7, 31)


@pytest.mark.parametrize(
    ("fork", "held", "day"),
    [
        ("1941-04-01", 0, date(1941, 4, 1)),
        ("1941-04-30", 1, date(1941, 4, 30)),
        ("1941-08-10", 4, date(1941, 7, 31)),
        ("1942-06-29", 14, date(1942, 5, 31)),
    ],
)
def test_a_fork_between_two_sittings_holds_from_the_one_before(fork: str, held: int, day: date) -> None:
    state = at_link(f"fork={fork}")
    assert (state.fork_index, state.fork_day) == (held, day)


def test_a_page_without_a_fork_has_no_day_of_one() -> None:
    assert (State().fork_index, State().fork_day) == (None, None)


@pytest.mark.parametrize("cadence", CADENCES)
def test_after_every_sitting_but_the_last_there_is_something_to_fork(cadence: str) -> None:
    state = State().of(cadence=cadence)
    can = [replace(state, moment=day.isoformat()).can_fork for day in state.days]
    assert can == [True] * (len(state.days) - 1) + [False]
