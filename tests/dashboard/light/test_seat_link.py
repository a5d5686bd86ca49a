"""The link of a game: it says all of the game, and whatever else is written there is told in one sentence."""

import json
import re
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest

from kantokuen.dashboard.light.seat_link import LONGEST, game_at, link_of
from kantokuen.experiments.game.game import Game
from kantokuen.experiments.game.keeping import as_data, game_of
from kantokuen.experiments.game.questions import SEATS
from kantokuen.experiments.game.table import MOST_TURNS, USUAL_TURNS
from kantokuen.model.errors import InputError
from kantokuen.model.limits import ENSEMBLES, LARGEST_SEED, LENS_NAMES
from kantokuen.model.request import Request
from kantokuen.model.scenario import Scenario

LEVERS = {"soviet.transfer_share": 0.5, "sanctions.oil_embargo": "never"}
SITTING = "1941-06-30"
"""The first at which the War Minister is asked anything."""


def begun(
    seat: str, levers: Mapping[str, object] | None = None, length: int = USUAL_TURNS, **asked: Any
) -> Game:
    """A game of whose request this and that is not the usual."""
    told = {"scenario": "historical", "seed": 7, **asked}
    changed = Scenario.load(told.pop("scenario")).replace(levers or {})
    return Game(seat, Request(changed, **told), length=length)


def played(game: Game, *chances: float) -> Game:
    """A game with a turn for each prediction: the last option of the first question, the rest left open."""
    for chance in chances:
        sitting = game.sitting()
        assert sitting is not None
        question = sitting.questions[0][0]
        game = game.decided(chance, {question.key: list(question.options)[-1]})
    return game


GAMES: dict[str, Callable[[], Game]] = {
    "begun": lambda: begun("OPS"),
    "with_turns": lambda: played(begun("WAR"), 0.0, 0.3, 1.0),
    "with_a_turn_left_to_the_office": lambda: begun("EMP").decided(0.125, {}),
    "with_fine_predictions": lambda: played(begun("NAV"), 0.333333333, 0.123456789, 0.07),
    "of_another_lens_and_length": lambda: played(begun("AGS", lens=LENS_NAMES[-1], length=MOST_TURNS), 0.5),
    "with_levers": lambda: played(begun("FOR", levers=LEVERS, seed=LARGEST_SEED), 0.29),
    **{f"of_{each}": partial(begun, "OPS", ensemble=each, seed=0) for each in ENSEMBLES},
    "of_another_scenario": lambda: begun(
        "WAR", scenario=next(n for n in Scenario.names() if n != "historical")
    ),
}


@pytest.mark.parametrize("name", GAMES)
def test_a_game_and_its_link_are_the_inverse_of_each_other(name: str) -> None:
    game = GAMES[name]()
    link = link_of(game)
    again = game_at(game.seat, link)
    assert again == game
    assert link_of(again) == link
    assert len(link) < LONGEST


@pytest.mark.slow
@pytest.mark.parametrize("seat", SEATS)
def test_the_longest_game_of_every_chair_has_a_link(seat: str) -> None:
    game = begun(seat, length=MOST_TURNS)
    while (sitting := game.sitting()) is not None:
        last = {question.key: list(question.options)[-1] for question, _ in sitting.questions}
        game = game.decided(0.333333333, last)
    assert game.turns
    assert len(link_of(game)) < LONGEST / 2
    assert game_at(seat, link_of(game)) == game


def test_what_is_usual_does_not_stand_in_a_link() -> None:
    assert re.fullmatch(r"(ensemble=\w+&)?seed=7", link_of(begun("WAR")))


@pytest.mark.parametrize("strange", ["fork=1", "end=1", "language=ja", "x=%00", "&&"])
def test_what_is_no_part_of_a_game_is_passed_over(strange: str) -> None:
    game = GAMES["with_turns"]()
    assert game_at(game.seat, f"{strange}&{link_of(game)}&{strange}") == game


