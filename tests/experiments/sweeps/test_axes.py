"""Axes: how one lever is varied, over levels or under a law."""

import math
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from kantokuen.experiments.sweeps.axes import MOST_LEVELS, Axis, checked, prior
from kantokuen.experiments.sweeps.axis_reading import read_axis
from kantokuen.experiments.sweeps.laws import UNTRUNCATED, Law
from kantokuen.model.errors import InputError
from kantokuen.model.levers.form import Spread
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.request import Request
from kantokuen.model.scenario import Scenario
from kantokuen.model.streams import Streams
from kantokuen.model.values import realise, varying

BASE = Scenario.load("historical")
UNIT = np.concatenate([[0.0, 2.0**-30], (np.arange(999) + 0.5) / 999, [1.0 - 2.0**-30, 1.0 - 2.0**-53]])
WIDE = (-1e9, 1e9)


def axis(key: str, form: object) -> Axis:
    return read_axis(key, form, Request(BASE))


def told(key: str, form: object, scenario: Scenario = BASE) -> str:
    with pytest.raises(InputError) as caught:
        read_axis(key, form, Request(scenario))
    return str(caught.value)


# ---- levels ----


def test_a_list_is_its_values_in_order_numbers_as_the_lever_holds_them() -> None:
    assert axis("germany.pace", [2, 0.5, 1]).levels == (2.0, 0.5, 1.0)
    assert axis("army.lead_days", [30.0, 20]).levels == (30, 20)
    assert axis("navy.backs_north", [False, True]).levels == (False, True)
    assert axis("soviet.collapse", ["never", date(1941, 8, 1), "1941-09-01"]).levels == (
        "never",
        date(1941, 8, 1),
        date(1941, 9, 1),
    )


def test_steps_are_even_read_as_written_and_end_where_they_should() -> None:
    assert axis("germany.pace", {"from": 0.6, "to": 1.0, "steps": 5}).levels == (0.6, 0.7, 0.8, 0.9, 1.0)
    assert axis("army.lead_days", {"from": 10, "to": 20, "steps": 3}).levels == (10, 15, 20)
    days = axis("germany.barbarossa", {"from": date(1941, 6, 1), "to": date(1941, 6, 5), "steps": 3})
    assert days.levels == (date(1941, 6, 1), date(1941, 6, 3), date(1941, 6, 5))


@given(st.floats(0.3, 3.0), st.floats(0.3, 3.0), st.integers(2, 50))
@settings(max_examples=60)
def test_steps_never_leave_their_range(one: float, other: float, steps: int) -> None:
    low, high = sorted((one, other))
    if high - low < 1e-6:
        return
    levels = axis("germany.pace", {"from": low, "to": high, "steps": steps}).levels
    assert (levels[0], levels[-1], len(levels)) == (low, high, steps)
    assert list(levels) == sorted(levels)


def test_a_range_without_an_end_ends_at_the_bound_of_the_lever() -> None:
    lever = PARAMETERS["germany.pace"]
    assert axis("germany.pace", {"to": 1.0, "steps": 2}).levels == (lever.low, 1.0)
    law = axis("germany.pace", {"from": 1.0}).law
    assert (law.low, law.high) == (1.0, lever.high)


def test_each_level_has_an_equal_share_of_the_unit_interval() -> None:
    values = axis("navy.backs_north", [False, True]).at(np.array([0.0, 0.49, 0.5, 1.0 - 2.0**-53]))
    assert values.tolist() == [False, False, True, True]
    many = axis("germany.pace", {"from": 0.5, "to": 1.5, "steps": MOST_LEVELS})
    assert many.at(np.array([1.0 - 2.0**-53])).tolist() == [1.5]


def test_numbers_are_numbers_and_all_else_runs_one_after_the_other() -> None:
    assert axis("soviet.transfer_share", [0.1, 0.2]).is_number
    assert axis("army.lead_days", {}).is_number
    assert not axis("soviet.transfer_share", [0.1, "history"]).is_number
    assert not axis("germany.barbarossa", {}).is_number
    assert not axis("navy.backs_north", [True]).is_number


