"""The two ensembles: the German war falls out as it is judged to, and nothing else is drawn otherwise."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from kantokuen.model.calendar import day_of, periods, to_day
from kantokuen.model.errors import InputError
from kantokuen.model.expectations import HISTORIANS
from kantokuen.model.german_war import GermanWar
from kantokuen.model.limits import DEFAULT_SEED, ENSEMBLES
from kantokuen.model.model import KantokuenModel
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.request import Request
from kantokuen.model.scenario import Scenario, check_file
from kantokuen.model.streams import Streams
from kantokuen.model.values import realise
from tools.ensembles import judged, of_ensemble

JUNE = "june-1941"
HISTORICAL = Scenario.load("historical")
WORLDS = 2_000


def war(ensemble: str = HISTORIANS, worlds: int = WORLDS, **levers: object) -> GermanWar:
    """Play the German war of some worlds; levers by key, with ``__`` for the dot."""
    scenario = HISTORICAL.replace({key.replace("__", "."): value for key, value in levers.items()})
    values = realise(scenario, Streams(DEFAULT_SEED, worlds), None, ensemble)
    front = GermanWar.at_outset(worlds, resilience=np.broadcast_to(values["soviet.resilience"], worlds))
    for period in periods("month"):
        for step in period.steps:
            front.advance(step, values)
    return front


@pytest.mark.parametrize("ensemble", ENSEMBLES)
def test_moscow_and_the_regime_fall_by_four_dates_as_often_as_they_are_judged_to(ensemble: str) -> None:
    np.testing.assert_allclose(of_ensemble(ensemble, 20_000), judged(ensemble), atol=0.03)


@pytest.mark.parametrize("ensemble", ENSEMBLES)
def test_without_spread_every_world_is_the_recorded_path(ensemble: str) -> None:
    front = war(ensemble, 5, worlds__spread=0.0)
    assert not front.has_moscow_fallen.any()
    assert not front.has_collapsed.any()
    assert front.km_to_moscow == pytest.approx([162.0] * 5)


def test_the_halt_is_that_of_the_record() -> None:
    assert PARAMETERS["germany.halt"].default == day_of("EAS009") - day_of("EAS006")


@pytest.mark.parametrize("ensemble", ENSEMBLES)
@pytest.mark.parametrize(
    ("key", "slow", "fast"), [("germany__pace", 0.9, 1.2), ("germany__halt", 90.0, 20.0)]
)
def test_a_faster_advance_never_loses_moscow_later(ensemble: str, key: str, slow: float, fast: float) -> None:
    late, early = war(ensemble, **{key: slow}), war(ensemble, **{key: fast})
    assert (early.moscow_day <= late.moscow_day).all()
    assert (early.collapse_day <= late.collapse_day).all()
    assert (early.moscow_day < late.moscow_day).any()


@pytest.mark.parametrize("ensemble", ENSEMBLES)
def test_a_tougher_regime_never_falls_earlier_and_moscow_falls_the_same(ensemble: str) -> None:
    weak, tough = war(ensemble, soviet__resilience=1.1), war(ensemble, soviet__resilience=1.3)
    assert (tough.collapse_day >= weak.collapse_day).all()
    assert (tough.collapse_day > weak.collapse_day).any()
    np.testing.assert_array_equal(tough.moscow_day, weak.moscow_day)


def test_the_regime_falls_some_weeks_after_moscow_in_the_middle() -> None:
    front = war(worlds=20_000)
    both = np.isfinite(front.moscow_day) & np.isfinite(front.collapse_day)
    assert 30.0 < np.median(front.collapse_day[both] - front.moscow_day[both]) < 60.0


def test_a_fall_that_is_dated_comes_on_its_day_in_either_ensemble() -> None:
    for ensemble in ENSEMBLES:
        front = war(ensemble, 50, germany__moscow_falls=date(1941, 9, 5), soviet__collapse=date(1941, 9, 12))
        assert set(front.moscow_day) == {to_day(date(1941, 9, 5))}
        assert set(front.collapse_day) == {to_day(date(1941, 9, 12))}


def test_a_fall_that_is_barred_never_comes() -> None:
    front = war(JUNE, germany__moscow_falls="never", soviet__collapse="never")
    assert not front.has_moscow_fallen.any()
    assert not front.has_collapsed.any()
    assert front.progress.max() <= 0.97


def test_only_what_a_school_saw_otherwise_is_drawn_otherwise() -> None:
    one, other = (realise(HISTORICAL, Streams(1, 500), None, each) for each in ENSEMBLES)
    moved = {key for key in one if not np.array_equal(one[key], other[key])}
    assert moved == {"germany.pace", "germany.halt", "soviet.resilience"}


def test_a_scenario_that_sets_the_pace_moves_the_centre_of_the_spread() -> None:
    for ensemble in ENSEMBLES:
        usual, fast = (
            realise(HISTORICAL.replace({"germany.pace": pace}), Streams(1, 500), None, ensemble)[
                "germany.pace"
            ]
            for pace in (1.0, 1.2)
        )
        np.testing.assert_allclose(fast, (1.2 * usual).clip(0.3, 3.0))


def test_a_world_is_the_same_alone_and_in_a_crowd() -> None:
    crowd = realise(HISTORICAL, Streams(1, 40), None, JUNE)["germany.pace"]
    alone = realise(HISTORICAL, Streams(1, 1, first=17), None, JUNE)["germany.pace"]
    assert alone[0] == crowd[17]


# ---- who says which


def test_a_request_says_the_ensemble_and_else_its_scenario_and_else_historians() -> None:
    seen = Scenario("seen", ensemble=JUNE)
    assert Request().ensemble == HISTORIANS
    assert Request(seen).ensemble == JUNE
    assert Request(seen, ensemble=HISTORIANS).ensemble == HISTORIANS
    assert Request(ensemble=JUNE).facts["ensemble"] == JUNE
    assert Request(seen) != Request(Scenario("seen"))


@pytest.mark.parametrize("name", ["june", "", 3])
def test_an_unknown_ensemble_names_the_known_ones(name: object, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(f"name = 'mine'\nensemble = {name!r}\n", encoding="utf-8")
    with pytest.raises(
        InputError, match=r"mine\.toml: ensemble = .* is not known;.* allowed: historians, june-1941"
    ):
        check_file(file)


def test_a_request_refuses_an_unknown_ensemble() -> None:
    with pytest.raises(InputError, match=r"unknown ensemble 'june'; nearest known name: 'june-1941'"):
        Request(ensemble="june")


def test_a_scenario_file_may_set_the_ensemble_and_hands_it_on(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text("name = 'base'\nensemble = 'june-1941'\n", encoding="utf-8")
    (tmp_path / "upon.toml").write_text("name = 'upon'\nbase = 'base.toml'\n", encoding="utf-8")
    scenario = check_file(tmp_path / "upon.toml")
    assert scenario.ensemble == JUNE
    assert scenario.replace({"germany.pace": 1.1}).ensemble == JUNE


def test_a_fork_stays_in_its_ensemble() -> None:
    model = KantokuenModel(worlds=2, seed=1, ensemble=JUNE)
    model.step()
    assert model.fork(3).request.ensemble == JUNE


def test_regime_stands_is_told_at_the_start_of_war_or_at_the_end() -> None:
    fallen = {"soviet.collapse": date(1941, 8, 1)}
    model = KantokuenModel(HISTORICAL.replace(fallen), 50, 1)
    model.run()
    world = model.world
    assert world.regime_fell.all()
    np.testing.assert_array_equal(world.regime_stands, world.hostilities.war_day < to_day(date(1941, 8, 1)))
