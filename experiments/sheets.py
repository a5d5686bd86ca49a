"""Sheets of a report, and how they look in Markdown and as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

from kantokuen.model.display import Facts, Shown, listed, plain
from kantokuen.model.text.words import ENGLISH, Words

Range = tuple[float | None, float | None]
Cell = str | bool | int | float | date | Range | None
"""A range is a pair of ends, None where a side is open; None alone is an empty cell."""


@dataclass(frozen=True, slots=True, repr=False)
class Sheet(Shown):
    """One table of a report: what it shows, how to read it, and its cells."""

    title: str
    note: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def _shown(self) -> tuple[str, Facts]:
        facts = {"columns": listed(self.columns), "rows": len(self.rows), "note": self.note}
        return self.title, facts


def shown(cell: Cell, words: Words = ENGLISH) -> str:
    """Write a cell for people: three significant digits, yes or no, ranges in words, a dash for no number."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return words("choices.yes" if cell else "choices.no")
    if isinstance(cell, float):
        # adding zero takes the sign off a rounded -0.0
        return f"{round(cell, 3) + 0.0:.3g}" if isfinite(cell) else "-"
    return words.range(*(shown(end, words) for end in cell)) if isinstance(cell, tuple) else str(cell)


def as_data(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet as plain data: dates as text, ranges as lists, a row as an object by column."""
    rows = [dict(zip(sheet.columns, map(plain, row), strict=True)) for row in sheet.rows]
    return {"title": sheet.title, "note": sheet.note, "columns": list(sheet.columns), "rows": rows}


def as_markdown(sheets: Iterable[Sheet], words: Words = ENGLISH) -> str:
    """Write sheets one after the other, a section each."""
    return "\n\n".join(_section(sheet, words) for sheet in sheets) + "\n"


def _section(sheet: Sheet, words: Words) -> str:
    lines = [_line(sheet.columns), "|" + " --- |" * len(sheet.columns)]
    lines += [_line(shown(cell, words) for cell in row) for row in sheet.rows]
    return "\n\n".join((f"## {sheet.title}", sheet.note, "\n".join(lines)))


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|").replace("\n", " ") for cell in cells) + " |"
