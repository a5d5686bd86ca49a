"""Facts about what each holder of a veto would sign, worked by hand.

The mind of an office is made up by hand first: north and south are its stance, keep is the
worth of the northern option, nerve how boldly its holder consents.
"""

from dataclasses import fields

import pytest

from kantokuen.agents.army import GeneralStaff, wants_to_cross
from kantokuen.agents.cabinet import ForeignMinister
from kantokuen.agents.view import Consent, Paper
from tests.support.views import (
    believe,
    crash_schedule,
    day,
    estimate,
    judge,
    mind_made_up,
    paper,
    rules,
    seat,
    view,
)


def signs(consent: Consent) -> dict[str, float]:
    """Return the strongest text that the office of the only world signs."""
    return {each_field.name: getattr(consent, each_field.name)[0] for each_field in fields(Consent)}


# -- the General Staff -------------------------------------------------------------------------


def test_the_general_staff_circulates_its_own_figures() -> None:
    """Need 22 against 22 sanctioned on 10 August: start on 9 September, a day to spare.

    In time with C(1/7) = .5 + 1 / (2 sqrt(50)) = .5707.  At odds of four to one .8 of the battles are won:
    .8 x .5707 = .4566.
    """
    staff_ = mind_made_up("AGS", need=22.0, hope=0.3)
    assert isinstance(staff_, GeneralStaff)
    told = staff_.estimate(crash_schedule())
    assert (told.need[0], told.start[0], told.hope[0]) == (22.0, day(9, 9), 0.3)
    assert told.p_win[0] == pytest.approx(0.4566, abs=1e-4)


@pytest.mark.parametrize(("north", "prepares"), [(0.05, False), (0.1, True), (0.7, True)])
@pytest.mark.parametrize("office", ["AGS", "WAR"])
def test_the_army_prepares_in_both_directions_once_it_leans_north_at_all(
    office: str, north: float, *, prepares: bool
) -> None:
    army = mind_made_up(office, north=north, need=22.0)
    assert army.consent(crash_schedule(paper=paper())).prepare[0] == prepares


@pytest.mark.parametrize(
    ("keep", "nerve", "force"), [(-0.01, 0.0, 0.0), (0.0, 0.0, 22.0), (-0.01, 0.02, 22.0)]
)
def test_the_general_staff_builds_up_while_the_option_is_worth_keeping(
    keep: float, nerve: float, force: float
) -> None:
    staff_ = mind_made_up("AGS", keep=keep, nerve=nerve, need=22.0)
    assert staff_.consent(crash_schedule()).divisions[0] == force


def test_the_general_staff_crosses_when_the_odds_are_fair_and_waiting_would_cost_days() -> None:
    # worth .4566 - .3434 x .5625 - .2 x 1.8 = -.097, above -.15; the next sitting starts it on 19 September
    staff_ = mind_made_up("AGS", need=22.0)
    assert wants_to_cross(staff_, crash_schedule())[0]


@pytest.mark.parametrize(("ripeness", "crosses"), [(0.64, False), (0.65, True)])
def test_no_army_office_crosses_for_a_fruit_below_its_picking_point(
    ripeness: float, *, crosses: bool
) -> None:
    staff_ = mind_made_up("AGS", need=22.0, ripeness=ripeness, picks_at=0.65)
    assert wants_to_cross(staff_, crash_schedule())[0] == crosses


@pytest.mark.parametrize(("need", "crosses"), [(22.0, True), (22.1, False)])
def test_no_army_office_crosses_short_of_the_ratio(need: float, *, crosses: bool) -> None:
    assert wants_to_cross(mind_made_up("AGS", need=need), crash_schedule())[0] == crosses


def test_divisions_that_have_worn_out_do_not_count_toward_the_ratio() -> None:
    # .9 x 22 = 19.8 of 20
    staff_ = mind_made_up("AGS", need=20.0)
    assert wants_to_cross(staff_, crash_schedule())[0]
    assert not wants_to_cross(staff_, crash_schedule(fitness=0.9))[0]


