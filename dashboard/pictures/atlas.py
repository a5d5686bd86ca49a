"""The ground of the theatre: land, water, railways and places as they were in 1941, drawn once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Final

from kantokuen.dashboard.palette import SERIF, Palette
from kantokuen.dashboard.pictures.projection import FINE, Chart, curve, path, points, table
from kantokuen.dashboard.pictures.svg import Attribute, element, label, mix, num
from kantokuen.dashboard.words import Words


@cache
def ground(chart: Chart, words: Words, palette: Palette, *, is_narrow: bool) -> str:
    """Return everything on a map that stays as it is from month to month."""
    clip = f"theatre-{chart.name}-{'narrow' if is_narrow else 'wide'}"
    frame = {"x": chart.x, "y": chart.y, "width": chart.width, "height": chart.height}
    shapes = _land(chart, palette)
    if chart.name == "north":
        shapes += _lines(chart, palette)
    fine = f"translate({num(chart.x)} {num(chart.y)}) scale({num(1.0 / FINE)})"
    return "".join(
        (
            element("clipPath", element("rect", **frame), id=clip),
            element("rect", **frame, fill=palette.sea),
            element(
                "g",
                element("g", *shapes, transform=fine, fill="none", stroke_linejoin="round"),
                *(_names(chart, words, palette, is_narrow=is_narrow) if chart.name == "north" else ()),
                clip_path=f"url(#{clip})",
            ),
            element("rect", **frame, fill="none", stroke=palette.quiet, stroke_width=0.8),
        )
    )


def _land(chart: Chart, palette: Palette) -> list[str]:
    held = {"japan", "manchukuo", "indochina_north"}
    soviet = {"soviet", "mongolia"}
    coast = mix(palette.sea, palette.quiet, 0.55)
    drawn: dict[str, list[str]] = {}
    for row in table("lands"):
        if row["chart"] == chart.name:
            drawn.setdefault(row["land"], []).append(path(chart, points(row), is_closed=True))
    ids = {land: f"theatre-{land}-{chart.name}-{num(chart.width)}" for land in drawn}
    shore = mix(palette.sea, palette.card, 0.45)
    outlines = [element("path", d="".join(paths), id=ids[land]) for land, paths in drawn.items()]
    every = "".join(element("use", href=f"#{each}") for each in ids.values())
    shapes = [element("defs", *outlines)]
    shapes += [
        element("g", every, stroke=shore, stroke_width=width * FINE, stroke_opacity=0.5)
        for width in ((7.0, 3.5) if chart.name == "north" else (3.0,))
    ]
    for land, each in ids.items():
        fill = palette.land if land in held else palette.soviet_land if land in soviet else palette.other_land
        shapes.append(element("use", href=f"#{each}", fill=fill, stroke=fill, stroke_width=4.0))
    shapes.append(element("g", every, stroke=coast, stroke_width=5.0, stroke_opacity=0.55))
    return shapes


def _lines(chart: Chart, palette: Palette) -> list[str]:
    water = mix(palette.sea, palette.south, 0.35)
    shapes = []
    for row in table("lines"):
        kind = row["kind"]
        if kind == "lake":
            ring = points(row)
            shape = curve(chart, [*ring, ring[0]])
            shapes.append(element("path", d=shape, fill=palette.sea, stroke=water, stroke_width=5.0))
        elif kind == "river":
            shapes.append(element("path", d=curve(chart, points(row)), stroke=water, stroke_width=7.0))
    for row in table("borders"):
        shape = path(chart, points(row))
        if row["kind"] == "front":
            shapes.append(
                element("path", d=shape, stroke=palette.north, stroke_width=55.0, stroke_opacity=0.16)
            )
        dashes = "34 14 8 14" if row["kind"] == "front" else "20 14"
        width = 10.0 if row["kind"] == "front" else 7.0
        shapes.append(
            element("path", d=shape, stroke=palette.quiet, stroke_width=width, stroke_dasharray=dashes)
        )
    for row in table("lines"):
        if row["kind"] in {"railway", "branch"}:
            shapes += _railway(curve(chart, points(row)), palette, is_main=row["kind"] == "railway")
    return shapes


def _railway(shape: str, palette: Palette, *, is_main: bool) -> list[str]:
    ink = mix(palette.card, palette.ink, 0.72 if is_main else 0.5)
    if not is_main:
        return [element("path", d=shape, stroke=ink, stroke_width=6.0)]
    return [
        element("path", d=shape, stroke=ink, stroke_width=20.0),
        element("path", d=shape, stroke=palette.card, stroke_width=10.0, stroke_dasharray="38 38"),
    ]


def _names(chart: Chart, words: Words, palette: Palette, *, is_narrow: bool) -> list[str]:
    shapes = []
    for row in table("places"):
        lon, lat = float(row["lon"]), float(row["lat"])
        if (is_narrow and not row["narrow"]) or not chart.holds(lon, lat):
            continue
        x, y = chart.at(lon, lat)
        if row["kind"] == "fort":
            shapes.append(fort(x, y, palette))
            continue
        if row["kind"] == "city":
            shapes.append(
                element("circle", cx=x, cy=y, r=2.0, fill=palette.card, stroke=palette.ink, stroke_width=1.1)
            )
        size, style = _STYLES[row["kind"]]
        shapes.append(
            halo(
                x + float(row["dx"]),
                y + float(row["dy"]),
                words(f"places.{row['id']}"),
                palette,
                fill=palette.quiet if row["kind"] != "city" else palette.ink,
                anchor=row["anchor"],
                size=size,
                **style,
            )
        )
    return shapes


_STYLES: Final[Mapping[str, tuple[float, Mapping[str, str]]]] = {
    "city": (10.5, {}),
    "land": (13.0, {"font_family": SERIF, "letter_spacing": "0.18em"}),
    "water": (11.0, {"font_family": SERIF, "font_style": "italic", "letter_spacing": "0.06em"}),
}
"""Size and look of the names, by what they name."""


def fort(x: float, y: float, palette: Palette) -> str:
    """Return the mark of a fortified region: a wall with teeth."""
    shape = f"M{num(x - 4.5)} {num(y + 2)}v-3.5h2.2v2h1.4v-2h1.8v2h1.4v-2h2.2v3.5z"
    return element("path", d=shape, fill=palette.ink, stroke=palette.card, stroke_width=0.6)


def halo(
    x: float,
    y: float,
    said: str,
    palette: Palette,
    *,
    fill: str,
    size: float,
    anchor: str,
    **style: Attribute,
) -> str:
    """Return a label with a rim in the colour of the ground, so that lines do not cut its letters."""
    return label(
        x,
        y,
        said,
        fill=fill,
        size=size,
        text_anchor=anchor,
        paint_order="stroke",
        stroke=palette.card,
        stroke_width=2.6,
        stroke_opacity=0.75,
        stroke_linejoin="round",
        **style,
    )
