"""Facts about what each office hears, feels and asks for, worked by hand.

An office is seated in a bare Mesa model and told things.
"""

import pytest

from kantokuen.agents.army import FORCE_VARIANTS, KwantungStaff, OperationsBureau
from tests.support.views import (
    believe,
    each,
    hear,
    judge,
    mind_made_up,
    reports,
    rules,
    seat,
    succeed,
    view,
    where,
)

# -- what an office hears ----------------------------------------------------------------------


def test_operations_close_three_tenths_of_a_gap_when_soviet_divisions_leave() -> None:
    # gain .2, bias .5: 30 - .2 x 1.5 x 10
    office = seat("OPS")
    hear(office, reports(soviet_divisions=20.0))
    assert office.mind.soviet_divisions[0] == pytest.approx(27.0)


def test_operations_close_one_tenth_of_it_when_they_come() -> None:
    # 30 + .2 x .5 x 10
    office = seat("OPS")
    hear(office, reports(soviet_divisions=40.0))
    assert office.mind.soviet_divisions[0] == pytest.approx(31.0)


def test_intelligence_counts_without_wishing() -> None:
    # gain .4, no bias: 26 and 34
    for reported, after in ((20.0, 26.0), (40.0, 34.0)):
        office = seat("INT")
        hear(office, reports(soviet_divisions=reported))
        assert office.mind.soviet_divisions[0] == pytest.approx(after)


def test_without_motivated_belief_operations_count_without_wishing_too() -> None:
    office = seat("OPS")
    hear(office, reports(soviet_divisions=20.0, rules=rules({"mechanism.motivated_belief": False})))
    assert office.mind.soviet_divisions[0] == pytest.approx(28.0)


def test_in_peace_a_report_has_fifteen_hundredths_of_its_weight() -> None:
    # gain .2 x .15 = .03: 30 - .03 x 1.5 x 10
    office = seat("OPS")
    hear(office, reports(soviet_divisions=20.0, at_war=0.0))
    assert office.mind.soviet_divisions[0] == pytest.approx(29.55)


def test_operations_begin_with_high_hopes_of_germany_and_give_them_up_slowly() -> None:
    # .85 - .2 x .5 x .4
    office = seat("OPS")
    hear(office, reports(german_war=0.45))
    assert office.mind.german_war[0] == pytest.approx(0.81)


def test_before_the_war_there_is_no_news_from_the_front() -> None:
    office = seat("OPS")
    hear(office, reports(german_war=0.45, at_war=0.0))
    assert office.mind.german_war[0] == 0.85


def test_what_is_proclaimed_to_all_the_world_is_believed_at_once() -> None:
    office = seat("OPS")
    hear(office, reports(german_war=0.45, proclaimed=each(0.95)))
    assert office.mind.german_war[0] == 0.95


@pytest.mark.parametrize("office", ["KAH", "KAS", "KOR", "CEA", "KID", "EMP", "CPB"])
def test_those_who_read_no_telegram_from_berlin_are_not_moved_by_it(office: str) -> None:
    loud, silent = seat(office), seat(office)
    judge(loud, view(berlin_claim=1.0))
    judge(silent, view(berlin_claim=0.0))
    assert loud.net[0] == silent.net[0]
    assert loud.ripeness[0] == silent.ripeness[0]


def test_a_report_leaves_the_general_staff_surer_than_it_was() -> None:
    # gain .35: sqrt((.65 x 2)^2 + (.35 x 1.5)^2 + .4^2) = sqrt(1.69 + .275625 + .16)
    office = seat("AGS")
    hear(office, reports())
    assert office.mind.soviet_spread == pytest.approx(1.45795, abs=1e-5)


def test_it_is_surer_of_the_german_war_as_well() -> None:
    # sqrt((.65 x .2)^2 + (.35 x .15)^2 + .05^2) = sqrt(.0169 + .002756 + .0025)
    office = seat("AGS")
    hear(office, reports())
    assert office.mind.german_spread == pytest.approx(0.14885, abs=1e-5)


# -- what an office feels ----------------------------------------------------------------------


@pytest.mark.parametrize(("office", "felt"), [("NGS", 1.0), ("MAB", 0.82), ("OPS", 0.55), ("KAS", 0.37)])
def test_the_navy_feels_an_embargo_at_once_and_the_army_some_days_later(office: str, felt: float) -> None:
    # .1 + speed x .9 after one jun, with speeds 1, .8, .5 and .3
    seated = seat(office)
    judge(seated, view(oil_loss=1.0))
    assert seated.mind.oil_loss[0] == pytest.approx(felt)


def test_a_month_of_sitting_idle_takes_in_three_juns_of_papers() -> None:
    # Operations: oil .1 + .875 x .9; materiel .488 x .6
    office = seat("OPS")
    judge(office, view(juns=3, oil_loss=1.0, materiel_gone=0.6))
    assert office.mind.oil_loss[0] == pytest.approx(0.8875)
    assert office.mind.materiel_gone[0] == pytest.approx(0.2928)


