"""What a bridge is asked for besides its run: parameters and measures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from kantokuen.experiments.analyses.measures import MEASURES as OF_A_WORLD
from kantokuen.experiments.analyses.measures import Measure
from kantokuen.model.checking import check
from kantokuen.model.errors import input_error, known_name, shown
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.values import varying

MEASURES: Final[Mapping[str, Measure]] = {
    name: each for name, each in OF_A_WORLD.items() if each.kind != "day"
}
"""The measures that every world has, so that they have a mean: all but days."""


def chosen_keys(keys: Iterable[str] | None) -> tuple[str, ...]:
    """Return the keys that were asked for, known and each of them once."""
    chosen = varying() if keys is None else _listed("keys", keys)
    for key in chosen:
        if key not in PARAMETERS:
            check(key, None, "keys")  # says which parameter is nearest
    if not chosen or len(set(chosen)) < len(chosen):
        raise input_error("keys", f"{', '.join(chosen) or 'none'} given", "one lever or more, each once")
    return chosen


def numbers(keys: Iterable[str] | None) -> tuple[str, ...]:
    """Return the keys that were asked for, if all stand for numbers."""
    chosen = chosen_keys(keys)
    for key in chosen:
        if not PARAMETERS[key].is_number:
            raise input_error("keys", f"{key} is not a number but {PARAMETERS[key].allowed}", "numbers")
    return chosen


def known_measures(names: Iterable[str]) -> tuple[str, ...]:
    """Return the measures that were asked for, one or more of `MEASURES`."""
    wanted = _listed("measures", names)
    for name in wanted:
        known_name("measure", name, MEASURES)
    if not wanted or len(set(wanted)) < len(wanted):
        allowed = f"one or more of {', '.join(MEASURES)}, each once"
        raise input_error("measures", f"{', '.join(wanted) or 'none'} given", allowed)
    return wanted


def _listed(what: str, names: object) -> tuple[str, ...]:
    """Return names that were given one by one or in a list, an array or a Series."""
    listed = (names,) if isinstance(names, str) else tuple(names) if isinstance(names, Iterable) else (names,)
    for name in listed:
        if not isinstance(name, str):
            raise input_error(what, f"{shown(name)} is no name", "a name, or a list of names")
    return listed
