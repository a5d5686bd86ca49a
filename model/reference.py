"""The reference: the table as it stood on 22 June 1941, from which gains and losses are counted."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any, Final

import numpy as np

from kantokuen.agents.staff import SHORTEST_PLAN
from kantokuen.agents.view import Array, Number, Rules, View
from kantokuen.model.calendar import season, to_day
from kantokuen.model.council import Council
from kantokuen.model.expectations import nearness
from kantokuen.model.means import IN_THE_NORTH, Means
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.values import Values, default_values, rules_of

OUTBREAK = to_day(date(1941, 6, 22))
"""The day whose recorded stances are inputs."""

_JUDGEMENTS: Final = tuple(key for key, each in PARAMETERS.items() if each.kind == "judgement")
_KEPT: Final = 16
"""Views that are kept, since many runs share their judgements."""

_SITTING_DAYS = 10.0
_YEAR = 365.0


def reference_view(values: Values | None = None) -> View:
    """Return what lay on the table on 22 June 1941 under the default of every lever and uncertainty.

    Under the judgements of some worlds: whatever these are, the stances of that day are recorded, and each
    office's disposition is what its considerations leave over of them.

    Args:
        values: of those worlds; the defaults when not given.  Judgements are numbers, or arrays of shape
            ``(worlds,)``.

    Returns:
        The view of as many worlds as judgements differ in, one where they are alike.
    """
    held = default_values() if values is None else values
    judged = {key: held[key] for key in _JUDGEMENTS}
    if any(isinstance(each, np.ndarray) for each in judged.values()):
        return _view(default_values() | judged)
    return _view_of_one(tuple(judged.values()))


@lru_cache(maxsize=_KEPT)
def _view_of_one(judged: tuple[Any, ...]) -> View:
    return _view(default_values() | dict(zip(_JUDGEMENTS, judged, strict=True)))


def _view(values: Values) -> View:
    worlds = max(np.size(values[key]) for key in _JUDGEMENTS)
    one, no = np.ones(worlds), np.zeros(worlds, dtype=bool)
    opens, closes = season(OUTBREAK)
    rules = rules_of(values)
    means = Means.at_outset(worlds, oil_stock=values["means.oil_stock"])
    council = Council.at_outset(worlds)
    tied = one * values["china.tied_divisions"]
    reachable = means.reachable(values, tied, southern_war=no)
    free = means.free(values, tied, np.zeros(worlds))
    return View(
        day=OUTBREAK,
        next_sitting=OUTBREAK + _SITTING_DAYS,
        at_war=1.0,
        days_of_war=0.0,
        season_opens=opens,
        season_closes=closes,
        foreseen=foreseen(OUTBREAK, OUTBREAK, closes, values),
        openings=(opens, season(closes)[0]),
        **northern_side(council, means, values, rules, day=OUTBREAK, reachable=reachable, free=free),
        southern_step=council.southern_step,
        is_southern_war=no,
        is_china_free=False,
        materiel_gone=np.zeros(worlds),
        berlin_claim=one,
        berlin_voice=1.0,
        oil_loss=(rules.sanctions.licences + rules.sanctions.talks_failed) * one,
        rules=rules,
    )


def foreseen(day: float, outbreak: float, closes: float, values: Values) -> tuple[tuple[Number, ...], ...]:
    """Return what the schools of June expected for today, for the last day of a season, and a year later.

    Args:
        day: today.
        outbreak: day on which Germany attacked; what was expected counts from it.
        closes: last day of the campaigning season that is open or comes next.
        values: the value of every parameter.
    """
    last = max(closes - SHORTEST_PLAN, day)
    moments = (each - outbreak + OUTBREAK for each in (day, last, last + _YEAR))
    return tuple(nearness(each, values["germany.proclaimed_moscow"]) for each in moments)


def northern_side(
    council: Council, means: Means, values: Values, rules: Rules, *, day: float, reachable: Array, free: Array
) -> dict[str, Any]:
    """Return the part of a `View` that shows the force in the north and the policy on it.

    Args:
        council: what has been permitted.
        means: what there is.
        values: the value of every parameter.
        rules: those that offices reason with.
        day: day of the sitting.
        reachable: the largest force that means allow in the north.
        free: divisions among them that no other theatre claims.
    """
    sanctioned, step = council.sanctioned, council.northern_step
    north, given_up = values["weighing.order_north"], values["weighing.order_given_up"]
    most = np.maximum(free, sanctioned)
    return {
        "reachable": reachable,
        "free": free,
        "divisions_sanctioned": sanctioned,
        "force": sanctioned * means.fitness,
        "in_hand": most * means.fitness,
        "to_come": (reachable - most).clip(0.0, np.inf),
        "build_up": (sanctioned - IN_THE_NORTH) * 0.1,
        "beyond_free": (sanctioned - free).clip(0.0, np.inf),
        "northern_policy": north * step.clip(0.0, 2.0) - given_up * council.has_given_up,
        "northern_step": step,
        "ready_day": council.expected_ready_day(values, day, rules),
        "has_given_up": council.has_given_up,
    }
