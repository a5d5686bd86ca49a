"""Facts about the council: each permission by itself, its day, the option given up, the steps south."""

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.agents.view import Estimate, Paper, View
from kantokuen.model.calendar import NEVER, season, to_date, to_day
from kantokuen.model.council import Agreed, Council
from kantokuen.model.decision import Decision
from kantokuen.model.reference import reference_view
from kantokuen.model.values import default_values
from tests.support.scenes import each, law, values

JUNE, JULY, AUGUST, SEPTEMBER = (to_day(date(1941, m, d)) for m, d in ((6, 30), (7, 31), (8, 31), (9, 30)))
MAY_1942 = to_day(date(1942, 5, 31))
YES, NO = np.ones(1, dtype=bool), np.zeros(1, dtype=bool)


def sitting(day: float, length: float = 31.0, **laid: Any) -> View:
    """Return the view of a sitting; nobody has the Emperor's ear, and an attack could begin in forty days."""
    opens, closes = season(day)
    told = Estimate(need=each(22.0), start=each(day + 40.0), p_win=each(0.5), hope=each(0.5))
    nought = each(0.0)
    papers = Paper(**{
        "estimate": told, "asked": each(25.0), "counter": each(16.0), "pressure": nought, "advice": nought,
        "turn_days": each(7.0), "order": YES, "reopening": YES,
    } | laid)  # fmt: skip
    view = replace(reference_view(), day=day, next_sitting=day + length, paper=papers)
    return replace(view, season_opens=opens, season_closes=closes)


def decided(**yes: Any) -> Decision:
    """Return a decision that lets nothing through and keeps the option, but for what is named."""
    nothing = dict.fromkeys(Decision.__dataclass_fields__, NO) | {"divisions": each(0.0), "keep": YES}
    return Decision(**nothing | yes)


NOTHING = decided()
PREPARE = decided(prepare=YES)
MOBILISE = decided(prepare=YES, divisions=each(16.0))
ALL_THE_WAY = decided(prepare=YES, divisions=each(34.0), cross=YES)
GIVE_UP = decided(prepare=YES, keep=NO)


class Seated(Council):
    """A council that knows what a scenario says of it, and keeps minutes."""

    def sits(self, *arguments: Any, **named: Any) -> None:
        self.sit(self.values, *arguments, **named)


def council(*, turn_days: float = 7.0, **levers: object) -> Seated:
    """Return a council whose Emperor gives audience at once, unless something else is said."""
    seated = Seated.at_outset(1, keeps_minutes=True)
    seated.values = values({"politics.turn_days": turn_days, "emperor.audience_days": 0.0} | levers)
    return seated


def sit(
    seated: Seated,
    *sittings: tuple[float, Decision],
    length: float = 31.0,
    asked: float = 25.0,
    advice: float = 0.0,
    is_open: bool = True,
    at_peace: bool = True,
) -> Seated:
    turn = each(seated.values["politics.turn_days"])
    for day, decision in sittings:
        seated.sits(
            sitting(day, length, asked=each(asked), advice=each(advice), turn_days=turn),
            decision,
            is_open=is_open,
            at_peace=np.array([at_peace]),
        )
    return seated


def test_nothing_is_permitted_before_the_german_war_is_on_the_table() -> None:
    found = sit(council(), (JUNE, ALL_THE_WAY), is_open=False)
    assert found.northern_step[0] == 0.0
    assert found.grants[0] == 0.0


def test_preparing_does_not_mobilise() -> None:
    found = sit(council(), (JUNE, PREPARE), (JULY, PREPARE))
    assert (found.prepare_day[0], found.mobilise_day[0], found.sanctioned[0]) == (JUNE, NEVER, 14.0)


def test_a_force_without_a_text_that_prepares_is_not_permitted() -> None:
    found = sit(council(), (JUNE, decided(divisions=each(16.0))))
    assert found.mobilise_day[0] == NEVER


def test_mobilisation_follows_the_text_by_one_turn_and_the_enlargement_by_two() -> None:
    # 2 July, 7 July: the text, the mobilisation; each permission takes its turn
    found = sit(council(turn_days=7.0), (JUNE, ALL_THE_WAY))
    assert found.prepare_day[0] == JUNE
    assert found.mobilise_day[0] == JUNE + 7.0
    assert found.sanctioned[0] == 25.0
    assert found.grants[0] == 3.0


