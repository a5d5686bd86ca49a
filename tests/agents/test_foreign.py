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
from tests.support.views import RULES, Believed, abroad, each, law, rules, where

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
    """Return what is seen from Moscow, where each division beyond two holds back some of the flow.

    It fears an attack as much as it did, unless something else is said.
    """
    held = rules(
        {
            "soviet.response": response,
            "soviet.fear": 0.5,
            "soviet.usual_fear": 0.3,
            "pact.neutrality": has_pact,
        }
    )
    return abroad(worlds, rules=held, **changes)


SIGNS = rules(
    {
        "outsiders.gain": 0.5,
        "outsiders.at_war": 0.3,
        "outsiders.nearness": 0.4,
        "outsiders.build_up": 0.2,
        "outsiders.southern": 0.5,
        "outsiders.wish": 0.4,
        "outsiders.sorge": 0.5,
    }
)


# -- what they believe of Japan ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "likely"),
    [
        ({}, 0.56),  # .3 + .4 x .4 + .2 x 2/4
        ({"build_up": 12.0}, 0.66),  # four divisions say all that divisions can say
        ({"at_war": 0.0, "nearness": 0.0}, 0.1),
        ({"days_to_pick": 37.5}, 0.28),  # half of the season's 75 days
        ({"days_to_pick": -1.0}, 0.0),
        ({"days_to_pick": 280.0, "days_to_season": 120.0}, 0.28),
        ({"southern_move": True}, 0.42),  # 1 - .5 / 2
        ({"southern_move": True, "southern_war": True}, 0.28),
        ({"southern_war": True, "northern_war": True}, 1.0),
    ],
)
def test_the_signs_of_a_northern_attack_are_war_in_the_west_divisions_and_days_left(
    changes: dict[str, Any], likely: float
) -> None:
    seen = abroad(**{"rules": SIGNS, "days_to_pick": 75.0} | changes)
    assert AMERICA.likely(seen)[0] == pytest.approx(likely)


def test_moscow_hears_half_of_what_tokyo_itself_hopes() -> None:
    # .5 x .56 + .5 x .9, and .5 x .56 when the hope is given up
    for resolve, likely in ((0.9, 0.73), (0.0, 0.28)):
        seen = abroad(rules=SIGNS, days_to_pick=75.0, resolve=resolve)
        assert SOVIETS.likely(seen)[0] == pytest.approx(likely)


def test_berlin_believes_what_it_wishes_until_japan_is_at_war_elsewhere() -> None:
    # .56 + .4 x .44; with the southern war .42 and no more
    assert GERMANY.likely(abroad(rules=SIGNS, days_to_pick=75.0))[0] == pytest.approx(0.736)
    assert GERMANY.likely(abroad(rules=SIGNS, days_to_pick=75.0, southern_war=True))[0] == pytest.approx(0.42)


def test_a_belief_goes_half_of_the_way_to_what_looks_likely() -> None:
    # .2 + .5 (.56 - .2)
    seen = abroad(rules=SIGNS, days_to_pick=75.0)
    assert AMERICA.believes(each(0.2), seen)[0] == pytest.approx(0.38)


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


def test_the_more_moscow_fears_an_attack_the_less_it_sends_west() -> None:
    # 1 - .5 (.7 - .3), and more than was sent where it fears nothing
    for belief, factor in ((0.7, 0.8), (0.3, 1.0), (0.0, 1.15)):
        seen = moscow(0.0, believes=Believed(each(0.3), each(belief), each(0.3)))
        assert SOVIETS.transfer_factor(seen)[0] == pytest.approx(factor)


@pytest.mark.parametrize(
    ("southern_move", "belief", "northern_war", "rate"),
    [
        (False, 0.0, False, 0.0),
        (True, 0.0, False, 0.1),
        (False, 0.5, False, 0.0005),
        (True, 0.5, False, 0.1005),
        (False, 0.5, True, 0.0055),  # .001 (.5 + 5)
    ],
)
def test_washington_freezes_for_a_southern_move_and_worries_about_the_north(
    *, southern_move: bool, belief: float, northern_war: bool, rate: float
) -> None:
    believed = Believed(each(belief), each(0.9), each(0.9))
    seen = abroad(southern_move=southern_move, believes=believed, northern_war=northern_war)
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
    tied = rules({"china.tied_divisions": 24.0})
    assert list(CHINA.ties(tied, 2, is_over=False)) == [24.0, 24.0]
    assert list(CHINA.ties(tied, 2, is_over=True)) == pytest.approx([8.0, 8.0])
