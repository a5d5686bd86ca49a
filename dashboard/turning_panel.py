"""Turning points: fork at a month, the smallest change that turns the world, and the baseline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from time import sleep
from typing import Any

import solara

from kantokuen.dashboard import acts
from kantokuen.dashboard.answers import asked, by_turns, compared, first_odds
from kantokuen.dashboard.charted import ChartCard, Charts
from kantokuen.dashboard.charts.compare import flips_bar
from kantokuen.dashboard.charts.futures import futures_bar
from kantokuen.dashboard.charts.months import month_charts
from kantokuen.dashboard.choice import Choice, fork_index, moment_index, sittings
from kantokuen.dashboard.markup import render
from kantokuen.dashboard.scene import Scene, name_of
from kantokuen.dashboard.visit import Visit
from kantokuen.dashboard.widgets import Markup, use_work
from kantokuen.dashboard.words import Words
from kantokuen.experiments.analyses.flips import Flip, Search, search_flips
from kantokuen.experiments.odds import futures_by_period
from kantokuen.experiments.summary import shares
from kantokuen.model.outcome import OUTCOMES

_SHOWN = frozenset({"soviet_divisions", "ripeness", "stances", "oil_months"})
_MOST_FLIPS = 12
_AT_REST_SECONDS = 0.25
_FUTURES = 200
"""Futures of the world of the page from each month on."""


@solara.component
def TurningPanel(visit: Visit, scene: Scene) -> None:
    """What would have had to be otherwise."""
    Fork(visit, scene)
    StillOpen(visit, scene)
    Flips(visit, scene.choice)
    words = visit.words
    history = scene.choice.baseline
    name = history.title or words(f"scenarios.{history.scenario}.title")
    if history.levers:
        name = f"{name} ({words('bar.changed', n=len(history.levers))})"
    html = render("baseline.html", words=words, name=name, is_forked=bool(scene.choice.fork))
    Markup(html=html, event_pick=partial(acts.pick, visit))


@solara.component
def Fork(visit: Visit, scene: Scene) -> None:
    """Both histories from a month on, with the same chance."""
    words, choice = visit.words, scene.choice
    period = fork_index(choice)
    day = sittings(choice.cadence)[moment_index(choice) if period is None else period]
    month = name_of(day, choice, words)
    html = render(
        "fork.html",
        words=words,
        month=month,
        is_forked=period is not None,
        changed=[
            f"{words.lever_name(key)}: {words.lever_value(key, v)}" for key, v in choice.changed.items()
        ],
        before=scene.baseline.ending.in_words(words),
        after=scene.summer.ending.in_words(words),
        odds_before=_odds(compared(choice), month, words) if period is not None else "",
        odds_after=_odds(asked(choice), month, words) if choice.changed else "",
    )
    Markup(html=html, event_pick=partial(acts.pick, visit))
    if choice.changed:
        charts = month_charts(scene.summer, scene.baseline, scene.index, words, visit.palette)
        Charts(visit, [each for each in charts if each.name in _SHOWN], {"month": partial(acts.go, visit)})


def _odds(question: Any, month: str, words: Words) -> str:
    odds = first_odds(question)
    low, high = (words.of_100(odds.attack[end]) for end in ("low", "high"))
    n, worlds = words.of_100(odds.attack["share"]), words.number(odds.worlds)
    return words("whatif_panel.from_here", month=month, n=n, low=low, high=high, worlds=worlds)


@solara.component
def StillOpen(visit: Visit, scene: Scene) -> None:
    """From each month on, in how many futures of this world the Army attacks."""
    question = asked(scene.choice)
    key = (*question.history.identity, question.seed, question.world, question.lens, question.cadence)

    def play(is_wanted: Callable[[], bool]) -> Iterator[list[Mapping[str, float]]]:
        sleep(_AT_REST_SECONDS)
        found: list[Mapping[str, float]] = []
        for columns in by_turns(futures_by_period(question.run(), _FUTURES, world=question.world), is_wanted):
            found.append(shares(columns["outcome"])[OUTCOMES[0]])
            yield list(found)

    work = use_work(play, key)
    days = sittings(scene.choice.cadence)
    words = visit.words
    chart = futures_bar(work.value or [], days, scene.index, _FUTURES, words, visit.palette)
    if scene.choice.fork:
        chart = replace(chart, subtitle=f"{chart.subtitle} {words('whatif_panel.unforked')}")
    ChartCard(visit, chart, partial(acts.go, visit))


@solara.component
def Flips(visit: Visit, choice: Choice) -> None:
    """The smallest change of each lever that turns the world of the page."""
    words = visit.words
    question = asked(choice)
    key = (*question.history.identity, question.seed, question.world, question.lens, question.cadence)
    asks, set_asks = solara.use_state(0)
    wanted, set_wanted = solara.use_state(key)

    def search(is_wanted: Callable[[], bool]) -> Iterator[Search]:
        return by_turns(search_flips(question.run(), question.world), is_wanted)

    is_asked = asks > 0 and wanted == key
    work = use_work(search if is_asked else None, (key, asks))
    found = work.value if is_asked else None

    def pick(command: str) -> None:
        if command == "flips:search":
            set_wanted(key)
            set_asks(asks + 1)
        elif command == "flips:cancel":
            work.cancel()
        else:
            acts.pick(visit, command)

    kinds = [] if found is None else _kinds(found, words)
    html = render(
        "flips.html",
        words=words,
        kinds=kinds,
        is_forked=bool(choice.fork),
        is_complete=found is not None and found.done == found.whole and not work.is_running,
        is_stopped=found is not None and found.done < found.whole and not work.is_running,
        is_running=work.is_running,
        done=0 if found is None else found.done,
        all=1 if found is None else found.whole,
        fault=str(work.fault) if work.fault else "",
    )
    Markup(html=html, event_pick=pick)
    if found is not None:
        numbers = [each for each in found.flips if each.kind == "number" and each.realm != "theory"]
        if numbers:
            ChartCard(visit, flips_bar(_bars(numbers[:_MOST_FLIPS], words), words, visit.palette))


def _kinds(found: Search, words: Words) -> list[dict[str, Any]]:
    """Return the flips by kind, the nearest first: numbers and days, decisions, and other theories."""
    history = [each for each in found.flips if each.realm != "theory"]
    sorts = {
        "flip_numbers": [each for each in history if each.kind != "decision"],
        "flip_switches": [each for each in history if each.kind == "decision"],
        "flip_theory": [each for each in found.flips if each.realm == "theory"],
    }
    return [
        {
            "title": words(f"whatif_panel.{title}"),
            "rows": [_told(each, words) for each in flips[:_MOST_FLIPS]],
        }
        for title, flips in sorts.items()
    ]


def _told(flip: Flip, words: Words) -> dict[str, str]:
    setting = flip.setting
    return {
        "name": words.lever_name(flip.key),
        "before": words.lever_value(flip.key, flip.before),
        "after": words.lever_value(flip.key, flip.after),
        "share": _distance(flip, words),
        "outcome": words(f"outcomes.{flip.outcome}.name"),
        "pick": "" if setting is None else f"try:{flip.key}={_plain(setting)}",
    }


def _distance(flip: Flip, words: Words) -> str:
    if flip.distance is None:
        return ""
    if flip.kind == "date":
        return words("whatif_panel.days", n=words.number(flip.distance))
    return words.percent(flip.distance)


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _bars(flips: list[Flip], words: Words) -> list[tuple[str, str, str, float]]:
    return [
        (
            words.lever_name(each.key),
            words.lever_value(each.key, each.before),
            words.lever_value(each.key, each.after),
            each.distance or 0.0,
        )
        for each in flips
    ]
