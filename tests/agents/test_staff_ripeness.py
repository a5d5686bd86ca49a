"""Facts about hope, the lottery and the persimmon, on the staff's own arithmetic.

Days are counted from 1 April 1941: 11 July is 101, 10 August 131, 15 October 197.  Chances come
from a table of the normal distribution.
"""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.agents import staff
from kantokuen.agents.staff import Clock
from kantokuen.agents.view import View
from tests.support.views import RULES, crash_schedule, day, each, law, rules, view

victories = st.floats(0.0, 1.0)

# -- days left and hope ------------------------------------------------------------------------


def test_on_10_august_one_day_is_left_for_twenty_two_divisions_of_need() -> None:
    # 197 - 131 = 66; less 35 to fight and 30 of notice
    assert staff.days_left(crash_schedule(), each(22.0), haste=0.0)[0] == pytest.approx(1.0)


def test_a_fruit_half_as_hard_can_be_picked_nearly_four_weeks_later() -> None:
    # 66 - 21 (the shortest plan; 17.5 would do) - 17.25 = 27.75
    assert staff.days_left(crash_schedule(), each(11.0), haste=0.0)[0] == pytest.approx(27.75)


def test_hope_weighs_what_can_come_against_what_will_be_left() -> None:
    """11 July, 14.667 effective divisions for a need of 22, 16 sanctioned and 22 within reach.

    left = 197 - 101 - 35 - 30 = 31; trend = (30 x .2 + 30 - 24) / (30 + 30) = .2 a day; all 22 come in time
    (31 days + 30 of notice - 30 is over 15), enough for 14.667; so z = (0 + .2 x 31) / (2.17 + .93) = 2:
    Phi(2) = .97725, and Phi(31 / 7) of .999995 that the day is not past.
    """
    july = view(
        day=day(7, 11), days_of_war=30.0, divisions_sanctioned=16.0, reachable=22.0, season_closes=day(10, 15)
    )
    found = staff.hope(july, each(24.0), each(2.17), each(44.0 / 3.0), each(22.0), haste=0.0)
    assert found[0] == pytest.approx(0.97724, abs=2e-5)


def test_hope_lapses_on_the_last_day() -> None:
    """10 August, the same fruit: 1 day left, of six further divisions a fifteenth comes in time.

    force 16.4 is enough for 10.933; trend = (6 + 6) / (30 + 60) = .1333;
    z = (10.933 - 14.667 + .1333) / (2.17 + .03) = -1.636: Phi = .0509; times Phi(1/7) = .5568 makes .0283.
    """
    august = crash_schedule(days_of_war=60.0, divisions_sanctioned=16.0)
    found = staff.hope(august, each(24.0), each(2.17), each(44.0 / 3.0), each(22.0), haste=0.0)
    assert found[0] == pytest.approx(0.0283, abs=1e-4)


def test_a_trend_is_trusted_for_sixty_days_and_no_further() -> None:
    # 12 May: 91 days left, but at .2 a day only 12 divisions are hoped away: 14.667 - 26.667 + 12 = 0
    spring = view(day=day(5, 12), divisions_sanctioned=22.0, reachable=22.0)
    found = staff.hope(spring, each(30.0), each(3.0), each(80.0 / 3.0), each(22.0), haste=0.0)
    assert found[0] == pytest.approx(0.5)


def test_a_hope_that_has_to_wait_sixty_days_for_the_thaw_counts_two_thirds() -> None:
    # 1 / (1 + 60 / 120)
    spring = view(
        day=day(3, 2, 1942), season_opens=day(5, 1, 1942), season_closes=day(10, 15, 1942), days_of_war=253.0
    )
    open_now = replace(spring, season_opens=day(3, 2, 1942))
    facts = (each(24.0), each(3.0), each(16.0), each(24.0))
    assert staff.hope(spring, *facts, haste=0.0)[0] == pytest.approx(
        2.0 / 3.0 * staff.hope(open_now, *facts, haste=0.0)[0]
    )


def test_without_expiry_hope_does_not_lapse_with_the_days() -> None:
    # 30 September: far too late by the calendar, yet worth more than on the crash schedule's last day
    late = crash_schedule(day=day(9, 30), reachable=34.0, divisions_sanctioned=34.0)
    facts = (each(20.0), each(3.0), each(18.0), each(27.0))
    assert staff.hope(late, *facts, haste=0.0)[0] < 0.01
    endless = replace(late, rules=rules({"mechanism.expiry": False}))
    assert staff.hope(endless, *facts, haste=0.0)[0] > 0.9


