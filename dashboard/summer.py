"""A summer: one world played to its end, as the plain numbers that the page draws.

Beside the signals, a month has what the General Staff believes, under these names:

    soviet_divisions    divisions in the Soviet Far East
    soviet_tanks        the Japanese estimate of June 1941 (SOV026), less the share of materiel that
    soviet_aircraft     .. it believes gone west, one share for both; likewise with SOV027
    german_war          nearness of a German victory, 0..1
    divisions_needed    Japanese divisions that it wants on the first day of an attack
    chance_of_ripening  chance that the fruit ripens in time, 0..1

Nobody in the model counts men, so no belief in them is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import reduce
from operator import add
from typing import Final

import numpy as np

from kantokuen.agents.profile import Profile, offices, successors
from kantokuen.agents.view import Array
from kantokuen.dashboard.records import Month, Parts, Seat, Summer
from kantokuen.model.calendar import to_date
from kantokuen.model.campaign import RESULTS
from kantokuen.model.errors import InputError, whole
from kantokuen.model.events import Event, by_period, events
from kantokuen.model.evidence import value
from kantokuen.model.model import KantokuenModel
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.record import PeriodRecord
from kantokuen.model.scenario import Scenario
from kantokuen.model.values import varying

_TANKS: Final = value("SOV026")
_AIRCRAFT: Final = value("SOV027")


def play(
    scenario: Scenario | str,
    *,
    seed: int,
    world: int,
    lens: str,
    cadence: str = "month",
    until: str | None = None,
) -> Summer:
    """Play one world to its end.

    Args:
        scenario: a scenario, or the name or path of one.
        seed: the seed.
        world: which world of the seed, 0 or more.
        lens: how a decision comes about.
        cadence: ``month`` or ``ten-day``.
        until: last month, ``YYYY-MM``.

    Raises:
        InputError: an argument is not an allowed one.
    """
    model = _world(scenario, seed=seed, world=world, lens=lens, cadence=cadence, until=until)
    try:
        model.run()
        return summer(model)
    finally:
        model.release()


def play_fork(
    scenario: Scenario | str,
    changed: Scenario,
    month_number: int,
    *,
    seed: int,
    world: int,
    lens: str,
    cadence: str = "month",
    until: str | None = None,
) -> Summer:
    """Play one world up to a month, let something else hold from there on, and play on with the same chance.

    Args:
        scenario: what holds before.
        changed: what holds from that month on.
        month_number: the first month under the change, counted from 0; the months before it are
            those of the world without the change.
        seed: the seed.
        world: which world of the seed, 0 or more.
        lens: how a decision comes about.
        cadence: ``month`` or ``ten-day``.
        until: last month, ``YYYY-MM``.

    Returns:
        All months, those before the fork first.

    Raises:
        InputError: an argument is not an allowed one, or there is no such month.
    """
    played = whole("month_number", month_number, least=0)
    trunk = _world(scenario, seed=seed, world=world, lens=lens, cadence=cadence, until=until)
    try:
        if played >= len(trunk.periods):
            raise InputError(f"month_number is {played}; allowed: 0 to {len(trunk.periods) - 1}")
        for _ in range(played):
            trunk.step()
        branch = trunk.fork(1, scenario=changed, keep_chance=True)
        try:
            branch.run()
            return summer(branch, trunk=trunk)
        finally:
            branch.release()
    finally:
        trunk.release()


def summer(model: KantokuenModel, world: int = 0, *, trunk: KantokuenModel | None = None) -> Summer:
    """Return one world of a model, as far as it is played.

    Args:
        model: a model whose record keeps the parts of each stance.
        world: index of the world within the model.
        trunk: for a fork, the model of one world that it was forked from; the months before come
            from there.

    Raises:
        ValueError: a period, or the parts of its stances, were not recorded.
    """
    own, happened = model.record.periods, by_period(events(model.world, world), model.sittings)
    forked = model.period_number - len(own)
    moments = [(each, world) for each in own]
    if trunk is not None:
        moments = [(each, 0) for each in trunk.record.periods[:forked]] + moments
        happened = by_period(events(trunk.world), trunk.sittings)[:forked] + happened[forked:]
    if len(moments) < model.period_number or not all(each.contributions for each, _ in moments):
        raise ValueError("a summer needs a record of every period, with the parts of each stance")
    played = model.world
    council, war = played.council, played.hostilities
    turns = {
        "mobilise": council.mobilise_day,
        "reversal": council.reversal_day,
        "southern_war": council.southern_war_day,
        "war": war.war_day,
        "freeze": played.sanctions.freeze_day,
        "embargo": played.sanctions.embargo_day,
    }
    return Summer(
        months=tuple(_months(moments, happened)),
        outcome=OUTCOMES[int(played.outcome_codes[world])],
        result=RESULTS[int(war.result[world])],
        days={name: _date(played.by_today(days)[world]) for name, days in turns.items()},
        divisions=float(council.sanctioned[world]),
        drawn={key: float(np.broadcast_to(played.values[key], len(played))[world]) for key in varying()},
    )


def _world(
    scenario: Scenario | str, *, seed: int, world: int, lens: str, cadence: str, until: str | None
) -> KantokuenModel:
    return KantokuenModel(
        scenario,
        seed=seed,
        lens=lens,
        cadence=cadence,
        until=until,
        first_world=whole("world", world, least=0),
        detail="contributions",
    )


def _months(moments: list[tuple[PeriodRecord, int]], happened: list[tuple[Event, ...]]) -> Iterator[Month]:
    """Yield the months of a world, from the record of each and its index in it."""
    changed: frozenset[str] = frozenset()
    for (period, world), event in zip(moments, happened, strict=True):
        minds = {office: _plain(mind, world) for office, mind in period.minds.items()}
        seats = {
            office: _seat(_holder(profile, is_new=office in changed), period, minds[office], world)
            for office, profile in offices().items()
        }
        signals = _plain(period.signals, world)
        yield Month(period.date, signals, seats, event, _believed(seats["AGS"], minds["AGS"]))
        changed = frozenset(office for office, mind in minds.items() if mind["is_successor"])


def _holder(profile: Profile, *, is_new: bool) -> Profile:
    return successors()[profile.id] if is_new else profile


def _seat(holder: Profile, period: PeriodRecord, mind: Parts, world: int) -> Seat:
    stance = _plain(period.stances[holder.id], world)
    parts = {road: _plain(each, world) for road, each in period.contributions[holder.id].items()}
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
    """Return the parts and what is cut off their sum where it leaves 0..1, so that they sum to the stance."""
    # one after another, as the engine adds them: sum() of Python 3.12 rounds otherwise
    return {**parts, "held": stance - reduce(add, parts.values())}


def _believed(seat: Seat, mind: Parts) -> Parts:
    remains = 1.0 - mind["materiel_gone"]
    return {
        "soviet_divisions": seat.soviet_divisions,
        "soviet_tanks": remains * _TANKS,
        "soviet_aircraft": remains * _AIRCRAFT,
        "german_war": seat.german_war,
        "divisions_needed": mind["need"],
        "chance_of_ripening": mind["hope"],
    }


def _plain(arrays: Mapping[str, Array], world: int) -> dict[str, float]:
    """Return plain numbers; nought has no sign."""
    return {name: float(values[world]) + 0.0 for name, values in arrays.items()}


def _date(day: float) -> date | None:
    return to_date(float(day)) if np.isfinite(day) else None
