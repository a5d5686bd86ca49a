"""One worked example for each mechanism, reckoned by the rules of the model at its defaults.

Each line states its reckoning in plain arithmetic beside the result of the rule, so that a reader
can follow it with a pocket calculator; a test reckons every line again from its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from kantokuen.agents import belief, staff
from kantokuen.agents.considerations import weigh_oil
from kantokuen.agents.foreign import SovietUnion, UnitedStates
from kantokuen.agents.navy import NavyOffice
from kantokuen.agents.profile import offices
from kantokuen.model.calendar import to_date
from kantokuen.model.council import FIRST_GRANT
from kantokuen.model.means import ALL_DIVISIONS, HOME_GUARD, SOUTHERN_CLAIM, Means
from kantokuen.model.reference import reference_view
from kantokuen.model.values import default_values
from tools.manual.stage import (
    ONE,
    abroad,
    appraised,
    lapse,
    licences,
    only,
    stage,
    stopped,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an example: what is reckoned, how, and what the rule of the model gives."""

    what: str
    reckoning: str
    result: float
    note: str = ""


def motivated_belief() -> Iterator[Line]:
    """Two offices read the same count, once with good news for the north and once with bad."""
    before = float(default_values()["soviet.estimate_before"])
    for office, name in (("OPS", "Operations"), ("INT", "Intelligence")):
        who = offices()[office]
        for count, news, sign in ((before - 3.0, "three fewer", "+"), (before + 3.0, "three more", "−")):
            told = belief.take_in(before * ONE, count * ONE, who.gain, bias=-who.bias)
            yield Line(
                f"{name} believes {before:g}, the count says {news}",
                f"{before:g} + {who.gain:g} × (1 {sign} {who.bias:g}) × ({count:g} − {before:g})",
                only(told),
                " divisions",
            )


def reference_dependence() -> Iterator[Line]:
    """The Navy staff weighs the sure loss of oil against the gamble of a southern war."""
    view, who, values = reference_view(), offices()["NGS"], default_values()
    disaster = float(values["weighing.southern_disaster"])
    gamble = f"(1 − {who.south_odds:g}) × 2.25 × {disaster:g}^(7/8)"
    for loss, name in ((licences(), "licences and failed talks"), (stopped(), "oil stopped")):
        oil = weigh_oil(loss * ONE, who.south_odds, view)
        yield Line(f"Waiting, {name}", f"−2.25 × {loss:g}^(7/8)", only(oil.wait))
        yield Line("A southern war instead", f"−{gamble}", only(oil.south))
        yield Line(
            "What the war is worth against waiting",
            f"2.25 × {loss:g}^(7/8) − {gamble}",
            only(oil.south) - only(oil.wait),
            ", signed" if only(oil.south) - only(oil.wait) >= values["council.recoil"] else ", not signed",
        )


def unanimity() -> Iterator[Line]:
    """How large a force each holder of a veto would sign for on the eve of the July papers."""
    view, values = reference_view(), default_values()
    reach, free = only(view.reachable), only(view.free)
    tolerance, urgency, paid = (values[f"navy.{key}"] for key in ("tolerance", "urgency", "payment"))
    signed = []
    with appraised(view) as table:
        for office in (each for each in table.values() if each.has_veto):
            limit = f"{reach:g}"
            if office.profile.id == "WAR":
                limit = f"{values['army.divisions_cap']:g}"
            elif isinstance(office, NavyOffice):
                felt, firmness = only(office.mind.oil_loss), office.firmness(view.rules)
                limit = f"max({free:g}, 24 × {tolerance:g} / {firmness:g} / (1 + {urgency:g} × {felt:g}))"
            force = only(office.consent(view).divisions)
            signed.append(force)
            yield Line(office.profile.title, limit, force, " divisions")
        least = ", ".join(f"{force:.4g}" for force in signed)
        yield Line("What all would sign", f"min({least})", min(signed), " divisions")
        navy, loss = table["NGS"], stopped()
        navy.table.mind.oil_loss[navy.row] = loss
        paid_for = replace(view, southern_step=ONE)
        yield Line(
            "The Navy staff once the oil has stopped and Indochina is taken",
            f"max({free:g}, 24 × ({tolerance:g} + {paid:g}) / (1 + {urgency:g} × {loss:g}))",
            only(navy.consent(paid_for).divisions),
            " divisions",
        )


