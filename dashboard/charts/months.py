"""The charts of one world over its months: what was so, what was believed, and what was left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kantokuen.dashboard.charts.common import Chart
from kantokuen.dashboard.charts.lines import month_chart
from kantokuen.dashboard.charts.schedule import schedule
from kantokuen.dashboard.charts.subplots import Dash, Dot, Line, Mark, Subplot
from kantokuen.dashboard.playback import Month
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.model.evidence import value

DRAWN: Final = ("OPS", "FOR", "AGS", "WAR", "PM", "NGS")
"""Whose stances are drawn unless others are chosen: from the most northern in June to the most southern."""

LIT: Final = "AGS"
"""Whose stance is lit unless another office is looked at."""

_RECORDED_FRONT: Final = (
    "EAS002", "EAS005", "EAS006", "EAS009", "EAS011", "EAS012", "EAS013", "EAS015", "EAS017", "EAS019",
)  # fmt: skip


def month_charts(view: ViewModel) -> list[Chart]:
    """Return every chart of the months, those of like height side by side, in two columns or three."""
    return [
        soviet_divisions(view),
        ripeness(view),
        northern_force(view),
        german_front(view),
        soviet_men(view),
        outside(view),
        schedule(view),
        soviet_materiel(view),
        stocks(view),
        stances(view),
        oil_months(view),
    ]


def soviet_divisions(view: ViewModel) -> Chart:
    """Return the divisions in the Soviet Far East, true and believed, beside what intelligence reported."""
    ripe = value("SOV083")
    level = (ripe, view.words("charts.months.ripe_at", n=view.words.number(ripe)))
    dots = tuple(Dot(each) for each in ("SOV024", "DEC014", "DEC015"))
    lines = (_true(view, "soviet_divisions"), _believed(view, "soviet_divisions"))
    subplot = Subplot(view.words("charts.units.divisions"), lines, dots, (level,), low=0.0)
    ids = (
        "SOV036",
        "SOV037",
        "SOV101",
        "SOV105",
        "SOV120",
        "SOV121",
        "SOV160",
        "SOV024",
        "DEC014",
        "DEC015",
        "SOV083",
    )
    return _chart(view, "soviet_divisions", subplot, sources=ids)


def soviet_materiel(view: ViewModel) -> Chart:
    """Return the tanks and aircraft in the Soviet Far East, true and believed, in two subplots."""
    words = view.words
    tanks = (_true(view, "soviet_tanks", 0, "tanks"), _believed(view, "soviet_tanks", 0, "tanks_believed"))
    aircraft = (
        _true(view, "soviet_aircraft", 0, "aircraft", symbol="triangle"),
        _believed(view, "soviet_aircraft", 0, "aircraft_believed", symbol="emptyTriangle"),
    )
    levels = [
        (value(each), words("charts.months.ripe_at", n=words.number(value(each))))
        for each in ("SOV085", "SOV086")
    ]
    subplots = (
        Subplot(words("charts.units.tanks"), tanks, (Dot("SOV026"),), (levels[0],), low=0.0),
        Subplot(words("charts.units.aircraft"), aircraft, (Dot("SOV027"),), (levels[1],), low=0.0),
    )
    ids = (
        "SOV031",
        "SOV043",
        "SOV104",
        "SOV110",
        "SOV059",
        "SOV062",
        "SOV026",
        "SOV027",
        "SOV085",
        "SOV086",
        "DEC020",
    )
    return _chart(view, "soviet_materiel", *subplots, sources=ids, height=400)


def soviet_men(view: ViewModel) -> Chart:
    """Return the men in the Soviet Far East, true and believed."""
    words, colours = view.words, view.palette
    ripe = value("SOV084") / 1e3
    level = (ripe, words("charts.months.ripe_at", n=words.number(ripe)))
    thousand = words("charts.suffixes.thousand")
    lines = (
        Line(
            "soviet_men", words("charts.lines.true"), lambda month: month.signals["soviet_men"] / 1e3,
            colours.truth, digits=0, unit=thousand,
        ),
        Line(
            "soviet_men_believed", words("charts.lines.believed"),
            lambda month: month.believed["soviet_men"] / 1e3, colours.belief, "dashed", digits=0,
            unit=thousand,
        ),
    )  # fmt: skip
    subplot = Subplot(words("charts.units.men"), lines, (Dot("SOV025", scale=1e-3),), (level,), low=0.0)
    ids = ("SOV040", "SOV102", "SOV106", "SOV052", "SOV056", "SOV060", "SOV025", "SOV084")
    return _chart(view, "soviet_men", subplot, sources=ids)


def northern_force(view: ViewModel) -> Chart:
    """Return the divisions that Operations asks for, those sanctioned and those that stand there."""
    words, colours = view.words, view.palette
    looks: tuple[tuple[str, str, Dash], ...] = (
        ("divisions_asked", colours.belief, "dashed"),
        ("divisions_sanctioned", colours.ink, "solid"),
        ("divisions_present", colours.north, "dotted"),
    )
    lines = tuple(
        Line(name, words(f"charts.lines.{name}"), _signal(name), colour, dash, digits=0)
        for name, colour, dash in looks
    )
    subplot = Subplot(words("charts.units.divisions"), lines, low=0.0)
    ids = ("JPN079", "JPN088", "JPN095", "JPN102", "JPN108", "THE025")
    return _chart(view, "northern_force", subplot, sources=ids, note=True)


def outside(view: ViewModel) -> Chart:
    """Return how likely outsiders hold it that Japan attacks the Soviet Union within the season."""
    words, colours = view.words, view.palette
    looks: tuple[tuple[str, str, Dash], ...] = (
        ("outside_US", colours.south, "solid"),
        ("outside_USSR", colours.north, "dashed"),
        ("outside_GER", colours.ink, "dotted"),
    )
    lines = tuple(
        Line(name, words(f"charts.lines.{name}"), _percent(name), colour, dash, digits=0, unit="%")
        for name, colour, dash in looks
    )
    subplot = Subplot(words("charts.units.percent_chance"), lines, low=0.0, high=100.0, step=25.0)
    return _chart(view, "outside", subplot, sources=(), note=True)


def oil_months(view: ViewModel) -> Chart:
    """Return the months that Japan's oil would last without imports, the freeze and the embargo marked."""
    line = Line(
        "oil_months", view.words("charts.lines.oil_months"), _signal("oil_months"), view.palette.ink,
        unit=view.words("charts.suffixes.months"),
    )  # fmt: skip
    marks: list[Mark] = []
    for name in ("freeze", "embargo"):
        day = view.playback.ending.days.get(name)
        if day is not None:
            marks.append((day, view.words(f"charts.marks.{name}", day=view.words.day(day))))
    subplot = Subplot(view.words("charts.units.months"), (line,), low=0.0)
    ids = ("OIL001", "OIL004", "OIL006", "OIL027", "OIL028", "OIL046", "OIL057", "OIL060", "OIL073")
    return _chart(view, "oil_months", subplot, sources=ids, marks=marks)


