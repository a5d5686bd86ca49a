"""Short runs for the tests of the model's room, and how two of them are compared.

Arrays are compared with ``==``: what is claimed is the same bits, not nearly the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import numpy as np
from hypothesis import settings

from kantokuen.agents.view import Array
from kantokuen.model.calendar import Step, periods
from kantokuen.model.frames import columns
from kantokuen.model.model import DEFAULT_SEED, KantokuenModel
from kantokuen.model.scenario import Scenario
from kantokuen.model.values import Values
from tests.support.reasoned import REASONED

law = settings(derandomize=True, deadline=None, max_examples=50)
"""How a cheap law is attacked: the same cases in every run."""

short_law = settings(derandomize=True, deadline=None, max_examples=6)
"""The same where every case is a run of the model."""


_MADE: list[KantokuenModel] = []
"""Models of the test that is running; they are released when it is over."""


def model(
    worlds: int = 1,
    levers: Mapping[str, object] | None = None,
    *,
    scenario: str = "historical",
    **arguments: Any,
) -> KantokuenModel:
    """Return a model that has not moved yet, with some levers changed."""
    chosen = Scenario.load(scenario).replace(levers or {})
    made = KantokuenModel(chosen, worlds, **{"seed": DEFAULT_SEED, **arguments})
    _MADE.append(made)
    return made


def ran(worlds: int = 1, levers: Mapping[str, object] | None = None, **arguments: Any) -> KantokuenModel:
    """Return a model that has run to its end."""
    finished = model(worlds, levers, **arguments)
    finished.run()
    return finished


def values(changed: Mapping[str, object]) -> Values:
    """Return the value of every parameter, judgements as they were reasoned, with some changed."""
    return {**REASONED, **changed}


def release_all() -> None:
    """Give the memory of all models back; Mesa before 3.4 would keep them for the life of the process."""
    for each in _MADE:
        if vars(each):  # a test may have released one itself
            each.release()
    _MADE.clear()


def ending(of: KantokuenModel) -> dict[str, Array]:
    """Return the columns of the outcomes and the whole state at the end, shape ``(worlds,)`` each."""
    state = {name: np.broadcast_to(each, (*each.shape[:-1], of.worlds)) for name, each in arrays(of.world)}
    return columns(of.world) | state


def arrays(state: Any, name: str = "") -> Iterator[tuple[str, Array]]:
    """Yield every array of a state over worlds by its dotted name.

    Minutes, kept by sitting, and leanings to the schools, the same in all worlds, are left out.
    """
    if isinstance(state, np.ndarray):
        yield name, state
    elif isinstance(state, Mapping):
        for key, each_ in state.items():
            yield from arrays(each_, f"{name}.{key}")
    elif isinstance(state, (list, tuple)):
        for number, each_ in enumerate(state):
            yield from arrays(each_, f"{name}.{number}")
    elif is_dataclass(state):
        for part in (each_ for each_ in fields(state) if each_.name not in {"minutes", "leanings"}):
            yield from arrays(getattr(state, part.name), f"{name}.{part.name}")


def recorded(of: KantokuenModel, until: date | None = None) -> dict[tuple[date, str], Array]:
    """Return every recorded array by date and name, up to a day if one is given."""
    found: dict[tuple[date, str], Array] = {}
    for period in of.record.periods:
        if until is not None and period.date > until:
            break
        found |= {(period.date, name): values for name, values in period.signals.items()}
        for office, parts in period.stances.items():
            found |= {(period.date, f"{office}.{name}"): values for name, values in parts.items()}
    return found


def differing(one: Mapping[Any, Array], other: Mapping[Any, Array]) -> list[Any]:
    """Return the keys under which two sets of arrays are not bit for bit the same."""
    assert one.keys() == other.keys()
    return [key for key, values in one.items() if not np.array_equal(values, other[key], equal_nan=True)]


def juns(until: str = "1942-06") -> list[Step]:
    """Return the steps of ten days from 1 April 1941 to the end of a month."""
    return [period.steps[0] for period in periods("ten-day", until)]


def each(*values: float) -> Array:
    """Return one value per world, shape ``(worlds,)``."""
    return np.array(values, dtype=np.float64)
