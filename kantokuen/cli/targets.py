"""The files that an analysis writes: checked before any work is done, written whole, and named."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kantokuen.cli.options import checked_out
from kantokuen.model.errors import ends, input_error

if TYPE_CHECKING:
    import polars as pl
    from matplotlib.figure import Figure

Out = Annotated[
    Path | None, typer.Option("--out", metavar="FILE.svg|png", help="Draw the result into this file.")
]
Data = Annotated[
    Path | None, typer.Option("--data", metavar="FILE.parquet|csv", help="Write the result to this file.")
]


def check_targets(out: Path | None, data: Path | None) -> None:
    """Refuse a file that cannot be meant, before any work is done in vain.

    Raises:
        InputError: another kind of file, a folder, or in a folder that does not exist.
    """
    from kantokuen.experiments.analyses.figures import FIGURE_SUFFIXES
    from kantokuen.experiments.analyses.files import FRAME_SUFFIXES, checked_suffix
    from kantokuen.experiments.sweeps.store import MANIFEST

    for path, suffixes in ((out, FIGURE_SUFFIXES), (data, FRAME_SUFFIXES)):
        if path is not None:
            checked_out(path, checked_suffix(path, suffixes))
            if (path.parent / MANIFEST).is_file():
                fault = f"'{ends(path)}' is in the folder of a sweep"
                raise input_error(
                    "--out or --data", fault, "a file elsewhere: the store holds its rows alone"
                )


def write_figure(figure: "Figure", path: Path, *, quiet: bool) -> None:
    """Write a figure and name the file."""
    from kantokuen.experiments.analyses.figures import save

    save(figure, path)
    _name(path, "figure", quiet=quiet)


def write_data(frame: "pl.DataFrame", path: Path, *, quiet: bool) -> None:
    """Write a frame and name the file."""
    from kantokuen.experiments.analyses.files import save_frame

    save_frame(frame, path)
    _name(path, f"{frame.height:,} rows, {frame.width} columns", quiet=quiet)


def _name(path: Path, what: str, *, quiet: bool) -> None:
    if not quiet:
        typer.echo(f"{path}: {what}", err=True)
