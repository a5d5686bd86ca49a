"""The nearest value of each number that flips the verdict on a world: a grid, then ever finer between.

Values are whole multiples of a decimal step, a thousandth of the range or less, so that they can be written
down as they were played.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, isclose, log, log10
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kantokuen.experiments.analyses.replay import SPREAD, Replay
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.parameters import PARAMETERS

GRID: Final = 49
"""Values of a range that are tried first; of whole numbers all, unless there are more than `_STEPS`."""

_STEPS: Final = 1000.0
"""Decimal steps that a range has at least."""

_BETWEEN: Final = 12
"""Values tried at a time between the last that does not flip the verdict and the first that does."""

_ROUNDING: Final = 1e-6

Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest number that flips the verdict; the fields are those of `flips.Flip`."""

    key: str
    before: float
    after: float
    distance: float
    spreads: float | None
    setting: float | None
    outcome: str


@dataclass(frozen=True, slots=True)
class _Scale:
    """The values of a parameter that can be tried: a whole number, its place, over a power of ten.

    Attributes:
        key: the parameter.
        start: where the parameter stands in this world, as a place.
        digits: decimal digits of a value.
    """

    key: str
    start: float
    digits: int

    @classmethod
    def of(cls, key: str, start: float) -> _Scale:
        low, high = _range(key)
        digits = 0 if PARAMETERS[key].type == "int" else max(0, -floor(log10((high - low) / _STEPS)))
        place = start * 10.0**digits
        # a start that lies on a place but for rounding stands there
        return cls(key, round(place) if abs(place - round(place)) < _ROUNDING else place, digits)

    def value(self, place: int) -> float:
        """Return the value at a place."""
        return place if PARAMETERS[self.key].type == "int" else float(place / 10**self.digits)

    @property
    def grid(self) -> Places:
        """The places that are tried first, in order, without the start."""
        low, high = _range(self.key)
        first = ceil(low * 10**self.digits - _ROUNDING)
        last = floor(high * 10**self.digits + _ROUNDING)
        whole = last - first + 1
        count = whole if PARAMETERS[self.key].type == "int" and whole <= _STEPS else GRID
        places = np.unique(np.rint(np.linspace(first, last, count)).astype(np.int64))
        without: Places = places[places != self.start]
        return without


@dataclass(frozen=True, slots=True)
class _Bracket:
    """Two places on one side of the start: the verdict flips at `outer`, and at `inner` not yet."""

    scale: _Scale
    inner: int
    outer: int

    @property
    def between(self) -> Places:
        """Some places between the two, from the inner to the outer one."""
        evenly = np.rint(np.linspace(self.inner, self.outer, _BETWEEN + 2)).astype(np.int64)
        places = np.unique(evenly[(evenly != self.inner) & (evenly != self.outer)])
        ordered: Places = places if self.outer > self.inner else places[::-1]
        return ordered

    def narrowed(self, places: Places, flips: NDArray[np.bool_]) -> _Bracket:
        """Return the bracket around the innermost of some places that flips the verdict."""
        hits = np.flatnonzero(flips)
        first = int(hits[0]) if len(hits) else len(places)
        outer = int(places[first]) if len(hits) else self.outer
        return _Bracket(self.scale, int(places[first - 1]) if first else self.inner, outer)


def nearest_numbers(replay: Replay, keys: Sequence[str]) -> list[Nearest]:
    """Return the nearest flip of each parameter that has one.

    Args:
        replay: the world.
        keys: parameters that are numbers and can be tried side by side, see `Replay.with_numbers`.
    """
    scales = [_Scale.of(key, replay.drawn.get(key, replay.came.get(key, np.nan))) for key in keys]
    grids = [each.grid for each in scales]
    brackets = [
        bracket
        for scale, places, flips in zip(scales, grids, _flips(replay, scales, grids), strict=True)
        for bracket in _brackets(scale, places, flips)
    ]
    finished = []
    while brackets:
        finished += [each for each in brackets if not len(each.between)]
        brackets = [each for each in brackets if len(each.between)]
        tried = [each.between for each in brackets]
        flips_of = _flips(replay, [each.scale for each in brackets], tried)
        brackets = [
            each.narrowed(places, flips)
            for each, places, flips in zip(brackets, tried, flips_of, strict=True)
        ]
    nearest: dict[str, _Bracket] = {}
    for each in finished:
        best = nearest.get(each.scale.key)
        if best is None or _moves(each) < _moves(best):
            nearest[each.scale.key] = each
    return list(_told(replay, [nearest[key] for key in keys if key in nearest]))


