"""Tables of a posterior: the judgements before and after the fit, and what worlds drawn from it give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.view import Array
from kantokuen.experiments import drawn
from kantokuen.experiments.priors import priors, scores
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

_ERRORS: Final = 3.0
"""Sampling errors by which a judgement is narrowed at least, to be said to have been told."""

_NUMBERS: Final = ("low", "median", "high", "shift", "told")

_OF_ATTACKS: Final = "fell_before_attack"

_TOGETHER: Final = 0.25
"""Correlation from which two judgements are said to trade off."""

_PAIRS: Final = 12
_LARGE: Final = 1_000.0


@dataclass(frozen=True, slots=True, eq=False)
class Judged:
    """What a posterior says of each judgement.

    Attributes:
        keys: the judgements.
        ends: their points of 5, 50 and 95 %, shape ``(3, keys)``.
        shift: how far their means moved, in standard deviations of the prior, shape ``(keys,)``.
        told: the share of the prior's variance that the record took away, shape ``(keys,)``.
        error: the sampling error of that.
        together: how they vary together, correlations on the normal scale, shape ``(keys, keys)``.
    """

    keys: tuple[str, ...]
    ends: Array
    shift: Array
    told: Array
    error: float
    together: Array

    @property
    def is_told(self) -> NDArray[np.bool_]:
        """Whether the record says more of each judgement than sampling may, shape ``(keys,)``."""
        return np.asarray(self.told >= _ERRORS * self.error)

    @property
    def facts(self) -> dict[str, Any]:
        """The numbers of each judgement, as a file keeps them beside the draws."""
        numbers = np.concatenate([self.ends, [self.shift, self.told]]).T.tolist()
        own = {
            key: dict(zip(_NUMBERS, each, strict=True)) for key, each in zip(self.keys, numbers, strict=True)
        }
        return {"error": self.error, "judgements": own}


def shipped() -> Judged:
    """Return what the posterior that ships says."""
    held, facts = drawn.posterior(), drawn.about()["judged"]
    keys = tuple(held)
    numbers = np.array([[facts["judgements"][key][name] for name in _NUMBERS] for key in keys]).T
    standing = scores(np.stack(list(held.values()), axis=1), keys)
    return Judged(
        keys, numbers[:3], numbers[3], numbers[4], facts["error"], np.atleast_2d(np.corrcoef(standing.T))
    )


def sheets(judged: Judged, words: Words = ENGLISH) -> list[Sheet]:
    """Return the tables of a posterior: what moved, what did not, pairs."""
    return [_moved(judged, words), _unmoved(judged, words), _pairs(judged, words)]


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
            over = mean(read, name) if len(known) else None
            rows.append((told, words(f"ensembles.{each}.name"), over, middle(known)))
    settings = len(next(iter(shares.values())))
    note = words("calibration.baseline.note", settings=f"{settings:,}", worlds=f"{worlds:,}")
    columns = heads(words, "read", "ensemble", "mean", "middle")
    return Sheet(words("calibration.baseline.title"), note, columns, tuple(rows))


def _moved(judged: Judged, words: Words) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for place in np.argsort(-judged.told, kind="stable"):
        if not judged.is_told[place]:
            break
        key = judged.keys[place]
        prior, after = priors()[key], judged.ends[:, place]
        rows.append(
            (
                key,
                _figure(prior.middle),
                (_figure(prior.low), _figure(prior.high)),
                _figure(after[1]),
                (_figure(after[0]), _figure(after[2])),
                float(judged.told[place]),
            )
        )
    note = words("calibration.moved.note", errors=f"{_ERRORS:g}", error=f"{judged.error:.3f}")
    columns = ("judgement", "before", "before_range", "after", "after_range", "narrowed")
    return Sheet(words("calibration.moved.title"), note, heads(words, *columns), tuple(rows))


def _unmoved(judged: Judged, words: Words) -> Sheet:
    rows: list[tuple[Cell, ...]] = [
        (key, float(judged.shift[place]), float(judged.told[place]))
        for place, key in enumerate(judged.keys)
        if not judged.is_told[place]
    ]
    note = words("calibration.unmoved.note", n=len(rows), all=len(judged.keys))
    columns = heads(words, "judgement", "shift", "narrowed")
    return Sheet(words("calibration.unmoved.title"), note, columns, tuple(rows))


def _pairs(judged: Judged, words: Words) -> Sheet:
    one, other = np.triu_indices(len(judged.keys), 1)
    strength: Array = judged.together[one, other]
    order = np.argsort(-np.abs(strength), kind="stable")[:_PAIRS]
    rows: list[tuple[Cell, ...]] = [
        (judged.keys[one[each]], judged.keys[other[each]], float(strength[each]))
        for each in order
        if abs(strength[each]) >= _TOGETHER
    ]
    note = words("calibration.pairs.note", least=f"{_TOGETHER:g}")
    columns = heads(words, "judgement", "another", "correlation")
    return Sheet(words("calibration.pairs.title"), note, columns, tuple(rows))


def mean(read: Array, name: str) -> float:
    """Return the mean of a share over settings; a share of the attacks counts every attack alike."""
    values = read[:, SHARES.index(name)]
    known = np.isfinite(values)
    if name != _OF_ATTACKS:
        return float(np.mean(values[known]))
    attacks = sum(read[known, SHARES.index(each)] for each in ("attack_1941", "attack_1942"))
    return float(np.average(values[known], weights=attacks))


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
