"""The seats: one row of the table, an office as a button with its mark and what it believes."""

from __future__ import annotations

from collections.abc import Sequence
from math import copysign, sqrt
from typing import Final

from kantokuen.dashboard.lettering import fitted, signed
from kantokuen.dashboard.palette import Palette
from kantokuen.dashboard.people import Tenure
from kantokuen.dashboard.pictures.seals import SEAL, office_seal
from kantokuen.dashboard.pictures.sheet import Hand, lean, mark_size
from kantokuen.dashboard.pictures.svg import circle, element, label, num, path, ramp, rect
from kantokuen.dashboard.playback import Seat
from kantokuen.model.text.words import Words

_MOVED: Final = 0.02
"""A difference from the baseline that can be seen."""

_ROOM: Final = 0.7
"""Beyond this stance the number stands on the inner side of its mark."""


def draw_seat(hand: Hand, seat: Seat, y: float) -> str:
    """Return an office as a button: its name, who sits there, its hold, its mark and what it believes."""
    words, palette, sheet = hand.words, hand.palette, hand.sheet
    is_selected = seat.office == hand.selected
    name, size = fitted(words(f"offices.{seat.office}.name"), size=sheet.size, width=sheet.name_width)
    hold, small = fitted(words(f"vetoes.{seat.veto}.name"), size=sheet.small, width=sheet.hold_width)
    frame = rect(
        4.0,
        y + 0.5,
        sheet.width - 8.0,
        sheet.row - 1.0,
        rx=4.0,
        class_="frame",
        fill=palette.accent if is_selected else "transparent",
        fill_opacity=0.14 if is_selected else None,
        stroke=palette.accent if is_selected else None,
    )
    texts = label(
        sheet.name_x, y + sheet.text_y, name, palette.ink, size, font_weight=650 if is_selected else None
    )
    texts += _person(hand, seat, y)
    if seat.veto != "none":
        texts += label(sheet.hold_x, y + sheet.text_y, hold, palette.quiet, small, sheet.hold_anchor)
    return element(
        "g",
        frame,
        office_seal(seat, words, sheet.seal_x, y + 2.5, SEAL[0], paper=palette.card, ink=palette.quiet),
        texts,
        _belief(hand, seat, y),
        _stance(hand, seat, y, is_selected=is_selected),
        class_="pick",
        data_pick=seat.office,
        role="button",
        tabindex="0",
        aria_pressed="true" if is_selected else "false",
        aria_label=_sentence(hand, seat),
    )


def _person(hand: Hand, seat: Seat, y: float) -> str:
    """Return who sits there, and where the chair has changed hands, who sat there and until when."""
    words, palette, sheet = hand.words, hand.palette, hand.sheet
    change = hand.changes.get(seat.office)
    right = sheet.hold_x + sheet.hold_width if sheet.hold_anchor == "start" else sheet.hold_x
    width = sheet.name_width if change else right - sheet.name_x
    person, size = fitted(words(f"persons.{seat.person}"), size=sheet.small, width=width)
    said = label(sheet.name_x, y + sheet.person_y, person, palette.quiet, size)
    if change is None:
        return said
    until = words(
        "people.until",
        person=words(f"people.family.{change.before[0]}"),
        day=words(
            "charts.short_day", day=change.since.day, month=words(f"calendar.short.{change.since.month}")
        ),
    )
    until, size = fitted(until, size=sheet.small, width=sheet.hold_width)
    return said + label(
        sheet.hold_x, y + sheet.person_y, until, palette.accent, size, sheet.hold_anchor, font_weight=600
    )


def change_in_words(change: Tenure, words: Words) -> str:
    """Say who sits in a chair since when, and who sat there before."""
    return words(
        "people.held_since",
        person=words(f"persons.{change.person}"),
        day=words.day(change.since),
        before=words("numbers.comma").join(words(f"persons.{each}") for each in change.before),
    )


def _sentence(hand: Hand, seat: Seat) -> str:
    """Return all that a row shows in words."""
    words, before = hand.words, hand.before(seat.office)
    said = words(
        "pictures.table.seat",
        office=words(f"offices.{seat.office}.name"),
        person=words(f"persons.{seat.person}"),
        lean=lean(seat.net, words),
        net=signed(words, seat.net),
        power=words.number(seat.power, 2),
        salience=words.number(seat.salience, 2),
        veto=words(f"vetoes.{seat.veto}.name"),
        believed=words.number(seat.soviet_divisions, 1),
        true=words.number(hand.truth, 1),
    )
    change = hand.changes.get(seat.office)
    if change is not None:
        said = f"{said} {change_in_words(change, words)}"
    if before is None:
        return said
    return f"{said} {words('pictures.table.seat_before', net=signed(words, before))}"


