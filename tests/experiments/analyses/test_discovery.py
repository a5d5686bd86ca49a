"""Scenario discovery finds a box that was planted."""

import importlib.util
import re
import sys
import warnings
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from kantokuen.experiments.analyses import discovery
from kantokuen.experiments.analyses.boxes import draw_discovery
from kantokuen.experiments.analyses.discovery import discover
from kantokuen.experiments.analyses.measures import measure
from kantokuen.experiments.analyses.study import Study
from kantokuen.experiments.analyses.words import discovery_sheets
from kantokuen.model.errors import InputError
from tests.support.synthetic import make_study

ATTACK = measure("attack_1941")
PACE, REFILL, SANCTION, START, DAYS = (
    "germany.pace",
    "soviet.refill",
    "emperor.sanction",
    "germany.barbarossa",
    "army.ready_days",
)
workbench = pytest.mark.skipif(
    importlib.util.find_spec("ema_workbench") is None, reason="needs the extra `discovery`"
)


def planted(n: int = 1200) -> Study:
    """Attacks where the pace is above 0.6, the start before 11 July, and the Emperor does not refuse."""
    rng = np.random.default_rng(4)
    levers = {
        PACE: rng.random(n),
        REFILL: rng.random(n),
        SANCTION: rng.choice(["weigh", "refuse", "grant"], n),
        START: [date(1941, 6, 1) + timedelta(days=int(day)) for day in rng.integers(0, 80, n)],
        DAYS: rng.integers(20, 90, n),
    }
    early = np.array([day < date(1941, 7, 11) for day in levers[START]])
    return make_study(levers, attacks=(levers[PACE] > 0.6) & early & (levers[SANCTION] != "refuse"))


@pytest.mark.slow
@workbench
def test_the_planted_box_is_found() -> None:
    found = discover(planted(), ATTACK)
    limits = {row["lever"]: row for row in found.limits.rows(named=True)}
    assert set(limits) == {PACE, SANCTION, START}
    assert limits[PACE]["low"] == pytest.approx(0.6, abs=0.03)
    assert limits[PACE]["limits"].endswith(" or more")
    assert limits[SANCTION]["limits"] == "grant or weigh"
    assert abs(limits[START]["high"] - 100.0) <= 2.0  # 10 July is day 100
    assert limits[START]["limits"].startswith("up to 1941-07-")
    assert all(row["quasi_p"] < 0.001 for row in limits.values())
    chosen = found.trajectory.row(found.chosen, named=True)
    assert chosen["coverage"] > 0.9
    assert chosen["density"] > 0.9


@pytest.mark.slow
@workbench
def test_the_trajectory_begins_with_all_worlds() -> None:
    found = discover(planted(), ATTACK)
    first = found.trajectory.row(0, named=True)
    assert (first["box"], first["coverage"], first["mass"], first["restricted"]) == (0, 1.0, 1.0, 0)
    assert first["worlds"] == found.worlds == found.out_of == 1200
    assert first["density"] == found.hits / 1200
    assert (found.trajectory["hits"] <= found.trajectory["worlds"]).all()


@workbench
@pytest.mark.slow
def test_it_repeats_itself_and_keeps_silent(
    caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = [discover(planted(), ATTACK) for _ in range(2)]
    assert found[0].trajectory.equals(found[1].trajectory)
    assert found[0].limits.equals(found[1].limits)
    assert caplog.records == []
    assert capsys.readouterr() == ("", "")


@workbench
def test_a_box_can_be_chosen_by_density_or_number() -> None:
    study = planted()
    dense = discover(study, ATTACK, density=0.5)
    row = dense.trajectory.row(dense.chosen, named=True)
    assert row["density"] >= 0.5
    assert dense.trajectory.filter(dense.trajectory["density"] >= 0.5)["coverage"].max() == row["coverage"]
    everything = discover(study, ATTACK, box=0)
    assert everything.limits.is_empty()
    texts = [text.get_text() for text in draw_discovery(study, everything).axes[1].texts]
    assert texts == ["It restricts no lever: it holds all worlds."]
    rng = np.random.default_rng(5)
    by_chance = make_study({PACE: rng.random(400)}, attacks=rng.random(400) < 0.5)
    with pytest.raises(InputError, match=r"density: no box reaches 1\.0; allowed: a number from 0 to 0\."):
        discover(by_chance, ATTACK, density=1.0)
    with pytest.raises(InputError, match="box 999; allowed: a whole number from 0 to"):
        discover(study, ATTACK, box=999)
    with pytest.raises(InputError, match="density with box; allowed: one of them"):
        discover(study, ATTACK, density=0.5, box=1)


@workbench
@pytest.mark.parametrize("density", [-1, 2.0, float("nan"), True, "0.5", np.ones(2)])
def test_a_density_that_is_no_share_is_refused_before_the_search(
    density: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(discovery, "_search")
    with pytest.raises(InputError, match=r"density: .*; allowed: a number from 0 to 1, or None"):
        discover(planted(), ATTACK, density=density)


@workbench
@pytest.mark.slow
def test_a_large_sweep_is_drawn_from_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kantokuen.experiments.analyses.discovery.SLICE", 500)
    found = discover(planted(), ATTACK, most=900)
    assert (found.worlds, found.out_of) == (900, 1200)
    assert "PRIM was given 900 of them." in discovery_sheets(planted(), found)[0].note
    assert "drawn by chance" in " ".join(draw_discovery(planted(), found).get_supxlabel().split())


@workbench
def test_the_figure_and_the_tables_tell_the_limits() -> None:
    study = planted()
    found = discover(study, ATTACK)
    box, boxes = discovery_sheets(study, found)
    assert {row[0] for row in box.rows} == {PACE, SANCTION, START}
    assert len(boxes.rows) <= 13
    assert found.chosen in [row[0] for row in boxes.rows]
    texts = [text.get_text() for text in draw_discovery(study, found).axes[1].texts]
    assert any(text.startswith("grant or weigh   quasi-p") for text in texts)
    assert any("or more, multiplier" in text for text in texts)


@workbench
def test_whole_numbers_and_both_ends_are_told_as_they_can_be_set() -> None:
    rng = np.random.default_rng(9)
    days, pace = rng.integers(20, 90, 1500), rng.random(1500)
    hits = (days > 40) & (days <= 60) & (pace > 0.2) & (pace < 0.6)
    found = discover(make_study({DAYS: days, PACE: pace}, attacks=hits), ATTACK)
    limits = {row["lever"]: row for row in found.limits.rows(named=True)}
    assert limits[DAYS]["limits"] == "41 to 60"
    assert 0.0 < limits[PACE]["position_low"] < limits[PACE]["position_high"] < 1.0


@workbench
def test_levers_of_one_value_explain_nothing() -> None:
    with pytest.raises(InputError, match="no lever takes more than one value"):
        discover(make_study({PACE: np.ones(100)}, attacks=np.arange(100) < 50), ATTACK)


@workbench
def test_too_few_hits_and_quantities_are_refused() -> None:
    with pytest.raises(InputError, match="9 of 100 worlds are with attack_1941"):
        discover(make_study({PACE: np.arange(100.0)}, attacks=np.arange(100) < 9), ATTACK)
    with pytest.raises(InputError, match="counted in divisions"):
        discover(make_study({PACE: [1.0]}, divisions=[16.0]), measure("divisions_peak"))


def test_without_the_workbench_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ema_workbench", "ema_workbench.analysis", "ema_workbench.analysis.prim"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(InputError, match=re.escape('pip install ".[discovery]"')):
        discover(planted(), ATTACK)
