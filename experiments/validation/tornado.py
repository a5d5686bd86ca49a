"""How far the headline moves with each judgement over the range of its prior, in both ensembles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr

from kantokuen.agents.view import Array
from kantokuen.experiments.priors import priors
from kantokuen.experiments.runner import Progress, Run
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.experiments.validation.phrases import heads
from kantokuen.model.frames import columns
from kantokuen.model.limits import ENSEMBLES
from kantokuen.model.members import Members
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.text.words import ENGLISH, Words
from kantokuen.model.values import default_values

HEADLINE: Final = "attack_1941"
CHANCE: Final = 0.001
"""So seldom by chance that of all the ends that are tried hardly one would seem to add something."""

SHOWN: Final = 20
"""How many judgements the table names at most, those that move the headline farthest."""

_SHARE: Final = 0.04
_AT_A_TIME: Final = 10_000
_ENDS: Final = 2


@dataclass(frozen=True, slots=True, eq=False)
class Tornado:
    """The headline where one judgement at a time stands at the ends of its prior.

    Attributes:
        keys: the judgements.
        ends: the points of 5 and 95 % of their priors, shape ``(keys, 2)``.
        hits: by ensemble, 1 in the worlds with an attack in 1941, shape ``(1 + 2 keys, worlds)``: of the
            baseline, then of the low ends, then of the high ones.
    """

    keys: tuple[str, ...]
    ends: Array
    hits: Mapping[str, Array]

    def moves(self, ensemble: str) -> Array:
        """Return what each judgement adds to the headline at its ends, NaN if unsure, shape ``(keys, 2)``.

        An end adds something where as many worlds on one side would come by chance, if either side were as
        likely, less often than `CHANCE`: McNemar's test, exactly.
        """
        base, *others = self.hits[ensemble]
        changed = np.array(others) - base
        more, less = (np.sum(changed == side, axis=1) for side in (1.0, -1.0))
        chance = 2.0 * bdtr(np.minimum(more, less), more + less, 0.5)
        added = np.where(chance < CHANCE, (more - less) / len(base), np.nan)
        return np.asarray(added.reshape(_ENDS, -1).T)


def worlds_of(worlds: int) -> int:
    """Return how many worlds are played beside a baseline of so many."""
    return len(ENSEMBLES) * (1 + _ENDS * len(priors())) * _own(worlds)


def play(worlds: int, seed: int, progress: Progress | None = None) -> Tornado:
    """Play each judgement at both ends of its prior, all in the same worlds.

    Args:
        worlds: worlds of the baseline; each end has four of a hundred.
        seed: of the worlds.
        progress: called with worlds done and all worlds.
    """
    keys, own = tuple(priors()), _own(worlds)
    ends = np.array([priors()[key].spread.ppf(np.array([0.05, 0.95])) for key in keys])
    places = np.arange(len(keys))
    places = np.concatenate([[-1], places, places])
    values = np.concatenate([[np.nan], *ends.T])
    at_a_time = max(_AT_A_TIME // own, 1)
    hits: dict[str, Array] = {}
    done = 0
    for ensemble in ENSEMBLES:
        run, found = Run(seed=seed, ensemble=ensemble, stances=False), []
        for first in range(0, len(places), at_a_time):
            batch = slice(first, first + at_a_time)
            found.append(_hits(run, own, keys, places[batch], values[batch]))
            done += own * len(places[batch])
            if progress is not None:
                progress(done, worlds_of(worlds))
        hits[ensemble] = np.concatenate(found)
    return Tornado(keys, ends, hits)


def sheet(found: Tornado, words: Words = ENGLISH) -> Sheet:
    """Return the judgements that move the headline farthest in either ensemble, and how many do not."""
    moves = np.concatenate([found.moves(each) for each in ENSEMBLES], axis=1)
    moving = farthest(moves)
    rows: list[tuple[Cell, ...]] = [
        (
            found.keys[place],
            (float(found.ends[place, 0]), float(found.ends[place, 1])),
            *(None if np.isnan(each) else float(each) for each in moves[place]),
        )
        for place in moving[:SHOWN]
    ]
    shares = [f"{float(np.mean(found.hits[each][0])):.3f}" for each in ENSEMBLES]
    note = words(
        "validation.tornado.note",
        worlds=f"{found.hits[ENSEMBLES[0]].shape[1]:,}",
        n=len(rows),
        all=len(found.keys),
        still=len(found.keys) - len(moving),
        ends=f"{moves.size:,}",
        chance=f"{CHANCE:g}",
        historians=shares[0],
        june=shares[1],
    )
    columns = heads(words, "judgement", "prior", "historians_low", "historians_high", "june_low", "june_high")
    return Sheet(words("validation.tornado.title"), note, columns, tuple(rows))


def farthest(moves: Array) -> list[int]:
    """Return the judgements that move the headline for sure, as places, the farthest first.

    Args:
        moves: what ends add, shape ``(keys, ends)``, NaN for nothing sure.
    """
    size = np.max(np.abs(np.nan_to_num(moves)), axis=1)
    return [int(place) for place in np.argsort(-size, kind="stable") if size[place] > 0.0]


def _hits(run: Run, worlds: int, keys: tuple[str, ...], places: NDArray[np.intp], values: Array) -> Array:
    """Play settings that differ from the baseline in one judgement each, shape ``(settings, worlds)``."""
    own, defaults = {}, default_values()
    for place in sorted({int(each) for each in places} - {-1}):
        key = keys[place]
        own[key] = np.repeat(np.where(places == place, values, defaults[key]), worlds)
    index = np.tile(np.arange(worlds), len(places))
    model = run.model(len(index), members=Members(index, own, frozenset(own)))
    model.run()
    outcome = columns(model.world)["outcome"].reshape(len(places), worlds)
    model.release()
    return np.asarray(1.0 * (outcome == OUTCOMES.index(HEADLINE)))


def _own(worlds: int) -> int:
    return max(round(_SHARE * worlds), 1)
