"""Making a report: everything that the file holds, in both languages, and the file itself."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from functools import partial
from importlib.resources import files
from typing import Any, Final

from kantokuen.dashboard import verdict
from kantokuen.dashboard.credit import cite
from kantokuen.dashboard.endings import DOTS, ENDINGS
from kantokuen.dashboard.evidence_rows import evidence_rows, ranked
from kantokuen.dashboard.fonts import embedded_faces
from kantokuen.dashboard.link import write_link
from kantokuen.dashboard.markup import Markup, render
from kantokuen.dashboard.opening import TESTS
from kantokuen.dashboard.palette import PALETTES, SANS, SERIF, Palette, css_variables
from kantokuen.dashboard.pictures.dots import mark
from kantokuen.dashboard.pictures.fruit import fruit
from kantokuen.dashboard.pictures.persimmon import persimmon, persimmon_text
from kantokuen.dashboard.pictures.roads import roads
from kantokuen.dashboard.pictures.table import council_table
from kantokuen.dashboard.pictures.theatre import theatre, theatre_ground, theatre_text
from kantokuen.dashboard.pictures.why import why_text
from kantokuen.dashboard.playback import Month, Seat
from kantokuen.dashboard.report.colours import SHARED, Colours
from kantokuen.dashboard.report.grid import Axis, Grid
from kantokuen.dashboard.results import first_odds
from kantokuen.dashboard.state import State
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.experiments.runner import Run
from kantokuen.model.grounds import grounds_of_office, grounds_of_part
from kantokuen.model.parameters import Value
from kantokuen.model.text.languages import LANGUAGE_NAMES, LANGUAGES
from kantokuen.model.text.words import Words

_LATIN: Final = f'<svg font-family="{SANS} {SERIF}"><text font-weight="600">Aa</text></svg>'
"""What names the fonts that go along; the Japanese ones are the reader's."""

STEPS: Final = 4
"""Places of a slider from one stop of a lever to the next."""


def report(run: Run, grid: Grid, *, world: int = 0, title: str = "", language: str = LANGUAGES[0]) -> str:
    """Return a report as HTML: one file without anything from elsewhere.

    Args:
        run: the scenario, its seed, lens and ensemble.
        grid: of its levers.
        world: which world is told, counted from 0.
        title: of the scenario, empty for that of a shipped one.
        language: in which it opens.

    Raises:
        InputError: the world cannot be played.
    """
    colours = Colours()
    state = State(request=run, baseline=run.scenario, title=title, world=world)
    tongues = [_told(replace(state, language=each), grid, colours) for each in LANGUAGES]
    drawn = [_marks(colours), *(each.pop("ground") for each in tongues)]
    return render(
        "report.html",
        words=Words.of(language),
        language=language,
        languages=list(LANGUAGE_NAMES.items()),
        tongues=tongues,
        marks=Markup("".join(drawn)),
        style=Markup(css_variables() + embedded_faces(_LATIN) + colours.style() + _file("report.css")),
        script=Markup(_file("report.js")),
        data=Markup(_safe(_data(grid))),
    )


def _file(name: str) -> str:
    return (files("kantokuen.dashboard.report") / name).read_text(encoding="utf-8")


