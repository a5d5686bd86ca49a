"""A link holds what a visitor has chosen; whatever else stands in one is named and left out."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.agents.roster import OFFICES
from kantokuen.dashboard.choice import (
    LONGEST_TITLE,
    MOST_WORLD,
    SOME_WORLDS,
    THEMES,
    VIEWS,
    Choice,
    History,
    fork_index,
    is_past,
    moment_index,
    read_link,
    sittings,
    write_link,
)
from kantokuen.dashboard.words import LANGUAGES
from kantokuen.model.limits import CADENCES, LARGEST_SEED, LENS_NAMES
from kantokuen.model.parameters import PARAMETERS, Parameter, Value
from kantokuen.model.scenario import Scenario

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
HISTORIES = st.builds(History, st.sampled_from(Scenario.names()), FEW_LEVERS, TITLES)
DAYS = st.dates(FIRST, LAST).map(date.isoformat)
AXES = st.lists(st.sampled_from(sorted(PARAMETERS)), min_size=2, max_size=2, unique=True).map(tuple)


@st.composite
def choices(draw: st.DrawFn) -> Choice:
    fork = draw(st.just("") | DAYS)
    chosen = Choice(
        history=draw(HISTORIES),
        baseline=draw(HISTORIES),
        fork=fork,
        changed=draw(FEW_LEVERS) if fork else {},
        seed=draw(st.integers(0, LARGEST_SEED)),
        world=draw(st.integers(0, MOST_WORLD)),
        lens=draw(st.sampled_from(LENS_NAMES)),
        cadence=draw(st.sampled_from(CADENCES)),
        moment=draw(DAYS),
        office=draw(st.sampled_from(("", *OFFICES))),
        view=draw(st.sampled_from(VIEWS)),
        axes=draw(AXES),  # type: ignore[arg-type]
        worlds=draw(st.sampled_from(SOME_WORLDS)),
        language=draw(st.sampled_from(LANGUAGES)),
        theme=draw(st.sampled_from(THEMES)),
    )
    own = chosen.starting_levers()
    to_come = {key: value for key, value in chosen.changed.items() if not is_past(chosen, own[key])}
    return replace(chosen, changed=to_come)


def faults_of(**entries: str) -> list[str]:
    choice, faults = read_link(urlencode(entries))
    assert choice == Choice()
    return faults


# ---- there and back --------------------------------------------------------------------------------


@given(choices())
def test_a_choice_that_is_written_and_read_is_the_same(choice: Choice) -> None:
    assert read_link(write_link(choice)) == (choice, [])
    assert read_link(f"?{write_link(choice)}") == (choice, [])


@given(LEVERS)
def test_any_setting_of_the_levers_survives_the_link(levers: dict[str, Value]) -> None:
    choice = Choice(history=History(levers=levers))
    read, faults = read_link(write_link(choice))
    assert (read, faults) == (choice, [])
    assert read.history.case().levers == choice.history.case().levers


def test_the_longest_choice_there_is_can_be_read_again() -> None:
    everything = {key: furthest(each) for key, each in PARAMETERS.items()}
    history = History(Scenario.names()[-1], everything, "関" * LONGEST_TITLE)
    choice = Choice(history=history, baseline=history, fork="1941-07-31", changed=everything)
    assert read_link(write_link(choice)) == (choice, [])


def furthest(lever: Parameter) -> Value:
    match lever.low, lever.high:
        case float() | int() as low, float() | int() as high:
            return round(low + (high - low) / 3.0) if lever.type == "int" else low + (high - low) / 3.0
        case _, date() as high:
            return high
    return lever.choices[-1] if lever.choices else not lever.default


def test_the_default_page_has_an_empty_link() -> None:
    assert write_link(Choice()) == ""
    assert read_link("") == read_link("?") == (Choice(), [])


# ---- suspicion ---------------------------------------------------------------------------------------

NAMES = st.sampled_from(
    ["seed", "world", "lens", "moment", "fork", "x", "y", "title", "base.title", "base.scenario", "office"]
    + [f"{head}{key}" for head in ("", "base.", "fork.") for key in ("germany.pace", "soviet.collapse", "a")]
)


@given(st.text(max_size=200) | st.lists(st.tuples(NAMES, st.text(max_size=30))).map(urlencode))
def test_whatever_stands_in_a_link_is_read_without_an_error(query: str) -> None:
    choice, faults = read_link(query)
    assert isinstance(choice, Choice)
    assert all(fault.isprintable() for fault in faults)
    assert read_link(write_link(choice)) == (choice, [])


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ({"seed": "-1"}, ("seed = '-1'", "0 to 9,223,372,036,854,775,807")),
        ({"seed": "9" * 5000}, ("seed = '999", "a whole number from 0 to")),
        ({"seed": "٣"}, ("seed = '٣'", "a whole number")),
        ({"world": "1000000"}, ("world = '1000000'", "0 to 999,999")),
        ({"lens": "politic"}, ("unknown lens 'politic'", "nearest known name: 'politics'")),
        ({"cadence": "day"}, ("unknown cadence 'day'", "allowed: month, ten-day")),
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
        ({"x": "a"}, ("unknown lever 'a'", "germany.pace")),
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
    choice, faults = read_link("lens=rational&seed=x&germany.pace=1.2&soviet.collapse=maybe")
    assert choice == Choice(lens="rational", history=History(levers={"germany.pace": 1.2}))
    assert len(faults) == 2


def test_a_link_that_is_too_long_is_not_read() -> None:
    (fault,) = faults_of(title="a" * 100_000)
    assert fault.startswith("link: has 100,006 characters; allowed: at most")


# ---- what a choice means -----------------------------------------------------------------------------


def test_a_lever_set_back_to_the_scenario_leaves_no_trace() -> None:
    own = Scenario.load("mild-winter").levers["season.winter_shift"]
    history = History("mild-winter").with_lever("season.winter_shift", 3.0)
    assert history.levers == {"season.winter_shift": 3.0}
    assert history.with_lever("season.winter_shift", own) == History("mild-winter")  # type: ignore[arg-type]


def test_histories_that_play_alike_have_one_identity_whatever_they_are_called() -> None:
    one = History(levers={"germany.pace": 1.2, "season.winter_shift": 3.0}, title="mine")
    other = History(levers={"season.winter_shift": 3.0, "germany.pace": 1.2})
    assert one.identity == other.identity != History().identity


@pytest.mark.parametrize("cadence", CADENCES)
def test_each_sitting_is_looked_at_on_its_day_and_until_the_next(cadence: str) -> None:
    days = sittings(cadence)
    for number, day in enumerate(days):
        on_the_day = Choice(cadence=cadence, moment=day.isoformat())
        a_day_before = replace(on_the_day, moment=(day - timedelta(days=1)).isoformat())
        assert moment_index(on_the_day) == number
        assert moment_index(a_day_before) == max(number - 1, 0)


def test_a_fork_keeps_its_day_when_the_council_sits_more_often() -> None:
    forked = Choice(fork="1941-07-31")
    assert fork_index(Choice()) is None
    assert sittings("month")[fork_index(forked) or 0] == date(1941, 7, 31)
    assert sittings("ten-day")[fork_index(replace(forked, cadence="ten-day")) or 0] == date(1941, 7, 31)


def test_levers_are_undone_to_the_scenario_or_to_what_held_before_the_fork() -> None:
    choice = Choice(history=History(levers={"germany.pace": 1.2}))
    assert choice.starting_levers()["germany.pace"] == 1.0
    assert replace(choice, fork="1941-07-31").starting_levers()["germany.pace"] == 1.2
