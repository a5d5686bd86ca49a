"""Measuring: the time of a piece of work, of several by turns, and the machine that it was measured on."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter, process_time

import mesa
import numpy as np

from kantokuen.model.text.words import ENGLISH, Words

Work = Callable[[], object]
Tell = Callable[[str], None]
"""Called with a line that says what is measured next."""


@dataclass(frozen=True, slots=True)
class Pace:
    """A number of worlds, and the seconds that they took.

    Attributes:
        worlds: how many.
        seconds: on the clock.
        processor: of processor time; in this process, if it was not measured otherwise.
    """

    worlds: int
    seconds: float
    processor: float = 0.0

    @property
    def rate(self) -> float:
        """Worlds per second."""
        return self.worlds / self.seconds


def timed(worlds: int, work: Work, used: Callable[[], float] = process_time) -> Pace:
    """Do work on so many worlds once, and return its pace.

    Args:
        worlds: how many.
        work: the work.
        used: tells the processor time used so far, in seconds.
    """
    processor, clock = used(), perf_counter()
    work()
    return Pace(worlds, perf_counter() - clock, used() - processor)


def best(worlds: int, work: Work, tries: int = 3) -> Pace:
    """Do the same work several times and return the quickest."""
    return min((timed(worlds, work) for _ in range(tries)), key=lambda pace: pace.seconds)


def by_turns(
    worlds: int,
    works: Mapping[str, Work],
    rounds: int,
    *,
    used: Callable[[], float] = process_time,
    tell: Callable[[int], object] | None = None,
) -> dict[str, list[Pace]]:
    """Do several works one after the other, again and again, so that a change of the machine meets all.

    Args:
        worlds: worlds of each.
        works: by name.
        rounds: how often, 1 or more.
        used: tells the processor time used so far, in seconds.
        tell: called with the number of each round, from 1, before it begins.

    Returns:
        By name, the pace in each round.
    """
    paces: dict[str, list[Pace]] = {name: [] for name in works}
    for number in range(1, rounds + 1):
        if tell is not None:
            tell(number)
        for name, work in works.items():
            paces[name].append(timed(worlds, work, used))
    return paces


def ratio(above: Sequence[float], below: Sequence[float]) -> float:
    """Return the median over rounds of one figure divided by another of the same round."""
    return median(a / b for a, b in zip(above, below, strict=True))


def middle(paces: Sequence[Pace]) -> Pace:
    """Return the pace in the middle, by its seconds; the quicker of the two where there is none."""
    return sorted(paces, key=lambda pace: pace.seconds)[(len(paces) - 1) // 2]


def readable(figure: float) -> float:
    """Return a figure of three digits or more as a whole number, which is shown without an exponent."""
    return round(figure) if figure >= 100.0 else figure


def cores() -> int:
    """How many processors this machine has."""
    return os.cpu_count() or 1


def machine(words: Words = ENGLISH) -> str:
    """Describe the machine and the versions in a line."""
    parts = (("Python", platform.python_version()), ("NumPy", np.__version__), ("Mesa", mesa.__version__))
    versions = words("numbers.comma").join(f"{name} {version}" for name, version in parts)
    system = f"{platform.system()} {platform.machine()}"
    return words("bench.machine", system=system, cores=cores(), versions=versions)


def load(words: Words = ENGLISH) -> str:
    """Say how many processes wanted a processor in the last minute, where the system tells."""
    if not hasattr(os, "getloadavg"):
        return words("bench.load_unknown")
    return words("bench.load", n=f"{os.getloadavg()[0]:.1f}", cores=cores())


def heads(words: Words, *names: str) -> tuple[str, ...]:
    """Return the heads of columns of the benchmark; an empty name has an empty head."""
    return tuple(words(f"bench.columns.{name}") if name else "" for name in names)


def sentences(words: Words, *parts: str) -> str:
    """Return sentences one after the other, without those that are empty."""
    return words("numbers.space").join(part for part in parts if part)
