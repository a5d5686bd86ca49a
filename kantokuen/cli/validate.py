"""`kantokuen validate`: the model beside the evidence, with what holds and what does not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kantokuen.cli.options import (
    DEFAULT_SEED,
    LARGEST_SEED,
    MOST_WORLDS,
    AsJson,
    Quiet,
    is_quiet,
    whole_number,
)
from kantokuen.cli.streams import write_file, write_json
from kantokuen.model.errors import input_error, printable

if TYPE_CHECKING:
    from rich.console import Console

    from kantokuen.experiments.tables import Table

_FEWEST_WORLDS = 50  # below this no interval says anything


def validate(
    context: typer.Context,
    *,
    worlds: Annotated[
        int,
        typer.Option(
            parser=whole_number(_FEWEST_WORLDS, MOST_WORLDS),
            metavar="N",
            help="Worlds of the baseline; every other run has two fifths of them.",
        ),
    ] = 10_000,
    seed: Annotated[
        int,
        typer.Option(
            parser=whole_number(0, LARGEST_SEED), metavar="N", help="The same seed, the same worlds."
        ),
    ] = DEFAULT_SEED,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the page of the manual.")] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.md", help="Write the page of the manual to this file.")
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Compare the model with the evidence: patterns, counterfactuals, mechanisms, lenses, conflicts."""
    if as_json and markdown:
        raise input_error("validate", "--json and --markdown", "one of them")
    target = _checked(out)
    quiet = is_quiet(context, quiet=quiet)
    from kantokuen.experiments.tables import as_data
    from kantokuen.experiments.validation import document, report

    with _progress(is_wanted=not quiet) as progress:
        tables = report(worlds, seed, progress)
    page = document(tables, worlds=worlds, seed=seed)
    if target is not None:
        _write(page, target)
    if as_json:
        write_json({"worlds": worlds, "seed": seed, "tables": [as_data(each) for each in tables]})
    elif markdown:
        write_file(page)
    elif target is None:
        from kantokuen.cli.console import open_console

        show_tables(open_console(), tables)
    elif not quiet:
        typer.echo(f"{target}: {len(tables)} tables", err=True)


def show_tables(console: "Console", tables: list["Table"]) -> None:
    """Print tables one after the other, the title and the note above each."""
    from rich.text import Text

    from kantokuen.experiments.tables import shown

    for table in tables:
        console.print(Text(table.title, style="bold"))
        console.print(Text(table.note, style="dim"))
        heads = [name.replace("_", " ") for name in table.columns]
        cells = [[shown(cell) for cell in row] for row in table.rows]
        widths = [max(map(len, " ".join(column).split())) for column in zip(heads, *cells, strict=True)]
        if sum(widths) + len(widths) > console.width:
            _show_records(console, heads, cells)
        elif cells:
            _show_grid(console, heads, cells, widths)
        console.print()


def _show_grid(console: "Console", heads: list[str], cells: list[list[str]], widths: list[int]) -> None:
    """Print a table in which no word is broken; `widths` holds the longest word of each column."""
    from rich import box
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))
    for head, width in zip(heads, widths, strict=True):
        grid.add_column(head, min_width=width)
    for row in cells:
        grid.add_row(*map(Text, row))
    console.print(grid)


def _show_records(console: "Console", heads: list[str], cells: list[list[str]]) -> None:
    """Print a table that is too wide for the screen as one block of lines a row."""
    from rich.table import Table as Grid
    from rich.text import Text

    for row in cells:
        grid = Grid.grid(padding=(0, 2))
        for head, cell in zip(heads, row, strict=True):
            if cell:
                grid.add_row(Text(head, style="dim"), Text(cell))
        console.print(grid)
        console.print()


def _checked(out: Path | None) -> Path | None:
    """Return where to write, or raise InputError before any work is done in vain."""
    if out is None:
        return None
    where = f"'{printable(str(out))}'"
    if out.suffix.lower() != ".md":
        raise input_error("--out", f"{where} does not end in .md", "FILE.md")
    if out.is_dir():
        raise input_error("--out", f"{where} is a folder", "the name of a file")
    if not out.parent.is_dir():
        raise input_error("--out", f"{where} is in a folder that does not exist", "an existing folder")
    return out


def _write(page: str, target: Path) -> None:
    try:
        target.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        where = f"'{printable(str(target))}' cannot be written: {error.strerror or error}"
        raise input_error("--out", where, "a file that can") from error


@contextmanager
def _progress(*, is_wanted: bool) -> Iterator[Callable[[int, int], None] | None]:
    """Show a bar on standard error while worlds are played, if a person is looking."""
    from kantokuen.cli.console import open_console

    console = open_console(stderr=True)
    if not (is_wanted and console.is_terminal):
        yield None
        return
    from rich.progress import Progress

    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("worlds", total=None)
        yield lambda done, all_worlds: bar.update(task, completed=done, total=all_worlds)
