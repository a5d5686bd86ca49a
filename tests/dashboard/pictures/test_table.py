"""Facts about the table and about why an office stands where it does."""

from dataclasses import replace
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import pytest

from kantokuen.dashboard.lettering import text_width
from kantokuen.dashboard.palette import PALETTES, Theme
from kantokuen.dashboard.pictures.sheet import NARROW, WIDE, Sheet, by_house, lean, mark_size
from kantokuen.dashboard.pictures.table import council_table, table_text
from kantokuen.dashboard.pictures.why import PARTS, why, why_text
from kantokuen.dashboard.playback import Month, play
from kantokuen.dashboard.state import Question
from kantokuen.experiments.runner import Run
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words

LIGHT = PALETTES["light"]
ENGLISH = Words.of("en")


@pytest.fixture(scope="module")
def months() -> tuple[Month, ...]:
    return play(Question(Run(until="1941-12"))).months


@pytest.fixture
def july(months: tuple[Month, ...]) -> Month:
    return months[3]


def _read(drawn: str) -> ET.Element:
    return ET.fromstring(drawn)  # noqa: S314  (our own text)


def _picks(root: ET.Element) -> dict[str, ET.Element]:
    return {each.attrib["data-pick"]: each for each in root.iter() if "data-pick" in each.attrib}


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_office_is_a_button_with_a_sentence(
    months: tuple[Month, ...], theme: Theme, language: str, *, narrow: bool
) -> None:
    words = Words.of(language)
    drawn = council_table(
        months[4], words, PALETTES[theme], selected="OPS", baseline=months[3], narrow=narrow
    )
    root = _read(drawn)
    picks = _picks(root)
    assert root.get("role") == "group"
    assert set(picks) == set(months[4].seats)
    for office, pick in picks.items():
        assert (pick.get("role"), pick.get("tabindex"), pick.get("class")) == ("button", "0", "pick")
        assert words(f"offices.{office}.name") in pick.attrib["aria-label"]
        assert pick.get("aria-pressed") == ("true" if office == "OPS" else "false")


@pytest.mark.parametrize("sheet", [WIDE, NARROW])
def test_rows_are_high_enough_to_hit_and_no_two_overlap(july: Month, sheet: Sheet) -> None:
    root = _read(council_table(july, ENGLISH, LIGHT, selected=None, narrow=sheet is NARROW))
    frames = [
        (float(each.attrib["y"]), float(each.attrib["height"]))
        for each in root.findall(".//{*}rect")
        if each.get("class") == "frame"
    ]
    assert len(frames) == len(july.seats)
    assert all(height >= 24.0 for _, height in frames)
    assert all(above + height <= below for (above, height), (below, _) in pairwise(frames))


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_texts_of_a_row_meet_and_none_is_small(july: Month, language: str, *, narrow: bool) -> None:
    root = _read(council_table(july, Words.of(language), LIGHT, selected="EMP", narrow=narrow))
    for pick in _picks(root).values():
        spans = []
        for each in pick.findall(".//{*}text"):
            size, x = float(each.attrib["font-size"]), float(each.attrib["x"])
            wide = text_width(each.text or "", size)
            left = x - wide if each.get("text-anchor") == "end" else x
            spans.append((float(each.attrib["y"]), left, left + wide))
            assert size >= 12.0
        for (y, left, right), (other, start, end) in combinations(spans, 2):
            assert abs(other - y) > 12.0 or start >= right or left >= end


def test_marks_stand_by_stance_from_south_to_north(july: Month) -> None:
    assert WIDE.at(-1.0) == WIDE.axis[0]
    assert WIDE.at(1.0) == WIDE.axis[1]
    root = _read(council_table(july, ENGLISH, LIGHT, selected=None))
    korea = _picks(root)["KOR"].find("{*}circle")
    assert korea is not None
    assert float(korea.attrib["cx"]) == pytest.approx(WIDE.at(july.seats["KOR"].net), abs=0.01)


@pytest.mark.parametrize("narrow", [False, True])
def test_who_sits_there_stands_under_the_office(months: tuple[Month, ...], *, narrow: bool) -> None:
    seats = months[8].seats
    assert seats["PM"].person != months[3].seats["PM"].person
    for office, pick in _picks(
        _read(council_table(months[8], ENGLISH, LIGHT, selected=None, narrow=narrow))
    ).items():
        assert seats[office].person[:8] in "".join(each.text or "" for each in pick.findall(".//{*}text"))


def test_a_hold_on_the_decision_is_a_square_and_none_is_a_disc(july: Month) -> None:
    for office, pick in _picks(_read(council_table(july, ENGLISH, LIGHT, selected=None))).items():
        has_hold = july.seats[office].veto != "none"
        assert (pick.find(".//{*}circle") is None) == has_hold
        said = [each.text for each in pick.findall(".//{*}text")]
        assert (ENGLISH(f"vetoes.{july.seats[office].veto}.name") in said) == has_hold


def test_a_larger_mark_weighs_and_cares_more(july: Month) -> None:
    seats = july.seats
    assert mark_size(seats["AGS"]) > mark_size(seats["EMP"]) > mark_size(seats["KOR"])
    louder = replace(seats["AGS"], power=1.0)
    assert mark_size(louder) > mark_size(seats["AGS"])


