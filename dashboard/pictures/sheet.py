"""The sheet of the table: where its columns stand, on a wall and on a phone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt
from typing import Final

from kantokuen.dashboard.palette import Palette
from kantokuen.dashboard.people import Tenure
from kantokuen.dashboard.playback import Month, Seat
from kantokuen.model.text.words import Words

MOST_DIVISIONS: Final = 40.0
"""The end of the scale of Soviet divisions."""

LEANS: Final = (-0.6, -0.2, 0.2, 0.6)
"""Where the word for a stance changes, as in the columns that the command line prints."""

_LARGEST_MARK: Final = 12.0
_SMALLEST_MARK: Final = 4.0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A layout; lengths in units of the picture, those down a row count from its upper edge.

    Attributes:
        width: of the picture.
        head: height of what stands above the first house.
        house: height of the heading of a house.
        row: height of a row.
        margin: left of names and right of numbers.
        seal_x: left edge of an office's seal, whose top stands 2.5 below that of the row.
        name_x: left edge of the name of an office.
        name_width: room for it.
        text_y: baseline of the name and of the hold.
        person_y: baseline of the person's name.
        size: of the name's letters.
        small: of all other letters.
        hold_x: where the hold on the decision stands.
        hold_width: room for it.
        hold_anchor: ``start`` or ``end``.
        axis: left and right end of the scale from south to north.
        track: top and bottom of the scale.
        gauge: left and right end of the scale of divisions.
    """

    width: float
    head: float
    house: float
    row: float
    margin: float
    seal_x: float
    name_x: float
    name_width: float
    text_y: float
    person_y: float
    size: float
    small: float
    hold_x: float
    hold_width: float
    hold_anchor: str
    axis: tuple[float, float]
    track: tuple[float, float]
    gauge: tuple[float, float]

    def at(self, net: float) -> float:
        """Return where a stance of -1 south to +1 north stands."""
        left, right = self.axis
        return left + 0.5 * (1.0 + net) * (right - left)

    def divisions(self, number: float) -> float:
        """Return where a number of Soviet divisions stands; beyond the scale, at its end."""
        left, right = self.gauge
        return left + min(max(number / MOST_DIVISIONS, 0.0), 1.0) * (right - left)

    @property
    def middle(self) -> float:
        """The height of marks within a row."""
        return 0.5 * (self.track[0] + self.track[1])


WIDE: Final = Sheet(
    width=840, head=62, house=26, row=38, margin=14, seal_x=12, name_x=40, name_width=134, text_y=16,
    person_y=33, size=15.5, small=14.5, hold_x=182, hold_width=174, hold_anchor="start", axis=(380, 646),
    track=(0, 38), gauge=(676, 780),
)  # fmt: skip
NARROW: Final = Sheet(
    width=360, head=66, house=28, row=66, margin=10, seal_x=8, name_x=36, name_width=143, text_y=17,
    person_y=34, size=15, small=13.5, hold_x=350, hold_width=169, hold_anchor="end", axis=(22, 216),
    track=(40, 62), gauge=(240, 312),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hand:
    """What every part of the picture is drawn with."""

    month: Month
    words: Words
    palette: Palette
    sheet: Sheet
    baseline: Month | None
    selected: str | None
    changes: Mapping[str, Tenure]
    trail: tuple[Month, ...] = ()

    @property
    def truth(self) -> float:
        """Soviet divisions in the Far East, as they were."""
        return self.month.signals["soviet_divisions"]

    def before(self, office: str) -> float | None:
        """Return where an office stood in the baseline, if there is one that it sat in."""
        if self.baseline is None or office not in self.baseline.seats:
            return None
        return self.baseline.seats[office].net

    def earlier(self, office: str) -> list[float]:
        """Return where an office stood at the last sittings, the oldest first; empty without a trail."""
        return [month.seats[office].net for month in self.trail if office in month.seats]


def mark_size(seat: Seat) -> float:
    """Return the radius of an office's mark: its area goes with weight times care."""
    return max(_LARGEST_MARK * sqrt(seat.salience * seat.power), _SMALLEST_MARK)


def by_house(seats: Mapping[str, Seat]) -> dict[str, list[Seat]]:
    """Return the offices by house, both in the order of the table."""
    houses: dict[str, list[Seat]] = {}
    for seat in seats.values():
        houses.setdefault(seat.house, []).append(seat)
    return houses


def lean(net: float, words: Words) -> str:
    """Return a stance of -1 south to +1 north in words."""
    return words(f"pictures.table.leans.{sum(net >= bound for bound in LEANS)}")
