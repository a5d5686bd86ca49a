"""The same summer through each lens, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final

import solara

from kantokuen.dashboard import acts
from kantokuen.dashboard.answers import Question, asked, first_odds, summer_of
from kantokuen.dashboard.charted import ChartCard
from kantokuen.dashboard.charts.compare import lenses_bar
from kantokuen.dashboard.markup import render
from kantokuen.dashboard.records import Summer
from kantokuen.dashboard.scene import Scene
from kantokuen.dashboard.visit import Visit
from kantokuen.dashboard.widgets import Markup, use_work
from kantokuen.model.limits import LENSES

_KEY: Final = "lens_panel"


@solara.component
def LensPanel(visit: Visit, scene: Scene) -> None:
    """The world of the page and many others, under every theory of decision."""
    words, choice = visit.words, scene.choice
    question = asked(choice)

    def read(is_wanted: Callable[[], bool]) -> Iterator[tuple[tuple[str, Summer, Any], ...]]:
        found: list[tuple[str, Summer, Any]] = []
        for lens in LENSES:
            if not is_wanted():
                return
            seen = _through(question, lens)
            found.append((lens, summer_of(seen), first_odds(seen)))
            yield tuple(found)

    work = use_work(read, _through(question, "").key)
    read_so_far = work.value or ()
    worlds = min((odds.worlds for _, _, odds in read_so_far), default=0)
    found = [(lens, told, odds.of_first(worlds)) for lens, told, odds in read_so_far]
    cards = [
        {
            "lens": lens,
            "name": words(f"lenses.{lens}.name"),
            "theory": words(f"lenses.{lens}.model"),
            "help": words(f"lenses.{lens}.help"),
            "ending": told.ending.in_words(words),
            "outcome": words(f"outcomes.{told.outcome}.name"),
            "attack": words(f"{_KEY}.attack", share=words.percent(odds.attack["share"], 1)),
            "is_used": lens == choice.lens,
        }
        for lens, told, odds in found
    ]
    html = render(
        "lenses.html",
        words=words,
        cards=cards,
        world=choice.world,
        worlds=words.number(worlds),
        all=len(LENSES),
        fault=str(work.fault or ""),
    )
    Markup(html=html, event_pick=partial(acts.pick, visit))
    if found:
        shares = [
            (lens, {name: each["share"] for name, each in odds.outcomes.items()}) for lens, _, odds in found
        ]
        ChartCard(visit, lenses_bar(shares, words, visit.palette))


def _through(question: Question, lens: str) -> Question:
    return Question(
        question.history,
        question.seed,
        lens,
        question.cadence,
        question.world,
        question.fork,
        question.changed,
    )
