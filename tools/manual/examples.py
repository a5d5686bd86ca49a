"""One worked example for each mechanism, reckoned by the rules of the model at its defaults.

Each line states its reckoning in plain arithmetic beside the result of the rule, so that a reader
can follow it with a pocket calculator; a test reckons every line again from its words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from kantokuen.agents import belief, foreign, staff
from kantokuen.agents.considerations import weigh_oil
from kantokuen.agents.faction import Faction
from kantokuen.agents.foreign import SovietUnion, UnitedStates
from kantokuen.agents.navy import NavyOffice
from kantokuen.agents.profile import offices
from kantokuen.agents.view import View
from kantokuen.model.calendar import to_date
from kantokuen.model.council import FIRST_GRANT
from kantokuen.model.means import ALL_DIVISIONS, HOME_GUARD, SOUTHERN_CLAIM, Means
from kantokuen.model.reference import reference_view
from kantokuen.model.schedule import papers
from kantokuen.model.seating import Offices
from kantokuen.model.values import default_rules, default_values
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


def ripeness() -> Iterator[Line]:
    """How ripe the persimmon is to one who sees some divisions gone, more tanks, and Germany half way."""
    rules = default_rules()
    before, men = only(rules.soviet.estimate_before), rules.soviet.men_before
    gone, near = 0.4, 0.5
    divisions, force = before - 6.0, 16.0
    need = only(staff.need(divisions * ONE, men * ONE, near * ONE, rules))
    army, share = rules.army, rules.staff.german_discount
    yield Line(
        f"Divisions wanted against {divisions:g}, Germany being {near:g} of the way to victory",
        f"{army.force_ratio:g} × {army.soviet_division_value:g} × {divisions:g} "
        f"× (1 − {share:g} × {near:g}^2)",
        need,
        " divisions",
    )
    hard = f"(1 − {near:g}^2) × (1 − (6 / {before:g})^4)"
    eased = (1.0 - near**2) * (1.0 - (6.0 / before) ** 4)
    tests = {
        "divisions": (f"2 × 6 / {before:g}", 12.0 / before),
        "tanks and aircraft": (f"1.5 × {gone:g}", 1.5 * gone),
        "force": (f"{force:g} / {need:.4g}", force / need),
    }
    met: dict[str, float] = {}
    for name, (words, share_met) in tests.items():
        met[name] = 1.0 - (1.0 - share_met) * eased
        yield Line(f"The test of {name}, eased", f"1 − (1 − {words}) × {hard}", met[name])
    ripe = staff.ripeness(divisions * ONE, gone * ONE, near * ONE, need * ONE, force=force * ONE, rules=rules)
    parts = " + ".join(f"1 / {each:.5g}" for each in met.values())
    yield Line("Ripeness, the harmonic mean of the three", f"3 / ({parts})", only(ripe))


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
    """The Navy Minister weighs the sure loss of oil against the gamble of a southern war."""
    view, who, values = reference_view(), offices()["NAV"], default_values()
    disaster, dread = float(values["weighing.southern_disaster"]), float(values["weighing.oil_dread"])
    hurts = float(values["weighing.loss_aversion"])
    gamble = f"(1 − {who.south_odds:g}) × {hurts:g} × {disaster:g}^(7/8)"
    for loss, name in ((licences(), "licences and failed talks"), (stopped(), "oil stopped")):
        oil = weigh_oil(loss * ONE, who.south_odds, view)
        felt = f"({loss:.4g} + {dread:g} × (1 − {loss:.4g}))"
        yield Line(f"Waiting, {name}", f"−{hurts:g} × {felt}^(7/8)", only(oil.wait))
        yield Line("A southern war instead", f"−{gamble}", only(oil.south))
        better = only(oil.south) - only(oil.wait)
        yield Line(
            "What the war is worth against waiting",
            f"{hurts:g} × {felt}^(7/8) − {gamble}",
            better,
            ", enough" if better >= values["council.recoil"] else ", not enough",
        )


def unanimity() -> Iterator[Line]:
    """What is drafted, and how large a force each holder of a veto would sign for, on 22 June."""
    bare = reference_view()
    reach = only(bare.reachable)
    with appraised(bare) as table:
        view = bare.with_paper(papers(default_values(), bare, table))
        yield from _drafts(view, table)
        signed = []
        for office in (each for each in table.values() if each.has_veto):
            limit = f"{reach:g}"
            if office.profile.id == "WAR":
                limit = _ceiling(view, office)
            elif isinstance(office, NavyOffice):
                limit = _screen(view, office, paid=False)
            force = only(office.consent(view).divisions)
            signed.append(force)
            yield Line(office.profile.title, limit, force, " divisions")
        least = min(only(view.laid.asked), *signed)
        numbers = ", ".join(f"{force:.4g}" for force in (only(view.laid.asked), *signed))
        yield Line("What is asked, and what all would sign", f"min({numbers})", least, " divisions")
        navy = table["NGS"]
        navy.table.mind.oil_loss[navy.row] = stopped()
        paid_for = replace(view, southern_step=ONE)
        yield Line(
            "The Navy staff once the oil has stopped and Indochina is taken",
            _screen(paid_for, navy, paid=True),
            only(navy.consent(paid_for).divisions),
            " divisions",
        )


def _drafts(view: View, table: Offices) -> Iterator[Line]:
    """Yield what Operations asks for and what Military Affairs drafts against it."""
    army, own, field = view.rules.army, table["OPS"].divisions_then, table["KAH"].divisions_then
    expected = own + army.field_share * (field - own)
    needed = staff.needed(expected, force_ratio=army.force_ratio, division_value=army.soviet_division_value)
    yield Line(
        "Operations, against the Soviet divisions that it and the field army expect",
        f"{army.force_ratio:g} × {army.soviet_division_value:g} "
        f"× ({only(own):.4g} + {army.field_share:g} × ({only(field):.4g} − {only(own):.4g}))",
        only(needed),
        f" divisions: the plan for {only(view.laid.asked):g} is the nearest",
    )
    yield Line(
        "Military Affairs drafts a ceiling: what is free, and what money stretches to",
        f"min({only(view.reachable):g}, "
        f"{only(view.free):g} + {army.stretch:g} × {only(table['MAB'].north):.4g})",
        only(view.laid.counter),
        " divisions",
    )


def _ceiling(view: View, minister: Faction) -> str:
    """Return the reckoning of the War Minister's ceiling."""
    ear, laid = view.rules.war_ministry.ear, view.laid
    counter = f"{only(laid.counter):.5g}"
    talked = f"{ear:g} × ({only(laid.pressure):.4g} + {only(minister.net):.4g})"
    return f"{counter} + max(0, min(1, {talked})) × max(0, {only(laid.asked):g} − {counter})"


