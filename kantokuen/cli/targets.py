"""The files that an analysis writes: checked before any work is done, written whole, and named."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kantokuen.cli.options import Force, check_force, checked_out
from kantokuen.experiments.files import FRAME_SUFFIXES, save_frame
from kantokuen.model.errors import ends

if TYPE_CHECKING:
    import polars as pl
    from matplotlib.figure import Figure

    from kantokuen.model.text.words import Words


@dataclass(frozen=True, slots=True)
class Targets:
    """Where the figure and the rows of a result are written, if anywhere."""

    figure: Path | None
    rows: Path | None

    def write(
        self, frame: "pl.DataFrame", draw: Callable[[], "Figure"], words: "Words", *, quiet: bool
    ) -> None:
        """Write what was asked for, and name the files; nothing is drawn otherwise."""
        if self.figure is not None:
            from kantokuen.experiments.analyses.figures import save

            save(draw(), self.figure)
            if not quiet:
                typer.echo(words("files.figure", file=ends(self.figure)), err=True)
        if self.rows is not None:
            write_data(frame, self.rows, words, quiet=quiet)


def asked_targets(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.svg|png", help="Draw the result into this file.")
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option("--data", metavar="FILE.parquet|csv|arrow", help="Write the result to this file."),
    ] = None,
    force: Force = False,
) -> Targets:
    """Return the files to write; one that cannot be meant is refused before any work is done in vain.

    Raises:
        InputError: another kind of file, a folder, in a folder that does not exist, or there already; or
            none, and it is to be overwritten.
    """
    check_force(out, data, force=force, options="--out or --data")
    if out is not None:  # what draws is slow to load
        from kantokuen.experiments.analyses.figures import FIGURE_SUFFIXES

        checked_out(out, FIGURE_SUFFIXES, force=force)
    checked_out(data, FRAME_SUFFIXES, force=force, option="--data")
    return Targets(out, data)


def write_data(frame: "pl.DataFrame", path: Path, words: "Words", *, quiet: bool) -> None:
    """Write a frame and name the file."""
    save_frame(frame, path)
    if not quiet:
        told = words("files.frame", file=ends(path), rows=f"{frame.height:,}", columns=frame.width)
        typer.echo(told, err=True)
