"""The small map of the southern road: Indochina, the way of the oil, and what cuts it."""

from __future__ import annotations

from typing import Final

from kantokuen.dashboard.lettering import text_width
from kantokuen.dashboard.palette import Palette
from kantokuen.dashboard.pictures.atlas import SMALL, halo
from kantokuen.dashboard.pictures.projection import Projection, features, points
from kantokuen.dashboard.pictures.svg import circle, element, num, path
from kantokuen.dashboard.pictures.theatre_marks import strong
from kantokuen.dashboard.playback import Month
from kantokuen.model.posture import severest_sanction
from kantokuen.model.text.words import Words

_KEY: Final = "pictures.theatre"
_FLEETS: Final = (104.8, -3.0), (108.5, 1.5), (113.5, 9.5), (118.6, 19.5), (122.6, 24.0), (130.5, 31.5)
"""The way of the tankers from Palembang to Japan, degrees east and north."""
_OIL_NAME: Final = (117.0, 11.2)
_SOUTHERN_NAMES: Final = (
    ("south_china", 106.0, 25.4, "middle"),
    ("indochina", 93.6, 12.2, "start", 104.2, 12.8),
    ("philippines", 131.0, 16.4, "end"),
    ("malaya", 93.8, 4.6, "start", 101.6, 4.2),
    ("hainan", 111.6, 18.0, "start"),
    ("indies", 115.0, -4.9, "middle"),
)
"""Names of the small map: degrees east and north, how they are aligned, and what they point to."""
_BLOCKADE: Final = (116.2, 14.8)
"""Where the way is crossed out."""


def oil_route(month: Month, words: Words, palette: Palette, projection: Projection) -> list[str]:
    """Return the way of the tankers, crossed out under an embargo, and the name of the sanction."""
    track = [projection.at(*place) for place in _FLEETS]
    now = severest_sanction(month.signals)
    shape = "M" + "L".join(f"{num(x)} {num(y)}" for x, y in track)
    ink = strong(palette.south, palette)
    dashes = "1 4" if now == "embargo" else "5 3"
    shapes = [path(shape, fill="none", stroke=ink, stroke_width=1.5, stroke_dasharray=dashes)]
    near = projection.at(_OIL_NAME[0], _OIL_NAME[1])
    shapes.append(halo(*near, words(f"{_KEY}.oil"), palette, ink, SMALL, "start"))
    if now == "none":
        return shapes
    x, y = projection.at(*_BLOCKADE)
    is_cut = now == "embargo"
    if is_cut:
        cross = f"M{num(x - 6)} {num(y - 2)}l12 6M{num(x - 2)} {num(y + 7)}l5 -12"
        sign = path(cross, fill="none", stroke=palette.card, stroke_width=5.0)
        sign += path(cross, fill="none", stroke=palette.warning, stroke_width=2.6)
    else:  # oil still comes, by licence
        sign = circle(x, y, 4.2, fill=palette.card, stroke=palette.quiet, stroke_width=1.6)
    shapes.append(
        element(
            "g",
            sign,
            halo(
                projection.x + projection.width - 4.0,
                projection.y + projection.height - 6.0,
                words(f"{_KEY}.{now}"),
                palette,
                palette.warning if is_cut else palette.quiet,
                SMALL,
                "end",
                font_weight="600",
            ),
            data_source="OIL099" if is_cut else "OIL096",
        )
    )
    return shapes


def names(words: Words, palette: Palette, projection: Projection) -> list[str]:
    """Return the names on the map of the southern road, with a line to what is named where it lies apart."""
    shapes = []
    for name, lon, lat, anchor, *target in _SOUTHERN_NAMES:
        x, y = projection.at(lon, lat)
        said = words(f"places.{name}")
        if target:
            near = projection.at(*target)
            start = x + text_width(said, SMALL) + 1.0
            line = f"M{num(start)} {num(y - 3.5)}L{num(near[0])} {num(near[1])}"
            shapes.append(path(line, stroke=palette.quiet, stroke_width=0.7))
        shapes.append(halo(x, y, said, palette, palette.quiet, SMALL, anchor))
    return shapes


def indochina(month: Month, palette: Palette, projection: Projection) -> str:
    """Return southern Indochina, coloured once the move into it is agreed."""
    if month.signals["southern_step"] < 1.0:
        return ""
    shape = "".join(
        "M"
        + "L".join(f"{num(x)} {num(y)}" for x, y in (projection.at(*place) for place in points(row)))
        + "z"
        for row in features("lands")
        if row["land"] == "indochina_south"
    )
    return path(shape, fill=palette.south, fill_opacity=0.4, data_source="CHR060")
