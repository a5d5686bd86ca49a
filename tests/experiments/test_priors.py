"""Every judgement and uncertainty has a prior, and none changes without a line that says why."""

import csv
from importlib.resources import files

import numpy as np
import pytest

from kantokuen.experiments.priors import Prior, digest, fitted, priors, scores, settings
from kantokuen.experiments.sweeps.axes import bounds_of
from kantokuen.model.parameters import PARAMETERS

JUDGEMENTS = [key for key, each in PARAMETERS.items() if each.kind == "judgement"]
LOG = files("kantokuen.experiments") / "data" / "priors_log.csv"


def test_every_judgement_has_a_prior_with_a_reason() -> None:
    assert list(priors()) == JUDGEMENTS
    assert all(len(each.reason) > 20 for each in priors().values())


def test_every_uncertainty_has_a_spread() -> None:
    assert all(each.spread for each in PARAMETERS.values() if each.kind == "uncertainty")


def test_the_priors_are_those_that_the_log_gives_last_with_a_reason() -> None:
    """Whoever changes a prior writes a line with the new digest and why it changed."""
    lines = list(csv.DictReader(LOG.read_text(encoding="utf-8").splitlines()))
    assert lines[-1]["digest"] == digest()
    assert all(len(each["why"]) > 20 for each in lines)
    assert [each["date"] for each in lines] == sorted(each["date"] for each in lines)


@pytest.mark.parametrize("key", JUDGEMENTS)
def test_a_prior_lies_inside_the_bounds_and_one_in_ten_outside_its_two_ends(key: str) -> None:
    prior = priors()[key]
    low, high = bounds_of(PARAMETERS[key])
    drawn = prior.spread.ppf((np.arange(1_000) + 0.5) / 1_000)
    assert low <= drawn.min() < drawn.max() <= high
    within = np.mean((drawn >= prior.low) & (drawn <= prior.high))
    assert 0.85 < within < 0.97  # what the bounds cut off may be missing on one side


def test_the_median_of_a_lognormal_prior_is_the_geometric_middle_of_its_ends() -> None:
    prior = Prior("soviet.fear", "lognormal", 0.25, 1.0, "")
    assert prior.middle == pytest.approx(0.5)
    assert float(prior.spread.ppf(np.array([0.95]))[0]) == pytest.approx(1.0, rel=0.01)


def test_the_german_war_and_other_lenses_are_never_fitted() -> None:
    groups = {PARAMETERS[key].group for key in fitted()}
    assert not groups & {"germany", "lens"}
    assert len(fitted()) > 150


def test_scores_lead_to_settings_and_back() -> None:
    keys = fitted()
    drawn = np.random.default_rng(3).standard_normal((50, len(keys)))
    assert scores(settings(drawn, keys), keys) == pytest.approx(drawn, abs=1e-6)


def test_a_value_on_a_bound_has_a_score_that_is_a_number() -> None:
    keys = fitted()
    ends = np.array([bounds_of(PARAMETERS[key]) for key in keys]).T
    assert np.isfinite(scores(ends, keys)).all()
