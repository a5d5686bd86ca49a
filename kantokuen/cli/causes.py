"""`kantokuen causes`: why one world ended as it did, and the smallest change that would have flipped it."""

from typing import TYPE_CHECKING, Annotated

import typer

from kantokuen.cli.analyses import Top, complete_measure
from kantokuen.cli.options import AsJson, Quiet, asked_words, whole_number
from kantokuen.cli.pipes import write_json, write_text
from kantokuen.cli.progress import row_progress
from kantokuen.cli.request import asked_run, takes
from kantokuen.model.limits import MOST_WORLDS

if TYPE_CHECKING:
    from kantokuen.experiments.analyses.causes import Causes
    from kantokuen.experiments.runner import Run
    from kantokuen.model.text.words import Words


@takes(run=asked_run, words=asked_words)
def causes(
    run: "Run",
    *,
    world: Annotated[
        int, typer.Option(parser=whole_number(0, MOST_WORLDS - 1), metavar="K", help="Which world, from 0.")
    ] = 0,
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
    words: "Words",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Explain one world: its verdict, the smallest changes that flip it, and when stances turned.

    Each lever is moved by itself, with everything else and all chance as it
    was. A number is looked for over its whole range; a lever that works both
    ways may flip the verdict nearer than is seen. Levers of judgement and of
    theory are listed apart: they change the model, not history.
    """
    from kantokuen.experiments.analyses.causes import as_data, in_words
    from kantokuen.experiments.analyses.causes import causes as explain

    with row_progress(words, is_wanted=not quiet, what="levers") as progress:
        found = explain(run, world, measure, progress=progress)
    if as_json:
        write_json(as_data(found))
    elif quiet:
        write_text(f"{in_words(found, words)}\n")
    else:
        _show(found, top, words)


def _show(found: "Causes", top: int, words: "Words") -> None:
    """Print the verdict and the tables."""
    from kantokuen.cli.console import open_console
    from kantokuen.cli.many_worlds import heading
    from kantokuen.cli.prose import Prose
    from kantokuen.cli.sheets import show_sheets
    from kantokuen.experiments.analyses.causes import in_words, sheets

    console, run = open_console(), found.run
    name = words("causes.heading", scenario=words.scenario(run.scenario.name), n=found.search.world)
    console.print(Prose(heading(run, words, name=name)))
    console.print()
    console.print(Prose(in_words(found, words)))
    console.print()
    show_sheets(console, sheets(found, top, words), words)
