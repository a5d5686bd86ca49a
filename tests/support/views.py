"""Hand-made views for the tests of the agents' room: a bare Mesa model and figures easy on paper.

Nothing here builds the model of the project.  That an office can be seated, told things and
asked with no more than this shows that it knows nothing but its view.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from functools import cache
from typing import Any, TypeVar

import mesa
import numpy as np
from hypothesis import settings

from kantokuen.agents.faction import Faction
from kantokuen.agents.foreign import Abroad
from kantokuen.agents.mind import Temper
from kantokuen.agents.profile import offices
from kantokuen.agents.roster import ROSTER
from kantokuen.agents.table import Table
from kantokuen.agents.view import Array, Estimate, Mask, Number, Paper, Reports, Rules, View
from kantokuen.model.values import rules_of
from tests.support.reasoned import REASONED

Told = TypeVar("Told")

law = settings(derandomize=True, deadline=None, max_examples=50)
"""How a law is attacked: the same cases in every run."""

HAND_MADE: Mapping[str, Any] = {
    "army.force_ratio": 2.0,
    "army.soviet_division_value": 0.75,
    "army.divisions_cap": "weigh",
    "army.asks": 0.3,
    "army.field_share": 0.5,
    "army.stretch": 4.0,
    "army.vouches": 0.3,
    "army.lead_days": 30.0,
    "army.campaign_days": 35.0,
    "soviet.estimate_before": 30.0,
    "soviet.men_before": 700_000.0,
    "soviet.expected_fall": 0.2,
    "soviet.expected_materiel": 0.01,
    "nomonhan.lost": True,
    "pact.neutrality": True,
    "germany.pressure": 1.0,
    "germany.boast": 0.3,
    "navy.screen": 1.0,
    "navy.tolerance": 1.0,
    "navy.urgency": 0.8,
    "navy.war_urgency": 1.0,
    "navy.standing_claim": 0.5,
    "navy.payment": 0.1,
    "navy.moved": 0.6,
    "navy.ministry_firmness": 0.9,
    "navy.backs_north": False,
    "emperor.sanction": "weigh",
    "emperor.ear": 0.3,
    "war_ministry.mobilisation": "weigh",
    "war_ministry.ear": 0.5,
    "weighing.scale": 0.6,
    "weighing.lean_bias": 0.5,
    "weighing.lean_picks": 0.2,
    "weighing.window": 1.5,
    "weighing.carry": 0.06,
    "weighing.oil_carry": 4.0,
    "weighing.oil_dread": 0.5,
    "weighing.northern_oil": 0.15,
    "weighing.southern_disaster": 1.3,
    "weighing.china_new_enemy": 0.8,
    "weighing.china_south": 0.5,
    "weighing.service_own": 1.0,
    "weighing.order_new_war": 1.3,
    "weighing.order_south_share": 0.4,
    "weighing.order_south": 0.1,
    "weighing.theatre_drain": 0.5,
    "weighing.new_aim": 1.5,
    "weighing.alliance": 0.5,
    "weighing.stand_down": 0.15,
    "weighing.given_up": 0.5,
    "staff.german_discount": 0.6,
    "staff.fallen_discount": 0.75,
    "staff.men_weight": 0.25,
    "staff.win_odds": 4.0,
    "staff.unfinished_loss": 0.25,
    "staff.defeat_loss": 0.8,
    "staff.time_spread": 7.0,
    "staff.patience": 120.0,
    "staff.trend_days": 30.0,
    "staff.look_ahead": 60.0,
    "staff.doubt": 0.1,
    "staff.doubt_day": 0.002,
    "council.insurance": 0.2,
    "council.mobilisation": 0.1,
    "council.breaks_pact": 0.5,
    "council.indochina": 0.25,
    "council.southern_preparation": 0.5,
    "council.southern_war": 0.65,
    "council.recoil": 0.35,
    "council.near_certain": 0.5,
    "council.premier_share": 0.5,
    "council.reopens": 0.1,
    "intelligence.heard": 0.4,
    "intelligence.berlin_share": 0.35,
    "intelligence.patience": 0.02,
    "mechanism.motivated_belief": True,
    "mechanism.reference_dependence": True,
    "mechanism.unanimity": True,
    "mechanism.expiry": True,
}
"""Values near those of the project, some rounded so that a case can be worked on paper."""


def changed(given: Rules, changes: Mapping[str, Any]) -> Rules:
    """Return rules with some values changed, by key as in ``army.lead_days``."""
    for key, value in changes.items():
        group, _, name = key.partition(".")
        given = replace(given, **{group: replace(getattr(given, group), **{name: value})})
    return given


RULES = changed(rules_of(REASONED), HAND_MADE)
"""The hand-made values, and of all others what was reasoned before any fit."""


def rules(changes: Mapping[str, Any]) -> Rules:
    """Return the hand-made rules with some of them changed, by key."""
    return changed(RULES, changes)


def day(month: int, of_month: int, year: int = 1941) -> float:
    """Return the day number of a date, counted from 1 April 1941."""
    return float((date(year, month, of_month) - date(1941, 4, 1)).days)


def each(*values: float) -> Array:
    """Return one value per world, shape ``(worlds,)``."""
    return np.array(values, dtype=np.float64)


def where(*values: bool) -> Mask:
    """Return one truth per world, shape ``(worlds,)``."""
    return np.array(values, dtype=np.bool_)


def view(worlds: int = 1, **changes: Any) -> View:
    """Return the view of 22 June 1941, every office entitled to everything, with some of it changed.

    A plain number given for an array is taken for every world.  What the view says twice, as the
    divisions still to come, is worked out here from what it says once; ``present`` are the divisions that
    stood in the north before, and ``fitness`` is the share of the force that is fit.
    """
    one = np.ones(worlds)
    given: dict[str, Any] = {
        "day": day(6, 22),
        "next_sitting": day(7, 2),
        "at_war": 1.0,
        "days_of_war": 0.0,
        "season_opens": day(5, 1),
        "season_closes": day(10, 15),
        "foreseen": ((0.0, 0.0, 0.0),) * 3,
        "openings": (day(5, 1), day(5, 1, 1942)),
        "reachable": 25.0 * one,
        "free": 16.0 * one,
        "present": 14.0,
        "fitness": 1.0,
        "divisions_sanctioned": 14.0 * one,
        "ready_day": day(8, 23) * one,
        "northern_step": 0.0 * one,
        "southern_step": 0.0 * one,
        "has_given_up": one < 0.0,
        "is_southern_war": one < 0.0,
        "is_china_free": False,
        "materiel_gone": 0.0 * one,
        "berlin_claim": one,
        "berlin_voice": 1.0,
        "oil_loss": 0.2 * one,
        "rules": RULES,
        "paper": None,
    }
    given |= _over_worlds(given, changes, worlds)
    sanctioned, free, fitness = given["divisions_sanctioned"], given["free"], given.pop("fitness")
    most, stakes = np.maximum(sanctioned, free), given["rules"].weighing
    return View(
        force=sanctioned * fitness,
        in_hand=most * fitness,
        build_up=(sanctioned - given.pop("present")) / 10.0,
        to_come=np.maximum(given["reachable"] - most, 0.0),
        beyond_free=np.maximum(sanctioned - free, 0.0),
        northern_policy=stakes.order_north * np.minimum(given["northern_step"], 2.0)
        - stakes.order_given_up * given["has_given_up"],
        **given,
    )


@cache
def reference_view() -> View:
    """Return the view on which dispositions are set."""
    return view()


def crash_schedule(**changes: Any) -> View:
    """Return the view of 10 August with 22 divisions sanctioned, within reach and ready by 5 September."""
    facts: dict[str, Any] = {
        "day": day(8, 10),
        "next_sitting": day(8, 20),
        "days_of_war": 49.0,
        "divisions_sanctioned": 22.0,
        "reachable": 22.0,
        "ready_day": day(9, 5),
    }
    return view(**facts | changes)


def estimate(worlds: int = 1, **changes: Any) -> Estimate:
    """Return an estimate: 22 divisions wanted, ready on 10 September, chances even."""
    one = np.ones(worlds)
    given = {"need": 22.0 * one, "start": day(9, 10) * one, "p_win": 0.5 * one, "hope": 0.5 * one}
    return Estimate(**given | _over_worlds(given, changes, worlds))


def paper(worlds: int = 1, **changes: Any) -> Paper:
    """Return what is laid: 22 divisions asked against a ceiling of 16, nobody pressing, two days a paper."""
    one = np.ones(worlds)
    given: dict[str, Any] = {
        "estimate": estimate(worlds),
        "asked": 22.0 * one,
        "counter": 16.0 * one,
        "pressure": 0.0 * one,
        "advice": 0.0 * one,
        "turn_days": 2.0 * one,
        "order": one > 0.0,
        "reopening": one > 0.0,
    }
    return Paper(**given | _over_worlds(given, changes, worlds))


def reports(worlds: int = 1, **changes: Any) -> Reports:
    """Return the reports of ten days of war: thirty Soviet divisions, Germany half way to victory."""
    one = np.ones(worlds)
    given: dict[str, Any] = {
        "days": 10.0,
        "at_war": 1.0,
        "foreseen": (0.0, 0.0, 0.0),
        "soviet_divisions": 30.0 * one,
        "soviet_men": 700_000.0 * one,
        "german_war": 0.5 * one,
        "proclaimed": None,
        "rules": RULES,
    }
    return Reports(**given | _over_worlds(given, changes, worlds))


def abroad(worlds: int = 1, **changes: Any) -> Abroad:
    """Return what a power outside saw of the recorded summer: two divisions more, nothing in the south."""
    one = np.ones(worlds)
    given: dict[str, Any] = {
        "day": day(7, 20),
        "days": 11.0,
        "at_war": 1.0,
        "crisis": 0.0 * one,
        "nearness": 0.4 * one,
        "days_to_pick": 66.0,
        "days_to_season": 0.0,
        "build_up": 2.0 * one,
        "resolve": 0.5 * one,
        "southern_move": one < 0.0,
        "is_frozen": one < 0.0,
        "days_frozen": 0.0 * one,
        "is_embargoed": one < 0.0,
        "northern_war": one < 0.0,
        "southern_war": one < 0.0,
        "believes": Believed(0.3 * one, 0.3 * one, 0.3 * one),
        "rules": RULES,
    }
    return Abroad(**given | _over_worlds(given, changes, worlds))


@dataclass(frozen=True, slots=True)
class Believed:
    """What each power outside believes of a northern attack, shape ``(worlds,)``."""

    US: Array
    USSR: Array
    GER: Array


def temper(worlds: int = 1, *, stance: Number = 0.0, nerve: Number = 0.0) -> Temper:
    """Return the person of one office as recorded, or shifted in stance and nerve."""
    one = np.ones(worlds)
    return Temper(stance=(stance * one)[np.newaxis], nerve=(nerve * one)[np.newaxis])


def seat(
    office: str, worlds: int = 1, *, stance: Number = 0.0, nerve: Number = 0.0, reference: View | None = None
) -> Faction:
    """Seat an office at a table of its own, in a bare Mesa model, calibrated on a one-world reference."""
    persons = temper(worlds, stance=stance, nerve=nerve)
    table = Table.at_outset([offices()[office]], persons, reference or reference_view(), RULES)
    return ROSTER[office](mesa.Model(rng=1), table, 0)


def hear(office: Faction, told: Reports) -> None:
    """Let an office take in reports; one that reads no counts is briefed with the same number."""
    office.table.perceive(told, told)


def judge(office: Faction, told: View) -> None:
    """Let an office weigh what lies on the table, under the view's own ``weighing.scale``."""
    office.table.engage(reference_view(), told.rules)
    office.table.appraise(told)


