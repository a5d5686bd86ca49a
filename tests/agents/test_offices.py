"""Facts about what each office hears, feels and asks for, worked by hand.

An office is seated in a bare Mesa model and told things.
"""

import pytest

from kantokuen.agents.army import (
    FORCE_VARIANTS,
    KwantungHeadquarters,
    KwantungStaff,
    MilitaryAffairsBureau,
    OperationsBureau,
    TheatreArmy,
)
from kantokuen.agents.cabinet import PlanningBoard, PrimeMinister
from kantokuen.agents.court import advice
from kantokuen.agents.faction import Faction
from kantokuen.agents.profile import persons_of, successors
from kantokuen.agents.view import View
from tests.support.views import (
    RULES,
    believe,
    crash_schedule,
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


def test_operations_close_half_of_a_gap_and_more_when_soviet_divisions_and_men_leave() -> None:
    # gain .35, bias .5: 30 - .35 x 1.5 x 10; 700,000 - .525 x 200,000
    office = seat("OPS")
    hear(office, reports(soviet_divisions=20.0, soviet_men=500_000.0))
    assert office.mind.soviet_divisions[0] == pytest.approx(24.75)
    assert office.mind.soviet_men[0] == pytest.approx(595_000.0)


def test_operations_close_a_sixth_of_it_when_they_come() -> None:
    # 30 + .35 x .5 x 10; 700,000 + .175 x 200,000: so a refill of men beyond a million is missed
    office = seat("OPS")
    hear(office, reports(soviet_divisions=40.0, soviet_men=900_000.0))
    assert office.mind.soviet_divisions[0] == pytest.approx(31.75)
    assert office.mind.soviet_men[0] == pytest.approx(735_000.0)


def test_intelligence_counts_without_wishing() -> None:
    # gain .5, no bias: 25 and 35
    for reported, after in ((20.0, 25.0), (40.0, 35.0)):
        office = seat("INT")
        hear(office, reports(soviet_divisions=reported))
        assert office.mind.soviet_divisions[0] == pytest.approx(after)


def test_without_motivated_belief_operations_count_without_wishing_too() -> None:
    office = seat("OPS")
    hear(office, reports(soviet_divisions=20.0, rules=rules({"mechanism.motivated_belief": False})))
    assert office.mind.soviet_divisions[0] == pytest.approx(26.5)


def test_in_peace_a_report_has_fifteen_hundredths_of_its_weight() -> None:
    # gain .35 x .15 = .0525: 30 - .0525 x 1.5 x 10
    office = seat("OPS")
    hear(office, reports(soviet_divisions=20.0, at_war=0.0))
    assert office.mind.soviet_divisions[0] == pytest.approx(29.2125)


def test_nobody_sees_a_german_victory_before_the_front_shows_one() -> None:
    # nought, then .35 x 1.5 x .45
    office = seat("OPS")
    assert office.mind.german_war[0] == 0.0
    hear(office, reports(german_war=0.45))
    assert office.mind.german_war[0] == pytest.approx(0.23625)


def test_a_front_that_lags_behind_the_forecast_of_june_costs_it_trust() -> None:
    # berlin's group: .6 x .8 + .3 x .5 + .1 x .2 = .65; seen .525 x .45 = .23625: 1 - .02 x 10 x .41375
    office = seat("OPS")
    hear(office, reports(german_war=0.45, foreseen=(0.8, 0.5, 0.2)))
    assert office.mind.trust[0] == pytest.approx(0.91725)


def test_before_the_war_there_is_no_news_from_the_front() -> None:
    office = seat("OPS")
    hear(office, reports(german_war=0.45, at_war=0.0))
    assert (office.mind.german_war[0], office.mind.trust[0]) == (0.0, 1.0)


def test_what_is_proclaimed_to_all_the_world_is_believed_at_once() -> None:
    office = seat("OPS")
    hear(office, reports(german_war=0.45, proclaimed=each(1.0)))
    assert office.mind.german_war[0] == 1.0
    assert office.has_heard_of_fall[0]


@pytest.mark.parametrize("office", ["INT", "KAH", "KAS", "KOR", "CEA", "PM", "KID", "EMP", "CPB"])
def test_those_who_read_no_telegram_from_berlin_are_not_moved_by_it(office: str) -> None:
    loud, silent = seat(office), seat(office)
    judge(loud, view(berlin_claim=1.0))
    judge(silent, view(berlin_claim=0.0))
    assert loud.net[0] == silent.net[0]
    assert loud.ripeness[0] == silent.ripeness[0]


# -- what an office feels ----------------------------------------------------------------------


@pytest.mark.parametrize(("office", "felt"), [("NGS", 1.0), ("MAB", 0.82), ("OPS", 0.55), ("KAS", 0.37)])
def test_the_navy_feels_an_embargo_at_once_and_the_army_some_days_later(office: str, felt: float) -> None:
    # .1 + speed x .9 after one jun, with speeds 1, .8, .5 and .3
    seated = seat(office)
    judge(seated, view(oil_loss=1.0))
    assert seated.mind.oil_loss[0] == pytest.approx(felt)


def test_materiel_gone_is_taken_in_from_the_papers_with_the_gain_of_the_office() -> None:
    # .35 x .6
    office = seat("OPS")
    judge(office, view(materiel_gone=0.6))
    assert office.mind.materiel_gone[0] == pytest.approx(0.21)


def half_won(told: View, *, trust: float = 1.0) -> Faction:
    """Return the Navy Minister, who believes in half of a German victory, after a sitting."""
    office = seat("NAV")
    believe(office, german_war=0.5, trust=trust)
    judge(office, told)
    return office


def test_a_nearer_german_victory_lowers_the_need_and_berlin_makes_it_look_nearer() -> None:
    """Berlin claims all, and counts .35 as far as it is trusted: .5 + .35 x .5 = .675.

    30 (1 - .6 x .675^2) 1.5 = 32.698; without any trust .5: 45 (1 - .6 x .25) = 38.25.
    """
    assert half_won(view()).need[0] == pytest.approx(32.698, abs=1e-3)
    assert half_won(view(), trust=0.0).need[0] == pytest.approx(38.25)


def test_a_foreign_minister_who_passes_it_on_less_loudly_makes_victory_look_less_near() -> None:
    # voice .6: .5 + .35 x .6 x .5 = .605, and 45 (1 - .6 x .366025)
    assert half_won(view(berlin_voice=0.6)).need[0] == pytest.approx(35.117, abs=1e-3)


def test_without_motivated_belief_berlin_brings_no_victory_nearer() -> None:
    told = view(rules=rules({"mechanism.motivated_belief": False}))
    assert half_won(told).need[0] == pytest.approx(38.25)


def test_before_the_german_war_the_fruit_is_as_hard_as_it_is_large() -> None:
    assert half_won(view(at_war=0.0)).need[0] == pytest.approx(45.0)


def test_all_count_alike_and_a_hawk_picks_the_fruit_greener() -> None:
    ripe, picks = [], []
    for office in ("OPS", "AGS"):
        seated = seat(office)
        believe(seated, german_war=0.5, trust=0.0)
        judge(seated, view())
        ripe.append(seated.ripeness[0])
        picks.append(seated.picks_at[0])
    assert ripe[0] == ripe[1]
    assert picks == [0.5, 0.65]


@pytest.mark.parametrize(
    ("ripeness", "nerve", "picks"), [(0.6, 0.0, False), (0.65, 0.0, True), (0.6, 0.05, True)]
)
def test_an_office_would_pick_at_its_picking_point_a_bolder_one_sooner(
    ripeness: float, nerve: float, *, picks: bool
) -> None:
    office = mind_made_up("AGS", ripeness=ripeness, picks_at=0.65, nerve=nerve)
    assert office.would_pick[0] == picks


def test_a_fallen_fruit_is_for_everyone_who_has_heard_of_it() -> None:
    office = mind_made_up("NGS", ripeness=0.0, picks_at=0.95)
    believe(office, german_war=1.0)
    assert office.would_pick[0]


def test_keeping_the_option_costs_more_the_more_oil_is_lost() -> None:
    # .06 (1 + 4 x .2) = .108 in June, .06 (1 + 4) = .3 under a full stop; all worth lies in this season
    for loss, cost in ((0.2, 0.108), (1.0, 0.3)):
        office = seat("NGS")
        judge(office, view(oil_loss=loss))
        assert office.hope[0] - office.keep[0] == pytest.approx(cost)


def test_a_lean_is_half_north_and_half_south_and_a_greener_picking_point() -> None:
    # picks at .65 - .2 x .2; north also by the window, so at least by .1
    usual, keen = seat("AGS"), seat("AGS", stance=0.2)
    for office in (usual, keen):
        judge(office, view())
    for road, more in (("north", 0.1), ("south", -0.1)):
        own, leaning = (each_.contributions[road]["disposition"][0] for each_ in (usual, keen))
        assert leaning - own == pytest.approx(more)
    assert keen.picks_at[0] == pytest.approx(0.61)
    assert keen.hope[0] > usual.hope[0]


def test_a_lean_reads_the_news_its_way() -> None:
    # bias .3 + .5 x .4 = .5 and gain .5: 30 - .5 x 1.5 x 10
    keen = seat("AGS", stance=0.4)
    hear(keen, reports(soviet_divisions=20.0))
    assert keen.mind.soviet_divisions[0] == pytest.approx(22.5)


# -- Operations --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expected", "asked"),
    [
        (2.0, 16.0),
        (12.0, 16.0),  # 18, and half way from 16 to 22 is 19
        (13.0, 22.0),  # 19.5
        (15.0, 22.0),  # 22.5
        (16.0, 24.0),
        (16.5, 25.0),  # 24.75
        (20.0, 30.0),
        (22.0, 34.0),  # 33
        (40.0, 34.0),
    ],
)
def test_operations_ask_for_the_plan_nearest_to_the_need_expected(expected: float, asked: float) -> None:
    # 1.5 Japanese divisions for each Soviet one that is expected to stand there; the field army agrees
    assert drafted(expected, expected) == asked