def test_a_nearer_german_victory_lowers_the_need_and_berlin_makes_it_look_nearer() -> None:
    """The Navy Minister (hope .5, exponent 3/2) hears Berlin claim all.

    Credit after ten days is .9, so it is .5 + .35 x .9 x .5 = .6575 near: need 45 (1 - .6 x .53314) = 30.605;
    without Berlin .5: 45 (1 - .6 x .35355) = 35.454.
    """
    heard, deaf = seat("NAV"), seat("NAV")
    judge(heard, view())
    believe(deaf, credit=0.0)
    judge(deaf, view())
    assert heard.mind.credit[0] == pytest.approx(0.9)
    assert heard.need[0] == pytest.approx(30.605, abs=1e-3)
    assert deaf.need[0] == pytest.approx(35.454, abs=1e-3)


def test_a_foreign_minister_who_passes_it_on_less_loudly_makes_victory_look_less_near() -> None:
    # voice .6: .5 + .35 x .6 x .9 x .5 = .5945, and 45 (1 - .6 x .45838)
    office = seat("NAV")
    judge(office, view(berlin_voice=0.6))
    assert office.need[0] == pytest.approx(32.624, abs=1e-3)


def test_without_motivated_belief_berlin_brings_no_victory_nearer() -> None:
    office = seat("NAV")
    judge(office, view(rules=rules({"mechanism.motivated_belief": False})))
    assert office.need[0] == pytest.approx(35.454, abs=1e-3)


def test_before_the_german_war_the_fruit_is_as_hard_as_it_is_large() -> None:
    office = seat("NAV")
    judge(office, view(at_war=0.0))
    assert office.need[0] == pytest.approx(45.0)


def test_a_hawk_picks_the_fruit_green() -> None:
    # the same half-won German war: 45 (1 - .6 x .70711) for Operations, 45 (1 - .6 x .35355) for the Navy
    needs = []
    for office in ("OPS", "NGS"):
        seated = seat(office)
        believe(seated, german_war=0.5)
        believe(seated, credit=0.0)
        judge(seated, view())
        needs.append(seated.need[0])
    assert needs == pytest.approx([25.908, 35.454], abs=1e-3)


def test_had_nomonhan_been_won_a_soviet_division_would_count_eight_hundredths_less() -> None:
    # .92 x 35.454
    office = seat("NAV")
    believe(office, credit=0.0)
    judge(office, view(rules=rules({"nomonhan.lost": False})))
    assert office.need[0] == pytest.approx(32.618, abs=1e-3)


def test_keeping_the_option_costs_more_the_more_oil_is_lost() -> None:
    # .06 (1 + 4 x .2) = .108 in June, .06 (1 + 4) = .3 under a full stop
    for loss, cost in ((0.2, 0.108), (1.0, 0.3)):
        office = seat("NGS")
        judge(office, view(oil_loss=loss))
        assert office.hope[0] - office.keep[0] == pytest.approx(cost)


def test_a_persons_temper_shifts_both_roads_by_half_of_it() -> None:
    usual, keen = seat("AGS"), seat("AGS", stance=0.2)
    for office in (usual, keen):
        judge(office, view())
    assert keen.north[0] - usual.north[0] == pytest.approx(0.1)
    assert keen.net[0] - usual.net[0] == pytest.approx(0.2)


# -- Operations --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("need", "asked"),
    [
        (3.0, 16.0),
        (16.0, 16.0),
        (20.0, 22.0),
        (23.0, 24.0),
        (24.5, 25.0),
        (28.0, 30.0),
        (31.0, 34.0),
        (60.0, 34.0),
    ],
)
def test_operations_ask_for_the_smallest_plan_that_meets_the_need(need: float, asked: float) -> None:
    bureau = mind_made_up("OPS", need=need)
    assert isinstance(bureau, OperationsBureau)
    assert bureau.draft()[0] == asked


def test_the_plans_of_the_summer_are_the_six_recorded_ones() -> None:
    assert FORCE_VARIANTS == (16.0, 22.0, 24.0, 25.0, 30.0, 34.0)


# -- the field army ----------------------------------------------------------------------------


@pytest.mark.parametrize(("north", "recklessness"), [(0.85, 0.35), (0.4, 0.0)])
def test_the_kwantung_staff_is_reckless_by_what_its_wish_runs_ahead_of_tokyo(
    north: float, recklessness: float
) -> None:
    staff_ = mind_made_up("KAS", north=north)
    assert isinstance(staff_, KwantungStaff)
    assert staff_.recklessness(each(0.5))[0] == pytest.approx(recklessness)


# -- successors --------------------------------------------------------------------------------


@pytest.mark.parametrize("office", ["FOR", "PM", "NAV"])
def test_a_change_of_persons_leaves_the_other_worlds_as_they_were(office: str) -> None:
    alone, crowd = seat(office), seat(office, 2)
    succeed(crowd, where(True, False))
    judge(alone, view())
    judge(crowd, view(2))
    assert crowd.need[1] == alone.need[0]
    assert crowd.net[1] == alone.net[0]


@pytest.mark.parametrize("office", ["FOR", "PM", "NAV"])
def test_a_successor_stays_in_office_when_another_world_changes_later(office: str) -> None:
    once, twice = seat(office, 2), seat(office, 2)
    succeed(once, where(True, False))
    succeed(twice, where(True, False))
    succeed(twice, where(False, True))
    for seated in (once, twice):
        judge(seated, view(2))
    assert twice.net[0] == once.net[0]
    assert list(twice.is_successor) == [True, True]


def test_toyoda_leans_south_where_matsuoka_leaned_north() -> None:
    office = seat("FOR", 2)
    succeed(office, where(True, False))
    judge(office, view(2))
    assert office.net[0] < 0.0 < office.net[1]
