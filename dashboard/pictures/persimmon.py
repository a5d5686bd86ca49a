"""The persimmon: how ripe the moment for an attack looks to those who wait for it to fall.

The Army's own image of 1941, *jukushi*: one waits until the fruit is so ripe that it drops of itself.
"""

from __future__ import annotations

from typing import Final

from kantokuen.dashboard.lettering import fitted
from kantokuen.dashboard.palette import SERIF, Palette
from kantokuen.dashboard.pictures import plate
from kantokuen.dashboard.pictures.svg import element, label, path, picture, ramp, rect, spread
from kantokuen.dashboard.playback import Month
from kantokuen.model.text.words import Words

STAFF: Final = "AGS"
"""Whose persimmon is drawn: the Army General Staff would have to ask for the attack."""

WITNESSES: Final = ("OPS", "AGS", "KAS", "WAR", "FOR", "NGS", "EMP")
"""Whose sight is marked beside it: the hawks who would pick it green, and those who must agree."""

_GRADES: Final = (0.2, 0.4, 0.6, 0.8, 0.95)
"""Where the word for a ripeness changes; how we speak of it, judgement."""

_WIDTH, _HEIGHT = 392.0, 340.0
_FOOT, _TOP = 302.0, 92.0
_BAR_LEFT, _BAR_RIGHT = 272.0, 279.0
_TICK_GAP = 16.0


def grade(ripeness: float) -> int:
    """Return which of the six words fits a ripeness of 0..1, 0 for the greenest."""
    return sum(ripeness >= bound for bound in _GRADES)


def persimmon(month: Month, words: Words, palette: Palette, *, has_fallen: bool, is_winter: bool) -> str:
    """Return the fruit as ripe as the General Staff sees it, with a scale of who sees it how ripe.

    Args:
        month: the period.
        words: of the page.
        palette: of the page.
        has_fallen: the attack has been ordered or begun, and the fruit lies below its twig.
        is_winter: the twig is bare and under snow.
    """
    ripeness = month.seats[STAFF].ripeness
    return picture(
        plate.draw(palette, ripeness, month.date.month, has_fallen=has_fallen, is_winter=is_winter),
        _inscription(words, palette),
        _heading(ripeness, words, palette, has_fallen=has_fallen, is_winter=is_winter),
        _scale(month, words, palette),
        width=_WIDTH,
        height=_HEIGHT,
        title=words("pictures.persimmon.title", month=words.month(month.date)),
        desc=persimmon_text(month, words, has_fallen=has_fallen, is_winter=is_winter),
        class_="persimmon",
        ground=palette.card,
    )


def persimmon_text(month: Month, words: Words, *, has_fallen: bool, is_winter: bool) -> str:
    """Return in words what `persimmon` draws."""
    seen = {office: month.seats[office].ripeness for office in WITNESSES if office in month.seats}
    most, least = max(seen, key=seen.__getitem__), min(seen, key=seen.__getitem__)
    state = "fallen" if has_fallen else "winter" if is_winter else "hanging"
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
    )


def _inscription(words: Words, palette: Palette) -> str:
    """Return the name of the image, written downward in the corner as on a print."""
    return "".join(
        label(26, 270 + 23 * row, letter, palette.quiet, 19, "middle", font_family=SERIF)
        for row, letter in enumerate(words("pictures.persimmon.seal"))
    )


def _heading(ripeness: float, words: Words, palette: Palette, *, has_fallen: bool, is_winter: bool) -> str:
    """Return the word for how the fruit hangs or looks, over the scale."""
    looks = words(f"pictures.persimmon.grades.{grade(ripeness)}")
    said, under = looks, words("pictures.persimmon.seen")
    if has_fallen or is_winter:
        said = words(f"pictures.persimmon.short.{'fallen' if has_fallen else 'winter'}")
        under = words("pictures.persimmon.seen_as", grade=looks)
    said, size = fitted(said, size=20, width=150)
    under, small = fitted(under, size=13, width=160)
    return label(380, 32, said, palette.ink, size, "end", font_family=SERIF, font_weight=600) + label(
        380, 51, under, palette.quiet, small, "end"
    )


def _scale(month: Month, words: Words, palette: Palette) -> str:
    """Return the scale from green to ripe with a tick for each witness."""
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
        + label(middle, _FOOT + 18, low, palette.quiet, 12.5, "middle")
        + label(middle, _TOP - 9, high, palette.quiet, 12.5, "middle")
        + _ticks(month, words, palette)
    )


def _height(ripeness: float) -> float:
    return _FOOT - ripeness * (_FOOT - _TOP)


def _ticks(month: Month, words: Words, palette: Palette) -> str:
    """Return who sees the fruit how ripe, labels moved apart, the General Staff with its number."""
    offices = [office for office in WITNESSES if office in month.seats]
    places = [_height(month.seats[office].ripeness) for office in offices]
    rows = spread(places, gap=_TICK_GAP, low=_TOP, high=_FOOT)
    marks = []
    for office, place, row in zip(offices, places, rows, strict=True):
        is_staff = office == STAFF
        tint = palette.ink if is_staff else palette.quiet
        said, size = fitted(words(f"pictures.persimmon.offices.{office}"), size=13, width=96)
        line = f"M{_BAR_LEFT:.1f} {place:.1f}H{_BAR_RIGHT + 3:.1f}L{_BAR_RIGHT + 11:.1f} {row:.1f}"
        marks.append(
            path(line, stroke=palette.ink, stroke_width=2.0 if is_staff else 1.0, fill="none")
            + label(_BAR_RIGHT + 14, row + 4, said, tint, size, font_weight=600 if is_staff else None)
        )
        if is_staff:
            share = words.percent(month.seats[office].ripeness)
            marks.append(
                path(f"M{_BAR_LEFT - 2:.1f} {place:.1f}l-7 -4.5v9z", fill=palette.ink)
                + label(_BAR_LEFT - 12, place + 5, share, palette.ink, 15, "end", font_weight=600)
            )
    return "".join(marks)
