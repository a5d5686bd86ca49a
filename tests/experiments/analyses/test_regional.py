"""Regional sensitivity, against cases that are known."""

from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from scipy import stats

from kantokuen.experiments.analyses.charts import draw_regional
from kantokuen.experiments.analyses.measures import measure
from kantokuen.experiments.analyses.regional import Regional, coarse, cramer_v, ks_distance, regional
from kantokuen.experiments.analyses.study import Study
from kantokuen.experiments.analyses.words import regional_sheet
from kantokuen.model.errors import InputError
from tests.support.synthetic import make_study

ATTACK = measure("attack_1941")
PACE, REFILL, SANCTION = "germany.pace", "soviet.refill", "emperor.sanction"


def rows_of(found: Regional) -> dict[str, Any]:
    return {row["lever"]: row for row in found.frame.rows(named=True)}


def test_the_distance_of_separated_halves_is_one() -> None:
    distance = ks_distance(np.arange(4))
    assert distance(np.array([0.0, 0.0, 1.0, 1.0]), np.array([1.0, 1.0, 0.0, 0.0])) == 1.0


def test_the_distance_counts_equal_values_together() -> None:
    distance = ks_distance(np.array([1, 0, 0]))  # of three hits two lie lower, of two misses one
    assert distance(np.array([1.0, 1.0, 1.0]), np.array([1.0, 0.0, 1.0])) == pytest.approx(2 / 3 - 1 / 2)


def test_fewer_places_lose_next_to_nothing() -> None:
    hits, places = np.random.default_rng(8).random(5000), np.arange(5000)
    whole, quick = (ks_distance(each)(hits, 1.0 * places) for each in (places, coarse(places)))
    assert whole - 1 / 2000 <= quick <= whole
    assert coarse(places).max() == 1999
    assert coarse(places[:2000]).tolist() == list(range(2000))


def test_nothing_on_one_side_is_no_distance() -> None:
    assert ks_distance(np.array([0, 1]))(np.array([1.0, 1.0]), np.zeros(2)) == 0.0
    assert cramer_v(np.array([0, 1]))(np.array([1.0, 1.0]), np.zeros(2)) == 0.0


def test_it_agrees_with_scipy() -> None:
    rng = np.random.default_rng(2)
    x, hit = rng.normal(size=400), rng.random(400) < 0.3
    shifted = np.round(x + 0.4 * hit, 1)  # with ties
    found = rows_of(regional(make_study({PACE: shifted}, attacks=hit), ATTACK))[PACE]
    known = stats.ks_2samp(shifted[hit], shifted[~hit], method="asymp")
    assert found["distance"] == pytest.approx(known.statistic)
    assert found["p_value"] == pytest.approx(known.pvalue)


def test_a_keyword_has_the_v_of_the_contingency_table() -> None:
    words = ["weigh"] * 60 + ["refuse"] * 40
    hits = [1] * 30 + [0] * 30 + [1] * 10 + [0] * 30  # by hand: chi2 = 6.25, V = 0.25
    found = rows_of(regional(make_study({SANCTION: words}, attacks=hits), ATTACK))[SANCTION]
    assert found["statistic"] == "Cramer V"
    assert found["distance"] == pytest.approx(0.25)
    assert found["p_value"] == pytest.approx(stats.chi2.sf(6.25, 1))


def planted(n: int = 600) -> Study:
    rng = np.random.default_rng(5)
    levers = {REFILL: rng.random(n), PACE: rng.random(n)}
    hits = rng.random(n) < np.where(levers[PACE] > 0.5, 0.8, 0.1)
    return make_study(levers, attacks=hits)


def test_the_lever_that_decides_comes_first_and_passes_chance() -> None:
    found = regional(planted(), ATTACK)
    assert found.frame["lever"].to_list() == [PACE, REFILL]
    decides, idles = found.frame.rows(named=True)
    assert decides["low"] > decides["chance"]
    assert decides["low"] < decides["distance"] < decides["high"]
    assert idles["distance"] < idles["chance"]
    assert found.hits + (found.points["misses"].sum()) == found.worlds == 600


def test_it_repeats_itself_to_the_bit() -> None:
    first = regional(planted(), ATTACK)
    assert regional(planted(), ATTACK).frame.equals(first.frame)


def test_points_that_share_their_chance_are_drawn_together() -> None:
    """A hundred points in two groups tell less than a hundred of their own."""
    widths = []
    for group in (1, 50):
        levers = {PACE: np.tile(np.linspace(0.0, 1.0, 50), 2)}
        hits = np.concatenate([np.arange(50) > 10, np.arange(50) > 40])
        row = rows_of(regional(make_study(levers, attacks=hits, group=group), ATTACK))[PACE]
        widths.append(row["high"] - row["low"])
    assert widths[1] > 1.5 * widths[0]


def test_a_grid_draws_its_worlds_anew_for_all_points_at_once() -> None:
    """The bounds are two standard deviations either side, as over seeds; independent ones are narrower."""
    shares = np.linspace(0.05, 0.9, 10)
    levers = {PACE: np.linspace(0.5, 1.5, 10)}
    distances, widths = [], []
    for seed in range(60):
        hits = (np.random.default_rng(seed).random(40) < shares[:, None]).ravel()
        study = make_study(levers, attacks=hits, worlds=40, sampler="grid", group=10)
        row = rows_of(regional(study, ATTACK, resamples=100))[PACE]
        distances.append(row["distance"])
        widths.append(row["high"] - row["low"])
    assert np.mean(widths) == pytest.approx(4.0 * np.std(distances), rel=0.25)
    drawn = np.random.default_rng(1).binomial(40, shares, (400, 10)).astype(float)
    independent = [ks_distance(np.arange(10))(each, 40.0 - each) for each in drawn]
    assert np.mean(widths) > 4.0 * np.std(independent) * 1.1


