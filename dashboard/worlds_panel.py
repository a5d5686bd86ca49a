"""Many worlds: how they end, when, with how many divisions, and a map of two levers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import solara

from kantokuen.dashboard import acts
from kantokuen.dashboard.answers import asked, by_turns, compared, first_odds
from kantokuen.dashboard.charted import ChartCard, Charts
from kantokuen.dashboard.charts.compare import phase_heat
from kantokuen.dashboard.charts.spread import dates_histogram, peaks_histogram
from kantokuen.dashboard.charts.worlds import outcomes_bar
from kantokuen.dashboard.choice import SOME_WORLDS, Choice
from kantokuen.dashboard.markup import render
from kantokuen.dashboard.scene import Scene
from kantokuen.dashboard.visit import Visit
from kantokuen.dashboard.widgets import Markup, use_work
from kantokuen.experiments.analyses.grid import PhaseGrid, phase_grid
from kantokuen.model.frames import DATES
from kantokuen.model.parameters import PARAMETERS

CELL_WORLDS = 100
"""Worlds in each cell of a map."""


@solara.component
def WorldsPanel(visit: Visit, scene: Scene) -> None:
    """The spread of outcomes, of dates and of peaks; below it the map."""
    words, palette, choice = visit.words, visit.palette, scene.choice
    question, other = asked(choice), compared(choice)
    refined = visit.odds.value
    now = refined[1] if refined and refined[0] == question.key else first_odds(question)
    then = None if question.key == other.key else first_odds(other).of_first(now.worlds)
    counts = [(str(each), words.number(each)) for each in SOME_WORLDS]
    html = render(
        "worlds.html",
        words=words,
        counts=[] if choice.fork else counts,
        chosen=str(choice.worlds),
        behind=words.number(now.worlds),
    )
    Markup(html=html, event_pick=partial(acts.pick, visit))
    days = {name: now.column(name) for name in DATES}
    grey_days = None if then is None else {name: then.column(name) for name in DATES}
    grey_peaks = None if then is None else then.column("divisions_peak")
    Charts(
        visit,
        [
            outcomes_bar(now.outcomes, then.outcomes if then else None, now.worlds, words, palette),
            dates_histogram(days, grey_days, words, palette),
            peaks_histogram(now.column("divisions_peak"), grey_peaks, words, palette),
        ],
    )
    PhaseMap(visit, choice)


@solara.component
def PhaseMap(visit: Visit, choice: Choice) -> None:
    """A map of two levers of the visitor's choice; a cell opens as a scenario."""
    words = visit.words
    question = asked(choice)
    x, y = choice.axes
    asks, set_asks = solara.use_state(0)
    # the two levers of the map are its axes: what they are set to does not change it
    rest = tuple(each for each in question.history.identity[1] if each[0] not in choice.axes)
    key = (question.history.scenario, rest, question.seed, question.lens, question.cadence, x, y)
    wanted, set_wanted = solara.use_state(key)

    def draw(is_wanted: Callable[[], bool]) -> Iterator[PhaseGrid]:
        return by_turns(phase_grid(question.run(), x, y, worlds=CELL_WORLDS), is_wanted)

    is_asked = asks > 0 and wanted == key
    work = use_work(draw if is_asked else None, (key, asks))
    grid = work.value if is_asked else None

    def pick(command: str) -> None:
        if command == "map:draw":
            set_wanted(key)
            set_asks(asks + 1)
        elif command == "map:cancel":
            work.cancel()
        else:
            acts.pick(visit, command)

    def open_cell(place: int) -> None:
        if grid is not None and 0 <= place < grid.mean.size:
            row, column = divmod(place, len(grid.x_values))
            acts.open_cell(visit, grid.x_values[column], grid.y_values[row])

    levers = [(each, words.lever_name(each)) for each in PARAMETERS]
    html = render(
        "phase.html",
        words=words,
        levers=levers,
        x=x,
        y=y,
        done=0 if grid is None else grid.done,
        all=0 if grid is None else grid.mean.size,
        is_running=work.is_running,
        is_stopped=grid is not None and not work.is_running and grid.done < grid.mean.size,
        fault=str(work.fault) if work.fault else "",
        per_cell=words("worlds_panel.per_cell", n=words.number(CELL_WORLDS)),
    )
    Markup(html=html, event_pick=pick)
    if grid is not None and grid.done:
        levers_now = question.history.case().levers
        chart = phase_heat(
            words.lever_name(x),
            words.lever_name(y),
            [words.lever_value(x, each) for each in grid.x_values],
            [words.lever_value(y, each) for each in grid.y_values],
            grid.mean,
            _nearest(grid, levers_now[x], levers_now[y]),
            words,
            visit.palette,
        )
        ChartCard(visit, chart, open_cell)


def _nearest(grid: PhaseGrid, x: object, y: object) -> tuple[int, int] | None:
    """Return the cell, column and row, in which the levers stand now; None where there is none."""
    places = []
    for values, now in ((grid.x_values, x), (grid.y_values, y)):
        if now in values:
            places.append(values.index(now))
            continue
        numbers = [
            (abs(each - now), k)
            for k, each in enumerate(values)
            if isinstance(each, int | float) and isinstance(now, int | float)
        ]
        if not numbers:
            return None
        places.append(min(numbers)[1])
    return places[0], places[1]
