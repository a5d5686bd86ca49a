"""Facts about the Soviet Far East: the recorded ledger, the refill, a fixed share, what is counted."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kantokuen.model import far_east
from kantokuen.model.calendar import Step, to_date, to_day
from kantokuen.model.evidence import conflicts, value
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
    **levers: object,
) -> FarEast:
    """Return the Far East on a day, under unchanging factors."""
    said = values(
        {
            "soviet.transfer_pace": pace,
            "soviet.refill": refill,
            "soviet.transfer_share": "history" if share_gone is None else share_gone,
            **levers,
        }
    )
    east = FarEast.at_outset(1)
    for step in steps_to(until):
        east.move(step, said, factor=factor * ONE, refill_factor=refill_factor * ONE)
    return east


def steps_to(until: date) -> Iterator[Step]:
    """Yield the juns up to a day, the last of them cut short by it."""
    last = to_day(until)
    for step in juns("1942-06"):
        if step.start < last:
            yield Step(step.number, step.start, min(step.end, last), step.next_sitting)


DAYS = {
    "June": date(1941, 6, 1),
    "attack": date(1941, 6, 22),
    "July": date(1941, 7, 20),
    "August": date(1941, 8, 2),
    "November": date(1941, 11, 1),
    "December": date(1941, 12, 1),
    "solstice": date(1941, 12, 20),
    "year later": date(1942, 6, 30),
}

SPREAD = 0.03
"""Part by which two sources of one quantity lie apart: 703,714 men against 650,000 less 57,000 and 94,199 of
the fleet (2.4 %), the counts of fronts and fleet against that of the whole in December (1 %)."""

FLEET = (value("SOV046"), value("SOV047"))
FRONTS_IN_JUNE = value("SOV030") - value("SOV102")
WITH_OTHERS = value("SOV040") - FRONTS_IN_JUNE
"""Men of the whole who are not of the fronts."""

RECORDS = [
    ("divisions", "June", "SOV036 SOV037", value("SOV036") + value("SOV037"), 0.0),
    ("divisions", "attack", "SOV101", DIVISIONS_IN_JUNE - value("SOV101"), 0.0),
    # one division of the nine more or less
    ("divisions", "November", "SOV160", DIVISIONS_IN_JUNE * value("SOV160") / value("SOV036"), 1.0 / 9.0),
    ("men", "attack", "SOV040", value("SOV040"), 0.002),
    ("men", "attack", "SOV030 SOV102 SOV046", FRONTS_IN_JUNE + FLEET[0], SPREAD),
    ("men", "July", "SOV040", value("SOV040"), SPREAD),
    ("men", "August", "SOV052", value("SOV052") + WITH_OTHERS, SPREAD),
    ("men", "December", "SOV056", value("SOV056"), SPREAD),
    ("men", "solstice", "SOV053 SOV047", value("SOV053") + FLEET[1], SPREAD),
    ("men", "year later", "SOV060", value("SOV060"), SPREAD),
    ("tanks", "June", "SOV031", value("SOV031"), 0.0),
    ("tanks", "attack", "SOV031 SOV104", value("SOV031") - value("SOV104"), 0.0),
    ("tanks", "December", "SOV058", value("SOV058"), 0.005),
    ("tanks", "year later", "SOV062", value("SOV062"), 0.005),
    ("guns", "attack", "SOV041", value("SOV041"), 0.0),
    ("guns", "December", "SOV057", value("SOV057"), SPREAD),
    ("guns", "year later", "SOV061", value("SOV061"), SPREAD),
    ("aircraft", "attack", "SOV043", value("SOV043"), 0.0),
    ("aircraft", "December", "SOV059", value("SOV059"), 0.0),
    ("aircraft", "year later", "SOV063", value("SOV063"), 0.005),
]
"""Quantity, day, rows, what they state, and the part by which it may be missed."""


@pytest.mark.parametrize(("quantity", "day", "rows", "recorded", "off"), RECORDS)
def test_the_path_meets_the_record(quantity: str, day: str, rows: str, recorded: float, off: float) -> None:
    del rows
    east = moved(DAYS[day], refill=0.8)
    assert getattr(east, quantity)[0] == pytest.approx(recorded, rel=max(off, 1e-9))


def test_the_default_refill_is_that_of_the_record() -> None:
    assert values({})["soviet.refill"] == 0.8 == value("SOV161") / value("SOV162")


def test_above_a_million_stand_on_the_fronts_when_they_were_to() -> None:
    assert moved(date(1941, 8, 2), refill=0.8).men[0] - WITH_OTHERS >= value("SOV052")


def test_divisions_never_fall_below_the_lowest_guess_of_those_still_there() -> None:
    # SOV099, on 27 November: 18 to 24
    found = [moved(to_date(step.end), refill=0.8).divisions[0] for step in juns("1942-06")]
    assert min(found) >= 18.0
    assert found[-1] == pytest.approx(DIVISIONS_IN_JUNE - 0.2 * 18.0, abs=0.1)


@pytest.mark.parametrize("conflict", ["CON01", "CON02", "CON03", "CON04", "CON05", "CON06", "CON31"])
def test_what_the_ledger_calls_the_baseline_is_what_is_read(conflict: str) -> None:
    rule = Path(far_east.__file__).read_text(encoding="utf-8").split('"""', 2)[2]
    (row,) = [each for each in conflicts().to_dicts() if each["id"] == conflict]
    used = set(row["baseline"].split())
    scales = {"SOV024", "SOV025"}  # on which Tokyo counts
    assert {each for each in row["ids"].split() if f'"{each}"' in rule} - scales == used


