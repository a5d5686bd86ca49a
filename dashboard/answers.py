"""Answers: what the page asks of the model, kept for the next who asks the same, and shared by all visitors.

No more plays run at once than there are cores to play them; what refines an answer waits for what is new.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.view import Array
from kantokuen.dashboard.choice import Choice, History, Levers, fork_index
from kantokuen.dashboard.records import Summer
from kantokuen.dashboard.summer import play, play_fork
from kantokuen.experiments.draw_cache import DrawShelf
from kantokuen.experiments.odds import odds_from, play_in_pieces
from kantokuen.experiments.processes import usable_cores
from kantokuen.experiments.results import Columns
from kantokuen.experiments.runner import Run
from kantokuen.experiments.summary import shares
from kantokuen.model.frames import DATES
from kantokuen.model.outcome import OUTCOMES

FIRST_WORLDS: Final = 1_000
"""Worlds behind a first answer, soon enough to follow a moving lever."""

_PIECE: Final = 3_000
_FUTURES: Final = (500, 2_000)
"""Futures of a forked world: at first, and at rest."""

_SHELF_BYTES: Final = 128_000_000
_ANSWERS_KEPT: Final = 48
_SUMMERS_KEPT: Final = 96

SHELF: Final = DrawShelf(_SHELF_BYTES)
_TURNS: Final = threading.BoundedSemaphore(max(usable_cores(), 1))
_REFINING: Final = threading.BoundedSemaphore(1)

Column = NDArray[np.float32]
Piece = TypeVar("Piece")
_COLUMNS: Final = ("outcome", "divisions_peak", *DATES)


@dataclass(frozen=True, slots=True)
class Question:
    """What is played: everything in a choice that moves an answer, and nothing else."""

    history: History
    seed: int
    lens: str
    cadence: str
    world: int = 0
    fork: int | None = None
    changed: Levers = field(default_factory=dict)

    @property
    def key(self) -> tuple[object, ...]:
        """The question as a key of dictionaries."""
        set_later = tuple(sorted(self.changed.items()))
        told = (self.world, self.fork, set_later) if self.fork is not None else ()
        return (*self.history.identity, self.seed, self.lens, self.cadence, *told)

    def run(self) -> Run:
        """Return the run that answers it."""
        return Run(self.history.case(), self.seed, self.lens, self.cadence, stances=False)


def asked(choice: Choice) -> Question:
    """Return the question of a choice."""
    return Question(
        choice.history,
        choice.seed,
        choice.lens,
        choice.cadence,
        choice.world,
        fork_index(choice),
        choice.changed,
    )


def compared(choice: Choice) -> Question:
    """Return the question that the grey lines answer: the baseline, or the same world without its fork."""
    fork = fork_index(choice)
    history = choice.baseline if fork is None else choice.history
    return Question(history, choice.seed, choice.lens, choice.cadence, choice.world, fork)


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


class _Kept:
    """The answers that were asked for last; of one question the one with the most worlds."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: OrderedDict[tuple[object, ...], Odds] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[object, ...]) -> Odds | None:
        with self._lock:
            found = self._found.get(key)
            if found is not None:
                self._found.move_to_end(key)
            return found

    def put(self, key: tuple[object, ...], odds: Odds) -> Odds:
        with self._lock:
            before = self._found.get(key)
            if before is not None and before.worlds >= odds.worlds:
                return before
            self._found[key] = odds
            self._found.move_to_end(key)
            while len(self._found) > self._most:
                self._found.popitem(last=False)
            return odds


_KEPT: Final = _Kept(_ANSWERS_KEPT)


def first_odds(question: Question) -> Odds:
    """Return what is known, or a first answer from few worlds.

    Raises:
        InputError: the question cannot be played.
    """
    known = _KEPT.get(question.key)
    if known is not None:
        return known
    with _TURNS:
        if question.fork is not None:
            return _KEPT.put(question.key, _futures(question, question.fork, _FUTURES[0]))
        return _KEPT.put(
            question.key, _odds(next(play_in_pieces(question.run(), [FIRST_WORLDS], shelf=SHELF)))
        )


def refined_odds(question: Question, worlds: int, is_wanted: Callable[[], bool]) -> Iterator[Odds]:
    """Yield better and better answers, up to so many worlds.

    Args:
        question: what is asked.
        worlds: how many worlds are wanted in the end.
        is_wanted: asked between the pieces; the work ends when it says no.
    """
    known = _KEPT.get(question.key)
    most = worlds if question.fork is None else _FUTURES[1]
    if known is not None and known.worlds >= most:
        yield known
        return
    if not is_wanted():
        return
    if question.fork is not None:
        with _REFINING, _TURNS:
            refined = _futures(question, question.fork, most) if is_wanted() else None
        if refined is not None:
            yield _KEPT.put(question.key, refined)
        return
    sizes = [FIRST_WORLDS] + [_PIECE] * ((most - FIRST_WORLDS) // _PIECE)
    sizes += [most - sum(sizes)] if sum(sizes) < most else []
    pieces = play_in_pieces(question.run(), sizes, shelf=SHELF)
    while True:
        # held for a piece only, so that visitors refine in turn
        with _REFINING, _TURNS:
            found = next(pieces, None) if is_wanted() else None
        if found is None:
            return
        yield _KEPT.put(question.key, _odds(found))


def _futures(question: Question, period: int, worlds: int) -> Odds:
    later = question.history.case().replace(question.changed) if question.changed else None
    return _odds(odds_from(question.run(), period, worlds, world=question.world, scenario=later))


def _odds(columns: Columns) -> Odds:
    kept = {name: np.asarray(columns[name], dtype=np.float32) for name in _COLUMNS}
    codes = columns["outcome"]
    return Odds(len(codes), shares(codes), kept)


def summer_of(question: Question) -> Summer:
    """Return the world that a question tells, from its first month to its last.

    Raises:
        InputError: the question cannot be played.
    """
    history = question.history
    later = tuple(sorted(question.changed.items()))
    return _summer(
        *history.identity,
        question.seed,
        question.world,
        question.lens,
        question.cadence,
        question.fork,
        later,
    )


@lru_cache(maxsize=_SUMMERS_KEPT)
def _summer(
    scenario: str,
    levers: tuple[tuple[str, object], ...],
    seed: int,
    world: int,
    lens: str,
    cadence: str,
    fork: int | None,
    changed: tuple[tuple[str, object], ...],
) -> Summer:
    case = History(scenario, dict(levers)).case()  # type: ignore[arg-type]
    with _TURNS:
        if fork is None:
            return play(case, seed=seed, world=world, lens=lens, cadence=cadence)
        later = case.replace(dict(changed))
        return play_fork(case, later, fork, seed=seed, world=world, lens=lens, cadence=cadence)