def stocks(view: ViewModel) -> Chart:
    """Return the shipping that nothing claims and the ammunition in store, in two subplots."""
    words, ink = view.words, view.palette.ink
    ships = Line(
        "ships_idle",
        words("charts.lines.ships_idle"),
        _signal("ships_idle"),
        ink,
        digits=2,
        unit=words("charts.suffixes.tons"),
    )
    shells = Line("ammunition", words("charts.lines.ammunition"), _signal("ammunition"), ink)
    claims = [
        (value(each) / 1e6, words("charts.months.claim", n=words.number(n)))
        for each, n in (("JPN091", 16), ("JPN080", 34))
    ]
    needed = value("JPN125") * 22.0
    want = (needed, words("charts.months.claim", n=words.number(22)))
    subplots = (
        Subplot(words("charts.units.tons"), (ships,), levels=tuple(claims), low=0.0),
        Subplot(words("charts.units.kaisenbun"), (shells,), levels=(want,), low=0.0),
    )
    ids = ("JPN131", "JPN080", "JPN091", "JPN120", "JPN121", "JPN122", "JPN125", "DEC022")
    return _chart(view, "stocks", *subplots, sources=ids, height=400)


def german_front(view: ViewModel) -> Chart:
    """Return the distance of the German front from Moscow, beside its recorded path."""
    line = Line(
        "german_km_to_moscow", view.words("charts.lines.german_km_to_moscow"), _signal("german_km_to_moscow"),
        view.palette.ink, digits=0, unit=view.words("charts.suffixes.km"),
    )  # fmt: skip
    dots = tuple(Dot(each, is_belief=False) for each in _RECORDED_FRONT)
    subplot = Subplot(view.words("charts.units.km"), (line,), dots, low=0.0)
    return _chart(view, "german_front", subplot, sources=("EAS001", *_RECORDED_FRONT))