def hope_of(told: View, divisions: float, german_war: float, *, spread: float = 3.0) -> float:
    """Return the hope of a staff that believes so many divisions and so near a German victory."""
    effective = staff.effective_strength(each(divisions), each(german_war), discount=0.6)
    need = staff.needed(effective, force_ratio=2.0, division_value=0.75)
    return float(staff.hope(told, each(divisions), each(spread), effective, need, haste=0.0)[0])


sittings = st.floats(day(6, 1), day(10, 31))
believed = st.floats(2.0, 60.0)


@law
@given(when=sittings, divisions=believed, german_war=victories, spread=st.floats(0.5, 8.0))
def test_hope_is_a_chance(when: float, divisions: float, german_war: float, spread: float) -> None:
    told = view(day=when, days_of_war=max(when - 82.0, 0.0))
    assert 0.0 <= hope_of(told, divisions, german_war, spread=spread) <= 1.0


@law
@given(when=sittings, divisions=believed, more=st.floats(0.0, 20.0), german_war=victories)
def test_more_soviet_divisions_never_raise_hope(
    when: float, divisions: float, more: float, german_war: float
) -> None:
    told = view(day=when, days_of_war=max(when - 82.0, 0.0))
    assert hope_of(told, divisions + more, german_war) <= hope_of(told, divisions, german_war) + 1e-9


@law
@given(when=sittings, divisions=believed, german_war=victories, nearer=victories)
def test_a_nearer_german_victory_never_lowers_hope(
    when: float, divisions: float, german_war: float, nearer: float
) -> None:
    told = view(day=when, days_of_war=max(when - 82.0, 0.0))
    far, near = sorted((german_war, nearer))
    assert hope_of(told, divisions, far) <= hope_of(told, divisions, near) + 1e-9


@law
@given(when=sittings, divisions=st.floats(2.0, 30.0), german_war=victories, later=st.floats(0.0, 60.0))
def test_a_later_winter_never_lowers_hope_while_the_far_east_empties(
    when: float, divisions: float, german_war: float, later: float
) -> None:
    """Thirty divisions were counted before the war: what has fallen is expected to fall on."""
    told = view(day=when, days_of_war=max(when - 82.0, 0.0))
    milder = replace(told, season_closes=day(10, 15) + later)
    assert hope_of(told, divisions, german_war) <= hope_of(milder, divisions, german_war) + 1e-9


def test_a_later_winter_lowers_hope_where_the_far_east_fills() -> None:
    """The trend is drawn on, whichever way it goes: more days are more Soviet divisions."""
    told = view(day=day(7, 23), days_of_war=31.0)
    milder = replace(told, season_closes=day(12, 8))
    assert hope_of(milder, 40.0, 1.0) < hope_of(told, 40.0, 1.0)


@law
@given(when=sittings, divisions=believed, german_war=victories, more=st.floats(0.0, 20.0))
def test_a_larger_force_within_reach_never_lowers_hope(
    when: float, divisions: float, german_war: float, more: float
) -> None:
    war = max(when - 82.0, 0.0)
    now = hope_of(view(day=when, days_of_war=war, reachable=24.0), divisions, german_war)
    assert (
        now <= hope_of(view(day=when, days_of_war=war, reachable=24.0 + more), divisions, german_war) + 1e-9
    )


# -- the lottery -------------------------------------------------------------------------------


def test_the_lottery_has_three_prizes() -> None:
    """Force as wanted at odds of four to one: .8 in the field; three chances in four to be in time.

    Victory .8 x .75 = .6; unfinished .2 x 2.25 x .25 = .1125; defeat .2 x 2.25 x .8 = .36; worth .1275.
    """
    in_time = Clock(each(162.0), each(0.75))
    p_win, worth = staff.lottery(crash_schedule(), each(22.0), in_time, each(22.0))
    assert p_win[0] == pytest.approx(0.6)
    assert worth[0] == pytest.approx(0.1275)


def test_without_a_reference_losses_weigh_no_more_than_gains() -> None:
    # .6 - .2 x .25 - .2 x .8 = .39
    plain = crash_schedule(rules=rules({"mechanism.reference_dependence": False}))
    _, worth = staff.lottery(plain, each(22.0), Clock(each(162.0), each(0.75)), each(22.0))
    assert worth[0] == pytest.approx(0.39)


def test_an_unfinished_campaign_is_no_defeat() -> None:
    # never in time: .8 unfinished at .5625 and .2 defeat at 1.8 make -.81, not -1.8
    _, worth = staff.lottery(crash_schedule(), each(22.0), Clock(each(162.0), each(0.0)), each(22.0))
    assert worth[0] == pytest.approx(-0.81)


