"""Facts about the Soviet Far East: the recorded ledger, the refill, a fixed share, what is counted."""

from datetime import date

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kantokuen.model.calendar import Step, to_day
from kantokuen.model.far_east import DIVISIONS_IN_JUNE, FarEast, Flow
from tests.support.scenes import juns, law, ran, values

OUTBREAK = to_day(date(1941, 6, 22))
ONE = np.ones(1)


def moved(
    until: date,
    *,
    share_gone: float | None = None,
    pace: float = 1.0,
    refill: float = 0.0,
    factor: float = 1.0,
    refill_factor: float = 1.0,
) -> FarEast:
    """Return the Far East after all juns that end on or before a day, under unchanging factors."""
    said = values(
        {
            "soviet.transfer_pace": pace,
            "soviet.refill": refill,
            "soviet.transfer_share": "history" if share_gone is None else share_gone,
        }
    )
    east = FarEast.at_outset(1)
    for step in juns("1942-03"):
        if step.end <= to_day(until):
            east.move(
                step,
                said,
                factor=factor * ONE,
                refill_factor=refill_factor * ONE,
            )
    return east


def test_a_recorded_flow_runs_evenly_between_its_days() -> None:
    flow, steps = Flow(5.0, 15.0, 10.0), juns("1941-04")
    assert [flow.over(step) for step in steps] == [4.0, 6.0, 0.0]


def test_without_refill_the_ledger_of_the_sources_has_left_in_december() -> None:
    # SOV101 + SOV105 divisions, SOV104 + SOV110 tanks, SOV111 aircraft
    east = moved(date(1941, 12, 10))
    assert DIVISIONS_IN_JUNE - east.divisions[0] == pytest.approx(5 + 13)
    assert 5400 - east.tanks[0] == pytest.approx(1070 + 2209)
    assert 3000 - east.aircraft[0] == pytest.approx(1800)


def test_nothing_of_the_record_leaves_after_1_december() -> None:
    assert moved(date(1941, 12, 10)).divisions[0] == moved(date(1942, 3, 31)).divisions[0]


def test_five_divisions_leave_before_the_war_whatever_the_pace() -> None:
    assert moved(date(1941, 6, 20), pace=0.0).divisions[0] == moved(date(1941, 6, 20), pace=4.0).divisions[0]


def test_twice_the_pace_sends_twice_as_many_divisions_in_war() -> None:
    before, usual, double = (
        moved(date(1941, 6, 20)),
        moved(date(1941, 9, 30)),
        moved(date(1941, 9, 30), pace=2.0),
    )
    # the last day before the war lies in the jun in which it breaks out, and goes by the same pace
    assert double.divisions[0] == pytest.approx(
        before.divisions[0] - 2 * (before.divisions[0] - usual.divisions[0])
    )


def test_places_left_by_the_divisions_are_filled_and_never_more_than_were_left() -> None:
    empty, full = moved(date(1942, 3, 31)), moved(date(1942, 3, 31), refill=1.0)
    assert empty.divisions[0] < full.divisions[0] <= DIVISIONS_IN_JUNE
    assert full.vacated[0] >= 0.0


@law
@given(refill=st.floats(0.0, 1.0), factor=st.floats(0.0, 1.5), speed=st.floats(0.5, 2.0))
def test_divisions_present_and_places_vacant_account_for_all_that_left_in_war(
    refill: float, factor: float, speed: float
) -> None:
    with_none = moved(date(1941, 11, 30), factor=factor)
    east = moved(date(1941, 11, 30), refill=refill, factor=factor, refill_factor=speed)
    left = moved(date(1941, 6, 20)).divisions[0] - with_none.divisions[0]
    assert east.divisions[0] + east.vacated[0] == pytest.approx(with_none.divisions[0] + refill * left)


