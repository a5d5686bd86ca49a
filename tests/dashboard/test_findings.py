"""The headings of the panels say what is in their numbers."""

from dataclasses import replace
from datetime import date

import pytest

from kantokuen.dashboard import findings
from kantokuen.dashboard.palette import PALETTES
from kantokuen.dashboard.playback import Month, Playback, play
from kantokuen.dashboard.results import playback_of
from kantokuen.dashboard.state import Question
from kantokuen.dashboard.view_model import ViewModel
from kantokuen.experiments.runner import Run
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words
from tests.support.links import at_link
from tests.support.many import many

EN, JA = Words.of("en"), Words.of("ja")


@pytest.fixture(scope="module")
def world() -> Playback:
    return play(Question(Run()))


def _leaning(month: Month, *stances: float) -> Month:
    """Return the month with so many offices that stand so."""
    seats = zip(month.seats.items(), stances, strict=False)
    return replace(month, seats={office: replace(seat, net=net) for (office, seat), net in seats})


@pytest.mark.parametrize(
    ("stances", "said"),
    [
        ((-0.5, -0.3, -0.21, 0.9), "Most of the table leans south: 3 of 4 offices"),
        ((0.5, 0.2, 0.9, -0.9), "Most of the table leans north: 3 of 4 offices"),
        ((0.1, -0.2, 0.0, -0.9), "Most of the table is undecided: 3 of 4 offices"),
        ((0.5, -0.5, 0.0, -0.9), "The table is split: 1 lean north, 2 south, 1 are undecided"),
    ],
)
def test_the_table_leans_where_more_than_half_of_the_offices_do(
    world: Playback, stances: tuple[float, ...], said: str
) -> None:
    assert findings.table(_leaning(world.months[0], *stances), EN) == said


def test_the_theatre_counts_the_divisions_of_the_month(world: Playback) -> None:
    month = world.months[4]
    japanese, soviet = (
        EN.number(month.signals[f"{each}"]) for each in ("divisions_present", "soviet_divisions")
    )
    said = findings.theatre(month, EN)
    assert said == f"{japanese} Japanese divisions stand against {soviet} Soviet ones"


def _signals(month: Month, **changed: float) -> Month:
    return replace(month, signals={**month.signals, **changed})


def _until(
    world: Playback, *months: Month, war: date | None = None, outcome: str = "stand_guard"
) -> Playback:
    days = {**world.ending.days, "war": war}
    return replace(world, months=months, ending=replace(world.ending, days=days, outcome=outcome))


def test_the_door_north_closes_when_the_plan_is_given_up_or_the_clock_has_run_out(world: Playback) -> None:
    june, july, august = (_signals(each, days_left=3.0, has_given_up=0.0) for each in world.months[2:5])
    late = _signals(july, days_left=-0.5)
    given_up = _signals(july, has_given_up=1.0)
    for closed in (late, given_up):
        said = findings.months(_until(world, june, closed, august), EN)
        assert said == "By 31 July 1941 every door north had closed for 1941"
    assert findings.months(_until(world, june, july), EN) == "By 31 July 1941 the road north is still open"
    september = _signals(world.months[5], days_left=300.0, has_given_up=0.0)
    assert "30 September" in findings.months(_until(world, june, july, september), EN)


def test_an_attack_and_a_war_without_orders_are_the_heading_where_they_came_first(world: Playback) -> None:
    june, july, august = (_signals(each, days_left=3.0, has_given_up=0.0) for each in world.months[2:5])
    attack = _until(world, june, july, august, war=date(1941, 8, 20), outcome="attack_1941")
    assert findings.months(attack, EN) == "On 20 August 1941 the Army attacks the Soviet Union"
    incident = replace(attack, ending=replace(attack.ending, outcome="field_incident"))
    assert "nobody ordered" in findings.months(incident, EN)
    later = _until(world, june, _signals(july, days_left=-1.0), war=date(1942, 5, 1), outcome="attack_1942")
    assert "every door north had closed" in findings.months(later, EN)


def test_the_heading_of_a_what_if_says_whether_this_world_ends_otherwise() -> None:
    def heading(query: str) -> str:
        return findings.whatif(ViewModel.of(at_link(query), PALETTES["light"]))

    assert heading("") == ""
    assert heading("scenario=soviet-collapse") == (
        "This world ends otherwise than in the baseline: "
        "not “Mobilised, war in the south” but “Attack after the regime’s fall”"
    )
    assert heading("germany.pace=1.01").startswith("This world ends as in the baseline: ")


def test_the_lenses_are_told_by_how_far_they_part() -> None:
    peace, war = (playback_of(at_link(query).question) for query in ("", "scenario=soviet-collapse"))
    none, half = many("guard", "guard"), many("guard", "north_1941")
    assert findings.lenses([(peace, none)], EN) == ""
    assert findings.lenses([(peace, none), (peace, half)], EN) == (
        "This world ends alike under 2 theories; of 100 worlds 0 to 50 attack in 1941"
    )
    assert "to 2 different ends" in findings.lenses([(peace, none), (war, half)], EN)


def test_the_worlds_are_told_by_the_wars_that_they_end_in() -> None:
    now = many(
        *["guard_south"] * 86, *["north_fallen"] * 6, *["north_1941"] * 2, *["guard"] * 5, "never_south"
    )
    assert findings.worlds(now, EN) == (
        "War in the south in 93 of 100 worlds, an attack in the north in 8, both in 6"
    )
    rare = many(*["guard"] * 997, *["guard_south"] * 3)
    assert findings.worlds(rare, EN) == (
        "War in the south in fewer than 1 of 100 worlds, an attack in the north in 0, both in 0"
    )
    assert findings.worlds(now, JA, are_futures=True).startswith("この世界の100の未来のうち93で")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_heading_ends_without_a_full_stop(world: Playback, language: str) -> None:
    words, month = Words.of(language), world.months[3]
    said = [findings.table(month, words), findings.theatre(month, words), findings.months(world, words)]
    assert [each for each in said if each.endswith((".", "。"))] == []
