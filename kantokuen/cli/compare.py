"""`kantokuen compare`: the same worlds under two histories."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

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
    checked_cadence,
    checked_lens,
    checked_until,
    complete_lens,
    complete_scenario,
    is_quiet,
    whole_number,
    words_of,
)
from kantokuen.cli.pipes import write_json, write_text
from kantokuen.cli.progress import progress_bar
from kantokuen.cli.targets import Data, Out, check_targets, write_data, write_figure
from kantokuen.model.limits import DEFAULT_SEED, MOST_WORLDS

if TYPE_CHECKING:
    from kantokuen.experiments.analyses.compare import Comparison
    from kantokuen.model.scenario import Scenario
    from kantokuen.model.text.words import Words

_SCENARIO = "A shipped scenario, or a TOML file."


def compare(
    context: typer.Context,
    a: Annotated[str, typer.Argument(metavar="A", autocompletion=complete_scenario, help=_SCENARIO)],
    b: Annotated[str, typer.Argument(metavar="B", autocompletion=complete_scenario, help=_SCENARIO)],
    *,
    worlds: Annotated[
        int, typer.Option(parser=whole_number(1, MOST_WORLDS), metavar="N", help="Worlds, each played twice.")
    ] = 10_000,
    seed: Seed = DEFAULT_SEED,
    set_a: Annotated[
        list[str] | None, typer.Option("--set-a", metavar="KEY=VALUE", help="Set a lever of A; repeatable.")
    ] = None,
    set_b: Annotated[
        list[str] | None, typer.Option("--set-b", metavar="KEY=VALUE", help="Set a lever of B; repeatable.")
    ] = None,
    lens: Lens = "politics",
    lens_b: Annotated[
        str | None,
        typer.Option(metavar="LENS", autocompletion=complete_lens, help="The lens of B, if another."),
    ] = None,
    cadence: Cadence = "month",
    until: Until = None,
    workers: Workers = 1,
    out: Out = None,
    data: Data = None,
    force: Force = False,
    language: Language = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Compare two histories world by world: what changes, and from when on.

    World k meets the same chance in A and in B, so what differs in it comes
    from what was changed. Every difference is B less A. "Only A" and "only B"
    count the worlds that change sides; p is McNemar's exact test, for one row
    by itself. A world parts when anything in it first differs, however little;
    what is decided may differ later, or never.
    """
    check_targets(out, data, force=force)
    lens, cadence, until = checked_lens(lens), checked_cadence(cadence), checked_until(until)
    lens_b = lens if lens_b is None else checked_lens(lens_b)
    scenario_a, scenario_b = _loaded(a, set_a), _loaded(b, set_b)
    words, quiet = words_of(language), is_quiet(context, quiet=quiet)
    from kantokuen.experiments.analyses.compare import compare as play_both

    with progress_bar(words, is_wanted=not quiet) as progress:
        comparison = play_both(
            scenario_a,
            scenario_b,
            worlds,
            seed=seed,
            lens=lens,
            lens_b=lens_b,
            cadence=cadence,
            until=until,
            workers=workers,
            progress=progress,
        )
    _write(comparison, words, out, data, quiet=quiet)
    _show(comparison, words, as_json=as_json, quiet=quiet)


def _loaded(name: str, settings: list[str] | None) -> "Scenario":
    from kantokuen.model.scenario import Scenario, parse_setting

    return Scenario.load(name).replace(dict(parse_setting(each) for each in settings or []))


def _write(
    comparison: "Comparison", words: "Words", out: Path | None, data: Path | None, *, quiet: bool
) -> None:
    """Write what was asked for, and name the files."""
    if out is not None:
        from kantokuen.experiments.analyses.compare_figure import draw

        write_figure(draw(comparison), out, words, quiet=quiet)
    if data is not None:
        write_data(comparison.differences, data, words, quiet=quiet)


def _show(comparison: "Comparison", words: "Words", *, as_json: bool, quiet: bool) -> None:
    from kantokuen.experiments.analyses.compare_words import as_data, in_words

    if as_json:
        write_json(as_data(comparison))
    elif quiet:
        write_text(f"{in_words(comparison, words)}\n")
    else:
        from kantokuen.cli.compare_tables import show_comparison
        from kantokuen.cli.console import open_console

        show_comparison(open_console(), comparison, words)
