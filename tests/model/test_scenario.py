"""Facts about scenarios: what ships, what a file may hold, and one value per world."""

import dataclasses
import pickle
import re
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kantokuen.model.errors import InputError
from kantokuen.model.parameters import PARAMETERS, Parameter, Value
from kantokuen.model.scenario import Scenario, check_file, parse_setting

HEAD = "name = 'mine'\n"


def write(folder: Path, text: str | bytes, name: str = "mine.toml") -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
    return file


# ---- what ships ----


def test_the_historical_scenario_comes_first_and_changes_nothing() -> None:
    assert Scenario.names()[0] == "historical"
    assert Scenario.load("historical").changed == {}


def test_at_least_twelve_scenarios_ship() -> None:
    assert len(Scenario.names()) >= 12


@pytest.mark.parametrize("name", Scenario.names())
def test_a_shipped_scenario_is_named_as_its_file_asks_a_question_and_stands_on_paper(name: str) -> None:
    scenario = Scenario.load(name)
    assert scenario.name == name
    assert 100 <= len(scenario.description) <= 320
    assert scenario.changed or name == "historical"
    assert list(scenario.levers) == list(PARAMETERS)
    assert f'name = "{name}"' in Scenario.text(name)


@pytest.mark.parametrize("name", Scenario.names())
def test_a_shipped_scenario_can_be_copied_out_and_read_back(name: str, tmp_path: Path) -> None:
    copy = check_file(write(tmp_path, Scenario.text(name)))
    assert copy.levers == Scenario.load(name).levers


def test_no_two_shipped_scenarios_are_the_same() -> None:
    changes = [sorted(Scenario.load(name).changed.items(), key=str) for name in Scenario.names()]
    assert all(change not in changes[:index] for index, change in enumerate(changes))


def test_dates_and_keywords_of_shipped_scenarios_are_what_they_say() -> None:
    assert Scenario.load("soviet-collapse").levers["soviet.collapse"] == date(1941, 8, 10)
    assert Scenario.load("no-oil-embargo").changed == {"sanctions.oil_embargo": "never"}
    assert Scenario.load("mild-winter").changed == {"season.winter_shift": 30.0}


def test_a_misspelt_scenario_gets_the_nearest_name() -> None:
    with pytest.raises(InputError, match=r"unknown scenario 'histrical'; nearest known name: 'historical'"):
        Scenario.load("histrical")
    with pytest.raises(InputError, match="unknown scenario 'histrical'"):
        Scenario.text("histrical")


def test_a_path_object_always_means_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "name = 'a file of mine'", "historical")
    assert Scenario.load("historical").name == "historical"
    assert Scenario.load(Path("historical")).name == "a file of mine"


# ---- what a file may hold ----


def values(lever: Parameter) -> st.SearchStrategy[Value]:
    """Draw any value that a lever takes."""
    keywords = st.sampled_from(lever.choices) if lever.choices else st.nothing()
    match lever.low, lever.high:
        case date() as low, date() as high:
            return st.dates(low, high) | keywords
        case float() as low, float() as high:
            return st.floats(low, high) | keywords
        case int() as low, int() as high:
            return st.integers(low, high) | keywords
        case _:
            return keywords if lever.type == "choice" else st.booleans()


def toml_of(levers: dict[str, Value]) -> str:
    """Write levers as a scenario file, by dotted keys."""

    def literal(value: Value) -> str:
        match value:
            case bool():
                return str(value).lower()
            case str():
                return f'"{value}"'
            case date():
                return value.isoformat()
            case _:
                return repr(value)

    return HEAD + "".join(f"{key} = {literal(value)}\n" for key, value in levers.items())


any_levers = st.fixed_dictionaries({}, optional={key: values(lever) for key, lever in PARAMETERS.items()})

some = settings(max_examples=25)
"""Each case changes dozens of levers, so that few cases try them all."""


