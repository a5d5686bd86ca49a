"""Flips: the smallest change of one parameter that would have flipped the verdict on one world.

Everything else stays as it was, all chance included.  A number is looked for over its declared range: on a
grid, then between the last value that leaves the verdict as it is and the first that flips it.  A date is
looked for outward, in steps and then by the day; a switch or a keyword is tried.  Every flip that is found
has been played.  A parameter that works one way here and the other way there may flip the verdict nearer than
the grid sees; what is found is then a flip, but not the smallest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from kantokuen.experiments.analyses.measures import Measure, measure
from kantokuen.experiments.analyses.nearest_dates import nearest_date
from kantokuen.experiments.analyses.nearest_numbers import Nearest, nearest_numbers
from kantokuen.experiments.analyses.replay import SPREAD, Replay
from kantokuen.experiments.runner import Run
from kantokuen.model.display import Facts, Shown, listed
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.parameters import PARAMETERS, Value

Kind = Literal["number", "date", "decision"]
Realm = Literal["history", "judgement", "theory"]

KINDS: Final[tuple[Kind, ...]] = ("number", "date", "decision")
REALMS: Final[tuple[Realm, ...]] = ("history", "judgement", "theory")

_THEORY: Final = frozenset({"mechanism", "worlds"})
"""Groups of parameters on the model itself."""


@dataclass(frozen=True, slots=True)
class Flip:
    """One change that flips the verdict.

    Attributes:
        key: the parameter.
        kind: a number or a date, which can be moved by more or less, or a decision: a switch or a keyword.
        realm: ``history``, what was so in 1941; ``judgement``, constants of the rules on
            which readers may differ; ``theory``, rules of the model itself.
        before: its value in this world; where the scenario leaves an event open, the day on which it came,
            or the keyword if it did not.
        after: the value nearest to that which flips the verdict.
        distance: of a number, how far it moves as a share of its declared range, 0..1; of a date the days;
            None of a decision, and of an event that did not come.
        spreads: how far a number moves in units of its spread between worlds, None where it has none.
        setting: what a scenario has to say for this world to have `after`: of a parameter that differs
            between worlds, the middle around which chance puts it there; None where no value in range does.
        outcome: how the world ends then, of `kantokuen.model.outcome.OUTCOMES`.
    """

    key: str
    kind: Kind
    realm: Realm
    before: Value
    after: Value
    distance: float | None
    spreads: float | None
    setting: Value | None
    outcome: str


@dataclass(frozen=True, slots=True, repr=False)
class Search(Shown):
    """A search for flips, as far as it has come.

    Attributes:
        world: index of the world.
        wanted: the event whose coming is the verdict.
        happens: whether it happens in this world.
        outcome: how the world ends.
        done, whole: parameters that were looked at, and all of them.
        flips: what was found, numbers first, then dates, then decisions, the smallest change first in each.
    """

    world: int
    wanted: Measure
    happens: bool
    outcome: str
    done: int
    whole: int
    flips: tuple[Flip, ...]

    def of(self, kind: Kind, *realms: Realm) -> tuple[Flip, ...]:
        """Return the flips of one kind in some realms, or in all if none is named."""
        return tuple(each for each in self.flips if each.kind == kind and each.realm in (realms or REALMS))

    def _shown(self) -> tuple[str, Facts]:
        nearest = [f"{each.key} to {each.after}" for each in self.flips]
        facts = {
            "ends": self.outcome,
            "asked": f"{self.wanted.name} {'happens' if self.happens else 'does not happen'}",
            "flips": f"{len(self.flips)}: {listed(nearest, 3)}",
            "looked at": f"{self.done} of {self.whole} levers",
        }
        return f"world {self.world}", facts


def search_flips(run: Run, world: int = 0, event: str = "attack_1941") -> Iterator[Search]:
    """Look for the smallest change of each parameter that flips the verdict on one world.

    Args:
        run: what to run.
        world: index of the world, 0 or more.
        event: name of a measure that is a share of worlds; the verdict is whether it happens.

    Yields:
        The search so far, at the start, after the numbers and after each parameter that is none; the last one
        is complete.

    Raises:
        InputError: there is no such event, a parameter holds an array, or another argument is not allowed.
    """
    replay = Replay(run, world, measure(event))
    found: list[Flip] = []
    done = 0

    def so_far() -> Search:
        # those that have no distance come last in their kind, as they were found
        flips = sorted(found, key=lambda each: (KINDS.index(each.kind), _far(each.distance)))
        asked = replay.world, replay.wanted, replay.happens, replay.outcome
        return Search(*asked, done, len(PARAMETERS), tuple(flips))

    yield so_far()
    for keys in _number_groups(replay):
        found += [_number(each) for each in nearest_numbers(replay, keys)]
        done += len(keys)
        yield so_far()
    for key, lever in PARAMETERS.items():
        found += _decisions(replay, key)
        if lever.type == "date":
            found += _date(replay, key)
        if not lever.is_number:
            done += 1
            yield so_far()


def _number_groups(replay: Replay) -> Iterator[list[str]]:
    """Yield the parameters that are numbers, those together that can be tried side by side."""
    together = [key for key in replay.drawn if key != SPREAD]
    numbers = [key for key, lever in PARAMETERS.items() if lever.is_number]
    yield together
    for key in numbers:
        if key not in together:
            yield [key]


def _number(found: Nearest) -> Flip:
    return Flip(
        found.key, "number", realm(found.key), found.before, found.after, found.distance, found.spreads,
        found.setting, found.outcome,
    )  # fmt: skip


def _decisions(replay: Replay, key: str) -> Iterator[Flip]:
    """Try every other keyword of a parameter, or the other side of a switch."""
    lever, value = PARAMETERS[key], replay.setting(key)
    others: tuple[Value, ...] = (not value,) if isinstance(value, bool) else lever.choices
    for other in others:
        if other != value and replay.differs(replay.with_setting(key, other))[0]:
            outcome = _ending(replay, key, other)
            yield Flip(key, "decision", realm(key), value, other, None, None, other, outcome)


def _date(replay: Replay, key: str) -> Iterator[Flip]:
    found = nearest_date(replay, key)
    if found is not None:
        before, after, days = found
        outcome = _ending(replay, key, after)
        yield Flip(key, "date", realm(key), before, after, days, None, after, outcome)


def _ending(replay: Replay, key: str, value: Value) -> str:
    """Return how the world ends under another value of a parameter."""
    return OUTCOMES[int(replay.with_setting(key, value, is_whole=True)["outcome"][0])]


def realm(key: str) -> Realm:
    """Tell whether a parameter is of the history, a judgement, or a rule of the model itself."""
    lever = PARAMETERS[key]
    if lever.group in _THEORY:
        return "theory"
    return "judgement" if lever.kind == "judgement" else "history"


def _far(distance: float | None) -> float:
    return float("inf") if distance is None else distance