def test_the_first_grant_is_sixteen_divisions_whatever_was_asked() -> None:
    found = sit(council(turn_days=20.0), (JUNE, ALL_THE_WAY), asked=34.0)
    assert found.sanctioned[0] == 16.0
    assert sit(found, (JULY, ALL_THE_WAY), asked=34.0).sanctioned[0] == 34.0


def test_what_does_not_fit_before_the_next_sitting_waits_for_it() -> None:
    found = sit(council(turn_days=12.0), (JUNE, MOBILISE), length=10.0)
    assert found.mobilise_day[0] == NEVER
    assert sit(found, (JUNE + 10.0, MOBILISE), length=10.0).mobilise_day[0] == JUNE + 10.0


def test_who_has_the_emperors_ear_shortens_or_lengthens_the_way_to_an_audience() -> None:
    # 7 days at the table, 4 (1 - .5) to the audience; 4 (1 + .5) where they are against it
    for advice, days in ((0.0, 11.0), (0.5, 9.0), (-0.5, 13.0)):
        found = sit(council(**{"emperor.audience_days": 4.0}), (JUNE, MOBILISE), advice=advice)
        assert found.mobilise_day[0] == JUNE + days


@pytest.mark.parametrize(("passes", "sanctioned"), [(14.9, 14.0), (15.0, 15.0), (15.9, 15.0)])
def test_fewer_than_sixteen_divisions_are_mobilised_where_no_more_pass(
    passes: float, sanctioned: float
) -> None:
    found = sit(council(), (JUNE, decided(prepare=YES, divisions=each(passes))))
    assert found.sanctioned[0] == sanctioned
    assert (found.mobilise_day[0] < NEVER) == (sanctioned > 14.0)


@pytest.mark.parametrize(
    ("passes", "sanctioned"),
    [(16.0, 16.0), (17.9, 16.0), (18.0, 18.0), (21.9, 21.0), (29.0, 29.0), (51.0, 34.0)],
)
def test_what_is_sanctioned_is_whole_divisions_and_no_enlargement_is_by_less_than_two(
    passes: float, sanctioned: float
) -> None:
    found = sit(council(), (JUNE, decided(prepare=YES, divisions=each(passes))), asked=34.0)
    assert found.sanctioned[0] == sanctioned


def test_no_more_is_sanctioned_than_operations_asked_for() -> None:
    assert sit(council(), (JUNE, ALL_THE_WAY), asked=22.0).sanctioned[0] == 22.0


LEAST = float(default_values()["staff.least_lead"])
SIXTEEN = LEAST + (1.0 - LEAST) * 16.0 / 22.0
"""Share of the time for twenty-two divisions in which sixteen stand ready."""


def test_sixteen_divisions_stand_ready_after_their_share_of_the_time_for_twenty_two() -> None:
    first = sit(council(turn_days=20.0, **{"army.ready_days": 60.0}), (JUNE, MOBILISE))
    assert first.ready_day[0] == pytest.approx(JUNE + 20.0 + 60.0 * SIXTEEN)


def test_an_enlargement_stands_ready_some_weeks_after_its_sanction() -> None:
    # 31 August, a turn of 20 days, and 26 to bring them up
    first = sit(council(turn_days=20.0, **{"army.ready_days": 60.0}), (JUNE, MOBILISE))
    early = first.ready_day[0]
    assert sit(first, (AUGUST, ALL_THE_WAY)).ready_day[0] == AUGUST + 26.0 > early


def test_full_coordination_saves_two_fifths_of_the_time_to_get_ready() -> None:
    joint = sit(council(**{"army.ready_days": 60.0, "germany.coordination": 1.0}), (JUNE, MOBILISE))
    assert joint.ready_day[0] - joint.mobilise_day[0] == pytest.approx(36.0 * SIXTEEN)


def test_the_border_is_not_crossed_at_the_sitting_that_mobilises() -> None:
    found = sit(council(), (JUNE, ALL_THE_WAY))
    assert found.cross_day[0] == NEVER
    crossed = sit(found, (JULY, ALL_THE_WAY))
    assert crossed.cross_day[0] == JULY
    assert crossed.attack_day[0] == JULY + 40.0


