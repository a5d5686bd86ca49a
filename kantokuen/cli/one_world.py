"""One world as a story: the signals, who stood where, what was decided, and the verdict."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from kantokuen.agents.profile import offices
from kantokuen.cli.console import Signs, gauge, signs_of
from kantokuen.cli.many_worlds import heading
from kantokuen.cli.prose import Prose
from kantokuen.model.text.words import Words

if TYPE_CHECKING:
    from kantokuen.experiments.results import Results
    from kantokuen.model.story import Story

ZONES = ((-0.6, "bold blue"), (-0.2, "blue"), (0.2, ""), (0.6, "red"), (1.01, "bold red"))
"""Upper end of the net stance (-1 south .. +1 north) of each zone of the strip, and its style."""
FULL_WIDTH = 100  # columns from which the strength of the Soviet Far East is shown in full

_GAUGE = 20  # signs of the gauge

Period = Mapping[str, Any]


def show_story(console: Console, results: "Results", words: Words) -> None:
    """Print one world: signals, stances, texts, orders and events by period, and the verdict."""
    signs = signs_of(console)
    told = cast("Story", results.told)
    story = told.tell(words.language)
    by_month = results.run.cadence == "month"
    names = [_label(period["date"], words, by_month=by_month) for period in story]
    console.print(Prose(heading(results.run, words)))
    console.print(Prose(_drawn(results.drawn, words)))
    if results.posterior:
        console.print(Prose(words("run.posterior")))
    console.print()
    console.print(_signals(names, story, words, is_wide=console.width >= FULL_WIDTH))
    console.print(Prose(words("story.how_to_read"), style="dim"))
    console.print()
    console.print(_persimmon(names, story, signs, words))
    console.print(Prose(_picking_points(names, story, words), style="dim"))
    console.print()
    _show_periods(console, names, story, signs, words)
    console.print()
    console.print(Prose(_legend(words)))
    console.print()
    verdict = Prose(told.verdict(words.language))
    console.print(Panel(verdict, title=words("story.verdict"), box=box.HEAVY, style="bold"))


def _drawn(levers: Mapping[str, float], words: Words) -> Text:
    """Say in what this world differs from the others of the scenario."""
    told = ", ".join(f"{key} {value:.2f}" for key, value in levers.items())
    return Text(words("story.drawn", levers=told))


def _signals(names: Sequence[str], story: Sequence[Period], words: Words, *, is_wide: bool) -> Table:
    """Draw what the General Staff watched, a row per period."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1 + int(is_wide), 0, 0))
    table.add_column("", no_wrap=True)
    strength = ("men", "tanks", "aircraft") if is_wide else ()
    for name in ("km", "soviet", "believed", *strength, "oil", "sanctions", "divisions", "days"):
        is_text = name == "sanctions"
        table.add_column(words(f"story.signals.{name}"), justify="left" if is_text else "right", no_wrap=True)
    for name, period in zip(names, story, strict=True):
        see = period["signals"]
        km = see["german_km_to_moscow"]
        row = [name, words("story.taken") if km <= 0 else f"{km:,.0f}"]
        row += [f"{see['soviet_divisions']:.1f}", f"{see['soviet_divisions_believed']:.1f}"]
        if is_wide:
            row += [f"{see['soviet_men'] / 1000:,.0f}", f"{see['soviet_tanks']:,.0f}"]
            row += [f"{see['soviet_aircraft']:,.0f}"]
        row += [f"{see['oil_months']:.1f}", _sanctions(see, words)]
        row += [f"{see['divisions_present']:.1f} / {see['divisions_sanctioned']:.0f}"]
        table.add_row(*row, f"{max(see['days_left'], 0):.0f}")
    return table


def _persimmon(names: Sequence[str], story: Sequence[Period], signs: Signs, words: Words) -> Table:
    """Draw how ripe the General Staff finds the fruit, and who would pick it, a row per period."""
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", no_wrap=True)
    table.add_column(words("story.persimmon"), no_wrap=True)
    table.add_column(words("story.would_pick"), overflow="fold")
    for name, period in zip(names, story, strict=True):
        actors, ripe = period["actors"], period["signals"]["ripeness"]
        points = [each["picks_at"] for each in actors.values()]
        fruit = f"{gauge(ripe, _GAUGE, signs, points)} {ripe:4.0%}"
        table.add_row(name, Text(fruit, style="dark_orange"), _who_would_pick(actors, words))
    return table