def test_the_general_staff_keeps_an_option_that_waiting_does_not_shorten() -> None:
    # 31 July: ready on 5 September, which an order of 5 August would still meet (its notice ends on the 4th)
    staff_ = mind_made_up("AGS", need=22.0)
    early = crash_schedule(day=day(7, 31), next_sitting=day(8, 5))
    assert not wants_to_cross(staff_, early)[0]


def test_a_fallen_fruit_need_not_be_waited_for() -> None:
    # the same day, the regime known to have fallen
    staff_ = mind_made_up("AGS", need=22.0)
    believe(staff_, german_war=1.0)
    assert wants_to_cross(staff_, crash_schedule(day=day(7, 31), next_sitting=day(8, 5)))[0]


def test_a_fallen_fruit_is_picked_under_winter_and_below_every_picking_point() -> None:
    staff_ = mind_made_up("AGS", need=22.0, ripeness=0.2, picks_at=0.99)
    winter = crash_schedule(
        day=day(1, 10, 1942),
        next_sitting=day(1, 20, 1942),
        season_opens=day(5, 1, 1942),
        season_closes=day(10, 15, 1942),
    )
    assert not wants_to_cross(staff_, winter)[0]
    believe(staff_, german_war=1.0)
    assert wants_to_cross(staff_, winter)[0]


def test_the_general_staff_does_not_cross_when_winter_would_overtake_it() -> None:
    # 31 August: in time with .1746, worth .1397 - .6603 x .5625 - .36 = -.59
    late = crash_schedule(day=day(8, 31), next_sitting=day(9, 10))
    assert not wants_to_cross(mind_made_up("AGS", need=22.0), late)[0]


def test_a_bolder_chief_crosses_where_the_recorded_one_would_not() -> None:
    # a week later: start 16 September, 29 days left, a plan of 29: C(0) = .5
    # worth .4 - .4 x .5625 - .2 x 1.8 = -.185, below -.15
    later = crash_schedule(day=day(8, 17), next_sitting=day(8, 27))
    assert not wants_to_cross(mind_made_up("AGS", need=22.0), later)[0]
    assert wants_to_cross(mind_made_up("AGS", need=22.0, nerve=0.05), later)[0]


def test_who_thinks_winter_a_week_later_would_still_cross_where_the_general_staff_would_not() -> None:
    # the same day with seven days of haste: 36 days left and the usual plan, so worth -.097 as on the 10th
    later = crash_schedule(day=day(8, 17), next_sitting=day(8, 27))
    assert wants_to_cross(mind_made_up("OPS", need=22.0), later)[0]


# -- the War Minister --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pressure", "net", "force"),
    [
        (0.0, 0.0, 16.0),
        (0.4, 0.0, 17.2),  # .5 x .4 of the way from 16 to 22
        (0.4, 0.6, 19.0),  # .5 x (.4 + .6)
        (-0.5, 0.2, 16.0),  # talked out of nothing that his bureau gives
    ],
)
def test_the_war_minister_can_be_talked_from_the_counter_draft_toward_what_is_asked(
    pressure: float, net: float, force: float
) -> None:
    minister = mind_made_up("WAR", need=22.0, net=net, ripeness=0.3, picks_at=0.7)
    told = crash_schedule(paper=paper(pressure=pressure))
    assert minister.consent(told).divisions[0] == pytest.approx(force)


@pytest.mark.parametrize(("ripeness", "force"), [(0.69, 16.0), (0.7, 22.0)])
def test_for_a_fruit_that_looks_ripe_to_him_the_war_minister_grants_all_that_is_asked(
    ripeness: float, force: float
) -> None:
    minister = mind_made_up("WAR", need=22.0, ripeness=ripeness, picks_at=0.7)
    assert minister.consent(crash_schedule(paper=paper())).divisions[0] == force


@pytest.mark.parametrize(("ripeness", "force"), [(0.3, 20.0), (0.7, 22.0)])
def test_a_ceiling_that_is_set_stands_in_place_of_what_the_bureau_and_the_minister_make_out(
    ripeness: float, force: float
) -> None:
    minister = mind_made_up("WAR", need=22.0, ripeness=ripeness, picks_at=0.7)
    told = crash_schedule(paper=paper(pressure=1.0), rules=rules({"army.divisions_cap": 20.0}))
    assert minister.consent(told).divisions[0] == force


