"""Reading a scenario or a plan from disk: a TOML document, or one clear message why not.

What a document may hold is bounded before it is parsed, so that none costs much to refuse.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any, Final

from kantokuen.model.errors import ends, input_error

SUFFIX: Final = ".toml"

LARGEST_FILE: Final = 1_000_000
"""Bytes; a scenario is a page long, so anything larger is the wrong file."""

MOST_KEYS: Final = 2_000
"""Keys and tables of a document."""

MOST_VALUES: Final = 20_000
"""Values in all lists of a document together; each costs the parser and the checks some microseconds."""

MOST_PARTS: Final = 8
"""Parts of a dotted key; the parser takes minutes over one of many thousand."""

MOST_NESTED: Final = 16
"""Lists and tables in one another; the parser calls itself for each."""

_A_FILE: Final = "a scenario or a plan, which is TOML saved as UTF-8"
_MARK: Final = "\ufeff"
"""The byte-order mark, which some editors on Windows write."""

_TEXT_OR_COMMENT: Final = re.compile(
    r"""
    \"{3} (?:\\.?|[^\\])*? (?:\"{3,5}|\Z)  # of several lines; two quotes may stand before the end
    | '{3} .*? (?:'{3,5}|\Z)
    | \" (?:\\.|[^"\\\n])* \"?
    | ' [^'\n]* '?
    | \# [^\n]*
    """,
    re.DOTALL | re.VERBOSE,
)
_DOTTED: Final = re.compile(r"[\w-]++(?:[ \t]*+\.[ \t]*+[\w-]++)*+")
_TABLE: Final = re.compile(r"^[ \t]*+\[", re.MULTILINE)
_BRACKET: Final = re.compile(r"[\[\]{}]")


def read_document(path: Path) -> dict[str, Any]:
    """Read a scenario file as UTF-8 text, with or without a byte-order mark, and parse it."""
    where = ends(path)
    try:
        if path.is_dir():
            raise input_error(where, "is a directory", _A_FILE)
        if not path.is_file():
            raise input_error(where, "is not an ordinary file", _A_FILE)
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
        text = content.decode("utf-8")
    except OSError as error:
        raise input_error(where, f"cannot be read ({error.strerror or error})", _A_FILE) from error
    except UnicodeDecodeError as error:
        raise input_error(where, f"is not UTF-8 text (at byte {error.start})", _A_FILE) from error
    if len(content) > LARGEST_FILE:
        raise input_error(where, "is too large", f"at most {LARGEST_FILE:,} bytes")
    return parse(text, where)


def parse(text: str, where: str) -> dict[str, Any]:
    """Parse TOML text; `where` names its origin in the message.

    Raises:
        InputError: it is no TOML, or more than a document may hold.
    """
    text = text.removeprefix(_MARK)
    if not text.strip():
        raise input_error(where, "is empty", "a scenario or a plan, with at least a `name`")
    for what, found, most in _measured(text):
        if found > most:
            raise input_error(where, f"has {what}: {found:,}", f"at most {most:,}")
    try:
        return tomllib.loads(text)
    except ValueError as error:  # a number of 5000 digits is one that is no TOMLDecodeError
        raise input_error(where, f"is not readable as TOML: {ends(error)}", _A_FILE) from None


def _measured(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield what is bounded in a document, how much of it there is, and the most that is allowed.

    Each is found in one pass over the text, whatever it says; texts and comments are put aside first.
    """
    bare = _TEXT_OR_COMMENT.sub("t", text)
    yield "too many keys and tables", bare.count("=") + len(_TABLE.findall(bare)), MOST_KEYS
    yield "too many values in lists", bare.count(","), MOST_VALUES
    parts = (dotted.count(".") + 1 for dotted in _DOTTED.findall(bare))
    yield "a key of too many parts", max(parts, default=0), MOST_PARTS
    steps = (1 if bracket in "[{" else -1 for bracket in _BRACKET.findall(bare))
    yield "lists or tables nested too deeply", max(accumulate(steps), default=0), MOST_NESTED


def is_plan(document: Mapping[str, Any]) -> bool:
    """Tell a sweep plan from a scenario: it says how to sample, or what to vary."""
    return not {"sampler", "vary", "priors"}.isdisjoint(document)


def is_calibration(document: Mapping[str, Any]) -> bool:
    """Tell the plan of a calibration: it says how many settings are drawn."""
    return not {"draws", "waves", "foretold"}.isdisjoint(document)


def looks_like_path(text: str) -> bool:
    """Whether a text is meant as the path of a file rather than as a shipped name."""
    return text.endswith(SUFFIX) or "/" in text or "\\" in text


def exists(path: Path) -> bool:
    """Whether there is a file or a folder of this path."""
    try:
        return path.exists()
    except (OSError, ValueError):  # a name too long, or with a NUL, is no file's name
        return False
