"""Facts about the considerations: what is counted for and against each road, worked by hand.

Weights come times the scale, which is .6: a weight of .5 and a worth of 1 move a stance by .3.
"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.agents.considerations import CONSIDERATIONS, Oil, northern, southern, weigh_oil
from kantokuen.agents.profile import Traits, offices
from kantokuen.agents.view import Array, View
from tests.support.views import day, each, law, rules, view, where

NO_OIL = Oil(wait=each(0.0), south=each(0.0), north=each(0.0))
LINEAR = rules({"mechanism.reference_dependence": False})
PLAIN = replace(
    Traits.of([offices()["AGS"]]),
    window=0.5, oil=0.2, china=0.2, service=0.1, order=0.2, alliance=0.1, parochial=0.0, south_odds=0.6,
)  # fmt: skip
TRAITS = PLAIN.scaled(0.6)
WITH_THEATRE = replace(PLAIN, parochial=0.25).scaled(0.6)
EVE_OF_AUTUMN = day(8, 10)


def north_of(
    told: View, *, traits: Traits = TRAITS, worth: float = 0.0, is_navy: bool = False
) -> dict[str, Array]:
    """Return the parts for the north of an office that has lost no oil and hears nothing of Berlin."""
    return northern(traits, told, worth=each(worth), oil=NO_OIL, trust=each(0.0), is_navy=where(is_navy))


def south_of(
    told: View, *, traits: Traits = TRAITS, worth: float = 0.0, is_navy: bool = False
) -> dict[str, Array]:
    """Return the parts for the south of such an office."""
    return southern(traits, told, worth=each(worth), oil=NO_OIL, is_navy=where(is_navy))


# -- oil ---------------------------------------------------------------------------------------


def test_without_a_reference_oil_is_counted_as_it_is_lost() -> None:
    # .8 lost, half of the rest feared: .9; a gamble lost with .4 x 1.3 = .52; a northern campaign takes .15
    oil = weigh_oil(each(0.8), TRAITS.south_odds, view(day=EVE_OF_AUTUMN, rules=LINEAR))
    assert oil.wait[0] == pytest.approx(-0.9)
    assert np.ravel(oil.south)[0] == pytest.approx(-0.52)
    assert oil.north[0] == pytest.approx(-1.05)


def test_with_a_reference_a_full_stop_of_oil_hurts_two_and_a_quarter_times() -> None:
    # v(-1); .4 v(-1.3) = -.4 x 2.25 x 1.25806; v(-1.15) = -2.25 x 1.13008
    oil = weigh_oil(each(1.0), TRAITS.south_odds, view(day=EVE_OF_AUTUMN))
    assert oil.wait[0] == pytest.approx(-2.25)
    assert np.ravel(oil.south)[0] == pytest.approx(-1.13225, abs=2e-5)
    assert oil.north[0] == pytest.approx(-2.54269, abs=2e-5)


@pytest.mark.parametrize(
    ("when", "loss"),
    [
        (0.0, 0.52),
        (200.0, 0.52),  # mid-October 1941: odds .6
        (450.0, 0.91),  # half way: odds .3, so .7 x 1.3
        (700.0, 1.3),  # early in 1943: none
        (900.0, 1.3),
    ],
)
def test_the_odds_of_a_southern_war_fade_from_autumn_1941_to_nothing_in_1943(
    when: float, loss: float
) -> None:
    oil = weigh_oil(each(0.8), TRAITS.south_odds, view(day=when, rules=LINEAR))
    assert np.ravel(oil.south)[0] == pytest.approx(-loss)


def test_an_embargo_turns_oil_further_against_the_north_although_each_further_loss_hurts_less() -> None:
    """With .2 lost .6 is feared: waiting is worth -1.439, with all lost -2.25; the gamble -1.132 either way.

    A northern campaign costs less at a full stop (.293 against .310), but it forgoes the gamble as well:
    -2.543 + 1.132 = -1.410 against -1.749 + 1.132 = -.617.
    """
    told = view(day=EVE_OF_AUTUMN)
    before, after = (
        weigh_oil(each(0.2), TRAITS.south_odds, told),
        weigh_oil(each(1.0), TRAITS.south_odds, told),
    )
    assert (after.north - after.wait)[0] > (before.north - before.wait)[0]
    parts = [
        northern(TRAITS, told, worth=each(0.0), oil=oil, trust=each(0.0), is_navy=where(False))["oil"][0]
        for oil in (before, after)
    ]
    # .6 x .2 of each
    assert parts == pytest.approx([-0.07404, -0.16925], abs=2e-5)


@law
@given(loss=st.floats(0.0, 1.0), more=st.floats(0.0, 1.0))
def test_the_more_oil_is_lost_the_more_the_south_gains_by_it(loss: float, more: float) -> None:
    told = view(day=EVE_OF_AUTUMN)
    parts = [
        southern(
            TRAITS,
            told,
            worth=each(0.0),
            oil=weigh_oil(each(size), TRAITS.south_odds, told),
            is_navy=where(True),
        )["oil"][0]
        for size in (loss, loss + more)
    ]
    assert parts[0] <= parts[1] + 1e-12


# -- the north ---------------------------------------------------------------------------------


def test_a_northern_option_worth_keeping_speaks_for_the_north_and_against_the_south() -> None:
    # .6 x 1.5 x .5 x .4
    told = view(day=EVE_OF_AUTUMN)
    assert north_of(told, worth=0.4)["window"][0] == pytest.approx(0.18)
    assert south_of(told, worth=0.4)["window"][0] == pytest.approx(-0.18)


def test_under_winter_less_is_forgone_by_going_south_first() -> None:
    # thirty days to the thaw halve it
    winter = view(day=day(4, 1, 1942), season_opens=day(5, 1, 1942), season_closes=day(10, 15, 1942))
    assert south_of(winter, worth=0.4)["window"][0] == pytest.approx(-0.09)
    assert north_of(winter, worth=0.4)["window"][0] == pytest.approx(0.18)


def test_once_the_attack_is_given_up_the_window_counts_half_on_both_roads() -> None:
    # .5 is the share that the rules here leave it
    told = view(day=EVE_OF_AUTUMN, has_given_up=True)
    assert north_of(told, worth=0.4)["window"][0] == pytest.approx(0.09)
    assert south_of(told, worth=0.4)["window"][0] == pytest.approx(-0.09)


def test_a_new_enemy_while_china_goes_on_counts_against_both_roads_and_half_as_much_against_the_south() -> (
    None
):
    # .6 x .2 x .8, and half of it
    told = view(divisions_sanctioned=20.0, free=20.0)
    assert north_of(told)["china"][0] == pytest.approx(-0.096)
    assert south_of(told)["china"][0] == pytest.approx(-0.048)


def test_each_division_taken_from_another_theatre_counts_against_the_north() -> None:
    # 24 sanctioned, 20 free: .6 x .2 x (.8 + 4 / 8)
    told = view(divisions_sanctioned=24.0, free=20.0)
    assert north_of(told)["china"][0] == pytest.approx(-0.156)


def test_peace_in_china_speaks_for_the_north_and_against_the_south() -> None:
    # .6 x .2 x (.5 - .8) and -.6 x .2 x (.3 + .4)
    told = view(is_china_free=True)
    assert north_of(told)["china"][0] == pytest.approx(-0.036)
    assert south_of(told)["china"][0] == pytest.approx(-0.084)


@pytest.mark.parametrize(("sanctioned", "part"), [(14.0, 0.06), (24.0, 0.12)])
def test_a_war_of_its_own_is_a_services_gain_and_the_others_loss_the_more_so_the_larger_the_build_up(
    sanctioned: float, part: float
) -> None:
    # .6 x .1 x (1 + (sanctioned - 14) / 10)
    told = view(divisions_sanctioned=sanctioned)
    assert north_of(told)["service"][0] == pytest.approx(part)
    assert north_of(told, is_navy=True)["service"][0] == pytest.approx(-part)


@pytest.mark.parametrize(
    ("step", "given_up", "part"),
    [
        (0.0, False, -0.156),  # .6 x .2 x -1.3: a new war is a break with order
        (1.0, False, -0.12),  # .6 x .2 x .3 more
        (2.0, False, -0.084),
        (3.0, False, -0.084),  # an order to cross is no further policy to obey
        (2.0, True, -0.156),  # .6 - .6
        (0.0, True, -0.228),
    ],
)
def test_what_the_throne_has_sanctioned_speaks_for_itself(
    step: float, part: float, *, given_up: bool
) -> None:
    told = view(northern_step=step, has_given_up=given_up)
    assert north_of(told)["order"][0] == pytest.approx(part)


def test_where_no_pact_stands_in_its_way_obedience_speaks_a_little_for_the_north() -> None:
    # .6 x .2 x (.15 - 1.3)
    assert north_of(view(rules=rules({"pact.neutrality": False})))["order"][0] == pytest.approx(-0.138)


def test_what_berlin_says_counts_for_the_north_as_far_as_it_is_believed() -> None:
    # .6 x .5 x .1 x .8
    parts = northern(TRAITS, view(), worth=each(0.0), oil=NO_OIL, trust=each(0.8), is_navy=where(False))
    assert parts["alliance"][0] == pytest.approx(0.024)


def test_german_pressure_multiplies_what_berlin_says() -> None:
    told = view(rules=rules({"germany.pressure": 3.0}))
    parts = northern(TRAITS, told, worth=each(0.0), oil=NO_OIL, trust=each(0.8), is_navy=where(False))
    assert parts["alliance"][0] == pytest.approx(0.072)


def test_what_berlin_claims_counts_as_much_as_how_far_it_is_believed() -> None:
    # .6 x .5 x .1 x .8 x .5
    told = view(berlin_claim=0.5)
    parts = northern(TRAITS, told, worth=each(0.0), oil=NO_OIL, trust=each(0.8), is_navy=where(False))
    assert parts["alliance"][0] == pytest.approx(0.012)


def test_before_the_german_war_there_is_no_ally_to_join() -> None:
    parts = northern(
        TRAITS, view(at_war=0.0), worth=each(0.0), oil=NO_OIL, trust=each(1.0), is_navy=where(False)
    )
    assert parts["alliance"][0] == 0.0


def test_a_theatre_that_is_drawn_upon_dislikes_the_build_up() -> None:
    # -.6 x .25 x (.5 + 1)
    parts = north_of(view(divisions_sanctioned=24.0), traits=WITH_THEATRE)
    assert parts["theatre"][0] == pytest.approx(-0.225)


def test_an_office_with_no_theatre_of_its_own_minds_no_build_up() -> None:
    assert north_of(view(divisions_sanctioned=24.0))["theatre"][0] == 0.0


# -- the south ---------------------------------------------------------------------------------


def test_the_step_into_indochina_presses_china_once() -> None:
    # .6 x .2 x (.15 - .4), for the first step and no more for the next
    assert south_of(view(southern_step=1.0))["china"][0] == pytest.approx(-0.03)
    assert south_of(view(southern_step=3.0))["china"][0] == pytest.approx(-0.03)


def test_southern_preparations_are_the_navys_gain() -> None:
    # .6 x .1 x (1 + .3 x 2)
    assert south_of(view(southern_step=2.0), is_navy=True)["service"][0] == pytest.approx(0.096)


def test_the_army_turns_south_for_its_own_sake_only_once_the_north_is_given_up() -> None:
    # .6 x .3 x .1 x 1.5
    assert south_of(view(southern_step=2.0))["service"][0] == 0.0
    assert south_of(view(southern_step=2.0, has_given_up=True))["service"][0] == pytest.approx(0.027)


def test_each_southern_step_sanctioned_speaks_for_the_next() -> None:
    # .6 x .2 x (.1 x 2 - .4 x 1.3)
    assert south_of(view(southern_step=2.0))["order"][0] == pytest.approx(-0.0384)


def test_who_was_bent_on_the_north_finds_a_new_aim_in_the_south_once_it_is_given_up() -> None:
    # a bias of .3, and .4 still hoped for: .3 x .6 x .6 x 1.5
    assert south_of(view(), worth=0.4)["aim"][0] == 0.0
    assert south_of(view(has_given_up=True), worth=0.4)["aim"][0] == pytest.approx(0.162)


@pytest.mark.parametrize("office", ["KAH", "KAS"])
def test_an_army_whose_theatre_is_the_north_finds_no_other_aim(office: str) -> None:
    own = Traits.of([offices()[office]])
    assert south_of(view(has_given_up=True), traits=own)["aim"][0] == 0.0


# -- all of them -------------------------------------------------------------------------------


def test_twice_the_scale_doubles_every_consideration() -> None:
    facts = {
        "day": EVE_OF_AUTUMN, "divisions_sanctioned": 24.0, "northern_step": 2.0, "southern_step": 2.0,
        "has_given_up": True,
    }  # fmt: skip
    weighed = []
    for scale in (0.6, 1.2):
        told = view(**facts, rules=rules({"weighing.scale": scale}))
        traits = replace(PLAIN, parochial=0.25).scaled(scale)
        oil = weigh_oil(each(1.0), PLAIN.south_odds, told)
        for is_navy in (where(False), where(True)):
            north = northern(traits, told, worth=each(0.4), oil=oil, trust=each(0.8), is_navy=is_navy)
            south = southern(traits, told, worth=each(0.4), oil=oil, is_navy=is_navy)
            weighed.append({f"north {name}": part.item() for name, part in north.items()})
            weighed[-1] |= {f"south {name}": part.item() for name, part in south.items()}
    once, twice = weighed[:2], weighed[2:]
    for before, after in zip(once, twice, strict=True):
        assert {name: 2.0 * part for name, part in before.items()} == pytest.approx(after)


def test_every_part_is_one_of_the_named_considerations() -> None:
    parts = {*north_of(view(), traits=WITH_THEATRE), *south_of(view(), traits=WITH_THEATRE)}
    assert parts == set(CONSIDERATIONS)


def test_worlds_that_have_given_up_weigh_differently_from_those_that_have_not() -> None:
    told = view(2, has_given_up=where(True, False))
    assert south_of(told)["service"] == pytest.approx([0.027, 0.0])
