"""Sobol indices and elementary effects, against functions that are known."""

import dataclasses
import warnings
from collections.abc import Callable

import numpy as np
import pytest
from SALib.sample import morris, sobol

from kantokuen.agents.view import Array
from kantokuen.experiments.analyses import sensitivity as module
from kantokuen.experiments.analyses.charts import draw_sensitivity
from kantokuen.experiments.analyses.measures import measure
from kantokuen.experiments.analyses.sensitivity import sensitivity, sobol_indices
from kantokuen.experiments.analyses.study import Study
from kantokuen.experiments.analyses.words import sensitivity_sheet
from kantokuen.model.errors import InputError
from kantokuen.model.request import Request
from tests.support.synthetic import make_study

KEYS = ("germany.pace", "soviet.refill", "season.winter_shift")
PROBLEM = {"num_vars": 3, "names": list(KEYS), "bounds": [[0.0, 1.0]] * 3}
PEAK = measure("divisions_peak")
Function = Callable[[Array], Array]


def ishigami(unit: Array) -> Array:
    x = np.pi * (2.0 * unit - 1.0)
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def sobol_study(function: Function, samples: int = 1024) -> Study:
    unit = sobol.sample(PROBLEM, samples, calc_second_order=False, seed=3)
    levers = {key: unit[:, i] for i, key in enumerate(KEYS)}
    return make_study(levers, divisions=function(unit), sampler="saltelli", group=5)


def morris_study(function: Function, trajectories: int = 20) -> Study:
    unit = morris.sample(PROBLEM, trajectories, num_levels=4, seed=3)
    levers = {key: unit[:, i] for i, key in enumerate(KEYS)}
    return make_study(
        levers, divisions=function(unit), sampler="morris", group=4, unit=lambda a, n: unit[a : a + n]
    )


def test_sobol_finds_the_indices_of_the_ishigami_function() -> None:
    found = sensitivity(sobol_study(ishigami), PEAK)
    rows = {row["lever"]: row for row in found.frame.rows(named=True)}
    known = {KEYS[0]: (0.3139, 0.5576), KEYS[1]: (0.4424, 0.4424), KEYS[2]: (0.0, 0.2437)}
    for lever, (first, total) in known.items():
        assert rows[lever]["first_low"] <= first <= rows[lever]["first_high"]
        assert rows[lever]["total_low"] <= total <= rows[lever]["total_high"]
        assert rows[lever]["total_high"] - rows[lever]["total_low"] < 0.2
    assert found.frame["lever"].to_list() == [KEYS[0], KEYS[1], KEYS[2]]
    assert found.first_sum == pytest.approx(0.756, abs=0.05)
    assert found.variance == pytest.approx(13.84, rel=0.05)
    assert (found.groups, found.worlds) == (1024, 1024 * 5)


def test_sobol_repeats_itself_to_the_bit_whatever_numpy_drew_before() -> None:
    study = dataclasses.replace(sobol_study(ishigami, 64), run=Request(seed=0))
    first = sensitivity(study, PEAK)
    np.random.seed(1)  # noqa: NPY002  (the global generator is what must not matter)
    assert sensitivity(study, PEAK).frame.equals(first.frame)


def test_intervals_agree_when_the_bootstrap_is_done_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    unit = sobol.sample(PROBLEM, 256, calc_second_order=False, seed=3)
    whole = sobol_indices(KEYS, ishigami(unit), resamples=400, seed=1)
    monkeypatch.setattr(module, "_AT_ONCE", 2560)
    parts = sobol_indices(KEYS, ishigami(unit), resamples=400, seed=1)
    assert parts["total"].equals(whole["total"])
    widths = [(each["total_high"] - each["total_low"]).to_numpy() for each in (whole, parts)]
    assert widths[1] == pytest.approx(widths[0], rel=0.2)


def test_morris_finds_the_slopes_of_a_linear_function() -> None:
    study = morris_study(lambda unit: 3.0 * unit[:, 0] - 5.0 * unit[:, 1])
    found = sensitivity(study, PEAK).frame
    assert found["lever"].to_list() == [KEYS[1], KEYS[0], KEYS[2]]
    assert found["mu"].to_list() == pytest.approx([-5.0, 3.0, 0.0])
    assert found["mu_star"].to_list() == pytest.approx([5.0, 3.0, 0.0])
    assert found["sigma"].to_list() == pytest.approx([0.0, 0.0, 0.0], abs=1e-9)


