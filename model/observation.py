"""Sight: what can be seen from abroad, and what lies on the table in Tokyo.

The only place where the state of a model becomes a `View`; nothing dated after the sitting goes in.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from kantokuen.agents.foreign import Abroad
from kantokuen.agents.view import View
from kantokuen.model.calendar import Period, Step, season, to_day
from kantokuen.model.hostilities import NEVER
from kantokuen.model.means import IN_THE_NORTH
from kantokuen.model.reference import northern_side

if TYPE_CHECKING:
    from kantokuen.model.model import KantokuenModel

_DEMAND_DAYS = 12.0
"""From the decision on Indochina to the demand that makes it known abroad (CHR034, CHR045)."""


def from_abroad(model: KantokuenModel, step: Step) -> Abroad:
    """Return what the outside powers see of each other and of Japan at the start of a step."""
    council, sanctions, german_war = model.council, model.sanctions, model.german_war
    frozen = sanctions.freeze_day <= step.start
    return Abroad(
        day=step.start,
        days=step.days,
        at_war=german_war.at_war(step.end),
        front=german_war.progress,
        crisis=german_war.crisis(model.values),
        build_up=model.means.present - IN_THE_NORTH,
        southern_move=council.indochina_day + _DEMAND_DAYS <= step.start,
        is_frozen=frozen,
        days_frozen=np.where(frozen, step.start - sanctions.freeze_day, 0.0),
        is_embargoed=sanctions.embargo_day <= step.start,
        northern_war=model.hostilities.war_day <= step.start,
        southern_war=council.southern_war_day <= step.start,
        rules=model.rules,
    )


def on_the_table(model: KantokuenModel, period: Period) -> View:
    """Return what lies on the table at the sitting of a period, before any paper is drafted."""
    day, values, council = period.sitting, model.values, model.council
    opens, closes = season(day)
    over = values["china.war_over"]
    is_over = isinstance(over, date) and day >= to_day(over)
    abroad = from_abroad(model, period.steps[-1])
    tied = model.seats.china.ties(abroad, is_over=is_over)
    southern_war = council.southern_war_day <= day
    reachable = model.means.reachable(tied, southern_war=southern_war)
    replaced = model.persons.foreign_minister_left < NEVER
    return View(
        day=day,
        next_sitting=period.next_sitting,
        juns=len(period.steps),
        at_war=model.german_war.at_war(day),
        days_of_war=model.german_war.days_of_war(day),
        season_opens=opens,
        season_closes=closes + values["season.winter_shift"],
        **northern_side(council, reachable, model.means.free(tied), day, model.rules),
        southern_step=council.southern_step,
        is_southern_war=southern_war,
        is_china_free=is_over,
        materiel_gone=model.far_east.materiel_gone,
        berlin_claim=model.seats.germany.claim(model.german_war.nearness, model.rules),
        berlin_voice=np.where(replaced, values["foreign_minister.quiet_voice"], 1.0),
        oil_loss=model.sanctions.oil_loss(day, values),
        rules=model.rules,
    )
