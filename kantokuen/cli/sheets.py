"""Sheets of a report on the screen: as a grid, or row by row where a grid would break words."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from kantokuen.experiments.sheets import Sheet
    from kantokuen.model.text.words import Words

_BETWEEN = 2  # blanks between two columns of a grid


def show_sheets(console: "Console", sheets: list["Sheet"], words: "Words") -> None:
    """Print sheets one after the other, the title and the note above each."""
    from rich.cells import cell_len

    from kantokuen.cli.prose import Prose
    from kantokuen.experiments.sheets import shown

    for sheet in sheets:
        console.print(Prose(sheet.title, style="bold"))
        console.print(Prose(sheet.note, style="dim"))
        heads = [name.replace("_", " ") for name in sheet.columns]
        cells = [[shown(cell, words) for cell in row] for row in sheet.rows]
        widths = [max(map(cell_len, " ".join(column).split())) for column in zip(heads, *cells, strict=True)]
        if sum(widths) + _BETWEEN * (len(widths) - 1) > console.width:
            _show_records(console, heads, cells)
        elif cells:
            _show_grid(console, heads, cells, widths)
        console.print()


def _show_grid(console: "Console", heads: list[str], cells: list[list[str]], widths: list[int]) -> None:
    """Print a table in which no word is broken; `widths` holds the longest word of each column."""
    from rich.text import Text

    from kantokuen.cli.console import new_grid

    grid = new_grid()
    for head, width in zip(heads, widths, strict=True):
        grid.add_column(head, min_width=width, overflow="fold")
    for row in cells:
        grid.add_row(*map(Text, row))
    console.print(grid)


def _show_records(console: "Console", heads: list[str], cells: list[list[str]]) -> None:
    """Print a table that is too wide for the screen as one block of lines a row."""
    from rich.table import Table as Grid
    from rich.text import Text

    from kantokuen.cli.prose import Prose

    for row in cells:
        grid = Grid.grid(padding=(0, 2))
        grid.add_column()
        grid.add_column(overflow="fold")
        for head, cell in zip(heads, row, strict=True):
            if cell:
                grid.add_row(Text(head, style="dim"), Prose(cell))
        console.print(grid)
        console.print()
