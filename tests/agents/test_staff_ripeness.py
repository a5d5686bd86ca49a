"""Facts about hope, the lottery and the persimmon, on the staff's own arithmetic.

Days are counted from 1 April 1941: 11 July is 101, 10 August 131, 15 October 197.  The chance of a margin
of x units is C(x) = 1/2 + x / (2 sqrt(1 + x^2)).
"""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kantokuen.agents import staff
from kantokuen.agents.staff import Clock, Prospect
from kantokuen.agents.view import View
from tests.support.views import RULES, crash_schedule, day, each, law, rules, view

shares = st.floats(0.0, 1.0)

# -- days left and hope ------------------------------------------------------------------------


def test_on_10_august_one_day_is_left_for_twenty_two_divisions_of_need() -> None:
    # 197 - 131 = 66; less 35 to fight and 30 of notice
    assert staff.days_left(crash_schedule(), each(22.0), haste=0.0)[0] == pytest.approx(1.0)


def test_a_fruit_half_as_hard_can_be_picked_nearly_four_weeks_later() -> None:
    # 66 - 21 (the shortest plan; 17.5 would do) - 17.25 = 27.75
    assert staff.days_left(crash_schedule(), each(11.0), haste=0.0)[0] == pytest.approx(27.75)


def test_a_need_beyond_reach_counts_as_far_as_the_reach() -> None:
    # nobody attacks against more: still 66 - 35 - 30
    assert staff.days_left(crash_schedule(), each(40.0), haste=0.0)[0] == pytest.approx(1.0)


def looks_ahead(
    told: View,
    divisions: float,
    *,
    men: float = 700_000.0,
    materiel_gone: float = 0.0,
    german_war: float = 0.0,
    of_war: tuple[float, float] = (0.0, 0.0),
    picks_at: float = 0.6,
) -> Prospect:
    """Return what a staff expects that believes so much of today."""
    facts = each(divisions), each(men), each(materiel_gone), each(german_war)
    need = staff.need(facts[0], facts[1], facts[3], told.rules)
    further = each(of_war[0]), each(of_war[1])
    return staff.prospect(told, *facts, need, of_war=further, picks_at=each(picks_at), haste=0.0)


JULY = view(day=day(7, 11), days_of_war=30.0, divisions_sanctioned=16.0, reachable=22.0)


def test_hope_weighs_what_can_come_against_what_will_be_left() -> None:
    """11 July: 24 Soviet divisions, 16 Japanese ones in hand, 22 within reach, half of a victory to come.

    left = 197 - 101 - 35 - 30 = 31.  Divisions fall by (30 x .2 + 6) / (30 + 30) = .2 a day to 17.8, materiel
    goes at (30 x .01) / 60 = .005 a day, .155 in all.  Then need = 17.8 (1 - .6 x .25) 1.5 = 22.695, against
    22; gone = .40667, hard = (1 - .25) (1 - .40667^4) = .72949, and the tests
    1 - .18667 hard = .86383, 1 - .7675 hard = .44012, 1 - .03062 hard = .97766: R = 3 / 4.4526 = .67376.
    C((.67376 - .6) / (.1 + .002 x 31)) = C(.4553) = .70720, and in time with C(31 / 7) = .98772: .69851.
    """
    found = looks_ahead(JULY, 24.0, of_war=(0.5, 0.9))
    assert found.divisions[0] == pytest.approx(17.8)
    assert found.hope[0] == pytest.approx(0.69851, abs=2e-5)
    assert (found.worth[0], found.this_season[0]) == (found.hope[0], found.hope[0])


def test_on_the_last_day_a_fruit_at_its_picking_point_is_hoped_for_with_one_chance_in_four() -> None:
    # 11 August: 197 - 132 - 35 - 30 = 0; nothing more is expected: C(0) that it is ripe, and C(0) in time
    told = crash_schedule(day=day(8, 11))
    need = staff.need(each(20.0), each(7e5), each(0.5), RULES)
    ripe = staff.ripeness(each(20.0), each(0.3), each(0.5), need, force=each(22.0), rules=RULES)
    found = looks_ahead(told, 20.0, materiel_gone=0.3, german_war=0.5, picks_at=float(ripe[0]))
    assert found.hope[0] == pytest.approx(0.25)


