"""Many worlds: how they end, when, with how many divisions, and a map of two levers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import solara

from kantokuen.dashboard import commands, findings
from kantokuen.dashboard.charts.card import ChartCard, Charts
from kantokuen.dashboard.charts.compare import phase_heat
from kantokuen.dashboard.charts.spread import dates_histogram, peaks_histogram
from kantokuen.dashboard.charts.worlds import outcomes_bar
from kantokuen.dashboard.lever_panel import is_shown
from kantokuen.dashboard.results import by_turns, first_odds, in_common, odds_key
from kantokuen.dashboard.sections import section
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.state import SOME_WORLDS
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.dashboard.work import use_asked
from kantokuen.experiments.analyses.grid import PhaseGrid, phase_grid
from kantokuen.model.outcome import DATES
from kantokuen.model.parameters import PARAMETERS

CELL_WORLDS = 100
"""Worlds in each cell of a map."""


@solara.component
def WorldsPanel(session: Session, view: ViewModel) -> None:
    """The spread of outcomes, of dates and of peaks; below it the map."""
    words, palette, state = view.words, view.palette, view.state
    key, other_key = odds_key(state.question), odds_key(state.compared)
    now, then = (
        session.shown_odds(question) or first_odds(question) for question in (state.question, state.compared)
    )
    is_compared = key != other_key
    if is_compared:  # charts set worlds beside each other that are the same ones, and as many
        now, then = in_common(now, then)
    section(
        session,
        "worlds.html",
        finding=findings.worlds(now, words, are_futures=state.fork != ""),
        counts=[] if state.fork else [(str(each), words.number(each)) for each in SOME_WORLDS],
        chosen=str(state.worlds),
        behind=words.number(now.worlds),
    )
    days = {name: now.column(name) for name in DATES}
    grey_days = {name: then.column(name) for name in DATES} if is_compared else None
    grey_peaks = then.column("divisions_peak") if is_compared else None
    Charts(
        session,
        [
            outcomes_bar(now.outcomes, then.outcomes if is_compared else None, now.worlds, words, palette),
            dates_histogram(days, grey_days, words, palette),
            peaks_histogram(now.column("divisions_peak"), grey_peaks, words, palette),
        ],
    )
    PhaseMap(session, view)


@solara.component
def PhaseMap(session: Session, view: ViewModel) -> None:
    """A map of two levers of the visitor's choice; a cell opens as a scenario."""
    words, request = view.words, view.state.request
    x, y = view.state.axes
    levers = request.scenario.levers
    # the two levers of the map are its axes: what they are set to does not change it
    rest = request.scenario.replace({key: PARAMETERS[key].default for key in (x, y)})

    def draw(is_wanted: Callable[[], bool]) -> Iterator[PhaseGrid]:
        return by_turns(phase_grid(request, x, y, worlds=CELL_WORLDS), is_wanted)

    work = use_asked(draw, (view.state.of(scenario=rest).request, x, y))
    grid = work.value

    def pick(command: str) -> None:
        if command == "map:draw":
            work.ask()
        elif command == "map:cancel":
            work.cancel()
        else:
            commands.pick(session, command)

    def open_cell(place: int) -> None:
        if grid is not None and 0 <= place < grid.mean.size:
            row, column = divmod(place, len(grid.x_values))
            commands.open_with(session, {x: grid.x_values[column], y: grid.y_values[row]})

    section(
        session,
        "phase.html",
        on_pick=pick,
        levers=[
            (key, words.lever_name(key))
            for key, each in PARAMETERS.items()
            if key in {x, y} or is_shown(each, levers[key])
        ],
        x=x,
        y=y,
        done=0 if grid is None else grid.done,
        all=0 if grid is None else grid.mean.size,
        is_running=work.is_running,
        is_stopped=grid is not None and not work.is_running and grid.done < grid.mean.size,
        fault=str(work.fault) if work.fault else "",
        per_cell=words("worlds_panel.per_cell", n=words.number(CELL_WORLDS)),
    )
    if grid is not None and grid.done:
        chart = phase_heat(
            words.lever_name(x),
            words.lever_name(y),
            [words.lever_value(x, each) for each in grid.x_values],
            [words.lever_value(y, each) for each in grid.y_values],
            grid.mean,
            _nearest(grid, levers[x], levers[y]),
            words,
            view.palette,
        )
        ChartCard(session, chart, open_cell)


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
