"""Facts about the staff's arithmetic: strength, force and clock.

Days are counted from 1 April 1941: 10 August is 131, 5 September 157, 10 September 162,
15 October 197.  The chance of a margin of x units is C(x) = 1/2 + x / (2 sqrt(1 + x^2)).
"""

import math

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kantokuen.agents import staff
from kantokuen.agents.staff import Clock
from kantokuen.agents.view import Array, View
from tests.support.views import RULES, crash_schedule, day, each, law, rules, view

# -- strength and force ------------------------------------------------------------------------


@pytest.mark.parametrize(("japanese", "soviet"), [(16.0, 10.7), (22.0, 14.7), (24.0, 16.0), (34.0, 22.7)])
def test_each_plan_is_sized_for_the_soviet_divisions_it_would_meet(japanese: float, soviet: float) -> None:
    # two to one, and a Soviet division counts .75: 1.5 Japanese for each Soviet one
    wanted = staff.needed(each(soviet), force_ratio=2.0, division_value=0.75)
    assert wanted[0] == pytest.approx(japanese, abs=0.08)


def test_against_the_fifteen_divisions_of_a_ripe_fruit_twenty_two_and_a_half_are_wanted() -> None:
    assert staff.needed(each(15.0), force_ratio=2.0, division_value=0.75)[0] == 22.5


def strength(divisions: float, men: float, german_war: float, **changes: object) -> float:
    """Return Soviet divisions as they would fight."""
    given = rules(dict(changes)) if changes else RULES
    return float(staff.effective_strength(each(divisions), each(men), each(german_war), given)[0])


@pytest.mark.parametrize(
    ("men", "german_war", "fights"),
    [
        (700_000.0, 0.0, 30.0),
        (1_050_000.0, 0.0, 33.75),  # half as many men again: 30 (1 + .25 x .5)
        (350_000.0, 0.0, 26.25),
        (700_000.0, 0.5, 25.5),  # 30 (1 - .6 x .25)
        (700_000.0, 0.9, 15.42),  # 30 (1 - .6 x .81)
        (700_000.0, 1.0, 7.5),  # the regime has fallen: 30 (1 - .75)
    ],
)
def test_thirty_divisions_fight_as_they_are_manned_and_as_their_cause_stands(
    men: float, german_war: float, fights: float
) -> None:
    assert strength(30.0, men, german_war) == pytest.approx(fights)


def test_had_nomonhan_been_won_a_soviet_division_would_count_eight_hundredths_less() -> None:
    # .92 x 25.5
    assert strength(30.0, 7e5, 0.5, **{"nomonhan.lost": False}) == pytest.approx(23.46)


def test_offices_that_see_the_german_war_differently_can_be_reckoned_together() -> None:
    both = staff.effective_strength(
        np.full((2, 2), 30.0), np.full((2, 2), 7e5), np.array([[0.5, 1.0], [0.0, 0.5]]), RULES
    )
    assert both == pytest.approx(np.array([[25.5, 7.5], [30.0, 25.5]]))


@pytest.mark.parametrize(("margin", "chance"), [(0.0, 0.5), (0.75, 0.8), (-0.75, 0.2), (2.4, 0.961538)])
def test_the_s_curve_of_a_margin(margin: float, chance: float) -> None:
    # .75 / 1.25 = .6 and 2.4 / 2.6 = .92308
    assert staff.chance(each(margin))[0] == pytest.approx(chance, abs=1e-6)


@law
@given(margin=st.floats(-1e6, 1e6), more=st.floats(0.0, 10.0))
def test_the_s_curve_is_a_chance_that_rises_with_the_margin(margin: float, more: float) -> None:
    less, greater = staff.chance(each(margin, margin + more))
    assert 0.0 <= less <= greater + 1e-12  # a last bit may fall where the curve is flat
    assert greater <= 1.0


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


def clock(told: View, need: Array, *, haste: float = 0.0, fallen: bool = False) -> Clock:
    """Return the clock of a staff that has heard of no fall, or of one."""
    return staff.clock(told, need, haste=haste, fallen=np.full(len(need), fallen))


@pytest.mark.parametrize(("need", "days"), [(0.0, 4.5), (11.0, 17.25), (22.0, 30.0), (44.0, 55.5)])
def test_from_order_to_first_shot_takes_thirty_days_for_twenty_two_divisions(
    need: float, days: float
) -> None:
    # 30 (.15 + .85 need / 22)
    assert staff.lead_time(view(), each(need))[0] == pytest.approx(days)


