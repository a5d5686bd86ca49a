"""The opening scene: the question, three roads, the fruit and a guess, before any control.

Nothing is played here, since a guess is made before anything is shown. On the page it stands beside what
the model gives.
"""

from __future__ import annotations

from functools import partial
from typing import Final

import solara

from kantokuen.dashboard.guess import ROADS
from kantokuen.dashboard.link import light_link
from kantokuen.dashboard.pictures.fruit import fruit
from kantokuen.dashboard.pictures.roads import roads
from kantokuen.dashboard.sections import picture, section
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.state import THEMES, State
from kantokuen.experiments.summary import shares
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.text.languages import LANGUAGE_NAMES

TESTS: Final = ("divisions", "materiel", "force", "war")
"""What the General Staff looked at, in the order of `kantokuen.agents.staff.ripeness`."""

RECORD: Final = ("CHR071", "CHR093")
"""What is on record of the end: the attack given up, and the war in the south."""


@solara.component
def Opening(session: Session, state: State) -> None:
    """The scene with which a bare link opens."""
    words, palette, draft = session.words, session.palette, session.draft.value
    section(
        session,
        "opening.html",
        kind="opening-scene",
        roads=picture(session, "roads", partial(roads, words, palette)),
        fruit=picture(session, "fruit", partial(fruit, words, palette)),
        tests=[words(f"opening.tests.{each}") for each in TESTS],
        choices=[(each, words(f"opening.roads.{each}")) for each in ROADS],
        road=draft.road,
        likely=draft.likely,
        fault=words(f"opening.faults.{draft.fault}") if draft.fault else "",
        languages=list(LANGUAGE_NAMES.items()),
        language=state.language,
        other="ja" if state.language == "en" else "en",
        themes=[(name, words(f"bar.{name}")) for name in THEMES],
        theme=state.theme,
        seat=light_link("seat", state),
    )


@solara.component
def Guessed(session: Session, state: State) -> None:
    """The guess beside what the model gives and what is on record; nothing where there is no guess."""
    guess, words = state.guess, session.words
    if guess is None:
        return
    found = session.odds.value
    model = words("guessed.playing")
    if found is not None:
        odds = found[1]
        ends = shares(odds.column("outcome"))
        attacks = sum(ends[name]["share"] for name in OUTCOMES[:3])
        south = float((odds.column("southern_war_date") < float("inf")).mean())
        model = words(
            "guessed.model",
            attack=words.of_100(attacks),
            year=words.of_100(ends[OUTCOMES[0]]["share"]),
            south=words.of_100(south),
            worlds=words.number(odds.worlds),
        )
    section(
        session,
        "guessed.html",
        guess=words("guessed.guess", road=words(f"opening.roads.{guess.road}"), n=guess.likely),
        model=model,
        sources=",".join(RECORD),
    )
