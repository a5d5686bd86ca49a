"""Facts about the hundred dots: they stand for all worlds, are real ones, and can be told apart."""

from collections import Counter
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kantokuen.dashboard.endings import ENDINGS, MARKS, apportioned
from kantokuen.dashboard.palette import PALETTES, Theme
from kantokuen.dashboard.pictures.dots import (
    NARROW,
    WIDE,
    Field,
    count_signs,
    dot_text,
    dots,
    field_of,
    field_text,
)
from kantokuen.dashboard.results import Odds
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words
from tests.support.many import many
from tests.support.scenes import law

EN = Words.of("en")
LIGHT = PALETTES["light"]

BASELINE = many(*["guard_south"] * 860, *["guard"] * 60, *["north_fallen"] * 76, *["never"] * 4)
NOW = many(*["guard"] * 900, *["north_fallen"] * 90, *["north_1941"] * 8, *["guard_terms"] * 2)


def drawn(
    field: Field, now: Odds, theme: Theme = "light", told: int | None = 0, columns: int = WIDE
) -> ET.Element:
    drawn = dots(field, now, EN, PALETTES[theme], told=told, are_futures=told is None, columns=columns)
    return ET.fromstring(drawn)  # noqa: S314  (ours)


def options(root: ET.Element) -> list[ET.Element]:
    return root.findall(".//{*}g[@role='option']")


@law
@given(
    st.lists(st.integers(0, 10_000), min_size=1, max_size=9).filter(any),
    st.integers(1, 100),
)
def test_places_are_given_out_by_largest_remainder(counts: list[int], places: int) -> None:
    named = {str(n): count for n, count in enumerate(counts)}
    found = apportioned(named, places)
    assert sum(found.values()) == places
    assert all(abs(found[key] - places * count / sum(counts)) < 1.0 for key, count in named.items())


def test_the_field_has_a_hundred_dots_sorted_by_ending_with_the_share_of_each() -> None:
    field = field_of(NOW, BASELINE, 0)
    endings = [dot.ending for dot in field.dots]
    assert Counter(endings) == {"guard": 90, "north_fallen": 9, "north_1941": 1}
    assert endings == sorted(endings, key=ENDINGS.index)
    assert field.worlds == 1000


def test_each_dot_is_a_world_that_ends_so_and_no_two_are_the_same_one() -> None:
    field = field_of(NOW, BASELINE, 0)
    assert len({dot.world for dot in field.dots}) == 100
    assert sum(row.worlds for row in field.rows) == 1000
    kinds = {"guard": range(900), "north_fallen": range(900, 990), "north_1941": range(990, 998)}
    assert all(dot.world in kinds[dot.ending] for dot in field.dots)


def test_dots_are_paired_with_the_same_world_of_the_baseline_in_its_proportion() -> None:
    field = field_of(NOW, BASELINE, 0)
    guard = [dot for dot in field.dots if dot.ending == "guard"]
    assert Counter(dot.before for dot in guard) == {"guard_south": 86, "guard": 4}
    assert [dot.is_other for dot in guard] == [False] * 4 + [True] * 86
    before = {"guard_south": range(860), "guard": range(860, 920)}
    assert all(dot.world in before[dot.before] for dot in guard)


def test_without_a_baseline_no_dot_has_a_ghost() -> None:
    field = field_of(NOW, None, 0)
    assert not any(dot.is_other for dot in field.dots)
    assert all(row.before is None for row in field.rows)
    assert not [each for each in options(drawn(field, NOW)) if len(each.findall("{*}path")) > 1]


@pytest.mark.parametrize("told", [0, 899, 917, 989])
def test_the_world_that_is_told_is_among_the_dots_of_its_ending(told: int) -> None:
    field = field_of(NOW, BASELINE, told)
    assert [dot.world for dot in field.dots].count(told) == 1
    selected = [each for each in options(drawn(field, NOW, told=told)) if each.get("aria-selected") == "true"]
    assert [each.get("data-pick") for each in selected] == [f"world:{told}"]


