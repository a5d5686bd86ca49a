"""What was measured of the page, beside what was aimed at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kantokuen.dashboard.measuring.browser import opened, served
from kantokuen.dashboard.measuring.latency import SIZE, Latency, Times, measure_latency, view_name
from kantokuen.dashboard.measuring.memory import LEFT_SECONDS, SETTINGS, Held, measure_memory
from kantokuen.experiments.bench.measuring import Tell, heads, load, machine, sentences
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.model.errors import InputError
from kantokuen.model.text.words import ENGLISH, Words

_READ_AIM: Final = 2.0
_USE_AIM: Final = 4.0
_LEVER_AIMS: Final = (0.2, 0.4)
_STEP_AIM: Final = 0.1

Row = tuple[Cell, ...]


def measure_page(
    tell: Tell, words: Words = ENGLISH, *, opens: int = 5, moves: int = 24, steps: int = 16
) -> list[Sheet]:
    """Measure the page in a browser; without one, say why it is left out.

    Args:
        tell: told what is measured next.
        words: the language of the tables and of what is told.
        opens: how often the page is opened.
        moves: of a lever, in each of two views.
        steps: of a month, in each view.
    """
    before = load(words)
    try:
        with opened() as browser:
            tell(words("bench.next.server"))
            with served() as server:
                found = measure_latency(
                    browser, server.address, tell, words, opens=opens, moves=moves, steps=steps
                )
            with served(SETTINGS) as other:
                held = measure_memory(browser, other.address, other.process, tell, words)
            seen = f"Chromium {browser.version}"
            note = words("bench.page.machine", machine=machine(words), browser=seen, before=before)
    except InputError as missing:
        columns = heads(words, "what", "median", "late")
        return [Sheet(words("bench.page.title"), words("bench.page.left_out", why=missing), columns, ())]
    return [_speed(found, server.seconds, note, words), _aims(found, words), _memory(held, words)]


def _speed(found: Latency, start: float, machine_note: str, words: Words = ENGLISH) -> Sheet:
    width, height = SIZE
    note = words("bench.page.note", width=width, height=height, machine=machine_note)
    rows: list[Row] = [(words("bench.page.start"), 1, start, None)]
    rows += [
        _row(words("bench.page.reading"), found.reading),
        _row(words("bench.page.using"), found.using),
    ]
    rows += [
        _row(words("bench.page.lever", view=view_name(view, words)), times)
        for view, times in found.levers.items()
    ]
    rows += [
        _row(words("bench.page.month", view=view_name(view, words)), times)
        for view, times in found.steps.items()
    ]
    columns = heads(words, "what", "times", "median", "late")
    return Sheet(words("bench.page.title"), note, columns, tuple(rows))


def _row(what: str, times: Times) -> Row:
    return (what, len(times.seconds), times.middle, times.late)


def _aims(found: Latency, words: Words = ENGLISH) -> Sheet:
    """Set what was measured beside what was aimed at."""

    def aim(what: str, most: float, measured: float) -> Row:
        return (what, words("bench.below", n=f"{most:g}"), measured, measured < most)

    middle, late = _LEVER_AIMS
    rows = [
        aim(words("bench.page.aims.reading"), _READ_AIM, found.reading.late),
        aim(words("bench.page.aims.using"), _USE_AIM, found.using.late),
    ]
    for view, times in found.levers.items():
        name = view_name(view, words)
        rows.append(aim(words("bench.page.aims.lever_median", view=name), middle, times.middle))
        rows.append(aim(words("bench.page.aims.lever_late", view=name), late, times.late))
    for view, times in found.steps.items():
        name = view_name(view, words)
        rows.append(aim(words("bench.page.aims.month_median", view=name), _STEP_AIM, times.middle))
    everywhere = Times(tuple(each for times in found.steps.values() for each in times.seconds))
    rows.append(aim(words("bench.page.aims.month_late"), _STEP_AIM, everywhere.late))
    note = sentences(words, words("bench.aims"), words("bench.page.aims.note"))
    columns = heads(words, "what", "aim", "measured", "reached")
    return Sheet(words("bench.page.aims.title"), note, columns, tuple(rows))


def _memory(held: Sequence[Held], words: Words = ENGLISH) -> Sheet:
    title, columns = words("bench.page.memory.title"), heads(words, "when", "open", "held")
    if any(each.memory is None for each in held):
        return Sheet(title, words("bench.memory_unknown"), columns, ())
    rows = tuple((each.when, each.visitors, each.memory / 1e6) for each in held if each.memory is not None)
    return Sheet(title, words("bench.page.memory.note", n=LEFT_SECONDS), columns, rows)
