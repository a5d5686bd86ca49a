"""The staff's arithmetic: strength, force, clock and the hope that the fruit ripens.

The figures are those the General Staff worked with in June 1941: a Soviet division counts
three quarters of a Japanese one (SOV088), two to one is wanted (THE049), so 16, 22, 24 and
34 divisions meet 10.7, 14.7, 16 and 22.7 Soviet ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from kantokuen.agents.view import Array, Number, Rules, View

SHORTEST_PLAN = 21.0
"""Days of the shortest later plan, Primorye alone (THE043)."""

_LARGE_PLAN = 22.0
"""Divisions for which the planned times are meant (JPN118, JPN119)."""


def green_power(ripeness: Array, halves: int | NDArray[np.int_]) -> Array:
    """Return ``ripeness ** (halves / 2)`` for 1 to 4 halves, by roots and products only.

    The exponent is a temperament: below 1 a little ripeness counts for much (the fruit is
    picked green), above 1 it must be nearly ripe.

    Args:
        ripeness: 0..1, shape ``(worlds,)`` or ``(offices, worlds)``.
        halves: twice the exponent, a number or one for each office.
    """
    root = np.sqrt(ripeness)
    raised = root.copy()
    for step in (2, 3, 4):
        if isinstance(halves, int):
            if halves >= step:
                raised *= root
        else:
            rows = halves >= step
            raised[rows] *= root[rows]
    return raised


def effective_strength(divisions: Array, power: Array, *, discount: Number) -> Array:
    """Return Soviet divisions as they would fight, given how near Germany is to victory.

        S_eff = S (1 - d pv^e)

    Args:
        divisions: believed Soviet divisions, shape ``(worlds,)``.
        power: believed nearness of a German victory raised to the temperament ``e``.
        discount: share ``d`` of their strength lost when Germany has won.
    """
    return divisions - (discount * power) * divisions


def needed(effective: Array, *, force_ratio: Number, division_value: Number) -> Array:
    """Return the Japanese divisions wanted against ``effective`` Soviet ones."""
    return effective * (force_ratio * division_value)


def p_force(need: Array, force: Array, *, win_odds: Number) -> Array:
    """Return the chance of beating the enemy in the field, whatever the season.

        p = 1 / (1 + (need / force)^5 / odds)

    which is the logistic of ``ln(odds) + 5 ln(ratio / wanted)``.

    Args:
        need: divisions wanted, shape ``(worlds,)``.
        force: divisions at hand, above 0.
        win_odds: odds of success at exactly the wanted ratio.
    """
    short = need / force
    square = short * short
    return 1.0 / (1.0 + square * square * short / win_odds)


def campaign_days(need: Array, force: Array, rules: Rules, *, plan: Array) -> Array:
    """Return the length of the first phase in days: the plan's, stretched where force is short.

        days = clip(plan need / force, shortest, longest)

    with shortest and longest from ``staff.shortest_campaign`` and ``staff.longest_campaign``.
    """
    return (plan * need / force).clip(rules.staff.shortest_campaign, rules.staff.longest_campaign)


@dataclass(frozen=True, slots=True)
class Clock:
    """When an attack could begin and whether it would end in time.

    Attributes:
        start: first day of fighting, shape ``(worlds,)``.
        p_in_time: chance of finishing before winter.
    """

    start: Array
    p_in_time: Array


def clock(view: View, need: Array, *, haste: Number) -> Clock:
    """Return the clock of an attack ordered at this sitting.

        start  = max(day + lead, day the force stands ready, season opens)
        plan   = clip((winter - start) min(1, force / need), 21, plan length)
        margin = winter - start - length
        p_in_time = Phi(margin / s_t)

    with lead from `lead_time`, length from `campaign_days`, plan length ``army.campaign_days`` and
    s_t ``staff.time_spread``; without ``mechanism.expiry`` every attack ends in time.

    Getting ready and waiting for the fruit run side by side.  As days run out the staff
    shrinks the plan, down to the shortest it ever drew up.

    Args:
        view: what the office sees.
        need: divisions wanted, shape ``(worlds,)``.
        haste: days by which the office thinks winter later than the calendar says.
    """
    rules = view.rules
    start = np.maximum(view.day + lead_time(view, need), view.ready_day).clip(view.season_opens, np.inf)
    if not rules.mechanism.expiry:
        return Clock(start, np.ones_like(need))
    left = view.season_closes + haste - start
    fits = left * (view.divisions_sanctioned / need).clip(0.0, 1.0)
    plan = fits.clip(SHORTEST_PLAN, rules.army.campaign_days)
    margin = left - campaign_days(need, view.divisions_sanctioned, rules, plan=plan)
    return Clock(start, ndtr(margin / rules.staff.time_spread))


def days_left(view: View, need: Array, *, haste: Number) -> Array:
    """Return the days left until an attack can no longer be ordered, shape ``(worlds,)``.

        days left = winter - day - max(21, plan need / force within reach) - lead

    with plan ``army.campaign_days`` and lead from `lead_time`.

    The riper the fruit, the later it can still be picked.

    Args:
        view: what the office sees.
        need: divisions wanted.
        haste: days by which the office thinks winter later than the calendar says.
    """
    rules = view.rules
    length = (need * (rules.army.campaign_days / view.reachable)).clip(SHORTEST_PLAN, np.inf)
    return (view.season_closes + haste - view.day) - length - lead_time(view, need)


def lead_time(view: View, need: Array) -> Array:
    """Return the days from the order to the first shot: ``army.lead_days`` times `share_of_plan`."""
    return view.rules.army.lead_days * share_of_plan(need, view.rules)


def share_of_plan(need: Array, rules: Rules) -> Array:
    """Return the share of the planned time that a need calls for.

        share = least + (1 - least) need / 22

    with least from ``staff.least_lead`` (.15 by default).
    """
    least = rules.staff.least_lead
    return least + ((1.0 - least) / _LARGE_PLAN) * need


def hope(
    view: View, divisions: Array, spread: Array, effective: Array, need: Array, *, haste: Number
) -> Array:
    """Return the chance that the fruit is ripe before the last day on which it can be picked.

        ahead = clip(left, 0, horizon)
        S(D)  = S_eff - trend ahead
        hope  = Phi((K / (R v_S) - S(D)) / (spread + doubt ahead)) Phi(left / s_t) / (1 + wait / tau_w)

        trend = (T f_0 + fall seen) / (T + days of war)
        K     = sanctioned + (reachable - sanctioned) clip((left + lead - latest) / bringing, 0, 1)

    where ``K`` is the force that can still stand ready in time (divisions not sanctioned ``latest``
    days before the attack come too late, those sanctioned ``bringing`` days earlier all in time),
    ``trend`` the fall of Soviet strength a day, as hoped for in June and then as seen, ``left``
    the days left and ``wait`` the days until the season opens.  By their keys:

    - horizon, doubt: ``staff.look_ahead``, ``staff.trend_doubt``;
    - s_t, tau_w, T: ``staff.time_spread``, ``staff.patience``, ``staff.trend_days``;
    - latest, bringing: ``staff.latest_days``, ``staff.bringing_days``;
    - R, v_S, lead: ``army.force_ratio``, ``army.soviet_division_value``, ``army.lead_days``;
    - f_0: ``soviet.expected_fall``.

    Without ``mechanism.expiry`` the factor of the days left, Phi(left / s_t), falls away.

    Hope stays while the days are many; it is the option that lapses.

    Args:
        view: what the office sees.
        divisions: believed Soviet divisions, shape ``(worlds,)``.
        spread: standard deviation of that belief.
        effective: divisions as they would fight, from `effective_strength`.
        need: Japanese divisions wanted against them.
        haste: days by which the office thinks winter later than the calendar says.
    """
    rules = view.rules
    left = days_left(view, need, haste=haste)
    weight = 1.0 / (rules.staff.trend_days + view.days_of_war)
    expected = rules.soviet.expected_fall * rules.staff.trend_days + rules.soviet.estimate_before
    trend = (expected - divisions) * weight
    spare = left + (rules.army.lead_days - rules.staff.latest_days)
    in_time = (spare * (1.0 / rules.staff.bringing_days)).clip(0.0, 1.0)
    force = view.divisions_sanctioned + in_time * view.to_come
    ahead = left.clip(0.0, rules.staff.look_ahead)
    falls = trend * ahead - effective
    enough = force * (1.0 / (rules.army.force_ratio * rules.army.soviet_division_value))
    ripe = ndtr((enough + falls) / (spread + rules.staff.trend_doubt * ahead))
    wait = max(view.season_opens - view.day, 0.0)
    discounted: Array = ripe * (1.0 / (1.0 + wait / rules.staff.patience))
    if not rules.mechanism.expiry:
        return discounted
    hopeful: Array = discounted * ndtr(left / rules.staff.time_spread)
    return hopeful


def lottery(view: View, force: Array, clock_: Clock, need: Array) -> tuple[Array, Array]:
    """Return the chance of victory and the worth of attacking with what is sanctioned.

        worth = p_win - aversion (p_unfinished unfinished + p_defeat defeat)

    Three prizes: victory (1), a campaign unfinished when winter comes (``staff.unfinished_loss``),
    defeat (``staff.defeat_loss``), each weighed by its chance; losses count
    ``weighing.loss_aversion`` times where value depends on a reference, else once.

    Args:
        view: what the office sees.
        force: divisions sanctioned, shape ``(worlds,)``.
        clock_: from `clock`.
        need: divisions wanted on the day of attack.

    Returns:
        Chance of victory and worth, each of shape ``(worlds,)``; worth is in units of victory.
    """
    rules = view.rules
    beats = p_force(need, force, win_odds=rules.staff.win_odds)
    wins = beats * clock_.p_in_time
    aversion = rules.weighing.loss_aversion if rules.mechanism.reference_dependence else 1.0
    unfinished = (beats - wins) * (aversion * rules.staff.unfinished_loss)
    defeat = (1.0 - beats) * (aversion * rules.staff.defeat_loss)
    return wins, wins - unfinished - defeat


def ripeness(
    divisions: Array,
    materiel_gone: Array,
    german_war: Array,
    need: Array,
    *,
    force: Array,
    rules: Rules,
) -> Array:
    """Return how ripe the persimmon looks, 0..1.

        ripeness = w_D min(1, divisions gone / half of them) + w_M min(1, materiel gone / two thirds)
                 + w_F min(1, force / need) + w_W nearness of German victory

    with w_D, w_M, w_F and w_W the parts of ``staff.ripe_divisions``, ``staff.ripe_materiel``,
    ``staff.ripe_force`` and ``staff.ripe_war`` in their sum (.2, .15, .3 and .35 by default).

    Men are left out on purpose: the Soviets lost materiel while their men rose above a million.
    The shares are judgements; the yardsticks are the General Staff's (SOV083 to SOV086, THE049).

    Args:
        divisions: believed Soviet divisions.
        materiel_gone: believed share of tanks and aircraft gone.
        german_war: believed nearness of a German victory.
        need: Japanese divisions wanted, from `needed`.
        force: divisions within reach.
        rules: what the offices reason with; the fall is counted from ``soviet.estimate_before``.
    """
    before, shares = rules.soviet.estimate_before, rules.staff
    gone = ((before - divisions) * (2.0 / before)).clip(0.0, 1.0)
    materiel = (materiel_gone * 1.5).clip(0.0, 1.0)
    odds = (force / need).clip(0.0, 1.0)
    # added in an order in which the defaults sum to exactly 1
    whole = shares.ripe_divisions + shares.ripe_materiel + shares.ripe_war + shares.ripe_force
    signs = (shares.ripe_divisions / whole) * gone + (shares.ripe_materiel / whole) * materiel
    ripe: Array = signs + (shares.ripe_force / whole) * odds + (shares.ripe_war / whole) * german_war
    return ripe
