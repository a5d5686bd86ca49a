"""The persimmon: how ripe the moment for an attack looks to those who wait for it to fall, and who picks it.

The Army's own image of 1941, *jukushi*: one waits until the fruit is so ripe that it drops of itself.
Each office has a ripeness at which it would pick.
"""

from __future__ import annotations

from typing import Final

from kantokuen.dashboard.lettering import fitted
from kantokuen.dashboard.palette import SERIF, Palette
from kantokuen.dashboard.pictures import plate
from kantokuen.dashboard.pictures.svg import (
    circle,
    element,
    esc,
    label,
    path,
    picture,
    ramp,
    rect,
    spread,
)
from kantokuen.dashboard.playback import Month, Seat
from kantokuen.model.text.words import Words

STAFF: Final = "AGS"
"""Whose persimmon is drawn: the Army General Staff would have to ask for the attack."""

WITNESSES: Final = ("OPS", "AGS", "KAS", "WAR", "FOR", "NGS", "EMP")
"""Whose picking point is named beside it: the hawks who would pick it green, and those who must agree."""

_GRADES: Final = (0.2, 0.4, 0.6, 0.8, 0.95)
"""Where the word for a ripeness changes; how we speak of it, judgement."""

_WIDTH, _HEIGHT = 250.0, 284.0
"""Shown at this width or more, so that no letter is under 12 px."""

_FOOT, _TOP = 250.0, 90.0
_BAR_LEFT, _BAR_RIGHT = 134.0, 140.0
_MARKS = 146.0
_NAMES = 159.0
_TICK_GAP = 16.0
_PLATE: Final = "translate(-3 50) scale(0.58)"


def grade(ripeness: float) -> int:
    """Return which of the six words fits a ripeness of 0..1, 0 for the greenest."""
    return sum(ripeness >= bound for bound in _GRADES)


def persimmon(month: Month, words: Words, palette: Palette, *, has_fallen: bool, is_winter: bool) -> str:
    """Return the fruit as ripe as the General Staff sees it, with a scale of who would pick it how ripe.

    Args:
        month: the period.
        words: of the page.
        palette: of the page.
        has_fallen: the attack has been ordered or begun, and the fruit lies below its twig.
        is_winter: the twig is bare and under snow.
    """
    ripeness = month.seats[STAFF].ripeness
    said = persimmon_text(month, words, has_fallen=has_fallen, is_winter=is_winter)
    return picture(
        element(
            "g",
            plate.draw(palette, ripeness, month.date.month, has_fallen=has_fallen, is_winter=is_winter),
            transform=_PLATE,
        ),
        _inscription(words, palette),
        _heading(month.seats[STAFF], words, palette, has_fallen=has_fallen, is_winter=is_winter),
        _scale(month, words, palette),
        width=_WIDTH,
        height=_HEIGHT,
        title=words("pictures.persimmon.title", month=words.month(month.date)),
        desc=words("numbers.space").join((said, pickers_text(month, words))),
        class_="persimmon",
        ground=palette.card,
    )


def persimmon_text(month: Month, words: Words, *, has_fallen: bool, is_winter: bool) -> str:
    """Return in words what `persimmon` draws, but for who would pick now: `pickers_text`."""
    seen = {office: month.seats[office].ripeness for office in WITNESSES if office in month.seats}
    most, least = max(seen, key=seen.__getitem__), min(seen, key=seen.__getitem__)
    hanging = "winter" if is_winter else "ripe" if month.seats[STAFF].would_pick else "hanging"
    state = "fallen" if has_fallen else hanging
    return words(
        "pictures.persimmon.text",
        month=words.month(month.date),
        grade=words(f"pictures.persimmon.grades.{grade(seen[STAFF])}"),
        share=words.percent(seen[STAFF]),
        most=words(f"offices.{most}.name"),
        most_share=words.percent(seen[most]),
        least=words(f"offices.{least}.name"),
        least_share=words.percent(seen[least]),
        state=words(f"pictures.persimmon.state.{state}"),
        points=words("numbers.comma").join(_picks_at(month.seats[office], words) for office in seen),
    )


def pickers_text(month: Month, words: Words) -> str:
    """Say who would pick the fruit now."""
    sides: dict[bool, list[str]] = {True: [], False: []}
    for seat in month.seats.values():
        sides[seat.would_pick].append(words(f"offices.{seat.office}.name"))
    pick, wait = sides[True], sides[False]
    if not pick or not wait:
        return words(f"pictures.persimmon.pickers.{'all' if pick else 'none'}")
    if len(pick) <= len(wait):
        return words("pictures.persimmon.pickers.some", offices=words("numbers.comma").join(pick))
    return words("pictures.persimmon.pickers.most", offices=words("numbers.comma").join(wait))


def _picks_at(seat: Seat, words: Words) -> str:
    """Say at which ripeness an office picks."""
    name = words(f"offices.{seat.office}.name")
    return words("pictures.persimmon.picks_at", office=name, share=words.percent(seat.picks_at))


def _inscription(words: Words, palette: Palette) -> str:
    """Return the name of the image, written downward in the corner as on a print."""
    return "".join(
        label(14, 256 + 21 * row, letter, palette.quiet, 18, "middle", font_family=SERIF)
        for row, letter in enumerate(words("pictures.persimmon.seal"))
    )