def stances(view: ViewModel, offices: tuple[str, ...] = DRAWN) -> Chart:
    """Return where some offices stand over the months, south below and north above: one lit, the rest quiet.

    Args:
        view: the world and the rest; the office that is looked at is lit, else the General Staff.
        offices: their ids, six at most.
    """
    lit = view.state.office or LIT
    drawn = offices if lit in offices else (*offices, lit)
    looks: tuple[tuple[Dash, str], ...] = (
        ("solid", "circle"), ("dashed", "triangle"), ("dotted", "rect"), ("dotted", "diamond"),
        ("dashed", "emptyCircle"), ("solid", "emptyRect"), ("solid", "emptyDiamond"),
    )  # fmt: skip
    lines = tuple(
        Line(
            office,
            view.words(f"offices.{office}.name"),
            _net(office),
            view.palette.north if office == lit else view.palette.quiet,
            "solid" if office == lit else dash,
            symbol,
            2,
            width=3.0 if office == lit else 1.0,
            is_told=office == lit,
            is_compared=office == lit,
        )
        for office, (dash, symbol) in zip(drawn, looks, strict=False)
    )
    zones = (
        (view.words("charts.months.northward"), view.palette.north),
        (view.words("charts.months.southward"), view.palette.south),
    )
    subplot = Subplot(view.words("charts.units.stance"), lines, low=-1.0, high=1.0, step=0.5, zones=zones)
    return _chart(view, "stances", subplot, sources=(), height=340, note=True)


def ripeness(view: ViewModel) -> Chart:
    """Return how ripe the persimmon looks to the General Staff, and between whom all offices lie."""
    words, colours = view.words, view.palette
    staff = Line(
        "ripeness", words("offices.AGS.name"), lambda month: 100.0 * month.seats["AGS"].ripeness,
        colours.ripe, digits=0, width=2.5, unit="%",
    )  # fmt: skip
    low = Line("lowest", words("charts.lines.lowest"), _ripest(min), colours.ripe)
    high = Line("highest", words("charts.lines.highest"), _ripest(max), colours.ripe)
    subplot = Subplot(
        words("charts.units.percent_ripe"), (staff,), low=0.0, high=100.0, step=25.0, band=(low, high)
    )
    ids = ("SOV083", "SOV085", "SOV086", "DEC019", "DEC020", "THE049")
    return _chart(view, "ripeness", subplot, sources=ids, note=True)


def _chart(
    view: ViewModel,
    name: str,
    *subplots: Subplot,
    sources: tuple[str, ...],
    marks: list[Mark] | None = None,
    height: int = 290,
    note: bool = False,
) -> Chart:
    said = view.words(f"charts.notes.{name}") if note else ""
    title = view.words(f"charts.titles.{name}")
    return month_chart(
        view, name, title, subplots, sources=sources, marks=marks or (), height=height, note=said
    )


def _true(view: ViewModel, signal: str, digits: int = 1, said: str = "true", *, symbol: str = "none") -> Line:
    name = view.words(f"charts.lines.{said}")
    return Line(signal, name, _signal(signal), view.palette.truth, symbol=symbol, digits=digits)


def _believed(
    view: ViewModel, name: str, digits: int = 1, said: str = "believed", *, symbol: str = "none"
) -> Line:
    words = view.words(f"charts.lines.{said}")
    return Line(
        f"{name}_believed", words, lambda month: month.believed[name], view.palette.belief, "dashed",
        symbol=symbol, digits=digits,
    )  # fmt: skip


def _signal(name: str) -> Callable[[Month], float]:
    return lambda month: month.signals[name]


def _percent(name: str) -> Callable[[Month], float]:
    return lambda month: 100.0 * month.signals[name]


def _net(office: str) -> Callable[[Month], float]:
    return lambda month: month.seats[office].net


def _ripest(choose: Callable[[list[float]], float]) -> Callable[[Month], float]:
    return lambda month: 100.0 * choose([seat.ripeness for seat in month.seats.values()])