@law
@given(
    steps=st.lists(
        st.tuples(
            st.booleans(), st.sampled_from([0.0, 16.0, 25.0]), st.booleans(), st.booleans(), st.booleans()
        ),
        min_size=1,
        max_size=8,
    ),
    turn=st.floats(2.0, 40.0),
    length=st.sampled_from([10.0, 31.0]),
)
def test_every_crossing_has_had_two_permissions_before_it(
    steps: list[tuple[bool, float, bool, bool, bool]], turn: float, length: float
) -> None:
    seated, day = council(turn_days=turn), JUNE
    for prepare, divisions, cross, keep, reopen in steps:
        before = seated.grants[0]
        found = decided(
            prepare=np.array([prepare]),
            divisions=each(divisions),
            cross=np.array([cross]),
            keep=np.array([keep]),
            reopen=np.array([reopen]),
        )
        had_crossed = seated.cross_day[0] < NEVER
        sit(seated, (day, found), length=length)
        if seated.cross_day[0] < NEVER and not had_crossed:
            assert before >= 2.0
            assert seated.prepare_day[0] < seated.mobilise_day[0] or turn == 0.0
            assert seated.mobilise_day[0] < seated.cross_day[0] < seated.attack_day[0]
        assert 14.0 <= seated.sanctioned[0] <= 34.0
        assert seated.has_given_up[0] <= (seated.reversal_day[0] < NEVER)
        day += length


def test_an_option_no_longer_worth_keeping_is_given_up_on_the_day_of_the_sitting() -> None:
    found = sit(council(), (JUNE, MOBILISE), (JULY, GIVE_UP))
    assert found.has_given_up[0]
    assert found.reversal_day[0] == JULY
    assert found.sanctioned[0] == 16.0


def test_giving_up_takes_back_an_attack_that_is_ordered_but_no_longer_wanted() -> None:
    found = sit(council(), (JUNE, ALL_THE_WAY), (JULY, ALL_THE_WAY), (AUGUST, GIVE_UP))
    assert found.cross_day[0] == NEVER
    assert found.attack_day[0] == NEVER


def test_an_ordered_attack_that_is_still_wanted_is_not_given_up() -> None:
    stands = decided(prepare=YES, cross=YES, keep=NO)
    found = sit(council(), (JUNE, ALL_THE_WAY), (JULY, ALL_THE_WAY), (AUGUST, stands))
    assert found.cross_day[0] == JULY
    assert not found.has_given_up[0]


def test_what_is_given_up_is_not_ordered_again_until_it_is_taken_up() -> None:
    found = sit(council(), (JUNE, MOBILISE), (JULY, GIVE_UP), (AUGUST, ALL_THE_WAY))
    assert found.cross_day[0] == NEVER
    again = sit(found, (SEPTEMBER, replace(ALL_THE_WAY, reopen=YES)))
    assert not again.has_given_up[0]
    assert again.cross_day[0] == SEPTEMBER
    assert again.reversal_day[0] == JULY


def test_the_option_lapses_with_its_season_even_where_all_would_keep_it() -> None:
    found = sit(council(), (JUNE, MOBILISE), (AUGUST, MOBILISE))
    assert not found.has_given_up[0]
    assert sit(found, (SEPTEMBER, MOBILISE)).reversal_day[0] == SEPTEMBER


def test_without_expiry_the_option_outlives_its_season() -> None:
    seated = sit(council(), (JUNE, MOBILISE))
    view = sitting(SEPTEMBER)
    view = replace(view, rules=replace(view.rules, mechanism=replace(view.rules.mechanism, expiry=False)))
    seated.sits(view, MOBILISE, is_open=True, at_peace=YES)
    assert not seated.has_given_up[0]


def test_once_there_is_war_in_the_north_the_council_grants_nothing_there() -> None:
    found = sit(council(), (JUNE, ALL_THE_WAY), at_peace=False)
    assert found.northern_step[0] == 0.0


SOUTHERN = decided(indochina=YES, southern_preparation=YES, southern_war=YES)


def go(
    seated: Seated,
    day: float,
    decision: Decision = SOUTHERN,
    *,
    tabled: bool = True,
    pressing: bool = True,
    delay: float = 0.0,
    **levers: object,
) -> Seated:
    seated.go_south(
        seated.values | levers,
        sitting(day),
        decision,
        is_tabled=np.array([tabled]),
        is_pressing=np.array([pressing]),
        delay=each(delay),
    )
    return seated


def test_troops_land_in_indochina_twenty_six_days_after_the_decision_and_any_delay() -> None:
    found = go(council(), JUNE, pressing=False, delay=4.0)
    assert found.indochina_day[0] == JUNE + 4.0
    assert found.landing_day[0] == JUNE + 30.0