def _stance(hand: Hand, seat: Seat, y: float, *, is_selected: bool) -> str:
    """Return the mark of an office, and a ghost where it stood in the baseline."""
    palette, sheet, before = hand.palette, hand.sheet, hand.before(seat.office)
    x, middle, size = sheet.at(seat.net), y + sheet.middle, mark_size(seat)
    colour = ramp(
        ((-1.0, palette.south), (0.0, palette.quiet), (1.0, palette.north)),
        copysign(sqrt(abs(seat.net)), seat.net),
    )
    parts = []
    if before is not None and abs(before - seat.net) >= _MOVED:
        there = sheet.at(before)
        parts.append(
            path(f"M{num(there)} {num(middle)}H{num(x)}", stroke=palette.quiet)
            + mark(
                there,
                middle,
                size,
                is_seal=seat.veto != "none",
                fill=palette.card,
                stroke=palette.quiet,
                stroke_width=1.3,
                stroke_dasharray="2.5 2",
            )
        )
    if hand.trail:
        earlier = [sheet.at(net) for net in hand.earlier(seat.office)]
        parts.append(trail_line(earlier, x, middle, palette))
    parts.append(
        mark(
            x,
            middle,
            size,
            is_seal=seat.veto != "none",
            class_="mark",
            fill=colour,
            stroke=palette.card,
            stroke_width=1.5,
        )
    )
    if seat.veto != "none" and size > 5.5:
        parts.append(seal_line(x, middle, size - 3.0, palette, class_="mark"))
    if is_selected:
        parts.append(_number(hand, seat, x, middle, size))
    return "".join(parts)


def _number(hand: Hand, seat: Seat, x: float, y: float, size: float) -> str:
    """Return the stance in figures beside its mark, on the side where nothing stands."""
    before = hand.before(seat.office)
    side = 1.0 if before is None or before <= seat.net else -1.0
    if abs(seat.net) > _ROOM:
        side = copysign(1.0, -seat.net)
    return label(
        x + side * (size + 6.0),
        y + 4.5,
        signed(hand.words, seat.net),
        hand.palette.ink,
        hand.sheet.small,
        "start" if side > 0 else "end",
        font_weight=650,
        paint_order="stroke",
        stroke=hand.palette.card,
        stroke_width=3.0,
    )


def mark(x: float, y: float, size: float, *, is_seal: bool, **drawn: str | float) -> str:
    """Return a seal, square, for an office with a hold on the decision; a disc for one without."""
    if not is_seal:
        return circle(x, y, size, **drawn)
    half = 0.92 * size
    return rect(x - half, y - half, 2 * half, 2 * half, rx=0.22 * size, **drawn)


def trail_line(earlier: Sequence[float], x: float, y: float, palette: Palette) -> str:
    """Return the way of a mark to its place ``x`` at height ``y`` as dots, the latest the strongest."""
    if not earlier:
        return element("g", class_="trail")
    line = path(f"M{num(earlier[0])} {num(y)}" + "".join(f"H{num(each)}" for each in (*earlier[1:], x)),
                stroke=palette.quiet, stroke_width=1.0, fill="none")  # fmt: skip
    dots = [
        circle(each, y, 2.0 + 1.5 * (number + 1) / len(earlier), fill=palette.ink,
               fill_opacity=0.25 + 0.5 * (number + 1) / len(earlier))
        for number, each in enumerate(earlier)
    ]  # fmt: skip
    return element("g", line, *dots, class_="trail")


def seal_line(x: float, y: float, half: float, palette: Palette, **drawn: str | float) -> str:
    """Return the inner line that tells a seal, as on an imprint."""
    return rect(
        x - half,
        y - half,
        2 * half,
        2 * half,
        rx=1.0,
        fill="none",
        stroke=palette.card,
        stroke_width=1.2,
        **drawn,
    )


def _belief(hand: Hand, seat: Seat, y: float) -> str:
    """Return the divisions that an office believes in; the line of the truth stands behind."""
    palette, sheet = hand.palette, hand.sheet
    middle, x = y + sheet.middle, sheet.divisions(seat.soviet_divisions)
    return (
        rect(sheet.gauge[0], middle - 3.5, x - sheet.gauge[0], 7.0, fill=palette.belief, fill_opacity=0.3)
        + diamond(x, middle, palette)
        + label(
            sheet.width - sheet.margin,
            middle + 4.5,
            hand.words.number(seat.soviet_divisions, 1),
            palette.ink,
            sheet.small,
            "end",
        )
    )


def diamond(x: float, y: float, palette: Palette) -> str:
    """Return the mark of a belief."""
    return path(f"M{num(x)} {num(y - 5)}l5 5l-5 5l-5 -5z", fill=palette.belief, stroke=palette.card)
