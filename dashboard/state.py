"""The state of a page: everything that its visitor has chosen, in one value; the page is a function of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any, Final

from kantokuen.dashboard.guess import Guess
from kantokuen.experiments.runner import Run
from kantokuen.model.calendar import periods
from kantokuen.model.errors import input_error
from kantokuen.model.limits import ENSEMBLES
from kantokuen.model.parameters import Value
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.languages import LANGUAGES

VIEWS: Final = ("table", "theatre", "months", "whatif", "lenses", "worlds", "doubt", "sources")
THEMES: Final = ("auto", "light", "dark")
MOST_WORLD: Final = 999_999
SOME_WORLDS: Final = (2_000, 10_000, 50_000)
"""How many worlds may stand behind the probability at rest; the last is the most to be had."""

LONGEST_TITLE: Final = 80

_REQUEST: Final = Run()


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the model: everything in a state that moves a result, and nothing else.

    Attributes:
        request: which worlds.
        world: the one that is told.
        fork: how many sittings are held before `later` holds, None without a fork.
        later: the scenario from then on.
    """

    request: Run
    world: int = 0
    fork: int | None = None
    later: Scenario | None = None

    @property
    def beside(self) -> Question | None:
        """The same question in the other ensemble; None at a fork, where its world had another past."""
        if self.fork is not None:
            return None
        (other,) = (each for each in ENSEMBLES if each != self.request.ensemble)
        return replace(self, request=replace(self.request, ensemble=other))


@dataclass(frozen=True, slots=True)
class State:
    """Everything that a visitor has chosen.

    Attributes:
        request: what is played: a shipped scenario with whatever is set beside it, seed, lens and cadence.
        title: a name for it, as of an uploaded file; empty for none.
        baseline, baseline_title: the scenario that it is compared with.
        fork: ISO date from which `later` holds: the sitting of that day, and all before it, are as they
            were; empty for none.
        later: the scenario of the fork, None without one.
        world: which world the page tells, counted from 0.
        moment: ISO date of the sitting that is looked at.
        office: the office whose reasons are shown, empty for none.
        view: which part of the page is open.
        axes: the two levers of the phase map.
        worlds: how many worlds stand behind the probability at rest.
        language, theme: of the page.
        opening: whether the opening scene stands before the page.
        guess: what the visitor guessed there, None before.
        tour: the step of the guided tour, 0 where there is none.
    """

    request: Run = _REQUEST
    title: str = ""
    baseline: Scenario = _REQUEST.scenario
    baseline_title: str = ""
    fork: str = ""
    later: Scenario | None = None
    world: int = 0
    moment: str = "1941-07-31"
    office: str = ""
    view: str = VIEWS[0]
    axes: tuple[str, str] = ("germany.pace", "season.winter_shift")
    worlds: int = SOME_WORLDS[1]
    language: str = LANGUAGES[0]
    theme: str = THEMES[0]
    opening: bool = False
    guess: Guess | None = None
    tour: int = 0

    @property
    def scenario(self) -> Scenario:
        """The scenario that the levers show and change: that of the fork, where there is one."""
        return self.later or self.request.scenario

    @property
    def starting(self) -> Scenario:
        """The scenario that levers are undone to: as it is shipped, or as it was before the fork."""
        return self.request.scenario if self.fork else Scenario.load(self.request.scenario.name)

    @property
    def place(self) -> str:
        """Where in the page the visitor is: what makes a step in the history of the browser.

        A lever or the month that is looked at makes none.
        """
        scenario = self.request.scenario.name
        parts = ("opening" if self.opening else self.view, scenario, self.title, self.fork, self.office)
        return "|".join((*parts, str(self.tour)))

    @property
    def changed(self) -> dict[str, Value]:
        """The levers that can be undone."""
        return _differing(self.scenario, self.starting)

    @property
    def question(self) -> Question:
        """What is asked."""
        return Question(self.request, self.world, self.fork_index, self.later)

    @property
    def compared(self) -> Question:
        """What the grey lines tell: the baseline, or the same world without the change of its fork."""
        if self.fork:
            return replace(self.question, later=self.request.scenario)
        return Question(replace(self.request, scenario=self.baseline), self.world)

    @property
    def days(self) -> tuple[date, ...]:
        """The days on which the council sits."""
        return _days(self.request.cadence, self.request.until)

    @property
    def index(self) -> int:
        """Number of the period that is looked at."""
        return self._sitting(self.moment)

    @property
    def fork_index(self) -> int | None:
        """How many sittings are held before the change of the fork, None without a fork."""
        return sum(each.isoformat() <= self.fork for each in self.days) if self.fork else None

    @property
    def fork_day(self) -> date | None:
        """Day from which the change holds, that of the last sitting before it; None without a fork."""
        index = self.fork_index
        if index is None:
            return None
        return self.days[index - 1] if index else self.days[0].replace(day=1)

    @property
    def can_fork(self) -> bool:
        """Whether anything is left to play after the sitting that is looked at."""
        return self.index < len(self.days) - 1

    def _sitting(self, day: str) -> int:
        """Return the number of the last sitting on a day or before it, 0 where there is none."""
        return max((k for k, each in enumerate(self.days) if each.isoformat() <= day), default=0)

    def is_past(self, key: str) -> bool:
        """Tell whether a lever is a day before the fork: what has come cannot be made to come again."""
        if not self.fork_index:
            return False
        day = self.request.scenario.levers[key]
        return isinstance(day, date) and day <= self.days[self.fork_index - 1]

    def with_levers(self, levers: Mapping[str, object]) -> State:
        """Return the state with levers set: those of the fork, where there is one.

        Raises:
            InputError: a lever does not take its value, or is a day that lies before the fork.
        """
        changed = self.scenario.replace(levers)
        if not self.fork:
            return self.of(scenario=changed)
        for key in filter(self.is_past, levers):
            raise input_error("fork", f"{key} lies before it", "a lever of what is still to come")
        return replace(self, later=changed)

    def opened(self, scenario: Scenario, title: str = "") -> State:
        """Return the state with another scenario, from its beginning: a fork of the one before ends.

        The ensemble of the scenario becomes that of the page, which is what a link carries.
        """
        asked = self.of(
            scenario=replace(scenario, ensemble=None), ensemble=scenario.ensemble or self.request.ensemble
        )
        return replace(asked, title=title, fork="", later=None)

    def of(self, **changes: Any) -> State:
        """Return the state with something else asked for, by the fields of `Run`."""
        return replace(self, request=replace(self.request, **changes))


@cache
def _days(cadence: str, until: str | None) -> tuple[date, ...]:
    return tuple(each.date for each in periods(cadence, until))


def _differing(scenario: Scenario, plain: Scenario) -> dict[str, Value]:
    """Return the levers that one scenario has otherwise than another."""
    own = plain.levers
    return {key: value for key, value in scenario.levers.items() if value != own[key]}  # type: ignore[misc]


def set_levers(scenario: Scenario) -> dict[str, Value]:
    """Return what is set beside a shipped scenario."""
    return _differing(scenario, Scenario.load(scenario.name))