def _screen(view: View, office: Faction, *, paid: bool) -> str:
    """Return the reckoning of the force that passes an office of the Navy."""
    navy, felt = view.rules.navy, only(office.mind.oil_loss)
    firmness = office.firmness(view.rules) if isinstance(office, NavyOffice) else 1.0
    tolerance = f"{navy.tolerance:g} / {firmness:g}" + (f" + {navy.payment:g}" if paid else "")
    passes = f"24 × {navy.screen:g} × ({tolerance}) / (1 + {navy.urgency:g} × {felt:.4g})"
    return f"max({only(view.free):g}, {passes})"


def expiry() -> Iterator[Line]:
    """How many days are left, on 22 June, until an attack can no longer be ordered."""
    view, rules = reference_view(), reference_view().rules
    days, reach = only(view.season_closes) - view.day, only(view.reachable)
    lead, plan, least = rules.army.lead_days, rules.army.campaign_days, rules.staff.least_lead
    for need, fruit in ((FIRST_GRANT, "half ripe"), (22.0, "green")):
        left = only(staff.days_left(view, need * ONE, haste=0.0))
        last = to_date(view.day + left)
        yield Line(
            f"A {fruit} fruit, {need:g} divisions wanted",
            f"{days:g} − max({plan:g} × {need:g} / {reach:g}, {staff.SHORTEST_PLAN:g}) "
            f"− {lead:g} × ({least:g} + (1 − {least:g}) × {need:g} / 22)",
            left,
            f" days: until {last.day} {last:%B}",
        )
    green = 22.0 * ONE
    doubt = only(rules.staff.time_spread)
    for ahead in (2.0 * doubt, 0.0, -doubt):
        moved = replace(view, day=view.day + only(staff.days_left(view, green, haste=0.0)) - ahead)
        when = f"{ahead:g} days before" if ahead > 0 else f"{-ahead:g} days after" if ahead else "on"
        yield Line(
            f"Share of the hope that is left {when} that day, 22 divisions wanted",
            f"C({ahead:g} / {doubt:g})".replace("-", "−"),
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
    north = f"{ALL_DIVISIONS:g} − {HOME_GUARD:g} − {tied:g} − {SOUTHERN_CLAIM:g} + 1"
    yield Line(
        "Of these, free of any other claim",
        north,
        only(stocks.free(values, tied * ONE, 0.0 * ONE)),
        " divisions",
    )
    army = offices()["CEA"]
    most = float(values["army.china_divisions"])
    yield Line(
        "Where the China army objects as it did on 22 June",
        f"{north} + {most:g} × ({army.net:g})".replace("-", "−"),
        only(stocks.free(values, tied * ONE, most * army.net * ONE)),
        " divisions",
    )


def outside_response() -> Iterator[Line]:
    """What Moscow and Washington make of what they see."""
    rules = default_rules()
    sanctions, signs = rules.sanctions, rules.outsiders
    response, fear, usual = (only(getattr(rules.soviet, each)) for each in ("response", "fear", "usual_fear"))
    with stage() as model:
        soviet, usa = SovietUnion(model), UnitedStates(model)
    seen = foreign.from_the_signs(abroad(build_up=2.0, nearness=0.5))
    yield Line(
        "How likely a northern attack looks: at war, Germany half way, two divisions called up",
        f"{signs.at_war:g} + {signs.nearness:g} × 0.5 + {signs.build_up:g} × 2 / 4",
        only(seen),
        " chance within the season",
    )
    for extra, feared in ((2.0, usual), (8.0, 2.0 * usual)):
        factor = soviet.transfer_factor(abroad(build_up=extra, feared=feared))
        yield Line(
            f"Soviet trains west: {extra:g} more Japanese divisions than in June, fear at {feared:g}",
            f"max(0, 1 + 0 − {response:g} × ({extra:g} − 2) − {fear:g} × ({feared:g} − {usual:g}))",
            only(factor),
            " times the recorded flow",
        )
    rate = only(usa.freeze_rate(abroad(moves_south=True, feared=usual)))
    yield Line(
        f"A freeze within five days of a southern move, fear of the north at {usual:g}",
        f"min(5 × ({sanctions.freeze_rate:g} + {sanctions.northern_rate:g} × {usual:g}), 1)",
        min(5.0 * rate, 1.0),
        " chance",
    )
    for frozen in (0.0, 30.0):
        hazard = usa.embargo_rate(abroad(days_frozen=frozen, is_frozen=True))
        fade = sanctions.embargo_fade
        yield Line(
            f"The freeze becomes total, {frozen:g} days after it came",
            f"{sanctions.embargo_rate:g} × {fade:g} / ({fade:g} + {frozen:g})",
            only(hazard),
            " chance a day",
        )


EXAMPLES: Final[dict[str, Callable[[], Iterator[Line]]]] = {
    "ripeness": ripeness,
    "motivated belief": motivated_belief,
    "reference dependence": reference_dependence,
    "unanimity": unanimity,
    "expiry": expiry,
    "shared means": shared_means,
    "outside response": outside_response,
}
"""The examples by what they show: the fruit, then each mechanism."""


def shown(number: float) -> str:
    """Write a result for people: three significant digits and a true minus sign."""
    return f"{number + 0.0:.3g}".replace("-", "−")