def succeed(office: Faction, key: str, mask: Mask) -> None:
    """Let a successor take an office over in the worlds of a mask."""
    office.table.succeed(key, mask, reference_view(), RULES)


def believe(office: Faction, **state: Number) -> None:
    """Set what an office believes."""
    for name, value in state.items():
        getattr(office.table.mind, name)[office.row] = value


def mind_made_up(office: str, **state: float) -> Faction:
    """Return an office whose appraisal is set by hand, one world; what is not given is nought."""
    seated = seat(office, nerve=state.pop("nerve", 0.0))
    believe(seated, oil_loss=state.pop("oil_loss", 0.0))
    for name, value in state.items():
        getattr(seated.table.appraisal, name)[0] = value
    return seated


def some_view(number: int, worlds: int) -> View:
    """Return a view of some day of the run, worlds and several rules all different; the number names it."""
    draw = np.random.default_rng(number)
    when = float(draw.integers(20, 500))
    opens, closes = (30.0, 197.0) if when <= 160.0 else (395.0, 562.0)
    reachable = draw.uniform(14.0, 34.0, worlds)
    wanted = estimate(worlds, need=draw.uniform(5.0, 45.0, worlds), p_win=draw.random(worlds))
    return view(
        worlds,
        day=when,
        next_sitting=when + 10.0,
        at_war=float(when >= 82.0),
        days_of_war=max(when - 82.0, 0.0),
        season_opens=opens,
        season_closes=closes + draw.normal(0.0, 10.0, worlds),
        foreseen=tuple(tuple(sorted(draw.random(3), reverse=True)) for _ in range(3)),
        openings=(opens, opens + 365.0),
        reachable=reachable,
        free=draw.uniform(10.0, 20.0, worlds),
        fitness=draw.uniform(0.5, 1.0, worlds),
        divisions_sanctioned=np.minimum(draw.choice([14.0, 16.0, 22.0, 25.0], worlds), reachable),
        ready_day=when + draw.uniform(0.0, 62.0, worlds),
        northern_step=draw.integers(0, 4, worlds).astype(np.float64),
        southern_step=draw.integers(0, 4, worlds).astype(np.float64),
        has_given_up=draw.random(worlds) < 0.4,
        is_southern_war=draw.random(worlds) < 0.2,
        is_china_free=bool(draw.random() < 0.2),
        materiel_gone=draw.random(worlds),
        berlin_claim=draw.random(worlds),
        berlin_voice=draw.choice([0.6, 1.0], worlds),
        oil_loss=draw.random(worlds),
        paper=paper(
            worlds,
            estimate=wanted,
            asked=draw.choice([16.0, 22.0, 24.0, 34.0], worlds),
            counter=draw.uniform(14.0, 20.0, worlds),
            pressure=draw.uniform(-1.0, 1.0, worlds),
            advice=draw.uniform(-1.0, 1.0, worlds),
        ),
        rules=rules(
            {
                "weighing.scale": draw.uniform(0.1, 2.0, worlds),
                "navy.tolerance": draw.uniform(0.0, 3.0, worlds),
                "army.lead_days": draw.uniform(5.0, 90.0, worlds),
                "staff.german_discount": draw.uniform(0.0, 0.7, worlds),
                "staff.doubt": draw.uniform(0.01, 0.5, worlds),
                "nomonhan.lost": bool(draw.random() < 0.8),
                "mechanism.motivated_belief": bool(draw.random() < 0.8),
                "mechanism.reference_dependence": bool(draw.random() < 0.8),
                "mechanism.expiry": bool(draw.random() < 0.8),
            }
        ),
    )


