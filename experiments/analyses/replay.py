"""One world, played again and again under other parameters and the same chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from kantokuen.agents.view import Mask
from kantokuen.experiments.analyses.measures import Measure
from kantokuen.experiments.results import Columns
from kantokuen.experiments.runner import Run, play_members, run_given
from kantokuen.model.arguments import without_arrays
from kantokuen.model.calendar import periods, to_date
from kantokuen.model.errors import input_error, whole
from kantokuen.model.far_east import DIVISIONS_IN_JUNE, FIXED_BY
from kantokuen.model.frames import columns
from kantokuen.model.members import Members
from kantokuen.model.model import KantokuenModel
from kantokuen.model.outcome import OUTCOMES, SEASON_ENDS
from kantokuen.model.parameters import PARAMETERS, Value

SPREAD: Final = "worlds.spread"
"""The parameter that says how far chance moves the others, which therefore cannot be held while it moves."""

_DECIDED: Final = f"{to_date(SEASON_ENDS):%Y-%m}"
"""The month at whose end it is settled whether a world attacks in 1941."""


def enough(run: Run, wanted: Measure) -> Run:
    """Return a run without the months that can no longer change whether a world attacks in 1941."""
    settled = replace(run, until=_DECIDED)
    is_longer = len(periods(run.cadence, run.until)) > len(periods(run.cadence, _DECIDED))
    return settled if is_longer and wanted.outcomes == ("attack_1941",) else run


class Replay:
    """One world of a run, and what its parameters came to in it.

    Attributes:
        run: what is run, to its end.
        world: index of the world.
        wanted: the event that is asked for, a measure that is a share of worlds.
        outcome: how the world ends, of `kantokuen.model.outcome.OUTCOMES`.
        happens: whether the event happens in it.
        drawn: by key, the number that each parameter has in it; parameters that hold a keyword are left out.
        came: by key of a parameter that holds a keyword, what the world made of it: the day on which the
            event came, infinite where it did not; of ``soviet.transfer_share`` the share gone by its day.

    Args:
        run: what to run; stances and traces are left out whatever it says.
        world: index of the world, 0 or more.
        wanted: the event.

    Raises:
        InputError: the measure is no event, there can be no such world, or a parameter holds an array.
    """

    def __init__(self, run: Run, world: int, wanted: Measure) -> None:
        if not wanted.is_share:
            fault = f"{wanted.name} is a {wanted.kind} and no event that happens or not"
            raise input_error("measure", fault, "a share of worlds, such as attack_1941")
        run = run_given(run)
        self.run = replace(run.bare, scenario=without_arrays(run.scenario))
        self.world = whole("world", world, least=0)
        self.wanted = wanted
        self._short = enough(self.run, wanted)
        model = self.run.model(1, self.world)
        values = model.world.values
        self.drawn = {
            key: (int if lever.type == "int" else float)(np.atleast_1d(values[key])[0])
            for key, lever in PARAMETERS.items()
            if lever.is_number and not isinstance(values[key], str)
        }
        self.came = _came(model)
        found = columns(model.world)
        self.outcome = OUTCOMES[int(found["outcome"][0])]
        self.happens = bool(wanted.of(found)[0])
        model.release()

    @property
    def last_day(self) -> float:
        """Day of the last sitting that can matter for the event."""
        return periods(self._short.cadence, self._short.until)[-1].end

    def with_numbers(
        self, trials: Sequence[tuple[str, float]], *, is_exact: bool = True, is_whole: bool = False
    ) -> Columns:
        """Play the world once for each trial, which moves one parameter and leaves all others as they were.

        Args:
            trials: key and number; a parameter that holds a keyword, or `SPREAD`, is tried by itself.
            is_exact: take the numbers as they stand in this world; otherwise as what the scenario
                says, around which the chance of the world moves them.
            is_whole: play to the end of the run, not only as long as the event needs.

        Returns:
            The columns of the outcomes, shape ``(trials,)`` each.
        """
        levers = {key: np.full(len(trials), self._held(key, is_exact=is_exact)) for key in dict(trials)}
        for place, (key, number) in enumerate(trials):
            levers[key][place] = number
        members = Members(
            np.full(len(trials), self.world), levers, frozenset(levers) if is_exact else frozenset()
        )
        return play_members(self.run if is_whole else self._short, members)

    def with_setting(self, key: str, value: Value, *, is_whole: bool = False) -> Columns:
        """Play the world with another value of one parameter in the scenario; columns of shape ``(1,)``."""
        run = self.run if is_whole else self._short
        changed = replace(run, scenario=run.scenario.replace({key: value}))
        model = changed.model(1, self.world)
        model.run()
        found = columns(model.world)
        model.release()
        return found

    def setting(self, key: str) -> Value:
        """Return what the scenario says of a parameter."""
        value = self.run.scenario.levers[key]
        if isinstance(value, np.ndarray):
            raise TypeError(f"{key} is an array")
        return value

    def differs(self, found: Columns) -> Mask:
        """Return where the event happens though it did not in this world, or the other way round."""
        return np.asarray((self.wanted.of(found) > 0.0) != self.happens)

    def _held(self, key: str, *, is_exact: bool) -> float:
        """Return what a parameter has where it is not the one that is moved; nan if it holds a keyword."""
        value = self.setting(key)
        if key not in self.drawn:
            return np.nan
        return self.drawn[key] if is_exact or not isinstance(value, (int, float)) else float(value)


def _came(model: KantokuenModel) -> dict[str, float]:
    """Play a model of one world to its end, and return what it made of the parameters that hold a keyword."""
    days, divisions = [], []
    while model.running:
        model.step()
        east = model.world.far_east
        days += [day for day, _ in east.past]
        divisions += [float(each[0]) for _, each in east.past]
    world = model.world
    war = world.german_war
    order = np.argsort(days)
    left = np.interp(FIXED_BY, np.array(days)[order], np.array(divisions)[order])
    found = {
        "germany.moscow_falls": float(world.by_today(war.moscow_day)[0]),
        "soviet.collapse": float(world.by_today(war.collapse_day)[0]),
        "soviet.transfer_share": 1.0 - float(left) / DIVISIONS_IN_JUNE,
        "army.divisions_cap": float(world.council.sanctioned[0]),
        "sanctions.freeze": float(world.by_today(world.sanctions.freeze_day)[0]),
        "sanctions.oil_embargo": float(world.by_today(world.sanctions.embargo_day)[0]),
        "south.indochina": float(world.by_today(world.council.indochina_day)[0]),
    }
    return {key: value for key, value in found.items() if isinstance(model.request.scenario.levers[key], str)}
