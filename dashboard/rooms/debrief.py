"""The debrief of a class: the table with it and without it, and its predictions.

One summer is one event: calibration over a class shows how its predictions spread, not how often they come
true.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kantokuen.dashboard.rooms.state import State, Take
from kantokuen.experiments.game.debrief import TableDebrief, brier, table_debrief
from kantokuen.experiments.game.table import Table
from kantokuen.experiments.runner import Progress
from kantokuen.model.request import Request
from kantokuen.model.scenario import Scenario

BINS: Final = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
"""Edges of the bins of predictions; the last holds both its ends."""


@dataclass(frozen=True, slots=True)
class Predicted:
    """What a class predicted at one sitting.

    Attributes:
        day: of the sitting.
        values: the predictions, sorted, 0..1.
        model: chance of the model at that sitting, 0..1.
    """

    day: float
    values: tuple[float, ...]
    model: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Predictions from one chance up to another.

    Attributes:
        low, high: 0..1.
        count: how many.
        mean: of them, 0..1.
        came: share of them after which the attack came, 0 or 1 within one summer.
    """

    low: float
    high: float
    count: int
    mean: float
    came: float


@dataclass(frozen=True, slots=True)
class Participant:
    """One person, looked back upon.

    Attributes:
        id, name, seat: as in the room; the chair is that of the last choice.
        sent: for how many sittings something was sent.
        brier: score of the predictions, None of none.
    """

    id: str
    name: str
    seat: str
    sent: int
    brier: float | None


@dataclass(frozen=True, slots=True)
class ClassDebrief:
    """A class, looked back upon.

    Attributes:
        found: the table, with what was chosen at it and without.
        predicted: by sitting.
        brier, model_brier, base_brier: scores of all predictions of the class, of the model's chances at the
            same sittings, and of the base rate; None of no prediction.
        bins: how the predictions spread; bins without any are left out.
        participants: who took part.
        said: by sitting and chair, what the chair said.
    """

    found: TableDebrief
    predicted: tuple[Predicted, ...]
    brier: float | None
    model_brier: float | None
    base_brier: float | None
    bins: tuple[Bin, ...]
    participants: tuple[Participant, ...]
    said: tuple[Mapping[str, Mapping[str, str]], ...]


def table_of(state: State) -> Table:
    """Return the table of the game of a room, with what has been chosen."""
    setup = state.setup
    asked = Request(Scenario.load(setup.scenario), state.seed, setup.lens, ensemble=setup.ensemble)
    return Table(asked, length=setup.length, rounds=state.rounds)


def class_debrief(state: State, *, progress: Progress | None = None) -> ClassDebrief:
    """Look back upon the game of a room.

    Args:
        state: of the room, its game ended.
        progress: called with steps done and all steps.
    """
    found = table_debrief(table_of(state), state.setup.seats, progress=progress)
    takes = [each for each in state.played if each.answers is not None]
    came = found.is_attack
    predicted = tuple(
        Predicted(take.day, tuple(sorted(c.predicted for c in take.choices.values())), held.chance)
        for take, held in zip(takes, found.held, strict=True)
    )
    values = [value for each in predicted for value in each.values]
    chances = [each.model for each in predicted for _ in each.values]
    return ClassDebrief(
        found=found,
        predicted=predicted,
        brier=brier(values, came=came),
        model_brier=brier(chances, came=came),
        base_brier=brier([found.base] * len(values), came=came),
        bins=binned(values, came=came),
        participants=_participants(state, takes, came=came),
        said=tuple(take.answers or {} for take in takes),
    )


def binned(values: list[float], *, came: bool) -> tuple[Bin, ...]:
    """Return how predictions of one event spread over `BINS`."""
    found = []
    for low, high in pairwise(BINS):
        within = [each for each in values if low <= each < high or each == high == BINS[-1]]
        if within:
            found.append(Bin(low, high, len(within), sum(within) / len(within), float(came)))
    return tuple(found)


def _participants(state: State, takes: list[Take], *, came: bool) -> tuple[Participant, ...]:
    found = []
    for person in state.people.values():
        sent = [take.choices[person.id] for take in takes if person.id in take.choices]
        seat = sent[-1].seat if sent else person.seat
        score = brier([each.predicted for each in sent], came=came)
        found.append(Participant(person.id, person.name, seat, len(sent), score))
    return tuple(found)
