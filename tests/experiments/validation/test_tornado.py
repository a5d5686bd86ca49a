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


def test_what_moves_the_headline_farthest_stands_first() -> None:
    keys = tuple(priors())
    base = np.array([[1.0, 0.0] * 50])
    low, high = np.repeat(base, len(keys), axis=0), np.repeat(base, len(keys), axis=0)
    low[3], high[5] = 0.0, 1.0
    low[5, :20] = 1.0
    own = np.concatenate([base, low, high])
    table = sheet(Tornado(keys, np.zeros((len(keys), 2)), dict.fromkeys(ENSEMBLES, own)))
    assert f"{len(keys) - 2} move it for certain in neither" in table.note
    assert {row[0]: row[2:4] for row in table.rows} == {keys[3]: (-0.5, None), keys[5]: (0.1, 0.5)}
    low[7:40] = low[3]
    table = sheet(
        Tornado(keys, np.zeros((len(keys), 2)), dict.fromkeys(ENSEMBLES, np.concatenate([base, low, high])))
    )
    assert len(table.rows) == SHOWN