@some
@given(levers=any_levers)
def test_levers_come_back_from_a_file_as_they_were_written(
    levers: dict[str, Value], tmp_path_factory: pytest.TempPathFactory
) -> None:
    scenario = check_file(write(tmp_path_factory.getbasetemp(), toml_of(levers)))
    assert scenario.levers == {key: lever.default for key, lever in PARAMETERS.items()} | levers
    assert scenario.changed == {k: v for k, v in levers.items() if v != PARAMETERS[k].default}


@some
@given(levers=any_levers)
def test_replacing_takes_what_a_file_takes(levers: dict[str, Value]) -> None:
    replaced = Scenario.load("historical").replace(levers)
    assert {key: replaced.levers[key] for key in levers} == levers


@some
@given(levers=any_levers)
def test_a_setting_typed_as_text_means_what_it_means_in_a_file(levers: dict[str, Value]) -> None:
    for key, value in levers.items():
        assert parse_setting(f"{key} = {value}") == (key, value)


def test_a_date_may_be_written_as_a_toml_date_or_as_text(tmp_path: Path) -> None:
    for written in ("1941-08-10", "'1941-08-10'"):
        scenario = check_file(write(tmp_path, f"{HEAD}[soviet]\ncollapse = {written}"))
        assert scenario.changed == {"soviet.collapse": date(1941, 8, 10)}


def test_a_whole_number_may_stand_for_a_real_one_and_the_other_way_round(tmp_path: Path) -> None:
    scenario = check_file(write(tmp_path, f"{HEAD}germany.pace = 2\narmy.divisions_cap = 20.0"))
    assert scenario.changed == {"germany.pace": 2.0, "army.divisions_cap": 20}
    assert type(scenario.changed["germany.pace"]) is float
    assert type(scenario.changed["army.divisions_cap"]) is int


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    assert check_file(write(tmp_path, b"\xef\xbb\xbf" + HEAD.encode())).name == "mine"


def test_a_scenario_takes_its_bases_values_and_may_take_one_back(tmp_path: Path) -> None:
    write(tmp_path, "name='one'\nbase='no-sanctions'\ngermany.pace=1.5", "one.toml")
    two = check_file(
        write(tmp_path, "name='two'\nbase='one.toml'\nsanctions.freeze='responsive'", "two.toml")
    )
    assert two.base == "one.toml"
    assert two.changed == {"germany.pace": 1.5, "sanctions.oil_embargo": "never"}


def test_a_scenario_goes_to_another_process_whole() -> None:
    scenario = Scenario.load("mild-winter").replace({"germany.pace": np.array([1.0, 1.1])})
    copy = pickle.loads(pickle.dumps(scenario))  # noqa: S301 - our own object
    assert copy.name == "mild-winter"
    assert copy.levers["season.winter_shift"] == 30.0
    assert copy.levers["germany.pace"].tolist() == [1.0, 1.1]


def test_handing_out_levers_does_not_open_the_scenario_to_change() -> None:
    scenario = Scenario.load("historical")
    scenario.levers["germany.pace"] = 3.0
    scenario.changed["germany.pace"] = 3.0
    assert scenario.changed == {}


# ---- one value per world ----


def test_a_number_may_differ_between_worlds() -> None:
    given_values = np.array([0.5, 1.0, 1.5])
    scenario = Scenario.load("historical").replace({"germany.pace": given_values})
    given_values[0] = 99.0
    held = scenario.levers["germany.pace"]
    assert isinstance(held, np.ndarray)
    assert held.tolist() == [0.5, 1.0, 1.5]
    assert held.dtype == np.float64
    assert not held.flags.writeable
    assert list(scenario.changed) == ["germany.pace"]


