"""The staff's arithmetic: strength, force, clock, ripeness, and the hope that the fruit ripens.

The figures are those the General Staff worked with in June 1941: a Soviet division counts
three quarters of a Japanese one (SOV088), two to one is wanted (THE049), so 16, 22, 24 and
34 divisions meet 10.7, 14.7, 16 and 22.7 Soviet ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kantokuen.agents.view import Array, Mask, Number, Rules, View

SHORTEST_PLAN = 21.0
"""Days of the shortest later plan, Primorye alone (THE043)."""

_LARGE_PLAN = 22.0
"""Divisions for which the planned times are meant (JPN118, JPN119)."""

_YEAR = 365.0

_TINY = 1e-12  # keeps a quotient of nought by nought at nought


def chance(x: Array) -> Array:
    """Return an S-curve of a margin in units of its doubt: ``1/2 + x / (2 sqrt(1 + x^2))``.

    It has the same bits on every processor, and heavier tails than the normal distribution.
    """
    curve: Array = 0.5 + 0.5 * (x / np.sqrt(1.0 + x * x))
    return curve


def effective_strength(divisions: Array, men: Array, german_war: Array, rules: Rules) -> Array:
    """Return Soviet divisions as they would fight, given their men and how near Germany is to victory.

        S_eff = S (1 + m (men / men_0 - 1)) (1 - d pv^2)

    with m ``staff.men_weight``, men_0 ``soviet.men_before`` and d ``staff.german_discount``, or
    ``staff.fallen_discount`` where the regime is known to have fallen (pv = 1); less by
    ``weighing.without_nomonhan`` where Nomonhan was won.

    Args:
        divisions: believed Soviet divisions, shape ``(offices, worlds)`` as all others.
        men: believed Soviet men.
        german_war: believed nearness of a German victory, 0..1.
        rules: what the offices reason with.
    """
    manned = divisions * (1.0 + rules.staff.men_weight * (men * (1.0 / rules.soviet.men_before) - 1.0))
    lost = rules.staff.german_discount * (german_war * german_war)
    fallen = german_war >= 1.0
    if fallen.any():
        lost = np.where(fallen, rules.staff.fallen_discount, lost)
    effective: Array = manned * (1.0 - lost)
    return effective if rules.nomonhan.lost else effective * rules.weighing.without_nomonhan


def needed(effective: Array, *, force_ratio: Number, division_value: Number) -> Array:
    """Return the Japanese divisions wanted against ``effective`` Soviet ones."""
    return effective * (force_ratio * division_value)


def need(divisions: Array, men: Array, german_war: Array, rules: Rules) -> Array:
    """Return the Japanese divisions wanted against Soviet ones as they would fight: `effective_strength`."""
    effective = effective_strength(divisions, men, german_war, rules)
    army = rules.army
    return needed(effective, force_ratio=army.force_ratio, division_value=army.soviet_division_value)


def ripeness(
    divisions: Array, materiel_gone: Array, german_war: Array, need: Array, *, force: Array, rules: Rules
) -> Array:
    """Return how ripe the persimmon is, 0..1: the General Staff's three tests, joined.

        divisions   x_D = min(1, share of the divisions gone / half of them)         SOV083, SOV084
        materiel    x_M = min(1, share of tanks and aircraft gone / two thirds)      SOV085, SOV086
        force       x_F = min(1, force at hand / need)                               THE049
        eased       t   = x + (1 - x) e       e = 1 - (1 - pv^2) (1 - gone^4)
        ripeness    R   = 3 / (1 / t_D + 1 / t_M + 1 / t_F)

    The harmonic mean lets none of the tests be made up for by another alone, and rises in each.
    As Germany nears victory (pv), or as nothing is left in the Far East, each test is eased: R is 1
    where the regime has fallen or no division stands there.

    Args:
        divisions: believed Soviet divisions; all arrays of shape ``(offices, worlds)``.
        materiel_gone: believed share of tanks and aircraft gone.
        german_war: believed nearness of a German victory, 0..1.
        need: Japanese divisions wanted.
        force: divisions at hand.
        rules: the fall is counted from ``soviet.estimate_before``.
    """
    gone = (1.0 - divisions * (1.0 / rules.soviet.estimate_before)).clip(0.0, np.inf)
    square = gone * gone
    hard = (1.0 - german_war * german_war) * (1.0 - square * square)
    # t = x + (1 - x) (1 - hard) = 1 - (1 - x) hard
    of_divisions = 1.0 - (1.0 - 2.0 * gone).clip(0.0, np.inf) * hard
    of_materiel = 1.0 - (1.0 - 1.5 * materiel_gone).clip(0.0, 1.0) * hard
    of_force = 1.0 - (1.0 - force / (need + _TINY)).clip(0.0, np.inf) * hard
    pair = of_divisions * of_materiel
    ripe: Array = (3.0 * pair * of_force) / (pair + (of_divisions + of_materiel) * of_force + _TINY)
    return ripe


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


def clock(view: View, need: Array, *, haste: Number, fallen: Mask) -> Clock:
    """Return the clock of an attack ordered at this sitting.

        start  = max(day + lead, day the force stands ready, season opens)
        plan   = clip((winter - start) min(1, force / need), 21, plan length)
        margin = winter - start - length
        p_in_time = C(margin / s_t)

    with lead from `lead_time`, length from `campaign_days`, plan length ``army.campaign_days``, C the
    S-curve `chance` and s_t ``staff.time_spread``; without ``mechanism.expiry`` every attack ends in time.

    Getting ready and waiting for the fruit run side by side.  As days run out the staff
    shrinks the plan, down to the shortest it ever drew up.  Where the regime has fallen there is no
    campaign to end before winter: what is ordered is an occupation, along the railway, in any season.

    Args:
        view: what the office sees.
        need: divisions wanted, shape ``(worlds,)``.
        haste: days by which the office thinks winter later than the calendar says.
        fallen: where the office has heard that the regime has fallen.
    """
    rules = view.rules
    soonest = view.day + lead_time(view, need)
    start = np.maximum(np.maximum(soonest, view.ready_day), view.season_opens)
    start = np.where(fallen, soonest, start)
    if not rules.mechanism.expiry:
        return Clock(start, np.ones_like(need))
    left = view.season_closes + haste - start
    fits = left * (view.force / np.maximum(need, _TINY)).clip(0.0, 1.0)
    plan = fits.clip(SHORTEST_PLAN, rules.army.campaign_days)
    margin = left - campaign_days(need, view.force, rules, plan=plan)
    return Clock(start, np.where(fallen, 1.0, chance(margin / rules.staff.time_spread)))


def days_left(view: View, need: Array, *, haste: Number) -> Array:
    """Return the days left until an attack can no longer be ordered, shape ``(worlds,)``.

        days left = winter - day - max(21, plan need / force within reach) - lead

    with plan ``army.campaign_days`` and lead from `lead_time`; the need counts up to the force within
    reach, since no attack is ordered against more.

    The riper the fruit, the later it can still be picked.

    Args:
        view: what the office sees.
        need: divisions wanted.
        haste: days by which the office thinks winter later than the calendar says.
    """
    met = np.minimum(need, view.reachable)
    length = (met * (view.rules.army.campaign_days / view.reachable)).clip(SHORTEST_PLAN, np.inf)
    return (view.season_closes + haste - view.day) - length - lead_time(view, met)


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


@dataclass(frozen=True, slots=True)
class Prospect:
    """How an office sees the last day on which the fruit can be picked; shape ``(offices, worlds)``.

    Attributes:
        divisions: Soviet divisions that it expects to stand there.
        hope: chance that the fruit is ripe enough for it by then.
        worth: what that chance is worth today, less for a season that is far off.
        this_season: the same, as far as it lies in the season that is open or comes next.
    """

    divisions: Array
    hope: Array
    worth: Array
    this_season: Array


def prospect(
    view: View,
    divisions: Array,
    men: Array,
    materiel_gone: Array,
    german_war: Array,
    need_now: Array,
    *,
    of_war: tuple[Array, Array],
    picks_at: Array,
    haste: Array,
) -> Prospect:
    """Return what an office expects of the last day on which the fruit can be picked.

    It looks to the season that is open or comes next; where the days left of that are more than the
    doubt about the clock too few, to the one after it.

        ahead  = clip(left, 0, horizon)          left from `days_left`
        S(T)   = max(S - trend ahead, min(S, S_0 / 2))    trend = (T f_0 + fall seen) / (T + days of war)
        M(T)   = M + gone ahead                  gone    = (T m_0 + M) / (T + days of war)
        pv(T)  = min(1, pv + faith (E(last day) - E(today)))
        K(T)   = hand + (reachable - hand) clip((left + lead - latest) / bringing, 0, 1)
        hope   = C((R(T) - picking point) / (doubt + doubt_day ahead)) C(left / s_t)
        worth  = hope / (1 + wait / tau_w)       wait until the season opens

    `R(T)` is the `ripeness` of what is expected then, C the S-curve `chance`, and E what was expected
    of the German war in June (`View.foreseen`).  The staff hoped for half of the divisions to
    go, not for more (SOV083, SOV084).  Divisions not sanctioned ``latest`` days before the attack come
    too late, those sanctioned ``bringing`` days earlier all in time.  By their keys:

    - horizon, doubt, doubt_day: ``staff.look_ahead``, ``staff.doubt``, ``staff.doubt_day``;
    - s_t, tau_w, T: ``staff.time_spread``, ``staff.patience``, ``staff.trend_days``;
    - latest, bringing, lead: ``staff.latest_days``, ``staff.bringing_days``, ``army.lead_days``;
    - f_0, m_0: ``soviet.expected_fall``, ``soviet.expected_materiel``.

    Where an office has heard that the regime has fallen neither days nor wait count: an occupation
    waits for no season.  Without ``mechanism.expiry`` the factor of the days, C(left / s_t), falls away.

    Args:
        view: what the office sees.
        divisions: Soviet divisions that it believes in today.
        men: Soviet men.
        materiel_gone: share of Soviet tanks and aircraft gone.
        german_war: nearness of a German victory.
        need_now: divisions it would want today.
        of_war: the further nearness of a German victory that it still expects, by the end of this season
            and of the one after it.
        picks_at: its picking point.
        haste: days by which it thinks winter later than the calendar says.
    """
    rules = view.rules
    plan = rules.staff
    left = days_left(view, need_now, haste=haste)
    is_over = left < -plan.time_spread
    left[is_over] += _YEAR
    weight = 1.0 / (plan.trend_days + view.days_of_war)
    ahead = left.clip(0.0, plan.look_ahead)
    pace = ahead * weight
    expected = rules.soviet.expected_fall * plan.trend_days + rules.soviet.estimate_before
    least = divisions.clip(-np.inf, 0.5 * rules.soviet.estimate_before)
    then_divisions = np.maximum(divisions - (expected - divisions) * pace, least)
    then_gone = materiel_gone + (rules.soviet.expected_materiel * plan.trend_days + materiel_gone) * pace
    then_war = (german_war + np.where(is_over, of_war[1], of_war[0])).clip(-np.inf, 1.0)
    then_need = need(then_divisions, men, then_war, rules)
    spare = left + (rules.army.lead_days - plan.latest_days)
    force = view.in_hand + (spare * (1.0 / plan.bringing_days)).clip(0.0, 1.0) * view.to_come
    then_ripe = ripeness(then_divisions, then_gone, then_war, then_need, force=force, rules=rules)
    hope = chance((then_ripe - picks_at) / (plan.doubt + plan.doubt_day * ahead))
    has_fallen = german_war >= 1.0
    if rules.mechanism.expiry:
        in_time = chance(left / plan.time_spread)
        in_time[has_fallen] = 1.0
        hope = hope * in_time
    now, later = (1.0 / (1.0 + max(each - view.day, 0.0) / plan.patience) for each in view.openings)
    share = np.where(is_over, later, now)
    share[has_fallen] = 1.0
    worth = hope * share
    this_season = worth.copy()
    this_season[is_over & ~has_fallen] = 0.0
    return Prospect(then_divisions, hope, worth, this_season)


def lottery(view: View, force: Array, clock_: Clock, need: Array) -> tuple[Array, Array]:
    """Return the chance of victory and the worth of attacking with what is sanctioned.

        worth = p_win - aversion (p_unfinished unfinished + p_defeat defeat)

    Three prizes: victory (1), a campaign unfinished when winter comes (``staff.unfinished_loss``),
    defeat (``staff.defeat_loss``), each weighed by its chance; losses count
    ``weighing.loss_aversion`` times where value depends on a reference, else once.

    Args:
        view: what the office sees.
        force: divisions at hand, shape ``(worlds,)``.
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
