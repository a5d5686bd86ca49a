"""How far levers move the endings: what ships, and that playing it again gives the same."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from kantokuen.experiments import effects
from kantokuen.experiments.effects import DAYS, endings, keys, shipped, values_tried, variation
from kantokuen.experiments.runner import Run
from kantokuen.model.checking import check
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.parameters import PARAMETERS

FEW = 300
NEAR_THE_TOP = 8


def test_what_ships_has_every_parameter_that_is_compared_once_and_no_other() -> None:
    found = shipped()
    assert sorted(each["key"] for each in found["ranking"]) == sorted(keys())
    assert set(found) == {"version", "scenario", "ensemble", "seed", "worlds", "ranking"}
    assert found["worlds"] >= 1_000
    assert found["scenario"] == "historical"


def test_judgements_leanings_and_rules_of_the_model_are_not_compared() -> None:
    kinds = {PARAMETERS[key].kind for key in keys()}
    assert kinds == {"lever", "uncertainty"}
    groups = {PARAMETERS[key].group for key in keys()}
    assert groups.isdisjoint({"office", "mechanism", "worlds"})
    left_out = {key for key, each in PARAMETERS.items() if each.kind != "judgement"} - set(keys())
    assert {key.partition(".")[0] for key in left_out} == {"office", "mechanism", "worlds"}


def test_the_ranking_follows_the_effects_and_each_is_the_largest_of_those_tried() -> None:
    ranking = shipped()["ranking"]
    sizes = [each["effect"] for each in ranking]
    assert sizes == sorted(sizes, reverse=True)
    assert 0.0 <= sizes[-1] < sizes[0] <= 1.0
    for each in ranking:
        assert set(each) == {"key", "effect", "value", "tried"}
        assert {"value": each["value"], "effect": each["effect"]} in each["tried"]
        assert each["effect"] == max(one["effect"] for one in each["tried"])


@pytest.mark.parametrize("key", keys())
def test_what_was_tried_can_be_set_and_is_what_would_be_tried_now(key: str) -> None:
    (kept,) = (each for each in shipped()["ranking"] if each["key"] == key)
    tried = values_tried(key, Run())
    assert tried
    assert [each["value"] for each in kept["tried"]] == [
        each.isoformat() if isinstance(each, date) else each for each in tried
    ]
    for value in tried:
        assert check(key, value, "test") == value
        assert value != PARAMETERS[key].default


def test_numbers_are_tried_where_they_are_spread_and_days_where_they_can_be() -> None:
    low, high = values_tried("germany.pace", Run())
    spread = PARAMETERS["germany.pace"].spread
    assert spread is not None
    assert np.log(high) == pytest.approx(1.645 * spread.scale, abs=0.01)  # type: ignore[arg-type]
    assert np.log(low) == pytest.approx(-1.645 * spread.scale, abs=0.01)  # type: ignore[arg-type]
    assert values_tried("china.tied_divisions", Run()) == (2, 43)
    assert values_tried("china.war_over", Run()) == DAYS
    falls = values_tried("germany.moscow_falls", Run())
    assert falls == ("never", *(day for day in DAYS if day > date(1941, 6, 22)))


def test_endings_tell_the_south_apart_and_add_up() -> None:
    never = np.inf
    columns = {
        "outcome": np.array([3, 3, 3, 0]),
        "southern_war_date": np.array([200.0, never, never, never]),
        "settlement_date": np.array([never, 150.0, never, never]),
    }
    shares = endings(columns)
    assert shares.shape == (3 * len(OUTCOMES),)
    assert shares[9:12].tolist() == [0.25, 0.25, 0.25]
    assert shares[2] == 0.25
    assert variation(shares, shares) == 0.0
    assert variation(np.array([1.0, 0.0]), np.array([0.0, 1.0])) == 1.0


def test_a_small_play_has_the_form_of_what_ships_and_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []
    wanted = ("pact.neutrality", "emperor.sanction")
    found = effects.effects(40, wanted=wanted, progress=lambda done, whole: told.append((done, whole)))
    assert told == [(1, 2), (2, 2)]
    assert set(found) == set(shipped())
    assert [each["key"] for each in found["ranking"]] == ["emperor.sanction", "pact.neutrality"]
    assert found == effects.effects(40, wanted=wanted)


@pytest.mark.slow
def test_those_that_ship_as_first_are_near_the_top_when_played_with_another_seed() -> None:
    first = [each["key"] for each in shipped()["ranking"]]
    few = effects.effects(FEW, Run(seed=7), wanted=tuple(first[:20]))
    again = [each["key"] for each in few["ranking"]]
    assert set(first[:5]) <= set(again[:NEAR_THE_TOP])
