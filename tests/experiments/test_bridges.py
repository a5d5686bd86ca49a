"""The bridges: the model as a plain function gives what a run gives, and so does the EMA workbench."""

from __future__ import annotations

import multiprocessing
import pickle
import re
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from SALib.sample import latin, morris
from scipy import stats

from kantokuen.experiments.bridges import (
    MEASURES,
    PointFunction,
    block_evaluator,
    ema_model,
    points,
    problem,
    vectorised,
    vectorised_measures,
)
from kantokuen.experiments.bridges.bounds import laws_of, within
from kantokuen.experiments.bridges.rows import rows_of
from kantokuen.experiments.ema import load_ema
from kantokuen.experiments.runner import run_worlds
from kantokuen.experiments.summary import summarise
from kantokuen.model.errors import InputError
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.parameters import PARAMETERS, Spread
from kantokuen.model.request import Request
from kantokuen.model.scenario import Scenario
from kantokuen.model.values import varying
from tests.support.paths import DOCS

PAGE = DOCS / "bridges.md"
KEYS = ("germany.pace", "season.winter_shift")
ROWS = np.array([[0.8, 0.0], [1.3, 5.0], [1.6, -3.0]])
NUMBERS = tuple(key for key, each in PARAMETERS.items() if each.is_number)
NOISE_OF_THE_WORKBENCH = pytest.mark.filterwarnings("ignore::Warning:ema_workbench.*")


