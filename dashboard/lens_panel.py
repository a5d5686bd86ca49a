"""The same summer through each lens, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import solara

from kantokuen.dashboard import findings
from kantokuen.dashboard.charts.card import ChartCard
from kantokuen.dashboard.charts.compare import lenses_bar
from kantokuen.dashboard.playback import Playback
from kantokuen.dashboard.results import Odds, first_odds, playback_of
from kantokuen.dashboard.sections import section
from kantokuen.dashboard.session import Session
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.dashboard.work import use_work
from kantokuen.model.limits import LENS_NAMES
from kantokuen.model.text.words import Words

Seen = tuple[tuple[str, Playback, Odds], ...]


@solara.component
def LensPanel(session: Session, view: ViewModel) -> None:
    """The world of the page and many others, under every theory of decision."""
    words, state = view.words, view.state
    seen = {lens: state.of(lens=lens).question for lens in LENS_NAMES}

    def read(is_wanted: Callable[[], bool]) -> Iterator[Seen]:
        found: Seen = ()
        for lens, question in seen.items():
            if not is_wanted():
                return
            found = (*found, (lens, playback_of(question), first_odds(question)))
            yield found

    work = use_work(read, seen[LENS_NAMES[0]])
    worlds = min((odds.worlds for _, _, odds in work.value or ()), default=0)
    found = [(lens, told, odds.of_first(worlds)) for lens, told, odds in work.value or ()]
    section(
        session,
        "lenses.html",
        finding=findings.lenses([(told, odds) for _, told, odds in found], words),
        rows=[
            {
                "lens": lens,
                "name": words(f"lenses.{lens}.name"),
                "theory": words(f"lenses.{lens}.model"),
                "rule": _rule(lens, words),
                "outcome": words("lens_panel.untold")
                if view.is_telling
                else words(f"outcomes.{told.ending.outcome}.name"),
                "attack": words(
                    "lens_panel.attack",
                    n=words.number(round(odds.attack["share"] * odds.worlds)),
                    worlds=words.number(odds.worlds),
                ),
                "is_used": lens == state.request.lens,
            }
            for lens, told, odds in found
        ],
        endings=[] if view.is_telling else _endings(found, words),
        world=state.world,
        worlds=words.number(worlds),
        all=len(LENS_NAMES),
        fault=str(work.fault or ""),
    )
    if found:
        shares = [
            (lens, {name: each["share"] for name, each in odds.outcomes.items()}) for lens, _, odds in found
        ]
        ChartCard(session, lenses_bar(shares, words, view.palette))


def _rule(lens: str, words: Words) -> str:
    """Say in a sentence how a decision comes about; of a lens without one, in the words of its own."""
    own = f"lens_panel.rules.{lens}"
    return words(own if words.has(own) else f"lenses.{lens}.help")


def _endings(found: Sequence[tuple[str, Playback, Odds]], words: Words) -> list[tuple[str, str]]:
    """Return how the world of the page ends, each ending once, with the lenses under which it ends so."""
    lenses: dict[str, list[str]] = {}
    for lens, told, _ in found:
        lenses.setdefault(told.ending.in_words(words), []).append(words(f"lenses.{lens}.name"))
    return [(words.listing(names), ending) for ending, names in lenses.items()]
