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
from kantokuen.agents.view import Array, Number, Reports, View

Parts = dict[str, Array]


@dataclass(slots=True)
class Appraisal:
    """What the offices make of a sitting; arrays of shape ``(offices, worlds)``.

    Attributes:
        hope: chance that the fruit ripens in time.
        keep: worth of keeping the northern option, in units of victory.
        need: Japanese divisions wanted.
        ripeness: ripeness of the persimmon, 0..1.
        relief: worth of a southern war against the sure loss of oil.
        north: stance toward the north, 0..1.
        south: stance toward the south, 0..1.
        net: north minus south.
        contributions: for ``north`` and ``south``, the named parts that sum to the stance
            before it is held to 0..1.
    """

    hope: Array
    keep: Array
    need: Array
    ripeness: Array
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

    Fewer Soviet divisions and a nearer German victory are good news for the north, so the bias
    toward the north works on them with opposite signs.  What all the world knows, as that a
    regime has fallen, is a floor under the belief.
    """
    doubt, in_peace = reports.rules.intelligence, reports.rules.intelligence.peace_watch
    bias: Number = traits.bias if reports.rules.mechanism.motivated_belief else 0.0
    gain = traits.gain * (in_peace + (1.0 - in_peace) * reports.at_war)
    mind.soviet_divisions = belief.take_in(mind.soviet_divisions, reports.soviet_divisions, gain, bias=-bias)
    watch = traits.attention * (in_peace + (1.0 - in_peace) * reports.at_war)
    mind.soviet_spread = belief.narrow(mind.soviet_spread, doubt.noise, watch, doubt.far_east_drift)
    if not reports.at_war:
        return
    mind.german_war = belief.take_in(mind.german_war, reports.german_war, traits.gain, bias=bias)
    mind.german_spread = belief.narrow(
        mind.german_spread, doubt.front_doubt, traits.attention, doubt.war_drift
    )
    if reports.proclaimed is not None:
        mind.german_war = np.maximum(mind.german_war, reports.proclaimed)


def read_papers(mind: Mind, traits: Traits, view: View) -> None:
    """Take what lies on the table into a mind: oil, materiel, and what Berlin says."""
    felt = belief.gain_over(traits.oil_speed, view.juns)
    mind.oil_loss = mind.oil_loss + felt * (view.oil_loss - mind.oil_loss)
    read = belief.gain_over(traits.gain, view.juns)
    mind.materiel_gone = mind.materiel_gone + read * (view.materiel_gone - mind.materiel_gone)
    if view.at_war:
        patience = view.rules.intelligence.berlin_patience
        mind.credit = belief.credit_after(
            mind.credit, view.berlin_claim, mind.german_war, 10.0 * view.juns, patience=patience
        )


def seen_war(mind: Mind, view: View) -> Array:
    """Return the nearness of a German victory: own sight, and Berlin's word as far as it is believed.

    pv = own + min(1, share pressure voice) credit (claim - own)        0 before the war

    with share ``intelligence.berlin_share``, pressure ``germany.pressure``, and voice and claim as
    the view has them; own sight alone without ``mechanism.motivated_belief``.
    """
    if not view.at_war:
        return np.zeros_like(mind.german_war)
    own = mind.german_war
    if not view.rules.mechanism.motivated_belief:
        return own
    share, pressure = view.rules.intelligence.berlin_share, view.rules.germany.pressure
    weight = np.minimum(share * pressure * view.berlin_voice, 1.0)
    return own + weight * mind.credit * (view.berlin_claim - own)


def appraise(
    mind: Mind, traits: Traits, view: View, *, german_war: Array, power: Array, is_navy: Array, lean: Array
) -> Appraisal:
    """Let offices weigh what they know and take a stance.

    The worth of keeping the northern option is what it may win less what it costs to carry;
    oil makes carrying dearer:

        keep = hope - carry (1 + k oil)

    with carry ``weighing.carry``, k ``weighing.oil_carry`` and oil the felt share lost.

    A stance is the sum of its parts, held to 0..1; the disposition is one of them.

    Args:
        mind: what the offices believe.
        traits: theirs, weights times ``weighing.scale``.
        view: what lies on the table.
        german_war: from `seen_war`.
        power: the same raised to each office's temperament, from `staff.green_power`.
        is_navy: 1 for an office of the Navy, else 0.
        lean: how far the persons of a world lean north of their record.
    """
    rules = view.rules
    discount = rules.staff.german_discount
    effective = staff.effective_strength(mind.soviet_divisions, power, discount=discount)
    if not rules.nomonhan.lost:
        effective = effective * rules.weighing.without_nomonhan
    need = staff.needed(
        effective, force_ratio=rules.army.force_ratio, division_value=rules.army.soviet_division_value
    )
    from_war = _wide(discount * mind.german_spread, need) * mind.soviet_divisions
    spread = np.sqrt(_wide(mind.soviet_spread * mind.soviet_spread, need) + from_war * from_war)
    hope = staff.hope(view, mind.soviet_divisions, spread, effective, need, haste=traits.haste)
    carry = rules.weighing.carry
    keep = hope - carry - (carry * rules.weighing.oil_carry) * mind.oil_loss
    oil = weigh_oil(mind.oil_loss, traits.south_odds, view)
    ripeness = staff.ripeness(
        mind.soviet_divisions,
        mind.materiel_gone,
        german_war,
        need,
        force=view.divisions_in_hand,
        rules=rules,
    )
    parts = {
        "north": northern(traits, view, keep=keep, oil=oil, credit=mind.credit, is_navy=is_navy),
        "south": southern(traits, view, keep=keep, oil=oil, is_navy=is_navy),
    }
    half = 0.5 * lean
    parts["north"]["disposition"] = traits.base_north + half
    parts["south"]["disposition"] = traits.base_south - half
    north, south = (total(parts[track]).clip(0.0, 1.0) for track in ("north", "south"))
    return Appraisal(hope, keep, need, ripeness, oil.south - oil.wait, north, south, north - south, parts)


def _wide(value: Number, like: Array) -> Number:
    """Return a column of numbers, one an office, at full width: NumPy is slow to stretch a column."""
    if np.ndim(value) == 2 and np.shape(value)[1] != like.shape[1]:
        return np.repeat(value, like.shape[1], axis=1)
    return value


def total(parts: Parts) -> Array:
    """Return the sum of the parts, one after another, so that a world alone gets the same bits."""
    first, second, *others = parts.values()
    summed = first + second
    for part in others:
        summed += part
    return summed
