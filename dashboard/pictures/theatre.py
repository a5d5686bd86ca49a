"""The theatre: Manchuria, the horseshoe around it and the southern road, as they stand in a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from kantokuen.dashboard.lettering import text_width
from kantokuen.dashboard.palette import SERIF, Palette
from kantokuen.dashboard.pictures import southern_road as south
from kantokuen.dashboard.pictures import theatre_marks as marks
from kantokuen.dashboard.pictures.atlas import SMALL, ground
from kantokuen.dashboard.pictures.forces import forces, standing_in_spring, whole
from kantokuen.dashboard.pictures.projection import Projection
from kantokuen.dashboard.pictures.svg import label, picture, rect
from kantokuen.dashboard.pictures.theatre_legend import legend
from kantokuen.dashboard.playback import Month
from kantokuen.model.posture import northern_posture, severest_sanction
from kantokuen.model.text.words import Words

_KEY: Final = "pictures.theatre"


@dataclass(frozen=True, slots=True)
class _Sheet:
    """How the parts of the picture lie on its sheet; lengths in units of the picture."""

    width: float
    height: float
    north: Projection
    south: Projection
    legend: tuple[float, float, float]
    is_narrow: bool


_WIDE: Final = _Sheet(
    width=700.0,
    height=745.0,
    north=Projection("north", 1.0, 60.0, 698.0, 590.0, scale=0.2727, west=-1330.0, top=1068.0),
    south=Projection("south", 9.0, 452.0, 186.0, 190.0, scale=4.83, west=93.0, top=28.4),
    legend=(2.0, 672.0, 696.0),
    is_narrow=False,
)
_NARROW: Final = _Sheet(
    width=360.0,
    height=726.0,
    north=Projection("north", 1.0, 88.0, 358.0, 338.0, scale=0.1713, west=-1095.0, top=985.0),
    south=Projection("south", 1.0, 452.0, 172.0, 186.0, scale=4.47, west=93.0, top=28.4),
    legend=(184.0, 456.0, 176.0),
    is_narrow=True,
)


def theatre(
    month: Month, words: Words, palette: Palette, *, baseline: Month | None = None, narrow: bool = False
) -> str:
    """Return the map of a month as an SVG.

    Args:
        month: what is shown.
        words: the language.
        palette: the colours.
        baseline: the same month of the history that it is compared with.
        narrow: for a place of about 360 px instead of 700: fewer names, the southern road below.
    """
    sheet = _NARROW if narrow else _WIDE
    sentence = theatre_text(month, words, baseline=baseline)[0]
    return picture(
        *_header(month, words, palette, sheet, baseline),
        theatre_ground(words, palette, narrow=narrow),
        *marks.trains(month, words, palette, sheet.north),
        *marks.directions(month, palette, sheet.north, int(month.signals["northern_step"])),
        *(marks.formation(force, words, palette, sheet.north, is_narrow=narrow) for force in forces(month)),
        *_southern_road(month, words, palette, sheet),
        *legend(words, palette, sheet.legend, is_narrow=narrow),
        width=sheet.width,
        height=sheet.height,
        title=words(f"{_KEY}.title", month=_month(month.date, words)),
        desc=words(f"{_KEY}.desc", sentence=sentence),
        role="group",
        class_="theatre",
        ground=palette.card,
    )


def theatre_ground(words: Words, palette: Palette, *, narrow: bool = False) -> str:
    """Return what of the map is the same in every month."""
    return ground((_NARROW if narrow else _WIDE).north, words, palette, is_narrow=narrow)


def theatre_text(
    month: Month, words: Words, *, baseline: Month | None = None
) -> tuple[str, list[tuple[str, ...]]]:
    """Return what the map shows: a sentence, and a table whose first row is its heading.

    Args:
        month: what is shown.
        words: the language.
        baseline: the same month of the history that it is compared with.
    """
    sentence = words(
        f"{_KEY}.sentence",
        month=_month(month.date, words),
        soviet=whole(month, "soviet_divisions"),
        gone=_gone(month, words),
        present=whole(month, "divisions_present"),
        sanctioned=whole(month, "divisions_sanctioned"),
        asked=whole(month, "divisions_asked"),
        north=words(f"{_KEY}.northern.{northern_posture(month.signals)}"),
        south=words(f"{_KEY}.southern.{int(month.signals['southern_step'])}"),
        sanctions=words(f"{_KEY}.sanctions.{severest_sanction(month.signals)}"),
    )
    if baseline is not None:
        sentence += words(
            f"{_KEY}.compared",
            soviet=whole(baseline, "soviet_divisions"),
            present=whole(baseline, "divisions_present"),
        )
    heading = tuple(words(f"{_KEY}.table_{each}") for each in ("formation", "side", "divisions"))
    rows = [
        (words(f"{_KEY}.formations.{each.id}"), words(f"{_KEY}.sides.{each.side}"), str(each.divisions))
        for each in forces(month)
    ]
    return sentence, [heading, *rows]


def _gone(month: Month, words: Words) -> str:
    gone = standing_in_spring() - whole(month, "soviet_divisions")
    return words(f"{_KEY}.gone_some", n=gone) if gone > 0 else words(f"{_KEY}.gone_none")


def _month(when: date, words: Words) -> str:
    return words("calendar.month", year=when.year, month=words(f"calendar.months.{when.month}"))


def _header(month: Month, words: Words, palette: Palette, sheet: _Sheet, baseline: Month | None) -> list[str]:
    when = _month(month.date, words)
    posture = words(f"{_KEY}.posture.{northern_posture(month.signals)}")
    soviet, japanese = (_tally(month, words, side, baseline) for side in ("soviet", "japanese"))
    size = 12.5
    if sheet.is_narrow:
        beside, second, third = (2.0, 46.0), (2.0, 64.0), (2.0, 80.0)
    else:
        beside = 2.0 + text_width(when, 21.0) + 22.0, 24.0
        second, third = (2.0, 46.0), (2.0 + text_width(soviet, size) + 34.0, 46.0)
    right = sheet.width - 2.0
    return [
        label(2.0, 24.0, when, palette.ink, 21.0, font_family=SERIF),
        label(*beside, posture, fill=palette.quiet, size=size),
        label(right, 24.0, _german_front(month, words), palette.quiet, SMALL, "end"),
        *_tally_line(*second, "soviet", soviet, palette, size),
        *_tally_line(*third, "japanese", japanese, palette, size),
    ]


def _german_front(month: Month, words: Words) -> str:
    if month.signals["moscow_fallen"]:
        return words(f"{_KEY}.german_front_moscow")
    return words(f"{_KEY}.german_front", km=words.number(month.signals["german_km_to_moscow"]))


def _tally(month: Month, words: Words, side: str, baseline: Month | None) -> str:
    signal = "soviet_divisions" if side == "soviet" else "divisions_present"
    count = words(
        f"{_KEY}.{side}_of",
        n=whole(month, signal),
        spring=standing_in_spring(),
        sanctioned=whole(month, "divisions_sanctioned"),
    )
    said = f"{words(f'{_KEY}.{side}_tally')} {count}"
    if baseline is None:
        return said
    return f"{said} · {words(f'{_KEY}.compared_tally', n=whole(baseline, signal))}"


def _tally_line(x: float, y: float, side: str, said: str, palette: Palette, size: float) -> list[str]:
    return [
        marks.division(x + 4.0, y - 4.0, side, palette, is_there=True, size=7.0),
        label(x + 12.0, y, said, palette.ink, size),
    ]


def _southern_road(month: Month, words: Words, palette: Palette, sheet: _Sheet) -> list[str]:
    projection = sheet.south
    heading = label(
        projection.x + 7.0,
        projection.y - 7.0,
        words(f"{_KEY}.southern_road"),
        palette.ink,
        SMALL,
        font_family=SERIF,
    )
    card = rect(
        projection.x,
        projection.y - 22.0,
        projection.width,
        projection.height + 22.0,
        fill=palette.card,
        stroke=palette.quiet,
        stroke_width=0.8,
    )
    return [
        card,
        heading,
        ground(projection, words, palette, is_narrow=sheet.is_narrow),
        south.indochina(month, palette, projection),
        *south.oil_route(month, words, palette, projection),
        *marks.directions(month, palette, projection, int(month.signals["southern_step"])),
        *south.names(words, palette, projection),
    ]
