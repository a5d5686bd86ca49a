"""Phase maps over grids, categories and drawn points."""

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from kantokuen.experiments.analyses import measures
from kantokuen.experiments.analyses.measures import measure
from kantokuen.experiments.analyses.phase import phase
from kantokuen.experiments.analyses.phase_map import contour_levels, draw_phase
from kantokuen.experiments.analyses.scales import categories, label, probability
from kantokuen.experiments.analyses.study import Study
from kantokuen.experiments.analyses.words import phase_sheet
from kantokuen.model.display import told
from kantokuen.model.errors import InputError
from tests.support.synthetic import make_study

ATTACK = measure("attack_1941")
PACE, WINTER, EMBARGO = "germany.pace", "season.winter_shift", "sanctions.oil_embargo"


def grid() -> Study:
    """Four points, two worlds each; the share of attacks is 0, 1/2, 1/2, 1."""
    levers = {PACE: [0.5, 1.0, 0.5, 1.0], WINTER: [-10.0, -10.0, 30.0, 30.0]}
    return make_study(levers, attacks=[0, 0, 0, 1, 1, 0, 1, 1], worlds=2, sampler="grid", group=4)


def test_a_grid_has_a_cell_for_each_combination() -> None:
    found = phase(grid(), ATTACK)
    assert found.frame.select("x", "y", "mean", "worlds").rows() == [
        (0.5, -10.0, 0.0, 2),
        (1.0, -10.0, 0.5, 2),
        (0.5, 30.0, 0.5, 2),
        (1.0, 30.0, 1.0, 2),
    ]
    assert found.means.tolist() == [[0.0, 0.5], [0.5, 1.0]]
    assert found.x.edges.tolist() == [0.25, 0.75, 1.25]


def test_the_axes_can_be_chosen() -> None:
    assert phase(grid(), ATTACK, WINTER).y.key == PACE
    assert phase(grid(), ATTACK, y=PACE).x.key == WINTER


def test_other_levers_are_averaged_over_and_said() -> None:
    levers = {PACE: [1.0, 1.0, 2.0], WINTER: [0.0, 0.0, 5.0], "soviet.refill": [0.1, 0.9, 0.5]}
    study = make_study(levers, attacks=[0, 1, 1])
    found = phase(study, ATTACK)
    assert found.frame["mean"].to_list() == [0.5, None, None, 1.0]
    assert found.frame["worlds"].to_list() == [2, 0, 0, 1]
    caption = " ".join(draw_phase(study, found).get_supxlabel().split())
    assert "averages over soviet.refill" in caption
    assert "Grey: no world fell here." in caption
    assert "Worlds in a cell: 1 to 2." in caption
    assert "averages over soviet.refill" in phase_sheet(study, found, 2).note


