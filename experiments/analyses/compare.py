"""Comparison: what one change does, world by world.

`compare` plays the same worlds under two histories, A and B.  World ``k`` meets the same chance in both,
so a difference in that world comes from what was changed.  Luck that helps or harms both drops out, and
the intervals are narrower than those of two separate runs.  How to read what it gives:

* ``differences``: every difference is B less A.  ``only_a`` and ``only_b`` tell what a difference of
  shares hides: a change may move many worlds each way and leave the share where it was.  The p value is
  that of one measure by itself; among the nine shares, one below .05 is no surprise.  A shift of days is
  a mean over the worlds in which the event happens in both, which a change may also have chosen.
* ``crossing``: where the worlds of each outcome in A go in B.
* ``parting``: the butterfly's wing and the decision.  ``anything`` is the first difference of any kind,
  however small; ``decision`` is a text, an order, its day, the force sanctioned, or a war in the north.
  Between the two lie the months in which a change was at work and nothing decided had moved yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from math import sqrt
from typing import Any, Final

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.stats import binomtest

from kantokuen.agents.view import Array
from kantokuen.experiments.analyses.measures import MEASURES
from kantokuen.experiments.analyses.pairs import EVENTS, NEVER_PARTED, SENSES, Counts, Pair, Tally, play_pairs
from kantokuen.experiments.intervals import CONFIDENCE_Z, student_bounds
from kantokuen.experiments.runner import Progress, Run
from kantokuen.experiments.validation.paired import Difference
from kantokuen.model.arguments import progress_given, scenario_given, workers_given, worlds_given
from kantokuen.model.display import Facts, Shown, counted, listed, share
from kantokuen.model.frames import to_pandas
from kantokuen.model.model import DEFAULT_SEED
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.scenario import LeverValue, Scenario

SHARE: Final = MEASURES["attack_1941"].unit
DIVISIONS: Final = MEASURES["divisions_peak"].unit
DAYS: Final = "days"

_FIELDS: Final = {
    "measure": pl.String,
    "unit": pl.String,
    "worlds": pl.Int64,
    "a": pl.Float64,
    "b": pl.Float64,
    "difference": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "p": pl.Float64,
    "only_a": pl.Int64,
    "only_b": pl.Int64,
}


@dataclass(frozen=True, repr=False)
class Comparison(Shown):
    """What the comparison of A and B gives; how to read it is told above.

    Attributes:
        a, b: what was run.
        worlds: how many worlds, each played under both.
        tally: the counts from which the frames are made.
    """

    a: Run
    b: Run
    worlds: int
    tally: Tally

    @cached_property
    def differences(self) -> pl.DataFrame:
        """A row per measure: its value in A and B, and the paired difference, B less A.

        Columns: ``measure``, ``unit``, ``worlds`` (behind this row), ``a``, ``b``, ``difference``, ``low``
        and ``high`` (95 %), ``p`` (McNemar's exact test), ``only_a`` and ``only_b`` (worlds that have it
        in one only).  The last three are empty unless the unit is a share of worlds.  Where the unit is
        days, ``a`` and ``b`` count from 1 April 1941.  Names and labels are those of `measures`.
        """
        tally = self.tally
        shares = [
            _share_row(name, _one_against_rest(tally.crossing, place)) for place, name in enumerate(OUTCOMES)
        ]
        shares += [_share_row(name, tally.events[name]) for name in EVENTS]
        return pl.DataFrame([*shares, *_shift_rows(tally)], schema=_FIELDS)

    @cached_property
    def crossing(self) -> pl.DataFrame:
        """Worlds by outcome: a row per ``outcome`` in A, a column per outcome in B."""
        counts = {name: self.tally.crossing[:, place] for place, name in enumerate(OUTCOMES)}
        return pl.DataFrame({"outcome": list(OUTCOMES), **counts})

    @cached_property
    def parting(self) -> pl.DataFrame:
        """A row per period: its ``date``, and the shares of worlds parted by then, a column a sense."""
        n = len(self.tally.dates)
        by_then = {sense: _parted_by(self.tally.parted[sense], n) for sense in SENSES}
        return pl.DataFrame({"date": list(self.tally.dates), **by_then})

    @cached_property
    def parted_at(self) -> pl.DataFrame:
        """A row per ``world``: the day of the sitting by which it has parted in each sense, or null."""
        days = pl.Series([*self.tally.dates, None], dtype=pl.Date)
        places = {sense: self.tally.parted[sense].astype(np.int64) for sense in SENSES}
        # the last row of the calendar, which the place -1 stands for, is empty
        found = {
            sense: days.gather(np.where(p == NEVER_PARTED, len(days) - 1, p)) for sense, p in places.items()
        }
        return pl.DataFrame({"world": np.arange(self.worlds), **found})

    def parts(self, sense: str, share: float = 0.0) -> date | None:
        """Return the day of the sitting by which a share of worlds has parted, None if that never happens.

        Args:
            sense: ``anything`` or ``decision``.
            share: 0 to 1; 0 for the first world of all.
        """
        late = self.parting.filter(pl.col(sense) > 0, pl.col(sense) >= share)["date"]
        return None if late.is_empty() else late[0]

    @property
    def changed(self) -> dict[str, tuple[LeverValue, LeverValue]]:
        """The parameters that differ, each with its value in A and in B."""
        a, b = self.a.scenario.levers, self.b.scenario.levers
        return {key: (a[key], b[key]) for key in a if not _is_same(a[key], b[key])}

    @property
    def is_same(self) -> bool:
        """Whether A and B are one and the same history under one lens."""
        return not self.changed and self.a.lens == self.b.lens

    def to_pandas(self) -> Any:
        """Return the differences as a `pandas.DataFrame`, a row per measure."""
        return to_pandas(self.differences)

    def _shown(self) -> tuple[str, Facts]:
        a, b = (self.tally.crossing.sum(axis=axis) / self.worlds for axis in (1, 0))
        moved = [
            f"{name} {share(a[place])} to {share(b[place])}"
            for place, name in enumerate(OUTCOMES)
            if a[place] != b[place]
        ]
        facts = {
            "run": self.a.in_words + ("" if self.a.lens == self.b.lens else f"; B: lens {self.b.lens}"),
            "changes": listed(self.changed),
            "A to B": listed(moved),
            "frames": "differences, crossing, parting, parted_at, to_pandas()",
        }
        return (
            f"{counted(self.worlds, 'world')} under {self.a.scenario.name} and {self.b.scenario.name}",
            facts,
        )


def compare(
    a: Scenario | str,
    b: Scenario | str,
    worlds: int = 10_000,
    *,
    seed: int = DEFAULT_SEED,
    lens: str = "politics",
    lens_b: str | None = None,
    cadence: str = "month",
    until: str | None = None,
    ensemble: str | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> Comparison:
    """Play the same worlds under two histories and compare them world by world.

    Args:
        a: a scenario, or the name or path of one.
        b: the other.
        worlds: how many worlds, 1 or more; each is played twice.
        seed: the seed of both.
        lens: how a decision comes about.
        lens_b: the lens of B, if it is another one.
        cadence: ``month`` or ``ten-day``.
        until: last month, ``YYYY-MM``.
        ensemble: ``historians`` or ``june-1941``, of both; None for that of A.
        workers: processes; the result is the same whatever their number.
        progress: called with worlds done and all worlds.

    Raises:
        InputError: an argument is not an allowed one.
    """
    run_a = Run(scenario_given(a), seed, lens, cadence, until, ensemble or "")
    run_b = replace(run_a, scenario=scenario_given(b), lens=lens if lens_b is None else lens_b)
    return compare_pair(Pair(run_a, run_b), worlds, workers=workers, progress=progress)


def compare_pair(
    pair: Pair, worlds: int = 10_000, *, workers: int = 1, progress: Progress | None = None
) -> Comparison:
    """Play the same worlds under both runs of a pair, as `compare` does, and compare them.

    Raises:
        InputError: an argument is not an allowed one.
    """
    worlds, workers, progress = worlds_given(worlds), workers_given(workers), progress_given(progress)
    traced = Pair(replace(pair.a, trace=True), replace(pair.b, trace=True))
    tally = play_pairs(traced, worlds, workers=workers, progress=progress)
    return Comparison(pair.a, pair.b, worlds, tally)


def share_difference(only_a: int, only_b: int, worlds: int) -> Difference:
    """Return the difference of two shares of the same worlds, B less A, with its 95 % interval.

    The adjusted Wald interval for paired data [BonettPrice2012]: with ``q = (only + 1) / (worlds + 2)``,
    ``(qb - qa) -+ 1.96 sqrt((qa + qb - (qb - qa)^2) / (worlds + 2))``.  It keeps some width where no world
    changes sides, since the next one might.  Worlds that have it in both, or in neither, do not matter.

    Args:
        only_a: worlds that have it in A only.
        only_b: worlds that have it in B only.
        worlds: all worlds, 1 or more.
    """
    n = worlds + 2
    in_a, in_b = (only_a + 1) / n, (only_b + 1) / n
    middle = in_b - in_a
    half = CONFIDENCE_Z * sqrt((in_a + in_b - middle * middle) / n)
    mean = (only_b - only_a) / worlds
    return Difference(mean, max(middle - half, -1.0), min(middle + half, 1.0))


def mcnemar(only_a: int, only_b: int) -> float:
    """Return the two-sided p value of McNemar's exact test [McNemar1947]; 1 where no world changes sides."""
    changing = only_a + only_b
    return float(binomtest(only_b, changing, 0.5).pvalue) if changing else 1.0


