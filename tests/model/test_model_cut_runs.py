"""A run that ends early says how things stand so far, and nothing of what is still to come."""

from typing import Any

import numpy as np
import pytest

from kantokuen.experiments.runner import run_worlds
from kantokuen.experiments.summary import summarise
from kantokuen.model.errors import InputError
from kantokuen.model.model import KantokuenModel
from kantokuen.model.scenario import Scenario


def test_a_mobilisation_ordered_for_july_has_not_come_by_the_end_of_june() -> None:
    summary = summarise(run_worlds(worlds=50, until="1941-06"))
    assert summary["outcomes"]["no_mobilisation"]["share"] == 1.0
    assert summary["mobilisation_date"] == {"p05": None, "median": None, "p95": None, "share": 0.0}


def test_the_same_worlds_have_mobilised_by_the_end_of_july() -> None:
    summary = summarise(run_worlds(worlds=50, until="1941-07"))
    assert summary["outcomes"]["stand_guard"]["share"] > 0.9
    assert summary["mobilisation_date"]["median"].startswith("1941-07")


def test_the_verdict_of_a_cut_run_says_so_far() -> None:
    assert run_worlds(until="1941-06").verdict.startswith("So far, by 30 June 1941: ")


def test_the_verdict_of_a_whole_run_does_not() -> None:
    assert not run_worlds().verdict.startswith("So far")


@pytest.mark.parametrize("worlds", [0, -1, 1.5, True, "5"])
def test_a_number_of_worlds_is_a_whole_number_of_one_or_more(worlds: Any) -> None:
    with pytest.raises(InputError, match=r"worlds .*; allowed: a whole number from 1 to 10,000,000"):
        KantokuenModel(worlds=worlds)


@pytest.mark.parametrize("seed", [-1, 1.5, "a"])
def test_a_seed_is_a_whole_number_of_nought_or_more(seed: Any) -> None:
    with pytest.raises(
        InputError, match=r"seed .*; allowed: a whole number from 0 to 9,223,372,036,854,775,807"
    ):
        KantokuenModel(seed=seed)


def test_what_is_no_scenario_is_refused() -> None:
    with pytest.raises(InputError, match="scenario None is none"):
        KantokuenModel(None)


@pytest.mark.parametrize("values", [9, 11])
def test_an_array_has_one_value_for_each_world(values: int) -> None:
    scenario = Scenario.load("historical").replace({"germany.pace": np.ones(values)})
    with pytest.raises(InputError, match=f"germany.pace has {values} values for 10 worlds"):
        run_worlds(scenario, 10)
