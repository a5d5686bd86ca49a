"""The rules: what offices and outside powers reason with, in groups.

A field is the parameter of the same name in the same group, ``rules.army.lead_days``
the key ``army.lead_days``; what it means, its unit and its source stand where it is declared
(``model/levers``).  Only what is named here reaches an agent, so that none reads in a scenario what is
still to come.  A value is a number, or an array over worlds where it differs between them.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Mask = NDArray[np.bool_]
Number = float | Array


@dataclass(frozen=True, slots=True)
class GermanyRules:
    """Of ``germany``."""

    pressure: Number
    boast: Number


@dataclass(frozen=True, slots=True)
class SovietRules:
    """Of ``soviet``."""

    estimate_before: Number
    men_before: Number
    expected_fall: Number
    expected_materiel: Number
    response: Number
    fear: Number
    usual_fear: Number
    without_pact: Number
    refill_floor: Number
    refill_rise: Number
    refill_most: Number


@dataclass(frozen=True, slots=True)
class SanctionsRules:
    """Of ``sanctions``."""

    freeze_rate: Number
    northern_rate: Number
    northern_war: Number
    embargo_rate: Number
    embargo_fade: Number
    dutch_sell: bool
    licences: Number
    talks_failed: Number
    us_resolve: Number


@dataclass(frozen=True, slots=True)
class OutsidersRules:
    """Of ``outsiders``."""

    gain: Number
    at_war: Number
    nearness: Number
    build_up: Number
    southern: Number
    wish: Number
    sorge: Number


@dataclass(frozen=True, slots=True)
class ChinaRules:
    """Of ``china``."""

    tied_divisions: Number
    garrison: Number


@dataclass(frozen=True, slots=True)
class PactRules:
    """Of ``pact``."""

    neutrality: bool


@dataclass(frozen=True, slots=True)
class NomonhanRules:
    """Of ``nomonhan``."""

    lost: bool


@dataclass(frozen=True, slots=True)
class NavyRules:
    """Of ``navy``."""

    backs_north: bool
    screen: Number
    tolerance: Number
    urgency: Number
    war_urgency: Number
    standing_claim: Number
    payment: Number
    moved: Number
    ministry_firmness: Number


@dataclass(frozen=True, slots=True)
class EmperorRules:
    """Of ``emperor``."""

    sanction: str
    ear: Number


@dataclass(frozen=True, slots=True)
class WarMinistryRules:
    """Of ``war_ministry``."""

    mobilisation: str
    ear: Number


@dataclass(frozen=True, slots=True)
class ArmyRules:
    """Of ``army``."""

    force_ratio: Number
    soviet_division_value: Number
    divisions_cap: Number | str
    vouches: Number
    field_share: Number
    asks: Number
    stretch: Number
    lead_days: Number
    campaign_days: Number


@dataclass(frozen=True, slots=True)
class IntelligenceRules:
    """Of ``intelligence``."""

    peace_watch: Number
    heard: Number
    berlin_share: Number
    patience: Number


@dataclass(frozen=True, slots=True)
class WeighingRules:
    """Of ``weighing``."""

    scale: Number
    lean_bias: Number
    lean_picks: Number
    loss_aversion: Number
    window: Number
    given_up: Number
    season_wait: Number
    carry: Number
    oil_carry: Number
    stand_down: Number
    without_nomonhan: Number
    oil_dread: Number
    northern_oil: Number
    southern_disaster: Number
    southern_odds_end: Number
    southern_odds_fade: Number
    china_new_enemy: Number
    china_south: Number
    china_strain: Number
    china_cut: Number
    china_peace_north: Number
    china_peace_south: Number
    service_own: Number
    service_south: Number
    army_turns: Number
    order_new_war: Number
    order_south_share: Number
    order_north: Number
    order_given_up: Number
    order_south: Number
    theatre_drain: Number
    new_aim: Number
    without_pact: Number
    alliance: Number


@dataclass(frozen=True, slots=True)
class StaffRules:
    """Of ``staff``."""

    german_discount: Number
    fallen_discount: Number
    men_weight: Number
    win_odds: Number
    unfinished_loss: Number
    defeat_loss: Number
    time_spread: Number
    patience: Number
    least_lead: Number
    latest_days: Number
    bringing_days: Number
    shortest_campaign: Number
    longest_campaign: Number
    trend_days: Number
    look_ahead: Number
    doubt: Number
    doubt_day: Number


@dataclass(frozen=True, slots=True)
class CouncilRules:
    """Of ``council``."""

    northern_preparation: Number
    mobilisation: Number
    insurance: Number
    breaks_pact: Number
    near_certain: Number
    premier_share: Number
    reopens: Number
    indochina: Number
    southern_preparation: Number
    southern_war: Number
    recoil: Number


@dataclass(frozen=True, slots=True)
class TalksRules:
    """Of ``talks``."""

    us_terms: Number
    us_oil: Number
    us_china: Number
    us_axis: Number
    us_time: Number
    us_north: Number
    us_stop: Number
    us_firmness: Number
    china_weight: Number
    british_doubt: Number
    dutch_favour: Number
    imperial_order: str
    order: Number
    heat: Number
    cabinet_oil: Number
    army_oil: Number
    navy_oil: Number
    indochina: Number
    hope: Number
    delay: Number
    late: Number
    war_months: Number
    patience: Number
    blame: Number
    navy_word: Number
    cabinet_yields: Number
    garrison: Number
    own_reading: Number


@dataclass(frozen=True, slots=True)
class LensRules:
    """Of ``lens``."""

    organisation_in_time: Number
    organisation_oil: Number
    nash_both: Number
    nash_both_cost: Number
    nash_other: Number
    point_full_force: Number
    point_half_force: Number
    point_prepare: Number
    point_cross: Number
    point_keep: Number
    point_reopen: Number
    point_indochina: Number
    point_southern_preparation: Number
    point_southern_war: Number


@dataclass(frozen=True, slots=True)
class MechanismRules:
    """Of ``mechanism``."""

    motivated_belief: bool
    reference_dependence: bool
    unanimity: bool
    expiry: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """The values that offices and outside powers reason with, by group."""

    germany: GermanyRules
    soviet: SovietRules
    sanctions: SanctionsRules
    outsiders: OutsidersRules
    china: ChinaRules
    pact: PactRules
    nomonhan: NomonhanRules
    navy: NavyRules
    emperor: EmperorRules
    war_ministry: WarMinistryRules
    army: ArmyRules
    intelligence: IntelligenceRules
    weighing: WeighingRules
    staff: StaffRules
    council: CouncilRules
    talks: TalksRules
    lens: LensRules
    mechanism: MechanismRules
