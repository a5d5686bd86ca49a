"""Facts about belief: how a report is taken in, how sure it leaves one, how trust wears out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.agents import belief
from kantokuen.agents.view import Number
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


def test_three_juns_at_a_fifth_close_488_thousandths_of_a_gap() -> None:
    # 1 - .8^3 = 1 - .512
    assert belief.gain_over(0.2, 3) == pytest.approx(0.488)


def test_no_time_closes_no_gap() -> None:
    assert belief.gain_over(0.2, 0) == 0.0


def test_three_steps_one_by_one_take_in_as_much_as_one_step_of_three_juns() -> None:
    # from 30 towards 20 at .2: 28, 26.4, 25.12; at once 30 - 4.88
    mean = each(30.0)
    for _ in range(3):
        mean = belief.take_in(mean, each(20.0), 0.2, bias=0.0)
    assert mean[0] == pytest.approx(25.12)
    assert belief.take_in(each(30.0), each(20.0), belief.gain_over(0.2, 3), bias=0.0)[0] == pytest.approx(
        25.12
    )


def test_half_of_an_error_of_three_and_half_of_a_noise_of_four_make_two_and_a_half() -> None:
    # sqrt(1.5^2 + 2^2)
    assert belief.narrow(3.0, 4.0, 0.5, 0.0) == 2.5


def test_what_is_known_for_certain_is_only_as_unsure_as_it_has_moved_since() -> None:
    assert belief.narrow(0.0, 1.5, 0.0, 0.4) == 0.4


@law
@given(spread=st.floats(0.0, 20.0), noise=st.floats(0.0, 10.0), gain=shares, drift=st.floats(0.01, 2.0))
def test_nobody_is_ever_quite_sure(spread: float, noise: float, gain: float, drift: float) -> None:
    assert belief.narrow(spread, noise, gain, drift) >= drift


@law
@given(
    start=st.floats(0.0, 20.0),
    noise=st.floats(0.0, 10.0),
    gain=st.floats(0.1, 1.0),
    drift=st.floats(0.01, 2.0),
)
def test_the_spread_settles_where_news_and_drift_balance_wherever_it_began(
    start: float, noise: float, gain: float, drift: float
) -> None:
    spread: Number = start
    for _ in range(300):
        spread = belief.narrow(spread, noise, gain, drift)
    # s^2 = (1 - g)^2 s^2 + g^2 n^2 + d^2, solved for s
    settled = np.sqrt((gain**2 * noise**2 + drift**2) / (1.0 - (1.0 - gain) ** 2))
    assert spread == pytest.approx(settled, rel=1e-9)


def test_ten_days_of_boasting_half_beyond_what_is_seen_cost_a_tenth_of_the_credit() -> None:
    # 1 - .02 x 10 x (1 - .5) = .9; from .5 it is .45
    after = belief.credit_after(each(1.0, 0.5), each(1.0, 1.0), each(0.5, 0.5), 10.0, patience=0.02)
    assert after == pytest.approx([0.9, 0.45])


def test_a_sender_who_claims_no_more_than_is_seen_keeps_his_credit() -> None:
    assert belief.credit_after(each(0.7), each(0.4), each(0.6), 30.0, patience=0.02)[0] == 0.7


def test_credit_that_is_used_up_stays_at_nought() -> None:
    # .02 x 100 x .8 = 1.6, held to 1
    assert belief.credit_after(each(0.7), each(1.0), each(0.2), 100.0, patience=0.02)[0] == 0.0


@law
@given(credit=shares, claim=shares, seen=shares, days=st.floats(0.0, 400.0))
def test_credit_never_grows_and_never_leaves_nought_to_one(
    credit: float, claim: float, seen: float, days: float
) -> None:
    after = belief.credit_after(each(credit), each(claim), each(seen), days, patience=0.02)[0]
    assert 0.0 <= after <= credit
