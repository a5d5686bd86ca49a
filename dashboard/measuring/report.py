"""What was measured of the page, beside what was aimed at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kantokuen.dashboard.measuring.browser import opened, served
from kantokuen.dashboard.measuring.latency import SIZE, Latency, Times, measure_latency
from kantokuen.dashboard.measuring.memory import LEFT_SECONDS, SETTINGS, Held, measure_memory
from kantokuen.experiments.bench.measuring import Tell, load, machine
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.model.errors import InputError

_TITLE: Final = "The page"
_READ_AIM: Final = 2.0
_USE_AIM: Final = 4.0
_LEVER_AIMS: Final = (0.2, 0.4)
_STEP_AIM: Final = 0.1

Row = tuple[Cell, ...]


def measure_page(tell: Tell, *, opens: int = 5, moves: int = 24, steps: int = 16) -> list[Sheet]:
    """Measure the page in a browser; without one, say why it is left out.

    Args:
        tell: told what is measured next.
        opens: how often the page is opened.
        moves: of a lever, in each of two views.
        steps: of a month, in each view.
    """
    before = load()
    try:
        with opened() as browser:
            tell("page: start of the server")
            with served() as server:
                found = measure_latency(browser, server.address, tell, opens=opens, moves=moves, steps=steps)
            with served(SETTINGS) as other:
                held = measure_memory(browser, other.address, other.process, tell)
            note = f"{machine()}, Chromium {browser.version}. {before}."
    except InputError as missing:
        return [Sheet(_TITLE, f"Left out: {missing}.", ("what", "median, s", "95 of 100, s"), ())]
    return [_speed(found, server.seconds, note), _aims(found), _memory(held)]


def _speed(found: Latency, start: float, machine_note: str) -> Sheet:
    width, height = SIZE
    note = (
        f"In a browser without a window, {width} × {height}, on the machine that serves the page as well. "
        f"{machine_note} The clock runs in the browser, until the answer stands in the document; 95 of 100 "
        "tries, or all of few, took no longer than the last column says."
    )
    rows: list[Row] = [("start of the server", 1, start, None)]
    rows += [
        _row("opened, until there is something to read", found.reading),
        _row("opened, until a lever moved at once is answered", found.using),
    ]
    rows += [_row(f"lever, until the new probability; view {view}", t) for view, t in found.levers.items()]
    rows += [_row(f"month, until all in sight shows it; view {view}", t) for view, t in found.steps.items()]
    return Sheet(_TITLE, note, ("what", "times", "median, s", "95 of 100, s"), tuple(rows))


def _row(what: str, times: Times) -> Row:
    return (what, len(times.seconds), times.middle, times.late)


def _aims(found: Latency) -> Sheet:
    """Set what was measured beside what was aimed at."""
    middle, late = _LEVER_AIMS
    rows = [
        _aim("opened, something to read, 95 of 100, s", _READ_AIM, found.reading.late),
        _aim("opened, a lever answers, 95 of 100, s", _USE_AIM, found.using.late),
    ]
    for view, times in found.levers.items():
        rows.append(_aim(f"lever, view {view}, median, s", middle, times.middle))
        rows.append(_aim(f"lever, view {view}, 95 of 100, s", late, times.late))
    rows += [
        _aim(f"month, view {view}, median, s", _STEP_AIM, times.middle) for view, times in found.steps.items()
    ]
    everywhere = Times(tuple(each for times in found.steps.values() for each in times.seconds))
    rows.append(_aim("month, all views, 95 of 100, s", _STEP_AIM, everywhere.late))
    note = (
        "Each aim was set before it was measured; a missed one is shown as missed. They are meant for a "
        "machine of two cores that does nothing else; here the browser takes its part of the same cores."
    )
    return Sheet("Aims of the page", note, ("what", "aim", "measured", "reached"), tuple(rows))


def _aim(what: str, most: float, measured: float) -> Row:
    return (what, f"below {most:g}", measured, measured < most)


def _memory(held: Sequence[Held]) -> Sheet:
    title, columns = "Memory of the server", ("when", "pages open", "MB")
    if any(each.memory is None for each in held):
        return Sheet(title, "It is not known: `pip install psutil` to have it measured.", columns, ())
    note = (
        "Each visitor looks at a world of one's own and moves a lever. What the server has answered it keeps "
        "for the next who asks, up to a limit, whoever leaves. The page of a visitor who has left is given "
        f"up after {LEFT_SECONDS} seconds here, otherwise after some minutes."
    )
    rows = tuple((each.when, each.visitors, each.memory / 1e6) for each in held if each.memory is not None)
    return Sheet(title, note, columns, rows)
