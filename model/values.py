"""The values that the parameters take: one for all worlds, or an array where worlds differ."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any, Final, NamedTuple, get_type_hints

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from kantokuen.agents.view import Array, Number, Rules
from kantokuen.model.calendar import to_day
from kantokuen.model.errors import InputError
from kantokuen.model.expectations import HISTORIANS, shares_of_schools
from kantokuen.model.levers.form import Spread
from kantokuen.model.limits import DEFAULT_ENSEMBLE
from kantokuen.model.members import Members
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.scenario import Scenario
from kantokuen.model.streams import Streams

Values = dict[str, Any]
"""The value of every parameter by key: a number, a switch, a keyword, a date, or an array ``(worlds,)``."""


def outbreak(values: Values) -> float:
    """Return the day on which Germany attacks the Soviet Union."""
    return to_day(values["germany.barbarossa"])


def realise(
    scenario: Scenario,
    streams: Streams,
    members: Members | None = None,
    ensemble: str = DEFAULT_ENSEMBLE,
) -> Values:
    """Return the value of every parameter in these worlds.

    A number that is declared to vary is spread around the scenario's value by its law, times
    ``worlds.spread``, and held to its bounds; an array is taken as it stands, the part of it
    that belongs to these worlds.  In the ensemble ``june-1941`` each world is as one school of
    that June saw it, which moves the centre of some spreads.

    Args:
        scenario: the scenario.
        streams: the draws of the worlds.
        members: numbers that take the place of the scenario's, one for each world.
        ensemble: ``historians`` or ``june-1941``.

    Returns:
        By key: a number, a switch, a keyword, a date, or an array of shape ``(worlds,)``.

    Raises:
        InputError: an array does not have a value for each world.
    """
    given = scenario.levers
    own = {} if members is None else members.levers
    width = np.asarray(own.get("worlds.spread", given["worlds.spread"]), dtype=np.float64)
    drawn = Drawn.of(streams, width, ensemble)
    values = {}
    for key, value in given.items():
        if members is None or key not in own:
            values[key] = _realised(key, value, drawn)
        else:
            values[key] = own[key] if key in members.exact else _varied(key, own[key], drawn)
    return values


class Drawn(NamedTuple):
    """By what numbers are spread over worlds.

    Attributes:
        streams: the draws.
        width: ``worlds.spread``.
        school: the school of June 1941 as which each world goes, index into `expectations.SCHOOLS`, shape
            ``(worlds,)``; None in the ensemble of historians, where there is none.
    """

    streams: Streams
    width: Number
    school: NDArray[np.int64] | None = None

    @classmethod
    def of(cls, streams: Streams, width: Number, ensemble: str) -> Drawn:
        """Return how numbers are spread in an ensemble."""
        if ensemble == HISTORIANS:
            return cls(streams, width)
        ends = np.add.accumulate(shares_of_schools())[:-1]
        return cls(streams, width, np.searchsorted(ends, streams.uniform("school"), side="right"))

    def shift(self, spread: Spread) -> Number:
        """Return how far the centre lies from the value in each world, in the measure of the scale."""
        if self.school is None or not spread.schools:
            return 0.0
        shift: Number = self.width * np.array(spread.schools)[self.school]
        return shift


def _realised(key: str, value: Any, drawn: Drawn) -> Any:
    streams = drawn.streams
    if isinstance(value, np.ndarray):
        last = streams.first + streams.worlds
        if len(value) < last:
            raise InputError(
                f"{key} has {len(value)} values for {last} worlds; give one value for each world"
            )
        return value[streams.first : last]
    if isinstance(value, (str, bool, date)):
        return value
    return _varied(key, float(value), drawn)


def _varied(key: str, value: Number, drawn: Drawn) -> Number:
    """Spread a number over worlds, if it is declared to vary, and hold it to its bounds."""
    lever = PARAMETERS[key]
    if lever.spread is None:
        return value
    spread = _spread(value, lever.spread, drawn, key)
    return np.minimum(np.maximum(spread, lever.low), lever.high)  # type: ignore[arg-type]


def _spread(value: Number, spread: Spread, drawn: Drawn, key: str) -> Array:
    scale, streams = spread.scale * drawn.width, drawn.streams
    if spread.law == "uniform":
        return value + drawn.shift(spread) + scale * (2.0 * streams.uniform("lever", key) - 1.0)
    away = drawn.shift(spread) + scale * streams.normal("lever", key)
    # exp(x) as a ratio of logistic functions has the same bits on every processor
    return value * (expit(away) / expit(-away)) if spread.law == "lognormal" else value + away


_GROUPS: Final = {
    name: (group, [f"{name}.{each.name}" for each in fields(group)])
    for name, group in get_type_hints(Rules).items()
}
"""By group of the rules, its class and the keys of its fields."""


def rules_of(values: Values) -> Rules:
    """Return what offices and outside powers reason with."""
    return Rules(*(group(*[values[key] for key in keys]) for group, keys in _GROUPS.values()))


@cache
def default_values() -> Values:
    """Return the default of every parameter, numbers as floats."""
    return {key: _plain(each.default) for key, each in PARAMETERS.items()}


@cache
def default_rules() -> Rules:
    """Return the rules under the default of every parameter."""
    return rules_of(default_values())


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def varying() -> tuple[str, ...]:
    """Return the keys of the uncertainties, which differ between worlds, in their order."""
    return tuple(key for key, each in PARAMETERS.items() if each.spread is not None)
