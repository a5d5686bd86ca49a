"""The grid of a report: cells are the model's own, and what lies between is off by no more than is told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import product

import numpy as np
import pytest

from kantokuen.dashboard.endings import ENDINGS, ending_codes
from kantokuen.dashboard.lever_panel import first_levers
from kantokuen.dashboard.report import grid as grid_module
from kantokuen.dashboard.report.grid import (
    CHECKED,
    MOST_STOPS,
    Axis,
    Counts,
    Grid,
    axes_of,
    axis,
    checked_at,
    counts_of,
    play_grid,
    points_between,
)
from kantokuen.dashboard.report.grid import WORLDS as WHOLE_WORLDS
from kantokuen.experiments.results import Columns
from kantokuen.experiments.runner import Run, play, run_block
from kantokuen.model.members import Members
from kantokuen.model.scenario import Scenario
from kantokuen.model.streams import DrawCache

RUN = Run()
WORLDS = 60
DRAWS: DrawCache = {}
AXES = tuple(axis(key, RUN) for key in ("china.tied_divisions", "emperor.sanction"))


@pytest.fixture(scope="module")
def grid() -> Grid:
    return play_grid(RUN, AXES, worlds=WORLDS, checked=6)


def test_the_levers_are_those_that_stand_first_on_the_page() -> None:
    axes = axes_of(RUN)
    assert tuple(each.key for each in axes) == first_levers()
    for each in axes:
        assert 2 <= len(each.stops) <= MOST_STOPS
        assert each.stops[each.own] == RUN.scenario.levers[each.key]
        assert len(set(each.stops)) == len(each.stops)


def test_stops_of_numbers_and_days_stand_in_their_order() -> None:
    tied = axis("china.tied_divisions", RUN)
    assert list(tied.stops) == sorted(tied.stops)  # type: ignore[type-var]
    days = [each for each in axis("soviet.collapse", RUN).stops if isinstance(each, date)]
    assert days == sorted(days)
    assert len(days) >= 2


def test_a_lever_that_was_set_has_its_own_stop() -> None:
    run = replace(RUN, scenario=Scenario.load("historical").replace({"china.tied_divisions": 30}))
    assert 30 in axis("china.tied_divisions", run).stops


@pytest.mark.parametrize("own", [2, 43, 0, 45])
def test_a_number_at_the_end_of_what_is_tried_or_beyond_has_its_stops(own: int) -> None:
    run = replace(RUN, scenario=Scenario.load("historical").replace({"china.tied_divisions": own}))
    found = axis("china.tied_divisions", run)
    assert found.stops[found.own] == own
    assert len(found.stops) == MOST_STOPS
    assert list(found.stops) == sorted(found.stops)  # type: ignore[type-var]
    assert {2, 43} <= set(found.stops)


def test_a_cell_is_what_the_model_itself_gives(grid: Grid) -> None:
    for cell in ((0, 0), (2, 0), (4, 3), (1, 2)):
        levers = {each.key: each.stops[stop] for each, stop in zip(grid.axes, cell, strict=True)}
        played = play(replace(RUN, scenario=RUN.scenario.replace(levers)), WORLDS)
        codes = ending_codes(played.columns)
        assert np.array_equal(grid.counts[cell], np.bincount(codes, minlength=len(ENDINGS)))


def test_the_scenario_itself_is_a_cell(grid: Grid) -> None:
    own = tuple(each.own for each in grid.axes)
    assert np.array_equal(grid.counts[own], counts_of(RUN, {}, WORLDS))
    assert np.allclose(grid.shares(own), grid.counts[own] / WORLDS)


def test_the_grid_is_the_same_whatever_the_number_of_processes(grid: Grid) -> None:
    again = play_grid(RUN, AXES, worlds=WORLDS, checked=6, workers=2)
    assert np.array_equal(again.counts, grid.counts)
    assert (again.slack, again.off) == (grid.slack, grid.off)


def test_cells_that_differ_in_numbers_are_the_same_played_side_by_side(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sizes: list[int] = []
    whole = grid_module.play_members

    def noted(run: Run, members: Members, draws: DrawCache | None = None) -> Columns:
        sizes.append(members.count)
        return whole(run, members, draws)

    monkeypatch.setattr(grid_module, "play_members", noted)
    together = play_grid(RUN, AXES, worlds=WORLDS, checked=0)
    assert max(sizes) > WORLDS
    monkeypatch.setattr(grid_module, "BLOCK", 1)
    alone = play_grid(RUN, AXES, worlds=WORLDS, checked=0)
    assert np.array_equal(together.counts, alone.counts)


def test_at_points_between_the_stated_error_holds(grid: Grid) -> None:
    points = points_between(grid.axes, 10, seed=99)  # not those that were played for it
    assert len(points) == 10
    for point in points:
        levers = {each.key: each.value(place) for each, place in zip(grid.axes, point, strict=True)}
        played = counts_of(RUN, levers, WORLDS) / WORLDS
        assert float(np.max(np.abs(grid.shares(point) - played))) <= grid.error(point) + 1e-12


def test_the_errors_found_are_those_between_the_weighting_and_the_model(grid: Grid) -> None:
    points = points_between(grid.axes, 6, seed=RUN.seed)
    found = []
    for point in points:
        levers = {each.key: each.value(place) for each, place in zip(grid.axes, point, strict=True)}
        played = counts_of(RUN, levers, WORLDS) / WORLDS
        found.append(float(np.max(np.abs(grid.shares(point) - played))))
    assert grid.off == pytest.approx(found)
    assert (grid.checked, grid.largest) == (6, max(found))
    assert min(found) <= grid.usual <= grid.largest


@pytest.mark.slow
def test_between_stops_of_all_five_levers_the_stated_error_holds() -> None:
    """Only the cells around the points are played: all of them take minutes."""
    axes = axes_of(RUN)
    empty = np.zeros((*(len(each.stops) for each in axes), len(ENDINGS)), np.uint16)
    grid = Grid(axes, WHOLE_WORLDS, empty)
    points = [*points_between(axes, CHECKED, RUN.seed), *points_between(axes, 10, seed=99)]
    played = []
    for point in points:
        for cell in product(*({int(place), int(np.ceil(place))} for place in point)):
            grid.counts[cell] = of_model(axes, cell)
        played.append(of_model(axes, point))
    grid = checked_at(grid, points[:CHECKED], played[:CHECKED])
    for point, counts in zip(points[CHECKED:], played[CHECKED:], strict=True):
        off = float(np.max(np.abs(grid.shares(point) - counts / WHOLE_WORLDS)))
        assert off <= grid.error(point) + 1e-12


def of_model(axes: tuple[Axis, ...], places: Sequence[float]) -> Counts:
    """Return what the model gives at a place of each lever, played as any other run is."""
    levers = {each.key: each.value(place) for each, place in zip(axes, places, strict=True)}
    run = replace(RUN, scenario=RUN.scenario.replace(levers)).bare
    codes = ending_codes(run_block(run, 0, WHOLE_WORLDS, DRAWS).columns)
    return np.bincount(codes, minlength=len(ENDINGS)).astype(np.uint16)


def test_on_a_stop_nothing_is_off(grid: Grid) -> None:
    assert grid.error((1.0, 2.0)) == 0.0
    apart = np.max(np.abs(grid.counts[1, 2] - grid.counts[2, 2].astype(float))) / WORLDS
    assert grid.error((1.5, 2.0)) == pytest.approx(apart + grid.slack)


def test_between_two_cells_the_shares_lie_between_theirs(grid: Grid) -> None:
    half, low, high = (grid.shares((place, 0.0)) for place in (1.5, 1.0, 2.0))
    assert np.allclose(half, 0.5 * (low + high))
    assert half.sum() == pytest.approx(1.0)


def test_nothing_lies_between_two_keywords() -> None:
    sanction = AXES[1]
    assert not any(sanction.is_between(stop) for stop in range(len(sanction.stops)))
    with pytest.raises(ValueError, match="nothing lies between"):
        sanction.value(0.5)


def test_a_place_and_a_value_are_each_others_inverse() -> None:
    days = Axis("soviet.collapse", ("open", date(1941, 8, 1), date(1941, 9, 15), "never"), 0)
    assert [days.is_between(stop) for stop in range(4)] == [False, True, False, False]
    assert days.value(1.5) == date(1941, 8, 23)
    assert days.place(date(1941, 8, 1), 1) == 1.0
    assert days.place(days.value(1.5), 1) == pytest.approx(1.5, abs=0.02)


def test_a_grid_of_keywords_has_nothing_to_check() -> None:
    found = play_grid(RUN, AXES[1:], worlds=20)
    assert (found.checked, found.largest, found.usual, found.slack) == (0, 0.0, 0.0, 0.05)
