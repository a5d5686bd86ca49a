"""Phase maps over grids, categories and drawn points."""

from datetime import date, timedelta

import numpy as np
import pytest
from synthetic import make_study

from kantokuen.experiments.analyses.measures import measure
from kantokuen.experiments.analyses.phase import phase
from kantokuen.experiments.analyses.phase_map import contour_levels, draw_phase
from kantokuen.experiments.analyses.scales import categories, label, probability, shown_value
from kantokuen.experiments.analyses.study import Study
from kantokuen.experiments.analyses.words import phase_table
from kantokuen.model.errors import InputError

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
    assert "averages over soviet.refill" in phase_table(study, found, 2).note


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
    assert " to " in phase_table(study, found, 1).rows[0][0]


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
    import polars as pl

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
    table = phase_table(study, phase(study, measure("divisions_peak")), 2)
    assert [row[2:4] for row in table.rows] == [(18.0, None), (16.0, None)]


def test_a_map_of_too_many_cells_has_no_numbers_in_them() -> None:
    words = [f"word {number}" for number in range(150)]
    study = make_study({EMBARGO: words, PACE: np.tile([1.0, 2.0], 75)}, attacks=np.arange(150) > 60)
    assert list(draw_phase(study, phase(study, ATTACK)).axes[0].texts) == []


def test_levers_are_labelled_with_their_unit() -> None:
    assert label("season.winter_shift") == "season.winter_shift, days"
    assert label("germany.barbarossa") == "germany.barbarossa"
    assert label("not.a_lever") == "not.a_lever"
    assert [shown_value(each) for each in (True, 1.5, 3, "never", date(1941, 7, 2))] == [
        "true",
        "1.5",
        "3",
        "never",
        "1941-07-02",
    ]
