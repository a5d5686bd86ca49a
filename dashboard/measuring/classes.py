"""How a class of phones is served: how soon choices are answered, what a student costs, what goes wrong."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep
from typing import Final

from kantokuen.dashboard.measuring.browser import served
from kantokuen.dashboard.measuring.latency import Times
from kantokuen.dashboard.measuring.phones import Class, Lesson, Taught
from kantokuen.experiments.bench.measuring import Tell, heads, load, machine
from kantokuen.experiments.bench.watching import INTERVAL, watched
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.model.text.words import ENGLISH, Words

_LATE_AIM: Final = 0.3
_MEMORY_AIM: Final = 2.0
_WARMING: Final = Lesson(students=2, games=1, sittings=2, seconds=0.5)
"""A class before the one that is measured, after which the server has loaded all that a class needs."""

_REST_SECONDS: Final = 10 * INTERVAL
_MOST_TOLD: Final = 5


@dataclass(frozen=True, slots=True)
class Served:
    """How a class was served.

    Attributes:
        taught: how its lesson went.
        memory: bytes that the server held more than before, at most; None where it cannot be read.
    """

    taught: Taught
    memory: int | None


def measure_class(tell: Tell, words: Words = ENGLISH, lesson: Lesson | None = None) -> list[Sheet]:
    """Hold a lesson on a server of this machine, by phones that are simulated, and say how it was served.

    Args:
        tell: told what is done next.
        words: the language of the tables and of what is told.
        lesson: that is held; the usual one when not given.
    """
    lesson, before = lesson or Lesson(), load(words)
    tell(words("bench.next.server"))
    with TemporaryDirectory(prefix="kantokuen-", ignore_cleanup_errors=True) as folder:
        options = ("--rooms", str(Path(folder) / "rooms"), "--trusted-proxy", "127.0.0.1")
        with served(options=options) as server:
            Class(server.address, _WARMING).teach()
            tell(words("bench.class.next", n=lesson.students))
            found = _measured(server.address, server.process, lesson)
    return [_speed(found.taught, lesson, before, words), _aims(found, lesson, words)]


def _measured(address: str, process: int, lesson: Lesson) -> Served:
    with watched(process) as first:
        sleep(_REST_SECONDS)
    with watched(process) as most:
        taught = Class(address, lesson).teach()
    is_known = first.samples and most.samples
    return Served(taught, max(most.whole - first.whole, 0) if is_known else None)


def _speed(taught: Taught, lesson: Lesson, before: str, words: Words) -> Sheet:
    note = words(
        "bench.class.note",
        students=lesson.students,
        games=lesson.games,
        sittings=lesson.sittings,
        seconds=f"{lesson.seconds:g}",
        machine=machine(words),
        before=before,
    )
    named = {"choice": taught.choices, "turn": taught.turns}
    rows = tuple(_row(words(f"bench.class.{name}"), seconds) for name, seconds in named.items())
    return Sheet(words("bench.class.title"), note, heads(words, "what", "times", "median", "late"), rows)


def _row(what: str, seconds: tuple[float, ...]) -> tuple[Cell, ...]:
    if not seconds:
        return (what, 0, None, None)
    times = Times(seconds)
    return (what, len(seconds), times.middle, times.late)


def _aims(found: Served, lesson: Lesson, words: Words) -> Sheet:
    """Set what was measured beside what was aimed at."""
    taught, wanted = found.taught, lesson.students * lesson.games * lesson.sittings
    late = Times(taught.choices).late if taught.choices else None
    each = None if found.memory is None else found.memory / lesson.students / 1e6
    rows: list[tuple[Cell, ...]] = [
        (words("bench.class.taken"), str(wanted), len(taught.choices), len(taught.choices) == wanted),
        (
            words("bench.class.late"),
            words("bench.below", n=f"{_LATE_AIM:g}"),
            late,
            _is_below(late, _LATE_AIM),
        ),
        (
            words("bench.class.memory"),
            words("bench.below", n=f"{_MEMORY_AIM:g}"),
            each,
            _is_below(each, _MEMORY_AIM),
        ),
        (words("bench.class.wrong"), words("bench.at_most", n=0), len(taught.wrong), not taught.wrong),
    ]
    first = words.listing(sorted(set(taught.wrong))[:_MOST_TOLD])
    note = words("bench.class.told", lines=first) if taught.wrong else words("bench.aims")
    return Sheet(
        words("bench.class.aims"), note, heads(words, "what", "aim", "measured", "reached"), tuple(rows)
    )


def _is_below(measured: float | None, aim: float) -> bool | None:
    return None if measured is None else measured < aim