def drafted(expected: float, in_the_field: float, *, stance: float = 0.0) -> float:
    """Return the force asked for by a bureau and a field army that expect so many Soviet divisions."""
    bureau, field = seat("OPS", stance=stance), seat("KAH")
    for office, divisions in ((bureau, expected), (field, in_the_field)):
        office.table.appraisal.divisions_then[0] = divisions
    assert isinstance(bureau, OperationsBureau)
    return float(bureau.draft(field, RULES)[0])


def test_half_of_what_the_field_army_fears_beyond_operations_goes_into_the_plan() -> None:
    # 1.5 (15 + .5 x 6) = 27, short of the 27.5 half way from 25 to 30
    assert drafted(15.0, 21.0) == 25.0
    assert drafted(15.0, 22.0) == 30.0


def test_operations_that_lean_further_north_ask_for_more() -> None:
    # 22.5 (1 + .3 x .5) = 25.875, and less by as much the other way: 19.125
    assert drafted(15.0, 15.0, stance=0.5) == 25.0
    assert drafted(15.0, 15.0, stance=-0.6) == 16.0


@pytest.mark.parametrize(("north", "weight"), [(0.0, 0.4), (0.5, 0.3), (1.0, 0.2)])
def test_operations_leave_less_to_intelligence_the_more_they_are_for_the_north(
    north: float, weight: float
) -> None:
    bureau = mind_made_up("OPS", north=north)
    assert isinstance(bureau, OperationsBureau)
    assert bureau.leaves_to_intelligence(RULES)[0] == pytest.approx(weight)


