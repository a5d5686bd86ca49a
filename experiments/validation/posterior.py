"""Tables of a posterior: the judgements before and after the fit, and what worlds drawn from it give."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.view import Array
from kantokuen.experiments.priors import priors, settings
from kantokuen.experiments.sheets import Cell, Range, Sheet
from kantokuen.experiments.validation.points import SHARES
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.text.words import ENGLISH, Words

MIDDLE: Final = (0.05, 0.5, 0.95)
"""The ends of the middle 90 % and the median, as shares."""

FAR: Final = 2.0
"""Tolerances beyond which something recorded counts as missed."""

WORLDS: Final = 200
"""Of each setting that is played again."""

_NARROWED: Final = 0.1
"""By how much of its variance a judgement is narrowed at least, to be said to have been told."""

_TOGETHER: Final = 0.25
"""Correlation from which two judgements are said to trade off."""

_PAIRS: Final = 12
_LARGE: Final = 1_000.0


def sheets(keys: Sequence[str], scores: Array, words: Words = ENGLISH) -> list[Sheet]:
    """Return the tables of a posterior: what moved, what did not, pairs.

    Args:
        keys: the judgements.
        scores: the posterior, on the normal scale of the priors, shape ``(draws, keys)``.
        words: of the language of the tables.
    """
    return [_moved(keys, scores, words), _unmoved(keys, scores, words), _pairs(keys, scores, words)]


def baseline(shares: Mapping[str, Array], words: Words = ENGLISH, worlds: int = WORLDS) -> Sheet:
    """Return the endings and the split by regime over settings of the posterior, in both ensembles.

    Args:
        shares: by ensemble, `SHARES` of each setting, shape ``(settings, SHARES)``.
        words: of the language of the table.
        worlds: of each setting.
    """
    rows: list[tuple[Cell, ...]] = []
    for place, name in enumerate(SHARES):
        told = words(f"outcomes.{name}.name" if name in OUTCOMES else f"calibration.read.{name}")
        for each, read in shares.items():
            known = read[np.isfinite(read[:, place]), place]
            mean = float(np.mean(known)) if len(known) else None
            rows.append((told, words(f"ensembles.{each}.name"), mean, middle(known)))
    settings = len(next(iter(shares.values())))
    note = words("calibration.baseline.note", settings=f"{settings:,}", worlds=f"{worlds:,}")
    columns = heads(words, "read", "ensemble", "mean", "middle")
    return Sheet(words("calibration.baseline.title"), note, columns, tuple(rows))


def told(scores: Array) -> Array:
    """Return by judgement the share of the prior's variance that the record took away, shape ``(keys,)``."""
    return np.asarray(1.0 - scores.var(axis=0))


def is_told(scores: Array) -> NDArray[np.bool_]:
    """Return whether the record says something of each judgement, shape ``(keys,)``."""
    return np.asarray(told(scores) >= _NARROWED)


def _moved(keys: Sequence[str], scores: Array, words: Words) -> Sheet:
    narrowed, those = told(scores), is_told(scores)
    rows: list[tuple[Cell, ...]] = []
    for place in np.argsort(-narrowed, kind="stable"):
        if not those[place]:
            break
        key = keys[place]
        prior, after = priors()[key], settings(np.quantile(scores[:, place], MIDDLE)[:, None], [key])[:, 0]
        rows.append(
            (
                key,
                _figure(prior.middle),
                (_figure(prior.low), _figure(prior.high)),
                _figure(after[1]),
                (_figure(after[0]), _figure(after[2])),
                float(narrowed[place]),
            )
        )
    note = words("calibration.moved.note", least=f"{_NARROWED:.0%}")
    columns = ("judgement", "before", "before_range", "after", "after_range", "narrowed")
    return Sheet(words("calibration.moved.title"), note, heads(words, *columns), tuple(rows))


def _unmoved(keys: Sequence[str], scores: Array, words: Words) -> Sheet:
    shift, narrowed = scores.mean(axis=0), told(scores)
    rows: list[tuple[Cell, ...]] = [
        (key, float(shift[place]), float(narrowed[place]))
        for place, key in enumerate(keys)
        if not is_told(scores)[place]
    ]
    note = words("calibration.unmoved.note", n=len(rows), all=len(keys))
    columns = heads(words, "judgement", "shift", "narrowed")
    return Sheet(words("calibration.unmoved.title"), note, columns, tuple(rows))


def _pairs(keys: Sequence[str], scores: Array, words: Words) -> Sheet:
    together = np.atleast_2d(np.corrcoef(scores, rowvar=False))
    one, other = np.triu_indices(len(together), 1)
    strength: Array = together[one, other]
    order = np.argsort(-np.abs(strength), kind="stable")[:_PAIRS]
    rows: list[tuple[Cell, ...]] = [
        (keys[one[each]], keys[other[each]], float(strength[each]))
        for each in order
        if abs(strength[each]) >= _TOGETHER
    ]
    note = words("calibration.pairs.note", least=f"{_TOGETHER:g}")
    columns = heads(words, "judgement", "another", "correlation")
    return Sheet(words("calibration.pairs.title"), note, columns, tuple(rows))


def middle(values: Array) -> Range | None:
    """Return the middle 90 % of some numbers, those that are none left out."""
    known = values[np.isfinite(values)]
    if not len(known):
        return None
    low, _, high = (float(each) for each in np.quantile(known, MIDDLE))
    return low, high


def heads(words: Words, *columns: str) -> tuple[str, ...]:
    """Return heads of columns by the names that they have among the words of a calibration."""
    return tuple(words(f"calibration.columns.{each}") for each in columns)


def _figure(value: float) -> float:
    """Return a number with the digits that a reader wants: none beyond the point where it is large."""
    return float(value) if abs(value) < _LARGE else round(float(value))
