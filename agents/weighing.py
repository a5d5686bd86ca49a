"""Weighing: how an office takes in its reports and comes to a stance.

The rules here are the same for every office and work on all offices of a table at once, arrays
of shape ``(offices, worlds)``.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from kantokuen.agents import belief, staff
from kantokuen.agents.considerations import northern, southern, weigh_oil
from kantokuen.agents.mind import Mind
from kantokuen.agents.profile import Traits
from kantokuen.agents.view import Array, Mask, Reports, View

Parts = dict[str, Array]

UNDECIDED = 0.5
"""Where either stance stands before anything is weighed."""


@dataclass(slots=True)
class Appraisal:
    """What the offices make of a sitting; arrays of shape ``(offices, worlds)``.

    Attributes:
        german_war: nearness of a German victory as they see it, Berlin's word included, 0..1.
        need: Japanese divisions that they would want today.
        ripeness: ripeness of the persimmon today, 0..1.
        picks_at: the ripeness at which each would pick it.
        divisions_then: Soviet divisions that they expect on the last day on which it can be picked.
        hope: chance that it reaches their picking point by then.
        keep: worth of keeping the northern option of this season, in units of victory.
        relief: worth of a southern war against the sure loss of oil.
        north: stance toward the north, 0..1.
        south: stance toward the south, 0..1.
        net: north minus south.
        contributions: for ``north`` and ``south``, the named parts that sum, from `UNDECIDED`, to
            the stance before it is held to 0..1.
    """

    german_war: Array
    need: Array
    ripeness: Array
    picks_at: Array
    divisions_then: Array
    hope: Array
    keep: Array
    relief: Array
    north: Array
    south: Array
    net: Array
    contributions: dict[str, Parts]

    @classmethod
    def nought(cls, shape: tuple[int, int]) -> Appraisal:
        """Return what stands there before anybody has appraised."""
        *numbers, _ = fields(cls)
        nought = {each.name: np.zeros(shape) for each in numbers}
        return cls(**nought, contributions={"north": {}, "south": {}})


def perceive(mind: Mind, traits: Traits, reports: Reports) -> None:
    """Take the reports of one step into a mind.

    Fewer Soviet divisions and men and a nearer German victory are good news for the north, so the
    bias toward the north works on them with opposite signs.  What all the world knows, as that a regime
    has fallen, is a floor under the belief.
    """
    rules = reports.rules
    in_peace = rules.intelligence.peace_watch
    bias = traits.bias if rules.mechanism.motivated_belief else np.zeros_like(traits.bias)
    against = -bias
    gain = traits.gain * (in_peace + (1.0 - in_peace) * reports.at_war)
    mind.soviet_divisions = belief.take_in(
        mind.soviet_divisions, reports.soviet_divisions, gain, bias=against
    )
    mind.soviet_men = belief.take_in(mind.soviet_men, reports.soviet_men, gain, bias=against)
    if not reports.at_war:
        return
    mind.german_war = belief.take_in(mind.german_war, reports.german_war, traits.gain, bias=bias)
    if reports.proclaimed is not None:
        mind.german_war = np.maximum(mind.german_war, reports.proclaimed)
    expected = belief.by_school(traits.leanings, reports.foreseen)
    patience = rules.intelligence.patience
    mind.trust = belief.trust_after(mind.trust, expected, mind.german_war, reports.days, patience=patience)


def read_papers(mind: Mind, traits: Traits, view: View) -> None:
    """Take what lies on the table into a mind: oil and materiel."""
    mind.oil_loss = mind.oil_loss + traits.oil_speed * (view.oil_loss - mind.oil_loss)
    mind.materiel_gone = mind.materiel_gone + traits.gain * (view.materiel_gone - mind.materiel_gone)


def hear_intelligence(mind: Mind, *, staff_row: int, intelligence_row: int, weight: Array) -> None:
    """Let the Second Bureau's estimate into the General Staff's belief.

        belief' = belief + weight (estimate - belief)

    Args:
        mind: what the offices believe.
        staff_row: row of the General Staff.
        intelligence_row: row of Army intelligence.
        weight: how much Operations leaves it, 0..1, shape ``(worlds,)``.
    """
    for held in (mind.soviet_divisions, mind.soviet_men, mind.german_war):
        held[staff_row] += weight * (held[intelligence_row] - held[staff_row])


def seen_war(own: Array, trust: Array, view: View) -> Array:
    """Return the nearness of a German victory: own sight, and Berlin's word as far as it is trusted.

    pv = own + min(1, share pressure voice) trust (claim - own)        0 before the war

    with share ``intelligence.berlin_share``, pressure ``germany.pressure``, and voice and claim as
    the view has them; own sight alone without ``mechanism.motivated_belief``.

    Args:
        own: what the offices believe of it.
        trust: how far they believe what Berlin says, 0 for one that does not read it or does not care.
        view: what lies on the table.
    """
    if not view.at_war:
        return np.zeros_like(own)
    if not view.rules.mechanism.motivated_belief:
        return own
    share, pressure = view.rules.intelligence.berlin_share, view.rules.germany.pressure
    weight = np.minimum(share * pressure * view.berlin_voice, 1.0)
    return own + weight * trust * (view.berlin_claim - own)


def appraise(mind: Mind, traits: Traits, view: View, *, is_navy: Mask) -> Appraisal:
    """Let offices weigh what they know and take a stance.

    The worth of keeping the northern option is what it may win less what it costs to carry;
    oil makes carrying dearer:

        keep = worth - carry (1 + k oil)

    with the worth of this season's chance from `staff.prospect`, carry ``weighing.carry``, k
    ``weighing.oil_carry`` and oil the felt share lost.

    A stance is one half and the sum of its parts, held to 0..1; the disposition is one of them.

    Args:
        mind: what the offices believe.
        traits: theirs, weights times ``weighing.scale``.
        view: what lies on the table.
        is_navy: where an office belongs to the Navy.
    """
    rules = view.rules
    trust = traits.heeds * mind.trust
    german_war = seen_war(mind.german_war, trust, view)
    need = staff.need(mind.soviet_divisions, mind.soviet_men, german_war, rules)
    ripeness = staff.ripeness(
        mind.soviet_divisions, mind.materiel_gone, german_war, need, force=view.in_hand, rules=rules
    )
    by_now, *by_then = (belief.by_school(traits.leanings, each) for each in view.foreseen)
    still = mind.trust * view.at_war
    prospect = staff.prospect(
        view,
        mind.soviet_divisions,
        mind.soviet_men,
        mind.materiel_gone,
        german_war,
        need,
        of_war=(still * (by_then[0] - by_now), still * (by_then[1] - by_now)),
        picks_at=traits.picks_at,
        haste=traits.haste,
    )
    carry = rules.weighing.carry
    keep = prospect.this_season - carry - (carry * rules.weighing.oil_carry) * mind.oil_loss
    oil = weigh_oil(mind.oil_loss, traits.south_odds, view)
    parts = {
        "north": northern(traits, view, worth=prospect.worth, oil=oil, trust=trust, is_navy=is_navy),
        "south": southern(traits, view, worth=prospect.worth, oil=oil, is_navy=is_navy),
    }
    # copies, for a successor takes over the rows of the traits in place
    parts["north"]["disposition"] = traits.base_north.copy()
    parts["south"]["disposition"] = traits.base_south.copy()
    north, south = ((UNDECIDED + total(parts[track])).clip(0.0, 1.0) for track in ("north", "south"))
    return Appraisal(
        german_war=german_war,
        need=need,
        ripeness=ripeness,
        picks_at=traits.picks_at.copy(),
        divisions_then=prospect.divisions,
        hope=prospect.hope,
        keep=keep,
        relief=oil.south - oil.wait,
        north=north,
        south=south,
        net=north - south,
        contributions=parts,
    )


def total(parts: Parts) -> Array:
    """Return the sum of the parts, one after another, so that a world alone gets the same bits."""
    first, second, *others = parts.values()
    summed = first + second
    for part in others:
        summed += part
    return summed
