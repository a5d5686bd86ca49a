"""Why an office stands where it stands: the parts of its stance, added up step by step."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from kantokuen.agents.considerations import CONSIDERATIONS
from kantokuen.agents.weighing import UNDECIDED
from kantokuen.dashboard.lettering import fitted, signed
from kantokuen.dashboard.palette import Palette
from kantokuen.dashboard.pictures.sheet import lean
from kantokuen.dashboard.pictures.svg import label, num, path, picture, rect
from kantokuen.dashboard.playback import Parts, Seat
from kantokuen.model.text.words import Words

PARTS: Final = ("disposition", *CONSIDERATIONS, "held")
"""The parts of a stance in the order in which they are added: who they are, what they weigh, the bounds."""

_ROW, _HEAD, _FOOT = 25.0, 34.0, 52.0
_NUMBER: Final = 46.0


@dataclass(frozen=True, slots=True)
class _Waterfall:
    """One road: where its bars stand and what they show."""

    road: str
    parts: Parts
    stance: float
    colour: str
    left: float
    right: float
    top: float


def why(seat: Seat, words: Words, palette: Palette, *, narrow: bool = False) -> str:
    """Return two waterfalls from one half, undecided, to the stance, for the north and for the south.

    Args:
        seat: the office.
        words: of the page.
        palette: of the page.
        narrow: for a phone, one below the other.
    """
    width, names = (360.0, 138.0) if narrow else (720.0, 172.0)
    tall = _HEAD + _ROW * len(PARTS) + _FOOT
    column = width - names if narrow else 0.5 * (width - names)
    waterfalls = [
        _Waterfall(
            road,
            parts,
            stance,
            colour,
            left=names + (0.0 if narrow else index * column),
            right=names + (1.0 if narrow else index + 1.0) * column - 12.0,
            top=index * tall if narrow else 0.0,
        )
        for index, (road, parts, stance, colour) in enumerate(
            (
                ("north", seat.parts_north, seat.north, palette.north),
                ("south", seat.parts_south, seat.south, palette.south),
            )
        )
    ]
    low, high = _reach(waterfalls)
    drawn = [_waterfall(waterfall, words, palette, low, high) for waterfall in waterfalls]
    drawn += [
        _names(words, palette, top, names) for top in sorted({waterfall.top for waterfall in waterfalls})
    ]
    together = words(
        "pictures.table.why.together",
        north=words.number(seat.north, 2),
        south=words.number(seat.south, 2),
        net=signed(words, seat.net),
        lean=lean(seat.net, words),
    )
    drawn.append(label(0.5 * width, waterfalls[-1].top + tall + 16.0, together, palette.ink, 15, "middle"))
    return picture(
        *drawn,
        width=width,
        height=waterfalls[-1].top + tall + 30.0,
        title=words("pictures.table.why.title", office=words(f"offices.{seat.office}.name")),
        desc=f"{words('pictures.table.why.desc')} {together}",
        class_="why slim" if narrow else "why",
        ground=palette.card,
    )


def why_text(seat: Seat, words: Words) -> list[tuple[str, ...]]:
    """Return what `why` draws as rows of text: the head, where all begin, the parts, the sum."""
    return [
        tuple(words(f"pictures.table.why.{name}") for name in ("part", "north", "south")),
        (words("pictures.table.why.undecided"), *(words.number(UNDECIDED, 2),) * 2),
        *(
            (
                words(f"considerations.{part}.name"),
                signed(words, seat.parts_north.get(part, 0.0)),
                signed(words, seat.parts_south.get(part, 0.0)),
            )
            for part in PARTS
        ),
        (words("pictures.table.why.sum"), words.number(seat.north, 2), words.number(seat.south, 2)),
    ]


def _reach(waterfalls: list[_Waterfall]) -> tuple[float, float]:
    """Return the ends of the scale, one for both roads: 0 and 1, or as far as a sum strays on the way."""
    sums = [total for waterfall in waterfalls for total in _sums(waterfall.parts)]
    return min(0.0, *sums), max(1.0, *sums)


def _sums(parts: Parts) -> list[float]:
    """Return the running sum before each part, and after the last."""
    return list(accumulate((parts.get(part, 0.0) for part in PARTS), initial=UNDECIDED))


def _names(words: Words, palette: Palette, top: float, width: float) -> str:
    """Return the names of the parts, down the left."""
    keys = [*(f"considerations.{part}.name" for part in PARTS), "pictures.table.why.sum"]
    said = []
    for row, key in enumerate(keys):
        name, size = fitted(words(key), size=14, width=width - 18)
        weight = 650.0 if row == len(PARTS) else None
        y = top + _HEAD + _ROW * row + _lift(row)
        said.append(label(12, y, name, palette.ink, size, font_weight=weight))
    return "".join(said)


def _lift(row: int) -> float:
    """Return the baseline of a row of text below its upper edge; the sum stands a little apart."""
    return 17.0 + (6.0 if row == len(PARTS) else 0.0)


def _waterfall(waterfall: _Waterfall, words: Words, palette: Palette, low: float, high: float) -> str:
    """Return one waterfall: bars that begin where the one above ended, numbers to their right."""
    left, right = waterfall.left + 8.0, waterfall.right - _NUMBER
    scale = (right - left) / (high - low)

    def at(value: float) -> float:
        return left + (value - low) * scale

    first, last = waterfall.top + _HEAD, waterfall.top + _HEAD + _ROW * len(PARTS)
    sums = _sums(waterfall.parts)
    drawn = [
        label(
            waterfall.left + 8,
            waterfall.top + 20,
            words(f"pictures.table.why.{waterfall.road}"),
            waterfall.colour,
            15,
            font_weight=650,
        ),
        path(f"M{num(at(0))} {num(first)}V{num(last + 30)}", stroke=palette.baseline),
        *(
            path(
                f"M{num(at(end))} {num(first)}V{num(last + 30)}", stroke=palette.line, stroke_dasharray="3 3"
            )
            for end in (UNDECIDED, 1.0)
        ),
        *(
            label(at(end), last + 44, said, palette.quiet, 14, "middle")
            for end, said in ((0.0, "0"), (UNDECIDED, "½"), (1.0, "1"))
        ),
    ]
    for row, part in enumerate(PARTS):
        y, value = first + _ROW * row, waterfall.parts.get(part, 0.0)
        start, end = at(sums[row]), at(sums[row + 1])
        drawn.append(
            path(f"M{num(end)} {num(y + 12)}v{num(_ROW)}", stroke=palette.baseline)
            + _bar(start, end, y + 5, waterfall.colour, palette)
            + label(
                waterfall.right,
                y + _lift(row),
                signed(words, value),
                palette.ink,
                14,
                "end",
                style="font-variant-numeric:tabular-nums",
            )
        )
    drawn.append(
        path(f"M{num(waterfall.left + 8)} {num(last + 1)}H{num(waterfall.right)}", stroke=palette.line)
        + rect(at(0), last + 8, at(waterfall.stance) - at(0), 18.0, fill=waterfall.colour)
        + label(
            waterfall.right,
            last + _lift(len(PARTS)),
            words.number(waterfall.stance, 2),
            palette.ink,
            14,
            "end",
            font_weight=650,
        )
    )
    return "".join(drawn)


def _bar(start: float, end: float, y: float, colour: str, palette: Palette) -> str:
    """Return a bar, full where it adds and hollow where it takes away; too small to see, none."""
    wide = abs(end - start)
    if wide < 0.5:
        return ""
    return rect(
        min(start, end),
        y,
        wide,
        14.0,
        fill=colour if end > start else palette.card,
        stroke=colour,
        stroke_width=1.5,
    )
