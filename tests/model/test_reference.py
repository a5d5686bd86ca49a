"""The table of 22 June: whatever the judgements are, the stances of that day are the recorded ones."""

import numpy as np
import pytest

from kantokuen.agents.mind import Temper
from kantokuen.agents.profile import offices
from kantokuen.agents.roster import OFFICES
from kantokuen.agents.table import Table
from kantokuen.model import reference
from kantokuen.model.frames import columns
from kantokuen.model.members import Members
from kantokuen.model.model import KantokuenModel
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.reference import reference_view
from kantokuen.model.scenario import Scenario
from kantokuen.model.values import default_values

WORLDS = 5
JUDGEMENTS = [key for key, each in PARAMETERS.items() if each.kind == "judgement"]


def drawn() -> dict[str, np.ndarray]:
    """Every judgement between its bounds, another one in each world."""
    generator = np.random.default_rng(6)
    bounds = [(float(PARAMETERS[key].low), float(PARAMETERS[key].high)) for key in JUDGEMENTS]  # type: ignore[arg-type]
    return {
        key: generator.triangular(low, float(PARAMETERS[key].default), high, WORLDS)  # type: ignore[arg-type]
        for key, (low, high) in zip(JUDGEMENTS, bounds, strict=True)
        if low < high
    }


def test_the_stances_of_22_june_are_recorded_whatever_the_judgements() -> None:
    then = reference_view(default_values() | drawn())
    nought = np.zeros((len(OFFICES), WORLDS))
    table = Table.at_outset([offices()[each] for each in OFFICES], Temper(nought, nought), then, then.rules)
    table.mind.oil_loss[:] = then.oil_loss
    table.appraise(then)
    net = np.array([[offices()[each].net] * WORLDS for each in OFFICES])
    assert table.appraisal.north - table.appraisal.south == pytest.approx(net, abs=1e-9)


def test_a_world_whose_judgements_are_given_does_not_know_where_they_stand_by_default(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def played() -> dict[str, np.ndarray]:
        members = Members(np.arange(WORLDS), drawn(), frozenset(drawn()))
        model = KantokuenModel(Scenario.load("historical"), worlds=WORLDS, seed=3, members=members)
        model.run()
        return {name: np.array(each) for name, each in columns(model.world).items()}

    before = played()
    others = default_values() | {key: 0.9 * float(default_values()[key]) for key in drawn()}
    monkeypatch.setattr(reference, "default_values", lambda: others)
    after = played()
    for name, values in before.items():
        np.testing.assert_array_equal(after[name], values, err_msg=name)


def test_levers_and_uncertainties_do_not_move_the_table_of_june() -> None:
    other = reference_view(default_values() | {"means.oil_stock": 4.0, "sanctions.us_resolve": 0.9})
    assert other is reference_view()
