"""A request: which worlds are asked for, apart from how many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from kantokuen.model.arguments import scenario_given, seed_given
from kantokuen.model.calendar import Period, periods
from kantokuen.model.display import Facts, Shown, run_in_words
from kantokuen.model.errors import known_name
from kantokuen.model.lenses import find_lens
from kantokuen.model.limits import DEFAULT_ENSEMBLE, DEFAULT_SCENARIO, DEFAULT_SEED, ENSEMBLES
from kantokuen.model.scenario import Scenario


@dataclass(frozen=True, repr=False)
class Request(Shown):
    """What every question about worlds has in common, passed whole; equal requests have the same worlds.

    Attributes:
        scenario: a scenario, or the name or path of one, which is then loaded.
        seed: the seed, 0 or more.
        lens: how a decision comes about, see `kantokuen.model.lenses`.
        cadence: ``month`` or ``ten-day``.
        until: last month, ``YYYY-MM``; None for the usual one.
        ensemble: by whose view of the German war the worlds are drawn, ``historians`` or ``june-1941``;
            empty for that of the scenario, which is ``historians`` where it says nothing.

    Raises:
        InputError: an attribute is not an allowed one.
    """

    scenario: Scenario = DEFAULT_SCENARIO  # type: ignore[assignment]  # a name is loaded below
    seed: int = DEFAULT_SEED
    lens: str = "politics"
    cadence: str = "month"
    until: str | None = None
    ensemble: str = ""

    def __post_init__(self) -> None:
        """Check what was given, so that a wrong argument is told before any work begins."""
        object.__setattr__(self, "scenario", scenario_given(self.scenario))
        object.__setattr__(self, "seed", seed_given(self.seed))
        find_lens(self.lens)
        periods(self.cadence, self.until)
        asked = self.ensemble or self.scenario.ensemble or DEFAULT_ENSEMBLE
        object.__setattr__(self, "ensemble", known_name("ensemble", asked, ENSEMBLES))

    @property
    def periods(self) -> tuple[Period, ...]:
        """The periods from April 1941 to the last month."""
        return periods(self.cadence, self.until)

    @property
    def facts(self) -> dict[str, Any]:
        """Scenario, seed, lens, cadence and ensemble by name, as plain data."""
        return {
            "scenario": self.scenario.name,
            "seed": self.seed,
            "lens": self.lens,
            "cadence": self.cadence,
            "ensemble": self.ensemble,
        }

    @property
    def in_words(self) -> str:
        """Seed, lens, cadence and ensemble."""
        return run_in_words(self.seed, self.lens, self.cadence, self.ensemble)

    def _shown(self) -> tuple[str, Facts]:
        facts = {"run": self.in_words, "until": self.until, "levers": self.scenario.in_words}
        return self.scenario.name, facts


class OfRun:
    """Gives what belongs to a run, its `run`, the attributes of that by their own names."""

    __slots__ = ()

    run: Request

    @property
    def scenario(self) -> Scenario:
        """The scenario of the run."""
        return self.run.scenario

    @property
    def seed(self) -> int:
        """The seed of the run."""
        return self.run.seed

    @property
    def lens(self) -> str:
        """The lens: how a decision comes about."""
        return self.run.lens

    @property
    def cadence(self) -> str:
        """What is told as one period: ``month`` or ``ten-day``."""
        return self.run.cadence

    @property
    def ensemble(self) -> str:
        """By whose view of the German war the worlds are drawn: ``historians`` or ``june-1941``."""
        return self.run.ensemble
