"""The opening scene and the guess: made before anything is played, and kept in the link."""

from collections.abc import Callable
from typing import Any

import pytest

from kantokuen import __version__
from kantokuen.dashboard import results
from kantokuen.dashboard.guess import ROADS, Guess, chance_of_100, read_guess
from kantokuen.dashboard.link import read_link, write_link
from kantokuen.dashboard.palette import PALETTES
from kantokuen.dashboard.pictures.fruit import fruit
from kantokuen.dashboard.pictures.roads import roads
from kantokuen.dashboard.state import State
from kantokuen.dashboard.steps import STEPS
from kantokuen.dashboard.tour import QUESTIONS
from kantokuen.model.errors import InputError
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words
from tests.support.links import settings
from tests.support.shown import SCRIPT, Shown, at

pytestmark = pytest.mark.usefixtures("few_worlds")

EN = Words.of("en")
Show = Callable[[Any], Shown]


# ---- the link ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "opens"),
    [
        ("", True),
        ("language=ja", True),
        ("theme=dark&language=ja&version=0.0.1", True),
        ("opening=off", False),
        ("opening=on&view=months", True),
        ("view=months", False),
        ("guess=south.20", False),
        ("germany.pace=1.2", False),
        ("nothing=such", False),
        ("tour=1", False),
    ],
)
def test_a_bare_link_opens_the_scene_and_one_that_holds_any_state_does_not(query: str, opens: object) -> None:
    state, _ = read_link(query)
    assert state.opening is opens
    assert read_link(write_link(state))[0] == state


def test_a_guess_is_kept_in_the_link() -> None:
    state = State(guess=Guess("south", 20))
    assert settings(write_link(state)) == "guess=south.20"
    assert read_link(write_link(state)) == (state, [])


@pytest.mark.parametrize(
    "text", ["", "south", "south.", "south.101", "south.-1", "south.1e1", "east.20", "south.٣"]
)
def test_what_is_no_guess_is_refused_in_words(text: str) -> None:
    with pytest.raises(InputError, match=r"guess = .* north, south, settle, wait"):
        read_guess(text)
    state, faults = read_link(f"guess={text}")
    assert state.guess is None
    assert len(faults) == 1


def test_a_chance_is_a_whole_number_of_100() -> None:
    assert [chance_of_100(each) for each in ("0", "7", "100")] == [0, 7, 100]
    for wrong in ("", "101", "-1", "1.5", "1e1", "nan", "٣", "0000"):
        assert chance_of_100(wrong) is None


@pytest.mark.parametrize("step", range(1, len(STEPS) + 1))
def test_each_step_of_the_tour_is_a_link_that_opens_all_that_it_speaks_of(step: int) -> None:
    state, faults = read_link(f"tour={step}")
    plain, _ = read_link(STEPS[step - 1])
    assert faults == []
    assert state.tour == step
    assert (state.view, state.request, state.moment, state.office) == (
        plain.view,
        plain.request,
        plain.moment,
        plain.office,
    )
    assert read_link(write_link(state)) == (state, [])
    for words in map(Words.of, LANGUAGES):
        assert words(f"tour.steps.{step}.title")
        assert words(f"tour.steps.{step}.text")


def test_a_step_that_is_none_is_told() -> None:
    state, faults = read_link("tour=7")
    assert state.tour == 0
    assert len(faults) == 1


# ---- the scene ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_scene_asks_before_anything_is_played(
    show: Show, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    played: list[object] = []
    monkeypatch.setattr(results, "play", played.append)
    monkeypatch.setattr(results, "played", lambda *asked: played.append(asked))
    page = show(at(f"language={language}"))
    words = Words.of(language)
    assert page.said(words("opening.question"))
    assert all(page.said(words(f"opening.roads.{each}")) for each in ROADS)
    assert 'id="probability"' not in page.html
    assert played == []


def test_a_guess_needs_a_road_and_a_chance_of_100(show: Show) -> None:
    page = show(at(""))
    page.pick("do:guess")
    assert page.said(EN("opening.faults.road"))
    page.pick("road:south")
    assert not page.said(EN("opening.faults.road"))
    page.pick("likely:1e1")
    assert page.said(EN("opening.faults.likely"))
    page.pick("do:guess")
    assert page.said(EN("opening.question"))
    page.pick("likely:20")
    page.pick("do:guess")
    assert not page.said(EN("opening.question"))
    assert settings(page.link) == "guess=south.20"


