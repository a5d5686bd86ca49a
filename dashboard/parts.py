"""The standing parts of the page: the bar, the levers, the verdict, the months."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from time import sleep
from typing import Any

import solara

from kantokuen.dashboard import acts, verdict
from kantokuen.dashboard.answers import Odds, asked, compared, first_odds, in_common, refined_odds, summer_of
from kantokuen.dashboard.choice import MOST_WORLD, THEMES, Choice, fork_index, sittings
from kantokuen.dashboard.lever_panel import groups
from kantokuen.dashboard.markup import Markup as Safe
from kantokuen.dashboard.markup import render
from kantokuen.dashboard.pictures.persimmon import persimmon, persimmon_text
from kantokuen.dashboard.records import Month, Summer
from kantokuen.dashboard.scene import Scene, name_of
from kantokuen.dashboard.visit import Visit
from kantokuen.dashboard.widgets import Levers, Markup, Timeline, use_work
from kantokuen.dashboard.words import LANGUAGE_NAMES, Words
from kantokuen.model.limits import CADENCES, LENSES
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.scenario import Scenario

_AT_REST_SECONDS = 0.25
_RIPE_FACTS = ("SOV083", "JPN086", "CHR024")
"""Evidence of what the fruit was to be measured by."""

_WINTER = frozenset({11, 12, 1, 2, 3})
_QUARTERS = frozenset({4, 7, 10, 1})
_LAST_THIRD = 20


@solara.component
def Bar(visit: Visit, choice: Choice) -> None:
    """The head of the page: what is played, and the page's own settings."""
    words = visit.words
    history = choice.history
    scenarios = [(name, words(f"scenarios.{name}.title")) for name in Scenario.names()]
    description = words.scenario_text(history.scenario)
    if history.title:
        description = words("bar.own_scenario", title=history.title)
    if history.levers:
        changed = words("bar.changed", n=len(history.levers))
        description = words("bar.with_changes", changed=changed, description=description)
    html = render(
        "bar.html",
        words=words,
        scenarios=scenarios,
        scenario=history.scenario,
        lenses=[(name, words(f"lenses.{name}.name")) for name in LENSES],
        lens=choice.lens,
        cadences=[(name, words(f"bar.{name}")) for name in CADENCES],
        cadence=choice.cadence,
        world=choice.world,
        most_world=MOST_WORLD,
        seed=choice.seed,
        languages=list(LANGUAGE_NAMES.items()),
        language=choice.language,
        other="ja" if choice.language == "en" else "en",
        themes=[(name, words(f"bar.{name}")) for name in THEMES],
        theme=choice.theme,
        description=description,
    )
    Markup(html=html, event_pick=partial(acts.pick, visit))


@solara.component
def Faults(visit: Visit) -> None:
    """What could not be used, and why."""
    words = visit.words
    blame = visit.blame.value
    lead = words(blame.lead, name=blame.name)
    html = render("faults.html", words=words, faults=blame.faults, has_more=blame.has_more, lead=lead)
    Markup(html=html, event_pick=partial(acts.pick, visit))


@solara.component
def Side(visit: Visit, choice: Choice) -> None:
    """The levers."""
    words = visit.words
    question = asked(choice)

    def shown() -> str:
        return json.dumps(groups(choice, dict(summer_of(question).drawn), words))

    levers = solara.use_memo(shown, [question.key, choice.world, choice.fork, choice.language])
    names = ("open", "find", "none", "how", "on_a_day", "a_number", "about", "source", "back", "past")
    with solara.Div(classes=["side"]):
        Markup(
            html=render("side.html", words=words, choice=choice, month=_fork_month(choice, words)),
            event_pick=partial(acts.pick, visit),
        )
        Levers(
            groups=levers,
            words={name: words(f"levers_panel.{name}") for name in names},
            language=choice.language,
            answered=visit.answered.value,
            event_move=partial(acts.move, visit),
            event_pick=partial(acts.pick, visit),
        )


def _fork_month(choice: Choice, words: Words) -> str:
    period = fork_index(choice)
    return "" if period is None else name_of(sittings(choice.cadence)[period], choice, words)