def test_the_plans_of_the_summer_are_the_six_recorded_ones() -> None:
    assert FORCE_VARIANTS == (16.0, 22.0, 24.0, 25.0, 30.0, 34.0)


# -- the War Ministry and the theatres ---------------------------------------------------------


@pytest.mark.parametrize(
    ("north", "reachable", "counter"), [(0.0, 25.0, 16.0), (0.5, 25.0, 18.0), (1.0, 19.0, 19.0)]
)
def test_military_affairs_drafts_what_is_free_and_what_it_lets_money_stretch_to(
    north: float, reachable: float, counter: float
) -> None:
    # 16 free, and 4 more if the bureau were wholly for it; never beyond reach
    bureau = mind_made_up("MAB", north=north)
    assert isinstance(bureau, MilitaryAffairsBureau)
    assert bureau.counter_draft(view(reachable=reachable))[0] == counter


def test_operations_press_harder_while_the_bureau_is_not_there_to_speak() -> None:
    bureau, operations = mind_made_up("MAB", south=0.6), mind_made_up("OPS", north=0.9)
    assert isinstance(bureau, MilitaryAffairsBureau)
    assert bureau.contended(operations, is_away=False)[0] == pytest.approx(0.3)
    assert bureau.contended(operations, is_away=True)[0] == pytest.approx(0.9)


@pytest.mark.parametrize("office", ["KOR", "CEA"])
@pytest.mark.parametrize(("net", "released"), [(0.5, 1.0), (-0.25, -0.5)])
def test_an_army_of_another_theatre_lets_divisions_go_as_far_as_it_is_for_the_north(
    office: str, net: float, released: float
) -> None:
    army = mind_made_up(office, net=net)
    assert isinstance(army, TheatreArmy)
    assert army.releases(2.0)[0] == released


# -- the field army ----------------------------------------------------------------------------


@pytest.mark.parametrize(("need", "vouches"), [(22.0, True), (22.5, False)])
def test_the_field_army_vouches_for_no_less_than_the_ratio(need: float, *, vouches: bool) -> None:
    army = mind_made_up("KAH", need=need)
    assert isinstance(army, KwantungHeadquarters)
    assert army.vouches(crash_schedule())[0] == vouches


def test_a_headquarters_that_leans_north_vouches_for_less_force() -> None:
    # 22 (1 + .3 x .5) = 25.3
    army = seat("KAH", stance=0.5)
    army.table.appraisal.need[0] = 25.2
    assert isinstance(army, KwantungHeadquarters)
    assert army.vouches(crash_schedule())[0]


