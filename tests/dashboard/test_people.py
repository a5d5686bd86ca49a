"""Who sits in a chair, since when, and what he is recorded to have said by then."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from kantokuen.agents.profile import successors
from kantokuen.agents.roster import OFFICES
from kantokuen.dashboard.palette import PALETTES
from kantokuen.dashboard.people import Tenure, person_key, sayings, tenures, told
from kantokuen.dashboard.pictures.seals import seal_picture
from kantokuen.dashboard.pictures.seats import change_in_words
from kantokuen.dashboard.playback import Playback, Seat, play
from kantokuen.dashboard.state import Question
from kantokuen.experiments.runner import Run
from kantokuen.model import evidence
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words

EN, JA = Words.of("en"), Words.of("ja")
JULY = date(1941, 7, 31)


@cache
def world() -> Playback:
    return play(Question(Run(until="1941-12")))


def seat(office: str, person: str = "") -> Seat:
    found = world().months[0].seats[office]
    return replace(found, person=person) if person else found


def test_nobody_has_changed_in_the_first_period() -> None:
    assert tenures(world().months, 0) == {}


def test_a_chair_that_has_changed_hands_says_since_when_and_who_sat_there_before() -> None:
    months = world().months
    changed = next(
        k for k, each in enumerate(months) if each.seats["FOR"].person != months[0].seats["FOR"].person
    )
    assert "FOR" not in tenures(months, changed - 1)
    found = tenures(months, changed)["FOR"]
    assert (found.person, found.before) == ("Toyoda Teijiro", ("Matsuoka Yosuke",))
    told_by = [each.day for each in months[changed].events if each.key == "foreign_minister"]
    assert [found.since] == told_by
    assert months[changed - 1].date < found.since <= months[changed].date


def test_those_who_come_with_a_cabinet_came_on_the_day_of_the_cabinet() -> None:
    months = world().months
    last = tenures(months, len(months) - 1)
    assert last["FOR"].before == ("Toyoda Teijiro", "Matsuoka Yosuke")
    assert last["NAV"].since == last["PM"].since == last["FOR"].since
    assert set(last) == {"FOR", "NAV", "PM"}


def test_every_person_of_every_office_has_words_on_what_he_wanted() -> None:
    for words in (EN, JA):
        assert set(words.entries("people.wanted")) == {*OFFICES, *successors()}
    assert person_key(seat("FOR")) == "FOR"
    assert person_key(seat("FOR", "Togo Shigenori")) == "TOG"
    assert person_key(seat("PM", "Tojo Hideki")) == "TOJ"


def test_who_sat_there_before_has_a_short_name() -> None:
    before = {"Matsuoka Yosuke", "Toyoda Teijiro", "Oikawa Koshiro", "Konoe Fumimaro"}
    for words in (EN, JA):
        assert set(words.entries("people.family")) == before


def test_words_are_those_of_the_person_in_the_chair() -> None:
    for name in ("Matsuoka Yosuke", "Toyoda Teijiro", "Togo Shigenori"):
        found = sayings(seat("FOR", name), JULY)
        assert found
        assert {each.holder for each in found} == {name}
    assert sayings(seat("NAV", "Shimada Shigetaro"), JULY) == []


def test_what_was_said_by_then_comes_first_and_of_that_the_nearest() -> None:
    found = sayings(seat("NGS"), JULY)
    assert [each.id for each in found[:2]] == ["QUO031", "QUO030"]
    is_later = [each.last > JULY for each in found]
    assert is_later == sorted(is_later)
    assert [each.id for each in sayings(seat("NGS"), date(1941, 9, 30))[:1]] == ["QUO032"]


def test_words_come_before_a_paraphrase_of_the_same_side() -> None:
    found = sayings(seat("NAV"), JULY)
    assert [(each.id, each.kind) for each in found[:2]] == [("QUO034", "verbatim"), ("QUO035", "paraphrase")]


def test_what_was_said_later_says_so() -> None:
    later = told(evidence.saying("QUO032"), JULY, EN)
    assert later["later"] == EN("people.later")
    assert told(evidence.saying("QUO031"), JULY, EN)["later"] == ""


def test_a_japanese_original_stands_with_our_translation_in_english_and_alone_in_japanese() -> None:
    saying = evidence.saying("QUO039")
    english, japanese = (told(saying, JULY, words) for words in (EN, JA))
    assert [line["lang"] for line in english["lines"]] == ["ja", "en"]
    assert english["lines"][0]["text"] == "「我輩ハ数年先ノ豫言ヲシテ適中セヌコトハナイ」"
    assert english["origin"] == EN("people.origins.ja")
    assert [line["lang"] for line in japanese["lines"]] == ["ja"]
    assert japanese["origin"] == ""
    assert (english["when"], english["document"]) == ("30 June 1941", "Sugiyama memo, 30 June 1941")


def test_an_english_text_stands_with_our_translation_in_japanese() -> None:
    japanese = told(evidence.saying("QUO032"), JULY, JA)
    assert [line["lang"] for line in japanese["lines"]] == ["en", "ja"]
    assert japanese["origin"] == JA("people.origins.en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_seen_in_russian_is_never_shown_as_an_original(language: str) -> None:
    words = Words.of(language)
    found = told(evidence.saying("QUO061"), JULY, words)
    assert [line["lang"] for line in found["lines"]] == [language]
    assert found["origin"] == words("people.origins.ru")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paraphrase_has_no_quotation_marks_and_says_whose_words_it_is_in(language: str) -> None:
    words = Words.of(language)
    found = told(evidence.saying("QUO015"), JULY, words)
    assert not found["is_quoted"]
    assert not set("“”「」") & set(found["lines"][0]["text"])
    assert found["origin"] == words("people.origins.paraphrase")


def test_a_change_is_told_with_its_day() -> None:
    change = Tenure("Togo Shigenori", date(1941, 10, 18), ("Toyoda Teijiro", "Matsuoka Yosuke"))
    assert change_in_words(change, EN) == (
        "Held by Togo Shigenori since 18 October 1941; before: Toyoda Teijiro, Matsuoka Yosuke."
    )


def test_the_seals_of_two_offices_are_never_the_same() -> None:
    drawn = {seal_picture(seat(office), EN, PALETTES["light"]) for office in OFFICES}
    assert len(drawn) == len(OFFICES)
    letters = [EN(f"people.seals.{office}") for office in OFFICES]
    assert letters == [JA(f"people.seals.{office}") for office in OFFICES]
    assert all(len(each) == 2 for each in letters)
