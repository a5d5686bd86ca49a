"""Tables of an analysis, and how they look in Markdown and as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import isfinite
from typing import Any

from kantokuen.model.display import Facts, Shown, listed
from kantokuen.model.text.words import ENGLISH, Words

Range = tuple[float | None, float | None]
Cell = str | bool | int | float | date | Range | None
"""A range is a pair of ends, None where a side is open; None alone is an empty cell."""


@dataclass(frozen=True, slots=True, repr=False)
class Table(Shown):
    """One table: what it shows, how to read it, and its cells."""

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


def as_data(table: Table) -> dict[str, Any]:
    """Return a table as plain data: dates as text, ranges as lists, a row as an object by column."""
    rows = [dict(zip(table.columns, map(_plain, row), strict=True)) for row in table.rows]
    return {"title": table.title, "note": table.note, "columns": list(table.columns), "rows": rows}


def as_markdown(tables: Iterable[Table]) -> str:
    """Write tables one after the other, a section each."""
    return "\n\n".join(_section(table) for table in tables) + "\n"


def _section(table: Table) -> str:
    lines = [_line(table.columns), "|" + " --- |" * len(table.columns)]
    lines += [_line(shown(cell) for cell in row) for row in table.rows]
    return "\n\n".join((f"## {table.title}", table.note, "\n".join(lines)))


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|").replace("\n", " ") for cell in cells) + " |"


def _plain(cell: Cell) -> Any:
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and not isfinite(cell):
        return None
    return list(cell) if isinstance(cell, tuple) else cell
