"""Who holds an office: personalities as data.

`offices.csv` has a row for each office of the table, `successors.csv` a row for each person who
may take one over, `schools.csv` how a group of offices followed each school of forecast.  Power,
salience, veto and the stance of 22 June 1941 come from the positions table (all judgement,
confidence H, M or L); domain weights of OPS, NGS, EMP, WAR and FOR likewise; the rest is judgement of
the same kind.  `docs/odd.md` prints the files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cache

import numpy as np

from kantokuen.agents.files import rows_of
from kantokuen.agents.view import Array, Number, Rules

DOMAINS = ("window", "oil", "china", "service", "order", "alliance")
"""The domains in which an office counts gains and losses, in the order of their weights."""

SCHOOLS = ("optimists", "median", "doubters")
"""Schools of forecast in June 1941: who believed Berlin; the median informed observer; who doubted."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One person in one office.

    Attributes:
        id: short name of the office; of the person in the case of a successor.
        title: the office in words.
        person: who holds it.
        house: army, navy, cabinet or court.
        power, salience: weight at the table and care for the northern question, 0..1.
        veto: kind of veto; ``none`` where there is none.
        net: stance on 22 June 1941, -1 south .. +1 north.
        school: whose forecast of the German-Soviet war it shared in June, a group of `schools.csv`.
        gain: share of the gap to a report closed in ten days.
        bias: extra weight of news that favours the north, -1..1.
        picks_at: picking point, the ripeness at which the office would pick the fruit, 0..1.
        haste: days by which winter is thought later than the calendar says.
        oil_speed: share of an oil shock felt within ten days.
        south_odds: believed chance that a southern war secures the oil.
        window, oil, china, service, order, alliance: weights of the domains.
        parochial: dislike of a build-up that weakens the office's own theatre; below 0 where the north is
            its theatre.
        reads: channels it is entitled to: ``soviet`` or ``briefing``, ``front``, ``berlin``, ``oil``.
        confidence: H, M or L.
    """

    id: str
    title: str
    person: str
    house: str
    power: float
    salience: float
    veto: str
    net: float
    school: str
    gain: float
    bias: float
    picks_at: float
    haste: float
    oil_speed: float
    south_odds: float
    window: float
    oil: float
    china: float
    service: float
    order: float
    alliance: float
    parochial: float
    reads: frozenset[str]
    confidence: str

    @property
    def weight(self) -> float:
        """Capability times salience, the weight of the office in a mean or median."""
        return self.power * self.salience


@dataclass(slots=True)
class Traits:
    """The traits that offices reason with; arrays of shape ``(offices, worlds)``, or ``(worlds,)`` for one.

    They are those of the same name in `Profile`, and four more:

    Attributes:
        heeds: 1 for one who reads what Berlin says and cares for the alliance, else 0.
        restless: how far the office, bent on acting, finds a new aim when its own is shut: its bias
            toward the north, 0 where it has none or where the north is its theatre.
        base_north: what is left of the recorded leaning north when the considerations of
            22 June are taken off.
        base_south: the same of the leaning south.
        leanings: how far the office followed each school of June, shape ``(offices, schools, 1)``; it
            stays when the holder of the office goes.
    """

    gain: Array
    bias: Array
    picks_at: Array
    haste: Array
    oil_speed: Array
    south_odds: Array
    window: Array
    oil: Array
    china: Array
    service: Array
    order: Array
    alliance: Array
    parochial: Array
    heeds: Array
    restless: Array
    base_north: Array
    base_south: Array
    leanings: Array

    @classmethod
    def of(cls, profiles: Sequence[Profile]) -> Traits:
        """Return the traits of persons without a disposition, shape ``(offices, 1)``."""
        own = [each.name for each in fields(cls) if hasattr(Profile, each.name)]
        columns = {name: np.array([[getattr(each, name)] for each in profiles]) for name in own}
        heeds = np.array([[float("berlin" in each.reads and each.alliance > 0.0)] for each in profiles])
        restless = columns["bias"].clip(0.0, np.inf) * (columns["parochial"] >= 0.0)
        nought = np.zeros((len(profiles), 1))
        leanings = np.array([_leanings()[each.school] for each in profiles])[..., np.newaxis]
        return cls(
            **columns,
            heeds=heeds,
            restless=restless,
            base_north=nought,
            base_south=nought,
            leanings=leanings,
        )

    def scaled(self, scale: Number) -> Traits:
        """Return the same traits with the weights of all considerations times ``scale``."""
        return replace(self, **{name: getattr(self, name) * scale for name in (*DOMAINS, "parochial")})

    def at_width(self, worlds: int) -> Traits:
        """Return the same traits of persons with a value for each world, in which they may change."""
        wide = {
            name: np.broadcast_to(column, (len(column), worlds)).copy()
            for name, column in ((name, getattr(self, name)) for name in OF_PERSONS)
        }
        return replace(self, **wide)

    def leaning(self, lean: Array, rules: Rules) -> Traits:
        """Return the traits of persons who lean north of their record.

        Who leans further north reads news so (``weighing.lean_bias``), picks the fruit greener
        (``weighing.lean_picks``), and has it in the disposition, half to either stance.

        Args:
            lean: on the scale of the stance, -1..1, shape ``(offices, worlds)`` or ``(worlds,)``.
            rules: what they reason with.
        """
        half = 0.5 * lean
        return replace(
            self,
            bias=(self.bias + rules.weighing.lean_bias * lean).clip(-1.0, 1.0),
            picks_at=(self.picks_at - rules.weighing.lean_picks * lean).clip(0.05, 0.99),
            base_north=self.base_north + half,
            base_south=self.base_south - half,
        )


OF_PERSONS = tuple(each.name for each in fields(Traits) if each.name != "leanings")
"""The traits that go with the person; what the office read in June stays."""


@cache
def offices() -> dict[str, Profile]:
    """Return the holders of office on 22 June 1941, by office, in the order of the table."""
    return {row["id"]: _profile(row) for row in rows_of("offices.csv")}


@cache
def successors() -> dict[str, Profile]:
    """Return those who may take an office over, by the key of the person."""
    found = {}
    for row in rows_of("successors.csv"):
        office = row.pop("succeeds")
        before = offices()[office]
        same = {"id": office, "house": before.house, "veto": before.veto}
        weights = {"power": str(before.power), "salience": str(before.salience)}
        found[row.pop("key")] = _profile({**row, **same, **weights})
    return found


@cache
def persons_of(office: str) -> tuple[Profile, ...]:
    """Return all who may hold an office: the holder of 22 June 1941, then the successors in their order."""
    return (offices()[office], *(each for each in successors().values() if each.id == office))


@cache
def _leanings() -> dict[str, tuple[float, ...]]:
    return {row["group"]: tuple(float(row[each]) for each in SCHOOLS) for row in rows_of("schools.csv")}


def _profile(row: dict[str, str]) -> Profile:
    values: dict[str, object] = {}
    for field in fields(Profile):
        text = row[field.name]
        if field.name == "reads":
            values["reads"] = frozenset(text.split())
        elif field.type in (float, "float"):
            values[field.name] = float(text)
        else:
            values[field.name] = text
    return Profile(**values)  # type: ignore[arg-type]
