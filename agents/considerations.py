"""The considerations: what an office counts for and against going north or south.

Each function returns the parts of one stance, by name; a stance is one half, undecided, and their
exact sum (with the disposition, what they leave unexplained), held to 0..1.  Every part is a weight of
the office, already times ``weighing.scale``, times a gain or loss.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kantokuen.agents.profile import Traits
from kantokuen.agents.valuation import value
from kantokuen.agents.view import Array, Mask, Number, View

CONSIDERATIONS = ("window", "oil", "china", "service", "order", "alliance", "theatre", "aim")
"""The considerations: the domains of a profile, the office's own theatre, and a new aim for an old one."""


@dataclass(frozen=True, slots=True)
class Oil:
    """The worth of three ways in the oil domain, each of shape ``(worlds,)``, 0 or below.

    ``south`` may be a number or a column where it is the same in all worlds.

    Attributes:
        wait: the sure loss.
        south: the gamble on a southern war, the only one that repairs the loss.
        north: the sure loss made larger by a northern campaign.
    """

    wait: Array
    south: Array
    north: Array


def weigh_oil(felt_loss: Array, south_odds: Number, view: View) -> Oil:
    """Return the worth of waiting, going south and going north in the oil domain.

        wait  = v(-L)                         L = felt + dread (1 - felt)
        south = (1 - p) v(-disaster)          p = odds x max(0, min(1, (end - day) / fade))
        north = v(-L - c)

    with dread ``weighing.oil_dread``, the share of what still flows that is given up for lost since
    Washington can stop it any day, disaster ``weighing.southern_disaster``, c ``weighing.northern_oil``,
    end and fade ``weighing.southern_odds_end`` and ``weighing.southern_odds_fade``, v from `value`.

    Diminishing sensitivity alone would make a further loss cheap; what counts against the
    north is the southern gamble that it forgoes, see `northern`.

    Args:
        felt_loss: share of oil imports lost, as felt, 0..1.
        south_odds: believed chance that a southern war secures the oil.
        view: what the office sees.
    """
    rules, stakes = view.rules, view.rules.weighing
    left = (stakes.southern_odds_end - view.day) / stakes.southern_odds_fade
    odds = south_odds * np.minimum(np.maximum(left, 0.0), 1.0)
    loss = stakes.oil_dread + (1.0 - stakes.oil_dread) * felt_loss
    wait = value(-loss, rules)
    north = value(-(loss + stakes.northern_oil), rules)
    return Oil(wait, (1.0 - odds) * value(-stakes.southern_disaster, rules), north)


def northern(
    traits: Traits, view: View, *, worth: Array, oil: Oil, trust: Array, is_navy: Mask
) -> dict[str, Array]:
    """Return the considerations for the north.

    Args:
        traits: the office's.
        view: what it sees.
        worth: what the chance that the fruit ripens in time is worth today.
        oil: from `weigh_oil`.
        trust: how far Berlin is believed.
        is_navy: where a war in the north is the other service's.
    """
    rules, stakes = view.rules, view.rules.weighing
    freed = stakes.china_peace_north if view.is_china_free else 0.0
    unbound = 0.0 if rules.pact.neutrality else stakes.without_pact
    ally = stakes.alliance * rules.germany.pressure * view.at_war
    own_war = stakes.service_own + view.build_up
    return {
        "window": traits.window * (worth * (stakes.window * _still_open(view))),
        "oil": traits.oil * (oil.north - np.maximum(oil.wait, oil.south)),
        "china": traits.china * (freed - stakes.china_new_enemy - stakes.china_strain * view.beyond_free),
        "service": traits.service * np.where(is_navy, -own_war, own_war),
        "order": traits.order * (view.northern_policy + unbound - stakes.order_new_war),
        "alliance": traits.alliance * trust * (ally * view.berlin_claim),
        "theatre": traits.parochial * (-stakes.theatre_drain - view.build_up),
    }


def southern(traits: Traits, view: View, *, worth: Array, oil: Oil, is_navy: Mask) -> dict[str, Array]:
    """Return the considerations for the south; arguments as in `northern`.

    Going south first forgoes the northern window, so the same worth counts here with the
    other sign: the two roads need the same divisions, ships and months.  While the north
    lies under winter the south can be had first, and less is forgone: half at a wait of
    ``weighing.season_wait`` days.

    Who is bent on acting finds a new aim when the old one is shut: ``weighing.new_aim`` times the
    bias of an office, as far as its hope is gone, once the attack has been given up.  An army
    whose own theatre is the north has no other.
    """
    stakes, step = view.rules.weighing, view.southern_step
    wait = max(view.season_opens - view.day, 0.0)
    forgone = -stakes.window / (1.0 + wait / stakes.season_wait)
    freed = stakes.china_peace_south if view.is_china_free else 0.0
    of_navy = stakes.service_own + stakes.service_south * step
    of_army = stakes.service_south * (stakes.army_turns * view.has_given_up)
    return {
        "window": traits.window * (worth * (forgone * _still_open(view))),
        "oil": traits.oil * (oil.south - oil.wait),
        "china": traits.china
        * (stakes.china_cut * np.minimum(step, 1.0) - freed - stakes.china_new_enemy * stakes.china_south),
        "service": traits.service * np.where(is_navy, of_navy, of_army),
        "order": traits.order * (stakes.order_south * step - stakes.order_new_war * stakes.order_south_share),
        "aim": traits.restless * (1.0 - worth) * (stakes.scale * stakes.new_aim * view.has_given_up),
    }


def _still_open(view: View) -> Array:
    """Return the share of the window's worth that counts: all, or less once the attack is given up."""
    open_: Array = 1.0 - (1.0 - view.rules.weighing.given_up) * view.has_given_up.astype(np.float64)
    return open_
