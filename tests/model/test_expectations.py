"""What people of June 1941 expected: from the evidence, by school and office."""

from datetime import date
from itertools import pairwise

import pytest

from kantokuen.model import evidence
from kantokuen.model.calendar import to_day
from kantokuen.model.expectations import (
    EVENTS,
    HISTORIANS,
    SCHOOLS,
    chance,
    points,
    pooled,
    shares_of_schools,
)
from kantokuen.model.limits import DEFAULT_ENSEMBLE

OPTIMIST = (1.0, 0.0, 0.0)


def test_every_school_and_the_historians_have_four_chances_of_each_event_that_rise() -> None:
    for event in EVENTS:
        for view in (*SCHOOLS, HISTORIANS):
            days, chances = points(event, view)
            assert len(days) == len(chances) == 4
            assert all(earlier < later for earlier, later in pairwise(days))
            assert all(earlier <= later for earlier, later in pairwise(chances))


def test_the_regime_never_falls_more_likely_than_moscow_and_optimists_expect_most() -> None:
    for day in (120.0, 160.0, 200.0, 300.0, 500.0):
        by_school = [
            [chance(event, day, mix) for event in EVENTS] for mix in (OPTIMIST, (0, 1, 0), (0, 0, 1))
        ]
        assert all(moscow >= regime for moscow, regime in by_school)
        assert by_school == sorted(by_school, reverse=True)


def test_nobody_expects_a_fall_by_10_july_and_lines_are_straight_from_there() -> None:
    start, first = to_day(date(1941, 7, 10)), to_day(date(1941, 8, 31))
    assert chance("moscow", start, OPTIMIST) == 0.0
    assert chance("moscow", first, OPTIMIST) == 0.75
    assert chance("moscow", (start + first) / 2.0, OPTIMIST) == pytest.approx(0.375)


def test_what_is_left_after_june_1942_never_comes() -> None:
    end = to_day(date(1942, 6, 30))
    assert chance("regime", end, OPTIMIST) == chance("regime", end + 700.0, OPTIMIST) == 0.80


def test_people_in_all_are_the_schools_by_their_shares() -> None:
    assert shares_of_schools() == (0.3, 0.5, 0.2)
    assert pooled("moscow") == pytest.approx((0.53, 0.705, 0.749, 0.80))
    assert pooled("regime") == pytest.approx((0.188, 0.375, 0.467, 0.555))


def test_the_default_ensemble_is_that_of_historians() -> None:
    assert DEFAULT_ENSEMBLE == HISTORIANS


def test_every_forecast_says_when_who_what_from_where_and_how_sure() -> None:
    rows = evidence.forecasts()
    assert len(rows) == 91
    assert (
        rows.select("id", "date", "who", "side", "claim", "unit", "source")
        .null_count()
        .sum_horizontal()
        .item()
        == 0
    )
    assert rows["date"].is_sorted()
    assert set(rows["confidence"]) <= set(evidence.CONFIDENCES)
    assert set(rows["seen"]) == {"document", "scholarly work", "summary", "mirror"}


def test_every_expectation_is_judgement_and_lies_inside_its_range() -> None:
    rows = evidence.judged_expectations()
    assert set(rows["confidence"]) == {"judgement"}
    judged = rows.drop_nulls(["low", "high"])
    assert len(judged) == 32
    assert ((judged["low"] <= judged["value"]) & (judged["value"] <= judged["high"])).all()