def with_a_policy() -> Seated:
    """Return a council that has sealed a policy for both directions."""
    return sit(council(turn_days=7.0), (JUNE, PREPARE))


def test_no_southern_war_is_prepared_before_a_policy_is_sealed() -> None:
    assert go(council(), JUNE).southern_preparation_day[0] == NEVER


def test_a_war_that_is_called_off_leaves_the_preparations_standing() -> None:
    seated = go(with_a_policy(), JUNE)
    prepared = seated.southern_preparation_day[0]
    go(seated, prepared + 40.0)
    seated.call_off(YES)
    assert (seated.southern_choice_day[0], seated.southern_war_day[0]) == (NEVER, NEVER)
    assert (seated.southern_preparation_day[0], seated.southern_step[0]) == (prepared, 2.0)


def test_the_southern_ladder_has_three_rungs_with_time_between_them() -> None:
    # prepared three turns later; war may be chosen forty days after that and begun eighty-five days after it
    seated = go(with_a_policy(), JUNE)
    prepared = seated.southern_preparation_day[0]
    assert prepared == JUNE + 21.0
    assert seated.southern_choice_day[0] == NEVER
    assert not seated.is_war_due(seated.values, prepared + 39.0)[0]
    go(seated, prepared + 40.0)
    assert seated.southern_choice_day[0] == prepared + 40.0
    assert seated.southern_war_day[0] == prepared + 85.0
    assert seated.southern_step[0] == 3.0


def test_a_late_choice_of_war_still_leaves_twenty_days_to_the_first_shot() -> None:
    seated = go(with_a_policy(), JUNE)
    late = seated.southern_preparation_day[0] + 100.0
    assert go(seated, late).southern_war_day[0] == late + 20.0


def test_what_is_not_tabled_or_not_signed_does_not_happen() -> None:
    assert go(council(), JUNE, tabled=False, pressing=False).southern_step[0] == 0.0
    assert go(council(), JUNE, NOTHING).southern_step[0] == 0.0


def test_a_move_fixed_by_the_scenario_happens_on_its_day_without_consent() -> None:
    seated = go(council(), JUNE, NOTHING, tabled=False, **{"south.indochina": to_date(JULY)})
    assert seated.indochina_day[0] == NEVER
    go(seated, AUGUST, NOTHING, tabled=False, **{"south.indochina": to_date(JULY)})
    assert (seated.indochina_day[0], seated.landing_day[0]) == (JULY, JULY + 26.0)


def test_an_army_that_waits_for_the_north_is_not_released_for_the_south() -> None:
    waiting = sit(council(), (JUNE, MOBILISE))
    assert go(waiting, JULY).southern_preparation_day[0] == NEVER
    released = go(sit(waiting, (AUGUST, GIVE_UP)), AUGUST)
    assert released.southern_preparation_day[0] < NEVER


def test_without_shared_means_an_army_can_wait_in_the_north_and_prepare_in_the_south() -> None:
    waiting = sit(council(), (JUNE, MOBILISE))
    assert go(waiting, JULY, **{"mechanism.shared_means": False}).southern_preparation_day[0] < NEVER


def test_no_southern_war_is_chosen_while_an_attack_in_the_north_is_ordered() -> None:
    seated = go(with_a_policy(), JUNE)
    sit(seated, (JUNE, ALL_THE_WAY), (JULY, ALL_THE_WAY))
    assert seated.cross_day[0] < NEVER
    assert go(seated, MAY_1942).southern_choice_day[0] == NEVER


def test_the_minutes_say_what_each_sitting_agreed_in_the_north() -> None:
    found = sit(council(), (JUNE, ALL_THE_WAY), (JULY, ALL_THE_WAY), (AUGUST, GIVE_UP), (SEPTEMBER, NOTHING))
    agreed = {each.day: Agreed(int(each.codes[0])) for each in found.minutes or ()}
    assert agreed == {
        JUNE: Agreed.MOBILISE | Agreed.ENLARGE,
        JULY: Agreed.CROSS,
        AUGUST: Agreed.GIVE_UP,
    }
    first = (found.minutes or [])[0]
    assert (first.sanctioned[0], first.enlarged[0], first.enlarged_day[0]) == (14.0, 25.0, JUNE + 14.0)
