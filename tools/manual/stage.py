"""Small pieces of the world, one world wide, on which the manual reckons its examples."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final

import mesa
import numpy as np

from kantokuen.agents import staff
from kantokuen.agents.foreign import Abroad
from kantokuen.agents.mind import Temper
from kantokuen.agents.profile import offices
from kantokuen.agents.roster import OFFICES
from kantokuen.agents.table import Table
from kantokuen.agents.view import Array, View
from kantokuen.model.outsiders import Outsiders
from kantokuen.model.reference import reference_view
from kantokuen.model.sanctions import Sanctions
from kantokuen.model.seating import Offices, seat
from kantokuen.model.values import default_rules, default_values

ONE: Final = np.ones(1)
_NO: Final = np.zeros(1, dtype=bool)
_STEP_DAYS: Final = 10.0


def only(values: Any) -> float:
    """Return the value of the only world."""
    return float(np.asarray(values).reshape(-1)[0])


@contextmanager
def stage() -> Iterator[mesa.Model]:
    """Lend an empty Mesa model on which an agent can stand."""
    model = mesa.Model(rng=1)
    yield model
    # older releases of Mesa keep every model alive for the life of the process
    getattr(mesa.Agent, "_ids", {}).pop(model, None)


@contextmanager
def appraised(view: View) -> Iterator[Offices]:
    """Lend the offices as the record has them, after they have appraised one view."""
    even = Temper(stance=np.zeros((len(OFFICES), 1)), nerve=np.zeros((len(OFFICES), 1)))
    table = Table.at_outset(offices().values(), even, view, view.rules)
    table.appraise(view)
    with stage() as model:
        yield seat(model, table)


def licences() -> float:
    """Return the share of oil imports lost in June 1941."""
    return only(reference_view().oil_loss)


def stopped() -> float:
    """Return the share of oil imports lost when America, Britain and the Indies all sell none."""
    everything = Sanctions.at_outset(1)
    everything.freeze_day = everything.embargo_day = np.zeros(1)
    everything.dutch_stopped = everything.britain_follows = ~_NO
    return only(everything.oil_loss(0.0, default_values()))


def lapse(view: View, need: Array) -> float:
    """Return the share of the hope that the running out of days leaves, all else alike."""
    rules, one = view.rules, np.ones((1, 1))
    off = replace(rules, mechanism=replace(rules.mechanism, expiry=False))
    with_clock, without = (
        staff.prospect(
            each,
            rules.soviet.estimate_before * one,
            rules.soviet.men_before * one,
            0.0 * one,
            0.0 * one,
            need * one,
            of_war=(0.0 * one, 0.0 * one),
            picks_at=0.0 * one,
            haste=0.0 * one,
        ).hope
        for each in (view, replace(view, rules=off))
    )
    return only(with_clock) / only(without)


def abroad(
    *,
    build_up: float = 0.0,
    nearness: float = 0.0,
    feared: float = 0.0,
    moves_south: bool = False,
    days_frozen: float = 0.0,
    is_frozen: bool = False,
) -> Abroad:
    """Return what the powers outside see, on a day in June 1941 unless something else is said.

    Args:
        build_up: divisions called up for the north.
        nearness: nearness of a German victory as the front shows it, 0..1.
        feared: chance of a northern attack that all of them believe in.
        moves_south: whether the move into southern Indochina is known.
        days_frozen: days since the freeze.
        is_frozen: whether there is one.
    """
    view, zero = reference_view(), np.zeros(1)
    return Abroad(
        day=view.day,
        days=_STEP_DAYS,
        at_war=1.0,
        crisis=zero,
        nearness=nearness * ONE,
        days_to_pick=only(view.season_closes) - view.day - staff.SHORTEST_PLAN,
        days_to_season=0.0,
        build_up=build_up * ONE,
        resolve=zero,
        southern_move=np.array([moves_south]),
        is_frozen=np.array([is_frozen]),
        days_frozen=days_frozen * ONE,
        is_embargoed=_NO,
        northern_war=_NO,
        southern_war=_NO,
        believes=Outsiders(*(feared * ONE for _ in range(3))),
        rules=default_rules(),
    )
