"""Many worlds in one screen: how often each outcome, and when things happened."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kantokuen.cli.catalogue import settings_in_words
from kantokuen.cli.console import interval_bar, new_grid, signs_of
from kantokuen.model.display import council_every
from kantokuen.model.outcome import LABELS

if TYPE_CHECKING:
    from kantokuen.experiments.results import Results
    from kantokuen.model.request import Request

_WHEN = {
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


def show_shares(console: Console, results: "Results", summary: Mapping[str, Any]) -> None:
    """Print many worlds by their summary, the object of `run --json`."""
    console.print(heading(results.run, results.worlds))
    console.print()
    console.print(_shares(console, summary["outcomes"]))
    console.print()
    console.print(_measures(summary))


def heading(
    run: "Request", worlds: int = 1, *, name: str = "", lens: str = "", shows_levers: bool = True
) -> Text:
    """Say what was run: scenario, worlds, seed, lens, cadence, and the levers that were moved.

    Args:
        run: what was run.
        worlds: how many worlds.
        name: what stands for the name of the scenario.
        lens: what stands for the lens.
        shows_levers: whether the levers that were moved are named.
    """
    said = "one world" if worlds == 1 else f"{worlds:,} worlds"
    seed, lens = f"seed {run.seed}", f"lens {lens or run.lens}"
    text = Text.assemble(
        (name or run.scenario.name, "bold"), f": {said}, {seed}, {lens}, {council_every(run.cadence)}"
    )
    if shows_levers and run.scenario.changed:
        text.append(f"\n{settings_in_words(run.scenario.changed)}", style="cyan")
    return text


def _shares(console: Console, outcomes: Mapping[str, Mapping[str, float]]) -> Table:
    """Draw the share of each outcome with its 95 % interval (Wilson)."""
    table = new_grid()
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
    table = new_grid()
    table.add_column("Where it happened", no_wrap=True)
    for name in ("5 %", "median", "95 %"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("worlds", justify="right", no_wrap=True)
    for name, words in _WHEN.items():
        each = summary[name]
        values = [_value(each[quantile]) for quantile in ("p05", "median", "p95")]
        table.add_row(words, *values, f"{each['share']:.1%}")
    return table


def _value(value: float | str | None) -> str:
    if value is None:
        return "-"
    return value if isinstance(value, str) else f"{value:.4g}"
