"""Members: members of a design are the worlds that they would be alone."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from kantokuen.experiments.runner import run_worlds
from kantokuen.model.errors import InputError
from kantokuen.model.frames import columns
from kantokuen.model.limits import ENSEMBLES, LENS_NAMES
from kantokuen.model.members import Members
from kantokuen.model.model import DEFAULT_SEED, KantokuenModel
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.scenario import Scenario
from kantokuen.model.streams import DrawCache

BASE = Scenario.load("historical")
Columns = dict[str, NDArray[Any]]
NUMBERS = tuple(key for key, lever in PARAMETERS.items() if lever.is_number)


def played(
    members: Members | None = None, scenario: Scenario = BASE, worlds: int = 0, draws: DrawCache | None = None
) -> Columns:
    size = worlds if members is None else members.count
    model = KantokuenModel(scenario, worlds=size, seed=DEFAULT_SEED, members=members, draws=draws)
    model.run()
    return columns(model.world)


def assert_same(one: Columns, other: Columns) -> None:
    for name in one:
        np.testing.assert_array_equal(one[name], other[name], err_msg=name)


def test_members_see_the_chance_of_the_worlds_they_name_in_any_order_and_as_often_as_wanted() -> None:
    index = np.array([5000, 3, 3, 0, 9000, 5001, 12])
    many = run_worlds(BASE, 9001, stances=False).columns
    assert_same(played(Members(index)), {name: values[index] for name, values in many.items()})


@pytest.mark.slow
@pytest.mark.parametrize("key", NUMBERS)
def test_a_member_with_a_number_of_its_own_is_the_world_of_a_scenario_with_that_number(key: str) -> None:
    lever = PARAMETERS[key]
    assert isinstance(lever.low, (int, float))
    assert isinstance(lever.high, (int, float))
    middle = (lever.low + lever.high) / 2
    other = float(round(middle)) if lever.type == "int" else middle
    default = lever.default if not isinstance(lever.default, str) else other
    numbers = np.where(np.arange(24) % 2 == 0, other, float(default))
    members = played(Members(np.arange(24), {key: numbers}))
    moved = played(scenario=BASE.replace({key: other}), worlds=24)
    assert_same(
        {name: values[::2] for name, values in members.items()},
        {name: values[::2] for name, values in moved.items()},
    )


def test_exact_numbers_are_not_spread() -> None:
    numbers = np.linspace(0.8, 1.2, 8)
    levers = {"germany.pace": numbers}
    exact = played(Members(np.arange(8), levers, frozenset(levers)))
    spread = played(Members(np.arange(8), levers))
    np.testing.assert_array_equal(exact["germany.pace"], numbers)
    assert not np.any(spread["germany.pace"] == numbers)


def test_the_width_of_all_spreads_may_differ_between_members() -> None:
    spreads = played(Members(np.zeros(2, dtype=np.int64), {"worlds.spread": np.array([0.0, 1.0])}))
    assert spreads["germany.pace"][0] == BASE.levers["germany.pace"]
    assert spreads["germany.pace"][1] != BASE.levers["germany.pace"]


def test_a_draw_cache_tells_members_apart() -> None:
    draws: DrawCache = {}
    first = played(Members(np.array([0, 1])), draws=draws)
    second = played(Members(np.array([1, 2])), draws=draws)
    again = played(Members(np.array([0, 1])), draws=draws)
    assert_same(first, again)
    assert first["germany.pace"][1] == second["germany.pace"][0]


def test_a_fork_keeps_the_numbers_of_its_member_unless_the_scenario_changes_them() -> None:
    numbers = {"army.divisions_cap": np.array([16.0, 34.0])}
    model = KantokuenModel(BASE, worlds=2, seed=DEFAULT_SEED, members=Members(np.array([7, 9]), numbers))
    for _ in range(2):
        model.step()
    kept = model.fork(3, world=1)
    changed = model.fork(3, world=1, scenario=BASE.replace({"army.divisions_cap": 20}))
    np.testing.assert_array_equal(kept.world.values["army.divisions_cap"], 34.0)
    np.testing.assert_array_equal(changed.world.values["army.divisions_cap"], 20.0)
    future = model.fork(1, world=1, keep_chance=True)
    model.run()
    future.run()
    assert_same(
        columns(future.world), {name: values[..., 1:] for name, values in columns(model.world).items()}
    )


@pytest.mark.parametrize(
    ("worlds", "levers", "fault"),
    [
        (np.array([0.5]), {}, "is no row of worlds; allowed: whole numbers of 0 or more"),
        (np.array([-1]), {}, "is no row of worlds; allowed: whole numbers of 0 or more"),
        (np.zeros((2, 2), dtype=int), {}, "is no row of worlds; allowed: whole numbers of 0 or more"),
        (
            np.array([0, 1]),
            {"germany.pace": np.array([1.0])},
            "1 values; allowed: one for each of the 2 members",
        ),
        (np.array([0]), {"germany.pace": np.array([99.0])}, "is not allowed"),
        (np.array([0]), {"germany.pase": np.array([1.0])}, "nearest known name: 'germany.pace'"),
        (7, {}, "worlds = 7 is no row of worlds"),
        ([0, 1.5], {}, "is no row of worlds"),
        ([[0], [0, 1]], {}, "is no row of worlds"),
        ([0], [1.0], r"levers = \[1.0\] is no mapping"),
        ([0], {"germany.pace": 1.0}, "has one value for all"),
        (np.array([0]), {"navy.backs_north": np.array([1.0])}, "not one value for all worlds"),
    ],
)
def test_wrong_members_are_refused(
    worlds: NDArray[np.int64], levers: dict[str, NDArray[np.float64]], fault: str
) -> None:
    with pytest.raises(InputError, match=fault):
        Members(worlds, levers)


def test_members_of_another_number_than_the_model_has_worlds_are_refused() -> None:
    with pytest.raises(InputError, match="3 members for 2 worlds"):
        KantokuenModel(BASE, worlds=2, seed=DEFAULT_SEED, members=Members(np.arange(3)))


@pytest.mark.parametrize("lens", LENS_NAMES)
@pytest.mark.parametrize("ensemble", ENSEMBLES)
def test_every_number_may_be_one_for_each_member(lens: str, ensemble: str) -> None:
    worlds = 32
    levers = {
        key: np.full(worlds, PARAMETERS[key].default)
        for key in NUMBERS
        if not isinstance(PARAMETERS[key].default, str)
    }
    found, alone = (
        KantokuenModel(
            worlds=worlds,
            seed=DEFAULT_SEED,
            lens=lens,
            ensemble=ensemble,
            until="1941-12",
            detail="outcomes",
            members=members,
        )
        for members in (Members(np.arange(worlds), levers), None)
    )
    found.run()
    alone.run()
    for name, values in columns(alone.world).items():
        np.testing.assert_array_equal(columns(found.world)[name], values, err_msg=name)
