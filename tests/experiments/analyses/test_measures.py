"""Measures of a world, and their means at a point."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from kantokuen.experiments.analyses import measures
from kantokuen.experiments.analyses.measures import (
    MEASURES,
    clustered_interval,
    interval,
    measure,
    point_means,
    wilson_bounds,
)
from kantokuen.experiments.intervals import wilson
from kantokuen.model.errors import InputError
from kantokuen.model.outcome import OUTCOMES

ROWS = pl.DataFrame(
    {
        "point": pl.Series([0, 0, 1, 1], dtype=pl.UInt32),
        "world": pl.Series([0, 1, 0, 1], dtype=pl.UInt32),
        "germany.pace": [1.0, 1.0, 1.5, 1.5],
        "outcome": pl.Series(
            ["attack_1941", "field_incident", "no_mobilisation", "attack_1942"], dtype=pl.Enum(OUTCOMES)
        ),
        "divisions_peak": [16.0, 20.0, 14.0, 34.0],
        "mobilisation_date": [date(1941, 7, 4), date(1941, 7, 6), None, date(1941, 9, 1)],
        "embargo_date": [date(1941, 8, 1), date(1941, 8, 3), date(1941, 7, 1), date(1941, 7, 1)],
    }
).lazy()


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("attack_1941", [0.5, 0.0]),
        ("attack", [0.5, 0.5]),
        ("war_in_north", [1.0, 0.5]),
        ("no_mobilisation", [0.0, 0.5]),
        ("mobilised", [1.0, 0.5]),
        ("embargo", [1.0, 1.0]),
        ("divisions_peak", [18.0, 24.0]),
        ("embargo_day", [123.0, 91.0]),
    ],
)
def test_a_measure_has_the_mean_counted_by_hand(name: str, means: list[float]) -> None:
    found = point_means(ROWS, ("germany.pace",), measure(name))
    assert found["mean"].to_list() == means
    assert found["germany.pace"].to_list() == [1.0, 1.5]
    assert found["worlds"].to_list() == [2, 2]


def test_the_five_outcomes_are_measures_and_add_up_to_one() -> None:
    sums = sum(point_means(ROWS, ("germany.pace",), MEASURES[name])["mean"] for name in OUTCOMES)
    assert list(sums) == [1.0, 1.0]


def test_a_share_has_the_interval_of_wilson() -> None:
    found = point_means(ROWS, ("germany.pace",), measure("attack_1941"))
    assert found.select("low", "high").row(0) == pytest.approx((0.0945, 0.9055), abs=1e-4)  # 1 of 2, by hand
    low, high = wilson_bounds(np.array([0.0, 3.0, 10.0]), np.array([10.0, 10.0, 10.0]))
    scalar = [wilson(hits, 10) for hits in (0, 3, 10)]
    assert list(zip(low, high, strict=True)) == [pytest.approx(each) for each in scalar]
    assert scalar[0] == pytest.approx((0.0, 0.27753), abs=1e-5)  # z^2 / (10 + z^2), by hand
    assert scalar[1] == pytest.approx((0.10779, 0.60322), abs=1e-5)


def test_a_quantity_has_the_interval_of_student() -> None:
    found = point_means(ROWS, ("germany.pace",), measure("divisions_peak"))
    half = 12.706205 * np.sqrt(8.0 / 2.0)  # the variance of 16 and 20 is 8; t of one degree of freedom
    assert found.select("low", "high").row(0) == pytest.approx((18.0 - half, 18.0 + half))


def test_one_world_of_a_quantity_has_no_interval() -> None:
    found = point_means(ROWS.filter(pl.col("world") == 0), ("germany.pace",), measure("divisions_peak"))
    assert found["low"].to_list() == [None, None]


@pytest.mark.parametrize("worlds", [2, 3, 6])
def test_the_interval_of_few_worlds_holds_the_mean_in_95_of_100_cases(worlds: int) -> None:
    drawn = np.random.default_rng(3).normal(20.0, 4.0, (20_000, worlds))
    sums = drawn.sum(axis=1), (drawn * drawn).sum(axis=1)
    low, high = interval(*sums, np.full(len(drawn), float(worlds)), measure("divisions_peak"))
    assert np.mean((low < 20.0) & (high > 20.0)) == pytest.approx(0.95, abs=0.006)  # four standard errors


def test_clusters_of_one_world_give_a_quantity_the_interval_of_independent_worlds() -> None:
    drawn = np.array([14.0, 16.0, 20.0, 34.0])
    sums = (np.array([each]) for each in (drawn.sum(), (drawn * drawn).sum(), 4.0))
    variance = np.array([drawn.var(ddof=1) / 4])
    clustered = clustered_interval(np.array([21.0]), variance, np.array([4.0]), measure("divisions_peak"))
    assert np.ravel(clustered) == pytest.approx(np.ravel(interval(*sums, measure("divisions_peak"))))


def test_a_share_of_clusters_stays_within_0_and_1_and_keeps_some_width() -> None:
    means, variance = np.array([0.0, 0.01, 0.5, 1.0]), np.array([0.0, 0.0004, 0.0, 0.0])
    low, high = clustered_interval(means, variance, np.full(4, 8.0), measure("attack_1941"))
    assert (low >= 0.0).all()
    assert (high <= 1.0).all()
    assert (high - low > 0.05).all()
    assert (low[0], high[3]) == (0.0, 1.0)


@pytest.mark.parametrize("name", ["attack_1941", "divisions_peak"])
def test_a_single_cluster_has_no_interval(name: str) -> None:
    bounds = clustered_interval(np.array([0.5]), np.array([np.nan]), np.array([1.0]), measure(name))
    assert np.isnan(bounds).all()


def test_no_world_has_no_interval() -> None:
    nothing = np.zeros(1)
    for name in ("attack_1941", "divisions_peak"):
        assert np.isnan(interval(nothing, nothing, nothing, measure(name))).all()


def test_sums_do_not_depend_on_how_the_rows_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = point_means(ROWS, ("germany.pace",), measure("divisions_peak"))
    monkeypatch.setattr(measures, "SLICE", 3)
    assert point_means(ROWS, ("germany.pace",), measure("divisions_peak")).equals(whole)


def test_no_rows_give_no_points() -> None:
    assert point_means(ROWS.filter(pl.col("point") > 5), ("germany.pace",), measure("attack")).is_empty()


def test_the_day_of_what_does_not_always_happen_is_refused() -> None:
    with pytest.raises(InputError, match=r"no value in 1 of 4 worlds.*such as mobilised"):
        point_means(ROWS, ("germany.pace",), measure("mobilisation_day"))


def test_an_unknown_measure_is_told_the_nearest() -> None:
    with pytest.raises(InputError, match="nearest known name: 'divisions_peak'"):
        measure("division_peak")


def test_a_measure_that_was_not_kept_is_refused() -> None:
    with pytest.raises(InputError, match=r"did not keep reversal_date.*allowed: attack_1941"):
        point_means(ROWS, ("germany.pace",), measure("reversed"))
