"""The values that the parameters take: one for all worlds, or an array where worlds differ."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any, Final, get_type_hints

import numpy as np
from scipy.special import expit

from kantokuen.agents.view import Array, Number, Rules
from kantokuen.model.calendar import to_day
from kantokuen.model.errors import InputError
from kantokuen.model.levers.form import Spread
from kantokuen.model.members import Members
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.scenario import Scenario
from kantokuen.model.streams import Streams

Values = dict[str, Any]
"""The value of every parameter by key: a number, a switch, a keyword, a date, or an array ``(worlds,)``."""


def outbreak(values: Values) -> float:
    """Return the day on which Germany attacks the Soviet Union."""
    return to_day(values["germany.barbarossa"])


def realise(scenario: Scenario, streams: Streams, members: Members | None = None) -> Values:
    """Return the value of every parameter in these worlds.

    A number that is declared to vary is spread around the scenario's value by its law, times
    ``worlds.spread``, and held to its bounds; an array is taken as it stands, the part of it
    that belongs to these worlds.

    Args:
        scenario: the scenario.
        streams: the draws of the worlds.
        members: numbers that take the place of the scenario's, one for each world.

    Returns:
        By key: a number, a switch, a keyword, a date, or an array of shape ``(worlds,)``.

    Raises:
        InputError: an array does not have a value for each world.
    """
    given = scenario.levers
    own = {} if members is None else members.levers
    width = np.asarray(own.get("worlds.spread", given["worlds.spread"]), dtype=np.float64)
    values = {}
    for key, value in given.items():
        if members is None or key not in own:
            values[key] = _realised(key, value, width, streams)
        else:
            values[key] = own[key] if key in members.exact else _varied(key, own[key], width, streams)
    return values


def _realised(key: str, value: Any, width: Number, streams: Streams) -> Any:
    if isinstance(value, np.ndarray):
        last = streams.first + streams.worlds
        if len(value) < last:
            raise InputError(
                f"{key} has {len(value)} values for {last} worlds; give one value for each world"
            )
        return value[streams.first : last]
    if isinstance(value, (str, bool, date)):
        return value
    return _varied(key, float(value), width, streams)


def _varied(key: str, value: Number, width: Number, streams: Streams) -> Number:
    """Spread a number over worlds, if it is declared to vary, and hold it to its bounds."""
    lever = PARAMETERS[key]
    if lever.spread is None:
        return value
    drawn = _spread(value, lever.spread, width, streams, key)
    return np.minimum(np.maximum(drawn, lever.low), lever.high)  # type: ignore[arg-type]


def _spread(value: Number, spread: Spread, width: Number, streams: Streams, key: str) -> Array:
    scale = spread.scale * width
    if spread.law == "uniform":
        return value + scale * (2.0 * streams.uniform("lever", key) - 1.0)
    drawn = scale * streams.normal("lever", key)
    # exp(x) as a ratio of logistic functions has the same bits on every processor
    return value * (expit(drawn) / expit(-drawn)) if spread.law == "lognormal" else value + drawn


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