@solara.component
def Verdict(visit: Visit, scene: Scene) -> None:
    """The persimmon, how likely Kantokuen is to go forward, and how this world ends."""
    words, palette, choice = visit.words, visit.palette, scene.choice
    question, other = asked(choice), compared(choice)
    first = solara.use_memo(lambda: first_odds(question), [question.key])
    before = solara.use_memo(lambda: first_odds(other), [other.key])
    wanted = choice.worlds

    def refine(is_wanted: Callable[[], bool]) -> Iterator[tuple[Odds, Odds]]:
        sleep(_AT_REST_SECONDS)
        found, compared_with = first, before
        for found in refined_odds(question, wanted, is_wanted):
            yield found, compared_with
        for compared_with in refined_odds(other, wanted, is_wanted):
            yield found, compared_with

    work = use_work(refine, (question.key, other.key, wanted))
    now, then = work.value or (first, before)
    both = None if question.key == other.key else in_common(now, then)
    are_futures = question.fork is not None

    def share_odds() -> None:
        visit.odds.value = (question.key, now)

    solara.use_effect(share_odds, [now])
    month = scene.month
    has_fallen = _has_gone_forward(scene.summer, month)
    is_winter = month.date.month in _WINTER
    html = render(
        "verdict.html",
        words=words,
        persimmon=Safe(persimmon(month, words, palette, has_fallen=has_fallen, is_winter=is_winter)),
        saves=saves(visit, "persimmon", words("verdict_panel.title"), ",".join(_RIPE_FACTS)),
        persimmon_text=persimmon_text(month, words, has_fallen=has_fallen, is_winter=is_winter),
        has_fallen=has_fallen,
        odds=now,
        share=words.percent(now.attack["share"], 1),
        sentence=verdict.odds(now.attack["share"], now.worlds, words, are_futures=are_futures),
        before=None if both is None else both[1].attack["share"],
        interval=verdict.interval(
            now.attack["low"], now.attack["high"], now.worlds, words, are_futures=are_futures
        ),
        is_refining=work.is_running,
        difference="" if both is None else _difference(*both, words),
        lead=_lead(choice, words),
        world=_world(choice, words),
        ending=scene.summer.ending.in_words(words),
        baseline_ending=_grey_ending(scene, words),
    )
    visit.pictures["persimmon"] = lambda: persimmon(
        month, words, palette, has_fallen=has_fallen, is_winter=is_winter
    )
    Markup(html=html, event_pick=partial(acts.pick, visit))


def saves(visit: Visit, name: str, title: str, sources: str = "") -> Safe:
    """Return the buttons that save a picture and show what it rests on."""
    return Safe(render("saves.html", words=visit.words, name=name, title=title, sources=sources))


def _difference(now: Odds, then: Odds, words: Words) -> str:
    return verdict.difference(now.attack["share"], then.attack["share"], words)


def _lead(choice: Choice, words: Words) -> str:
    """Say what the large number is a share of: worlds, or futures of the one world that is forked."""
    if not choice.fork:
        return words("verdict_panel.probability")
    return words("verdict_panel.of_futures", month=_fork_month(choice, words))


def _world(choice: Choice, words: Words) -> str:
    """Name the world that is told."""
    if not choice.fork:
        return words("verdict_panel.this_world", n=choice.world)
    return words("verdict_panel.forked_world", n=choice.world, day=_fork_month(choice, words))


def _grey_ending(scene: Scene, words: Words) -> str:
    """Say how the world behind this one ends, where there is one."""
    if scene.grey is None:
        return ""
    ending = scene.grey.ending.in_words(words)
    is_same = ending == scene.summer.ending.in_words(words)
    return words("verdict_panel.same_ending") if is_same else ending


def _has_gone_forward(summer: Summer, month: Month) -> bool:
    """Tell whether the Army has attacked by then on orders; a war without orders is no fruit that falls."""
    war = summer.days["war"]
    return summer.outcome in OUTCOMES[:2] and war is not None and war <= month.date


@solara.component
def Timebox(visit: Visit, scene: Scene) -> None:
    """The months, and what happened in the one that is looked at."""
    words = visit.words
    names = ("label", "first", "back", "play", "pause", "forward", "last", "fork")
    months = [_mark(month, scene, words) for month in scene.summer.months]
    month = scene.month
    odds = visit.odds.value
    told = [
        {
            "kind": each.kind,
            "label": words(f"events.kinds.{each.kind}"),
            "day": words.day(each.day),
            "text": words("events.sentence", said=words.event(each)),
        }
        for each in month.events
    ]
    html = render("events.html", words=words, month=scene.name(month, words), events=told)
    with solara.Div(classes=["months-box"]):
        with solara.Div(classes=["timebox"]):
            Timeline(
                months=months,
                index=scene.index,
                fork=fork_index(scene.choice),
                share=words.percent(odds[1].attack["share"], 1) if odds else "",
                words={name: words(f"timeline.{name}") for name in names} | {"share": _of_what(scene, words)},
                event_go=partial(acts.go, visit),
            )
        Markup(html=html, kind="under-timebox", event_pick=partial(acts.pick, visit))


def _of_what(scene: Scene, words: Words) -> str:
    return words("timeline.share_futures" if scene.choice.fork else "timeline.share")


def _mark(month: Month, scene: Scene, words: Words) -> dict[str, Any]:
    """Return a month as the timeline shows it: its name, and a sign for each kind of thing that happened."""
    short = words(f"calendar.short.{month.date.month}") if month.date.day > _LAST_THIRD else ""
    told = words("numbers.space").join(
        words("events.told", kind=words(f"events.kinds.{each.kind}"), said=words.event(each))
        for each in month.events
    )
    name = scene.name(month, words)
    return {
        "name": name,
        "short": short,
        "year": month.date.month in _QUARTERS,
        "signs": list(dict.fromkeys(each.kind for each in month.events)),
        "told": f"{name}. {told}",
    }
