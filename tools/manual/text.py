"""Markdown of the manual: tables and plain values."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def table(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Write a Markdown table."""
    head = list(columns)
    lines = [head, ["---"] * len(head), *([plain(cell) for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def plain(value: object) -> str:
    """Write a value as a scenario file would, and nothing for None."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return f"{value:g}"
        case date():
            return value.isoformat()
        case _:
            return str(value)
