"""Facts about the persimmon: what it says, when it falls, when it snows."""

from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from kantokuen.dashboard.palette import PALETTES, Theme
from kantokuen.dashboard.pictures.persimmon import (
    STAFF,
    WITNESSES,
    grade,
    persimmon,
    persimmon_text,
    pickers_text,
)
from kantokuen.dashboard.pictures.plate import skin_stops
from kantokuen.dashboard.pictures.svg import ramp
from kantokuen.dashboard.playback import Month, play
from kantokuen.dashboard.state import Question
from kantokuen.experiments.odds import play_in_pieces
from kantokuen.experiments.runner import Run
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words

LIGHT = PALETTES["light"]
ENGLISH = Words.of("en")


@pytest.fixture(scope="module")
def july() -> Month:
    playback = play(Question(Run(until="1941-07")))
    return playback.months[-1]


def _seen(month: Month, ripeness: float) -> Month:
    """Return the month with another ripeness in the eyes of the General Staff."""
    return replace(month, seats={**month.seats, STAFF: replace(month.seats[STAFF], ripeness=ripeness)})


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("has_fallen", "is_winter"), [(False, False), (True, False), (False, True), (True, True)]
)
def test_the_picture_is_whole_and_says_what_it_shows(
    july: Month, theme: Theme, language: str, *, has_fallen: bool, is_winter: bool
) -> None:
    words = Words.of(language)
    state = {"has_fallen": has_fallen, "is_winter": is_winter}
    root = ET.fromstring(persimmon(july, words, PALETTES[theme], **state))  # noqa: S314  (our own text)
    assert root.get("role") == "img"
    assert root.findtext("{*}title") == words("pictures.persimmon.title", month=words.month(july.date))
    said = (persimmon_text(july, words, **state), pickers_text(july, words))
    assert root.findtext("{*}desc") == words("numbers.space").join(said)


def test_the_size_does_not_change_with_the_ripeness(july: Month) -> None:
    green, ripe = (
        ET.fromstring(persimmon(_seen(july, at), ENGLISH, LIGHT, has_fallen=False, is_winter=False))  # noqa: S314
        for at in (0.0, 1.0)
    )
    assert green.get("viewBox") == ripe.get("viewBox")
    bodies = [[each.get("d") for each in root.findall(".//{*}path")][:12] for root in (green, ripe)]
    assert bodies[0] == bodies[1]


def test_the_skin_goes_from_green_to_vermilion() -> None:
    for palette in PALETTES.values():
        stops = skin_stops(palette)
        assert ramp(stops, 0.0) == palette.green
        assert ramp(stops, 0.7) == palette.ripe
        reds = [int(ramp(stops, at)[3:5], 16) for at in (0.4, 0.6, 0.8, 1.0)]
        assert reds == sorted(reds, reverse=True)


def test_the_words_of_ripeness_rise_with_it() -> None:
    grades = [grade(at / 100) for at in range(101)]
    assert grades == sorted(grades)
    assert set(grades) == set(range(6))
    for language in LANGUAGES:
        assert len({Words.of(language)(f"pictures.persimmon.grades.{each}") for each in set(grades)}) == 6


def test_every_witness_stands_beside_the_scale(july: Month) -> None:
    drawn = persimmon(july, ENGLISH, LIGHT, has_fallen=False, is_winter=False)
    for office in WITNESSES:
        assert f">{ENGLISH(f'pictures.persimmon.offices.{office}')}</text>" in drawn


def _picking(month: Month, *offices: str) -> Month:
    """Return the month with a fruit that is half ripe to all, and ripe enough for some alone."""
    seats = {
        office: replace(seat, ripeness=0.5, picks_at=0.4 if office in offices else 0.6)
        for office, seat in month.seats.items()
    }
    return replace(month, seats=seats)


def test_every_office_has_its_picking_point_and_a_fruit_where_it_would_pick(july: Month) -> None:
    drawn = persimmon(_picking(july, "OPS", "INT"), ENGLISH, LIGHT, has_fallen=False, is_winter=False)
    marks = [
        each
        for each in ET.fromstring(drawn).iter()  # noqa: S314  (our own text)
        if (each.get("class") or "").startswith("pick")
    ]
    assert len(marks) == len(july.seats)
    picked = [each for each in marks if each.get("class") == "pick now"]
    assert [each.findtext("{*}title") for each in picked] == [
        "Operations Bureau 40%",
        "Army Intelligence 40%",
    ]
    assert all((each.find("{*}circle") is not None) == (each in picked) for each in marks)


