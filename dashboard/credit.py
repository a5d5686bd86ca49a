"""The credit: what a picture or a file is of, from which version, and how it is cited."""

from __future__ import annotations

from kantokuen.dashboard.results import Odds
from kantokuen.dashboard.state import State
from kantokuen.model.text.words import Words
from kantokuen.version import __version__


def of_what(state: State, words: Words, odds: Odds | None) -> list[str]:
    """Return what the page shows, a line each: scenario, month and world, and how many worlds are behind it.

    Args:
        state: of the page.
        words: of the page.
        odds: what stands behind its shares, None where nothing has been played.
    """
    request = state.request
    title = state.title or words(f"scenarios.{request.scenario.name}.title")
    changed = [
        f"{words.lever_name(key)}: {words.lever_value(key, value)}" for key, value in state.changed.items()
    ]
    lines = [
        words(
            "credit.scenario",
            scenario=words("numbers.semicolon").join([title, *changed]),
            month=words.day(state.days[state.index]),
        ),
        words(
            "credit.world",
            world=state.world,
            seed=request.seed,
            lens=words(f"lenses.{request.lens}.name"),
            drawn=words(f"ensembles.{request.ensemble}.drawn"),
        ),
    ]
    if odds is not None:
        lines.append(words("credit.worlds", worlds=words.number(odds.worlds)))
    return lines


def cite(words: Words) -> str:
    """Return how the model is cited."""
    return words("credit.cite", version=__version__)
