"""The schedule: what happens in a step of the world, and at a sitting, in the order of these functions.

A step takes the world as it is and moves it on: the world moves, orders are carried out, outsiders
answer, reports arrive.  At a sitting offices appraise and the council decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

import numpy as np

from kantokuen.agents.army import (
    GeneralStaff,
    KwantungHeadquarters,
    KwantungStaff,
    MilitaryAffairsBureau,
    OperationsBureau,
)
from kantokuen.agents.cabinet import ForeignMinister, PrimeMinister
from kantokuen.agents.court import Emperor, PrivyCouncilPresident, PrivySeal, advice
from kantokuen.agents.foreign import Abroad
from kantokuen.agents.navy import NavyGeneralStaff
from kantokuen.agents.terms import Overture, Terms
from kantokuen.agents.view import Array, Mask, Paper, Reports, View
from kantokuen.agents.weighing import hear_intelligence
from kantokuen.model.calendar import NEVER, Step, to_day
from kantokuen.model.decision import Decision
from kantokuen.model.hostilities import incident_rate
from kantokuen.model.lenses import Lens, within_refusals
from kantokuen.model.reference import foreseen, reference_view
from kantokuen.model.seating import Offices, Powers, held
from kantokuen.model.streams import Streams
from kantokuen.model.timing import Timing
from kantokuen.model.values import Values
from kantokuen.model.world import World

Draws = Mapping[str, Array]

_MUTO_ILL: Final = (to_day(date(1941, 6, 30)), to_day(date(1941, 7, 10)))
"""The jun in which Muto was ill at home when Tanaka saw Tojo (CHR035)."""

DRAWN_ONCE: Final = ("freeze", "embargo", "incident", "campaign", "cabinet")
"""Draws made once a world: an event comes when the chance that it has come passes its draw."""


def the_world_moves(world: World, step: Step, abroad: Abroad, powers: Powers) -> None:
    """Let the front advance, divisions and materiel move in the Far East, stocks be used, troops travel."""
    values, soviet = world.values, powers.soviet_union
    world.german_war.advance(step, values)
    if values["mechanism.outside_response"]:
        factor, refill_factor = soviet.transfer_factor(abroad), soviet.refill_factor(abroad)
    else:
        factor, refill_factor = 1.0 + abroad.crisis, np.ones(len(world))
    world.far_east.move(step, values, factor=factor, refill_factor=refill_factor)
    world.means.move(
        step,
        values,
        oil_loss=world.oil_loss(step.start),
        sanctioned=world.council.sanctioned,
        mobilised=world.council.mobilise_day,
        ready=world.council.ready_day,
        stands_down=world.council.has_given_up,
        war=world.great_wars(step.start),
    )


def orders_are_carried_out(world: World, step: Step, offices: Offices, once: Draws) -> None:
    """Cross the border where it is ordered and due, or where the field army does not wait for orders."""
    values, war = world.values, world.hostilities
    discipline = 1.0 if values["nomonhan.lost"] else values["army.without_purge"]
    field_staff = held(offices, KwantungStaff)
    rate = incident_rate(
        step,
        field_staff.recklessness(held(offices, KwantungHeadquarters).holds_back()),
        rate=values["army.incident_rate"] * values["army.indiscipline"] * discipline,
        is_mobilised=world.council.mobilise_day <= step.start,
    )
    begun = war.begin(step, attack_day=world.council.attack_day, incident_rate=rate, draw=once["incident"])
    if begun.any():
        war.settle(
            step,
            begun,
            world.far_east,
            world.german_war,
            force=world.means.present * world.means.fitness,
            winter_shift=values["season.winter_shift"],
            rules=world.rules,
            draw=once["campaign"],
        )
    war.divisions_peak = np.maximum(war.divisions_peak, world.means.present)


def outsiders_answer(world: World, step: Step, abroad: Abroad, powers: Powers, once: Draws) -> None:
    """Let the powers read Japan, Washington answer what it sees, and London and the Indies follow."""
    values, usa, sanctions = world.values, powers.united_states, world.sanctions
    world.outsiders.watch(abroad, us=usa, ussr=powers.soviet_union, germany=powers.germany)
    freeze = embargo = np.zeros(len(world))
    if values["mechanism.outside_response"]:
        resolve = values["sanctions.us_resolve"]
        quarrels = resolve * ~world.talks.holds(step.start)
        freeze, embargo = quarrels * usa.freeze_rate(abroad), quarrels * usa.embargo_rate(abroad)
    sanctions.answer(
        step,
        freeze=Timing.of(values["sanctions.freeze"]),
        embargo=Timing.of(values["sanctions.oil_embargo"]),
        freeze_rate=freeze,
        embargo_rate=embargo,
        freeze_draw=once["freeze"],
        embargo_draw=once["embargo"],
    )
    sanctions.britain_follows = powers.britain.freezes(abroad)
    sanctions.dutch_stopped = powers.netherlands.stops_oil(abroad)


def reports_arrive(world: World, step: Step, offices: Offices, streams: Streams) -> None:
    """Hand each office the reports that it is entitled to see, as the field staff has coloured them."""
    values, at_war = world.values, world.at_war(step.end)
    lag = values["intelligence.lag"] if values["mechanism.motivated_belief"] else 0.0
    noise = values["intelligence.noise"] * streams.normal("count", "", step.number)
    coloured = 1.0 - values["intelligence.colour"] * held(offices, KwantungStaff).net
    counted = (world.far_east.counted(step, lag=lag) + noise) * coloured
    men = world.far_east.counted_men(step, lag=lag) * coloured
    front = world.german_war.nearness
    if at_war:
        seen = values["intelligence.front_noise"] * streams.normal("front", "", step.number)
        front = (front + seen).clip(0.0, 1.0)
    raw = Reports(
        days=step.days,
        at_war=at_war,
        foreseen=foreseen(step.end, world.outbreak, step.end, values)[0],
        soviet_divisions=counted,
        soviet_men=men,
        german_war=front,
        proclaimed=world.german_war.proclaimed(values),
        rules=world.rules,
    )
    # those who do not read the counts are told what the General Staff believes
    believed = held(offices, GeneralStaff).mind
    briefing = replace(raw, soviet_divisions=believed.soviet_divisions, soviet_men=believed.soviet_men)
    world.table.perceive(raw, briefing)
    hear_intelligence(
        world.table.mind,
        staff_row=world.table.rows["AGS"],
        intelligence_row=world.table.rows["INT"],
        weight=held(offices, OperationsBureau).leaves_to_intelligence(world.rules),
    )


def persons_take_office(world: World, step: Step) -> None:
    """Let those take their chairs who are due since the sitting before."""
    is_barred = world.values["foreign_minister.matsuoka_stays"]
    for key, where in world.persons.due(step.start, step.end, is_barred=is_barred):
        world.table.succeed(key, where, reference_view(world.values), world.rules)


def offices_appraise(world: World, view: View) -> None:
    """Let all offices weigh what lies on the table, and take a stance."""
    world.table.appraise(view)


def washington_is_asked(world: World, view: View, abroad: Abroad, powers: Powers, offices: Offices) -> None:
    """Let Washington say what it would sign, both texts be tabled, and a southern war be called off.

    Without ``talks.open``, or with an outside that does not answer, nothing is ever tabled.
    """
    values, talks, council, day = world.values, world.talks, world.council, view.day
    if not (values["talks.open"] and values["mechanism.outside_response"]):
        return
    talks.end_with(world.hostilities.war_day)
    premier = held(offices, PrimeMinister)
    is_alarming = premier.mind.oil_loss >= values["council.oil_alarm"]
    is_open = talks.is_open(view, is_alarming=is_alarming, at_peace=world.hostilities.at_peace)
    if not is_open.any():
        return
    ready, last = council.southern_preparation_day + values["south.ready_days"], values["talks.last_days"]
    overture = Overture(
        deadline=(1.0 - (ready - day) / values["talks.deadline_days"]).clip(0.0, 2.0),
        flowing=1.0 - world.sanctions.oil_loss(day, values),
        is_china_free=view.is_china_free,
        is_britain_bound=world.sanctions.britain_follows,
        are_dutch_bound=world.sanctions.dutch_stopped,
    )
    offered = powers.united_states.lets_through(abroad, overture)
    counted_on = overture.flowing * (1.0 - values["weighing.oil_dread"])
    is_chosen = council.southern_choice_day < NEVER
    terms = Terms(
        china=powers.united_states.asks_in_china(abroad, overture),
        axis=powers.united_states.asks_of_pact(abroad, overture),
        oil_of_settlement=1.0 - counted_on,
        oil_of_truce=offered - counted_on,
        deadline=overture.deadline,
        is_late=np.where(is_chosen, council.southern_war_day - last <= day, council.is_war_due(values, day)),
        oil_months=world.means.oil_months(world.great_wars(day), values),
        order=held(offices, Emperor).orders_talks(view, held(offices, PrivySeal)),
        is_blame_taken=premier.takes_blame(view),
    )
    signed = talks.sit(
        offices, view, terms, is_open=is_open, offered=offered, days=values["talks.truce_days"]
    )
    if signed.any():
        talks.undone_day = np.where(signed & is_chosen, council.southern_choice_day, talks.undone_day)
        council.call_off(signed)


def the_council_sits(world: World, view: View, offices: Offices, lens: Lens, once: Draws) -> None:
    """Let papers be drafted and laid, the lens decide, and the persons change who are left alone."""
    values, council = world.values, world.council
    view = view.with_paper(papers(values, view, offices))
    decision = within_refusals(lens.decide(offices, view), view)
    decision = _held_south(decision, world.talks.holds(view.day))
    warned = values["germany.coordination"] * values["germany.forewarned_days"]
    council.sit(
        values,
        view,
        decision,
        is_open=view.day >= world.outbreak - warned,
        at_peace=world.hostilities.at_peace,
    )
    felt = held(offices, NavyGeneralStaff).mind.oil_loss
    is_weighed = values["south.indochina"] == "weigh" and bool(view.at_war)
    undecided = council.southern_choice_day == NEVER
    council.go_south(
        values,
        view,
        decision,
        is_tabled=(felt >= values["council.oil_alarm"]) & is_weighed,
        is_pressing=felt >= values["council.oil_emergency"],
        delay=values["foreign_minister.obstruction_days"] * held(offices, ForeignMinister).obstruction(),
    )
    world.persons.change(
        offices,
        view,
        is_settled=council.prepare_day < NEVER,
        only_premier=decision.only_premier_objects & council.is_war_due(values, view.day) & undecided,
        is_barred=values["foreign_minister.matsuoka_stays"],
        rate=values["politics.cabinet_rate"],
        forming_days=values["politics.forming_days"],
        draw=once["cabinet"],
    )


def _held_south(decision: Decision, held_back: Mask) -> Decision:
    """Return a decision without any step south where a settlement or truce holds."""
    if not held_back.any():
        return decision
    return replace(
        decision,
        indochina=decision.indochina & ~held_back,
        southern_preparation=decision.southern_preparation & ~held_back,
        southern_war=decision.southern_war & ~held_back,
        only_premier_objects=decision.only_premier_objects & ~held_back,
    )


def papers(values: Values, view: View, offices: Offices) -> Paper:
    """Return what is laid before the conference: drafts, the estimate, and what is said beside them."""
    operations, bureau = held(offices, OperationsBureau), held(offices, MilitaryAffairsBureau)
    field = held(offices, KwantungHeadquarters)
    is_away = values["war_ministry.muto_ill"] and _MUTO_ILL[0] < view.day <= _MUTO_ILL[1]
    return Paper(
        estimate=held(offices, GeneralStaff).estimate(view),
        asked=operations.draft(field, view.rules),
        counter=bureau.counter_draft(view),
        pressure=bureau.contended(operations, is_away=is_away),
        advice=advice(held(offices, PrivySeal), held(offices, PrivyCouncilPresident)),
        turn_days=held(offices, PrimeMinister).convening(
            values["politics.turn_days"], values["politics.convening"]
        ),
        order=operations.drafts_order() & field.vouches(view),
        reopening=operations.drafts_reopening(),
    )
