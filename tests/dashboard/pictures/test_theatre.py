"""The map of the theatre shows the month that it is given, in both languages, and says where it is judged."""

import re
from dataclasses import replace
from datetime import date
from math import cos, radians
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.dashboard.palette import PALETTES, Theme, mix
from kantokuen.dashboard.pictures.forces import forces, japanese_forces, share_out, soviet_forces
from kantokuen.dashboard.pictures.projection import Projection, features, points
from kantokuen.dashboard.pictures.theatre import theatre, theatre_text
from kantokuen.dashboard.playback import Month
from kantokuen.model.evidence import value
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words
from tests.support.paths import EVIDENCE
from tests.support.yardstick import within

EN = Words.of("en")
LIGHT = PALETTES["light"]
SVG = "{http://www.w3.org/2000/svg}"
TODAY = {
    "soviet_divisions": 25.6,
    "divisions_present": 14.0,
    "divisions_sanctioned": 16.0,
    "divisions_asked": 22.0,
    "northern_step": 2.0,
    "southern_step": 1.0,
    "freeze": 1.0,
    "embargo": 0.0,
    "german_km_to_moscow": 381.0,
    "moscow_fallen": 0.0,
    "has_given_up": 0.0,
}
NORTH = Projection("north", 0.0, 0.0, 700.0, 600.0, scale=1.0, west=0.0, top=0.0)


def month(**signals: float) -> Month:
    return Month(date=date(1941, 7, 31), signals={**TODAY, **signals}, seats={}, events=(), believed={})


def drawn(signals: dict[str, float]) -> ET.Element:
    return ET.fromstring(theatre(month(**signals), EN, LIGHT))  # noqa: S314, our own picture


def sources(root: ET.Element) -> list[str]:
    return [each.attrib["data-source"] for each in root.iter() if "data-source" in each.attrib]


def by_id(found: tuple[object, ...]) -> dict[str, tuple[int, int]]:
    return {each.id: (each.divisions, each.others) for each in found}


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_map_is_well_formed_and_named(language: str, theme: Theme, *, narrow: bool) -> None:
    said = theatre(month(), Words.of(language), PALETTES[theme], baseline=month(), narrow=narrow)
    root = ET.fromstring(said)  # noqa: S314, our own picture
    assert root.attrib["role"] == "group"
    assert root.find(f"{SVG}title").text
    assert root.find(f"{SVG}desc").text


def test_the_map_is_a_picture_without_anything_from_outside() -> None:
    said = theatre(month(), EN, LIGHT)
    assert set(re.findall(r'href="([^"]*)"', said)) <= {
        f"#{each}" for each in re.findall(r' id="([^"]*)"', said)
    }
    assert "<style" not in said


def test_every_division_has_one_mark() -> None:
    found = forces(month(soviet_divisions=25.6, divisions_present=14.0, divisions_sanctioned=16.0))
    assert sum(each.divisions for each in found if each.side == "soviet") == 26
    assert sum(each.divisions for each in found if each.side == "japanese") == 14
    assert sum(each.others for each in found if each.side == "japanese") == 2


def test_the_soviet_formations_of_the_spring_are_those_of_the_evidence() -> None:
    here = by_id(soviet_forces(month(soviet_divisions=32.0)))
    transbaikal = here["transbaikal"][0] + here["mongolia"][0]
    assert transbaikal == value("SOV036")
    assert sum(divisions for divisions, _ in here.values()) - transbaikal == value("SOV037")
    assert all(gone == 0 for _, gone in here.values())


def test_sixteen_japanese_divisions_stand_as_in_august_1941() -> None:
    here = by_id(japanese_forces(month(divisions_present=16.0)))
    rows = {"reserve": "JPN052", "third": "JPN053", "fifth": "JPN054", "fourth": "JPN055", "sixth": "JPN056"}
    assert {each: here[each][0] for each in rows} == {each: value(row) for each, row in rows.items()}
    assert here["korea"][0] == value("JPN057")
    assert "twentieth" not in here


def test_twenty_four_japanese_divisions_stand_as_planned_on_31_july() -> None:
    here = by_id(japanese_forces(month(divisions_present=24.0, divisions_sanctioned=24.0)))
    east = sum(here[each][0] for each in ("third", "fifth", "twentieth", "korea"))
    assert (east, here["reserve"][0]) == (value("JPN103"), value("JPN104"))
    assert (here["sixth"][0], here["fourth"][0]) == (value("JPN105"), value("JPN106"))


