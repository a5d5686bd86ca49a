"""Facts about valuation: gains, losses and the reference they are counted from."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.agents import valuation
from kantokuen.agents.view import Array
from tests.support.views import RULES, each, law, rules

sizes = st.floats(1e-6, 1e3)


def worth(change: Array) -> Array:
    """Return the value of changes where losses weigh two and a quarter times as heavy."""
    return valuation.value(change, RULES)


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
    assert worth(each(change))[0] == value


def test_the_weight_of_losses_is_a_judgement() -> None:
    assert valuation.value(each(-1.0, 1.0), rules({"weighing.loss_aversion": 1.5})).tolist() == [-1.5, 1.0]


def test_no_change_has_no_value_and_neither_has_a_loss_of_nothing() -> None:
    assert (worth(each(0.0, -0.0)) == 0.0).all()


@law
@given(size=sizes)
def test_roots_give_the_power_of_seven_eighths(size: float) -> None:
    assert worth(each(size))[0] == pytest.approx(size**0.875, rel=1e-12)
    assert worth(each(-size))[0] == pytest.approx(-2.25 * size**0.875, rel=1e-12)


@law
@given(size=st.floats(0.05, 2.0))
def test_seven_eighths_stays_within_a_sixtieth_of_the_published_exponent(size: float) -> None:
    # x^.875 / x^.88 = x^-.005, which is 1.0151 at .05 and .9965 at 2
    assert worth(each(size))[0] == pytest.approx(size**0.88, rel=1.0 / 60.0)


@law
@given(one=st.floats(-1e3, 1e3), other=st.floats(-1e3, 1e3))
def test_more_is_never_worth_less(one: float, other: float) -> None:
    values = worth(each(*sorted((one, other))))
    assert values[0] <= values[1] + 1e-12


@law
@given(size=sizes)
def test_a_loss_hurts_more_than_the_same_gain_pleases(size: float) -> None:
    value = worth(each(size, -size))
    assert -value[1] > value[0]


def test_an_even_chance_of_losing_two_is_preferred_to_losing_one_for_certain() -> None:
    # half of 2.25 x 2^.875 = 2.25 x 1.8340 / 2 = 2.0633 against 2.25
    gamble = 0.5 * worth(each(-2.0))[0]
    assert gamble == pytest.approx(-2.0633, abs=1e-4)
    assert gamble > worth(each(-1.0))[0]


def test_an_even_chance_of_winning_two_is_not_preferred_to_one_for_certain() -> None:
    assert 0.5 * worth(each(2.0))[0] < worth(each(1.0))[0]


def test_a_further_loss_hurts_less_the_more_is_lost_already() -> None:
    # from .2 to .35: 2.25 (.39908 - .24457) = .34765; from 1 to 1.15: 2.25 (1.13008 - 1) = .29269
    first, second = (
        -np.diff(worth(each(-0.2, -0.35)))[0],
        -np.diff(worth(each(-1.0, -1.15)))[0],
    )
    assert first == pytest.approx(0.34765, abs=2e-5)
    assert second == pytest.approx(0.29269, abs=2e-5)


def test_without_a_reference_a_change_is_worth_itself() -> None:
    changes = each(-1.3, 0.0, 0.4)
    assert (valuation.value(changes, rules({"mechanism.reference_dependence": False})) == changes).all()
