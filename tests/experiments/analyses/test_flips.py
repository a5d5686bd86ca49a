"""Facts about flips: what would have flipped the verdict on one world, and what `causes` tells of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import numpy as np
import pytest
import typer
from typer.testing import CliRunner

from kantokuen.cli import causes as command
from kantokuen.experiments.analyses import causes as causes_of
from kantokuen.experiments.analyses.causes import Causes, as_data, causes, in_words, sheets
from kantokuen.experiments.analyses.flips import KINDS, Flip, Search, search_flips
from kantokuen.experiments.analyses.measures import measure
from kantokuen.experiments.analyses.nearest_dates import nearest_date
from kantokuen.experiments.analyses.nearest_numbers import _Scale, nearest_numbers
from kantokuen.experiments.analyses.replay import SPREAD, Replay, enough
from kantokuen.experiments.analyses.turns import turns
from kantokuen.experiments.runner import Run, run_worlds
from kantokuen.model.calendar import periods, to_date
from kantokuen.model.errors import InputError
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.parameters import PARAMETERS, Value
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.words import ENGLISH

HISTORY = Run(Scenario.load("historical"))
COLLAPSE = Run(Scenario.load("soviet-collapse"))
ATTACK = measure("attack_1941")
WORLDS = [(HISTORY, 7), (COLLAPSE, 0)]
LEVERS = {key for key, each in PARAMETERS.items() if each.kind == "lever"}


@cache
def last(run: Run, world: int, event: str = "attack_1941") -> Search:
    *_, found = search_flips(run, world, event)
    return found


@pytest.fixture(scope="module", params=WORLDS, ids=["stands guard", "attacks"])
def searched(request: pytest.FixtureRequest) -> tuple[Run, Search]:
    run, world = request.param
    return run, last(run, world)


def ending(run: Run, world: int, key: str, value: Value) -> str:
    """How a world ends under a scenario that sets one lever, played as anyone would play it."""
    model = replace(run, scenario=run.scenario.replace({key: value})).model(1, world)
    model.run()
    return OUTCOMES[int(model.world.outcome_codes[0])]


# ---- what is found


def test_every_flip_that_a_scenario_can_say_is_one_when_it_is_played(searched: tuple[Run, Search]) -> None:
    run, found = searched
    said = [each for each in found.flips if each.setting is not None]
    assert len(said) > 2
    ends = {each.key: ending(run, found.world, each.key, each.setting) for each in said if each.setting}
    assert {each.key: each.outcome for each in said if each.key in ends} == ends
    assert [key for key, end in ends.items() if (end == "attack_1941") == found.happens] == []


def test_a_step_nearer_to_what_was_leaves_the_verdict_as_it_is(searched: tuple[Run, Search]) -> None:
    run, found = searched
    replay = Replay(run, found.world, ATTACK)
    moved = [each for each in found.of("number") if each.key in replay.drawn and each.key != SPREAD]
    nearer = [(each.key, nudged(each)) for each in moved]
    assert replay.differs(replay.with_numbers([(each.key, number(each.after)) for each in moved])).all()
    assert not replay.differs(replay.with_numbers(nearer)).any()


def nudged(flip: Flip) -> float:
    """The value one decimal step nearer to where the lever was, or where it was if that is nearer."""
    before, after = number(flip.before), number(flip.after)
    step = (
        1.0 if PARAMETERS[flip.key].type == "int" else 10.0 ** -len(f"{after:.7f}".rstrip("0").split(".")[1])
    )
    if abs(after - before) <= step:
        return before
    return after + step if after < before else after - step


def number(value: Value) -> float:
    assert isinstance(value, (int, float))
    return float(value)


def test_a_day_nearer_to_what_was_leaves_the_verdict_as_it_is() -> None:
    found = last(COLLAPSE, 0)
    (outbreak,) = (each for each in found.of("date") if each.key == "germany.barbarossa")
    assert isinstance(outbreak.after, date)
    assert outbreak.distance is not None
    assert (outbreak.after - date(1941, 6, 22)).days == outbreak.distance > 0
    day_before = date.fromordinal(outbreak.after.toordinal() - 1)
    assert ending(COLLAPSE, 0, "germany.barbarossa", day_before) == "attack_1941"


def test_flips_stand_by_kind_and_the_smallest_change_first(searched: tuple[Run, Search]) -> None:
    _, found = searched
    assert [each.kind for each in found.flips] == sorted((e.kind for e in found.flips), key=KINDS.index)
    for kind in KINDS:
        far = [np.inf if each.distance is None else each.distance for each in found.of(kind)]
        assert far == sorted(far)


def test_the_drawn_value_is_where_a_lever_that_varies_begins() -> None:
    found = last(HISTORY, 7)
    drawn = run_worlds("historical", 8, stances=False).columns
    (resilience,) = (each for each in found.flips if each.key == "soviet.resilience")
    before = float(drawn["soviet.resilience"][7])
    assert resilience.before == before
    assert resilience.spreads == pytest.approx((before - number(resilience.after)) / 0.10)
    assert resilience.distance == pytest.approx((before - number(resilience.after)) / 2.8)
    assert resilience.setting == pytest.approx(number(resilience.after) + 1.2 - before)


def test_a_pace_is_set_so_that_chance_makes_it_what_is_wanted() -> None:
    run = replace(HISTORY, ensemble="june-1941")
    found = ((world, nearest_numbers(Replay(run, world, ATTACK), ["germany.pace"])) for world in range(12))
    world, pace = next((world, each) for world, flips in found for each in flips if each.setting is not None)
    model = replace(run, scenario=run.scenario.replace({pace.key: pace.setting})).model(1, world)
    assert model.world.values["germany.pace"][0] == pytest.approx(pace.after)


def test_a_setting_out_of_range_is_not_offered() -> None:
    run = Run(HISTORY.scenario.replace({"worlds.spread": 3.0}), ensemble="june-1941")
    paces = [nearest_numbers(Replay(run, world, ATTACK), ["germany.pace"]) for world in range(12)]
    settings = [each.setting for found in paces for each in found]
    assert None in settings
    assert all(0.3 <= each <= 3.0 for each in settings if each is not None)


def test_theory_and_judgement_are_told_from_history(searched: tuple[Run, Search]) -> None:
    _, found = searched
    realms = {each.key: each.realm for each in found.flips}
    assert {realm for key, realm in realms.items() if key.startswith(("mechanism.", "worlds."))} <= {"theory"}
    assert {realm for key, realm in realms.items() if key.startswith("weighing.")} <= {"judgement"}
    levers = {
        realm for key, realm in realms.items() if key.startswith(("germany.", "soviet.")) and key in LEVERS
    }
    assert levers == {"history"}
    assert found.of("number") == tuple(each for each in found.flips if each.kind == "number")


def test_one_decision_of_a_person_is_enough_where_it_is_enough() -> None:
    decisions = {(each.key, each.after): each.outcome for each in last(COLLAPSE, 0).of("decision")}
    assert decisions["emperor.sanction", "refuse"] in {"no_mobilisation", "stand_guard"}
    assert decisions["soviet.collapse", "never"] == "stand_guard"


def test_a_search_tells_how_far_it_is_and_can_be_stopped() -> None:
    seen = []
    for search in search_flips(HISTORY, 7):
        seen.append((search.done, search.whole))
        if search.done > 60:
            break
    assert seen[0] == (0, len(PARAMETERS))
    assert seen == sorted(seen)
    assert len(search.flips) > 0


def test_the_search_ends_when_every_lever_was_looked_at(searched: tuple[Run, Search]) -> None:
    _, found = searched
    assert found.done == found.whole == len(PARAMETERS)


@pytest.mark.slow
@pytest.mark.parametrize("event", ["war_in_north", "mobilised"])
def test_any_event_may_be_the_verdict(event: str) -> None:
    run = replace(HISTORY, until="1941-12")
    found = last(run, 7, event)
    assert found.wanted.name == event
    for each in found.of("decision", "history")[:2]:
        assert each.setting is not None
        assert (ending(run, 7, each.key, each.setting) == "no_mobilisation") == (event == "mobilised")


def test_what_is_no_event_is_refused() -> None:
    with pytest.raises(InputError, match="divisions_peak is a number"):
        next(search_flips(HISTORY, 0, "divisions_peak"))


def test_a_scenario_with_an_array_is_refused() -> None:
    run = Run(HISTORY.scenario.replace({"germany.pace": np.ones(1)}))
    with pytest.raises(InputError, match="one value for all worlds"):
        next(search_flips(run))


# ---- the world that is played again


@pytest.mark.parametrize("cadence", ["month", "ten-day"])
def test_the_months_that_are_left_out_change_no_verdict(cadence: str) -> None:
    run = Run(HISTORY.scenario.replace({"germany.pace": 1.3}), cadence=cadence, stances=False)
    whole, short = (
        run_worlds(run.scenario, 200, cadence=cadence, until=u).columns for u in (None, "1941-10")
    )
    assert enough(run, ATTACK).until == "1941-10"
    assert np.array_equal(ATTACK.of(whole), ATTACK.of(short))
    assert ATTACK.of(whole).any()


def test_no_month_is_added_and_other_events_need_all_of_them() -> None:
    assert enough(replace(HISTORY, until="1941-9"), ATTACK).until == "1941-9"
    assert enough(HISTORY, measure("attack")) == HISTORY


def test_a_world_with_its_own_numbers_is_the_world_as_it_was() -> None:
    replay = Replay(HISTORY, 5, ATTACK)
    own = [(key, value) for key, value in replay.drawn.items() if key != SPREAD]
    found = replay.with_numbers(own, is_whole=True)
    one = run_worlds("historical", 6, stances=False).columns
    for name in ("outcome", "divisions_peak", "embargo_date", "southern_war_date", "germany.pace"):
        assert set(found[name].tolist()) == {one[name][5]}


def test_an_event_that_was_left_open_has_the_day_on_which_it_came() -> None:
    came = Replay(HISTORY, 0, ATTACK).came
    one = run_worlds("historical", 1).columns
    assert came["sanctions.oil_embargo"] == one["embargo_date"][0]
    assert came["soviet.collapse"] == came["germany.moscow_falls"] == np.inf
    assert 0.0 < came["soviet.transfer_share"] < 1.0
    fallen = Replay(
        Run(HISTORY.scenario.replace({"germany.pace": 3.0, "soviet.resilience": 1.1})), 0, ATTACK
    ).came
    assert to_date(fallen["germany.moscow_falls"]).year == 1941
    assert fallen["germany.moscow_falls"] < fallen["soviet.collapse"] < np.inf


# ---- the search itself, on worlds whose thresholds are known


class Known(Replay):
    """A stand-in that flips where a rule says so, and counts how often it is played."""

    def __init__(self, start: dict[str, float], flips: Callable[[str, float], bool]) -> None:
        self.drawn, self.came = start, {}
        self.rule, self.played = flips, 0
        self.run = HISTORY

    def with_numbers(self, trials: Any, **_: object) -> Any:
        self.played += 1
        hits = np.array([self.rule(key, value) for key, value in trials])
        return {
            "hits": hits,
            "outcome": np.zeros(len(trials)),
            **{k: np.array([v for _, v in trials]) for k, _ in trials},
        }

    def differs(self, found: Any) -> Any:
        return found["hits"]


def test_a_threshold_is_found_to_a_thousandth_of_the_range_in_few_plays() -> None:
    known = Known({"staff.win_odds": 5.5, "army.lead_days": 30}, lambda _, value: value > 17.1234)
    odds, lead = nearest_numbers(known, ["staff.win_odds", "army.lead_days"])
    assert (odds.after, lead.after) == (17.13, 29)
    assert known.played < 9


def test_of_two_sides_the_nearer_counts() -> None:
    known = Known({"staff.win_odds": 5.5}, lambda _, value: value <= 3.0 or value >= 7.0)
    (odds,) = nearest_numbers(known, ["staff.win_odds"])
    assert odds.after == 7.0
    assert odds.distance == pytest.approx(1.5 / 29.0)


def test_a_lever_that_flips_nothing_is_left_out() -> None:
    assert nearest_numbers(Known({"staff.win_odds": 5.5}, lambda *_: False), ["staff.win_odds"]) == []


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (date(1941, 6, 22), (date(1941, 6, 22), date(1941, 7, 4), 12.0)),
        (date(1941, 9, 1), (date(1941, 9, 1), date(1941, 8, 31), 1.0)),
        (date(1942, 6, 1), (date(1942, 6, 1), date(1941, 8, 31), 274.0)),
    ],
)
def test_a_day_is_found_on_either_side(
    value: date, expected: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = (date(1941, 7, 4), date(1941, 8, 31))
    run = Run(HISTORY.scenario.replace({"germany.barbarossa": value}))
    replay = Replay(run, 0, ATTACK)
    monkeypatch.setattr(replay, "with_setting", lambda _, day: {"flips": [window[0] <= day <= window[1]]})
    monkeypatch.setattr(replay, "differs", lambda found: found["flips"])
    assert nearest_date(replay, "germany.barbarossa") == expected


def test_an_event_that_never_came_is_moved_in_from_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    replay = Replay(HISTORY, 0, ATTACK)
    monkeypatch.setattr(replay, "with_setting", lambda _, day: {"flips": [day <= date(1941, 7, 17)]})
    monkeypatch.setattr(replay, "differs", lambda found: found["flips"])
    assert nearest_date(replay, "china.war_over") == ("never", date(1941, 7, 17), None)


# ---- turns


def test_the_turns_of_a_world_that_stands_guard_are_those_to_the_south() -> None:
    found = turns(HISTORY, 0, northward=False)
    moves = [each.after - each.before for each in found]
    assert moves == sorted(moves)
    assert max(moves) < 0.0
    assert {"AGS", "WAR", "FOR"} <= {each.office for each in found}
    dates = {each.date for each in periods("month")}
    assert all(each.date in dates for each in found)
    assert all(each.moved < 0.0 for each in found if each.moved is not None)


def test_a_chair_that_changes_hands_is_a_change_of_person_and_not_of_mind() -> None:
    (turn,) = (each for each in turns(HISTORY, 0, northward=False) if each.office == "FOR")
    assert turn.persons == ("Matsuoka Yosuke", "Toyoda Teijiro")
    assert (turn.part, turn.moved) == (None, None)
    assert causes_of._moved_by(turn, ENGLISH) == "a new person: Toyoda Teijiro follows Matsuoka Yosuke"
    (staff,) = (each for each in turns(HISTORY, 0, northward=False) if each.office == "AGS")
    assert staff.persons[0] == staff.persons[1]
    assert staff.part is not None


def test_one_sitting_has_no_turns() -> None:
    assert turns(replace(HISTORY, until="1941-04"), 0, northward=True) == []


# ---- the command


@pytest.fixture(scope="module")
def told() -> Causes:
    return causes(COLLAPSE)


def test_the_words_name_the_verdict_and_the_nearest_change_of_each_kind(told: Causes) -> None:
    words = in_words(told)
    assert words.startswith(told.verdict)
    for kind in KINDS:
        assert told.search.of(kind, "history")[0].key in words
    nothing = replace(told, search=replace(told.search, flips=()))
    assert "No single lever of history" in in_words(nothing)


def test_the_tables_hold_every_flip_and_no_empty_table(told: Causes) -> None:
    drawn = sheets(told, 1000)
    listed = {row[0] for table in drawn for row in table.rows}
    assert {each.key for each in told.search.flips} <= listed
    assert all(table.rows for table in drawn)
    assert len(sheets(told, 1)[0].rows) == 1


def test_the_data_are_plain_and_whole(told: Causes) -> None:
    data = json.loads(json.dumps(as_data(told), allow_nan=False))
    assert len(data["flips"]) == len(told.search.flips)
    assert (data["world"], data["outcome"], data["happens"]) == (0, "attack_1941", True)
    assert data["turns"][0]["office"] == told.turns[0].office


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    monkeypatch.setenv("COLUMNS", "80")
    app = typer.Typer()
    app.command()(command.causes)
    return lambda *words: CliRunner().invoke(app, list(words))


@pytest.mark.slow
def test_the_command_explains_a_world(play: Callable[..., Any]) -> None:
    done = play("soviet-collapse", "--until", "1941-12", "--top", "3")
    assert done.exit_code == 0
    for words in (
        "soviet-collapse, world 0",
        "Kantokuen goes forward",
        "navy.screen",
        "turned north",
    ):
        assert words in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.slow
def test_the_command_prints_json_and_a_sentence(play: Callable[..., Any]) -> None:
    done = play("--world", "3", "--until", "1941-10", "--set", "navy.backs_north=true", "--json")
    data = json.loads(done.stdout)
    assert (data["scenario"], data["world"], data["levers"]) == ("historical", 3, len(PARAMETERS))
    assert play("--world", "3", "--until", "1941-10", "--quiet").stdout.count("\n") == 1


def test_a_wrong_event_or_lens_is_told(play: Callable[..., Any]) -> None:
    assert "attack_1941" in str(play("--measure", "atack_1941").exception)
    assert "politics" in str(play("--lens", "politcs").exception)
    assert play("--world", "-1").exit_code == 2


def test_whole_numbers_of_a_wide_range_are_not_all_tried() -> None:
    wide = [key for key, each in PARAMETERS.items() if each.is_number]
    assert max(len(_Scale.of(key, 0.0).grid) for key in wide) <= 1001