def test_the_staff_hopes_for_half_of_the_divisions_to_go_and_not_for_more() -> None:
    # 23 April: 60 days ahead, (6 + 14) / 30 a day from 16 would leave none; of 12, nothing more
    spring = view(day=day(4, 23), divisions_sanctioned=22.0, reachable=22.0)
    assert looks_ahead(spring, 16.0).divisions[0] == 15.0
    assert looks_ahead(spring, 12.0).divisions[0] == 12.0


def test_a_trend_is_trusted_for_sixty_days_and_no_further() -> None:
    # 12 May: 91 days left, but at .2 a day only 12 divisions are hoped away
    assert looks_ahead(view(day=day(5, 12), reachable=22.0), 30.0).divisions[0] == pytest.approx(18.0)


def test_a_hope_that_has_to_wait_sixty_days_for_the_thaw_is_worth_two_thirds() -> None:
    # 1 / (1 + 60 / 120)
    spring = view(
        day=day(3, 2, 1942), season_opens=day(5, 1, 1942), season_closes=day(10, 15, 1942), days_of_war=253.0,
        openings=(day(5, 1, 1942), day(5, 1, 1943)),
    )  # fmt: skip
    found = looks_ahead(spring, 20.0)
    assert found.worth[0] == pytest.approx(2.0 / 3.0 * found.hope[0])
    assert found.this_season[0] == found.worth[0]


def test_where_this_season_is_past_hope_looks_to_the_next_one() -> None:
    """31 August: 197 - 152 - 65 = -20, below a doubt of 7 days.

    The next season opens 243 days later: 1 / (1 + 243 / 120) = .33058; nothing is left of this one.
    """
    late = crash_schedule(day=day(8, 31))
    found = looks_ahead(late, 20.0, of_war=(0.0, 0.5))
    assert found.worth[0] == pytest.approx(0.33058 * found.hope[0], rel=1e-4)
    assert found.this_season[0] == 0.0
    assert found.hope[0] > looks_ahead(late, 20.0, of_war=(0.5, 0.0)).hope[0]


def test_a_fallen_fruit_waits_for_no_season() -> None:
    # R = 1 whatever stands there: C((1 - .6) / (.1 + .002 x 60)) = C(1.8182) = .93811, and no day counts
    winter = crash_schedule(
        day=day(1, 10, 1942), season_opens=day(5, 1, 1942), season_closes=day(10, 15, 1942),
        openings=(day(5, 1, 1942), day(5, 1, 1943)), days_of_war=202.0,
    )  # fmt: skip
    found = looks_ahead(winter, 24.0, german_war=1.0)
    assert found.hope[0] == pytest.approx(0.93811, abs=2e-5)
    assert (found.worth[0], found.this_season[0]) == (found.hope[0], found.hope[0])


def test_without_expiry_hope_does_not_lapse_with_the_days() -> None:
    # 14 August, three days too late: the factor C(-3/7) = .30307 falls away
    late = crash_schedule(day=day(8, 14))
    endless = crash_schedule(day=day(8, 14), rules=rules({"mechanism.expiry": False}))
    assert looks_ahead(late, 20.0).hope[0] == pytest.approx(
        0.30307 * looks_ahead(endless, 20.0).hope[0], rel=1e-4
    )


sittings = st.floats(day(6, 1), day(8, 1))
"""Until early August the season is open to every need, so that all hopes are of the same one."""

believed = st.floats(2.0, 36.0)
"""Up to the thirty counted before and the six that thirty days at .2 take away, a fall is expected."""

SURE = rules({"staff.doubt_day": 0.0})
"""What lies further off is doubted more, so that a ripe fruit with more days before it is less sure."""


def on(when: float, **changes: float) -> View:
    """Return the view of a day in the summer of 1941, of a staff as sure of the last day as of today."""
    return view(day=when, days_of_war=max(when - 82.0, 0.0), rules=SURE, **changes)


def test_a_ripe_fruit_is_less_sure_the_further_off_the_last_day_is() -> None:
    # R is nearly 1 on any day: C(.4 / .1) = .98507 if days bring no doubt, C(.4 / .22) = .93811 sixty ahead
    doubted, sure = (
        looks_ahead(view(day=day(5, 12), reachable=22.0, rules=given_), 2.0, german_war=0.999).hope[0]
        for given_ in (RULES, SURE)
    )
    assert doubted == pytest.approx(0.938, abs=2e-3)
    assert sure == pytest.approx(0.985, abs=2e-3)


