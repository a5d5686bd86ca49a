"""Facts about the powers outside, worked by hand."""

from typing import Any

import mesa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.agents.foreign import (
    POWERS,
    Abroad,
    Britain,
    China,
    Germany,
    Netherlands,
    Power,
    SovietUnion,
    UnitedStates,
)
from tests.support.views import RULES, abroad, each, law, rules, where

STAGE = mesa.Model(rng=1)
GERMANY = Germany(STAGE)
SOVIETS = SovietUnion(STAGE)
AMERICA = UnitedStates(STAGE)
BRITAIN = Britain(STAGE)
INDIES = Netherlands(STAGE)
CHINA = China(STAGE)


@pytest.mark.parametrize("power", POWERS, ids=lambda power: power.id)
def test_every_power_is_an_agent_with_a_name_and_says_what_it_does(power: type[Power]) -> None:
    assert len(power.id) == 3
    assert power.name
    assert power.__doc__
    assert isinstance(power(STAGE), mesa.Agent)


def test_six_powers_stand_outside_each_with_an_id_of_its_own() -> None:
    assert [power.id for power in POWERS] == ["GER", "SOV", "USA", "GBR", "NED", "CHN"]


def moscow(response: float, *, worlds: int = 1, has_pact: bool = True, **changes: Any) -> Abroad:
    """Return what is seen from Moscow, where each division beyond two holds back some of the flow."""
    held = rules({"soviet.response": response, "pact.neutrality": has_pact})
    return abroad(worlds, rules=held, **changes)


# -- Germany -----------------------------------------------------------------------------------


def test_berlin_claims_three_tenths_more_than_the_front_shows_and_never_more_than_victory() -> None:
    assert GERMANY.claim(each(0.0, 0.5, 0.9), RULES) == pytest.approx([0.3, 0.8, 1.0])


@law
@given(nearness=st.floats(0.0, 1.0))
def test_what_berlin_claims_is_never_less_than_what_is_so(nearness: float) -> None:
    assert nearness <= GERMANY.claim(each(nearness), RULES)[0] <= 1.0


# -- the Soviet Union --------------------------------------------------------------------------


@pytest.mark.parametrize("response", [0.0, 0.04, 0.3])
def test_at_the_recorded_build_up_and_without_a_worse_crisis_the_recorded_flow_runs(response: float) -> None:
    assert SOVIETS.transfer_factor(moscow(response))[0] == 1.0


def test_a_build_up_of_twelve_divisions_holds_four_tenths_of_the_flow_back() -> None:
    # 1 - .04 (12 - 2)
    assert SOVIETS.transfer_factor(moscow(0.04, build_up=12.0))[0] == pytest.approx(0.6)


def test_without_any_build_up_a_little_more_goes_west() -> None:
    # 1 + .04 x 2
    assert SOVIETS.transfer_factor(moscow(0.04, build_up=0.0))[0] == pytest.approx(1.08)


def test_a_crisis_in_the_west_draws_more_away() -> None:
    assert SOVIETS.transfer_factor(moscow(0.04, crisis=0.5))[0] == pytest.approx(1.5)


def test_without_a_neutrality_pact_moscow_risks_five_hundredths_less() -> None:
    # .95 (1 + .5)
    assert SOVIETS.transfer_factor(moscow(0.04, crisis=0.5, has_pact=False))[0] == pytest.approx(1.425)


def test_the_flow_stops_but_never_turns_back() -> None:
    # 1 - .3 x 10 would be -2
    assert SOVIETS.transfer_factor(moscow(0.3, build_up=12.0))[0] == 0.0


@pytest.mark.parametrize(
    ("build_up", "factor"), [(-1.0, 0.5), (0.0, 0.5), (2.0, 1.0), (6.0, 2.0), (20.0, 2.0)]
)
def test_vacated_places_are_filled_faster_the_more_japan_builds_up(build_up: float, factor: float) -> None:
    # .5 + .25 a division, at most 2; 1 at the two divisions that really came
    assert SOVIETS.refill_factor(abroad(build_up=build_up))[0] == factor