def test_a_world_that_was_not_played_or_has_too_rare_an_ending_has_no_dot() -> None:
    for told in (999, 5000):
        assert told not in {dot.world for dot in field_of(NOW, BASELINE, told).dots}


def test_what_is_too_rare_for_a_dot_is_said_in_words_and_not_as_nought() -> None:
    field = field_of(NOW, BASELINE, 0)
    rows = {row.ending: row for row in field.rows}
    assert rows["guard_terms"].dots == 0
    assert count_signs(rows["guard_terms"].dots, rows["guard_terms"].worlds, EN) == ("<1", "fewer than 1")
    assert count_signs(rows["never"].dots, rows["never"].worlds, EN) == ("0", "0")
    said = field_text(field, EN)
    assert "terms with the US: fewer than 1" in said
    assert "Not mobilised, no new war" not in said
    assert "1,000 played" in said


def test_one_is_shown_after_another_of_each_ending_and_of_the_attacks() -> None:
    at_first = field_of(NOW, BASELINE, 0)
    by_ending = {row.ending: row.first for row in at_first.rows}
    assert by_ending["north_1941"] == 990
    assert by_ending["guard"] == 1
    assert by_ending["never"] is None
    assert (at_first.has_attack, at_first.attack) == (True, 900)
    assert field_of(NOW, BASELINE, 900).attack == 901
    assert field_of(NOW, BASELINE, 997).attack == 900
    without = field_of(many("guard", "never"), None, 0)
    assert (without.has_attack, without.attack) == (False, None)
    alone = field_of(many("guard", "north_1941"), None, 1)
    assert (alone.has_attack, alone.attack) == (True, None)


@pytest.mark.parametrize("columns", [WIDE, NARROW])
def test_the_field_is_one_stop_of_the_keyboard(columns: int) -> None:
    root = drawn(field_of(NOW, BASELINE, 0), NOW, columns=columns)
    assert [each.get("tabindex") for each in options(root)].count("0") == 1
    (field,) = root.findall(".//{*}g[@role='listbox']")
    assert field.get("data-rove") == str(100 // columns)
    places = [each.attrib["transform"] for each in options(root)]
    assert len(set(places)) == 100


def test_futures_of_a_fork_are_told_and_cannot_be_opened() -> None:
    root = drawn(field_of(NOW, BASELINE, None), NOW, told=None)
    assert not [each for each in options(root) if each.get("data-pick")]
    assert all((each.get("aria-label") or "").startswith("Future ") for each in options(root))


def test_a_dot_tells_its_world_with_its_days_and_how_it_ends_in_the_baseline() -> None:
    field = field_of(NOW, BASELINE, 0)
    other = next(dot for dot in field.dots if dot.before == "guard_south")
    said = dot_text(other, NOW.columns, EN)
    assert said.startswith(f"World {other.world}. ")
    assert EN("endings.guard.text") in said
    assert "7 July 1941" in said
    assert EN("endings.guard_south.name") in said
    fallen = next(dot for dot in field.dots if dot.ending == "north_fallen")
    assert EN("dots.season.attack_1942") in dot_text(fallen, NOW.columns, EN)


@pytest.mark.parametrize("theme", PALETTES)
def test_marks_have_their_shape_and_colour_and_ghosts_the_shape_of_the_baseline(theme: Theme) -> None:
    palette = PALETTES[theme]
    root = drawn(field_of(NOW, BASELINE, 0), NOW, theme)
    for each in options(root):
        *ghosts, mark = each.findall("{*}path")
        ending = MARKS[str(each.get("data-ending"))]
        assert mark.get("d") == ending.shape
        assert ending.ink(palette) in {mark.get("fill"), mark.get("stroke")}
        assert len(ghosts) == (each.get("class") == "dot other")
        assert all(ghost.get("stroke") == palette.baseline for ghost in ghosts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_says_what_it_shows(language: str) -> None:
    words = Words.of(language)
    field = field_of(NOW, BASELINE, 0)
    root = ET.fromstring(dots(field, NOW, words, LIGHT, told=0))  # noqa: S314  (our own text)
    assert root.findtext("{*}title") == words("dots.title")
    assert root.findtext("{*}desc") == field_text(field, words)
