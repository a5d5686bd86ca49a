"""Observation: what can be seen from abroad, and what lies on the table in Tokyo.

The only place where the state of the world becomes a `View`; nothing dated after the sitting goes in.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from kantokuen.agents.army import ChinaExpeditionaryArmy, KoreaArmy
from kantokuen.agents.cabinet import PlanningBoard
from kantokuen.agents.foreign import Abroad
from kantokuen.agents.staff import SHORTEST_PLAN
from kantokuen.agents.view import View
from kantokuen.model.calendar import Step, season, to_day
from kantokuen.model.means import IN_THE_NORTH
from kantokuen.model.reference import foreseen, northern_side
from kantokuen.model.seating import Offices, Powers, held
from kantokuen.model.world import World

_DEMAND_DAYS = 12.0
"""From the decision on Indochina to the demand that makes it known abroad (CHR034, CHR045)."""


def from_abroad(world: World, step: Step) -> Abroad:
    """Return what the outside powers see of each other and of Japan at the start of a step."""
    council, sanctions, german_war = world.council, world.sanctions, world.german_war
    frozen = sanctions.freeze_day <= step.start
    opens, closes = season(step.start)
    staff_row = world.table.rows["AGS"]
    return Abroad(
        day=step.start,
        days=step.days,
        at_war=world.at_war(step.end),
        crisis=german_war.crisis(world.values),
        nearness=german_war.nearness,
        days_to_pick=closes - SHORTEST_PLAN - step.start,
        days_to_season=max(opens - step.start, 0.0),
        build_up=np.where(council.mobilise_day <= step.start, council.sanctioned, IN_THE_NORTH)
        - IN_THE_NORTH,
        resolve=world.table.appraisal.hope[staff_row] * ~council.has_given_up,
        southern_move=council.indochina_day + _DEMAND_DAYS <= step.start,
        is_frozen=frozen,
        days_frozen=np.where(frozen, step.start - sanctions.freeze_day, 0.0),
        is_embargoed=sanctions.embargo_day <= step.start,
        northern_war=world.hostilities.war_day <= step.start,
        southern_war=council.southern_war_day <= step.start,
        believes=world.outsiders,
        rules=world.rules,
    )


def on_the_table(world: World, step: Step, powers: Powers, offices: Offices) -> View:
    """Return what lies on the table at the sitting of a step, before any paper is drafted."""
    day, values, council = step.end, world.values, world.council
    opens, closes = season(day)
    over = values["china.war_over"]
    is_over = isinstance(over, date) and day >= to_day(over)
    tied = powers.china.ties(world.rules, len(world), is_over=is_over)
    southern_war = council.southern_war_day <= day
    released = held(offices, KoreaArmy).releases(values["army.korea_divisions"])
    released = released + held(offices, ChinaExpeditionaryArmy).releases(values["army.china_divisions"])
    reachable = world.means.reachable(values, tied, southern_war=southern_war)
    free = np.minimum(world.means.free(values, tied, released), reachable)
    loss = held(offices, PlanningBoard).figure(world.oil_loss(day), values["planning_board.shade"])
    return View(
        day=day,
        next_sitting=step.next_sitting,
        at_war=world.at_war(day),
        days_of_war=max(day - world.outbreak, 0.0),
        season_opens=opens,
        season_closes=closes + values["season.winter_shift"],
        foreseen=foreseen(day, world.outbreak, closes, values),
        openings=(opens, season(closes)[0]),
        **northern_side(council, world.means, values, world.rules, day=day, reachable=reachable, free=free),
        southern_step=council.southern_step,
        is_southern_war=southern_war,
        is_china_free=is_over,
        materiel_gone=world.far_east.materiel_gone,
        berlin_claim=powers.germany.claim(world.german_war.nearness, world.rules),
        berlin_voice=np.where(
            world.persons.is_matsuoka_gone(day), values["foreign_minister.quiet_voice"], 1.0
        ),
        oil_loss=loss,
        rules=world.rules,
    )
