"""`kantokuen sensitivity`, `phase`, `regional`, `discover`: what a finished sweep shows."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kantokuen.cli.options import (
    AsJson,
    Force,
    Language,
    Quiet,
    folder_name,
    is_quiet,
    share,
    whole_number,
    words_of,
)
from kantokuen.cli.pipes import write_json
from kantokuen.cli.targets import Data, Out, check_targets, write_data, write_figure
from kantokuen.model.errors import input_error

if TYPE_CHECKING:
    import polars as pl
    from matplotlib.figure import Figure

    from kantokuen.experiments.tables import Table
    from kantokuen.model.text.words import Words

_MOST_RESAMPLES = 100_000
_MOST_ROWS = 10_000


def complete_measure(incomplete: str) -> list[str]:
    """Offer the names of measures to the shell."""
    from kantokuen.experiments.analyses.measures import MEASURES

    return [name for name in MEASURES if name.startswith(incomplete)]


Sweep = Annotated[Path, typer.Argument(parser=folder_name, metavar="STORE", help="The folder of a sweep.")]
MeasureName = Annotated[
    str,
    typer.Option(
        "--measure",
        metavar="MEASURE",
        autocompletion=complete_measure,
        help="What is explained, e.g. attack_1941, war_in_north, divisions_peak; a wrong one lists all.",
    ),
]
Partial = Annotated[bool, typer.Option("--partial", help="Take an unfinished sweep as it is.")]
Unchecked = Annotated[
    bool, typer.Option("--unchecked", help="Read the files without comparing their checksums first.")
]
Top = Annotated[
    int, typer.Option("--top", parser=whole_number(1, _MOST_ROWS), metavar="N", help="Rows and bars shown.")
]
Resamples = Annotated[
    int,
    typer.Option(
        "--resamples",
        parser=whole_number(2, _MOST_RESAMPLES),
        metavar="N",
        help="Bootstrap resamples behind the intervals.",
    ),
]


def sensitivity(
    context: typer.Context,
    store: Sweep,
    *,
    measure: MeasureName = "attack_1941",
    resamples: Resamples = 200,
    top: Top = 15,
    partial: Partial = False,
    unchecked: Unchecked = False,
    out: Out = None,
    data: Data = None,
    force: Force = False,
    language: Language = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Rank the levers of a Saltelli sweep (Sobol indices) or a Morris sweep (elementary effects).

    Total order is the share of the variance that a lever has a hand in, first
    order what it explains alone. The indices are averages over chance, which
    every point of a comparison shares.
    """
    check_targets(out, data, force=force)
    words = words_of(language)
    from kantokuen.experiments.analyses import charts
    from kantokuen.experiments.analyses import words as tables
    from kantokuen.experiments.analyses.measures import measure as find
    from kantokuen.experiments.analyses.sensitivity import sensitivity as analyse
    from kantokuen.experiments.analyses.study import open_study

    wanted = find(measure)
    study = open_study(store, partial=partial, check=not unchecked)
    found = analyse(study, wanted, resamples=resamples)
    quiet = is_quiet(context, quiet=quiet)
    _write(words, out, data, found.frame, lambda: charts.draw_sensitivity(study, found, top=top), quiet=quiet)
    told = {name: getattr(found, name) for name in ("method", "worlds", "groups", "variance", "first_sum")}
    _show(
        words,
        [tables.sensitivity_table(study, found, top, words)],
        tables.as_json(study, wanted, **told, levers=found.frame) if as_json else None,
    )


