"""Is the procedure right? Posteriors from made-up records, whose truth is known, and where the real one lies.

*Simulation-based calibration* [Talts2018]: a setting is drawn from the prior, its worlds give a record, and
the posterior from that record is asked how much of it lies below the true setting.  Over many records that
share is even on 0..1, judgement by judgement, if the posterior is as wide as it claims.  It is held against
bands in which 95 of 100 even samples lie as a whole [Sailynoja2022], and the share of truths inside the
posterior's middle 50, 80, 90 and 95 % against those numbers.  The points of the first wave serve, those of
nine tenths as what is known and those of the last as the truth, turn by turn: nothing new is played.  The
regression and the kernel are those of the calibration; the cut to what is plausible is not part of it,
since it would have to be made anew for each record.

*Is the record one that the model could give?*  Before the fit: its distance from what the prior foretells, in
the measure of how figures vary together (Mahalanobis), is set beside that of the made-up records.  After it:
how far the record lies from what settings of the posterior give is set beside how far records that these
settings made, a tolerance off, would lie [Gelman1996].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import chdtrc

from kantokuen.agents.view import Array
from kantokuen.experiments.calibration.posterior import Regression, shown
from kantokuen.model.errors import input_error

RECORDS: Final = 500
"""Made-up records, at most; half of them at least are made."""

LEVELS: Final = (0.5, 0.8, 0.9, 0.95)
_FOLDS: Final = 10
_BAND: Final = 0.95
_SIMULATIONS: Final = 2_000
_MOVED: Final = 20
"""So many judgements that the record narrows most are told apart."""


@dataclass(frozen=True, slots=True, eq=False)
class Check:
    """What the check found.

    Attributes:
        below: of each made-up record and judgement, how much of the posterior lies below the truth, shape
            ``(records, keys)``.
        moved: the judgements that a record narrows most, most first, as places among the keys.
        inside: by judgement, whether the whole of it lies in the simultaneous band, shape ``(keys,)``.
        farther: share of made-up records that lie farther from what the prior foretells than the real one.
    """

    below: Array
    moved: NDArray[np.intp]
    inside: NDArray[np.bool_]
    farther: float

    def covered(self, level: float, *, moved_only: bool = False) -> float:
        """Return the share of truths inside the middle of the posterior, of so much weight."""
        below = self.below[:, self.moved] if moved_only else self.below
        return float(np.mean(np.abs(below - 0.5) <= 0.5 * level))


def check(scores: Array, misses: Array, seed: int) -> Check:
    """Check the procedure on the points of a first wave.

    Args:
        scores: their settings on the normal scale of the priors, shape ``(points, keys)``.
        misses: how far each lies from the record, shape ``(points, targets)``.
        seed: of the noise in the made-up records.

    Raises:
        InputError: arviz-stats is not installed.
    """
    check_installed()
    from arviz_stats.ecdf_utils import ecdf_pit  # noqa: PLC0415  (an extra; two seconds to load)

    generator = np.random.default_rng([seed, 1])
    records = shown(misses, generator)
    fold = np.arange(len(scores)) % _FOLDS
    each_fold = -(-RECORDS // _FOLDS)
    below, narrowed = [], []
    for number in range(_FOLDS):
        known, truths = fold != number, np.flatnonzero(fold == number)[:each_fold]
        regression = Regression.of(scores[known], records[known])
        narrowed.append(regression.foretold.var(axis=0))
        below += [regression.given(records[each]).below(scores[each]) for each in truths]
    stacked = np.array(below)
    # the band is that of any so many numbers
    at, _, low, high = ecdf_pit(stacked[:, 0], _BAND, _SIMULATIONS, rng=np.random.default_rng([seed, 2]))
    share = np.mean(stacked[:, :, None] <= at, axis=0)
    inside = np.all((share >= low) & (share <= high), axis=1)
    moved = np.argsort(-np.mean(narrowed, axis=0), kind="stable")[:_MOVED]
    return Check(stacked, moved, inside, _farther(records))


def as_far(misses: Array) -> float:
    """Return the chance that a record which the posterior made is as far from it as the real one.

    The posterior predictive p-value [Gelman1996] of the sum of squares: the real record lies
    ``sum m^2`` from a setting with misses m, one that the setting made as far as a chi-squared number.

    Args:
        misses: of settings of the posterior, in tolerances, shape ``(settings, targets)``.
    """
    return float(np.mean(chdtrc(misses.shape[1], np.sum(misses**2, axis=1))))


def check_installed() -> None:
    """Raise `InputError` where the bands are not installed."""
    try:
        import arviz_stats  # noqa: F401, PLC0415  (an extra)
    except ImportError:
        allowed = 'pip install "kantokuen[calibration]"'
        raise input_error("calibrate", "arviz-stats is not installed", allowed) from None


def _farther(records: Array) -> float:
    """Return the share of records that lie farther from their mean than the real one, all noughts."""
    mean = records.mean(axis=0)
    precision = np.linalg.inv(np.cov(records, rowvar=False))
    off = records - mean
    distances = np.einsum("ij,jk,ik->i", off, precision, off)
    return float(np.mean(distances > mean @ precision @ mean))
