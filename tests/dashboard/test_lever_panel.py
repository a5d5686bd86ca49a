"""The panel has every lever with its bounds, and takes no value that the lever does not."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.dashboard import lever_panel
from kantokuen.dashboard.lever_panel import fineness, found_value, groups, panel, value_of
from kantokuen.dashboard.state import State
from kantokuen.experiments.effects import shipped
from kantokuen.model.calendar import to_day
from kantokuen.model.errors import InputError
from kantokuen.model.parameters import GROUPS, PARAMETERS, Parameter
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words
from kantokuen.model.values import varying
from tests.support.levers import ALL, each_lever
from tests.support.links import at_link

EN = Words.of("en")
SLIDERS = [each for each in ALL if each.type in {"float", "int", "date"}]


@pytest.fixture
def all_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The panel with every judgement in it, as if all of them were changed."""
    monkeypatch.setattr(lever_panel, "is_shown", lambda *_: True)


def levers(state: State, words: Words = EN, **drawn: float) -> dict[str, dict[str, Any]]:
    shown = groups(state, {key.replace("__", "."): value for key, value in drawn.items()}, words)
    return {each["key"]: each for group in shown for each in group["levers"]}


@pytest.mark.usefixtures("all_shown")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_lever_stands_once_in_its_group(language: str) -> None:
    shown = groups(State(), {}, Words.of(language))
    assert [each["id"] for each in shown] == list(GROUPS)
    assert sorted(lever["key"] for each in shown for lever in each["levers"]) == sorted(PARAMETERS)
    assert all(lever["key"].startswith(f"{each['id']}.") for each in shown for lever in each["levers"])
    assert [each["id"] for each in shown if each["open"]] == []


@pytest.mark.usefixtures("all_shown")
@each_lever(SLIDERS)
def test_a_slider_has_the_bounds_of_its_lever_and_both_ends_can_be_set(lever: Parameter) -> None:
    shown = levers(State())[lever.key]
    ends = [value_of(lever.key, shown[end]) for end in ("low", "high")]
    assert ends == [lever.low, lever.high]
    assert shown["low"] <= shown["position"] <= shown["high"]
    assert shown["step"] > 0


@pytest.mark.usefixtures("all_shown")
@each_lever(SLIDERS)
def test_a_slider_reaches_its_upper_end_and_its_default_in_whole_steps(lever: Parameter) -> None:
    shown = levers(State())[lever.key]
    default = lever.default
    is_round = not isinstance(default, float) or default == round(default, 6)  # a third has no round step
    reaches = [shown["high"], *([] if isinstance(default, str) or not is_round else [shown["position"]])]
    for place in reaches:
        steps = (place - shown["low"]) / shown["step"]
        assert steps == pytest.approx(round(steps), abs=1e-6)


@pytest.mark.usefixtures("all_shown")
@pytest.mark.parametrize("key", [key for key, each in PARAMETERS.items() if each.choices])
def test_each_keyword_of_a_lever_can_be_chosen(key: str) -> None:
    offered = [each["value"] for each in levers(State())[key]["choices"]]
    assert offered == list(PARAMETERS[key].choices)
    assert [value_of(key, each) for each in offered] == offered


def test_a_lever_that_was_moved_says_so_and_where_it_was() -> None:
    shown = levers(at_link("germany.pace=1.65"))["germany.pace"]
    assert (shown["changed"], shown["was"], shown["shown"]) == (True, "was 1×", "1.65×")
    assert shown["position"] == 1.65
    assert shown["mark"] == pytest.approx(100.0 * (1.0 - 0.3) / (3.0 - 0.3), abs=0.01)
    still = levers(State())["germany.pace"]
    assert (still["changed"], still["mark"]) == (False, None)


def test_a_group_with_a_moved_lever_is_open_and_counts_it() -> None:
    state = at_link("soviet.refill=0.5&soviet.collapse=never&navy.backs_north=true")
    shown = {each["id"]: each for each in groups(state, {}, EN)}
    counted = {name: each["changed"] for name, each in shown.items() if each["changed"]}
    assert counted == {
        name: sum(
            PARAMETERS[key].default != value
            for key, value in state.scenario.levers.items()
            if key.startswith(name)
        )
        for name in counted
    }
    assert shown["soviet"]["open"]
    assert shown["navy"]["open"]


