"""A judgement at an end of its prior is held against the same worlds with every judgement where it stands."""

import numpy as np
import pytest

from kantokuen.experiments.priors import priors
from kantokuen.experiments.runner import Run
from kantokuen.experiments.validation import tornado
from kantokuen.experiments.validation.plays import Play, play_all
from kantokuen.experiments.validation.tornado import HEADLINE, SHOWN, Tornado, sheet, worlds_of
from kantokuen.model.limits import ENSEMBLES
from kantokuen.model.scenario import Scenario

WORLDS = 500  # of a baseline: 20 at each end


@pytest.fixture(scope="module")
def found() -> Tornado:
    return tornado.play(WORLDS, 7)


def hits(run: Run) -> list[float]:
    play = Play(20, run)
    return list(play_all([play], seed=7)[play].hits(HEADLINE))


def test_every_judgement_is_tried_at_both_ends_in_both_ensembles(found: Tornado) -> None:
    assert found.keys == tuple(priors())
    assert set(found.hits) == set(ENSEMBLES)
    assert all(each.shape == (1 + 2 * len(found.keys), 20) for each in found.hits.values())
    assert sum(each.size for each in found.hits.values()) == worlds_of(WORLDS)
    assert np.all(found.ends[:, 0] < found.ends[:, 1])


@pytest.mark.parametrize("ensemble", ENSEMBLES)
def test_a_setting_gives_what_a_scenario_with_it_gives(found: Tornado, ensemble: str) -> None:
    own = found.hits[ensemble]
    assert list(own[0]) == hits(Run(ensemble=ensemble))
    place = found.keys.index("weighing.order_new_war")
    rows = 1 + place, 1 + len(found.keys) + place
    for row, value in zip(rows, found.ends[place], strict=True):
        changed = Scenario.load("historical").replace({"weighing.order_new_war": float(value)})
        assert list(own[row]) == hits(Run(changed, ensemble=ensemble))


def swings(low: np.ndarray, high: np.ndarray) -> Tornado:
    hits = dict.fromkeys(ENSEMBLES, np.concatenate([BASE, low, high]))
    return Tornado(KEYS, np.zeros((len(KEYS), 2)), hits)


KEYS = tuple(priors())
BASE = np.array([[1.0, 0.0] * 50])


def test_what_moves_the_headline_farthest_stands_first() -> None:
    low, high = np.repeat(BASE, len(KEYS), axis=0), np.repeat(BASE, len(KEYS), axis=0)
    low[3], high[5] = 0.0, 1.0
    low[5, 1:41:2] = 1.0
    table = sheet(swings(low, high))
    assert f"{len(KEYS) - 2} of {len(KEYS)} judgements are not seen to move it" in table.note
    assert {row[0]: row[2:4] for row in table.rows} == {KEYS[3]: (-0.5, None), KEYS[5]: (0.2, 0.5)}
    low[7:40] = low[3]
    assert len(sheet(swings(low, high)).rows) == SHOWN


@pytest.mark.parametrize(("changed", "seen"), [(4, 0), (10, 0), (11, 1)])
def test_a_few_worlds_that_change_sides_are_chance(changed: int, seen: int) -> None:
    """Eleven on one side and none on the other would come by chance in one of 1,024 cases."""
    high = np.repeat(BASE, len(KEYS), axis=0)
    high[0, 1 : 2 * changed : 2] = 1.0
    found = swings(np.repeat(BASE, len(KEYS), axis=0), high)
    assert len(sheet(found).rows) == seen