@pytest.mark.parametrize(("keep", "force"), [(-0.21, 0.0), (-0.2, 16.0)])
def test_the_war_minister_insures_against_being_caught_unready(keep: float, force: float) -> None:
    # an insurance worth .2 carries an option that is worth less than nothing
    minister = mind_made_up("WAR", need=22.0, keep=keep, picks_at=0.7)
    assert minister.consent(crash_schedule(paper=paper())).divisions[0] == force


@pytest.mark.parametrize(("ripeness", "force"), [(0.69, 0.0), (0.7, 22.0)])
def test_a_war_ministry_that_resists_mobilises_only_for_a_ripe_fruit(ripeness: float, force: float) -> None:
    minister = mind_made_up("WAR", need=22.0, ripeness=ripeness, picks_at=0.7)
    told = crash_schedule(paper=paper(), rules=rules({"war_ministry.mobilisation": "resist"}))
    assert minister.consent(told).divisions[0] == force


def test_a_war_ministry_that_refuses_mobilises_not_even_for_a_fallen_fruit() -> None:
    minister = mind_made_up("WAR", need=22.0, ripeness=1.0)
    believe(minister, german_war=1.0)
    told = crash_schedule(paper=paper(), rules=rules({"war_ministry.mobilisation": "refuse"}))
    assert minister.consent(told).divisions[0] == 0.0


# -- the Navy ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("oil_loss", "step", "largest"),
    [
        (0.0, 0.0, 24.0),
        (0.25, 0.0, 20.0),  # 24 / (1 + .8 x .25)
        (1.0, 0.0, 13.333),  # 24 / 1.8
        (1.0, 1.0, 14.667),  # Indochina buys a tenth: 24 x 1.1 / 1.8
    ],
)
def test_the_force_that_the_naval_staff_lets_pass_shrinks_as_oil_is_lost(
    oil_loss: float, step: float, largest: float
) -> None:
    navy = mind_made_up("NGS", oil_loss=oil_loss)
    told = view(free=10.0, southern_step=step, paper=paper())
    assert navy.consent(told).divisions[0] == pytest.approx(largest, abs=1e-3)


def needing(need: float) -> Paper:
    """Return a paper whose border order wants so many divisions."""
    return paper(estimate=estimate(need=need))


def test_under_a_full_oil_stop_the_navy_refuses_a_green_fruit_and_passes_a_fallen_one() -> None:
    # 14 stand there: a need of 24 costs 10 + .5 x 14 = 17, of 12 costs 6; 24/1.8 = 13.3 divisions pass
    navy = mind_made_up("NGS", oil_loss=1.0)
    assert not navy.consent(view(paper=needing(24.0))).cross[0]
    assert navy.consent(view(paper=needing(12.0))).cross[0]


def test_what_stands_in_the_north_already_costs_the_navy_half() -> None:
    # a need of 24 of which 24 stand there costs 12, and 13.3 pass; of 14 there it costs 17
    navy = mind_made_up("NGS", oil_loss=1.0)
    assert navy.consent(view(divisions_sanctioned=24.0, paper=needing(24.0))).cross[0]


def test_the_navy_ministry_yields_a_ninth_more_than_the_naval_staff() -> None:
    # tolerance 1 / .9: 13.333 / .9 = 14.815 divisions
    navy = mind_made_up("NAV", oil_loss=1.0)
    assert navy.consent(view(free=10.0, paper=paper())).divisions[0] == pytest.approx(14.815, abs=1e-3)


def test_a_naval_chief_who_leans_north_lets_more_pass() -> None:
    # tolerance 1 + .6 x .5: 24 x 1.3 / 1.8 = 17.333
    navy = seat("NGS", stance=0.5)
    believe(navy, oil_loss=1.0)
    assert navy.consent(view(free=10.0, paper=paper())).divisions[0] == pytest.approx(17.333, abs=1e-3)


def test_divisions_that_no_other_theatre_claims_always_pass_the_navy() -> None:
    navy = mind_made_up("NGS", oil_loss=1.0)
    assert navy.consent(view(free=18.0, paper=paper())).divisions[0] == 18.0