def some_reports(number: int, told: View) -> Reports:
    """Return reports that go with a view, worlds all different; the number names them."""
    draw = np.random.default_rng(number)
    worlds = len(told.oil_loss)
    return Reports(
        days=10.0,
        at_war=told.at_war,
        foreseen=told.foreseen[0],
        soviet_divisions=draw.uniform(5.0, 45.0, worlds),
        soviet_men=draw.uniform(2e5, 1.4e6, worlds),
        german_war=draw.random(worlds),
        proclaimed=np.where(draw.random(worlds) < 0.2, 1.0, 0.0) if draw.random() < 0.5 else None,
        rules=told.rules,
    )


def taken(told: Told, index: Any) -> Told:
    """Return a view or report for some of its worlds, in the order of ``index``."""
    if isinstance(told, np.ndarray):
        return told[index] if told.ndim else told
    if is_dataclass(told) and not isinstance(told, type):
        return replace(told, **{each.name: taken(getattr(told, each.name), index) for each in fields(told)})
    return told


def results(office: Faction) -> dict[str, Array]:
    """Return all that an office holds after it has appraised, by name, each of shape ``(worlds,)``."""
    worlds = len(office.temper.stance)
    names = ("german_war", "need", "ripeness", "picks_at", "divisions_then", "hope", "keep", "relief", "net")
    found = {name: getattr(office, name) for name in (*names, "north", "south")}
    found |= {f"mind {f.name}": getattr(office.mind, f.name) for f in fields(office.mind)}
    for road, parts in office.contributions.items():
        found |= {f"{road} {name}": part for name, part in parts.items()}
    return {name: np.broadcast_to(value, (worlds,)) for name, value in found.items()}


def _over_worlds(plain: Mapping[str, Any], changes: Mapping[str, Any], worlds: int) -> dict[str, Any]:
    """Return the changes, a plain number spread over the worlds where an array is expected."""
    given = {}
    for name, value in changes.items():
        is_lone = isinstance(plain[name], np.ndarray) and isinstance(value, (bool, int, float))
        given[name] = np.full(worlds, value) if is_lone else value
    return given
