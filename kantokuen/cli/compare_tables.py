"""A comparison in one screen: what differs, what changes, how the outcomes cross."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kantokuen.cli.catalogue import written
from kantokuen.cli.console import new_grid
from kantokuen.cli.many_worlds import heading
from kantokuen.experiments.analyses.compare import DAYS, SHARE
from kantokuen.experiments.analyses.compare_words import in_words
from kantokuen.experiments.analyses.measures import MEASURES
from kantokuen.model.calendar import to_date
from kantokuen.model.display import signed

if TYPE_CHECKING:
    from kantokuen.experiments.analyses.compare import Comparison

Row = Mapping[str, Any]


def show_comparison(console: Console, comparison: "Comparison") -> None:
    """Print a comparison: heading, shares, days, a few sentences, and outcomes in A by outcomes in B.

    Of a history beside itself there is nothing to tell but that.
    """
    rows = comparison.differences
    console.print(_heading(comparison))
    console.print()
    if comparison.is_same:
        console.print(Text(in_words(comparison)))
        return
    console.print(_changed(comparison))
    console.print()
    console.print(_shares(rows.filter(pl.col("unit") == SHARE).to_dicts()))
    console.print()
    console.print(_shifts(rows.filter(pl.col("unit") != SHARE).to_dicts()))
    console.print()
    console.print(Text(in_words(comparison)))
    console.print()
    console.print("Worlds by outcome in A (rows) and in B (columns)")
    console.print(_crossing(comparison))


def _heading(comparison: "Comparison") -> Text:
    a, b = comparison.a, comparison.b
    lens = a.lens if a.lens == b.lens else f"{a.lens} in A and {b.lens} in B"
    name = f"A {a.scenario.name}, B {b.scenario.name}"
    return heading(a, comparison.worlds, name=name, lens=lens, shows_levers=False)


def _changed(comparison: "Comparison") -> Table | Text:
    """List the levers that differ, with their values in A and in B; only the lens may differ as well."""
    if not comparison.changed:
        return Text("No lever differs.")
    table = new_grid()
    table.add_column("What differs")
    table.add_column("in A")
    table.add_column("in B")
    for key, values in comparison.changed.items():
        table.add_row(key, *(Text(written(value)) for value in values))
    return table


def _shares(rows: list[dict[str, Any]]) -> Table:
    """Draw each share in A and in B, and the paired difference in points."""
    table = _numbers("Of 100 worlds", "A", "B", "B-A", "95 %", "only A", "only B", "p")
    for row in rows:
        table.add_row(
            MEASURES[row["measure"]].label,
            f"{100 * row['a']:.1f}",
            f"{100 * row['b']:.1f}",
            signed(100 * row["difference"]),
            _interval(row, 100.0),
            f"{row['only_a']:,}",
            f"{row['only_b']:,}",
            "<.001" if row["p"] < 0.001 else f"{row['p']:.3f}".removeprefix("0"),
        )
    return table


def _shifts(rows: list[dict[str, Any]]) -> Table:
    """Draw the mean force and the mean days in A and in B, over the worlds that have them in both."""
    table = _numbers("Mean, where it is in both", "A", "B", "B-A", "95 %", "worlds")
    for row in rows:
        values = (_value(row, side) for side in ("a", "b"))
        unit = " days" if row["unit"] == DAYS else ""
        shift = "-" if row["difference"] is None else f"{signed(row['difference'])}{unit}"
        label = MEASURES[row["measure"]].label.removesuffix(": when")
        table.add_row(label, *values, shift, _interval(row, 1.0), f"{row['worlds']:,}")
    return table


def _value(row: Row, side: str) -> str:
    value = row[side]
    if value is None:
        return "-"
    return to_date(value).isoformat() if row["unit"] == DAYS else f"{value:.1f}"


def _interval(row: Row, factor: float) -> str:
    if row["low"] is None:
        return "-"
    return f"{signed(factor * row['low'])} to {signed(factor * row['high'])}"


def _crossing(comparison: "Comparison") -> Table:
    """Draw worlds by outcome in A and in B; those on the diagonal end alike."""
    names = comparison.crossing["outcome"].to_list()
    table = new_grid()
    table.add_column("", no_wrap=True)
    for name in names:
        widths = map(len, (*MEASURES[name].label.split(), f"{comparison.worlds:,}"))
        table.add_column(MEASURES[name].label, justify="right", width=max(widths))
    for row in comparison.crossing.to_dicts():
        cells = (Text(f"{row[name]:,}", style="bold" if name == row["outcome"] else "") for name in names)
        table.add_row(MEASURES[row["outcome"]].label, *cells)
    return table


def _numbers(head: str, *heads: str) -> Table:
    table = new_grid()
    table.add_column(head)
    for each in heads:
        table.add_column(each, justify="right", no_wrap=True)
    return table
