"""The debrief: what was believed beside what was true, how predictions scored, what the chair changed.

Probabilities are scored by Brier's rule, the mean of ``(p - x)^2`` with x 1 where the attack comes and 0
where it does not [Brier1950]; 0 is best, and one half at every turn gives .25.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np

from kantokuen.agents.seated import Person
from kantokuen.agents.view import Array, Mask
from kantokuen.experiments.game.chair import Answers
from kantokuen.experiments.game.game import Game, Turn
from kantokuen.experiments.game.table import Known, Sitting, Table, is_attack
from kantokuen.experiments.intervals import wilson
from kantokuen.experiments.runner import Progress
from kantokuen.experiments.summary import shares
from kantokuen.model.council import Council
from kantokuen.model.events import Event, events
from kantokuen.model.limits import ENSEMBLES, LENS_NAMES
from kantokuen.model.model import KantokuenModel
from kantokuen.model.story import Ending, ending

PAIRED: Final = 1_000
"""Worlds that are played with the person in the chair and without."""

_FUTURES: Final = 200
"""Futures behind the model's own prediction at a sitting."""


@dataclass(frozen=True, slots=True)
class Score:
    """Brier scores, 0 the best and 1 the worst; of no prediction there is none.

    Attributes:
        person: of the predictions.
        model: of the model's own chances at the same sittings, from futures of the same past.
        base: of the share of worlds of the scenario in which the attack comes.
    """

    person: float | None
    model: float | None
    base: float | None


@dataclass(frozen=True, slots=True)
class Looked:
    """A turn, looked back upon.

    Attributes:
        day: of the sitting.
        predicted, model: chance of an attack by mid-October, as the person saw it, and of the model, 0..1.
        answers: what was chosen; a question that is not there was left to the office.
        own: what the office would have said itself to all that it was asked.
        known: what the office knew.
        soviet_divisions, soviet_men, german_war: what was so.
    """

    day: float
    predicted: float
    model: float
    answers: Answers
    own: Answers
    known: Known
    soviet_divisions: float
    soviet_men: float
    german_war: float


@dataclass(frozen=True, slots=True)
class Changed:
    """What the chair changed: the same worlds with the person's choices, and without.

    A choice holds at its sitting for papers of its kind; everything else the model decides in each world.

    Attributes:
        ensemble: by whose view of the German war the worlds are drawn.
        worlds: how many.
        with_person, without: share, and ends of its 95 % interval, by outcome.
        others: share of the worlds that end otherwise, and ends of its interval.
        moved: the same of the worlds in which anything is permitted otherwise, or on another day, by the end.
        divisions_with, divisions_without: mean of the divisions that are sanctioned in the end.
        attacks_without: share of the worlds without the person in which the attack comes by mid-October.
        regime_fell: share of the worlds with the person's choices in which the Soviet regime falls.
    """

    ensemble: str
    worlds: int
    with_person: dict[str, dict[str, float]]
    without: dict[str, dict[str, float]]
    others: dict[str, float]
    moved: dict[str, float]
    divisions_with: float
    divisions_without: float
    attacks_without: float
    regime_fell: float


@dataclass(frozen=True, slots=True)
class Held:
    """A sitting of a table, looked back upon.

    Attributes:
        day: of the sitting.
        chance: of an attack by mid-October as the model saw it, from futures of the same past, 0..1.
        by_seat: what each chair knew and was asked, as `Sittings.by_seat`.
        soviet_divisions, soviet_men, german_war: what was so.
    """

    day: float
    chance: float
    by_seat: Mapping[str, Sitting]
    soviet_divisions: float
    soviet_men: float
    german_war: float


@dataclass(frozen=True, slots=True)
class TableDebrief:
    """A table, looked back upon.

    Attributes:
        table: the table.
        held: its sittings.
        is_attack: whether what was predicted came: fighting in the north by mid-October.
        base: share of the worlds of the scenario in which it comes.
        ending, without: how the world ended, and how it would have without anybody at the table.
        happened: what was agreed, ordered and befell.
        parts_on: day of the first sitting from which on the two histories differ; None where they do not.
        changed: what the chairs changed, by both ensembles, that of the table first.
        lenses: by lens, the share of the sittings after which what it lets pass is what passed here.
    """

    table: Table
    held: tuple[Held, ...]
    is_attack: bool
    base: float
    ending: Ending
    without: Ending
    happened: tuple[Event, ...]
    parts_on: float | None
    changed: tuple[Changed, ...]
    lenses: dict[str, float]


