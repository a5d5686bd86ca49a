"""A link holds the state of a page; whatever else stands in one is named and left out."""

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen import __version__
from kantokuen.agents.roster import OFFICES
from kantokuen.dashboard.link import read_link, write_link
from kantokuen.dashboard.state import LONGEST_TITLE, MOST_WORLD, SOME_WORLDS, THEMES, VIEWS, State
from kantokuen.experiments.runner import Run
from kantokuen.model.limits import CADENCES, LARGEST_SEED, LENS_NAMES
from kantokuen.model.parameters import PARAMETERS, Parameter, Value
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.languages import LANGUAGES

FIRST, LAST = date(1941, 4, 1), date(1942, 6, 30)


def values(lever: Parameter) -> st.SearchStrategy[Value]:
    keywords: st.SearchStrategy[Value] = st.sampled_from(lever.choices) if lever.choices else st.nothing()
    low: Any = lever.low
    high: Any = lever.high
    match lever.type:
        case "bool":
            return st.booleans()
        case "float":
            return st.floats(low, high) | keywords
        case "int":
            return st.integers(int(low), int(high)) | keywords
        case "date":
            return st.dates(low, high) | keywords
    return keywords


LEVERS = st.fixed_dictionaries({}, optional={key: values(each) for key, each in PARAMETERS.items()})
FEW_LEVERS = st.dictionaries(st.sampled_from(sorted(PARAMETERS)), st.none(), max_size=8).flatmap(
    lambda keys: st.fixed_dictionaries({key: values(PARAMETERS[key]) for key in keys})
)
TITLES = st.text(st.characters(codec="utf-8"), max_size=LONGEST_TITLE).map(
    lambda text: " ".join("".join(each for each in text if each.isprintable()).split())
)
SCENARIOS = st.builds(
    lambda name, levers: Scenario.load(name).replace(levers), st.sampled_from(Scenario.names()), FEW_LEVERS
)
DAYS = st.dates(FIRST, LAST).map(date.isoformat)
AXES = st.lists(st.sampled_from(sorted(PARAMETERS)), min_size=2, max_size=2, unique=True).map(tuple)


@st.composite
def states(draw: st.DrawFn) -> State:
    request = Run(
        draw(SCENARIOS),
        draw(st.integers(0, LARGEST_SEED)),
        draw(st.sampled_from(LENS_NAMES)),
        draw(st.sampled_from(CADENCES)),
    )
    state = State(
        request=request,
        title=draw(TITLES),
        baseline=draw(SCENARIOS),
        baseline_title=draw(TITLES),
        fork=draw(st.just("") | DAYS.filter(lambda day: day < "1942-06-30")),
        world=draw(st.integers(0, MOST_WORLD)),
        moment=draw(DAYS),
        office=draw(st.sampled_from(("", *OFFICES))),
        view=draw(st.sampled_from(VIEWS)),
        axes=draw(AXES),  # type: ignore[arg-type]
        worlds=draw(st.sampled_from(SOME_WORLDS)),
        language=draw(st.sampled_from(LANGUAGES)),
        theme=draw(st.sampled_from(THEMES)),
    )
    if not state.fork:
        return state
    to_come = {key: value for key, value in draw(FEW_LEVERS).items() if not state.is_past(key)}
    return replace(state, later=request.scenario.replace(to_come))


def faults_of(**entries: str) -> list[str]:
    state, faults = read_link(urlencode(entries))
    assert replace(state, opening=False) == State()
    return faults


# ---- there and back --------------------------------------------------------------------------------


@given(states())
def test_a_state_that_is_written_and_read_is_the_same(state: State) -> None:
    assert read_link(write_link(state)) == (state, [])
    assert read_link(f"?{write_link(state)}") == (state, [])


@given(LEVERS)
def test_any_setting_of_the_levers_survives_the_link(levers: dict[str, Value]) -> None:
    state = State().with_levers(levers)
    assert read_link(write_link(state)) == (state, [])
    assert {key: state.scenario.levers[key] for key in levers} == levers


def test_the_longest_state_there_is_can_be_read_again() -> None:
    far, near = (
        {key: far_along(each, share) for key, each in PARAMETERS.items()} for share in (1.0 / 3.0, 1.0 / 7.0)
    )
    scenario = Scenario.load(Scenario.names()[-1]).replace(far)
    state = State(
        request=Run(scenario),
        title="関" * LONGEST_TITLE,
        baseline=scenario,
        baseline_title="関" * LONGEST_TITLE,
        fork="1941-07-31",
        later=scenario.replace(near),
    )
    assert len(state.changed) > len(PARAMETERS) / 2
    assert read_link(write_link(state)) == (state, [])


def far_along(lever: Parameter, share: float) -> Value:
    match lever.low, lever.high:
        case float() | int() as low, float() | int() as high:
            return round(low + (high - low) * share) if lever.type == "int" else low + (high - low) * share
        case _, date() as high:
            return high
    return lever.choices[-1] if lever.choices else not lever.default