BROKEN = {
    "no_query": ("WAR", "", "seed is no whole number"),
    "no_seed": ("WAR", "seed=", "seed is no whole number"),
    "seed_below_zero": ("WAR", "seed=-1", "seed is no whole number"),
    "seed_in_other_digits": ("WAR", "seed=%EF%BC%97", "seed is no whole number"),
    "seed_too_long": ("WAR", f"seed={'9' * 20}", "seed is no whole number"),
    "seed_too_large": ("WAR", f"seed={LARGEST_SEED + 1}", "seed"),
    "length_of_none": ("WAR", "seed=7&length=0", "length"),
    "length_beyond": ("WAR", f"seed=7&length={MOST_TURNS + 1}", "length"),
    "unknown_scenario": ("WAR", "seed=7&scenario=atlantis", "atlantis"),
    "scenario_of_a_path": ("WAR", "seed=7&scenario=../../secret", "scenario"),
    "unknown_lens": ("WAR", "seed=7&lens=none", "lens"),
    "unknown_ensemble": ("WAR", "seed=7&ensemble=prophets", "prophets"),
    "unknown_seat": ("navy", "seed=7", "allowed: OPS"),
    "unknown_lever": ("WAR", "seed=7&set=oil.all:1", "oil.all"),
    "lever_without_colon": ("WAR", "seed=7&set=oil", "no ':'"),
    "lever_of_no_value": ("WAR", "seed=7&set=sanctions.oil_embargo:perhaps", "perhaps"),
    "turn_of_no_sitting": ("WAR", "seed=7&t=1941-07-01,30", "turn 1 is of 1941-07-01"),
    "turn_of_no_day": ("WAR", "seed=7&t=yesterday,30", "yesterday"),
    "turn_held_twice": ("WAR", f"seed=7&t={SITTING},30&t={SITTING},30", "turn 2"),
    "turn_beyond_the_end": ("WAR", f"seed=7&length=1&t={SITTING},30&t=1941-07-10,30", "turn 2"),
    "answer_that_is_none": ("WAR", f"seed=7&t={SITTING},30,prepare.perhaps", "perhaps"),
    "answer_to_nothing_asked": ("WAR", f"seed=7&t={SITTING},30,press.yes", "press"),
    "answer_without_dot": ("WAR", f"seed=7&t={SITTING},30,prepare", "no '.'"),
    "no_prediction": ("WAR", f"seed=7&t={SITTING}", "no prediction"),
    "prediction_in_words": ("WAR", f"seed=7&t={SITTING},often", "no prediction"),
    "prediction_above": ("WAR", f"seed=7&t={SITTING},100.1", "less than or equal to 1"),
    "prediction_below": ("WAR", f"seed=7&t={SITTING},-1", "greater than or equal to 0"),
    "prediction_nan": ("WAR", f"seed=7&t={SITTING},nan", "predicted"),
    "prediction_inf": ("WAR", f"seed=7&t={SITTING},inf", "predicted"),
    "too_long": ("WAR", f"seed=7&x={'a' * LONGEST}", "too long"),
    "too_many_parts": ("WAR", "seed=7" + "&set=a:1" * 60, "too many parts"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_link_of_no_game_is_told_in_one_sentence(name: str) -> None:
    seat, query, said = BROKEN[name]
    with pytest.raises(InputError) as told:
        game_at(seat, query)
    assert said in str(told.value)
    assert "\n" not in str(told.value)
    assert len(str(told.value)) < 1_000


def test_a_game_of_another_world_keeps_it_in_its_link() -> None:
    saved = as_data(game_at("OPS", "seed=5"))
    other = game_of(json.dumps({**saved, "world": 7}), "file")
    assert game_at("OPS", link_of(other)) == other
    assert "world" not in link_of(game_at("OPS", "seed=5"))


def test_a_world_that_cannot_be_played_is_told_when_the_file_is_read() -> None:
    saved = as_data(game_at("OPS", "seed=5"))
    with pytest.raises(InputError, match="world"):
        game_of(json.dumps({**saved, "world": 10**18 * 5}), "file")
