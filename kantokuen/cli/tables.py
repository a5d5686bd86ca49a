"""Tables of an analysis on the screen: as a grid, or row by row where a grid would break words."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from kantokuen.experiments.tables import Table
    from kantokuen.model.text.words import Words


def show_tables(console: "Console", tables: list["Table"], words: "Words") -> None:
    """Print tables one after the other, the title and the note above each."""
    from rich.cells import cell_len
    from rich.text import Text

    from kantokuen.experiments.tables import shown

    for table in tables:
        console.print(Text(table.title, style="bold"))
        console.print(Text(table.note, style="dim"))
        heads = [name.replace("_", " ") for name in table.columns]
        cells = [[shown(cell, words) for cell in row] for row in table.rows]
        widths = [max(map(cell_len, " ".join(column).split())) for column in zip(heads, *cells, strict=True)]
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
        grid.add_column(head, min_width=width, overflow="fold")
    for row in cells:
        grid.add_row(*map(Text, row))
    console.print(grid)


def _show_records(console: "Console", heads: list[str], cells: list[list[str]]) -> None:
    """Print a table that is too wide for the screen as one block of lines a row."""
    from rich.table import Table as Grid
    from rich.text import Text

    for row in cells:
        grid = Grid.grid(padding=(0, 2))
        grid.add_column()
        grid.add_column(overflow="fold")
        for head, cell in zip(heads, row, strict=True):
            if cell:
                grid.add_row(Text(head, style="dim"), Text(cell))
        console.print(grid)
        console.print()