def test_the_default_page_has_an_empty_link() -> None:
    assert write_link(State()) == f"opening=off&version={__version__}"
    assert read_link(write_link(State())) == (State(), [])
    assert read_link("") == read_link("?") == (State(opening=True), [])


# ---- suspicion ---------------------------------------------------------------------------------------

NAMES = st.sampled_from(
    ["seed", "world", "lens", "moment", "fork", "x", "y", "title", "base.title", "base.scenario", "office"]
    + [f"{head}{key}" for head in ("", "base.", "fork.") for key in ("germany.pace", "soviet.collapse", "a")]
)


@given(st.text(max_size=200) | st.lists(st.tuples(NAMES, st.text(max_size=30))).map(urlencode))
def test_whatever_stands_in_a_link_is_read_without_an_error(query: str) -> None:
    state, faults = read_link(query)
    assert isinstance(state, State)
    assert all(fault.isprintable() for fault in faults)
    assert read_link(write_link(state)) == (state, [])


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ({"seed": "-1"}, ("seed = '-1'", "0 to 9,223,372,036,854,775,807")),
        ({"seed": "9" * 5000}, ("seed = '999", "a whole number from 0 to")),
        ({"seed": "٣"}, ("seed = '٣'", "a whole number")),
        ({"world": "1000000"}, ("world = '1000000'", "0 to 999,999")),
        ({"lens": "politic"}, ("unknown lens 'politic'", "nearest known name: 'politics'")),
        ({"cadence": "day"}, ("unknown cadence 'day'", "allowed: month, ten-day")),
        ({"ensemble": "july"}, ("unknown ensemble 'july'", "allowed: historians, june-1941")),
        ({"moment": "1941-02-30"}, ("moment = '1941-02-30'", "1941-04-01 to 1942-06-30")),
        ({"moment": "1945-08-15"}, ("moment = '1945-08-15'", "1941-04-01 to 1942-06-30")),
        ({"office": "TOJO"}, ("unknown office 'TOJO'", "OPS, AGS")),
        ({"view": "all"}, ("unknown view 'all'", "table, theatre")),
        ({"worlds": "1000000"}, ("unknown number of worlds '1000000'", "2000, 10000, 50000")),
        ({"language": "de"}, ("unknown language 'de'", "en, ja")),
        ({"theme": "pink"}, ("unknown theme 'pink'", "auto, light, dark")),
        ({"scenario": "../passwd"}, ("unknown scenario '../passwd'", "historical")),
        ({"base.scenario": "x"}, ("unknown scenario 'x'", "historical")),
        ({"title": "a" * 81}, ("title = 'aaa", "1 to 80 characters")),
        ({"title": " \n"}, ("title = ", "1 to 80 characters")),
        ({"germany.pace": "99"}, ("germany.pace = 99.0 is too high", "0.3 to 3")),
        ({"germany.pace": "nan"}, ("germany.pace = nan is not a finite number", "0.3 to 3")),
        ({"base.germany.pce": "1"}, ("germany.pce", "nearest known name: 'germany.pace'")),
        ({"no.such": "1"}, ("no.such = '1' is not a known lever", "kantokuen levers")),
        ({"fork.germany.pace": "1.2"}, ("fork", "fork=YYYY-MM-DD")),
        ({"fork": "1942-06-30"}, ("fork = '1942-06-30'", "a date from 1941-04-01 to 1942-06-29")),
        ({"x": "a"}, ("unknown lever 'a'", "germany.*")),
        ({"x": "season.winter_shift"}, ("x and y are both season.winter_shift", "two different levers")),
        ({"a\x1bb": "\x00"}, ("a\\x1bb = '\\x00'", "allowed: ")),
    ],
)
def test_what_cannot_be_used_is_named_with_what_is_allowed(
    entries: dict[str, str], told: tuple[str, ...]
) -> None:
    (fault,) = faults_of(**entries)
    assert all(each in fault for each in told), fault


def test_what_can_be_used_beside_a_fault_holds() -> None:
    state, faults = read_link("lens=rational&seed=x&germany.pace=1.2&soviet.collapse=maybe")
    assert state == State().of(lens="rational").with_levers({"germany.pace": 1.2})
    assert len(faults) == 2


def test_a_link_that_is_too_long_is_not_read() -> None:
    (fault,) = faults_of(title="a" * 100_000)
    assert fault.startswith("link: has 100,006 characters; allowed: at most")


def test_a_link_says_which_version_wrote_it() -> None:
    assert write_link(State(world=4)) == f"world=4&version={__version__}"


def test_a_link_carries_the_ensemble() -> None:
    state = State().of(ensemble="june-1941")
    assert "ensemble=june-1941" in write_link(state)
    assert read_link(write_link(state)) == (state, [])
    assert "ensemble" not in write_link(State())