@given(total=st.integers(0, 60), weights=st.lists(st.integers(0, 9), min_size=1).filter(any))
def test_a_total_is_shared_out_without_loss(total: int, weights: list[int]) -> None:
    parts = share_out(total, weights)
    assert sum(parts) == total
    exact = [total * weight / sum(weights) for weight in weights]
    assert all(abs(part - each) < 1.0 for part, each in zip(parts, exact, strict=True))


@given(st.floats(0.0, 70.0), st.floats(0.0, 51.0), st.floats(0.0, 51.0))
def test_any_totals_can_be_shown(soviet: float, present: float, sanctioned: float) -> None:
    here = month(soviet_divisions=soviet, divisions_present=present, divisions_sanctioned=sanctioned)
    assert all(each.divisions >= 0 and each.others >= 0 for each in forces(here))


def test_a_train_goes_west_for_each_division_that_has_gone() -> None:
    assert "divisions gone west" not in theatre(month(soviet_divisions=32.0), EN, LIGHT)
    assert "1 division gone west" in theatre(month(soviet_divisions=31.0), EN, LIGHT)
    assert "6 divisions gone west" in theatre(month(soviet_divisions=26.0), EN, LIGHT)


@pytest.mark.parametrize(
    ("signals", "shown"),
    [
        ({"northern_step": 0.0}, (0, 0)),
        ({"northern_step": 1.0}, (3, 0)),
        ({"northern_step": 2.0}, (3, 4)),
        ({"northern_step": 2.0, "has_given_up": 1.0}, (0, 4)),
        ({"northern_step": 3.0}, (5, 2)),
    ],
)
def test_arrows_and_guards_follow_the_posture_in_the_north(
    signals: dict[str, float], shown: tuple[int, int]
) -> None:
    found = sources(drawn({**signals, "southern_step": 0.0, "freeze": 0.0}))
    plans = {"JPN101", "THE048", "JPN105", "JPN107"}
    arrows = sum(each in {"JPN101", "THE048"} for each in found) + found.count("JPN103")
    guards = sum(each in plans - {"JPN101", "THE048"} for each in found)
    assert (arrows, guards) == shown


def test_the_attack_is_drawn_solid_only_when_it_is_ordered() -> None:
    solid = f'fill="{LIGHT.north}"'

    def blows(step: float) -> list[str]:
        paths = re.findall(r"<path[^>]*>", theatre(month(northern_step=step), EN, LIGHT))
        return [each for each in paths if 'data-source="JPN103"' in each]

    assert not any(solid in each for each in blows(2.0))
    assert all(solid in each for each in blows(3.0))


def test_the_landing_shows_once_it_is_agreed() -> None:
    assert "CHR060" not in sources(drawn({"southern_step": 0.0}))
    assert "CHR060" in sources(drawn({"southern_step": 1.0}))
    assert "JPN061" not in sources(drawn({"southern_step": 1.0}))
    assert "JPN061" in sources(drawn({"southern_step": 3.0}))


def test_the_severest_sanction_is_named() -> None:
    assert "Assets frozen" in theatre(month(freeze=1.0), EN, LIGHT)
    both = theatre(month(freeze=1.0, embargo=1.0), EN, LIGHT)
    assert "Oil embargo" in both
    assert "Assets frozen" not in both


@pytest.mark.parametrize("step", [0.0, 1.0, 2.0, 3.0])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_has_words(language: str, step: float) -> None:
    words = Words.of(language)
    for given_up in (0.0, 1.0):
        here = month(northern_step=step, southern_step=step, has_given_up=given_up)
        assert theatre_text(here, words)[0]
        assert theatre(here, words, LIGHT)


def test_the_text_twin_lists_every_formation_that_is_drawn() -> None:
    here = month()
    sentence, (heading, *rows) = theatre_text(here, EN)
    assert "26 Soviet divisions" in sentence
    assert "6 fewer than in spring 1941" in sentence
    assert len(heading) == 3
    assert [int(row[2]) for row in rows] == [each.divisions for each in forces(here)]