def _one_against_rest(crossing: Counts, place: int) -> Counts:
    """Return the table of one outcome, no and yes in A by no and yes in B."""
    both = crossing[place, place]
    in_a, in_b = crossing[place].sum(), crossing[:, place].sum()
    return np.array([[crossing.sum() - in_a - in_b + both, in_b - both], [in_a - both, both]])


def _share_row(name: str, table: Counts) -> dict[str, Any]:
    (_, only_b), (only_a, both) = table.tolist()
    worlds = int(table.sum())
    found = share_difference(only_a, only_b, worlds)
    return {
        "measure": name,
        "unit": SHARE,
        "worlds": worlds,
        "a": (both + only_a) / worlds,
        "b": (both + only_b) / worlds,
        "difference": found.mean,
        "low": found.low,
        "high": found.high,
        "p": mcnemar(only_a, only_b),
        "only_a": only_a,
        "only_b": only_b,
    }


def _shift_rows(tally: Tally) -> Iterator[dict[str, Any]]:
    for column, sums in tally.shifts.items():
        name = column.replace("_date", "_day")
        n, in_a, in_b, shift, square = sums.tolist()
        row: dict[str, Any] = {"measure": name, "unit": DIVISIONS if name == "divisions_peak" else DAYS}
        row["worlds"] = int(n)
        if n:
            row |= {"a": in_a / n, "b": in_b / n, "difference": shift / n}
            row["low"], row["high"] = _interval(n, shift, square)
        yield row


def _interval(n: float, total: float, square: float) -> tuple[float | None, float | None]:
    """Return Student's 95 % interval of a mean from ``sum d`` and ``sum d^2``; none for a single world."""
    if n < 2:
        return None, None
    low, high = student_bounds(np.array([total]), np.array([square]), np.array([n]))
    return float(low[0]), float(high[0])


def _parted_by(periods: NDArray[np.int16], n: int) -> Array:
    """Return the share of worlds parted by the end of each of ``n`` periods."""
    parted = periods[periods != NEVER_PARTED]
    shares: Array = np.cumsum(np.bincount(parted, minlength=n)) / len(periods)
    return shares


def _is_same(a: LeverValue, b: LeverValue) -> bool:
    return type(a) is type(b) and bool(np.array_equal(np.asarray(a), np.asarray(b)))
