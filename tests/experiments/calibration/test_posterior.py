"""The posterior of a line through noise is the one that is known, and the check tells a wrong one."""

import numpy as np
import pytest

from kantokuen.agents.view import Array
from kantokuen.experiments.calibration import check as check_module
from kantokuen.experiments.calibration.check import LEVELS, RECORDS, as_far, check
from kantokuen.experiments.calibration.posterior import Regression, Weighed, posterior, shown

POINTS, KEYS, FIGURES = 4_000, 6, 9


def line(seed: int, points: int = POINTS) -> tuple[Array, Array, Array]:
    """Return settings, the misses that a line makes of them, and the line."""
    generator = np.random.default_rng(seed)
    slopes = np.zeros((KEYS, FIGURES))
    slopes[:3] = generator.standard_normal((3, FIGURES))  # of the other three the figures tell nothing
    scores = generator.standard_normal((points, KEYS))
    return scores, scores @ slopes, slopes


def test_the_posterior_of_a_line_is_that_of_the_textbook() -> None:
    scores, misses, slopes = line(1)
    record = np.full(FIGURES, 0.7)
    found = Regression.of(scores, shown(misses, np.random.default_rng(2))).given(record)
    precision = np.eye(KEYS) + slopes @ slopes.T
    mean = np.linalg.solve(precision, slopes @ record)
    spread = np.sqrt(np.diag(np.linalg.inv(precision)))
    drawn = found.sample(20_000, np.random.default_rng(3))
    np.testing.assert_allclose(drawn.mean(axis=0), mean, atol=0.08)
    np.testing.assert_allclose(drawn.std(axis=0), spread, rtol=0.1)


def test_the_nearest_weigh_most_and_weights_are_shares() -> None:
    scores, misses, _ = line(1, 500)
    found = Regression.of(scores, shown(misses, np.random.default_rng(2))).given(np.zeros(FIGURES))
    assert found.weights.sum() == pytest.approx(1.0)
    assert 140 <= len(found.weights) <= 160
    assert found.weights.min() >= 0.0


def test_below_is_the_weight_of_what_lies_below() -> None:
    weighed = Weighed(np.array([[0.0, 5.0], [1.0, 1.0], [2.0, 2.0]]), np.array([0.5, 0.3, 0.2]), 0.1)
    np.testing.assert_allclose(weighed.below(np.array([1.5, 1.5])), [0.8, 0.3])


def test_points_of_a_posterior_count_as_often_as_they_weigh() -> None:
    weighed = Weighed(np.array([[0.0, 5.0], [1.0, 1.0], [2.0, 2.0]]), np.array([0.5, 0.3, 0.2]), 0.1)
    np.testing.assert_array_equal(weighed.quantiles((0.05, 0.45, 0.95)), [[0.0, 1.0], [0.0, 2.0], [2.0, 5.0]])
    np.testing.assert_allclose(weighed.shift, [0.7, 3.2])
    np.testing.assert_allclose(weighed.told, 1.0 - np.array([0.61, 3.36]))


def test_draws_come_as_often_as_their_points_weigh_and_in_no_order() -> None:
    weighed = Weighed(np.arange(4.0)[:, None], np.array([0.4, 0.3, 0.2, 0.1]), 0.1)
    drawn = weighed.sample(1_000, np.random.default_rng(8))[:, 0]
    np.testing.assert_allclose(np.bincount(drawn.astype(int)), [400, 300, 200, 100], atol=1)
    assert abs(np.corrcoef(np.arange(1_000), drawn)[0, 1]) < 0.1


def test_what_the_record_told_hardly_hangs_on_the_draw_of_the_noise() -> None:
    scores, misses, _ = line(1, 2_000)
    found = [posterior(scores, misses, np.random.default_rng(seed)) for seed in range(6)]
    assert all(each.weights.sum() == pytest.approx(1.0) for each in found)
    apart = np.std([each.told for each in found], axis=0)
    assert np.all(apart < found[0].error)


def test_the_check_finds_a_right_procedure_right() -> None:
    scores, misses, _ = line(4)
    found = check(scores, misses, seed=7)
    assert found.below.shape == (RECORDS, KEYS)
    for level in LEVELS:
        assert found.covered(level) == pytest.approx(level, abs=0.03)
    assert found.inside.sum() >= KEYS - 1


def test_the_check_finds_a_posterior_that_is_too_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    class Sure(Regression):
        def given(self, record: Array) -> Weighed:
            found = super().given(record)
            middle = found.weights @ found.scores
            return Weighed(middle + 0.5 * (found.scores - middle), found.weights, found.error)

    monkeypatch.setattr(check_module, "Regression", Sure)
    scores, misses, _ = line(4)
    found = check(scores, misses, seed=7)
    assert found.covered(0.9) < 0.7
    assert not found.inside.any()


def test_a_record_that_no_setting_gives_lies_farther_than_the_made_up_ones() -> None:
    scores, misses, _ = line(4)
    assert check(scores, misses, seed=7).farther > 0.5
    assert check(scores, misses + 30.0, seed=7).farther < 0.01


def test_a_record_as_far_as_chance_puts_it_is_as_far_as_half_of_those_that_are_made() -> None:
    generator = np.random.default_rng(4)
    assert as_far(generator.standard_normal((2_000, 150))) == pytest.approx(0.5, abs=0.03)
    assert as_far(np.zeros((10, 150))) == 1.0
    assert as_far(np.full((10, 150), 3.0)) < 1e-6
