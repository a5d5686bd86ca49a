"""The results of a run: its worlds as frames, and what is told of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from kantokuen.agents.view import Array
from kantokuen.experiments.asides import Asides
from kantokuen.model.display import Facts, Shown, counted
from kantokuen.model.frames import frame_of, periods_frame, to_pandas
from kantokuen.model.request import OfRun, Request
from kantokuen.model.story import Story, shares_in_words
from kantokuen.model.values import varying

if TYPE_CHECKING:
    import polars as pl

Columns = dict[str, Array]
"""The outcomes of worlds by name, arrays of shape ``(worlds,)``; see `kantokuen.model.frames`."""

Means = dict[str, dict[str, float]]


@dataclass(frozen=True, repr=False)
class Results(OfRun, Shown):
    """The results of a run.

    Attributes:
        run, worlds: what was run, and how many worlds of it.
        columns: the columns of the outcomes, arrays of shape ``(worlds,)``.
        means: date, and by office the means over worlds of its stances.
        asides: by period, what else is told of it: who sat, what made the stances, what outsiders believed.
        told: the story of the world in any language; only for one world.
        trace: a row per world and period, if it was asked for.
        posterior: whether the judgements were drawn from the posterior of the calibration.
    """

    run: Request
    worlds: int
    columns: Columns
    means: list[tuple[date, Means]]
    asides: list[Asides]
    told: Story | None = None
    trace: pl.DataFrame | None = None
    posterior: bool = False

    @property
    def story(self) -> list[dict[str, Any]]:
        """The periods of one world in English words; of many it is empty."""
        return [] if self.told is None else self.told.tell()

    @property
    def verdict(self) -> str:
        """What became of Kantokuen in one world, in an English sentence or two; of many it is empty."""
        return "" if self.told is None else self.told.verdict()

    @property
    def drawn(self) -> dict[str, float]:
        """What chance made of the parameters that vary, in the first world."""
        return {key: float(self.columns[key][0]) for key in varying()}

    @cached_property
    def outcomes(self) -> pl.DataFrame:
        """A row per world: outcome, dates, peak and every parameter that varies."""
        return frame_of(self.columns)

    def to_pandas(self) -> Any:
        """Return the outcomes as a `pandas.DataFrame`."""
        return to_pandas(self.outcomes)

    @cached_property
    def periods(self) -> pl.DataFrame:
        """A row per period and office: means over worlds."""
        return periods_frame(self.means)

    def _shown(self) -> tuple[str, Facts]:
        facts = {
            "run": self.run.in_words,
            "levers": self.scenario.in_words,
            "ends": self.verdict or shares_in_words(self.columns["outcome"]),
            "frames": "outcomes, periods, to_pandas()" if self.trace is None else "outcomes, periods, trace",
        }
        return f"{counted(self.worlds, 'world')} of {self.scenario.name}", facts
