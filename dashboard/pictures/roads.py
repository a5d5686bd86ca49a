"""The three roads of the summer of 1941, on a map from Siberia to the Indies: north, south, settle or wait.

The outlines are those of the theatre and of its small map (`data/theatre/`), here in plain degrees.
"""

from __future__ import annotations

from functools import cache
from math import cos, radians
from typing import Final

from kantokuen.dashboard.palette import SERIF, Palette, mix
from kantokuen.dashboard.pictures.atlas import halo
from kantokuen.dashboard.pictures.projection import Point, features, points
from kantokuen.dashboard.pictures.svg import circle, element, num, path, picture
from kantokuen.model.text.words import Words

_WEST, _EAST, _BOTTOM, _TOP = 101.0, 153.0, -10.5, 57.5
_SCALE: Final = 6.7
"""Units of the picture for a degree north; for a degree east less, by the cosine of the middle parallel."""

_ACROSS: Final = _SCALE * cos(radians(27.0))
_WIDTH, _HEIGHT = (_EAST - _WEST) * _ACROSS, (_TOP - _BOTTOM) * _SCALE

_JAPANESE: Final = frozenset({"japan", "manchukuo", "indochina_north"})
_SOVIET: Final = frozenset({"soviet", "mongolia"})

_TOKYO: Final = (139.7, 35.7)
_NORTH_ROAD: Final = ((125.5, 43.5), (127.5, 46.5), (132.0, 49.5), (133.5, 53.0))
_SOUTH_ROAD: Final = ((131.0, 30.0), (122.0, 22.0), (112.5, 14.0), (110.0, 1.0))
_EAST_ROAD: Final = ((141.0, 35.0), (144.5, 33.5), (148.0, 33.5), (151.5, 34.5))
"""From where, by which two points, and to where each road leads; how they are drawn is ours."""

_LANDS: Final = (
    ("soviet", 113.0, 53.6),
    ("manchukuo", 118.3, 44.4),
    ("china", 109.5, 31.0),
    ("indochina", 106.8, 12.6),
    ("indies", 121.0, -7.6),
)
"""Names of lands: degrees east and north of their middle."""


def roads(words: Words, palette: Palette) -> str:
    """Return the map with the three roads."""
    south, north = mix(palette.south, palette.ink, 0.15), mix(palette.north, palette.ink, 0.1)
    wait = palette.ink
    drawn = [
        _road(_NORTH_ROAD, north, ""),
        _road(_SOUTH_ROAD, south, "9 5"),
        _road(_EAST_ROAD, wait, "2 5"),
        _names(words, palette),
        _tokyo(words, palette),
        _called(134.8, 55.2, words("opening.map_roads.north"), palette, north, "middle"),
        _called(111.6, 4.4, words("opening.map_roads.south"), palette, south, "start"),
        _called(152.4, 30.6, words("opening.map_roads.settle"), palette, wait, "end"),
    ]
    return picture(
        _ground(palette),
        *drawn,
        width=_WIDTH,
        height=_HEIGHT,
        title=words("opening.map_title"),
        desc=words("opening.map"),
        class_="roads",
        ground=palette.sea,
    )


def _at(lon: float, lat: float) -> Point:
    return (lon - _WEST) * _ACROSS, (_TOP - lat) * _SCALE


@cache
def _ground(palette: Palette) -> str:
    """Return the lands, cut to the picture."""
    shapes = []
    for row in features("lands"):
        land = row["land"]
        fill = (
            palette.land
            if land in _JAPANESE
            else palette.soviet_land
            if land in _SOVIET
            else palette.other_land
        )
        ring = [_at(*place) for place in points(row)]
        outline = "M" + "L".join(f"{num(x)} {num(y)}" for x, y in ring) + "Z"
        shapes.append(path(outline, fill=fill, stroke=fill, stroke_width=0.6))
    clip = "roads-frame"
    frame = element("clipPath", element("rect", width=_WIDTH, height=_HEIGHT), id=clip)
    return frame + element("g", *shapes, clip_path=f"url(#{clip})")


def _road(places: tuple[Point, ...], ink: str, dashes: str) -> str:
    """Return a road with a head; roads differ in their stroke as well as in colour."""
    first, second, third, last = (_at(*place) for place in places)
    shape = f"M{_pair(first)}C{_pair(second)} {_pair(third)} {_pair(last)}"
    (x, y), (before_x, before_y) = last, third
    length = ((x - before_x) ** 2 + (y - before_y) ** 2) ** 0.5
    along, aside = (x - before_x) / length, (y - before_y) / length
    head = [
        (x + 9.0 * along, y + 9.0 * aside),
        (x - 6.0 * aside, y + 6.0 * along),
        (x + 6.0 * aside, y - 6.0 * along),
    ]
    triangle = "M" + "L".join(map(_pair, head)) + "Z"
    stroke = path(shape, fill="none", stroke=ink, stroke_width=4.0, stroke_dasharray=dashes or None)
    return stroke + path(triangle, fill=ink)


def _pair(point: Point) -> str:
    return f"{num(point[0])} {num(point[1])}"


def _names(words: Words, palette: Palette) -> str:
    return "".join(
        halo(
            *_at(lon, lat),
            words(f"opening.map_lands.{land}"),
            palette,
            palette.quiet,
            13.3,
            "middle",
            font_family=SERIF,
        )
        for land, lon, lat in _LANDS
    )


def _tokyo(words: Words, palette: Palette) -> str:
    x, y = _at(*_TOKYO)
    mark = circle(x, y, 4.0, fill=palette.card, stroke=palette.ink, stroke_width=2.0)
    return mark + halo(
        x + 8.0, y - 7.0, words("opening.map_lands.tokyo"), palette, palette.ink, 13.3, "start"
    )


def _called(lon: float, lat: float, said: str, palette: Palette, ink: str, anchor: str) -> str:
    return halo(*_at(lon, lat), said, palette, ink, 15.0, anchor, font_weight="700")
