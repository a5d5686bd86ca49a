"""Facts about the values of levers in many worlds: laws of spread, bounds, arrays."""

from dataclasses import fields
from datetime import date
from typing import get_type_hints

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.agents.rules import Rules
from kantokuen.model.errors import InputError
from kantokuen.model.lenses import LENSES
from kantokuen.model.levers.form import Spread
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.scenario import Scenario
from kantokuen.model.streams import Streams
from kantokuen.model.values import Drawn, _spread, default_rules, default_values, realise, varying
from tests.support.scenes import law, model

HISTORICAL = Scenario.load("historical")
FIELDS = [(group, each.name) for group, held in get_type_hints(Rules).items() for each in fields(held)]
IN_THE_RULES = {f"{group}.{name}" for group, name in FIELDS}
MANY = Streams(1941, 20_000)


def test_what_is_not_declared_to_vary_is_one_value_for_all_worlds() -> None:
    values = realise(HISTORICAL, Streams(1941, 5))
    assert {key for key, value in values.items() if isinstance(value, np.ndarray)} == set(varying())
    assert values["army.ready_days"] == 62.0
    assert isinstance(values["army.ready_days"], float)
    assert values["germany.barbarossa"] == date(1941, 6, 22)
    assert values["mechanism.expiry"] is True
    assert values["sanctions.freeze"] == "responsive"


def test_a_lognormal_lever_has_the_declared_value_as_its_median() -> None:
    drawn = realise(HISTORICAL, MANY)["germany.pace"]
    assert np.median(drawn) == pytest.approx(1.0, abs=0.01)
    assert np.log(drawn).std() == pytest.approx(0.13, abs=0.005)


def test_a_normal_lever_has_the_declared_value_as_its_mean() -> None:
    drawn = realise(HISTORICAL, MANY)["season.winter_shift"]
    assert drawn.mean() == pytest.approx(0.0, abs=0.2)
    assert drawn.std() == pytest.approx(7.0, abs=0.15)


def test_a_uniform_lever_reaches_as_far_as_its_scale_and_no_farther() -> None:
    drawn = _spread(5.0, Spread("uniform", 2.0), Drawn(MANY, 1.0), "a lever")
    assert 3.0 <= drawn.min() < 3.01
    assert 6.99 < drawn.max() <= 7.0
    assert drawn.mean() == pytest.approx(5.0, abs=0.05)


@law
@given(value=st.floats(0.3, 3.0), width=st.floats(0.0, 3.0))
def test_every_world_stays_within_the_bounds_of_a_lever(value: float, width: float) -> None:
    moved = HISTORICAL.replace({"germany.pace": value, "worlds.spread": width})
    values = realise(moved, Streams(1941, 200))
    for key in varying():
        low, high = PARAMETERS[key].low, PARAMETERS[key].high
        assert values[key].min() >= low, key
        assert values[key].max() <= high, key


def test_a_spread_of_nought_leaves_worlds_with_the_same_levers() -> None:
    values = realise(HISTORICAL.replace({"worlds.spread": 0.0}), Streams(1941, 50))
    for key in varying():
        assert (values[key] == PARAMETERS[key].default).all(), key


def test_a_scenario_moves_the_middle_of_the_spread_and_keeps_its_draws() -> None:
    faster = realise(HISTORICAL.replace({"germany.pace": 1.2}), MANY)["germany.pace"]
    usual = realise(HISTORICAL, MANY)["germany.pace"]
    inside = (faster < 3.0) & (usual > 0.3)
    assert faster[inside] / usual[inside] == pytest.approx(np.full(inside.sum(), 1.2))


def test_an_array_is_taken_as_it_stands_without_any_spread() -> None:
    given_values = np.linspace(0.5, 1.5, 8)
    values = realise(HISTORICAL.replace({"germany.pace": given_values}), Streams(1941, 8))
    assert (values["germany.pace"] == given_values).all()


def test_a_block_takes_its_own_part_of_an_array() -> None:
    given_values = np.linspace(0.5, 1.5, 12)
    values = realise(HISTORICAL.replace({"germany.pace": given_values}), Streams(1941, 4, first=5))
    assert (values["germany.pace"] == given_values[5:9]).all()


@pytest.mark.parametrize("worlds", [9, 2000])
def test_an_array_shorter_than_the_worlds_is_refused(worlds: int) -> None:
    short = HISTORICAL.replace({"army.lead_days": np.full(8, 30.0)})
    with pytest.raises(InputError, match=r"army\.lead_days has 8 values"):
        realise(short, Streams(1941, worlds))


def test_an_array_over_worlds_gives_each_world_what_it_would_have_got_alone() -> None:
    leads = np.array([10.0, 30.0, 60.0])
    together = model(3, {"army.lead_days": leads})
    together.run()
    for world, lead in enumerate(leads):
        alone = model(1, {"army.lead_days": lead}, first_world=world)
        alone.run()
        assert alone.world.outcome_codes[0] == together.world.outcome_codes[world]
        assert alone.offices["OPS"].net[0] == together.offices["OPS"].net[world]


def test_a_field_of_the_rules_is_the_parameter_of_the_same_key() -> None:
    rules, values = default_rules(), default_values()
    assert PARAMETERS.keys() >= IN_THE_RULES
    assert all(getattr(getattr(rules, group), name) == values[f"{group}.{name}"] for group, name in FIELDS)


def test_no_rule_of_an_agent_tells_what_is_still_to_come() -> None:
    # how Washington is disposed is Washington's to know; no office at the table reads it
    of_washington = {"sanctions.us_resolve", "talks.us_terms", "talks.china_weight"}
    told = [PARAMETERS[key] for key in IN_THE_RULES - of_washington]
    assert [each.key for each in told if each.type == "date" or each.kind == "uncertainty"] == []
    ahead = {"soviet.transfer_share", "germany.coordination", "season.winter_shift", "worlds.spread"}
    assert IN_THE_RULES.isdisjoint(ahead)


def test_every_judgement_of_the_offices_is_handed_to_them() -> None:
    groups = ("weighing.", "staff.", "lens.")
    judged = {key for key, each in PARAMETERS.items() if each.kind == "judgement" and key.startswith(groups)}
    assert judged <= IN_THE_RULES


@pytest.mark.parametrize("lens", LENSES)
def test_worlds_with_judgements_of_their_own_are_the_worlds_that_they_are_alone(lens: str) -> None:
    """Every judgement differs between the worlds at once, so that none takes another's place by its shape."""
    draw = np.random.default_rng(7)
    judged = {key: each for key, each in PARAMETERS.items() if each.kind == "judgement"}
    shares = {key: draw.uniform(0.2, 0.8, 3) for key in judged}
    levers = {
        key: each.default + 0.5 * (shares[key] * (each.high - each.low) + each.low - each.default)  # type: ignore[operator]
        for key, each in judged.items()
    }
    together = model(3, levers, lens=lens, detail="contributions")
    together.run()
    for world in range(3):
        alone = model(
            1,
            {key: float(values[world]) for key, values in levers.items()},
            lens=lens,
            first_world=world,
            detail="contributions",
        )
        alone.run()
        assert alone.world.outcome_codes[0] == together.world.outcome_codes[world]
        for office, seated in together.offices.items():
            assert alone.offices[office].net[0] == seated.net[world], office