def test_a_keyword_in_the_place_of_a_day_has_no_mark_and_the_slider_rests() -> None:
    shown = levers(at_link("germany.barbarossa=1941-06-01"))
    moved, never = shown["germany.barbarossa"], shown["soviet.collapse"]
    assert (moved["mode"], moved["value"], moved["position"]) == ("", None, to_day(date(1941, 6, 1)))
    assert never["mode"] == PARAMETERS["soviet.collapse"].default
    assert (never["today"], never["mark"]) == (True, None)


@pytest.mark.parametrize(
    ("key", "start"),
    [
        ("sanctions.freeze", date(1941, 7, 20)),
        ("sanctions.oil_embargo", date(1941, 8, 23)),
        ("south.indochina", date(1941, 7, 3)),
        ("germany.barbarossa", date(1941, 6, 22)),
        ("army.divisions_cap", 16),
        ("soviet.transfer_share", 0.14),
    ],
)
def test_what_is_switched_from_a_keyword_starts_at_what_history_made_of_it(key: str, start: object) -> None:
    """The first world of history; not the lowest that can be set, years before."""
    shown = levers(State())[key]
    assert shown["low"] < shown["position"] < shown["high"]
    assert value_of(key, shown["position"]) == start
    assert not shown["today"]


@each_lever([each for each in ALL if each.type == "date" and each.kind == "lever"])
def test_no_day_starts_at_the_earliest_that_can_be_set(lever: Parameter) -> None:
    shown = levers(State())[lever.key]
    assert shown["today"] or shown["position"] > shown["low"]


def test_the_first_levers_are_those_that_move_the_endings_farthest_and_say_how_far() -> None:
    shown = panel(State(), {}, EN)
    ranking = [(each["key"], each["effect"]) for each in shipped()["ranking"]]
    assert list(shown["first"]) == [key for key, _ in ranking[:5]]
    told = levers(State())
    for key, effect in ranking:
        assert told[key]["moves"] == EN("levers_panel.moves", n=EN.of_100(effect))
        assert EN.of_100(effect) in told[key]["effect"]
    assert told["office.OPS.lean"]["moves"] == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slider_says_what_its_ends_mean_and_no_switch_does(language: str) -> None:
    for key, each in levers(State(), Words.of(language)).items():
        low_high = each["ends"]
        assert len(set(low_high)) == (2 if PARAMETERS[key].type in {"float", "int", "date"} else 0)


def test_ends_are_told_of_sliders_that_there_are() -> None:
    kinds = {"number", "day"}
    assert set(EN.entries("levers_panel.ends")) - kinds <= {each.group for each in SLIDERS}


def test_what_a_scenario_sets_is_marked_and_its_groups_are_open() -> None:
    state = at_link("scenario=unopposed-hawks")
    shown = {each["id"]: each for each in groups(state, {}, EN)}
    changed = {
        key for key, value in state.request.scenario.levers.items() if value != PARAMETERS[key].default
    }
    assert changed
    marked = {each["key"] for group in shown.values() for each in group["levers"] if each["scenario"]}
    assert marked == changed
    for name, group in shown.items():
        own = sum(key.startswith(f"{name}.") for key in changed)
        assert group["open"] == (own > 0)
        assert group["by_scenario"] == (EN("levers_panel.by_scenario", n=own) if own else "")
    assert not any(each["by_scenario"] for each in groups(State(), {}, EN))


def test_what_chance_made_of_a_lever_is_said_beside_it() -> None:
    shown = levers(State(), germany__pace=0.912345)
    assert "0.91×" in shown["germany.pace"]["drawn"]
    assert shown["soviet.refill"]["drawn"] == ""


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("germany.pace", 1.2638, "1.26×"),
        ("germany.halt", 53.6321, "54 days"),
        ("politics.turn_days", 4.863, "4.9"),
    ],
)
def test_what_was_drawn_is_said_no_finer_than_its_slider_goes(key: str, value: float, said: str) -> None:
    assert found_value(key, value, EN).startswith(said)
    drawn = groups(State(), {key: value}, EN)
    (shown,) = (each["drawn"] for group in drawn for each in group["levers"] if each["key"] == key)
    assert found_value(key, value, EN) in shown