def _who_would_pick(actors: Mapping[str, Mapping[str, float]], words: Words) -> str:
    """Name the offices in whose own eyes the fruit has reached their picking point, in their order.

    To one that knows the regime to have fallen it is wholly ripe, and no picking point lies that high.
    """
    pickers = [each for each in offices() if actors[each]["ripeness"] >= actors[each]["picks_at"]]
    if len(pickers) == len(actors):
        return words("story.all_pick")
    return " ".join(pickers) or words("story.nobody_picks")


def _picking_points(names: Sequence[str], story: Sequence[Period], words: Words) -> str:
    """Say at what ripeness each office would pick, the greenest first, and where a new person changes it."""
    first = {office: each["picks_at"] for office, each in story[0]["actors"].items()}
    by_point: dict[str, list[str]] = {}
    for office in sorted(offices(), key=first.__getitem__):
        by_point.setdefault(f"{100 * first[office]:.0f}", []).append(office)
    told = [
        words("story.picking_point", n=point, offices=" ".join(those)) for point, those in by_point.items()
    ]
    for (_, before), (name, after) in pairwise(zip(names, story, strict=True)):
        for office in offices():
            point = after["actors"][office]["picks_at"]
            if point != before["actors"][office]["picks_at"]:
                told.append(
                    words("story.picks_later", n=f"{100 * point:.0f}", office=office, period=name.strip())
                )
    return words("story.picking_points", points=words("story.between_offices").join(told))


def _show_periods(
    console: Console, names: Sequence[str], story: Sequence[Period], signs: Signs, words: Words
) -> None:
    """Print who stood where and what came of it; a period in which nothing changed takes no room."""
    before: list[list[str]] | None = None
    for name, period in zip(names, story, strict=True):
        zones = _zones(period["actors"])
        said = [
            (kind, line)
            for kind, key in (("text", "texts"), ("order", "orders"), ("event", "events"))
            for line in period[key]
        ]
        if zones == before and not said:
            continue
        console.print(_rule(name, console.width, signs, words))
        if zones != before:
            console.print(_strip(zones, console.width, signs))
        if said:
            console.print(_said(said, words))
        before = zones


def _rule(title: str, width: int, signs: Signs, words: Words) -> Text:
    """Draw the head of a period, which is also the axis of its strip: south left, north right."""
    south, north = words("story.south"), words("story.north")
    inner = width - cell_len(f"{south} {signs.left} {title} {signs.right} {north}")
    left = signs.line * (inner // 2)
    right = signs.line * (inner - inner // 2)
    return Text.assemble(
        (f"{south} ", "blue"),
        (f"{signs.left}{left}", "dim"),
        (f" {title} ", "bold"),
        (f"{right}{signs.right}", "dim"),
        (f" {north}", "red"),
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


def _said(said: Sequence[tuple[str, str]], words: Words) -> Table:
    """Draw the texts agreed, the orders given and the events, each under a hanging label."""
    styles = {"text": "bold", "order": "green", "event": "yellow"}
    labels = {kind: words(f"story.kinds.{kind}") for kind in styles}
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=max(map(cell_len, labels.values())), no_wrap=True)
    grid.add_column(overflow="fold")
    for kind, line in said:
        grid.add_row(Text(labels[kind], style=styles[kind]), Prose(line))
    return grid


def _legend(words: Words) -> Text:
    told = [f"{office} {words(f'offices.{office}.name')}" for office in offices()]
    return Text(words("story.offices", offices=words("story.between_offices").join(told)), style="dim")


def _label(day: date, words: Words, *, by_month: bool) -> str:
    month = words.month(day)
    return month if by_month else words("story.day", day=f"{day.day:>2}", month=month)


def _sanctions(see: Mapping[str, Any], words: Words) -> str:
    if see["embargo"]:
        return words("story.embargo")
    return words("story.freeze") if see["freeze"] else ""
