"""A world of a run over the posterior has judgements of its own, always the same ones."""

import json
from importlib.resources import files

import numpy as np
import polars as pl
import pytest

from kantokuen.experiments.drawn import members_drawn, posterior
from kantokuen.experiments.priors import digest, fitted, priors
from kantokuen.experiments.runner import Run, play
from kantokuen.experiments.summary import summarise
from kantokuen.experiments.sweeps.axes import bounds_of
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.scenario import Scenario

SHIPPED = files("kantokuen.experiments") / "data" / "posterior.parquet"


def test_the_posterior_that_ships_was_fitted_under_the_priors_that_ship() -> None:
    about = json.loads(pl.read_parquet_metadata(str(SHIPPED))["kantokuen"])
    assert about["priors"] == digest()
    assert about["command"] == "kantokuen calibrate standard --out DIR"
    assert list(posterior()) == list(fitted())


@pytest.mark.parametrize("key", fitted())
def test_its_draws_lie_inside_the_bounds(key: str) -> None:
    low, high = bounds_of(PARAMETERS[key])
    drawn = posterior()[key]
    assert low <= drawn.min() < drawn.max() <= high


def test_what_was_told_is_narrower_than_its_prior() -> None:
    prior = priors()["politics.cabinet_rate"].spread.ppf((np.arange(1_000) + 0.5) / 1_000)
    assert posterior()["politics.cabinet_rate"].std() < 0.9 * prior.std()


def test_worlds_take_draws_by_turns_and_leave_alone_what_is_set() -> None:
    many = len(posterior()["staff.doubt"])
    drawn = members_drawn(np.array([0, 1, many]), {"staff.patience"})
    assert drawn.levers["staff.doubt"][0] == drawn.levers["staff.doubt"][2] == posterior()["staff.doubt"][0]
    assert "staff.patience" not in drawn.levers


def test_a_run_over_the_posterior_is_the_same_in_blocks_and_differs_from_one_without() -> None:
    over = play(Run(posterior=True), 300)
    assert summarise(over)["posterior"] is True
    again = play(Run(posterior=True), 300)
    np.testing.assert_array_equal(over.columns["outcome"], again.columns["outcome"])
    without = play(Run(), 300)
    assert (over.columns["divisions_peak"] != without.columns["divisions_peak"]).any()
    few = play(Run(posterior=True), 40)
    np.testing.assert_array_equal(few.columns["divisions_peak"], over.columns["divisions_peak"][:40])


def test_with_every_judgement_set_the_posterior_changes_nothing() -> None:
    # a value that is the default counts as not set, so each is moved by as little as can be told
    moved = {key: np.nextafter(float(PARAMETERS[key].default), np.inf) for key in fitted()}  # type: ignore[arg-type]
    scenario = Scenario.load("historical").replace(moved)
    one, other = play(Run(scenario, posterior=True), 50), play(Run(scenario), 50)
    for name, values in one.columns.items():
        np.testing.assert_array_equal(values, other.columns[name])


def test_one_world_over_the_posterior_is_told_as_well() -> None:
    assert play(Run(posterior=True), 1).story
