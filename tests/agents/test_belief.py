"""Facts about belief: how a report is taken in, what the schools expect, how trust wears out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.agents import belief
from tests.support.views import each, law

shares = st.floats(0.0, 1.0)
divisions = st.floats(0.0, 60.0)


def test_neutral_news_closes_the_share_of_the_gap_that_the_gain_says() -> None:
    # 30 + .25 (26 - 30) = 29
    assert belief.take_in(each(30.0), each(26.0), 0.25, bias=0.0)[0] == 29.0


def test_welcome_news_moves_a_motivated_mind_three_times_as_far_as_unwelcome_news() -> None:
    # bias .5: up .4 + .25 x 1.5 x .4 = .55; down .8 - .25 x .5 x .4 = .75
    after = belief.take_in(each(0.4, 0.8), each(0.8, 0.4), 0.25, bias=0.5)
    assert after == pytest.approx([0.55, 0.75])


def test_where_lower_is_better_a_fall_is_believed_sooner_than_a_rise() -> None:
    # gain .35, bias -.3: 30 - .35 x 1.3 x 10 = 25.45; 20 + .35 x .7 x 10 = 22.45
    after = belief.take_in(each(30.0, 20.0), each(20.0, 30.0), 0.35, bias=-0.3)
    assert after == pytest.approx([25.45, 22.45])


def test_a_bias_of_nought_reads_the_same_as_a_number_and_as_an_array() -> None:
    mean, report = each(30.0, 12.3, 7.7), each(20.1, 19.9, 7.7)
    alone = belief.take_in(mean, report, 0.3, bias=0.0)
    assert (belief.take_in(mean, report, 0.3, bias=np.zeros(3)) == alone).all()


@law
@given(mean=divisions, report=divisions, gain=st.floats(0.0, 0.5), bias=st.floats(-1.0, 1.0))
def test_a_belief_after_a_report_lies_between_the_belief_before_and_the_report(
    mean: float, report: float, gain: float, bias: float
) -> None:
    after = belief.take_in(each(mean), each(report), gain, bias=bias)[0]
    assert min(mean, report) - 1e-12 <= after <= max(mean, report) + 1e-12


@law
@given(mean=divisions, low=divisions, high=divisions, gain=shares, bias=st.floats(-1.0, 1.0))
def test_a_higher_report_never_leaves_a_lower_belief(
    mean: float, low: float, high: float, gain: float, bias: float
) -> None:
    low, high = sorted((low, high))
    after = belief.take_in(each(mean, mean), each(low, high), gain, bias=bias)
    assert after[0] <= after[1] + 1e-12


def test_an_office_between_two_schools_expects_what_lies_between_them() -> None:
    # .6 x .9 + .3 x .5 + .1 x .1 = .7; .15 x .9 + .5 x .5 + .35 x .1 = .42
    leanings = np.array([[0.6, 0.3, 0.1], [0.15, 0.5, 0.35]])[..., np.newaxis]
    assert belief.by_school(leanings, (0.9, 0.5, 0.1)) == pytest.approx(np.array([[0.7], [0.42]]))


def test_what_the_schools_expect_may_differ_between_worlds() -> None:
    # .5 x (1, 0) + .5 x (0, 1)
    leanings = np.array([[0.5, 0.5, 0.0]])[..., np.newaxis]
    found = belief.by_school(leanings, (each(1.0, 0.0), each(0.0, 1.0), each(9.0, 9.0)))
    assert found.tolist() == [[0.5, 0.5]]


def test_ten_days_that_fall_half_short_of_a_forecast_cost_a_tenth_of_the_trust_in_it() -> None:
    # 1 - .02 x 10 x (1 - .5) = .9; from .5 it is .45
    after = belief.trust_after(each(1.0, 0.5), each(1.0, 1.0), each(0.5, 0.5), 10.0, patience=0.02)
    assert after == pytest.approx([0.9, 0.45])


def test_a_forecast_that_is_kept_or_surpassed_keeps_its_trust() -> None:
    assert belief.trust_after(each(0.7), each(0.4), each(0.6), 30.0, patience=0.02)[0] == 0.7


def test_trust_that_is_used_up_stays_at_nought() -> None:
    # .02 x 100 x .8 = 1.6, held to 1
    assert belief.trust_after(each(0.7), each(1.0), each(0.2), 100.0, patience=0.02)[0] == 0.0


@law
@given(trust=shares, expected=shares, seen=shares, days=st.floats(0.0, 400.0))
def test_trust_never_grows_and_never_leaves_nought_to_one(
    trust: float, expected: float, seen: float, days: float
) -> None:
    after = belief.trust_after(each(trust), each(expected), each(seen), days, patience=0.02)[0]
    assert 0.0 <= after <= trust
