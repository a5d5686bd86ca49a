"""Facts about parallel worlds: a world is the same, bit for bit, alone and in any crowd."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.agents.view import Array
from kantokuen.experiments import runner
from kantokuen.experiments.results import Results
from kantokuen.experiments.runner import run_worlds
from kantokuen.experiments.summary import summarise
from kantokuen.model.scenario import Scenario
from kantokuen.model.streams import DrawCache
from tests.support.scenes import differing, ending, ran, recorded, short_law

CADENCES = ["month", "ten-day"]
UNTIL = "1941-12"


def everything(worlds: int, first_world: int, cadence: str, **arguments: object) -> dict[object, Array]:
    """Return the ending and the whole record of some worlds."""
    run = ran(worlds, first_world=first_world, cadence=cadence, until=UNTIL, detail="worlds", **arguments)  # type: ignore[arg-type]
    found: dict[object, Array] = {**ending(run), **recorded(run)}
    # the calendar is the same for all worlds, and the record holds it once for each
    return {name: np.broadcast_to(values, (*values.shape[:-1], worlds)) for name, values in found.items()}


@pytest.mark.parametrize("cadence", CADENCES)
@pytest.mark.parametrize("sizes", [(30, 7), (1, 36), (5, 11, 21), (16, 16, 4, 1)])
def test_blocks_of_different_sizes_join_to_the_same_worlds(cadence: str, sizes: tuple[int, ...]) -> None:
    whole = everything(37, 0, cadence)
    firsts = np.cumsum((0, *sizes[:-1])).tolist()
    parts = [everything(size, first, cadence) for size, first in zip(sizes, firsts, strict=True)]
    joined = {name: np.concatenate([part[name] for part in parts], axis=-1) for name in whole}
    assert differing(joined, whole) == []


@pytest.mark.parametrize("cadence", CADENCES)
def test_a_world_is_the_same_alone_and_in_a_crowd_wherever_the_crowd_begins(cadence: str) -> None:
    @short_law
    @given(first=st.integers(0, 10**6), size=st.integers(1, 40), data=st.data())
    def holds(first: int, size: int, data: st.DataObject) -> None:
        place = data.draw(st.integers(0, size - 1))
        crowd, alone = everything(size, first, cadence), everything(1, first + place, cadence)
        assert differing({name: each[..., place : place + 1] for name, each in crowd.items()}, alone) == []

    holds()


@pytest.mark.parametrize("scenario", ["soviet-collapse", "unopposed-hawks", "halved-without-embargo"])
def test_worlds_that_go_to_war_are_the_same_in_other_blocks(scenario: str) -> None:
    whole = everything(40, 100, "month", scenario=scenario)
    parts = [everything(8, first, "month", scenario=scenario) for first in range(100, 140, 8)]
    joined = {name: np.concatenate([part[name] for part in parts], axis=-1) for name in whole}
    assert differing(joined, whole) == []
    assert (whole[".hostilities.war_day"] < np.inf).any()


def test_how_much_is_recorded_changes_no_world() -> None:
    plain, full = ran(20, detail="means"), ran(20, detail="contributions")
    assert differing(ending(plain), ending(full)) == []


def test_scenarios_run_in_any_order_and_on_one_draw_cache_give_the_same_worlds() -> None:
    names = ["historical", "soviet-collapse", "no-sanctions"]
    draws: DrawCache = {}
    forward = {name: ending(ran(30, scenario=name, draws=draws)) for name in names}
    backward = {name: ending(ran(30, scenario=name)) for name in reversed(names)}
    for name in names:
        assert differing(forward[name], backward[name]) == [], name


def test_two_scenarios_share_the_draws_of_their_worlds() -> None:
    plain, calm = ran(30), ran(30, scenario="no-sanctions")
    assert (plain.world.values["germany.pace"] == calm.world.values["germany.pace"]).all()
    assert (plain.offices["OPS"].temper.stance == calm.offices["OPS"].temper.stance).all()


# the runner


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "BLOCK", 16)


def told(results: Results) -> dict[str, Array]:
    return dict(results.columns)


def test_the_size_of_a_block_changes_no_bit_of_any_world(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = told(run_worlds("historical", 60))
    for size in (7, 16, 59):
        monkeypatch.setattr(runner, "BLOCK", size)
        assert differing(told(run_worlds("historical", 60)), usual) == []


@pytest.mark.slow
@pytest.mark.usefixtures("small_blocks")
def test_two_processes_run_the_same_worlds_as_one() -> None:
    together = run_worlds("historical", 40, workers=2, cadence="ten-day")
    alone = run_worlds("historical", 40, cadence="ten-day")
    assert differing(told(together), told(alone)) == []
    assert together.means == alone.means
    assert together.outcomes.equals(alone.outcomes)


@pytest.mark.usefixtures("small_blocks")
def test_a_trace_changes_no_outcome_and_has_a_row_for_each_world_and_period() -> None:
    plain, traced = run_worlds("historical", 40), run_worlds("historical", 40, trace=True)
    assert differing(told(plain), told(traced)) == []
    assert traced.trace is not None
    assert traced.trace.height == 40 * 15
    assert traced.trace["world"].to_list() == [world for world in range(40) for _ in range(15)]
    assert plain.trace is None


@pytest.mark.parametrize("cadence", CADENCES)
def test_one_world_that_is_told_is_the_first_of_many(cadence: str) -> None:
    one, many = run_worlds("historical", 1, cadence=cadence), run_worlds("historical", 12, cadence=cadence)
    assert differing(told(one), {name: values[:1] for name, values in told(many).items()}) == []
    assert one.outcomes.equals(many.outcomes[:1])


def test_the_means_of_the_periods_are_the_means_over_the_worlds() -> None:
    results = run_worlds("historical", 10, trace=True)
    assert results.trace is not None
    when = results.means[5][0]
    rows = results.trace.filter(pl.col("date") == when)
    for office, parts in results.means[5][1].items():
        assert parts["net"] == pytest.approx(rows[f"{office}.net"].mean())


def test_a_seed_gives_the_same_worlds_twice_and_another_seed_other_worlds() -> None:
    one, same, other = (told(run_worlds("historical", 30, seed=seed)) for seed in (7, 7, 8))
    assert differing(one, same) == []
    assert "germany.pace" in differing(one, other)


def test_the_summary_of_a_run_agrees_with_its_worlds() -> None:
    results = run_worlds("historical", 100)
    summary = summarise(results)
    counted = results.outcomes["outcome"].value_counts()
    for name, count in counted.iter_rows():
        found = summary["outcomes"][name]
        assert found["share"] == pytest.approx(count / 100)
        assert found["low"] <= found["share"] <= found["high"]
    assert sum(each["share"] for each in summary["outcomes"].values()) == pytest.approx(1.0)


def test_both_cadences_tell_nearly_the_same_story() -> None:
    by_month, by_jun = (
        np.bincount(run_worlds("historical", 2048, cadence=each).columns["outcome"].astype(int), minlength=5)
        / 2048
        for each in CADENCES
    )
    assert np.abs(by_month - by_jun).max() <= 0.05


@pytest.mark.slow
@pytest.mark.parametrize("cadence", CADENCES)
def test_twenty_thousand_worlds_in_three_processes_are_those_of_one(cadence: str) -> None:
    alone = run_worlds("historical", 20_000, cadence=cadence)
    together = run_worlds("historical", 20_000, cadence=cadence, workers=3)
    assert differing(told(together), told(alone)) == []
    some = [0, 1, runner.BLOCK - 1, runner.BLOCK, runner.BLOCK + 1, 19_999]
    for world in some:
        single = ran(1, first_world=world, cadence=cadence)
        assert single.world.outcome_codes[0] == alone.columns["outcome"][world]


@pytest.mark.slow
@pytest.mark.parametrize("scenario", Scenario.names())
def test_every_scenario_gives_a_world_alone_what_it_gives_it_in_a_crowd(scenario: str) -> None:
    crowd = ending(ran(512, scenario=scenario, cadence="ten-day"))
    for world in (0, 3, 200, 511):
        alone = ending(ran(1, scenario=scenario, cadence="ten-day", first_world=world))
        assert differing({name: each[..., world : world + 1] for name, each in crowd.items()}, alone) == []
