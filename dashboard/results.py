"""Results: what the model says to a question, kept for the next who asks the same and shared by all.

No more plays run at once than there are cores to play them; what refines a result waits for what is new.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.view import Array
from kantokuen.dashboard.playback import Playback, play
from kantokuen.dashboard.state import Question
from kantokuen.experiments.draw_cache import DrawShelf
from kantokuen.experiments.odds import odds_from, play_in_pieces
from kantokuen.experiments.processes import usable_cores
from kantokuen.experiments.results import Columns
from kantokuen.experiments.runner import Run
from kantokuen.experiments.summary import shares
from kantokuen.model.outcome import DATES, OUTCOMES

FIRST_WORLDS: Final = 1_000
"""Worlds behind a first result, soon enough to follow a moving lever."""

_PIECE: Final = 3_000
_FUTURES: Final = (500, 2_000)
"""Futures of a forked world: at first, and at rest."""

_SHELF_BYTES: Final = 128_000_000
_ODDS_KEPT: Final = 48
_PLAYBACKS_KEPT: Final = 96

SHELF: Final = DrawShelf(_SHELF_BYTES)
_TURNS: Final = threading.BoundedSemaphore(max(usable_cores(), 1))
_REFINING: Final = threading.BoundedSemaphore(1)

Column = NDArray[np.float32]
Piece = TypeVar("Piece")
_COLUMNS: Final = ("outcome", "regime_stands", "regime_fell", "divisions_peak", *DATES)


@dataclass(frozen=True, slots=True, eq=False)
class Odds:
    """How many worlds end.

    Attributes:
        worlds: how many were played.
        outcomes: share, and lower and upper end of its 95 % interval, by outcome.
        columns: outcome codes, peaks and days of each world, arrays of shape ``(worlds,)``.
    """

    worlds: int
    outcomes: dict[str, dict[str, float]]
    columns: dict[str, Column]

    def column(self, name: str) -> Array:
        """Return a column as numbers for charts, shape ``(worlds,)``."""
        return self.columns[name].astype(np.float64)

    def of_first(self, worlds: int) -> Odds:
        """Return the odds of the first so many worlds, to be compared with those of another history."""
        if worlds >= self.worlds:
            return self
        columns = {name: values[:worlds] for name, values in self.columns.items()}
        return Odds(worlds, shares(columns["outcome"].astype(np.float64)), columns)

    @property
    def attack(self) -> dict[str, float]:
        """Share of worlds in which Kantokuen goes forward in 1941, ``share``, ``low`` and ``high``."""
        return self.outcomes[OUTCOMES[0]]


def in_common(now: Odds, then: Odds) -> tuple[Odds, Odds]:
    """Return the odds of two histories over the worlds that both have played, which are the same ones."""
    worlds = min(now.worlds, then.worlds)
    return now.of_first(worlds), then.of_first(worlds)


def by_turns(pieces: Iterator[Piece], is_wanted: Callable[[], bool]) -> Iterator[Piece]:
    """Yield the pieces of long work, each played in turn with what others ask for.

    Args:
        pieces: the work; a piece is played when it is taken.
        is_wanted: asked when it is the work's turn; nothing is played for those who have gone on.
    """
    while True:
        with _TURNS:
            piece = next(pieces, None) if is_wanted() else None
        if piece is None:
            return
        yield piece


class _Cache:
    """The odds that were asked for last; of one key those of the most worlds."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[Question | Run, Odds] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Question | Run) -> Odds | None:
        with self._lock:
            found = self._found.get(key)
            if found is not None:
                self._found.move_to_end(key)
            return found

    def put(self, key: Question | Run, odds: Odds) -> Odds:
        with self._lock:
            before = self._found.get(key)
            if before is not None and before.worlds >= odds.worlds:
                return before
            self._found[key] = odds
            self._found.move_to_end(key)
            while len(self._found) > self._most:
                self._found.popitem(last=False)
            return odds


_CACHE: Final = _Cache(_ODDS_KEPT)


def odds_key(question: Question) -> Question | Run:
    """Return what equal odds share: without a fork it does not matter which world is told."""
    return question.request if question.fork is None else question


def first_odds(question: Question) -> Odds:
    """Return what is known, or first odds from few worlds.

    Raises:
        InputError: the question cannot be played.
    """
    key = odds_key(question)
    known = _CACHE.get(key)
    if known is not None:
        return known
    worlds = FIRST_WORLDS if question.fork is None else _FUTURES[0]
    with _TURNS:
        (found,) = played(question, [worlds], SHELF)
        return _CACHE.put(key, _odds(found))


def refined_odds(question: Question, worlds: int, is_wanted: Callable[[], bool]) -> Iterator[Odds]:
    """Yield better and better odds, up to so many worlds.

    Args:
        question: what is asked.
        worlds: how many worlds are wanted in the end.
        is_wanted: asked between the pieces; the work ends when it says no.
    """
    key = odds_key(question)
    most = worlds if question.fork is None else _FUTURES[1]
    known = _CACHE.get(key)
    if known is not None and known.worlds >= most:
        yield known
        return
    full, rest = divmod(most - FIRST_WORLDS, _PIECE)
    sizes = [FIRST_WORLDS, *[_PIECE] * full, *[rest] * (rest > 0)] if question.fork is None else [most]
    pieces = played(question, sizes, SHELF)
    while True:
        # held for a piece only, so that visitors refine in turn
        with _REFINING, _TURNS:
            found = next(pieces, None) if is_wanted() else None
        if found is None:
            return
        yield _CACHE.put(key, _odds(found))


def few_odds(question: Question, is_wanted: Callable[[], bool]) -> Iterator[Odds]:
    """Yield odds from as many worlds as a first result, in turn with what refines others.

    Args:
        question: what is asked.
        is_wanted: asked when it is the work's turn; nothing is played for those who have gone on.
    """
    for found in refined_odds(question, FIRST_WORLDS, is_wanted):
        yield found.of_first(FIRST_WORLDS)  # the same for all, whoever has played more


def played(question: Question, sizes: Sequence[int], shelf: DrawShelf | None = None) -> Iterator[Columns]:
    """Play worlds piece by piece, or at a fork so many futures of its world at once.

    Args:
        question: what is asked.
        sizes: worlds of each piece, see `play_in_pieces`.
        shelf: where draws are kept.

    Yields:
        The columns of all worlds so far.
    """
    if question.fork is None:
        yield from play_in_pieces(question.request, sizes, shelf=shelf)
        return
    yield odds_from(
        question.request, question.fork, sum(sizes), world=question.world, scenario=question.later
    )


def _odds(columns: Columns) -> Odds:
    kept = {name: np.asarray(columns[name], dtype=np.float32) for name in _COLUMNS}
    codes = columns["outcome"]
    return Odds(len(codes), shares(codes), kept)


def playback_of(question: Question) -> Playback:
    """Return the world that a question tells, from its first month to its last.

    Raises:
        InputError: the question cannot be played.
    """
    if question.later == question.request.scenario:  # a fork in which nothing is changed is the same world
        question = Question(question.request, question.world)
    return _playback(question)


@lru_cache(maxsize=_PLAYBACKS_KEPT)
def _playback(question: Question) -> Playback:
    with _TURNS:
        return play(question)
