"""The bar that a person sees while worlds are played."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[int, int], None]


@contextmanager
def progress_bar(*, is_wanted: bool) -> Iterator[Progress | None]:
    """Show a bar on standard error while worlds are played, if a person is looking."""
    if not is_wanted:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    from kantokuen.cli.console import open_console

    console = open_console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("worlds"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("worlds", total=None)
        yield lambda done, all_worlds: bar.update(task, completed=done, total=all_worlds)
