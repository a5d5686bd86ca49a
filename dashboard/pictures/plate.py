"""The plate: twig, leaves, calyx and fruit, drawn as on a woodblock print, flat with a few graded tones."""

from __future__ import annotations

from typing import Final

from kantokuen.dashboard.palette import Palette, mix
from kantokuen.dashboard.pictures.svg import circle, element, num, path, ramp

_YELLOW: Final = "#dcb045"
"""The skin between green and orange, alike by day and by night."""

_VERMILION: Final = "#a02c12"
"""What ripe skin darkens toward."""

_SNOW: Final = "#e2ebf1"

_AUTUMN: Final = {9: 0.15, 10: 0.55, 11: 0.9}
"""How far the leaves have turned, by month; they are drawn for the season only."""

_HANGING, _FALLEN = (112.0, 164.0), (128.0, 246.0)
_SIZE: Final = 1.13

_TWIG: Final = (
    "M-6 66C26 54 54 58 84 52C112 47 128 40 156 37C178 35 194 28 214 16"
    "C196 36 182 42 158 46C132 50 116 57 88 62C56 68 28 68 -6 84Z"
)
_SPUR: Final = "M62 58C70 46 72 34 84 20C80 36 78 48 76 57Z"
_STALK: Final = "M108 53C113 66 112 84 110 108H116C116 86 118 68 117 50Z"
_BODY: Final = "M0 -50C24 -60 66 -52 71 -8C75 32 42 58 0 58C-42 58 -75 32 -71 -8C-66 -52 -24 -60 0 -50Z"
_SHADE: Final = "M71 -8C75 32 42 58 0 58C-28 58 -52 47 -64 26C-42 44 -12 48 12 44C44 38 64 20 71 -8Z"
_LIGHT: Final = "M-52 -22C-50 -36 -38 -44 -26 -44C-36 -36 -44 -26 -46 -10C-47 -4 -53 -12 -52 -22Z"
_FURROWS: Final = "M-8 -40C-26 -16 -26 20 -14 47M10 -40C30 -14 30 18 20 45"
_CALYX: Final = (
    "M0 -52C-14 -66 -40 -66 -55 -48C-38 -44 -20 -40 -4 -46Z",
    "M0 -52C14 -66 40 -66 55 -48C38 -44 20 -40 4 -46Z",
    "M-4 -54C-20 -48 -26 -36 -24 -22C-12 -28 -2 -36 4 -50Z",
    "M4 -54C20 -48 28 -36 27 -24C14 -28 4 -36 -4 -50Z",
)
_SNOW_CAP: Final = (
    "M-48 -53C-34 -68 -14 -70 0 -67C16 -71 36 -67 48 -52"
    "C36 -55 30 -49 20 -53C8 -57 -4 -48 -16 -53C-26 -57 -36 -49 -48 -53Z"
)
_SNOW_TWIG: Final = (
    "M-6 66C26 54 54 58 84 52C112 47 128 40 156 37C178 35 194 28 208 18C196 22 178 27 156 29"
    "C130 31 112 39 84 43C54 49 26 45 -6 57Z"
)
_DRIFT: Final = (
    "M6 314C50 300 92 306 130 302C164 299 190 306 226 311C234 318 222 324 206 324H20C4 324 -2 319 6 314Z"
)
_FLAKES: Final = ((38, 118), (196, 92), (28, 196), (206, 178), (176, 238), (62, 262), (150, 18), (18, 22))


def skin_stops(palette: Palette) -> tuple[tuple[float, str], ...]:
    """Return the colours of the skin by ripeness, from green by yellow to deep vermilion."""
    deep = mix(palette.ripe, _VERMILION, 0.55)
    return ((0.0, palette.green), (0.4, _YELLOW), (0.7, palette.ripe), (1.0, deep))


