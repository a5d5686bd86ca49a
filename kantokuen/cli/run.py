"""`kantokuen run`: one summer told month by month, or many summers counted."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from kantokuen.cli.options import (
    AsJson,
    Cadence,
    Force,
    Language,
    Lens,
    Quiet,
    Seed,
    Until,
    Workers,
    check_force,
    checked_cadence,
    checked_lens,
    checked_out,
    checked_until,
    complete_scenario,
    is_quiet,
    whole_number,
    words_of,
)
from kantokuen.cli.pipes import write_json, write_text
from kantokuen.cli.progress import progress_bar
from kantokuen.cli.targets import write_data
from kantokuen.experiments.files import FRAME_SUFFIXES
from kantokuen.model.errors import input_error
from kantokuen.model.limits import DEFAULT_SEED, MOST_WORLDS

if TYPE_CHECKING:
    import polars as pl

    from kantokuen.experiments.runner import Results
    from kantokuen.model.text.words import Words


def run(
    context: typer.Context,
    scenario: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO", autocompletion=complete_scenario, help="A shipped scenario, or a TOML file."
        ),
    ] = "historical",
    *,
    worlds: Annotated[
        int, typer.Option(parser=whole_number(1, MOST_WORLDS), metavar="N", help="How many worlds to play.")
    ] = 1,
    seed: Seed = DEFAULT_SEED,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Set a lever; repeatable. See `kantokuen levers`."),
    ] = None,
    lens: Lens = "politics",
    cadence: Cadence = "month",
    until: Until = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE.parquet|csv|arrow", help="Write a row per world to this file."),
    ] = None,
    trace: Annotated[bool, typer.Option("--trace", help="With --out: a row per world and period.")] = False,
    force: Force = False,
    workers: Workers = 1,
    language: Language = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Play the summer of 1941: one world month by month, or the shares of many worlds."""
    if trace and out is None:
        raise input_error("--trace", "there is no file to write to", "--trace with --out FILE.parquet")
    check_force(out, force=force)
    target = checked_out(out, FRAME_SUFFIXES, force=force)
    lens, cadence, until = checked_lens(lens), checked_cadence(cadence), checked_until(until)
    words, quiet = words_of(language), is_quiet(context, quiet=quiet)
    from kantokuen.model.scenario import Scenario, parse_setting

    played = Scenario.load(scenario).replace(dict(parse_setting(each) for each in settings or []))
    # The engine is loaded only now: it takes a second or two, and a wrong word is answered at once.
    from kantokuen.experiments.runner import run_worlds

    with progress_bar(words, is_wanted=worlds > 1 and not quiet) as progress:
        results = run_worlds(
            played,
            worlds,
            seed=seed,
            lens=lens,
            cadence=cadence,
            until=until,
            trace=trace,
            stances=as_json,
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

    show_shares(open_console(), summary, results.scenario.changed, words)
