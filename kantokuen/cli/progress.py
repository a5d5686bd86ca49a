"""The bar that a person sees while worlds are played."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

Progress = Callable[[int, int], None]

_SECONDS_BETWEEN_LINES = 30.0
"""How often a log gets a line; a terminal shows a bar instead."""


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


@contextmanager
def row_progress(*, is_wanted: bool, what: str = "rows") -> Iterator[Progress | None]:
    """Show on standard error how far long work is, at what rate, and how long it will take.

    On a terminal this is a bar; in a log it is a line now and then.
    """
    if not is_wanted:
        yield None
        return
    from kantokuen.cli.console import open_console

    console = open_console(stderr=True)
    if not console.is_terminal:
        yield _Lines(console, what).tell
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn(what),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pace]}"),
        TimeElapsedColumn(),
    )
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None, pace="")
        pace = Pace()

        def tell(done: int, whole: int) -> None:
            bar.update(task, completed=done, total=whole, pace=pace.in_words(done, whole))

        yield tell


class Pace:
    """The rate of work since it was first told of, and the time that is left at that rate."""

    def __init__(self) -> None:
        self._begun: tuple[float, int] | None = None

    def in_words(self, done: int, whole: int) -> str:
        """Return the rate and the time left, nothing while neither is known."""
        now = monotonic()
        if self._begun is None:
            self._begun = now, done
        begun, before = self._begun
        if done <= before or now <= begun:
            return ""
        rate = (done - before) / (now - begun)
        return f"{_number(rate)}/s, {_duration((whole - done) / rate)} left"


class _Lines:
    """Writes a line now and then, for a log that nobody watches."""

    def __init__(self, console: "Console", what: str) -> None:
        self._console, self._what = console, what
        self._pace = Pace()
        self._told = monotonic()

    def tell(self, done: int, whole: int) -> None:
        """Write a line if the last one is old enough."""
        pace = self._pace.in_words(done, whole)
        if monotonic() - self._told >= _SECONDS_BETWEEN_LINES and pace:
            self._told = monotonic()
            self._console.print(f"{done:,} of {whole:,} {self._what}, {pace}", soft_wrap=True)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _duration(seconds: float) -> str:
    whole = round(seconds)
    hours, minutes = whole // 3600, whole // 60 % 60
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min {whole % 60} s" if minutes else f"{whole} s"
