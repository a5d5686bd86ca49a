"""Observation: what can be seen from abroad, and what lies on the table in Tokyo.

The only place where the state of the world becomes a `View`; nothing dated after the sitting goes in.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from kantokuen.agents.foreign import Abroad
from kantokuen.agents.view import View
from kantokuen.model.calendar import NEVER, Period, Step, season, to_day
from kantokuen.model.means import IN_THE_NORTH
from kantokuen.model.reference import northern_side
from kantokuen.model.seating import Powers
from kantokuen.model.world import World

_DEMAND_DAYS = 12.0
"""From the decision on Indochina to the demand that makes it known abroad (CHR034, CHR045)."""


def from_abroad(world: World, step: Step) -> Abroad:
    """Return what the outside powers see of each other and of Japan at the start of a step."""
    council, sanctions, german_war = world.council, world.sanctions, world.german_war
    frozen = sanctions.freeze_day <= step.start
    return Abroad(
        day=step.start,
        days=step.days,
        at_war=world.at_war(step.end),
        front=german_war.progress,
        crisis=german_war.crisis(world.values),
        build_up=world.means.present - IN_THE_NORTH,
        southern_move=council.indochina_day + _DEMAND_DAYS <= step.start,
        is_frozen=frozen,
        days_frozen=np.where(frozen, step.start - sanctions.freeze_day, 0.0),
        is_embargoed=sanctions.embargo_day <= step.start,
        northern_war=world.hostilities.war_day <= step.start,
        southern_war=council.southern_war_day <= step.start,
        rules=world.rules,
    )


def on_the_table(world: World, period: Period, powers: Powers) -> View:
    """Return what lies on the table at the sitting of a period, before any paper is drafted."""
    day, values, council = period.sitting, world.values, world.council
    opens, closes = season(day)
    over = values["china.war_over"]
    is_over = isinstance(over, date) and day >= to_day(over)
    abroad = from_abroad(world, period.steps[-1])
    tied = powers.china.ties(abroad, is_over=is_over)
    southern_war = council.southern_war_day <= day
    replaced = world.persons.foreign_minister_left < NEVER
    return View(
        day=day,
        next_sitting=period.next_sitting,
        juns=len(period.steps),
        at_war=world.at_war(day),
        days_of_war=max(day - world.outbreak, 0.0),
        season_opens=opens,
        season_closes=closes + values["season.winter_shift"],
        **northern_side(council, world.means, values, tied, day=day, southern_war=southern_war),
        southern_step=council.southern_step,
        is_southern_war=southern_war,
        is_china_free=is_over,
        materiel_gone=world.far_east.materiel_gone,
        berlin_claim=powers.germany.claim(world.german_war.nearness, world.rules),
        berlin_voice=np.where(replaced, values["foreign_minister.quiet_voice"], 1.0),
        oil_loss=world.oil_loss(day),
        rules=world.rules,
    )