def test_numbers_as_numpy_hands_them_out_are_taken() -> None:
    levers = {
        "germany.pace": np.float64(1.5),
        "army.divisions_cap": np.int64(20),
        "pact.neutrality": np.False_,
    }
    changed = Scenario.load("historical").replace(levers).changed
    assert changed == {"germany.pace": 1.5, "army.divisions_cap": 20, "pact.neutrality": False}
    assert type(changed["army.divisions_cap"]) is int


WRONG_ARRAYS = [
    ("germany.pace", np.array([[1.0]]), "shape (1, 1) and type float64) is not a row of numbers"),
    ("germany.pace", np.array([]), "is not a row of numbers"),
    ("germany.pace", np.array([True]), "is not a row of numbers"),
    (
        "germany.pace",
        np.array([1.0, 9.0]),
        "germany.pace = 9.0 in world 1 is not allowed; allowed: a number from",
    ),
    ("germany.pace", np.array([np.nan, 1.0]), "germany.pace = nan in world 0 is not allowed"),
    ("army.divisions_cap", np.array([16.0, 16.5]), "16.5 in world 1 is not allowed; allowed: a whole number"),
    ("emperor.sanction", np.array(["weigh"]), "is not one value for all worlds; allowed: 'weigh'"),
    ("pact.neutrality", np.array([True]), "is not one value for all worlds; allowed: true or false"),
]


