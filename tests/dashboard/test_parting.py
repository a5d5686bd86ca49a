"""Where two histories part: the first sitting, who moves first, and by which consideration."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from kantokuen.dashboard.parting import PARTS, THRESHOLD, Mover, find_parting
from kantokuen.dashboard.playback import Month, Playback, Seat, play
from kantokuen.dashboard.results import Odds
from kantokuen.dashboard.side_by_side import side_by_side
from kantokuen.dashboard.state import Question
from kantokuen.experiments.runner import Run
from kantokuen.experiments.summary import shares
from kantokuen.model.calendar import to_day
from kantokuen.model.events import Event
from kantokuen.model.outcome import DATES, OUTCOMES
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.words import Words

EN = Words.of("en")
UNTIL = "1941-12"


@cache
def world(scenario: str = "historical") -> Playback:
    return play(Question(Run(scenario=Scenario.load(scenario), until=UNTIL)))


def moved(told: Playback, index: int, office: str, parts: Mapping[str, float]) -> Playback:
    """Return a world in which parts of an office's stance for the north are larger in one period."""
    month = told.months[index]
    seat = month.seats[office]
    north = {**seat.parts_north, **{part: seat.parts_north.get(part, 0.0) + by for part, by in parts.items()}}
    changed = replace(seat, parts_north=north, net=seat.net + sum(parts.values()))
    return with_month(told, index, replace(month, seats={**month.seats, office: changed}))


def with_month(told: Playback, index: int, month: Month) -> Playback:
    months = (*told.months[:index], month, *told.months[index + 1 :])
    return replace(told, months=months)


def mover(told: Playback) -> Mover:
    found = find_parting(told, world())
    assert found is not None
    assert found.mover is not None
    return found.mover


def test_a_history_does_not_part_from_itself() -> None:
    assert find_parting(world(), world()) is None


def test_histories_part_at_the_first_sitting_at_which_a_stance_differs() -> None:
    told = moved(moved(world(), 3, "NAV", {"oil": 0.2}), 5, "OPS", {"window": 0.4})
    found = find_parting(told, world())
    assert found is not None
    assert (found.index, found.day) == (3, world().months[3].date)
    assert (found.only_here, found.only_there) == ((), ())
    first = mover(told)
    assert (first.index, first.office, first.part) == (3, "NAV", "oil")
    assert first.by == pytest.approx(0.2)
    assert first.parts["oil"] == pytest.approx(0.2)
    assert first.persons == ("Oikawa Koshiro", "Oikawa Koshiro")


def test_a_difference_below_the_threshold_does_not_count() -> None:
    assert find_parting(moved(world(), 3, "NAV", {"oil": 0.9 * THRESHOLD}), world()) is None
    assert find_parting(moved(world(), 3, "NAV", {"oil": 1.1 * THRESHOLD}), world()) is not None


def test_of_one_sitting_the_office_that_moves_farthest_is_named_either_way() -> None:
    told = moved(moved(world(), 3, "NAV", {"oil": 0.2}), 3, "KID", {"order": -0.3})
    first = mover(told)
    assert (first.office, first.part) == ("KID", "order")
    assert first.by < 0.0


def test_the_consideration_is_the_one_that_moves_most_in_the_direction_of_the_move() -> None:
    told = moved(world(), 3, "NAV", {"oil": -0.4, "order": 0.3, "service": 0.2})
    first = mover(told)
    assert first.by == pytest.approx(0.1)
    assert first.part == "order"
    assert set(first.parts) == set(PARTS)


def test_what_is_agreed_otherwise_parts_histories_though_no_stance_does() -> None:
    month = world().months[2]
    extra = Event("text", "truce", month.date)
    told = with_month(world(), 2, replace(month, events=(*month.events, extra)))
    here, there = find_parting(told, world()), find_parting(world(), told)
    assert here is not None
    assert there is not None
    assert (here.index, here.only_here, here.only_there, here.mover) == (2, (extra,), (), None)
    assert (there.only_here, there.only_there) == ((), (extra,))


def test_an_office_that_moves_after_the_histories_have_parted_is_the_first_to_move() -> None:
    month = world().months[2]
    extra = Event("text", "truce", month.date)
    parted = with_month(world(), 2, replace(month, events=(*month.events, extra)))
    found = find_parting(moved(parted, 4, "WAR", {"china": 0.3}), world())
    assert found is not None
    assert found.index == 2
    assert found.mover is not None
    assert (found.mover.index, found.mover.office) == (4, "WAR")


def test_another_person_in_the_chair_is_named() -> None:
    first = mover(world("matsuoka-stays"))
    assert first.office == "FOR"
    assert first.persons == ("Matsuoka Yosuke", "Toyoda Teijiro")