def test_an_interaction_shows_as_spread_of_the_effect() -> None:
    study = morris_study(lambda unit: 4.0 * unit[:, 0] * unit[:, 1])
    found = {row["lever"]: row for row in sensitivity(study, PEAK).frame.rows(named=True)}
    assert found[KEYS[0]]["sigma"] > 0.5
    assert found[KEYS[2]]["sigma"] == 0.0


def test_a_constant_result_is_refused() -> None:
    study = sobol_study(lambda unit: 16.0 + 0.0 * unit[:, 0], 16)
    with pytest.raises(InputError, match="divisions_peak is the same at every point: 16 divisions"):
        sensitivity(study, PEAK)


def test_a_result_that_no_world_has_is_refused_as_a_share() -> None:
    levers = {key: np.arange(10.0) for key in KEYS}
    study = make_study(levers, attacks=np.zeros(10), sampler="saltelli", group=5)
    with pytest.raises(InputError, match="same at every point: 0% of worlds"):
        sensitivity(study, measure("attack_1941"))


def test_a_rare_result_warns_nobody_and_gives_numbers() -> None:
    study = sobol_study(lambda unit: 16.0 + (np.arange(len(unit)) == 7), 16)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = sensitivity(study, PEAK, resamples=50).frame
    assert np.isfinite(found.drop("lever").to_numpy()).all()


def test_another_design_is_sent_to_regional() -> None:
    study = make_study({"germany.pace": [1.0, 2.0]}, attacks=[0, 1])
    with pytest.raises(
        InputError, match="'latin-hypercube'; allowed: saltelli or morris; `kantokuen regional`"
    ):
        sensitivity(study, measure("attack_1941"))


def test_only_whole_groups_go_in() -> None:
    study = sobol_study(ishigami, 16)
    cut = dataclasses.replace(study, rows=study.rows.slice(3, 22))  # cuts the first group and the fifth
    found = sensitivity(cut, PEAK)
    assert (found.groups, found.worlds) == (4, 20)


def test_no_whole_group_is_told() -> None:
    study = sobol_study(ishigami, 16)
    with pytest.raises(InputError, match="no group of 5 points is finished"):
        sensitivity(dataclasses.replace(study, rows=study.rows.head(4)), PEAK)
    with pytest.raises(InputError, match="one group of points is finished"):
        sensitivity(dataclasses.replace(study, rows=study.rows.head(5)), PEAK)


def test_too_few_resamples_are_refused() -> None:
    with pytest.raises(InputError, match="resamples 1; allowed: a whole number of 2 or more"):
        sensitivity(sobol_study(ishigami, 16), PEAK, resamples=1)


def test_tables_and_figures_name_the_levers_and_what_is_missing_to_one() -> None:
    study = sobol_study(ishigami, 64)
    found = sensitivity(study, PEAK)
    table = sensitivity_sheet(study, found, 2)
    assert [row[0] for row in table.rows] == found.frame["lever"].to_list()[:2]
    assert "The strongest 2 of 3 levers." in table.note
    figure = draw_sensitivity(study, found, top=2)
    caption = figure.get_supxlabel()
    assert "Base points: 64." in caption
    assert "of 3 levers" in " ".join(caption.split())


@pytest.mark.parametrize("name", ["divisions_peak", "attack_1941"])
def test_morris_tells_its_unit(name: str) -> None:
    unit = morris.sample(PROBLEM, 10, num_levels=4, seed=3)
    levers = {key: unit[:, i] for i, key in enumerate(KEYS)}
    late = unit[:, 0] > 0.5
    study = make_study(
        levers,
        attacks=late,
        divisions=20.0 * late,
        sampler="morris",
        group=4,
        unit=lambda a, n: unit[a : a + n],
    )
    found = sensitivity(study, measure(name))
    assert found.measure.unit in sensitivity_sheet(study, found, 5).note
    labels = [axes.get_xlabel() for axes in draw_sensitivity(study, found).axes]
    assert any("change of the share" in label or "divisions" in label for label in labels)


def test_levers_at_one_place_of_the_plane_share_a_label() -> None:
    study = morris_study(lambda unit: 3.0 * unit[:, 0] + 3.0 * unit[:, 1])
    texts = [text.get_text() for text in draw_sensitivity(study, sensitivity(study, PEAK)).axes[1].texts]
    assert texts == ["1, 2", "3"]
