"""The judgements stand where the posterior that ships puts them."""

from pathlib import Path

import pytest

from kantokuen.experiments.drawn import posterior
from kantokuen.experiments.priors import fitted, priors
from kantokuen.model.levers.fitted import fitted as settled_at
from kantokuen.model.parameters import PARAMETERS
from tools.settle import settled

ROOT = Path(__file__).parents[2]


def test_what_ships_is_what_settling_the_shipped_posterior_writes() -> None:
    shipped = ROOT / "experiments/data/posterior.parquet"
    assert (ROOT / "model/data/fitted.csv").read_text() == settled(shipped)


def test_every_judgement_that_is_fitted_stands_at_its_median() -> None:
    assert set(settled_at()) == set(fitted())
    assert tuple(posterior()) == fitted()
    for key in fitted():
        assert PARAMETERS[key].default == settled_at()[key]


@pytest.mark.parametrize("key", fitted())
def test_a_prior_has_its_middle_where_the_judgement_was_reasoned(key: str) -> None:
    reasoned = PARAMETERS[key].reasoned
    assert reasoned is not None
    assert priors()[key].low < reasoned < priors()[key].high
    assert f"{reasoned:g} before the fit" in PARAMETERS[key].source