def test_a_recorded_flow_runs_evenly_between_its_days() -> None:
    flow, steps = Flow(5.0, 15.0, 10.0), juns("1941-04")
    assert [flow.over(step) for step in steps] == [4.0, 6.0, 0.0]


def test_without_refill_the_ledger_of_the_sources_has_left_in_december() -> None:
    # SOV101 + SOV105 divisions, SOV104 + SOV110 tanks, SOV107 guns, SOV043 - SOV059 aircraft
    east = moved(date(1941, 12, 1))
    assert DIVISIONS_IN_JUNE - east.divisions[0] == pytest.approx(5 + 13)
    assert 5400 - east.tanks[0] == pytest.approx(1070 + 2209)
    assert 10080 - east.guns[0] == pytest.approx(2000)
    assert 4140 - east.aircraft[0] == pytest.approx(947)


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


@law
@given(
    paces=st.tuples(st.floats(0.0, 4.0), st.floats(0.0, 4.0)),
    refill=st.floats(0.0, 1.0),
    factor=st.floats(0.0, 3.0),
    speed=st.floats(0.5, 2.0),
    when=st.sampled_from(list(DAYS.values())),
)
@example(paces=(1.9, 4.0), refill=1.0, factor=1.0, speed=2.0, when=date(1941, 12, 20))
def test_the_more_leaves_the_less_stands_there(
    paces: tuple[float, float], refill: float, factor: float, speed: float, when: date
) -> None:
    slow, fast = (
        moved(when, pace=pace, refill=refill, factor=factor, refill_factor=speed) for pace in sorted(paces)
    )
    for name in ("divisions", "tanks", "aircraft"):
        assert getattr(fast, name)[0] <= getattr(slow, name)[0] + 1e-9, name


@law
@given(paces=st.tuples(st.floats(0.0, 4.0), st.floats(0.0, 4.0)), refill=st.floats(0.0, 1.0))
def test_the_more_leaves_the_fewer_guns_stand_there(paces: tuple[float, float], refill: float) -> None:
    for when in DAYS.values():
        slow, fast = (moved(when, pace=pace, refill=refill) for pace in sorted(paces))
        assert fast.guns[0] <= slow.guns[0] + 1e-6


@law
@given(
    refills=st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0)),
    pace=st.floats(0.0, 4.0),
    speed=st.floats(0.5, 2.0),
    when=st.sampled_from(list(DAYS.values())),
)
def test_the_smaller_the_refill_the_fewer_divisions_and_guns(
    refills: tuple[float, float], pace: float, speed: float, when: date
) -> None:
    few, many = (moved(when, pace=pace, refill=refill, refill_factor=speed) for refill in sorted(refills))
    assert few.divisions[0] <= many.divisions[0] + 1e-9
    assert few.guns[0] <= many.guns[0] + 1e-6


@law
@given(refills=st.tuples(st.floats(0.0, 1.0), st.floats(0.0, 1.0)), speed=st.floats(0.5, 2.0))
def test_the_smaller_the_refill_the_fewer_men(refills: tuple[float, float], speed: float) -> None:
    few, many = (moved(date(1941, 12, 20), refill=each, refill_factor=speed) for each in sorted(refills))
    assert few.men[0] <= many.men[0] + 1e-6


@pytest.mark.parametrize(
    ("key", "less", "more"),
    [
        ("soviet.refill_days", 60.0, 20.0),
        ("soviet.called_up_summer", 300_000.0, 500_000.0),
        ("soviet.called_up_autumn", 100_000.0, 300_000.0),
        ("soviet.division_men", 6_000.0, 12_000.0),
    ],
)
def test_what_raises_men_raises_them(key: str, less: float, more: float) -> None:
    few, many = (moved(date(1941, 12, 1), refill=0.8, **{key: each}) for each in (less, more))
    assert few.men[0] < many.men[0]


def test_a_slower_refill_raises_fewer_men_and_divisions() -> None:
    slow, fast = (moved(date(1941, 12, 1), refill=0.8, refill_factor=each) for each in (0.5, 1.0))
    assert slow.men[0] < fast.men[0]
    assert slow.divisions[0] < fast.divisions[0]


