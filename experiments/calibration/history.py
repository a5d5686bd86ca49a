"""History matching: which settings of the judgements the record does not rule out.

After each wave every target is emulated: its miss is a sum of straight and square terms in the judgements,
fitted by ridge regression over all points so far, with what is left over as its variance.  A setting is
*implausible* by how many standard deviations its emulated miss lies from nought, tolerance, worlds of a
point and emulator together [Vernon2010]; by the third largest over the targets, so that two that the model
cannot meet, or the emulator not tell, do not rule everything out.  What is left after a wave is what the
next one draws from: the prior, cut to what is plausible.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.view import Array

PLAUSIBLE: Final = 3.0
"""Standard deviations within which nearly all of any distribution with one peak lies [Pukelsheim1994]."""

PASSED_OVER: Final = 2
"""How many of the worst targets of a setting are passed over."""

_STRENGTHS: Final = np.logspace(0.0, 5.0, 16)
"""Strengths of the ridge that are tried; the one that foretells best is taken, target by target."""

_AT_A_TIME: Final = 20_000
_MOST_TRIED: Final = 4_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Emulator:
    """The misses of all targets as a sum of terms in the judgements.

    Attributes:
        constant, slopes: of the terms, shapes ``(targets,)`` and ``(2 keys, targets)``.
        variance: of what the terms leave over, found by leaving each point out, shape ``(targets,)``.
        told: share of the variance over the points that the terms foretell, shape ``(targets,)``.
    """

    constant: Array
    slopes: Array
    variance: Array
    told: Array

    @classmethod
    def of(cls, scores: Array, misses: Array) -> Emulator:
        """Fit the terms.

        Args:
            scores: settings on the normal scale of their priors, shape ``(points, keys)``.
            misses: shape ``(points, targets)``.
        """
        from sklearn.linear_model import RidgeCV  # noqa: PLC0415  (an extra; a second to load)

        found = RidgeCV(_STRENGTHS, alpha_per_target=True, store_cv_results=True).fit(_terms(scores), misses)
        best = np.searchsorted(_STRENGTHS, np.atleast_1d(found.alpha_))
        left = found.cv_results_[:, np.arange(misses.shape[1]), best].mean(axis=0)
        spread = misses.var(axis=0)
        told = 1.0 - np.divide(left, spread, out=np.ones_like(left), where=spread > 0.0)
        return cls(found.intercept_, np.atleast_2d(found.coef_).T, left, told)

    def implausibility(self, scores: Array) -> Array:
        """Return how implausible settings are, shape ``(points,)``."""
        emulated = self.constant + _terms(scores) @ self.slopes
        off = np.abs(emulated) / np.sqrt(1.0 + self.variance)  # a tolerance is the unit of a miss
        return np.asarray(np.partition(off, -1 - PASSED_OVER, axis=1)[:, -1 - PASSED_OVER])


def _terms(scores: Array) -> Array:
    return np.concatenate([scores, scores**2 - 1.0], axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """Settings drawn from the prior, as far as it is plausible.

    Attributes:
        scores: on the normal scale of the priors, shape ``(points, keys)``.
        share: of the prior that is plausible.
    """

    scores: Array
    share: float


def draw(count: int, keys: Sequence[str], emulators: Sequence[Emulator], seed: Sequence[int]) -> Drawn:
    """Draw settings from the prior that no emulator finds implausible; fewer where they are too rare."""
    generator = np.random.default_rng(list(seed))
    kept: list[Array] = []
    tried = found = 0
    while found < count and tried < _MOST_TRIED:
        batch = count - found if not emulators else _AT_A_TIME
        scores = generator.standard_normal((batch, len(keys)))
        is_plausible = plausible(scores, emulators)
        kept.append(scores[is_plausible])
        tried, found = tried + len(scores), found + int(is_plausible.sum())
    return Drawn(np.concatenate(kept)[:count], found / tried)


def plausible(scores: Array, emulators: Sequence[Emulator]) -> NDArray[np.bool_]:
    """Return which settings no emulator finds implausible, shape ``(points,)``."""
    left = np.ones(len(scores), dtype=np.bool_)
    for each in emulators:
        left[left] = each.implausibility(scores[left]) <= PLAUSIBLE
    return left
