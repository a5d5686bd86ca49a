"""The standing parts of the page: the bar, the levers, the verdict, the months."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial
from time import sleep
from typing import Any

import solara

from kantokuen.dashboard import commands, export, verdict
from kantokuen.dashboard.endings import ending_of
from kantokuen.dashboard.fault_words import told
from kantokuen.dashboard.handing_out import about
from kantokuen.dashboard.lever_panel import panel
from kantokuen.dashboard.link import light_link
from kantokuen.dashboard.markup import Markup as Safe
from kantokuen.dashboard.parting_panel import parting_of
from kantokuen.dashboard.pictures.dots import NARROW, WIDE, count_signs, dots, field_of, mark
from kantokuen.dashboard.pictures.persimmon import persimmon, persimmon_text, pickers_text
from kantokuen.dashboard.results import Odds, few_odds, first_odds, in_common, odds_key, refined_odds
from kantokuen.dashboard.sections import picture, saves, section
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.state import MOST_WORLD, THEMES, State, set_levers
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.dashboard.widgets import Levers, Timeline
from kantokuen.dashboard.work import AT_REST_SECONDS, use_work
from kantokuen.experiments.summary import regime
from kantokuen.model.calendar import to_day
from kantokuen.model.limits import CADENCES, ENSEMBLES, LENS_NAMES
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.languages import LANGUAGE_NAMES
from kantokuen.model.text.words import Words
from kantokuen.version import __version__

_RIPE_FACTS = ("SOV083", "JPN086", "CHR024")
"""Evidence of what the fruit was to be measured by."""

_QUARTERS = frozenset({4, 7, 10, 1})
_LAST_THIRD = 20
_STOPS = frozenset({"text", "order"})
"""What the story waits at: texts agreed and orders given."""


@solara.component
def Bar(session: Session, state: State) -> None:
    """The head of the page: what is played, and the page's own settings."""
    words, request = session.words, state.request
    scenario = request.scenario
    description = words.scenario_text(scenario.name)
    if state.title:
        description = words("bar.own_scenario", title=state.title)
    levers = set_levers(scenario)
    if levers:
        changed = words("bar.changed", n=len(levers))
        description = words("bar.with_changes", changed=changed, description=description)
    section(
        session,
        "bar.html",
        scenarios=[(name, words(f"scenarios.{name}.title")) for name in Scenario.names()],
        scenario=scenario.name,
        title=state.title or words(f"scenarios.{scenario.name}.title"),
        languages=list(LANGUAGE_NAMES.items()),
        language=state.language,
        other="ja" if state.language == "en" else "en",
        themes=[(name, words(f"bar.{name}")) for name in THEMES],
        theme=state.theme,
        description=description,
        lights=[(name, light_link(name, state)) for name in ("seat", "class", "lessons")],
        report=f"report?{session.link}",
    )


@solara.component
def Faults(session: Session) -> None:
    """What could not be used, and why; and word that a link comes from another version."""
    blame = session.blame.value
    section(
        session,
        "faults.html",
        faults=[told(each, session.words) for each in blame.faults],
        has_more=blame.has_more,
        lead=session.words(blame.lead, name=blame.name),
        older=session.words("faults.older", version=__version__) if session.is_older.value else "",
    )


@solara.component
def Side(session: Session, view: ViewModel) -> None:
    """The levers."""
    words, state = view.words, view.state

    def shown() -> str:
        return json.dumps(panel(state, view.playback.drawn, words))

    levers = solara.use_memo(shown, [state.question, state.language])
    names = (
        *("open", "find", "none", "how", "on_a_day", "a_number", "about", "source", "back", "past"),
        *("first", "first_why", "all", "of_scenario"),
    )
    label = {
        "role": "complementary",
        "aria-label": words("levers_panel.title"),
        "id": "levers",
        "tabindex": "-1",
    }
    with solara.Div(classes=["side"], attributes=label):
        section(session, "side.html", kind="side-head", day=_fork_day(view))
        Levers(
            groups=levers,
            today=to_day(view.now.date),
            words={name: words(f"levers_panel.{name}") for name in names},
            language=state.language,
            answered=session.answered.value,
            event_move=partial(commands.move, session),
            event_pick=partial(commands.pick, session),
        )
        _Advanced(session, state)


@solara.component
def _Advanced(session: Session, state: State) -> None:
    """What hardly anybody needs at first: the theory of decision, and which worlds of which chance."""
    words, request, plain = session.words, state.request, State()
    asked = (request.lens, request.cadence, request.ensemble, request.seed, state.world)
    usual = (*(getattr(plain.request, each) for each in ("lens", "cadence", "ensemble", "seed")), plain.world)
    changed = sum(one != other for one, other in zip(asked, usual, strict=True))
    section(
        session,
        "advanced.html",
        kind="advanced-box",
        changed=words("levers_panel.changed", n=changed) if changed else "",
        lenses=[(name, words(f"lenses.{name}.name")) for name in LENS_NAMES],
        lens=request.lens,
        cadences=[(name, words(f"bar.{name}")) for name in CADENCES],
        cadence=request.cadence,
        ensembles=[(name, words(f"ensembles.{name}.name")) for name in ENSEMBLES],
        ensemble=request.ensemble,
        world=state.world,
        most_world=MOST_WORLD,
        seed=request.seed,
    )


