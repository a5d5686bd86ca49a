"""`kantokuen compare`: the same worlds under two histories."""

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from kantokuen.cli.options import (
    AsJson,
    Cadence,
    Ensemble,
    Lens,
    OtherLens,
    Quiet,
    Seed,
    Until,
    Workers,
    asked_words,
    complete_scenario,
    whole_number,
)
from kantokuen.cli.pipes import write_json, write_text
from kantokuen.cli.progress import progress_bar
from kantokuen.cli.request import loaded, takes
from kantokuen.cli.targets import Targets, asked_targets
from kantokuen.model.errors import input_error
from kantokuen.model.limits import DEFAULT_ENSEMBLE, DEFAULT_SEED, ENSEMBLES, MOST_WORLDS

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kantokuen.experiments.analyses.compare import Comparison
    from kantokuen.experiments.analyses.pairs import Pair
    from kantokuen.model.text.words import Words

_SCENARIO = "A shipped scenario, or a TOML file."


def _asked_pair(
    a: Annotated[str, typer.Argument(metavar="A", autocompletion=complete_scenario, help=_SCENARIO)],
    b: Annotated[str, typer.Argument(metavar="B", autocompletion=complete_scenario, help=_SCENARIO)],
    seed: Seed = DEFAULT_SEED,
    set_a: Annotated[
        list[str] | None, typer.Option("--set-a", metavar="KEY=VALUE", help="Set a lever of A; repeatable.")
    ] = None,
    set_b: Annotated[
        list[str] | None, typer.Option("--set-b", metavar="KEY=VALUE", help="Set a lever of B; repeatable.")
    ] = None,
    lens: Lens = "politics",
    lens_b: OtherLens = None,
    cadence: Cadence = "month",
    until: Until = None,
    ensemble: Ensemble = None,
) -> "Pair":
    """Return the two runs that were asked for."""
    scenario_a, scenario_b = loaded(a, set_a), loaded(b, set_b)
    from kantokuen.experiments.analyses.pairs import Pair
    from kantokuen.experiments.runner import Run

    own = {each.ensemble or DEFAULT_ENSEMBLE for each in (scenario_a, scenario_b)}
    if ensemble is None and len(own) > 1:
        fault = f"{a} and {b} do not ask for the same ensemble"
        raise input_error("compare", fault, f"one for both: --ensemble {' or '.join(ENSEMBLES)}")
    run = Run(scenario_a, seed, lens, cadence, until, ensemble or "")
    return Pair(run, replace(run, scenario=scenario_b, lens=lens_b or lens))


@takes(targets=asked_targets, pair=_asked_pair, words=asked_words)
def compare(
    pair: "Pair",
    *,
    worlds: Annotated[
        int, typer.Option(parser=whole_number(1, MOST_WORLDS), metavar="N", help="Worlds, each played twice.")
    ] = 10_000,
    workers: Workers = 1,
    targets: Targets,
    words: "Words",
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
    from kantokuen.experiments.analyses.compare import compare_pair

    with progress_bar(words, is_wanted=not quiet) as progress:
        comparison = compare_pair(pair, worlds, workers=workers, progress=progress)
    targets.write(comparison.differences, lambda: _drawn(comparison), words, quiet=quiet)
    _show(comparison, words, as_json=as_json, quiet=quiet)


def _drawn(comparison: "Comparison") -> "Figure":
    from kantokuen.experiments.analyses.compare_figure import draw

    return draw(comparison)


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
