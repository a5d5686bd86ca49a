"""The summary of a run: the split by whether the Soviet regime fell."""

import numpy as np
import polars as pl
import pytest

from kantokuen.experiments.runner import Run, play
from kantokuen.experiments.summary import regime, summarise
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.words import ENGLISH


def split(outcomes: list[str], stands: list[bool], fell: list[bool]) -> dict[str, float | None]:
    codes = np.array([OUTCOMES.index(each) for each in outcomes])
    return regime({"outcome": codes, "regime_stands": np.array(stands), "regime_fell": np.array(fell)})


def test_of_the_attacks_on_orders_those_after_the_fall_are_counted() -> None:
    outcomes = ["attack_1941", "attack_1942", "attack_1941", "field_incident", "stand_guard"]
    found = split(outcomes, [True, False, False, False, False], [True, True, True, True, True])
    assert found == {"fell_before_attack": pytest.approx(2 / 3), "fell_by_end": 1.0}


def test_without_an_attack_there_is_no_share_of_them() -> None:
    found = split(["stand_guard", "field_incident"], [True, False], [False, True])
    assert found == {"fell_before_attack": None, "fell_by_end": 0.5}
    assert ENGLISH.regime(found).endswith("None has an attack on orders.")


def test_a_summary_names_the_ensemble_and_tells_the_split() -> None:
    fallen = Scenario.load("soviet-collapse")
    summary = summarise(play(Run(fallen, ensemble="june-1941"), 200))
    assert summary["ensemble"] == "june-1941"
    assert summary["regime"]["fell_by_end"] == 1.0
    assert 0.0 <= summary["regime"]["fell_before_attack"] <= 1.0


def test_the_rows_of_the_worlds_tell_whether_the_regime_stands() -> None:
    rows = play(Run(ensemble="june-1941"), 200).outcomes
    assert rows["regime_stands"].dtype == pl.Boolean
    fell = rows.filter(~rows["regime_stands"])
    assert fell["regime_fell"].all()
    assert 0 < len(fell) < 200
