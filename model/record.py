"""The record: what each period looked like, for tables and pictures; nothing flows back.

Left of the record all is arrays, right of it all is frames.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal, cast, get_args

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.profile import persons_of
from kantokuen.agents.staff import days_left
from kantokuen.agents.table import Table
from kantokuen.agents.view import Array, View
from kantokuen.model.calendar import season
from kantokuen.model.display import Facts, Shown, counted, listed
from kantokuen.model.errors import known_name
from kantokuen.model.means import IN_THE_NORTH
from kantokuen.model.world import World

STANCES = (
    "north", "south", "net", "ripeness", "hope", "picks_at", "soviet_divisions", "soviet_men"
)  # fmt: skip
"""What is recorded of each office; the last two are what it believes."""

Detail = Literal["outcomes", "means", "worlds", "contributions"]
DETAILS: Final = get_args(Detail)
_MOST_WORLDS_IN_FULL = 64


@dataclass(frozen=True, slots=True, repr=False)
class PeriodRecord(Shown):
    """One period; arrays of shape ``(worlds,)``, or ``(1,)`` where only means are kept.

    Attributes:
        date: day of the sitting.
        stances: by office, the arrays named in `STANCES`.
        parts: by office, the named parts of its net stance, north less south, in means over the worlds,
            shape ``(1,)``.
        holders: by office, in how many worlds each of its `persons_of` sits there, shape ``(persons,)``.
        signals: what could be measured, by name.
        contributions: by office, the parts of its stance for north and south; empty unless kept.
        minds: by office, the arrays that `_minds` names; kept together with the contributions.
    """

    date: date
    stances: dict[str, dict[str, Array]]
    parts: dict[str, dict[str, Array]]
    holders: dict[str, NDArray[np.int64]]
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

    def write(self, world: World, view: View, when: date) -> None:
        """Write down one period."""
        if self.detail == "outcomes":
            return
        table = world.table
        stacks, shares, signals = _stances(table), _means(_parts(table)), _signals(world, view)
        if self.detail == "means":
            stacks, signals = _means(stacks), _means(signals)
        stances, parts, holders = _by_office(table, stacks), _by_office(table, shares), _holders(table)
        contributions, minds = {}, {}
        if self.detail == "contributions":
            contributions, minds = _contributions(table), _minds(table)
        self.periods.append(PeriodRecord(when, stances, parts, holders, signals, contributions, minds))

    def _shown(self) -> tuple[str, Facts]:
        dates = [each.date for each in self.periods]
        between = f", {dates[0]} to {dates[-1]}" if dates else ""
        return f"{counted(len(dates), 'period')}{between}", {"detail": self.detail}


def _means(arrays: dict[str, Array]) -> dict[str, Array]:
    """Return the means over worlds, which are the last axis, of which one is left."""
    return {
        name: np.add.reduce(values, axis=-1, keepdims=True) / values.shape[-1]
        for name, values in arrays.items()
    }


def _by_office(table: Table, stacks: dict[str, Array]) -> dict[str, dict[str, Array]]:
    """Return by office its rows of arrays of shape ``(offices, worlds)``."""
    return {
        office: {name: stack[row] for name, stack in stacks.items()} for office, row in table.rows.items()
    }


def _stances(table: Table) -> dict[str, Array]:
    made, mind = table.appraisal, table.mind
    stacks = (
        made.north, made.south, made.net, made.ripeness, made.hope, made.picks_at, mind.soviet_divisions,
        mind.soviet_men,
    )  # fmt: skip
    return dict(zip(STANCES, stacks, strict=True))


def _parts(table: Table) -> dict[str, Array]:
    """Return the named parts of the net stances: what each adds toward the north, less toward the south."""
    north, south = (table.appraisal.contributions[track] for track in ("north", "south"))
    nought = np.zeros(1)
    return {name: north.get(name, nought) - south.get(name, nought) for name in {**north, **south}}


def _holders(table: Table) -> dict[str, NDArray[np.int64]]:
    return {
        office: np.bincount(table.holder[row], minlength=len(persons_of(office)))
        for office, row in table.rows.items()
    }


def _contributions(table: Table) -> dict[str, dict[str, dict[str, Array]]]:
    tracks = {track: _by_office(table, parts) for track, parts in table.appraisal.contributions.items()}
    return {office: {track: parts[office] for track, parts in tracks.items()} for office in table.rows}


def _minds(table: Table) -> dict[str, dict[str, Array]]:
    """Return what lies behind the stances, by office; arrays of shape ``(worlds,)``.

    german_war        nearness of a German victory as the office sees it, Berlin's word included, 0..1
    oil_loss          share of oil imports lost, as felt, 0..1
    materiel_gone     share of Soviet tanks and aircraft that it believes gone west
    need              Japanese divisions that it would want on the first day of an attack
    trust             how far the forecast of June is still trusted, 0..1
    holder            who sits there, the number of the person among those of the office
    """
    return _by_office(
        table,
        {
            "german_war": table.appraisal.german_war,
            "oil_loss": table.mind.oil_loss,
            "materiel_gone": table.mind.materiel_gone,
            "need": table.appraisal.need,
            "trust": table.mind.trust,
            "holder": table.holder.astype(np.float64),
        },
    )


def _worth_keeping(table: Table, office: str) -> Array:
    """Return where an office holds the north to be worth the cost of carrying it, as for a build-up.

    The season is the one that is open or comes next: from mid-September that of the spring.
    """
    row = table.rows[office]
    kept: Array = table.appraisal.keep[row] + table.temper.nerve[row] >= 0.0
    return kept


def _signals(world: World, view: View) -> dict[str, Array]:
    council, east, table, values = world.council, world.far_east, world.table, world.values
    need = table.appraisal.need[table.rows["AGS"]]
    tomorrow = view.day + 1.0  # what bears the date of the sitting is told with it
    return {
        "german_km_to_moscow": world.german_war.km_to_moscow,
        "german_nearness": world.german_war.nearness,
        "soviet_divisions": east.divisions,
        "soviet_men": east.men,
        "soviet_tanks": east.tanks,
        "soviet_guns": east.guns,
        "soviet_aircraft": east.aircraft,
        "oil": world.means.oil,
        "oil_months": world.means.oil_months(world.great_wars(view.day), values),
        "oil_loss": view.oil_loss,
        "ammunition": world.means.ammunition,
        "ships_idle": world.means.ships_idle(values, southern_war=view.is_southern_war),
        "freeze": world.sanctions.freeze_day < tomorrow,
        "embargo": world.sanctions.embargo_day < tomorrow,
        "days_left": days_left(view, need, haste=0.0),
        "season_ends": np.zeros(len(world)) + season(view.day)[1] + values["season.winter_shift"],
        "divisions_present": world.means.present,
        "divisions_sanctioned": np.where(council.mobilise_day < tomorrow, council.sanctioned, IN_THE_NORTH),
        "divisions_reachable": view.reachable,
        "divisions_asked": council.asked,
        "divisions_needed": need,
        "fitness": world.means.fitness,
        "outside_US": world.outsiders.US,
        "outside_USSR": world.outsiders.USSR,
        "outside_GER": world.outsiders.GER,
        "northern_step": council.northern_step,
        "southern_step": council.southern_step,
        "has_given_up": council.has_given_up,
        "northern_plan": _worth_keeping(table, "OPS"),
        "german_collapse": world.german_war.has_collapsed,
        "moscow_fallen": world.german_war.has_moscow_fallen,
    }