def _flips(replay: Replay, scales: Sequence[_Scale], tried: Sequence[Places]) -> list[NDArray[np.bool_]]:
    """Return for each scale at which of its places the verdict flips."""
    trials = [
        (scale.key, scale.value(place))
        for scale, places in zip(scales, tried, strict=True)
        for place in places.tolist()
    ]
    if not trials:
        return []
    ends = np.cumsum([len(places) for places in tried])
    return np.split(replay.differs(replay.with_numbers(trials)), ends[:-1])


def _brackets(scale: _Scale, places: Places, flips: NDArray[np.bool_]) -> Iterator[_Bracket]:
    """Yield the bracket below the start and the one above it, where the verdict flips at all."""
    below, above = places < scale.start, places > scale.start
    for side, start in ((below, ceil(scale.start)), (above, floor(scale.start))):
        outward = np.flatnonzero(side)[:: -1 if side is below else 1]
        hits = np.flatnonzero(flips[outward])
        if len(hits):
            first = int(hits[0])
            inner = int(places[outward[first - 1]]) if first else start
            yield _Bracket(scale, inner, int(places[outward[first]]))


def _moves(bracket: _Bracket) -> float:
    return abs(bracket.outer - bracket.scale.start)


def _told(replay: Replay, found: Sequence[_Bracket]) -> Iterator[Nearest]:
    """Play the flips to the end of the run, and say how far each moves its parameter."""
    if not found:
        return
    trials = [(each.scale.key, each.scale.value(each.outer)) for each in found]
    codes = replay.with_numbers(trials, is_whole=True)["outcome"].astype(np.int64).tolist()
    settings = _settings(replay, trials)
    for (key, after), code in zip(trials, codes, strict=True):
        before = replay.drawn.get(key, replay.came.get(key, np.nan))
        low, high = _range(key)
        distance = abs(after - before) / (high - low)
        spreads = _spreads(replay, key, before, after)
        yield Nearest(key, before, after, distance, spreads, settings[key], OUTCOMES[code])


def _settings(replay: Replay, trials: Sequence[tuple[str, float]]) -> dict[str, float | None]:
    """Return what a scenario has to say for the world to have a value, None where it can say nothing.

    It is played, since chance is held to the bounds of a parameter and may not reach the value.
    """
    settings: dict[str, float | None] = dict(trials)
    varied = [(key, _middle(replay, key, after)) for key, after in trials if PARAMETERS[key].spread]
    within = [(key, middle) for key, middle in varied if _range(key)[0] <= middle <= _range(key)[1]]
    settings |= dict.fromkeys(dict(varied))
    if within:
        found = replay.with_numbers(within, is_exact=False)
        flips = replay.differs(found).tolist()
        for place, (key, middle) in enumerate(within):
            if flips[place] and isclose(found[key][place], dict(trials)[key], rel_tol=1e-9, abs_tol=1e-9):
                settings[key] = middle
    return settings


def _middle(replay: Replay, key: str, after: float) -> float:
    """Return the middle around which the chance of the world puts a parameter at a value."""
    spread, before, middle = PARAMETERS[key].spread, replay.drawn[key], _number(replay, key)
    if spread is not None and spread.law == "lognormal":
        return middle * after / before if before else np.nan
    return middle + after - before


def _spreads(replay: Replay, key: str, before: float, after: float) -> float | None:
    """Return how far a number moves in units of its spread between worlds."""
    spread, width = PARAMETERS[key].spread, _number(replay, SPREAD)
    if spread is None or not width:
        return None
    if spread.law == "lognormal":
        return abs(log(after / before)) / (spread.scale * width) if after > 0.0 and before > 0.0 else None
    return abs(after - before) / (spread.scale * width)


def _number(replay: Replay, key: str) -> float:
    value = replay.setting(key)
    return float(value) if isinstance(value, (int, float)) else np.nan


def _range(key: str) -> tuple[float, float]:
    """Return the lowest and the highest value that a number takes."""
    low, high = PARAMETERS[key].low, PARAMETERS[key].high
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)):
        raise TypeError(f"{key} has no range of numbers")
    return float(low), float(high)