@pytest.mark.parametrize(
    ("north", "held", "recklessness"),
    [
        (0.85, 1.0, 0.7),  # 2 x .85 - 1
        (0.85, 1.5, 0.35),
        (0.85, 2.0, 0.0),
        (0.85, 0.5, 1.05),
        (0.4, 0.0, 0.0),
    ],
)
def test_the_kwantung_staff_is_reckless_by_its_wish_and_by_what_its_headquarters_lets_it(
    north: float, held: float, recklessness: float
) -> None:
    staff_ = mind_made_up("KAS", north=north)
    assert isinstance(staff_, KwantungStaff)
    assert staff_.recklessness(each(held))[0] == pytest.approx(recklessness)


def test_a_headquarters_that_leans_north_keeps_its_staff_less_in_hand() -> None:
    for stance, held in ((0.0, 1.0), (0.5, 0.5), (-0.5, 1.5)):
        army = seat("KAH", stance=stance)
        assert isinstance(army, KwantungHeadquarters)
        assert army.holds_back()[0] == held


# -- the cabinet and the court -----------------------------------------------------------------


@pytest.mark.parametrize(("net", "days"), [(0.0, 2.0), (0.5, 1.5), (-0.5, 2.5)])
def test_a_premier_who_is_for_the_north_convenes_sooner(net: float, days: float) -> None:
    premier = mind_made_up("PM", net=net)
    assert isinstance(premier, PrimeMinister)
    assert premier.convening(2.0, 0.5)[0] == pytest.approx(days)


@pytest.mark.parametrize(("net", "told"), [(0.0, 0.4), (-0.5, 0.5), (0.5, 0.3)])
def test_a_planning_board_that_leans_south_paints_the_oil_darker(net: float, told: float) -> None:
    # .4 (1 - .5 net)
    board = mind_made_up("CPB", net=net)
    assert isinstance(board, PlanningBoard)
    assert board.figure(each(0.4), 0.5)[0] == pytest.approx(told)


def test_no_board_can_lose_more_oil_than_there_is() -> None:
    board = mind_made_up("CPB", net=-1.0)
    assert isinstance(board, PlanningBoard)
    assert board.figure(each(0.9), 0.5)[0] == 1.0


def test_the_throne_is_told_the_mean_of_those_who_have_its_ear_by_their_weight() -> None:
    # Kido .4 x .4 = .16, Hara .15 x .6 = .09: (.16 x -.5 + .09 x .75) / .25 = -.05
    assert advice(mind_made_up("KID", net=-0.5), mind_made_up("HAR", net=0.75))[0] == pytest.approx(-0.05)


# -- successors --------------------------------------------------------------------------------

each_successor = pytest.mark.parametrize("key", successors())


def office_of(key: str, worlds: int = 1) -> Faction:
    """Return the office that somebody may take over."""
    return seat(successors()[key].id, worlds)


@each_successor
def test_a_change_of_persons_leaves_the_other_worlds_as_they_were(key: str) -> None:
    alone, crowd = office_of(key), office_of(key, 2)
    succeed(crowd, key, where(True, False))
    judge(alone, view())
    judge(crowd, view(2))
    assert crowd.need[1] == alone.need[0]
    assert crowd.net[1] == alone.net[0]


@each_successor
def test_a_successor_stays_in_office_when_another_world_changes_later(key: str) -> None:
    once, twice = office_of(key, 2), office_of(key, 2)
    succeed(once, key, where(True, False))
    succeed(twice, key, where(True, False))
    succeed(twice, key, where(False, True))
    for seated in (once, twice):
        judge(seated, view(2))
    assert twice.net[0] == once.net[0]
    assert (twice.table.holder[twice.row] > 0).tolist() == [True, True]


@each_successor
def test_the_seat_tells_who_holds_it_in_each_world(key: str) -> None:
    seated = office_of(key, 2)
    person = successors()[key]
    succeed(seated, key, where(True, False))
    holders = [persons_of(person.id)[number].person for number in seated.table.holder[0]]
    assert holders == [person.person, seated.profile.person]


def test_a_lean_goes_with_the_chair_whoever_sits_in_it() -> None:
    # .4 of lean, half of it to the north
    dispositions = []
    for stance in (0.4, 0.0):
        seated = seat("FOR", stance=stance)
        succeed(seated, "TOY", where(True))
        judge(seated, view())
        dispositions.append(seated.contributions["north"]["disposition"][0])
    assert dispositions[0] - dispositions[1] == pytest.approx(0.2)


def test_toyoda_leans_south_where_matsuoka_leaned_north() -> None:
    office = seat("FOR", 2)
    succeed(office, "TOY", where(True, False))
    judge(office, view(2))
    assert office.net[0] < 0.0 < office.net[1]
