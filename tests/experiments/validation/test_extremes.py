"""Extreme conditions: set at the ends of what may be set, measured as said, and told whether they hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from kantokuen.agents.roster import OFFICES
from kantokuen.experiments.sheets import Sheet
from kantokuen.experiments.validation import extremes
from kantokuen.experiments.validation.extremes import EXTREMES, Extreme
from kantokuen.experiments.validation.plays import Found, Played, play_all
from kantokuen.experiments.validation.reasons import reason
from kantokuen.model.calendar import to_day
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.parameters import PARAMETERS
from kantokuen.model.text.words import ENGLISH, Words

FEW = 50


def named(name: str) -> Extreme:
    return next(each for each in EXTREMES if each.name == name)


def ending(*outcomes: str, stands: bool = True) -> Played:
    """One world with each of the endings, the regime standing in all or in none."""
    worlds = len(outcomes)
    columns = {
        "outcome": np.array([OUTCOMES.index(each) for each in outcomes]),
        "regime_stands": np.full(worlds, stands),
        "divisions_peak": np.full(worlds, 16.0),
        "mobilisation_date": np.full(worlds, np.inf),
        "southern_war_date": np.full(worlds, np.inf),
    }
    return Played(columns, ())


def at(played: Played, **columns: list[float]) -> Played:
    return replace(
        played, columns={**played.columns, **{name: np.array(given) for name, given in columns.items()}}
    )


def moving(net: float) -> Played:
    """A world whose chairs all stand at 0 until the outbreak and go to a stance by the end."""
    days = (date(1941, 4, 30), date(1941, 6, 30), date(1942, 6, 30))
    nets = (0.9, 0.0, net)
    return Played(
        {},
        [(day, {office: {"net": each} for office in OFFICES}) for day, each in zip(days, nets, strict=True)],
    )


@pytest.mark.parametrize("extreme", EXTREMES, ids=lambda each: each.name)
def test_every_number_that_is_set_stands_at_an_end_of_what_may_be_set(extreme: Extreme) -> None:
    numbers = {key: value for key, value in extreme.levers.items() if PARAMETERS[key].is_number}
    for key, value in numbers.items():
        assert value in (PARAMETERS[key].low, PARAMETERS[key].high)
    assert extreme.low is not None or extreme.high is not None


def test_a_bound_holds_where_it_is_met_exactly() -> None:
    most, least = named("fortress"), named("emptied")
    assert most.holds(0.0)
    assert not most.holds(0.001)
    assert least.holds(0.9)
    assert not least.holds(0.899)
    assert not least.holds(np.nan)


def test_only_an_attack_on_orders_on_a_standing_enemy_counts_as_one() -> None:
    endings = ("attack_1941", "attack_1942", "field_incident", "stand_guard")
    standing, fallen = ending(*endings), ending(*endings, stands=False)
    assert extremes.attacks(standing, standing) == 0.5
    assert extremes.attacks_this_year(standing, standing) == 0.25
    assert extremes.attacks_standing(standing, standing) == 0.5
    assert extremes.attacks_standing_this_year(standing, standing) == 0.25
    assert extremes.attacks_standing(fallen, standing) == 0.0
    assert extremes.attacks_standing_this_year(fallen, standing) == 0.0
    assert extremes.wars_without_orders(standing, standing) == 0.25


def test_attacks_added_are_less_than_none_where_some_are_lost() -> None:
    base, played = ending("attack_1941", "attack_1942"), ending("attack_1942", "stand_guard")
    assert extremes.attacks_added(played, base) == -0.5
    assert extremes.attacks_added(base, played) == 0.5


def test_a_mobilisation_of_1942_is_none_of_1941() -> None:
    days = [to_day(date(1941, 12, 31)), to_day(date(1942, 1, 1)), np.inf]
    played = at(ending(*["stand_guard"] * 3), mobilisation_date=days)
    assert extremes.mobilisations_this_year(played, played) == pytest.approx(1 / 3)
    assert extremes.mobilisations(played, played) == pytest.approx(2 / 3)


def test_the_largest_force_is_that_of_the_one_world_that_has_most() -> None:
    played = at(ending("stand_guard", "stand_guard"), divisions_peak=[14.0, 15.0])
    assert extremes.largest_force(played, played) == 15.0


def test_a_southern_war_that_never_comes_is_none() -> None:
    played = at(ending("stand_guard", "stand_guard"), southern_war_date=[np.inf, 240.0])
    assert extremes.southern_wars(played, played) == 0.5


def test_movement_is_counted_from_the_outbreak_on_and_beside_that_of_history() -> None:
    assert extremes.movement(moving(-0.2), moving(0.4)) == pytest.approx(0.5)


def everywhere(played: Played) -> Found:
    """The same worlds in every play, and stances that move as far as in history."""
    moved = replace(played, means=moving(0.4).means)
    return dict.fromkeys(extremes.plays(FEW), moved)


def row_of(table: Sheet, name: str) -> tuple[object, ...]:
    called = ENGLISH(f"validation.extremes.names.{name}")
    return next(row for row in table.rows if row[0] == called)


def test_a_row_that_does_not_hold_says_why_and_one_that_does_says_nothing() -> None:
    table = extremes.sheet(everywhere(ending("attack_1941")), FEW)
    holds, why = (table.columns.index(each) for each in ("holds", "why, as far as we can tell"))
    kept, broken = row_of(table, "emptied"), row_of(table, "no_funds")
    assert (kept[holds], kept[why]) == (True, "")
    assert broken[holds] is False
    assert str(broken[why]).startswith("The number is a ceiling of the War Minister's")


def test_a_row_holds_only_if_both_ensembles_show_it() -> None:
    found = dict(everywhere(ending("stand_guard")))
    of_june = [play for play in found if play.run.ensemble == "june-1941"]
    found |= dict.fromkeys(of_june, replace(ending("attack_1941"), means=moving(0.4).means))
    table = extremes.sheet(found, FEW)
    row = row_of(table, "emperor_refuses")
    places = [table.columns.index(each) for each in ("found, `historians`", "found, `june-1941`", "holds")]
    assert [row[place] for place in places] == [0.0, 1.0, False]


def test_what_is_set_is_written_as_it_is_typed_and_the_leans_of_all_chairs_as_one() -> None:
    table = extremes.sheet(everywhere(ending("stand_guard")), FEW)
    place = table.columns.index("what is set")
    assert row_of(table, "no_winter")[place] == "`season.winter_shift=90`, `mechanism.expiry=false`"
    fortress = str(row_of(table, "fortress")[place])
    assert "`soviet.men_before=1500000`" in fortress
    assert fortress.endswith("`office.*.lean=1`")


@pytest.mark.parametrize("name", ["all_north", "embargo_at_once", "winter_at_once", "no_funds"])
def test_a_setting_that_fails_in_the_model_has_its_reason_in_every_language(name: str) -> None:
    assert named(name)
    for words in (ENGLISH, Words.of("ja")):
        assert reason(f"extreme_{name}", words) != reason("extreme_of_no_name", words)


def test_who_refuses_and_holds_is_not_overborne_though_all_chairs_lean_north() -> None:
    asked = [named("emperor_refuses"), named("ministry_refuses"), named("regime_falls_at_once")]
    plays = [extremes.play(FEW, "june-1941", each.levers) for each in asked]
    found = play_all(plays, seed=11)
    values = [each.measure(found[play], found[play]) for each, play in zip(asked, plays, strict=True)]
    assert values[:2] == [0.0, 14.0]
    assert values[2] >= 0.95
