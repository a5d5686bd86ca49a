"""What changes on the map from month to month: divisions, trains, arrows, sanctions."""

from __future__ import annotations

from itertools import pairwise
from math import atan2, degrees, hypot
from typing import Final

from kantokuen.dashboard.lettering import text_width
from kantokuen.dashboard.palette import Palette, mix
from kantokuen.dashboard.pictures.atlas import SMALL, halo
from kantokuen.dashboard.pictures.forces import Force, standing_in_spring, whole
from kantokuen.dashboard.pictures.projection import Point, Projection, features, points
from kantokuen.dashboard.pictures.svg import circle, element, num, path, rect
from kantokuen.dashboard.playback import Month
from kantokuen.model.posture import is_given_up
from kantokuen.model.text.words import Words

_KEY: Final = "pictures.theatre"
_IN_A_ROW: Final = 5
_MOST_TRAINS: Final = 14
_TRAIN_GAP: Final = 10.5


def division(x: float, y: float, side: str, palette: Palette, *, is_there: bool, size: float) -> str:
    """Return the mark of one division about a point: round if Soviet, square if Japanese, hollow if away."""
    ink = palette.ink if side == "soviet" else palette.north
    paint: dict[str, str | float] = {
        "fill": ink if is_there else palette.card,
        "stroke": palette.card if is_there else ink,
        "stroke_width": 0.5 if is_there else 0.9,
    }
    if side == "soviet":
        return circle(x, y, size / 2.0 - (0.0 if is_there else 0.45), **paint)
    edge = size * 0.92 - (0.0 if is_there else 0.9)
    return rect(x - edge / 2.0, y - edge / 2.0, edge, edge, **paint)


def formation(
    force: Force, words: Words, palette: Palette, projection: Projection, *, is_narrow: bool
) -> str:
    """Return a formation: its name and a mark for each division, as a button where it has a source."""
    row, prefix = force.row, "narrow_" if is_narrow else ""
    x, y = projection.at(float(row["lon"]), float(row["lat"]))
    x, y = x + float(row[f"{prefix}dx"]), y + float(row[f"{prefix}dy"])
    anchor = row[f"{prefix}anchor"]
    name = words(f"{_KEY}.{'short' if is_narrow else 'formations'}.{force.id}")
    size, pitch, type_size = (5.0, 5.8, SMALL) if is_narrow else (6.0, 7.2, SMALL)
    every = force.divisions + force.others
    widest = max(text_width(name, type_size), min(every, _IN_A_ROW) * pitch)
    left = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * widest
    shapes = [
        rect(left - 3.0, y - 11.0, widest + 6.0, _height(every, pitch), fill="transparent"),
        halo(
            x,
            y,
            name,
            palette,
            palette.ink if force.side == "soviet" else strong(palette.north, palette),
            type_size,
            anchor,
            font_weight="600",
        ),
    ]
    for index in range(every):
        line, place = divmod(index, _IN_A_ROW)
        here = min(every - line * _IN_A_ROW, _IN_A_ROW)
        start = x - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * here * pitch
        shapes.append(
            division(
                start + (place + 0.5) * pitch,
                y + 7.0 + line * pitch,
                force.side,
                palette,
                is_there=index < force.divisions,
                size=size,
            )
        )
    if not row["picks"]:
        return element("g", *shapes, data_source=row["source"])
    return element(
        "g",
        *shapes,
        data_source=row["source"],
        data_pick=f"source:{row['source']}",
        role="button",
        tabindex="0",
        aria_label=_said(force, words),
    )


