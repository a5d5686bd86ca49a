"""Every world has exactly one of nine endings, and they add up to the five outcomes of the model."""

from itertools import product

import numpy as np
import pytest

from kantokuen.agents.view import Array
from kantokuen.dashboard.endings import (
    ENDINGS,
    MARKS,
    NORTH,
    OUTCOMES_OF,
    ending_codes,
    ending_counts,
    ending_shares,
)
from kantokuen.dashboard.palette import PALETTES
from kantokuen.experiments.odds import play_in_pieces
from kantokuen.experiments.runner import Run
from kantokuen.model.outcome import OUTCOMES
from kantokuen.model.scenario import Scenario
from kantokuen.model.text.languages import LANGUAGES
from kantokuen.model.text.words import Words
from tests.dashboard.test_palette import contrast

EVERY_CASE = tuple(product(range(len(OUTCOMES)), (0, 1), (False, True), (False, True)))
"""Outcome, whether the regime stands, whether there is war in the south, whether something was signed."""


def columns_of(*cases: tuple[int, int, bool, bool]) -> dict[str, Array]:
    outcome, stands, south, terms = (np.array(each) for each in zip(*cases, strict=True))
    return {
        "outcome": outcome.astype(np.float64),
        "regime_stands": stands.astype(np.float64),
        "southern_war_date": np.where(south, 250.0, np.inf),
        "settlement_date": np.where(terms, 200.0, np.inf),
    }


@pytest.mark.parametrize(
    ("outcome", "stands", "south", "terms", "ending"),
    [
        ("attack_1941", 1, False, False, "north_1941"),
        ("attack_1941", 0, False, False, "north_fallen"),
        ("attack_1942", 1, True, False, "north_later"),
        ("attack_1942", 0, True, True, "north_fallen"),
        ("field_incident", 0, True, False, "field_incident"),
        ("stand_guard", 1, True, True, "guard_south"),
        ("stand_guard", 1, False, True, "guard_terms"),
        ("stand_guard", 0, False, False, "guard"),
        ("no_mobilisation", 1, True, False, "never_south"),
        ("no_mobilisation", 1, False, True, "never"),
    ],
)
def test_an_ending_is_named_by_what_came_of_the_north_and_else_of_the_south(
    outcome: str, stands: int, ending: str, *, south: bool, terms: bool
) -> None:
    (code,) = ending_codes(columns_of((OUTCOMES.index(outcome), stands, south, terms)))
    assert ENDINGS[code] == ending


def test_an_ending_has_only_the_outcomes_that_it_says() -> None:
    codes = ending_codes(columns_of(*EVERY_CASE))
    found = {(ENDINGS[code], OUTCOMES[case[0]]) for code, case in zip(codes, EVERY_CASE, strict=True)}
    assert found == {(ending, each) for ending, outcomes in OUTCOMES_OF.items() for each in outcomes}


@pytest.mark.parametrize("scenario", ["historical", "soviet-far-east-halved", "emperor-resists"])
def test_the_endings_of_played_worlds_add_up_to_the_outcomes(scenario: str) -> None:
    (columns,) = play_in_pieces(Run(scenario=Scenario.load(scenario)), [300])
    codes = ending_codes(columns)
    counts = ending_counts(codes)
    outcomes = [int(np.count_nonzero(columns["outcome"] == code)) for code in range(len(OUTCOMES))]
    assert sum(counts.values()) == 300
    assert sum(counts[each] for each in NORTH) == sum(outcomes[:2])
    assert counts["north_1941"] <= outcomes[0]
    assert counts["field_incident"] == outcomes[2]
    assert sum(counts[each] for each in ENDINGS if each.startswith("guard")) == outcomes[3]
    assert sum(counts[each] for each in ENDINGS if each.startswith("never")) == outcomes[4]
    assert sum(ending_shares(codes).values()) == pytest.approx(1.0)


def test_no_two_endings_look_alike_without_their_colour() -> None:
    assert len({(mark.shape, mark.is_hollow) for mark in MARKS.values()}) == len(ENDINGS)


@pytest.mark.parametrize("theme", PALETTES)
def test_the_mark_of_each_ending_can_be_seen(theme: str) -> None:
    palette = PALETTES[theme]
    assert {each for each, mark in MARKS.items() if contrast(mark.ink(palette), palette.card) < 3.0} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_ending_has_a_name_and_a_sentence_of_its_own(language: str) -> None:
    words = Words.of(language)
    for what in ("name", "text"):
        assert len({words(f"endings.{each}.{what}") for each in ENDINGS}) == len(ENDINGS)
