"""The axes of a design: the parameters that a plan varies, each over levels or under a law."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeGuard

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.view import Array
from kantokuen.experiments.sweeps.laws import UNTRUNCATED, Law
from kantokuen.model.checking import check
from kantokuen.model.display import Facts, Shown, listed
from kantokuen.model.errors import cut, input_error, nearest, whole
from kantokuen.model.expectations import shares_of_schools
from kantokuen.model.levers.form import Parameter, Value
from kantokuen.model.limits import DEFAULT_ENSEMBLE
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.request import Request

MOST_LEVELS: Final = 100_000
MOST_LEVELS_IN_ALL: Final = 1_000_000
"""Levels of all parameters of a plan together, which are all written out."""


@dataclass(frozen=True, slots=True, repr=False)
class Axis(Shown):
    """One varied parameter.

    Attributes:
        key: of the parameter.
        levels: the values that it takes, in order; empty under a law.
        law: how it is distributed; None for levels.
        exact: whether a number is taken as it stands; otherwise a parameter that differs between worlds
            is spread around it, as around the value that ``--set`` gives.
    """

    key: str
    levels: tuple[Value, ...] = ()
    law: Law | None = None
    exact: bool = False

    @property
    def lever(self) -> Parameter:
        """The declaration of the parameter."""
        return PARAMETERS[self.key]

    @property
    def is_number(self) -> bool:
        """Whether each world may have a number of its own; other values are run one after the other."""
        if self.law is not None:
            return self.lever.type != "date"
        return self.lever.is_number and all(map(_is_number, self.levels))

    def at(self, unit: Array) -> NDArray[Any]:
        """Return the values at numbers in [0, 1), shape ``(points,)``.

        Each level is equally likely, and so is each whole number or day of a uniform law.
        """
        if self.law is None:
            return self.at_level((unit * len(self.levels)).astype(np.int64))
        if self.lever.type == "float":
            return self.law.ppf(unit)
        whole = self._whole(self.law, unit)
        if self.lever.type == "int":
            return whole
        days = np.empty(len(whole), dtype=object)
        days[:] = [date.fromordinal(int(day)) for day in whole]
        return days

    @staticmethod
    def _whole(law: Law, unit: Array) -> Array:
        if law.name == "uniform":
            return np.asarray(law.low + np.floor(unit * (law.high - law.low + 1.0)), dtype=np.float64)
        return np.rint(law.ppf(unit))

    def at_level(self, index: NDArray[np.int64]) -> NDArray[Any]:
        """Return the values at levels by their index, shape ``(points,)``."""
        kind: Any = np.float64 if self.is_number else object
        values = np.empty(len(self.levels), dtype=kind)
        values[:] = self.levels
        return values[index]

    def _shown(self) -> tuple[str, Facts]:
        law = None if self.law is None else str(self.law)
        return self.key, {"levels": listed(self.levels) if self.levels else None, "law": law}


def prior(lever: Parameter, asked: Request) -> Law:
    """Return the law by which worlds of a request differ in a parameter, or an even one between bounds.

    In the ensemble ``june-1941`` it is the mixture of the schools.  A design draws each parameter by
    itself, so that its points do not keep a school's pace together with its resilience.

    Raises:
        InputError: the parameter has no range, or worlds of the request do not differ in it.
    """
    low, high = bounds_of(lever)
    if lever.spread is None:
        return Law("uniform", low, high, 0.0, 0.0, (low, high))
    levers = asked.scenario.levers
    around, width = levers[lever.key], levers["worlds.spread"]
    if not _is_number(around) or not _is_number(width):
        raise input_error("vary", f"{lever.key} has no one number to spread around", "a number under [set]")
    if width == 0:
        raise input_error("vary", f"{lever.key} has no prior: worlds.spread is 0", "worlds.spread above 0")
    middle, scale = float(around), lever.spread.scale * float(width)
    if lever.spread.law == "uniform":
        return Law("uniform", middle - scale, middle + scale, 0.0, 0.0, (low, high))
    parts: tuple[tuple[float, float], ...] = ()
    if lever.spread.schools and asked.ensemble != DEFAULT_ENSEMBLE:
        shifts = (float(width) * shift for shift in lever.spread.schools)
        parts = tuple(zip(shares_of_schools(), shifts, strict=True))
    return Law(lever.spread.law, *UNTRUNCATED, middle, scale, (low, high), parts)


_FEWER_OR_MORE: Final = 3


def axis_values(key: str, count: int) -> tuple[Value, ...]:
    """Return the values along an axis that shows a parameter from one end of its range to the other.

    Numbers and dates lie in even steps from the lowest to the highest, about `count` of them, so that the
    steps are round where they can be. Whole numbers and days come once each, and keywords that may take
    their place follow; a switch is off, then on; a choice has all it offers.

    Args:
        key: of the parameter.
        count: about how many numbers or dates, 2 or more.

    Raises:
        InputError: there is no such parameter, or fewer than 2 values are asked for.
    """
    lever = known_lever(key)
    whole("values of an axis", count, least=2)
    if lever.type == "bool":
        return (False, True)
    if lever.type == "choice":
        return lever.choices
    low, high = bounds_of(lever)
    return (*dict.fromkeys(cut_into(lever, low, high, _round_count(high - low, count))), *lever.choices)


def _round_count(width: float, count: int) -> int:
    """Return a number of values near `count` whose even steps have the fewest digits."""
    near = sorted(
        range(max(count - _FEWER_OR_MORE, 2), count + _FEWER_OR_MORE + 1), key=lambda n: abs(n - count)
    )

    def digits(number: int) -> int:
        return len(f"{width / (number - 1):.6g}".strip("0").replace(".", ""))

    return min(near, key=lambda number: (digits(number), abs(number - count)))


def known_lever(key: str) -> Parameter:
    """Return a parameter.

    Raises:
        InputError: there is none of that key.
    """
    if key in PARAMETERS:
        return PARAMETERS[key]
    close = next((each for each in PARAMETERS if each.endswith(f".{key}")), None) or nearest(key, PARAMETERS)
    allowed = "a lever; `kantokuen levers` lists them"
    raise input_error("vary", f"{cut(key)} is not a known lever", allowed, close)


def bounds_of(lever: Parameter) -> tuple[float, float]:
    """Return the bounds of a parameter, those of a date as ordinals.

    Raises:
        InputError: it has none.
    """
    if isinstance(lever.low, (int, float)) and isinstance(lever.high, (int, float)):
        return float(lever.low), float(lever.high)
    if isinstance(lever.low, date) and isinstance(lever.high, date):
        return float(lever.low.toordinal()), float(lever.high.toordinal())
    raise input_error("vary", f"{lever.key} has no range", f"a list of values: {lever.allowed}")


def checked(key: str, value: object, table: str = "vary") -> Value:
    """Return one value of a parameter, as the parameter holds it; numbers of a number are floats.

    Raises:
        InputError: the parameter is unknown, or does not take the value.
    """
    clean = check(key, value, table)
    if isinstance(clean, np.ndarray):  # TOML has no arrays of this kind; a caller in Python may
        raise input_error(table, f"{key} is an array", "one value for all worlds of a point")
    return float(clean) if PARAMETERS[key].type == "float" and _is_number(clean) else clean


def cut_into(lever: Parameter, low: float, high: float, steps: int) -> tuple[Value, ...]:
    """Return values in even steps, whole numbers and days rounded to the nearest; the ends as they are."""
    numbers = [float(number) for number in np.linspace(low, high, steps)]
    if lever.type == "float":
        # twelve digits, so that a step reads 0.7 and not 0.7000000000000001
        return (low, *(float(f"{number:.12g}") for number in numbers[1:-1]), high)
    wholes = [round(number) for number in numbers]
    return tuple(wholes) if lever.type == "int" else tuple(date.fromordinal(day) for day in wholes)


def _is_number(value: object) -> TypeGuard[float | int]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