def _fork_day(view: ViewModel) -> str:
    day = view.state.fork_day
    return "" if day is None else view.words.day(day)


def _fork_mark(view: ViewModel) -> int | None:
    """Return the number of the last sitting that both histories share; None without a fork."""
    held = view.state.fork_index
    return None if held is None else max(held - 1, 0)


@solara.component
def Verdict(session: Session, view: ViewModel) -> None:
    """The persimmon, how likely Kantokuen is to go forward, and how this world ends."""
    words, palette, state, month = view.words, view.palette, view.state, view.now
    question, other, beside = state.question, state.compared, state.question.beside
    key, other_key = odds_key(question), odds_key(other)
    first = solara.use_memo(lambda: first_odds(question), [key])
    before = solara.use_memo(lambda: first_odds(other), [other_key])

    def refine(is_wanted: Callable[[], bool]) -> Iterator[tuple[Odds, Odds, Odds | None]]:
        sleep(AT_REST_SECONDS)
        found, compared_with, others = first, before, None
        for others in few_odds(beside, is_wanted) if beside else ():
            yield found, compared_with, others
        for found in refined_odds(question, state.worlds, is_wanted):
            yield found, compared_with, others
        for compared_with in refined_odds(other, state.worlds, is_wanted):
            yield found, compared_with, others

    work = use_work(refine, (key, other_key, state.worlds))
    now, then, otherwise = work.value or (first, before, None)

    def share_odds() -> None:
        session.odds.value = (key, now)
        session.odds_before.value = (other_key, then)

    solara.use_effect(share_odds, [now, then])
    is_compared, are_futures = key != other_key, state.fork != ""
    here, there = in_common(now, then)
    attack = now.attack
    looks = view.looks
    ending = view.playback.ending.in_words(words)
    grey_ending = "" if view.baseline is None else view.baseline.ending.in_words(words)
    section(
        session,
        "verdict.html",
        persimmon=picture(session, "persimmon", partial(persimmon, month, words, palette, **looks)),
        saves=saves(session, "persimmon", words("verdict_panel.title"), *_RIPE_FACTS),
        persimmon_text=persimmon_text(month, words, **looks),
        pickers=pickers_text(month, words),
        has_fallen=looks["has_fallen"],
        is_compared=is_compared,
        headline=verdict.heading(now, then if is_compared else None, words, are_futures=are_futures),
        is_refining=work.is_running,
        odds=now,
        share=verdict.share_text(**attack, words=words),
        lead=words("verdict_panel.of_futures", day=_fork_day(view))
        if state.fork
        else words("verdict_panel.probability"),
        sentence=verdict.odds(attack["share"], now.worlds, words, are_futures=are_futures),
        interval=verdict.interval(attack["low"], attack["high"], now.worlds, words, are_futures=are_futures),
        regime=words.regime(regime(now.columns)),
        has_beside=beside is not None,
        beside=verdict.beside(otherwise, beside.request.ensemble, words) if beside and otherwise else "",
        world=words("verdict_panel.forked_world", n=state.world, day=_fork_day(view))
        if state.fork
        else words("verdict_panel.this_world", n=state.world),
        ending=ending,
        baseline_ending=words("verdict_panel.same_ending") if grey_ending == ending else grey_ending,
        **_field(session, view, (here, there) if is_compared else (now, None)),
    )


def _field(session: Session, view: ViewModel, odds: tuple[Odds, Odds | None]) -> dict[str, Any]:
    """Return what the verdict says of its hundred dots: the picture, and a row for each ending."""
    words, palette, state = view.words, view.palette, view.state
    now, then = odds
    is_fork = bool(state.fork)
    # while the story is told, it is not shown how its world will end
    told = None if is_fork or view.is_telling else state.world
    field = field_of(now, then, told)
    many = words.number(field.worlds)
    kind = "futures" if is_fork else "worlds"
    draw = partial(
        dots,
        field,
        now,
        words,
        palette,
        told=told,
        are_futures=is_fork,
        columns=NARROW if session.is_narrow.value else WIDE,
    )
    title = words("dots.title_futures" if is_fork else "dots.title")
    own = "" if view.is_telling else ending_of(view.playback)
    return {
        "dots": picture(session, "dots", draw),
        "dots_saves": saves(session, "dots", title),
        "title": title,
        "behind": words(f"dots.of_{kind}", worlds=many, n=state.world),
        "is_fork": is_fork,
        "rows": [
            {
                "ending": row.ending,
                "worlds": row.worlds,
                "mark": Safe(mark(row.ending, palette)),
                "name": words(f"endings.{row.ending}.name"),
                "text": words(f"endings.{row.ending}.text"),
                "now": count_signs(row.dots, row.worlds, words),
                "before": None if row.before is None else count_signs(row.before, row.worlds_before, words),
                "first": None if is_fork or row.first == told else row.first,
                "is_told": row.ending == own,
            }
            for row in field.rows
        ],
        "attack": None if is_fork else field.attack,
        "no_attack": "" if field.has_attack else words(f"dots.no_attack_{kind}", worlds=many),
    }