@pytest.mark.parametrize(("key", "array", "message"), WRONG_ARRAYS)
def test_a_wrong_array_is_told_which_world_or_which_shape(key: str, array: np.ndarray, message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        Scenario.load("historical").replace({key: array})


def test_arrays_of_two_lengths_are_refused() -> None:
    levers = {"germany.pace": np.ones(3), "soviet.refill": np.ones(2)}
    with pytest.raises(InputError, match=r"differ in length \(germany.pace 3, soviet.refill 2\)"):
        Scenario.load("historical").replace(levers)


# ---- made in Python ----


def test_a_scenario_made_in_python_is_the_one_that_a_file_of_the_same_holds(tmp_path: Path) -> None:
    text = "name='mine'\ndescription='what if'\nbase='no-sanctions'\ngermany.pace=2.5"
    made = Scenario("mine", "what if", "no-sanctions", {"germany.pace": 2.5})
    assert made == check_file(write(tmp_path, text))
    assert made.changed == Scenario.load("no-sanctions").changed | {"germany.pace": 2.5}


def test_a_scenario_made_in_python_may_build_upon_a_file(tmp_path: Path) -> None:
    file = write(tmp_path, HEAD + "germany.pace = 1.5")
    made = Scenario("next", base=str(file), levers={"soviet.refill": 0.5})
    assert made.changed == {"germany.pace": 1.5, "soviet.refill": 0.5}


@pytest.mark.parametrize(
    ("made", "message"),
    [
        (
            {"levers": {"germany.pce": 2.5}},
            "germany.pce = 2.5 is not a known lever; nearest known name: 'germany.pace'",
        ),
        ({"levers": {"germany.pace": 99}}, "germany.pace = 99 is too high; allowed: a number from 0.3 to 3"),
        ({"levers": {7: 1.0}}, "7 = 1.0 is not a known lever"),
        ({"levers": ["germany.pace"]}, "['germany.pace'] is not a mapping; allowed: values by the keys"),
        (
            {"base": "historcal"},
            "base = 'historcal' is not a known scenario; nearest known name: 'historical'",
        ),
        ({"base": "none.toml"}, "none.toml: no such file"),
        ({"base": 3}, "base = 3 is not usable; allowed: a text of 1 to 400 characters"),
        ({"name": ""}, "name = '' is not usable; allowed: a text of 1 to 80 characters"),
        ({"name": None}, "name is missing"),
        ({"description": "\x1b[31m"}, "description = '\\x1b[31m' is not usable"),
        ({"levers": {"germany.pace": np.ones(2), "soviet.refill": np.ones(3)}}, "arrays differ in length"),
    ],
)
def test_what_cannot_be_in_a_scenario_is_refused_when_it_is_made(made: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        Scenario(**{"name": "mine"} | made)


def test_all_faults_of_a_scenario_made_in_python_are_told_at_once() -> None:
    with pytest.raises(InputError) as caught:
        Scenario("", "", "nothing", {"germany.pce": 1, "germany.pace": 9})
    assert len(str(caught.value).split("\n")) == 4


@pytest.mark.parametrize("wrong", [None, 3, True, b"historical", ["historical"]])
def test_what_is_no_name_of_a_scenario_is_refused(wrong: Any) -> None:
    with pytest.raises(InputError, match="is not a name; allowed: a name, or the path of a TOML file"):
        Scenario.load(wrong)


def test_a_scenario_may_be_given_another_name_and_keeps_its_levers(tmp_path: Path) -> None:
    write(tmp_path, HEAD + "germany.pace = 1.5")
    scenario = check_file(write(tmp_path, HEAD + "base = 'mine.toml'\nsoviet.refill = 0.5", "next.toml"))
    renamed = dataclasses.replace(scenario, name="another")
    assert (renamed.name, renamed.base, renamed.levers) == ("another", "mine.toml", scenario.levers)
    with pytest.raises(InputError, match="name = '' is not usable"):
        dataclasses.replace(scenario, name="")


# ---- equality ----


def test_scenarios_of_one_content_are_equal_and_have_one_hash() -> None:
    one = Scenario.load("mild-winter").replace({"germany.pace": 2, "soviet.refill": np.array([0.5, 0.0])})
    two = Scenario.load("mild-winter").replace({"soviet.refill": np.array([0.5, -0.0]), "germany.pace": 2.0})
    assert one == two
    assert len({one, two, pickle.loads(pickle.dumps(one))}) == 1  # noqa: S301 - our own object


def test_a_lever_set_to_its_default_makes_no_other_scenario() -> None:
    historical = Scenario.load("historical")
    assert historical.replace({"germany.pace": PARAMETERS["germany.pace"].default}) == historical


MINE = {"name": "mine", "description": "a", "base": "historical", "levers": {"germany.pace": np.ones(2)}}


@pytest.mark.parametrize(
    "other",
    [
        {"name": "b"},
        {"description": "b"},
        {"base": None},
        {"levers": {}},
        {"levers": {"germany.pace": 1.5}},
        {"levers": {"germany.pace": np.array([1.0, 1.1])}},
        {"levers": {"germany.pace": np.ones(3)}},
        {"levers": {"soviet.refill": np.ones(2)}},
    ],
)
def test_scenarios_that_differ_are_not_equal(other: dict[str, Any]) -> None:
    assert Scenario(**MINE) == Scenario(**MINE)  # type: ignore[arg-type]
    assert Scenario(**MINE) != Scenario(**MINE | other)  # type: ignore[arg-type]


def test_a_scenario_equals_nothing_else_and_cannot_be_changed() -> None:
    scenario = Scenario.load("historical")
    assert scenario != "historical"
    with pytest.raises(AttributeError):
        scenario.name = "mine"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"levers": {"germany.pce": 2.5}}, "germany.pce"),
        ({"levers": {"germany.pace": 99.0}}, "germany.pace"),
        ({"base": "bogus"}, "base = 'bogus' is not that of the scenario"),
        ({"base": "no-oil-embargo"}, "base = 'no-oil-embargo' is not that of the scenario"),
        ({"name": ""}, "name = '' is not usable"),
    ],
)
def test_a_scenario_is_replaced_in_no_way_that_is_not_checked(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(InputError, match=re.escape(fault)):
        dataclasses.replace(Scenario.load("historical"), **changes)


def test_levers_that_are_replaced_are_not_dropped() -> None:
    changed = dataclasses.replace(Scenario.load("no-oil-embargo"), levers={"germany.pace": 1.2})
    assert changed == Scenario.load("no-oil-embargo").replace({"germany.pace": 1.2})
