"""Facts about sanctions: a hazard on one draw, orders of a scenario, and the oil they take."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.agents.view import Array
from kantokuen.model.calendar import NEVER, to_day
from kantokuen.model.sanctions import Sanctions
from kantokuen.model.timing import Timing
from tests.support.scenes import each, juns, law, ran, values

RESPONSIVE = Timing()
BEFORE_THE_TALKS = to_day(date(1941, 6, 1))
AUTUMN = to_day(date(1941, 9, 30))
DRAWS = (np.arange(1000) + 0.5) / 1000


def answered(
    rates: list[float], draws: Array = DRAWS, *, freeze: Timing = RESPONSIVE, embargo: Timing = RESPONSIVE
) -> Sanctions:
    """Return the sanctions after a jun for each rate; the same hazard and draw for both sanctions."""
    found = Sanctions.at_outset(len(draws))
    for step, rate in zip(juns(), rates, strict=False):
        hazard = np.full(len(draws), rate)
        found.answer(
            step,
            freeze=freeze,
            embargo=embargo,
            freeze_rate=hazard,
            embargo_rate=hazard,
            freeze_draw=draws,
            embargo_draw=draws,
        )
    return found


def lost(day: float, *, freeze: float = NEVER, embargo: float = NEVER, dutch_sell: bool = False) -> float:
    """Return the oil lost on a day under sanctions of given days, in which London and the Indies follow."""
    found = Sanctions.at_outset(1)
    found.freeze_day, found.embargo_day = each(freeze), each(embargo)
    found.britain_follows = found.freeze_day < NEVER
    found.dutch_stopped = found.britain_follows & (not dutch_sell)
    return float(found.oil_loss(day, values({"sanctions.dutch_sell": dutch_sell}))[0])


@law
@given(rates=st.lists(st.floats(0.0, 0.2), min_size=1, max_size=12))
def test_one_draw_gives_the_chance_that_a_draw_in_every_step_would_give(rates: list[float]) -> None:
    survives = 1.0
    for step, rate in zip(juns(), rates, strict=False):
        survives *= 1.0 - min(rate * step.days, 1.0)
    share = (answered(rates).freeze_day < NEVER).mean()
    assert share == pytest.approx(1.0 - survives, abs=0.0011)


def test_a_sanction_comes_inside_the_step_whose_hazard_brings_it() -> None:
    # steps of 9, 10 and 10 days; the chance that it has come is 0, then 1/2, then 3/4
    days = answered([0.0, 0.05, 0.05], each(0.25, 0.5, 0.625, 0.9)).freeze_day
    assert days.tolist() == pytest.approx([14.0, 19.0, 24.0, NEVER])


@law
@given(rates=st.lists(st.floats(0.0, 0.2), min_size=2, max_size=8))
def test_a_sanction_once_come_keeps_its_day(rates: list[float]) -> None:
    first, later = answered(rates[:-1]), answered(rates)
    came = first.freeze_day < NEVER
    assert (later.freeze_day[came] == first.freeze_day[came]).all()


def test_a_sanction_that_is_never_to_come_stays_away_under_a_certain_hazard() -> None:
    found = answered([1.0] * 10, freeze=Timing.of("never"), embargo=Timing.of("never"))
    assert (found.freeze_day == NEVER).all()
    assert (found.embargo_day == NEVER).all()


@pytest.mark.parametrize("when", [date(1940, 9, 27), date(1941, 4, 1), date(1941, 7, 26), date(1942, 6, 30)])
def test_a_sanction_with_a_date_comes_on_that_date_without_any_hazard(when: date) -> None:
    found = answered([0.0] * 45, freeze=Timing.of(when))
    assert (found.freeze_day == to_day(when)).all()
    assert (found.embargo_day == NEVER).all()


def test_a_sanction_with_a_date_has_not_come_in_the_step_before() -> None:
    found = answered([1.0] * 9, freeze=Timing.of(date(1941, 7, 1)))
    assert (found.freeze_day == NEVER).all()


def test_licences_take_a_tenth_and_the_failed_talks_a_tenth_more() -> None:
    assert lost(BEFORE_THE_TALKS) == pytest.approx(0.1)
    assert lost(AUTUMN) == pytest.approx(0.2)
    assert lost(AUTUMN, dutch_sell=True) == pytest.approx(0.1)


def test_a_freeze_takes_nearly_half_and_an_embargo_nearly_all() -> None:
    assert lost(AUTUMN, freeze=100.0) == pytest.approx(0.45)
    assert lost(AUTUMN, freeze=100.0, embargo=110.0) == pytest.approx(0.80 + 0.13 + 0.02)


def test_the_indies_that_sell_on_relieve_freeze_and_embargo() -> None:
    assert lost(AUTUMN, freeze=100.0, dutch_sell=True) == pytest.approx(0.45 - 0.30)
    sells = lost(AUTUMN, freeze=100.0, embargo=110.0, dutch_sell=True)
    assert sells == pytest.approx(0.80 + 0.02 - 0.30)


@law
@given(
    freeze=st.floats(0.0, 300.0), after=st.floats(0.0, 60.0), day=st.floats(0.0, 450.0), sell=st.booleans()
)
def test_the_share_of_oil_lost_stays_between_nought_and_one(
    *, freeze: float, after: float, day: float, sell: bool
) -> None:
    assert 0.0 <= lost(day, freeze=freeze, embargo=freeze + after, dutch_sell=sell) <= 1.0


def test_britain_and_the_indies_follow_an_american_freeze_within_days() -> None:
    run = ran(4, {"sanctions.freeze": date(1941, 7, 26)}, cadence="ten-day", until="1941-08")
    assert run.world.sanctions.britain_follows.all()
    assert run.world.sanctions.dutch_stopped.all()
    sells = ran(
        4,
        {"sanctions.freeze": date(1941, 7, 26), "sanctions.dutch_sell": True},
        cadence="ten-day",
        until="1941-08",
    )
    assert not sells.world.sanctions.dutch_stopped.any()
