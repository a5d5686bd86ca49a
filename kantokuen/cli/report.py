"""`kantokuen report`: a scenario as one file to hand out, that opens without a server or a network."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kantokuen.cli.options import (
    AsJson,
    Ensemble,
    Force,
    Lens,
    Quiet,
    Seed,
    asked_words,
    check_force,
    checked_out,
    whole_number,
)
from kantokuen.cli.pipes import write_json, write_text
from kantokuen.cli.progress import row_progress
from kantokuen.cli.request import ScenarioName, Settings, loaded, takes
from kantokuen.model.errors import ends, input_error
from kantokuen.model.limits import DEFAULT_SCENARIO, DEFAULT_SEED

if TYPE_CHECKING:
    from kantokuen.dashboard.report.grid import Grid
    from kantokuen.experiments.runner import Run
    from kantokuen.model.text.words import Words


def _asked_file(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.html", help="Write the report into this file.")
    ] = None,
    force: Force = False,
) -> Path | None:
    """Return where the report is to be written, if anywhere."""
    check_force(out, force=force)
    return checked_out(out, (".html",), force=force)


def _asked_run(
    scenario: ScenarioName = DEFAULT_SCENARIO,
    seed: Seed = DEFAULT_SEED,
    settings: Settings = None,
    lens: Lens = "politics",
    ensemble: Ensemble = None,
) -> "Run":
    """Return the run that was asked for.

    Raises:
        InputError: there is no such scenario, or a lever does not take its value.
    """
    played = loaded(scenario, settings)
    from kantokuen.experiments.runner import Run

    return Run(played, seed, lens, ensemble=ensemble or "")


@takes(run=_asked_run, out=_asked_file, words=asked_words)
def report(
    run: "Run",
    *,
    out: Path | None,
    world: Annotated[
        int, typer.Option(parser=whole_number(0, 9_999), metavar="N", help="Which world is told.")
    ] = 0,
    words: "Words",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Write a scenario into one file to hand out: a world told, and five levers that answer at once.

    The file opens in a browser from a memory stick, in English and Japanese, and
    asks nobody for anything. All settings of its levers are played beforehand,
    which takes some minutes.
    """
    if out is None:
        raise input_error("--out", "no file is given", "kantokuen report SCENARIO --out FILE.html")
    from kantokuen.dashboard.report.grid import axes_of, play_grid
    from kantokuen.dashboard.report.making import report as made
    from kantokuen.experiments.files import write_whole
    from kantokuen.experiments.processes import usable_cores
    from kantokuen.model.scenario import Scenario

    axes = axes_of(run)
    with row_progress(words, is_wanted=not quiet, what="steps") as progress:
        grid = play_grid(run, axes, workers=usable_cores(), progress=progress)
    title = "" if run.scenario.name in Scenario.names() else run.scenario.name
    content = made(run, grid, world=world, title=title, language=words.language).encode()
    write_whole(out, content)
    cells = int(grid.counts[..., 0].size)
    if grid.checked and not quiet:
        _tell_errors(grid, words)
    if as_json:
        levers = [{"key": axis.key, "stops": [str(each) for each in axis.stops]} for axis in grid.axes]
        write_json(
            {
                "file": str(out),
                "scenario": run.scenario.name,
                "bytes": len(content),
                "cells": cells,
                "worlds": grid.worlds,
                "checked": grid.checked,
                "largest_error": grid.largest,
                "median_error": grid.usual,
                "slack": grid.slack,
                "levers": levers,
            }
        )
    elif not quiet:
        told = words(
            "report.told",
            file=ends(out),
            cells=words.number(cells),
            levers=len(axes),
            worlds=words.number(grid.worlds),
            bytes=words.number(len(content)),
        )
        write_text(told + "\n")


def _tell_errors(grid: "Grid", words: "Words") -> None:
    """Say on standard error how far the shares between stops are off."""
    from kantokuen.cli.console import open_console

    told = words(
        "report.off",
        checked=words.number(grid.checked),
        largest=words.number(100.0 * grid.largest, 1),
        usual=words.number(100.0 * grid.usual, 1),
    )
    open_console(stderr=True).print(told, soft_wrap=True)
