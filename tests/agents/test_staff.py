"""Facts about the staff's arithmetic: strength, force and clock.

Days are counted from 1 April 1941: 10 August is 131, 5 September 157, 10 September 162,
15 October 197.  Chances come from a table of the normal distribution.
"""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kantokuen.agents import staff
from tests.support.views import RULES, crash_schedule, day, each, law, rules, view

# -- strength and force ------------------------------------------------------------------------


@pytest.mark.parametrize(("japanese", "soviet"), [(16.0, 10.7), (22.0, 14.7), (24.0, 16.0), (34.0, 22.7)])
def test_each_plan_is_sized_for_the_soviet_divisions_it_would_meet(japanese: float, soviet: float) -> None:
    # two to one, and a Soviet division counts .75: 1.5 Japanese for each Soviet one
    wanted = staff.needed(each(soviet), force_ratio=2.0, division_value=0.75)
    assert wanted[0] == pytest.approx(japanese, abs=0.08)


def test_against_the_fifteen_divisions_of_a_ripe_fruit_twenty_two_and_a_half_are_wanted() -> None:
    assert staff.needed(each(15.0), force_ratio=2.0, division_value=0.75)[0] == 22.5


@pytest.mark.parametrize(("halves", "power"), [(1, 0.5), (2, 0.25), (3, 0.125), (4, 0.0625)])
def test_the_less_green_a_temperament_the_less_a_quarter_of_a_victory_counts(
    halves: int, power: float
) -> None:
    assert staff.green_power(each(0.25), halves)[0] == power


def test_offices_of_different_temperaments_can_be_reckoned_together() -> None:
    several = staff.green_power(np.full((4, 2), 0.25), np.array([1, 2, 3, 4]))
    assert several[:, 0].tolist() == several[:, 1].tolist() == [0.5, 0.25, 0.125, 0.0625]


@pytest.mark.parametrize(("halves", "strength"), [(1, 21.0), (2, 25.5), (3, 27.75), (4, 28.875)])
def test_thirty_divisions_fight_as_fewer_when_germany_is_a_quarter_of_the_way(
    halves: int, strength: float
) -> None:
    # 30 (1 - .6 x .25^e): 30 x .7, 30 x .85, 30 x .925, 30 x .9625
    power = staff.green_power(each(0.25), halves)
    assert staff.effective_strength(each(30.0), power, discount=0.6)[0] == pytest.approx(strength)


@pytest.mark.parametrize("odds", [1.0, 4.0, 5.5])
def test_at_exactly_the_force_wanted_the_odds_are_those_of_the_plan(odds: float) -> None:
    assert staff.p_force(each(22.0), each(22.0), win_odds=odds)[0] == pytest.approx(odds / (1.0 + odds))


def test_twice_the_force_wanted_nearly_always_wins_and_half_of_it_seldom() -> None:
    # (1/2)^5 / 4 = 1/128, so 128/129; 2^5 / 4 = 8, so 1/9
    chance = staff.p_force(each(22.0, 22.0), each(44.0, 11.0), win_odds=4.0)
    assert chance == pytest.approx([128.0 / 129.0, 1.0 / 9.0])


@law
@given(need=st.floats(1.0, 80.0), force=st.floats(1.0, 51.0), odds=st.floats(1.0, 30.0))
def test_the_chance_in_the_field_is_logistic_in_the_logarithm_of_the_ratio(
    need: float, force: float, odds: float
) -> None:
    logit = math.log(odds) + 5.0 * math.log(force / need)
    assert staff.p_force(each(need), each(force), win_odds=odds)[0] == pytest.approx(
        1.0 / (1.0 + math.exp(-logit)), rel=1e-12
    )


@pytest.mark.parametrize(
    ("need", "days"),
    [(22.0, 35.0), (33.0, 52.5), (44.0, 60.0), (4.0, 12.0)],  # 35 need / 22; 70 held to 60, 6.4 to 12
)
def test_a_force_short_of_what_is_wanted_takes_longer_within_twelve_to_sixty_days(
    need: float, days: float
) -> None:
    assert staff.campaign_days(each(need), each(22.0), RULES, plan=each(35.0))[0] == days


# -- the clock ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("need", "days"), [(0.0, 4.5), (11.0, 17.25), (22.0, 30.0), (44.0, 55.5)])
def test_from_order_to_first_shot_takes_thirty_days_for_twenty_two_divisions(
    need: float, days: float
) -> None:
    # 30 (.15 + .85 need / 22)
    assert staff.lead_time(view(), each(need))[0] == pytest.approx(days)