def test_only_numbers_that_are_said_to_be_or_come_from_a_law_are_taken_as_they_stand() -> None:
    assert axis("germany.pace", {"from": 1, "to": 2, "steps": 2, "exact": True}).exact
    assert axis("germany.pace", {"values": [1, 2], "exact": True}).exact
    assert axis("germany.pace", {"values": 1.5}).levels == (1.5,)
    assert axis("germany.pace", {"from": 1, "to": 2}).exact
    assert axis("germany.pace", "prior").exact
    assert not axis("germany.pace", {"values": [1, 2]}).exact
    assert not axis("germany.pace", [1, 2]).exact


# ---- laws ----

LAWS = [
    (Law("uniform", -2.0, 5.0, 0.0, 0.0, WIDE), stats.uniform(-2.0, 7.0)),
    (Law("loguniform", 0.3, 3.0, 0.0, 0.0, WIDE), stats.loguniform(0.3, 3.0)),
    (Law("triangular", 1.0, 4.0, 1.5, 0.0, WIDE), stats.triang(0.5 / 3.0, 1.0, 3.0)),
    (Law("triangular", 1.0, 4.0, 1.0, 0.0, WIDE), stats.triang(0.0, 1.0, 3.0)),
    (Law("normal", *UNTRUNCATED, 1.2, 0.25, WIDE), stats.norm(1.2, 0.25)),
    (Law("normal", 1.0, 3.0, 1.2, 0.25, WIDE), stats.truncnorm(-0.8, 7.2, 1.2, 0.25)),
    (Law("normal", 2.0, 3.0, 1.2, 0.25, WIDE), stats.truncnorm(3.2, 7.2, 1.2, 0.25)),
    (Law("normal", -3.0, 0.0, 1.2, 0.25, WIDE), stats.truncnorm(-16.8, -4.8, 1.2, 0.25)),
    (Law("lognormal", *UNTRUNCATED, 2.0, 0.3, WIDE), stats.lognorm(0.3, scale=2.0)),
]


@pytest.mark.parametrize(("law", "same"), LAWS)
def test_quantiles_are_those_of_scipy(law: Law, same: Any) -> None:
    inner = UNIT[2:-2]
    np.testing.assert_allclose(law.ppf(inner), same.ppf(inner), rtol=1e-8, atol=1e-12)


def test_a_truncated_lognormal_law_is_a_truncated_normal_one_of_logarithms() -> None:
    law = Law("lognormal", 0.5, 3.0, 2.0, 0.3, WIDE)
    low, high = math.log(0.25) / 0.3, math.log(1.5) / 0.3
    logs = stats.truncnorm.ppf(UNIT[2:-2], low, high, math.log(2.0), 0.3)
    np.testing.assert_allclose(law.ppf(UNIT[2:-2]), np.exp(logs), rtol=1e-8)
    below = Law("lognormal", 0.0, 2.0, 2.0, 0.3, WIDE).ppf(UNIT)
    assert below.max() <= 2.0
    assert below.min() > 0.0


@pytest.mark.parametrize("key", varying())
@pytest.mark.parametrize("width", [0.5, 1.0])
def test_a_prior_is_bit_for_bit_what_the_model_draws(key: str, width: float) -> None:
    scenario = BASE.replace({"worlds.spread": width})
    chance = Streams(7, 2000)
    drawn = realise(scenario, chance)[key]
    law = prior(PARAMETERS[key], Request(scenario))
    np.testing.assert_array_equal(law.ppf(chance.uniform("lever", key)), drawn)


