"""The kernel: perceive, hope and appraise of one sitting by hand in one loop, for Numba to compile.

It is the measure of what the engine leaves on the table: the same arithmetic as `agents.weighing` and
`agents.staff`, office by office and world by world, without an array between two steps.  Nothing but
the benchmark runs it, for the historical scenario, in which the numbers of the rules are the same in all
worlds; its results must agree with the engine's to `AGREEMENT`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from types import FunctionType
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np

from kantokuen.agents import valuation
from kantokuen.agents.belief import by_school
from kantokuen.agents.mind import Mind
from kantokuen.agents.profile import Traits
from kantokuen.agents.table import is_navy
from kantokuen.agents.view import Array, Mask, Reports, View
from kantokuen.agents.weighing import Appraisal, appraise, perceive, read_papers
from kantokuen.experiments.bench.measuring import by_turns, ratio
from kantokuen.model.model import KantokuenModel
from kantokuen.model.observation import on_the_table

AGREEMENT: Final = 1e-9
"""Largest difference allowed between the kernel and the engine, by the size of the number where above 1."""

_SITTING: Final = 13
"""Number of the sitting that is measured, that of 20 August 1941."""

_ROUNDS: Final = 15

Stack = TypeVar("Stack", "Beliefs", "Persons")


class Numbers(NamedTuple):
    """What is the same for all offices and worlds, by the names of the rules."""

    patience: float
    days: float
    berlin: float
    men_weight: float
    men_before: float
    estimate_before: float
    german_discount: float
    fallen_discount: float
    ratio: float
    campaign_days: float
    lead_days: float
    least_lead: float
    time_spread: float
    look_ahead: float
    trend: float
    expected_fall: float
    expected_materiel: float
    late: float
    bringing_days: float
    doubt: float
    doubt_day: float
    season_now: float
    season_later: float
    carry: float
    oil_carry: float
    oil_dread: float
    northern_oil: float
    odds_left: float
    disaster: float
    aversion: float
    window: float
    forgone: float
    given_up: float
    china_north: float
    china_strain: float
    service_own: float
    order_north: float
    alliance: float
    theatre_drain: float
    service_south: float
    army_turns: float
    china_cut: float
    china_south: float
    order_south: float
    order_south_less: float
    new_aim: float


class Rows(NamedTuple):
    """What differs between worlds only; arrays of shape ``(worlds,)``."""

    divisions: Array
    men: Array
    front: Array
    season_left: Array
    reachable: Array
    in_hand: Array
    to_come: Array
    build_up: Array
    beyond_free: Array
    northern_policy: Array
    southern_step: Array
    has_given_up: Array
    materiel_gone: Array
    berlin_claim: Array
    berlin_voice: Array
    oil_loss: Array


class Columns(NamedTuple):
    """What differs between offices only; arrays of shape ``(offices,)``."""

    is_navy: Array
    expected: Array
    this_season: Array
    next_season: Array


class Beliefs(NamedTuple):
    """The arrays of a `Mind`; arrays of shape ``(offices, worlds)``."""

    soviet_divisions: Array
    soviet_men: Array
    materiel_gone: Array
    german_war: Array
    trust: Array
    oil_loss: Array


class Persons(NamedTuple):
    """The `Traits` that differ between worlds; arrays of shape ``(offices, worlds)``."""

    gain: Array
    bias: Array
    picks_at: Array
    haste: Array
    oil_speed: Array
    south_odds: Array
    window: Array
    oil: Array
    china: Array
    service: Array
    order: Array
    alliance: Array
    parochial: Array
    restless: Array
    heeds: Array
    base_north: Array
    base_south: Array


class Found(NamedTuple):
    """What a sitting gives, by the names of an `Appraisal`; arrays of shape ``(offices, worlds)``."""

    german_war: Array
    need: Array
    ripeness: Array
    divisions_then: Array
    hope: Array
    keep: Array
    relief: Array
    north: Array
    south: Array
    net: Array


def _clip(x: float, low: float, high: float) -> float:
    return min(max(x, low), high)


def _chance(x: float) -> float:
    curve: float = 0.5 + 0.5 * x / np.sqrt(1.0 + x * x)
    return curve


def _loss(x: float, aversion: float) -> float:
    """Return the value of a loss of ``x``; see `agents.valuation.value`."""
    value: float = -aversion * x / np.sqrt(np.sqrt(np.sqrt(x + 1e-300)))
    return value


def _need(divisions: float, men: float, war: float, n: Numbers) -> float:
    manned = divisions * (1.0 + n.men_weight * (men / n.men_before - 1.0))
    lost = n.fallen_discount if war >= 1.0 else n.german_discount * war * war
    return manned * (1.0 - lost) * n.ratio


def _ripeness(divisions: float, materiel: float, war: float, short: float, n: Numbers) -> float:
    gone = max(1.0 - divisions / n.estimate_before, 0.0)
    hard = (1.0 - war * war) * (1.0 - gone * gone * gone * gone)
    of_divisions = 1.0 - max(1.0 - 2.0 * gone, 0.0) * hard
    of_materiel = 1.0 - _clip(1.0 - 1.5 * materiel, 0.0, 1.0) * hard
    of_force = 1.0 - max(short, 0.0) * hard
    pair = of_divisions * of_materiel
    return 3.0 * pair * of_force / (pair + (of_divisions + of_materiel) * of_force + 1e-12)


def _take_in(mean: float, report: float, gain: float, bias: float) -> float:
    gap = report - mean
    return mean + gain * (gap + bias * abs(gap))


def sit(
    n: Numbers, rows: Rows, columns: Columns, mind: Beliefs, who: Persons, after: Beliefs, found: Found
) -> None:
    """Let every office perceive, hope and appraise in every world; results go to ``after`` and ``found``."""
    offices, worlds = mind.trust.shape
    for i in range(offices):
        navy, expected = columns.is_navy[i], columns.expected[i]
        soon, late = columns.this_season[i], columns.next_season[i]
        for k in range(worlds):
            # perceive
            gain, bias = who.gain[i, k], who.bias[i, k]
            divisions = _take_in(mind.soviet_divisions[i, k], rows.divisions[k], gain, -bias)
            men = _take_in(mind.soviet_men[i, k], rows.men[k], gain, -bias)
            own = _take_in(mind.german_war[i, k], rows.front[k], gain, bias)
            trust = mind.trust[i, k]
            trust -= trust * _clip((expected - own) * n.patience * n.days, 0.0, 1.0)
            oil = mind.oil_loss[i, k] + who.oil_speed[i, k] * (rows.oil_loss[k] - mind.oil_loss[i, k])
            gone = mind.materiel_gone[i, k] + gain * (rows.materiel_gone[k] - mind.materiel_gone[i, k])
            after.soviet_divisions[i, k], after.soviet_men[i, k], after.german_war[i, k] = divisions, men, own
            after.trust[i, k], after.oil_loss[i, k], after.materiel_gone[i, k] = trust, oil, gone
            # today
            heard = who.heeds[i, k] * trust
            war = own + min(n.berlin * rows.berlin_voice[k], 1.0) * heard * (rows.berlin_claim[k] - own)
            need = _need(divisions, men, war, n)
            ripe = _ripeness(divisions, gone, war, 1.0 - rows.in_hand[k] / (need + 1e-12), n)
            # hope
            met = min(need, rows.reachable[k])
            lead = n.lead_days * (n.least_lead + (1.0 - n.least_lead) / 22.0 * met)
            length = max(met * n.campaign_days / rows.reachable[k], 21.0)
            left = rows.season_left[k] + who.haste[i, k] - length - lead
            is_over, has_fallen = left < -n.time_spread, war >= 1.0
            left += 365.0 if is_over else 0.0
            ahead = _clip(left, 0.0, n.look_ahead)
            fall = (n.expected_fall - divisions) * n.trend * ahead
            then = max(divisions - fall, min(divisions, 0.5 * n.estimate_before))
            then_gone = gone + (n.expected_materiel + gone) * n.trend * ahead
            then_war = min(war + trust * (late if is_over else soon), 1.0)
            then_need = _need(then, men, then_war, n)
            force = rows.in_hand[k] + _clip((left + n.late) / n.bringing_days, 0.0, 1.0) * rows.to_come[k]
            then_ripe = _ripeness(then, then_gone, then_war, 1.0 - force / (then_need + 1e-12), n)
            hope = _chance((then_ripe - who.picks_at[i, k]) / (n.doubt + n.doubt_day * ahead))
            hope *= 1.0 if has_fallen else _chance(left / n.time_spread)
            worth = hope * (1.0 if has_fallen else (n.season_later if is_over else n.season_now))
            keep = (0.0 if is_over and not has_fallen else worth) - n.carry * (1.0 + n.oil_carry * oil)
            # stance
            loss = n.oil_dread + (1.0 - n.oil_dread) * oil
            wait, north_oil = _loss(loss, n.aversion), _loss(loss + n.northern_oil, n.aversion)
            south_oil = (1.0 - who.south_odds[i, k] * n.odds_left) * n.disaster
            given_up, step, service = rows.has_given_up[k], rows.southern_step[k], who.service[i, k]
            open_ = 1.0 - (1.0 - n.given_up) * given_up
            south_service = navy * (n.service_own + n.service_south * step)
            south_service += (1.0 - navy) * n.service_south * n.army_turns * given_up
            north = (
                0.5
                + who.window[i, k] * worth * n.window * open_
                + who.oil[i, k] * (north_oil - max(wait, south_oil))
                + who.china[i, k] * (n.china_north - n.china_strain * rows.beyond_free[k])
                + (1.0 - 2.0 * navy) * service * (n.service_own + rows.build_up[k])
                + who.order[i, k] * (rows.northern_policy[k] + n.order_north)
                + who.alliance[i, k] * heard * n.alliance * rows.berlin_claim[k]
                - who.parochial[i, k] * (n.theatre_drain + rows.build_up[k])
                + who.base_north[i, k]
            )
            south = (
                0.5
                + who.window[i, k] * worth * n.forgone * open_
                + who.oil[i, k] * (south_oil - wait)
                + who.china[i, k] * (n.china_cut * min(step, 1.0) + n.china_south)
                + service * south_service
                + who.order[i, k] * (n.order_south * step - n.order_south_less)
                + who.restless[i, k] * (1.0 - worth) * n.new_aim * given_up
                + who.base_south[i, k]
            )
            north, south = _clip(north, 0.0, 1.0), _clip(south, 0.0, 1.0)
            found.german_war[i, k], found.need[i, k], found.ripeness[i, k] = war, need, ripe
            found.divisions_then[i, k], found.hope[i, k], found.keep[i, k] = then, hope, keep
            found.relief[i, k], found.net[i, k] = south_oil - wait, north - south
            found.north[i, k], found.south[i, k] = north, south


def compiled() -> Callable[..., None]:
    """Return `sit`, compiled.

    Raises:
        ImportError: Numba is not installed.
    """
    compile_: Any = import_module("numba").njit(error_model="numpy")
    space = dict(globals())
    for each in (_clip, _chance, _loss, _need, _ripeness, _take_in):
        space[each.__name__] = compile_(FunctionType(each.__code__, space))
    made: Callable[..., None] = compile_(FunctionType(sit.__code__, space))
    return made


@dataclass(frozen=True, slots=True)
class Sitting:
    """One sitting, as the engine and as the kernel is handed it.

    Attributes:
        mind, traits, reports, view, navy: for `agents.weighing`.
        handed: for `sit`, all but the arrays for its results.
    """

    mind: Mind
    traits: Traits
    reports: Reports
    view: View
    navy: Mask
    handed: tuple[Numbers, Rows, Columns, Beliefs, Persons]

    @classmethod
    def of(cls, worlds: int) -> Sitting:
        """Return the sitting of 20 August 1941 of so many worlds, all offices reading the same counts."""
        model = KantokuenModel(worlds=worlds, cadence="ten-day", detail="outcomes")
        for _ in range(_SITTING):
            model.step()
        world, step = model.world, model.periods[_SITTING].steps[0]
        view = on_the_table(world, step, model.powers, model.offices)
        reports = Reports(
            days=step.days,
            at_war=1.0,
            foreseen=view.foreseen[0],
            soviet_divisions=world.far_east.divisions,
            soviet_men=world.far_east.men,
            german_war=world.german_war.nearness,
            proclaimed=None,
            rules=world.rules,
        )
        table = world.table
        navy = is_navy(table.profiles)
        shape = table.mind.trust.shape
        today, soon, late = (by_school(table.traits.leanings, each)[:, 0] for each in view.foreseen)
        columns = Columns(
            navy[:, 0].astype(np.float64),
            today,
            soon - today,
            late - today,
        )
        handed = (
            _numbers(reports, view),
            _rows(reports, view),
            columns,
            _stacked(Beliefs, table.mind, shape),
            _stacked(Persons, table.traits, shape),
        )
        return cls(table.mind, table.traits, reports, view, navy, handed)

    def by_engine(self) -> tuple[Mind, Appraisal]:
        """Hold the sitting as the engine does; return the minds after it, and what they make of it."""
        mind = replace(self.mind)  # its arrays are not changed in place
        perceive(mind, self.traits, self.reports)
        read_papers(mind, self.traits, self.view)
        return mind, appraise(mind, self.traits, self.view, is_navy=self.navy)

    def by_kernel(self, kernel: Callable[..., None]) -> tuple[Beliefs, Found]:
        """Hold it by the kernel, compiled or not."""
        shape = self.mind.trust.shape
        after = Beliefs(*(np.empty(shape) for _ in Beliefs._fields))
        found = Found(*(np.empty(shape) for _ in Found._fields))
        kernel(*self.handed, after, found)
        return after, found


def disagreement(sitting: Sitting, kernel: Callable[..., None]) -> float:
    """Return the largest difference between kernel and engine, by the size of the number where above 1."""
    most = 0.0
    (mind, appraisal), (after, made) = sitting.by_engine(), sitting.by_kernel(kernel)
    for ours, theirs in ((mind, after._asdict()), (appraisal, made._asdict())):
        for name, found in theirs.items():
            exact = getattr(ours, name)
            most = max(most, float(np.max(np.abs(found - exact) / np.maximum(np.abs(exact), 1.0))))
    return most


def times_the_kernel(worlds: int) -> float:
    """Return the time of the engine over that of the kernel for one sitting, the median over rounds.

    Args:
        worlds: worlds of the sitting.

    Raises:
        ImportError: Numba is not installed.
        ArithmeticError: the kernel's results are not those of the engine.
    """
    sitting, kernel = Sitting.of(worlds), compiled()
    if (apart := disagreement(sitting, kernel)) > AGREEMENT:
        raise ArithmeticError(f"the kernel of the benchmark differs from the engine by {apart:.2g}")
    works = {"engine": sitting.by_engine, "kernel": lambda: sitting.by_kernel(kernel)}
    paces = by_turns(worlds, works, _ROUNDS)
    return ratio(*([each.seconds for each in paces[name]] for name in works))


def _stacked(kind: type[Stack], part: Mind | Traits, shape: tuple[int, ...]) -> Stack:
    """Return the arrays of a part of the table that a kind names, at full width."""
    arrays = (np.broadcast_to(getattr(part, name), shape).copy() for name in kind._fields)
    return kind(*arrays)


def _rows(reports: Reports, view: View) -> Rows:
    seen: dict[str, Any] = {name: getattr(view, name, None) for name in Rows._fields}
    seen |= {
        "divisions": reports.soviet_divisions,
        "men": reports.soviet_men,
        "front": reports.german_war,
        "season_left": view.season_closes - view.day,
        "has_given_up": view.has_given_up.astype(np.float64),
    }
    worlds = len(reports.soviet_men)
    return Rows(*(np.broadcast_to(seen[name], worlds).copy() for name in Rows._fields))


def _numbers(reports: Reports, view: View) -> Numbers:
    rules, plan, stakes = view.rules, view.rules.staff, view.rules.weighing
    soviet, army, germany = rules.soviet, rules.army, rules.germany
    left = (stakes.southern_odds_end - view.day) / stakes.southern_odds_fade
    now, later = (1.0 / (1.0 + max(each - view.day, 0.0) / plan.patience) for each in view.openings)
    wait = max(view.season_opens - view.day, 0.0)
    found: dict[str, Any] = {
        "patience": rules.intelligence.patience,
        "days": reports.days,
        "berlin": rules.intelligence.berlin_share * germany.pressure,
        "men_weight": plan.men_weight,
        "men_before": soviet.men_before,
        "estimate_before": soviet.estimate_before,
        "german_discount": plan.german_discount,
        "fallen_discount": plan.fallen_discount,
        "ratio": army.force_ratio * army.soviet_division_value,
        "campaign_days": army.campaign_days,
        "lead_days": army.lead_days,
        "least_lead": plan.least_lead,
        "time_spread": plan.time_spread,
        "look_ahead": plan.look_ahead,
        "trend": 1.0 / (plan.trend_days + view.days_of_war),
        "expected_fall": soviet.expected_fall * plan.trend_days + soviet.estimate_before,
        "expected_materiel": soviet.expected_materiel * plan.trend_days,
        "late": army.lead_days - plan.latest_days,
        "bringing_days": plan.bringing_days,
        "doubt": plan.doubt,
        "doubt_day": plan.doubt_day,
        "season_now": now,
        "season_later": later,
        "carry": stakes.carry,
        "oil_carry": stakes.oil_carry,
        "oil_dread": stakes.oil_dread,
        "northern_oil": stakes.northern_oil,
        "odds_left": min(max(left, 0.0), 1.0),
        "disaster": valuation.value(-stakes.southern_disaster, rules),
        "aversion": stakes.loss_aversion,
        "window": stakes.window,
        "forgone": -stakes.window / (1.0 + wait / stakes.season_wait),
        "given_up": stakes.given_up,
        "china_north": -stakes.china_new_enemy,
        "china_strain": stakes.china_strain,
        "service_own": stakes.service_own,
        "order_north": -stakes.order_new_war,
        "alliance": stakes.alliance * germany.pressure,
        "theatre_drain": stakes.theatre_drain,
        "service_south": stakes.service_south,
        "army_turns": stakes.army_turns,
        "china_cut": stakes.china_cut,
        "china_south": -stakes.china_new_enemy * stakes.china_south,
        "order_south": stakes.order_south,
        "order_south_less": stakes.order_new_war * stakes.order_south_share,
        "new_aim": stakes.scale * stakes.new_aim,
    }
    return Numbers(*(float(found[name]) for name in Numbers._fields))
