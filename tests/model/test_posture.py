"""The posture of a month follows from its signals."""

from datetime import date

import pytest

from kantokuen.model.calendar import is_season_past
from kantokuen.model.posture import northern_posture, severest_sanction


@pytest.mark.parametrize(
    ("step", "has_given_up", "posture"),
    [(0.0, 0.0, "0"), (2.0, 0.0, "2"), (2.0, 1.0, "given_up"), (3.0, 1.0, "3")],
)
def test_a_season_is_given_up_until_the_attack_is_ordered(
    step: float, has_given_up: float, posture: str
) -> None:
    assert northern_posture({"northern_step": step, "has_given_up": has_given_up}) == posture


@pytest.mark.parametrize(
    ("freeze", "embargo", "sanction"),
    [(0.0, 0.0, "none"), (1.0, 0.0, "freeze"), (1.0, 1.0, "embargo"), (0.0, 1.0, "embargo")],
)
def test_the_severest_sanction_counts(freeze: float, embargo: float, sanction: str) -> None:
    assert severest_sanction({"freeze": freeze, "embargo": embargo}) == sanction


def test_a_season_is_past_when_the_shortest_plan_has_no_time_left() -> None:
    assert [is_season_past(date(1941, 9, day)) for day in (10, 11)] == [False, True]
    assert not is_season_past(date(1941, 12, 31), 1942)