def _safe(data: dict[str, Any]) -> str:
    """Return data as JSON that ends no script."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _data(grid: Grid) -> dict[str, Any]:
    """Return what the script needs to answer: stops, errors, and the counts of all cells."""
    return {
        "steps": STEPS,
        "dots": DOTS,
        "worlds": grid.worlds,
        "slack": grid.slack,
        "endings": list(ENDINGS),
        "counts": base64.b64encode(grid.counts.astype("<u2").tobytes()).decode(),
        "levers": [
            {
                "own": axis.own,
                "between": [axis.is_between(stop) for stop in range(len(axis.stops))],
                "stops": {each: _stops(axis, Words.of(each)) for each in LANGUAGES},
            }
            for axis in grid.axes
        ],
        "texts": {
            each: {
                name: Words.of(each)._texts[f"report.{name}"]  # noqa: SLF001  (filled in by the script)
                for name in ("between", "answer", "played", "interpolated", "change", "same")
            }
            for each in LANGUAGES
        },
    }


def _stops(axis: Axis, words: Words) -> list[str]:
    return [_stop(axis.key, each, words) for each in axis.stops]


def _stop(key: str, value: Value, words: Words) -> str:
    return words.lever_value(key, value)


def _marks(colours: Colours) -> str:
    return "".join(
        f'<symbol id="{SHARED}{each}" viewBox="-8 -8 16 16">{colours.drawn(partial(mark, each))}</symbol>'
        for each in ENDINGS
    )


def _told(state: State, grid: Grid, colours: Colours) -> dict[str, Any]:
    """Return all that is told in one language."""
    view = ViewModel.of(state, PALETTES["light"])
    words, run = view.words, state.request
    ground = f"{SHARED}ground-{state.language}"
    odds = first_odds(state.question)
    name = state.title or words(f"scenarios.{run.scenario.name}.title")
    return {
        "language": state.language,
        "words": words,
        "name": name,
        "about": words.scenario_text(run.scenario.name) if not state.title else "",
        "roads": Markup(colours.drawn(lambda palette: roads(words, palette))),
        "fruit": Markup(colours.drawn(lambda palette: fruit(words, palette))),
        "tests": [words(f"opening.tests.{each}") for each in TESTS],
        "ground": f'<g id="{ground}">{colours.drawn(lambda palette: theatre_ground(words, palette))}</g>',
        "headline": verdict.commonest(odds, words),
        "endings": [
            (each, words(f"endings.{each}.name"), words.number(100.0 * share, 1))
            for each, share in zip(ENDINGS, grid.shares([axis.own for axis in grid.axes]), strict=True)
        ],
        "levers": [
            {
                "name": words.lever_name(axis.key),
                "help": words.lever_help(axis.key),
                "own": _stop(axis.key, axis.stops[axis.own], words),
                "most": STEPS * (len(axis.stops) - 1),
                "at": STEPS * axis.own,
                "first": _stop(axis.key, axis.stops[0], words),
                "last": _stop(axis.key, axis.stops[-1], words),
            }
            for axis in grid.axes
        ],
        "cells": words.number(grid.counts[..., 0].size),
        "worlds": words.number(grid.worlds),
        "error": words(
            "report.errors",
            checked=words.number(grid.checked),
            largest=words.number(100.0 * grid.largest, 1),
            usual=words.number(100.0 * grid.usual, 1),
            slack=words.number(100.0 * grid.slack, 1),
        )
        if grid.checked
        else "",
        "ending": view.playback.ending.in_words(words),
        "months": [_month(view, month, colours, ground) for month in view.months],
        "credit": [
            words(
                "credit.world",
                world=state.world,
                seed=run.seed,
                lens=words(f"lenses.{run.lens}.name"),
                drawn=words(f"ensembles.{run.ensemble}.drawn"),
            ),
            cite(words),
            words("report.link", query=write_link(state)),
        ],
        "sources": ranked(evidence_rows(_cited(view), words)),
    }


def _month(view: ViewModel, month: Month, colours: Colours, ground: str) -> dict[str, Any]:
    words, looks = view.words, replace(view, index=view.months.index(month)).looks

    def drawn_map(palette: Palette) -> str:
        return theatre(month, words, palette).replace(
            theatre_ground(words, palette), f'<use href="#{ground}"/>'
        )

    sentence, rows = theatre_text(month, words)
    return {
        "name": view.name(month.date),
        "day": month.date.isoformat(),
        "events": [
            (words(f"events.kinds.{each.kind}"), words.day(each.day), words.event(each))
            for each in month.events
        ],
        "map": Markup(colours.drawn(drawn_map)),
        "sentence": sentence,
        "rows": rows,
        "fruit": Markup(colours.drawn(lambda palette: persimmon(month, words, palette, **looks))),
        "ripe": persimmon_text(month, words, **looks),
        "table": Markup(colours.drawn(lambda palette: council_table(month, words, palette, selected=None))),
        "offices": [_office(seat, words) for seat in month.seats.values()],
    }


def _office(seat: Seat, words: Words) -> dict[str, Any]:
    head, *rows = why_text(seat, words)
    return {
        "name": words(f"offices.{seat.office}.name"),
        "person": words(f"persons.{seat.person}"),
        "net": words.number(seat.net, 2),
        "head": head,
        "rows": rows,
    }


def _cited(view: ViewModel) -> list[str]:
    """Return the evidence on which offices and what they weigh rest, each once."""
    seats = view.months[0].seats.values()
    found: dict[str, None] = {}
    for seat in seats:
        found |= dict.fromkeys(grounds_of_office(seat.office))
        for part in {**seat.parts_north, **seat.parts_south}:
            found |= dict.fromkeys(grounds_of_part(part, seat.office))
    return list(found)