def test_a_ghost_shows_only_who_stood_elsewhere_in_the_baseline(july: Month) -> None:
    moved = replace(july, seats={**july.seats, "PM": replace(july.seats["PM"], net=0.5)})
    picks = _picks(_read(council_table(july, ENGLISH, LIGHT, selected=None, baseline=moved)))
    dashed = {
        office
        for office, pick in picks.items()
        if any("stroke-dasharray" in each.attrib for each in pick.iter())
    }
    assert dashed == {"PM"}
    assert "In the baseline: +0.50." in picks["PM"].attrib["aria-label"]


def test_the_table_in_words_has_a_row_for_every_office_and_says_the_same(july: Month) -> None:
    head, *rows = table_text(july, ENGLISH)
    order = [seat for seats in by_house(july.seats).values() for seat in seats]
    assert [row[0] for row in rows] == [ENGLISH(f"offices.{seat.office}.name") for seat in order]
    assert {len(row) for row in rows} == {len(head)}
    assert all(row[-1] == ENGLISH.number(july.signals["soviet_divisions"], 1) for row in rows)
    compared = table_text(july, ENGLISH, july)
    assert all(row[2] == row[3] for row in compared[1:])
    missing = replace(july, seats={"OPS": july.seats["OPS"]})
    assert sum(row[3] == "–" for row in table_text(july, ENGLISH, missing)[1:]) == len(rows) - 1


def test_stances_have_five_words_in_order() -> None:
    said = [lean(net, ENGLISH) for net in (-0.9, -0.4, 0.0, 0.4, 0.9)]
    assert said == ["for the south", "leans south", "undecided", "leans north", "for the north"]


def test_words_that_look_like_tags_stay_words(july: Month) -> None:
    wild = replace(july.seats["OPS"], person="Tojo Hideki")
    texts = {"persons.Tojo Hideki": '"><script>alert(1)</script>', "offices.OPS.name": "<b>&"}
    words = Words("en", {**ENGLISH._texts, **texts})
    drawn = council_table(replace(july, seats={"OPS": wild}), words, LIGHT, selected=None)
    assert "<script" not in drawn
    assert "<b>" not in drawn
    assert "<b>" not in why(wild, words, LIGHT)


def _contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as WCAG 2 defines it."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((light(one), light(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_texts_stand_out_from_the_ground(july: Month, theme: Theme) -> None:
    palette = PALETTES[theme]
    drawn = council_table(july, ENGLISH, palette, selected="OPS") + why(july.seats["OPS"], ENGLISH, palette)
    root = _read(f"<all>{drawn}</all>")
    seals = {id(each) for seal in root.findall(".//{*}g[@aria-hidden]") for each in seal.iter()}
    colours = {each.attrib["fill"] for each in root.findall(".//{*}text") if id(each) not in seals}
    assert all(_contrast(colour, palette.card) >= 4.5 for colour in colours)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_characters_of_every_seal_stand_out_from_it(july: Month, theme: Theme) -> None:
    root = _read(council_table(july, ENGLISH, PALETTES[theme], selected=None))
    seals = root.findall(".//{*}g[@aria-hidden]")
    assert len(seals) == len(july.seats)
    for seal in seals:
        field, letters = seal.find("{*}rect"), seal.findall("{*}text")
        assert field is not None
        assert len(letters) == 2
        assert all(_contrast(each.attrib["fill"], field.attrib["fill"]) >= 4.5 for each in letters)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("language", LANGUAGES)
def test_why_adds_the_parts_up_to_the_stance(july: Month, language: str, *, narrow: bool) -> None:
    words = Words.of(language)
    for seat in july.seats.values():
        root = _read(why(seat, words, LIGHT, narrow=narrow))
        said = [each.text for each in root.findall(".//{*}text")]
        assert root.get("role") == "img"
        assert words.number(seat.north, 2) in said
        assert words.number(seat.south, 2) in said
        assert set(seat.parts_north) | set(seat.parts_south) <= set(PARTS)


def test_why_in_words_has_every_part_and_the_sum(july: Month) -> None:
    seat = july.seats["AGS"]
    head, begin, *parts, total = why_text(seat, ENGLISH)
    assert len(head) == 3
    assert begin == ("Undecided", "0.50", "0.50")
    assert len(parts) == len(PARTS)
    assert total == ("Stance", ENGLISH.number(seat.north, 2), ENGLISH.number(seat.south, 2))


def test_a_part_that_takes_away_is_hollow_and_one_that_adds_is_full(july: Month) -> None:
    parts = {"disposition": 0.3, "oil": -0.1}
    seat = replace(july.seats["AGS"], parts_north=parts, north=0.7, parts_south={}, south=0.5)
    bars = [
        each
        for each in _read(why(seat, ENGLISH, LIGHT)).findall(".//{*}rect")
        if each.get("height") == "14" and float(each.attrib["width"]) > 0
    ]
    assert [bar.get("fill") for bar in bars] == [LIGHT.north, LIGHT.card]
    assert float(bars[0].attrib["width"]) == pytest.approx(3 * float(bars[1].attrib["width"]), abs=0.05)
