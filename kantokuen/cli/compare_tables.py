"""A comparison in one screen: what differs, what changes, how the outcomes cross."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kantokuen.cli.catalogue import written
from kantokuen.cli.console import new_grid
from kantokuen.cli.many_worlds import heading
from kantokuen.cli.prose import Prose
from kantokuen.experiments.analyses.compare import DAYS, SHARE
from kantokuen.experiments.analyses.compare_words import in_words
from kantokuen.experiments.analyses.measures import MEASURES
from kantokuen.model.calendar import to_date
from kantokuen.model.display import signed
from kantokuen.model.text.words import Words

if TYPE_CHECKING:
    from kantokuen.experiments.analyses.compare import Comparison

Row = Mapping[str, Any]

_WIDEST_HEAD = 10
"""Columns of a head; a language that sets no spaces breaks a name wherever it must."""


def show_comparison(console: Console, comparison: "Comparison", words: Words) -> None:
    """Print a comparison: heading, shares, days, a few sentences, and outcomes in A by outcomes in B.

    Of a history beside itself there is nothing to tell but that.
    """
    rows = comparison.differences
    console.print(Prose(_heading(comparison, words)))
    console.print()
    if comparison.is_same:
        console.print(Prose(in_words(comparison, words)))
        return
    console.print(_changed(comparison, words))
    console.print()
    console.print(_shares(rows.filter(pl.col("unit") == SHARE).to_dicts(), words))
    console.print()
    console.print(_shifts(rows.filter(pl.col("unit") != SHARE).to_dicts(), words))
    console.print()
    console.print(Prose(in_words(comparison, words)))
    console.print()
    console.print(Prose(words("compare.crossing")))
    console.print(_crossing(comparison, words))


def _heading(comparison: "Comparison", words: Words) -> Text:
    a, b = comparison.a, comparison.b
    name = words("compare.heading", a=words.scenario(a.scenario.name), b=words.scenario(b.scenario.name))
    lens, lens_b = words.lens(a.lens), words.lens(b.lens)
    if a.lens != b.lens:
        lens = words("compare.lenses", a=lens, b=lens_b)
    return heading(a, words, comparison.worlds, name=name, lens=lens, shows_levers=False)


def _changed(comparison: "Comparison", words: Words) -> Table | Text:
    """List the levers that differ, with their values in A and in B; only the lens may differ as well."""
    if not comparison.changed:
        return Text(words("compare.no_lever"))
    table = new_grid()
    for name in ("differs", "in_a", "in_b"):
        table.add_column(words(f"compare.columns.{name}"))
    for key, values in comparison.changed.items():
        table.add_row(key, *(Text(written(value)) for value in values))
    return table


def _shares(rows: list[dict[str, Any]], words: Words) -> Table:
    """Draw each share in A and in B, and the paired difference in points."""
    only = (words(f"compare.columns.only_{side}") for side in ("a", "b"))
    table = _numbers(words("compare.columns.shares"), "A", "B", "B-A", "95 %", *only, "p")
    for row in rows:
        table.add_row(
            MEASURES[row["measure"]].label_in(words),
            f"{100 * row['a']:.1f}",
            f"{100 * row['b']:.1f}",
            signed(100 * row["difference"]),
            _interval(row, 100.0, words),
            f"{row['only_a']:,}",
            f"{row['only_b']:,}",
            "<.001" if row["p"] < 0.001 else f"{row['p']:.3f}".removeprefix("0"),
        )
    return table


def _shifts(rows: list[dict[str, Any]], words: Words) -> Table:
    """Draw the mean force and the mean days in A and in B, over the worlds that have them in both."""
    means, worlds = (words(f"compare.columns.{name}") for name in ("means", "worlds"))
    table = _numbers(means, "A", "B", "B-A", "95 %", worlds)
    for row in rows:
        values = (_value(row, side) for side in ("a", "b"))
        shift = "-" if row["difference"] is None else signed(row["difference"])
        if row["unit"] == DAYS and row["difference"] is not None:
            shift = words("compare.days", n=shift)
        label = MEASURES[row["measure"]].event_in(words)
        table.add_row(label, *values, shift, _interval(row, 1.0, words), f"{row['worlds']:,}")
    return table


def _value(row: Row, side: str) -> str:
    value = row[side]
    if value is None:
        return "-"
    return to_date(value).isoformat() if row["unit"] == DAYS else f"{value:.1f}"


def _interval(row: Row, factor: float, words: Words) -> str:
    if row["low"] is None:
        return "-"
    return words.range(signed(factor * row["low"]), signed(factor * row["high"]))


def _crossing(comparison: "Comparison", words: Words) -> Table:
    """Draw worlds by outcome in A and in B; those on the diagonal end alike."""
    names = comparison.crossing["outcome"].to_list()
    table = new_grid()
    table.add_column("", no_wrap=True)
    for name in names:
        label = MEASURES[name].label_in(words)
        widest = min(max(map(cell_len, label.split())), _WIDEST_HEAD)
        width = max(widest, len(f"{comparison.worlds:,}"))
        table.add_column(label, justify="right", width=width, overflow="fold")
    for row in comparison.crossing.to_dicts():
        cells = (Text(f"{row[name]:,}", style="bold" if name == row["outcome"] else "") for name in names)
        table.add_row(MEASURES[row["outcome"]].label_in(words), *cells)
    return table


def _numbers(head: str, *heads: str) -> Table:
    table = new_grid()
    table.add_column(head, overflow="fold")
    for each in heads:
        table.add_column(each, justify="right", no_wrap=True)
    return table
