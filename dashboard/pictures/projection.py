"""Where places lie in a picture: the two projections of the theatre, and paths through places.

Coordinates are degrees east and north in `data/theatre/`.  The map of the north is Albers' equal-area
cone, on which an area is an area anywhere between Baikal and Sakhalin; the small map of the southern
road has plain degrees.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import cos, radians, sin, sqrt
from typing import Final

Feature = Mapping[str, str]
Point = tuple[float, float]

_EARTH: Final = 6371.0
_SOUTH_PARALLEL, _NORTH_PARALLEL = radians(40.0), radians(52.0)
_MERIDIAN, _PARALLEL = radians(127.0), radians(46.0)
_CONE: Final = (sin(_SOUTH_PARALLEL) + sin(_NORTH_PARALLEL)) / 2.0
_TURN: Final = cos(_SOUTH_PARALLEL) ** 2 + 2.0 * _CONE * sin(_SOUTH_PARALLEL)
FINE: Final = 10.0
"""Steps of a path in one unit of the picture; whole numbers make a path short."""


@dataclass(frozen=True, slots=True)
class Projection:
    """Where places lie on a map within its frame.

    Attributes:
        name: ``north`` or ``south``, which names the land it shows.
        x, y, width, height: the frame, in units of the picture.
        scale: units of the picture per km (north) or per degree (south).
        west, top: what lies in the upper left corner: km from the middle, or degrees.
    """

    name: str
    x: float
    y: float
    width: float
    height: float
    scale: float
    west: float
    top: float

    def at(self, lon: float, lat: float) -> Point:
        """Return where a place lies in the picture."""
        east, north = _cone(lon, lat) if self.name == "north" else (lon, lat)
        return self.x + (east - self.west) * self.scale, self.y + (self.top - north) * self.scale

    def holds(self, lon: float, lat: float) -> bool:
        """Return whether a place lies within the frame."""
        x, y = self.at(lon, lat)
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


def _cone(lon: float, lat: float) -> Point:
    """Return km east and north of the middle on Albers' cone."""
    turn = _CONE * (radians(lon) - _MERIDIAN)
    radius, middle = (
        _EARTH / _CONE * sqrt(_TURN - 2.0 * _CONE * sin(each)) for each in (radians(lat), _PARALLEL)
    )
    return radius * sin(turn), middle - radius * cos(turn)


@cache
def features(name: str) -> tuple[Feature, ...]:
    """Return the rows of a file of `data/theatre/`."""
    source = files("kantokuen.dashboard") / "data" / "theatre" / f"{name}.csv"
    return tuple(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))


def points(row: Feature) -> list[Point]:
    """Return the longitudes and latitudes of a line."""
    numbers = [float(each) for each in row["points"].split()]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def path_through(projection: Projection, places: Iterable[Point], *, is_closed: bool = False) -> str:
    """Return the path through places, in `FINE` steps from the corner of the frame, without repeats."""
    steps = []
    last: tuple[int, int] | None = None
    for lon, lat in places:
        x, y = projection.at(lon, lat)
        here = round((x - projection.x) * FINE), round((y - projection.y) * FINE)
        if last is None:
            steps.append(f"M{here[0]} {here[1]}l")
        elif here != last:
            steps.append(f"{here[0] - last[0]} {here[1] - last[1]} ")
        last = here
    return "".join(steps).rstrip() + ("z" if is_closed else "")


def curve(projection: Projection, places: list[Point]) -> str:
    """Return a smooth path that runs through each of the places, in `FINE` steps from the corner."""
    at = [projection.at(*place) for place in places]
    at = [(FINE * (x - projection.x), FINE * (y - projection.y)) for x, y in at]
    steps = [f"M{at[0][0]:.0f} {at[0][1]:.0f}"]
    for before, start, end, after in zip([at[0], *at], at, at[1:], [*at[2:], at[-1]], strict=False):
        away = start[0] + (end[0] - before[0]) / 6.0, start[1] + (end[1] - before[1]) / 6.0
        home = end[0] - (after[0] - start[0]) / 6.0, end[1] - (after[1] - start[1]) / 6.0
        steps.append("C" + " ".join(f"{to:.0f}" for to in (*away, *home, *end)))
    return "".join(steps)