def phase(
    context: typer.Context,
    store: Sweep,
    *,
    measure: MeasureName = "attack_1941",
    x: Annotated[
        str | None, typer.Option("--x", metavar="KEY", help="The lever across; the plan's first by default.")
    ] = None,
    y: Annotated[
        str | None, typer.Option("--y", metavar="KEY", help="The lever upwards; the plan's next by default.")
    ] = None,
    bins: Annotated[
        int | None,
        typer.Option(parser=whole_number(2, 200), metavar="N", help="Bins of a lever of many values."),
    ] = None,
    top: Top = 15,
    partial: Partial = False,
    unchecked: Unchecked = False,
    out: Out = None,
    data: Data = None,
    force: Force = False,
    language: Language = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Map a measure over two levers of a sweep; the other levers are averaged over."""
    check_targets(out, data, force=force)
    words = words_of(language)
    from kantokuen.experiments.analyses import phase_map
    from kantokuen.experiments.analyses import words as tables
    from kantokuen.experiments.analyses.measures import measure as find
    from kantokuen.experiments.analyses.phase import phase as analyse
    from kantokuen.experiments.analyses.study import open_study

    wanted = find(measure)
    study = open_study(store, partial=partial, check=not unchecked)
    found = analyse(study, wanted, x, y, bins=bins)
    quiet = is_quiet(context, quiet=quiet)
    _write(words, out, data, found.frame, lambda: phase_map.draw_phase(study, found), quiet=quiet)
    told = {"x": found.x.key, "y": found.y.key, "worlds": found.worlds, "averaged": found.averaged}
    _show(
        words,
        [tables.phase_table(study, found, top, words)],
        tables.as_json(study, wanted, **told, cells=found.frame) if as_json else None,
    )


def regional(
    context: typer.Context,
    store: Sweep,
    *,
    measure: MeasureName = "attack_1941",
    resamples: Resamples = 100,
    top: Top = 15,
    partial: Partial = False,
    unchecked: Unchecked = False,
    out: Out = None,
    data: Data = None,
    force: Force = False,
    language: Language = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Compare the levers of worlds that have a result with those of worlds that have not.

    Any sweep will do. The distance is Kolmogorov-Smirnov's, of keywords and
    switches Cramer's V. It speaks of one lever at a time.
    """
    check_targets(out, data, force=force)
    words = words_of(language)
    from kantokuen.experiments.analyses import charts
    from kantokuen.experiments.analyses import words as tables
    from kantokuen.experiments.analyses.measures import measure as find
    from kantokuen.experiments.analyses.regional import regional as analyse
    from kantokuen.experiments.analyses.study import open_study

    wanted = find(measure)
    study = open_study(store, partial=partial, check=not unchecked)
    found = analyse(study, wanted, resamples=resamples)
    quiet = is_quiet(context, quiet=quiet)
    _write(words, out, data, found.frame, lambda: charts.draw_regional(study, found, top=top), quiet=quiet)
    told = {"worlds": found.worlds, "hits": found.hits, "levers": found.frame}
    _show(
        words,
        [tables.regional_table(study, found, top, words)],
        tables.as_json(study, wanted, **told) if as_json else None,
    )


def discover(
    context: typer.Context,
    store: Sweep,
    *,
    measure: MeasureName = "attack_1941",
    density: Annotated[
        float | None,
        typer.Option(parser=share, metavar="SHARE", help="Choose the widest box at least so dense."),
    ] = None,
    box: Annotated[
        int | None, typer.Option(parser=whole_number(0, _MOST_ROWS), metavar="N", help="Choose this box.")
    ] = None,
    partial: Partial = False,
    unchecked: Unchecked = False,
    out: Out = None,
    data: Data = None,
    force: Force = False,
    language: Language = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Find the box of lever values in which a result is concentrated (PRIM, of the EMA workbench).

    Needs the extra `discovery`. With neither --density nor --box the box is
    chosen that balances coverage and density best. --data writes the boxes.
    """
    check_targets(out, data, force=force)
    words = words_of(language)
    if density is not None and box is not None:
        raise input_error("discover", "--density with --box", "one of them")
    from kantokuen.experiments.analyses import boxes
    from kantokuen.experiments.analyses import words as tables
    from kantokuen.experiments.analyses.discovery import discover as analyse
    from kantokuen.experiments.analyses.measures import measure as find
    from kantokuen.experiments.analyses.study import open_study

    wanted = find(measure)
    study = open_study(store, partial=partial, check=not unchecked)
    found = analyse(study, wanted, density=density, box=box)
    quiet = is_quiet(context, quiet=quiet)
    _write(words, out, data, found.trajectory, lambda: boxes.draw_discovery(study, found), quiet=quiet)
    told = {
        name: getattr(found, name) for name in ("worlds", "hits", "out_of", "chosen", "limits", "trajectory")
    }
    _show(
        words,
        tables.discovery_tables(study, found, words),
        tables.as_json(study, wanted, **told) if as_json else None,
    )


def _write(
    words: "Words",
    out: Path | None,
    data: Path | None,
    frame: "pl.DataFrame",
    draw: Callable[[], "Figure"],
    *,
    quiet: bool,
) -> None:
    """Write what was asked for; nothing is drawn otherwise."""
    if out is not None:
        write_figure(draw(), out, words, quiet=quiet)
    if data is not None:
        write_data(frame, data, words, quiet=quiet)


def _show(words: "Words", tables: list["Table"], data: dict[str, Any] | None) -> None:
    """Print the result: as JSON if there is such data, else as tables."""
    if data is not None:
        write_json(data)
        return
    from kantokuen.cli.console import open_console
    from kantokuen.cli.tables import show_tables

    show_tables(open_console(), tables, words)