def draw(palette: Palette, ripeness: float, month: int, *, has_fallen: bool, is_winter: bool) -> str:
    """Return the plate, in the left 230 by 340 of the picture.

    Args:
        palette: of the page.
        ripeness: of the fruit, 0..1.
        month: of the year, 1..12.
        has_fallen: the fruit lies below.
        is_winter: a bare twig, and snow.
    """
    bark = mix(palette.quiet, palette.belief, 0.35)
    colour = mix(palette.leaf, palette.ripe, _AUTUMN.get(month, 0.0))
    twig = [path(shape, fill=bark) for shape in (_STALK, _SPUR, _TWIG)]
    fruit = _fruit(palette, ripeness, has_fallen=has_fallen, is_winter=is_winter)
    if is_winter:
        flakes = (circle(float(x), float(y), 1.8, fill=_SNOW) for x, y in _FLAKES)
        snow, drift = (path(shape, fill=_SNOW) for shape in (_SNOW_TWIG, _DRIFT))
        return element("g", *twig, snow, *flakes, fruit, drift)
    return element(
        "g",
        _ground(palette),
        _leaf(150, 44, 82, 24, colour, palette),
        *twig,
        _leaf(58, 62, 66, 128, colour, palette),
        _leaf(83, 24, 46, -22, colour, palette),
        fruit,
    )


def _ground(palette: Palette) -> str:
    return path(
        "M10 314C60 309 150 311 224 315",
        stroke=palette.line,
        stroke_width=1.6,
        stroke_linecap="round",
        fill="none",
    )


def _leaf(x: float, y: float, length: float, angle: float, colour: str, palette: Palette) -> str:
    """Return a leaf from its stalk to its tip; the half below the midrib lies in shade."""
    veins = "".join(
        f"M{num(at)} 0Q{num(at + 8)} {num(side * 8)} {num(at + 15)} {num(side * 17)}"
        for at in (22.0, 38.0, 54.0, 70.0)
        for side in (-1.0, 1.0)
        if at < 70.0 or side > 0
    )
    return element(
        "g",
        path("M0 0L16 0C26 -24 62 -34 100 2C66 30 28 26 16 0Z", fill=colour),
        path("M16 0C44 -3 74 -3 100 2C66 30 28 26 16 0Z", fill=mix(colour, palette.ink, 0.14)),
        path(
            f"M0 0H16C44 -3 74 -3 100 2{veins}",
            stroke=mix(colour, palette.card, 0.35),
            stroke_width=1.4,
            fill="none",
        ),
        transform=f"translate({num(x)} {num(y)}) rotate({num(angle)}) scale({num(length / 100)})",
    )


def _fruit(palette: Palette, ripeness: float, *, has_fallen: bool, is_winter: bool) -> str:
    """Return the fruit with its calyx, on the twig or on the ground."""
    skin = ramp(skin_stops(palette), ripeness)
    shoulder = ramp(skin_stops(palette), max(ripeness - 0.22, 0.0))
    calyx = mix(palette.leaf, "#6b5a3a", 0.65 if is_winter else 0.35 * ripeness)
    shade = f"skin-{skin[1:]}-{shoulder[1:]}"
    x, y = _FALLEN if has_fallen else _HANGING
    lobes = "".join(
        path(shape, fill=mix(calyx, "#1d2a14", depth), stroke=mix(calyx, "#1d2a14", 0.45), stroke_width=0.8)
        for shape, depth in zip(_CALYX, (0.12, 0.2, 0.0, 0.06), strict=True)
    )
    body = (
        element(
            "linearGradient",
            element("stop", offset=0.05, stop_color=shoulder),
            element("stop", offset=0.6, stop_color=skin),
            id=shade,
            x1=0.3,
            y1=0.0,
            x2=0.6,
            y2=1.0,
        )
        + path(_BODY, fill=f"url(#{shade})")
        + path(_SHADE, fill=mix(skin, "#5a1608", 0.35), fill_opacity=0.42)
        + path(_FURROWS, stroke=mix(skin, "#5a1608", 0.4), stroke_opacity=0.35, stroke_width=1.3, fill="none")
        + path(_LIGHT, fill="#fff6e0", fill_opacity=0.5)
        + path(_BODY, fill="none", stroke=mix(skin, "#3a1208", 0.55), stroke_width=1.2)
        + lobes
    )
    if is_winter and not has_fallen:
        body += path(_SNOW_CAP, fill=_SNOW)
    tilt = 24.0 if has_fallen else 0.0
    under = (
        element("ellipse", cx=x + 2, cy=y + 68, rx=66.0, ry=4.5, fill=palette.ink, fill_opacity=0.16)
        if has_fallen
        else ""
    )
    placed = element(
        "g", body, transform=f"translate({num(x)} {num(y)}) rotate({num(tilt)}) scale({num(_SIZE)})"
    )
    state = "fruit fallen" if has_fallen else "fruit"
    return under + element("g", placed, class_=state, style=f"transform-origin:{num(_HANGING[0])}px 50px")
