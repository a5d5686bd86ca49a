"""A picture of the summer: the mean stance of the offices, drawn as plain SVG."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from html import escape
from typing import Final

from kantokuen.experiments.results import Results
from kantokuen.experiments.runner import run_worlds
from kantokuen.experiments.summary import summarise
from kantokuen.model.parameters import PARAMETERS

WORLDS: Final = 2_000
UNTIL: Final = "1941-12"
_WIDTH, _HEIGHT = 880.0, 480.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 74.0, 650.0, 80.0, 410.0
_LABEL_GAP = 17.0
_GREY: Final = "#9a9a9a"
_INK: Final = "#222222"
_TICKS: Final = (-1.0, -0.5, 0.0, 0.5, 1.0)
_MONTHS: Final = ("Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

LINES: Final = {
    "FOR": ("Foreign Minister", "#cc79a7", "9 3 2 3"),
    "OPS": ("Army staff, operations", "#d55e00", ""),
    "KAS": ("Kwantung Army, staff", "#b8860b", "7 4"),
    "AGS": ("Army staff, chief", "#a02020", "2 3"),
    "WAR": ("War Minister", "#444444", "12 4"),
    "EMP": ("Emperor", "#6a3d9a", "4 4"),
    "NGS": ("Navy staff", "#0072b2", ""),
}
"""The offices with a line of their own: label, colour and dashes; the others are thin and grey.

Colours keep apart for the colour-blind, dashes for a print in black.
"""

Point = tuple[date, float]


def draw(worlds: int = WORLDS) -> str:
    """Run the historical scenario on the ten-day cadence and return the picture."""
    results = run_worlds("historical", worlds, cadence="ten-day", until=UNTIL)
    tracks: dict[str, list[Point]] = {}
    for when, offices in results.means:
        for office, stance in offices.items():
            tracks.setdefault(office, []).append((when, stance["net"]))
    head = f"Mean stance of the offices, {results.worlds:,} worlds, seed {results.seed}"
    return _svg(tracks, _marks(results), head)


def _marks(results: Results) -> list[tuple[date, str]]:
    """Return the days that are marked: the German attack, and two medians over worlds."""
    summary = summarise(results)
    attack = PARAMETERS["germany.barbarossa"].default
    marks = [(attack, "Germany attacks")] if isinstance(attack, date) else []
    for measure, words in (("embargo_date", "oil embargo"), ("southern_war_date", "southern war")):
        median = summary[measure]["median"]
        if median is not None:
            marks.append((date.fromisoformat(median), f"{words} (median)"))
    return marks


def _svg(tracks: dict[str, list[Point]], marks: Sequence[tuple[date, str]], head: str) -> str:
    days = [when for when, _ in tracks["OPS"]]
    first, last = date(days[0].year, days[0].month, 1), days[-1]

    def across(when: date) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (when - first).days / (last - first).days

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" role="img">',
        '<g font-family="Helvetica, Arial, sans-serif">',
        f"<title>{escape(head)}</title>",
        # a panel of its own, so that it reads on a white page and on a dark one
        f'<rect width="{_WIDTH:g}" height="{_HEIGHT:g}" rx="6" fill="#ffffff"/>',
        _text(_LEFT, 26, head, size=16),
        *_axes(first, last, across),
    ]
    for number, (when, words) in enumerate(marks):
        x, y = across(when), _TOP - 6 - 14 * (number % 2)
        parts += [_line(x, y + 2, x, _BOTTOM, "#777777", dashes="2 4")]
        parts += [_text(x, y, words, anchor="middle", size=11)]
    order = sorted(tracks, key=lambda office: office in LINES)
    parts += [
        _track(office, [(across(when), _down(net)) for when, net in tracks[office]]) for office in order
    ]
    parts += _legend({office: _down(tracks[office][-1][1]) for office in LINES})
    return "\n".join([*parts, "</g>", "</svg>"]) + "\n"


def _down(net: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * (net + 1.0) / 2.0


def _axes(first: date, last: date, across: Callable[[date], float]) -> list[str]:
    parts = []
    for tick in _TICKS:
        y = _down(tick)
        parts += [_line(_LEFT, y, _RIGHT, y, "#bbbbbb" if tick else "#555555")]
        parts += [_text(_LEFT - 8, y + 4, f"{tick:+.1f}" if tick else "0", anchor="end")]
    for number, name in enumerate(_MONTHS[: last.month - first.month + 1]):
        x = across(date(first.year, first.month + number, 1))
        parts += [_line(x, _BOTTOM, x, _BOTTOM + 5, "#555555"), _text(x + 4, _BOTTOM + 18, name)]
    parts.append(_text(_LEFT, _BOTTOM + 44, f"sittings of the council, {first.year}, every ten days"))
    middle, turned = f"{(_TOP + _BOTTOM) / 2:.1f}", 'text-anchor="middle" font-size="13"'
    words = "net stance: south below, north above"
    place = f'x="20" y="{middle}" transform="rotate(-90 20 {middle})" fill="{_INK}"'
    parts.append(f"<text {place} {turned}>{words}</text>")
    return parts


def _track(office: str, points: Sequence[tuple[float, float]]) -> str:
    _, colour, dashes = LINES.get(office, ("", _GREY, ""))
    width = 2.4 if office in LINES else 0.9
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="{width}"{dashed}/>'


def _legend(ends: dict[str, float]) -> list[str]:
    """Label each line at its end, moved down where labels would touch, and joined to it."""
    parts = []
    free = 0.0
    for office in sorted(ends, key=lambda each: ends[each]):
        label, colour, _ = LINES[office]
        y = max(ends[office], free)
        free = y + _LABEL_GAP
        parts += [_line(_RIGHT, ends[office], _RIGHT + 16, y, colour)]
        parts += [_text(_RIGHT + 20, y + 4, f"{label} ({office})", colour=colour)]
    parts += [_line(_RIGHT + 4, _BOTTOM + 40, _RIGHT + 16, _BOTTOM + 40, _GREY)]
    return [*parts, _text(_RIGHT + 20, _BOTTOM + 44, "the other offices")]


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, *, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{colour}"{dashed}/>'


def _text(
    x: float, y: float, words: str, *, anchor: str = "start", size: int = 13, colour: str = _INK
) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" fill="{colour}"'
    return f"<text {place}>{escape(words)}</text>"
