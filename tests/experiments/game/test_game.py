"""The game: a chair is the office until its person says something, and knows no more than the office."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kantokuen.agents.roster import ROSTER
from kantokuen.agents.seated import ACTS
from kantokuen.experiments.game import table as table_module
from kantokuen.experiments.game.chair import Chosen, Minuted
from kantokuen.experiments.game.debrief import brier, debrief
from kantokuen.experiments.game.game import Game
from kantokuen.experiments.game.keeping import as_data, read_game, write_game
from kantokuen.experiments.game.questions import OWN, QUESTIONS, SEATS
from kantokuen.experiments.game.record import done_by
from kantokuen.experiments.game.table import FIRST_DAY, Sitting
from kantokuen.experiments.game.telling import chosen, sheet, told
from kantokuen.model.calendar import to_date
from kantokuen.model.errors import InputError
from kantokuen.model.model import KantokuenModel
from kantokuen.model.request import Request
from kantokuen.model.text.words import Words

LANGUAGES = [Words.of("en"), Words.of("ja")]


def a_game(seat: str, *, seed: int = 7, length: int = 8) -> Game:
    return Game(seat, Request(seed=seed), length=length)


def sitting_of(game: Game) -> Sitting:
    found = game.sitting()
    assert found is not None
    return found


def played(game: Game, **wanted: str) -> Game:
    """Play a game to its end, with the answers wanted wherever they are asked for."""
    while (sitting := game.sitting()) is not None:
        put = {question.key for question, _ in sitting.questions}
        game = game.decided(0.3, {key: option for key, option in wanted.items() if key in put})
    return game


@pytest.mark.parametrize("seat", SEATS)
def test_who_leaves_everything_to_the_office_plays_the_worlds_of_the_model(seat: str) -> None:
    days = [each.end for each in a_game(seat).request.periods]
    silent = Chosen(seat, {day: {question.key: OWN for question in QUESTIONS[seat]} for day in days})
    worlds = [
        KantokuenModel(worlds=30, cadence="ten-day", seed=5, persons=persons)
        for persons in (None, {seat: silent}, {seat: Minuted(silent)})
    ]
    for each in worlds:
        each.run()
    first, *others = (each.outcomes for each in worlds)
    assert all(first.equals(other) for other in others)


def test_a_fork_keeps_its_persons() -> None:
    hawk = Chosen("OPS", {})
    trunk = KantokuenModel(worlds=1, cadence="ten-day", seed=1, persons={"OPS": hawk})
    for _ in range(9):
        trunk.step()
    branch = trunk.fork(5)
    assert branch.persons == {"OPS": hawk}
    branch.run()
    plain = KantokuenModel(worlds=1, cadence="ten-day", seed=1)
    for _ in range(9):
        plain.step()
    other = plain.fork(5)
    other.run()
    assert branch.outcomes.equals(other.outcomes)


def test_what_may_be_asked_is_asked_of_some_office() -> None:
    assert {act for act in ACTS if not any(hasattr(kind, act) for kind in ROSTER.values())} == set()
    for seat, questions in QUESTIONS.items():
        assert {question.act for question in questions} <= set(ACTS)
        assert all(hasattr(ROSTER[seat], question.act) for question in questions), seat


@pytest.mark.parametrize("seat", SEATS)
def test_every_seat_is_asked_within_the_summer_and_told_only_what_it_may_know(seat: str) -> None:
    game = a_game(seat)
    sittings = []
    while (sitting := game.sitting()) is not None:
        sittings.append(sitting)
        game = game.decided(0.5, {})
    assert 4 <= len(sittings) <= 8
    assert [each.number for each in sittings] == list(range(1, len(sittings) + 1))
    assert all(each.day >= FIRST_DAY and to_date(each.day).isoformat() <= "1941-10-15" for each in sittings)
    for words in LANGUAGES:
        for sitting in sittings:
            lines = [line for _, lines in told(sitting, words) for line in lines]
            assert all(line and "{" not in line for line in lines)


@pytest.mark.parametrize("seat", SEATS)
def test_what_a_seat_knows_is_read_from_its_own_row_and_the_table_alone(
    seat: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []
    know = table_module._known

    def blinded(office: object, minutes: object) -> object:
        model, office.model = office.model, None  # type: ignore[attr-defined]
        others = np.arange(len(office.table.profiles)) != office.row  # type: ignore[attr-defined]
        mind = office.table.mind  # type: ignore[attr-defined]
        kept = {name: getattr(mind, name).copy() for name in mind.__dataclass_fields__}
        for name in kept:
            getattr(mind, name)[others] = np.nan
        try:
            seen.append(know(office, minutes))  # type: ignore[arg-type]
        finally:
            office.model = model  # type: ignore[attr-defined]
            for name, values in kept.items():
                getattr(mind, name)[:] = values
        return seen[-1]

    plain = sitting_of(a_game(seat)).known
    monkeypatch.setattr(table_module, "_known", blinded)
    assert sitting_of(a_game(seat)).known == plain
    assert seen == [plain]


@pytest.mark.slow
@pytest.mark.parametrize("seat", SEATS)
def test_every_answer_that_is_offered_is_taken(seat: str) -> None:
    game = a_game(seat, length=11)
    while (sitting := game.sitting()) is not None:
        for question, own in sitting.questions:
            assert own in question.options
            for option in question.options:
                after = game.decided(0.5, {question.key: option})
                assert after.turns[-1].answers == {question.key: option}
        game = game.decided(0.5, {})


@pytest.mark.parametrize(
    ("seat", "answers"),
    [
        ("OPS", {"draft": "34", "press": "yes"}),
        ("AGS", {"divisions": "none"}),
        ("WAR", {"divisions": "none"}),
        ("MAB", {"counter": "none"}),
        ("NGS", {"divisions": "none"}),
        ("NAV", {"divisions": "none"}),
        ("FOR", {"obstruct": "no"}),
        ("PM", {"convene": "late"}),
        ("EMP", {"sanction": "none"}),
    ],
)
def test_a_person_who_does_otherwise_makes_another_history(seat: str, answers: dict[str, str]) -> None:
    found = debrief(played(a_game(seat, length=2), **answers), worlds=20)
    assert found.parts_on is not None
    assert found.changed[0].moved["share"] > 0.0


def test_while_a_minister_signs_for_no_division_nobody_mobilises() -> None:
    game = played(a_game("WAR", length=3), divisions="none")
    found = debrief(game, worlds=20)
    with_person, without = (each.days["mobilise"] for each in (found.ending, found.without))
    assert without is not None
    assert without < to_date(game.turns[1].day)
    assert with_person is None or with_person > to_date(game.turns[-1].day)
    assert found.changed[0].moved["share"] > 0.5


def test_who_objected_is_told_at_the_next_sitting() -> None:
    after = a_game("OPS").decided(0.5, {"draft": "34"})
    found = [each for each in sitting_of(after).objections if each.text == "divisions"]
    assert len(found) == 1
    assert found[0].divisions is not None
    assert found[0].divisions < 34.0


def test_what_a_sitting_is_told_does_not_hang_on_what_it_will_decide() -> None:
    game = a_game("WAR").decided(0.5, {})
    sitting = sitting_of(game)
    assert all(each.day < sitting.date for each in sitting.happened)


def test_a_turn_is_taken_back_and_another_history_forks() -> None:
    first = a_game("WAR")
    one = first.decided(0.2, {"divisions": "none"})
    assert one.taken_back() == first
    assert sitting_of(one.taken_back()) == sitting_of(first)
    assert sitting_of(one).happened != sitting_of(first.decided(0.2, {})).happened
    with pytest.raises(InputError, match="no turn to take back"):
        first.taken_back()


def test_what_cannot_be_answered_is_refused_in_words() -> None:
    game = a_game("WAR", length=1)
    with pytest.raises(InputError, match=r"question of this sitting.*vouch.*divisions"):
        game.decided(0.5, {"vouch": "yes"})
    with pytest.raises(InputError, match=r"answer to divisions.*many.*none"):
        game.decided(0.5, {"divisions": "many"})
    with pytest.raises(InputError, match="chance from 0 to 1"):
        game.decided(1.5, {})
    with pytest.raises(InputError, match="over"):
        game.decided(0.5, {}).decided(0.5, {})
    with pytest.raises(InputError, match="seat"):
        a_game("TSAR")
    with pytest.raises(InputError, match="1 to 11"):
        a_game("WAR", length=12)


# ---- keeping -------------------------------------------------------------------------------------------


def test_a_saved_game_is_played_again_as_it_was(tmp_path: Path) -> None:
    game = played(
        Game("NAV", Request("no-oil-embargo", seed=3, ensemble="june-1941"), length=3), divisions="16"
    )
    write_game(game, tmp_path / "game.json")
    again = read_game(tmp_path / "game.json")
    assert again.turns == game.turns
    assert as_data(again) == as_data(game)
    assert again.request.scenario.levers == game.request.scenario.levers


@pytest.mark.parametrize(
    ("change", "told_of"),
    [
        ({"seat": "TSAR"}, "seat"),
        ({"scenario": "atlantis"}, "scenario"),
        ({"turns": [{"date": "1941-07-01", "predicted": 0.5, "answers": {}}]}, "1941-07-01"),
        ({"turns": [{"date": "yesterday", "predicted": 0.5, "answers": {}}]}, "yesterday"),
        ({"turns": [{"date": "1941-06-30", "predicted": 2.0, "answers": {}}]}, "predicted"),
        ({"turns": [{"date": "1941-06-30", "predicted": 0.5, "answers": {"vouch": "yes"}}]}, "vouch"),
        ({"seed": -1}, "seed"),
        ({"more": 1}, "more"),
        ({"levers": {"germany.pace": "fast"}}, "germany.pace"),
    ],
)
def test_a_file_that_is_no_game_is_refused_with_its_fault(
    change: dict[str, object], told_of: str, tmp_path: Path
) -> None:
    path = tmp_path / "game.json"
    path.write_text(json.dumps({**as_data(a_game("WAR")), **change}))
    with pytest.raises(InputError, match=told_of) as refused:
        read_game(path)
    assert "game.json" in str(refused.value)


def test_what_is_no_file_or_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "game.json"
    with pytest.raises(InputError, match="cannot be read"):
        read_game(path)
    path.write_text("{")
    with pytest.raises(InputError, match="saved"):
        read_game(path)
    path.write_bytes(b" " * 200_000)
    with pytest.raises(InputError, match="too large"):
        read_game(path)


# ---- looking back --------------------------------------------------------------------------------------


def test_predictions_are_scored_by_briers_rule() -> None:
    assert brier([0.0, 1.0], came=True) == 0.5
    assert brier([0.5, 0.5], came=False) == 0.25
    assert brier([], came=False) is None


def test_a_debrief_of_the_office_itself_finds_nothing_changed() -> None:
    game = played(a_game("AGS", length=2))
    found = debrief(game, worlds=40)
    assert found.parts_on is None
    assert found.ending == found.without
    assert all(each.others["share"] == each.moved["share"] == 0.0 for each in found.changed)
    assert found.score.person == pytest.approx((0.3 - found.is_attack) ** 2)
    assert found.lenses["politics"] == 1.0
    assert [each.day for each in found.turns] == [turn.day for turn in game.turns]


def test_a_game_without_a_turn_has_a_debrief_without_a_score() -> None:
    found = debrief(a_game("EMP"), worlds=20)
    assert found.turns == ()
    assert found.score.person is None


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.language)
@pytest.mark.parametrize("seat", SEATS)
def test_every_seat_has_a_role_sheet_words_for_its_questions_and_a_record(seat: str, words: Words) -> None:
    assert all(name and text for name, text in sheet(seat, words))
    for question in QUESTIONS[seat]:
        assert words(f"game.questions.{question.key}.ask")
        assert all(words(f"game.questions.{question.key}.options.{each}") for each in question.options)
    assert len(done_by(seat)) >= 3


def test_choices_are_told_beside_what_the_office_would_have_said() -> None:
    game = replace(played(a_game("WAR", length=1), divisions="none"))
    (turn,) = debrief(game, worlds=20).turns
    lines = chosen(turn, LANGUAGES[0])
    assert any("None (the office would: 16)" in line for line in lines)
    assert any("left to the office" in line for line in lines)
