"""One world as a story: the signals, who stood where, what was decided, and the verdict."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from rich import box
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from kantokuen.agents.profile import offices
from kantokuen.cli.console import Signs, gauge, signs_of
from kantokuen.cli.many_worlds import heading
from kantokuen.cli.offices import OFFICES

if TYPE_CHECKING:
    from kantokuen.experiments.results import Results

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ZONES = ((-0.6, "bold blue"), (-0.2, "blue"), (0.2, ""), (0.6, "red"), (1.01, "bold red"))
"""Upper end of the net stance (-1 south .. +1 north) of each zone of the strip, and its style."""
_HOW_TO_READ = (
    "km and Soviet div.: as they were; believed: by the General Staff, as is the persimmon; oil: months that "
    "the stock lasts; div. there / allowed: in Manchuria and Korea; days left: to order an attack in this "
    "season or, from mid-September, the next. Below, offices are listed where their stance has changed."
)
FULL_WIDTH = 100  # columns from which the strength of the Soviet Far East is shown in full

Period = Mapping[str, Any]


def show_story(console: Console, results: "Results") -> None:
    """Print one world: signals, stances, texts, orders and events by period, and the verdict."""
    signs = signs_of(console)
    console.print(heading(results.run))
    console.print(_drawn(results.drawn))
    console.print()
    by_month = results.run.cadence == "month"
    console.print(_signals(results.story, signs, by_month=by_month, is_wide=console.width >= FULL_WIDTH))
    console.print(Text(_HOW_TO_READ, style="dim"))
    console.print()
    _show_periods(console, results.story, signs, by_month=by_month)
    console.print()
    console.print(_legend())
    console.print()
    console.print(Panel(Text(results.verdict), title="Verdict", box=box.HEAVY, style="bold"))


def _drawn(levers: Mapping[str, float]) -> Text:
    """Say in what this world differs from the others of the scenario."""
    return Text("drawn for this world: " + ", ".join(f"{key} {value:.2f}" for key, value in levers.items()))


def _signals(story: Sequence[Period], signs: Signs, *, by_month: bool, is_wide: bool) -> Table:
    """Draw what the General Staff watched, a row per period."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, int(is_wide), 0, 0))
    table.add_column("", no_wrap=True)
    headers = ["km to\nMoscow", "Soviet\ndiv.", "be-\nlieved"]
    headers += ["thousand\nmen", "tanks", "air-\ncraft"] if is_wide else []
    for name in (*headers, "oil,\nmonths"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("sanc-\ntions", no_wrap=True)
    table.add_column("div. there\n/ allowed", justify="right", no_wrap=True)
    table.add_column("days\nleft", justify="right", no_wrap=True)
    table.add_column("persimmon", no_wrap=True)
    for period in story:
        see = period["signals"]
        km = see["german_km_to_moscow"]
        row = [_label(period["date"], by_month=by_month), "taken" if km <= 0 else f"{km:,.0f}"]
        row += [f"{see['soviet_divisions']:.1f}", f"{see['soviet_divisions_believed']:.1f}"]
        if is_wide:
            row += [f"{see['soviet_men'] / 1000:,.0f}", f"{see['soviet_tanks']:,.0f}"]
            row += [f"{see['soviet_aircraft']:,.0f}"]
        row += [f"{see['oil_months']:.1f}", _sanctions(see)]
        row += [f"{see['divisions_present']:.1f} / {see['divisions_sanctioned']:.0f}"]
        fruit = f"{gauge(see['ripeness'], 10, signs)} {see['ripeness']:4.0%}"
        table.add_row(*row, f"{max(see['days_left'], 0):.0f}", Text(fruit, style="dark_orange"))
    return table


def _show_periods(console: Console, story: Sequence[Period], signs: Signs, *, by_month: bool) -> None:
    """Print who stood where and what came of it; a period in which nothing changed takes no room."""
    before: list[list[str]] | None = None
    for period in story:
        zones = _zones(period["actors"])
        said = [
            (label, line)
            for label, key in (("text", "texts"), ("order", "orders"), ("event", "events"))
            for line in period[key]
        ]
        if zones == before and not said:
            continue
        console.print(_rule(_label(period["date"], by_month=by_month), console.width, signs))
        if zones != before:
            console.print(_strip(zones, console.width, signs))
        if said:
            console.print(_said(said))
        before = zones


def _rule(title: str, width: int, signs: Signs) -> Text:
    """Draw the head of a period, which is also the axis of its strip: south left, north right."""
    inner = width - len(f"south {signs.left} {title} {signs.right} north")
    left = signs.line * (inner // 2)
    right = signs.line * (inner - inner // 2)
    return Text.assemble(
        ("south ", "blue"),
        (f"{signs.left}{left}", "dim"),
        (f" {title} ", "bold"),
        (f"{right}{signs.right}", "dim"),
        (" north", "red"),
        no_wrap=True,
        overflow="crop",
    )


def _zones(actors: Mapping[str, Mapping[str, float]]) -> list[list[str]]:
    """Sort the offices into the five zones of the strip; within a zone they keep the order of the legend."""
    zones: list[list[str]] = [[] for _ in ZONES]
    for office in sorted(actors, key=list(offices()).index):
        net = actors[office]["net"]
        place = next((k for k, (end, _) in enumerate(ZONES) if net < end), len(ZONES) - 1)
        zones[place].append(office)
    return zones


def _strip(zones: Sequence[Sequence[str]], width: int, signs: Signs) -> Text:
    """Draw the zones side by side, each as many lines deep as it needs."""
    column = (width - len(ZONES) + 1) // len(ZONES)
    per_line = (column + 1) // 4
    lines = max(1, *(-(-len(zone) // per_line) for zone in zones))
    strip = Text(no_wrap=True, overflow="crop")
    for line in range(lines):
        for k, zone in enumerate(zones):
            here = zone[line * per_line : (line + 1) * per_line]
            strip.append(" ".join(f"{office:<3}" for office in here).ljust(column), style=ZONES[k][1])
            if k < len(zones) - 1:
                strip.append(signs.bar, style="dim")
        if line < lines - 1:
            strip.append("\n")
    return strip


def _said(said: Sequence[tuple[str, str]]) -> Table:
    """Draw the texts agreed, the orders given and the events, each under a hanging label."""
    styles = {"text": "bold", "order": "green", "event": "yellow"}
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=5, no_wrap=True)
    grid.add_column()
    for label, line in said:
        grid.add_row(Text(label, style=styles[label]), Text(line))
    return grid


def _legend() -> Text:
    words = [f"{office} {OFFICES.get(office, profile.title)}" for office, profile in offices().items()]
    return Text("; ".join(words) + ".", style="dim")


def _label(day: date, *, by_month: bool) -> str:
    month = f"{MONTHS[day.month - 1]} {day.year}"
    return month if by_month else f"{day.day:>2} {month}"


def _sanctions(see: Mapping[str, Any]) -> str:
    if see["embargo"]:
        return "no oil"
    return "freeze" if see["freeze"] else ""