def _heading(staff: Seat, words: Words, palette: Palette, *, has_fallen: bool, is_winter: bool) -> str:
    """Return the word for how the fruit hangs or looks, and at what the General Staff would pick it."""
    looks = words(f"pictures.persimmon.grades.{grade(staff.ripeness)}")
    said, under = looks, words("pictures.persimmon.seen", at=words.percent(staff.picks_at))
    if has_fallen or is_winter:
        said = words(f"pictures.persimmon.short.{'fallen' if has_fallen else 'winter'}")
        under = words("pictures.persimmon.seen_as", grade=looks)
    right = _WIDTH - 4
    said, size = fitted(said, size=19, width=_WIDTH - 12)
    under, small = fitted(under, size=13, width=_WIDTH - 12)
    return label(right, 20, said, palette.ink, size, "end", font_family=SERIF, font_weight=600) + label(
        right, 38, under, palette.quiet, small, "end"
    )


def _scale(month: Month, words: Words, palette: Palette) -> str:
    """Return the scale from green to ripe, what is seen to its left and the picking points to its right."""
    stops = plate.skin_stops(palette)
    bar = [
        element("stop", offset=place, stop_color=ramp(stops, place)) for place in (0.0, 0.25, 0.5, 0.75, 1.0)
    ]
    shade = f"ripeness-{palette.ripe[1:]}"
    low, high = f"{words('pictures.persimmon.green')} 0", f"{words('pictures.persimmon.ripe')} 1"
    middle = 0.5 * (_BAR_LEFT + _BAR_RIGHT)
    return (
        element("linearGradient", *bar, id=shade, x1=0.0, y1=1.0, x2=0.0, y2=0.0)
        + rect(_BAR_LEFT, _TOP, _BAR_RIGHT - _BAR_LEFT, _FOOT - _TOP, rx=3.5, fill=f"url(#{shade})")
        + label(middle, _FOOT + 17, low, palette.quiet, 12.5, "middle")
        + label(middle, _TOP - 8, high, palette.quiet, 12.5, "middle")
        + label(_WIDTH - 4, _TOP - 29, words("pictures.persimmon.points"), palette.quiet, 12.5, "end")
        + _seen(month, words, palette)
        + _points(month, words, palette)
    )


def _height(ripeness: float) -> float:
    return _FOOT - ripeness * (_FOOT - _TOP)


def _seen(month: Month, words: Words, palette: Palette) -> str:
    """Return between whom all offices see the fruit, and how ripe the General Staff does, with its number."""
    seen = [seat.ripeness for seat in month.seats.values()]
    low, high = _height(min(seen)), _height(max(seen))
    between = words("pictures.persimmon.between", low=words.percent(min(seen)), high=words.percent(max(seen)))
    staff = month.seats[STAFF].ripeness
    place = _height(staff)
    return (
        element(
            "g",
            element("title", esc(between)),
            rect(_BAR_LEFT - 8, high - 1, 5.0, low - high + 2, rx=2.0, fill=palette.quiet, fill_opacity=0.5),
        )
        + path(f"M{_BAR_LEFT - 1:.1f} {place:.1f}l-8 -5v10z", fill=palette.ink)
        + label(_BAR_LEFT - 13, place + 5, words.percent(staff), palette.ink, 15, "end", font_weight=600)
    )


def _points(month: Month, words: Words, palette: Palette) -> str:
    """Return the picking points: a fruit where an office would pick now, else a tick; a few are named."""
    places = {seat.office: _height(seat.picks_at) for seat in month.seats.values()}
    named = [office for office in WITNESSES if office in places]
    rows = spread([places[office] for office in named], gap=_TICK_GAP, low=_TOP, high=_FOOT)
    names = "".join(
        _name(month.seats[office], places[office], row, words, palette)
        for office, row in zip(named, rows, strict=True)
    )
    # those who wait first, so that no tick lies over a fruit
    ordered = sorted(month.seats.values(), key=lambda seat: seat.would_pick)
    return names + "".join(_point(seat, places[seat.office], words, palette) for seat in ordered)


def _point(seat: Seat, place: float, words: Words, palette: Palette) -> str:
    """Return the mark of a picking point, which says whose it is under the pointer."""
    is_named = seat.office in WITNESSES
    if seat.would_pick:
        mark = circle(_MARKS, place, 4.6 if is_named else 3.4, fill=palette.ripe, stroke=palette.ink)
    else:
        reach = 4.0 if is_named else 2.5
        line = f"M{_MARKS - reach:.1f} {place:.1f}h{2.0 * reach:.1f}"
        mark = path(line, stroke=palette.ink if is_named else palette.quiet, stroke_width=1.5, fill="none")
    kind = "pick now" if seat.would_pick else "pick"
    return element("g", element("title", esc(_picks_at(seat, words))), mark, class_=kind)


def _name(seat: Seat, place: float, row: float, words: Words, palette: Palette) -> str:
    """Return whose a picking point is, in a row of its own, and the line that leads there."""
    said, size = fitted(words(f"pictures.persimmon.offices.{seat.office}"), size=13, width=_WIDTH - _NAMES)
    line = f"M{_MARKS + 3:.1f} {place:.1f}L{_NAMES - 3:.1f} {row:.1f}"
    tint = palette.ink if seat.would_pick else palette.quiet
    return path(line, stroke=palette.quiet, stroke_width=0.8, fill="none") + label(
        _NAMES, row + 4, said, tint, size, font_weight=650 if seat.would_pick else None
    )
