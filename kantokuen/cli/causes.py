"""`kantokuen causes`: why one world ended as it did, and the smallest change that would have flipped it."""

from typing import TYPE_CHECKING, Annotated

import typer

from kantokuen.cli.analyses import Top, complete_measure
from kantokuen.cli.options import (
    AsJson,
    Cadence,
    Language,
    Lens,
    Quiet,
    Seed,
    Until,
    checked_cadence,
    checked_lens,
    checked_until,
    complete_scenario,
    is_quiet,
    whole_number,
    words_of,
)
from kantokuen.cli.pipes import write_json, write_text
from kantokuen.cli.progress import row_progress
from kantokuen.model.limits import DEFAULT_SCENARIO, DEFAULT_SEED, MOST_WORLDS

if TYPE_CHECKING:
    from kantokuen.experiments.analyses.causes import Causes
    from kantokuen.model.text.words import Words


def causes(
    context: typer.Context,
    scenario: Annotated[
        str,
        typer.Argument(
            metavar="SCENARIO", autocompletion=complete_scenario, help="A shipped scenario, or a TOML file."
        ),
    ] = DEFAULT_SCENARIO,
    *,
    world: Annotated[
        int, typer.Option(parser=whole_number(0, MOST_WORLDS - 1), metavar="K", help="Which world, from 0.")
    ] = 0,
    seed: Seed = DEFAULT_SEED,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="KEY=VALUE", help="Set a lever; repeatable. See `kantokuen levers`."),
    ] = None,
    lens: Lens = "politics",
    cadence: Cadence = "month",
    until: Until = None,
    measure: Annotated[
        str,
        typer.Option(
            "--measure",
            metavar="MEASURE",
            autocompletion=complete_measure,
            help="The event whose coming is the verdict, e.g. attack_1941, war_in_north, reversed.",
        ),
    ] = "attack_1941",
    top: Top = 10,
    language: Language = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Explain one world: its verdict, the smallest changes that flip it, and when stances turned.

    Each lever is moved by itself, with everything else and all chance as it
    was. A number is looked for over its whole range; a lever that works both
    ways may flip the verdict nearer than is seen. Levers of judgement and of
    theory are listed apart: they change the model, not history.
    """
    lens, cadence, until = checked_lens(lens), checked_cadence(cadence), checked_until(until)
    words, quiet = words_of(language), is_quiet(context, quiet=quiet)
    from kantokuen.model.scenario import Scenario, parse_setting

    played = Scenario.load(scenario).replace(dict(parse_setting(each) for each in settings or []))
    from kantokuen.experiments.analyses.causes import as_data, in_words
    from kantokuen.experiments.analyses.causes import causes as explain
    from kantokuen.experiments.runner import Run

    with row_progress(words, is_wanted=not quiet, what="levers") as progress:
        found = explain(Run(played, seed, lens, cadence, until), world, measure, progress=progress)
    if as_json:
        write_json(as_data(found))
    elif quiet:
        write_text(f"{in_words(found, words)}\n")
    else:
        _show(found, top, words)


def _show(found: "Causes", top: int, words: "Words") -> None:
    """Print the verdict and the tables."""
    from rich.text import Text

    from kantokuen.cli.console import open_console
    from kantokuen.cli.many_worlds import heading
    from kantokuen.cli.tables import show_tables
    from kantokuen.experiments.analyses.causes import in_words, tables

    console, run = open_console(), found.run
    name = words("causes.heading", scenario=words.scenario(run.scenario.name), n=found.search.world)
    played = words.played(1, run.seed, words.lens(run.lens), run.cadence)
    console.print(heading(name, played, run.scenario.changed))
    console.print()
    console.print(Text(in_words(found, words)))
    console.print()
    show_tables(console, tables(found, top, words), words)
