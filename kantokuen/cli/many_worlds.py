"""Many worlds in one screen: how often each outcome, and when things happened."""

from collections.abc import Mapping
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from kantokuen.cli.catalogue import settings_in_words
from kantokuen.cli.console import interval_bar, signs_of
from kantokuen.model.outcome import LABELS

MEASURES = {
    "mobilisation_date": "Mobilisation first sanctioned",
    "reversal_date": "Attack given up",
    "embargo_date": "Oil embargo",
    "southern_war_date": "War in the south",
    "divisions_peak": "Most divisions, Manchuria, Korea",
}
STYLES = {
    "attack_1941": "red",
    "attack_1942": "red",
    "field_incident": "yellow",
    "stand_guard": "blue",
    "no_mobilisation": "green",
}
LEAST_BAR = 25  # columns, at a width of 80


def show_shares(console: Console, summary: Mapping[str, Any], changed: Mapping[str, object]) -> None:
    """Print the summary of many worlds, the object of `run --json`.

    `changed` holds the levers that differ from their defaults.
    """
    console.print(heading(summary["scenario"], summary, changed))
    console.print()
    console.print(_shares(console, summary["outcomes"]))
    console.print()
    console.print(_measures(summary))


def heading(scenario: str, run: Mapping[str, Any], changed: Mapping[str, object]) -> Text:
    """Say what was run: scenario, worlds, seed, lens, cadence, and the levers that were moved."""
    n_worlds = run["worlds"]
    worlds = "one world" if n_worlds == 1 else f"{n_worlds:,} worlds"
    text = Text.assemble(
        (scenario, "bold"),
        f": {worlds}, seed {run['seed']}, lens {run['lens']}, a council every {_period(run['cadence'])}",
    )
    if changed:
        text.append(f"\n{settings_in_words(changed)}", style="cyan")
    return text


def _period(cadence: str) -> str:
    return "ten days" if cadence == "ten-day" else cadence


def _shares(console: Console, outcomes: Mapping[str, Mapping[str, float]]) -> Table:
    """Draw the share of each outcome with its 95 % interval (Wilson)."""
    table = _new_table()
    table.add_column("How it ended", no_wrap=True)
    table.add_column("share", justify="right", no_wrap=True)
    table.add_column("95 % interval", justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    signs = signs_of(console)
    width = LEAST_BAR + console.width - 80
    for name, each in outcomes.items():
        share, low, high = each["share"], each["low"], each["high"]
        table.add_row(
            LABELS[name],
            f"{share:.1%}",
            f"{low:.1%} to {high:.1%}",
            Text(interval_bar(low, share, high, width, signs), style=STYLES[name]),
        )
    return table


def _measures(summary: Mapping[str, Any]) -> Table:
    """Draw when things happened, over the worlds in which they did."""
    table = _new_table()
    table.add_column("Where it happened", no_wrap=True)
    for name in ("5 %", "median", "95 %"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("worlds", justify="right", no_wrap=True)
    for name, words in MEASURES.items():
        each = summary[name]
        values = [_value(each[quantile]) for quantile in ("p05", "median", "p95")]
        table.add_row(words, *values, f"{each['share']:.1%}")
    return table


def _value(value: float | str | None) -> str:
    if value is None:
        return "-"
    return value if isinstance(value, str) else f"{value:.4g}"


def _new_table() -> Table:
    return Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