def test_a_road_that_is_none_is_told_and_nothing_changes(show: Show) -> None:
    page = show(at(""))
    page.pick(f"road:{SCRIPT}")
    assert page.said(EN("faults.title"))
    assert SCRIPT not in page.html
    page.pick("do:guess")
    assert page.said(EN("opening.faults.road"))


def test_a_guess_stands_beside_the_model_and_the_record_until_it_is_put_away(show: Show) -> None:
    page = show(at("guess=south.20&worlds=2000"))
    guess = EN("guessed.guess", road=EN("opening.roads.south"), n=20)
    assert page.said(guess)
    assert page.said(EN("guessed.record"))
    page.until(lambda: "go to war in the south (" in page.html)
    page.pick("do:forget_guess")
    assert not page.said(guess)


def test_the_scene_can_be_skipped_and_asked_for_again(show: Show) -> None:
    page = show(at("language=ja"))
    page.pick("do:begin")
    assert 'id="probability"' in page.html
    assert settings(page.link) == "language=ja&opening=off"
    page.pick("do:opening")
    assert page.said(Words.of("ja")("opening.question"))
    assert settings(page.link) == "language=ja"


def test_the_tour_leads_through_the_page_and_ends_in_questions(show: Show) -> None:
    page = show(at("worlds=2000&language=en&guess=wait.5"))
    page.pick("tour:1")
    for step in range(1, len(STEPS)):
        assert page.said(EN(f"tour.steps.{step}.title"))
        page.pick(f"tour:{step + 1}")
    assert all(page.said(EN(f"tour.questions.{each}")) for each in QUESTIONS)
    assert "guess=wait.5" in page.link
    page.pick("do:end_tour")
    assert not page.said(EN("tour.questions_title"))
    assert "tour" not in page.link


# ---- back and forth ----------------------------------------------------------------------------------


def test_back_leads_to_what_a_link_holds_and_answers_with_its_number(show: Show) -> None:
    page = show(at("worlds=2000"))
    page.pick("view:months")
    page.send("address", "travel", {"link": f"worlds=2000&version={__version__}", "number": 3})
    assert page.only("address").address["travelled"] == 3
    assert settings(page.link) == "worlds=2000"


@pytest.mark.parametrize(
    "told",
    [
        {"link": "view=months"},
        {"link": "view=months", "number": -1},
        {"link": "view=months", "number": 1, "more": 1},
        {"link": "x" * 50_000, "number": 1},
        "view=months",
    ],
)
def test_what_is_no_step_back_is_left_alone(show: Show, told: object) -> None:
    page = show(at("worlds=2000"))
    before = page.link
    page.send("address", "travel", told)
    assert page.link == before


def test_a_hostile_address_is_told_and_the_rest_holds(show: Show) -> None:
    page = show(at("worlds=2000"))
    page.send("address", "travel", {"link": f"view=months&lens={SCRIPT}&worlds=2000", "number": 1})
    assert page.said(EN("faults.title"))
    assert SCRIPT not in page.html
    assert "view=months" in page.link


def test_a_part_a_scenario_and_a_fork_are_places_and_a_lever_and_a_month_are_none() -> None:
    state = State()
    places = [
        state.place,
        State(view="months").place,
        State(office="WAR").place,
        State(fork="1941-07-31").place,
        State(tour=2).place,
        State(opening=True).place,
        read_link("scenario=no-oil-embargo")[0].place,
    ]
    assert len(set(places)) == len(places)
    for same in ("moment=1941-06-30", "germany.pace=1.3", "seed=9", "world=4", "language=ja"):
        assert read_link(f"{same}&opening=off")[0].place == state.place


# ---- the pictures ------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", PALETTES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pictures_name_what_they_show(language: str, theme: str) -> None:
    words, palette = Words.of(language), PALETTES[theme]  # type: ignore[index]
    drawn = roads(words, palette)
    for road in ("north", "south", "settle"):
        assert words(f"opening.map_roads.{road}") in drawn
    assert words("opening.map") in drawn
    assert "<text" not in fruit(words, palette)