def expiry() -> Iterator[Line]:
    """How many days are left, on 22 June, until an attack can no longer be ordered."""
    view, rules = reference_view(), reference_view().rules
    days, reach = view.season_closes - view.day, only(view.reachable)
    lead, plan = rules.army.lead_days, rules.army.campaign_days
    for need, fruit in ((FIRST_GRANT, "half ripe"), (22.0, "green")):
        left = only(staff.days_left(view, need * ONE, haste=0.0))
        last = to_date(view.day + left)
        yield Line(
            f"A {fruit} fruit, {need:g} divisions wanted",
            f"{days:g} − max({plan:g} × {need:g} / {reach:g}, {staff.SHORTEST_PLAN:g}) "
            f"− {lead:g} × (0.15 + 0.85 × {need:g} / 22)",
            left,
            f" days: until {last.day} {last:%B}",
        )
    green = 22.0 * ONE
    for ahead in (14.0, 0.0, -14.0):
        moved = replace(view, day=view.day + only(staff.days_left(view, green, haste=0.0)) - ahead)
        when = f"{ahead:g} days before" if ahead > 0 else f"{-ahead:g} days after" if ahead else "on"
        yield Line(
            f"Share of the hope that is left {when} that day, 22 divisions wanted",
            f"Phi({ahead:g} / {rules.staff.time_spread:g})".replace("-", "−"),
            lapse(moved, green),
        )


def shared_means() -> Iterator[Line]:
    """The largest force within reach in the north, by divisions, ships and ammunition."""
    values = default_values()
    tied = float(values["china.tied_divisions"])
    stocks = Means.at_outset(1, oil_stock=values["means.oil_stock"])
    spare = only(stocks.ships) - float(values["means.civil_ships"])
    arms = f"{only(stocks.ammunition):g} / 3"
    for name, war in (("The south is quiet", False), ("A war goes on in the south", True)):
        less = f" − {SOUTHERN_CLAIM:g}" if war else ""
        ships = f"{spare:g} − {values['means.southern_ships']:g}" if war else f"{spare:g}"
        yield Line(
            name,
            f"min({ALL_DIVISIONS:g} − {HOME_GUARD:g} − {tied:g}{less}, 16 + ({ships} − 0.9) × 30, {arms})",
            only(stocks.reachable(values, tied * ONE, southern_war=np.array([war]))),
            " divisions",
        )
    yield Line(
        "Of these, free of any other claim",
        f"{ALL_DIVISIONS:g} − {HOME_GUARD:g} − {tied:g} − {SOUTHERN_CLAIM:g} + 1",
        only(stocks.free(values, tied * ONE)),
        " divisions",
    )


def outside_response() -> Iterator[Line]:
    """What Moscow and Washington make of what they see."""
    values = default_values()
    response, south = float(values["soviet.response"]), float(values["sanctions.freeze_rate"])
    embargo = float(values["sanctions.embargo_rate"])
    with stage() as model:
        soviet, usa = SovietUnion(model), UnitedStates(model)
    for extra in (2.0, 8.0):
        factor = soviet.transfer_factor(abroad(build_up=extra))
        yield Line(
            f"Soviet trains west, with {extra:g} Japanese divisions more than in June",
            f"max(0, 1 + 0 − {response:g} × ({extra:g} − 2))",
            only(factor),
            " times the recorded flow",
        )
    rate = only(usa.freeze_rate(abroad(moves_south=True)))
    yield Line(
        "A freeze within five days of a southern move",
        f"min(5 × {south:g}, 1)",
        min(5.0 * rate, 1.0),
        " chance",
    )
    for frozen in (0.0, 30.0):
        hazard = usa.embargo_rate(abroad(days_frozen=frozen, is_frozen=True))
        yield Line(
            f"The freeze becomes total, {frozen:g} days after it came",
            f"{embargo:g} × 30 / (30 + {frozen:g})",
            only(hazard),
            " chance a day",
        )


EXAMPLES: Final[dict[str, Callable[[], Iterator[Line]]]] = {
    "motivated belief": motivated_belief,
    "reference dependence": reference_dependence,
    "unanimity": unanimity,
    "expiry": expiry,
    "shared means": shared_means,
    "outside response": outside_response,
}
"""The examples by the mechanism that they show."""


def shown(number: float) -> str:
    """Write a result for people: three significant digits and a true minus sign."""
    return f"{number + 0.0:.3g}".replace("-", "−")
