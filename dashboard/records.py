"""What the page shows of one world: plain numbers, a period at a time.

Everything that is drawn is drawn from these records, by functions that read nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kantokuen.model.events import Event
from kantokuen.model.story import Ending

Parts = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Seat:
    """An office in one period, as it stands after it has appraised.

    Attributes:
        office: its id, such as "OPS".
        person: whose stance it is; one who takes the office over at a sitting weighs from the next.
        house: army, navy, cabinet or court.
        veto: kind of veto, ``none`` where there is none.
        power, salience: weight at the table and care for the northern question, 0..1.
        north, south: leaning, 0..1 each.
        net: north less south, -1 south .. +1 north.
        ripeness: of the persimmon, as the office perceives it, 0..1.
        soviet_divisions: what it believes to stand in the Soviet Far East.
        german_war: nearness of a German victory as it sees it, 0..1.
        oil_loss: share of oil imports lost, as felt, 0..1.
        parts_north, parts_south: the named parts that sum to `north` and `south`: the considerations,
            ``disposition``, and ``held`` (what is cut off where the sum leaves 0..1).
    """

    office: str
    person: str
    house: str
    veto: str
    power: float
    salience: float
    north: float
    south: float
    net: float
    ripeness: float
    soviet_divisions: float
    german_war: float
    oil_loss: float
    parts_north: Parts
    parts_south: Parts


@dataclass(frozen=True, slots=True)
class Month:
    """One period of one world.

    Attributes:
        date: day of the sitting.
        signals: what could be measured, by name, see `kantokuen.model.record`; switches are 0 or 1.
        seats: the offices by id, in the order of the table.
        events: texts agreed, orders given and events since the sitting before, in this order.
        believed: what the General Staff makes of its reports, see `kantokuen.dashboard.summer`.
    """

    date: date
    signals: Parts
    seats: Mapping[str, Seat]
    events: tuple[Event, ...]
    believed: Parts

    @property
    def label(self) -> str:
        """The month as ``YYYY-MM``."""
        return f"{self.date:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Summer:
    """One world from its first period to its last.

    Attributes:
        months: the periods.
        outcome: its outcome, see `kantokuen.model.outcome`.
        result: what the northern campaign came to, ``none`` without one.
        days: by name, dated turns of the world (``mobilise``, ``reversal``, ``southern_war``, ``war``,
            ``freeze``, ``embargo``), None where it never came.
        divisions: divisions sanctioned for Manchuria and Korea in the end.
        drawn: what chance made of the levers that vary.
    """

    months: tuple[Month, ...]
    outcome: str
    result: str
    days: Mapping[str, date | None]
    divisions: float
    drawn: Parts

    @property
    def ending(self) -> Ending:
        """How it ended, as a verdict tells it."""
        return Ending(self.outcome, self.result, self.divisions, self.days, self.months[-1].date)
