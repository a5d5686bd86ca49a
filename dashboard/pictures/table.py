"""The table: where every office stands between south and north, and what it believes of the East."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kantokuen.dashboard.lettering import signed, text_width
from kantokuen.dashboard.palette import Palette
from kantokuen.dashboard.people import Tenure
from kantokuen.dashboard.pictures.seats import (
    change_in_words,
    diamond,
    draw_seat,
    mark,
    seal_line,
    trail_line,
)
from kantokuen.dashboard.pictures.sheet import NARROW, WIDE, Hand, by_house, lean
from kantokuen.dashboard.pictures.svg import element, label, num, path, picture, rect
from kantokuen.dashboard.playback import Month
from kantokuen.model.text.words import Words

_LEGEND_ROW: Final = 22.0


def council_table(
    month: Month,
    words: Words,
    palette: Palette,
    *,
    selected: str | None,
    baseline: Month | None = None,
    changes: Mapping[str, Tenure] | None = None,
    narrow: bool = False,
    trail: Sequence[Month] = (),
) -> str:
    """Return the table; each office is a button that carries its id as ``data-pick``.

    Args:
        month: the period.
        words: of the page.
        palette: of the page.
        selected: id of the office that is looked at.
        baseline: the same period of the history that is compared with.
        changes: the chairs that have changed hands, by office.
        narrow: for a phone.
        trail: the periods before it that are still to be seen, the oldest first.
    """
    sheet = NARROW if narrow else WIDE
    hand = Hand(month, words, palette, sheet, baseline, selected, changes or {}, tuple(trail))
    y = sheet.head
    parts = [_style(palette), _shade(hand), _head(hand)]
    for house, seats in by_house(month.seats).items():
        parts.append(_house(hand, house, y))
        y += sheet.house
        parts.append(_ground(hand, y, len(seats)))
        for seat in seats:
            parts.append(draw_seat(hand, seat, y))
            y += sheet.row
    legend, height = _legend(hand, y + 30.0)
    return picture(
        *parts,
        legend,
        width=sheet.width,
        height=height,
        title=words("pictures.table.title", month=words.month(month.date)),
        desc=words("pictures.table.desc"),
        role="group",
        class_=" ".join(["council", *(["slim"] if narrow else []), *(["telling"] if trail else [])]),
        ground=palette.card,
    )


def table_text(
    month: Month, words: Words, baseline: Month | None = None, changes: Mapping[str, Tenure] | None = None
) -> list[tuple[str, ...]]:
    """Return what `council_table` draws as rows of text, the head first, a row per office after it."""
    names = ["office", "person", "stance", "lean", "power", "salience", "veto", "believed", "truth"]
    if baseline is not None:
        names.insert(3, "before")
    rows = [tuple(words(f"pictures.table.rows.{name}") for name in names)]
    truth = words.number(month.signals["soviet_divisions"], 1)
    for seats in by_house(month.seats).values():
        for seat in seats:
            cells = {
                "office": words(f"offices.{seat.office}.name"),
                "person": change_in_words(changes[seat.office], words)
                if changes and seat.office in changes
                else words(f"persons.{seat.person}"),
                "stance": signed(words, seat.net),
                "lean": lean(seat.net, words),
                "power": words.number(seat.power, 2),
                "salience": words.number(seat.salience, 2),
                "veto": words(f"vetoes.{seat.veto}.name"),
                "believed": words.number(seat.soviet_divisions, 1),
                "truth": truth,
            }
            if baseline is not None:
                there = baseline.seats.get(seat.office)
                cells["before"] = "–" if there is None else signed(words, there.net)
            rows.append(tuple(cells[name] for name in names))
    return rows


def _style(palette: Palette) -> str:
    """Return what the pointer and the keyboard do to a row."""
    return (
        "<style>.council .pick{cursor:pointer;outline:none}"
        f".council .pick:hover .frame{{fill:{palette.raised};fill-opacity:.6}}"
        f".council .pick:focus-visible .frame{{stroke:{palette.accent};stroke-width:2}}</style>"
    )


def _shade(hand: Hand) -> str:
    """Return the tint of the scale, blue toward the south and vermilion toward the north."""
    south, north = hand.palette.south, hand.palette.north
    stops = ((0.0, south, 0.2), (0.5, south, 0.02), (0.5, north, 0.02), (1.0, north, 0.2))
    left, right = hand.sheet.axis
    return element(
        "linearGradient",
        *(
            element("stop", offset=place, stop_color=colour, stop_opacity=opacity)
            for place, colour, opacity in stops
        ),
        id=_shade_id(hand),
        gradientUnits="userSpaceOnUse",
        x1=left,
        x2=right,
        y1=0.0,
        y2=0.0,
    )


def _shade_id(hand: Hand) -> str:
    return f"road-{hand.palette.south[1:]}-{num(hand.sheet.width)}"


def _head(hand: Hand) -> str:
    """Return the names of the columns."""
    words, palette, sheet = hand.words, hand.palette, hand.sheet
    left, right = sheet.axis
    at = sheet.head - 12
    truth = words("pictures.table.truth", n=words.number(hand.truth, 1))
    place = sheet.divisions(hand.truth)
    parts = [
        label(left, at, f"◀ {words('pictures.table.south')}", palette.south, 15, font_weight=600),
        label(right, at, f"{words('pictures.table.north')} ▶", palette.north, 15, "end", font_weight=600),
        label(
            sheet.width - sheet.margin,
            at - 22,
            words("pictures.table.belief"),
            palette.quiet,
            sheet.small,
            "end",
        ),
        label(
            min(place, sheet.width - sheet.margin - 0.5 * text_width(truth, sheet.small)),
            at,
            truth,
            palette.truth,
            sheet.small,
            "middle",
            font_weight=600,
        ),
    ]
    if sheet is WIDE:
        parts.append(
            label(sheet.hold_x, at, words("pictures.table.hold"), palette.quiet, sheet.small)
            + label(sheet.at(0.0), at, words("pictures.table.middle"), palette.quiet, sheet.small, "middle")
        )
    return "".join(parts)


def _house(hand: Hand, house: str, y: float) -> str:
    """Return the heading of a house over a rule."""
    palette, sheet = hand.palette, hand.sheet
    rule = f"M{num(sheet.margin)} {num(y)}H{num(sheet.width - sheet.margin)}"
    return path(rule, stroke=palette.line, fill="none") + label(
        sheet.margin,
        y + sheet.house - 7,
        hand.words(f"houses.{house}"),
        palette.quiet,
        sheet.small,
        font_weight=600,
    )


def _ground(hand: Hand, y: float, rows: int) -> str:
    """Return the scales behind the rows of a house."""
    palette, sheet = hand.palette, hand.sheet
    (left, right), (top, bottom) = sheet.axis, sheet.track
    bands = [(y + row * sheet.row + top, bottom - top) for row in range(rows)]
    if bottom - top == sheet.row:
        bands = [(y, rows * sheet.row)]
    reach = 12.0
    quarters = [sheet.at(net) for net in (-1.0, -0.5, 0.5, 1.0)]
    parts = []
    for start, tall in bands:
        fine = "".join(f"M{num(x)} {num(start)}v{num(tall)}" for x in quarters)
        parts.append(
            rect(left - reach, start, right - left + 2 * reach, tall, fill=f"url(#{_shade_id(hand)})")
            + path(fine, stroke=palette.line, stroke_dasharray="2 3", fill="none")
            + path(f"M{num(sheet.at(0.0))} {num(start)}v{num(tall)}", stroke=palette.baseline)
            + path(
                f"M{num(sheet.divisions(hand.truth))} {num(start)}v{num(tall)}",
                stroke=palette.truth,
                stroke_width=1.6,
            )
        )
    return "".join(parts)


def _legend(hand: Hand, y: float) -> tuple[str, float]:
    """Return what the marks mean, as many lines as it takes, and the height of the whole picture."""
    palette, sheet = hand.palette, hand.sheet
    ink: dict[str, str | float] = {"fill": palette.quiet, "stroke": palette.card}
    ghost: dict[str, str | float] = {
        "fill": palette.card,
        "stroke": palette.quiet,
        "stroke_dasharray": "2.5 2",
    }
    signs = {
        "seal": (mark(8, -5, 8, is_seal=True, **ink) + seal_line(8, -5, 5, palette), 22.0),
        "plain": (mark(7, -5, 6, is_seal=False, **ink), 19.0),
        "size": (mark(5, -5, 4, is_seal=False, **ink) + mark(19, -5, 9, is_seal=False, **ink), 33.0),
        "before": (mark(8, -5, 7, is_seal=True, **ghost), 22.0),
        "trail": (trail_line([2.0, 11.0, 20.0], 30.0, -5, palette), 38.0),
        "belief": (diamond(7, -5, palette), 19.0),
    }
    x, parts = sheet.margin, []
    for name, (sign, indent) in signs.items():
        if (name == "before" and hand.baseline is None) or (name == "trail" and not hand.trail):
            continue
        said = hand.words(f"pictures.table.legend.{name}")
        wide = indent + text_width(said, sheet.small)
        if x > sheet.margin and x + wide > sheet.width - sheet.margin:
            x, y = sheet.margin, y + _LEGEND_ROW
        parts.append(
            element(
                "g",
                sign,
                label(indent, 0, said, palette.quiet, sheet.small),
                transform=f"translate({num(x)} {num(y)})",
            )
        )
        x += wide + 18.0
    return "".join(parts), y + 14.0
