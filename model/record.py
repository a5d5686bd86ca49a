"""The record: what each period looked like, for tables and pictures; nothing flows back.

Left of the record all is arrays, right of it all is frames.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Literal, cast, get_args

import numpy as np

from kantokuen.agents.staff import days_left
from kantokuen.agents.view import Array, View
from kantokuen.agents.weighing import seen_war
from kantokuen.model.calendar import season
from kantokuen.model.display import Facts, Shown, counted, listed
from kantokuen.model.errors import known_name
from kantokuen.model.means import IN_THE_NORTH

if TYPE_CHECKING:
    from kantokuen.model.model import KantokuenModel

STANCES = ("north", "south", "net", "ripeness", "soviet_divisions")
"""What is recorded of each office; the last is what it believes."""

Detail = Literal["outcomes", "means", "worlds", "contributions"]
DETAILS: Final = get_args(Detail)
_MOST_WORLDS_IN_FULL = 64


@dataclass(frozen=True, slots=True, repr=False)
class PeriodRecord(Shown):
    """One period; arrays of shape ``(worlds,)``, or ``(1,)`` where only means are kept.

    Attributes:
        date: day of the sitting.
        stances: by office, the arrays named in `STANCES`.
        signals: what could be measured, by name.
        contributions: by office, the parts of its stance for north and south; empty unless kept.
        minds: by office, the arrays that `_minds` names; kept together with the contributions.
    """

    date: date
    stances: dict[str, dict[str, Array]]
    signals: dict[str, Array]
    contributions: dict[str, dict[str, dict[str, Array]]]
    minds: dict[str, dict[str, Array]]

    def _shown(self) -> tuple[str, Facts]:
        return str(self.date), {"offices": listed(self.stances), "signals": listed(self.signals)}


class Record(Shown):
    """The periods written so far.

    Args:
        worlds: how many worlds.
        detail: ``outcomes`` keeps no period at all, so that offices nobody asks need not weigh;
            ``means`` keeps means over worlds, so that memory stays flat; ``worlds`` keeps
            every world; ``contributions`` keeps the parts of each stance and what lies behind them
            as well.  Few worlds are kept in full unless something else is asked for.
    """

    def __init__(self, worlds: int, detail: Detail | None = None) -> None:
        few: Detail = "contributions" if worlds <= _MOST_WORLDS_IN_FULL else "means"
        self.detail = few if detail is None else cast("Detail", known_name("detail", detail, DETAILS))
        self.periods: list[PeriodRecord] = []

    def write(self, model: KantokuenModel, view: View, when: date) -> None:
        """Write down one period."""
        if self.detail == "outcomes":
            return
        stances = {
            office: {
                "north": each.north,
                "south": each.south,
                "net": each.net,
                "ripeness": each.ripeness,
                "soviet_divisions": each.mind.soviet_divisions,
            }
            for office, each in model.table.items()
        }
        signals = _signals(model, view)
        contributions, minds = {}, {}
        if self.detail == "means":
            stances = {office: _means(parts) for office, parts in stances.items()}
            signals = _means(signals)
        elif self.detail == "contributions":
            contributions = {office: each.contributions for office, each in model.table.items()}
            minds = _minds(model, view)
        self.periods.append(PeriodRecord(when, stances, signals, contributions, minds))

    def _shown(self) -> tuple[str, Facts]:
        dates = [each.date for each in self.periods]
        between = f", {dates[0]} to {dates[-1]}" if dates else ""
        return f"{counted(len(dates), 'period')}{between}", {"detail": self.detail}


def _means(arrays: dict[str, Array]) -> dict[str, Array]:
    return {name: np.add.reduce(values, keepdims=True) / len(values) for name, values in arrays.items()}


def _minds(model: KantokuenModel, view: View) -> dict[str, dict[str, Array]]:
    """Return what lies behind the stances, by office; arrays of shape ``(worlds,)``.

    german_war        nearness of a German victory as the office sees it, Berlin's word included, 0..1
    oil_loss          share of oil imports lost, as felt, 0..1
    materiel_gone     share of Soviet tanks and aircraft that it believes gone west
    need              Japanese divisions that it would want on the first day of an attack
    hope              chance, as it sees it, that the fruit ripens in time
    is_successor      1 where a successor holds the office when the sitting is over, else 0; the
                      stance of this period is still that of whoever held it before
    """
    war = seen_war(model.assembly.mind, view)
    return {
        office: {
            "german_war": war[model.assembly.rows[office]],
            "oil_loss": each.mind.oil_loss,
            "materiel_gone": each.mind.materiel_gone,
            "need": each.need,
            "hope": each.hope,
            "is_successor": each.is_successor.astype(np.float64),
        }
        for office, each in model.table.items()
    }


def _signals(model: KantokuenModel, view: View) -> dict[str, Array]:
    council, east = model.council, model.far_east
    return {
        "german_km_to_moscow": model.german_war.km_to_moscow,
        "german_nearness": model.german_war.nearness,
        "soviet_divisions": east.divisions,
        "soviet_men": east.men,
        "soviet_tanks": east.tanks,
        "soviet_aircraft": east.aircraft,
        "oil_months": model.means.oil_months(model.great_wars(view.day), model.values),
        "oil_loss": view.oil_loss,
        "ammunition": model.means.ammunition,
        "ships_idle": model.means.ships_idle(southern_war=view.is_southern_war),
        "freeze": model.sanctions.freeze_day <= view.day,
        "embargo": model.sanctions.embargo_day <= view.day,
        "days_left": days_left(view, model.table["AGS"].need, haste=0.0),
        "season_ends": np.zeros(model.worlds) + season(view.day)[1] + model.values["season.winter_shift"],
        "divisions_present": model.means.present,
        "divisions_sanctioned": np.where(council.mobilise_day <= view.day, council.sanctioned, IN_THE_NORTH),
        "divisions_reachable": view.reachable,
        "northern_step": council.northern_step,
        "southern_step": council.southern_step,
        "has_given_up": council.has_given_up,
        "german_collapse": model.german_war.has_collapsed,
        "moscow_fallen": model.german_war.has_moscow_fallen,
    }