def test_what_the_german_war_sets_off_comes_as_late_as_its_outbreak() -> None:
    late = moved(date(1941, 9, 1), refill=0.8, **{"germany.barbarossa": date(1941, 8, 31)})
    assert late.divisions[0] == pytest.approx(27.0)
    assert late.men[0] == pytest.approx(value("SOV040"), rel=0.01)


def test_places_left_by_the_divisions_are_filled_and_never_more_than_were_left() -> None:
    empty, full = moved(date(1942, 3, 31)), moved(date(1942, 3, 31), refill=1.0)
    assert empty.divisions[0] < full.divisions[0] <= DIVISIONS_IN_JUNE
    assert full.vacated[0] >= 0.0


@law
@given(refill=st.floats(0.0, 1.0), factor=st.floats(0.0, 1.5), speed=st.floats(0.5, 2.0))
def test_divisions_present_and_places_vacant_account_for_all_that_left(
    refill: float, factor: float, speed: float
) -> None:
    with_none = moved(date(1941, 11, 30), factor=factor)
    east = moved(date(1941, 11, 30), refill=refill, factor=factor, refill_factor=speed)
    left = DIVISIONS_IN_JUNE - with_none.divisions[0]
    assert east.divisions[0] + east.vacated[0] == pytest.approx(with_none.divisions[0] + refill * left)


@law
@given(refill=st.floats(0.0, 1.0), pace=st.floats(0.0, 4.0), factor=st.floats(0.0, 3.0))
@example(refill=1.0, pace=4.0, factor=2.0)
def test_no_more_divisions_are_replaced_than_had_been_there_to_leave(
    refill: float, pace: float, factor: float
) -> None:
    east = moved(date(1942, 3, 31), refill=refill, pace=pace, factor=factor, refill_factor=2.0)
    assert east.divisions[0] >= 0.0
    assert east.divisions[0] + east.vacated[0] <= DIVISIONS_IN_JUNE + 1e-9


def test_half_of_the_divisions_of_june_are_left_when_half_is_to_be_gone_by_5_august() -> None:
    assert moved(date(1941, 8, 5), share_gone=0.5).divisions[0] == pytest.approx(0.5 * DIVISIONS_IN_JUNE)


@pytest.mark.parametrize("until", [date(1941, 8, 5), date(1941, 12, 1), date(1942, 6, 30)])
def test_where_all_have_left_by_order_none_comes_back(until: date) -> None:
    assert moved(until, share_gone=1.0, refill=1.0).divisions[0] == 0.0


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
    assert (first["soviet_men"] < 800_000).all()
    assert (last["soviet_men"] > 1_250_000).all()
    for name in ("soviet_tanks", "soviet_aircraft", "soviet_divisions"):
        assert (last[name] < first[name]).all(), name


def test_the_share_of_materiel_gone_is_the_mean_of_tanks_and_aircraft() -> None:
    east = moved(date(1941, 12, 1))
    assert east.materiel_gone[0] == pytest.approx(0.5 * (3279 / 5400 + 947 / 4140))


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


def test_tokyo_counts_seven_hundred_thousand_men_at_the_german_attack() -> None:
    east = moved(date(1941, 6, 22))
    (*_, step) = steps_to(date(1941, 6, 22))
    assert east.counted_men(step, lag=0.0)[0] == pytest.approx(value("SOV025"), rel=0.002)


def test_tokyo_misses_most_of_the_call_up_and_sees_all_who_leave() -> None:
    (*_, step) = steps_to(date(1941, 12, 20))
    said = {share: moved(date(1941, 12, 20), refill=0.8, **{"intelligence.refill_seen": share})
            for share in (0.0, 0.2, 1.0)}  # fmt: skip
    blind, default, sharp = (each.counted_men(step, lag=0.0)[0] for each in said.values())
    scale = value("SOV025") / value("SOV040")
    assert blind == pytest.approx(scale * (value("SOV040") - value("SOV106")), rel=0.002)
    assert sharp == pytest.approx(scale * said[1.0].men[0])
    assert default == pytest.approx(blind + 0.2 * (sharp - blind))
    assert 0.5 * value("SOV025") < default < 0.6 * said[0.2].men[0]


def test_a_late_count_of_men_is_that_of_an_earlier_day() -> None:
    east, step = moved(date(1941, 8, 10)), last_step(date(1941, 8, 10))
    earlier, then = moved(date(1941, 7, 31)), last_step(date(1941, 7, 31))
    assert east.counted_men(step, lag=10.0)[0] == pytest.approx(earlier.counted_men(then, lag=0.0)[0])


def last_step(until: date) -> Step:
    return next(each for each in juns() if each.end == to_day(until))
