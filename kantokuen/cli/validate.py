"""`kantokuen validate`: the model beside the evidence, with what holds and what does not."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kantokuen.cli.options import (
    AsJson,
    Force,
    Quiet,
    Seed,
    asked_words,
    check_force,
    checked_out,
    whole_number,
)
from kantokuen.cli.pipes import write_file, write_json
from kantokuen.cli.progress import progress_bar
from kantokuen.cli.request import takes
from kantokuen.experiments.files import save_text
from kantokuen.model.errors import input_error
from kantokuen.model.limits import DEFAULT_SEED, MOST_WORLDS

if TYPE_CHECKING:
    from kantokuen.model.text.words import Words

_FEWEST_WORLDS = 50  # below this no interval says anything


@takes(words=asked_words)
def validate(
    *,
    worlds: Annotated[
        int,
        typer.Option(
            parser=whole_number(_FEWEST_WORLDS, MOST_WORLDS),
            metavar="N",
            help="Worlds of the baseline; every other run has two fifths of them.",
        ),
    ] = 10_000,
    seed: Seed = DEFAULT_SEED,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the page of the manual.")] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.md", help="Write the page of the manual to this file.")
    ] = None,
    force: Force = False,
    words: "Words",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Compare the model with the evidence: patterns, counterfactuals, mechanisms, lenses, conflicts."""
    if as_json and markdown:
        raise input_error("validate", "--json and --markdown", "one of them")
    check_force(out, force=force)
    target = checked_out(out, (".md",), force=force)
    from kantokuen.experiments.sheets import as_data
    from kantokuen.experiments.validation import document, in_brief, play, tables

    with progress_bar(words, is_wanted=not quiet) as progress:
        found = play(worlds, seed, progress)
    sheets = tables(found, worlds, words)
    page = document(sheets, worlds=worlds, seed=seed, words=words)
    if target is not None:
        save_text(page, target)
    if as_json:
        plain = [as_data(each) for each in tables(found, worlds)]
        short = in_brief(found, worlds, seed)
        write_json({"worlds": worlds, "seed": seed, "brief": short, "tables": plain})
    elif markdown:
        write_file(page)
    elif target is None:
        from kantokuen.cli.console import open_console
        from kantokuen.cli.sheets import show_sheets

        show_sheets(open_console(), sheets, words)
    elif not quiet:
        typer.echo(words("files.tables", file=target, n=len(sheets)), err=True)
