"""A playback: one world played from its first month to its last, as the plain numbers that the page draws.

Everything that is drawn of one world is drawn from these records, by functions that read nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from operator import add

import numpy as np

from kantokuen.agents.profile import Profile, persons_of
from kantokuen.agents.view import Array
from kantokuen.agents.weighing import UNDECIDED
from kantokuen.dashboard.state import Question
from kantokuen.model.campaign import RESULTS
from kantokuen.model.estimates import believed_materiel
from kantokuen.model.events import Event, by_period, events
from kantokuen.model.model import KantokuenModel
from kantokuen.model.record import PeriodRecord
from kantokuen.model.story import Ending, ending
from kantokuen.model.values import varying

Parts = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Seat:
    """An office in one period, as it stands after it has appraised.

    Attributes:
        office: its id, such as "OPS".
        person: who sits there on the day of the sitting, and whose stance it is.
        house: army, navy, cabinet or court.
        veto: kind of veto, ``none`` where there is none.
        power, salience: weight at the table and care for the northern question, 0..1.
        north, south: leaning, 0..1 each.
        net: north less south, -1 south .. +1 north.
        ripeness: of the persimmon, as the office perceives it, 0..1.
        hope: chance, as it believes, that the fruit ripens to its picking point in time, 0..1.
        picks_at: its picking point, the ripeness at which it would pick, 0..1.
        soviet_divisions: what it believes to stand in the Soviet Far East.
        soviet_men: men that it believes to stand there.
        german_war: nearness of a German victory as it sees it, 0..1.
        oil_loss: share of oil imports lost, as felt, 0..1.
        parts_north, parts_south: the named parts that with `UNDECIDED` sum to `north` and `south`: the
            considerations, ``disposition``, and ``held`` (what is cut off where the sum leaves 0..1).
    """

    office: str
    person: str
    house: str
    veto: str
    power: float
    salience: float
    north: float
    south: float
    net: float
    ripeness: float
    hope: float
    picks_at: float
    soviet_divisions: float
    soviet_men: float
    german_war: float
    oil_loss: float
    parts_north: Parts
    parts_south: Parts

    @property
    def would_pick(self) -> bool:
        """Whether the office would pick the fruit now; a fallen one is wholly ripe to all who have heard."""
        return self.ripeness >= self.picks_at


@dataclass(frozen=True, slots=True)
class Month:
    """One period of one world.

    Attributes:
        date: day of the sitting.
        signals: what could be measured, by name, see `kantokuen.model.record`; switches are 0 or 1.
        seats: the offices by id, in the order of the table.
        events: texts agreed, orders given and events since the sitting before, in this order.
        believed: what the General Staff makes of its reports: ``soviet_divisions``, ``soviet_men``,
            ``soviet_tanks`` and ``soviet_aircraft`` in the Far East, ``german_war`` (nearness of a German
            victory, 0..1), ``divisions_needed`` on the first day of an attack, ``chance_of_ripening`` in
            time, 0..1, and ``trust`` (how far the forecast of June is still trusted, 0..1).
    """

    date: date
    signals: Parts
    seats: Mapping[str, Seat]
    events: tuple[Event, ...]
    believed: Parts

    @property
    def label(self) -> str:
        """The month as ``YYYY-MM``."""
        return f"{self.date:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Playback:
    """One world from its first period to its last.

    Attributes:
        months: the periods.
        ending: how it ended, as a verdict tells it.
        drawn: what chance made of the levers that vary.
    """

    months: tuple[Month, ...]
    ending: Ending
    drawn: Parts

    def until(self, day: str) -> Playback:
        """Return what is known of this world on a day, an ISO date: nothing of what comes after."""
        known = tuple(each for each in self.months if each.date.isoformat() <= day) or self.months[:1]
        return replace(self, months=known, ending=_standing(self.ending, known[-1]))


def _standing(ending: Ending, month: Month) -> Ending:
    """Return how a world stands at the end of a month, of which the ending is known."""
    days = {name: day if day and day <= month.date else None for name, day in ending.days.items()}
    is_at_war = days["war"] is not None
    not_yet = "no_mobilisation" if days["mobilise"] is None else "stand_guard"
    return replace(
        ending,
        outcome=ending.outcome if is_at_war else not_yet,
        result=RESULTS[0],  # what a campaign comes to is known at its end only
        divisions=month.signals["divisions_sanctioned"],
        days=days,
        today=month.date,
    )


def play(question: Question) -> Playback:
    """Play the world that a question is about to its end.

    A fork lets something else hold from a month on and plays on with the same chance; all months are
    told, those before the fork first.

    Raises:
        InputError: the question cannot be played.
    """
    trunk = question.request.model(1, question.world)
    try:
        if question.fork is None:
            trunk.run()
            return playback(trunk)
        for _ in range(question.fork):
            trunk.step()
        branch = trunk.fork(1, scenario=question.later, keep_chance=True)
        try:
            branch.run()
            return playback(branch, trunk=trunk)
        finally:
            branch.release()
    finally:
        trunk.release()


def playback(model: KantokuenModel, world: int = 0, *, trunk: KantokuenModel | None = None) -> Playback:
    """Return one world of a model, as far as it is played.

    Args:
        model: a model whose record keeps the parts of each stance.
        world: index of the world within the model.
        trunk: for a fork, the model of one world that it was forked from; the months before come
            from there.

    Raises:
        ValueError: a period, or the parts of its stances, were not recorded.
    """
    own, happened = model.record.periods, by_period(events(model.world, world), model.ends)
    forked = model.period_number - len(own)
    moments = [(each, world) for each in own]
    if trunk is not None:
        moments = [(each, 0) for each in trunk.record.periods[:forked]] + moments
        happened = by_period(events(trunk.world), trunk.ends)[:forked] + happened[forked:]
    if len(moments) < model.period_number or not all(each.contributions for each, _ in moments):
        raise ValueError("a playback needs a record of every period, with the parts of each stance")
    played = model.world
    return Playback(
        months=tuple(_months(moments, happened)),
        ending=ending(played, world),
        drawn={key: float(np.broadcast_to(played.values[key], len(played))[world]) for key in varying()},
    )


def _months(moments: list[tuple[PeriodRecord, int]], happened: list[tuple[Event, ...]]) -> Iterator[Month]:
    """Yield the months of a world, from the record of each and its index in it."""
    for (period, world), event in zip(moments, happened, strict=True):
        minds = {office: _of_world(mind, world) for office, mind in period.minds.items()}
        seats = {office: _seat(_holder(office, mind), period, mind, world) for office, mind in minds.items()}
        staff, mind = seats["AGS"], minds["AGS"]
        believed = {
            "soviet_divisions": staff.soviet_divisions,
            "soviet_men": staff.soviet_men,
            **believed_materiel(mind["materiel_gone"]),
            "german_war": staff.german_war,
            "divisions_needed": mind["need"],
            "chance_of_ripening": staff.hope,
            "trust": mind["trust"],
        }
        yield Month(period.date, _of_world(period.signals, world), seats, event, believed)


def _holder(office: str, mind: Parts) -> Profile:
    """Return who sits in a chair in a period."""
    return persons_of(office)[int(mind["holder"])]


def _seat(holder: Profile, period: PeriodRecord, mind: Parts, world: int) -> Seat:
    stance = _of_world(period.stances[holder.id], world)
    parts = {road: _of_world(each, world) for road, each in period.contributions[holder.id].items()}
    return Seat(
        office=holder.id,
        person=holder.person,
        house=holder.house,
        veto=holder.veto,
        power=holder.power,
        salience=holder.salience,
        **stance,
        german_war=mind["german_war"],
        oil_loss=mind["oil_loss"],
        parts_north=_held(parts["north"], stance["north"]),
        parts_south=_held(parts["south"], stance["south"]),
    )


def _held(parts: Parts, stance: float) -> Parts:
    """Return the parts and what is cut off where their sum leaves 0..1, so that they lead to the stance."""
    # one after another, as the engine adds them: sum() of Python 3.12 rounds otherwise
    return {**parts, "held": stance - (UNDECIDED + reduce(add, parts.values()))}


def _of_world(arrays: Mapping[str, Array], world: int) -> dict[str, float]:
    """Return the plain numbers of one world; nought has no sign."""
    return {name: float(values[world]) + 0.0 for name, values in arrays.items()}