@pytest.mark.parametrize(
    ("need", "at_peace", "at_war"),
    [
        (24.0, True, False),  # 17 of the common means against 24; twice that once the war is on
        (12.0, True, True),  # 6, and 12
    ],
)
def test_while_a_war_is_fought_in_the_south_a_northern_order_weighs_twice(
    need: float, *, at_peace: bool, at_war: bool
) -> None:
    navy = mind_made_up("NGS")
    for war, crosses in ((False, at_peace), (True, at_war)):
        assert navy.consent(view(paper=needing(need), is_southern_war=war)).cross[0] == crosses


def test_without_its_screen_the_navy_passes_only_what_is_free() -> None:
    navy = mind_made_up("NGS")
    told = view(free=10.0, paper=paper(), rules=rules({"navy.screen": 0.0}))
    assert navy.consent(told).divisions[0] == 10.0


@pytest.mark.parametrize("office", ["NGS", "NAV"])
def test_a_navy_that_backs_the_north_signs_everything_northern(office: str) -> None:
    navy = mind_made_up(office, oil_loss=1.0)
    signed = navy.consent(view(paper=needing(60.0), rules=rules({"navy.backs_north": True})))
    assert (signed.prepare[0], signed.divisions[0], signed.cross[0]) == (True, 25.0, True)


# -- who accepts the south ---------------------------------------------------------------------

SOUTHERN_OFFICES = ("AGS", "WAR", "NGS", "NAV", "PM")


@pytest.mark.parametrize("office", SOUTHERN_OFFICES)
@pytest.mark.parametrize(
    ("south", "indochina", "preparation"), [(0.24, False, False), (0.25, True, False), (0.5, True, True)]
)
def test_the_services_and_the_premier_go_south_step_by_step_as_they_lean(
    office: str, south: float, *, indochina: bool, preparation: bool
) -> None:
    signed = mind_made_up(office, south=south, need=22.0).consent(view(paper=paper()))
    assert (signed.indochina[0], signed.southern_preparation[0]) == (indochina, preparation)


@pytest.mark.parametrize("office", SOUTHERN_OFFICES)
@pytest.mark.parametrize(
    ("south", "relief", "war"), [(0.65, 0.35, True), (0.64, 0.9, False), (0.9, 0.34, False)]
)
def test_a_southern_war_needs_both_a_wish_for_it_and_a_gamble_clearly_better_than_the_sure_loss(
    office: str, south: float, relief: float, *, war: bool
) -> None:
    signed = mind_made_up(office, south=south, relief=relief, need=22.0).consent(view(paper=paper()))
    assert signed.southern_war[0] == war


def test_the_premier_recoils_from_war_with_america_where_the_navy_does_not() -> None:
    """Under a full stop of oil on 10 August, from the persons' own odds.

    Konoe (.35, feels .7 of the shock: .1 + .7 x .9 = .73, so a loss of .5 + .5 x .73 = .865 is feared):
    -.65 x 2.8306 + 2.25 x .865^.875 = -1.8399 + 1.9819 = .142, below .35; Nagano (.65, feels all):
    -.35 x 2.8306 + 2.25 = 1.259.
    """
    premier, navy = seat("PM"), seat("NGS")
    for office in (premier, navy):
        judge(office, view(day=day(8, 10), oil_loss=1.0))
        office.table.appraisal.south[0] = 0.9
    assert premier.relief[0] == pytest.approx(0.142, abs=1e-3)
    assert navy.relief[0] == pytest.approx(1.259, abs=1e-3)
    assert not premier.accepts_southern_war(view())[0]
    assert navy.accepts_southern_war(view())[0]


def briefed(p_win: float) -> Paper:
    """Return a paper that gives so much chance of winning in time."""
    return paper(estimate=estimate(p_win=p_win))


@pytest.mark.parametrize(("p_win", "cross"), [(0.24, False), (0.25, True)])
def test_the_premier_follows_to_the_border_at_half_the_odds_that_the_throne_asks(
    p_win: float, *, cross: bool
) -> None:
    premier = mind_made_up("PM")
    assert premier.consent(view(paper=briefed(p_win))).cross[0] == cross


