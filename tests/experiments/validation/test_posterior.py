"""What the record moved, and what it did not tell, are all judgements, each once."""

import numpy as np
import pytest

from kantokuen.experiments.priors import fitted, settings
from kantokuen.experiments.validation.points import SHARES
from kantokuen.experiments.validation.posterior import MIDDLE, Judged, baseline, middle, sheets, shipped
from kantokuen.model.limits import ENSEMBLES

KEYS = fitted()[:4]


def judged(error: float = 0.02) -> Judged:
    """Four judgements: one narrowed and moved, two that hang together, one left alone."""
    scores = np.random.default_rng(2).standard_normal((4_000, 4))
    scores[:, 0] = 1.0 + 0.3 * scores[:, 0]
    scores[:, 2] = 0.8 * scores[:, 1] + 0.6 * scores[:, 2]
    ends = settings(np.quantile(scores, MIDDLE, axis=0), KEYS)
    told = 1.0 - scores.var(axis=0)
    return Judged(KEYS, ends, scores.mean(axis=0), told, error, np.corrcoef(scores.T))


def test_a_judgement_is_told_once_the_record_narrows_it() -> None:
    moved, unmoved, pairs = sheets(judged())
    ((key, before, _, after, ends, told),) = moved.rows
    assert key == KEYS[0]
    assert told == pytest.approx(0.91, abs=0.01)
    at = settings(np.array([[0.0] * 4, [1.0] * 4]), KEYS)[:, 0]
    assert (before, after) == pytest.approx(at, rel=0.02)
    assert ends[0] < after < ends[1]
    assert [row[0] for row in unmoved.rows] == list(KEYS[1:])
    assert [row[:2] for row in pairs.rows] == [(KEYS[1], KEYS[2])]
    assert pairs.rows[0][2] == pytest.approx(0.8, abs=0.02)


def test_what_sampling_may_narrow_as_much_is_not_told() -> None:
    moved, unmoved, _ = sheets(judged(error=0.31))
    assert not moved.rows
    assert len(unmoved.rows) == len(KEYS)


def test_the_posterior_that_ships_says_what_it_says_of_every_judgement() -> None:
    found = shipped()
    assert found.keys == fitted()
    assert np.all(found.ends[0] < found.ends[1])
    assert np.all(found.ends[1] < found.ends[2])
    assert 0.0 < found.error < 0.1
    assert 0 < found.is_told.sum() < len(found.keys)


def test_shares_of_nothing_are_left_out_of_means_and_of_the_middle() -> None:
    shares = np.full((10, len(SHARES)), 0.25)
    shares[:, -1] = np.nan
    shares[0, -1] = 1.0
    never = SHARES.index("fell_by_end")
    shares[:, never] = np.nan
    rows = baseline(dict.fromkeys(ENSEMBLES, shares)).rows
    assert len(rows) == len(SHARES) * len(ENSEMBLES)
    assert rows[2 * never][2:] == (None, None)
    assert rows[-1][2:] == (1.0, (1.0, 1.0))
    assert rows[0][2:] == (0.25, (0.25, 0.25))


def test_the_middle_leaves_out_one_in_twenty_on_each_side() -> None:
    assert middle(np.append(np.arange(101.0), np.nan)) == (5.0, 95.0)