@pytest.mark.parametrize(
    ("ordered", "start", "chance"),
    [
        (day(8, 3), day(9, 5), 0.7625),  # ready on the 5th; 40 days left, 35 to fight: Phi(5/7)
        (day(8, 10), day(9, 9), 0.5568),  # 36 days left: Phi(1/7)
        (day(8, 20), day(9, 19), 0.5),  # 26 days left, the plan shrinks to 26: Phi(0)
        (day(8, 31), day(9, 30), 0.1957),  # 15 days left, the shortest plan takes 21: Phi(-6/7)
    ],
)
def test_the_crash_schedule_ends_in_time_if_ordered_by_10_august_and_hardly_after(
    ordered: float, start: float, chance: float
) -> None:
    found = staff.clock(crash_schedule(day=ordered), each(22.0), haste=0.0)
    assert found.start[0] == start
    assert found.p_in_time[0] == pytest.approx(chance, abs=5e-5)


def test_an_attack_ordered_on_the_last_day_of_the_crash_schedule_opens_by_10_september() -> None:
    assert staff.clock(crash_schedule(), each(22.0), haste=0.0).start[0] <= day(9, 10)


def test_getting_ready_and_giving_notice_run_side_by_side() -> None:
    # notice alone ends on 31 July + 30 days, readiness on 5 September: the later of the two counts
    found = staff.clock(crash_schedule(day=day(7, 31)), each(22.0), haste=0.0)
    assert found.start[0] == day(9, 5)


def test_nobody_attacks_before_the_season_opens() -> None:
    winter = crash_schedule(
        day=day(1, 10, 1942), season_opens=day(5, 1, 1942), season_closes=day(10, 15, 1942)
    )
    found = staff.clock(winter, each(22.0), haste=0.0)
    assert found.start[0] == day(5, 1, 1942)
    assert found.p_in_time[0] == pytest.approx(1.0)


def test_a_week_of_haste_is_a_week_of_days_left() -> None:
    # 36 + 7 days, 35 to fight: Phi(8/7) = .8735
    assert staff.clock(crash_schedule(), each(22.0), haste=7.0).p_in_time[0] == pytest.approx(
        0.8735, abs=5e-5
    )


def test_where_options_do_not_expire_every_attack_is_in_time() -> None:
    endless = crash_schedule(day=day(10, 10), rules=rules({"mechanism.expiry": False}))
    assert staff.clock(endless, each(22.0), haste=0.0).p_in_time[0] == 1.0


def test_a_force_short_of_what_is_wanted_gains_by_a_fortnight_more() -> None:
    """A need of 33 against 22, start on 20 September (day 172): the days stretch by one and a half.

    With 21 days left the shortest plan takes 31.5 and the chance is Phi(-10.5 / 7) = .067.  With 35 left
    that plan could still be chosen, with 3.5 days to spare, so the chance cannot be less.
    """
    chances = []
    for left in (21.0, 35.0):
        told = crash_schedule(ready_day=172.0, day=100.0, season_closes=172.0 + left)
        chances.append(staff.clock(told, each(33.0), haste=0.0).p_in_time[0])
    assert chances[0] == pytest.approx(0.0668, abs=5e-5)
    assert chances[1] >= chances[0]


@law
@given(shift=st.floats(-60.0, 90.0), later=st.floats(0.0, 60.0), need=st.floats(1.0, 66.0))
@example(shift=0.0, later=1.0, need=24.0)
def test_a_later_winter_never_leaves_less_time(shift: float, later: float, need: float) -> None:
    early = crash_schedule(season_closes=day(10, 15) + shift)
    late = crash_schedule(season_closes=day(10, 15) + shift + later)
    chances = [staff.clock(told, each(need), haste=0.0).p_in_time[0] for told in (early, late)]
    assert chances[0] <= chances[1] + 1e-12


@law
@given(need=st.floats(1.0, 66.0), more=st.floats(0.0, 20.0))
def test_a_larger_need_never_starts_sooner(need: float, more: float) -> None:
    starts = staff.clock(crash_schedule(), each(need), haste=0.0).start
    assert starts[0] <= staff.clock(crash_schedule(), each(need + more), haste=0.0).start[0]


def test_where_worlds_differ_each_has_its_own_clock() -> None:
    both = crash_schedule()
    crowd = view(
        2, day=both.day, next_sitting=both.next_sitting, days_of_war=both.days_of_war, reachable=22.0,
        divisions_sanctioned=22.0, ready_day=day(9, 5), season_closes=each(197.0, 204.0),
    )  # fmt: skip
    chances = staff.clock(crowd, each(22.0, 22.0), haste=0.0).p_in_time
    assert chances == pytest.approx([0.5568, 0.8735], abs=5e-5)
    assert np.shape(chances) == (2,)