def _height(every: int, pitch: float) -> float:
    return 15.0 + pitch * -(-every // _IN_A_ROW)


def strong(colour: str, palette: Palette) -> str:
    """Return a colour moved toward the ink, for words upon land."""
    return mix(colour, palette.ink, 0.3)


def _said(force: Force, words: Words) -> str:
    name = words(f"{_KEY}.formations.{force.id}")
    if not force.others:
        return words(f"{_KEY}.formation_label", name=name, n=force.divisions)
    key = "formation_fewer_label" if force.side == "soviet" else "formation_more_label"
    return words(f"{_KEY}.{key}", name=name, n=force.divisions, more=force.others)


def trains(month: Month, words: Words, palette: Palette, projection: Projection) -> list[str]:
    """Return the trains on the Trans-Siberian: one for each division gone since the spring of 1941."""
    gone = standing_in_spring() - whole(month, "soviet_divisions")
    if gone <= 0:
        return []
    line = next(row for row in features("lines") if row["name"] == "Trans-Siberian")
    track = [projection.at(*place) for place in points(line)]
    way = _from_left(track, projection.x + 16.0)
    shapes = [
        _train(place, palette, is_first=index == 0)
        for index, place in enumerate(_evenly(way, _TRAIN_GAP, gone))
    ]
    y = way[0][1]
    key = "trains_one" if gone == 1 else "trains"
    said = halo(
        projection.x + 6.0, y - 11.0, words(f"{_KEY}.{key}", n=gone), palette, palette.ink, SMALL, "start"
    )
    return [*shapes, said]


def _from_left(track: list[Point], left: float) -> list[Point]:
    """Return the part of a line that begins where it first lies right of an edge."""
    for index, ((x, y), (after, below)) in enumerate(pairwise(track)):
        if after > left:
            share = max((left - x) / (after - x), 0.0)
            return [(x + share * (after - x), y + share * (below - y)), *track[index + 1 :]]
    return track


def _evenly(track: list[Point], gap: float, count: int) -> list[tuple[float, float, float]]:
    """Return places (x, y, angle in degrees) along a line, a gap apart, `_MOST_TRAINS` at most."""
    places: list[tuple[float, float, float]] = []
    wanted = 0.0
    run = 0.0
    for (x, y), (after, below) in pairwise(track):
        length = hypot(after - x, below - y)
        while wanted <= run + length and len(places) < min(count, _MOST_TRAINS):
            share = (wanted - run) / length
            angle = degrees(atan2(below - y, after - x))
            places.append((x + share * (after - x), y + share * (below - y), angle))
            wanted += gap
        run += length
    return places


def _train(place: tuple[float, float, float], palette: Palette, *, is_first: bool) -> str:
    shape = "M-5 0l9-4.4v8.8z" if is_first else "M-4 -2.9h8v5.8h-8z"
    x, y, angle = place
    return path(
        shape,
        fill=palette.ink,
        stroke=palette.card,
        stroke_width=1.6,
        transform=f"translate({num(x)} {num(y)}) rotate({num(angle)})",
    )


def directions(month: Month, palette: Palette, projection: Projection, step: int) -> list[str]:
    """Return the arrows and lines of guard that belong to a posture."""
    shapes = []
    for row in features("directions"):
        if row["chart"] != projection.name or not int(row["from_step"]) <= step <= int(row["to_step"]):
            continue
        if projection.name == "north" and is_given_up(month.signals) and not row["after_giving_up"]:
            continue
        start, end = (projection.at(*place) for place in points(row))
        colour = palette.north if projection.name == "north" else palette.south
        is_ordered = row["style"] == "ordered"
        draw = guard if row["shape"] == "hold" else arrow
        shapes.append(draw(start, end, colour, palette, is_ordered=is_ordered, source=row["source"]))
    return shapes


def arrow(
    start: Point, end: Point, colour: str, palette: Palette, *, is_ordered: bool, source: str | None = None
) -> str:
    """Return an arrow that widens toward its head: solid where it is ordered, hollow where it is planned."""
    length = hypot(end[0] - start[0], end[1] - start[1])
    neck, head = length - 8.0, 5.6
    shape = (
        f"M0 -0.8L{num(neck)} -2.1L{num(neck - 1.2)} {num(-head)}L{num(length)} 0"
        f"L{num(neck - 1.2)} {num(head)}L{num(neck)} 2.1L0 0.8z"
    )
    turn = degrees(atan2(end[1] - start[1], end[0] - start[0]))
    return path(
        shape,
        fill=colour if is_ordered else palette.card,
        stroke=palette.card if is_ordered else colour,
        stroke_width=0.8 if is_ordered else 1.1,
        stroke_linejoin="round",
        transform=f"translate({num(start[0])} {num(start[1])}) rotate({num(turn)})",
        data_source=source,
    )


def guard(
    start: Point, end: Point, colour: str, palette: Palette, *, is_ordered: bool, source: str | None = None
) -> str:
    """Return a line of guard with teeth to its right, as one goes from start to end."""
    length = hypot(end[0] - start[0], end[1] - start[1])
    count = max(round(length / 7.0), 2)
    teeth = "".join(f"M{num((index + 0.5) * length / count)} 0v4.5" for index in range(count))
    turn = degrees(atan2(end[1] - start[1], end[0] - start[0]))
    move = f"translate({num(start[0])} {num(start[1])}) rotate({num(turn)})"
    shape = f"M0 0H{num(length)}{teeth}"
    rim = path(shape, stroke=palette.card, stroke_width=4.6, stroke_opacity=0.7)
    line = path(shape, stroke=colour, stroke_width=2.4 if is_ordered else 1.2)
    return element("g", rim, line, fill="none", transform=move, data_source=source)
