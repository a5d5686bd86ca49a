"""The posterior: approximate Bayesian computation with regression adjustment.

The points that history matching leaves are draws from the prior, cut to what is plausible, each with the
figures that its worlds gave.  To a figure belongs what a record of it would show, a tolerance off; so noise
of one tolerance is added to every miss.  Each judgement is foretold from all misses by ridge regression,
which makes of all figures one number a judgement [FearnheadPrangle2012].  Points whose foretold judgements
lie near those of the record are kept, the nearer the more (Epanechnikov's kernel), and moved by the
difference of the two [Beaumont2002].  All is done on the normal scale of the priors, so that nothing leaves
its bounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from kantokuen.agents.view import Array

NEAREST: Final = 0.3
"""Share of the points that are kept, the nearest ones."""

_NOISES: Final = 10
"""Draws of the noise over which the posterior of the real record is taken, so that none of them counts."""

_STRENGTHS: Final = np.logspace(0.0, 6.0, 19)


@dataclass(frozen=True, slots=True, eq=False)
class Regression:
    """Each judgement as foretold from a record.

    Attributes:
        scores: settings of the points, on the normal scale of the priors, shape ``(points, keys)``.
        foretold: the same, each foretold by the other points from what a record of it shows.
        constant, slopes: what foretells them, shapes ``(keys,)`` and ``(targets, keys)``.
    """

    scores: Array
    foretold: Array
    constant: Array
    slopes: Array

    @classmethod
    def of(cls, scores: Array, records: Array) -> Regression:
        """Fit it to points and to what a record of each shows, shape ``(points, targets)``."""
        from sklearn.linear_model import RidgeCV  # noqa: PLC0415  (an extra; a second to load)

        found = RidgeCV(_STRENGTHS, alpha_per_target=True).fit(records, scores)
        slopes = np.atleast_2d(found.coef_).T
        left = scores - (found.intercept_ + records @ slopes)
        left /= 1.0 - _own_weight(records, np.atleast_1d(found.alpha_))
        return cls(scores, scores - left, found.intercept_, slopes)

    def given(self, record: Array) -> Weighed:
        """Return the posterior given a record, misses of shape ``(targets,)``."""
        foretold = self.constant + record @ self.slopes
        distance = np.sqrt(((self.foretold - foretold) ** 2).sum(axis=1))
        farthest = np.quantile(distance, NEAREST)
        near = np.flatnonzero(distance <= farthest)
        weights = 1.0 - (distance[near] / farthest) ** 2 if farthest > 0.0 else np.ones(len(near))
        moved = self.scores[near] + foretold - self.foretold[near]
        weights /= weights.sum()
        return Weighed(moved, weights, float(np.sqrt(2.0 * np.sum(weights**2))))


def _own_weight(records: Array, strengths: Array) -> Array:
    """Return by how much each point foretells itself under ridges of some strengths.

    The diagonal of the hat matrix, shape ``(points, strengths)``: what a point leaves over, divided by one
    less of it, is what it would leave over if it were foretold by the others alone.
    """
    left, singular, _ = np.linalg.svd(records - records.mean(axis=0), full_matrices=False)
    squares = singular[:, None] ** 2
    return np.asarray(left**2 @ (squares / (squares + strengths)) + 1.0 / len(records))


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """A posterior: settings and what each weighs.

    Attributes:
        scores: on the normal scale of the priors, shape ``(points, keys)``.
        weights: shape ``(points,)``; their sum is 1.
        error: the sampling error of a variance of as many points as weigh here, on that scale.
    """

    scores: Array
    weights: Array
    error: float

    @property
    def shift(self) -> Array:
        """The means, which are nought in the prior, shape ``(keys,)``."""
        return np.asarray(self.weights @ self.scores)

    @property
    def told(self) -> Array:
        """By judgement the share of the prior's variance that the record took away, shape ``(keys,)``."""
        return np.asarray(1.0 - self.weights @ (self.scores - self.shift) ** 2)

    def quantiles(self, levels: Sequence[float]) -> Array:
        """Return points of the posterior, judgement by judgement, shape ``(levels, keys)``."""
        order = np.argsort(self.scores, axis=0)
        below = np.cumsum(self.weights[order], axis=0)
        places = np.array([[np.searchsorted(each, level) for each in below.T] for level in levels])
        rows = np.take_along_axis(order, np.minimum(places, len(order) - 1), axis=0)
        return np.asarray(np.take_along_axis(self.scores, rows, axis=0))

    def below(self, scores: Array) -> Array:
        """Return by judgement the weight of what lies below a score, shape ``(keys,)``."""
        return np.asarray(self.weights @ (self.scores < scores))

    def sample(self, count: int, generator: np.random.Generator) -> Array:
        """Draw settings, as often as they weigh, shape ``(count, keys)``.

        They are drawn at even steps of their weights, and so vary less than if each were drawn by itself.
        """
        steps = (generator.random() + np.arange(count)) / count
        places = np.searchsorted(np.cumsum(self.weights), steps).clip(0, len(self.weights) - 1)
        return np.asarray(self.scores[generator.permutation(places)])


def posterior(scores: Array, misses: Array, generator: np.random.Generator) -> Weighed:
    """Return the posterior given the real record, which misses nothing: the mean over draws of the noise.

    Args:
        scores: settings of the points, on the normal scale of the priors, shape ``(points, keys)``.
        misses: how far each lies from the record, shape ``(points, targets)``.
        generator: of the noise.
    """
    record = np.zeros(misses.shape[1])
    parts = [Regression.of(scores, shown(misses, generator)).given(record) for _ in range(_NOISES)]
    weights = np.concatenate([each.weights for each in parts]) / _NOISES
    error = float(np.mean([each.error for each in parts]))
    return Weighed(np.concatenate([each.scores for each in parts]), weights, error)


def shown(misses: Array, generator: np.random.Generator) -> Array:
    """Return what records of some points would show: their misses, a tolerance off, in the same shape."""
    return np.asarray(misses + generator.standard_normal(misses.shape))
