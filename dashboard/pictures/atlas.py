"""The ground of the theatre: land, water, railways and places as they were in 1941, drawn once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from kantokuen.dashboard.palette import SERIF, Palette, mix
from kantokuen.dashboard.pictures.projection import FINE, Projection, curve, features, path_through, points
from kantokuen.dashboard.pictures.svg import Attribute, circle, element, label, num, path
from kantokuen.model.text.words import Words

SMALL: Final = 12.5
"""Size of the smallest names, in units of the picture, which is shown no smaller than it is drawn."""


@cache
def ground(projection: Projection, words: Words, palette: Palette, *, is_narrow: bool) -> str:
    """Return everything on a map that stays as it is from month to month."""
    clip = f"theatre-{projection.name}-{'narrow' if is_narrow else 'wide'}"
    frame = {"x": projection.x, "y": projection.y, "width": projection.width, "height": projection.height}
    shapes = _land(projection, palette)
    if projection.name == "north":
        shapes += _lines(projection, palette)
    fine = f"translate({num(projection.x)} {num(projection.y)}) scale({num(1.0 / FINE)})"
    return "".join(
        (
            element("clipPath", element("rect", **frame), id=clip),
            element("rect", **frame, fill=palette.sea),
            element(
                "g",
                element("g", *shapes, transform=fine, fill="none", stroke_linejoin="round"),
                *(
                    _names(projection, words, palette, is_narrow=is_narrow)
                    if projection.name == "north"
                    else ()
                ),
                clip_path=f"url(#{clip})",
            ),
            element("rect", **frame, fill="none", stroke=palette.quiet, stroke_width=0.8),
        )
    )


def _land(projection: Projection, palette: Palette) -> list[str]:
    held = {"japan", "manchukuo", "indochina_north"}
    soviet = {"soviet", "mongolia"}
    coast = mix(palette.sea, palette.quiet, 0.55)
    drawn: dict[str, list[str]] = {}
    for row in features("lands"):
        if row["chart"] == projection.name:
            drawn.setdefault(row["land"], []).append(path_through(projection, points(row), is_closed=True))
    ids = {land: f"theatre-{land}-{projection.name}-{num(projection.width)}" for land in drawn}
    shore = mix(palette.sea, palette.card, 0.45)
    outlines = [path("".join(paths), id=ids[land]) for land, paths in drawn.items()]
    every = "".join(element("use", href=f"#{each}") for each in ids.values())
    shapes = [element("defs", *outlines)]
    shapes += [
        element("g", every, stroke=shore, stroke_width=width * FINE, stroke_opacity=0.5)
        for width in ((7.0, 3.5) if projection.name == "north" else (3.0,))
    ]
    for land, each in ids.items():
        fill = palette.land if land in held else palette.soviet_land if land in soviet else palette.other_land
        shapes.append(element("use", href=f"#{each}", fill=fill, stroke=fill, stroke_width=4.0))
    shapes.append(element("g", every, stroke=coast, stroke_width=5.0, stroke_opacity=0.55))
    return shapes


def _lines(projection: Projection, palette: Palette) -> list[str]:
    water = mix(palette.sea, palette.south, 0.35)
    shapes = []
    for row in features("lines"):
        kind = row["kind"]
        if kind == "lake":
            ring = points(row)
            shape = curve(projection, [*ring, ring[0]])
            shapes.append(path(shape, fill=palette.sea, stroke=water, stroke_width=5.0))
        elif kind == "river":
            shapes.append(path(curve(projection, points(row)), stroke=water, stroke_width=7.0))
    for row in features("borders"):
        shape = path_through(projection, points(row))
        if row["kind"] == "front":
            shapes.append(path(shape, stroke=palette.north, stroke_width=55.0, stroke_opacity=0.16))
        dashes = "34 14 8 14" if row["kind"] == "front" else "20 14"
        width = 10.0 if row["kind"] == "front" else 7.0
        shapes.append(path(shape, stroke=palette.quiet, stroke_width=width, stroke_dasharray=dashes))
    for row in features("lines"):
        if row["kind"] in {"railway", "branch"}:
            shapes += _railway(curve(projection, points(row)), palette, is_main=row["kind"] == "railway")
    return shapes


def _railway(shape: str, palette: Palette, *, is_main: bool) -> list[str]:
    ink = mix(palette.card, palette.ink, 0.72 if is_main else 0.5)
    if not is_main:
        return [path(shape, stroke=ink, stroke_width=6.0)]
    return [
        path(shape, stroke=ink, stroke_width=20.0),
        path(shape, stroke=palette.card, stroke_width=10.0, stroke_dasharray="38 38"),
    ]


def _names(projection: Projection, words: Words, palette: Palette, *, is_narrow: bool) -> list[str]:
    shapes = []
    for row in features("places"):
        lon, lat = float(row["lon"]), float(row["lat"])
        if (is_narrow and not row["narrow"]) or not projection.holds(lon, lat):
            continue
        x, y = projection.at(lon, lat)
        if row["kind"] == "fort":
            shapes.append(fort(x, y, palette))
            continue
        if row["kind"] == "city":
            shapes.append(circle(x, y, 2.0, fill=palette.card, stroke=palette.ink, stroke_width=1.1))
        size, style = _STYLES[row["kind"]]
        shapes.append(
            halo(
                x + float(row["dx"]),
                y + float(row["dy"]),
                words(f"places.{row['id']}"),
                palette,
                palette.quiet if row["kind"] != "city" else palette.ink,
                size,
                row["anchor"],
                **style,
            )
        )
    return shapes


_STYLES: Final[Mapping[str, tuple[float, Mapping[str, str]]]] = {
    "city": (SMALL, {}),
    "land": (13.0, {"font_family": SERIF, "letter_spacing": "0.18em"}),
    "water": (SMALL, {"font_family": SERIF, "font_style": "italic", "letter_spacing": "0.06em"}),
}
"""Size and look of the names, by what they name."""


def fort(x: float, y: float, palette: Palette) -> str:
    """Return the mark of a fortified region: a wall with teeth."""
    shape = f"M{num(x - 4.5)} {num(y + 2)}v-3.5h2.2v2h1.4v-2h1.8v2h1.4v-2h2.2v3.5z"
    return path(shape, fill=palette.ink, stroke=palette.card, stroke_width=0.6)


def halo(
    x: float, y: float, said: str, palette: Palette, fill: str, size: float, anchor: str, **style: Attribute
) -> str:
    """Return a label with a rim in the colour of the ground, so that lines do not cut its letters."""
    return label(
        x,
        y,
        said,
        fill,
        size,
        anchor,
        paint_order="stroke",
        stroke=palette.card,
        stroke_width=2.6,
        stroke_opacity=0.75,
        stroke_linejoin="round",
        **style,
    )
