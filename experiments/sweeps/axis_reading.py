"""Reading an axis: from what a plan says of a parameter to its levels or its law."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final

from pydantic import BeforeValidator, Field, create_model

from kantokuen.experiments.sweeps.axes import (
    MOST_LEVELS,
    Axis,
    bounds_of,
    checked,
    cut_into,
    known_lever,
    prior,
)
from kantokuen.experiments.sweeps.laws import LAWS, UNTRUNCATED, Law, check_law
from kantokuen.model.documents import Document, DocumentT, Flag, Number, read, whole_number
from kantokuen.model.errors import Faults, InputError, input_error, known_name, shown
from kantokuen.model.levers.form import Parameter, Value
from kantokuen.model.request import Request

PRIOR: Final = "prior"

_WAYS: Final = (
    "a list of values, { from, to, steps }, { values, exact }, { law, ... } with law one of "
    f"{', '.join(LAWS)}, or '{PRIOR}'"
)


class _Listed(Document):
    """Levels that are listed, and whether they are taken as they stand."""

    values: Annotated[list[Any], BeforeValidator(lambda given: given if isinstance(given, list) else [given])]
    exact: Flag = False


class _Range(Document):
    """A range of a parameter; an end that is left out is its bound."""

    start: Any = Field(default=None, alias="from")
    end: Any = Field(default=None, alias="to")


class _Stepped(_Range):
    """Levels in even steps from one end of a range to the other."""

    steps: Annotated[int, whole_number(2, MOST_LEVELS)]
    exact: Flag = False


class _Drawn(_Range):
    """A law, its range and its numbers."""

    law: str = "uniform"


_DRAWN: Final[dict[str, type[_Drawn]]] = {
    law: create_model(law, __base__=_Drawn, **dict.fromkeys(numbers, (Number, ...)))  # type: ignore[call-overload]
    for law, numbers in LAWS.items()
}


def read_axis(key: str, given: object, asked: Request) -> Axis:
    """Read how a plan varies a parameter.

    Args:
        key: of the parameter.
        given: what the plan says of it.
        asked: what is run, whose scenario has the middle of a prior, and whose ensemble its law.

    Raises:
        InputError: it is no form that is known, or a value is not one the parameter takes.
    """
    lever = known_lever(key)
    match given:
        case list():
            return Axis(key, _levels(key, given))
        case str() if given == PRIOR:
            return Axis(key, law=prior(lever, asked), exact=True)
        case dict() if "values" in given:
            listed = _form(_Listed, key, given)
            return Axis(key, _levels(key, listed.values), exact=listed.exact)
        case dict() if "steps" in given:
            stepped = _form(_Stepped, key, given)
            return Axis(key, _steps(lever, stepped), exact=stepped.exact)
        case dict():
            return Axis(key, law=_law(lever, given), exact=True)
    raise input_error("vary", f"{key} = {shown(given)} is not a way to vary a lever", _WAYS)


def levels_asked(given: object) -> int:
    """Return how many levels a parameter is to have, as far as that is said in a usable way."""
    if isinstance(given, dict):
        given = given.get("values", given.get("steps"))
    count = len(given) if isinstance(given, list) else given
    return count if isinstance(count, int) and 0 < count <= MOST_LEVELS else 0


def _form(form: type[DocumentT], key: str, given: dict[str, Any]) -> DocumentT:
    faults = Faults(f"vary: {key}")
    found = read(form, given, faults)
    if found is None:
        faults.raise_any()
    return found  # type: ignore[return-value]  # None has faults


def _levels(key: str, values: list[Any]) -> tuple[Value, ...]:
    if not values:
        raise input_error("vary", f"{key} has no values", "one or more")
    if len(values) > MOST_LEVELS:
        raise input_error("vary", f"{key} has {len(values):,} values", f"at most {MOST_LEVELS:,}")
    clean = tuple(checked(key, value) for value in values)
    if len({(type(value), value) for value in clean}) < len(clean):
        raise input_error("vary", f"{key} has a value twice", "each value once")
    return clean


def _steps(lever: Parameter, given: _Stepped) -> tuple[Value, ...]:
    low, high = _ends(lever, given)
    values = cut_into(lever, low, high, given.steps)
    if len(set(values)) < given.steps:
        fault = f"{lever.key} cannot be cut into {given.steps} different steps"
        raise input_error("vary", fault, "fewer steps, or a wider range")
    return values


def _law(lever: Parameter, given: dict[str, Any]) -> Law:
    where = f"vary: {lever.key}"
    try:
        name = known_name("law", given.get("law", "uniform"), LAWS)
    except InputError as error:
        raise InputError(f"{where}: {error}") from None
    if lever.type == "date" and name != "uniform":
        raise input_error(where, f"law = {shown(name)} is not usable for a date", "uniform")
    bounds = bounds_of(lever)
    form = _form(_DRAWN[name], lever.key, given)
    numbers = [getattr(form, number) for number in LAWS[name]]
    has_ends = len(numbers) < 2 or form.start is not None or form.end is not None
    middle, scale = [*numbers, 0.0, 0.0][:2]
    law = Law(name, *(_ends(lever, form) if has_ends else UNTRUNCATED), middle, scale, bounds)
    check_law(law, where)
    return law


def _ends(lever: Parameter, given: _Range) -> tuple[float, float]:
    """Return both ends of a range, in numbers."""
    low, high = (
        bound if end is None else _end(lever, name, end)
        for name, end, bound in zip(("from", "to"), (given.start, given.end), bounds_of(lever), strict=True)
    )
    if not low < high:
        raise input_error("vary", f"{lever.key} has from = to, or from after to", "from below to")
    return low, high


def _end(lever: Parameter, name: str, given: object) -> float:
    value = checked(lever.key, given)
    if isinstance(value, date):
        return float(value.toordinal())
    if isinstance(value, str):
        fault = f"{name} = {shown(value)} is not usable"
        raise input_error(f"vary: {lever.key}", fault, "a value that lies on a scale; put keywords in a list")
    return float(value)