@dataclass(frozen=True, slots=True)
class Debrief(TableDebrief):
    """A game, looked back upon.

    Attributes:
        game: the game.
        turns: its turns.
        score: of the predictions.
    """

    game: Game
    turns: tuple[Looked, ...]
    score: Score


def debrief(game: Game, *, worlds: int = PAIRED, progress: Progress | None = None) -> Debrief:
    """Look back upon a game; what is left of it, the model plays.

    Args:
        game: the game.
        worlds: how many worlds are played with the person and without.
        progress: called with steps done and all steps.
    """
    found = table_debrief(game.table, (game.seat,), worlds=worlds, progress=progress)
    came = found.is_attack
    return Debrief(
        **{each.name: getattr(found, each.name) for each in fields(found)},
        game=game,
        turns=tuple(
            _looked(game.seat, turn, held) for turn, held in zip(game.turns, found.held, strict=True)
        ),
        score=Score(
            person=brier([turn.predicted for turn in game.turns], came=came),
            model=brier([held.chance for held in found.held], came=came),
            base=brier([found.base] * len(found.held), came=came),
        ),
    )


def table_debrief(
    table: Table, seats: Collection[str], *, worlds: int = PAIRED, progress: Progress | None = None
) -> TableDebrief:
    """Look back upon a table; what is left of its summer, the model plays.

    Args:
        table: the table.
        seats: the chairs whose people are asked at its sittings.
        worlds: how many worlds are played with what was chosen and without.
        progress: called with steps done and all steps.
    """
    tell = progress or _tell_nobody
    steps = len(table.rounds) + 2 + len(ENSEMBLES) + len(LENS_NAMES)
    held: list[Held] = []
    for each in _held(table, seats):
        held.append(each)
        tell(len(held), steps)
    mine, theirs = _played(table, table.persons), _played(table, {})
    done = len(held) + 2
    tell(done, steps)
    changed = []
    for ensemble in sorted(ENSEMBLES, key=lambda each: each != table.request.ensemble):
        changed.append(_changed(table, ensemble, worlds))
        tell(done + len(changed), steps)
    done += len(changed)
    days = [each.day for each in held]
    lenses: dict[str, float] = {}
    for lens in LENS_NAMES:
        under = theirs if lens == table.request.lens else _played(table, {}, lens)
        lenses[lens] = _agreement(under, mine, days)
        tell(done + len(lenses), steps)
    return TableDebrief(
        table=table,
        held=tuple(held),
        is_attack=bool(is_attack(mine.war_day)[0]),
        base=changed[0].attacks_without,
        ending=mine.ending,
        without=theirs.ending,
        happened=mine.happened,
        parts_on=next((day for day in mine.stood if mine.stood[day] != theirs.stood[day]), None),
        changed=tuple(changed),
        lenses=lenses,
    )


def _tell_nobody(_done: int, _of: int) -> None:
    """Take note of progress for nobody."""


def brier(predicted: list[float], *, came: bool) -> float | None:
    """Return the Brier score of predictions of one event, None of none."""
    if not predicted:
        return None
    return float(np.mean((np.array(predicted) - came) ** 2))


@dataclass(frozen=True, slots=True)
class _Played:
    """One world, played: by sitting what had been permitted, how it ended, and what happened."""

    stood: dict[float, tuple[float, ...]]
    ending: Ending
    happened: tuple[Event, ...]
    war_day: Array


def _played(table: Table, persons: Mapping[str, Person], lens: str = "") -> _Played:
    """Play the world of a table with some persons, under another lens if one is given."""
    request = replace(table.request, lens=lens) if lens else table.request
    model = replace(table, request=request).model(persons=persons or None)
    try:
        stood = {}
        for period in model.periods:
            model.step()
            stood[period.end] = _standing(model)
        found = tuple(each for _, each in events(model.world))
        return _Played(stood, ending(model.world), found, model.world.hostilities.war_day)
    finally:
        model.release()


