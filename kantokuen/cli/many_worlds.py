"""Many worlds in one screen: how often each outcome, and when things happened."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from kantokuen.cli.catalogue import settings_in_words
from kantokuen.cli.console import interval_bar, new_grid, signs_of
from kantokuen.cli.prose import Prose
from kantokuen.model.text.words import Words

if TYPE_CHECKING:
    from kantokuen.experiments.results import Results
    from kantokuen.model.request import Request

_TOLD = (
    "mobilisation_date", "reversal_date", "embargo_date", "southern_war_date", "settlement_date",
    "divisions_peak",
)  # fmt: skip
STYLES = {
    "attack_1941": "red",
    "attack_1942": "red",
    "field_incident": "yellow",
    "stand_guard": "blue",
    "no_mobilisation": "green",
}
LEAST_BAR = 25  # columns, at a width of 80


def show_shares(console: Console, results: "Results", summary: Mapping[str, Any], words: Words) -> None:
    """Print many worlds by their summary, the object of `run --json`."""
    console.print(Prose(heading(results.run, words, results.worlds)))
    if summary.get("posterior"):
        console.print(Prose(words("run.posterior")))
    console.print()
    console.print(_shares(console, summary["outcomes"], words))
    console.print()
    console.print(Prose(words.regime(summary["regime"])))
    console.print()
    console.print(_measures(summary, words))


def heading(
    run: "Request",
    words: Words,
    worlds: int = 1,
    *,
    name: str = "",
    lens: str = "",
    shows_levers: bool = True,
) -> Text:
    """Say what was run: scenario, worlds, seed, lens, cadence, and the levers that were moved.

    Args:
        run: what was run.
        words: in which it is said.
        worlds: how many worlds.
        name: what stands for the name of the scenario.
        lens: what stands for the lens.
        shows_levers: whether the levers that were moved are named.
    """
    text = Text.assemble(
        (name or words.scenario(run.scenario.name), "bold"),
        words.played(worlds, run.seed, lens or words.lens(run.lens), run.cadence, run.ensemble),
    )
    if shows_levers and run.scenario.changed:
        text.append(f"\n{settings_in_words(run.scenario.changed)}", style="cyan")
    return text


def _shares(console: Console, outcomes: Mapping[str, Mapping[str, float]], words: Words) -> Table:
    """Draw the share of each outcome with its 95 % interval (Wilson)."""
    table = new_grid()
    table.add_column(words("run.columns.outcome"), no_wrap=True)
    table.add_column(words("run.columns.share"), justify="right", no_wrap=True)
    table.add_column(words("run.columns.interval"), justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    signs = signs_of(console)
    width = LEAST_BAR + console.width - 80
    for name, each in outcomes.items():
        share, low, high = each["share"], each["low"], each["high"]
        table.add_row(
            words(f"outcomes.{name}.name"),
            f"{share:.1%}",
            words("numbers.range", low=f"{low:.1%}", high=f"{high:.1%}"),
            Text(interval_bar(low, share, high, width, signs), style=STYLES[name]),
        )
    return table


def _measures(summary: Mapping[str, Any], words: Words) -> Table:
    """Draw when things happened, over the worlds in which they did."""
    table = new_grid()
    table.add_column(words("run.columns.measure"), no_wrap=True)
    for name in ("early", "median", "late", "worlds"):
        table.add_column(words(f"run.columns.{name}"), justify="right", no_wrap=True)
    for name in _TOLD:
        each = summary[name]
        values = [_value(each[quantile]) for quantile in ("p05", "median", "p95")]
        label = words("run.divisions_peak" if name == "divisions_peak" else f"measured.{name}")
        table.add_row(label, *values, f"{each['share']:.1%}")
    return table


def _value(value: float | str | None) -> str:
    if value is None:
        return "-"
    return value if isinstance(value, str) else f"{value:.4g}"
