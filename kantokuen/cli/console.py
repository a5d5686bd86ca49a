"""A Rich console that fits the terminal, and the signs to draw with in its encoding."""

from collections.abc import Iterable
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from kantokuen.cli.prose import Prose

WIDEST = 120  # columns; longer lines are hard to read
NARROWEST = 80  # a table that is squeezed further loses digits
NARROWEST_TEXT = 40


@dataclass(frozen=True, slots=True)
class Signs:
    """What bars and lines are drawn with."""

    filled: str
    likely: str
    possible: str
    empty: str
    bar: str
    line: str
    left: str
    right: str


UNICODE = Signs("█", "▓", "░", "·", "│", "─", "◀", "▶")
ASCII = Signs("#", "=", "-", ".", "|", "-", "<", ">")


def open_console(*, stderr: bool = False, narrowest: int = NARROWEST) -> Console:
    """Open a console as wide as the terminal, or as COLUMNS says; without either it has 80 columns.

    Args:
        stderr: on standard error.
        narrowest: columns that are taken even of a narrower terminal.
    """
    console = Console(stderr=stderr, highlight=False, soft_wrap=False)
    console.width = min(max(console.width, narrowest), WIDEST)
    return console


def new_grid() -> Table:
    """Begin a table that has a rule below its heads, and no other."""
    return Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0))


def signs_of(console: Console) -> Signs:
    """Choose signs that the encoding of the console can show."""
    return UNICODE if console.encoding.lower().replace("-", "").startswith("utf") else ASCII


def gauge(share: float, width: int, signs: Signs, marks: Iterable[float] = ()) -> str:
    """Draw a share in 0..1 as a gauge of `width` signs.

    Args:
        share: how far it is filled.
        width: how many signs.
        signs: what it is drawn with.
        marks: shares that are marked, each at the sign that is filled when it is reached.
    """
    n_filled, *n_marked = (round(min(max(each, 0.0), 1.0) * width) for each in (share, *marks))
    return "".join(
        signs.filled if n <= n_filled else signs.bar if n in n_marked else signs.empty
        for n in range(1, width + 1)
    )


def interval_bar(low: float, share: float, high: float, width: int, signs: Signs) -> str:
    """Draw a share with its interval: filled up to `low`, likely up to `share`, possible up to `high`.

    All three in 0..1, `low <= share <= high`; the bar of 1 is `width` signs long. A share above zero
    shows at least one sign.
    """
    ends = [round(each * width) for each in (low, share, high)]
    if share > 0:
        ends[2] = max(ends[2], 1)
    n_low, n_share, n_high = ends
    return signs.filled * n_low + signs.likely * (n_share - n_low) + signs.possible * (n_high - n_share)


def show_shipped(entries: Iterable[tuple[str, str, str]]) -> None:
    """Print what ships, each with its name, what it is about, and what it holds, if anything."""
    console = open_console(narrowest=NARROWEST_TEXT)
    for name, about, content in entries:
        console.print(Text(name, style="bold"))
        console.print(Padding(Prose(" ".join(about.split())), (0, 0, 0, 4)))
        if content:
            console.print(Padding(Prose(content, style="cyan"), (0, 0, 0, 4)))