# -- the Foreign Minister ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("north", "ripeness", "cross"),
    [
        (0.4, 0.59, False),  # keeps the pact for an unripe fruit
        (0.4, 0.6, True),
        (0.5, 0.0, True),  # would break it at once
    ],
)
def test_the_foreign_minister_keeps_the_pact_unless_he_wants_the_war_or_the_fruit_is_ripe(
    north: float, ripeness: float, *, cross: bool
) -> None:
    minister = mind_made_up("FOR", north=north, ripeness=ripeness, picks_at=0.6)
    assert minister.consent(view()).cross[0] == cross


def test_without_a_neutrality_pact_there_is_none_to_keep() -> None:
    minister = mind_made_up("FOR", north=0.2, picks_at=0.6)
    assert minister.consent(view(rules=rules({"pact.neutrality": False}))).cross[0]


@pytest.mark.parametrize(("net", "obstruction"), [(1.0, 1.0), (0.4, 0.4), (-0.45, 0.0)])
def test_the_foreign_minister_delays_the_south_as_far_as_he_leans_north(
    net: float, obstruction: float
) -> None:
    minister = mind_made_up("FOR", net=net)
    assert isinstance(minister, ForeignMinister)
    assert minister.obstruction()[0] == obstruction


# -- the throne --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("north", "p_win", "force", "cross"),
    [(0.09, 0.9, 0.0, True), (0.1, 0.49, 25.0, False), (0.1, 0.5, 25.0, True)],
)
def test_an_emperor_who_weighs_sanctions_the_border_order_only_when_success_looks_near_certain(
    north: float, p_win: float, force: float, *, cross: bool
) -> None:
    emperor = mind_made_up("EMP", north=north)
    signed = emperor.consent(view(paper=briefed(p_win)))
    assert (signed.divisions[0], signed.cross[0]) == (force, cross)


@pytest.mark.parametrize(("ripeness", "force", "cross"), [(0.59, 0.0, False), (0.6, 25.0, True)])
def test_an_emperor_who_resists_sanctions_nothing_northern_until_the_fruit_is_ripe(
    ripeness: float, force: float, *, cross: bool
) -> None:
    emperor = mind_made_up("EMP", north=0.9, ripeness=ripeness, picks_at=0.6)
    signed = emperor.consent(view(paper=briefed(0.9), rules=rules({"emperor.sanction": "resist"})))
    assert (signed.divisions[0], signed.cross[0]) == (force, cross)


def test_an_emperor_who_refuses_sanctions_nothing_northern_even_when_the_fruit_has_fallen() -> None:
    emperor = mind_made_up("EMP", north=1.0, ripeness=1.0)
    believe(emperor, german_war=1.0)
    signed = emperor.consent(view(paper=briefed(1.0), rules=rules({"emperor.sanction": "refuse"})))
    assert (signed.divisions[0], signed.cross[0]) == (0.0, False)
    assert signed.indochina[0]


def test_an_emperor_who_resists_still_asks_for_near_certainty_when_the_fruit_is_ripe() -> None:
    emperor = mind_made_up("EMP", north=0.9, ripeness=0.9)
    signed = emperor.consent(view(paper=briefed(0.4), rules=rules({"emperor.sanction": "resist"})))
    assert not signed.cross[0]


def test_an_emperor_who_grants_signs_whatever_all_others_advise() -> None:
    emperor = mind_made_up("EMP")
    signed = signs(emperor.consent(view(rules=rules({"emperor.sanction": "grant"}))))
    assert signed.pop("divisions") == 25.0
    assert all(signed.values())


@pytest.mark.parametrize(("advice", "force", "cross"), [(-0.5, 0.0, False), (0.0, 25.0, True)])
def test_those_who_have_his_ear_move_where_his_doubt_begins(
    advice: float, force: float, *, cross: bool
) -> None:
    # .3 x -.5 = -.15: a north of .2 falls below .1, a chance of .6 below .5
    emperor = mind_made_up("EMP", north=0.2)
    told = paper(estimate=estimate(p_win=0.6), advice=advice)
    signed = emperor.consent(view(paper=told))
    assert (signed.divisions[0], signed.cross[0]) == (force, cross)


def test_nobody_is_asked_to_sign_before_a_paper_is_laid() -> None:
    with pytest.raises(ValueError, match="no paper is laid"):
        mind_made_up("EMP", north=0.9).consent(view())
