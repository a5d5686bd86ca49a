"""Lenses: the same offices, beliefs and means under several theories of how a decision comes about.

`politics` is the default [Allison1971, model III]: unanimity among holders of vetoes, with
weakened texts.  `organisation` lets plans and triggers run (model II), `rational` has one
unitary actor with unbiased belief and expected utility (model I); `mean` and `median` are the
weighted compromises of the literature, `nash` the bargaining solution with the standing
policy as point of disagreement [Nash1950].
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from kantokuen.agents import profile, staff
from kantokuen.agents.considerations import weigh_oil
from kantokuen.agents.faction import Faction
from kantokuen.agents.view import Array, Consent, Mask, View
from kantokuen.model.decision import Decision
from kantokuen.model.display import Facts, Shown, first_line
from kantokuen.model.errors import known_name
from kantokuen.model.limits import LENS_NAMES
from kantokuen.model.seating import Offices


@dataclass(frozen=True, slots=True, repr=False)
class Lens(Shown):
    """A rule of decision.

    Attributes:
        decide: from the offices and what lies on the table, papers included, to what passes.
    """

    decide: Callable[[Offices, View], Decision]

    def _shown(self) -> tuple[str, Facts]:
        return self.decide.__name__, {"decides": first_line(self.decide)}


_FULL_FORCE = 24.0
"""Divisions of the plan of 31 July 1941 (JPN102)."""

_HALF_FORCE = 16.0
"""Divisions of the readiness stance (JPN088)."""

_CRASH_FORCE = 22.0
"""Divisions of the crash schedule (JPN118, JPN119)."""


def politics(offices: Offices, view: View) -> Decision:
    """Decide by unanimity among the holders of vetoes; the strongest text that all would sign passes.

    Where a text is refused the sponsor weakens it, so what passes is the least of what each
    would sign.  Without unanimity a majority of power decides.

    Args:
        offices: the offices, after they have appraised.
        view: what lies on the table.
    """
    holders = [office for office in offices.values() if office.has_veto]
    consents = [office.consent(view) for office in holders]
    if not view.rules.mechanism.unanimity:
        return _by_majority(offices, view, holders, consents)
    others = [c.southern_war for c, o in zip(consents, holders, strict=True) if o.profile.id != "PM"]
    premier = consents[[o.profile.id for o in holders].index("PM")].southern_war
    divisions = consents[0].divisions
    for consent in consents[1:]:
        divisions = np.minimum(divisions, consent.divisions)
    agreed = _all(others)
    return Decision(
        prepare=_all([c.prepare for c in consents]),
        divisions=divisions,
        cross=_all([c.cross for c in consents]) & view.laid.order,
        indochina=_all([c.indochina for c in consents]),
        southern_preparation=_all([c.southern_preparation for c in consents]),
        southern_war=agreed & premier,
        only_premier_objects=agreed & ~premier,
        **_army_keeps(offices, view),
    )


def organisation(offices: Offices, view: View) -> Decision:
    """Let plans, triggers and schedules run themselves; nobody weighs.

    The army mobilises by the crash schedule and attacks if, and only if, its stated triggers
    are met on its own figures, Soviet divisions down to half, tanks and aircraft to a third
    (SOV083 to SOV086), and time left, or the regime has fallen.  The navy prepares when the oil
    stops and strikes when it is ready.
    """
    army, navy = offices["AGS"], offices["NGS"]
    before = view.rules.soviet.estimate_before
    fallen, lines = army.has_heard_of_fall, view.rules.lens
    clock = staff.clock(view, army.need, haste=0.0, fallen=fallen)
    halved = (army.mind.soviet_divisions <= 0.5 * before) & (army.mind.materiel_gone >= 2.0 / 3.0)
    triggered = halved | fallen
    in_time = fallen | (staff.days_left(view, army.need, haste=0.0) >= 0.0)
    oil_stops = navy.mind.oil_loss >= lines.organisation_oil
    return Decision(
        prepare=np.ones_like(oil_stops),
        divisions=np.minimum(view.reachable, _CRASH_FORCE),
        cross=triggered & (clock.p_in_time >= lines.organisation_in_time) & (fallen | ~view.is_southern_war),
        keep=in_time,
        reopen=in_time & triggered,
        indochina=np.ones_like(oil_stops),
        southern_preparation=oil_stops,
        southern_war=oil_stops,
        only_premier_objects=np.zeros_like(oil_stops),
    )


def rational(offices: Offices, view: View) -> Decision:
    """Let one mind choose by expected utility on the soberest reading of the reports.

    Belief is that of Army intelligence; gains and losses count alike; each act is taken where
    it is worth more than waiting.
    """
    reader = offices["INT"]
    need = reader.need
    fallen = reader.has_heard_of_fall
    clock = staff.clock(view, need, haste=0.0, fallen=fallen)
    wins, _ = staff.lottery(view, view.force, clock, need)
    beats = staff.p_force(need, view.force, win_odds=view.rules.staff.win_odds)
    worth = (
        wins
        - (beats - wins) * view.rules.staff.unfinished_loss
        - (1.0 - beats) * view.rules.staff.defeat_loss
    )
    carry = view.rules.weighing.carry * (1.0 + view.rules.weighing.oil_carry * view.oil_loss)
    keeps = reader.hope >= carry
    oil = weigh_oil(view.oil_loss, profile.offices()["CPB"].south_odds, view)
    gambles = oil.south > oil.wait
    wait_costs = fallen | (view.next_sitting + staff.lead_time(view, need) > clock.start)
    return Decision(
        prepare=np.ones_like(keeps),
        divisions=np.where(keeps, np.minimum(view.reachable, np.maximum(need, _HALF_FORCE)), 0.0),
        cross=(worth > np.where(fallen, 0.0, np.maximum(reader.hope - carry, 0.0))) & wait_costs,
        keep=keeps,
        reopen=reader.hope >= carry + view.rules.council.reopens,
        indochina=np.ones_like(keeps),
        southern_preparation=gambles,
        southern_war=gambles,
        only_premier_objects=np.zeros_like(keeps),
    )


def mean(offices: Offices, view: View) -> Decision:
    """Decide at the mean stance weighted by capability and salience, ``sum c s x / sum c s``."""
    total = sum(office.profile.weight for office in offices.values())
    centre = sum((o.profile.weight / total) * o.net for o in offices.values())
    return _at_point(np.asarray(centre), view)


def median(offices: Offices, view: View) -> Decision:
    """Decide at the median stance weighted by capability and salience.

    It is the least stance at or below which half the weight lies.
    """
    stances = np.stack([office.net for office in offices.values()])
    weights = np.array([office.profile.weight for office in offices.values()])
    order = np.argsort(stances, axis=0, kind="stable")
    below = np.cumsum(weights[order], axis=0)
    place = np.argmax(below >= 0.5 * below[-1], axis=0)
    worlds = np.arange(stances.shape[1])
    return _at_point(stances[order[place, worlds], worlds], view)


def nash(offices: Offices, view: View) -> Decision:
    """Choose the policy with the largest product of gains over the standing one.

    Four policies lie on the table: stand still (the point of disagreement), prepare both ways,
    north with the force within reach, south.  The gain of an office is what a policy gives of
    the direction it wants, less what it gives of the other; a policy that leaves any holder of
    a veto below the standing policy is out.
    """
    holders = [office for office in offices.values() if office.has_veto]
    ones = np.ones_like(view.has_given_up)
    give, cost, other = view.rules.lens.nash_both, view.rules.lens.nash_both_cost, view.rules.lens.nash_other
    both = _product([give * office.north + give * office.south - cost for office in holders])
    north = _product([office.north - other * office.south for office in holders])
    south = _product([office.south - other * office.north for office in holders])
    goes_north = (north > both) & (north > south) & (view.at_war > 0.0)
    goes_south = (south > both) & (south > north)
    half = np.where(both > 0.0, _HALF_FORCE, 0.0)
    return Decision(
        prepare=both > 0.0,
        divisions=np.where(goes_north, view.reachable, half),
        cross=goes_north & ~view.is_southern_war,
        indochina=ones,
        southern_preparation=goes_south,
        southern_war=goes_south,
        only_premier_objects=~ones,
        **_army_keeps(offices, view),
    )


LENSES: dict[str, Lens] = {name: Lens(globals()[name]) for name in LENS_NAMES}
"""Every lens by its name, which is that of its rule."""


def within_refusals(decision: Decision, view: View) -> Decision:
    """Return what is left of a decision where somebody refuses for good, under whatever lens it came about.

    A War Ministry that refuses funds no build-up; an Emperor who refuses sanctions neither a build-up nor
    the order to cross the border.
    """
    throne, ministry = (
        view.rules.emperor.sanction == "refuse",
        view.rules.war_ministry.mobilisation == "refuse",
    )
    if not throne and not ministry:
        return decision
    cross = np.zeros_like(decision.cross) if throne else decision.cross
    return replace(decision, divisions=np.zeros_like(decision.divisions), cross=cross)


def find_lens(name: str) -> Lens:
    """Return the lens of a name.

    Raises:
        InputError: there is no such lens.
    """
    return LENSES[known_name("lens", name, LENSES)]


def _army_keeps(offices: Offices, view: View) -> dict[str, Mask]:
    """Return where the Army keeps the option and where it would take it up again.

    The standing policy stays while either the General Staff or the War Minister holds to it.  To
    take up again what was given up Operations must draft it and both must want it clearly.
    """
    staff_, minister = offices["AGS"], offices["WAR"]
    keeps = staff_.keeps_north() | minister.keeps_north()
    reopens = staff_.reopens_north(view.rules) & minister.reopens_north(view.rules)
    return {"keep": keeps, "reopen": reopens & view.laid.reopening}


def _by_majority(offices: Offices, view: View, holders: list[Faction], consents: list[Consent]) -> Decision:
    powers = [office.profile.power for office in holders]
    half = 0.5 * sum(powers)

    def passes(masks: list[Mask]) -> Mask:
        in_favour = sum(power * mask for power, mask in zip(powers, masks, strict=True))
        return np.asarray(in_favour > half)

    divisions = sum(power * c.divisions for power, c in zip(powers, consents, strict=True))
    nobody = np.zeros_like(consents[0].cross)
    return Decision(
        prepare=passes([c.prepare for c in consents]),
        divisions=np.asarray(divisions) / (2.0 * half),
        cross=passes([c.cross for c in consents]) & view.laid.order,
        indochina=passes([c.indochina for c in consents]),
        southern_preparation=passes([c.southern_preparation for c in consents]),
        southern_war=passes([c.southern_war for c in consents]),
        only_premier_objects=nobody,
        **_army_keeps(offices, view),
    )


def _at_point(centre: Array, view: View) -> Decision:
    """Return what a compromise at one point of the scale lets through.

    The scale is that of the stances: 0 prepares both, +.5 mobilises and attacks if favourable,
    -.5 presses south.  A northern act takes the line of its name (``lens.point_cross``) or more, a
    southern one its line (``lens.point_southern_war``) or less.
    """
    lines = view.rules.lens
    half = np.where(centre >= lines.point_half_force, _HALF_FORCE, 0.0)
    force = np.where(centre >= lines.point_full_force, _FULL_FORCE, half)
    return Decision(
        prepare=centre >= lines.point_prepare,
        divisions=np.minimum(force, view.reachable),
        cross=(centre >= lines.point_cross) & ~view.is_southern_war,
        keep=centre >= lines.point_keep,
        reopen=centre >= lines.point_reopen,
        indochina=centre <= lines.point_indochina,
        southern_preparation=centre <= lines.point_southern_preparation,
        southern_war=centre <= lines.point_southern_war,
        only_premier_objects=np.zeros_like(centre, dtype=bool),
    )


def _all(masks: list[Mask]) -> Mask:
    found = masks[0]
    for mask in masks[1:]:
        found = found & mask
    return found


def _product(gains: list[Array]) -> Array:
    """Return the product of gains, 0 where any office would lose."""
    product = np.ones_like(gains[0])
    for gain in gains:
        product = product * np.maximum(gain, 0.0)
    return product
