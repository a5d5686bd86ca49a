"""`kantokuen run`: one summer told month by month, or many summers counted."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from kantokuen.cli.options import (
    AsJson,
    Force,
    Quiet,
    Workers,
    asked_words,
    check_force,
    checked_out,
    whole_number,
)
from kantokuen.cli.pipes import write_json, write_text
from kantokuen.cli.progress import progress_bar
from kantokuen.cli.request import asked_run, takes
from kantokuen.cli.targets import write_data
from kantokuen.experiments.files import FRAME_SUFFIXES
from kantokuen.model.errors import input_error
from kantokuen.model.limits import MOST_WORLDS

if TYPE_CHECKING:
    import polars as pl

    from kantokuen.experiments.results import Results
    from kantokuen.experiments.runner import Run
    from kantokuen.model.text.words import Words

Trace = Annotated[bool, typer.Option("--trace", help="With --out: a row per world and period.")]


def _asked_target(
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE.parquet|csv|arrow", help="Write a row per world to this file."),
    ] = None,
    trace: Trace = False,
    force: Force = False,
) -> Path | None:
    """Return the file to write, if any; one that cannot be meant is refused before any work is done."""
    if trace and out is None:
        raise input_error("--trace", "there is no file to write to", "--trace with --out FILE.parquet")
    check_force(out, force=force)
    return checked_out(out, FRAME_SUFFIXES, force=force)


@takes(target=_asked_target, asked=asked_run, words=asked_words)
def run(
    asked: "Run",
    *,
    worlds: Annotated[
        int, typer.Option(parser=whole_number(1, MOST_WORLDS), metavar="N", help="How many worlds to play.")
    ] = 1,
    target: Path | None,
    trace: Trace = False,
    posterior: Annotated[
        bool,
        typer.Option(
            "--posterior", help="Draw the judgements from the posterior of the calibration, world by world."
        ),
    ] = False,
    workers: Workers = 1,
    words: "Words",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Play the summer of 1941: one world month by month, or the shares of many worlds."""
    from kantokuen.experiments.runner import play

    with progress_bar(words, is_wanted=worlds > 1 and not quiet) as progress:
        results = play(
            replace(asked, trace=trace, stances=as_json, posterior=posterior),
            worlds,
            workers=workers,
            progress=progress,
        )
    if target is not None:
        write_data(
            cast("pl.DataFrame", results.trace if trace else results.outcomes), target, words, quiet=quiet
        )
    _show(results, words, as_json=as_json, quiet=quiet)


def _show(results: "Results", words: "Words", *, as_json: bool, quiet: bool) -> None:
    """Print the results: as JSON, as a story (one world) or as shares (many)."""
    if results.told is not None and not as_json:
        if quiet:
            write_text(f"{results.told.verdict(words.language)}\n")
        else:
            from kantokuen.cli.console import open_console
            from kantokuen.cli.one_world import show_story

            show_story(open_console(), results, words)
        return
    from kantokuen.experiments.summary import summarise

    summary = summarise(results)
    if as_json:
        write_json(summary)
        return
    from kantokuen.cli.console import open_console
    from kantokuen.cli.many_worlds import show_shares

    show_shares(open_console(), results, summary, words)
