"""Documents: what the entries of a scenario or a plan may be, checked by pydantic; each fault is a line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Annotated, Any, Final, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from kantokuen.model.errors import Faults, InputError, cut, input_error, is_plain, nearest, shown

_LONGEST: Final = {"title": 80, "prose": 4_000, "reference": 400}
"""Characters that a text may have."""


class Document(BaseModel):
    """A table of a file; the description of a field says what is allowed."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, arbitrary_types_allowed=True)


DocumentT = TypeVar("DocumentT", bound=Document)


def _printable(text: str, *, longest: int, least: int = 1, has_lines: bool = False) -> str:
    kept = text.strip()
    if len(text) > longest or len(kept) < least or not is_plain(kept, has_lines=has_lines):
        raise ValueError("it is too short, too long, or could steer a terminal")
    return kept


def _of(longest: int) -> str:
    return f"a text of 1 to {longest:,} characters that can be printed"


Title = Annotated[
    str,
    AfterValidator(partial(_printable, longest=_LONGEST["title"])),
    Field(description=_of(_LONGEST["title"])),
]
Prose = Annotated[
    str,
    AfterValidator(partial(_printable, longest=_LONGEST["prose"], least=0, has_lines=True)),
    Field(description=f"a text of at most {_LONGEST['prose']:,} characters that can be printed"),
]
Reference = Annotated[
    str,
    AfterValidator(partial(_printable, longest=_LONGEST["reference"])),
    Field(description=_of(_LONGEST["reference"])),
]
Number = Annotated[float, Field(allow_inf_nan=False, description="a number")]
Flag = Annotated[bool, Field(description="true or false")]


def whole_number(low: int, high: int) -> Any:
    """Return what is annotated to a whole number between bounds, both inclusive."""
    return Field(ge=low, le=high, description=f"a whole number from {low:,} to {high:,}")


def read(
    form: type[DocumentT], entries: Mapping[str, object], faults: Faults, context: object = None
) -> DocumentT | None:
    """Return the entries of a table as their form has them, or None when there are faults in them.

    Args:
        form: what the entries are to be.
        entries: what was read, or given in Python.
        faults: what takes over each fault.  An `InputError` of a validator of the form is told in its own
            words, behind the place of these faults.
        context: what validators need to know besides.
    """
    try:
        return form.model_validate(dict(entries), context=context)
    except ValidationError as error:
        for each in error.errors(include_url=False):
            found = each.get("ctx", {}).get("error")
            if isinstance(found, InputError):
                faults.add(found, f"{faults.where}: ")
            else:
                faults.add(_told(form, each, faults.where))
    return None


def _told(form: type[Document], error: ErrorDetails, where: str) -> InputError:
    """Say of an entry, or of a value in its list, what pydantic found wrong."""
    entry, *inside = map(str, error["loc"])
    allowed = {field.alias or name: field.description or "" for name, field in form.model_fields.items()}
    if error["type"] == "extra_forbidden":
        closest = nearest(entry, allowed)
        return input_error(where, f"'{cut(entry)}' is not a known entry", ", ".join(allowed), closest)
    if error["type"] == "missing":
        return input_error(where, f"{entry} is missing", allowed[entry])
    place = entry + "".join(f"[{each}]" for each in inside)
    return input_error(where, f"{place} = {shown(error['input'])} is not usable", allowed[entry])
