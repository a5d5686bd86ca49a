"""Facts about events: what befell a world by key and day, and what is printed of it."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from kantokuen.model.calendar import to_day
from kantokuen.model.errors import InputError
from kantokuen.model.events import KEYS, Event, by_period, events
from kantokuen.model.model import KantokuenModel
from kantokuen.model.record import Detail
from kantokuen.model.scenario import Scenario
from tests.support.scenes import model, ran

WARLIKE = ("soviet-far-east-halved", "halved-without-embargo", "soviet-collapse", "unopposed-hawks")


def told(of: KantokuenModel, world: int = 0) -> list[tuple[Event, ...]]:
    return by_period(events(of.world, world), of.ends)


def flat(of: KantokuenModel, world: int = 0) -> list[Event]:
    return [each for period in told(of, world) for each in period]


def keys(of: KantokuenModel, world: int = 0) -> list[str]:
    return [each.key for each in flat(of, world)]


def test_the_events_of_the_default_seed_are_those_that_the_manual_prints() -> None:
    assert [(each.kind, each.key, each.day, dict(each.details)) for each in flat(ran())] == [
        ("text", "prepare", date(1941, 6, 30), {}),
        ("event", "settlement_refused", date(1941, 6, 20), {"by": "FOR"}),
        ("event", "truce_refused", date(1941, 6, 20), {"by": "FOR"}),
        ("event", "german_attack", date(1941, 6, 22), {}),
        ("text", "indochina", date(1941, 7, 3), {}),
        ("text", "mobilise", date(1941, 7, 7), {"divisions": 16.0}),
        ("order", "mobilisation", date(1941, 7, 7), {}),
        ("order", "landing", date(1941, 7, 29), {}),
        ("event", "foreign_minister", date(1941, 7, 6), {"person": "Toyoda Teijiro"}),
        ("event", "settlement_refused", date(1941, 7, 10), {"by": "US"}),
        ("event", "truce_refused", date(1941, 7, 10), {"by": "AGS"}),
        ("event", "freeze", date(1941, 7, 20), {}),
        ("text", "give_up", date(1941, 8, 10), {"divisions": 16.0}),
        ("event", "truce_refused", date(1941, 8, 10), {"by": "US"}),
        ("event", "embargo", date(1941, 8, 23), {}),
        ("text", "southern_preparation", date(1941, 9, 14), {}),
        ("text", "southern_choice", date(1941, 11, 20), {}),
        ("event", "prime_minister", date(1941, 11, 12), {"person": "Tojo Hideki"}),
        ("event", "foreign_minister", date(1941, 11, 12), {"person": "Togo Shigenori"}),
        ("order", "southern_war", date(1941, 12, 16), {}),
    ]


@pytest.mark.parametrize("cadence", ["month", "ten-day"])
def test_each_event_lies_in_its_period_and_comes_once(cadence: str) -> None:
    played = ran(cadence=cadence)
    start = date(1941, 4, 1)
    for period, found in zip(played.periods, told(played), strict=True):
        assert all(start <= each.day <= period.date for each in found)
        start = period.date  # what comes in the hours after a sitting bears its date
    again = {
        "enlarge",
        "give_up",
        "reopen",
        "cross",
        "settlement_refused",
        "truce_refused",
        "foreign_minister",
    }
    once = [each for each in flat(played) if each.key not in again]
    assert len({(each.kind, each.key) for each in once}) == len(once)
    assert len({(each.kind, each.key, each.day) for each in flat(played)}) == len(flat(played))


def test_only_the_periods_played_are_told() -> None:
    started = model()
    assert told(started) == []
    for _ in range(3):
        started.step()
    said = [[each for each in found if "refused" not in each.key] for found in told(started)]
    assert [len(found) for found in said] == [0, 0, 2]


@pytest.mark.parametrize("name", Scenario.names())
def test_all_that_happens_has_a_declared_key_and_is_told_in_words(name: str) -> None:
    played = ran(scenario=name, cadence="ten-day")
    for each in flat(played):
        assert each.key in KEYS[each.kind]
    periods = played.story()
    for kind in ("text", "order", "event"):
        expected = sum(each.kind == kind for each in flat(played))
        assert sum(len(period[f"{kind}s"]) for period in periods) == expected


def test_a_force_is_named_where_the_text_names_one() -> None:
    named = {"mobilise", "enlarge", "give_up"}
    for scenario in WARLIKE:
        for each in flat(ran(scenario=scenario)):
            assert ("divisions" in each.details) == (each.key in named)
            assert ("person" in each.details) == each.key.endswith("_minister")


def test_an_ordered_attack_is_an_order_and_one_without_orders_an_event() -> None:
    played = ran(2)
    played.world.hostilities.war_day = np.array([130.0, 140.0])
    played.world.hostilities.was_ordered = np.array([True, False])
    assert ("cross_border" in keys(played), "incident" in keys(played)) == (True, False)
    assert ("cross_border" in keys(played, 1), "incident" in keys(played, 1)) == (False, True)
    lines = [line for period in played.story(1) for line in period["events"]]
    assert "19 August 1941: the field army crosses the border without orders" in lines


def test_what_falls_on_one_day_is_told_in_the_declared_order() -> None:
    played = ran()
    day = np.array([to_day(date(1941, 7, 20))])
    played.world.sanctions.freeze_day = played.world.sanctions.embargo_day = day
    played.world.hostilities.war_day = played.world.persons.foreign_minister_left = day
    found = [each.key for each in told(played)[3] if each.kind == "event" and each.day == date(1941, 7, 20)]
    assert found == ["freeze", "foreign_minister", "incident", "embargo"]


def test_every_world_of_a_run_is_told_as_it_is_told_alone() -> None:
    crowd = ran(5, scenario="soviet-far-east-halved", detail="worlds")
    for world in range(5):
        alone = ran(scenario="soviet-far-east-halved", first_world=world)
        assert crowd.story(world) == alone.story()
        assert crowd.verdict(world) == alone.verdict()


@pytest.mark.parametrize("world", [-1, 2, 1.5])
def test_a_world_that_is_not_there_is_not_told(world: Any) -> None:
    played = model(2)
    for told_of in (played.story, played.verdict):
        with pytest.raises(InputError, match=r"allowed: a whole number from 0 to 1$"):
            told_of(world)


@pytest.mark.parametrize("detail", ["means", "outcomes"])
def test_no_world_is_told_of_which_the_record_keeps_nothing(detail: Detail) -> None:
    with pytest.raises(InputError, match=f"a record of detail '{detail}' tells no world"):
        model(2, detail=detail).story()


def test_where_no_stances_are_kept_the_council_keeps_no_minutes() -> None:
    played = ran(2, detail="outcomes")
    assert "mobilise" not in keys(played)
    assert "mobilisation" in keys(played)


def test_a_fork_tells_its_past_and_its_story_begins_where_it_parts() -> None:
    trunk = model()
    for _ in range(5):
        trunk.step()
    branch = trunk.fork(1, keep_chance=True)
    branch.run()
    trunk.run()
    assert told(branch) == told(trunk)
    assert branch.story() == trunk.story()[5:]
