"""Designs: every stretch is that stretch of the whole, and the whole is what SciPy and SALib lay out."""

from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any

import numpy as np
import pytest
import SALib.sample.morris
import SALib.sample.sobol
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import qmc

from kantokuen.agents.view import Array
from kantokuen.experiments.sweeps.design import Design
from kantokuen.experiments.sweeps.plan import read_plan
from kantokuen.model.levers.form import Value

SEED = 5
RANGES = {
    "germany.pace": {"from": 0.6, "to": 1.8},
    "soviet.resilience": "prior",
    "season.winter_shift": {"law": "triangular", "from": -20, "peak": 0, "to": 40},
    "navy.backs_north": [True, False],
}
LEVELS = {
    "germany.pace": [0.8, 1.0, 1.2],
    "navy.backs_north": [True, False],
    "soviet.collapse": ["never", "1941-08-01", "open"],
}
PROBLEM = {"num_vars": 4, "names": list("abcd"), "bounds": [[0.0, 1.0]] * 4}


def design(sampler: str, **entries: Any) -> Design:
    head = {"name": "x", "seed": SEED, "sampler": sampler, "vary": LEVELS if sampler == "grid" else RANGES}
    samples = {} if sampler == "grid" else {"samples": 16}
    return Design(read_plan(head | samples | entries, "x"))


def whole(laid_out: Design) -> Array:
    return laid_out.unit(0, laid_out.points)


SAMPLERS = {"grid": 18, "latin-hypercube": 16, "sobol": 16, "saltelli": 16 * 6, "morris": 16 * 5}


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_a_design_has_as_many_points_and_rows_as_its_sampler_makes(sampler: str) -> None:
    laid_out = design(sampler, worlds=3)
    assert (laid_out.points, laid_out.rows) == (SAMPLERS[sampler], 3 * SAMPLERS[sampler])
    assert whole(laid_out).shape == (laid_out.points, len(laid_out.axes))


def test_a_grid_is_every_combination_the_last_lever_moving_fastest() -> None:
    laid_out = design("grid")
    values = laid_out.values(0, laid_out.points)
    rows = list(zip(*values.values(), strict=True))
    assert rows == list(product(*(axis.levels for axis in laid_out.axes)))
    assert tuple(values) == tuple(LEVELS)


def test_the_unit_cube_of_a_grid_holds_the_middles_of_its_levels() -> None:
    laid_out = design("grid")
    values = laid_out.values(0, laid_out.points)
    for column, axis in zip(whole(laid_out).T, laid_out.axes, strict=True):
        assert axis.at(column).tolist() == values[axis.key].tolist()


def test_a_latin_hypercube_has_one_point_in_each_stratum_of_each_lever() -> None:
    strata = np.floor(whole(design("latin-hypercube", samples=100)) * 100)
    for column in strata.T:
        assert sorted(column) == list(range(100))


def test_a_sobol_design_is_the_sequence_of_scipy() -> None:
    sequence = qmc.Sobol(4, scramble=True, rng=np.random.default_rng(SEED)).random(16)
    np.testing.assert_array_equal(whole(design("sobol")), sequence)


@pytest.mark.parametrize("seed", [SEED, 19410702, 2**63 - 1])
def test_a_saltelli_design_is_that_of_salib(seed: int) -> None:
    sampled = SALib.sample.sobol.sample(
        PROBLEM, 16, calc_second_order=False, scramble=True, seed=np.random.default_rng(seed)
    )
    np.testing.assert_array_equal(whole(design("saltelli", seed=seed)), sampled)


@pytest.mark.parametrize("levels", [4, 6])
def test_a_morris_design_is_that_of_salib(levels: int) -> None:
    sampled = SALib.sample.morris.sample(PROBLEM, 16, num_levels=levels, seed=SEED)
    np.testing.assert_array_equal(whole(design("morris", levels=levels)), sampled)


def test_the_levels_of_a_morris_design_are_equally_likely_strata_of_each_law() -> None:
    laid_out = design("morris")
    values = laid_out.values(0, laid_out.points)
    for axis in laid_out.axes:
        middles = axis.at(np.array([0.125, 0.375, 0.625, 0.875]))
        assert set(values[axis.key].tolist()) == set(middles.tolist())


def test_each_move_of_a_morris_design_changes_one_lever() -> None:
    laid_out = design("morris")
    values = laid_out.values(0, laid_out.points)
    points = np.stack([values[axis.key].astype(float) for axis in laid_out.axes], axis=1)
    moved = np.diff(points.reshape(16, 5, 4), axis=1) != 0
    assert np.all(moved.sum(axis=2) == 1)
    assert np.all(moved.sum(axis=1) == 1)


