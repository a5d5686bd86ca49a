"""Docstrings as the manual shows them: words, formulas fenced, symbols as a list."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from typing import Any, Final

_SECTION: Final = re.compile(r"^(Args|Attributes|Returns|Raises)\b.*:$")
_ENTRY: Final = re.compile(r"^    (\S.*?): (.*)$")
_FORMULA: Final = re.compile(r"^    |^\S.* {3,}\S")
"""A formula is indented, or is a line of two columns."""


def first_sentence(thing: object) -> str:
    """Return the first paragraph of a docstring as one line, without its full stop."""
    first, *_ = _clean(thing).split("\n\n")
    return " ".join(first.split()).rstrip(".")


def attributes(thing: object) -> list[tuple[str, str]]:
    """Return the attributes that a docstring lists, each with what it says of them."""
    _, sections = _parsed(_clean(thing))
    return next((entries for title, entries in sections if title.startswith("Attributes")), [])


def as_markdown(thing: Any) -> str:
    """Write a docstring: its words and formulas, then what it says of each symbol."""
    body, sections = _parsed(_clean(thing))
    lists = ("\n".join(f"- {_entry(*each)}" for each in entries) for _, entries in sections)
    return "\n\n".join((body, *lists))


def _entry(name: str, text: str) -> str:
    if not name:
        return f"result: {text}"
    return f"{in_code(name)}: {text}"


def in_code(names: str) -> str:
    """Write names that are separated by commas as code."""
    return ", ".join(f"`{each.strip()}`" for each in names.split(","))


def _clean(thing: Any) -> str:
    return inspect.cleandoc(thing.__doc__ or "").replace("``", "`")


def _parsed(text: str) -> tuple[str, list[tuple[str, list[tuple[str, str]]]]]:
    """Split a docstring into its words, formulas fenced, and its sections of name and meaning."""
    words: list[str] = []
    sections: list[tuple[str, list[tuple[str, str]]]] = []
    for line in text.splitlines():
        if _SECTION.match(line):
            sections.append((line.rstrip(":"), []))
        elif sections:
            _take_entry(line, sections[-1][1], is_named=not sections[-1][0].startswith("Returns"))
        else:
            words.append(line)
    return _fenced(words), [(title, entries) for title, entries in sections if entries]


def _take_entry(line: str, entries: list[tuple[str, str]], *, is_named: bool) -> None:
    entry = _ENTRY.match(line) if is_named else None
    if entry:
        entries.append((entry[1], entry[2]))
    elif entries:
        name, before = entries[-1]
        entries[-1] = name, " ".join((before, *line.split()))
    elif line.strip():
        entries.append(("", line.strip()))


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