@law
@given(need=st.floats(1.0, 80.0), more=st.floats(0.0, 30.0), force=st.floats(10.0, 51.0), chance=victories)
def test_more_soviet_divisions_never_raise_the_chance_of_victory_or_the_worth_of_attacking(
    need: float, more: float, force: float, chance: float
) -> None:
    needs, both = each(need, need + more), each(force, force)
    p_win, worth = staff.lottery(view(2), both, Clock(both, each(chance, chance)), needs)
    assert 0.0 <= p_win[1] <= p_win[0] <= 1.0
    assert -1.8 - 1e-12 <= worth[1] <= worth[0] <= 1.0


# -- the persimmon -----------------------------------------------------------------------------


def ripeness_of(divisions: float, materiel: float, german_war: float, need: float, force: float) -> float:
    """Return the ripeness that the staff's yardsticks give, counted from thirty divisions."""
    return float(
        staff.ripeness(
            each(divisions), each(materiel), each(german_war), each(need), force=each(force), rules=RULES
        )[0]
    )


def test_the_fruit_is_fully_ripe_at_all_the_triggers_of_the_staff_and_a_german_victory() -> None:
    # half of the divisions and two thirds of tanks and aircraft gone, force as wanted
    assert ripeness_of(15.0, 2.0 / 3.0, 1.0, 22.5, 22.5) == pytest.approx(1.0)


@pytest.mark.parametrize("sign", ["divisions", "materiel", "force", "war"])
def test_however_its_signs_are_counted_the_fruit_is_fully_ripe_at_one(sign: str) -> None:
    counted = rules({f"staff.ripe_{sign}": 1.0})
    found = staff.ripeness(
        each(15.0), each(2.0 / 3.0), each(1.0), each(22.0), force=each(22.0), rules=counted
    )
    assert found[0] == pytest.approx(1.0)


def test_with_every_trigger_met_and_no_german_victory_in_sight_it_is_ripe_by_sixty_five_hundredths() -> None:
    assert ripeness_of(15.0, 2.0 / 3.0, 0.0, 22.5, 22.5) == pytest.approx(0.65)


def test_in_june_with_nothing_gone_the_fruit_is_green() -> None:
    # .30 x 16/45 + .35 x .5 = .10667 + .175
    assert ripeness_of(30.0, 0.0, 0.5, 45.0, 16.0) == pytest.approx(0.28167, abs=1e-5)


def test_part_of_each_trigger_ripens_the_fruit_by_part_of_its_share() -> None:
    # 5 of 15 gone: .06667; a third of materiel is half of two thirds: .075; 15 of 25: .18; .35 x .4 = .14
    assert ripeness_of(25.0, 1.0 / 3.0, 0.4, 25.0, 15.0) == pytest.approx(0.46167, abs=1e-5)


def test_more_gone_than_hoped_ripens_no_further() -> None:
    assert ripeness_of(5.0, 1.0, 1.0, 10.0, 40.0) == pytest.approx(1.0)


def test_reinforcements_beyond_the_first_estimate_count_as_nothing_gone() -> None:
    assert ripeness_of(40.0, 0.0, 0.0, 60.0, 15.0) == pytest.approx(0.075)


@law
@given(
    divisions=st.floats(1.0, 60.0), materiel=victories, german_war=victories,
    need=st.floats(1.0, 90.0), force=st.floats(1.0, 51.0),
)  # fmt: skip
def test_ripeness_stays_within_nought_and_one(
    divisions: float, materiel: float, german_war: float, need: float, force: float
) -> None:
    assert 0.0 <= ripeness_of(divisions, materiel, german_war, need, force) <= 1.0 + 1e-15


@law
@given(divisions=st.floats(1.0, 40.0), fewer=st.floats(0.0, 1.0), materiel=victories, german_war=victories)
def test_divisions_or_materiel_leaving_and_german_victories_never_make_the_fruit_greener(
    divisions: float, fewer: float, materiel: float, german_war: float
) -> None:
    before = ripeness_of(divisions, 0.5 * materiel, 0.5 * german_war, 1.5 * divisions, 16.0)
    less = divisions * (1.0 - 0.9 * fewer)
    assert before <= ripeness_of(less, 0.5 * materiel, 0.5 * german_war, 1.5 * less, 16.0) + 1e-12
    assert before <= ripeness_of(divisions, materiel, 0.5 * german_war, 1.5 * divisions, 16.0) + 1e-12
    assert before <= ripeness_of(divisions, 0.5 * materiel, german_war, 1.5 * divisions, 16.0) + 1e-12