@pytest.mark.parametrize("key", ["germany.pace", "germany.halt", "soviet.resilience"])
def test_a_prior_as_of_june_1941_is_the_mixture_that_the_model_draws(key: str) -> None:
    drawn = realise(BASE, Streams(7, 20_000), None, "june-1941")[key]
    law = prior(PARAMETERS[key], Request(BASE, ensemble="june-1941"))
    levels = np.linspace(0.01, 0.99, 50)
    np.testing.assert_allclose(
        law.ppf(levels), np.quantile(drawn, levels), rtol=0.03, atol=5e-3 * law.bounds[1]
    )
    assert len(set(law.ppf(np.array([0.0, 1.0 - 2.0**-53])))) == 2


def test_a_prior_of_a_uniform_spread_is_even_on_both_sides_of_the_value() -> None:
    lever = replace(PARAMETERS["germany.pace"], spread=Spread("uniform", 0.2))
    law = prior(lever, Request(BASE.replace({"worlds.spread": 2.0})))
    np.testing.assert_allclose(law.ppf(UNIT), 1.0 + 0.4 * (2.0 * UNIT - 1.0))


def test_what_a_prior_draws_beyond_the_bounds_lies_on_them() -> None:
    lever = PARAMETERS["soviet.refill"]
    law = prior(lever, Request(BASE.replace({"soviet.refill": 1.0})))
    assert law.ppf(np.array([0.7]))[0] == lever.high


def test_the_prior_of_a_lever_that_all_worlds_share_is_an_even_chance_between_its_bounds() -> None:
    lever = PARAMETERS["army.force_ratio"]
    law = axis("army.force_ratio", "prior").law
    assert (law.name, law.low, law.high) == ("uniform", lever.low, lever.high)


@st.composite
def laws(draw: st.DrawFn) -> dict[str, Any]:
    low, high = sorted(draw(st.lists(st.floats(-1.0, 2.9), min_size=2, max_size=2, unique=True)))
    name = draw(st.sampled_from(["uniform", "triangular", "normal"]))
    ends = {"from": low, "to": high}
    if name == "triangular":
        return ends | {"law": name, "peak": draw(st.floats(low, high))}
    if name == "normal":
        cut = ends if draw(st.booleans()) else {}
        return cut | {"law": name, "mean": draw(st.floats(-1.0, 2.9)), "sd": draw(st.floats(0.01, 5.0))}
    return ends


@given(laws())
@settings(max_examples=150)
def test_a_law_that_is_accepted_rises_within_its_range_and_its_lever(form: object) -> None:
    try:
        law = axis("season.winter_shift", form).law
    except InputError as error:
        assert "next to nothing" in str(error) or "from = to" in str(error)  # noqa: PT017
        return
    values = law.ppf(UNIT)
    assert np.all(np.diff(values) >= -1e-12 * (1.0 + np.abs(values[1:])))
    assert np.all((max(law.low, -45.0) <= values) & (values <= min(law.high, 90.0)))


def test_whole_numbers_and_days_of_a_uniform_law_are_equally_likely() -> None:
    grid = (np.arange(700) + 0.5) / 700
    numbers = axis("army.lead_days", {"from": 10, "to": 16}).at(grid)
    assert numbers.dtype == np.float64
    assert np.unique(numbers, return_counts=True)[1].tolist() == [100] * 7
    days = axis("germany.barbarossa", {"from": date(1941, 6, 1), "to": date(1941, 6, 7)}).at(grid)
    assert days.dtype == object
    counted = np.unique(days.astype("datetime64[D]"), return_counts=True)
    assert counted[0].astype(object).tolist() == [date(1941, 6, day) for day in range(1, 8)]
    assert counted[1].tolist() == [100] * 7


def test_whole_numbers_of_other_laws_are_rounded() -> None:
    numbers = axis("army.lead_days", {"law": "normal", "mean": 30, "sd": 5, "from": 20, "to": 40}).at(UNIT)
    np.testing.assert_array_equal(numbers, np.rint(numbers))
    assert (numbers.min(), numbers.max()) == (20.0, 40.0)


# ---- what is wrong ----