def test_the_compared_history_is_told_in_the_picture_and_in_the_text() -> None:
    other = month(soviet_divisions=29.0)
    assert "29 Soviet" in theatre_text(month(), EN, baseline=other)[0]
    assert "baseline 29" in theatre(month(), EN, LIGHT, baseline=other)


def test_no_more_than_fourteen_things_take_the_focus_and_each_is_named() -> None:
    root = drawn({"divisions_present": 24.0, "divisions_sanctioned": 30.0})
    stops = [each for each in root.iter() if each.attrib.get("tabindex") == "0"]
    assert 0 < len(stops) <= 14
    assert all(each.attrib["role"] == "button" and each.attrib["aria-label"] for each in stops)
    assert all(each.attrib["data-pick"] == f"source:{each.attrib['data-source']}" for each in stops)


def test_every_source_on_the_map_is_a_row_of_the_evidence() -> None:
    folder = EVIDENCE
    known = {
        line.split(",", 1)[0]
        for file in folder.glob("*.csv")
        for line in file.read_text(encoding="utf-8").splitlines()
    }
    named = {row["source"] for name in ("formations", "directions") for row in features(name)}
    assert named | set(sources(drawn({"embargo": 1.0}))) <= known


def test_the_number_of_fortified_regions_is_that_of_the_evidence() -> None:
    forts = [row for row in features("places") if row["kind"] == "fort"]
    assert len(forts) == value("THE058") + value("THE059")


def test_places_lie_as_far_apart_as_the_evidence_says() -> None:
    places = {row["id"]: (float(row["lon"]), float(row["lat"])) for row in features("places")}
    for one, other, row in (
        ("vladivostok", "khabarovsk", "THE073"),
        ("khabarovsk", "blagoveshchensk", "THE076"),
        ("manchouli", "chita", "THE078"),
    ):
        (x, y), (u, v) = NORTH.at(*places[one]), NORTH.at(*places[other])
        assert ((x - u) ** 2 + (y - v) ** 2) ** 0.5 == pytest.approx(value(row), rel=0.03)


@pytest.mark.parametrize("lat", [36.0, 46.0, 56.0])
def test_the_projection_keeps_areas(lat: float) -> None:
    step = 0.01
    (x, y), (east, rise), (lean, north) = (
        NORTH.at(lon, at) for lon, at in ((140.0, lat), (140.0 + step, lat), (140.0, lat + step))
    )
    km = radians(step) * 6371.0
    area = abs((east - x) * (north - y) - (rise - y) * (lean - x))
    assert area == pytest.approx(km**2 * cos(radians(lat + step / 2)), rel=1e-3)


def test_outlines_are_closed_and_within_bounds() -> None:
    for row in features("lands"):
        ring = points(row)
        assert ring[0] == ring[-1]
        assert len(ring) >= 4
        assert all(90.0 <= lon <= 150.0 and -12.0 <= lat <= 60.0 for lon, lat in ring)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_words_can_be_read_on_land_and_sea(theme: Theme) -> None:
    colours = PALETTES[theme]
    inks = (colours.ink, colours.quiet, mix(colours.north, colours.ink, 0.3))
    for ground in (colours.land, colours.soviet_land, colours.other_land, colours.sea):
        # The rim round the letters has the colour of a panel and covers three quarters of the ground.
        rim = mix(ground, colours.card, 0.75)
        assert all(contrast(ink, rim) >= 4.5 for ink in inks)


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255.0 for at in (1, 3, 5))
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_a_month_is_drawn_fast_once_the_ground_is_there() -> None:
    theatre(month(), EN, LIGHT)

    def draw() -> None:
        for soviet in range(20):
            theatre(month(soviet_divisions=float(soviet)), EN, LIGHT)

    assert within(20, draw)


def test_text_on_the_map_is_escaped() -> None:
    texts = {key: f"{text}<b>&" for key, text in EN._texts.items()}
    assert "<b>" not in theatre(month(), replace(EN, _texts=texts), LIGHT)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_stands_below_the_sheet(language: str, *, narrow: bool) -> None:
    root = ET.fromstring(theatre(month(), Words.of(language), LIGHT, narrow=narrow))  # noqa: S314, our own
    height = float(root.attrib["viewBox"].split()[3])
    assert max(float(each.attrib["y"]) for each in root.iter(f"{SVG}text")) < height - 3.0