def test_one_world_behind_all_points_has_a_distance_and_no_bounds() -> None:
    levers = {PACE: np.linspace(0.5, 1.5, 40)}
    study = make_study(levers, attacks=np.arange(40) > 15, sampler="grid", group=40)
    found = regional(study, ATTACK, resamples=5)
    assert found.frame.select("distance", "low", "high").row(0) == (1.0, None, None)
    assert regional_sheet(study, found, 1).rows[0][3] is None
    draw_regional(study, found).canvas.draw()


@pytest.mark.parametrize(("group", "worlds"), [(20, 1), (1, 20)])
def test_an_idle_lever_is_not_judged_where_worlds_share_their_chance_or_point(
    group: int, worlds: int
) -> None:
    rng = np.random.default_rng(6)
    n_points = 400 // worlds
    luck = np.repeat(rng.random(20) < 0.5, 20)
    levers = {PACE: rng.random(n_points), REFILL: np.repeat(rng.random(20), 20 // worlds)}
    study = make_study(levers, attacks=luck, group=group, worlds=worlds)
    found = regional(study, ATTACK, resamples=20)
    assert not found.is_judged
    assert found.frame.select("p_value", "chance").dtypes == [pl.Float64, pl.Float64]
    assert found.frame.select("p_value", "chance").null_count().row(0) == (2, 2)
    said = "Not judged against chance: worlds share their point or their chance."
    assert said in (table := regional_sheet(study, found, 2)).note
    assert {row[4] for row in table.rows} == {"not judged"}
    figure = draw_regional(study, found)
    figure.canvas.draw()
    assert said in " ".join(figure.get_supxlabel().split())


def test_an_idle_lever_passes_chance_in_one_case_of_twenty_where_worlds_are_independent() -> None:
    rng = np.random.default_rng(4)
    passed = 0
    for _ in range(200):
        study = make_study({PACE: rng.random(200)}, attacks=rng.random(200) < 0.4)
        row = rows_of(regional(study, ATTACK, resamples=2))[PACE]
        assert (row["distance"] > row["chance"]) == (row["p_value"] < 0.05)
        passed += row["p_value"] < 0.05
    assert 2 <= passed <= 20


def test_the_bounds_of_a_distance_are_not_told_as_an_interval() -> None:
    study = planted()
    found = regional(study, ATTACK, resamples=20)
    assert found.is_judged
    assert (found.frame["low"] >= 0.0).all()
    table, caption = regional_sheet(study, found, 2), draw_regional(study, found).get_supxlabel()
    for text in (table.note, " ".join(caption.split())):
        assert "do not judge whether a lever matters" in text
        assert "95 %" not in text
    assert "95 % interval" not in table.columns


@pytest.mark.parametrize(("share", "side"), [(0.015, "with"), (0.985, "without")])
def test_fewer_than_ten_worlds_on_a_side_are_refused(share: float, side: str) -> None:
    hits = np.arange(600) < 600 * share
    with pytest.raises(InputError, match=f"9 of 600 worlds are {side} attack_1941; allowed: 10 or more"):
        regional(make_study({PACE: np.arange(600.0)}, attacks=hits), ATTACK)


def test_a_quantity_is_no_result() -> None:
    study = make_study({PACE: [1.0, 2.0]}, divisions=[16.0, 18.0])
    with pytest.raises(InputError, match="divisions_peak is counted in divisions"):
        regional(study, measure("divisions_peak"))


def test_levers_of_one_value_are_left_out() -> None:
    alike = {"army.ready_days": np.full(600, 62.0)}
    rng = np.random.default_rng(1)
    hits = np.arange(600) < 300
    assert regional(make_study(alike | {PACE: rng.random(600)}, attacks=hits), ATTACK).frame.height == 1
    with pytest.raises(InputError, match="no lever takes more than one value"):
        regional(make_study(alike, attacks=hits), ATTACK)


def test_the_figure_shows_numbers_dates_and_keywords() -> None:
    rng = np.random.default_rng(3)
    levers = {
        PACE: rng.random(200),
        SANCTION: rng.choice(["weigh", "refuse", "grant"], 200),
        "germany.barbarossa": [date(1941, 6, 1) + timedelta(days=int(i)) for i in rng.integers(0, 20, 200)],
    }
    study = make_study(levers, attacks=rng.random(200) < levers[PACE])
    found = regional(study, ATTACK, resamples=20)
    figure = draw_regional(study, found)
    figure.canvas.draw()
    labels = {axes.get_xlabel() for part in figure.subfigs for axes in part.axes}
    assert {"germany.pace, multiplier", SANCTION, "germany.barbarossa"} <= labels
    assert "Kolmogorov-Smirnov" in figure.get_supxlabel()
    table = regional_sheet(study, found, 1)
    assert "The strongest 1 of 3 levers." in table.note
    assert table.rows[0][4] == "< 0.001"


def test_one_lever_has_a_figure_too() -> None:
    study = make_study({PACE: np.arange(40.0)}, attacks=np.arange(40) % 3 == 0)
    figure = draw_regional(study, regional(study, ATTACK, resamples=10))
    assert len(figure.subfigs[1].axes) == 1