@law
@given(when=st.floats(day(4, 10), day(6, 30, 1942)), divisions=believed, german_war=shares, picks_at=shares)
def test_hope_is_a_chance_and_worth_no_more_than_that(
    when: float, divisions: float, german_war: float, picks_at: float
) -> None:
    found = looks_ahead(on(when), divisions, german_war=german_war, picks_at=picks_at)
    assert 0.0 <= found.this_season[0] <= found.worth[0] <= found.hope[0] <= 1.0


@law
@given(when=sittings, divisions=believed, more=st.floats(0.0, 20.0), german_war=shares)
def test_more_soviet_divisions_never_raise_hope(
    when: float, divisions: float, more: float, german_war: float
) -> None:
    told = on(when)
    greater, less = (
        looks_ahead(told, count, german_war=german_war).hope[0] for count in (divisions, divisions + more)
    )
    assert less <= greater + 1e-9


@law
@given(when=sittings, divisions=believed, german_war=shares, nearer=shares)
def test_a_nearer_german_victory_never_lowers_hope(
    when: float, divisions: float, german_war: float, nearer: float
) -> None:
    told = on(when)
    far, near = sorted((german_war, nearer))
    assert (
        looks_ahead(told, divisions, german_war=far).hope[0]
        <= looks_ahead(told, divisions, german_war=near).hope[0] + 1e-9
    )


@law
@given(when=sittings, divisions=believed, gone=shares, more=shares)
def test_the_riper_the_fruit_the_more_is_hoped_for(
    when: float, divisions: float, gone: float, more: float
) -> None:
    """Of two fruits the one that has lost more tanks and aircraft is the riper, and no less hoped for."""
    told = on(when)
    need = staff.need(each(divisions), each(7e5), each(0.5), RULES)
    ripe, hoped = [], []
    for share in sorted((gone, more)):
        ripe += [
            staff.ripeness(each(divisions), each(share), each(0.5), need, force=told.in_hand, rules=RULES)[0]
        ]
        hoped += [looks_ahead(told, divisions, materiel_gone=share, german_war=0.5).hope[0]]
    assert ripe[0] <= ripe[1] + 1e-12
    assert hoped[0] <= hoped[1] + 1e-12


@law
@given(when=sittings, divisions=believed, german_war=shares, points=st.tuples(shares, shares))
def test_who_would_pick_it_greener_hopes_for_more(
    when: float, divisions: float, german_war: float, points: tuple[float, float]
) -> None:
    told = on(when)
    green, ripe = (
        looks_ahead(told, divisions, german_war=german_war, picks_at=each_).hope[0]
        for each_ in sorted(points)
    )
    assert green >= ripe


@law
@given(when=sittings, divisions=believed, german_war=shares, later=st.floats(0.0, 60.0))
def test_a_later_winter_never_lowers_hope_while_the_far_east_empties(
    when: float, divisions: float, german_war: float, later: float
) -> None:
    """Thirty divisions were counted before the war: what has fallen is expected to fall on."""
    told, milder = on(when), on(when, season_closes=day(10, 15) + later)
    usual, mild = (looks_ahead(each_, divisions, german_war=german_war).hope[0] for each_ in (told, milder))
    assert usual <= mild + 1e-9


@law
@given(when=sittings, divisions=believed, german_war=shares, more=st.floats(0.0, 20.0))
def test_a_larger_force_within_reach_never_lowers_hope(
    when: float, divisions: float, german_war: float, more: float
) -> None:
    """Where the need lies within reach: one beyond it is counted up to it, so that more may take longer."""
    told, greater = on(when, reachable=24.0), on(when, reachable=24.0 + more)
    need = staff.need(each(divisions), each(7e5), each(german_war), RULES)
    assume(need[0] <= 24.0)
    now, then = (looks_ahead(each_, divisions, german_war=german_war).hope[0] for each_ in (told, greater))
    assert now <= then + 1e-9


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
@given(need=st.floats(1.0, 80.0), more=st.floats(0.0, 30.0), force=st.floats(10.0, 51.0), chance=shares)
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
    found = staff.ripeness(
        each(divisions), each(materiel), each(german_war), each(need), force=each(force), rules=RULES
    )
    return float(found[0])


def eased_tests(
    divisions: float, materiel: float, german_war: float, need: float, force: float
) -> list[float]:
    """Return the three eased tests, as the docstring of `staff.ripeness` has them."""
    gone = max(0.0, 1.0 - divisions / 30.0)
    eased = 1.0 - (1.0 - german_war**2) * (1.0 - gone**4)
    met = [min(1.0, gone / 0.5), min(1.0, materiel / (2.0 / 3.0)), min(1.0, force / need)]
    return [each_ + (1.0 - each_) * eased for each_ in met]


