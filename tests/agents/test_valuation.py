"""Facts about valuation: gains, losses and the reference they are counted from."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.agents.valuation import LOSS_AVERSION, loss_value, prospect_value
from tests.support.views import each, law

sizes = st.floats(1e-6, 1e3)


@pytest.mark.parametrize(
    ("change", "value"),
    [
        (0.0, 0.0),
        (1.0, 1.0),
        (-1.0, -2.25),
        (256.0, 128.0),  # (2^8)^(7/8) = 2^7
        (1.0 / 256.0, 1.0 / 128.0),
        (-1.0 / 256.0, -2.25 / 128.0),
        (-256.0, -288.0),  # 2.25 x 128
    ],
)
def test_the_value_of_a_change_is_its_seven_eighths_power_and_losses_weigh_two_and_a_quarter(
    change: float, value: float
) -> None:
    assert prospect_value(each(change))[0] == value


def test_losses_weigh_as_in_the_source() -> None:
    assert LOSS_AVERSION == 2.25


@law
@given(size=sizes)
def test_roots_give_the_power_of_seven_eighths(size: float) -> None:
    assert prospect_value(each(size))[0] == pytest.approx(size**0.875, rel=1e-12)
    assert prospect_value(each(-size))[0] == pytest.approx(-2.25 * size**0.875, rel=1e-12)


@law
@given(size=st.floats(0.05, 2.0))
def test_seven_eighths_stays_within_a_sixtieth_of_the_published_exponent(size: float) -> None:
    # x^.875 / x^.88 = x^-.005, which is 1.0151 at .05 and .9965 at 2
    assert prospect_value(each(size))[0] == pytest.approx(size**0.88, rel=1.0 / 60.0)


@law
@given(size=st.floats(0.0, 1e3))
def test_a_loss_given_as_a_size_is_worth_what_the_negative_change_is(size: float) -> None:
    assert loss_value(each(size))[0] == pytest.approx(prospect_value(each(-size))[0], rel=1e-15)
    assert loss_value(each(size), is_reference_dependent=False)[0] == -size


@law
@given(one=st.floats(-1e3, 1e3), other=st.floats(-1e3, 1e3))
def test_more_is_never_worth_less(one: float, other: float) -> None:
    values = prospect_value(each(*sorted((one, other))))
    assert values[0] <= values[1] + 1e-12


@law
@given(size=sizes)
def test_a_loss_hurts_more_than_the_same_gain_pleases(size: float) -> None:
    value = prospect_value(each(size, -size))
    assert -value[1] > value[0]


def test_an_even_chance_of_losing_two_is_preferred_to_losing_one_for_certain() -> None:
    # half of 2.25 x 2^.875 = 2.25 x 1.8340 / 2 = 2.0633 against 2.25
    gamble = 0.5 * prospect_value(each(-2.0))[0]
    assert gamble == pytest.approx(-2.0633, abs=1e-4)
    assert gamble > prospect_value(each(-1.0))[0]


def test_an_even_chance_of_winning_two_is_not_preferred_to_one_for_certain() -> None:
    assert 0.5 * prospect_value(each(2.0))[0] < prospect_value(each(1.0))[0]


def test_a_further_loss_hurts_less_the_more_is_lost_already() -> None:
    # from .2 to .35: 2.25 (.39908 - .24457) = .34765; from 1 to 1.15: 2.25 (1.13008 - 1) = .29269
    first, second = (
        -np.diff(prospect_value(each(-0.2, -0.35)))[0],
        -np.diff(prospect_value(each(-1.0, -1.15)))[0],
    )
    assert first == pytest.approx(0.34765, abs=2e-5)
    assert second == pytest.approx(0.29269, abs=2e-5)


def test_without_a_reference_a_change_is_worth_itself() -> None:
    changes = each(-1.3, 0.0, 0.4)
    assert (prospect_value(changes, is_reference_dependent=False) == changes).all()