def test_a_fruit_stands_as_high_as_the_picking_point(july: Month) -> None:
    drawn = persimmon(_picking(july, "OPS"), ENGLISH, LIGHT, has_fallen=False, is_winter=False)
    (fruit,) = ET.fromstring(drawn).findall(".//{*}g[@class='pick now']/{*}circle")  # noqa: S314
    assert float(fruit.attrib["cy"]) == pytest.approx(250.0 - 0.4 * 160.0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_would_pick_now_is_named_or_who_would_not_where_they_are_fewer(
    july: Month, language: str
) -> None:
    words = Words.of(language)
    office = {each: words(f"offices.{each}.name") for each in july.seats}
    some = pickers_text(_picking(july, "FOR", "OPS"), words)
    most = pickers_text(_picking(july, *(each for each in july.seats if each != "NGS")), words)
    assert some == words(
        "pictures.persimmon.pickers.some", offices=words("numbers.comma").join((office["OPS"], office["FOR"]))
    )
    assert most == words("pictures.persimmon.pickers.most", offices=office["NGS"])
    none, all_ = pickers_text(_picking(july), words), pickers_text(_picking(july, *july.seats), words)
    assert len({some, most, none, all_}) == 4


def test_the_text_names_the_share_the_points_and_who_sees_it_ripest_and_greenest(july: Month) -> None:
    seats = july.seats | {
        office: replace(july.seats[office], ripeness=ripe)
        for office, ripe in (("FOR", 0.6), ("NGS", 0.1), (STAFF, 0.5))
    }
    month = replace(july, seats=seats)
    said = persimmon_text(month, ENGLISH, has_fallen=False, is_winter=False)
    assert "half ripe (50%)" in said
    assert f"Navy General Staff {ENGLISH.percent(july.seats['NGS'].picks_at)}" in said
    seen = {office: month.seats[office].ripeness for office in WITNESSES}
    assert f"ripest to the {ENGLISH(f'offices.{max(seen, key=seen.__getitem__)}.name')}" in said
    assert f"greenest to the {ENGLISH(f'offices.{min(seen, key=seen.__getitem__)}.name')}" in said


def test_a_fallen_fruit_says_that_the_army_has_attacked_and_a_hanging_one_does_not(july: Month) -> None:
    fallen = persimmon(july, ENGLISH, LIGHT, has_fallen=True, is_winter=False)
    hanging = persimmon(july, ENGLISH, LIGHT, has_fallen=False, is_winter=False)
    assert "The Army has attacked." in fallen
    assert 'class="fruit fallen"' in fallen
    assert "The Army has attacked." not in hanging
    assert 'class="fruit"' in hanging


def test_the_twig_is_bare_in_winter_only(july: Month) -> None:
    summer, winter = (
        persimmon(july, ENGLISH, LIGHT, has_fallen=False, is_winter=is_winter) for is_winter in (False, True)
    )
    assert LIGHT.leaf in summer
    assert LIGHT.leaf not in winter
    assert "<circle" in winter
    assert "<circle" not in summer


def test_what_is_ripe_enough_for_the_general_staff_and_hangs_is_not_said_to_fall(july: Month) -> None:
    at = july.seats[STAFF].picks_at
    below, above = (
        persimmon_text(_seen(july, ripeness), ENGLISH, has_fallen=False, is_winter=False)
        for ripeness in (at - 0.01, at)
    )
    assert ENGLISH("pictures.persimmon.state.hanging") in below
    assert ENGLISH("pictures.persimmon.state.ripe") in above
    drawn = persimmon(july, ENGLISH, LIGHT, has_fallen=False, is_winter=False)
    assert f"picks at {ENGLISH.percent(at)}" in drawn


@pytest.mark.parametrize("scenario", ["soviet-collapse", "soviet-far-east-halved"])
def test_the_fruit_is_picked_only_when_it_is_ripe_enough_for_those_who_must_ask(scenario: str) -> None:
    run = Run(scenario=Scenario.load(scenario), cadence="ten-day")
    (columns,) = play_in_pieces(run, [40])
    attacked = [int(world) for world in np.flatnonzero(columns["outcome"] < 2)[:3]]
    assert attacked
    for world in attacked:
        told = play(Question(run, world))
        war = told.ending.days["war"]
        assert war is not None
        before = [month for month in told.months if month.date <= war][-1]
        assert all(before.seats[office].would_pick for office in ("OPS", STAFF, "WAR"))