def test_the_fruit_is_fully_ripe_at_all_the_triggers_of_the_staff_whatever_germany_has_done() -> None:
    # half of the divisions and two thirds of tanks and aircraft gone, force as wanted
    assert ripeness_of(15.0, 2.0 / 3.0, 0.0, 22.5, 22.5) == pytest.approx(1.0)


def test_in_june_with_nothing_gone_the_fruit_is_green() -> None:
    # before any German victory two tests stand at nought, and nothing makes up for them
    assert ripeness_of(30.0, 0.0, 0.0, 45.0, 16.0) == pytest.approx(0.0, abs=1e-9)


def test_half_of_a_german_victory_eases_every_test_by_a_quarter() -> None:
    # t = .25, .25 and 16/45 + (1 - 16/45) / 4 = .51667: 3 / (4 + 4 + 1.93548)
    assert ripeness_of(30.0, 0.0, 0.5, 45.0, 16.0) == pytest.approx(0.30195, abs=1e-5)


def test_part_of_each_trigger_ripens_the_fruit_by_part() -> None:
    """5 of 15 gone, half of two thirds of materiel, 15 of 25 divisions at hand; gone = 1/6.

    eased = 1 - .84 (1 - 1/1296) = .16065; t = 1/3 + 2/3 e = .44043, .5 + .5 e = .58032, .6 + .4 e = .66426;
    3 / (2.27050 + 1.72318 + 1.50544) = .54554.
    """
    assert ripeness_of(25.0, 1.0 / 3.0, 0.4, 25.0, 15.0) == pytest.approx(0.54554, abs=1e-5)


def test_reinforcements_beyond_the_first_estimate_count_as_nothing_gone() -> None:
    assert ripeness_of(40.0, 0.5, 0.3, 45.0, 16.0) == ripeness_of(30.0, 0.5, 0.3, 45.0, 16.0)


anything = {
    "divisions": st.floats(0.1, 60.0), "materiel": shares, "german_war": shares,
    "need": st.floats(0.1, 90.0), "force": st.floats(1.0, 51.0),
}  # fmt: skip


@law
@given(**anything)
def test_ripeness_is_the_harmonic_mean_of_three_eased_tests(
    divisions: float, materiel: float, german_war: float, need: float, force: float
) -> None:
    tests = eased_tests(divisions, materiel, german_war, need, force)
    mean = 3.0 / sum(1.0 / each_ for each_ in tests) if min(tests) > 0.0 else 0.0
    assert ripeness_of(divisions, materiel, german_war, need, force) == pytest.approx(mean, abs=1e-9)


@law
@given(**anything)
def test_no_test_can_be_made_up_for_by_the_others(
    divisions: float, materiel: float, german_war: float, need: float, force: float
) -> None:
    ripe = ripeness_of(divisions, materiel, german_war, need, force)
    assert 0.0 <= ripe <= 1.0 + 1e-12
    assert ripe <= 3.0 * min(eased_tests(divisions, materiel, german_war, need, force)) + 1e-9


@law
@given(**anything)
def test_the_fruit_is_fully_ripe_where_the_regime_has_fallen_or_nothing_stands_there(
    divisions: float, materiel: float, german_war: float, need: float, force: float
) -> None:
    assert ripeness_of(divisions, materiel, 1.0, need, force) == pytest.approx(1.0)
    assert ripeness_of(0.0, materiel, german_war, need, force) == pytest.approx(1.0)


@law
@given(**anything, fewer=shares, more=shares)
def test_ripeness_rises_in_divisions_gone_in_materiel_gone_in_force_and_in_german_victories(
    divisions: float, materiel: float, german_war: float, need: float, force: float, fewer: float, more: float
) -> None:
    before = ripeness_of(divisions, materiel, german_war, need, force)
    riper = (
        ripeness_of(divisions * (1.0 - fewer), materiel, german_war, need, force),
        ripeness_of(divisions, materiel + (1.0 - materiel) * more, german_war, need, force),
        ripeness_of(divisions, materiel, german_war + (1.0 - german_war) * more, need, force),
        ripeness_of(divisions, materiel, german_war, need, force * (1.0 + more)),
        ripeness_of(divisions, materiel, german_war, need * (1.0 - 0.9 * fewer), force),
    )
    assert before <= min(riper) + 1e-12
