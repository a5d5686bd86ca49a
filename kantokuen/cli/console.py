"""A Rich console that fits the terminal, and the signs to draw with in its encoding."""

from dataclasses import dataclass

from rich.console import Console

from kantokuen.cli.streams import leave_broken_pipe

WIDEST = 120  # columns; longer lines are hard to read
NARROWEST = 80


class PipeConsole(Console):
    """A console on standard output that ends quietly when its reader has left."""

    def on_broken_pipe(self) -> None:
        """End the command with status 0."""
        leave_broken_pipe()


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


def open_console(*, stderr: bool = False) -> PipeConsole:
    """Open a console 80 to 120 columns wide, as the terminal allows; 80 in a pipe."""
    console = PipeConsole(stderr=stderr, highlight=False, soft_wrap=False)
    console.width = min(max(console.width, NARROWEST), WIDEST)
    return console


def signs_of(console: Console) -> Signs:
    """Choose signs that the encoding of the console can show."""
    return UNICODE if console.encoding.lower().replace("-", "").startswith("utf") else ASCII


def gauge(share: float, width: int, signs: Signs) -> str:
    """Draw a share in 0..1 as a gauge of `width` signs."""
    n_filled = round(min(max(share, 0.0), 1.0) * width)
    return signs.filled * n_filled + signs.empty * (width - n_filled)


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