def test_a_morris_design_of_one_lever_is_laid_out() -> None:
    assert design("morris", vary={"germany.pace": "prior"}).unit(0, 32).shape == (32, 1)


def test_another_seed_is_another_design() -> None:
    for sampler in set(SAMPLERS) - {"grid"}:
        assert not np.array_equal(whole(design(sampler)), whole(design(sampler, seed=SEED + 1)))


@pytest.mark.parametrize("sampler", SAMPLERS)
@given(st.data())
@settings(max_examples=25)
def test_any_stretch_in_any_order_is_that_stretch_of_the_whole(sampler: str, data: st.DataObject) -> None:
    laid_out = design(sampler)
    unit, values = whole(laid_out).copy(), laid_out.values(0, laid_out.points)
    for _ in range(3):
        first = data.draw(st.integers(0, laid_out.points - 1))
        count = data.draw(st.integers(1, laid_out.points - first))
        np.testing.assert_array_equal(laid_out.unit(first, count), unit[first : first + count])
        for key, stretch in laid_out.values(first, count).items():
            assert stretch.tolist() == values[key][first : first + count].tolist()


def test_threads_that_read_one_sequence_do_not_disturb_each_other() -> None:
    laid_out = design("sobol", samples=2**14)
    unit = whole(laid_out)
    firsts = np.random.default_rng(1).integers(0, 2**14 - 64, 300).tolist()
    with ThreadPoolExecutor(8) as pool:
        stretches = list(pool.map(lambda first: laid_out.unit(first, 64), firsts))
    for first, stretch in zip(firsts, stretches, strict=True):
        np.testing.assert_array_equal(stretch, unit[first : first + 64])


@pytest.mark.parametrize("sampler", ["latin-hypercube", "morris"])
def test_points_that_all_readers_share_cannot_be_changed(sampler: str) -> None:
    with pytest.raises(ValueError, match="read-only"):
        whole(design(sampler))[0] = 0.0


# ---- rows ----

GROUPS = {"grid": 18, "latin-hypercube": 1, "sobol": 1, "saltelli": 6, "morris": 5}


@pytest.mark.parametrize("sampler", SAMPLERS)
def test_points_of_a_group_see_the_same_worlds_and_other_groups_see_others(sampler: str) -> None:
    laid_out = design(sampler, worlds=3)
    point, world = laid_out.members(0, laid_out.rows)
    assert point.tolist() == [p for p in range(laid_out.points) for _ in range(3)]
    seen = [
        set(world[point // GROUPS[sampler] == group].tolist())
        for group in np.unique(point // GROUPS[sampler])
    ]
    assert seen == [{3 * group, 3 * group + 1, 3 * group + 2} for group in range(len(seen))]
    for each in range(laid_out.points):
        assert len(set(world[point == each].tolist())) == 3


@given(st.integers(0, 287), st.integers(1, 288))
@settings(max_examples=30)
def test_any_stretch_of_rows_is_that_stretch_of_all(first: int, count: int) -> None:
    laid_out = design("saltelli", worlds=3)
    point, world = laid_out.members(0, 288)
    count = min(count, 288 - first)
    some = laid_out.members(first, count)
    np.testing.assert_array_equal(some[0], point[first : first + count])
    np.testing.assert_array_equal(some[1], world[first : first + count])


# ---- size ----


def test_the_far_end_of_a_million_million_points_is_read_at_once() -> None:
    steps = {"steps": 10_000}
    vary = dict.fromkeys(("germany.pace", "army.force_ratio", "season.winter_shift"), steps)
    laid_out = design("grid", vary=vary, worlds=9000)
    assert laid_out.points == 10**12
    last = laid_out.values(10**12 - 2, 2)
    assert [each.tolist()[-1] for each in last.values()] == [3.0, axis_high("army.force_ratio"), 90.0]
    point, world = laid_out.members(laid_out.rows - 1, 1)
    assert (point[0], world[0]) == (10**12 - 1, 8999)


def axis_high(key: str) -> Value:
    return design("grid", vary={key: {"steps": 2}}).axes[0].levels[-1]


def test_a_sobol_design_is_read_far_into_its_sequence() -> None:
    laid_out = design("sobol", samples=2**30)
    sequence = qmc.Sobol(4, scramble=True, rng=np.random.default_rng(SEED))
    sequence.fast_forward(2**20)
    np.testing.assert_array_equal(laid_out.unit(2**20, 5), sequence.random(5))