@law
@given(refill=st.floats(0.0, 1.0), pace=st.floats(0.0, 4.0), factor=st.floats(0.0, 3.0))
@example(refill=1.0, pace=4.0, factor=2.0)
def test_no_more_divisions_are_replaced_than_had_been_there_to_leave(
    refill: float, pace: float, factor: float
) -> None:
    east = moved(date(1942, 3, 31), refill=refill, pace=pace, factor=factor, refill_factor=2.0)
    assert 0.0 <= east.divisions[0] <= DIVISIONS_IN_JUNE
    assert east.divisions[0] + east.vacated[0] <= DIVISIONS_IN_JUNE


def test_half_of_the_divisions_of_june_are_left_when_half_is_to_be_gone_by_5_august() -> None:
    assert moved(date(1941, 8, 10), share_gone=0.5).divisions[0] == pytest.approx(
        0.5 * DIVISIONS_IN_JUNE, abs=1.0
    )


@pytest.mark.parametrize("factor", [0.0, 0.5, 3.0])
def test_a_fixed_share_does_not_wait_for_the_soviet_answer(factor: float) -> None:
    fixed = moved(date(1941, 7, 31), share_gone=0.5, factor=factor).divisions[0]
    assert fixed == moved(date(1941, 7, 31), share_gone=0.5).divisions[0]


def test_a_fixed_share_of_nought_takes_no_more_materiel_than_the_record_does() -> None:
    when = date(1941, 8, 10)
    assert moved(when, share_gone=0.0).tanks[0] >= moved(when).tanks[0]
    assert moved(when, share_gone=0.0).aircraft[0] >= moved(when).aircraft[0]


@law
@given(one=st.floats(0.0, 1.0), other=st.floats(0.0, 1.0))
def test_the_larger_the_fixed_share_the_fewer_divisions_and_tanks_remain(one: float, other: float) -> None:
    few, many = sorted((one, other), reverse=True)
    fewer, more = moved(date(1941, 8, 10), share_gone=few), moved(date(1941, 8, 10), share_gone=many)
    assert fewer.divisions[0] <= more.divisions[0]
    assert fewer.tanks[0] <= more.tanks[0]


def test_men_rise_above_a_million_while_tanks_aircraft_and_divisions_fall() -> None:
    run = ran(8, {"worlds.spread": 0.0}, until="1941-12", cadence="ten-day", detail="worlds")
    first, last = run.record.periods[0].signals, run.record.periods[-1].signals
    assert (first["soviet_men"] < 700_000).all()
    assert (last["soviet_men"] > 1_000_000).all()
    for name in ("soviet_tanks", "soviet_aircraft", "soviet_divisions"):
        assert (last[name] < first[name]).all(), name


def test_the_share_of_materiel_gone_is_the_mean_of_tanks_and_aircraft() -> None:
    east = moved(date(1941, 12, 10))
    assert east.materiel_gone[0] == pytest.approx(0.5 * (3279 / 5400 + 1800 / 3000))


def test_the_japanese_count_thirty_where_there_are_thirty_two() -> None:
    east = FarEast.at_outset(1)
    assert east.counted(juns()[0], lag=0.0)[0] == pytest.approx(30.0)


@pytest.mark.parametrize(
    ("lag", "seen_on"), [(0.0, date(1941, 7, 20)), (10.0, date(1941, 7, 10)), (20.0, date(1941, 6, 30))]
)
def test_a_late_count_shows_what_was_there_as_many_days_ago(lag: float, seen_on: date) -> None:
    east, step = moved(date(1941, 7, 20)), last_step(date(1941, 7, 20))
    assert east.counted(step, lag=lag)[0] == pytest.approx(moved(seen_on).divisions[0] * 30 / 32)


def test_between_two_states_a_late_count_lies_on_the_line_between_them() -> None:
    east, step = moved(date(1941, 7, 20)), last_step(date(1941, 7, 20))
    halfway = 0.5 * (moved(date(1941, 7, 10)).divisions[0] + moved(date(1941, 6, 30)).divisions[0])
    assert east.counted(step, lag=15.0)[0] == pytest.approx(halfway * 30 / 32)


def last_step(until: date) -> Step:
    return next(each for each in juns() if each.end == to_day(until))