def test_without_an_embargo_histories_part_when_it_would_have_come_and_over_oil() -> None:
    found = find_parting(world("no-oil-embargo"), world())
    assert found is not None
    assert "embargo" in {each.key for each in found.only_there}
    assert found.mover is not None
    assert (found.mover.part, found.mover.index) == ("oil", found.index)
    before = [month.events for month in world().months[: found.index]]
    assert [month.events for month in world("no-oil-embargo").months[: found.index]] == before


def test_periods_are_held_together_by_their_days() -> None:
    told = replace(world(), months=world().months[1:])
    assert find_parting(told, world()) is None


def test_a_part_that_an_office_lacks_counts_as_nothing() -> None:
    month = world().months[3]
    seat: Seat = month.seats["NAV"]
    bare = replace(seat, parts_north={}, parts_south={}, net=seat.net + 0.5)
    told = with_month(world(), 3, replace(month, seats={**month.seats, "NAV": bare}))
    first = mover(told)
    assert first.office == "NAV"
    assert first.parts["aim"] == pytest.approx(seat.parts_south.get("aim", 0.0))


# ---- side by side


def odds(outcomes: list[str], days: Mapping[str, list[date | None]], *, fell: float = 0.0) -> Odds:
    codes = np.array([OUTCOMES.index(each) for each in outcomes], dtype=np.float32)
    columns = {
        "outcome": codes,
        "regime_stands": np.ones(len(codes), dtype=np.float32),
        "regime_fell": np.full(len(codes), fell, dtype=np.float32),
        "divisions_peak": np.full(len(codes), 16.0 + 4.0 * fell, dtype=np.float32),
    }
    for name in DATES:
        told = days.get(name, [None] * len(codes))
        columns[name] = np.array(
            [np.inf if each is None else to_day(each) for each in told], dtype=np.float32
        )
    return Odds(len(codes), shares(codes.astype(np.float64)), columns)


AUGUST, DECEMBER = date(1941, 8, 1), date(1941, 12, 1)
THEN = odds(["stand_guard"] * 4, {"southern_war_date": [DECEMBER] * 3 + [None], "embargo_date": [AUGUST] * 4})
NOW = odds(
    ["attack_1941", "stand_guard", "stand_guard", "stand_guard"],
    {
        "southern_war_date": [None, date(1941, 12, 11), None, None],
        "settlement_date": [None, None, AUGUST, None],
    },
    fell=1.0,
)


def table(now: Odds = NOW, then: Odds = THEN) -> dict[str, tuple[str, str, str]]:
    _, groups = side_by_side(now, then, EN)
    return {row[0]: row[1:] for group in groups for row in group.rows}


def test_every_outcome_and_every_date_has_a_row() -> None:
    rows = table()
    assert {EN(f"outcomes.{name}.name") for name in OUTCOMES} <= set(rows)
    assert {EN(f"parting.side.dates.{name}") for name in DATES} <= set(rows)


def test_a_share_has_its_interval_and_its_difference_in_points() -> None:
    then, now, apart = table()[EN("outcomes.attack_1941.name")]
    assert then == "0.0% (0.0 to 49.0)"
    assert now.startswith("25.0% (")
    assert apart == "+25.0 points"


def test_of_those_that_stand_guard_the_south_is_told_apart() -> None:
    rows = table()
    names = ("southern", "settled", "neither")
    found = [
        [rows[EN(f"parting.side.{name}")][place].partition(" ")[0] for name in names] for place in (0, 1)
    ]
    assert found == [["75.0%", "0.0%", "25.0%"], ["25.0%", "25.0%", "25.0%"]]


def test_a_date_has_its_share_its_median_and_by_how_many_days_it_moves() -> None:
    then, now, apart = table()[EN("parting.side.dates.southern_war_date")]
    assert (then, now) == ("75.0%, median 1 December 1941", "25.0%, median 11 December 1941")
    assert apart == "−50.0 points, 10 days later"


def test_what_never_happens_has_no_day() -> None:
    _, now, apart = table()[EN("parting.side.dates.embargo_date")]
    assert (now, apart) == (EN("parting.side.never"), "−100.0 points")


def test_the_regime_and_the_most_divisions_are_beside_it() -> None:
    rows = table()
    assert rows[EN("parting.side.regime")][2] == "+100.0 points"
    assert rows[EN("parting.side.peak")] == ("16 divisions", "20 divisions", "+4 divisions")


def test_only_worlds_that_both_have_played_are_compared() -> None:
    longer = odds(["stand_guard"] * 4 + ["attack_1941"] * 4, {})
    worlds, _ = side_by_side(longer, THEN, EN)
    assert worlds == 4
    assert table(longer)[EN("outcomes.attack_1941.name")][1] == "0.0% (0.0 to 49.0)"


def test_a_share_of_very_few_worlds_has_the_digits_of_its_interval() -> None:
    many = odds(["stand_guard"] * 10_000, {})
    assert table(many, many)[EN("outcomes.attack_1941.name")][0] == "0.00% (0.00 to 0.04)"
