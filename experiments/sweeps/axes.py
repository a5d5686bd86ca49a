"""The axes of a design: the levers that a plan varies, each over levels or under a law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any, Final, TypeGuard

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.view import Array
from kantokuen.experiments.sweeps.laws import LAWS, UNTRUNCATED, Law, check_law
from kantokuen.model.display import Facts, Shown, listed
from kantokuen.model.errors import cut, input_error, nearest, shown, whole
from kantokuen.model.levers.checking import check
from kantokuen.model.levers.form import Parameter, Value
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.scenario import Scenario

PRIOR: Final = "prior"
MOST_LEVELS: Final = 100_000
MOST_LEVELS_IN_ALL: Final = 1_000_000
"""Levels of all levers of a plan together, which are all written out."""

_FORMS: Final = (
    "a list of values, { from, to, steps }, { values, exact }, { law, ... } with law one of "
    f"{', '.join(LAWS)}, or '{PRIOR}'"
)


@dataclass(frozen=True, slots=True, repr=False)
class Axis(Shown):
    """One varied lever.

    Attributes:
        key: of the lever.
        levels: the values that it takes, in order; empty under a law.
        law: how it is distributed; None for levels.
        exact: whether a number is taken as it stands; otherwise a lever that differs between worlds
            is spread around it, as around the value that ``--set`` gives.
    """

    key: str
    levels: tuple[Value, ...] = ()
    law: Law | None = None
    exact: bool = False

    @property
    def lever(self) -> Parameter:
        """The declaration of the lever."""
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


def read_axis(key: str, given: object, scenario: Scenario, where: str) -> Axis:
    """Read how a plan varies a lever.

    Args:
        key: of the lever.
        given: what the plan says of it.
        scenario: the scenario, whose value is the middle of a prior.
        where: the start of a message.

    Raises:
        InputError: it is no form that is known, or a value is not one the lever takes.
    """
    lever = _lever(key, where)
    match given:
        case list():
            return Axis(key, _levels(key, given, where))
        case str() if given == PRIOR:
            return Axis(key, law=prior(lever, scenario, where), exact=True)
        case dict() if "values" in given:
            _only(key, given, ("values", "exact"), where)
            values = given["values"] if isinstance(given["values"], list) else [given["values"]]
            return Axis(key, _levels(key, values, where), exact=_flag(key, given, where))
        case dict() if "steps" in given:
            _only(key, given, ("from", "to", "steps", "exact"), where)
            return Axis(key, _steps(lever, given, where), exact=_flag(key, given, where))
        case dict():
            return Axis(key, law=_law(lever, given, where), exact=True)
    raise input_error(where, f"vary: {key} = {shown(given)} is not a way to vary a lever", _FORMS)


def levels_asked(given: object) -> int:
    """Return how many levels a lever is to have, as far as that is said in a usable way."""
    if isinstance(given, dict):
        given = given.get("values", given.get("steps"))
    count = len(given) if isinstance(given, list) else given
    return count if isinstance(count, int) and 0 < count <= MOST_LEVELS else 0


def prior(lever: Parameter, scenario: Scenario, where: str) -> Law:
    """Return the law by which worlds of a scenario differ in a lever, or an even chance between its bounds.

    Raises:
        InputError: the lever has no range, or worlds of the scenario do not differ in it.
    """
    low, high = _bounds(lever, where)
    if lever.spread is None:
        return Law("uniform", low, high, 0.0, 0.0, (low, high))
    levers = scenario.levers
    around, width = levers[lever.key], levers["worlds.spread"]
    if not _is_number(around) or not _is_number(width):
        raise input_error(
            where, f"vary: {lever.key} has no one number to spread around", "a number under [set]"
        )
    if width == 0:
        raise input_error(
            where, f"vary: {lever.key} has no prior: worlds.spread is 0", "worlds.spread above 0"
        )
    middle, scale = float(around), lever.spread.scale * float(width)
    if lever.spread.law == "uniform":
        return Law("uniform", middle - scale, middle + scale, 0.0, 0.0, (low, high))
    return Law(lever.spread.law, *UNTRUNCATED, middle, scale, (low, high))


_FEWER_OR_MORE: Final = 3


def axis_values(key: str, count: int) -> tuple[Value, ...]:
    """Return the values along an axis that shows a lever from one end of its range to the other.

    Numbers and dates lie in even steps from the lowest to the highest, about `count` of them, so that the
    steps are round where they can be. Whole numbers and days come once each, and keywords that may take
    their place follow; a switch is off, then on; a choice has all it offers.

    Args:
        key: of the lever.
        count: about how many numbers or dates, 2 or more.

    Raises:
        InputError: there is no such lever, or fewer than 2 values are asked for.
    """
    lever = _lever(key, "axis")
    whole("values of an axis", count, least=2)
    if lever.type == "bool":
        return (False, True)
    if lever.type == "choice":
        return lever.choices
    low, high = _bounds(lever, "axis")
    return (*dict.fromkeys(_cut(lever, low, high, _round_count(high - low, count))), *lever.choices)


def _round_count(width: float, count: int) -> int:
    """Return a number of values near `count` whose even steps have the fewest digits."""
    near = sorted(
        range(max(count - _FEWER_OR_MORE, 2), count + _FEWER_OR_MORE + 1), key=lambda n: abs(n - count)
    )

    def digits(number: int) -> int:
        return len(f"{width / (number - 1):.6g}".strip("0").replace(".", ""))

    return min(near, key=lambda number: (digits(number), abs(number - count)))


def _lever(key: str, where: str) -> Parameter:
    if key in PARAMETERS:
        return PARAMETERS[key]
    close = next((each for each in PARAMETERS if each.endswith(f".{key}")), None) or nearest(key, PARAMETERS)
    allowed = "a lever; `kantokuen levers` lists them"
    raise input_error(where, f"vary: {cut(key)} is not a known lever", allowed, close)


def _bounds(lever: Parameter, where: str) -> tuple[float, float]:
    if isinstance(lever.low, (int, float)) and isinstance(lever.high, (int, float)):
        return float(lever.low), float(lever.high)
    if isinstance(lever.low, date) and isinstance(lever.high, date):
        return float(lever.low.toordinal()), float(lever.high.toordinal())
    raise input_error(where, f"vary: {lever.key} has no range", f"a list of values: {lever.allowed}")


def _levels(key: str, values: list[Any], where: str) -> tuple[Value, ...]:
    if not values:
        raise input_error(where, f"vary: {key} has no values", "one or more")
    if len(values) > MOST_LEVELS:
        raise input_error(where, f"vary: {key} has {len(values):,} values", f"at most {MOST_LEVELS:,}")
    clean = tuple(checked(key, value, where) for value in values)
    if len({(type(value), value) for value in clean}) < len(clean):
        raise input_error(where, f"vary: {key} has a value twice", "each value once")
    return clean


def checked(key: str, value: object, where: str, table: str = "vary") -> Value:
    """Return one value of a lever, as the lever holds it; numbers of a number are floats.

    Raises:
        InputError: the lever is unknown, or does not take the value.
    """
    clean = check(key, value, f"{where}: {table}")
    if isinstance(clean, np.ndarray):  # TOML has no arrays of this kind; a caller in Python may
        raise input_error(where, f"{table}: {key} is an array", "one value for all worlds of a point")
    return float(clean) if PARAMETERS[key].type == "float" and _is_number(clean) else clean


def _steps(lever: Parameter, given: Mapping[str, Any], where: str) -> tuple[Value, ...]:
    steps = given["steps"]
    if not isinstance(steps, int) or isinstance(steps, bool) or not 2 <= steps <= MOST_LEVELS:
        allowed = f"a whole number from 2 to {MOST_LEVELS:,}"
        raise input_error(where, f"vary: {lever.key} has steps = {shown(steps)}", allowed)
    low, high = _ends(lever, given, where)
    values = _cut(lever, low, high, steps)
    if len(set(values)) < steps:
        fault = f"vary: {lever.key} cannot be cut into {steps} different steps"
        raise input_error(where, fault, "fewer steps, or a wider range")
    return values


def _cut(lever: Parameter, low: float, high: float, steps: int) -> tuple[Value, ...]:
    """Return values in even steps, whole numbers and days rounded to the nearest; the ends as they are."""
    numbers = [float(number) for number in np.linspace(low, high, steps)]
    if lever.type == "float":
        # twelve digits, so that a step reads 0.7 and not 0.7000000000000001
        return (low, *(float(f"{number:.12g}") for number in numbers[1:-1]), high)
    wholes = [round(number) for number in numbers]
    return tuple(wholes) if lever.type == "int" else tuple(date.fromordinal(day) for day in wholes)


def _law(lever: Parameter, given: Mapping[str, Any], where: str) -> Law:
    name = given.get("law", "uniform")
    if not isinstance(name, str) or name not in LAWS:
        close = nearest(name, LAWS) if isinstance(name, str) else None
        raise input_error(where, f"vary: {lever.key} has law = {shown(name)}", ", ".join(LAWS), close)
    if lever.type == "date" and name != "uniform":
        raise input_error(where, f"vary: {lever.key} is a date and has law = {shown(name)}", "uniform")
    bounds = _bounds(lever, where)
    needed = LAWS[name]
    _only(lever.key, given, ("law", *dict.fromkeys((*needed, "from", "to"))), where)
    numbers = [_number(lever.key, each, given, where) for each in needed if each not in {"from", "to"}]
    has_range = "from" in needed or "from" in given or "to" in given
    low, high = _ends(lever, given, where) if has_range else UNTRUNCATED
    middle, scale = [*numbers, 0.0, 0.0][:2]
    law = Law(name, low, high, middle, scale, bounds)
    check_law(law, lever.key, where)
    return law


def _ends(lever: Parameter, given: Mapping[str, Any], where: str) -> tuple[float, float]:
    """Return both ends of a range, in numbers; an end left out is the bound of the lever."""
    bounds = _bounds(lever, where)
    ends = []
    for name, bound in zip(("from", "to"), bounds, strict=True):
        value = checked(lever.key, given[name], where) if name in given else None
        if isinstance(value, date):
            ends.append(float(value.toordinal()))
        elif _is_number(value):
            ends.append(float(value))
        elif value is None:
            ends.append(bound)
        else:
            fault = f"vary: {lever.key} has {name} = {shown(value)}"
            raise input_error(where, fault, "a value that lies on a scale; put keywords in a list")
    low, high = ends
    if not low < high:
        raise input_error(where, f"vary: {lever.key} has from = to, or from after to", "from below to")
    return low, high


def _number(key: str, name: str, given: Mapping[str, Any], where: str) -> float:
    value = given.get(name)
    if not _is_number(value) or not isfinite(value):
        fault = f"vary: {key} has {name} = {shown(value)}" if name in given else f"vary: {key} lacks {name}"
        raise input_error(where, fault, "a number")
    return float(value)


def _flag(key: str, given: Mapping[str, Any], where: str) -> bool:
    flag = given.get("exact", False)
    if not isinstance(flag, bool):
        raise input_error(where, f"vary: {key} has exact = {shown(flag)}", "true or false")
    return flag


def _only(key: str, given: Mapping[str, Any], allowed: tuple[str, ...], where: str) -> None:
    for name in given:
        if name not in allowed:
            fault = f"vary: {key} has an unknown entry '{cut(name)}'"
            raise input_error(where, fault, ", ".join(allowed), nearest(name, allowed))


def _is_number(value: object) -> TypeGuard[float | int]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
