"""Facts about hostilities, the campaign that follows and the outcome that is read from both."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.agents.view import Array
from kantokuen.model import campaign
from kantokuen.model.calendar import NEVER, Step, to_day
from kantokuen.model.campaign import RESULTS
from kantokuen.model.hostilities import Hostilities, incident_rate
from kantokuen.model.outcome import OUTCOMES, classify
from kantokuen.model.values import default_rules
from tests.support.scenes import each, juns, law, ran

RULES = default_rules()
JULY = Step(10, 99.0, 109.0, 119.0)
VICTORY, UNFINISHED, DEFEAT = (float(RESULTS.index(name)) for name in ("victory", "unfinished", "defeat"))
days = st.one_of(st.just(NEVER), st.floats(0.0, 450.0))


def begun(*, attack: float, rate: float, draw: float) -> Hostilities:
    war = Hostilities.at_outset(1)
    war.begin(JULY, attack_day=each(attack), incident_rate=each(rate), draw=each(draw))
    return war


def test_an_ordered_attack_begins_on_its_day() -> None:
    war = begun(attack=104.0, rate=0.0, draw=0.5)
    assert (war.war_day[0], war.was_ordered[0]) == (104.0, True)


def test_an_attack_ordered_for_a_later_step_has_not_begun() -> None:
    war = begun(attack=109.5, rate=0.0, draw=0.5)
    assert war.at_peace[0]


def test_the_field_army_acts_alone_where_the_hazard_passes_the_draw() -> None:
    # .01 a day for ten days: a chance of .1
    assert begun(attack=NEVER, rate=0.01, draw=0.11).at_peace[0]
    alone = begun(attack=NEVER, rate=0.01, draw=0.09)
    assert (alone.war_day[0], alone.was_ordered[0]) == (109.0, False)


def test_where_both_are_due_the_order_goes_before_the_incident() -> None:
    assert begun(attack=105.0, rate=1.0, draw=0.01).was_ordered[0]


def test_a_war_begins_once() -> None:
    war = begun(attack=104.0, rate=0.0, draw=0.5)
    again = war.begin(
        Step(11, 109.0, 119.0, 129.0), attack_day=each(110.0), incident_rate=each(1.0), draw=each(0.1)
    )
    assert not again.any()
    assert war.war_day[0] == 104.0


@law
@given(rates=st.lists(st.floats(0.0, 0.1), min_size=1, max_size=10))
def test_one_draw_gives_the_chance_of_an_incident_that_a_draw_in_every_step_would_give(
    rates: list[float],
) -> None:
    draws = (np.arange(1000) + 0.5) / 1000
    war, survives = Hostilities.at_outset(1000), 1.0
    for step, rate in zip(juns(), rates, strict=False):
        survives *= 1.0 - min(rate * step.days, 1.0)
        none = np.full(1000, NEVER)
        war.begin(step, attack_day=none, incident_rate=np.full(1000, rate), draw=draws)
    assert (~war.at_peace).mean() == pytest.approx(1.0 - survives, abs=0.0011)


@pytest.mark.parametrize(
    ("when", "expected"), [(date(1941, 4, 20), 0.0), (date(1941, 7, 20), 0.01), (date(1941, 12, 20), 0.0)]
)
def test_incidents_need_a_season_to_fight_in(when: date, expected: float) -> None:
    step = Step(0, to_day(when) - 10.0, to_day(when), to_day(when) + 10.0)
    rate = incident_rate(step, each(0.5), rate=0.02, is_mobilised=np.array([True]))
    assert rate[0] == expected


def test_incidents_need_a_mobilised_army_and_a_staff_that_outruns_tokyo() -> None:
    recklessness, mobilised = each(0.5, 0.5, 0.0), np.array([True, False, True])
    assert incident_rate(JULY, recklessness, rate=0.02, is_mobilised=mobilised).tolist() == [0.01, 0.0, 0.0]


def fought(
    *, force: float = 24.0, divisions: float = 16.0, nearness: float = 0.0, men: float = 703_714.0,
    materiel_gone: float = 0.0, left: float = 90.0, draws: Array | None = None,
) -> Array:  # fmt: skip
    drawn = (np.arange(1000) + 0.5) / 1000 if draws is None else draws
    one = np.ones(len(drawn))
    return campaign.result(
        force=force * one,
        divisions=divisions * one,
        materiel_gone=materiel_gone * one,
        men=men * one,
        nearness=nearness * one,
        days=left * one,
        rules=replace(RULES, staff=replace(RULES.staff, win_odds=4.0)),
        draw=drawn,
    )


def test_at_exactly_two_to_one_and_with_time_the_odds_are_those_of_the_lever() -> None:
    # twenty-four divisions against sixteen at three quarters each: four to one for victory
    results = fought()
    assert (results == VICTORY).mean() == pytest.approx(0.8, abs=0.001)
    assert (results == DEFEAT).mean() == pytest.approx(0.2, abs=0.001)


def test_with_no_time_left_the_battles_that_are_won_end_no_campaign() -> None:
    results = fought(left=0.0)
    assert not (results == VICTORY).any()
    assert (results == UNFINISHED).mean() == pytest.approx(0.8, abs=0.001)


def test_more_soviet_men_make_victory_rarer_and_lost_materiel_makes_it_likelier() -> None:
    plain = (fought() == VICTORY).mean()
    assert (fought(men=1_000_000.0) == VICTORY).mean() < plain < (fought(materiel_gone=0.6) == VICTORY).mean()


@law
@given(
    force=st.floats(14.0, 51.0), more=st.floats(0.0, 20.0), left=st.floats(-50.0, 150.0), draw=st.floats(0, 1)
)
def test_a_larger_force_never_ends_worse(force: float, more: float, left: float, draw: float) -> None:
    one = fought(force=force, left=left, draws=each(draw))[0]
    other = fought(force=force + more, left=left, draws=each(draw))[0]
    assert VICTORY <= other <= one <= DEFEAT


@law
@given(war=days, ordered=st.booleans(), mobilised=days)
def test_every_world_has_exactly_one_outcome(*, war: float, ordered: bool, mobilised: float) -> None:
    code = classify(war_day=each(war), was_ordered=np.array([ordered]), mobilise_day=each(mobilised))
    assert code.shape == (1,)
    named = OUTCOMES[int(code[0])]
    assert (named == "field_incident") == (war < NEVER and not ordered)
    assert named.startswith("attack") == (war < NEVER and ordered)
    assert (named == "stand_guard") == (war == NEVER and mobilised < NEVER)
    assert (named == "no_mobilisation") == (war == NEVER and mobilised == NEVER)


def test_hostilities_by_15_october_are_of_1941_and_later_ones_of_1942() -> None:
    in_time, too_late = to_day(date(1941, 10, 15)), to_day(date(1941, 10, 16))
    codes = classify(
        war_day=each(in_time, in_time + 0.9, too_late),
        was_ordered=np.ones(3, dtype=bool),
        mobilise_day=np.zeros(3),
    )
    assert [OUTCOMES[int(code)] for code in codes] == ["attack_1941", "attack_1941", "attack_1942"]


def test_in_a_run_every_war_has_a_result_and_every_peace_has_none() -> None:
    run = ran(512, scenario="unopposed-hawks")
    at_war = run.world.hostilities.war_day < NEVER
    assert at_war.any()
    assert not at_war.all()
    assert ((run.world.hostilities.result > 0) == at_war).all()
    assert (run.world.hostilities.divisions_peak >= 14.0).all()
