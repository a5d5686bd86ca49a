"""What the record rules out is not drawn again, and emulators foretell what they claim to."""

import numpy as np
import pytest

from kantokuen.experiments.calibration.history import PLAUSIBLE, Emulator, draw, plausible
from kantokuen.experiments.priors import fitted, settings
from kantokuen.experiments.sweeps.axes import bounds_of
from kantokuen.model.parameters import PARAMETERS

KEYS = fitted()[:4]


def made(seed: int, points: int = 1_000) -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(seed)
    scores = generator.standard_normal((points, len(KEYS)))
    slopes = np.array([6.0, 5.0, 7.0, 0.0])
    curved = (scores * slopes)[:, [0, 1, 2, 0, 1]] + 2.0 * scores[:, [1]] ** 2
    return scores, curved + 0.1 * generator.standard_normal(curved.shape)


def test_an_emulator_foretells_straight_and_square_terms() -> None:
    scores, misses = made(1)
    found = Emulator.of(scores, misses)
    assert found.told.min() > 0.99
    assert found.variance == pytest.approx(0.01, rel=0.3)


def test_what_nothing_moves_is_told_by_nobody() -> None:
    scores, misses = made(1)
    misses[:, 2] = np.random.default_rng(3).standard_normal(len(misses))
    misses[:, 4] = 0.0
    found = Emulator.of(scores, misses)
    assert abs(found.told[2]) < 0.1
    assert found.told[4] == 0.0


def test_the_two_worst_targets_are_passed_over() -> None:
    flat = Emulator(np.array([0.0, 9.0, 9.0, 1.0]), np.zeros((8, 4)), np.zeros(4), np.ones(4))
    assert flat.implausibility(np.zeros((1, 4))) == pytest.approx([1.0])


def test_settings_that_are_drawn_again_are_nearer_to_the_record() -> None:
    scores, misses = made(1)
    emulator = Emulator.of(scores, misses)
    drawn = draw(500, KEYS, [emulator], (1, 2))
    assert len(drawn.scores) == 500
    assert 0.0 < drawn.share < 0.7
    assert plausible(drawn.scores, [emulator]).all()
    assert emulator.implausibility(drawn.scores).max() <= PLAUSIBLE
    np.testing.assert_array_equal(drawn.scores, draw(500, KEYS, [emulator], (1, 2)).scores)


def test_without_an_emulator_all_is_plausible() -> None:
    drawn = draw(2_000, KEYS, [], (1, 1))
    assert drawn.share == 1.0
    np.testing.assert_allclose(drawn.scores.std(axis=0), 1.0, atol=0.05)


def test_settings_lie_inside_the_bounds_however_far_out_a_score_is() -> None:
    values = settings(np.array([[-9.0] * len(KEYS), [0.0] * len(KEYS), [9.0] * len(KEYS)]), KEYS)
    for place, key in enumerate(KEYS):
        low, high = bounds_of(PARAMETERS[key])
        assert low <= values[0, place] < values[1, place] < values[2, place] <= high
