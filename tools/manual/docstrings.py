"""Docstrings as the manual shows them: words, formulas fenced, symbols as a list."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from itertools import groupby
from typing import Any, Final

from docstring_parser import DocstringMeta, DocstringReturns, DocstringStyle, parse

_FIRST_LIST: Final = re.compile(r"^(?:Args|Attributes|Returns|Raises):$", re.MULTILINE)
_FORMULA: Final = re.compile(r"^    |^\S.* {3,}\S")
"""A formula is indented, or is a line of two columns."""


def first_sentence(thing: object) -> str:
    """Return the first paragraph of a docstring as one line, without its full stop."""
    first, *_ = _clean(thing).split("\n\n")
    return _in_a_line(first).rstrip(".")


def attributes(thing: object) -> list[tuple[str, str]]:
    """Return the attributes that a docstring lists, each with what it says of them."""
    listed = (each for each in _entries(thing) if each.args[0] == "attribute")
    return [(each.args[1], _in_a_line(each.description)) for each in listed]


def as_markdown(thing: Any) -> str:
    """Write a docstring: its words and formulas, then what it says of each symbol."""
    words = _FIRST_LIST.split(_clean(thing))[0]  # the parser would lose the indent of a formula
    lists = groupby(_entries(thing), key=lambda each: each.args[0])
    told = ("\n".join(f"- {_entry(each)}" for each in entries) for _, entries in lists)
    return "\n\n".join((_fenced(words.rstrip().splitlines()), *told))


def _entries(thing: object) -> list[DocstringMeta]:
    return parse(_clean(thing), DocstringStyle.GOOGLE).meta


def _entry(entry: DocstringMeta) -> str:
    """Write what is said of a symbol, of an error, or of the result, which has no name."""
    if isinstance(entry, DocstringReturns):  # words before a colon are no type: ours stand in the signature
        said = (each for each in (entry.type_name, entry.description) if each)
        return f"result: {_in_a_line(': '.join(said))}"
    return f"{in_code(entry.args[1])}: {_in_a_line(entry.description)}"


def _in_a_line(text: str | None) -> str:
    return " ".join((text or "").split())


def in_code(names: str) -> str:
    """Write names that are separated by commas as code."""
    return ", ".join(f"`{each.strip()}`" for each in names.split(","))


def _clean(thing: Any) -> str:
    return inspect.cleandoc(thing.__doc__ or "").replace("``", "`")


def _fenced(lines: Iterable[str]) -> str:
    """Fence the formulas, and leave the rest as it is."""
    out: list[str] = []
    is_open = False
    for line in lines:
        is_formula = bool(_FORMULA.match(line))
        if is_formula and not is_open:
            out.append("```text")
        elif is_open and line.strip() and not is_formula:
            while not out[-1]:
                out.pop()
            out += ["```", ""]
        is_open = is_formula or (is_open and not line.strip())
        out.append(line.removeprefix("    "))
    while out and not out[-1]:
        out.pop()
    return "\n".join([*out, "```"] if is_open else out)
