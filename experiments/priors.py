"""Priors: what was held possible of every uncertainty and every judgement before anything was fitted.

That of an uncertainty is the spread with which it is declared.  Those of the judgements stand in
``experiments/data/priors.csv``: a law, the numbers below and above which one in twenty lies, and what
speaks for the width; the centre has the reason of the judgement itself.  A prior is about the thing, never
about what comes out.  `digest` names them all, and ``priors_log.csv`` says since when and why.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files
from math import log, sqrt
from types import MappingProxyType
from typing import Final

import numpy as np
from scipy.special import ndtr, ndtri

from kantokuen.agents.view import Array
from kantokuen.experiments.sweeps.axes import bounds_of
from kantokuen.experiments.sweeps.laws import Law
from kantokuen.model.parameters import PARAMETERS

_TAIL: Final = 1.6448536269514722
"""Standard deviations beyond which a twentieth of a normal law lies."""

_NEAR_NONE: Final = 1e-7
"""What of a prior is taken to lie beyond a value on one of its bounds."""

_NEVER_FITTED: Final = frozenset({"germany", "lens"})
"""Groups of judgements that stay: the German war, whose chances are those of historians or of June 1941
and are set apart (`tools.ensembles`), and other lenses, which the baseline does not look through."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What was held possible of a judgement.

    Attributes:
        key: the judgement.
        law: ``normal`` or ``lognormal``, cut off at the bounds of the judgement.
        low, high: what it lies below and above with one chance in twenty each, before the cut.
        reason: why so wide.
    """

    key: str
    law: str
    low: float
    high: float
    reason: str

    @property
    def middle(self) -> float:
        """The median, before the cut."""
        return sqrt(self.low * self.high) if self.law == "lognormal" else 0.5 * (self.low + self.high)

    @property
    def spread(self) -> Law:
        """The law to draw from."""
        apart = log(self.high / self.low) if self.law == "lognormal" else self.high - self.low
        bounds = bounds_of(PARAMETERS[self.key])
        return Law(self.law, *bounds, self.middle, apart / (2.0 * _TAIL), bounds)

    def level(self, values: Array) -> Array:
        """Return how much of the prior lies below some values, in the same shape."""
        low, high = ndtr(self._away(np.array(bounds_of(PARAMETERS[self.key]))))
        at = ndtr(self._away(values))
        return np.asarray((at - low) / (high - low))

    def _away(self, values: Array) -> Array:
        """Return how many standard deviations values lie from the middle, before the cut."""
        scale = self.spread.scale
        if self.law == "normal":
            return np.asarray((values - self.middle) / scale)
        with np.errstate(divide="ignore"):  # nought lies at the very bottom
            return np.asarray(np.log(np.maximum(values, 0.0) / self.middle) / scale)


@cache
def priors() -> Mapping[str, Prior]:
    """Return the priors of all judgements by key, in the order in which these are declared."""
    text = (files("kantokuen.experiments") / "data" / "priors.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    found = {
        row["key"]: Prior(row["key"], row["law"], float(row["low"]), float(row["high"]), row["reason"])
        for row in rows
    }
    return MappingProxyType({key: found[key] for key, each in PARAMETERS.items() if each.kind == "judgement"})


def fitted() -> tuple[str, ...]:
    """Return the judgements that a calibration may move, in the order in which they are declared."""
    return tuple(key for key in priors() if PARAMETERS[key].group not in _NEVER_FITTED)


def settings(scores: Array, keys: Sequence[str]) -> Array:
    """Return the values of judgements at scores on the normal scale of their priors, in the same shape.

    Args:
        scores: shape ``(settings, keys)``; 0 is the median of a prior, 1 its point of 84 %.
        keys: the judgements.
    """
    levels = ndtr(scores)
    return np.stack([priors()[key].spread.ppf(levels[:, place]) for place, key in enumerate(keys)], axis=1)


def scores(values: Array, keys: Sequence[str]) -> Array:
    """Return where values of judgements lie on the normal scale of their priors; undoes `settings`."""
    levels = np.stack([priors()[key].level(values[:, place]) for place, key in enumerate(keys)], axis=1)
    return np.asarray(ndtri(np.clip(levels, _NEAR_NONE, 1.0 - _NEAR_NONE)))


@cache
def digest() -> str:
    """Return the SHA-256, in hexadecimal, of all priors as they are written, reasons left out."""
    return sha256("\n".join(_lines()).encode()).hexdigest()


def _lines() -> Iterator[str]:
    for each in priors().values():
        yield f"{each.key} {each.law} {each.low:.10g} {each.high:.10g}"
    for key, parameter in PARAMETERS.items():
        if parameter.spread is not None:
            spread = parameter.spread
            numbers = " ".join(f"{each:.10g}" for each in (spread.scale, *spread.schools))
            yield f"{key} {parameter.default} {spread.law} {numbers}"