def _standing(model: KantokuenModel) -> tuple[float, ...]:
    """Return what has been permitted in a world: how far north and south, the force, what is given up."""
    return tuple(float(each[0]) for each in _stands(model.world.council))


def _stands(council: Council) -> tuple[Array, ...]:
    """Return how far north and south, the force, what is given up, and when; each of shape ``(worlds,)``."""
    how_far = council.northern_step, council.southern_step, council.sanctioned
    when = council.mobilise_day, council.attack_day, council.landing_day, council.southern_war_day
    return *how_far, council.has_given_up.astype(np.float64), *when


def _looked(seat: str, turn: Turn, held: Held) -> Looked:
    sitting = held.by_seat[seat]
    return Looked(
        day=turn.day,
        predicted=turn.predicted,
        model=held.chance,
        answers=turn.answers,
        own={question.key: own for question, own in sitting.questions},
        known=sitting.known,
        soviet_divisions=held.soviet_divisions,
        soviet_men=held.soviet_men,
        german_war=held.german_war,
    )


def _held(table: Table, seats: Collection[str]) -> Iterator[Held]:
    """Yield each sitting with what the chairs knew and were asked, and what was so."""
    for number, each in enumerate(table.rounds):
        before = replace(table, rounds=table.rounds[:number])
        sittings = before.sittings(seats, day=each.day)
        if sittings is None:
            raise ValueError(f"turn {number + 1} is of no sitting of this game")
        model = table.model(persons=before.persons or None)
        try:
            for period in model.periods:
                if period.end == each.day:
                    crowd = model.fork(_FUTURES)
                    crowd.run()
                    chance = float(np.mean(is_attack(crowd.world.hostilities.war_day)))
                    crowd.release()
                model.step()
                if period.end == each.day:
                    break
            signals = model.record.periods[-1].signals
            yield Held(
                day=each.day,
                chance=chance,
                by_seat=sittings.by_seat,
                soviet_divisions=float(signals["soviet_divisions"][0]),
                soviet_men=float(signals["soviet_men"][0]),
                german_war=float(model.world.german_war.nearness[0]),
            )
        finally:
            model.release()


def _changed(table: Table, ensemble: str, worlds: int) -> Changed:
    asked = replace(table, request=replace(table.request, ensemble=ensemble))
    mine, theirs = (_crowd(asked, worlds, persons) for persons in (table.persons, {}))
    return Changed(
        ensemble=ensemble,
        worlds=worlds,
        with_person=shares(mine.codes),
        without=shares(theirs.codes),
        others=_share(mine.codes != theirs.codes),
        moved=_share(np.any(mine.stood != theirs.stood, axis=0)),
        divisions_with=float(np.mean(mine.sanctioned)),
        divisions_without=float(np.mean(theirs.sanctioned)),
        attacks_without=theirs.attacks,
        regime_fell=mine.regime_fell,
    )


@dataclass(frozen=True, slots=True)
class _Crowd:
    """Many worlds at their end: outcome codes ``(worlds,)``, what stood permitted ``(parts, worlds)``."""

    codes: Array
    stood: Array
    sanctioned: Array
    attacks: float
    regime_fell: float


def _crowd(table: Table, worlds: int, persons: Mapping[str, Person]) -> _Crowd:
    model = table.model(worlds, persons or None)
    model.run()
    world, council = model.world, model.world.council
    fell = float(np.mean(np.isfinite(world.by_today(world.german_war.collapse_day))))
    attacks = float(np.mean(is_attack(world.hostilities.war_day)))
    found = _Crowd(world.outcome_codes, np.stack(_stands(council)), council.sanctioned, attacks, fell)
    model.release()
    return found


def _share(hits: Mask) -> dict[str, float]:
    """Return a share of worlds with its interval."""
    number, of = int(np.count_nonzero(hits)), len(hits)
    low, high = wilson(number, of)
    return {"share": number / of, "low": low, "high": high}


def _agreement(theirs: _Played, mine: _Played, days: list[float]) -> float:
    """Return the share of the sittings after which what passes in one world is what passed in another."""
    return float(np.mean([theirs.stood[day] == mine.stood[day] for day in days])) if days else 0.0