@pytest.mark.parametrize(
    ("ordered", "start", "chance"),
    [
        (day(8, 3), day(9, 5), 0.7906),  # ready on the 5th; 40 days left, 35 to fight: C(5/7)
        (day(8, 10), day(9, 9), 0.5707),  # 36 days left: C(1/7)
        (day(8, 20), day(9, 19), 0.5),  # 26 days left, the plan shrinks to 26: C(0)
        (day(8, 31), day(9, 30), 0.1746),  # 15 days left, the shortest plan takes 21: C(-6/7)
    ],
)
def test_the_crash_schedule_ends_in_time_if_ordered_by_10_august_and_hardly_after(
    ordered: float, start: float, chance: float
) -> None:
    found = clock(crash_schedule(day=ordered), each(22.0))
    assert found.start[0] == start
    assert found.p_in_time[0] == pytest.approx(chance, abs=5e-5)


def test_an_attack_ordered_on_the_last_day_of_the_crash_schedule_opens_by_10_september() -> None:
    assert clock(crash_schedule(), each(22.0)).start[0] <= day(9, 10)


def test_getting_ready_and_giving_notice_run_side_by_side() -> None:
    # notice alone ends on 31 July + 30 days, readiness on 5 September: the later of the two counts
    found = clock(crash_schedule(day=day(7, 31)), each(22.0))
    assert found.start[0] == day(9, 5)


def test_nobody_attacks_before_the_season_opens() -> None:
    winter = crash_schedule(
        day=day(1, 10, 1942), season_opens=day(5, 1, 1942), season_closes=day(10, 15, 1942)
    )
    found = clock(winter, each(22.0))
    assert found.start[0] == day(5, 1, 1942)
    # 167 days, 35 to fight: C(132/7)
    assert found.p_in_time[0] == pytest.approx(0.9993, abs=5e-5)


def test_an_occupation_waits_for_neither_readiness_nor_season_and_ends_in_time() -> None:
    # 10 January, a need of 11: 284 + 30 (.15 + .85 x .5)
    winter = crash_schedule(
        day=day(1, 10, 1942), season_opens=day(5, 1, 1942), season_closes=day(10, 15, 1942), ready_day=400.0
    )
    found = clock(winter, each(11.0), fallen=True)
    assert (found.start[0], found.p_in_time[0]) == (284.0 + 17.25, 1.0)


def test_a_week_of_haste_is_a_week_of_days_left() -> None:
    # 36 + 7 days, 35 to fight: C(8/7) = .8763
    assert clock(crash_schedule(), each(22.0), haste=7.0).p_in_time[0] == pytest.approx(0.8763, abs=5e-5)


def test_where_options_do_not_expire_every_attack_is_in_time() -> None:
    endless = crash_schedule(day=day(10, 10), rules=rules({"mechanism.expiry": False}))
    assert clock(endless, each(22.0)).p_in_time[0] == 1.0


def test_a_force_short_of_what_is_wanted_gains_by_a_fortnight_more() -> None:
    """A need of 33 against 22, start on 20 September (day 172): the days stretch by one and a half.

    With 21 days left the shortest plan takes 31.5 and the chance is C(-10.5 / 7) = .084.  With 35 left
    that plan could still be chosen, with 3.5 days to spare, so the chance cannot be less.
    """
    chances = []
    for left in (21.0, 35.0):
        told = crash_schedule(ready_day=172.0, day=100.0, season_closes=172.0 + left)
        chances.append(clock(told, each(33.0)).p_in_time[0])
    assert chances[0] == pytest.approx(0.0840, abs=5e-5)
    assert chances[1] >= chances[0]


@law
@given(shift=st.floats(-60.0, 90.0), later=st.floats(0.0, 60.0), need=st.floats(1.0, 66.0))
@example(shift=0.0, later=1.0, need=24.0)
def test_a_later_winter_never_leaves_less_time(shift: float, later: float, need: float) -> None:
    early = crash_schedule(season_closes=day(10, 15) + shift)
    late = crash_schedule(season_closes=day(10, 15) + shift + later)
    chances = [clock(told, each(need)).p_in_time[0] for told in (early, late)]
    assert chances[0] <= chances[1] + 1e-12


@law
@given(need=st.floats(1.0, 66.0), more=st.floats(0.0, 20.0))
def test_a_larger_need_never_starts_sooner(need: float, more: float) -> None:
    starts = clock(crash_schedule(), each(need)).start
    assert starts[0] <= clock(crash_schedule(), each(need + more)).start[0]


def test_where_worlds_differ_each_has_its_own_clock() -> None:
    both = crash_schedule()
    crowd = view(
        2, day=both.day, next_sitting=both.next_sitting, days_of_war=both.days_of_war, reachable=22.0,
        divisions_sanctioned=22.0, ready_day=day(9, 5), season_closes=each(197.0, 204.0),
    )  # fmt: skip
    chances = clock(crowd, each(22.0, 22.0)).p_in_time
    assert chances == pytest.approx([0.5707, 0.8763], abs=5e-5)
    assert np.shape(chances) == (2,)
