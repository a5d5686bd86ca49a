"""What settings of the posterior give is held against the whole record, C and T apart."""

import numpy as np
import pytest

from kantokuen.experiments.drawn import posterior
from kantokuen.experiments.priors import fitted
from kantokuen.experiments.runner import Run
from kantokuen.experiments.validation.foretold import Foretold, foretell, middles, missed, record, worlds_of
from kantokuen.experiments.validation.kept import kept
from kantokuen.experiments.validation.patterns import findings, watched
from kantokuen.experiments.validation.plays import Play, play_all
from kantokuen.experiments.validation.points import SHARES
from kantokuen.experiments.validation.posterior import WORLDS
from kantokuen.experiments.validation.shown import SHOWN
from kantokuen.experiments.validation.targets import targets
from kantokuen.model.limits import ENSEMBLES
from kantokuen.model.scenario import Scenario


def met() -> np.ndarray:
    """Figures that meet the whole record."""
    return np.array([each.low if each.low is not None else each.high for each in record()], dtype=float)


def test_the_record_is_what_was_fitted_and_what_was_kept() -> None:
    assert record() == (*targets(), *kept())
    assert len({each.id for each in record()}) == len(record())


def test_settings_of_the_posterior_are_played_in_both_ensembles() -> None:
    told: list[tuple[int, int]] = []
    found = foretell(60, 7, lambda *each: told.append(each))
    assert told[-1] == (worlds_of(60),) * 2 == (2 * 2 * WORLDS,) * 2
    assert found.record.shape == (2, len(record()))
    assert {name: each.shape for name, each in found.shares.items()} == {
        name: (2, len(SHARES)) for name in ENSEMBLES
    }
    # the first setting, played as a scenario, gives the same patterns that are only shown
    first = {key: float(posterior()[key][0]) for key in fitted()}
    run = Run(Scenario.load("historical").replace(first), cadence="ten-day", trace=True)
    play = Play(WORLDS, run, watched(1).also)
    shown = {each.id: each.value for each in findings(play_all([play], seed=7)[play], readings=SHOWN)}
    places = {each.id: place for place, each in enumerate(record())}
    assert {name: found.record[0, places[name]] for name in shown} == pytest.approx(shown)


def test_only_what_lies_more_than_two_tolerances_off_is_missed() -> None:
    near, far = met(), met()
    place = next(number for number, each in enumerate(record()) if each.kind == "stance")
    last = len(record()) - 1
    near[place] += 1.9 * record()[place].tolerance
    far[place] -= 2.1 * record()[place].tolerance
    far[last] += 3.0 * record()[last].tolerance
    assert not missed(Foretold(np.array([near] * 3), {})).rows
    off = Foretold(np.array([far] * 3), {})
    ((name, recorded, _, by, _),) = missed(off).rows
    assert (name, recorded) == (record()[place].called(), record()[place].low)
    assert by == pytest.approx(-2.1)
    ((name, _, _, by, _),) = missed(off, is_kept=True).rows
    assert name == record()[last].called()
    assert by == pytest.approx(3.0)


def test_the_middle_of_each_thing_recorded_goes_by_its_id() -> None:
    found = Foretold(np.array([met()] * 3), {})
    assert list(middles(found)) == [each.id for each in record()]
    assert middles(found)[record()[0].id] == (met()[0], met()[0])
