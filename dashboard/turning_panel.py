"""Turning points: fork from a day on, the smallest change that turns the world, and the baseline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from time import sleep
from typing import Any

import solara

from kantokuen.dashboard import commands, findings
from kantokuen.dashboard.charts.card import ChartCard, Charts
from kantokuen.dashboard.charts.compare import flips_bar
from kantokuen.dashboard.charts.futures import futures_bar
from kantokuen.dashboard.charts.months import month_charts
from kantokuen.dashboard.lever_panel import found_value
from kantokuen.dashboard.link import written
from kantokuen.dashboard.parting_panel import PartingPanel
from kantokuen.dashboard.results import Odds, by_turns, first_odds, odds_key
from kantokuen.dashboard.sections import section
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.state import Question, set_levers
from kantokuen.dashboard.verdict import interval
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.dashboard.work import AT_REST_SECONDS, use_asked, use_work
from kantokuen.experiments.analyses.flips import Flip, Search, search_flips
from kantokuen.experiments.odds import futures_by_period
from kantokuen.experiments.summary import shares
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.text.words import Words

_SHOWN = frozenset({"soviet_divisions", "ripeness", "stances", "oil_months"})
_MOST_FLIPS = 12
_FUTURES = 200
"""Futures of the world of the page from each month on."""


@solara.component
def TurningPanel(session: Session, view: ViewModel) -> None:
    """What would have had to be otherwise."""
    PartingPanel(session, view)
    Fork(session, view)
    StillOpen(session, view)
    Flips(session, view)
    words, state = view.words, view.state
    name = state.baseline_title or words(f"scenarios.{state.baseline.name}.title")
    levers = set_levers(state.baseline)
    if levers:
        name = f"{name} ({words('bar.changed', n=len(levers))})"
    section(session, "baseline.html", name=name, is_forked=bool(state.fork))


@solara.component
def Fork(session: Session, view: ViewModel) -> None:
    """Both histories from a day on, with the same chance."""
    words, state = view.words, view.state
    day = words.day(state.fork_day or state.days[view.index])
    changed = state.changed if state.fork else {}
    before = view.baseline or view.playback
    section(
        session,
        "fork.html",
        finding=findings.whatif(view),
        day=day,
        can_fork=state.can_fork,
        is_forked=bool(state.fork),
        changed=[f"{words.lever_name(key)}: {words.lever_value(key, v)}" for key, v in changed.items()],
        before=before.ending.in_words(words),
        after=view.playback.ending.in_words(words),
        odds_before=_odds(state.compared, session.odds_before.value, day, words) if state.fork else "",
        odds_after=_odds(state.question, session.odds.value, day, words) if changed else "",
    )
    if changed:
        charts = [each for each in month_charts(view) if each.name in _SHOWN]
        Charts(session, charts, {"month": partial(commands.go, session)})


def _odds(question: Question, known: tuple[object, Odds] | None, day: str, words: Words) -> str:
    """Say in how many futures the Army attacks: the same ones as in the verdict, once they are known."""
    odds = known[1] if known and known[0] == odds_key(question) else first_odds(question)
    attack = odds.attack
    bounds = interval(attack["low"], attack["high"], odds.worlds, words, are_futures=True)
    return words("whatif_panel.from_here", day=day, n=words.of_100(attack["share"]), interval=bounds)


@solara.component
def StillOpen(session: Session, view: ViewModel) -> None:
    """From each month on, in how many futures of this world the Army attacks."""
    words, request, world = view.words, view.state.request, view.state.world

    def play(is_wanted: Callable[[], bool]) -> Iterator[dict[int, Mapping[str, float]]]:
        sleep(AT_REST_SECONDS)
        found: dict[int, Mapping[str, float]] = {}
        for period, columns in by_turns(futures_by_period(request, _FUTURES, world=world), is_wanted):
            found[period] = shares(columns["outcome"])[OUTCOMES[0]]
            yield dict(found)

    work = use_work(play, (request, world))
    found = {period: each for period, each in (work.value or {}).items() if period <= view.known}
    done, whole = len(work.value or {}), len(view.state.days)
    if done < whole:

        def pick(command: str) -> None:
            if command == "open:cancel":
                work.cancel()
            else:
                commands.pick(session, command)

        section(
            session, "progress.html", on_pick=pick, is_running=work.is_running, done=done, all=whole,
            cancel="open:cancel",
        )  # fmt: skip
    chart = futures_bar(found, view.state.days, view.index, _FUTURES, words, view.palette)
    if view.state.fork:
        chart = replace(chart, subtitle=f"{chart.subtitle} {words('whatif_panel.unforked')}")
    ChartCard(session, chart, partial(commands.go, session))


@solara.component
def Flips(session: Session, view: ViewModel) -> None:
    """The smallest change of each lever that turns the world of the page."""
    words, request, world = view.words, view.state.request, view.state.world

    def search(is_wanted: Callable[[], bool]) -> Iterator[Search]:
        return by_turns(search_flips(request, world), is_wanted)

    work = use_asked(search, (request, world))
    found = work.value

    def pick(command: str) -> None:
        if command == "flips:search":
            work.ask()
        elif command == "flips:cancel":
            work.cancel()
        else:
            commands.pick(session, command)

    section(
        session,
        "flips.html",
        on_pick=pick,
        kinds=[] if found is None else _kinds(found, words),
        is_forked=bool(view.state.fork),
        is_complete=found is not None and found.done == found.whole and not work.is_running,
        is_stopped=found is not None and found.done < found.whole and not work.is_running,
        is_running=work.is_running,
        done=0 if found is None else found.done,
        all=1 if found is None else found.whole,
        fault=str(work.fault) if work.fault else "",
    )
    if found is not None:
        numbers = [each for each in found.flips if each.kind == "number" and each.realm != "theory"]
        bars = [
            (
                words.lever_name(each.key),
                *_ends(each, words),
                each.distance or 0.0,
            )
            for each in numbers[:_MOST_FLIPS]
        ]
        if bars:
            ChartCard(session, flips_bar(bars, words, view.palette))


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


def _ends(flip: Flip, words: Words) -> tuple[str, str]:
    """Write from what to what a lever moves, with all digits only where fewer would not tell them apart."""
    before, after = (found_value(flip.key, each, words) for each in (flip.before, flip.after))
    if before != after:
        return before, after
    return words.lever_value(flip.key, flip.before), words.lever_value(flip.key, flip.after)


def _told(flip: Flip, words: Words) -> dict[str, str]:
    share = "" if flip.distance is None else words.percent(flip.distance)
    if flip.distance is not None and flip.kind == "date":
        share = words("whatif_panel.days", n=words.number(flip.distance))
    before, after = _ends(flip, words)
    return {
        "name": words.lever_name(flip.key),
        "before": before,
        "after": after,
        "share": share,
        "outcome": words(f"outcomes.{flip.outcome}.name"),
        "pick": "" if flip.setting is None else f"try:{flip.key}={written(flip.setting)}",
    }
