"""`kantokuen validate`: the model beside the evidence, with what holds and what does not."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

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
from kantokuen.experiments.files import named, save_text
from kantokuen.model.errors import input_error
from kantokuen.model.limits import DEFAULT_SEED, MOST_WORLDS

if TYPE_CHECKING:
    from kantokuen.experiments.validation.plays import Found
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
    charts: Annotated[
        Path | None,
        typer.Option(metavar="FILE.svg", help="Draw the strengths into this file; the page then shows them."),
    ] = None,
    brief: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.json", help="Write the whole in short, free of any language, to this file."
        ),
    ] = None,
    force: Force = False,
    words: "Words",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Compare the model with the evidence: patterns, counterfactuals, mechanisms, lenses, conflicts."""
    if as_json and markdown:
        raise input_error("validate", "--json and --markdown", "one of them")
    target = _checked(out, charts, brief, force=force)
    from kantokuen.experiments.sheets import as_data
    from kantokuen.experiments.validation import Picture, document, in_brief, play, tables

    with progress_bar(words, is_wanted=not quiet) as progress:
        found = play(worlds, seed, progress)
    sheets = tables(found, worlds, words)
    picture = None
    if charts is not None:
        place = charts.as_posix() if target is None else charts.name
        picture = Picture(quote(place), _drawn(found.plays, charts, worlds=worlds, seed=seed, words=words))
    page = document(sheets, worlds=worlds, seed=seed, words=words, picture=picture)
    if target is not None:
        save_text(page, target)
    short = in_brief(found, worlds, seed) if as_json or brief is not None else None
    if brief is not None:
        save_text(json.dumps(short, indent=1) + "\n", brief)
    if as_json:
        plain = [as_data(each) for each in tables(found, worlds)]
        write_json({"worlds": worlds, "seed": seed, "brief": short, "tables": plain})
    elif markdown:
        write_file(page)
    elif target is None:
        from kantokuen.cli.console import open_console
        from kantokuen.cli.sheets import show_sheets

        show_sheets(open_console(), sheets, words)
    elif not quiet:
        typer.echo(words("files.tables", file=target, n=len(sheets)), err=True)
    if charts is not None and not quiet:
        typer.echo(words("files.figure", file=charts), err=True)


def _checked(out: Path | None, charts: Path | None, brief: Path | None, *, force: bool) -> Path | None:
    """Return where to write the page, once every file that is asked for can be written."""
    check_force(out, charts, brief, force=force, options="--out, --charts or --brief")
    target = checked_out(out, (".md",), force=force)
    checked_out(charts, (".svg",), force=force, option="--charts")
    checked_out(brief, (".json",), force=force, option="--brief")
    if target is not None and charts is not None and charts.resolve().parent != target.resolve().parent:
        raise input_error("--charts", f"{named(charts)} is not beside the page", "a file in its folder")
    return target


def _drawn(found: "Found", file: Path, *, worlds: int, seed: int, words: "Words") -> str:
    """Draw the strengths into a file, and return what is seen there in words."""
    from kantokuen.experiments.analyses.figures import save
    from kantokuen.experiments.analyses.strengths_figure import draw, told
    from kantokuen.experiments.validation import other_worlds

    others = other_worlds(worlds)
    save(draw(found, others, seed), file)
    return told(found, others, words)
