"""Reading a scenario or a plan from disk: a TOML document, or one clear message why not."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from kantokuen.model.errors import input_error, printable

LARGEST_FILE: Final = 1_000_000
"""Bytes; a scenario is a page long, so anything larger is the wrong file."""

LONGEST_LINE: Final = 10_000
"""Characters; a key of many thousand parts takes the parser minutes."""

_A_FILE: Final = "a scenario or a plan, which is TOML saved as UTF-8"


def read_document(path: Path) -> dict[str, Any]:
    """Read a scenario file as UTF-8 text, with or without a byte-order mark, and parse it."""
    where = printable(str(path))
    try:
        if path.is_dir():
            raise input_error(where, "is a directory", _A_FILE)
        if not path.is_file():
            raise input_error(where, "is not an ordinary file", _A_FILE)
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        text = content.decode("utf-8-sig")  # the mark is what some editors on Windows write
    except OSError as error:
        raise input_error(where, f"cannot be read ({error.strerror or error})", _A_FILE) from error
    except UnicodeDecodeError as error:
        raise input_error(where, f"is not UTF-8 text (at byte {error.start})", _A_FILE) from error
    if len(content) > LARGEST_FILE:
        raise input_error(where, "is too large", f"at most {LARGEST_FILE:,} bytes")
    return parse(text, where)


def parse(text: str, where: str) -> dict[str, Any]:
    """Parse TOML text; `where` names its origin in the message."""
    if not text.strip():
        raise input_error(where, "is empty", "a scenario or a plan, with at least a `name`")
    if max(map(len, text.splitlines())) > LONGEST_LINE:
        raise input_error(where, "has a line that is too long", f"at most {LONGEST_LINE:,} characters")
    try:
        return tomllib.loads(text)
    except RecursionError:
        fault = "nested too deeply"
    except ValueError as error:  # a number of 5000 digits is one that is no TOMLDecodeError
        fault = printable(str(error))
    raise input_error(where, f"is not readable as TOML: {fault}", _A_FILE)


def is_plan(document: Mapping[str, Any]) -> bool:
    """Tell a sweep plan from a scenario: it says how to sample, or what to vary."""
    return not {"sampler", "vary", "priors"}.isdisjoint(document)
