"""Facts about the calendar: the jun, the two cadences, the campaigning season, the last month."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.model.calendar import EPOCH, day_of, periods, season, to_date, to_day
from kantokuen.model.errors import InputError
from tests.support.scenes import law

MONTHS = [f"1941-{month:02}" for month in range(4, 13)] + [f"1942-{month:02}" for month in range(1, 7)]
dates = st.dates(date(1941, 4, 1), date(1945, 8, 31))


def test_days_are_counted_from_1_april_1941() -> None:
    assert to_day(date(1941, 4, 1)) == 0.0
    assert to_day(date(1941, 6, 22)) == 82.0  # 30 days of April, 31 of May, 21 of June
    assert to_date(82.9) == date(1941, 6, 22)


@law
@given(when=dates)
def test_a_date_turned_into_a_day_and_back_is_the_same_date(when: date) -> None:
    assert to_date(to_day(when)) == when


def test_the_juns_of_a_month_end_on_the_10th_the_20th_and_the_last() -> None:
    sittings = [period.date for period in periods("ten-day", "1941-06")]
    assert sittings[-3:] == [date(1941, 6, 10), date(1941, 6, 20), date(1941, 6, 30)]
    assert sittings[5] == date(1941, 5, 31)


def test_a_run_is_fifteen_months_or_forty_five_juns_unless_it_is_told_otherwise() -> None:
    assert len(periods("month")) == 15
    assert len(periods("ten-day")) == 45
    assert periods("month")[-1].date == date(1942, 6, 30)


def test_february_of_a_leap_year_ends_on_the_29th() -> None:
    assert periods("month", "1944-02")[-1].date == date(1944, 2, 29)


def test_both_cadences_walk_through_the_same_steps_without_a_gap() -> None:
    steps = [step for period in periods("month") for step in period.steps]
    assert steps == [period.steps[0] for period in periods("ten-day")]
    assert steps[0].start == 0.0
    assert all(before.end == after.start for before, after in pairwise(steps))
    assert [step.number for step in steps] == list(range(45))


@pytest.mark.parametrize("cadence", ["month", "ten-day"])
def test_each_sitting_knows_the_day_of_the_next(cadence: str) -> None:
    found = [step for period in periods(cadence) for step in period.steps]
    assert all(before.next_sitting == after.end for before, after in pairwise(found))


@pytest.mark.parametrize("cadence", ["month", "ten-day"])
def test_the_periods_of_a_shorter_run_are_the_first_periods_of_a_longer_one(cadence: str) -> None:
    longer = periods(cadence, "1943-01")
    shorter = {until: periods(cadence, until) for until in MONTHS}
    assert [until for until, found in shorter.items() if found != longer[: len(found)]] == []


def test_the_season_runs_from_1_may_to_15_october() -> None:
    opens, closes = season(to_day(date(1941, 6, 22)))
    assert (to_date(opens), to_date(closes)) == (date(1941, 5, 1), date(1941, 10, 15))


def test_a_season_too_far_gone_for_the_shortest_plan_gives_way_to_the_next() -> None:
    # 21 days of plan and 14 of getting ready before 15 October: 10 September is the last day
    assert season(to_day(date(1941, 9, 10)))[1] == to_day(date(1941, 10, 15))
    assert season(to_day(date(1941, 9, 11))) == (to_day(date(1942, 5, 1)), to_day(date(1942, 10, 15)))


@law
@given(when=dates)
def test_the_season_looked_to_always_closes_at_least_five_weeks_ahead(when: date) -> None:
    opens, closes = season(to_day(when))
    assert closes - to_day(when) >= 35.0
    assert opens < closes
    assert to_date(closes) - when < timedelta(days=366 + 35)


@pytest.mark.parametrize("text", ["1942", "1942-13", "june", "1942-06-30", ""])
def test_a_last_month_that_is_no_month_is_refused_with_the_form_it_should_have(text: str) -> None:
    with pytest.raises(InputError, match="YYYY-MM"):
        periods("month", text)


@pytest.mark.parametrize("text", ["1941-03", "1945-09"])
def test_a_last_month_outside_the_years_of_the_war_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="1941-04 to 1945-08"):
        periods("month", text)


def test_an_unknown_cadence_is_told_the_nearest_one() -> None:
    with pytest.raises(InputError, match="'month'"):
        periods("monthly")


def test_a_fact_without_a_date_has_no_day() -> None:
    assert day_of("EAS001") == to_day(date(1941, 6, 22))
    with pytest.raises(InputError, match="THE049"):
        day_of("THE049")


def test_the_first_month_alone_is_a_run() -> None:
    (only,) = periods("month", "1941-04")
    assert (only.steps[0].start, only.end) == (to_day(EPOCH), 29.0)
