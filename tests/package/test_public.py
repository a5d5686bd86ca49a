"""The public names: one import away, quick to import, and every wrong argument told in words."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import kantokuen
from kantokuen import InputError, KantokuenModel, Run, Scenario, StoreError
from kantokuen.experiments import odds
from kantokuen.experiments.analyses.flips import search_flips
from kantokuen.experiments.analyses.grid import phase_grid
from kantokuen.experiments.validation import report
from kantokuen.model.members import Members
from kantokuen.model.parameters import PARAMETERS

HISTORY = Scenario.load("historical")
SHORT = Run(HISTORY, until="1941-05")


# names


def test_every_public_name_can_be_had_and_is_listed() -> None:
    assert [name for name in kantokuen.__all__ if not hasattr(kantokuen, name)] == []
    assert set(kantokuen.__all__) <= set(dir(kantokuen))
    assert kantokuen.bridges.vectorised is kantokuen.vectorised
    assert issubclass(StoreError, InputError)
    assert issubclass(InputError, ValueError)


def test_importing_the_package_and_asking_for_help_loads_nothing_heavy() -> None:
    code = "import sys, kantokuen; from kantokuen.cli.app import main; sys.argv[1:] = ['--help']\n"
    code += "try: main()\nexcept SystemExit: pass\n"
    code += "heavy = {'numpy', 'polars', 'mesa', 'scipy', 'pandas', 'pydantic'}\n"
    code += "print('LOADED', sorted(heavy & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "LOADED []"


@pytest.mark.parametrize("name", ["levers", "lenses", "measures", "scenarios"])
def test_what_there_is_comes_as_a_frame(name: str) -> None:
    frame = getattr(kantokuen, name)()
    assert isinstance(frame, pl.DataFrame)
    assert frame.height == frame[frame.columns[0]].n_unique() > 5


def test_the_frame_of_levers_says_what_the_registry_says() -> None:
    frame = kantokuen.levers()
    assert frame["key"].to_list() == list(PARAMETERS)
    pace = frame.row(by_predicate=pl.col("key") == "germany.pace", named=True)
    assert (pace["low"], pace["high"], pace["default"], pace["varies"]) == (0.3, 3.0, "1.0", True)
    dated = frame.row(by_predicate=pl.col("key") == "germany.barbarossa", named=True)
    assert (dated["low"], dated["default"]) == (None, "1941-06-22")


def test_the_frame_of_scenarios_says_what_they_change() -> None:
    changes = dict(kantokuen.scenarios().select("name", "changes").iter_rows())
    assert changes["historical"] == []
    assert changes == {name: list(Scenario.load(name).changed) for name in Scenario.names()}


# arguments


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        *(
            ({"worlds": each}, "worlds .*; allowed: a whole number from 1")
            for each in (0, -1, 1e3, "5", True, None)
        ),
        ({"worlds": 10**30}, "worlds 1000.*; allowed: a whole number from 1 to 10,000,000"),
        ({"scenario": None}, "scenario None is none; allowed: a Scenario, or the name or path of one"),
        ({"scenario": {"germany.pace": 1.2}}, r"levers are changed by Scenario.load\('historical'\).replace"),
        ({"until": date(1941, 12, 31)}, "until 1941-12-31 is not a month; write YYYY-MM, as in '1942-06'"),
        ({"until": 0}, "until 0 is not a month"),
        ({"until": ""}, "until '' is not a month"),
        *(
            ({name: each}, f"{name} .*; allowed: True or False")
            for name in ("trace", "stances")
            for each in (1, "no", None, [])
        ),
        ({"until": b"1941-12"}, "is not a month"),
        *(
            ({"workers": each}, "workers .*; allowed: a whole number from 1")
            for each in ("all", -1, 0, 1.5, None)
        ),
        *(
            ({"seed": each}, "seed .*; allowed: a whole number from 0")
            for each in (None, -1, 1.0, True, 2**63)
        ),
        ({"seed": 10**5000}, "seed .a very large whole number"),
        ({"lens": "politic"}, "unknown lens 'politic'; nearest known name: 'politics'"),
        ({"lens": ["politics"]}, r"unknown lens \['politics'\]; allowed: politics"),
        ({"cadence": "monthly"}, "unknown cadence 'monthly'; nearest known name: 'month'"),
        ({"cadence": None}, "unknown cadence None; allowed: month, ten-day"),
    ],
)
def test_a_wrong_argument_of_a_run_is_told(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        kantokuen.run_worlds(**{"until": "1941-04", **arguments})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"first_world": -1}, "first_world -1; allowed: a whole number from 0"),
        ({"first_world": 1.5}, "first_world 1.5; allowed: a whole number from 0"),
        ({"detail": "junk"}, "unknown detail 'junk'; allowed: outcomes, means, worlds, contributions"),
        ({"detail": "mean"}, "nearest known name: 'means'"),
        ({"seed": 1, "rng": 1}, "seed 1 and rng 1 are both given; allowed: one of them"),
        ({"rng": -2}, "seed -2; allowed: a whole number from 0"),
        ({"members": [0, 1]}, "members .*; allowed: Members, or None"),
        ({"draws": [1]}, "draws .*; allowed: a dictionary, or None"),
        *(
            ({"branch": each}, "branch .*; allowed: a text that can be printed, empty for none")
            for each in (["a"], object(), float("nan"), None, b"a", "\ud800", "a\n")
        ),
    ],
)
def test_a_wrong_argument_of_a_model_is_told(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        KantokuenModel(**arguments)


def test_whole_numbers_of_numpy_are_whole_numbers() -> None:
    one, same = (
        kantokuen.run_worlds(worlds=kind(2), seed=kind(7), until="1941-04") for kind in (int, np.int64)
    )
    assert one.columns["germany.pace"].tolist() == same.columns["germany.pace"].tolist()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"worlds": 0}, "worlds 0; allowed"),
        ({"worlds": "2"}, "worlds '2'; allowed"),
        ({"world": 2}, "world 2; allowed: a whole number from 0 to 1"),
        ({"world": 0.5}, "world 0.5; allowed"),
        ({"seed": -1}, "seed -1; allowed"),
        ({"scenario": {}}, "scenario .a table. is none"),
        ({"scenario": "histrical"}, "nearest known name: 'historical'"),
    ],
)
def test_a_wrong_argument_of_a_fork_is_told(arguments: dict[str, Any], message: str) -> None:
    model = KantokuenModel(worlds=2, seed=1)
    with pytest.raises(InputError, match=message):
        model.fork(**{"worlds": 1, **arguments})


def test_a_fork_takes_the_name_of_a_scenario() -> None:
    model = KantokuenModel(seed=1)
    assert model.fork(2, scenario="emperor-refuses").request.scenario.name == "emperor-refuses"


TOLD: dict[str, Callable[[Any], Any]] = {
    "run_worlds": lambda odd: kantokuen.run_worlds(worlds=2, until="1941-04", progress=odd),
    "one world": lambda odd: kantokuen.run_worlds(until="1941-04", progress=odd),
    "compare": lambda odd: kantokuen.compare("historical", "historical", 1, until="1941-04", progress=odd),
    "causes": lambda odd: kantokuen.causes(SHORT, progress=odd),
    "sweep": lambda odd: kantokuen.sweep("chances-of-the-summer", "/nowhere", progress=odd),
    "verify": lambda odd: kantokuen.verify("/nowhere", progress=odd),
    "report": lambda odd: report(1, progress=odd),
}


@pytest.mark.parametrize("odd", [1, "x", 0, "", ()])
@pytest.mark.parametrize("call", TOLD)
def test_what_cannot_be_called_is_told_before_any_work(call: str, odd: object) -> None:
    with pytest.raises(InputError, match=r"^progress .*; allowed: a function of two whole numbers, or None"):
        TOLD[call](odd)


@pytest.mark.parametrize("odd", [0, 1, "no", None, np.ones(2)])
def test_whether_points_see_the_same_worlds_is_yes_or_no(odd: Any) -> None:
    for make in (kantokuen.vectorised, kantokuen.vectorised_measures):
        with pytest.raises(InputError, match=r"common .*; allowed: True or False"):
            make(common=odd)


def test_a_measure_named_twice_is_told() -> None:
    with pytest.raises(InputError, match=r"measures: attack, attack given; .*, each once"):
        kantokuen.vectorised_measures(measures=["attack", "attack"])


def test_an_array_is_no_text_at_the_head_of_a_scenario() -> None:
    with pytest.raises(InputError, match=r"description = .* is not usable; allowed: a text"):
        Scenario("n", np.array([1, 2]))  # type: ignore[arg-type]


ROWS: dict[str, Any] = {
    "list": [1.0, 1.2],
    "tuple": (1.0, 1.2),
    "pandas": pd.Series([1.0, 1.2], index=[8, 9]),
    "polars": pl.Series([1.0, 1.2]),
    "array": np.array([1.0, 1.2]),
}


@pytest.mark.parametrize("form", ROWS)
def test_a_lever_takes_a_row_of_numbers_in_any_form(form: str) -> None:
    scenario = HISTORY.replace({"germany.pace": ROWS[form]})
    assert np.asarray(scenario.levers["germany.pace"]).tolist() == [1.0, 1.2]
    assert kantokuen.run_worlds(scenario, 2, until="1941-04").columns["germany.pace"].tolist() == [1.0, 1.2]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (["1.0", "1.2"], "is not a row of numbers"),
        ([1.0, 9.0], "germany.pace = 9.0 in world 1 is not allowed"),
        ([1.0, None], "is not a row of numbers"),
        ([], "is not a row of numbers"),
        ([[1.0], [1.0, 2.0]], "is not a number"),
        (pd.DataFrame({"a": [1.0]}), r"an array of shape \(1, 1\)"),
        (pl.Series([1.0, None]), "nan in world 1 is not allowed"),
    ],
)
def test_what_is_no_row_of_numbers_is_told(row: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        HISTORY.replace({"germany.pace": row})


CALLS: dict[str, Callable[[Any], Any]] = {
    "compare a": lambda odd: kantokuen.compare(odd, "historical", 1),
    "compare b": lambda odd: kantokuen.compare("historical", odd, 1),
    "compare lens_b": lambda odd: kantokuen.compare("historical", "historical", 1, lens_b=[odd]),  # type: ignore[arg-type]
    "compare workers": lambda odd: kantokuen.compare("historical", "historical", 1, workers=odd),
    "causes run": kantokuen.causes,
    "causes world": lambda odd: kantokuen.causes(SHORT, odd),
    "causes event": lambda odd: kantokuen.causes(SHORT, 0, odd),
    "flips run": lambda odd: next(search_flips(odd)),
    "map run": lambda odd: next(phase_grid(odd, "germany.pace", "navy.screen")),
    "map lever": lambda odd: next(phase_grid(SHORT, odd, "navy.screen")),
    "map values": lambda odd: next(phase_grid(SHORT, "germany.pace", "navy.screen", x_values=odd)),
    "futures": lambda odd: odds.futures(odd, 1),
    "odds run": lambda odd: odds.odds_from(odd, 0),
    "odds period": lambda odd: odds.odds_from(SHORT, odd),
    "run": Run,
    "worlds of members": Members,
    "levers of members": lambda odd: Members(np.arange(1), odd),
    "exact levers": lambda odd: Members(np.arange(1), {}, odd),
    "columns": lambda odd: kantokuen.vectorised(keys=odd),
    "measure": lambda odd: kantokuen.vectorised(measure=odd),
    "measures": lambda odd: kantokuen.vectorised_measures(measures=odd),
    "points": kantokuen.vectorised(keys=["germany.pace"]),
    "bounds": lambda odd: kantokuen.problem(["germany.pace"], odd),
    "sensitivity": lambda odd: kantokuen.sensitivity(odd, "attack"),
    "regional": lambda odd: kantokuen.regional(odd, "attack"),
    "phase": lambda odd: kantokuen.phase(odd, "attack"),
}
ODD: dict[str, Any] = {
    "a negative number": -1,
    "a fraction": 1.5,
    "text": "junk",
    "a date": date(1941, 12, 31),
    "bytes": b"x",
    "an object": object(),
    "a frame": pl.DataFrame({"a": [1]}),
    "a matrix": np.full((2, 2), np.nan),
    "a function": len,
    "names in a list": ["junk"],
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("call", CALLS)
def test_whatever_is_given_the_answer_is_in_words(call: str, odd: str) -> None:
    with pytest.raises(InputError) as told:
        CALLS[call](ODD[odd])
    assert len(str(told.value)) < 2_500
