"""Calibration and testing are told apart, before and after the fit, and lens by lens."""

import pytest

from kantokuen.experiments.priors import fitted
from kantokuen.experiments.validation.fit import lenses, plays, sheet
from kantokuen.experiments.validation.foretold import foretell, record
from kantokuen.experiments.validation.kept import kept
from kantokuen.experiments.validation.plays import Found, play_all
from kantokuen.experiments.validation.targets import targets
from kantokuen.model.lenses import LENSES
from kantokuen.model.parameters import PARAMETERS

WORLDS = 60


@pytest.fixture(scope="module")
def found() -> Found:
    return play_all(plays(WORLDS), seed=7)


def test_by_reason_every_fitted_judgement_is_set_back() -> None:
    reasoned = plays(WORLDS)[0].run.scenario
    assert {key: reasoned.levers[key] for key in fitted()} == {
        key: PARAMETERS[key].reasoned for key in fitted()
    }


def test_every_thing_recorded_is_in_one_part(found: Found) -> None:
    rows = sheet(found, foretell(60, 7), WORLDS).rows
    counts = {str(row[0]): row[1] for row in rows}
    assert sum(counts.values()) == len(record())
    assert sum(n for name, n in counts.items() if name.startswith("C")) == len(targets())
    assert sum(n for name, n in counts.items() if name.startswith("T")) == len(kept())
    for _, n, *far, by_reason, at_medians, (low, high) in rows:
        assert all(0 <= each <= n for each in far)
        assert by_reason > 0.0
        assert at_medians > 0.0
        assert low <= high


def test_the_best_lens_has_no_likelihood_above_it(found: Found) -> None:
    rows = lenses(found, WORLDS).rows
    assert len(rows) == len(LENSES)
    for place, off in ((3, 1), (4, 2)):
        best = max(rows, key=lambda row: row[place])
        assert best[place] == 0.0
        assert best[off] == min(row[off] for row in rows)
        assert all(row[place] < 0.0 for row in rows if row is not best)
