"""Turns: in which month each holder of a veto moved most, and what, or which new person, moved it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import numpy as np

from kantokuen.agents.profile import persons_of
from kantokuen.experiments.runner import Run
from kantokuen.model.model import KantokuenModel
from kantokuen.model.record import PeriodRecord


@dataclass(frozen=True, slots=True)
class Turn:
    """The largest move of one office between two sittings, north or south as was asked.

    Attributes:
        office: its id.
        date: day of the sitting at which it had moved.
        before, after: its net stance at the sitting before and at this one, -1 south .. +1 north.
        persons: who sat there at the sitting before and who at this one.
        part: the consideration that moved most in the same sense; None where the chair changed hands, for
            that is a change of person and not of mind.
        moved: by how much, north less south, in the same unit; None likewise.
    """

    office: str
    date: date
    before: float
    after: float
    persons: tuple[str, str]
    part: str | None
    moved: float | None


def turns(run: Run, world: int = 0, *, northward: bool) -> list[Turn]:
    """Return the largest turn of each holder of a veto in one world, the largest first.

    Of turns of one size the first counts.  An office that never moves in that sense is left out.

    Args:
        run: what to run.
        world: index of the world, 0 or more.
        northward: whether moves to the north are asked for, or those to the south.
    """
    model = replace(run, stances=True, trace=False).model(1, world)
    model.run()
    if len(model.record.periods) < 2:
        return []
    sign = 1.0 if northward else -1.0
    periods = _to_the_deed(model) if northward else model.record.periods
    found = [_turn(periods, office, sign) for office, seated in model.offices.items() if seated.has_veto]
    model.release()
    return sorted(
        (each for each in found if sign * (each.after - each.before) > 0.0),
        key=lambda turn: sign * (turn.before - turn.after),
    )


def _to_the_deed(model: KantokuenModel) -> list[PeriodRecord]:
    """Return the periods to that in which a war in the north begins, all where there is none."""
    war_day = float(model.world.hostilities.war_day[0])
    past = [place for place, end in enumerate(model.ends) if end >= war_day]
    return model.record.periods[: past[0] + 1] if past and past[0] else model.record.periods


def _turn(periods: list[PeriodRecord], office: str, sign: float) -> Turn:
    pairs = pairwise(periods)
    earlier, later = max(pairs, key=lambda pair: sign * (_net(pair[1], office) - _net(pair[0], office)))
    nets = _net(earlier, office), _net(later, office)
    persons = _person(earlier, office), _person(later, office)
    if persons[0] != persons[1]:
        return Turn(office, later.date, *nets, persons, None, None)
    before, after = _parts(earlier, office), _parts(later, office)
    moves = {name: after[name] - before.get(name, 0.0) for name in after}
    part = max(moves, key=lambda name: sign * moves[name])
    return Turn(office, later.date, *nets, persons, part, moves[part])


def _net(period: PeriodRecord, office: str) -> float:
    return float(period.stances[office]["net"][0])


def _person(period: PeriodRecord, office: str) -> str:
    return persons_of(office)[int(np.argmax(period.holders[office]))].person


def _parts(period: PeriodRecord, office: str) -> dict[str, float]:
    """Return the parts of a net stance by name: what each gives to the north, less that to the south."""
    tracks = period.contributions[office]
    names = {name for parts in tracks.values() for name in parts}
    return {
        name: sum(
            sign * float(parts[name][0])
            for sign, parts in ((1.0, tracks["north"]), (-1.0, tracks["south"]))
            if name in parts
        )
        for name in sorted(names)
    }