def test_the_range_and_its_keywords_are_said() -> None:
    shown = levers(State())
    assert "0.3×" in shown["germany.pace"]["range"]
    assert "never" in shown["soviet.collapse"]["range"]
    assert shown["navy.backs_north"]["range"] == ""


def test_in_a_fork_the_levers_stand_where_they_are_from_then_on() -> None:
    shown = levers(at_link("germany.pace=1.2&fork=1941-07-31&fork.soviet.refill=0.5"))
    assert (shown["germany.pace"]["changed"], shown["germany.pace"]["position"]) == (False, 1.2)
    assert (shown["soviet.refill"]["changed"], shown["soviet.refill"]["position"]) == (True, 0.5)


@pytest.mark.parametrize(
    ("fork", "first"), [("1941-04-15", date(1941, 4, 1)), ("1941-08-31", date(1941, 9, 1))]
)
def test_in_a_fork_no_day_can_be_chosen_that_has_passed(fork: str, first: date) -> None:
    shown = levers(at_link(f"fork={fork}"))["soviet.collapse"]
    low = PARAMETERS["soviet.collapse"].low
    assert isinstance(low, date)
    assert shown["low"] == to_day(max(first, low))
    assert all(
        each["low"] <= each["high"] for each in levers(at_link("fork=1942-06-29")).values() if "low" in each
    )


@given(st.integers(-6, 6), st.integers(1, 400), st.data())
def test_a_step_is_round_about_a_hundredth_or_finer_and_meets_default_and_end(
    power: int, steps: int, data: st.DataObject
) -> None:
    unit = 10.0**power
    default = data.draw(st.integers(0, steps))
    step = fineness(-unit, (steps - 1) * unit, (default - 1) * unit)
    assert 0.0 < step <= steps * unit / 100.0 * 1.5
    assert f"{step:.0e}"[0] in "125"
    assert step == pytest.approx(float(f"{step:.0e}"))
    for way in (steps * unit, default * unit):
        assert way / step == pytest.approx(round(way / step), abs=1e-5)


def test_a_default_that_no_round_step_meets_has_a_fine_one_all_the_same() -> None:
    assert 0.0 < fineness(0.0, 1.0, 1.0 / 3.0) <= 0.01


@pytest.mark.parametrize(
    ("key", "given", "value"),
    [
        ("germany.pace", 1.0, 1.0),
        ("army.ready_days", 62.0, 62),
        ("germany.barbarossa", 61.0, date(1941, 6, 1)),
        ("germany.barbarossa", 61.7, date(1941, 6, 1)),
        ("soviet.collapse", "never", "never"),
        ("navy.backs_north", True, True),
    ],
)
def test_what_the_panel_sends_becomes_a_value_of_the_lever(key: str, given: Any, value: object) -> None:
    found = value_of(key, given)
    assert found == value
    assert type(found) is type(value)


def test_a_value_out_of_bounds_is_refused_with_the_bounds() -> None:
    with pytest.raises(InputError, match=r"lever: germany.pace = 9.0 is too high; allowed: .* from 0.3 to 3"):
        value_of("germany.pace", 9.0)


def test_what_differs_between_worlds_is_told_apart_from_what_one_may_ask() -> None:
    shown = levers(State())
    told = EN("levers_panel.kinds.uncertainty")
    assert {key for key, each in shown.items() if each["kind"] == told} == set(varying())
    assert {each["kind"] for each in shown.values()} == {"", told}


def test_a_judgement_has_a_place_only_where_it_was_changed() -> None:
    judged = {key for key, each in PARAMETERS.items() if each.kind == "judgement"}
    assert judged
    assert judged.isdisjoint(levers(State()))
    changed = levers(at_link("weighing.window=0.5"))
    assert changed.keys() & judged == {"weighing.window"}
    one = changed["weighing.window"]
    assert (one["changed"], one["kind"]) == (True, EN("levers_panel.kinds.judgement"))


def test_a_judgement_that_a_fork_found_changed_has_its_place() -> None:
    forked = levers(at_link("weighing.window=0.5&fork=1941-07-31"))["weighing.window"]
    assert (forked["changed"], forked["kind"]) == (False, EN("levers_panel.kinds.judgement"))