@pytest.fixture(scope="session")
def ema() -> ModuleType:
    """The EMA workbench, which tells at import what it does not find."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module: ModuleType = pytest.importorskip("ema_workbench")
    return module


@pytest.fixture
def _fresh_processes() -> Iterator[None]:
    """Start processes afresh, as on every system, and put back what the session had."""
    before = multiprocessing.get_start_method(allow_none=True)
    multiprocessing.set_start_method("spawn", force=True)
    yield
    multiprocessing.set_start_method(before, force=True)


def share_of_a_run(row: np.ndarray, worlds: int, seed: int = 7) -> float:
    """Share of attacks in 1941 where every world has the numbers of a row."""
    levers = {key: np.full(worlds, value) for key, value in zip(KEYS, row, strict=True)}
    scenario = Scenario.load("historical").replace(levers)
    codes = run_worlds(scenario, worlds, seed=seed, stances=False).columns["outcome"]
    return float(np.mean(codes == OUTCOMES.index("attack_1941")))


# ---- a plain function


def test_a_row_gives_the_share_of_a_run_with_its_numbers() -> None:
    found = vectorised("historical", KEYS, worlds=60, seed=7)(ROWS)
    assert found.tolist() == [share_of_a_run(row, 60) for row in ROWS]
    assert len(set(found)) > 1


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    function = vectorised("historical", KEYS, worlds=20)
    whole = function(ROWS)
    monkeypatch.setattr(points, "BLOCK", 7)
    assert function(ROWS).tolist() == whole.tolist()


def test_rows_with_worlds_of_their_own_make_up_one_long_run() -> None:
    same = np.tile([1.4, 0.0], (3, 1))
    apart = vectorised("historical", KEYS, worlds=40, seed=7, common=False)(same)
    assert len(set(apart)) > 1
    assert np.mean(apart) == pytest.approx(share_of_a_run(same[0], 120))
    assert len(set(vectorised("historical", KEYS, worlds=40, seed=7)(same))) == 1


def test_the_scenario_the_lens_and_the_cadence_hold_for_all_rows() -> None:
    row = [[1.4, 0.0]]
    plain, other = (vectorised(name, KEYS, worlds=40)(row) for name in ("soviet-collapse", "emperor-refuses"))
    assert plain[0] > other[0] == 0.0
    assert vectorised("soviet-collapse", KEYS, worlds=40, lens="mean")(row)[0] != plain[0]
    assert vectorised("historical", KEYS, worlds=40, cadence="ten-day")(row)[0] != plain[0]


def test_a_lever_of_whole_numbers_takes_the_nearest_one_halves_upwards() -> None:
    peak = vectorised("historical", ["army.divisions_cap"], measure="divisions_peak", worlds=5)
    least, still_least, raised, more = peak([[14.0], [14.4], [15.5], [16.0]])
    assert (least, raised) == (still_least, more)
    assert least < more


def test_the_points_are_left_as_they_were() -> None:
    given = np.array([[14.4]])
    vectorised("historical", ["army.divisions_cap"])(given)
    assert given.tolist() == [[14.4]]


def test_without_keys_the_columns_are_the_levers_that_differ_between_worlds() -> None:
    assert vectorised().keys == varying()
    assert problem()["names"] == list(varying())


def test_the_measures_are_those_of_the_summary() -> None:
    values = {
        name: float(vectorised(measure=name, worlds=200, keys=["navy.screen"])([[1.0]])[0])
        for name in MEASURES
    }
    run = run_worlds(worlds=200)
    summary = summarise(run)
    assert {name: values[name] for name in OUTCOMES} == {
        name: pytest.approx(summary["outcomes"][name]["share"]) for name in OUTCOMES
    }
    assert values["attack"] == pytest.approx(values["attack_1941"] + values["attack_1942"])
    assert values["war_in_north"] == pytest.approx(values["attack"] + values["field_incident"])
    assert values["divisions_peak"] == pytest.approx(run.columns["divisions_peak"].mean())
    dates = {
        "mobilised": "mobilisation",
        "reversed": "reversal",
        "embargo": "embargo",
        "southern_war": "southern_war",
        "settlement": "settlement",
    }
    assert [values[name] for name in dates] == [summary[f"{each}_date"]["share"] for each in dates.values()]


def test_the_function_can_be_pickled() -> None:
    function = vectorised("mild-winter", KEYS, worlds=3)
    again = pickle.loads(pickle.dumps(function))  # noqa: S301  (our own)
    assert isinstance(again, PointFunction)
    assert again(ROWS).tolist() == function(ROWS).tolist()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([1.0, 0.0], r"shape \(2,\).*\(points, 2\).*germany.pace, season.winter_shift"),
        ([[1.0]], r"shape \(1, 1\)"),
        (np.empty((0, 2)), r"shape \(0, 2\)"),
        ([[object(), 0.0]], "not a matrix of numbers"),
        ([[1.0, 0.0], [1.0]], "not a matrix of numbers"),
        (
            [[1.0, 0.0], [9.0, 0.0]],
            r"row 1: germany.pace = 9.0 is out of bounds; allowed: a number from 0.3 to 3",
        ),
        ([[1.0, np.nan]], "row 0: season.winter_shift = nan is out of bounds"),
    ],
)
def test_points_of_a_wrong_form_are_told(given: Any, message: str) -> None:
    function = vectorised("historical", KEYS)
    with pytest.raises(InputError, match=message):
        function(given)


PACE = KEYS[0]
NO_NUMBERS: dict[str, tuple[Any, str]] = {
    "text": (["1.0", "1.5"], "row 0: '1.0' is text"),
    "text behind a number": ([1.0, "1.5"], "row 1: '1.5' is text"),
    "bytes": (np.array([b"1.5"]), r"row 0: np.bytes_\(b'1.5'\) is text"),
    "text of polars": (pl.Series(["1.0"]), "row 0: '1.0' is text"),
    "text of pandas": (pd.Series([1.0, "x"], dtype=object), "row 1: 'x' is text"),
    "names of categories": (pd.Series(pd.Categorical(["1.0"])), "row 0: '1.0' is text"),
    "complex numbers": (np.array([1.0 + 2.0j]), r"row 0: \(1\+2j\) is a complex number"),
    "a complex number": ([1.0, 1.0 + 2.0j], r"row 1: \(1\+2j\) is a complex number"),
    "masked": (np.ma.array([1.0, 1.1], mask=[False, True]), "row 1: a value is masked"),
    "dates": ([date(1970, 1, 2)], "row 0: 1970-01-02 is a date"),
    "dates of polars": (pl.Series([date(1970, 1, 2)]), "row 0: 1970-01-02 is a date"),
    "moments of polars": (pl.Series([datetime(1970, 1, 2)]), "row 0: 1970-01-02T00:00.* is a date"),  # noqa: DTZ001
    "dates of numpy": (np.array(["1970-01-02"], dtype="M8[D]"), "row 0: 1970-01-02 is a date"),
    "spans": (pl.Series([timedelta(microseconds=1)]), "row 0: 1 microseconds is a span of time"),
    "truth values": (np.array([True]), "row 0: True is a truth value"),
}
"""What NumPy takes for numbers, or reads numbers from."""


@pytest.mark.parametrize("kind", NO_NUMBERS)
def test_what_is_no_number_is_not_played_as_one(kind: str) -> None:
    values, message = NO_NUMBERS[kind]
    with pytest.raises(InputError, match=f"points: column germany.pace, {message}; allowed: numbers"):
        rows_of({PACE: values}, (PACE,))
    matrix = [[each] for each in values] if isinstance(values, list) else np.asanyarray(values)[:, np.newaxis]
    with pytest.raises(InputError, match=rf"points: column 0 \(germany.pace\), {message}"):
        rows_of(matrix, (PACE,))


def test_the_column_and_the_row_of_a_text_in_a_matrix_are_told() -> None:
    with pytest.raises(InputError, match=r"column 1 \(season.winter_shift\), row 1: 'late' is text"):
        rows_of([[1.0, 0.0], [1.0, "late"]], KEYS)
    hidden = [np.ma.array([1.0, 0.0]), np.ma.array([1.0, 0.0], mask=[False, True])]
    with pytest.raises(InputError, match=r"column 1 \(season.winter_shift\), row 1: a value is masked"):
        rows_of(hidden, KEYS)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({PACE: 0}, "points: the column germany.pace is 0; allowed: a row of numbers, one for each point"),
        (pl.LazyFrame({PACE: [1.0]}), r"a LazyFrame holds no numbers yet; allowed: a frame: collect\(\) it"),
        ({PACE: [[1.0]]}, r"the column germany.pace is \[\[1.0\]\]"),
    ],
)
def test_what_is_no_column_or_no_frame_yet_is_told(given: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        rows_of(given, (PACE,))


def test_columns_of_several_lengths_are_told() -> None:
    message = r"columns differ in length \(germany.pace 1, season.winter_shift 2\)"
    with pytest.raises(InputError, match=message):
        rows_of({KEYS[0]: [1.0], KEYS[1]: [0.0, 1.0]}, KEYS)


@pytest.mark.parametrize("values", [np.ma.array([1.5]), [Decimal("1.5")], pl.Series([1.5], dtype=pl.Float32)])
def test_numbers_of_every_kind_are_numbers(values: Any) -> None:
    assert rows_of({PACE: values}, (PACE,)).tolist() == [[1.5]]


def named(columns: dict[str, Any]) -> dict[str, Any]:
    """The same columns in every form that names them."""
    return {
        "dictionary": columns,
        "polars": pl.DataFrame(columns),
        "pandas": pd.DataFrame(columns, index=[7, 7, 9]),
        "structured": np.array(
            list(zip(*columns.values(), strict=True)), dtype=[(name, float) for name in columns]
        ),
        "arrow": pl.DataFrame(columns).to_arrow(),
    }


@pytest.mark.parametrize("form", ["dictionary", "polars", "pandas", "structured", "arrow"])
def test_named_columns_are_taken_by_their_names_in_any_order(form: str) -> None:
    function = vectorised("historical", KEYS, worlds=40)
    turned = named({KEYS[1]: ROWS[:, 1].tolist(), KEYS[0]: ROWS[:, 0].tolist()})[form]
    assert function(turned).tolist() == function(ROWS).tolist()


@pytest.mark.parametrize("form", ["dictionary", "polars", "pandas", "structured", "arrow"])
@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            {"germany.pce": [1.0], KEYS[1]: [0.0]},
            "unknown column 'germany.pce'; nearest known name: 'germany.pa",
        ),
        (
            {KEYS[0]: [1.0]},
            "the column season.winter_shift is missing; allowed: a column for each of germany",
        ),
        ({KEYS[0]: [1.0], KEYS[1]: [0.0], "point": [1.0]}, "unknown column 'point'"),
        ({KEYS[0]: [9.0], KEYS[1]: [0.0]}, "row 0: germany.pace = 9.0 is out of bounds"),
    ],
)
def test_columns_that_do_not_fit_are_told(form: str, columns: dict[str, Any], message: str) -> None:
    three_rows = {name: 3 * values for name, values in columns.items()}
    with pytest.raises(InputError, match=message):
        vectorised("historical", KEYS)(named(three_rows)[form])


def test_a_column_that_is_there_twice_is_told() -> None:
    twice = pd.DataFrame([[1.0, 0.0, 1.2]], columns=[*KEYS, KEYS[0]])
    with pytest.raises(InputError, match=r"two columns are called germany.pace; allowed: each lever once"):
        vectorised("historical", KEYS)(twice)


def test_a_frame_whose_columns_are_numbered_is_no_table_with_names() -> None:
    with pytest.raises(InputError, match=r"unknown column 0; allowed: germany.pace, season.winter_shift"):
        vectorised("historical", KEYS)(pd.DataFrame(ROWS))


def test_several_measures_come_from_one_play_and_are_those_of_a_function_each() -> None:
    names = ["attack_1941", "divisions_peak", "embargo"]
    found = vectorised_measures("historical", KEYS, measures=names, worlds=30)(ROWS)
    alone = {name: vectorised("historical", KEYS, measure=name, worlds=30)(ROWS) for name in names}
    assert {name: each.tolist() for name, each in found.items()} == {
        name: each.tolist() for name, each in alone.items()
    }


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"keys": ["germany.pce"]}, "nearest known name: 'germany.pace'"),
        ({"measure": ["attack", "embargo"]}, "given; allowed: one name; vectorised_measures takes several"),
        ({"keys": 5}, "keys: 5 is no name; allowed: a name, or a list of names"),
        ({"keys": [["germany.pace"]]}, "is no name"),
        ({"scenario": None}, "scenario None is none"),
        ({"scenario": {"germany.pace": 1.2}}, "levers are changed by Scenario.load"),
        ({"seed": None}, "seed None; allowed: a whole number from 0"),
        ({"seed": 10**30}, "seed 1000.*; allowed: a whole number from 0"),
        ({"cadence": "monthly"}, "nearest known name: 'month'"),
        ({"keys": ["germany.barbarossa"]}, "germany.barbarossa is not a number but a date from 1941-05-01"),
        ({"keys": "navy.backs_north"}, "navy.backs_north is not a number but true or false"),
        ({"keys": []}, "none given; allowed: one lever or more"),
        ({"keys": [*KEYS, KEYS[0]]}, "each once"),
        ({"measure": "attack_1943"}, "unknown measure 'attack_1943'; nearest known name: 'attack_194"),
        ({"worlds": 0}, "worlds 0; allowed: a whole number from 1 to 10,000,000"),
        ({"lens": "politic"}, "nearest known name: 'politics'"),
        ({"scenario": "historcal"}, "nearest known name: 'historical'"),
    ],
)
def test_a_wrong_argument_is_told_before_any_point(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        vectorised(**arguments)


def test_a_scenario_with_an_array_is_refused() -> None:
    scenario = Scenario.load("historical").replace({"germany.pace": np.ones(4)})
    with pytest.raises(InputError, match=r"germany.pace is an array; allowed: one value for all worlds"):
        vectorised(scenario, ["navy.screen"])


# ---- where levers are sampled


def test_what_a_sampler_draws_between_the_bounds_of_every_number_is_within_them() -> None:
    design = morris.sample(problem(NUMBERS), 4, num_levels=4, seed=1)
    rows = rows_of(design, NUMBERS)
    assert rows.shape == design.shape
    low, high = np.array([[PARAMETERS[key].low, PARAMETERS[key].high] for key in NUMBERS], dtype=float).T
    assert ((rows >= low) & (rows <= high)).all()
    assert ((rows == low) | (rows == high)).any(axis=0).all()  # the design reaches the ends


def test_a_rounding_error_beyond_a_bound_is_mended_and_no_more() -> None:
    lever = PARAMETERS["germany.pace"]
    assert within(lever, np.array([3.0 + 1e-12, 0.3 - 1e-12]), "row").tolist() == [3.0, 0.3]
    with pytest.raises(InputError, match="row 0"):
        within(lever, np.array([3.0 + 1e-6]), "row")


def test_bounds_that_are_given_take_the_place_of_a_lever_s_own() -> None:
    found = problem(KEYS, {"germany.pace": (0.8, 1.2)})
    assert found == {
        "num_vars": 2,
        "names": list(KEYS),
        "bounds": [[0.8, 1.2], [-45.0, 90.0]],
        "dists": ["unif", "unif"],
    }


def test_a_sample_of_the_priors_is_spread_as_the_worlds_are() -> None:
    sample = latin.sample(problem(bounds="prior"), 4000, seed=1)
    worlds = run_worlds(worlds=4000, stances=False, until="1941-04").columns
    distance = [
        stats.ks_2samp(each, worlds[key]).statistic for key, each in zip(varying(), sample.T, strict=True)
    ]
    # the law of SciPy is cut at the bounds, the model holds to them: one halt in twenty is none at all, and
    # in one world of ten China weighs nothing with Washington
    assert max(distance) < 0.11


def test_a_prior_lies_around_the_value_of_the_scenario_as_wide_as_its_worlds_are() -> None:
    levers = {"germany.pace": 1.5, "season.winter_shift": 10.0, "worlds.spread": 0.5}
    found = problem(KEYS, "prior", scenario=Scenario.load("historical").replace(levers))
    assert found["dists"] == ["lognorm", "truncnorm"]
    assert found["bounds"] == [[pytest.approx(np.log(1.5)), 0.065], [-45.0, 90.0, 10.0, 3.5]]


def test_a_uniform_prior_ends_at_the_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    lever = replace(PARAMETERS["soviet.refill"], spread=Spread("uniform", 0.3))
    monkeypatch.setattr("kantokuen.experiments.bridges.bounds.PARAMETERS", {"soviet.refill": lever})
    assert laws_of(("soviet.refill",), "prior", Request()) == {"soviet.refill": ("unif", (0.5, 1.0))}


@pytest.mark.parametrize(
    ("bounds", "message"),
    [
        ("priors", "'priors' given; allowed: 'prior'"),
        ({"navy.screen": (0.0, 1.0)}, "navy.screen is not among the keys; allowed: germany.pace"),
        ({"germany.pace": (1.2, 0.8)}, "is no range; allowed: a pair that rises"),
        ({"germany.pace": (0.8, 1.0, 1.2)}, "is no range"),
        ({"germany.pace": 1.0}, "is no range"),
        ({"germany.pace": ("slow", "quick")}, "is not a pair of numbers"),
        ({"germany.pace": (0.8, 4.0)}, "bound 1: germany.pace = 4.0 is out of bounds"),
        ({"army.divisions_cap": (14.5, 20.0)}, "is no range; .* each a whole number from 14 to 51"),
    ],
)
def test_wrong_bounds_are_told(bounds: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        problem(["germany.pace", "army.divisions_cap"], bounds)


@pytest.mark.parametrize(
    ("key", "levers", "message"),
    [
        ("navy.screen", {}, "navy.screen does not differ between the worlds of historical"),
        ("germany.pace", {"worlds.spread": 0.0}, "so that it has no prior"),
        ("germany.pace", {"germany.pace": 2.8}, "around 2.8 reaches beyond its bounds; allowed: a pair"),
        ("soviet.transfer_pace", {"soviet.transfer_pace": 0.0}, "around 0 reaches beyond its bounds"),
    ],
)
def test_a_prior_that_cannot_be_sampled_is_told(key: str, levers: dict[str, float], message: str) -> None:
    with pytest.raises(InputError, match=message):
        problem([key], "prior", scenario=Scenario.load("historical").replace(levers))


def test_a_prior_is_that_of_the_ensemble_asked_for_whatever_the_scenario_says() -> None:
    with pytest.raises(InputError, match=r"germany\.pace under june-1941 is a mixture"):
        problem(["germany.pace"], "prior", ensemble="june-1941")
    believed = replace(Scenario.load("historical"), ensemble="june-1941")
    with pytest.raises(InputError, match="is a mixture"):
        problem(["germany.pace"], "prior", scenario=believed)
    assert problem(["germany.pace"], "prior", scenario=believed, ensemble="historians") == problem(
        ["germany.pace"], "prior"
    )


# ---- the EMA workbench


@NOISE_OF_THE_WORKBENCH
def test_the_workbench_gets_what_the_plain_function_gives(ema: ModuleType) -> None:
    model = ema_model("historical", KEYS, worlds=10, seed=7, bounds={"germany.pace": (1.0, 1.8)})
    experiments, outcomes = ema.perform_experiments(model, 8, log_progress=True)
    rows = experiments[["germany_pace", "season_winter_shift"]].to_numpy()
    assert list(outcomes) == [*OUTCOMES, "divisions_peak"]
    for measure, found in outcomes.items():
        function = vectorised("historical", KEYS, measure=measure, worlds=10, seed=7)
        assert found == pytest.approx(function(rows))
    assert (rows[:, 0].min() >= 1.0, rows[:, 0].max() <= 1.8) == (True, True)


@NOISE_OF_THE_WORKBENCH
def test_a_lever_of_any_kind_can_be_uncertain(ema: ModuleType) -> None:
    kinds = {
        "germany.pace": ema.RealParameter,
        "army.divisions_cap": ema.IntegerParameter,
        "navy.backs_north": ema.BooleanParameter,
        "emperor.sanction": ema.CategoricalParameter,
        "germany.moscow_falls": ema.CategoricalParameter,
        "sanctions.oil_embargo": ema.CategoricalParameter,
        "pact.neutrality": ema.CategoricalParameter,
    }
    bounds = {
        "sanctions.oil_embargo": ["never", date(1941, 8, 1), "1941-09-01"],
        "pact.neutrality": [False, True],
    }
    model = ema_model(keys=kinds, bounds=bounds, measures=["embargo"])
    assert [type(each) for each in model.uncertainties] == list(kinds.values())
    experiments, outcomes = ema.perform_experiments(model, 12, log_progress=True)
    never = experiments["sanctions_oil_embargo"].astype(str) == "never"
    assert set(experiments["sanctions_oil_embargo"].astype(str)) == {"never", "1941-08-01", "1941-09-01"}
    assert outcomes["embargo"].tolist() == (~never).astype(float).tolist()


@NOISE_OF_THE_WORKBENCH
def test_priors_become_distributions(ema: ModuleType) -> None:
    pace, shift = ema_model(keys=KEYS, bounds="prior").uncertainties
    assert pace.dist.ppf([0.5, 0.975]) == pytest.approx([1.0, np.exp(0.13 * 1.959964)])
    assert shift.dist.ppf([0.5, 0.975]) == pytest.approx([0.0, 7.0 * 1.959964], abs=1e-6)
    assert (shift.lower_bound, shift.upper_bound) == (-45.0, 90.0)
    assert isinstance(ema_model(keys=["germany.pace", "navy.backs_north"], bounds="prior"), ema.Model)


@NOISE_OF_THE_WORKBENCH
def test_what_a_scenario_changes_stands_among_the_constants_and_models_stand_side_by_side(
    ema: ModuleType,
) -> None:
    changed = Scenario.load("historical").replace({"emperor.sanction": "refuse", "germany.pace": 1.5})
    models = [
        ema_model(changed, KEYS),
        ema_model("mild-winter", KEYS),
        ema_model(replace(changed, name="!"), KEYS),
    ]
    assert [each.name for each in models] == ["historical", "mildwinter", "kantokuen"]
    assert [(each.name, each.value) for each in models[0].constants] == [("emperor_sanction", "refuse")]
    experiments, _ = ema.perform_experiments(models, 2, log_progress=True)
    assert sorted(experiments["model"]) == sorted(2 * ["historical", "mildwinter", "kantokuen"])


def policies_of(ema: ModuleType) -> list[Any]:
    """Two policies, under the name that the version at hand has for them."""
    policy = ema.Sample if hasattr(ema, "Sample") else ema.Policy
    return [policy("left", emperor_sanction="weigh"), policy("refused", emperor_sanction="refuse")]


def design_of(ema: ModuleType, rows: Iterable[Mapping[str, Any]]) -> list[Any]:
    """The points of a design, likewise."""
    point = ema.Sample if hasattr(ema, "Sample") else ema.Scenario
    return [point(str(number), **row) for number, row in enumerate(rows)]


def paces(*values: float) -> list[dict[str, float]]:
    """Experiments that differ in the pace of the German advance."""
    return [{"germany_pace": each, "season_winter_shift": 0.0} for each in values]


@NOISE_OF_THE_WORKBENCH
def test_a_policy_may_set_any_lever(ema: ModuleType) -> None:
    model = ema_model(keys=["germany.pace"], bounds={"germany.pace": (1.4, 1.6)}, worlds=20)
    policies = policies_of(ema)
    model.levers = [ema.CategoricalParameter("emperor_sanction", ["weigh", "refuse"])]
    experiments, outcomes = ema.perform_experiments(model, 2, policies, log_progress=True)
    refused = (experiments["policy"] == "refused").to_numpy()
    assert outcomes["no_mobilisation"][refused].min() > outcomes["no_mobilisation"][~refused].max()


# ---- a design of the workbench in one go


def outcomes_of(found: tuple[Any, dict[str, Any]]) -> dict[str, list[float]]:
    return {name: each.tolist() for name, each in found[1].items()}


@pytest.mark.slow
@NOISE_OF_THE_WORKBENCH
def test_a_design_played_side_by_side_is_to_the_bit_that_played_one_by_one(ema: ModuleType) -> None:
    bounds = {"germany.pace": (0.8, 1.8), "sanctions.oil_embargo": ["never", "1941-08-01"]}
    keys = ["germany.pace", "army.divisions_cap", "navy.backs_north", "sanctions.oil_embargo"]
    model = ema_model("historical", keys, worlds=7, bounds=bounds)
    function = model.function
    np.random.seed(3)  # noqa: NPY002  (version 2 of the workbench draws from it)
    experiments, outcomes = ema.perform_experiments(model, 24, policies_of(ema), log_progress=True)
    names = [each.name for each in model.uncertainties]
    rows = experiments[names].to_dict("records")[::2]
    design = design_of(ema, rows)
    one_by_one = ema.perform_experiments(model, design, policies_of(ema), log_progress=True)
    with block_evaluator(model) as evaluator:
        together = evaluator.perform_experiments(design, policies_of(ema), log_progress=True)
    assert outcomes_of(together) == outcomes_of(one_by_one)
    assert together[0][names].astype(str).equals(one_by_one[0][names].astype(str))
    assert len(set(outcomes["divisions_peak"])) > 1
    assert model.function is function


@NOISE_OF_THE_WORKBENCH
def test_several_models_are_played_side_by_side_each_by_itself(ema: ModuleType) -> None:
    models = [ema_model("historical", KEYS, worlds=5), ema_model("emperor-refuses", KEYS, worlds=5)]
    design = design_of(ema, paces(1.0, 1.8))
    with block_evaluator(models) as evaluator:
        together = evaluator.perform_experiments(design, log_progress=True)
    assert outcomes_of(together) == outcomes_of(ema.perform_experiments(models, design, log_progress=True))


def test_only_models_of_ours_can_be_played_side_by_side(ema: ModuleType) -> None:
    with pytest.raises(InputError, match="allowed: models that ema_model returned"):
        block_evaluator(ema.Model("other", function=dict))
    for none in ([], ()):
        with pytest.raises(InputError, match="no model given; allowed: models that ema_model returned"):
            block_evaluator(none)


@NOISE_OF_THE_WORKBENCH
def test_a_fault_in_an_experiment_is_told_and_leaves_the_model_as_it_was(ema: ModuleType) -> None:
    model = ema_model("historical", KEYS)
    function = model.function
    wrong = design_of(ema, paces(99.0))
    with (
        block_evaluator(model) as evaluator,
        pytest.raises(InputError, match=r"germany.pace = 99.0 is too high"),
    ):
        evaluator.perform_experiments(wrong, log_progress=True)
    assert model.function is function


def of_version(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put an empty workbench of a version in the place of the one that is installed."""
    for name in ("ema_workbench", "ema_workbench.analysis", "ema_workbench.analysis.prim"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setattr(sys.modules["ema_workbench"], "__version__", version, raising=False)


@pytest.mark.parametrize("part", ["", "analysis.prim"])
@pytest.mark.parametrize("version", ["4.1.0", "2.4.1", "2.0", "1.9", "unknown"])
def test_another_version_of_the_workbench_is_told_at_once(
    part: str, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_version(version, monkeypatch)
    with pytest.raises(InputError, match=rf"EMA workbench: is version {version}; allowed: 2.5 or 3"):
        load_ema(part)


@pytest.mark.parametrize("version", ["2.5.3", "2.10.0", "3.0.0", "3.1.0a1"])
def test_a_version_of_the_workbench_that_is_known_is_taken(
    version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    of_version(version, monkeypatch)
    assert load_ema() is sys.modules["ema_workbench"]


@NOISE_OF_THE_WORKBENCH
@pytest.mark.usefixtures("ema")
def test_the_model_of_the_workbench_can_be_pickled() -> None:
    model = ema_model("mild-winter", KEYS, worlds=3)
    again = pickle.loads(pickle.dumps(model))  # noqa: S301  (our own)
    assert again.function(germany_pace=1.3) == model.function(germany_pace=1.3)


@pytest.mark.slow
@NOISE_OF_THE_WORKBENCH
@pytest.mark.usefixtures("_fresh_processes")
def test_several_processes_give_the_same_outcomes(ema: ModuleType) -> None:
    model = ema_model(keys=KEYS, bounds={"germany.pace": (1.0, 1.8)})
    design = design_of(ema, paces(1.0, 1.4, 1.8))
    _, alone = ema.perform_experiments(model, design, log_progress=True)
    with ema.MultiprocessingEvaluator(model, n_processes=2) as evaluator:
        _, shared = evaluator.perform_experiments(design, log_progress=True)
    assert {name: each.tolist() for name, each in shared.items()} == {
        name: each.tolist() for name, each in alone.items()
    }


@pytest.mark.usefixtures("ema")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"keys": ["germany.pce"]}, "nearest known name: 'germany.pace'"),
        (
            {"keys": ["china.war_over"]},
            r"china.war_over = \['never'\]; allowed: two values or more, each a date",
        ),
        (
            {"keys": ["emperor.sanction"], "bounds": {"emperor.sanction": ["weigh", "maybe"]}},
            "is not one of the",
        ),
        ({"bounds": {"emperor.sanction": ["weigh", "grant"]}}, "emperor.sanction is not among the keys"),
        ({"bounds": {"navy.scren": (0.0, 1.0)}}, "navy.scren is not among the keys"),
        ({"measures": []}, "none given; allowed: one or more of attack_1941"),
        ({"measures": "attacks"}, "unknown measure 'attacks'"),
        ({"worlds": 1.5}, "worlds 1.5; allowed"),
    ],
)
def test_a_wrong_argument_of_the_model_is_told(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        ema_model(**arguments)


@pytest.mark.usefixtures("ema")
def test_an_unknown_name_in_an_experiment_is_told() -> None:
    function = ema_model(keys=KEYS).function
    with pytest.raises(InputError, match="unknown lever 'germany_pce'; nearest known name: 'germany_pace'"):
        function(germany_pce=1.0)


def test_a_missing_workbench_is_told_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ema_workbench", None)
    with pytest.raises(InputError, match=re.escape('pip install ".[discovery]"')):
        ema_model()


def test_every_lever_has_an_identifier_of_its_own() -> None:
    names = {key.replace(".", "_") for key in PARAMETERS}
    assert len(names) == len(PARAMETERS)
    assert all(name.isidentifier() for name in names)


# ---- the page


@pytest.mark.slow
@NOISE_OF_THE_WORKBENCH
@pytest.mark.usefixtures("ema")
def test_the_python_of_the_page_runs() -> None:
    before = np.random.get_state()  # noqa: NPY002  (the page seeds it, as the workbench's samplers need)
    names: dict[str, Any] = {}
    for code in re.findall(
        r"^```python\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    ):
        exec(code, names)  # noqa: S102  (what a reader would type)
    np.random.set_state(before)  # noqa: NPY002
    assert (len(names["study"].results), len(names["experiments"])) == (320, 2_000)


def test_the_page_names_every_measure() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert [name for name in MEASURES if name not in OUTCOMES and f"`{name}`" not in text] == []
