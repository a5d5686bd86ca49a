"""Checks on what is given to a parameter, with errors that tell a person what to write instead.

Every check returns the clean value or raises `InputError`. `where` is the start of the
message: the file that was read, or the way in which the value was given.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cache
from numbers import Real
from typing import Annotated, Any, Final, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import (
    BeforeValidator,
    Field,
    TypeAdapter,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from kantokuen.model.errors import InputError, cut, input_error, nearest, shown
from kantokuen.model.levers.form import Parameter, Type, Value
from kantokuen.model.parameters import GROUPS, PARAMETERS

LeverValue = Value | NDArray[np.float64]
"""What a parameter holds over many worlds: one value for all, or an array with one per world."""

_ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_NOT_A: Final[Mapping[Type, str]] = {
    "float": "is not a number",
    "int": "is not a whole number",
    "bool": "is not true or false",
    "choice": "is not one of the choices",
    "date": "is not a date",
}


def check(key: str, value: object, where: str) -> LeverValue:
    """Check a value of any origin: Python, TOML, or an array over worlds of shape (worlds,)."""
    parameter = _known(key, value, where)
    if isinstance(value, np.ndarray):
        return _check_array(parameter, value, where)
    return _check_plain(parameter, value, where)


def as_row(value: object) -> object:
    """Return a row of numbers as an array, whatever holds it: a list, a range, a Series; else the value.

    Files do not pass here: in them a list is never the value of a parameter.
    """
    is_sequence = isinstance(value, Sequence) and not isinstance(value, (str, bytes))
    if isinstance(value, np.generic) or not (is_sequence or hasattr(value, "__array__")):
        return value
    try:
        row = np.asarray(value)
        is_mixed = row.dtype == object and all(isinstance(each, Real) for each in row.flat)
        row = row.astype(np.float64) if is_mixed else row
    except (TypeError, ValueError):  # lists of several lengths, or what no array can hold
        return value
    return row.item() if row.ndim == 0 else row


def check_text(key: str, text: str, where: str) -> Value:
    """Check a value typed as bare text, such as the right-hand side of KEY=VALUE."""
    parameter = _known(key, text, where)
    return _check_plain(parameter, _typed(parameter, text), where)


def _known(key: str, value: object, where: str) -> Parameter:
    """Return the parameter of that key; the error for an unknown one names the nearest."""
    if key in PARAMETERS:
        return PARAMETERS[key]
    text = str(key)
    by_last_part = (each for each in PARAMETERS if each.endswith(f".{text}"))
    closest = next(by_last_part, None) or nearest(text, PARAMETERS)
    group = text.partition(".")[0]
    siblings = [each.key for each in PARAMETERS.values() if each.group == group]
    allowed = siblings or [f"the levers of {', '.join(GROUPS)} (`kantokuen levers` lists them)"]
    raise input_error(
        where, f"{cut(text)} = {shown(value)} is not a known lever", ", ".join(allowed), closest
    )


def _check_plain(parameter: Parameter, value: object, where: str) -> Value:
    plain = value.item() if isinstance(value, np.generic) else value
    try:
        checked: Value = _adapter(parameter.key).validate_python(plain)
    except ValidationError as error:
        reason = _reason(parameter, error.errors()[0]["type"])
        closest = nearest(plain, parameter.choices) if isinstance(plain, str) else None
        raise _refusal(parameter, shown(plain), reason, where, closest) from None
    return checked


def _check_array(parameter: Parameter, values: NDArray[Any], where: str) -> NDArray[np.float64]:
    """Check one value per world; the result is a read-only copy of shape (worlds,)."""
    what = f"(an array of shape {values.shape} and type {values.dtype})"
    low, high = parameter.low, parameter.high
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)):
        raise _refusal(parameter, what, "is not one value for all worlds", where)
    if values.ndim != 1 or values.size == 0 or values.dtype.kind not in "fiu":
        raise _refusal(parameter, what, "is not a row of numbers, one for each world", where)
    clean = values.astype(np.float64)
    is_wrong = ~((clean >= low) & (clean <= high))  # in this form it catches NaN as well
    if parameter.type == "int":
        is_wrong |= clean != np.rint(clean)
    if is_wrong.any():
        world = int(np.argmax(is_wrong))
        raise _refusal(parameter, shown(float(clean[world])), f"in world {world} is not allowed", where)
    clean.setflags(write=False)
    return clean


def _refusal(
    parameter: Parameter, given: str, reason: str, where: str, closest: str | None = None
) -> InputError:
    """Build the error for a value that a parameter does not take."""
    return input_error(where, f"{parameter.key} = {given} {reason}", parameter.allowed, closest)


def _reason(parameter: Parameter, error_type: str) -> str:
    """Say in plain words what pydantic found wrong."""
    early, late = ("early", "late") if parameter.type == "date" else ("low", "high")
    return {
        "greater_than_equal": f"is too {early}",
        "less_than_equal": f"is too {late}",
        "finite_number": "is not a finite number",
    }.get(error_type, _NOT_A[parameter.type])


def _typed(parameter: Parameter, text: str) -> object:
    """Turn text into the type that the parameter wants; text that fails is left to the check."""
    match parameter.type:
        case "bool":
            return {"true": True, "false": False}.get(text.lower(), text)
        case "int" | "float":
            return _number(text)
        case "choice" | "date":
            return text


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


@cache
def _adapter(key: str) -> TypeAdapter[Any]:
    """Build the pydantic validator of one parameter from its declaration."""
    parameter = PARAMETERS[key]
    bounds = Field(strict=True, ge=parameter.low, le=parameter.high)
    keywords = WrapValidator(_unless_keyword(parameter.choices))
    form: Any
    match parameter.type:
        case "float":
            form = Annotated[float, bounds, Field(allow_inf_nan=False), keywords]
        case "int":
            form = Annotated[int, bounds, BeforeValidator(_whole), keywords]
        case "date":
            form = Annotated[date, bounds, BeforeValidator(_calendar_day), keywords]
        case "bool":
            form = Annotated[bool, Field(strict=True)]
        case "choice":
            form = Literal[parameter.choices]
    return TypeAdapter(form)


def _unless_keyword(choices: tuple[str, ...]) -> Callable[[object, ValidatorFunctionWrapHandler], Any]:
    """Let a keyword pass in place of a number or a date."""

    def accept(value: object, handler: ValidatorFunctionWrapHandler) -> Any:
        return value if isinstance(value, str) and value in choices else handler(value)

    return accept


def _whole(value: object) -> object:
    """Take 16.0 for 16, since some tools write every number with a point."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _calendar_day(value: object) -> object:
    """Take an ISO string for a date, but leave a time of day as it is, for pydantic to refuse."""
    if isinstance(value, str) and _ISO_DATE.fullmatch(value):
        return date.fromisoformat(value)
    return value