NORMAL = {"law": "normal", "mean": 1.0, "sd": 0.1}
WRONG = [
    (
        "germany.pace",
        3,
        "vary: germany.pace = 3 is not a way to vary a lever; allowed: a list of values, { from",
    ),
    ("germany.pace", "priors", "germany.pace = 'priors' is not a way to vary"),
    ("germany.pace", True, "germany.pace = true is not a way to vary"),
    ("germany.pace", None, "is not a way to vary"),
    ("germany.pace", [], "germany.pace has no values; allowed: one or more"),
    ("germany.pace", [1.0, 9.0], "vary: germany.pace = 9.0 is too high; allowed: a number from 0.3 to 3"),
    ("germany.pace", [True], "germany.pace = true is not a number"),
    ("germany.pace", [math.nan], "germany.pace = nan is not a finite number"),
    ("germany.pace", [[1.0]], "germany.pace = [1.0] is not a number"),
    ("germany.pace", [np.ones(2)], "germany.pace is an array; allowed: one value"),
    ("germany.pace", [1, 1.0], "germany.pace has a value twice; allowed: each value once"),
    ("germany.pace", [1.0] * (MOST_LEVELS + 1), "has 100,001 values; allowed: at most 100,000"),
    (
        "germany.pase",
        [1],
        "vary: germany.pase is not a known lever; nearest known name: 'germany.pace'; allowed",
    ),
    ("pace", [1], "nearest known name: 'germany.pace'"),
    ("", [1], "is not a known lever"),
    ("emperor.sanction", ["grnt"], "'grnt' is not one of the choices; nearest known name: 'grant'"),
    ("navy.backs_north", [1], "navy.backs_north = 1 is not true or false"),
    ("navy.backs_north", "prior", "navy.backs_north has no range; allowed: a list of values: true or false"),
    ("navy.backs_north", {"from": False, "to": True, "steps": 2}, "navy.backs_north has no range"),
    ("army.lead_days", [10.5], "army.lead_days = 10.5 is not a whole number"),
    (
        "army.lead_days",
        {"from": 10, "to": 12, "steps": 4},
        "cannot be cut into 4 different steps; allowed: fewer",
    ),
    ("army.lead_days", {"from": 10.5, "to": 12}, "army.lead_days = 10.5 is not a whole number"),
    (
        "germany.pace",
        {"from": 1, "to": 2, "steps": 1},
        "germany.pace: steps = 1 is not usable; allowed: a whole number from 2 to 100,000",
    ),
    ("germany.pace", {"from": 1, "to": 2, "steps": 2.0}, "steps = 2.0 is not usable; allowed"),
    ("germany.pace", {"from": 1, "to": 2, "steps": True}, "steps = true is not usable; allowed"),
    (
        "germany.pace",
        {"from": 2, "to": 1, "steps": 3},
        "has from = to, or from after to; allowed: from below to",
    ),
    ("germany.pace", {"from": 1, "to": 1}, "has from = to, or from after to"),
    ("germany.pace", {"from": 0, "to": 1}, "germany.pace = 0 is too low; allowed: a number from 0.3"),
    ("germany.pace", {"from": "slow"}, "germany.pace = 'slow' is not a number"),
    (
        "soviet.transfer_share",
        {"from": "history"},
        "from = 'history' is not usable; allowed: a value that lies on a scale",
    ),
    (
        "germany.pace",
        {"form": 1},
        "germany.pace: 'form' is not a known entry; nearest known name: 'from'; allowed: from, to, law",
    ),
    ("germany.pace", {"values": [1], "steps": 2}, "'steps' is not a known entry; allowed: values, exact"),
    (
        "germany.pace",
        {"steps": 2, "law": "uniform"},
        "'law' is not a known entry; allowed: from, to, steps, exact",
    ),
    ("germany.pace", {"exact": True}, "'exact' is not a known entry; allowed: from, to, law"),
    ("germany.pace", {"values": [1], "exact": "yes"}, "exact = 'yes' is not usable; allowed: true or false"),
    ("germany.pace", {"steps": 2, "exact": 1}, "exact = 1 is not usable; allowed: true or false"),
    (
        "germany.pace",
        {"law": "norml"},
        "unknown law 'norml'; nearest known name: 'normal'; allowed: uni",
    ),
    ("germany.pace", {"law": ["normal"]}, "unknown law ['normal']; allowed: uniform, "),
    ("germany.pace", {"law": "normal", "mean": 1.0}, "germany.pace: sd is missing; allowed: a number"),
    ("germany.pace", NORMAL | {"sd": "x"}, "germany.pace: sd = 'x' is not usable; allowed: a number"),
    ("germany.pace", NORMAL | {"sd": math.inf}, "germany.pace: sd = inf is not usable; allowed: a number"),
    ("germany.pace", NORMAL | {"sd": True}, "germany.pace: sd = true is not usable; allowed: a number"),
    (
        "germany.pace",
        NORMAL | {"sd": -0.1},
        "germany.pace: sd = -0.1 is not usable; allowed: a number above 0, at most 27",
    ),
    (
        "germany.pace",
        NORMAL | {"sd": 1e300},
        "germany.pace: sd = 1e+300 is not usable; allowed: a number ab",
    ),
    ("germany.pace", NORMAL | {"mean": 9}, "germany.pace: mean = 9 is not usable; allowed: from 0.3 to 3"),
    (
        "germany.pace",
        NORMAL | {"from": 2.5},
        "there is next to nothing of the law from 2.5 to 3; allowed: a range nearer",
    ),
    ("germany.pace", NORMAL | {"median": 1}, "'median' is not a known entry; nearest known name: 'mean'"),
    ("germany.pace", {"law": "lognormal", "median": 1}, "germany.pace: sigma is missing"),
    (
        "germany.pace",
        {"law": "lognormal", "median": 1, "sigma": 11},
        "sigma = 11 is not usable; allowed: a number above 0, at",
    ),
    (
        "soviet.transfer_pace",
        {"law": "lognormal", "median": 0, "sigma": 1},
        "median = 0 is not usable; allowed: from 0 to 4, ab",
    ),
    (
        "soviet.transfer_pace",
        {"law": "loguniform", "to": 1},
        "from = 0 is not usable; allowed: a loguniform law starts above 0",
    ),
    (
        "germany.pace",
        {"law": "triangular", "from": 1, "to": 2},
        "germany.pace: peak is missing; allowed: a num",
    ),
    (
        "germany.pace",
        {"law": "triangular", "from": 1, "to": 2, "peak": 3},
        "peak = 3 is not usable; allowed: from 1 to 2",
    ),
    (
        "germany.barbarossa",
        {"law": "normal", "mean": 1, "sd": 1},
        "law = 'normal' is not usable for a date; allowed: uniform",
    ),
    ("germany.barbarossa", {"from": 3}, "germany.barbarossa = 3 is not a date"),
    (
        "season.winter_shift",
        {"law": "lognormal", "median": 9, "sigma": 1, "from": -9, "to": -1},
        "there is next to nothing of the law from -9 to -1",
    ),
]


@pytest.mark.parametrize(("key", "form", "message"), WRONG)
def test_a_wrong_way_to_vary_is_told_in_one_line(key: str, form: object, message: str) -> None:
    said = told(key, form)
    assert message in said
    assert said.startswith("vary: ")
    assert "; allowed: " in said
    assert said.isprintable()


def test_a_scenario_whose_worlds_do_not_differ_has_no_prior() -> None:
    said = told("germany.pace", "prior", BASE.replace({"worlds.spread": 0}))
    assert "has no prior: worlds.spread is 0; allowed: worlds.spread above 0" in said
    many = told("germany.pace", "prior", BASE.replace({"germany.pace": np.array([1.0, 1.1])}))
    assert "has no one number to spread around" in many


def test_a_value_is_checked_under_the_name_of_its_table() -> None:
    with pytest.raises(InputError, match=r"^set: germany\.pace = 9 is too high"):
        checked("germany.pace", 9, "set")
