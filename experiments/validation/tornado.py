"""How far the headline moves with each judgement over the range of its prior, in both ensembles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kantokuen.agents.view import Array
from kantokuen.experiments.priors import priors
from kantokuen.experiments.runner import Progress, Run
from kantokuen.experiments.sheets import Cell, Sheet
from kantokuen.experiments.validation.paired import Difference, difference
from kantokuen.experiments.validation.phrases import heads
from kantokuen.model.frames import columns
from kantokuen.model.limits import ENSEMBLES
from kantokuen.model.members import Members
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.text.words import ENGLISH, Words
from kantokuen.model.values import default_values

HEADLINE: Final = "attack_1941"
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

    def moves(self, ensemble: str) -> list[tuple[Difference, Difference]]:
        """Return by judgement what its ends add to the headline, the low one first."""
        base, low, high = np.split(self.hits[ensemble], [1, 1 + len(self.keys)])
        return [
            (difference(one, base[0]), difference(other, base[0]))
            for one, other in zip(low, high, strict=True)
        ]


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
    moves = [found.moves(each) for each in ENSEMBLES]
    sizes = [
        max(abs(end.mean) for of_ensemble in moves for end in of_ensemble[place])
        for place in range(len(found.keys))
    ]
    moving = {
        place
        for place in range(len(found.keys))
        if any(end.sign != "no difference" for each in moves for end in each[place])
    }
    order = sorted(range(len(found.keys)), key=lambda place: -sizes[place])
    rows: list[tuple[Cell, ...]] = [
        (
            found.keys[place],
            (float(found.ends[place, 0]), float(found.ends[place, 1])),
            *(cell for each in moves for cell in _added(each[place])),
        )
        for place in [each for each in order if each in moving][:SHOWN]
    ]
    shares = [f"{float(np.mean(found.hits[each][0])):.3f}" for each in ENSEMBLES]
    note = words(
        "validation.tornado.note",
        worlds=f"{found.hits[ENSEMBLES[0]].shape[1]:,}",
        n=len(rows),
        all=len(found.keys),
        still=len(found.keys) - len(moving),
        historians=shares[0],
        june=shares[1],
    )
    columns = heads(words, "judgement", "prior", "historians_low", "historians_high", "june_low", "june_high")
    return Sheet(words("validation.tornado.title"), note, columns, tuple(rows))


def _added(ends: tuple[Difference, Difference]) -> Iterator[Cell]:
    """Yield what each end adds to the headline, nothing where its interval holds nought."""
    for each in ends:
        yield None if each.sign == "no difference" else each.mean


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