def averaged(seed: int, sampler: str, group: int, *, cells: int = 2) -> Study:
    """Each cell averages 8 values of a third lever, all met by the chance of 40 worlds or groups."""
    n_worlds = 40
    luck = np.random.default_rng(seed).random(n_worlds)
    refill = np.linspace(0.0, 0.1, 8)
    n_points = cells * len(refill) * (1 if sampler == "grid" else n_worlds)
    point = np.arange(n_points)
    levers = {
        PACE: 1.0 + point // len(refill) % cells,
        WINTER: np.zeros(n_points),
        "soviet.refill": refill[point % len(refill)],
    }
    if sampler == "grid":
        attacks = luck < 0.3 + levers["soviet.refill"][:, None]
        return make_study(levers, attacks=attacks.ravel(), worlds=n_worlds, sampler=sampler, group=n_points)
    return make_study(
        levers, attacks=luck[point // group] < 0.3 + levers["soviet.refill"], sampler=sampler, group=group
    )


@pytest.mark.parametrize(
    ("sampler", "group", "cluster"), [("grid", 16, "worlds"), ("saltelli", 16, "groups of points")]
)
def test_worlds_that_share_their_chance_count_once(sampler: str, group: int, cluster: str) -> None:
    """The interval is as wide as the mean is spread over seeds, and holds the truth in 95 of 100."""
    found = [phase(averaged(seed, sampler, group), ATTACK) for seed in range(200)]
    cells = [each.frame.row(0, named=True) for each in found]
    spread = np.std([cell["mean"] for cell in cells], ddof=1)
    widths = np.mean([cell["high"] - cell["low"] for cell in cells])
    assert widths == pytest.approx(2 * 2.02 * spread, rel=0.15)
    assert np.mean([cell["low"] < 0.35 < cell["high"] for cell in cells]) == pytest.approx(0.95, abs=0.04)
    assert (cells[0]["worlds"], cells[0]["clusters"]) == (320, 40)
    said = f"rests on 40 independent {cluster}."
    study = averaged(0, sampler, group)
    assert said in phase_sheet(study, found[0], 2).note
    assert said in " ".join(draw_phase(study, found[0]).get_supxlabel().split())


def test_a_large_grid_is_added_up_in_slices(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = phase(averaged(1, "grid", 16), ATTACK).frame
    monkeypatch.setattr(measures, "SLICE", 100)
    assert phase(averaged(1, "grid", 16), ATTACK).frame.equals(whole)


def test_worlds_of_a_drawn_point_count_as_one_where_it_stands_for_others() -> None:
    rng = np.random.default_rng(2)
    levers = {PACE: np.repeat([1.0, 2.0], 10), WINTER: np.zeros(20), "soviet.refill": rng.random(20)}
    attacks = np.repeat(levers["soviet.refill"] > 0.5, 50)  # the lever decides, in all worlds of a point
    found = phase(make_study(levers, attacks=attacks, worlds=50), ATTACK)
    assert found.cluster == "point"
    assert found.frame["clusters"].to_list() == [10, 10]
    widths = found.frame["high"] - found.frame["low"]
    assert widths.min() > 0.4  # ten throws of a coin, and not five hundred


def test_a_cell_of_one_point_and_no_other_lever_has_the_interval_of_its_worlds() -> None:
    found = phase(grid(), ATTACK)
    assert found.frame["clusters"].to_list() == [2, 2, 2, 2]
    assert found.frame.select("low", "high").row(1) == pytest.approx((0.0945, 0.9055), abs=1e-4)
    assert found.independent == ""


def test_a_cell_of_one_cluster_has_no_interval_and_says_so() -> None:
    levers = {PACE: [1.0, 1.0, 2.0], WINTER: [0.0, 0.0, 0.0], "soviet.refill": [0.1, 0.9, 0.5]}
    found = phase(make_study(levers, attacks=[0, 1, 1, 1, 0, 1], worlds=2), ATTACK)
    assert found.frame.filter(pl.col("clusters") == 1).select("low", "high").rows() == [(None, None)]
    assert found.independent == (
        "The interval of a cell rests on 1 to 2 independent points; of one alone it has none."
    )


def test_many_values_are_cut_into_bins_of_like_counts() -> None:
    rng = np.random.default_rng(1)
    x, y = rng.lognormal(size=900), rng.random(900)
    study = make_study({PACE: x, WINTER: y}, attacks=x > 1.0)
    found = phase(study, ATTACK, bins=3)
    counts = found.frame.group_by("x").agg(n=found.frame["worlds"].sum() // 3)["n"].to_list()
    assert counts == [300, 300, 300]
    assert found.frame["worlds"].sum() == 900
    assert (found.frame["x_low"] < found.frame["x_high"]).all()
    assert "bins between quantiles" in " ".join(draw_phase(study, found).get_supxlabel().split())
    assert " to " in phase_sheet(study, found, 1).rows[0][0]


def test_the_number_of_bins_follows_from_the_worlds() -> None:
    rng = np.random.default_rng(1)
    study = make_study({PACE: rng.random(2500), WINTER: rng.random(2500)}, attacks=rng.random(2500) > 0.5)
    assert len(phase(study, ATTACK).x.values) == 5  # 25 cells of 100 worlds


def test_dates_stay_dates() -> None:
    days = [date(1941, 6, 1) + timedelta(days=7 * i) for i in range(60)]
    study = make_study(
        {"germany.barbarossa": days, PACE: np.tile([1.0, 2.0], 30)}, attacks=np.arange(60) > 30
    )
    found = phase(study, ATTACK, bins=4)
    assert found.frame["x_low"].to_list()[0] == date(1941, 6, 1)
    figure = draw_phase(study, found)
    figure.canvas.draw()
    ticks = [tick.get_text() for tick in figure.axes[0].get_xticklabels()]
    assert any(tick.startswith("1941-") for tick in ticks)


def test_few_dates_are_their_own_ticks() -> None:
    days = [date(1941, 7, 1), date(1941, 9, 1)] * 2
    study = make_study({"germany.barbarossa": days, PACE: [1.0, 1.0, 2.0, 2.0]}, attacks=[0, 1, 1, 1])
    ticks = draw_phase(study, phase(study, ATTACK)).axes[0].get_xticklabels()
    assert [tick.get_text() for tick in ticks] == ["1941-07-01", "1941-09-01"]


def test_keywords_are_categories_with_the_share_written_in_each() -> None:
    levers = {
        EMBARGO: ["never", "1941-08-01", "never", "1941-08-01"],
        "pact.neutrality": [True, True, False, False],
    }
    study = make_study(levers, attacks=[0, 1, 1, 1])
    found = phase(study, ATTACK)
    assert found.x.values == ("1941-08-01", "never")
    axes = draw_phase(study, found).axes[0]
    assert [tick.get_text() for tick in axes.get_yticklabels()] == ["false", "true"]
    assert sorted(text.get_text() for text in axes.texts) == ["0.0%", "100.0%", "100.0%", "100.0%"]


def test_an_empty_cell_says_so() -> None:
    study = make_study({EMBARGO: ["never", "1941-08-01"], PACE: [1.0, 2.0]}, divisions=[16.0, 18.0])
    texts = [
        text.get_text() for text in draw_phase(study, phase(study, measure("divisions_peak"))).axes[0].texts
    ]
    assert texts == ["none", "16", "18", "none"]


def test_contours_stand_at_round_shares() -> None:
    x, y = np.meshgrid(np.arange(4.0), np.arange(4.0))
    hits = (np.arange(20) < (20 * (x + y) / 6).ravel()[:, None]).ravel()
    study = make_study(
        {PACE: x.ravel(), WINTER: y.ravel()}, attacks=hits, worlds=20, sampler="grid", group=16
    )
    texts = [text.get_text() for text in draw_phase(study, phase(study, ATTACK)).axes[0].texts]
    assert texts
    assert set(texts) <= {"5%", "25%", "50%", "75%", "95%"}


def test_contours_of_a_quantity_are_few_and_inside() -> None:
    levels = contour_levels(np.array([[14.0, 20.0], [26.0, np.nan]]), is_share=False)
    assert 0 < len(levels) <= 6
    assert all(14.0 < each < 26.0 for each in levels)


def test_a_flat_map_has_no_contours() -> None:
    assert contour_levels(np.full((3, 3), 0.2), is_share=True) == []


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        ("germany.pacy", None, "nearest known name: 'germany.pace'"),
        (PACE, PACE, "germany.pace is on both axes"),
    ],
)
def test_wrong_levers_are_refused(x: str, y: str | None, message: str) -> None:
    with pytest.raises(InputError, match=message):
        phase(grid(), ATTACK, x, y)


def test_one_lever_makes_no_map() -> None:
    with pytest.raises(InputError, match=r"only germany\.pace is varied"):
        phase(make_study({PACE: [1.0, 2.0]}, attacks=[0, 1]), ATTACK)


def test_one_bin_makes_no_map() -> None:
    with pytest.raises(InputError, match="bins 1"):
        phase(grid(), ATTACK, bins=1)


def test_a_lever_of_one_value_is_one_column() -> None:
    study = make_study({PACE: [1.0, 1.0], WINTER: [0.0, 5.0]}, attacks=[0, 1])
    assert phase(study, ATTACK).x.edges.tolist() == [0.5, 1.5]


def test_words_stand_behind_numbers_and_dates() -> None:
    words = pl.Series(["never", "0.5", "1941-08-01", "10", "history"])
    assert categories(words) == ["0.5", "10", "1941-08-01", "history", "never"]


def test_a_p_value_is_told_as_far_as_it_means_something() -> None:
    assert [probability(each) for each in (None, 0.0, 0.0123456, 0.5)] == [
        "not judged",
        "< 0.001",
        "0.012",
        "0.5",
    ]


def test_one_world_in_a_cell_has_a_mean_and_no_interval() -> None:
    study = make_study({PACE: [1.0, 2.0], WINTER: [0.0, 5.0]}, divisions=[16.0, 18.0])
    table = phase_sheet(study, phase(study, measure("divisions_peak")), 2)
    assert [row[2:4] for row in table.rows] == [(18.0, None), (16.0, None)]


def test_a_map_of_too_many_cells_has_no_numbers_in_them() -> None:
    words = [f"word {number}" for number in range(150)]
    study = make_study({EMBARGO: words, PACE: np.tile([1.0, 2.0], 75)}, attacks=np.arange(150) > 60)
    assert list(draw_phase(study, phase(study, ATTACK)).axes[0].texts) == []


def test_levers_are_labelled_with_their_unit() -> None:
    assert label("season.winter_shift") == "season.winter_shift, days"
    assert label("germany.barbarossa") == "germany.barbarossa"
    assert label("not.a_lever") == "not.a_lever"
    assert [told(each) for each in (True, 1.5, 3, "never", date(1941, 7, 2))] == [
        "true",
        "1.5",
        "3",
        "never",
        "1941-07-02",
    ]
