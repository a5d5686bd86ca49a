"""The form of a manifest: what stands in it, and of which kind each entry is."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from kantokuen.experiments.sweeps.identity import MAKERS
from kantokuen.model.errors import cut, is_plain, shown
from kantokuen.model.limits import MOST_PART_ROWS

_LONGEST_LINE: Final = 200
_LONGEST_NAME: Final = 80


def _one_line(text: str) -> str:
    if not is_plain(text, has_lines=False):
        raise ValueError("it has characters that cannot be printed")
    return text


_Line = Annotated[str, StringConstraints(max_length=_LONGEST_LINE), AfterValidator(_one_line)]
_Name = Annotated[_Line, StringConstraints(min_length=1, max_length=_LONGEST_NAME)]
_Digest = Annotated[str, StringConstraints(pattern=r"\A[0-9a-f]{64}\z")]
_Commit = Annotated[str, StringConstraints(pattern=r"\A[0-9a-f]{40,64}\+?\z")]
_Count = Annotated[int, Field(ge=1, le=2**53)]


def _with_makers(made_with: dict[str, str]) -> dict[str, str]:
    if not made_with.keys() >= MAKERS:
        raise ValueError("a version is missing")
    return made_with


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Entry(_Strict):
    """What the manifest says of a part."""

    file: _Line
    rows: _Count
    bytes: _Count
    sha256: _Digest


class Form(_Strict):
    """What a manifest has, and of which kind it is; parts are looked at one by one."""

    what: Literal["kantokuen sweep"]
    format: Literal[1, 2]
    address: _Digest
    plan: dict[str, Any]
    scenario: _Name
    made_with: Annotated[dict[_Line, _Line], Field(max_length=50), AfterValidator(_with_makers)]
    commit: _Commit | None
    points: _Count
    rows: _Count
    part_rows: Annotated[int, Field(ge=1, le=MOST_PART_ROWS)]
    complete: bool
    parts: list[Any]


def in_words(error: ValidationError) -> str:
    """Say the first thing that pydantic found wrong."""
    first = error.errors(include_url=False, include_context=False)[0]
    place, given = cut(".".join(map(str, first["loc"]))), first["input"]
    if first["type"] == "missing":
        return f"has no {place}"
    if first["type"] == "extra_forbidden":
        return f"has an unknown entry {place}"
    if first["type"] == "value_error" and isinstance(given, dict):
        return f"{place} has no {' and no '.join(sorted(MAKERS - given.keys()))}"
    value = "(a list)" if isinstance(given, list) else shown(given)
    return f"{place} = {value} is not usable" if place else f"{value} is not usable"
