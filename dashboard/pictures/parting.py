"""The parting: one office in two histories of one world, month by month, and what differs where they part."""

from __future__ import annotations

from typing import Final

from kantokuen.dashboard.lettering import fitted, signed, text_width
from kantokuen.dashboard.palette import Palette
from kantokuen.dashboard.parting import PARTS, Mover
from kantokuen.dashboard.pictures.svg import circle, label, num, path, picture, rect, spread
from kantokuen.dashboard.playback import Month
from kantokuen.model.text.words import Words

_SMALL: Final = 15.0
_ROW: Final = 27.0
_QUARTERS: Final = frozenset({1, 4, 7, 10})
_LEAST: Final = 0.005
"""A difference that is written as more than nought."""


def parting_picture(
    here: tuple[Month, ...],
    there: tuple[Month, ...],
    mover: Mover,
    words: Words,
    palette: Palette,
    *,
    narrow: bool = False,
) -> str:
    """Return two lines of the mover's stance that part at a sitting, and the parts in which it differs.

    Args:
        here: the months of one history.
        there: the months of the other, of which those of the same days are drawn.
        mover: the first office to move.
        words: of the page.
        palette: of the page.
        narrow: for a phone, the parts below the lines.
    """
    width = 360.0 if narrow else 840.0
    lines_width = width if narrow else 500.0
    parts = [each for each in PARTS if abs(mover.parts[each]) >= _LEAST]
    tall = 300.0
    name = words(f"offices.{mover.office}.name")
    drawn = [_lines(here, there, mover, words, palette, lines_width, tall)]
    left, top = (0.0, tall + 14.0) if narrow else (lines_width + 10.0, 0.0)
    drawn.append(_bars(mover, parts, words, palette, left, top, width - left))
    height = max(tall, top + 44.0 + _ROW * len(parts) + 12.0)
    return picture(
        *drawn,
        width=width,
        height=height,
        title=words("parting.picture_title", office=name),
        desc=words("parting.picture_desc", office=name, day=words.day(mover.day)),
        class_="slim" if narrow else "wide",
        ground=palette.card,
    )


def parting_text(
    here: tuple[Month, ...], there: tuple[Month, ...], mover: Mover, words: Words
) -> list[tuple[str, ...]]:
    """Return the lines of `parting_picture` as rows of text, the head first."""
    then = {month.date: month for month in there}
    rows = [tuple(words(f"parting.{name}") for name in ("month", "there", "here"))]
    for month in here:
        if month.date in then:
            both = (then[month.date].seats[mover.office].net, month.seats[mover.office].net)
            rows.append((words.day(month.date), *(signed(words, each) for each in both)))
    return rows


def _lines(
    here: tuple[Month, ...],
    there: tuple[Month, ...],
    mover: Mover,
    words: Words,
    palette: Palette,
    width: float,
    tall: float,
) -> str:
    then = {month.date: month for month in there}
    days = [month.date for month in here if month.date in then]
    now = [month.seats[mover.office].net for month in here if month.date in then]
    before = [then[day].seats[mover.office].net for day in days]
    names = {"here": words("parting.here"), "there": words("parting.there")}
    side = 8.0 + max(text_width(each, _SMALL) for each in names.values())
    left, right, top, bottom = 34.0, width - side, 34.0, tall - 34.0

    def x(place: int) -> float:
        return left + (right - left) * place / max(len(days) - 1, 1)

    def y(net: float) -> float:
        return 0.5 * (top + bottom) - 0.5 * net * (bottom - top)

    def line(values: list[float]) -> str:
        return "M" + "L".join(f"{num(x(k))} {num(y(each))}" for k, each in enumerate(values))

    at = days.index(mover.day)
    day, north = words.day(mover.day), f"▲ {words('parting.north_end')}"
    least = left - 12.0 + text_width(north, _SMALL) + 0.5 * text_width(day, _SMALL)
    middle = y(0.0)
    drawn = [
        label(left - 26.0, top - 14.0, north, palette.north, _SMALL, font_weight=600),
        label(
            left - 26.0,
            bottom + 26.0,
            f"▼ {words('parting.south_end')}",
            palette.south,
            _SMALL,
            font_weight=600,
        ),
        path(f"M{num(left)} {num(middle)}H{num(right)}", stroke=palette.line),
        path(
            f"M{num(left)} {num(top)}H{num(right)}M{num(left)} {num(bottom)}H{num(right)}",
            stroke=palette.grid,
        ),
        path(f"M{num(x(at))} {num(top - 6)}V{num(bottom + 6)}", stroke=palette.ink, stroke_dasharray="4 3"),
        label(
            min(max(x(at), least), width - 0.5 * text_width(day, _SMALL)),
            top - 14.0,
            day,
            palette.ink,
            _SMALL,
            "middle",
            font_weight=600,
        ),
        path(line(before), stroke=palette.baseline, stroke_width=3.0, fill="none"),
        path(line(now), stroke=palette.ink, stroke_width=3.0, fill="none"),
        circle(x(at), y(before[at]), 5.0, fill=palette.card, stroke=palette.baseline, stroke_width=2.5),
        circle(x(at), y(now[at]), 5.5, fill=palette.ink, stroke=palette.card, stroke_width=1.5),
    ]
    places = spread([y(now[-1]), y(before[-1])], gap=_SMALL + 3.0, low=top, high=bottom)
    for place, said, colour in zip(places, names.values(), (palette.ink, palette.quiet), strict=True):
        drawn.append(label(right + 7.0, place + 5.0, said, colour, _SMALL, font_weight=600))
    for k in range(1, len(days)):
        month = days[k].month
        if month in _QUARTERS and days[k - 1].month != month:
            name = words(f"calendar.short.{month}")
            drawn.append(label(x(k), bottom + 26.0, name, palette.quiet, _SMALL, "middle"))
    return "".join(drawn)


def _bars(
    mover: Mover, parts: list[str], words: Words, palette: Palette, left: float, top: float, width: float
) -> str:
    """Return the parts that differ as bars to the south on the left and to the north on the right."""
    heading, size = fitted(
        words("parting.parts_title", day=words.day(mover.day)), size=16.0, width=width - 12.0
    )
    drawn = [label(left, top + 20.0, heading, palette.ink, size, font_weight=650)]
    names = left + 0.46 * width
    first, last = names + 6.0, left + width - 58.0
    most = max((abs(mover.parts[each]) for each in parts), default=1.0)
    nought = 0.5 * (first + last)
    scale = 0.5 * (last - first) / most
    foot = top + 40.0 + _ROW * len(parts)
    drawn.append(path(f"M{num(nought)} {num(top + 34)}V{num(foot)}", stroke=palette.baseline))
    for row, part in enumerate(parts):
        y, by = top + 40.0 + _ROW * row, mover.parts[part]
        said, size = fitted(words(f"considerations.{part}.name"), size=_SMALL, width=names - left - 4.0)
        is_first = part == mover.part
        end = nought + by * scale
        drawn.append(
            label(left, y + 15.0, said, palette.ink, size, font_weight=650 if is_first else None)
            + rect(
                min(nought, end),
                y + 2.0,
                max(abs(end - nought), 1.0),
                17.0,
                fill=palette.north if by > 0.0 else palette.south,
                fill_opacity=None if is_first else 0.55,
            )
            + label(
                left + width - 8.0, y + 15.0, signed(words, by), palette.ink, _SMALL, "end",
                font_weight=650 if is_first else None,
            )
        )  # fmt: skip
    return "".join(drawn)