@solara.component
def Timebox(session: Session, view: ViewModel) -> None:
    """The months, and what happened in the one that is looked at."""
    words, state = view.words, view.state
    names = ("label", "first", "back", "play", "pause", "on", "end", "forward", "last", "nothing", "stopped")
    share = words("timeline.share_futures" if state.fork else "timeline.share")
    odds = session.odds.value
    parting = parting_of(view)
    told = [
        {
            "kind": each.kind,
            "label": words(f"events.kinds.{each.kind}"),
            "day": words.day(each.day),
            "text": _sentence(words.event(each), words),
        }
        for each in view.now.events
    ]
    own = {"share": share, "fork": words("timeline.fork", day=_fork_day(view))}
    with solara.Div(classes=["months-box"]):
        with solara.Div(classes=["timebox"], attributes={"id": "months", "tabindex": "-1"}):
            Timeline(
                months=_marks(view),
                index=view.index,
                fork=_fork_mark(view),
                parting=parting.index if parting and parting.index <= view.known else None,
                share=verdict.share_text(**odds[1].attack, words=words) if odds else "",
                words={name: words(f"timeline.{name}") for name in names}
                | own
                | {"parting": words("parting.mark")},
                story=_story(view, told) if view.is_telling else None,
                event_go=partial(commands.go, session),
                event_tell=partial(commands.tell, session),
            )
        if not view.is_telling:  # the story has them beside its buttons
            section(session, "events.html", kind="under-timebox", month=view.name(view.now.date), events=told)


def _story(view: ViewModel, told: list[dict[str, str]]) -> dict[str, Any]:
    """Return what the timeline tells of the month, and whether the story waits there."""
    words, month = view.words, view.now
    happened = words("numbers.semicolon").join(words.event(each) for each in month.events)
    ripe = words.percent(month.seats["AGS"].ripeness)
    return {
        "at": view.index,
        "known": view.known,
        "events": told,
        "sentence": words(
            "timeline.sentence",
            month=view.name(month.date),
            happened=happened or words("timeline.nothing_happened"),
            ripe=ripe,
        ),
        "stops": any(each.kind in _STOPS for each in month.events),
    }


def _sentence(said: str, words: Words) -> str:
    return words("events.sentence", said=said[:1].upper() + said[1:])


def _marks(view: ViewModel) -> list[dict[str, Any]]:
    """Return the months as the timeline shows them: a name, and a sign for each kind of event."""
    words, marks = view.words, []
    known = {month.date: month.events for month in view.months}
    for day in view.state.days:
        name, events = view.name(day), known.get(day, ())
        told = words("numbers.space").join(
            words("events.told", kind=words(f"events.kinds.{each.kind}"), said=words.event(each))
            for each in events
        )
        marks.append(
            {
                "name": name,
                "short": words(f"calendar.short.{day.month}") if day.day > _LAST_THIRD else "",
                "year": day.month in _QUARTERS,
                "signs": list(dict.fromkeys(each.kind for each in events)),
                "told": f"{name}. {told}",
            }
        )
    return marks


@solara.component
def Exporting(session: Session, state: State) -> None:
    """The many worlds on their way to a file: how far they are, and a button that stops them."""
    form = session.exporting.value
    question, worlds, of_file = state.question, state.worlds, about(session)

    def make(is_wanted: Callable[[], bool]) -> Iterator[tuple[int, int, bytes]]:
        return export.worlds_in_pieces(question, worlds, form, of_file, is_wanted)

    work = use_work(make if form else None, (question, worlds, form))
    done, whole, content = work.value or (0, worlds, b"")

    def send() -> None:
        if content:
            session.send(export.file_name("worlds", form), export.TYPES[form], content)
        elif work.fault is not None:
            session.tell_faults(str(work.fault))
        else:
            return
        session.exporting.value = ""

    solara.use_effect(send, [content, work.fault])

    def pick(command: str) -> None:
        if command == "export:cancel":
            work.cancel()
            session.exporting.value = ""

    if form:
        section(
            session, "progress.html", kind="exporting", on_pick=pick, is_running=True, done=done, all=whole,
            cancel="export:cancel",
        )  # fmt: skip
