"""The bar that a person sees while worlds are played."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from kantokuen.model.text.words import Words

Progress = Callable[[int, int], None]

_SECONDS_BETWEEN_LINES = 30.0
"""How often a log gets a line; a terminal shows a bar instead."""


@contextmanager
def progress_bar(words: "Words", *, is_wanted: bool) -> Iterator[Progress | None]:
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
    what = words("progress.worlds")
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, all_worlds: bar.update(task, completed=done, total=all_worlds)


@contextmanager
def row_progress(words: "Words", *, is_wanted: bool, what: str = "rows") -> Iterator[Progress | None]:
    """Show on standard error how far long work is, at what rate, and how long it will take.

    On a terminal this is a bar; in a log it is a line now and then.
    """
    if not is_wanted:
        yield None
        return
    from kantokuen.cli.console import open_console

    console, what = open_console(stderr=True), words(f"progress.{what}")
    if not console.is_terminal:
        yield _Lines(console, what, words).tell
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
        pace = Pace(words)

        def tell(done: int, whole: int) -> None:
            bar.update(task, completed=done, total=whole, pace=pace.in_words(done, whole))

        yield tell


class Pace:
    """The rate of work since it was first told of, and the time that is left at that rate."""

    def __init__(self, words: "Words") -> None:
        self._words = words
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
        time = _duration((whole - done) / rate, self._words)
        return self._words("progress.pace", rate=_number(rate), time=time)


class _Lines:
    """Writes a line now and then, for a log that nobody watches."""

    def __init__(self, console: "Console", what: str, words: "Words") -> None:
        self._console, self._what, self._words = console, what, words
        self._pace = Pace(words)
        self._told = monotonic()

    def tell(self, done: int, whole: int) -> None:
        """Write a line if the last one is old enough."""
        pace = self._pace.in_words(done, whole)
        if monotonic() - self._told >= _SECONDS_BETWEEN_LINES and pace:
            self._told = monotonic()
            told = {"done": f"{done:,}", "whole": f"{whole:,}", "what": self._what, "pace": pace}
            self._console.print(self._words("progress.line", **told), soft_wrap=True)


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _duration(seconds: float, words: "Words") -> str:
    whole = round(seconds)
    time = {"h": whole // 3600, "m": whole // 60 % 60, "s": whole % 60}
    return words(
        "progress.hours" if time["h"] else "progress.minutes" if time["m"] else "progress.seconds", **time
    )