@law
@given(build_up=st.floats(-5.0, 40.0), more=st.floats(0.0, 20.0), crisis=st.floats(0.0, 1.0))
def test_a_visible_build_up_never_makes_more_leave_or_fewer_come(
    build_up: float, more: float, crisis: float
) -> None:
    seen = moscow(0.04, worlds=2, build_up=each(build_up, build_up + more), crisis=crisis)
    leaving = SOVIETS.transfer_factor(seen)
    filling = SOVIETS.refill_factor(seen)
    assert leaving[0] >= leaving[1] >= 0.0
    assert filling[0] <= filling[1] <= 2.0


# -- the United States -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("southern_move", "build_up", "northern_war", "rate"),
    [
        (False, 0.0, False, 0.0),
        (True, 0.0, False, 0.1),
        (False, 10.0, False, 0.001),
        (True, 10.0, False, 0.101),
        (False, 10.0, True, 0.006),  # .001 (1 + 5)
        (False, -3.0, False, 0.0),
    ],
)
def test_washington_freezes_for_a_southern_move_and_worries_about_the_north(
    *, southern_move: bool, build_up: float, northern_war: bool, rate: float
) -> None:
    seen = abroad(southern_move=southern_move, build_up=build_up, northern_war=northern_war)
    assert AMERICA.freeze_rate(seen)[0] == pytest.approx(rate)


@pytest.mark.parametrize(
    ("frozen", "days", "rate"), [(False, 0.0, 0.0), (True, 0.0, 0.12), (True, 30.0, 0.06), (True, 90.0, 0.03)]
)
def test_a_freeze_is_likeliest_to_become_an_embargo_in_its_first_weeks(
    *, frozen: bool, days: float, rate: float
) -> None:
    # .12 x 30 / (30 + days)
    seen = abroad(is_frozen=frozen, days_frozen=days)
    assert AMERICA.embargo_rate(seen)[0] == pytest.approx(rate)


def test_worlds_with_and_without_a_freeze_have_each_their_own_rate() -> None:
    eager = rules({"sanctions.embargo_rate": each(0.2, 0.2)})
    seen = abroad(2, is_frozen=where(True, False), days_frozen=each(0.0, 0.0), rules=eager)
    assert list(AMERICA.embargo_rate(seen)) == [0.2, 0.0]


# -- those who follow --------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "follows"), [(0.0, False), (0.9, False), (1.0, True), (30.0, True)])
def test_britain_follows_a_freeze_within_a_day(days: float, *, follows: bool) -> None:
    assert BRITAIN.freezes(abroad(is_frozen=True, days_frozen=days))[0] == follows


def test_britain_freezes_nothing_by_itself() -> None:
    assert not BRITAIN.freezes(abroad(days_frozen=30.0))[0]


@pytest.mark.parametrize(("days", "stops"), [(2.0, False), (3.0, True)])
def test_the_indies_stop_their_oil_three_days_after_a_freeze(days: float, *, stops: bool) -> None:
    assert INDIES.stops_oil(abroad(is_frozen=True, days_frozen=days))[0] == stops


def test_indies_that_go_on_selling_never_stop() -> None:
    sells = rules({"sanctions.dutch_sell": True})
    assert not INDIES.stops_oil(abroad(is_frozen=True, days_frozen=30.0, rules=sells))[0]


# -- China -------------------------------------------------------------------------------------


def test_china_ties_all_its_divisions_while_its_war_lasts_and_a_third_of_them_after() -> None:
    seen = abroad(2, rules=rules({"china.tied_divisions": 24.0}))
    assert list(CHINA.ties(seen, is_over=False)) == [24.0, 24.0]
    assert list(CHINA.ties(seen, is_over=True)) == pytest.approx([8.0, 8.0])
